"""Taking a case, passing it on, impartiality, stand-ins and birthdays, in a browser."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from stottekontakt.cases import birthdays
from stottekontakt.cases.models import AgeReached, Case, Disqualification
from stottekontakt.cases.rules import birthday_in
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(unit):
    """Nora, 16 today, whose mother acted for her until yesterday; nobody has the case."""
    today = timezone.localdate()
    nora = PersonFactory(
        municipality=unit.municipality,
        name="Nora Blåklokke",
        birth_date=birthday_in(today, today.year - 16),
    )
    case = CaseFactory(unit=unit, recipient=nora, opened_on=today - timedelta(days=30))
    mother = PersonFactory(
        municipality=unit.municipality, name="Hilde Blåklokke", birth_date=date(1985, 2, 3)
    )
    RepresentativeFactory(case=case, person=mother, mother=True)
    ApplicationFactory(case=case, received_on=today - timedelta(days=3))
    birthdays.note_birthdays(today)
    return case


def test_a_case_from_hand_to_hand(
    page: Page, screen, live_server, case, caseworker, decision_maker, leader, sign_in,
    assert_accessible, picture,
):  # fmt: skip
    def go(name: str, pk: int | None = None) -> None:
        page.goto(f"{live_server.url}{reverse(name, args=[pk] if pk else [])}")

    sign_in(caseworker)
    go("cases:take", case.pk)
    page.get_by_text("Når er jeg inhabil?").click()
    assert_accessible()
    picture("sak-ta")
    page.get_by_role("button", name="Ta saken").click()
    expect(page.get_by_role("alert").first).to_contain_text("Kryss av hvis du ikke er inhabil")
    assert_accessible()
    page.get_by_label("Jeg er ikke inhabil i denne saken").check()
    page.get_by_role("button", name="Ta saken").click()
    expect(page.get_by_text("Du er saksbehandler i sak")).to_be_visible()
    assert Case.objects.get(pk=case.pk).caseworker == caseworker.user

    # Sixteen today: who is written to now?
    page.get_by_role("link", name="Gå gjennom").click()
    assert_accessible()
    picture("sak-fodselsdag")
    page.get_by_label("Hilde Blåklokke").check()
    page.get_by_role("button", name="Gjennomgått").click()
    expect(page.get_by_text("Det er gjennomgått hvem som får brev nå.")).to_be_visible()
    assert AgeReached.objects.get().checked_by == caseworker.user

    go("accounts:stand_ins")
    assert_accessible()
    go("cases:assign", case.pk)
    page.get_by_label("Hvem skal ha saken?").select_option(label="Jon Testmo")
    page.get_by_label("Beskjed").fill("Du kjenner skolen.")
    assert_accessible()
    page.get_by_role("button", name="Overfør saken").click()
    expect(page.get_by_text("Jon Testmo er spurt om å ta saken", exact=True)).to_be_visible()

    go("cases:impartiality", case.pk)
    page.get_by_label("Noe annet som kan svekke tilliten").check()
    page.get_by_label("Hvorfor").fill("Vi går på tur sammen.")
    assert_accessible()
    picture("sak-habilitet")
    page.get_by_role("button", name="Si fra").click()
    expect(page.get_by_text("Lederen avgjør om du er inhabil.").first).to_be_visible()

    page.context.clear_cookies()
    sign_in(leader)
    page.get_by_role("link", name="Avgjør").first.click()
    assert_accessible()
    page.get_by_label("Inhabil – kan verken lese eller skrive i saken").check()
    page.get_by_label("Begrunnelse").fill("Nære venner.")
    page.get_by_role("button", name="Lagre avgjørelsen").click()
    expect(page.get_by_text("Siri Lind er inhabil i saken.")).to_be_visible()
    assert Disqualification.objects.get().state == "upheld"

    page.context.clear_cookies()
    sign_in(decision_maker)
    page.get_by_role("link", name="Svar").first.click()
    assert_accessible()
    picture("sak-tilbud")
    page.get_by_label("Jeg er ikke inhabil i denne saken").check()
    page.get_by_role("button", name="Ja, jeg tar saken").click()
    expect(page.get_by_text("Du er saksbehandler i sak")).to_be_visible()
    assert Case.objects.get(pk=case.pk).caseworker == decision_maker.user
