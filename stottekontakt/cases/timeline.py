"""What happened in a case, newest first; templates/audit/events/<event>.html tells each entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone

from stottekontakt.accounts.models import User
from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases.models import JournalEntry

Event = AuditEntry.Event

# What came from outside; the rest is the municipality's own doing.
BY_OTHERS = {Event.APPLICATION_RECEIVED, Event.APPLICATION_COMPLETED, Event.APPLICATION_WITHDRAWN}

# What an entry is about, by (subject_type, subject_id).
Subjects = Mapping[tuple[str, int], Any]


NEWEST = """
SELECT e.*, u.name AS actor_name, c.name AS caseworker_name
  FROM audit_auditentry e
  LEFT JOIN accounts_user u ON u.id = e.actor_id
  LEFT JOIN accounts_user c ON c.id = (e.data ->> 'caseworker')::bigint
 WHERE e.case_id = %s AND NOT (e.event = 'document_added' AND e.data ->> 'direction' = 'outgoing')
 ORDER BY e.at DESC, e.id DESC
 LIMIT %s
"""


def newest_of(case_id: int, most: int) -> Iterable[AuditEntry]:
    """As `entries_of`, for the overview, which is opened all day."""
    return AuditEntry.objects.raw(NEWEST, [case_id, most])


def entries_of(case_id: int) -> models.QuerySet[AuditEntry]:
    """With the names of those who did it, so that a page of them is one query."""
    name = User.objects.values("name")
    return (
        AuditEntry.objects.of_case(case_id)
        # That a letter's PDF was stored says nothing that the letter does not.
        .exclude(event=Event.DOCUMENT_ADDED, data__direction=JournalEntry.Direction.OUTGOING.value)
        .annotate(
            actor_name=Subquery(name.filter(pk=OuterRef("actor_id"))),
            new_caseworker=Cast(KT("data__caseworker"), models.BigIntegerField()),
            caseworker_name=Subquery(name.filter(pk=OuterRef("new_caseworker"))),
        )
    )


@dataclass(frozen=True, slots=True)
class TimelineItem:
    entry: AuditEntry
    subject: Any

    @property
    def state(self) -> str:
        return "" if self.entry.event in BY_OTHERS else "us"

    @property
    def on(self) -> date | None:
        return self.entry.date("on")

    @property
    def received_on(self) -> date | None:
        return self.entry.date("received_on")

    @property
    def starts_on(self) -> date | None:
        return self.entry.date("starts_on")

    @property
    def due_on(self) -> date | None:
        return self.entry.date("due_on")

    @property
    def from_day(self) -> date | None:
        return self.entry.date("from")

    @property
    def to_day(self) -> date | None:
        return self.entry.date("to")

    @property
    def changed_fields(self) -> list[str]:
        """The names, as people read them, of the fields that were changed."""
        model = apps.get_model(self.entry.subject_type)
        return [
            str(model._meta.get_field(name).verbose_name)
            for name in self.entry.data.get("fields", [])
        ]


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    items: list[TimelineItem]

    @property
    def actor(self) -> str:
        """Whoever did all of it; empty when there were several."""
        names = {item.entry.actor_name for item in self.items}  # type: ignore[attr-defined]
        return (names.pop() or "") if len(names) == 1 else ""

    @property
    def state(self) -> str:
        """Marked as ours where anything of it was."""
        return next((item.state for item in self.items if item.state), "")


def by_day(entries: Iterable[AuditEntry], subjects: Subjects) -> list[Day]:
    days: list[Day] = []
    for entry in entries:
        on = timezone.localdate(entry.at)
        item = TimelineItem(entry, subjects.get((entry.subject_type, entry.subject_id)))
        if not days or days[-1].on != on:
            days.append(Day(on, []))
        days[-1].items.append(item)
    return days


def subjects_of(*rows: Any) -> Subjects:
    """Rows already at hand, to be found by the entries that are about them."""
    return {(row._meta.label_lower, row.pk): row for row in rows}
