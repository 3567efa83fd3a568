"""Write to the log of what was done, and seal both logs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, models, transaction

from stottekontakt.audit.models import AuditEntry


def record(
    event: AuditEntry.Event,
    subject: models.Model,
    *,
    by: Any,
    case_id: int | None = None,
    data: dict[str, Any] | None = None,
    municipality_id: int | None = None,
) -> AuditEntry:
    """Tell that `by` (a user, a membership, or None for the program itself) did this to `subject`.

    `municipality_id` is given where the subject stands outside the wall (a user, a municipality).
    `data` may hold dates and decimals; never names, numbers or free text about people.
    """
    entry = entry_of(
        event, subject, by=by, case_id=case_id, data=data, municipality_id=municipality_id
    )
    record_all([entry])
    return entry


def entry_of(
    event: AuditEntry.Event,
    subject: models.Model,
    *,
    by: Any,
    case_id: int | None = None,
    data: dict[str, Any] | None = None,
    municipality_id: int | None = None,
) -> AuditEntry:
    """The entry that `record` would write, for whoever writes many at once."""
    return AuditEntry(
        event=event,
        municipality_id=municipality_id or subject.municipality_id,  # type: ignore[attr-defined]
        case_id=case_id,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        actor_id=getattr(by, "user_id", None) or getattr(by, "pk", None),
        data={key: _plain(value) for key, value in (data or {}).items()},
    )


def record_all(entries: Sequence[AuditEntry]) -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "record() belongs in the transaction of what happened."
        )
    AuditEntry.objects.bulk_create(entries)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def seal_logs(*, batch: int = 5000) -> int:
    """Append seals over committed entries of both logs; the number of new links.

    Only one caller seals at a time; another gets 0 at once and never waits.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_seal_logs(%s)", [batch])
        (count,) = cursor.fetchone()
    return int(count)


def chain_head() -> tuple[int, str] | None:
    """(number, hash in hex) of the newest link; None before the first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, encode(hash, 'hex') FROM audit_auditseal ORDER BY seq DESC LIMIT 1"
        )
        row = cursor.fetchone()
    return (int(row[0]), str(row[1])) if row else None


def first_broken_link() -> int | None:
    """The number of the first link that does not fit its entry or neighbour; None if whole."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_first_broken_link()")
        (seq,) = cursor.fetchone()
    return int(seq) if seq is not None else None
