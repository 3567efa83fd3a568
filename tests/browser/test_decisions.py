"""A decision written section by section and issued, by hand, on a phone and on a desk."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from decisions.models import Decision, FormDraft
from decisions.rules import Section
from decisions.services import draft, load_criteria, save_section
from stottekontakt.cases.models import CaseNote
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory
from tests.deadlines.factories import DeadlineFactory
from tests.decisions.factories import whole_draft


@pytest.fixture
def nora(unit, culture_unit, caseworker, sign_in):
    """Nora, ten years, her parents and her application of three hours a week."""
    today = timezone.localdate()
    municipality = unit.municipality
    load_criteria(municipality, "school_age")
    child = PersonFactory(
        municipality=municipality, name="Nora Blåklokke", birth_date=today - timedelta(days=3900)
    )
    case = CaseFactory(
        unit=unit, recipient=child, caseworker=caseworker.user, housing="parents",
        opened_on=today - timedelta(days=20),
    )  # fmt: skip
    for name, relation in (("Hilde Blåklokke", "mor"), ("Espen Dalvik", "far")):
        person = PersonFactory(municipality=municipality, name=name, birth_date=date(1985, 2, 3))
        RepresentativeFactory(case=case, person=person, mother=True, relation=relation)
    CaseNote.objects.create(
        municipality=municipality, case=case, kind="meeting", with_whom="Nora og mor",
        happened_on=today - timedelta(days=3), text="Snakket.", written_by=caseworker.user,
    )  # fmt: skip
    application = ApplicationFactory(
        case=case, received_on=today - timedelta(days=20), hours=3, hours_unit="week",
        wishes="Svømming og strikkekafé.",
    )  # fmt: skip
    DeadlineFactory(
        case=case, source=application.source, counted_from=application.received_on,
        due_on=today + timedelta(days=10), act_by=today + timedelta(days=10),
    )  # fmt: skip
    sign_in(caseworker)
    return application


def save_and_go_on(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Lagre, og gå til")).click()


def at(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", name=heading, level=2, exact=True)).to_be_visible()


def test_from_the_application_to_the_decision(
    page, screen, live_server, nora, assert_accessible, picture
):
    page.goto(f"{live_server.url}{nora.get_absolute_url()}")
    page.get_by_role("button", name="Skriv vedtak").click()
    page.get_by_label("Jeg er ikke inhabil i denne saken").check()
    page.get_by_role("button", name="Fortsett").click()
    at(page, "Utfall")
    assert_accessible()
    picture("vedtak-utfall")
    page.get_by_label("Innvilget", exact=True).check()
    save_and_go_on(page)

    at(page, "Opplysninger")
    page.get_by_label("Hva vet vi i saken?").fill("Nora bor med mor. Hun liker å svømme.")
    page.get_by_label(re.compile("Samtale med Nora og mor")).check()
    save_and_go_on(page)

    at(page, "Kriterier")
    expect(page.get_by_text("Se på dette:")).not_to_be_visible()  # folded until its turn
    assert_accessible()
    for number in range(4):
        box = page.locator("details.criterion").nth(number)
        if not box.evaluate("box => box.open"):
            box.locator("summary").click()
        box.get_by_label("Ja", exact=True).check()
        box.get_by_label("Vurdering med egne ord").fill("Nora kommer seg ikke ut uten følge.")
        if number == 1:
            expect(box.get_by_text("Ved 10 år er noen foreldre fortsatt med.")).to_be_visible()
            box.get_by_label("Svar på det som er flagget").fill("Mor har to små barn hjemme.")
    assert_accessible()
    picture("vedtak-kriterier")
    save_and_go_on(page)

    at(page, "Noras eget syn")
    page.get_by_label("Vi har snakket med barnet").check()
    page.get_by_label("Hvordan, eller hvorfor ikke?").fill("Hjemme hos Nora, uten mor.")
    page.get_by_label("Hva sa Nora?").fill("Nora er redd for å gå alene.")
    page.get_by_label("Hva vil Nora at skal stå i brevet?").fill("Nora vil svømme med en voksen.")
    assert_accessible()
    picture("vedtak-syn")
    save_and_go_on(page)
    at(page, "Barnets beste")
    page.get_by_label("Hva er best for barnet?").fill("Nora blir trygg blant andre barn.")
    save_and_go_on(page)

    at(page, "Omfang og form")
    page.get_by_role("group", name="Én til én").get_by_label("Timer").fill("170")
    page.get_by_label("Mål").fill("Nora svømmer hver uke.")
    start = timezone.localdate() + timedelta(days=14)
    page.get_by_label("Fra og med").fill(f"{start:%Y-%m-%d}")
    page.get_by_label("Til og med").fill(f"{start - timedelta(days=1):%Y-%m-%d}")
    save_and_go_on(page)
    expect(page).to_have_title(re.compile("^Feil: "))
    summary = page.locator(".ds-error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("En uke har 168 timer.")
    expect(summary).to_contain_text("Sluttdatoen kan ikke være før startdatoen.")
    expect(page.get_by_label("Mål")).to_have_value("Nora svømmer hver uke.")
    expect(page.get_by_text("Ikke lagret ennå")).to_be_visible()
    assert_accessible()
    picture("vedtak-omfang-feil")
    page.get_by_role("group", name="Én til én").get_by_label("Timer").fill("3")
    page.get_by_label("Til og med").fill(f"{start + timedelta(days=360):%Y-%m-%d}")
    save_and_go_on(page)

    at(page, "Begrunnelse")
    assert_accessible()
    page.get_by_label("Begrunnelse").fill("Med følge kan Nora være med.")
    page.get_by_role("button", name="Lagre", exact=True).first.click()
    expect(page.get_by_text("Ingenting. Vedtaket kan fattes.")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Lagret kl\. \d\d\.\d\d"))).to_be_visible()
    assert_accessible()
    picture("vedtak-helt")

    page.get_by_role("button", name="Forhåndsvis").click()
    expect(page.get_by_role("heading", name="Brevet til Hilde Blåklokke")).to_be_visible()
    assert_accessible()
    picture("vedtak-brev")
    page.get_by_role("link", name="Tilbake til utkastet").click()
    page.get_by_role("button", name="Fatt vedtak …").click()
    title = "Fatt vedtak: Nora får støttekontakt 3 timer i uken"
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    assert_accessible()
    picture("vedtak-fatt")
    page.get_by_role("button", name="Fatt vedtak og lag 2 brev").click()
    expect(page.locator(".ds-error-summary")).to_contain_text("Les brevene")
    page.get_by_label("Jeg har lest alle brevene").check()
    page.get_by_role("button", name="Fatt vedtak og lag 2 brev").click()
    expect(page.get_by_text("Vedtaket er fattet, og 2 brev lages nå.")).to_be_visible()
    assert_accessible()
    picture("vedtak-fattet")
    assert Decision.objects.get().is_issued


def test_a_link_saves_what_is_typed_before_it_is_followed(page, live_server, nora, caseworker):
    decision = draft(nora.pk, by=caseworker)
    page.goto(f"{live_server.url}{decision.get_absolute_url()}opplysninger/")
    page.get_by_label("Hva vet vi i saken?").fill("Skrevet før jeg gikk videre.")
    page.get_by_role("link", name=re.compile("Barnets beste")).first.click()
    at(page, "Barnets beste")
    assert Decision.objects.get().facts == "Skrevet før jeg gikk videre."
    page.get_by_role("link", name="Begrunnelse: skriv hvorfor").click()
    expect(page).to_have_url(re.compile("begrunnelse/#id_reasons$"))


def test_a_closed_window_loses_nothing(page, live_server, nora, caseworker, assert_accessible):
    decision = draft(nora.pk, by=caseworker)
    address = f"{live_server.url}{decision.get_absolute_url()}opplysninger/"
    page.goto(address)
    page.get_by_label("Hva vet vi i saken?").fill("Halvskrevet.")
    with page.expect_response(re.compile("/kladd/$")) as answer:
        page.evaluate(
            "Object.defineProperty(document, 'hidden', {get: () => true});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )
    assert answer.value.status == 200
    expect(page.locator("#saved")).to_have_text(re.compile(r"Kladd tatt vare på kl\. \d\d\.\d\d"))
    assert FormDraft.objects.get().user == caseworker.user
    page.on("dialog", lambda dialog: dialog.accept())  # "Leave the page?"
    page.goto(address)
    expect(page.get_by_text("Tekst som ikke var lagret")).to_be_visible()
    expect(page.get_by_label("Hva vet vi i saken?")).to_have_value("Halvskrevet.")
    assert_accessible()
    page.get_by_role("button", name="Bruk det som er lagret, i stedet").click()
    expect(page.get_by_label("Hva vet vi i saken?")).to_have_value("")


def test_without_scripts_every_section_is_saved_by_its_button(
    browser, browser_context_args, live_server, nora, caseworker, page
):
    decision = draft(nora.pk, by=caseworker)
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto(f"{live_server.url}{decision.get_absolute_url()}utfall/")
    plain.get_by_label("Avslått").check()
    save_and_go_on(plain)
    at(plain, "Opplysninger")
    plain.get_by_label("Hva vet vi i saken?").fill("Uten skript.")
    plain.get_by_role("button", name="Lagre", exact=True).click()
    expect(plain.get_by_text(re.compile("Lagret kl"))).to_be_visible()
    context.close()
    assert Decision.objects.get().facts == "Uten skript."


def test_both_texts_when_somebody_else_has_saved(
    page, screen, live_server, nora, caseworker, decision_maker, assert_accessible, picture
):
    decision = draft(nora.pk, by=caseworker)
    page.goto(f"{live_server.url}{decision.get_absolute_url()}opplysninger/")
    page.get_by_label("Hva vet vi i saken?").fill("Min egen tekst.")
    save_section(
        decision.pk, Section.FACTS, {"facts": "Beslutterens tekst.", "sources": ()},
        version=decision.version, by=decision_maker,
    )  # fmt: skip
    page.get_by_role("button", name="Lagre", exact=True).first.click()
    expect(page.get_by_text("Beslutterens tekst.").first).to_be_visible()
    expect(page.get_by_label("Hva vet vi i saken?")).to_have_value("Min egen tekst.")
    assert_accessible()
    picture("vedtak-to-tekster")


def test_the_other_pages(page, screen, live_server, nora, caseworker, assert_accessible, picture):
    page.goto(f"{live_server.url}/vedtak/")
    assert_accessible()
    today = timezone.localdate()
    refusal = whole_draft(nora, caseworker, outcome="refused")
    for path, name in {
        "/vedtak/": "vedtak",
        "/vedtak/?tilstand=draft&mine=on": "vedtak-filter",
        f"/vedtak/{refusal.pk}/begrunnelse/": "vedtak-begrunnelse-avslag",
        f"/vedtak/{refusal.pk}/fatt/": "vedtak-fatt-avslag",
        f"/vedtak/{refusal.pk}/forkast/": "vedtak-forkast",
    }.items():
        page.goto(f"{live_server.url}{path}")
        assert_accessible()
        picture(name)
    assert nora.received_on < today
