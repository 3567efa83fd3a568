"""An administrator finds decisions and takes them out, on a phone and on a desk."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.archive.factories import decide, letter_of
from tests.cases.factories import CaseFactory


@pytest.fixture
def at_work(administrator, caseworker, unit, sign_in):
    for number in range(3):
        letter_of(
            decide(CaseFactory(unit=unit), caseworker, date(2026, 10, 1 + number)), caseworker
        )
    hidden = CaseFactory(unit=unit, recipient__address_protection="strict")
    letter_of(decide(hidden, caseworker), caseworker)
    sign_in(administrator)
    return administrator


def test_finds_decisions_and_takes_them_out(
    page, screen, live_server, at_work, assert_accessible, picture
):
    page.goto(f"{live_server.url}/vedtak-pdf/")
    expect(page.get_by_role("heading", name="Velg formål først")).to_be_visible()
    assert_accessible()
    page.get_by_label("Formål").select_option("Tilsyn")
    page.get_by_role("button", name="Vis treff").click()
    expect(page.get_by_text("1 vedtak er ikke med i listen")).to_be_visible()
    expect(page.get_by_role("rowheader")).to_have_count(3)
    assert_accessible()
    picture("vedtak-pdf")
    page.get_by_role("link", name="Hent alle som ZIP").click()
    page.get_by_role("button", name="Lag ZIP-fil").click()
    expect(page.get_by_text("Skriv hva vedtakene skal brukes til.").first).to_be_visible()
    assert_accessible()
    page.get_by_label("Hva skal vedtakene brukes til?").fill("Tilsyn fra statsforvalteren")
    picture("vedtak-pdf-zip")
    page.get_by_role("button", name="Lag ZIP-fil").click()
    link = page.get_by_role("link", name="Last ned ZIP")
    expect(link).to_be_visible()
    assert_accessible()
    picture("vedtak-pdf-klar")
    with page.expect_download() as started:
        link.click()
    with zipfile.ZipFile(io.BytesIO(started.value.path().read_bytes())) as archive:
        assert len([name for name in archive.namelist() if name.endswith(".pdf")]) == 3
        html = archive.read("index.html").decode()
    # The index is a page of its own, and as accessible.
    page.goto("about:blank")
    page.set_content(html)
    assert_accessible()
    picture("vedtak-pdf-innhold")
