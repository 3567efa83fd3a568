"""What a caseworker reads about a deadline: which rule made it, and why it fell on that day."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from applications.rules import one_month
from decisions.rules import complaint_due
from stottekontakt.deadlines import explanation
from stottekontakt.deadlines.calendar import _holidays_in
from stottekontakt.deadlines.models import Deadline

Kind, Basis = Deadline.Kind, Deadline.Basis


def answer_to(received_on: date) -> Deadline:
    month = one_month(received_on)
    return Deadline(
        kind=Kind.ONE_MONTH,
        basis=Basis.ONE_MONTH,
        counted_from=received_on,
        due_on=month.legal_point,
        act_by=month.act_by,
    )


def complaint_after(notified_on: date) -> Deadline:
    due_on = complaint_due(notified_on)
    return Deadline(
        kind=Kind.COMPLAINT,
        basis=Basis.FOUR_WEEKS,
        counted_from=notified_on,
        due_on=due_on,
        act_by=due_on,
    )


@pytest.mark.parametrize(
    ("received_on", "words"),
    [
        (
            date(2027, 1, 29),
            "Én måned fra 29. januar er søndag 28. februar, så siste virkedag før gjelder.",
        ),
        (
            date(2026, 11, 25),
            "Én måned fra 25. november er fredag 25. desember (første juledag), "
            "så siste virkedag før gjelder.",
        ),
        (date(2026, 11, 30), "Én måned fra 30. november er onsdag 30. desember."),
        (date(2026, 12, 15), "Én måned fra 15. desember 2026 er fredag 15. januar 2027."),
        (
            date(2027, 4, 17),
            "Én måned fra 17. april er mandag 17. mai (andre pinsedag og grunnlovsdagen), "
            "så siste virkedag før gjelder.",
        ),
        (
            date(2027, 4, 1),
            "Én måned fra 1. april er lørdag 1. mai, så siste virkedag før gjelder.",
        ),
    ],
)
def test_one_month(received_on: date, words: str) -> None:
    assert answer_to(received_on).explanation == words


@pytest.mark.parametrize(
    ("notified_on", "words"),
    [
        (
            date(2026, 11, 27),
            "Fire uker fra 27. november er fredag 25. desember (første juledag), "
            "så neste virkedag gjelder.",
        ),
        (date(2026, 12, 3), "Fire uker fra 3. desember er torsdag 31. desember."),
        (
            date(2027, 4, 8),
            "Fire uker fra 8. april er torsdag 6. mai (Kristi himmelfartsdag), "
            "så neste virkedag gjelder.",
        ),
    ],
)
def test_four_weeks(notified_on: date, words: str) -> None:
    assert complaint_after(notified_on).explanation == words


@pytest.mark.parametrize(
    ("deadline", "short", "words"),
    [
        (
            answer_to(date(2027, 1, 29)),
            "én måned fra 29. januar",
            "Én måned fra 29. januar er søndag 28. februar",
        ),
        (
            answer_to(date(2026, 12, 29)),
            "én måned fra 29. desember 2026",
            "Én måned fra 29. desember 2026 er fredag 29. januar 2027.",
        ),
        (
            complaint_after(date(2026, 12, 3)),
            "fire uker fra 3. desember",
            "Fire uker fra 3. desember",
        ),
        (
            Deadline(
                kind=Kind.EVALUATION,
                basis=Basis.MONTHS,
                counted_from=date(2027, 3, 1),
                count=3,
                due_on=date(2027, 6, 1),
                act_by=date(2027, 6, 1),
            ),
            "3 måneder fra 1. mars",
            "3 måneder fra 1. mars er tirsdag 1. juni.",
        ),
        (
            Deadline(
                kind=Kind.EVALUATION,
                basis=Basis.MONTHS,
                counted_from=date(2027, 4, 1),
                count=1,
                due_on=date(2027, 5, 3),
                act_by=date(2027, 5, 3),
            ),
            "1 måned fra 1. april",
            "1 måned fra 1. april er lørdag 1. mai, så neste virkedag gjelder.",
        ),
        (
            Deadline(
                kind=Kind.EVALUATION,
                basis=Basis.IN_DECISION,
                due_on=date(2027, 6, 1),
                act_by=date(2027, 6, 1),
            ),
            "datoen står i vedtaket",
            "Datoen står i vedtaket.",
        ),
        (
            Deadline(
                kind=Kind.END,
                basis=Basis.LAST_DAY,
                due_on=date(2027, 8, 31),
                act_by=date(2027, 7, 2),
            ),
            "siste dag i vedtaket",
            "Vedtaket gjelder til og med 31. august 2027. Ta det opp senest 2. juli 2027.",
        ),
        (
            Deadline(
                kind=Kind.END,
                basis=Basis.LAST_DAY,
                due_on=date(2027, 8, 31),
                act_by=date(2027, 8, 31),
            ),
            "siste dag i vedtaket",
            "Vedtaket gjelder til og med 31. august 2027.",
        ),
        (
            Deadline(
                kind=Kind.ONE_MONTH,
                basis=Basis.PROMISED,
                due_on=date(2027, 4, 1),
                act_by=date(2027, 4, 1),
            ),
            "lovet i et foreløpig svar",
            "Datoen er lovet i et foreløpig svar.",
        ),
    ],
)
def test_every_rule_has_its_words(deadline: Deadline, short: str, words: str) -> None:
    assert deadline.reason == short
    assert deadline.explanation.startswith(words)


def test_a_moved_deadline_tells_where_from_and_why() -> None:
    deadline = answer_to(date(2027, 1, 29))
    deadline.moved_from, deadline.move_reason = deadline.due_on, "Søkeren ba om utsettelse"
    deadline.due_on = deadline.act_by = date(2027, 3, 15)
    assert deadline.reason == "flyttet fra 28. februar"
    assert deadline.explanation == (
        "Én måned fra 29. januar er søndag 28. februar. "
        "Fristen er flyttet fra 28. februar 2027: Søkeren ba om utsettelse."
    )


def test_a_cancelled_deadline_tells_why() -> None:
    deadline = answer_to(date(2026, 11, 30))
    deadline.cancelled_on, deadline.cancel_reason = date(2026, 12, 4), "Søknaden ble trukket."
    assert deadline.explanation.endswith(
        "Fristen falt bort 4. desember 2026: Søknaden ble trukket."
    )


@pytest.mark.parametrize("basis", Basis.values)
def test_no_rule_is_without_words(basis: str) -> None:
    deadline = Deadline(
        basis=basis,
        counted_from=date(2027, 1, 4),
        count=2,
        due_on=date(2027, 2, 4),
        act_by=date(2027, 2, 4),
    )
    with translation.override("nb"):
        assert deadline.reason
        assert deadline.explanation.endswith(".")


def test_every_holiday_has_a_name_in_words() -> None:
    names = {
        name
        for year in range(2020, 2060)
        for joined in _holidays_in(year).values()
        for name in joined.split("; ")
    }
    assert names == set(explanation.HOLIDAYS)
