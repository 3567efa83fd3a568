"""Writes the ZIP: each stored PDF as it is, checked against its sum, and an index that tells all.

One letter is in memory at a time. What cannot be packed is named in the index and never skipped
in silence.
"""

from __future__ import annotations

import csv
import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import IO

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from stottekontakt.accounts.models import WrittenForm
from stottekontakt.archive.finding import FoundDecision, FoundLetter
from stottekontakt.cases import storage
from stottekontakt.ui.formatting import short_date

INDEX_IN_MEMORY = 1_000_000
LINES_AT_ONCE = 200
# What a spreadsheet program would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass
class Pack:
    """An open ZIP. `add` decisions, then `finish` with the words that head the index."""

    file: IO[bytes]
    municipality_id: int
    letters: int = 0
    problems: int = 0
    _archive: zipfile.ZipFile = field(init=False)
    _lines: list[str] = field(default_factory=list)
    _said: dict[tuple[str, object], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Stored, not deflated: PDFs are compressed already.
        self._archive = zipfile.ZipFile(self.file, "w", zipfile.ZIP_STORED, allowZip64=True)
        self._csv, self._html = _scratch(), _scratch()
        self._rows = csv.writer(self._csv, delimiter=";", lineterminator="\r\n")
        # The mark lets spreadsheet programs read æ, ø and å.
        self._csv.write("\N{ZERO WIDTH NO-BREAK SPACE}")
        self._rows.writerow([*headings(), _("SHA-256")])

    def add(self, decision: FoundDecision) -> None:
        if not decision.letters:
            self._name(
                decision,
                None,
                "",
                _("Brevet ligger i det tidligere fagsystemet")
                if decision.is_taken_over
                else _("Vedtaket har ikke noe brev"),
            )
        for letter in decision.letters:
            name, status = "", ""
            if not letter.is_rendered:
                status = _("PDF-en er ikke laget")
            else:
                data, status = self._read(letter)
                if data is not None:
                    name = filename(decision, letter)
                    self._archive.writestr(entry(name, decision), data)
                    self.letters += 1
            self._name(decision, letter, name, status)

    def _read(self, letter: FoundLetter) -> tuple[bytes | None, str]:
        try:
            data = storage.read(self.municipality_id, letter.sha256)
        except OSError:
            return None, _("PDF-en mangler på lageret")
        if hashlib.sha256(data).hexdigest() != letter.sha256:
            return None, _("PDF-en er skadet: kontrollsummen stemmer ikke")
        return data, ""

    def _name(
        self, decision: FoundDecision, letter: FoundLetter | None, name: str, status: str
    ) -> None:
        if status:
            self.problems += 1
        cells = [
            name,
            decision.case_number,
            short_date(decision.decided_on),
            self._words("outcome", decision.outcome, lambda: decision.outcome_in_words),
            decision.unit,
            str(letter.pk) if letter else "",
            self._words("reader", (letter.role, letter.version), lambda: letter.reader)
            if letter
            else "",
            self._words("form", letter.language, lambda: str(WrittenForm(letter.language).label))
            if letter
            else "",
            status or self._words("status", "", lambda: _("Med")),
        ]
        self._rows.writerow([*map(harmless, cells), letter.sha256 if letter and name else ""])
        self._lines.append(_html_row(cells))
        if len(self._lines) == LINES_AT_ONCE:
            self._write_lines()

    def _write_lines(self) -> None:
        self._html.write("".join(self._lines))
        self._lines.clear()

    def _words(self, what: str, key: object, say: Callable[[], str]) -> str:
        """Said once and remembered: the same few words stand in thousands of lines."""
        said = self._said.get((what, key))
        if said is None:
            said = self._said[what, key] = say()
        return said

    def finish(self, *, language: str, about: Sequence[str]) -> None:
        self._write_lines()
        self._csv.seek(0)
        self._html.seek(0)
        before, after = render_to_string(
            "archive/index.html",
            {"language": language, "about": about, "headings": headings()},
        ).split("<!-- rows -->")
        with self._archive.open(zipfile.ZipInfo("index.html"), "w") as out:
            out.write(before.encode())
            while part := self._html.read(65536):
                out.write(part.encode())
            out.write(after.encode())
        with self._archive.open(zipfile.ZipInfo("index.csv"), "w") as out:
            while part := self._csv.read(65536):
                out.write(part.encode())
        self.close()

    def close(self) -> None:
        for each in (self._archive, self._csv, self._html):
            each.close()


def _scratch() -> IO[str]:
    return tempfile.SpooledTemporaryFile(INDEX_IN_MEMORY, "w+", encoding="utf-8", newline="")


def headings() -> list[str]:
    return [
        _("Fil"), _("Sak"), _("Fattet"), _("Utfall"), _("Enhet"), _("Brev nr."), _("Skrevet til"),
        _("Målform"), _("I denne samlingen"),
    ]  # fmt: skip


def filename(decision: FoundDecision, letter: FoundLetter) -> str:
    """Case number, date and letter: nobody's name."""
    number = decision.case_number.replace("/", "-")
    return f"sak-{number}_{decision.decided_on.isoformat()}_brev-{letter.pk}.pdf"


def entry(name: str, decision: FoundDecision) -> zipfile.ZipInfo:
    day = decision.decided_on
    info = zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 12, 0, 0))
    info.external_attr = 0o640 << 16
    return info


def harmless(text: str) -> str:
    """Text that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _html_row(cells: Sequence[str]) -> str:
    name, number, *rest = map(escape, cells)
    link = f'<a href="{name}">{name}</a>' if name else "–"
    cells_of_row = "".join(f"<td>{cell}</td>" for cell in rest)
    return f'<tr><td>{link}</td><th scope="row">{number}</th>{cells_of_row}</tr>\n'
