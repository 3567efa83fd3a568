"""A søknad from paper into the case, by hand, on a phone and on a desk."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from applications.models import Application
from stottekontakt.cases.identity_number import synthetic_numbers
from stottekontakt.cases.models import Representative
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory
from tests.cases.files import EXE, PDF
from tests.deadlines.factories import DeadlineFactory

NUMBER = next(synthetic_numbers(date(2015, 8, 14)))
PAPER = {"name": "søknad.pdf", "mimeType": "application/pdf", "buffer": PDF}
PROGRAM = {"name": "faktura.pdf", "mimeType": "application/pdf", "buffer": EXE}


@pytest.fixture
def at_work(caseworker, unit, sign_in):
    sign_in(caseworker)
    return caseworker


def shown(page: Page) -> list[str]:
    """The labels of the applicant's fields that can be seen."""
    labels = page.locator("fieldset#applicant label, fieldset#applicant legend")
    return [each.inner_text().split("\n")[0] for each in labels.all() if each.is_visible()]


def test_a_mother_applies_for_her_son(
    page, screen, live_server, at_work, assert_accessible, picture
):
    page.goto(f"{live_server.url}/soknader/")
    expect(page.get_by_role("heading", name="Ingen søknader ennå")).to_be_visible()
    assert_accessible()
    page.get_by_role("link", name="Registrer søknad").click()
    assert_accessible()
    picture("registrer-finn")
    page.get_by_label("Navn eller fødselsnummer").fill("Even Solbakk")
    page.get_by_role("button", name="Finn").click()
    expect(page.get_by_text("Ingen er registrert med det navnet")).to_be_visible()
    assert_accessible()
    page.get_by_role("button", name="Registrer ny person").click()
    assert_accessible()
    picture("registrer-tomt")

    expect(page.get_by_label("Navn", exact=True).first).to_have_value("Even Solbakk")
    who = page.get_by_role("group", name="Hvem søknaden gjelder")
    who.get_by_label("Fødselsnummer").fill(NUMBER[:10])
    applicant = page.get_by_role("group", name="Hvem som søker")
    assert "Foreldreansvar" not in shown(page)
    applicant.get_by_label("Forelder").check()
    assert "Foreldreansvar" in shown(page)
    assert not any("mandat" in label.lower() for label in shown(page))
    applicant.get_by_label("Navn").fill("Mona Solbakk")
    applicant.get_by_label("Forhold til").fill("mor")
    page.get_by_label("På papir").check()
    page.get_by_label("Mottatt").fill(f"{timezone.localdate():%Y-%m-%d}")
    page.get_by_label("Hva det søkes om").fill("Følge på kino og fotball.")
    page.get_by_label("Timer det søkes om").fill("170")
    page.get_by_label("Søknaden og andre vedlegg").set_input_files([PAPER, PROGRAM])
    page.get_by_role("button", name="Registrer søknaden").click()

    expect(page).to_have_title(re.compile("^Feil: "))
    summary = page.locator(".ds-error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Fødselsnummeret har 10 siffer. Det skal ha 11.")
    expect(summary).to_contain_text("Skriv høyst 168 timer i uken eller 672 i måneden.")
    expect(summary).to_contain_text("«faktura.pdf» er et program")
    expect(summary).to_contain_text("Foreldreansvar")
    expect(page.locator(".uploads")).to_contain_text("søknad.pdf (48 byte, lastet opp)")
    expect(page.get_by_label("Hva det søkes om")).to_have_value("Følge på kino og fotball.")
    assert_accessible()
    picture("registrer-feil")

    summary.get_by_role("link", name="Fødselsnummeret har 10 siffer").click()
    expect(who.get_by_label("Fødselsnummer")).to_be_focused()
    who.get_by_label("Fødselsnummer").fill(NUMBER)
    applicant.get_by_label("Felles foreldreansvar").check()
    page.get_by_label("Timer det søkes om").fill("3,5")
    page.get_by_role("button", name="Registrer søknaden").click()

    expect(page.get_by_text("Søknaden er registrert i sak")).to_be_visible()
    application = Application.objects.get()
    assert application.journal_entry.documents.get().filename == "søknad.pdf"
    assert Representative.objects.get().person.name == "Mona Solbakk"
    assert_accessible()
    picture("soknad")


def test_the_fullmakt_comes_afterwards(
    page, screen, live_server, at_work, unit, assert_accessible, picture
):
    recipient = PersonFactory(municipality=unit.municipality, name="Gunvor Solstrand")
    case = CaseFactory(unit=unit, recipient=recipient)
    helper = PersonFactory(municipality=unit.municipality, name="Lars Testlund")
    application = ApplicationFactory(
        case=case, applicant=helper, applicant_is="other", applicant_relation="lærer"
    )
    DeadlineFactory(case=case, source=application.source)
    page.goto(f"{live_server.url}{application.get_absolute_url()}")
    expect(page.get_by_text("Fullmakt mangler.")).to_be_visible()
    assert_accessible()
    picture("soknad-mangler")
    page.get_by_role("link", name="Legg inn fullmakten").click()
    assert_accessible()
    page.get_by_label("Fullmakten er datert").fill("2026-10-01")
    page.get_by_label("Fullmakten", exact=True).set_input_files([PAPER])
    page.get_by_role("button", name="Legg inn fullmakten").click()
    expect(page.get_by_text("Nå kan Lars Testlund få brev.")).to_be_visible()
    expect(page.get_by_text("Fullmakt mangler.")).not_to_be_visible()


def test_the_lists_and_the_other_pages(
    page, screen, live_server, at_work, unit, assert_accessible, picture
):
    child = PersonFactory(municipality=unit.municipality, child=True)
    case = CaseFactory(unit=unit, recipient=child)
    RepresentativeFactory(case=case, mother=True)
    application = ApplicationFactory(case=case)
    ApplicationFactory(case=case, withdrawn=True)
    DeadlineFactory(case=case, source=application.source)
    DeadlineFactory(case=case, kind="end", basis="last_day")
    for path, name in {
        "/soknader/": "soknader",
        "/frister/": "frister",
        f"/soknader/ny/?sak={case.pk}": "registrer-i-sak",
        f"/soknader/{application.pk}/trekk/": "trekk",
        f"/soknader/{application.pk}/feilregistrert/": "feilregistrert",
        f"/soknader/{application.pk}/vedlegg/": "vedlegg",
    }.items():
        page.goto(f"{live_server.url}{path}")
        assert_accessible()
        picture(name)
