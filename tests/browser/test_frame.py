"""The frame, the components and the forms, as a browser draws them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect


@pytest.fixture
def components(page, live_server, settings, screen):
    settings.DEBUG = True  # the page is for developers
    page.goto(f"{live_server.url}/komponenter/?side=2&state=open")


def test_the_components_are_accessible(components, assert_accessible, picture):
    picture("komponenter")
    assert_accessible()


def test_an_error_summary_has_focus_and_leads_to_the_field(components, page):
    assert page.evaluate("document.activeElement.className") == "ds-error-summary"
    page.get_by_role("link", name="Skriv hele navnet.").click()
    assert page.evaluate("document.activeElement.id") == "id_bad_name"


def test_what_a_date_control_cannot_show_stays_as_text(components, page):
    field = page.locator("#id_bad_received_on")
    assert field.get_attribute("type") == "text"
    assert field.input_value() == "31.02.2027"


def test_help_and_error_are_read_with_the_field(components, page):
    described_by = page.locator("#id_bad_received_on").get_attribute("aria-describedby")
    texts = [page.locator(f"#{each}").text_content() for each in described_by.split()]
    assert texts == [
        "Dagen den kom til kommunen, ikke i dag.",
        "Feil: Den datoen finnes ikke. Skriv den slik: 26.02.2027.",
    ]


def test_pages_for_everyone_are_accessible(page, live_server, screen, assert_accessible):
    for address in ("/tilgjengelighet/", "/personvern/", "/logg-inn/"):
        page.goto(live_server.url + address)
        assert_accessible()


def test_the_skip_link_comes_first_and_leads_past_the_menu(
    page, live_server, administrator, sign_in
):
    sign_in(administrator)
    page.goto(f"{live_server.url}/administrasjon/brukere/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Hopp til hovedinnholdet"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_every_stop_on_the_way_by_keyboard_is_seen(page, live_server, administrator, sign_in):
    sign_in(administrator)
    page.goto(f"{live_server.url}/administrasjon/brukere/inviter/")
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "() => { const style = getComputedStyle(document.activeElement);"
            " return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 }"
        )
        assert outline, page.evaluate("document.activeElement.outerHTML")


class TestWithoutJavaScript:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "java_script_enabled": False}

    def test_the_menu_opens_on_a_phone(self, page, live_server, administrator, sign_in):
        page.set_viewport_size({"width": 360, "height": 800})
        sign_in(administrator)
        entry = page.get_by_role("link", name="Administrasjon")
        expect(entry).to_be_hidden()
        page.get_by_role("button", name="Meny").click()
        expect(entry).to_be_visible()
        page.keyboard.press("Escape")
        expect(entry).to_be_hidden()


class TestWaiting:
    """static/js/wait.js, against a server that answers what the test tells it."""

    @pytest.fixture
    def waiting_page(self, page, live_server):
        html = (
            '<p data-wait-url="/state" data-wait-state="queued">queued</p>'
            f'<script src="{live_server.url}/static/js/wait.js"></script>'
        )
        answers = {"state": "queued", "shown": 0}

        def show(route):
            answers["shown"] += 1
            route.fulfill(body=html, content_type="text/html")

        page.route("**/waiting", show)
        page.route("**/state", lambda route: route.fulfill(body=answers["state"]))
        page.clock.install()
        page.goto(f"{live_server.url}/waiting")
        return answers

    def test_the_page_is_shown_anew_when_the_work_is_done(self, waiting_page, page):
        with page.expect_response("**/state"):
            page.clock.run_for(2_000)
        assert waiting_page["shown"] == 1
        waiting_page["state"] = "rendered"
        with page.expect_navigation():
            page.clock.run_for(2_000)
        assert waiting_page["shown"] == 2

    def test_it_gives_up_in_the_end(self, waiting_page, page):
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        for _ in range(100):
            page.clock.run_for(2_000)
        assert 80 <= len([url for url in asked if url.endswith("/state")]) <= 90
