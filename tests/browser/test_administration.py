"""Every page of administration and help, as it meets the eye: axe, no sideways scrolling."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from decisions.models import LegalBasis
from stottekontakt.accounts.models import Unit
from stottekontakt.administration.settings import GROUPS
from stottekontakt.cases.models import DocumentKind
from stottekontakt.help.topics import BY_SLUG, FIRST_DAY
from tests.cases.factories import CaseFactory
from tests.decisions.factories import CriterionFactory


@pytest.fixture
def criteria(unit):
    made = [
        CriterionFactory(municipality=unit.municipality, key="floor", age=True),
        CriterionFactory(municipality=unit.municipality, key="home", housing_limit=True),
        CriterionFactory(
            municipality=unit.municipality,
            key="floor",
            age=True,
            valid_from=timezone.localdate() + timedelta(days=20),
        ),
    ]
    return made


def pages(unit, criteria, membership) -> list[str]:
    basis = LegalBasis.objects.filter(municipality=None).first()
    kind = DocumentKind.objects.filter(municipality=None).first()

    def at(name: str, *arguments) -> str:
        return reverse(f"administration:{name}", args=arguments)

    return [
        *(
            at(name)
            for name in (
                "index", "overview", "review", "units", "add_unit", "criteria", "add_criterion",
                "legal_bases", "add_legal_basis", "document_kinds", "add_document_kind", "settings",
            )
        ),
        *(at(name, membership.pk) for name in ("change_user", "another_role")),
        *(at(name, unit.pk) for name in ("unit", "close_unit")),
        *(
            at(name, criteria[0].pk) for name in ("criterion", "change_criterion", "end_criterion")
        ),
        f"{at('try_criteria')}?age=8&housing=staffed&wishes=&day=",
        *(at(name, basis.pk) for name in ("legal_basis", "change_legal_basis", "end_legal_basis")),
        *(
            at(name, kind.pk)
            for name in ("document_kind", "change_document_kind", "end_document_kind")
        ),
        *(at("settings_group", group.slug) for group in GROUPS),
    ]  # fmt: skip


def test_every_page_of_administration(
    page, screen, live_server, unit, criteria, administrator, caseworker, sign_in,
    assert_accessible, picture,
):  # fmt: skip
    CaseFactory(unit=unit)
    sign_in(administrator)
    for number, path in enumerate(pages(unit, criteria, caseworker)):
        response = page.goto(f"{live_server.url}{path}")
        assert response.status == 200, path
        assert_accessible()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], path
        picture(f"administration-{number:02}")


def test_every_help_text(
    page, screen, live_server, administrator, sign_in, assert_accessible, picture
):
    sign_in(administrator)
    paths = [
        reverse("help:index"),
        *(reverse("help:first_day_of", args=[guide.slug]) for guide in FIRST_DAY.values()),
        *(reverse("help:topic", args=[slug]) for slug in list(BY_SLUG)[:3]),
    ]
    for number, path in enumerate(paths):
        assert page.goto(f"{live_server.url}{path}").status == 200
        assert_accessible()
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        picture(f"help-{number:02}")


def test_a_newcomer_finds_the_way_from_help_to_a_new_wording(
    page, live_server, unit, administrator, sign_in
):
    """From the guide of the first day to a criterion that is reworded, without an address."""
    CriterionFactory(municipality=unit.municipality, key="need", heading_nb="Trenger følge")
    sign_in(administrator)
    page.goto(live_server.url)
    page.get_by_role("link", name="Hjelp").click()
    page.get_by_role("link", name="første dag").click()
    page.get_by_role("link", name="kriteriene").click()
    page.get_by_role("link", name="Trenger følge").click()
    page.get_by_role("link", name="Ny tekst").click()
    page.get_by_label("Overskrift på bokmål").fill("Trenger en å gå sammen med")
    page.get_by_role("button", name="Forhåndsvis").click()
    expect(page.get_by_role("heading", name="Slik blir det")).to_be_visible()
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("«Trenger en å gå sammen med» gjelder fra")).to_be_visible()
    page.get_by_text("Historikk").click()
    expect(page.get_by_text("av Astrid Skare")).to_be_visible()


def test_a_unit_is_closed_and_its_cases_go_on(
    page, live_server, unit, culture_unit, administrator, sign_in
):
    case = CaseFactory(unit=unit)
    Unit.objects.create(municipality=unit.municipality, name="Tildeling nord", kind="allocation")
    sign_in(administrator)
    page.goto(live_server.url)
    page.get_by_role("link", name="Enheter").click()
    row = page.get_by_role("row").filter(has_text="Tildelingskontoret")
    row.get_by_role("link", name="Endre").click()
    page.get_by_role("link", name="Legg ned enheten").click()
    expect(page.get_by_text(str(case))).to_be_visible()
    page.get_by_role("button", name="Legg ned enheten").click()
    expect(page.get_by_role("alert")).to_contain_text("Velg hvor den skal.")
    page.get_by_label("Hvem tar over").select_option(label="Tildeling nord")
    page.get_by_role("button", name="Legg ned enheten").click()
    expect(page.get_by_text("Tildelingskontoret er lagt ned.")).to_be_visible()
    case.refresh_from_db()
    assert case.unit.name == "Tildeling nord"
