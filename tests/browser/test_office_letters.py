"""What the office does with its letters: writes texts, prints what waits, puts a letter right."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from stottekontakt.letters.models import Letter, PrintBatch
from stottekontakt.letters.tasks import render_letter
from tests.cases.factories import CaseFactory
from tests.letters.factories import issue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letters(unit, caseworker) -> list[Letter]:
    made = []
    for number, name in enumerate(("Nora Blåklokke", "Ali Prøve"), start=1):
        case = CaseFactory(unit=unit, caseworker=caseworker.user, recipient__name=name)
        letter = issue(case, by=caseworker, source=f"application:{number}")
        if not Letter.objects.get(pk=letter.pk).is_rendered:
            render_letter(letter.pk, municipality_id=letter.municipality_id)
        made.append(Letter.objects.get(pk=letter.pk))
    return made


def test_a_text_is_written_seen_planned_and_withdrawn(
    page: Page, live_server, sign_in, administrator, unit, assert_accessible, picture
):
    sign_in(administrator)
    page.goto(f"{live_server.url}{reverse('letters:texts')}")
    assert_accessible()
    page.get_by_label("Søk i alle tekster").fill("behøver ikke å gjøre noe")
    page.get_by_role("button", name="Søk", exact=True).click()
    assert_accessible()
    page.get_by_role("link", name="Når ingenting mangler").click()
    assert_accessible()
    page.get_by_label("Bokmål", exact=True).fill("Ta det med ro, {nvan}.")
    page.get_by_role("button", name="Forhåndsvis").click()
    expect(page.get_by_text("Mente du {navn}?").first).to_be_visible()
    assert_accessible()
    page.get_by_label("Bokmål", exact=True).fill("Ta det med ro.")
    page.get_by_role("button", name="Forhåndsvis").click()
    expect(page.locator(".marked").first).to_have_text("Ta det med ro.")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Teksten er lagret.")).to_be_visible()
    expect(page.get_by_text("Kommunens egen")).to_be_visible()
    assert_accessible()
    picture("text")
    page.goto(f"{live_server.url}{reverse('letters:letterhead')}")
    assert_accessible()


def test_what_waits_is_printed_and_noted_as_sent(
    page: Page, live_server, sign_in, caseworker, letters, assert_accessible, picture
):
    sign_in(caseworker)
    page.goto(f"{live_server.url}{reverse('letters:print_queue')}")
    assert_accessible()
    picture("print-queue")
    page.get_by_label("Velg brevet til Ali Prøve").uncheck()
    page.get_by_role("button", name="Lag utskrift").click()
    expect(page.get_by_role("heading", name="Utskrift av 1 brev")).to_be_visible()
    expect(page.get_by_role("link", name="Åpne PDF og skriv ut")).to_be_visible()
    assert_accessible()
    page.get_by_role("button", name="Merk som sendt").click()
    expect(page.get_by_text("1 brev er registrert som sendt.")).to_be_visible()
    expect(page.get_by_label("Velg brevet til Ali Prøve")).to_be_checked()
    assert PrintBatch.objects.get().state == "closed"


def test_a_letter_is_put_right(
    page: Page, live_server, sign_in, caseworker, letters, assert_accessible, picture
):
    sign_in(caseworker)
    page.goto(f"{live_server.url}{letters[0].get_absolute_url()}")
    page.get_by_role("link", name="Rett brevet").click()
    page.get_by_label("Hva er rettet, og hvorfor?").fill("Vi skrev feil ord.")
    page.get_by_label("Det står").first.fill("skriver vi til deg")
    page.get_by_label("Det skal stå").first.fill("ringer vi deg")
    page.get_by_role("button", name="Forhåndsvis").click()
    expect(page.get_by_text("Ingenting er lagret ennå.")).to_be_visible()
    assert_accessible()
    picture("letter-correction")
    page.get_by_role("button", name="Lag rettet brev").click()
    expect(page.get_by_text("Det rettede brevet er laget.")).to_be_visible()
    expect(page.get_by_text("Dette brevet retter et annet")).to_be_visible()
    assert_accessible()
