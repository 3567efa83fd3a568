"""The søknad: who asked for what, how and when it came."""

from __future__ import annotations

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stottekontakt.accounts.models import Membership, MunicipalityOwned, User
from stottekontakt.cases.models import Case, CaseOwnedQuerySet, JournalEntry, Person

HOURS_IN_WEEK = 168
HOURS_IN_MONTH = 672


class HoursUnit(models.TextChoices):
    WEEK = "week", _("i uken")
    MONTH = "month", _("i måneden")


class ApplicationQuerySet(CaseOwnedQuerySet):
    def open(self) -> Self:
        return self.filter(state=Application.State.RECEIVED)


@pghistory.track()
class Application(MunicipalityOwned):
    """One søknad in a case. The clock runs from `received_on`, whatever may be missing."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Til behandling")
        DECIDED = "decided", _("Avgjort")
        WITHDRAWN = "withdrawn", _("Trukket")
        REGISTERED_IN_ERROR = "registered_in_error", _("Feilregistrert")

    class Channel(models.TextChoices):
        PAPER = "paper", _("På papir")
        PHONE = "phone", _("På telefon")
        IN_PERSON = "in_person", _("Ved oppmøte")

    class ApplicantIs(models.TextChoices):
        RECIPIENT = "recipient", _("Den det gjelder, selv")
        PARENT = "parent", _("Forelder")
        GUARDIAN = "guardian", _("Verge")
        PROXY = "proxy", _("Fullmektig")
        CHILD_WELFARE = "child_welfare", _("Barnevernstjenesten")
        OTHER = "other", _("En annen, for eksempel lærer eller pårørende")

    case = models.ForeignKey(Case, models.PROTECT, related_name="applications")
    state = models.TextField(choices=State, default=State.RECEIVED)
    channel = models.TextField(_("hvordan den kom"), choices=Channel)
    received_on = models.DateField(_("mottatt"))
    posted_on = models.DateField(_("postlagt"), null=True, blank=True)
    applicant = models.ForeignKey(Person, models.PROTECT, related_name="+")
    applicant_is = models.TextField(_("hvem som søker"), choices=ApplicantIs)
    applicant_relation = models.TextField(_("forhold til den det gjelder"), blank=True)  # "lærer"
    # pbrl. § 6-5: a child from 12 who understands the case applies alone.
    understands_the_case = models.BooleanField(default=False, db_default=False)
    wishes = models.TextField(_("hva det søkes om"), blank=True)
    hours = models.DecimalField(_("timer"), max_digits=5, decimal_places=2, null=True, blank=True)
    hours_unit = models.TextField(_("per"), choices=HoursUnit, blank=True)
    reasons = models.TextField(_("hvorfor"), blank=True)
    own_words = models.TextField(_("med egne ord"), blank=True)
    journal_entry = models.ForeignKey(JournalEntry, models.PROTECT, null=True, related_name="+")
    # Made when the form is opened: sending the form twice registers one application.
    form_key = models.UUIDField(null=True, editable=False)
    registered_at = models.DateTimeField(default=timezone.now, db_default=Now())
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_on = models.DateField(_("avgjort"), null=True, blank=True)
    withdrawn_on = models.DateField(_("trukket"), null=True, blank=True)
    withdrawn_reason = models.TextField(_("hvorfor den ble trukket"), blank=True)
    error_reason = models.TextField(_("hva som var feil"), blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-received_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "municipality", "form_key", name="application_once_per_form_sent"
            ),
            models.CheckConstraint(
                name="application_posted_before_received",
                condition=Q(posted_on__isnull=True) | Q(posted_on__lte=F("received_on")),
                violation_error_message=_("Søknaden kan ikke være mottatt før den ble postlagt."),
            ),
            models.CheckConstraint(
                name="application_hours_have_unit_and_fit",
                condition=Q(hours__isnull=True, hours_unit="")
                | Q(hours__isnull=False, hours__gt=0, hours__lte=HOURS_IN_WEEK, hours_unit="week")
                | Q(
                    hours__isnull=False, hours__gt=0, hours__lte=HOURS_IN_MONTH, hours_unit="month"
                ),
                violation_error_message=_(
                    "Timene må være flere enn 0 og høyst 168 i uken (672 i måneden)."
                ),
            ),
            models.CheckConstraint(
                name="application_decided_on_follows_state",
                condition=Q(state="decided", decided_on__isnull=False)
                | (~Q(state="decided") & Q(decided_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="application_withdrawn_on_follows_state",
                condition=Q(state="withdrawn", withdrawn_on__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_on__isnull=True, withdrawn_reason="")),
            ),
            models.CheckConstraint(
                name="application_error_reason_follows_state",
                condition=(Q(state="registered_in_error") & ~Q(error_reason=""))
                | (~Q(state="registered_in_error") & Q(error_reason="")),
                violation_error_message=_("Skriv hva som var feil."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-received_on", "-id"], name="application_newest"),
            models.Index(fields=["case"], name="application_open", condition=Q(state="received")),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.received_on}"

    def get_absolute_url(self) -> str:
        return reverse("applications:detail", args=[self.pk])

    @property
    def source(self) -> str:
        """What deadlines and letters are about."""
        return f"application:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.RECEIVED

    @property
    def is_by_recipient(self) -> bool:
        return self.applicant_is == self.ApplicantIs.RECIPIENT


class ApplicationPaperQuerySet(models.QuerySet["ApplicationPaper"]):
    def visible_to(self, membership: Membership) -> Self:
        return self.filter(application__in=Application.objects.visible_to(membership))


class ApplicationPaper(MunicipalityOwned):
    """What came after the søknad and belongs to it; the søknad's own entry is named by itself."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="papers")
    journal_entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="+")

    objects = ApplicationPaperQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "application", "journal_entry", name="application_paper_linked_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.journal_entry_id}"
