"""A complaint (klage), its claims, and what the parties said about it."""

from __future__ import annotations

from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stottekontakt.accounts.models import Membership, MunicipalityOwned, User
from stottekontakt.cases.models import (
    Case,
    CaseFileQuerySet,
    CaseNote,
    JournalEntry,
    Person,
    Representative,
)

# States in which the municipality has not yet said what it thinks of the complaint.
UNSETTLED = ("received", "taken")


class ComplaintQuerySet(CaseFileQuerySet):
    def open(self) -> Self:
        """Where somebody here must still do something, the answer of Statsforvalteren included."""
        return self.filter(closed_on__isnull=True)

    def unsettled(self) -> Self:
        return self.filter(state__in=UNSETTLED)


@pghistory.track()
class Complaint(MunicipalityOwned):
    """Somebody asks for a decision to be changed, or says that what was granted does not come.

    The states tell how far it has come; which step leads where is rules.TRANSITIONS.
    """

    class Over(models.TextChoices):
        DECISION = "decision", _("et vedtak")
        # pbrl. § 7-2: a right of chapter 2 is breached though nobody wrote a new decision.
        DELIVERY = "delivery", _("at tjenesten ikke kommer som innvilget")
        DELAY = "delay", _("at svaret ikke kommer")
        DISMISSAL = "dismissal", _("at en klage ble avvist")

    class Way(models.TextChoices):
        PAPER = "paper", _("på papir")
        ORAL = "oral", _("muntlig, skrevet ned her")
        ELECTRONIC = "electronic", _("elektronisk")

    class Capacity(models.TextChoices):
        RECIPIENT = "recipient", _("tjenestemottakeren selv")
        PARENT = "parent", _("forelder")
        GUARDIAN = "guardian", _("verge")
        PROXY = "proxy", _("fullmektig")
        CHILD_WELFARE = "child_welfare", _("barnevernstjenesten")

    class State(models.TextChoices):
        RECEIVED = "received", _("Mottatt")
        TAKEN = "taken", _("Til behandling")
        ALLOWED = "allowed", _("Medhold")
        PARTLY_ALLOWED = "partly_allowed", _("Delvis medhold")
        MAINTAINED = "maintained", _("Vedtaket er opprettholdt")
        FORWARDED = "forwarded", _("Hos Statsforvalteren")
        ANSWERED = "answered", _("Avgjort av Statsforvalteren")
        DISMISSED = "dismissed", _("Avvist")
        REVERSAL_REQUEST = "reversal_request", _("Behandlet som anmodning om omgjøring")
        WITHDRAWN = "withdrawn", _("Trukket")

    class LateGround(models.TextChoices):
        """fvl. § 31 first paragraph."""

        NOT_TO_BLAME = "not_to_blame", _("klageren kan ikke lastes for at klagen er sen")
        SPECIAL_REASONS = "special_reasons", _("særlige grunner gjør det rimelig å prøve klagen")

    class DismissalGround(models.TextChoices):
        NO_DECISION = "no_decision", _("det er ikke noe vedtak å klage på")
        NO_RIGHT = "no_right", _("klageren har ikke klagerett")
        FORM = "form", _("klagen mangler noe som ikke er rettet")
        LATE = "late", _("klagen er for sen, og ingen unntak gjelder")

    class GovernorOutcome(models.TextChoices):
        """fvl. § 34 fourth paragraph."""

        DISMISSED = "dismissed", _("Avvist")
        AFFIRMED = "affirmed", _("Stadfestet")
        REVERSED = "reversed", _("Omgjort")
        SENT_BACK = "sent_back", _("Opphevet og hjemvist")

    case = models.ForeignKey(Case, models.PROTECT, related_name="complaints")
    over = models.TextField(_("hva klagen gjelder"), choices=Over, default=Over.DECISION)
    decision = models.ForeignKey(
        "decisions.Decision", models.PROTECT, null=True, blank=True, related_name="complaints"
    )
    dismissed_complaint = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="complaints_over_dismissal"
    )
    state = models.TextField(choices=State, default=State.RECEIVED, db_default="received")

    # ── Who, when and how
    complainant = models.ForeignKey(Person, models.PROTECT, related_name="+")
    capacity = models.TextField(_("klager som"), choices=Capacity)
    representative = models.ForeignKey(
        Representative, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # A child of 12 to 15 who understands the matter complains alone (pbrl. § 6-5).
    child_understands = models.BooleanField(
        _("barnet forstår hva saken gjelder"), null=True, blank=True
    )
    right_assessed = models.TextField(_("vurdering av klageretten"), blank=True)
    way = models.TextField(_("hvordan klagen kom"), choices=Way)
    posted_on = models.DateField(_("postlagt eller sendt"), null=True, blank=True)
    received_on = models.DateField(_("mottatt"))
    registered_at = models.DateTimeField(default=timezone.now, db_default=Now())
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField(_("klagen"), blank=True)  # written down when it was oral
    is_signed = models.BooleanField(_("undertegnet eller bekreftet"), default=False)
    journal_entry = models.ForeignKey(
        JournalEntry, models.PROTECT, null=True, blank=True, related_name="+"
    )

    # ── Conditions
    # The complainant's own last day; empty where the deadline never began to run.
    due_on = models.DateField(_("klagefrist"), null=True, blank=True)
    is_late = models.BooleanField(_("etter fristen"), default=False, db_default=False)
    # The last day a late complaint can be taken at all: the same date next year (fvl. § 31).
    last_day_on = models.DateField(null=True, blank=True)
    late_ground = models.TextField(_("hvorfor den tas likevel"), choices=LateGround, blank=True)
    late_reasons = models.TextField(_("begrunnelse for å ta en sen klage"), blank=True)
    defects = models.TextField(_("det som mangler"), blank=True)  # asked to be put right by:
    defects_by = models.DateField(_("rettes innen"), null=True, blank=True)
    dismissal_ground = models.TextField(
        _("hvorfor klagen avvises"), choices=DismissalGround, blank=True
    )
    dismissal_reasons = models.TextField(_("begrunnelse for avvisning"), blank=True)

    # ── What the municipality thinks of it
    assessment = models.TextField(_("kommunens vurdering"), blank=True)
    new_decision = models.ForeignKey(
        "decisions.Decision", models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    statement = models.TextField(_("uttalelse til Statsforvalteren"), blank=True)
    forwarded_at = models.DateTimeField(null=True, blank=True)
    forwarded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    package = models.ForeignKey(
        JournalEntry, models.PROTECT, null=True, blank=True, related_name="+"
    )

    # Partly allowed: the complainant is content, so that nothing is sent on.
    rest_withdrawn_on = models.DateField(_("resten trukket"), null=True, blank=True)

    # ── The last word
    governor_outcome = models.TextField(
        _("Statsforvalterens avgjørelse"), choices=GovernorOutcome, blank=True
    )
    governor_decided_on = models.DateField(_("avgjort av Statsforvalteren"), null=True, blank=True)
    governor_reference = models.TextField(_("Statsforvalterens saksnummer"), blank=True)
    governor_entry = models.ForeignKey(
        JournalEntry, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_on = models.DateField(_("trukket"), null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)  # nothing more to do here
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-received_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="complaint_names_what_it_is_over",
                condition=Q(over="decision", decision__isnull=False)
                | Q(over="dismissal", dismissed_complaint__isnull=False)
                | Q(over__in=["delivery", "delay"]),
            ),
            models.CheckConstraint(
                name="complaint_posted_before_it_came",
                condition=Q(posted_on__isnull=True) | Q(posted_on__lte=F("received_on")),
                violation_error_message=_("Klagen kan ikke ha kommet før den ble sendt."),
            ),
            models.CheckConstraint(
                name="complaint_oral_is_written_down",
                condition=~Q(way="oral") | ~Q(text=""),
                violation_error_message=_("Skriv ned det klageren sa."),
            ),
            models.CheckConstraint(
                name="complaint_late_is_taken_for_a_reason",
                condition=Q(is_late=False)
                | Q(state__in=["received", "dismissed", "reversal_request", "withdrawn"])
                | (
                    Q(late_ground__in=["not_to_blame", "special_reasons"])
                    & ~Q(late_reasons="")
                    & (Q(last_day_on__isnull=True) | Q(received_on__lte=F("last_day_on")))
                ),
            ),
            models.CheckConstraint(
                name="complaint_dismissed_says_why",
                condition=~Q(state="dismissed")
                | ~Q(dismissal_ground="") & ~Q(dismissal_reasons=""),
            ),
            models.CheckConstraint(
                name="complaint_settled_at_and_by_go_together",
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="complaint_is_settled_before_it_leaves",
                condition=~Q(
                    state__in=[
                        "allowed",
                        "partly_allowed",
                        "maintained",
                        "forwarded",
                        "answered",
                        "dismissed",
                    ]
                )
                | Q(settled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="complaint_maintained_is_reasoned",
                condition=~Q(state__in=["partly_allowed", "maintained", "forwarded", "answered"])
                | ~Q(assessment=""),
            ),
            models.CheckConstraint(
                name="complaint_forwarded_at_and_by_go_together",
                condition=Q(forwarded_at__isnull=True, forwarded_by__isnull=True)
                | Q(forwarded_at__isnull=False, forwarded_by__isnull=False),
            ),
            models.CheckConstraint(
                name="complaint_is_forwarded_with_a_statement",
                condition=~Q(state__in=["forwarded", "answered"])
                | Q(forwarded_at__isnull=False) & ~Q(statement=""),
            ),
            models.CheckConstraint(
                name="complaint_answered_has_outcome_and_day",
                condition=Q(state="answered", governor_decided_on__isnull=False)
                & ~Q(governor_outcome="")
                | ~Q(state="answered") & Q(governor_outcome="", governor_decided_on__isnull=True),
            ),
            models.CheckConstraint(
                name="complaint_withdrawn_on_a_day",
                condition=Q(state="withdrawn", withdrawn_on__isnull=False)
                | ~Q(state="withdrawn") & Q(withdrawn_on__isnull=True),
            ),
            # What still needs an answer here is open; a maintained one until it has been forwarded.
            models.CheckConstraint(
                name="complaint_is_not_closed_before_its_end",
                condition=Q(closed_on__isnull=True)
                | Q(state="partly_allowed", rest_withdrawn_on__isnull=False)
                | ~Q(state__in=["received", "taken", "partly_allowed", "maintained", "forwarded"]),
            ),
            models.UniqueConstraint(
                "decision",
                "complainant",
                condition=Q(state__in=["received", "taken"]),
                name="complaint_one_at_a_time_per_person",
                violation_error_message=_(
                    "Denne personen har allerede en klage på vedtaket til behandling."
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-received_on"], name="complaint_newest"),
            models.Index(
                fields=["municipality", "case"],
                name="complaint_open_by_case",
                condition=Q(closed_on__isnull=True),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="of_the_same_case",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF EXISTS (
                        SELECT FROM decisions_decision d
                         WHERE d.id IN (NEW.decision_id, NEW.new_decision_id)
                           AND d.case_id <> NEW.case_id
                    ) OR EXISTS (
                        SELECT FROM decisions_complaint c
                         WHERE c.id = NEW.dismissed_complaint_id AND c.case_id <> NEW.case_id
                    ) OR EXISTS (
                        SELECT FROM cases_representative r
                         WHERE r.id = NEW.representative_id AND r.case_id <> NEW.case_id
                    ) THEN
                        RAISE EXCEPTION 'complaint_is_of_its_decisions_case'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            # A complaint is over something that has been decided, and came after it.
            pgtrigger.Trigger(
                name="comes_after_the_decision",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__over="decision"),
                declare=[("decided", "timestamptz")],
                func="""
                    SELECT issued_at INTO decided FROM decisions_decision
                     WHERE id = NEW.decision_id AND state = 'issued';
                    IF decided IS NULL
                        OR NEW.received_on < (decided AT TIME ZONE 'Europe/Oslo')::date THEN
                        RAISE EXCEPTION 'complaint_comes_after_an_issued_decision'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="every_claim_is_answered",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    new__state__in=["allowed", "partly_allowed", "maintained", "forwarded"]
                ),
                func="""
                    IF NOT EXISTS (
                        SELECT FROM decisions_complaintclaim WHERE complaint_id = NEW.id
                    ) OR EXISTS (
                        SELECT FROM decisions_complaintclaim
                         WHERE complaint_id = NEW.id AND (result = '' OR answer = '')
                    ) THEN
                        RAISE EXCEPTION 'complaint_claims_are_answered'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="goes_forward_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
                func="""
                    IF NOT (NEW.state = ANY (CASE OLD.state
                        WHEN 'received' THEN
                            ARRAY['taken', 'dismissed', 'reversal_request', 'withdrawn']
                        WHEN 'taken' THEN
                            ARRAY['allowed', 'partly_allowed', 'maintained', 'dismissed',
                                  'withdrawn']
                        WHEN 'partly_allowed' THEN ARRAY['forwarded']
                        WHEN 'maintained' THEN ARRAY['forwarded', 'withdrawn']
                        WHEN 'forwarded' THEN ARRAY['answered', 'withdrawn']
                        ELSE ARRAY[]::text[] END)) THEN
                        RAISE EXCEPTION 'complaint_goes_forward_only'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("complaints:detail", args=[self.pk])

    @property
    def source(self) -> str:
        """What names it to letters and deadlines."""
        return f"complaint:{self.pk}"

    @property
    def is_unsettled(self) -> bool:
        return self.state in UNSETTLED

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class ComplaintPartQuerySet(models.QuerySet):
    """Rows that are seen by whoever sees their complaint."""

    def visible_to(self, membership: Membership) -> Self:
        return self.filter(complaint__in=Complaint.objects.visible_to(membership))


def belongs_to_an_unsettled_complaint() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="frozen_with_its_complaint",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("complaint_state", "text")],
        func="""
            SELECT state INTO complaint_state FROM decisions_complaint
             WHERE id = coalesce(NEW.complaint_id, OLD.complaint_id) FOR SHARE;
            IF complaint_state NOT IN ('received', 'taken') THEN
                RAISE EXCEPTION 'complaint_claims_never_change_after_it_is_settled'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        """,
    )


@pghistory.track()
class ComplaintClaim(MunicipalityOwned):
    """One thing the complainant says is wrong (klagepunkt), and the answer to just that."""

    class Result(models.TextChoices):
        ALLOWED = "allowed", _("Medhold")
        NOT_ALLOWED = "not_allowed", _("Ikke medhold")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="claims")
    position = models.PositiveSmallIntegerField()
    claim = models.TextField(_("klagepunkt"))
    answer = models.TextField(_("kommunens svar"), blank=True)
    result = models.TextField(_("resultat"), choices=Result, blank=True)

    objects = ComplaintPartQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint", "position"],
                name="complaint_claim_position_taken_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(name="complaint_claim_says_something", condition=~Q(claim="")),
        ]
        triggers: ClassVar = [belongs_to_an_unsettled_complaint()]

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.position}"


@pghistory.track()
class ComplaintComment(MunicipalityOwned):
    """A round of comments: new information put to the complainant, and what came back."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="comments")
    asked_about = models.TextField(_("det klageren kan uttale seg om"))
    asked_at = models.DateTimeField(default=timezone.now, db_default=Now())
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    comment_by = models.DateField(_("svar innen"))
    comment = models.TextField(_("det klageren svarte"), blank=True)
    received_on = models.DateField(_("svaret kom"), null=True, blank=True)
    note = models.ForeignKey(CaseNote, models.PROTECT, null=True, blank=True, related_name="+")
    journal_entry = models.ForeignKey(
        JournalEntry, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ComplaintPartQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="complaint_comment_and_its_day_go_together",
                condition=Q(comment="", received_on__isnull=True)
                | ~Q(comment="") & Q(received_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.comment_by}"


@pghistory.track()
class Suspension(MunicipalityOwned):
    """Whether a decision waits until the complaint is settled (utsatt iverksetting, fvl. § 42)."""

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="suspension")
    requested_on = models.DateField(_("bedt om"))
    asked_for = models.TextField(_("det som er bedt om"), blank=True)
    is_granted = models.BooleanField(_("utsatt"), null=True, blank=True)
    reasons = models.TextField(_("begrunnelse"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ComplaintPartQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="suspension_decided_at_and_by_go_together",
                condition=Q(
                    decided_at__isnull=True, decided_by__isnull=True, is_granted__isnull=True
                )
                | Q(decided_at__isnull=False, decided_by__isnull=False, is_granted__isnull=False),
            ),
            # fvl. § 42: a refusal is reasoned at once.
            models.CheckConstraint(
                name="suspension_refused_says_why",
                condition=Q(is_granted__isnull=True) | Q(is_granted=True) | ~Q(reasons=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.is_granted}"


@pghistory.track()
class CostsClaim(MunicipalityOwned):
    """Costs claimed back when a decision was changed in the party's favour (fvl. § 36)."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="costs_claims")
    received_on = models.DateField(_("mottatt"))
    due_on = models.DateField(_("frist for kravet"), null=True, blank=True)  # three weeks
    amount = models.DecimalField(_("kroner"), max_digits=10, decimal_places=2)
    what_for = models.TextField(_("hva kostnadene gjelder"))
    covered = models.DecimalField(
        _("dekket"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    reasons = models.TextField(_("begrunnelse"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ComplaintPartQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(name="costs_claim_is_of_some_money", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="costs_claim_decided_at_and_by_go_together",
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, covered__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False, covered__isnull=False),
            ),
            models.CheckConstraint(
                name="costs_claim_covers_no_more_than_was_claimed",
                condition=Q(covered__isnull=True) | Q(covered__gte=0, covered__lte=F("amount")),
            ),
            models.CheckConstraint(
                name="costs_claim_not_covered_in_full_says_why",
                condition=Q(covered__isnull=True) | Q(covered=F("amount")) | ~Q(reasons=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.amount}"
