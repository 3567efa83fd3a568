"""A draft fought over by two people, and sent back by a third: nothing that is typed is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from decisions.models import Decision
from stottekontakt.accounts.models import Membership, SecondPerson
from stottekontakt.accounts.roles import Role
from tests.browser.conftest import PASSWORD
from tests.browser.test_decisions import nora  # noqa: F401  a fixture
from tests.decisions.factories import whole_draft


@pytest.fixture
def desk(browser: Browser, live_server, browser_context_args) -> Iterator[object]:
    """A browser of somebody's own, signed in: `desk(membership)`."""
    contexts = []

    def sit_down(membership: Membership) -> Page:
        context = browser.new_context(**browser_context_args, base_url=live_server.url)
        contexts.append(context)
        page = context.new_page()
        page.goto("/logg-inn/")
        page.get_by_label("E-post eller brukernavn").fill(membership.user.username)
        page.get_by_label("Passord").fill(PASSWORD)
        page.get_by_role("button", name="Logg inn", exact=True).click()
        page.wait_for_url(lambda url: "/logg-inn/" not in url)
        return page

    yield sit_down
    for context in contexts:
        context.close()


@pytest.fixture
def draft(nora, caseworker, municipality):  # noqa: F811
    municipality.second_person = SecondPerson.ALL
    municipality.save()
    return whole_draft(nora, caseworker)


def kept(page: Page) -> None:
    """The page has kept by itself what is typed."""
    with page.expect_response(re.compile("/kladd/$")) as answer:
        page.evaluate(  # as when the window is put away
            "Object.defineProperty(document, 'hidden', {get: () => true, configurable: true});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )
    assert answer.value.ok
    expect(page.locator("#saved")).to_contain_text("Kladd tatt vare på")


def save(page: Page) -> None:
    page.get_by_role("button", name="Lagre", exact=True).click()


def test_nothing_is_lost_when_two_write_and_a_third_sends_it_back(
    desk, draft, caseworker, decision_maker, member, page
):
    kari = desk(member(Role.CASEWORKER, user__name="Kari Moe"))
    siri = desk(caseworker)
    address = f"/vedtak/{draft.pk}"

    # Both in the same section: each is told of the other.
    siri.goto(f"{address}/opplysninger/")
    kari.goto(f"{address}/opplysninger/")
    siri.get_by_label("Hva vet vi i saken?").fill("Siri: Nora bor med mor.")
    kept(siri)
    kari.get_by_label("Hva vet vi i saken?").fill("Kari: Nora bor med far.")
    kept(kari)
    expect(kari.get_by_text("Siri Lind skriver i denne delen nå.")).to_be_visible()
    siri.get_by_label("Hva vet vi i saken?").press("End")
    siri.get_by_label("Hva vet vi i saken?").press_sequentially(" Hun svømmer.")
    kept(siri)
    expect(siri.get_by_text("Kari Moe skriver i denne delen nå.")).to_be_visible()

    # Siri saves first; Kari gets both texts, and puts them together.
    save(siri)
    expect(siri.locator("#saved")).to_contain_text("Lagret")
    save(kari)
    expect(kari.get_by_text(re.compile("Siri Lind lagret denne delen"))).to_be_visible()
    expect(kari.get_by_label("Hva vet vi i saken?")).to_have_value("Kari: Nora bor med far.")
    expect(kari.get_by_text("Lagret nå: Siri: Nora bor med mor. Hun svømmer.")).to_be_visible()
    kari.get_by_label("Hva vet vi i saken?").fill("Nora bor med mor og far, og hun svømmer.")
    save(kari)
    expect(kari.locator("#saved")).to_contain_text("Lagret")

    # In different sections nobody is in anybody's way; the list says who is where.
    kari.goto(f"{address}/barnets-beste/")
    siri.goto(f"{address}/begrunnelse/")
    kari.get_by_label("Hva er best for barnet?").fill("Det er best for Nora å svømme.")
    kept(kari)
    siri.get_by_label("Begrunnelse", exact=True).fill("Nora trenger noen å gå sammen med.")
    save(siri)
    expect(siri.get_by_role("link", name=re.compile("Barnets beste"))).to_contain_text(
        "Kari Moe skriver nå"
    )

    # Siri sends it while Kari has something unsaved, and is told so.
    siri.get_by_role("button", name="Send til beslutter …").click()
    expect(siri.get_by_text("Kari Moe: Barnets beste")).to_be_visible()
    siri.get_by_role("button", name="Send til beslutter", exact=True).click()
    expect(siri.get_by_text("Vedtaket er sendt til beslutter.")).to_be_visible()
    save(kari)
    expect(kari.get_by_text(re.compile("Teksten du skrev, er tatt vare på"))).to_be_visible()

    # The decision maker reads it, and sends it back with a reason.
    jon = desk(decision_maker)
    jon.goto("/vedtak/til-beslutning/")
    jon.get_by_role("link", name=re.compile("^Les og fatt")).click()
    expect(jon.get_by_text("Nora bor med mor og far, og hun svømmer.")).to_be_visible()
    jon.get_by_role("link", name="Send tilbake …").click()
    jon.get_by_label("Hva må skrives om?").fill("Skriv mer om hva som er best for Nora.")
    jon.get_by_role("button", name="Send tilbake til saksbehandleren").click()
    expect(jon.get_by_text("Vedtaket er sendt tilbake.")).to_be_visible()

    # Kari finds what she had typed, and the reason above it.
    kari.goto(f"{address}/barnets-beste/")
    expect(kari.get_by_text("Skriv mer om hva som er best for Nora.")).to_be_visible()
    expect(kari.get_by_label("Hva er best for barnet?")).to_have_value(
        "Det er best for Nora å svømme."
    )
    save(kari)
    expect(kari.locator("#saved")).to_contain_text("Lagret")
    saved = Decision.objects.get(pk=draft.pk)
    assert saved.facts == "Nora bor med mor og far, og hun svømmer."
    assert saved.best_interests == "Det er best for Nora å svømme."
    assert saved.reasons == "Nora trenger noen å gå sammen med."

    # Sent anew, and issued while Kari still has the page open: her text is shown to be copied.
    kari.get_by_label("Hva er best for barnet?").fill("Et siste ord.")
    siri.goto(f"{address}/send/")
    siri.get_by_role("button", name="Send til beslutter", exact=True).click()
    jon.goto(f"{address}/fatt/")
    jon.get_by_label(re.compile("^Jeg har lest")).check()
    jon.get_by_role("button", name=re.compile("^Fatt vedtak og lag")).click()
    expect(jon.get_by_text("Vedtaket er fattet")).to_be_visible()
    save(kari)
    expect(kari.get_by_role("heading", name="Teksten din ble ikke lagret")).to_be_visible()
    expect(kari.get_by_text("Et siste ord.")).to_be_visible()


def test_the_pages_between_two_persons(
    page,
    screen,
    live_server,
    draft,
    decision_maker,
    caseworker,
    sign_in,
    assert_accessible,
    picture,
):
    """Signed in as the caseworker by `nora`; then as the decision maker."""
    address = f"{live_server.url}/vedtak/{draft.pk}"
    page.goto(f"{address}/begrunnelse/")
    assert_accessible()
    picture("vedtak-begrunnelse")
    page.goto(f"{address}/send/")
    assert_accessible()
    picture("vedtak-send")
    page.get_by_role("button", name="Send til beslutter", exact=True).click()
    assert_accessible()
    picture("vedtak-hos-beslutter")
    page.context.clear_cookies()
    sign_in(decision_maker)
    page.goto(f"{live_server.url}/vedtak/til-beslutning/")
    assert_accessible()
    picture("vedtak-til-beslutning")
    page.goto(f"{address}/send-tilbake/")
    assert_accessible()
    picture("vedtak-send-tilbake")
