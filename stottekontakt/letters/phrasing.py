"""Dates, hours and names as words in bokmål and nynorsk. Letters do not follow the screen's
language, so nothing here asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from django.utils import timezone

from stottekontakt.letters.context import Amount, Per

Language = Literal["nb", "nn"]
LANGUAGES: tuple[Language, ...] = ("nb", "nn")

NO_BREAK_SPACE = "\u00a0"
MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "desember",
)  # fmt: skip
WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "nb": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "nn": ("måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "søndag"),
}
NUMBERS: dict[Language, tuple[str, ...]] = {
    "nb": ("", "én", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve",
           "tolv"),
    "nn": ("", "éin", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve",
           "tolv"),
}  # fmt: skip
PER: dict[Language, dict[Per, str]] = {
    "nb": {Per.WEEK: "i uken", Per.MONTH: "i måneden"},
    "nn": {Per.WEEK: "i veka", Per.MONTH: "i månaden"},
}
HOURS: dict[Language, str] = {"nb": "timer", "nn": "timar"}
HALF: dict[Language, str] = {"nb": "en halv time", "nn": "ein halv time"}
ONE_AND_A_HALF: dict[Language, str] = {"nb": "halvannen time", "nn": "halvannan time"}
CLOCK: dict[Language, str] = {"nb": "klokken", "nn": "klokka"}
WEEKS: dict[Language, str] = {"nb": "uker", "nn": "veker"}


def long_date(day: date) -> str:
    """The months have the same names in bokmål and nynorsk."""
    return f"{day.day}.{NO_BREAK_SPACE}{MONTHS[day.month - 1]} {day.year}"


def date_with_weekday(day: date, language: Language) -> str:
    return f"{WEEKDAYS[language][day.weekday()]} {long_date(day)}"


def moment(at: datetime, language: Language) -> str:
    """tirsdag 16. mars 2027 klokken 13.00, as the clock shows here"""
    here = timezone.localtime(at)
    return (
        f"{date_with_weekday(here.date(), language)} {CLOCK[language]}{NO_BREAK_SPACE}{here:%H.%M}"
    )


def number(count: int, language: Language) -> str:
    """Up to twelve as a word."""
    return NUMBERS[language][count] if 0 < count < len(NUMBERS[language]) else str(count)


def decimal(value: Decimal) -> str:
    text = f"{value.normalize():f}"
    return text.replace(".", ",")


def amount_in_digits(amount: Amount, language: Language) -> str:
    """3 timer i uken"""
    # Only exactly one hour is singular: 1,5 timer, 0,5 timer.
    hours = "time" if amount.hours == 1 else HOURS[language]
    return f"{decimal(amount.hours)}{NO_BREAK_SPACE}{hours} {PER[language][amount.per]}"


def amount_in_words(amount: Amount, language: Language) -> str:
    """tre timer i uken, to og en halv time i uken; other fractions and high numbers in digits"""
    whole, rest = divmod(amount.hours, 1)
    per = PER[language][amount.per]
    if amount.hours == 1:
        return f"{number(1, language)} time {per}"
    if rest == 0 and whole < len(NUMBERS[language]):
        return f"{number(int(whole), language)} {HOURS[language]} {per}"
    if rest == Decimal("0.5") and whole < len(NUMBERS[language]):
        if whole == 0:
            return f"{HALF[language]} {per}"
        if whole == 1:
            return f"{ONE_AND_A_HALF[language]} {per}"
        return f"{number(int(whole), language)} og {HALF[language]} {per}"
    return amount_in_digits(amount, language)


def weeks(count: int, language: Language) -> str:
    return f"{number(count, language)} {WEEKS[language]}"


def genitive(name: str) -> str:
    """Noras, but Jonas’ and Max’."""
    return f"{name}’" if name[-1:].lower() in {"s", "x", "z"} else f"{name}s"


def join(parts: Sequence[str]) -> str:
    """a, b og c (the same word in both forms of language)"""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} og {parts[-1]}"
