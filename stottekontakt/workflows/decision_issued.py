"""Everything that follows when a decision is issued, in the order it happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applications.services import mark_decided
from decisions import letters as decision_letters
from decisions import rules, services
from decisions.models import Decision
from decisions.rules import Dossier
from stottekontakt.accounts.models import Membership
from stottekontakt.cases.services import update_case
from stottekontakt.deadlines.models import Deadline
from stottekontakt.deadlines.services import cancel, meet, set_deadline
from stottekontakt.letters.models import Letter
from stottekontakt.letters.services import issue_letter, language_of
from stottekontakt.ui.formatting import long_date


@dataclass(frozen=True)
class IssuedDecision:
    decision: Decision
    letters: Sequence[Letter]
    deadlines: Sequence[Deadline]


@transaction.atomic(durable=True)
def issue_decision(
    decision_id: int, *, by: Membership, at: datetime | None = None, version: int | None = None
) -> IssuedDecision:
    """All of it or nothing: a decision that nobody is told of must not be.

    The month for an answer is met when the letters leave, and the time to complain runs from when
    they have come (letter_delivered).
    """
    dossier = services.issue(decision_id, by=by, at=at, version=version)
    decision, day = dossier.decision, dossier.day
    if decision.application_id is not None:
        mark_decided(decision.application_id, on=day, by=by)
    letters = [
        issue_letter(
            decision_letters.kind(decision),
            case=dossier.case,
            source=decision.source,
            context=decision_letters.context(dossier, choice, signed_by=by.user, dated_on=day),
            addressee=choice.person,
            by=by,
            language=language_of(choice.person),
        )
        for choice in dossier.getting_letters
    ]
    _settle_deadlines_of_the_earlier(dossier, by=by)
    deadlines = []
    if decision.is_grant:
        deadlines = _watch_over(dossier, by=by)
        update_case(
            dossier.case.pk,
            version=dossier.case.version,
            by=by,
            delivering_unit=decision.delivering_unit,
        )
    return IssuedDecision(decision, letters, deadlines)


def _settle_deadlines_of_the_earlier(dossier: Dossier, *, by: Membership) -> None:
    """What was watched over is decided on, or no longer there."""
    decision, day = dossier.decision, dossier.day
    if decision.replaces_id is None:
        return
    if dossier.notice is not None:
        meet(
            Deadline.Kind.COMMENTS,
            dossier.notice.source,
            on=day,
            met_by=decision.source,
            by=by,
        )
    first_day = rules.first_day_without(decision)
    runs_on = first_day is None or decision.kind == Decision.Kind.EXTENSION
    reason = _("Vedtaket er fulgt opp av vedtaket fra %(day)s.") % {"day": long_date(day)}
    for earlier in Decision.objects.filter(pk__in=dossier.chain).order_by("pk"):
        if runs_on:
            # The need has been looked at anew: that is what the end asked for.
            if earlier.pk == decision.replaces_id:
                meet(Deadline.Kind.END, earlier.source, on=day, met_by=decision.source, by=by)
        else:
            cancel(Deadline.Kind.END, earlier.source, on=day, reason=reason, by=by)
        evaluation = Deadline.objects.open().filter(
            kind=Deadline.Kind.EVALUATION, source=earlier.source
        )
        if first_day is not None and (not runs_on or evaluation.filter(due_on__gte=first_day)):
            cancel(Deadline.Kind.EVALUATION, earlier.source, on=day, reason=reason, by=by)


def _watch_over(dossier: Dossier, *, by: Membership) -> list[Deadline]:
    decision = dossier.decision
    starts_on, evaluation_on = decision.starts_on, decision.evaluation_on
    assert starts_on is not None
    assert evaluation_on is not None
    deadlines = [_evaluation(dossier, starts_on, evaluation_on, by=by)]
    if decision.ends_on is not None:
        deadlines.append(
            set_deadline(
                dossier.case,
                Deadline.Kind.END,
                due_on=decision.ends_on,
                act_by=rules.end_act_by(decision.ends_on, starts_on),
                basis=Deadline.Basis.LAST_DAY,
                source=decision.source,
                by=by,
            )
        )
    return deadlines


def _evaluation(
    dossier: Dossier, starts_on: date, evaluation_on: date, *, by: Membership
) -> Deadline:
    months = dossier.municipality.evaluation_months
    is_usual = evaluation_on == rules.evaluation_due(starts_on, months)
    return set_deadline(
        dossier.case,
        Deadline.Kind.EVALUATION,
        due_on=evaluation_on,
        act_by=rules.evaluation_act_by(evaluation_on, starts_on),
        basis=Deadline.Basis.MONTHS if is_usual else Deadline.Basis.IN_DECISION,
        counted_from=starts_on if is_usual else None,
        count=months if is_usual else None,
        source=dossier.decision.source,
        by=by,
    )
