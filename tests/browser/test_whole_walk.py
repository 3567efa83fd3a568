"""The whole walk: a søknad on paper, the criteria, the vedtak, the letter; and then the wall.

One person does it all by hand, on a phone and on a desk; then somebody of another municipality
tries each address that was passed.
"""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pypdf
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from decisions.services import load_criteria
from stottekontakt.accounts.models import Unit
from stottekontakt.accounts.roles import Role
from stottekontakt.cases.identity_number import synthetic_numbers
from stottekontakt.database.context import municipality_context
from tests.accounts.factories import MembershipFactory
from tests.browser.conftest import PASSWORD
from tests.cases.files import PDF

NUMBER = next(synthetic_numbers(date(1992, 3, 4)))
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def foreigner(other_municipality):
    """A caseworker of another municipality."""
    with municipality_context(other_municipality.pk):
        return MembershipFactory(
            municipality=other_municipality, unit=Unit.objects.get(), role=Role.CASEWORKER
        )


def test_from_paper_to_letter(
    page: Page, screen, live_server, unit, culture_unit, caseworker, foreigner, assert_accessible
):
    load_criteria(unit.municipality, "standard")
    today = timezone.localdate()
    passed: list[str] = []
    page.on("framenavigated", lambda frame: passed.append(frame.url))

    sign_in(page, live_server.url, caseworker.user.username)
    register(page, today - timedelta(days=9))
    expect(page.get_by_text("Søknaden er registrert i sak")).to_be_visible()
    page.get_by_role("button", name="Skriv vedtak").click()
    page.get_by_label("Jeg er ikke inhabil i denne saken").check()
    page.get_by_role("button", name="Fortsett").click()
    write(page, today + timedelta(days=14))
    page.get_by_role("button", name="Fatt vedtak …").click()
    page.get_by_label(re.compile("Jeg har lest")).check()
    page.get_by_role("button", name=re.compile("^Fatt vedtak og lag")).click()
    expect(page.get_by_text(re.compile("Vedtaket er fattet"))).to_be_visible()

    # The letter is in the case, as a PDF that says what was decided and how to complain.
    page.get_by_role("link", name=re.compile("Ali Prøvestrand")).first.click()
    page.get_by_role("navigation", name="I saken").get_by_role("link", name="Brev").click()
    expect(page.get_by_text("Vedtak: innvilget").first).to_be_visible()
    assert_accessible()
    page.get_by_role("link", name=re.compile("Vedtak: innvilget")).first.click()
    address = page.get_by_role("link", name=re.compile("PDF")).first.get_attribute("href")
    file = page.request.get(f"{live_server.url}{address}")
    assert file.headers["content-type"] == "application/pdf"
    sheets = pypdf.PdfReader(io.BytesIO(file.body())).pages
    text = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    for promised in ("Ali Prøvestrand", "3 timer i uken", "fire uker", "Statsforvalteren"):
        assert promised in text

    # Sent the same day, so the month is kept; nobody needs to remember it any longer.
    page.get_by_role("link", name="Registrer at brevet er sendt").first.click()
    page.get_by_role("button", name="Registrer").click()
    page.goto(f"{live_server.url}/frister/")
    rows = page.locator("tbody")
    expect(rows.get_by_text("Evaluering")).to_have_count(1)
    expect(rows.get_by_text("Vedtak eller foreløpig svar")).to_have_count(0)

    # The other municipality sees none of it.
    ours = {url for url in passed if re.search(r"/\d+/", url)}
    assert len(ours) >= 10
    page.context.clear_cookies()
    sign_in(page, live_server.url, foreigner.user.username)
    for url in sorted(ours):
        response = page.goto(url)
        assert response is not None
        assert response.status == 404, url
        assert "Prøvestrand" not in page.content()


def sign_in(page: Page, base: str, username: str) -> None:
    page.goto(f"{base}/logg-inn/")
    page.get_by_label("E-post eller brukernavn").fill(username)
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn", exact=True).click()
    page.wait_for_url(lambda url: "/logg-inn/" not in url)


def register(page: Page, received_on: date) -> None:
    page.get_by_role("link", name="Registrer søknad").click()
    page.get_by_label("Navn eller fødselsnummer").fill("Ali Prøvestrand")
    page.get_by_role("button", name="Finn").click()
    page.get_by_role("button", name="Registrer ny person").click()
    who = page.get_by_role("group", name="Hvem søknaden gjelder")
    who.get_by_label("Fødselsnummer").fill(NUMBER)
    page.get_by_role("group", name="Hvem som søker").get_by_label(re.compile("selv")).check()
    page.get_by_label("På papir").check()
    page.get_by_label("Mottatt").fill(f"{received_on:%Y-%m-%d}")
    page.get_by_label("Hva det søkes om").fill("Noen å gå på kino og turer med.")
    page.get_by_label("Timer det søkes om").fill("3")
    page.get_by_label("Søknaden og andre vedlegg").set_input_files(
        [{"name": "søknad.pdf", "mimeType": "application/pdf", "buffer": PDF}]
    )
    page.get_by_role("button", name="Registrer søknaden").click()


def write(page: Page, starts_on: date) -> None:
    go_on = page.get_by_role("button", name=re.compile("^Lagre, og gå til"))
    page.get_by_label("Innvilget", exact=True).check()
    go_on.click()
    page.get_by_label("Hva vet vi i saken?").fill("Ali bor alene og går sjelden ut.")
    go_on.click()
    boxes = page.locator("details.criterion")
    expect(boxes.first).to_be_visible()
    for box in boxes.all():
        if not box.evaluate("box => box.open"):
            box.locator("summary").click()
        box.get_by_label("Ja", exact=True).check()
        box.get_by_label("Vurdering med egne ord").fill("Ali kommer seg ikke ut uten følge.")
    go_on.click()
    page.get_by_label(re.compile("^Hva mener")).first.fill("Ali vil gå på kino hver uke.")
    go_on.click()
    page.get_by_role("group", name="Én til én").get_by_label("Timer").fill("3")
    page.get_by_label("Mål").fill("Ali er ute blant andre hver uke.")
    page.get_by_label("Fra og med").fill(f"{starts_on:%Y-%m-%d}")
    page.get_by_label("Til og med").fill(f"{starts_on + timedelta(days=360):%Y-%m-%d}")
    go_on.click()
    page.get_by_label("Begrunnelse").fill("Med følge kan Ali ta del i det han liker.")
    page.get_by_role("button", name="Lagre", exact=True).first.click()
    expect(page.get_by_text("Ingenting. Vedtaket kan fattes.")).to_be_visible()
