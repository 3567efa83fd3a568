"""Deadlines are set, met, cancelled and moved, each with its line in the log."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from stottekontakt.audit.models import AuditEntry
from stottekontakt.deadlines.models import Deadline
from stottekontakt.deadlines.services import cancel, meet, move, set_deadline
from tests.cases.factories import CaseFactory
from tests.deadlines.factories import DeadlineFactory

Kind, Basis = Deadline.Kind, Deadline.Basis
SOURCE = "application:7"


@pytest.fixture
def case(unit):
    return CaseFactory(unit=unit)


@pytest.fixture
def deadline(case):
    return DeadlineFactory(case=case, source=SOURCE, due_on=date(2026, 12, 2))


def events(case) -> list[str]:
    return list(
        AuditEntry.objects.filter(case_id=case.pk).order_by("pk").values_list("event", flat=True)
    )


def test_set(case, caseworker) -> None:
    deadline = set_deadline(
        case,
        Kind.ONE_MONTH,
        due_on=date(2027, 2, 28),
        act_by=date(2027, 2, 26),
        basis=Basis.ONE_MONTH,
        counted_from=date(2027, 1, 29),
        source=SOURCE,
        by=caseworker,
    )
    deadline.refresh_from_db()
    assert deadline.is_open
    assert (deadline.due_on, deadline.act_by) == (date(2027, 2, 28), date(2027, 2, 26))
    entry = AuditEntry.objects.get(case_id=case.pk)
    assert entry.event == "deadline_set"
    assert entry.actor_id == caseworker.user_id
    assert entry.data == {"kind": "one_month", "due_on": "2027-02-28", "act_by": "2027-02-26"}


def test_the_day_to_act_is_the_deadline_itself_unless_told_otherwise(case, caseworker) -> None:
    deadline = set_deadline(
        case,
        Kind.END,
        due_on=date(2027, 8, 31),
        basis=Basis.LAST_DAY,
        source="decision:1",
        by=caseworker,
    )
    assert deadline.act_by == date(2027, 8, 31)


def test_meet(case, deadline, caseworker) -> None:
    met = meet(Kind.ONE_MONTH, SOURCE, on=date(2026, 11, 30), met_by="letter:3", by=caseworker)
    assert met == deadline
    deadline.refresh_from_db()
    assert (deadline.met_on, deadline.met_by) == (date(2026, 11, 30), "letter:3")
    assert not deadline.is_open
    assert events(case) == ["deadline_met"]


def test_meeting_twice_changes_nothing_the_second_time(case, deadline, caseworker) -> None:
    meet(Kind.ONE_MONTH, SOURCE, on=date(2026, 11, 30), met_by="letter:3", by=caseworker)
    again = meet(Kind.ONE_MONTH, SOURCE, on=date(2026, 12, 1), met_by="letter:4", by=caseworker)
    assert again is None
    deadline.refresh_from_db()
    assert deadline.met_by == "letter:3"
    assert events(case) == ["deadline_met"]


def test_cancel(case, deadline, caseworker) -> None:
    cancel(Kind.ONE_MONTH, SOURCE, on=date(2026, 11, 30), reason="Trukket", by=caseworker)
    deadline.refresh_from_db()
    assert (deadline.cancelled_on, deadline.cancel_reason) == (date(2026, 11, 30), "Trukket")
    assert not deadline.is_open
    assert events(case) == ["deadline_cancelled"]
    assert cancel(Kind.ONE_MONTH, SOURCE, on=date(2026, 12, 1), reason="x", by=caseworker) is None
    assert meet(Kind.ONE_MONTH, SOURCE, on=date(2026, 12, 1), met_by="x", by=caseworker) is None


def test_another_kind_or_source_is_left_alone(case, deadline, caseworker) -> None:
    assert meet(Kind.END, SOURCE, on=date(2026, 12, 1), met_by="x", by=caseworker) is None
    other = meet(Kind.ONE_MONTH, "application:8", on=date(2026, 12, 1), met_by="x", by=caseworker)
    assert other is None
    deadline.refresh_from_db()
    assert deadline.is_open


def test_move_keeps_the_first_date(case, deadline, caseworker) -> None:
    move(deadline.pk, due_on=date(2026, 12, 16), reason="Ba om utsettelse", by=caseworker)
    move(deadline.pk, due_on=date(2026, 12, 18), reason="Ba om mer tid", by=caseworker)
    deadline.refresh_from_db()
    assert (deadline.due_on, deadline.act_by) == (date(2026, 12, 18), date(2026, 12, 18))
    assert deadline.moved_from == date(2026, 12, 2)
    assert deadline.move_reason == "Ba om mer tid"
    last = AuditEntry.objects.filter(event="deadline_moved").latest("pk")
    assert last.data == {"kind": "one_month", "from": "2026-12-16", "to": "2026-12-18"}


def test_moving_needs_a_reason(deadline, caseworker) -> None:
    with pytest.raises(ValidationError, match="hvorfor fristen flyttes"):
        move(deadline.pk, due_on=date(2026, 12, 16), reason="", by=caseworker)
    deadline.refresh_from_db()
    assert deadline.due_on == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("deadline_is_acted_on_before_it_is_due", {"act_by": date(2026, 12, 3)}),
        ("deadline_counted_has_a_start", {"counted_from": None}),
        ("deadline_counted_has_a_start", {"basis": "four_weeks", "counted_from": None}),
        ("deadline_months_are_counted", {"basis": "months", "count": None}),
        ("deadline_months_are_counted", {"basis": "months", "count": 0}),
        ("deadline_met_on_and_by_go_together", {"met_on": date(2026, 12, 1)}),
        ("deadline_met_on_and_by_go_together", {"met_by": "letter:1"}),
        ("deadline_cancelled_on_and_reason_go_together", {"cancelled_on": date(2026, 12, 1)}),
        ("deadline_cancelled_on_and_reason_go_together", {"cancel_reason": "Trukket"}),
        ("deadline_moved_from_and_reason_go_together", {"moved_from": date(2026, 12, 1)}),
        ("deadline_moved_from_and_reason_go_together", {"move_reason": "Utsatt"}),
        (
            "deadline_is_not_both_met_and_cancelled",
            {
                "met_on": date(2026, 12, 1),
                "met_by": "letter:1",
                "cancelled_on": date(2026, 12, 1),
                "cancel_reason": "Trukket",
            },
        ),
    ],
)
def test_the_database_refuses(case, constraint: str, wrong: dict) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        DeadlineFactory(case=case, **wrong)


def test_the_database_refuses_a_second_one_of_the_same_kind_and_source(case, deadline) -> None:
    with (
        pytest.raises(IntegrityError, match="deadline_once_per_kind_and_source"),
        transaction.atomic(),
    ):
        DeadlineFactory(case=case, source=SOURCE)
    assert DeadlineFactory(case=case, source=SOURCE, kind=Kind.END).pk


def test_history_is_kept_of_every_change(deadline, caseworker) -> None:
    move(deadline.pk, due_on=date(2026, 12, 16), reason="Ba om utsettelse", by=caseworker)
    dates = deadline.events.order_by("pgh_id").values_list("due_on", flat=True)
    assert list(dates) == [date(2026, 12, 2), date(2026, 12, 16)]
