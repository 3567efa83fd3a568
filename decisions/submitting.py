"""Between two persons: sending a draft to the decision maker, calling it back, sending it back.

Each locks the decision's row, as issuing does: of two who press at once one comes first, and the
other is told what has happened.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from decisions import approval, rules
from decisions.errors import CannotSubmit, NotWithDecisionMaker
from decisions.models import Decision
from decisions.rules import Dossier
from decisions.services import dossier_of, locked, no_longer_a_draft, with_decision_maker
from stottekontakt.accounts.models import Membership
from stottekontakt.accounts.roles import ROLES, Permission
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.cases.impartiality import refuse_if_disqualified
from stottekontakt.ui.formatting import moment

Event = AuditEntry.Event
APPROVING = [
    role for role, permissions in ROLES.items() if Permission.DECISION_APPROVE in permissions
]
SUBMISSION = ("submitted_at", "submitted_by", "needs_second_person")
RETURN = ("returned_at", "returned_by", "returned_reason")


def decision_makers(dossier: Dossier, by: Membership) -> list[Membership]:
    """Those who may issue the decision if `by` sends it now."""
    writers = approval.writers_of(dossier.decision) | {by.user_id}
    members = (
        Membership.objects.valid_on(timezone.localdate())
        .filter(
            Q(unit=dossier.case.unit_id) | Q(unit=None),
            municipality=dossier.decision.municipality_id,
            role__in=APPROVING,
        )
        .exclude(user__in=writers)
        .select_related("user")
        .order_by("user__name")
    )
    return [member for member in members if not approval.is_beyond(dossier, member)]


def problems_before_submitting(dossier: Dossier, by: Membership) -> list[str]:
    """Beyond what is missing in the draft itself."""
    if not approval.needs_second_person(dossier, by):
        return [_("Du kan fatte dette vedtaket selv. Det trenger ikke gå til beslutter.")]
    if not decision_makers(dossier, by):
        return [
            _(
                "Ingen andre i enheten kan fatte dette vedtaket. Be administratoren om å gi noen "
                "rollen beslutter, med fullmakt til så mange timer."
            )
        ]
    return []


@transaction.atomic
def submit(decision_id: int, *, by: Membership) -> Decision:
    """Send a whole draft to the decision maker. Nobody writes in it until it comes back."""
    decision = locked(decision_id)
    if not decision.is_draft:
        raise CannotSubmit(no_longer_a_draft(decision))
    if decision.is_submitted:
        raise CannotSubmit(with_decision_maker(decision))
    refuse_if_disqualified(decision.case_id, by)
    dossier = dossier_of(decision)
    problems = [problem.text for problem in rules.problems_before_issue(dossier)]
    if problems := problems or problems_before_submitting(dossier, by):
        raise CannotSubmit(problems)
    decision.needs_second_person = True
    decision.submitted_at, decision.submitted_by_id = timezone.now(), by.user_id
    decision.returned_at, decision.returned_by, decision.returned_reason = None, None, ""
    decision.save(update_fields=[*SUBMISSION, *RETURN])
    record(Event.DECISION_SUBMITTED, decision, by=by, case_id=decision.case_id)
    return decision


@transaction.atomic
def call_back(decision_id: int, *, by: Membership) -> Decision:
    """Take a draft back from the decision maker, to write more in it."""
    decision = _submitted(decision_id)
    _no_longer_submitted(decision)
    decision.save(update_fields=SUBMISSION)
    record(Event.DECISION_CALLED_BACK, decision, by=by, case_id=decision.case_id)
    return decision


@transaction.atomic
def send_back(decision_id: int, *, reason: str, by: Membership) -> Decision:
    """The decision maker wants it written otherwise, and says why."""
    decision = _submitted(decision_id)
    _no_longer_submitted(decision)
    decision.returned_at, decision.returned_by_id = timezone.now(), by.user_id
    decision.returned_reason = reason
    decision.save(update_fields=[*SUBMISSION, *RETURN])
    record(Event.DECISION_RETURNED, decision, by=by, case_id=decision.case_id)
    return decision


def _no_longer_submitted(decision: Decision) -> None:
    """Whether two are needed is settled anew when it is sent or issued: the text may change."""
    decision.submitted_at = decision.submitted_by = None
    decision.needs_second_person = False


def _submitted(decision_id: int) -> Decision:
    decision = locked(decision_id)
    if not decision.is_draft:
        raise NotWithDecisionMaker(no_longer_a_draft(decision))
    if not decision.is_submitted:
        raise NotWithDecisionMaker(_not_submitted(decision))
    return decision


def _not_submitted(decision: Decision) -> str:
    if decision.returned_at and decision.returned_by:
        return _("%(name)s sendte vedtaket tilbake til saksbehandler %(at)s.") % {
            "name": decision.returned_by.name,
            "at": moment(decision.returned_at),
        }
    return _("Vedtaket er kalt tilbake av saksbehandler og er ikke hos beslutter nå.")
