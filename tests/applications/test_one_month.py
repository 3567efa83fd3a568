"""One month to decide or to send an interim reply."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.rules import one_month
from tests.deadlines.law import free_by_law


@pytest.mark.parametrize(
    ("received_on", "legal_point", "act_by"),
    [
        (date(2027, 1, 29), date(2027, 2, 28), date(2027, 2, 26)),  # clamped, a Sunday
        (date(2027, 1, 31), date(2027, 2, 28), date(2027, 2, 26)),
        (date(2026, 11, 25), date(2026, 12, 25), date(2026, 12, 24)),  # Christmas Day
        (date(2026, 11, 30), date(2026, 12, 30), date(2026, 12, 30)),
        (date(2027, 4, 17), date(2027, 5, 17), date(2027, 5, 14)),  # 17 May after Whitsun
        (date(2028, 1, 30), date(2028, 2, 29), date(2028, 2, 29)),
        (date(2027, 2, 25), date(2027, 3, 25), date(2027, 3, 24)),  # Maundy Thursday
    ],
)
def test_known_deadlines(received_on: date, legal_point: date, act_by: date) -> None:
    month = one_month(received_on)
    assert (month.legal_point, month.act_by) == (legal_point, act_by)


@given(st.dates(date(2000, 1, 1), date(2099, 10, 1)))
def test_we_act_on_the_last_working_day_that_is_not_too_late(received_on: date) -> None:
    month = one_month(received_on)
    assert received_on < month.act_by <= month.legal_point
    assert not free_by_law(month.act_by)
    gap = (month.legal_point - month.act_by).days
    assert all(free_by_law(month.legal_point - timedelta(days=n)) for n in range(gap))
