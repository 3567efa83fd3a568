"""Legal bases and kinds of documents: everybody's defaults, and the municipality's own rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from decisions.models import LegalBasis
from stottekontakt.accounts.models import Membership
from stottekontakt.administration.services import dated
from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases.models import DocumentKind

Model = type[LegalBasis] | type[DocumentKind]
EVENTS: Mapping[Model, AuditEntry.Event] = {
    LegalBasis: AuditEntry.Event.LEGAL_BASIS_SAVED,
    DocumentKind: AuditEntry.Event.DOCUMENT_KIND_SAVED,
}
KEPT: Mapping[Model, tuple[str, ...]] = {
    LegalBasis: ("use", "position", "citation_nb", "citation_nn", "says_nb", "says_nn"),
    DocumentKind: (
        "position", "name_nb", "name_nn", "direction", "retention", "retention_ground",
        "shielding", "parents_may_see",
    ),
}  # fmt: skip


def save(
    model: Model,
    values: Mapping[str, Any],
    *,
    key: str | None,
    valid_from: date,
    seen: int | None,
    by: Membership,
) -> Any:
    """A new row of the key, or (None) of one that was not there."""
    return dated.add_version(
        model,
        key=key or dated.next_key(model, "own", by.municipality_id),
        values={**values, "is_active": True},
        valid_from=valid_from,
        seen=seen,
        by=by,
        event=EVENTS[model],
    )


def end(row: Any, *, valid_from: date, seen: int | None, by: Membership) -> Any:
    """The municipality's own word that this is not used from the day, default or not."""
    model: Model = type(row)
    return dated.add_version(
        model,
        key=row.key,
        values={**{name: getattr(row, name) for name in KEPT[model]}, "is_active": False},
        valid_from=valid_from,
        seen=seen,
        by=by,
        event=EVENTS[model],
    )


def withdraw(row: Any, *, by: Membership) -> Any:
    return dated.withdraw_planned(type(row), row.pk, by=by, event=EVENTS[type(row)])
