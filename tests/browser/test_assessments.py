"""Enquiries, requests and the needs assessment, by hand, on a phone and on a desk."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from applications.models import Assessment, Inquiry
from applications.services import assessment as assessments
from applications.services import information
from stottekontakt.deadlines.calendar import working_days_after
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory, PersonFactory
from tests.deadlines.factories import DeadlineFactory


@pytest.fixture
def at_work(caseworker, unit, sign_in):
    sign_in(caseworker)
    return caseworker


def test_a_call_is_logged_in_half_a_minute_and_becomes_guidance(
    page, screen, live_server, at_work, assert_accessible, picture
):
    page.goto(f"{live_server.url}/")
    page.get_by_role("link", name="Muntlig henvendelse").click()
    assert_accessible()
    picture("henvendelse-tom")
    page.get_by_label("Hvem gjelder det?").fill("Even Solbakk")
    page.get_by_role("button", name="Se om personen er registrert").click()
    expect(page.get_by_text("Ingen du har tilgang til, er registrert")).to_be_visible()
    expect(page.get_by_label("Hvem gjelder det?")).to_have_value("Even Solbakk")
    page.get_by_label(re.compile("^Navn")).fill("Mona Solbakk")
    page.get_by_role("button", name="Før henvendelsen").click()
    expect(page.locator(".ds-error-summary")).to_contain_text("Skriv hva henvendelsen gjaldt.")
    assert_accessible()
    page.get_by_label("Hva gjaldt det?").fill("Kan gutten få følge på kino?")
    page.get_by_role("button", name="Før henvendelsen").click()
    expect(page.get_by_text("Henvendelsen er ført.")).to_be_visible()
    expect(page.get_by_text("En henvendelse kan ikke avslås.")).to_be_visible()
    assert_accessible()
    picture("henvendelse")
    page.get_by_role("link", name="Veiledning er gitt").click()
    assert_accessible()
    page.get_by_label("Hvilken veiledning ble gitt?").fill("Hvem som helst kan søke.")
    page.get_by_label("Hvorfor det ikke sendes brev").select_option("declined")
    page.get_by_role("button", name="Avslutt som veiledning").click()
    expect(page.get_by_text("Henvendelsen er avsluttet: veiledning er gitt.")).to_be_visible()
    assert Inquiry.objects.get().state == "guidance"
    page.goto(f"{live_server.url}/henvendelser/?state=alle")
    assert_accessible()
    picture("henvendelser")


def test_the_other_pages(page, screen, live_server, at_work, unit, assert_accessible, picture):
    municipality = unit.municipality
    municipality.own_goal_days = 28
    municipality.save()
    child = PersonFactory(municipality=municipality, child=True)
    case = CaseFactory(unit=unit, recipient=child)
    application = ApplicationFactory(case=case, understands_the_case=True)
    DeadlineFactory(case=case, source=application.source)
    today = timezone.localdate()
    due = working_days_after(today, 10)
    adult = CaseFactory(unit=unit)
    (consent,) = information.ask_consent(
        case, [("school", "Prøvelia skole")], scope="Skolen", answer_by=None, by=at_work
    )
    information.give_consent(
        consent.pk, given_on=today, given_how="oral", given_by="mor", note="Ja", by=at_work
    )
    applied = ApplicationFactory(case=adult)
    asked, _letters = information.ask_party(
        applied.pk, ["legeerklæring"], why="Fordi", answer_by=due, by=at_work
    )
    comment, _letters = information.put_to_party(
        adult, information="Er mye alene", given_by="naboen", comment_by=due, by=at_work
    )
    assessment = assessments.start(case, application=application, by=at_work)
    Assessment.objects.filter(pk=assessment.pk).update(
        meeting="phone", starts_at=timezone.make_aware(datetime.now() + timedelta(days=3))
    )
    for path, name in {
        f"/saker/{case.pk}/kartlegging/": "kartlegging",
        f"/saker/{adult.pk}/kartlegging/": "kartlegging-voksen",
        f"/soknader/{application.pk}/rett/": "rett",
        f"/soknader/{application.pk}/opplysninger/": "be-om-opplysninger",
        f"/soknader/{applied.pk}/": "soknad-med-mal",
        f"/opplysninger/{asked.pk}/": "opplysninger",
        f"/opplysninger/{asked.pk}/mottatt/": "opplysninger-mottatt",
        f"/saker/{case.pk}/samtykke/": "be-om-samtykke",
        f"/samtykker/{consent.pk}/": "samtykke",
        f"/samtykker/{consent.pk}/svar/": "samtykke-svar",
        f"/saker/{adult.pk}/framlegging/": "framlegging",
        f"/framlegginger/{comment.pk}/": "framlegging-en",
        f"/kartlegginger/{assessment.pk}/": "kartleggingen",
        f"/kartlegginger/{assessment.pk}/avtale/": "kartlegging-avtale",
        f"/kartlegginger/{assessment.pk}/barnet/": "kartlegging-barnet",
        f"/kartlegginger/{assessment.pk}/innkalling/": "innkalling",
        f"/kartlegginger/{assessment.pk}/ferdig/": "kartlegging-ferdig",
    }.items():
        page.goto(f"{live_server.url}{path}")
        assert_accessible()
        picture(name)
