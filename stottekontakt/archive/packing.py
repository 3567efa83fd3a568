"""Writes the ZIP: each stored PDF as it is, checked against its sum, and an index that tells all.

One letter is in memory at a time. What cannot be packed is named in the index and never skipped
in silence.
"""

from __future__ import annotations

import csv
import hashlib
import io
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import IO

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _

from stottekontakt.accounts.models import WrittenForm
from stottekontakt.archive.finding import FoundDecision, FoundLetter
from stottekontakt.cases import storage
from stottekontakt.ui.formatting import short_date

INDEX_IN_MEMORY = 1_000_000
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
            decision.outcome_in_words,
            decision.unit,
            str(letter.pk) if letter else "",
            letter.reader if letter else "",
            str(WrittenForm(letter.language).label) if letter else "",
            status or _("Med"),
        ]
        self._rows.writerow([*map(harmless, cells), letter.sha256 if letter and name else ""])
        self._html.write(_html_row(cells))

    def finish(self, *, language: str, about: Sequence[str]) -> None:
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
    name, number, *rest = cells
    link = f'<a href="{escape(name)}">{escape(name)}</a>' if name else "–"
    out = io.StringIO()
    out.write(f'<tr><td>{link}</td><th scope="row">{escape(number)}</th>')
    for cell in rest:
        out.write(f"<td>{escape(cell)}</td>")
    out.write("</tr>\n")
    return out.getvalue()
