"""The ages of the law: the day before the birthday, the day itself and the day after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stottekontakt.cases import rules
from stottekontakt.cases.rules import InformationToParents

BORN = date(2010, 6, 15)
LEAP = date(2012, 2, 29)
DAY = timedelta(days=1)


def birthday(age: int) -> date:
    return date(BORN.year + age, BORN.month, BORN.day)


@pytest.mark.parametrize(
    ("born_on", "day", "age"),
    [
        (BORN, BORN, 0),
        (BORN, date(2011, 6, 14), 0),
        (BORN, date(2011, 6, 15), 1),
        (BORN, date(2026, 6, 14), 15),
        (BORN, date(2026, 6, 15), 16),
        (BORN, date(2026, 6, 16), 16),
        (LEAP, date(2024, 2, 28), 11),
        (LEAP, date(2024, 2, 29), 12),
        (LEAP, date(2027, 2, 27), 14),
        (LEAP, date(2027, 2, 28), 15),  # no 29 February that year
        (LEAP, date(2027, 3, 1), 15),
        (LEAP, date(2028, 2, 28), 15),
        (LEAP, date(2028, 2, 29), 16),
        (LEAP, date(2030, 2, 27), 17),
        (LEAP, date(2030, 2, 28), 18),
        (date(2000, 12, 31), date(2027, 1, 1), 26),
        (date(2000, 1, 1), date(2026, 12, 31), 26),
    ],
)
def test_age(born_on: date, day: date, age: int) -> None:
    assert rules.age_on(born_on, day) == age


@given(st.dates(date(1920, 1, 1), date(2026, 1, 1)), st.integers(0, 110))
def test_one_grows_a_year_older_on_the_birthday_and_on_no_other_day(born: date, age: int) -> None:
    day = rules.birthday_in(born, born.year + age)
    assert rules.age_on(born, day) == age
    assert rules.age_on(born, day - DAY) == age - 1


def party_if_understanding(born_on: date, on: date) -> bool:
    return rules.may_use_party_rights(born_on, on, understands_the_case=True)


def party_without_understanding(born_on: date, on: date) -> bool:
    return rules.may_use_party_rights(born_on, on, understands_the_case=False)


@pytest.mark.parametrize(
    ("gate", "age"),
    [
        (party_if_understanding, 12),
        (party_without_understanding, 16),
        (rules.has_right_to_own_copy, 15),
        (rules.may_be_told_what_is_confidential_about_others, 15),
        (rules.decides_alone, 16),
    ],
)
def test_gates_open_on_the_birthday(gate, age: int) -> None:
    assert not gate(BORN, birthday(age) - DAY)
    assert gate(BORN, birthday(age))
    assert gate(BORN, birthday(age) + DAY)


@pytest.mark.parametrize(("gate", "age"), [(rules.parents_act, 16), (rules.is_minor, 18)])
def test_gates_close_on_the_birthday(gate, age: int) -> None:
    assert gate(BORN, birthday(age) - DAY)
    assert not gate(BORN, birthday(age))
    assert not gate(BORN, birthday(age) + DAY)


@pytest.mark.parametrize(
    ("gate", "age"),
    [
        (party_if_understanding, 12),
        (rules.has_right_to_own_copy, 15),
        (rules.decides_alone, 16),
    ],
)
def test_gates_for_one_born_on_29_february(gate, age: int) -> None:
    year = LEAP.year + age
    last_of_february = date(year, 3, 1) - DAY
    assert not gate(LEAP, last_of_february - DAY)
    assert gate(LEAP, last_of_february)


@pytest.mark.parametrize(
    ("day", "information"),
    [
        (birthday(12) - DAY, InformationToParents.UNLESS_WEIGHTY_REASONS),
        (birthday(12), InformationToParents.UNLESS_CHILD_OBJECTS),
        (birthday(16) - DAY, InformationToParents.UNLESS_CHILD_OBJECTS),
        (birthday(16), InformationToParents.ONLY_FOR_PARENTAL_RESPONSIBILITY),
        (birthday(18) - DAY, InformationToParents.ONLY_FOR_PARENTAL_RESPONSIBILITY),
        (birthday(18), InformationToParents.NOTHING),
    ],
)
def test_what_parents_are_told(day: date, information: InformationToParents) -> None:
    assert rules.information_to_parents(BORN, day) is information
