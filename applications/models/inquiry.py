"""Muntlig henvendelse: somebody calls or comes by. It is answered; it is never refused."""

from __future__ import annotations

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from stottekontakt.accounts.models import Membership, MunicipalityOwned, Unit, User
from stottekontakt.accounts.roles import Permission
from stottekontakt.cases.models import AddressProtection, Case, Person


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def open(self) -> Self:
        return self.filter(state=Inquiry.State.OPEN)

    def visible_to(self, membership: Membership) -> Self:
        """Those of the reader's unit; about a protected person, as that person's case is seen."""
        if not membership.may(Permission.CASE_FILE):
            return self.none()
        rows = self.filter(municipality_id=membership.municipality_id)
        if membership.unit_id:
            rows = rows.filter(unit=membership.unit_id)
        rows = rows.filter(Q(case__isnull=True) | Q(case__in=Case.objects.visible_to(membership)))
        if not membership.sees_protected:
            strict = Person.objects.filter(address_protection=AddressProtection.STRICT)
            known = strict.filter(Q(pk=OuterRef("about")) | Q(pk=OuterRef("caller")))
            # Whoever has the case sees what is said in it; else whoever answered the telephone.
            rows = rows.filter(
                ~Exists(known)
                | Q(registered_by=membership.user_id)
                | Q(case__caseworker=membership.user_id)
            )
        return rows

    def editable_by(self, membership: Membership) -> Self:
        if not membership.may(Permission.APPLICATION_REGISTER):
            return self.none()
        return self.visible_to(membership)


@pghistory.track()
class Inquiry(MunicipalityOwned):
    """Who called about whom, when, what about, and what was answered.

    It ends as a søknad that is begun, as guidance (fvl. § 11), or because it was withdrawn. There
    is no refusal: that takes a søknad and a decision one can complain of.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Åpen")
        APPLICATION = "application", _("Søknad er startet")
        GUIDANCE = "guidance", _("Veiledning er gitt")
        WITHDRAWN = "withdrawn", _("Trukket")

    class Channel(models.TextChoices):
        PHONE = "phone", _("På telefon")
        IN_PERSON = "in_person", _("Ved oppmøte")

    class NoLetter(models.TextChoices):
        ANONYMOUS = "anonymous", _("Den som henvendte seg, er ukjent for oss")
        NO_ADDRESS = "no_address", _("Vi har ingen adresse å sende til")
        DECLINED = "declined", _("Den som henvendte seg, ville ikke ha brev")
        GENERAL = "general", _("Spørsmålet var generelt og gjaldt ingen bestemt person")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("enhet"))
    state = models.TextField(choices=State, default=State.OPEN)
    channel = models.TextField(_("hvordan"), choices=Channel, default=Channel.PHONE)
    enquired_on = models.DateField(_("dato"))
    caller = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    caller_name = models.TextField(_("hvem som henvendte seg"), blank=True)
    caller_phone = models.TextField(_("telefon"), blank=True)
    caller_relation = models.TextField(_("forhold til den det gjelder"), blank=True)
    about = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    about_name = models.TextField(_("hvem det gjelder"), blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="inquiries")
    question = models.TextField(_("hva det gjaldt"))
    answer = models.TextField(_("hva som ble svart"), blank=True)
    callback_on = models.DateField(_("ringe tilbake"), null=True, blank=True)
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="inquiries"
    )
    guidance = models.TextField(_("veiledningen"), blank=True)
    no_letter = models.TextField(_("hvorfor det ikke er sendt brev"), choices=NoLetter, blank=True)
    closing_note = models.TextField(_("merknad da den ble avsluttet"), blank=True)
    registered_at = models.DateTimeField(default=timezone.now, db_default=Now())
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-enquired_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="inquiry_is_never_refused",
                condition=Q(state__in=["open", "application", "guidance", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="inquiry_closed_at_and_by_follow_state",
                condition=Q(state="open", closed_at__isnull=True, closed_by__isnull=True)
                | ~Q(state="open") & Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="inquiry_says_what_it_is_about",
                condition=~Q(question=""),
                violation_error_message=_("Skriv hva henvendelsen gjaldt."),
            ),
            models.CheckConstraint(
                name="inquiry_application_follows_state",
                condition=Q(state="application", application__isnull=False)
                | ~Q(state="application") & Q(application__isnull=True),
            ),
            models.CheckConstraint(
                name="inquiry_guidance_follows_state",
                condition=Q(state="guidance") & ~Q(guidance="")
                | ~Q(state="guidance") & Q(guidance="", no_letter=""),
                violation_error_message=_("Skriv hvilken veiledning som ble gitt."),
            ),
            models.CheckConstraint(
                name="inquiry_guidance_is_written_or_says_why_not",
                condition=~Q(state="guidance") | Q(case__isnull=False) | ~Q(no_letter=""),
            ),
            models.CheckConstraint(
                name="inquiry_withdrawn_says_how",
                condition=~Q(state="withdrawn") | ~Q(closing_note=""),
                violation_error_message=_("Skriv hvordan vi fikk vite at den er trukket."),
            ),
            models.CheckConstraint(
                name="inquiry_closed_promises_no_callback",
                condition=Q(state="open") | Q(callback_on__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-enquired_on", "-id"], name="inquiry_newest"),
            models.Index(fields=["unit"], name="inquiry_open", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.about_label} {self.enquired_on}"

    def get_absolute_url(self) -> str:
        return reverse("applications:inquiry", args=[self.pk])

    @property
    def source(self) -> str:
        """What letters are about."""
        return f"inquiry:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def about_label(self) -> str:
        return self.about.name if self.about else self.about_name or str(_("Ukjent person"))

    @property
    def caller_label(self) -> str:
        return self.caller.name if self.caller else self.caller_name or str(_("Ukjent"))
