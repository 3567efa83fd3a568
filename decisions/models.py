"""The vedtak: legal bases, the municipality's criteria, the decision and what it grants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Self

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from applications.models import Application, HoursUnit
from decisions.complaints import models as complaints  # noqa: F401 (models of this app too)
from stottekontakt.accounts.models import Membership, Municipality, MunicipalityOwned, Unit, User
from stottekontakt.accounts.roles import Permission
from stottekontakt.cases.models import (
    Case,
    CaseFileQuerySet,
    CaseNote,
    CaseOwnedQuerySet,
    JournalEntry,
    Representative,
)
from stottekontakt.cases.rules import MAJORITY_AGE
from stottekontakt.database.triggers import kept_once_in_force

# ── Dated data: the law, and the municipality's own criteria ────────────────────────────────────


class TwoForms:
    """Texts kept in both forms of Norwegian, as `…_nb` and `…_nn`."""

    def text_in(self, field: str, language: str) -> str:
        return str(getattr(self, f"{field}_{language}"))

    def on_screen(self, field: str) -> str:
        """In the form of language the reader has chosen for the screen."""
        return self.text_in(field, "nn" if get_language() == "nn" else "nb")


class LegalBasisQuerySet(models.QuerySet["LegalBasis"]):
    def valid_on(self, day: date, municipality_id: int) -> list[LegalBasis]:
        """Each provision as it read on the day, in order; the municipality's own before others."""
        newest = (
            self.filter(
                Q(municipality=municipality_id) | Q(municipality__isnull=True), valid_from__lte=day
            )
            .order_by("key", F("municipality").asc(nulls_last=True), "-valid_from")
            .distinct("key")
        )
        return sorted((basis for basis in newest if basis.is_active), key=lambda row: row.position)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class LegalBasis(TwoForms, models.Model):
    """A provision as it was from a day on. Rows without municipality hold for all.

    Law is dated data: a new wording is a new row, and old decisions keep theirs. That is why rows
    are added and never changed; one that has not begun to hold may be taken back.
    """

    class Use(models.TextChoices):
        ALWAYS = "always", _("alle vedtak")
        CHILD = "child", _("vedtak for barn")
        # Why a decision that stands may be changed to somebody's harm: the one that is chosen.
        REVERSAL = "reversal", _("endring til ulempe")

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+"
    )
    key = models.TextField()
    use = models.TextField(choices=Use, default=Use.ALWAYS)
    position = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    is_active = models.BooleanField(default=True, db_default=True)  # False: repealed that day
    citation_nb = models.TextField()
    citation_nn = models.TextField()
    # What it says, in our words and neutral about the reader.
    says_nb = models.TextField()
    says_nn = models.TextField()

    shared_rows: ClassVar[bool] = True
    grants: ClassVar[str] = "SELECT, INSERT, DELETE"
    objects = LegalBasisQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "municipality",
                "key",
                "valid_from",
                nulls_distinct=False,
                name="legal_basis_one_wording_per_day",
            )
        ]
        triggers: ClassVar = [kept_once_in_force("legal_basis_never_changes_once_in_force")]

    def __str__(self) -> str:
        return f"{self.key} {self.valid_from}"

    def applies_at(self, age: int | None) -> bool:
        """Whether every decision about somebody of the age stands on it."""
        if self.use == self.Use.CHILD:
            return age is not None and age < MAJORITY_AGE
        return self.use == self.Use.ALWAYS

    @property
    def citation(self) -> str:
        return self.on_screen("citation")

    @property
    def says(self) -> str:
        return self.on_screen("says")


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def valid_on(self, day: date) -> Self:
        """The wording of each criterion that holds on the day, in the municipality's order."""
        newest = (
            Criterion.objects.filter(
                municipality=models.OuterRef("municipality"),
                key=models.OuterRef("key"),
                valid_from__lte=day,
            )
            .order_by("-valid_from")
            .values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(newest), is_active=True).order_by("position")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Criterion(TwoForms, MunicipalityOwned):
    """One of the municipality's own criteria, from a day on.

    It raises a flag and asks for a reason; it never refuses by itself: the right is individual
    (pbrl. § 2-1), and an age limit without exception would be unlawful.
    """

    class Kind(models.TextChoices):
        NEED = "need", _("Behov for hjelp til fritid")
        NETWORK = "network", _("Nettverk")
        TARGET_GROUP = "target_group", _("Målgruppe")
        AGE_FLOOR = "age_floor", _("Alder")
        HOUSING = "housing", _("Boform")
        EXCLUDED_TASKS = "excluded_tasks", _("Oppgaver som ikke inngår")
        PRIORITY = "priority", _("Prioritet")
        OTHER = "other", _("Annet")

    class Norm(models.TextChoices):
        """How far the limit reaches, in the municipality's own words."""

        NORMALLY_NOT = "normally_not", _("normalt ikke")
        EXCEPTIONALLY = "exceptionally", _("bare unntaksvis")
        OUTSIDE = "outside", _("utenfor målgruppen")

    key = models.TextField()
    kind = models.TextField(choices=Kind)
    position = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    is_active = models.BooleanField(default=True, db_default=True)
    heading_nb = models.TextField()
    heading_nn = models.TextField()
    text_nb = models.TextField()
    text_nn = models.TextField()
    # What the flag asks the caseworker to answer for when it is raised.
    ask_nb = models.TextField(blank=True)
    ask_nn = models.TextField(blank=True)
    norm = models.TextField(choices=Norm, blank=True)
    min_age = models.PositiveSmallIntegerField(null=True, blank=True)
    # Below this age parents usually come along; from it nobody asks.
    parents_age = models.PositiveSmallIntegerField(null=True, blank=True)
    max_age = models.PositiveSmallIntegerField(null=True, blank=True)  # the last year of priority
    housing = ArrayField(models.TextField(choices=Case.Housing), default=list, blank=True)
    # Beginnings of words that tell that an application asks for such a task, in both forms.
    tasks = ArrayField(models.TextField(), default=list, blank=True)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "municipality", "key", "valid_from", name="criterion_one_wording_per_day"
            ),
            models.CheckConstraint(
                name="criterion_age_floor_has_age_and_norm",
                condition=~Q(kind="age_floor") | Q(min_age__isnull=False) & ~Q(norm=""),
            ),
            models.CheckConstraint(
                name="criterion_parents_age_is_above_the_floor",
                condition=Q(parents_age__isnull=True)
                | Q(min_age__isnull=False, parents_age__gt=F("min_age")),
            ),
            models.CheckConstraint(
                name="criterion_housing_names_kinds_and_norm",
                condition=~Q(kind="housing") | Q(housing__len__gt=0) & ~Q(norm=""),
            ),
            models.CheckConstraint(
                name="criterion_excluded_tasks_are_named",
                condition=~Q(kind="excluded_tasks") | Q(tasks__len__gt=0),
            ),
            models.CheckConstraint(
                name="criterion_priority_has_an_age",
                condition=~Q(kind="priority") | Q(max_age__isnull=False),
            ),
        ]
        triggers: ClassVar = [
            # The words a decision was tried against stay; a new wording is a new row. In which
            # order the criteria are asked is no part of the wording.
            pgtrigger.Trigger(
                name="used_wording_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF TG_OP = 'UPDATE' THEN
                        IF to_jsonb(NEW) - 'position' = to_jsonb(OLD) - 'position' THEN
                            RETURN NEW;
                        END IF;
                    END IF;
                    IF EXISTS (
                        SELECT 1 FROM decisions_appraisal appraisal
                        JOIN decisions_decision decision ON decision.id = appraisal.decision_id
                        WHERE appraisal.criterion_id = OLD.id AND decision.state = 'issued'
                    ) THEN
                        RAISE EXCEPTION 'criterion_used_in_a_decision_never_changes'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.valid_from}"

    @property
    def heading(self) -> str:
        return self.on_screen("heading")

    @property
    def text(self) -> str:
        return self.on_screen("text")

    @property
    def ask(self) -> str:
        return self.on_screen("ask")

    @property
    def is_limit(self) -> bool:
        """It only matters where its flag is raised; the others are asked of everybody."""
        kind = self.Kind
        return self.kind in {kind.AGE_FLOOR, kind.HOUSING, kind.EXCLUDED_TASKS, kind.PRIORITY}


# ── The decision ────────────────────────────────────────────────────────────────────────────────


class DecisionQuerySet(CaseOwnedQuerySet):
    def issued(self) -> Self:
        return self.filter(state=Decision.State.ISSUED)

    def drafts(self) -> Self:
        return self.filter(state=Decision.State.DRAFT)

    def submitted(self) -> Self:
        """Drafts that wait for a decision maker."""
        return self.drafts().filter(submitted_at__isnull=False)

    def grants(self) -> Self:
        return self.filter(outcome__in=GRANTS)

    def visible_to(self, membership: Membership) -> Self:
        """Whoever only carries decisions out needs what was granted, not drafts and refusals."""
        decisions = super().visible_to(membership)
        if not membership.may(Permission.CASE_FILE):
            decisions = decisions.issued().grants()
        return decisions


class DecisionOwnedQuerySet(models.QuerySet):
    """Rows that are seen by whoever sees their decision."""

    def visible_to(self, membership: Membership) -> Self:
        return self.filter(decision__in=Decision.objects.visible_to(membership))


class DecisionFileQuerySet(DecisionOwnedQuerySet):
    """What led to the decision: not for whoever only carries it out."""

    def visible_to(self, membership: Membership) -> Self:
        if not membership.may(Permission.CASE_FILE):
            return self.none()
        return super().visible_to(membership)


def belongs_to_a_draft(*, but: Sequence[str] = ()) -> pgtrigger.Trigger:
    """What an issued (or discarded) decision consists of is never added to, changed or removed.

    `but` names the columns that live on. The decision's row is locked for sharing, so that
    nothing slips in while another transaction is issuing it.
    """
    living = "ARRAY[{}]".format(", ".join(f"'{column}'" for column in but))
    same = f"to_jsonb(NEW) - {living} = to_jsonb(OLD) - {living}" if but else "false"
    return pgtrigger.Trigger(
        name="frozen_with_its_decision",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("decision_state", "text")],
        func=f"""
            IF TG_OP <> 'INSERT' THEN
                SELECT state INTO decision_state FROM decisions_decision
                    WHERE id = OLD.decision_id FOR SHARE;
                IF decision_state <> 'draft' THEN
                    IF TG_OP = 'UPDATE' THEN
                        IF {same} THEN
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'decision_parts_never_change_after_issue'
                        USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                SELECT state INTO decision_state FROM decisions_decision
                    WHERE id = NEW.decision_id FOR SHARE;
                IF decision_state <> 'draft' THEN
                    RAISE EXCEPTION 'decision_parts_never_change_after_issue'
                        USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        """,
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


def nobody_disqualified_decides() -> pgtrigger.Trigger:
    """fvl. § 6: neither drafted nor issued by one who is or may be disqualified, nor issued below a
    leader who is."""
    return pgtrigger.Trigger(
        name="nobody_disqualified_decides",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
        declare=[("who", "bigint")],
        func="""
            IF TG_OP = 'INSERT' THEN
                who := NEW.drafted_by_id;
            ELSIF NEW.state = 'issued' AND OLD.state <> 'issued' THEN
                who := NEW.issued_by_id;
                IF cases_disqualified_leader(NEW.case_id) IS NOT NULL THEN
                    RAISE EXCEPTION 'decision_is_issued_by_nobody_below_a_disqualified_leader'
                        USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            IF EXISTS (
                SELECT FROM cases_disqualification
                 WHERE case_id = NEW.case_id AND user_id = who AND state <> 'rejected'
            ) THEN
                RAISE EXCEPTION 'decision_is_made_by_nobody_disqualified'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


CASE_OF_DECISION = "SELECT case_id FROM decisions_decision WHERE id = NEW.decision_id"


# Nothing is assessed: the matter cannot be decided, or the recipient is gone.
IS_FORMAL = Q(outcome="dismissed") | Q(kind="termination", termination_reason__in=["died", "moved"])


@pghistory.track()
class Decision(MunicipalityOwned):
    """A vedtak: first a draft that may be incomplete, then issued and never changed."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Utkast")
        ISSUED = "issued", _("Fattet")
        DISCARDED = "discarded", _("Forkastet")

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("Innvilget")
        PARTLY_GRANTED = "partly_granted", _("Delvis innvilget")
        REFUSED = "refused", _("Avslått")
        DISMISSED = "dismissed", _("Avvist")  # not tried at all: no refusal
        TERMINATED = "terminated", _("Opphørt")

    class Kind(models.TextChoices):
        """What it does to the decision it `replaces`; the first one replaces none."""

        FIRST = "first", _("Nytt vedtak")
        CHANGE = "change", _("Endring")
        EXTENSION = "extension", _("Forlengelse")
        TERMINATION = "termination", _("Opphør")

    class Initiative(models.TextChoices):
        MUNICIPALITY = "municipality", _("Kommunen")
        PERSON = "person", _("Mottakeren, eller den som handler for mottakeren")

    class TerminationReason(models.TextChoices):
        WISH = "wish", _("Mottakeren ønsker det selv")
        MOVED = "moved", _("Mottakeren har flyttet fra kommunen")
        INSTITUTION = "institution", _("Mottakeren har flyttet til institusjon")
        DIED = "died", _("Mottakeren er død")
        NEED_ENDED = "need_ended", _("Behovet er ikke der lenger")
        EXPIRES = "expires", _("Vedtaket løper ut og blir ikke forlenget")
        OTHER = "other", _("Annen grunn")

    class Ground(models.TextChoices):
        """fvl. § 35. The words of each are the LegalBasis of the key that goes with it."""

        INVALID = "invalid", _("Vedtaket er ugyldig")
        NOT_NOTIFIED = "not_notified", _("Vedtaket har ikke kommet fram til mottakeren")
        RESERVATION = "reservation", _("Vedtaket har et forbehold om endring")
        OTHER_LAW = "other_law", _("Annen lov eller alminnelige forvaltningsrettslige regler")
        NEW_ASSESSMENT = (
            "new_assessment",
            _("Ny vurdering av behovet framover i et vedtak som gjelder inntil videre"),
        )

    class NoticeOmitted(models.TextChoices):
        """fvl. § 16 third paragraph, a to c: when a party need not be told beforehand."""

        IMPRACTICABLE = (
            "impracticable",
            _("Varsel er ikke praktisk mulig, eller vedtaket ville ikke kunne gjennomføres"),
        )
        NO_ADDRESS = "no_address", _("Adressen er ikke kjent, og det krever for mye å finne den")
        KNOWS = (
            "knows",
            _("Mottakeren vet det allerede og har hatt tid til å uttale seg, eller varsel er "
              "åpenbart unødvendig"),
        )  # fmt: skip

    class Heard(models.TextChoices):
        """How a child was given the chance to say what it means (pbrl. § 3-1, fvl. § 17)."""

        CONVERSATION = "conversation", _("Vi har snakket med barnet")
        IN_WRITING = "in_writing", _("Barnet har skrevet, tegnet eller svart på annen måte")
        THROUGH_OTHERS = "through_others", _("Noen barnet stoler på, har sagt det videre")
        DECLINED = "declined", _("Barnet fikk tilbud, men ville ikke")
        NOT_POSSIBLE = "not_possible", _("Barnet er ikke hørt")

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    state = models.TextField(choices=State, default=State.DRAFT)
    kind = models.TextField(_("slags vedtak"), choices=Kind, default=Kind.FIRST, db_default="first")
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="follow_ups",
        verbose_name=_("vedtaket det gjelder"),
    )  # fmt: skip

    outcome = models.TextField(_("utfall"), choices=Outcome, blank=True)
    applied_for = models.TextField(_("hva det ble søkt om"), blank=True)
    facts = models.TextField(_("opplysninger i saken"), blank=True)
    # What the letter says. Of what a child said: only what the child wants to stand there.
    recipient_view = models.TextField(_("hva den det gjelder, mener"), blank=True)
    child_heard = models.TextField(_("hvordan barnet er hørt"), choices=Heard, blank=True)
    child_heard_how = models.TextField(_("hvordan eller hvorfor ikke"), blank=True)
    child_said = models.TextField(_("det barnet sa"), blank=True)  # for the file, in no letter
    # pbrl. § 3-4: stands in the young person's own letter and in nobody else's.
    only_for_recipient = models.TextField(_("bare til den unge selv"), blank=True, db_default="")
    # Below 15 a child gets a letter of its own only if it understands what the case is about.
    child_understands = models.BooleanField(
        _("barnet forstår hva saken gjelder"), default=False, db_default=False
    )
    applicant_view = models.TextField(_("hva foreldre, verge eller fullmektig mener"), blank=True)
    view_weight = models.TextField(_("hvordan synet er vektlagt"), blank=True)
    best_interests = models.TextField(_("barnets beste"), blank=True)
    goal = models.TextField(_("mål"), blank=True)
    starts_on = models.DateField(_("fra og med"), null=True, blank=True)
    ends_on = models.DateField(_("til og med"), null=True, blank=True)
    evaluation_on = models.DateField(_("evaluering senest"), null=True, blank=True)
    reservation = models.TextField(_("forbehold"), blank=True)
    delivering_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("enheten som setter i verk"),
    )  # fmt: skip
    reasons = models.TextField(_("begrunnelse"), blank=True)
    alternatives = models.TextField(_("annet som er vurdert"), blank=True)
    refused_part = models.TextField(_("det som er avslått"), blank=True)
    refused_reasons = models.TextField(_("hvorfor en del er avslått"), blank=True)
    decisive = models.TextField(_("det som avgjorde"), blank=True)
    guidance = models.JSONField(_("annen hjelp"), default=list, blank=True)  # [{title, text}]

    # What happens to the decision that is replaced, and by what right.
    initiative = models.TextField(_("hvem som tok det opp"), choices=Initiative, blank=True)
    to_detriment = models.BooleanField(_("til ulempe"), null=True, blank=True)
    ground = models.TextField(_("grunnlag"), choices=Ground, blank=True)
    ground_reasons = models.TextField(_("hvorfor grunnlaget gjelder"), blank=True)
    termination_reason = models.TextField(
        _("hvorfor tjenesten opphører"), choices=TerminationReason, blank=True
    )
    # After a death nobody gets a letter but the one who is chosen.
    letter_to = models.ForeignKey(
        Representative, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("den som får brevet"),
    )  # fmt: skip
    notice_omitted = models.TextField(
        _("hvorfor det ikke er varslet"), choices=NoticeOmitted, blank=True
    )
    notice_omitted_why = models.TextField(_("nærmere om hvorfor"), blank=True)
    comments_answer = models.TextField(_("svar på uttalelsene"), blank=True)

    # As it was on the day of the decision.
    recipient_age = models.PositiveSmallIntegerField(null=True, blank=True)
    legal_bases = ArrayField(models.BigIntegerField(), default=list, blank=True)

    drafted_at = models.DateTimeField(default=timezone.now, db_default=Now())
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # Who saved a part of it last.
    last_written_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Nothing was missing when it was last saved. Only a hint for lists: issuing asks anew.
    is_whole = models.BooleanField(default=False, db_default=False)
    # Somebody else must issue it (decisions/approval.py); settled when it is sent, or issued.
    needs_second_person = models.BooleanField(default=False, db_default=False)
    # With the decision maker since then; nobody writes in it meanwhile.
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # Sent back by the decision maker the last time; empty again when it is sent anew.
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    returned_reason = models.TextField(_("hvorfor vedtaket er sendt tilbake"), blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # Decided before this system was there: the letter lies in the former one.
    taken_over_at = models.DateTimeField(null=True, blank=True, editable=False)
    discarded_at = models.DateTimeField(null=True, blank=True)
    discarded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, db_default=1)
    # Section → {version, at, by} of its last save: two people may write in different sections.
    saves = models.JSONField(default=dict, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="decision_issued_at_and_by_follow_state",
                condition=Q(state="issued", issued_at__isnull=False, issued_by__isnull=False)
                | ~Q(state="issued") & Q(issued_at__isnull=True, issued_by__isnull=True),
            ),
            models.CheckConstraint(
                name="decision_discarded_at_and_by_follow_state",
                condition=Q(
                    state="discarded", discarded_at__isnull=False, discarded_by__isnull=False
                )
                | ~Q(state="discarded") & Q(discarded_at__isnull=True, discarded_by__isnull=True),
            ),
            models.CheckConstraint(
                name="decision_submitted_at_and_by_go_together",
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False) & ~Q(state="discarded"),
            ),
            models.CheckConstraint(
                name="decision_returned_at_by_and_reason_go_together",
                condition=Q(returned_at__isnull=True, returned_by__isnull=True, returned_reason="")
                | Q(returned_at__isnull=False, returned_by__isnull=False) & ~Q(returned_reason=""),
            ),
            # Two pairs of eyes: neither who began it, who wrote in it last, nor who sent it.
            models.CheckConstraint(
                name="decision_needs_second_person_to_issue",
                condition=~Q(state="issued", needs_second_person=True)
                | Q(submitted_by__isnull=False)
                & ~Q(issued_by=F("drafted_by"))
                & ~Q(issued_by=F("submitted_by"))
                & (Q(last_written_by__isnull=True) | ~Q(issued_by=F("last_written_by"))),
            ),
            models.CheckConstraint(
                name="decision_state_is_known",
                condition=Q(state__in=["draft", "issued", "discarded"]),
            ),
            models.CheckConstraint(
                name="decision_issued_is_complete",
                condition=~Q(state="issued")
                | Q(outcome__in=["granted", "partly_granted", "refused", "dismissed", "terminated"])
                & ~Q(facts="")
                & ~Q(reasons="")
                & Q(legal_bases__len__gt=0),
            ),
            models.CheckConstraint(
                # A child may want nothing of it in the letter; that it was heard is said elsewhere.
                name="decision_tells_what_the_recipient_means",
                condition=~Q(state="issued")
                | IS_FORMAL
                | ~Q(recipient_view="")
                | Q(recipient_age__isnull=False, recipient_age__lt=18),
            ),
            models.CheckConstraint(
                name="decision_for_a_child_tells_how_it_was_heard",
                condition=~Q(state="issued")
                | IS_FORMAL
                | Q(taken_over_at__isnull=False)
                | Q(recipient_age__isnull=True)
                | Q(recipient_age__isnull=False, recipient_age__gte=18)
                | ~Q(child_heard="") & ~Q(child_heard_how=""),
            ),
            models.CheckConstraint(
                name="decision_for_a_child_weighs_best_interests",
                condition=~Q(state="issued")
                | IS_FORMAL
                | Q(recipient_age__isnull=True)
                | Q(recipient_age__isnull=False, recipient_age__gte=18)
                | ~Q(best_interests=""),
            ),
            models.CheckConstraint(
                name="decision_follow_up_names_what_it_replaces",
                condition=Q(kind="first", replaces__isnull=True)
                | Q(kind__in=["change", "extension", "termination"], replaces__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_outcome_fits_its_kind",
                condition=~Q(state="issued")
                | Q(kind="termination", outcome="terminated")
                | ~Q(kind="termination") & ~Q(outcome="terminated"),
            ),
            models.CheckConstraint(
                name="decision_termination_has_reason_and_last_day",
                condition=~Q(state="issued", kind="termination")
                | ~Q(termination_reason="") & Q(ends_on__isnull=False, to_detriment__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_change_says_whether_it_harms",
                condition=~Q(state="issued", kind="change") | Q(to_detriment__isnull=False),
            ),
            models.CheckConstraint(
                # fvl. § 35. An extension begins when the former has run out: it alters nothing.
                name="decision_to_detriment_has_a_ground",
                condition=~Q(state="issued", kind__in=["change", "termination"])
                | Q(to_detriment__isnull=True)
                | Q(to_detriment=False)
                | ~Q(ground=""),
            ),
            models.CheckConstraint(
                name="decision_new_assessment_has_reasons_of_its_own",
                condition=~Q(state="issued", to_detriment=True, ground="new_assessment")
                | ~Q(ground_reasons=""),
            ),
            models.CheckConstraint(
                name="decision_without_notice_says_why",
                condition=~Q(state="issued") | Q(notice_omitted="") | ~Q(notice_omitted_why=""),
            ),
            models.CheckConstraint(
                name="decision_dismissal_says_why_and_guides",
                condition=~Q(state="issued", outcome="dismissed")
                | ~Q(decisive="") & ~Q(guidance=[]),
            ),
            models.CheckConstraint(
                name="decision_grant_has_start_evaluation_goal_and_unit",
                condition=~Q(state="issued", outcome__in=["granted", "partly_granted"])
                | Q(
                    starts_on__isnull=False,
                    evaluation_on__isnull=False,
                    delivering_unit__isnull=False,
                )
                & ~Q(goal=""),
            ),
            models.CheckConstraint(
                name="decision_partial_grant_says_what_is_refused",
                condition=~Q(state="issued", outcome="partly_granted")
                | ~Q(refused_part="") & ~Q(refused_reasons="") & ~Q(applied_for=""),
            ),
            models.CheckConstraint(
                name="decision_refusal_says_what_decided_and_guides",
                condition=~Q(state="issued", outcome="refused")
                | ~Q(applied_for="") & ~Q(decisive="") & ~Q(guidance=[]),
            ),
            models.CheckConstraint(
                name="decision_ends_after_it_starts",
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gte=F("starts_on")),
                violation_error_message=_(
                    "Sluttdatoen må være samme dag som startdatoen eller senere."
                ),
            ),
            models.CheckConstraint(
                name="decision_is_evaluated_within_its_period",
                condition=Q(evaluation_on__isnull=True)
                | (
                    Q(starts_on__isnull=True)
                    | Q(starts_on__isnull=False, evaluation_on__gte=F("starts_on"))
                )
                & (
                    Q(ends_on__isnull=True)
                    | Q(ends_on__isnull=False, evaluation_on__lte=F("ends_on"))
                ),
                violation_error_message=_("Evalueringen må ligge i perioden vedtaket gjelder."),
            ),
            models.UniqueConstraint(
                "replaces",
                condition=Q(
                    state="issued", outcome__in=["granted", "partly_granted", "terminated"]
                ),
                name="decision_is_replaced_only_once",
                violation_error_message=_(
                    "Vedtaket er allerede endret, forlenget eller avsluttet."
                ),
            ),
            models.UniqueConstraint(
                "application",
                condition=Q(state="issued"),
                name="decision_one_issued_per_application",
                violation_error_message=_("Søknaden er allerede avgjort."),
            ),
            models.UniqueConstraint(
                "application",
                condition=Q(state="draft"),
                name="decision_one_draft_per_application",
                violation_error_message=_("Det finnes allerede et utkast til vedtak for søknaden."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-id"], name="decision_newest"),
            models.Index(
                fields=["municipality", "drafted_by"],
                name="decision_drafts_by_person",
                condition=Q(state="draft"),
            ),
            models.Index(
                fields=["municipality", "submitted_at"],
                name="decision_with_decision_maker",
                condition=Q(state="draft", submitted_at__isnull=False),
            ),
        ]
        triggers: ClassVar = [
            nobody_disqualified_decides(),
            pgtrigger.Protect(
                name="never_changes_after_issue",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state="draft"),
            ),
            pgtrigger.Protect(
                name="begins_as_a_draft",
                operation=pgtrigger.Insert,
                condition=~pgtrigger.Q(new__state="draft"),
            ),
            # What the decision maker reads is what was sent: call it back, return it, or issue it.
            pgtrigger.Protect(
                name="is_not_written_in_while_submitted",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__submitted_at__isnull=False,
                    new__submitted_at__isnull=False,
                    new__state="draft",
                ),
            ),
            pgtrigger.ReadOnly(
                name="stays_where_it_was_drafted",
                fields=["municipality", "case", "application", "drafted_at", "drafted_by"],
            ),
            of_the_same_case(
                "decision_application_is_of_its_case",
                "SELECT case_id FROM applications_application WHERE id = NEW.application_id",
            ),
            # Also the one that is replaced: an issued grant of the same case.
            pgtrigger.Trigger(
                name="replaces_a_grant_of_its_case",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__replaces__isnull=False),
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM decisions_decision other
                        WHERE other.id = NEW.replaces_id AND other.case_id = NEW.case_id
                        AND other.state = 'issued'
                        AND other.outcome IN ('granted', 'partly_granted')
                    ) THEN
                        RAISE EXCEPTION 'decision_replaces_an_issued_grant_of_its_case'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            # What stands in other tables must be whole too; services.issue sees to it.
            pgtrigger.Trigger(
                name="parts_are_whole_when_issued",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state="issued"),
                func="""
                    IF EXISTS (
                        SELECT 1 FROM decisions_grantedservice service
                        WHERE service.decision_id = NEW.id
                        AND (
                            NEW.outcome NOT IN ('granted', 'partly_granted')
                            OR NOT service.in_force
                            OR service.starts_on IS DISTINCT FROM NEW.starts_on
                            OR service.ends_on IS DISTINCT FROM NEW.ends_on
                        )
                    ) OR (
                        NEW.outcome IN ('granted', 'partly_granted') AND NOT EXISTS (
                            SELECT 1 FROM decisions_grantedservice service
                            WHERE service.decision_id = NEW.id
                        )
                    ) THEN
                        RAISE EXCEPTION 'decision_services_agree_with_outcome_and_period'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF EXISTS (
                        SELECT 1 FROM decisions_appraisal appraisal
                        WHERE appraisal.decision_id = NEW.id AND (
                            appraisal.met = ''
                            OR (appraisal.flag <> '' AND appraisal.exception = '')
                        )
                    ) THEN
                        RAISE EXCEPTION 'decision_appraisals_are_answered'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            # fvl. §§ 16 and 17: told beforehand, heard, and answered.
            pgtrigger.Trigger(
                name="party_is_heard_before_harm",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state="issued"),
                func="""
                    IF NEW.to_detriment AND NEW.notice_omitted = '' AND NOT EXISTS (
                        SELECT 1 FROM decisions_advancenotice notice
                        WHERE notice.decision_id = NEW.id AND notice.sent_on IS NOT NULL
                        AND (
                            notice.closed_at IS NOT NULL
                            OR notice.comment_by
                                < (NEW.issued_at AT TIME ZONE 'Europe/Oslo')::date
                        )
                    ) THEN
                        RAISE EXCEPTION 'decision_to_detriment_waits_for_comments'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.comments_answer = '' AND EXISTS (
                        SELECT 1 FROM decisions_noticecomment comment
                        JOIN decisions_advancenotice notice ON notice.id = comment.notice_id
                        WHERE notice.decision_id = NEW.id
                    ) THEN
                        RAISE EXCEPTION 'decision_answers_the_comments'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("decisions:detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_submitted(self) -> bool:
        """A draft that waits for a decision maker; it cannot be written in."""
        return self.is_draft and self.submitted_at is not None

    @property
    def is_issued(self) -> bool:
        return self.state == self.State.ISSUED

    @property
    def is_grant(self) -> bool:
        return self.outcome in GRANTS

    @property
    def is_termination(self) -> bool:
        return self.kind == self.Kind.TERMINATION

    @property
    def is_formal(self) -> bool:
        """Nothing is assessed: the matter cannot be decided, or the recipient is gone."""
        reasons = self.TerminationReason
        return self.outcome == self.Outcome.DISMISSED or (
            self.is_termination and self.termination_reason in {reasons.DIED, reasons.MOVED}
        )

    @property
    def is_after_death(self) -> bool:
        return self.is_termination and self.termination_reason == self.TerminationReason.DIED

    @property
    def decided_on(self) -> date | None:
        return timezone.localdate(self.issued_at) if self.issued_at else None

    @property
    def drafted_on(self) -> date:
        return timezone.localdate(self.drafted_at)

    @property
    def source(self) -> str:
        """What names it to letters and deadlines."""
        return f"decision:{self.pk}"

    @property
    def is_taken_over(self) -> bool:
        return self.taken_over_at is not None

    def last_save(self, section: str) -> dict[str, Any]:
        return self.saves.get(section, {}) if isinstance(self.saves, dict) else {}


GRANTS = (Decision.Outcome.GRANTED, Decision.Outcome.PARTLY_GRANTED)
# What takes the place of the decision before it; a refusal leaves that as it was.
REPLACING = (*GRANTS, Decision.Outcome.TERMINATED)


class GrantedServiceQuerySet(DecisionOwnedQuerySet):
    def in_force(self) -> Self:
        return self.filter(in_force=True)


@pghistory.track()
class GrantedService(MunicipalityOwned):
    """Hours of one form that a decision grants. At most one in force per case, form and day."""

    class Form(models.TextChoices):
        INDIVIDUAL = "individual", _("én til én")
        GROUP = "group", _("aktivitetsgruppe")
        ORGANISATION = "organisation", _("individuelt med en frivillig organisasjon")
        ASSISTED_LEISURE = "assisted_leisure", _("Fritid med bistand")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="services")
    case = models.ForeignKey(Case, models.PROTECT, related_name="services")
    form = models.TextField(_("form"), choices=Form)
    hours = models.DecimalField(_("timer"), max_digits=5, decimal_places=2)
    hours_unit = models.TextField(_("per"), choices=HoursUnit, default=HoursUnit.WEEK)
    detail = models.TextField(_("nærmere om formen"), blank=True)
    # The days it is in force: the decision's own period, until a later decision ends it earlier
    # (`ended_through`, the last that did). One that was ended before it began is not in force.
    starts_on = models.DateField(_("fra og med"), null=True, blank=True)
    ends_on = models.DateField(_("til og med"), null=True, blank=True)
    in_force = models.BooleanField(default=False, db_default=False)
    ended_through = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="ended_services"
    )

    objects = GrantedServiceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "decision", "form", name="granted_service_once_per_form",
                violation_error_message=_("Hver form kan bare stå én gang i et vedtak."),
            ),
            models.CheckConstraint(
                name="granted_service_hours_fit_in_a_week",
                condition=Q(hours__gt=0)
                & (Q(hours_unit="week", hours__lte=168) | Q(hours_unit="month", hours__lte=672)),
                violation_error_message=_(
                    "Timene må være flere enn 0 og høyst 168 i uken (672 i måneden)."
                ),
            ),
            models.CheckConstraint(
                name="granted_service_in_force_has_start",
                condition=Q(in_force=False) | Q(starts_on__isnull=False),
            ),
            models.CheckConstraint(
                name="granted_service_ends_after_it_starts",
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gte=F("starts_on")),
            ),
            ExclusionConstraint(
                name="granted_service_one_in_force_per_form_and_day",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    ("form", RangeOperators.EQUAL),
                    (
                        Func("starts_on", "ends_on", Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(in_force=True),
                violation_error_message=_(
                    "Mottakeren har allerede et vedtak om denne formen i perioden."
                ),
            ),
        ]  # fmt: skip
        triggers: ClassVar = [
            belongs_to_a_draft(but=("in_force", "ends_on", "ended_through_id")),
            of_the_same_case("granted_service_is_of_its_decisions_case", CASE_OF_DECISION),
            # What was granted ends earlier than it would have only by a decision that takes its
            # place; and earlier still only by one that takes the place of that decision again.
            pgtrigger.Trigger(
                name="ends_early_by_a_decision",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                declare=[("granted_by", "decisions_decision")],
                # One that had run out when it was taken over is not in force at all.
                func="""
                    SELECT * INTO granted_by FROM decisions_decision WHERE id = OLD.decision_id;
                    IF granted_by.state = 'draft' OR (
                        NEW.ends_on IS NOT DISTINCT FROM OLD.ends_on
                        AND NEW.ended_through_id IS NOT DISTINCT FROM OLD.ended_through_id
                        AND (
                            NEW.in_force = OLD.in_force
                            OR (OLD.in_force AND granted_by.taken_over_at IS NOT NULL)
                        )
                    ) THEN
                        RETURN NEW;
                    END IF;
                    IF NOT OLD.in_force THEN
                        RAISE EXCEPTION 'granted_service_out_of_force_stays_so'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF OLD.ends_on IS NOT NULL
                        AND (NEW.ends_on IS NULL OR NEW.ends_on > OLD.ends_on)
                    THEN
                        RAISE EXCEPTION 'granted_service_is_never_lengthened'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.ended_through_id IS NULL OR NOT EXISTS (
                        WITH RECURSIVE earlier(id) AS (
                            SELECT replaces_id FROM decisions_decision
                                WHERE id = NEW.ended_through_id AND case_id = NEW.case_id
                            UNION
                            SELECT one.replaces_id FROM decisions_decision one
                                JOIN earlier ON one.id = earlier.id
                        )
                        SELECT 1 FROM earlier
                        WHERE id = COALESCE(OLD.ended_through_id, OLD.decision_id)
                    ) THEN
                        RAISE EXCEPTION 'granted_service_ends_early_only_by_a_decision'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            # Asked at the commit: the services are ended just before the decision is issued.
            pgtrigger.Trigger(
                name="ended_by_an_issued_decision",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Q(new__ended_through__isnull=False),
                func="""
                    IF EXISTS (
                        SELECT 1 FROM decisions_decision other
                        WHERE other.id = NEW.ended_through_id AND other.state <> 'issued'
                    ) THEN
                        RAISE EXCEPTION 'granted_service_is_ended_by_an_issued_decision'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hours} {self.get_hours_unit_display()}, {self.get_form_display()}"


@pghistory.track()
class Appraisal(MunicipalityOwned):
    """The caseworker's own assessment of one criterion in one decision."""

    class Met(models.TextChoices):
        YES = "yes", _("Ja")
        PARTLY = "partly", _("Delvis")
        NO = "no", _("Nei")
        NOT_RELEVANT = "not_relevant", _("Ikke aktuelt")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="appraisals")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    met = models.TextField(_("oppfylt"), choices=Met, blank=True)
    text = models.TextField(_("vurdering med egne ord"), blank=True)
    exception = models.TextField(_("svar på det som er flagget"), blank=True)
    flag = models.TextField(blank=True)  # what the flag said when the decision was issued

    objects = DecisionFileQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["criterion__position"]
        constraints: ClassVar = [
            models.UniqueConstraint("decision", "criterion", name="appraisal_once_per_criterion")
        ]
        triggers: ClassVar = [belongs_to_a_draft()]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.met}"


@pghistory.track()
class Source(MunicipalityOwned):
    """What a decision builds on: a conversation in the case's notes, or a document that came in.

    With a criterion it belongs to that appraisal, without one to the facts.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="sources")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.ForeignKey(CaseNote, models.PROTECT, null=True, blank=True, related_name="+")
    journal_entry = models.ForeignKey(
        JournalEntry, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DecisionFileQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="source_is_a_note_or_a_document",
                condition=Q(note__isnull=False, journal_entry__isnull=True)
                | Q(note__isnull=True, journal_entry__isnull=False),
            ),
            models.UniqueConstraint(
                "decision", "criterion", "note", "journal_entry",
                nulls_distinct=False,
                name="source_named_once_per_place",
            ),
        ]  # fmt: skip
        triggers: ClassVar = [
            belongs_to_a_draft(),
            of_the_same_case(
                "source_is_of_its_decisions_case",
                CASE_OF_DECISION,
                "SELECT case_id FROM cases_casenote WHERE id = NEW.note_id",
                "SELECT case_id FROM cases_journalentry WHERE id = NEW.journal_entry_id",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.key}"

    @property
    def key(self) -> str:
        """What names it in a form: "note-12" or "journal-7"."""
        return f"note-{self.note_id}" if self.note_id else f"journal-{self.journal_entry_id}"

    @property
    def not_for_parents(self) -> bool:
        """The note or the entry is marked so (pbrl. § 3-4)."""
        row = self.note or self.journal_entry
        return row is not None and row.not_for_parents


class PhraseQuerySet(models.QuerySet["Phrase"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def fitting(self, section: str) -> Self:
        return self.active().filter(sections__contains=[section])

    def visible_to(self, membership: Membership) -> Self:
        """For those who write with them, and those who look after them."""
        reads = {Permission.DECISION_DRAFT, Permission.PHRASES_MANAGE}
        if not any(membership.may(permission) for permission in reads):
            return self.none()
        return self.filter(municipality_id=membership.municipality_id)


@pghistory.track()
class Phrase(TwoForms, MunicipalityOwned):
    """A text the office uses often, to begin from when a part of a decision is written.

    Put into a draft it is nobody's assessment yet: the reasons check knows it again until it is
    rewritten, also after the phrase has been changed or put away (services.dossier_of).
    """

    heading = models.TextField(_("overskrift"))
    text_nb = models.TextField(_("tekst på bokmål"))
    text_nn = models.TextField(_("tekst på nynorsk"))
    sections = ArrayField(models.TextField(), verbose_name=_("passer i"))  # rules.Section
    is_active = models.BooleanField(_("i bruk"), default=True, db_default=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = PhraseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["heading", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "municipality",
                "heading",
                condition=Q(is_active=True),
                name="phrase_in_use_has_its_own_heading",
                violation_error_message=_("Det finnes allerede en frase med denne overskriften."),
            ),
            models.CheckConstraint(
                name="phrase_has_heading_texts_and_sections",
                condition=~Q(heading="") & ~Q(text_nb="") & ~Q(text_nn="") & Q(sections__len__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return reverse("decisions:phrase", args=[self.pk])

    @property
    def text(self) -> str:
        return self.on_screen("text")


# ── Told beforehand ─────────────────────────────────────────────────────────────────────────────


class AdvanceNoticeQuerySet(CaseFileQuerySet):
    def waiting(self, today: date) -> Self:
        """Sent, and there is still time to comment."""
        return self.filter(
            sent_on__isnull=False,
            closed_at__isnull=True,
            comment_by__gte=today,
            decision__state=Decision.State.DRAFT,
        )


@pghistory.track()
class AdvanceNotice(MunicipalityOwned):
    """A forhåndsvarsel: what is planned, why, and until when one may comment (fvl. § 16).

    A draft until its letters are made; the time to comment runs from when they have left.
    """

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="notice")
    case = models.ForeignKey(Case, models.PROTECT, related_name="advance_notices")
    what = models.TextField(_("hva kommunen vurderer"), blank=True)
    why = models.TextField(_("hvorfor"), blank=True)
    # Whether it ends or is changed, as it was told; the draft may turn out otherwise.
    planned = models.TextField(choices=Decision.Kind, blank=True)
    from_on = models.DateField(_("fra"), null=True, blank=True)
    comment_by = models.DateField(_("uttalefrist"), null=True, blank=True)
    drafted_at = models.DateTimeField(default=timezone.now, db_default=Now())
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sent_on = models.DateField(_("sendt"), null=True, blank=True)  # when the last letter left
    # Everybody has answered: there is nothing more to wait for.
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = AdvanceNoticeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="advance_notice_issued_at_and_by_go_together",
                condition=Q(issued_at__isnull=True, issued_by__isnull=True, sent_on__isnull=True)
                | Q(issued_at__isnull=False, issued_by__isnull=False, comment_by__isnull=False)
                & ~Q(what="")
                & ~Q(why="")
                & ~Q(planned=""),
            ),
            models.CheckConstraint(
                name="advance_notice_closed_at_and_by_go_together",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False, sent_on__isnull=False),
            ),
            models.CheckConstraint(
                name="advance_notice_gives_two_weeks_from_dispatch",
                condition=Q(sent_on__isnull=True)
                | Q(sent_on__isnull=False, comment_by__gte=F("sent_on") + 14),
            ),
        ]
        triggers: ClassVar = [
            of_the_same_case("advance_notice_is_of_its_decisions_case", CASE_OF_DECISION),
            pgtrigger.Protect(
                name="stands_once_issued",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__issued_at__isnull=False),
            ),
            pgtrigger.Trigger(
                name="words_stand_once_issued",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__issued_at__isnull=False),
                func="""
                    IF to_jsonb(NEW) - ARRAY[
                            'comment_by', 'sent_on', 'closed_at', 'closed_by_id', 'version'
                        ] <> to_jsonb(OLD) - ARRAY[
                            'comment_by', 'sent_on', 'closed_at', 'closed_by_id', 'version'
                        ]
                        OR NEW.comment_by IS NULL OR NEW.comment_by < OLD.comment_by
                        OR (OLD.sent_on IS NOT NULL AND NEW.sent_on IS DISTINCT FROM OLD.sent_on)
                    THEN
                        RAISE EXCEPTION 'advance_notice_stands_once_issued'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.comment_by}"

    def get_absolute_url(self) -> str:
        return reverse("decisions:notice", args=[self.decision_id])

    @property
    def source(self) -> str:
        """What names it to letters and deadlines."""
        return f"advancenotice:{self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.issued_at is None

    def may_be_decided_on(self, day: date) -> bool:
        """The time to comment is out, or everybody has commented."""
        return self.sent_on is not None and (
            self.closed_at is not None or (self.comment_by is not None and self.comment_by < day)
        )


@pghistory.track()
class NoticeComment(MunicipalityOwned):
    """What somebody said to the notice; it came as a document, or was said and written down."""

    notice = models.ForeignKey(AdvanceNotice, models.PROTECT, related_name="comments")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    received_on = models.DateField(_("mottatt"))
    given_by = models.TextField(_("hvem som uttalte seg"))
    text = models.TextField(_("det som ble sagt"))
    note = models.ForeignKey(CaseNote, models.PROTECT, null=True, blank=True, related_name="+")
    journal_entry = models.ForeignKey(
        JournalEntry, models.PROTECT, null=True, blank=True, related_name="+"
    )
    registered_at = models.DateTimeField(default=timezone.now, db_default=Now())
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["received_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="notice_comment_lies_in_the_case",
                condition=Q(note__isnull=False, journal_entry__isnull=True)
                | Q(note__isnull=True, journal_entry__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_comment_has_text_and_author",
                condition=~Q(text="") & ~Q(given_by=""),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
            of_the_same_case(
                "notice_comment_is_of_its_notices_case",
                "SELECT case_id FROM decisions_advancenotice WHERE id = NEW.notice_id",
                "SELECT case_id FROM cases_casenote WHERE id = NEW.note_id",
                "SELECT case_id FROM cases_journalentry WHERE id = NEW.journal_entry_id",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.given_by}"


class FormDraftQuerySet(models.QuerySet["FormDraft"]):
    def visible_to(self, membership: Membership) -> Self:
        """What somebody has typed is theirs until it is saved."""
        return self.filter(
            user=membership.user_id, decision__in=Decision.objects.visible_to(membership)
        )


class FormDraft(MunicipalityOwned):
    """What a person has typed in a section and not saved: kept as typed, valid or not.

    It outlives a lost connection, a closed window and a sign-in that ran out. No history: it is
    nobody's word yet, and goes away when the section is saved.
    """

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="+")
    section = models.TextField()
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    typed = models.TextField()  # the form as the browser sends it
    kept_at = models.DateTimeField(default=timezone.now)

    objects = FormDraftQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "decision", "section", "user", name="form_draft_one_per_section_and_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.section} {self.user_id}"
