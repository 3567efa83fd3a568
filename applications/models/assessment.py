"""Kartlegging: what the recipient's days are like, and what a support contact should do."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from applications.models.information import CASE_OF_APPLICATION, of_the_same_case
from stottekontakt.accounts.models import MunicipalityOwned, User
from stottekontakt.cases.models import Case, CaseFileQuerySet, CaseNote


class AssessmentQuerySet(CaseFileQuerySet):
    def open(self) -> Self:
        return self.filter(state=Assessment.State.OPEN)

    def finished(self) -> Self:
        return self.filter(state=Assessment.State.FINISHED)


@pghistory.track()
class Assessment(MunicipalityOwned):
    """One assessment of needs: for a søknad, or of what is granted already (no application).

    Written section by section; finished, it lies in the case as a note that decisions build on.
    """

    class State(models.TextChoices):
        OPEN = "open", _("I arbeid")
        FINISHED = "finished", _("Ferdig")
        CANCELLED = "cancelled", _("Avbrutt")

    class Meeting(models.TextChoices):
        CONVERSATION = "conversation", _("Samtale hos oss")
        HOME_VISIT = "home_visit", _("Hjemmebesøk")
        PHONE = "phone", _("Telefonsamtale")

    class ContactGender(models.TextChoices):
        ANY = "", _("Har ikke noe å si")
        FEMALE = "female", _("Må være kvinne")
        MALE = "male", _("Må være mann")

    class ChildHeard(models.TextChoices):
        ALONE = "alone", _("Ja, i en egen samtale")
        TOGETHER = "together", _("Ja, sammen med andre")
        NO = "no", _("Nei")

    case = models.ForeignKey(Case, models.PROTECT, related_name="assessments")
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="assessments"
    )
    state = models.TextField(choices=State, default=State.OPEN)
    started_at = models.DateTimeField(default=timezone.now, db_default=Now())
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    # The appointment
    meeting = models.TextField(_("hvordan"), choices=Meeting, blank=True)
    starts_at = models.DateTimeField(_("tidspunkt"), null=True, blank=True)
    place = models.TextField(_("sted"), blank=True)
    invitations = models.PositiveSmallIntegerField(default=0, db_default=0)
    interpreter_language = models.TextField(_("tolk på"), blank=True)
    interpreter_ordered_on = models.DateField(_("tolk bestilt"), null=True, blank=True)
    interpreter_is_qualified = models.BooleanField(_("kvalifisert tolk"), null=True, blank=True)
    interpreter_reason = models.TextField(_("hvorfor ikke kvalifisert tolk"), blank=True)
    held_on = models.DateField(_("holdt"), null=True, blank=True)
    held_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    held_with = models.TextField(_("hvem som var med"), blank=True)

    # What is looked at
    function = models.TextField(_("funksjon og helse"), blank=True)
    family = models.TextField(_("familie og hverdag"), blank=True)
    network = models.TextField(_("nettverk"), blank=True)
    activities = models.TextField(_("tilbud og aktiviteter"), blank=True)
    substances = models.TextField(_("rus"), blank=True)
    other = models.TextField(_("annet"), blank=True)

    # What it should lead to
    wishes = models.TextField(_("ønsker"), blank=True)
    goals = models.TextField(_("mål"), blank=True)
    interests = models.TextField(_("fritidsinteresser"), blank=True)
    wanted_days = models.TextField(_("dager og tider som passer"), blank=True)
    must_haves = models.TextField(_("det som må være på plass"), blank=True)
    contact_gender = models.TextField(
        _("støttekontaktens kjønn"), choices=ContactGender, blank=True
    )
    contact_gender_reason = models.TextField(_("hvorfor kjønnet har noe å si"), blank=True)

    safety = models.TextField(_("trygghet"), blank=True)

    child_heard = models.TextField(_("barnet er hørt"), choices=ChildHeard, blank=True)
    child_said = models.TextField(_("hva barnet sa"), blank=True)
    child_not_heard = models.TextField(_("hvorfor barnet ikke er hørt"), blank=True)

    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.ForeignKey(CaseNote, models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_reason = models.TextField(_("hvorfor den ble avbrutt"), blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)
    # Section → {version, at, by} of its last save: two people may write in different sections.
    saves = models.JSONField(default=dict, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="assessment_state_is_known",
                condition=Q(state__in=["open", "finished", "cancelled"]),
            ),
            models.UniqueConstraint(
                "case",
                "application",
                condition=Q(state="open"),
                nulls_distinct=False,
                name="assessment_one_open_per_application",
            ),
            models.CheckConstraint(
                name="assessment_finished_at_and_by_follow_state",
                condition=Q(
                    state="finished",
                    finished_at__isnull=False,
                    finished_by__isnull=False,
                    note__isnull=False,
                    held_on__isnull=False,
                )
                | ~Q(state="finished")
                & Q(finished_at__isnull=True, finished_by__isnull=True, note__isnull=True),
            ),
            models.CheckConstraint(
                name="assessment_cancelled_says_why",
                condition=Q(state="cancelled") & ~Q(cancelled_reason="")
                | ~Q(state="cancelled") & Q(cancelled_reason=""),
                violation_error_message=_("Skriv hvorfor kartleggingen avbrytes."),
            ),
            models.CheckConstraint(
                name="assessment_held_on_and_by_go_together",
                condition=Q(held_on__isnull=True, held_by__isnull=True)
                | Q(held_on__isnull=False, held_by__isnull=False),
            ),
            # tolkeloven § 7: whoever is not qualified is used for a reason only.
            models.CheckConstraint(
                name="assessment_unqualified_interpreter_has_a_reason",
                condition=Q(interpreter_is_qualified__isnull=True)
                | Q(interpreter_is_qualified=True)
                | ~Q(interpreter_reason=""),
                violation_error_message=_("Skriv hvorfor tolken ikke er kvalifisert."),
            ),
            # likestillingsloven § 9: a must-have about gender has its ground.
            models.CheckConstraint(
                name="assessment_contact_gender_has_a_reason",
                condition=Q(contact_gender="") | ~Q(contact_gender_reason=""),
                violation_error_message=_("Skriv hvorfor kjønnet har noe å si."),
            ),
            models.CheckConstraint(
                name="assessment_child_not_heard_says_why",
                condition=~Q(child_heard="no") | ~Q(child_not_heard=""),
                violation_error_message=_("Skriv hvorfor barnet ikke er hørt."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case"], name="assessment_open", condition=Q(state="open")),
        ]
        triggers: ClassVar = [
            of_the_same_case(
                "assessment_is_of_one_case",
                CASE_OF_APPLICATION,
                "SELECT case_id FROM cases_casenote WHERE id = NEW.note_id",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("applications:assessment", args=[self.pk])

    @property
    def source(self) -> str:
        return f"assessment:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_finished(self) -> bool:
        return self.state == self.State.FINISHED

    def last_save(self, section: str) -> dict[str, Any]:
        save: dict[str, Any] = self.saves.get(section, {})
        return save
