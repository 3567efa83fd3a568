"""An end that the recipient is told of beforehand; what is said to it changes the outcome."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from decisions.models import AdvanceNotice, Decision, GrantedService
from decisions.rules import Section
from decisions.services import load_criteria, save_section
from stottekontakt.cases.impartiality import Answer, answer
from stottekontakt.letters.models import Letter
from stottekontakt.workflows.decision_issued import issue_decision
from tests.applications.factories import ApplicationFactory
from tests.browser.test_renewal import at
from tests.cases.factories import CaseFactory, PersonFactory
from tests.decisions.factories import whole_draft
from tests.decisions.following import assess


@pytest.fixture
def standing(unit, culture_unit, caseworker, sign_in):
    """Four hours a week until further notice, for an adult."""
    today = timezone.localdate()
    load_criteria(unit.municipality, "standard")
    case = CaseFactory(
        unit=unit,
        recipient=PersonFactory(municipality=unit.municipality, name="Ali Prøvestrand"),
        caseworker=caseworker.user,
        opened_on=today - timedelta(days=60),
    )
    application = ApplicationFactory(case=case, received_on=today - timedelta(days=50), hours=None)
    decision = whole_draft(
        application, caseworker, starts_on=today - timedelta(days=20), ends_on=None,
        evaluation_on=today + timedelta(days=30), delivering_unit=culture_unit,
    )  # fmt: skip
    issue_decision(decision.pk, by=caseworker)
    answer(case.pk, answer=Answer.IMPARTIAL, by=caseworker)
    sign_in(caseworker)
    return Decision.objects.get(pk=decision.pk)


def test_told_heard_and_changed(
    page, screen, live_server, standing, caseworker, assert_accessible, picture
):
    today = timezone.localdate()
    page.goto(f"{live_server.url}{standing.get_absolute_url()}")
    page.get_by_role("link", name="Revurder").click()
    page.get_by_role("button", name=re.compile("^Avslutt")).click()
    draft = Decision.objects.drafts().get()
    change = f"{live_server.url}{draft.get_absolute_url()}endring/"
    page.goto(change)
    at(page, "Opphøret")
    page.get_by_label("Behovet er ikke der lenger").check()
    page.get_by_label("Siste dag med tjenesten").fill(f"{today + timedelta(days=60):%Y-%m-%d}")
    page.get_by_label(re.compile("^Ny vurdering av behovet framover")).check()
    page.get_by_label("Hvorfor gjelder det her?").fill("Ali har fått arbeid og venner der.")
    page.get_by_role("button", name="Lagre", exact=True).first.click()
    assert_accessible()
    picture("opphor-grunnlag")
    page.get_by_role("link", name="Skriv forhåndsvarsel").click()

    page.get_by_label("Hva vurderer kommunen?").fill("Vi vurderer å avslutte støttekontakten.")
    page.get_by_role("button", name="Se brevene, og lag dem …").click()
    expect(page.get_by_text("Skriv hvorfor kommunen vurderer det.")).to_be_visible()
    page.get_by_role("link", name="Tilbake til varselet").click()
    page.get_by_label("Hvorfor?").fill("Ved evalueringen fortalte du om arbeid og venner.")
    assert_accessible()
    page.get_by_role("button", name="Se brevene, og lag dem …").click()
    expect(page.get_by_role("heading", name="1 brev blir laget")).to_be_visible()
    assert_accessible()
    picture("varsel-lag")
    page.get_by_role("button", name="Lag 1 brev").click()
    expect(page.get_by_text("1 brev lages nå.")).to_be_visible()

    told = AdvanceNotice.objects.get()
    letter = Letter.objects.of_source(told.source).get()
    page.goto(f"{live_server.url}{reverse('letters:send', args=[letter.pk])}")
    page.get_by_role("button", name="Registrer").click()
    page.goto(f"{live_server.url}{told.get_absolute_url()}")
    expect(page.get_by_text(re.compile("Fristen for å uttale seg er"))).to_be_visible()
    page.get_by_role("link", name="Registrer uttalelse").click()
    page.get_by_label("Hvem uttalte seg?").fill("Ali selv")
    page.get_by_label("På telefon").check()
    page.get_by_label("Hva ble sagt?").fill("Arbeidet tok slutt forrige uke.")
    assert_accessible()
    picture("varsel-uttalelse")
    page.get_by_role("button", name="Registrer uttalelsen").click()
    expect(page.get_by_text("Arbeidet tok slutt forrige uke.")).to_be_visible()
    page.get_by_role("button", name="Alle har uttalt seg").click()
    assert_accessible()
    picture("varsel-svar")

    # Not an end after all, but fewer hours that Ali himself is content with.
    page.goto(f"{live_server.url}{draft.get_absolute_url()}utfall/")
    page.get_by_label(re.compile("^Endrer det som gjelder nå")).check()
    page.get_by_role("button", name="Lagre", exact=True).first.click()
    draft.refresh_from_db()
    start = today + timedelta(days=30)
    save_section(
        draft.pk, Section.SCOPE,
        {"goal": draft.goal, "starts_on": start, "ends_on": None, "reservation": "",
         "evaluation_on": start + timedelta(days=90), "delivering_unit": draft.delivering_unit,
         "services": [{"form": "individual", "hours": 2, "hours_unit": "week", "detail": ""}]},
        version=draft.version, by=caseworker,
    )  # fmt: skip
    assess(draft, caseworker)
    page.goto(change)
    page.get_by_label(re.compile("^Mottakeren, eller den som handler")).check()
    page.get_by_role("group", name=re.compile("Blir noe dårligere")).get_by_label("Nei").check()
    page.get_by_label(re.compile("^Hva ble sagt til varselet")).fill(
        "Ali har mistet arbeidet. Vi avslutter ikke, og er enige om to timer i uken."
    )
    page.get_by_role("button", name="Lagre", exact=True).first.click()
    expect(page.get_by_text("Ingenting. Vedtaket kan fattes.")).to_be_visible()
    assert_accessible()
    picture("opphor-endret")
    page.get_by_role("button", name="Fatt vedtak …").click()
    page.get_by_label("Jeg har lest brevet").check()
    page.get_by_role("button", name="Fatt vedtak og lag 1 brev").click()
    expect(page.get_by_text("Vedtaket er fattet, og 1 brev lages nå.")).to_be_visible()
    decision = Decision.objects.get(pk=draft.pk)
    assert (decision.kind, decision.outcome) == ("change", "granted")
    hours = GrantedService.objects.in_force().order_by("starts_on").values_list("hours", flat=True)
    assert list(hours) == [3, 2]
    assert "Ali har mistet arbeidet." in Letter.objects.get(source=decision.source).body
