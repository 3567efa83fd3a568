"""A spreadsheet with mistakes is mended and sent again, on a phone and on a desk."""

from __future__ import annotations

import io

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from stottekontakt.cases.models import Case
from tests.imports.factories import as_bytes, identity, mother, row, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def at_work(administrator, unit, culture_unit, sign_in):
    sign_in(administrator)
    return administrator


def send(page: Page, data: bytes, name: str = "saker.xlsx") -> None:
    page.get_by_label("Utfylt mal").set_input_files(
        [{"name": name, "mimeType": XLSX, "buffer": data}]
    )
    page.get_by_role("button", name="Last opp og kontroller").click()


def test_errors_are_mended_and_it_is_run_again(
    page, screen, live_server, at_work, assert_accessible, picture
):
    town = at_work.municipality
    page.goto(f"{live_server.url}/administrasjon/import/")
    expect(page.get_by_role("heading", name="Import", exact=True)).to_be_visible()
    assert_accessible()
    picture("import")

    # The template is a file that can be opened, with the unit's name among the choices.
    with page.expect_download() as started:
        page.get_by_role("link", name="Last ned malen").click()
    template = openpyxl.load_workbook(io.BytesIO(started.value.path().read_bytes()))
    assert template.sheetnames[0] == "Mottakere"

    # Not a spreadsheet at all.
    send(page, b"navn;timer\nNora;3\n", "saker.csv")
    expect(page.get_by_text("tekstfil (CSV)").first).to_be_visible()
    assert_accessible()

    # A column that is gone.
    book = workbook(town, [row()])
    next(cell for cell in book.active[1] if cell.value == "Timer").value = "Timar"
    send(page, as_bytes(book))
    expect(page.get_by_text("Mente du «Timer»?")).to_be_visible()
    assert_accessible()
    picture("import-feil-kolonne")
    page.get_by_role("link", name="Last opp på nytt").click()

    # Two rows of three are wrong.
    rows = [
        row(**mother()),
        row(name="Ali Havbris", identity_number=identity(2), hours=170),
        row(name="Jonas Furuly", identity_number=identity(3), unit="Tildelingskontorett"),
    ]
    send(page, as_bytes(workbook(town, rows)))
    expect(page.get_by_role("heading", name="Dette må rettes")).to_be_visible()
    expect(page.get_by_text("Mente du «Tildelingskontoret»?")).to_be_visible()
    assert_accessible()
    picture("import-rettes")
    assert not Case.objects.exists()

    # The sheet comes back with what must be mended in front; mended there, and sent again.
    with page.expect_download() as started:
        page.get_by_role("link", name="Last ned arket med feilene").click()
    answer = openpyxl.load_workbook(io.BytesIO(started.value.path().read_bytes()))
    sheet = answer["Mottakere"]
    column = {cell.value: cell.column for cell in sheet[1]}
    assert "flere timer enn det er i en uke" in sheet.cell(row=3, column=1).value
    sheet.cell(row=3, column=column["Timer"]).value = 17
    sheet.cell(row=4, column=column["Enhet"]).value = "Tildelingskontoret"
    page.get_by_role("link", name="Last opp på nytt").click()
    send(page, as_bytes(answer))
    button = page.get_by_role("button", name="Importer 3 saker")
    expect(button).to_be_visible()
    assert_accessible()
    picture("import-klar")
    button.click()
    expect(page.get_by_text("3 saker er opprettet.")).to_be_visible()
    assert_accessible()
    picture("import-ferdig")
    assert Case.objects.filter(imported_at__isnull=False).count() == 3

    # And the same file once more: nothing is made twice.
    page.get_by_role("navigation", name="Brødsmuler").get_by_role("link", name="Import").click()
    assert_accessible()
    picture("import-liste")
    send(page, as_bytes(answer))
    expect(page.get_by_text("Det er ingenting å importere.")).to_be_visible()
    assert Case.objects.count() == 3
