"""What a column may hold, and what is said when it holds something else.

Headings and choices are in bokmål in every file, whatever language the screens are in: a file must
be readable a year later and by a colleague.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stottekontakt.cases import identity_number
from stottekontakt.cases.phone import to_e164
from stottekontakt.ui.fields import YEARS, HoursField, NorwegianDateField

LONGEST = 300
SLASHED = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\s*")
SHORT_YEAR = re.compile(r"\s*\d{1,2}[./-]\d{1,2}[./-]\d{2}\s*")


class Wrong(Exception):
    """What is wrong with a cell, in the reader's words."""


def plain(text: str) -> str:
    """A heading or choice as it is compared: "  Fra og  med *" is "fra og med"."""
    return " ".join(str(text).replace("\xa0", " ").rstrip(" *:").casefold().split())


Parse = Callable[[Any], Any]  # a cell's value → what it means; raises Wrong


@dataclass(frozen=True, eq=False)
class Column:
    key: str
    heading: str
    parse: Parse
    required: bool = False
    help: Any = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    group: str = ""
    # How the template writes the cells: "text", "date", "hours".
    look: str = "text"
    width: int = 18

    def read(self, cell: Any) -> Any:
        if cell.data_type == "f":
            raise Wrong(
                _(
                    "Her står en formel. Kopier cellen, og lim inn som verdi (Lim inn utvalg, "
                    "Verdier)."
                )
            )
        if cell.data_type == "e":
            raise Wrong(_("Her står en feil fra Excel. Skriv verdien."))
        return self.parse(cell.value)


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, date | time | timedelta):
        raise Wrong(_("Her står en dato eller et klokkeslett. Skriv tekst."))
    return " ".join(str(value).split())


def text(longest: int = LONGEST) -> Parse:
    def parse(value: Any) -> str:
        said = "".join(sign for sign in _as_text(value) if sign.isprintable())
        if len(said) > longest:
            raise Wrong(
                _("Teksten er for lang. Den kan ha høyst %(most)d tegn.") % {"most": longest}
            )
        return said

    return parse


def name(value: Any) -> str:
    said: str = text(150)(value)
    if not any(sign.isalpha() for sign in said):
        raise Wrong(_("Her skal navnet stå."))
    return said


def choice(choices: Mapping[str, str], also: Mapping[str, str] | None = None) -> Parse:
    """`choices`: what may stand there → what it means."""
    known = {plain(label): meaning for label, meaning in {**choices, **(also or {})}.items()}

    def parse(value: Any) -> str:
        said = _as_text(value)
        if plain(said) in known:
            return known[plain(said)]
        near = get_close_matches(plain(said), [plain(label) for label in choices], n=1, cutoff=0.6)
        if near:
            meant = next(label for label in choices if plain(label) == near[0])
            raise Wrong(
                _("«%(said)s» kan ikke stå her. Mente du «%(near)s»?")
                % {"said": said[:60], "near": meant}
            )
        raise Wrong(
            _("«%(said)s» kan ikke stå her. Skriv %(choices)s.")
            % {"said": said[:60], "choices": ", ".join(f"«{label}»" for label in choices)}
        )

    return parse


def yes_or_no(value: Any) -> bool:
    return bool(choice({"ja": "1", "nei": ""})(value))


def day(value: Any) -> date:
    found: date
    if isinstance(value, datetime):
        found = value.date()
    elif isinstance(value, date):
        found = value
    elif isinstance(value, str):
        found = _typed_day(value)
    else:
        raise Wrong(_("Her står et tall, ikke en dato. Skriv datoen slik: 26.02.2027."))
    if found.year not in YEARS:
        raise Wrong(_("Året må ligge mellom 1900 og 2100."))
    return found


def _typed_day(said: str) -> date:
    """A date that is text is taken when it can mean one day only."""
    if match := SLASHED.fullmatch(said):
        first, second = int(match[1]), int(match[2])
        if first <= 12 and second <= 12 and first != second:
            raise Wrong(
                _(
                    "«%(said)s» kan være to forskjellige datoer. Skriv dag, måned og år med "
                    "punktum: 26.02.2027."
                )
                % {"said": said.strip()}
            )
    if SHORT_YEAR.fullmatch(said):
        raise Wrong(_("Skriv året med fire siffer: 26.02.2027."))
    try:
        found: date | None = NorwegianDateField().clean(said)
    except ValidationError as error:
        raise Wrong(error.messages[0]) from error
    assert found is not None
    return found


def hours(value: Any) -> Decimal:
    if isinstance(value, bool | date | time | timedelta):
        raise Wrong(_("Skriv timene som et tall, for eksempel 3,5."))
    said = str(value) if not isinstance(value, float) else str(Decimal(str(round(value, 6))))
    try:
        found: Decimal | None = HoursField().clean(said)
    except ValidationError as error:
        raise Wrong(error.messages[0]) from error
    if not found or found <= 0:
        raise Wrong(_("Timene må være flere enn 0."))
    return found


def identity(value: Any) -> identity_number.IdentityNumber:
    said = _as_text(value)
    # A spreadsheet drops the zero that a number begins with.
    if not isinstance(value, str) and len(said) == identity_number.LENGTH - 1:
        said = f"0{said}"
    try:
        return identity_number.clean(said)
    except ValidationError as error:
        raise Wrong(error.messages[0]) from error


def phone(value: Any) -> str:
    try:
        return to_e164(_as_text(value))
    except ValidationError as error:
        raise Wrong(error.messages[0]) from error


def postal_code(value: Any) -> str:
    said = _as_text(value)
    if not isinstance(value, str):
        said = said.zfill(4)
    if not re.fullmatch(r"\d{4}", said, re.ASCII):
        raise Wrong(_("Postnummeret skal ha fire siffer."))
    return said


@dataclass
class Row:
    """One row as it was understood: values by column, and what is wrong by column."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)  # (column key or "", text)
    is_unchanged: bool = False
    # What a sheet finds out on the way and needs when it writes.
    found: dict[str, Any] = field(default_factory=dict)

    def wrong(self, key: str, text: str) -> None:
        self.problems.append((key, text))

    def get(self, key: str) -> Any:
        return self.values.get(key)

    def failed(self, key: str) -> bool:
        return any(at == key for at, _text in self.problems)


def read_cells(number: int, cells: Mapping[str, Any], columns: Sequence[Column]) -> Row:
    row = Row(number)
    for column in columns:
        cell = cells.get(column.key)
        if cell is None:
            if column.required:
                row.wrong(column.key, _("Cellen er tom. Den må fylles ut."))
            continue
        try:
            row.values[column.key] = column.read(cell)
        except Wrong as wrong:
            row.wrong(column.key, str(wrong))
    return row


REQUIRED = gettext_lazy("Må fylles ut.")
