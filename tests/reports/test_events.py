"""Every event has its words, whatever rows are at hand when it is told."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases.timeline import TimelineItem
from tests.world import make_rows

Event = AuditEntry.Event
DATA = {
    "on": "2026-11-20",
    "due_on": "2026-11-28",
    "act_by": "2026-11-27",
    "received_on": "2026-10-29",
    "written_on": "2026-10-01",
    "starts_on": "2026-12-01",
    "from": "2026-11-01",
    "to": "2026-12-01",
    "number": 4,
    "entry": 4,
    "direction": "incoming",
    "channel": "paper",
    "kind": "one_month",
    "outcome": "granted",
    "thing": "authorisation",
    "role": "parent",
    "caseworker": 1,
    "decision": 7,
}
SUBJECTS = {
    "case": "cases.case",
    "person": "cases.person",
    "representative": "cases.representative",
    "document": "cases.document",
    "application": "applications.application",
    "decision": "decisions.decision",
    "letter": "letters.letter",
}


@pytest.mark.parametrize("at_hand", [True, False], ids=["with its row", "without its row"])
@pytest.mark.parametrize("event", Event.values)
def test_is_told_in_words(event, at_hand, unit, caseworker):
    rows = make_rows(unit, caseworker)
    about = event.split("_")[0]
    row = getattr(rows, {"decision": "draft"}.get(about, about), rows.case)
    fields = (
        ["phone"]
        if about == "person"
        else ["relation"]
        if about == "representative"
        else ["housing"]
    )
    entry = AuditEntry(
        event=event,
        at=timezone.now(),
        municipality_id=unit.municipality_id,
        case_id=rows.case.pk,
        subject_type=SUBJECTS.get(about, "cases.case"),
        subject_id=row.pk,
        data={**DATA, "fields": fields},
    )
    entry.actor_name, entry.caseworker_name = "Siri Lind", "Siri Lind"
    item = TimelineItem(entry, row if at_hand and about in SUBJECTS else None)
    told = render_to_string(entry.template, {"entry": entry, "item": item, "subject": item.subject})
    assert len(told.split()) >= 2
    assert "None" not in told
    assert "%" not in told
