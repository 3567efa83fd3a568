"""Opens a spreadsheet that anybody may have made, and reads its rows one by one.

What the file is, is decided by what it holds. Nothing in it is ever run: formulas are refused, and
so are macros. Memory stays flat: rows stream, and parts that must be read whole have a limit.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openpyxl.cell.read_only import EMPTY_CELL, ReadOnlyCell
from openpyxl.utils import get_column_letter

from stottekontakt.imports.columns import Column, plain
from stottekontakt.imports.errors import Unreadable
from stottekontakt.ui.formatting import number

logger = logging.getLogger(__name__)

MOST_ROWS = 50_000
MOST_COLUMNS = 200
# A few kilobytes of zip may unpack to a full memory.
MOST_UNPACKED = 600_000_000
MOST_OF_STRINGS = 120_000_000
MOST_OF_OTHER_PARTS = 20_000_000
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]+)"')
CHUNK = 1 << 20
LONGEST_TAG = 300
MERGED_SHOWN = 5

# Sheets of the template that are there to be read by people.
TO_BE_READ = {"forklaring", "eksempel", "lister"}
# The column that an earlier try put in.
ANSWER_HEADING = "Må rettes"


def problem_at_a_glance(name: str, beginning: bytes, data: bytes) -> str | None:
    """What can be told at once, before the file is kept; None if it may be a spreadsheet."""
    if not data:
        return _("Filen er tom.")
    if beginning.startswith(OLD_OFFICE):
        if ENCRYPTED in data:
            return _(
                "Filen er beskyttet med passord og kan ikke leses. Fjern passordet i Excel (Fil, "
                "Informasjon, Beskytt arbeidsbok), lagre, og last opp igjen."
            )
        return _("Filen er i det gamle Excel-formatet (.xls). ") + _save_as()
    if not beginning.startswith(ZIP):
        if name.lower().endswith(".csv") or b";" in beginning or b"," in beginning:
            return _("Filen er en tekstfil (CSV), ikke en Excel-fil. ") + _save_as()
        return _("Dette er ikke en Excel-fil. Bruk malen, og lagre som .xlsx.")
    return None


def _save_as() -> str:
    return _("Åpne den i Excel, velg «Lagre som», og velg «Excel-arbeidsbok (*.xlsx)».")


@dataclass(frozen=True, slots=True)
class SheetRow:
    number: int
    cells: dict[str, ReadOnlyCell]  # column key → cell; empty ones are not there


@dataclass
class OpenSheet:
    """A sheet whose headings are in order."""

    worksheet: Any
    places: dict[int, Column]  # position, from 1
    header_row: int
    headings: list[str] = field(default_factory=list)

    def letter_of(self, key: str) -> str:
        for place, column in self.places.items():
            if column.key == key:
                return get_column_letter(place)
        return ""

    def raw_rows(self) -> Iterator[tuple[int, tuple[ReadOnlyCell, ...]]]:
        """All rows under the headings as they stand, empty ones too."""
        width = max(len(self.headings), 1)
        rows = self.worksheet.iter_rows(
            min_row=self.header_row + 1, max_col=width, max_row=self.header_row + 2 * MOST_ROWS
        )
        yield from enumerate(rows, start=self.header_row + 1)

    def rows(self) -> Iterator[SheetRow]:
        """Rows that hold something."""
        found = 0
        for position, raw in self.raw_rows():
            cells = {
                column.key: raw[place - 1]
                for place, column in self.places.items()
                if place <= len(raw) and not is_empty(raw[place - 1])
            }
            if not cells:
                continue
            found += 1
            if found > MOST_ROWS:
                raise Unreadable(
                    _(
                        "Arket har mer enn %(most)s rader. Del det i flere filer, og importer dem "
                        "én for én."
                    )
                    % {"most": number(MOST_ROWS)}
                )
            yield SheetRow(position, cells)


def is_empty(cell: Any) -> bool:
    if cell is EMPTY_CELL or cell.value is None:
        return True
    return isinstance(cell.value, str) and not cell.value.strip()


def open_sheet(data: bytes, title: str, columns: Sequence[Column]) -> OpenSheet:
    """The sheet called `title`, or the only one there is. Unreadable says all that is wrong."""
    if problem := problem_at_a_glance("", data[:2048], data):
        raise Unreadable(problem)
    _refuse_other_kinds(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        worksheet = _choose(book, title)
        _refuse_merged(data, worksheet)
        # What the file says of its own size may be wrong.
        worksheet.reset_dimensions()
        return _with_headings(worksheet, columns)
    except Unreadable:
        raise
    except MemoryError:
        raise
    except Exception as error:
        # Whatever a broken file makes a reader stumble over; not the message, it may quote it.
        logger.warning("A spreadsheet could not be read: %s", type(error).__name__)
        raise damaged() from error


def damaged() -> Unreadable:
    return Unreadable(
        _(
            "Filen er skadet eller laget på en måte vi ikke kan lese. Åpne den i Excel, lagre den "
            "på nytt som .xlsx, og last opp igjen."
        )
    )


def _refuse_other_kinds(data: bytes) -> None:
    """Only a plain workbook that unpacks to a bearable size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {entry.filename: entry.file_size for entry in archive.infolist()}
            encrypted = any(entry.flag_bits & 1 for entry in archive.infolist())
    except (
        zipfile.BadZipFile,
        ValueError,
        OverflowError,
        NotImplementedError,  # what zipfile says of a ZIP version or packing it does not read
    ) as error:
        raise damaged() from error
    names = {name.lower() for name in parts}
    if encrypted:
        raise Unreadable(_("Filen er beskyttet med passord og kan ikke leses. Fjern passordet."))
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unreadable(_("Filen har makroer (.xlsm). Makroer kan ikke importeres. ") + _save_as())
    if "xl/workbook.bin" in names:
        raise Unreadable(_("Filen er en binær Excel-fil (.xlsb). ") + _save_as())
    if "xl/workbook.xml" not in names:
        raise Unreadable(_("Dette er ikke en Excel-fil. Bruk malen, og lagre som .xlsx."))
    too_large = sum(parts.values()) > MOST_UNPACKED or any(
        size > (MOST_OF_STRINGS if name.lower().endswith("sharedstrings.xml")
                else MOST_OF_OTHER_PARTS)
        for name, size in parts.items()
        if not name.lower().startswith("xl/worksheets/")
    )  # fmt: skip
    if too_large:
        raise Unreadable(
            _(
                "Filen pakker seg ut til mer enn vi kan lese. Kopier radene til en ny mal, uten "
                "bilder og formatering, og last opp den."
            )
        )


def _choose(book: Any, title: str) -> Any:
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    ours = [sheet for name, sheet in sheets.items() if plain(name) == plain(title)]
    others = [name for name in sheets if plain(name) not in TO_BE_READ]
    if not ours and len(others) == 1:
        ours = [sheets[others[0]]]
    if not ours:
        raise Unreadable(
            _("Fant ikke arket «%(title)s». Filen har arkene %(names)s. Bruk malen.")
            % {"title": title, "names": ", ".join(f"«{name}»" for name in sheets)}
        )
    hidden = [
        sheet.title
        for sheet in sheets.values()
        if sheet.sheet_state != "visible" and plain(sheet.title) not in TO_BE_READ
    ]
    problems = [
        _(
            "Arket «%(name)s» er skjult. Vis det (høyreklikk på en arkfane, velg «Vis»), og se "
            "etter om det skal være med. Slett det hvis det ikke skal det."
        )
        % {"name": name}
        for name in hidden
    ]
    problems += [
        _("Filen har også arket «%(name)s». Bare «%(title)s» blir lest. Slett det andre.")
        % {"name": name, "title": ours[0].title}
        for name in others
        if name != ours[0].title and name not in hidden
    ]
    if problems:
        raise Unreadable(problems)
    return ours[0]


def _refuse_merged(data: bytes, worksheet: Any) -> None:
    """Merged cells hold one value for several rows; which, only the author knows."""
    path = worksheet._worksheet_path.lstrip("/")
    found: dict[str, None] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(path) as part:
        kept = b""
        while len(found) <= MERGED_SHOWN and (chunk := part.read(CHUNK)):
            text = kept + chunk
            found.update((match[1].decode(), None) for match in MERGED.finditer(text))
            kept = text[-LONGEST_TAG:]  # a tag may be cut in two
    if found:
        shown = ", ".join(list(found)[:MERGED_SHOWN])
        raise Unreadable(
            _(
                "Noen celler er slått sammen: %(cells)s. Del dem igjen (Hjem, Slå sammen, Del opp "
                "celler), og fyll ut hver rad for seg."
            )
            % {"cells": shown}
        )


def _with_headings(worksheet: Any, columns: Sequence[Column]) -> OpenSheet:
    known = {plain(column.heading): column for column in columns}
    for position, row in enumerate(
        worksheet.iter_rows(min_row=1, max_row=10, max_col=MOST_COLUMNS), start=1
    ):
        said = ["" if is_empty(cell) else str(cell.value).strip() for cell in row]
        if sum(plain(text) in known for text in said) >= min(3, len(known)):
            while said and not said[-1]:
                said.pop()
            return OpenSheet(worksheet, _places(said, columns, known), position, said)
    raise Unreadable(
        _("Fant ikke overskriftene i de ti første radene. Bruk malen, og la overskriftene stå.")
    )


def _places(
    said: list[str], columns: Sequence[Column], known: dict[str, Column]
) -> dict[int, Column]:
    places: dict[int, Column] = {}
    unknown: list[tuple[int, str]] = []
    problems: list[str] = []
    for place, text in enumerate(said, start=1):
        column = known.get(plain(text))
        if column is None:
            if text and plain(text) != plain(ANSWER_HEADING):
                unknown.append((place, text))
        elif column in places.values():
            problems.append(
                _("Kolonnen «%(heading)s» står to ganger. Slett den ene.")
                % {"heading": column.heading}
            )
        else:
            places[place] = column
    absent = [column for column in columns if column not in places.values()]
    missing = [column.heading for column in absent if column.required]
    if missing:
        problems.append(
            ngettext(
                "Kolonnen %(names)s mangler. Kopier overskriften fra malen.",
                "Kolonnene %(names)s mangler. Kopier overskriftene fra malen.",
                len(missing),
            )
            % {"names": ", ".join(f"«{name}»" for name in missing)}
        )
    for place, text in unknown:
        values = {"column": get_column_letter(place), "heading": text}
        near = get_close_matches(
            plain(text), [plain(column.heading) for column in absent], n=1, cutoff=0.6
        )
        if near:
            problems.append(
                _("Overskriften «%(heading)s» (kolonne %(column)s) er ukjent. Mente du «%(near)s»?")
                % {**values, "near": known[near[0]].heading}
            )
        else:
            problems.append(
                _(
                    "Overskriften «%(heading)s» (kolonne %(column)s) er ukjent. Slett kolonnen, "
                    "eller bruk overskriften i malen."
                )
                % values
            )
    if problems:
        raise Unreadable(problems)
    return places
