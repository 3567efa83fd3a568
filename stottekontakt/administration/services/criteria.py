"""New wordings of the municipality's criteria; what has been used never changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from decisions.models import Criterion
from stottekontakt.accounts.models import Membership
from stottekontakt.administration.services import dated
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record

EVENT = AuditEntry.Event.CRITERION_SAVED
KEPT = (
    "kind", "position", "heading_nb", "heading_nn", "text_nb", "text_nn", "ask_nb", "ask_nn",
    "norm", "min_age", "parents_age", "max_age", "housing", "tasks",
)  # fmt: skip


@transaction.atomic
def save_wording(
    values: Mapping[str, Any],
    *,
    newest: Criterion | None,
    valid_from: date,
    seen: int | None,
    by: Membership,
) -> Criterion:
    """A new wording of `newest`, or a criterion that was not there before."""
    given = {**(_kept(newest) if newest else {}), **values, "is_active": True}
    if newest is None:
        dated.lock(by.municipality_id)
        rows = Criterion.objects.filter(municipality=by.municipality_id)
        given["position"] = (rows.aggregate(last=Max("position"))["last"] or 0) + 1
        key = dated.next_key(Criterion, given["kind"], by.municipality_id)
    else:
        key = newest.key
    saved: Criterion = dated.add_version(
        Criterion, key=key, values=given, valid_from=valid_from, seen=seen, by=by, event=EVENT
    )
    return saved


def end(newest: Criterion, *, valid_from: date, seen: int | None, by: Membership) -> Criterion:
    """No longer asked about from the day. What was decided before keeps it."""
    ended: Criterion = dated.add_version(
        Criterion,
        key=newest.key,
        values={**_kept(newest), "is_active": False},
        valid_from=valid_from,
        seen=seen,
        by=by,
        event=EVENT,
    )
    return ended


def _kept(row: Criterion) -> dict[str, Any]:
    return {name: getattr(row, name) for name in KEPT}


def withdraw(pk: int, *, by: Membership) -> Criterion:
    row: Criterion = dated.withdraw_planned(Criterion, pk, by=by, event=EVENT)
    return row


@transaction.atomic
def move(pk: int, *, up: bool, by: Membership) -> None:
    """Change places with the neighbour in the list; at its end nothing happens.

    All wordings of a criterion move together, so that those that come later stand where it does.
    """
    dated.lock(by.municipality_id)
    rows = Criterion.objects.filter(municipality=by.municipality_id)
    moved = rows.get(pk=pk)
    today = timezone.localdate()
    shown = list(rows.valid_on(today))
    keys = [row.key for row in shown]
    if moved.key not in keys:
        return
    here = keys.index(moved.key)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(keys):
        return
    keys[here], keys[there] = keys[there], keys[here]
    others = rows.exclude(key__in=keys).order_by("position").values_list("key", flat=True)
    for position, key in enumerate([*keys, *dict.fromkeys(others)], start=1):
        rows.filter(key=key).exclude(position=position).update(position=position)
    record(EVENT, moved, by=by, data={"key": moved.key, "moved": "up" if up else "down"})
