"""Dates, hours, money and sizes as Norwegians write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from stottekontakt.ui import formatting

TODAY = date(2027, 2, 23)
NBSP = "\N{NO-BREAK SPACE}"


def test_dates_in_text_and_in_tables():
    day = date(2027, 2, 26)
    assert formatting.long_date(day) == "26. februar 2027"
    assert formatting.short_date(day) == "26.02.2027"
    assert formatting.short_weekday_date(day) == "fre. 26.02.2027"


def test_the_year_is_said_when_it_is_another():
    assert formatting.weekday_date(date(2027, 2, 26), TODAY) == "fredag 26. februar"
    assert formatting.weekday_date(date(2028, 3, 1), TODAY) == "onsdag 1. mars 2028"


def test_weekdays_in_nynorsk():
    with translation.override("nn"):
        assert formatting.weekday_date(date(2027, 2, 27), TODAY) == "laurdag 27. februar"


@pytest.mark.parametrize(
    ("days", "relative", "left"),
    [
        (0, "i dag", "i dag"),
        (1, "i morgen", "i morgen"),
        (2, "om 2 dager", "om 2 dager"),
        (-1, "i går", "1 dag over"),
        (-3, "for 3 dager siden", "3 dager over"),
    ],
)
def test_how_far_off(days, relative, left):
    day = TODAY + timedelta(days=days)
    assert formatting.relative_day(day, TODAY) == relative
    assert formatting.time_left(day, TODAY) == left


def test_a_moment_is_told_in_norwegian_time():
    at = datetime(2027, 2, 28, 23, 30, tzinfo=UTC)
    assert formatting.moment(at) == "1. mars 2027 kl. 00.30"
    assert formatting.clock(at) == "kl. 00.30"
    assert formatting.as_date(at) == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("3.50"), "3,5"),
        (Decimal("3.25"), "3,25"),
        (Decimal("10"), "10"),
        (100, "100"),
        (Decimal("11679.5"), f"11{NBSP}679,5"),
        (Decimal("-2"), "\N{MINUS SIGN}2"),
        (Decimal("0"), "0"),
    ],
)
def test_numbers_show_only_decimals_that_say_something(value, text):
    assert formatting.number(value) == text
    assert formatting.hours(value) == f"{text}{NBSP}t"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2669700, "2 669 700 kr"),
        (Decimal("2669700.11"), "2 669 700,11 kr"),
        (Decimal("228.5"), "228,50 kr"),
        (Decimal("0.005"), "0,01 kr"),
        (Decimal("199.999"), "200 kr"),
    ],
)
def test_money_is_rounded_half_up(value, text):
    assert formatting.money(value) == text.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("size", "text"),
    [(640, "640 byte"), (640_000, "640 kB"), (1_240_000, "1,2 MB"), (41_943_040, "41,9 MB")],
)
def test_sizes_of_files(size, text):
    assert formatting.file_size(size).replace(NBSP, " ") == text
