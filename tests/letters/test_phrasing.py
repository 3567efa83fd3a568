from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from stottekontakt.letters import phrasing
from stottekontakt.letters.context import Amount, Per

NBSP = "\u00a0"


def test_dates_are_written_out():
    assert phrasing.long_date(date(2027, 3, 9)) == f"9.{NBSP}mars 2027"
    assert phrasing.date_with_weekday(date(2027, 3, 9), "nb") == f"tirsdag 9.{NBSP}mars 2027"
    assert phrasing.date_with_weekday(date(2027, 3, 9), "nn") == f"tysdag 9.{NBSP}mars 2027"


@pytest.mark.parametrize(
    ("hours", "per", "language", "words", "digits"),
    [
        ("3", Per.WEEK, "nb", "tre timer i uken", "3 timer i uken"),
        ("3.00", Per.WEEK, "nn", "tre timar i veka", "3 timar i veka"),
        ("1", Per.WEEK, "nb", "én time i uken", "1 time i uken"),
        ("1", Per.MONTH, "nn", "éin time i månaden", "1 time i månaden"),
        ("0.5", Per.WEEK, "nb", "en halv time i uken", "0,5 timer i uken"),
        ("1.5", Per.WEEK, "nb", "halvannen time i uken", "1,5 timer i uken"),
        ("1.50", Per.WEEK, "nn", "halvannan time i veka", "1,5 timar i veka"),
        ("2.5", Per.MONTH, "nb", "to og en halv time i måneden", "2,5 timer i måneden"),
        ("2.25", Per.WEEK, "nb", "2,25 timer i uken", "2,25 timer i uken"),
        ("12", Per.WEEK, "nb", "tolv timer i uken", "12 timer i uken"),
        ("20", Per.MONTH, "nb", "20 timer i måneden", "20 timer i måneden"),
        ("168", Per.WEEK, "nn", "168 timar i veka", "168 timar i veka"),
    ],
)
def test_hours_are_said_as_people_say_them(hours, per, language, words, digits):
    amount = Amount(hours=Decimal(hours), per=per)
    assert phrasing.amount_in_words(amount, language).replace(NBSP, " ") == words
    assert phrasing.amount_in_digits(amount, language).replace(NBSP, " ") == digits


@pytest.mark.parametrize(
    ("name", "genitive"), [("Nora", "Noras"), ("Jonas", "Jonas’"), ("Max", "Max’"), ("Ås", "Ås’")]
)
def test_names_in_the_genitive(name, genitive):
    assert phrasing.genitive(name) == genitive


def test_lists_are_joined_as_in_speech():
    assert phrasing.join([]) == ""
    assert phrasing.join(["a"]) == "a"
    assert phrasing.join(["a", "b", "c"]) == "a, b og c"
    assert phrasing.weeks(4, "nb") == "fire uker"
    assert phrasing.weeks(4, "nn") == "fire veker"
