"""The calendar against tables of known days and against an independent reading of the law."""

from __future__ import annotations

import calendar as gregorian
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stottekontakt.deadlines.calendar import (
    holiday_name,
    is_working_day,
    month_after,
    next_working_day,
    previous_working_day,
    weeks_after,
    working_days_after,
)
from tests.deadlines.law import easter_sunday, free_by_law

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2000, date(2000, 4, 23)),
        (2008, date(2008, 3, 23)),
        (2011, date(2011, 4, 24)),
        (2024, date(2024, 3, 31)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_the_tests_own_easter_is_right(year: int, day: date) -> None:
    assert easter_sunday(year) == day


@given(days)
def test_working_days_agree_with_an_independent_reading_of_the_law(day: date) -> None:
    assert is_working_day(day) is not free_by_law(day)


@given(days)
def test_next_working_day_is_the_first_one_from_the_day(day: date) -> None:
    found = next_working_day(day)
    assert found >= day
    assert not free_by_law(found)
    assert all(free_by_law(day + timedelta(days=n)) for n in range((found - day).days))


@given(days)
def test_previous_working_day_is_the_last_one_up_to_the_day(day: date) -> None:
    found = previous_working_day(day)
    assert found <= day
    assert not free_by_law(found)
    assert all(free_by_law(day - timedelta(days=n)) for n in range((day - found).days))


@given(days, st.integers(0, 30))
def test_working_days_after_counts_working_days_only(day: date, count: int) -> None:
    end = working_days_after(day, count)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(not free_by_law(one) for one in between) == count
    assert count == 0 or not free_by_law(end)


@given(days, st.integers(0, 60))
def test_weeks_end_on_the_same_weekday(day: date, weeks: int) -> None:
    end = weeks_after(day, weeks)
    assert end.weekday() == day.weekday()
    assert (end - day).days == 7 * weeks


@given(days, st.integers(-24, 24))
def test_a_month_ends_on_the_same_date_or_on_the_last_of_the_month(day: date, months: int) -> None:
    end = month_after(day, months)
    assert (end.year - day.year) * 12 + end.month - day.month == months
    assert end.day == min(day.day, gregorian.monthrange(end.year, end.month)[1])


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2027, 1, 28), date(2027, 2, 28)),
        (date(2027, 1, 29), date(2027, 2, 28)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 29), date(2028, 2, 29)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 3, 29)),
        (date(2027, 2, 28), date(2027, 3, 28)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2026, 11, 30), date(2026, 12, 30)),
        (date(2100, 1, 30), date(2100, 2, 28)),
    ],
)
def test_month_after_at_month_ends_and_in_leap_years(day: date, end: date) -> None:
    assert month_after(day) == end


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 12, 24), True),
        (date(2026, 12, 25), False),
        (date(2026, 12, 26), False),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
        (date(2027, 3, 24), True),  # the Wednesday before Maundy Thursday
        (date(2027, 3, 25), False),
        (date(2027, 3, 26), False),
        (date(2027, 3, 27), False),  # Easter Eve is a Saturday
        (date(2027, 3, 29), False),
        (date(2027, 5, 6), False),
        (date(2028, 5, 1), False),
        (date(2028, 5, 17), False),
        (date(2026, 5, 25), False),
        (date(2027, 3, 30), True),
        (date(2028, 2, 29), True),
    ],
)
def test_known_days(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_holidays_are_named_and_two_on_one_day_are_both_named() -> None:
    assert holiday_name(date(2026, 12, 25)) == "Første juledag"
    assert holiday_name(date(2027, 5, 17)) == "Andre pinsedag; Grunnlovsdag"
    assert holiday_name(date(2026, 12, 24)) is None
    assert holiday_name(date(2026, 11, 22)) is None  # an ordinary Sunday
