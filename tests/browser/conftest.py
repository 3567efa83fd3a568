"""A real browser against a real server: Debian's Chromium, or the one that CHROMIUM names."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from playwright.sync_api import Page, Response

from stottekontakt.accounts.models import Membership

# Playwright's own event loop runs in the thread of the tests, so Django believes it is in async
# code. It is not: every call here is synchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PASSWORD = "et-langt-passord"
SCREENS = {"phone": (360, 800), "desktop": (1280, 800)}
PICTURES = Path(django_settings.DATA_DIR) / "screenshots"
NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail(f"No browser found: install one of {', '.join(NAMES)}, or set CHROMIUM.")
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {
        "executable_path": chromium(),
        "args": [
            "--no-sandbox",
            "--lang=nb-NO",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"locale": "nb-NO", "timezone_id": "Europe/Oslo"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(params=SCREENS.values(), ids=SCREENS.keys())
def screen(request: pytest.FixtureRequest, page: Page) -> tuple[int, int]:
    """Runs the test once on a phone and once on a desk."""
    width, height = request.param
    page.set_viewport_size({"width": width, "height": height})
    return width, height


@pytest.fixture(autouse=True)
def no_complaints(page: Page) -> Iterator[None]:
    """The page breaks no rule of its own Content-Security-Policy, and misses no file."""
    complaints: list[str] = []

    def heard(text: str) -> None:
        if "Content Security Policy" in text or "Content-Security-Policy" in text:
            complaints.append(text)

    def answered(response: Response) -> None:
        if "/static/" in response.url and response.status >= 400:
            complaints.append(f"{response.status} {response.url}")

    page.on("console", lambda message: heard(message.text))
    page.on("response", answered)
    yield
    assert complaints == []


@pytest.fixture
def sign_in(page: Page, live_server: Any) -> Callable[[Membership], None]:
    """Sign in the way people do: through the form."""

    def through_the_form(membership: Membership) -> None:
        page.goto(f"{live_server.url}/logg-inn/")
        page.get_by_label("E-post eller brukernavn").fill(membership.user.username)
        page.get_by_label("Passord").fill(PASSWORD)
        page.get_by_role("button", name="Logg inn", exact=True).click()
        page.wait_for_url(lambda url: "/logg-inn/" not in url)

    return through_the_form


def violations(page: Page) -> list[str]:
    """What axe finds, one readable line each."""
    return [
        f"{violation['id']}: {violation['help']} – {node['html'][:160]}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]


@pytest.fixture
def assert_accessible(page: Page) -> Callable[[], None]:
    """axe finds nothing, in light and in dark, and the page does not scroll sideways at 320 px."""

    def check() -> None:
        size = page.viewport_size
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert violations(page) == [], (page.url, scheme)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 320, "height": 640})
        assert sideways_scroll(page) == [], page.url
        assert violations(page) == [], (page.url, "320 px")
        if size:
            page.set_viewport_size(size)

    return check


def sideways_scroll(page: Page) -> list[str]:
    """What sticks out to the right, when the page itself can be scrolled that way."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.querySelectorAll('body *')]
            .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
            .map(each => each.outerHTML.slice(0, 120))"""
    )


@pytest.fixture
def picture(page: Page, request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Keep a picture of the whole page, for people to look at."""

    def take(name: str) -> None:
        width = page.viewport_size["width"] if page.viewport_size else 0
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)

    return take
