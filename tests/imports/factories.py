"""Spreadsheets as people fill them in. Everybody is invented; numbers are synthetic."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from random import Random
from typing import Any

import openpyxl

from stottekontakt.accounts.models import Municipality
from stottekontakt.cases.identity_number import synthetic_numbers
from stottekontakt.imports.sheets import SHEETS

KIND = SHEETS["mottakere"]
TODAY = date(2026, 11, 23)


def identity(seed: int = 1, born_on: date = date(1990, 5, 17)) -> str:
    """A synthetic number that follows from `seed`."""
    numbers = list(synthetic_numbers(born_on))
    return numbers[Random(seed).randrange(len(numbers))]


def row(**changes: Any) -> dict[str, Any]:
    """A row without problems; None empties a cell."""
    values = {
        "name": "Nora Blåklokke",
        "identity_number": identity(),
        "address": "Øvre Prøvevei 12",
        "postal_code": "9999",
        "city": "Lyngvik",
        "phone": "40 00 00 01",
        "housing": "Hos foreldre",
        "unit": "Tildelingskontoret",
        "former_number": "2019/17",
        "decided_on": date(2026, 1, 12),
        "goal": "Svømme sammen med andre",
        "form": "én til én",
        "hours": 3.5,
        "per": "uke",
        "starts_on": date(2026, 2, 1),
        "ends_on": date(2027, 12, 31),
        "evaluation_on": date(2027, 2, 1),
        "delivering_unit": "Kultur og fritid",
        **changes,
    }
    return {key: value for key, value in values.items() if value is not None}


def mother(number: int = 1, **changes: Any) -> dict[str, Any]:
    of = f"representative_{number}_"
    values = {
        "role": "forelder",
        "name": "Hilde Blåklokke",
        "identity_number": identity(7, date(1980, 3, 4)),
        "relation": "mor",
        "responsibility": "Felles foreldreansvar",
        "lives_with": "ja",
        **changes,
    }
    return {f"{of}{key}": value for key, value in values.items() if value is not None}


def headings(municipality: Municipality) -> dict[str, str]:
    columns = KIND.importer(municipality, TODAY).columns
    return {column.key: column.heading for column in columns}


def workbook(
    municipality: Municipality, rows: Iterable[dict[str, Any]], *, title: str = KIND.title
) -> openpyxl.Workbook:
    said = headings(municipality)
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = title
    page.append(list(said.values()))
    for values in rows:
        page.append([values.get(key) for key in said])
    return book


def as_bytes(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
