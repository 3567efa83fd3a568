"""Identity numbers: what is accepted, and the sentence for each fault.

No number of the real series is written here; those a test needs are computed for births that are
out of reach (before 1900 or far ahead), where nobody alive has one.
"""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from stottekontakt.cases.identity_number import (
    Gender,
    IdentityNumber,
    Kind,
    clean,
    parse,
    problem_with_series,
    synthetic_number,
    synthetic_numbers,
)

TODAY = date(2026, 11, 22)


def with_check_digits(nine: str) -> str | None:
    """The check digits by the rule itself: the weighted sum with them is a multiple of eleven."""
    for ten in range(10):
        weighted = zip((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), f"{nine}{ten}", strict=True)
        if sum(weight * int(digit) for weight, digit in weighted) % 11:
            continue
        for eleven in range(10):
            weighted = zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), f"{nine}{ten}{eleven}", strict=True)
            if sum(weight * int(digit) for weight, digit in weighted) % 11 == 0:
                return f"{nine}{ten}{eleven}"
    return None


def first_with(start: str, individual: range) -> str:
    for number in individual:
        if whole := with_check_digits(f"{start}{number:03}"):
            return whole
    raise AssertionError(f"No number begins with {start}.")


# A person born in 1899: the real series, and long dead.
REAL_OF_THE_DEAD = first_with("010199", range(500, 749))


def problem(text: str, today: date = TODAY) -> tuple[str, str]:
    with pytest.raises(ValidationError) as caught:
        parse(text, today=today)
    return caught.value.code, caught.value.messages[0]


@pytest.mark.parametrize(
    ("start", "individual", "kind", "synthetic", "born", "gender"),
    [
        ("158980", 1, Kind.NATIONAL, True, date(1980, 9, 15), Gender.MALE),
        ("158980", 2, Kind.NATIONAL, True, date(1980, 9, 15), Gender.FEMALE),
        ("298212", 500, Kind.NATIONAL, True, date(2012, 2, 29), Gender.FEMALE),
        ("558980", 3, Kind.D_NUMBER, True, date(1980, 9, 15), Gender.MALE),
        ("719000", 4, Kind.D_NUMBER, True, date(1900, 10, 31), Gender.FEMALE),
        ("018154", 500, Kind.NATIONAL, True, date(1854, 1, 1), Gender.FEMALE),
        ("018140", 900, Kind.NATIONAL, True, date(1940, 1, 1), Gender.FEMALE),
        ("010199", 500, Kind.NATIONAL, False, date(1899, 1, 1), Gender.FEMALE),
        ("410199", 500, Kind.D_NUMBER, False, date(1899, 1, 1), Gender.FEMALE),
    ],
)
def test_what_a_number_tells(start, individual, kind, synthetic, born, gender) -> None:
    whole = first_with(start, range(individual, individual + 100, 2))
    number = parse(whole, today=TODAY)
    assert number == IdentityNumber(whole, kind, synthetic, born, gender)


@pytest.mark.parametrize("digits", ["16822548834", "11812448848", "19872347995"])
def test_published_synthetic_numbers_are_accepted(digits: str) -> None:
    """Three that the tax administration gives in its own documentation of test data."""
    assert parse(digits, today=TODAY).is_synthetic


@pytest.mark.parametrize(
    "typed",
    [
        "{0} {1}",
        " {0}{1} ",
        "{0}-{1}",
        "{0}\u00a0{1}",
        "{0}.{1}",
        "{0}:{1}",
    ],
)
def test_the_ways_people_write_it(typed: str) -> None:
    whole = first_with("158980", range(100, 499))
    assert parse(typed.format(whole[:6], whole[6:]), today=TODAY).digits == whole


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        ("1589800012", "length", "Fødselsnummeret har 10 siffer. Det skal ha 11."),
        ("158980001234", "length", "Fødselsnummeret har 12 siffer. Det skal ha 11."),
        ("158980", "length", "Fødselsnummeret har 6 siffer. Det skal ha 11."),
        ("1589800O123", "not_digits", "Her står det også «O»."),
        ("١٥٨٩٨٠٠٠١٢٣", "not_digits", "skal bare ha sifre"),
        ("31828000123", "date", "31.02.80 finnes ikke"),
        ("00898000123", "date", "00.09.80 finnes ikke"),
        ("15938000123", "date", "15.93.80 finnes ikke"),
        ("15138000123", "date", "15.13.80 finnes ikke"),
        ("30820000123", "date", "30.02.00 finnes ikke"),
        ("40898000123", "date", "40.09.80 finnes ikke"),
        ("15498000123", "h_number", "hjelpenummer (H-nummer"),
        ("85898000123", "fh_number", "felles hjelpenummer"),
        ("95898000123", "fh_number", "felles hjelpenummer"),
    ],
)
def test_each_fault_has_its_own_sentence(typed: str, code: str, words: str) -> None:
    found, message = problem(typed)
    assert found == code
    assert words in message


def test_a_wrong_check_digit_is_told_as_such() -> None:
    whole = first_with("158980", range(100, 499))
    for place in (9, 10):
        wrong = str((int(whole[place]) + 1) % 10)
        code, message = problem(whole[:place] + wrong + whole[place + 1 :])
        assert code == "check_digits"
        assert "kontrollsifrene stemmer ikke" in message


def test_two_digits_that_changed_places_are_found() -> None:
    whole = first_with("158980", range(123, 499))
    swapped = whole[:7] + whole[8] + whole[7] + whole[9:]
    assert swapped != whole
    assert problem(swapped)[0] == "check_digits"


def test_digits_that_fit_no_century_are_told_as_such() -> None:
    whole = first_with("018150", range(500, 749))
    assert problem(whole)[0] == "century"


def test_29_february_exists_only_in_the_century_the_number_means() -> None:
    assert parse(first_with("298200", range(500, 999)), today=TODAY).birth_date == date(2000, 2, 29)
    assert problem(first_with("298200", range(499)))[0] == "century"  # 1900 had no such day


def test_a_birth_today_is_accepted_and_one_tomorrow_is_not() -> None:
    whole = next(synthetic_numbers(date(2026, 11, 22)))
    assert parse(whole, today=date(2026, 11, 22)).birth_date == date(2026, 11, 22)
    assert problem(whole, today=date(2026, 11, 21))[0] == "not_born_yet"


def test_a_trial_takes_invented_persons_only(settings) -> None:
    settings.SYNTHETIC_IDENTITY_NUMBERS = True
    assert clean(first_with("158980", range(100, 499))).is_synthetic
    with pytest.raises(ValidationError, match="ekte fødselsnummer") as caught:
        clean(REAL_OF_THE_DEAD)
    assert caught.value.code == "real_number"


def test_production_takes_no_invented_persons(settings) -> None:
    settings.SYNTHETIC_IDENTITY_NUMBERS = False
    assert not clean(REAL_OF_THE_DEAD).is_synthetic
    with pytest.raises(ValidationError, match="syntetisk nummer") as caught:
        clean(first_with("158980", range(100, 499)))
    assert caught.value.code == "synthetic_number"


@pytest.mark.parametrize("synthetic_only", [True, False])
def test_a_d_number_belongs_to_a_series_too(synthetic_only: bool) -> None:
    real = parse(first_with("410199", range(500, 749)), today=TODAY)
    synthetic = parse(first_with("558980", range(100, 499)), today=TODAY)
    assert (problem_with_series(real, synthetic_only=synthetic_only) is None) is not synthetic_only
    assert (problem_with_series(synthetic, synthetic_only=synthetic_only) is None) is synthetic_only


def test_a_number_is_shown_as_people_write_it_and_kept_out_of_logs() -> None:
    whole = first_with("158980", range(100, 499))
    number = parse(whole, today=TODAY)
    assert str(number) == f"{whole[:6]} {whole[6:]}"
    assert whole not in repr(number)


@given(
    st.dates(date(1900, 1, 1), date(2039, 12, 31)),
    st.sampled_from([None, *Gender]),
    st.booleans(),
    st.integers(),
)
def test_every_made_up_number_reads_back_as_the_person_it_was_made_for(
    born: date, gender: Gender | None, d_number: bool, seed: int
) -> None:
    whole = synthetic_number(born, Random(seed), gender=gender, d_number=d_number)
    number = parse(whole, today=date(2040, 1, 1))
    assert with_check_digits(whole[:9]) == whole
    assert number.is_synthetic
    assert number.birth_date == born
    assert number.kind is (Kind.D_NUMBER if d_number else Kind.NATIONAL)
    assert gender is None or number.gender is gender


def test_made_up_numbers_are_all_different() -> None:
    numbers = list(synthetic_numbers(date(2012, 3, 4)))
    assert len(numbers) == len(set(numbers)) > 300


def test_no_number_is_made_for_a_year_no_number_tells_of() -> None:
    with pytest.raises(ValueError, match="2040"):
        next(synthetic_numbers(date(2040, 1, 1)))


@given(st.text(alphabet="0123456789 -.", max_size=16))
def test_whatever_digits_are_typed_there_is_a_number_or_a_sentence(typed: str) -> None:
    sentence = None
    try:
        number = parse(typed, today=TODAY)
    except ValidationError as error:
        sentence = error.messages[0]
    assert sentence or number.digits
