"""Files that are no such spreadsheet: each is told what it is and how to mend it."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from stottekontakt.imports import storage, workbook
from stottekontakt.imports.errors import Unreadable
from stottekontakt.imports.sheets.recipients import RecipientImporter
from stottekontakt.imports.template import template
from stottekontakt.imports.workbook import open_sheet
from tests.imports.factories import KIND, TODAY, as_bytes, identity, row
from tests.imports.factories import workbook as make_workbook


@pytest.fixture
def columns(town):
    return RecipientImporter(town, TODAY).columns


@pytest.fixture
def refused(columns):
    def what(data: bytes) -> str:
        with pytest.raises(Unreadable) as error:
            for _row in open_sheet(data, KIND.title, columns).rows():
                pass
        return " ".join(error.value.problems)

    return what


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same workbook with a part replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry.filename, old.read(entry))
        new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Filen er tom."),
        (b"navn;timer\nNora;3\n", "tekstfil (CSV)"),
        (b"%PDF-1.7", "ikke en Excel-fil"),
        (workbook.OLD_OFFICE + b"Workbook", "det gamle Excel-formatet (.xls)"),
        (workbook.OLD_OFFICE + workbook.ENCRYPTED, "beskyttet med passord"),
        (b"PK\x03\x04 avkortet", "skadet"),
        (zipped(**{"word/document.xml": b"<x/>"}), "ikke en Excel-fil"),
        (zipped(**{"xl/workbook.bin": b""}), "binær Excel-fil (.xlsb)"),
        (zipped(**{"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b""}), "makroer (.xlsm)"),
        (zipped(**{"xl/workbook.xml": b"<x/>"}), "skadet"),
        (zipped(**{"xl/workbook.xml": b"ikke xml", "[Content_Types].xml": b"<x/>"}), "skadet"),
    ],
)
def test_what_is_no_workbook(refused, data, said):
    assert said in refused(data)


def test_a_damaged_sheet(refused, town):
    data = as_bytes(make_workbook(town, [row()]))
    half = with_part(data, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row r='1'>")
    assert "skadet" in refused(half) or "overskriftene" in refused(half)


def test_a_row_that_breaks_further_down_is_told(upload, town):
    data = as_bytes(make_workbook(town, [row(), row(name="Ali", identity_number=identity(2))]))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    cut = with_part(data, "xl/worksheets/sheet1.xml", sheet[: sheet.rindex(b'<row r="3"') + 40])
    job = upload(data=cut)
    assert job.state == "refused"
    assert "skadet" in job.refusals[0]


def test_a_bomb_of_unpacked_bytes(refused, town):
    data = as_bytes(make_workbook(town, [row()]))
    bomb = with_part(data, "xl/styles.xml", b" " * (workbook.MOST_OF_OTHER_PARTS + 1))
    assert len(bomb) < 100_000
    assert "pakker seg ut til mer" in refused(bomb)


def test_a_bomb_of_entities(refused, town):
    data = as_bytes(make_workbook(town, [row()]))
    main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        b"<worksheet %b><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>&b;</t></is></c></row>"
        b"</sheetData></worksheet>" % main
    )
    assert "skadet" in refused(with_part(data, "xl/worksheets/sheet1.xml", bomb))


def test_missing_unknown_and_doubled_columns_are_all_named(refused, town):
    book = make_workbook(town, [row()])
    page = book.active
    place = {cell.value: cell for cell in page[1]}
    place["Timer"].value = "Timar"
    place["Mål"].value = "Skostørrelse"
    place["Telefon"].value = "Navn"
    said = refused(as_bytes(book))
    assert "Kolonnene «Mål», «Timer» mangler." in said
    assert "«Timar» (kolonne Q) er ukjent. Mente du «Timer»?" in said
    assert "«Skostørrelse» (kolonne O) er ukjent. Slett kolonnen" in said
    assert "Kolonnen «Navn» står to ganger." in said


def test_headings_are_known_however_they_are_written_and_where(columns, town):
    book = make_workbook(town, [row()])
    page = book.active
    for cell in page[1]:
        cell.value = f" {str(cell.value).upper()} *"
    page.insert_rows(1)
    page["A1"] = "Saker fra Tildelingskontoret"
    rows = list(open_sheet(as_bytes(book), KIND.title, columns).rows())
    assert [one.number for one in rows] == [3]
    assert rows[0].cells["name"].value == "Nora Blåklokke"


def test_no_headings(refused, town):
    book = openpyxl.Workbook()
    book.active.append(["Nora", 3])
    assert "Fant ikke overskriftene" in refused(as_bytes(book))


def test_hidden_other_and_wrong_sheets(refused, town):
    book = make_workbook(town, [row()])
    book.create_sheet("Notater")
    book.create_sheet("Gamle").sheet_state = "hidden"
    said = refused(as_bytes(book))
    assert "Arket «Gamle» er skjult." in said
    assert "Filen har også arket «Notater»." in said
    book = make_workbook(town, [row()], title="Ark1")
    book.create_sheet("Ark2")
    assert "Fant ikke arket «Mottakere»" in refused(as_bytes(book))


def test_the_only_sheet_may_be_called_anything(columns, town):
    data = as_bytes(make_workbook(town, [row()], title="Ark1"))
    assert len(list(open_sheet(data, KIND.title, columns).rows())) == 1


def test_merged_cells_are_named(refused, town):
    book = make_workbook(town, [row(), row(name="Ali", identity_number=identity(2))])
    book.active.merge_cells("A2:A3")
    assert "Noen celler er slått sammen: A2:A3." in refused(as_bytes(book))


def test_too_many_rows(refused, town, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    rows = [row(identity_number=identity(number)) for number in range(3)]
    assert "Arket har mer enn 2 rader." in refused(as_bytes(make_workbook(town, rows)))


def test_a_cell_far_away_costs_nothing(columns, town):
    book = make_workbook(town, [row()])
    book.active["XFD1048576"] = "her"
    rows = list(open_sheet(as_bytes(book), KIND.title, columns).rows())
    assert len(rows) == 1


def test_no_rows_are_told(upload, town):
    job = upload()
    assert job.state == "refused"
    assert "ingen rader" in job.refusals[0]


class TestTemplate:
    def test_is_taken_when_it_is_filled_in(self, columns, town, upload):
        book = openpyxl.load_workbook(io.BytesIO(template(KIND, columns)))
        assert book.sheetnames == ["Mottakere", "Forklaring", "Eksempel", "Lister"]
        page = book["Mottakere"]
        for place, column in enumerate(columns, start=1):
            if (value := row().get(column.key)) is not None:
                page.cell(row=2, column=place).value = value
        job = upload(data=as_bytes(book))
        assert (job.state, job.new, job.wrong, job.refusals) == ("checked", 1, 0, [])

    def test_offers_the_choices_and_keeps_zeros(self, columns):
        book = openpyxl.load_workbook(io.BytesIO(template(KIND, columns)))
        page = book["Mottakere"]
        rules = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
        place = {cell.value: cell.column_letter for cell in page[1]}
        letter = place["Enhet"]
        sheet, cells = rules[f"{letter}2:{letter}5000"].lstrip("=").split("!")
        ((offered,),) = book[sheet][cells.replace("$", "")] if ":" in cells else None
        assert offered.value == "Tildelingskontoret"
        assert page[f"{place['Postnummer']}2"].number_format == "@"
        assert page[f"{place['Fra og med']}2"].number_format == "dd.mm.yyyy"

    def test_the_examples_are_right_and_clearly_invented(self, columns, town, upload):
        book = openpyxl.load_workbook(io.BytesIO(template(KIND, columns)))
        example, page = book["Eksempel"], book["Mottakere"]
        for cells in example.iter_rows(min_row=2):
            for cell in cells:
                page.cell(row=cell.row, column=cell.column).value = cell.value
        assert "Eksempel" in page["A2"].value
        job = upload(data=as_bytes(book))
        problems = list(job.problems.values_list("row", "heading", "text"))
        assert (problems, job.new) == ([], 2)

    def test_explains_every_column(self, columns):
        page = openpyxl.load_workbook(io.BytesIO(template(KIND, columns)))["Forklaring"]
        told = {cells[0].value: cells[2].value for cells in page.iter_rows(min_row=1)}
        for column in columns:
            assert (told[column.heading] == "ja") == column.required


def test_the_file_is_kept_encrypted(upload):
    job = upload(row())
    kept = storage.path_of(job.municipality_id, job.pk).read_bytes()
    assert not kept.startswith(b"PK")
    assert storage.read(job.municipality_id, job.pk).startswith(b"PK")


def test_fifty_thousand_rows_stream(columns, town, tmp_path):
    """Little is held for each row: the reader keeps an empty mark of it, and that is all."""
    import tracemalloc

    said = {column.key: column.heading for column in columns}

    def held(count: int) -> int:
        book = openpyxl.Workbook(write_only=True)
        page = book.create_sheet(KIND.title)
        page.append(list(said.values()))
        values = row(decided_on=None, starts_on=None, ends_on=None, evaluation_on=None)
        line = [values.get(key) for key in said]
        for _number in range(count):
            page.append(line)
        data = as_bytes(book)
        tracemalloc.start()
        try:
            for _row in open_sheet(data, KIND.title, columns).rows():
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few, many = held(200), held(2000)
    assert (many - few) / 1800 < 2500, "fifty thousand rows would hold more than 125 MB"


def test_dates_before_1900_are_told():
    from stottekontakt.imports.columns import Wrong, day

    with pytest.raises(Wrong, match="mellom 1900 og 2100"):
        day(date(1899, 12, 31))
