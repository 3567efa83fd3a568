"""Set, meet, cancel and move deadlines. Called inside the transaction of what caused it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from stottekontakt.accounts.models import Membership
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.cases.models import Case
from stottekontakt.deadlines.models import Deadline

Event = AuditEntry.Event


@transaction.atomic
def set_deadline(
    case: Case,
    kind: Deadline.Kind,
    *,
    due_on: date,
    source: str,
    basis: Deadline.Basis,
    by: Membership | None,
    act_by: date | None = None,
    counted_from: date | None = None,
    count: int | None = None,
) -> Deadline:
    """`act_by` is the same day unless told otherwise."""
    deadline = Deadline.objects.create(
        municipality_id=case.municipality_id,
        case=case,
        kind=kind,
        due_on=due_on,
        act_by=act_by or due_on,
        basis=basis,
        counted_from=counted_from,
        count=count,
        source=source,
    )
    record(
        Event.DEADLINE_SET,
        deadline,
        by=by,
        case_id=case.pk,
        data={"kind": kind, "due_on": due_on, "act_by": deadline.act_by},
    )
    return deadline


@transaction.atomic
def meet(
    kind: Deadline.Kind, source: str, *, on: date, met_by: str, by: Membership | None
) -> Deadline | None:
    """None when no such deadline is open: then there is nothing to meet."""
    deadline = _open_for_update(kind, source)
    if deadline is None:
        return None
    deadline.met_on, deadline.met_by = on, met_by
    deadline.save(update_fields=["met_on", "met_by"])
    record(
        Event.DEADLINE_MET,
        deadline,
        by=by,
        case_id=deadline.case_id,
        data={"kind": kind, "due_on": deadline.due_on, "on": on},
    )
    return deadline


@transaction.atomic
def cancel(
    kind: Deadline.Kind, source: str, *, on: date, reason: str, by: Membership | None
) -> Deadline | None:
    """None when no such deadline is open: then there is nothing to cancel."""
    deadline = _open_for_update(kind, source)
    if deadline is None:
        return None
    deadline.cancelled_on, deadline.cancel_reason = on, reason
    deadline.save(update_fields=["cancelled_on", "cancel_reason"])
    record(
        Event.DEADLINE_CANCELLED,
        deadline,
        by=by,
        case_id=deadline.case_id,
        data={"kind": kind, "due_on": deadline.due_on},
    )
    return deadline


@transaction.atomic
def move(
    deadline_id: int,
    *,
    due_on: date,
    reason: str,
    by: Membership | None,
    act_by: date | None = None,
    counted_from: date | None = None,
) -> Deadline:
    """The first date stays known as `moved_from`, however often it is moved.

    `counted_from` is given when the day it runs from was registered wrongly.
    """
    deadline = Deadline.objects.select_for_update().get(pk=deadline_id)
    before = deadline.due_on
    deadline.moved_from = deadline.moved_from or before
    deadline.move_reason = reason
    deadline.due_on, deadline.act_by = due_on, act_by or due_on
    if counted_from is not None:
        deadline.counted_from = counted_from
    deadline.full_clean()
    deadline.save(update_fields=["due_on", "act_by", "counted_from", "moved_from", "move_reason"])
    record(
        Event.DEADLINE_MOVED,
        deadline,
        by=by,
        case_id=deadline.case_id,
        data={"kind": deadline.kind, "from": before, "to": due_on},
    )
    return deadline


def _open_for_update(kind: Deadline.Kind, source: str) -> Deadline | None:
    return Deadline.objects.open().select_for_update().filter(kind=kind, source=source).first()
