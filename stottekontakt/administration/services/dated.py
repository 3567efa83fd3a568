"""Rows that hold from a day on: a change is a new row, and what has been used stays as it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stottekontakt.accounts.models import Membership, Municipality
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.errors import Refused
from stottekontakt.ui.formatting import long_date


class CannotSave(Refused):
    pass


class ChangedMeanwhile(CannotSave):
    """Somebody else has added a row since the form was opened; `row` is theirs."""

    def __init__(self, row: Any) -> None:
        self.row = row
        super().__init__(
            _(
                "Noen la inn en endring som gjelder fra %(day)s mens du skrev. Det du skrev, "
                "står fortsatt her. Les endringen deres under, og lagre på nytt hvis din skal "
                "komme i tillegg."
            )
            % {"day": long_date(row.valid_from)}
        )


def lock(municipality_id: int) -> None:
    """One change of reference data at a time in a municipality."""
    Municipality.objects.select_for_update().only("pk").get(pk=municipality_id)


def newest_of(model: type[models.Model], key: str, municipality_id: int) -> Any:
    """The municipality's own last row, in force or planned; None where it has only defaults."""
    rows = model._default_manager.filter(municipality=municipality_id, key=key)
    return rows.order_by("-valid_from").first()


@transaction.atomic
def add_version(
    model: type[models.Model],
    *,
    key: str,
    values: Mapping[str, Any],
    valid_from: date,
    seen: int | None,
    by: Membership,
    event: AuditEntry.Event,
) -> Any:
    """A new row of `key`. `seen` is the municipality's newest row when the form was opened."""
    lock(by.municipality_id)
    newest = newest_of(model, key, by.municipality_id)
    if newest and newest.pk != seen:
        raise ChangedMeanwhile(newest)
    if valid_from < timezone.localdate():
        raise CannotSave(
            _(
                "Velg i dag eller en senere dag. Det som alt er avgjort, følger reglene fra "
                "den gang."
            )
        )
    if newest and valid_from <= newest.valid_from:
        raise CannotSave(
            _(
                "Den siste endringen gjelder fra %(day)s. Velg en senere dag, eller trekk den "
                "endringen først hvis den ikke har begynt å gjelde."
            )
            % {"day": long_date(newest.valid_from)}
        )
    row = model._default_manager.create(
        municipality_id=by.municipality_id, key=key, valid_from=valid_from, **values
    )
    record(
        event,
        row,
        by=by,
        data={"key": key, "valid_from": valid_from, "is_active": row.is_active},  # type: ignore[attr-defined]
    )
    return row


@transaction.atomic
def withdraw_planned(
    model: type[models.Model], pk: int, *, by: Membership, event: AuditEntry.Event
) -> Any:
    """Take away a row that has not begun to hold; the database refuses any other."""
    lock(by.municipality_id)
    row: Any = model._default_manager.filter(municipality=by.municipality_id, pk=pk).first()
    if row is None:
        raise CannotSave(_("Endringen er allerede trukket."))
    if row.valid_from <= timezone.localdate():
        raise CannotSave(
            _("Endringen har begynt å gjelde og kan ikke trekkes. Legg inn en ny i stedet.")
        )
    record(
        event,
        row,
        by=by,
        data={"key": row.key, "valid_from": row.valid_from, "withdrawn": True},
    )
    row.delete()
    return row


def next_key(model: type[models.Model], wish: str, municipality_id: int) -> str:
    """A key that no row uses yet, made from the wish."""
    taken = set(
        model._default_manager.filter(
            models.Q(municipality=municipality_id) | models.Q(municipality__isnull=True)
        ).values_list("key", flat=True)
    )
    number = 1
    key = wish
    while key in taken:
        number += 1
        key = f"{wish}_{number}"
    return key
