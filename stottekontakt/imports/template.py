"""The spreadsheet to fill in, and the one that is given back with what must be mended."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.utils import translation
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from stottekontakt.imports.columns import Column
from stottekontakt.imports.sheets import Sheet
from stottekontakt.imports.workbook import ANSWER_HEADING

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LAST_ROW = 5_000  # how far down the template's lists of choices reach
FORMATS = {"date": "dd.mm.yyyy", "hours": "0.##", "text": "@"}
GROUND = ("E8F0EC", "F3EEE4", "E9EEF5", "F1ECF3")
LISTS, EXPLANATION, EXAMPLE = "Lister", "Forklaring", "Eksempel"


def template(sheet: Sheet, columns: Sequence[Column]) -> bytes:
    """Sheets in order: what to fill in, what each column means, examples, the choices."""
    with translation.override("nb"):
        book = Workbook()
        page = book.active
        assert page is not None
        page.title = sheet.title
        _head(page, columns)
        lists = _lists(book, columns)
        for place, column in enumerate(columns, start=1):
            letter = get_column_letter(place)
            # The look of the whole column: a number that begins with 0 keeps it.
            page.column_dimensions[letter].number_format = FORMATS[column.look]
            for number in range(2, 202):
                page[f"{letter}{number}"].number_format = FORMATS[column.look]
            if column.choices:
                _offer(page, letter, lists[column.choices], column)
        _explain(book, sheet, columns)
        _examples(book, sheet, columns)
        book.move_sheet(LISTS, offset=2)
        return _bytes(book)


def _head(page: Any, columns: Sequence[Column]) -> None:
    groups = [group for group, _columns in groupby(columns, key=lambda column: column.group)]
    for place, column in enumerate(columns, start=1):
        cell = page.cell(row=1, column=place, value=column.heading)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        ground = GROUND[groups.index(column.group) % len(GROUND)]
        cell.fill = PatternFill("solid", start_color=ground)
        page.column_dimensions[get_column_letter(place)].width = column.width
    page.row_dimensions[1].height = 32
    page.freeze_panes = "B2"


def _lists(book: Workbook, columns: Sequence[Column]) -> dict[tuple[str, ...], str]:
    """Each set of choices once, in a column of a sheet of its own; choices → the range."""
    page = book.create_sheet(LISTS)
    ranges: dict[tuple[str, ...], str] = {}
    for column in columns:
        if not column.choices or column.choices in ranges:
            continue
        letter = get_column_letter(len(ranges) + 1)
        page[f"{letter}1"] = column.heading
        page[f"{letter}1"].font = Font(bold=True)
        page.column_dimensions[letter].width = 30
        for number, label in enumerate(column.choices, start=2):
            page[f"{letter}{number}"] = label
        ranges[column.choices] = f"{LISTS}!${letter}$2:${letter}${len(column.choices) + 1}"
    return ranges


def _offer(page: Any, letter: str, choices: str, column: Column) -> None:
    rule = DataValidation(type="list", formula1=f"={choices}", allow_blank=True)
    rule.errorTitle = column.heading[:32]
    rule.error = "Velg en verdi fra listen."
    page.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{LAST_ROW}")


def _explain(book: Workbook, sheet: Sheet, columns: Sequence[Column]) -> None:
    page = book.create_sheet(EXPLANATION)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 30, 18
    page.column_dimensions["C"].width, page.column_dimensions["D"].width = 16, 80
    number = 1
    for paragraph in sheet.explanation:
        page.merge_cells(start_row=number, start_column=1, end_row=number, end_column=4)
        page.cell(row=number, column=1, value=str(paragraph)).alignment = Alignment(
            wrap_text=True, vertical="top"
        )
        page.row_dimensions[number].height = 34
        number += 1
    number += 1
    for place, text in enumerate(("Kolonne", "Hører til", "Må fylles ut", "Hva som skal stå"), 1):
        page.cell(row=number, column=place, value=text).font = Font(bold=True)
    for column in columns:
        number += 1
        page.cell(row=number, column=1, value=column.heading)
        page.cell(row=number, column=2, value=column.group)
        page.cell(row=number, column=3, value="ja" if column.required else "")
        said = [str(column.help)] if column.help else []
        if column.choices:
            said.append("Velg blant: " + ", ".join(column.choices) + ".")
        elif column.look == "date":
            said.append("Dato, for eksempel 26.02.2027.")
        page.cell(row=number, column=4, value=" ".join(said)).alignment = Alignment(wrap_text=True)


def _examples(book: Workbook, sheet: Sheet, columns: Sequence[Column]) -> None:
    page = book.create_sheet(EXAMPLE)
    _head(page, columns)
    first_choice = {column.key: column.choices[0] for column in columns if column.choices}
    for number, example in enumerate(sheet.examples, start=2):
        for place, column in enumerate(columns, start=1):
            value = example.get(column.key)
            if value is None and column.required:
                value = first_choice.get(column.key)
            if value is not None:
                cell = page.cell(row=number, column=place, value=value)
                cell.number_format = FORMATS[column.look]


class Answer:
    """The same rows as were sent, with a first column that says what must be mended."""

    def __init__(self, title: str, headings: Sequence[str]) -> None:
        self.book = Workbook(write_only=True)
        self.page = self.book.create_sheet(title)
        self.page.column_dimensions["A"].width = 60
        self.page.freeze_panes = "B2"
        # An earlier answer is replaced.
        self.kept = [place for place, text in enumerate(headings) if text.strip() != ANSWER_HEADING]
        self._row([self._text(ANSWER_HEADING), *(self._text(headings[at]) for at in self.kept)])

    def add(self, raw: Sequence[Any], problems: Iterable[str]) -> None:
        text = "\n".join(problems)
        first = self._text(text)
        if text:
            first.fill = PatternFill("solid", start_color="FBE3E1")
            first.alignment = Alignment(wrap_text=True, vertical="top")
        cells = [self._copy(raw[at]) if at < len(raw) else None for at in self.kept]
        self._row([first, *cells])

    def _row(self, cells: Sequence[Any]) -> None:
        self.page.append(cells)

    def _copy(self, cell: Any) -> Any:
        value = getattr(cell, "value", None)
        if value is None:
            return None
        if isinstance(value, str):
            return self._text(value)
        if not isinstance(value, bool | int | float) and not hasattr(value, "isoformat"):
            return self._text(str(value))
        copied = WriteOnlyCell(self.page, value=value)
        copied.number_format = cell.number_format
        return copied

    def _text(self, text: str) -> Any:
        """Text that stays text: what begins with = is no formula here."""
        cell = WriteOnlyCell(self.page, value="")
        cell.value = "".join(sign for sign in text if sign.isprintable() or sign == "\n")
        cell.data_type = "s"
        return cell

    def finish(self) -> bytes:
        return _bytes(self.book)


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
