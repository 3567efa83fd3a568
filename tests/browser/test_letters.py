"""The letter's page on a phone and on a desk: read it, open the file, note that it was sent."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from stottekontakt.letters.models import Letter
from stottekontakt.letters.tasks import render_letter
from tests.cases.factories import CaseFactory
from tests.letters.factories import issue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letter(unit, caseworker) -> Letter:
    case = CaseFactory(unit=unit, caseworker=caseworker.user, recipient__name="Nora Blåklokke")
    letter = issue(case, by=caseworker, kind="decision_granted", source="application:1")
    if not Letter.objects.get(pk=letter.pk).is_rendered:
        render_letter(letter.pk, municipality_id=letter.municipality_id)
    return letter


def test_a_letter_is_read_and_noted_as_sent(
    page: Page, live_server, sign_in, caseworker, letter, screen, assert_accessible, picture
):
    sign_in(caseworker)
    page.goto(f"{live_server.url}{letter.get_absolute_url()}")
    expect(page.get_by_role("heading", name="Vedtak: innvilget")).to_be_visible()
    expect(page.get_by_role("heading", name="Vedtak om støttekontakt for Nora")).to_be_visible()
    expect(page.get_by_text("Klart til å sendes")).to_be_visible()
    assert_accessible()
    picture("letter")
    page.get_by_role("link", name="Registrer at brevet er sendt").first.click()
    expect(page.get_by_label("Sendt i posten")).to_be_checked()
    assert_accessible()
    picture("letter-send")
    page.get_by_role("button", name="Registrer").click()
    expect(page.get_by_text("Det er registrert at brevet er sendt.")).to_be_visible()
    expect(page.get_by_text("Regnes som mottatt")).to_be_visible()


def test_a_letter_that_failed_is_made_again(
    page: Page, live_server, sign_in, caseworker, unit, assert_accessible, picture, monkeypatch
):
    from stottekontakt.letters import tasks
    from stottekontakt.letters.pdf import MissingFile

    def missing(html: str) -> bytes:
        raise MissingFile("css/letter.css")

    case = CaseFactory(unit=unit, caseworker=caseworker.user)
    with monkeypatch.context() as patch:
        patch.setattr(tasks, "render_pdf", missing)
        failed = issue(case, by=caseworker)
    sign_in(caseworker)
    page.goto(f"{live_server.url}{failed.get_absolute_url()}")
    expect(page.get_by_text("PDF-en ble ikke laget.")).to_be_visible()
    assert_accessible()
    picture("letter-failed")
    page.get_by_role("button", name="Prøv igjen nå").click()
    expect(page.get_by_text("Brevet er klart.")).to_be_visible()
