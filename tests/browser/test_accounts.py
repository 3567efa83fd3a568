"""From invitation to signing out, and every page of the accounts, looked at by axe."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from stottekontakt.accounts import demo
from stottekontakt.accounts.models import Invitation
from tests.accounts.factories import MembershipFactory, UserFactory

NEW = "tre-ganske-lange-ord"


@pytest.fixture(autouse=True)
def at_this_server(settings, live_server):
    settings.BASE_URL = live_server.url


def link() -> str:
    return re.search(r"https?://\S+/invitasjon/\S+", mail.outbox[-1].body)[0]


def test_a_new_colleague_is_invited_and_gets_to_work(
    page, screen, live_server, administrator, sign_in, unit
):
    sign_in(administrator)
    page.goto(f"{live_server.url}/administrasjon/brukere/")
    page.get_by_role("link", name="Inviter").click()
    page.get_by_role("button", name="Send invitasjonen").click()
    expect(page).to_have_title(re.compile("^Feil: "))
    page.get_by_role("link", name="Svar på «Rolle».").click()
    page.keyboard.press("Space")
    page.get_by_label("Navn").fill("Kari Prøve")
    page.get_by_label("E-post").fill("kari@provevik.example")
    page.get_by_label("Enhet").select_option(label=unit.name)
    page.get_by_role("button", name="Send invitasjonen").click()
    expect(page.get_by_text("Invitasjonen er sendt til kari@provevik.example.")).to_be_visible()

    page.goto(f"{live_server.url}/min-side/")
    page.get_by_role("button", name="Logg ut").click()
    expect(page.get_by_text("Du er logget ut.")).to_be_visible()
    page.goto(link())
    page.get_by_label("Velg et passord").fill(NEW)
    page.get_by_label("Passordet en gang til").fill(NEW)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Velkommen! Du har nå tilgang i Lyngvik kommune.")).to_be_visible()


def test_a_demo_user_is_one_click_away(
    page, screen, live_server, settings, municipality, assert_accessible, picture
):
    settings.TRIAL = True
    for each in demo.ROLES:
        user = UserFactory(username=each.username, password=demo.PASSWORD)
        MembershipFactory(municipality=municipality, user=user, role=each.role)
    page.goto(f"{live_server.url}/logg-inn/")
    picture("logg-inn")
    assert_accessible()
    name = page.get_by_role("listitem").filter(has_text="Administrator").get_by_role("heading")
    whom = name.inner_text()
    page.get_by_role("button", name=f"Logg inn som {whom}").click()
    page.wait_for_url(lambda url: "/logg-inn/" not in url)
    page.goto(f"{live_server.url}/min-side/")
    expect(page.locator("#id_name")).to_have_value(whom)


@pytest.fixture
def everyone(administrator, caseworker, coordinator, unit, in_municipality, other_municipality):
    """People enough for the pages to have something on them."""
    with in_municipality(other_municipality):
        MembershipFactory(municipality=other_municipality, user=administrator.user)
    return caseworker


def test_pages_behind_sign_in_are_accessible(
    page, screen, live_server, administrator, everyone, sign_in, assert_accessible, picture
):
    sign_in(administrator)
    for name, address in {
        "min-side": "/min-side/",
        "passord": "/min-side/passord/",
        "brukere": "/administrasjon/brukere/?ended=on",
        "inviter": "/administrasjon/brukere/inviter/",
        "bruker": f"/administrasjon/brukere/{everyone.pk}/",
        "avslutt": f"/administrasjon/brukere/{everyone.pk}/avslutt/",
        "finnes-ikke": "/finnes-ikke/",
        "logg-ut": "/logg-ut/",
    }.items():
        page.goto(live_server.url + address)
        picture(name)
        assert_accessible()


def test_the_pages_of_an_invitation_are_accessible(
    page, screen, live_server, administrator, sign_in, assert_accessible, picture
):
    sign_in(administrator)
    page.goto(f"{live_server.url}/administrasjon/brukere/inviter/")
    page.get_by_label("Navn").fill("Kari Prøve")
    page.get_by_label("E-post").fill("kari@provevik.example")
    page.get_by_label("Leder").check()
    page.get_by_role("button", name="Send invitasjonen").click()
    expect(page.get_by_text("Invitert, men ikke kommet ennå")).to_be_visible()
    picture("brukere-med-invitasjon")
    assert_accessible()
    page.context.clear_cookies()
    page.goto(link())
    page.get_by_role("button", name="Start").click()
    expect(page).to_have_title(re.compile("^Feil: "))
    picture("invitasjon-med-feil")
    assert_accessible()
    Invitation.objects.update(expires_at=timezone.now())
    page.goto(link())
    expect(page.get_by_text("Lenken virker ikke lenger")).to_be_visible()
    assert_accessible()


def test_pages_before_sign_in_are_accessible(page, screen, live_server, assert_accessible):
    for address in ("/glemt-passord/", "/glemt-passord/sendt/", "/ny-bruker/"):
        page.goto(live_server.url + address)
        assert_accessible()
