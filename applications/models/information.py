"""What is asked of others before the case can be decided, and by what right."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from stottekontakt.accounts.models import Membership, MunicipalityOwned, User
from stottekontakt.cases.models import (
    Case,
    CaseFileQuerySet,
    CaseNote,
    JournalEntry,
    Person,
)


def of_the_same_case(rule: str, *others: str) -> pgtrigger.Trigger:
    """`others` are queries for the case that must also be the row's own; NULL is no case."""
    checks = " OR ".join(f"coalesce(({other}), NEW.case_id) <> NEW.case_id" for other in others)
    return pgtrigger.Trigger(
        name="of_the_same_case",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF {checks} THEN
                RAISE EXCEPTION '{rule}' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


CASE_OF_APPLICATION = "SELECT case_id FROM applications_application WHERE id = NEW.application_id"


# ── Consent ─────────────────────────────────────────────────────────────────────────────────────


class ConsentQuerySet(CaseFileQuerySet):
    def in_force(self, day: date) -> Self:
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            given_on__lte=day,
            withdrawn_on__isnull=True,
        )

    def waiting(self) -> Self:
        return self.filter(
            given_on__isnull=True, declined_on__isnull=True, withdrawn_on__isnull=True
        )


@pghistory.track()
class Consent(MunicipalityOwned):
    """Leave to ask one source about the recipient, within a scope and until it is withdrawn."""

    class Kind(models.TextChoices):
        SCHOOL = "school", _("Skole eller barnehage")
        DOCTOR = "doctor", _("Lege eller spesialist")
        NAV = "nav", _("Nav")
        OTHER = "other", _("En annen")

    class GivenHow(models.TextChoices):
        PAPER = "paper", _("Skriftlig")
        ORAL = "oral", _("Muntlig")

    case = models.ForeignKey(Case, models.PROTECT, related_name="consents")
    kind = models.TextField(_("hvem vi vil spørre"), choices=Kind)
    name = models.TextField(_("navn"))  # "Lyngvik skole"
    scope = models.TextField(_("hva vi vil spørre om"))
    asked_on = models.DateField(_("bedt om"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer_by = models.DateField(_("svar innen"), null=True, blank=True)
    letter_source = models.TextField(blank=True)  # "consent:12"; several share one letter
    given_on = models.DateField(_("gitt"), null=True, blank=True)
    given_how = models.TextField(_("hvordan"), choices=GivenHow, blank=True)
    given_by = models.TextField(_("hvem som ga det"), blank=True)
    journal_entry = models.ForeignKey(
        JournalEntry, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(_("merknad"), blank=True)
    valid_until = models.DateField(_("gjelder til og med"), null=True, blank=True)
    declined_on = models.DateField(_("ikke gitt"), null=True, blank=True)
    withdrawn_on = models.DateField(_("trukket"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="consent_names_source_and_scope", condition=~Q(name="") & ~Q(scope="")
            ),
            models.CheckConstraint(
                name="consent_given_says_how_and_by_whom",
                condition=Q(given_on__isnull=True, given_how="", given_by="")
                | Q(given_on__isnull=False) & ~Q(given_how="") & ~Q(given_by=""),
                violation_error_message=_("Skriv hvem som ga samtykket, og hvordan."),
            ),
            models.CheckConstraint(
                name="consent_given_orally_is_written_down",
                condition=~Q(given_how="oral") | ~Q(note=""),
                violation_error_message=_("Skriv ned hva som ble sagt."),
            ),
            models.CheckConstraint(
                name="consent_given_on_paper_has_its_document",
                condition=~Q(given_how="paper") | Q(journal_entry__isnull=False),
                violation_error_message=_("Legg ved samtykket."),
            ),
            models.CheckConstraint(
                name="consent_is_not_both_given_and_declined",
                condition=Q(given_on__isnull=True) | Q(declined_on__isnull=True),
            ),
            models.CheckConstraint(
                name="consent_withdrawn_after_it_was_given",
                condition=Q(withdrawn_on__isnull=True)
                | Q(given_on__isnull=False, withdrawn_on__gte=F("given_on")),
                violation_error_message=_("Samtykket kan ikke være trukket før det ble gitt."),
            ),
            models.CheckConstraint(
                name="consent_valid_until_after_it_was_given",
                condition=Q(valid_until__isnull=True)
                | Q(given_on__isnull=False, valid_until__gte=F("given_on")),
                violation_error_message=_("Samtykket må gjelde minst til dagen det ble gitt."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["case"],
                name="consent_waiting",
                condition=Q(given_on__isnull=True, declined_on__isnull=True),
            ),
        ]
        triggers: ClassVar = [
            of_the_same_case(
                "consent_document_is_of_its_case",
                "SELECT case_id FROM cases_journalentry WHERE id = NEW.journal_entry_id",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("applications:consent", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.given_on is None and self.declined_on is None

    def is_in_force(self, day: date) -> bool:
        return (
            self.given_on is not None
            and self.given_on <= day
            and self.withdrawn_on is None
            and (self.valid_until is None or day <= self.valid_until)
        )


# ── Mangelbrev ──────────────────────────────────────────────────────────────────────────────────


class InformationRequestQuerySet(CaseFileQuerySet):
    def open(self) -> Self:
        return self.filter(complete_on__isnull=True, withdrawn_on__isnull=True)


@pghistory.track()
class InformationRequest(MunicipalityOwned):
    """What is missing in a søknad, asked of the party or, with consent, of others.

    It stops nothing by itself: see applications.rules.standing_still.
    """

    class AskedOf(models.TextChoices):
        PARTY = "party", _("Den som har søkt")
        SOURCE = "source", _("En annen, med samtykke")

    case = models.ForeignKey(Case, models.PROTECT, related_name="information_requests")
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="information_requests"
    )
    asked_of = models.TextField(_("hvem vi spør"), choices=AskedOf, default=AskedOf.PARTY)
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="requests"
    )
    # Whom the letter to a source goes to; the party's addressees follow from the case.
    addressee = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.TextField(_("hvorfor vi trenger det"), blank=True)
    asked_on = models.DateField(_("bedt om"))
    asked_at = models.DateTimeField(default=timezone.now, db_default=Now())
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer_by = models.DateField(_("svar innen"))
    reminded_on = models.DateField(_("purret"), null=True, blank=True)
    remind_by = models.DateField(_("ny frist"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0, db_default=0)
    complete_on = models.DateField(_("alt er mottatt"), null=True, blank=True)
    closing_note = models.TextField(_("merknad"), blank=True)
    withdrawn_on = models.DateField(_("trukket tilbake"), null=True, blank=True)

    objects = InformationRequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="information_request_of_a_source_has_consent",
                condition=Q(asked_of="party", consent__isnull=True, addressee__isnull=True)
                | Q(asked_of="source", consent__isnull=False, addressee__isnull=False),
            ),
            models.CheckConstraint(
                name="information_request_gives_time_to_answer",
                condition=Q(answer_by__gt=F("asked_on")),
                violation_error_message=_("Fristen må være etter dagen vi spør."),
            ),
            models.CheckConstraint(
                name="information_request_reminder_has_a_new_day",
                condition=Q(reminded_on__isnull=True, remind_by__isnull=True, reminders=0)
                | Q(
                    reminded_on__isnull=False,
                    remind_by__isnull=False,
                    reminders__gt=0,
                    remind_by__gt=F("reminded_on"),
                ),
                violation_error_message=_("Den nye fristen må være etter dagen vi purrer."),
            ),
            models.CheckConstraint(
                name="information_request_ends_after_it_was_asked",
                condition=(Q(complete_on__isnull=True) | Q(complete_on__gte=F("asked_on")))
                & (Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("asked_on"))),
            ),
            models.CheckConstraint(
                name="information_request_is_not_both_complete_and_withdrawn",
                condition=Q(complete_on__isnull=True) | Q(withdrawn_on__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["municipality", "answer_by"],
                name="information_request_open",
                condition=Q(complete_on__isnull=True, withdrawn_on__isnull=True),
            ),
            models.Index(fields=["case"], name="information_request_of_case"),
        ]
        triggers: ClassVar = [
            of_the_same_case(
                "information_request_is_of_one_case",
                CASE_OF_APPLICATION,
                "SELECT case_id FROM applications_consent WHERE id = NEW.consent_id",
            ),
            # Nobody is asked about a person without that person's leave (hol. § 12-1, fvl. § 13).
            pgtrigger.Trigger(
                name="consent_in_force",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__consent__isnull=False),
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM applications_consent
                         WHERE id = NEW.consent_id AND given_on <= NEW.asked_on
                           AND withdrawn_on IS NULL
                           AND (valid_until IS NULL OR valid_until >= NEW.asked_on)
                           FOR SHARE
                    ) THEN
                        RAISE EXCEPTION 'information_request_needs_a_consent_in_force'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.asked_on}"

    def get_absolute_url(self) -> str:
        return reverse("applications:information", args=[self.pk])

    @property
    def source(self) -> str:
        """What its letters are about."""
        return f"information_request:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.complete_on is None and self.withdrawn_on is None

    @property
    def ended_on(self) -> date | None:
        return self.complete_on or self.withdrawn_on

    @property
    def waits_until(self) -> date:
        """The last day we have asked for: the reminder's, once there is one."""
        return self.remind_by or self.answer_by


class OfRequestQuerySet(models.QuerySet):
    def visible_to(self, membership: Membership) -> Self:
        return self.filter(request__in=InformationRequest.objects.visible_to(membership))


@pghistory.track()
class InformationItem(MunicipalityOwned):
    """One thing that is asked for, and what came of it."""

    request = models.ForeignKey(InformationRequest, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    text = models.TextField(_("hva vi trenger"))
    received_on = models.DateField(_("mottatt"), null=True, blank=True)
    note = models.TextField(_("hva vi fikk"), blank=True)
    journal_entry = models.ForeignKey(
        JournalEntry, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OfRequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["request", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "request", "position", name="information_item_once_per_position"
            ),
            models.CheckConstraint(name="information_item_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="information_item_received_is_kept_somewhere",
                condition=Q(received_on__isnull=True, note="", journal_entry__isnull=True)
                | Q(received_on__isnull=False) & (~Q(note="") | Q(journal_entry__isnull=False)),
                violation_error_message=_("Legg ved det som kom, eller skriv hva vi fikk vite."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


# ── Put to the party ────────────────────────────────────────────────────────────────────────────


class CommentRequestQuerySet(CaseFileQuerySet):
    def open(self) -> Self:
        return self.filter(omitted="", answered_on__isnull=True)


@pghistory.track()
class CommentRequest(MunicipalityOwned):
    """What others told about the party: put to the party, or why not (fvl. § 17)."""

    class Omitted(models.TextChoices):
        KNOWN = "known", _("Opplysningene bekrefter det parten selv har fortalt")
        WHEREABOUTS = "whereabouts", _("Vi vet ikke hvor parten er")
        URGENT = "urgent", _("Saken haster av hensyn til andre parter eller allmennheten")
        NOT_DECISIVE = "not_decisive", _("Opplysningene har ikke avgjørende betydning for vedtaket")
        NEEDLESS = "needless", _("Det er unødvendig eller uheldig for parten selv")

    case = models.ForeignKey(Case, models.PROTECT, related_name="comment_requests")
    note = models.ForeignKey(CaseNote, models.PROTECT, null=True, blank=True, related_name="+")
    journal_entry = models.ForeignKey(
        JournalEntry, models.PROTECT, null=True, blank=True, related_name="+"
    )
    information = models.TextField(_("opplysningene"))
    given_by = models.TextField(_("hvem de kom fra"))
    registered_on = models.DateField(_("registrert"))
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    comment_by = models.DateField(_("uttale seg innen"), null=True, blank=True)
    answered_on = models.DateField(_("svar mottatt"), null=True, blank=True)
    answer = models.TextField(_("hva parten svarte"), blank=True)
    omitted = models.TextField(_("hvorfor de ikke legges fram"), choices=Omitted, blank=True)
    omitted_reason = models.TextField(_("begrunnelse"), blank=True)

    objects = CommentRequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-registered_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="comment_request_says_what_and_from_whom",
                condition=~Q(information="") & ~Q(given_by=""),
            ),
            models.CheckConstraint(
                name="comment_request_is_sent_or_says_why_not",
                condition=Q(omitted="", omitted_reason="", comment_by__isnull=False)
                | ~Q(omitted="")
                & ~Q(omitted_reason="")
                & Q(comment_by__isnull=True, answered_on__isnull=True),
            ),
            models.CheckConstraint(
                name="comment_request_answer_and_day_go_together",
                condition=Q(answered_on__isnull=True, answer="")
                | Q(answered_on__isnull=False) & ~Q(answer=""),
                violation_error_message=_("Skriv hva parten svarte."),
            ),
            models.CheckConstraint(
                name="comment_request_gives_time_to_answer",
                condition=Q(comment_by__isnull=True) | Q(comment_by__gt=F("registered_on")),
                violation_error_message=_("Fristen må være etter dagen vi spør."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["case"], name="comment_request_of_case")]
        triggers: ClassVar = [
            of_the_same_case(
                "comment_request_is_of_one_case",
                "SELECT case_id FROM cases_casenote WHERE id = NEW.note_id",
                "SELECT case_id FROM cases_journalentry WHERE id = NEW.journal_entry_id",
            )
        ]

    def __str__(self) -> str:
        return f"{self.given_by} {self.registered_on}"

    def get_absolute_url(self) -> str:
        return reverse("applications:comment", args=[self.pk])

    @property
    def source(self) -> str:
        return f"comment_request:{self.pk}"

    @property
    def is_open(self) -> bool:
        return not self.omitted and self.answered_on is None
