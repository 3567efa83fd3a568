"""A decision that runs out: an application for more, granted in part, takes its place."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from decisions.models import Decision, GrantedService
from decisions.services import load_criteria
from stottekontakt.cases.impartiality import Answer, answer
from stottekontakt.workflows.decision_issued import issue_decision
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory, PersonFactory
from tests.decisions.factories import whole_draft


@pytest.fixture
def leif(unit, culture_unit, caseworker, sign_in):
    """Three hours a week, running out in 40 days; and an application for six."""
    today = timezone.localdate()
    load_criteria(unit.municipality, "standard")
    case = CaseFactory(
        unit=unit,
        recipient=PersonFactory(municipality=unit.municipality, name="Leif Prøvemyr"),
        caseworker=caseworker.user,
        opened_on=today - timedelta(days=60),
    )
    first = ApplicationFactory(
        case=case, received_on=today - timedelta(days=50), hours=3, hours_unit="week"
    )
    decision = whole_draft(
        first, caseworker, starts_on=today - timedelta(days=20), ends_on=today + timedelta(days=40),
        evaluation_on=today + timedelta(days=30), delivering_unit=culture_unit,
    )  # fmt: skip
    issue_decision(decision.pk, by=caseworker)
    renewal = ApplicationFactory(
        case=case, received_on=today - timedelta(days=3), hours=6, hours_unit="week",
        wishes="Vil ha flere turer.",
    )  # fmt: skip
    answer(case.pk, answer=Answer.IMPARTIAL, by=caseworker)
    sign_in(caseworker)
    return renewal


def go_on(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Lagre, og gå til")).click()


def at(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", name=heading, level=2, exact=True)).to_be_visible()


def test_a_renewal_granted_in_part(page, screen, live_server, leif, assert_accessible, picture):
    today = timezone.localdate()
    page.goto(f"{live_server.url}{leif.get_absolute_url()}")
    page.get_by_role("button", name="Skriv vedtak").click()
    at(page, "Utfall")
    page.get_by_label(re.compile("^Endrer det som gjelder nå: 3 timer i uken")).check()
    page.get_by_label("Delvis innvilget").check()
    assert_accessible()
    picture("fornyelse-utfall")
    go_on(page)
    at(page, "Opplysninger")
    page.get_by_label("Hva vet vi i saken?").fill("Leif har fått en god rytme med turene.")
    go_on(page)
    at(page, "Kriterier")
    for box in page.locator("details.criterion").all():
        if not box.evaluate("box => box.open"):
            box.locator("summary").first.click()
        box.get_by_label("Ja", exact=True).check()
        box.get_by_label("Vurdering med egne ord").fill("Leif kommer seg ikke ut uten følge.")
    go_on(page)
    page.get_by_label("Hva mener Leif selv?").fill("Leif vil ut to dager i uken.")
    page.get_by_label("Hvordan har du lagt vekt på det?").fill("Det har stor vekt.")
    go_on(page)
    at(page, "Omfang og form")
    one = page.get_by_role("group", name="Én til én")
    one.get_by_label("Timer").fill("4")
    page.get_by_label("Mål").fill("Leif er ute to dager i uken.")
    start = today + timedelta(days=14)
    page.get_by_label("Fra og med").fill(f"{start:%Y-%m-%d}")
    page.get_by_label("Til og med").fill(f"{start + timedelta(days=300):%Y-%m-%d}")
    page.get_by_label("Forbehold (valgfritt)").fill("Timene vurderes på nytt hvis Leif flytter.")
    assert_accessible()
    picture("fornyelse-omfang")
    go_on(page)
    at(page, "Endringen")
    page.get_by_role("group", name=re.compile("Blir noe dårligere")).get_by_label("Nei").check()
    assert_accessible()
    picture("fornyelse-endringen")
    go_on(page)
    at(page, "Begrunnelse")
    page.get_by_label("Begrunnelse", exact=True).fill("Med følge kan Leif være ute mer.")
    page.get_by_label("Hva er avslått?").fill("2 av de 6 timene i uken")
    page.get_by_label(re.compile("Hvorfor sier vi nei")).fill("Helgene bruker Leif med familien.")
    page.get_by_label("Hva annet har du vurdert?").fill(
        "Vi vurderte turgruppen, som Leif ikke vil ha."
    )
    page.get_by_role("button", name="Lagre", exact=True).first.click()
    page.get_by_role("button", name="Fatt vedtak …").click()
    ends = page.get_by_role("region", name="Dette slutter")
    expect(ends).to_contain_text("3 timer i uken (én til én) gjelder til og med")
    expect(ends).to_contain_text("Vedtaket løper ut")
    assert_accessible()
    picture("fornyelse-fatt")
    page.get_by_label("Jeg har lest brevet").check()
    page.get_by_role("button", name="Fatt vedtak og lag 1 brev").click()
    expect(page.get_by_text("Vedtaket er fattet, og 1 brev lages nå.")).to_be_visible()
    page.get_by_role("link", name=re.compile("^vedtaket fra")).click()
    expect(page.get_by_text(re.compile("avsluttet .* av et senere vedtak"))).to_be_visible()
    assert_accessible()
    before, after = GrantedService.objects.in_force().order_by("starts_on")
    assert (before.ends_on, after.starts_on) == (start - timedelta(days=1), start)
    assert after.hours == Decimal(4)


def test_extended_with_one_click(page, live_server, leif, caseworker, assert_accessible, picture):
    standing = Decision.objects.issued().get()
    page.goto(f"{live_server.url}{standing.get_absolute_url()}")
    assert_accessible()
    picture("vedtak-gjelder")
    page.get_by_role("link", name="Revurder").click()
    expect(page.get_by_role("heading", name="Avslutt")).to_be_visible()
    assert_accessible()
    picture("revurder")
    page.go_back()
    page.get_by_role("button", name="Forleng").click()
    at(page, "Kriterier")
    draft = Decision.objects.drafts().get()
    assert (draft.kind, draft.starts_on) == ("extension", standing.ends_on + timedelta(days=1))
