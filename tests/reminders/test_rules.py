"""Which stage a deadline is at, from day to day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stottekontakt.reminders.rules import bands, stage_of_worker, stage_when_late
from tests.deadlines.law import free_by_law, last_working_day_until

# A Thursday; Maundy Thursday is 25 March.
ACT_BY = date(2027, 4, 15)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "stage", "late"),
    [
        (-8, None, None),
        (-7, "days-7", None),
        (-4, "days-7", None),
        (-3, "days-3", None),
        (-2, "days-3", None),
        (-1, "days-1", None),
        (0, "day", None),
        (1, "day", "overdue"),
        (6, "day", "overdue"),
        (7, "week-1", "week-1"),
        (13, "week-1", "week-1"),
        (14, "week-2", "week-2"),
        (700, "week-100", "week-100"),
    ],
)
def test_stages(days: int, stage: str | None, late: str | None) -> None:
    today = ACT_BY + days * DAY
    assert (stage_of_worker(ACT_BY, today), stage_when_late(ACT_BY, today)) == (stage, late)


def test_what_falls_on_a_monday_is_told_on_the_friday() -> None:
    monday, friday = date(2027, 4, 19), date(2027, 4, 16)
    assert stage_of_worker(monday, friday) == "days-1"


def test_what_falls_after_easter_is_told_before_it() -> None:
    tuesday_after, wednesday_before = date(2027, 3, 30), date(2027, 3, 24)
    assert stage_of_worker(tuesday_after, wednesday_before) == "days-1"


@given(st.dates(date(1990, 2, 1), date(2099, 11, 1)), st.integers(-30, 60))
def test_the_nearest_stage_by_a_second_reading(today: date, ahead: int) -> None:
    act_by = today + ahead * DAY
    begun = {}
    for days, stage in ((7, "days-7"), (3, "days-3"), (1, "days-1"), (0, "day")):
        if last_working_day_until(act_by - days * DAY) <= today:
            begun[days] = stage
    expected = begun[min(begun)] if begun else None
    if ahead <= -7:
        expected = f"week-{-ahead // 7}"
    assert stage_of_worker(act_by, today) == expected


@given(st.dates(date(1990, 2, 1), date(2099, 11, 1)))
def test_each_deadline_is_told_of_on_some_working_day_before_it(act_by: date) -> None:
    told = {stage_of_worker(act_by, act_by - n * DAY) for n in range(30) if not
            free_by_law(act_by - n * DAY)}  # fmt: skip
    assert "day" in told or free_by_law(act_by)
    assert told & {"day", "days-1", "days-3"}


@given(st.dates(date(1990, 2, 1), date(2099, 11, 1)))
def test_bands_say_the_same_as_the_rules(today: date) -> None:
    by_band = {}
    for band in bands(today):
        day = band.first
        while day <= band.last:
            assert day not in by_band
            by_band[day] = (band.worker, band.late)
            day += DAY
    for offset in range(-6, 60):
        day = today + offset * DAY
        expected = (stage_of_worker(day, today), stage_when_late(day, today))
        assert by_band.get(day, (None, None)) == expected
