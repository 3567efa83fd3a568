"""A decision made before this system was there, entered as it was.

The letter was sent then and lies in the former system, so none is made here: the journal says
where it is. What may still happen, the next evaluation and the end, is watched over from now on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.models import Application, HoursUnit
from decisions import rules
from decisions.models import Appraisal, Criterion, Decision, GrantedService, LegalBasis
from stottekontakt.accounts.models import Membership, Unit, User
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.cases.models import Case, JournalEntry
from stottekontakt.cases.services import add_journal_entry
from stottekontakt.deadlines.calendar import month_after
from stottekontakt.deadlines.models import Deadline
from stottekontakt.deadlines.services import set_deadline

OFFICE_HOURS = time(12)


@dataclass(frozen=True, kw_only=True)
class Hours:
    form: str
    hours: Decimal
    hours_unit: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class EarlierDecision:
    received_on: date
    channel: str
    decided_on: date
    decided_by: User
    texts: Mapping[str, Any]  # outcome, facts, reasons and the like, by their names on Decision
    wishes: str = ""
    applied_hours: Decimal | None = None  # a week
    services: Sequence[Hours] = ()
    appraisals: Mapping[str, tuple[str, str]]  # a criterion's key → (met, text)
    starts_on: date | None = None
    ends_on: date | None = None
    evaluation_on: date | None = None  # the first one, as the decision says
    evaluated_on: date | None = None  # the last time anybody looked at it again
    delivering_unit: Unit | None = None


@transaction.atomic
def take_over_decision(case: Case, earlier: EarlierDecision, *, by: Membership | None) -> Decision:
    application = _application(case, earlier, by=by)
    decision = Decision.objects.create(
        municipality_id=case.municipality_id,
        case=case,
        application=application,
        drafted_at=_moment(earlier.decided_on),
        drafted_by=earlier.decided_by,
        taken_over_at=timezone.now(),
    )
    _parts(decision, earlier)
    _issue(decision, earlier)
    if decision.is_grant:
        case.delivering_unit = earlier.delivering_unit
        case.save(update_fields=["delivering_unit"])
        if earlier.ends_on is not None and earlier.ends_on < timezone.localdate():
            decision.services.update(in_force=False)
        else:
            _watch_over(decision, earlier, by=by)
    add_journal_entry(
        case,
        by=by,
        direction=JournalEntry.Direction.OUTGOING,
        title=_("Vedtak om støttekontakt (brevet ligger i det tidligere fagsystemet)"),
        correspondent=case.recipient.name,
        dated_on=earlier.decided_on,
        sent_on=earlier.decided_on,
    )
    record(
        AuditEntry.Event.DECISION_TAKEN_OVER,
        decision,
        by=by,
        case_id=case.pk,
        data={"outcome": decision.outcome, "on": earlier.decided_on},
    )
    return decision


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, OFFICE_HOURS))


def _application(case: Case, earlier: EarlierDecision, *, by: Membership | None) -> Application:
    entry = add_journal_entry(
        case,
        by=by,
        direction=JournalEntry.Direction.INCOMING,
        title=_("Søknad om støttekontakt (ligger i det tidligere fagsystemet)"),
        correspondent=case.recipient.name,
        dated_on=earlier.received_on,
        received_on=earlier.received_on,
    )
    return Application.objects.create(
        municipality_id=case.municipality_id,
        case=case,
        state=Application.State.DECIDED,
        channel=earlier.channel,
        received_on=earlier.received_on,
        applicant=case.recipient,
        applicant_is=Application.ApplicantIs.RECIPIENT,
        wishes=earlier.wishes,
        hours=earlier.applied_hours,
        hours_unit="" if earlier.applied_hours is None else HoursUnit.WEEK,
        journal_entry=entry,
        registered_at=_moment(earlier.received_on),
        registered_by=earlier.decided_by,
        decided_on=earlier.decided_on,
    )


def _parts(decision: Decision, earlier: EarlierDecision) -> None:
    for service in earlier.services:
        GrantedService.objects.create(
            municipality_id=decision.municipality_id,
            decision=decision,
            case_id=decision.case_id,
            form=service.form,
            hours=service.hours,
            hours_unit=service.hours_unit,
            detail=service.detail,
            starts_on=earlier.starts_on,
            ends_on=earlier.ends_on,
            in_force=True,
        )
    criteria = Criterion.objects.filter(municipality=decision.municipality_id)
    for criterion in criteria.valid_on(earlier.decided_on):
        if criterion.key in earlier.appraisals:
            met, text = earlier.appraisals[criterion.key]
            Appraisal.objects.create(
                municipality_id=decision.municipality_id,
                decision=decision,
                criterion=criterion,
                met=met,
                text=text,
            )


def _issue(decision: Decision, earlier: EarlierDecision) -> None:
    age = decision.case.recipient.age_on(earlier.decided_on)
    for name, text in earlier.texts.items():
        setattr(decision, name, text)
    decision.starts_on, decision.ends_on = earlier.starts_on, earlier.ends_on
    decision.evaluation_on = earlier.evaluation_on
    decision.delivering_unit = earlier.delivering_unit
    decision.recipient_age = age
    decision.legal_bases = [
        basis.pk
        for basis in LegalBasis.objects.valid_on(earlier.decided_on, decision.municipality_id)
        if basis.applies_at(age)
    ]
    decision.state = Decision.State.ISSUED
    decision.issued_at = _moment(earlier.decided_on)
    decision.issued_by = earlier.decided_by
    decision.save()


def _watch_over(decision: Decision, earlier: EarlierDecision, *, by: Membership | None) -> None:
    starts_on, ends_on = earlier.starts_on, earlier.ends_on
    assert starts_on is not None
    if earlier.evaluated_on is not None:
        due_on = month_after(earlier.evaluated_on, rules.MONTHS_BETWEEN_EVALUATIONS)
        if ends_on is None or due_on <= ends_on:
            set_deadline(
                decision.case,
                Deadline.Kind.EVALUATION,
                due_on=due_on,
                act_by=rules.evaluation_act_by(due_on, starts_on),
                basis=Deadline.Basis.MONTHS,
                counted_from=earlier.evaluated_on,
                count=rules.MONTHS_BETWEEN_EVALUATIONS,
                source=decision.source,
                by=by,
            )
    if ends_on is not None:
        set_deadline(
            decision.case,
            Deadline.Kind.END,
            due_on=ends_on,
            act_by=rules.end_act_by(ends_on, starts_on),
            basis=Deadline.Basis.LAST_DAY,
            source=decision.source,
            by=by,
        )
