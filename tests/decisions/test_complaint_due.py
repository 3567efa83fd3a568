"""Four weeks to complain, counted as domstolloven §§ 148 and 149 say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.rules import complaint_due
from tests.deadlines.law import free_by_law


@pytest.mark.parametrize(
    ("notified_on", "due"),
    [
        (date(2026, 11, 27), date(2026, 12, 28)),  # Friday 25 December
        (date(2026, 12, 3), date(2026, 12, 31)),  # New Year's Eve is a working day
        (date(2026, 12, 4), date(2027, 1, 4)),  # 1 January
        (date(2027, 2, 25), date(2027, 3, 30)),  # Maundy Thursday
        (date(2027, 4, 3), date(2027, 5, 3)),  # Saturday 1 May
        (date(2027, 4, 8), date(2027, 5, 7)),  # Ascension Day
        (date(2027, 4, 19), date(2027, 5, 18)),  # Whit Monday and 17 May at once
        (date(2026, 11, 26), date(2026, 12, 24)),  # Christmas Eve is a working day
        (date(2027, 2, 1), date(2027, 3, 1)),
        (date(2028, 2, 1), date(2028, 2, 29)),
    ],
)
def test_known_deadlines(notified_on: date, due: date) -> None:
    assert complaint_due(notified_on) == due


@given(st.dates(date(2000, 1, 1), date(2099, 12, 1)))
def test_never_shorter_than_four_weeks_and_never_longer_than_the_law_moves_it(day: date) -> None:
    due = complaint_due(day)
    expected = day + timedelta(days=28)
    while free_by_law(expected):
        expected += timedelta(days=1)
    assert due == expected
