"""The list of cases: filters in the address, what comes next on the row."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from decisions.models import Decision, GrantedService
from stottekontakt.accounts.roles import Role
from stottekontakt.audit.models import AccessEntry
from stottekontakt.cases.rules import age_on
from stottekontakt.reports.case_list import turned
from tests.accounts.factories import UnitFactory
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory, PersonFactory
from tests.deadlines.factories import DeadlineFactory
from tests.reports.conftest import OF_THE_CLIENT


@pytest.fixture
def browser(client_for, caseworker):
    return client_for(caseworker)


def names(browser, query: str = "") -> list[str]:
    response = browser.get(f"/saker/?{query}")
    assert response.status_code == 200
    return [row.case.name for row in response.context["page"]]


def grant(case, by, **changes) -> GrantedService:
    """In force from last month, made as the database allows it: services before the issue."""
    today = timezone.localdate()
    decision = Decision.objects.create(
        municipality=case.municipality, case=case, drafted_by=by.user
    )
    return GrantedService.objects.create(
        **{
            "municipality": case.municipality,
            "decision": decision,
            "case": case,
            "form": "individual",
            "hours": Decimal("3.5"),
            "hours_unit": "week",
            "starts_on": today - timedelta(days=30),
            "in_force": True,
            **changes,
        }
    )


def test_a_row_tells_who_what_and_when(browser, unit, caseworker):
    today = timezone.localdate()
    born = today.replace(year=today.year - 11, day=1)
    case = CaseFactory(
        unit=unit,
        recipient=PersonFactory(
            municipality=unit.municipality,
            name="Nora Blåklokke",
            birth_date=born,
            confidential=True,
        ),
    )
    DeadlineFactory(case=case, due_on=today - timedelta(days=1))
    DeadlineFactory(case=case, kind="end", basis="last_day", due_on=today + timedelta(days=90))
    grant(case, caseworker)
    page = browser.get("/saker/").content.decode()
    for words in (
        "Nora Blåklokke, 11 år",
        "Fortrolig adresse",
        str(case),
        "3,5 t i uken, én til én",
        "Vedtak eller foreløpig svar",
        "Forfalt",
        "Ufordelt",
    ):
        assert words in page, words
    assert "Øvre Prøvevei" not in page


def test_what_is_no_longer_in_force_is_not_granted_now(browser, unit, caseworker):
    today = timezone.localdate()
    ended = CaseFactory(unit=unit)
    grant(ended, caseworker, ends_on=today - timedelta(days=1))
    coming = CaseFactory(unit=unit)
    grant(coming, caseworker, starts_on=today + timedelta(days=1))
    rows = browser.get("/saker/").context["page"].object_list
    assert [row.granted for row in rows] == ["", ""]
    assert names(browser, "naa=vedtak") == []


class TestFilters:
    @pytest.fixture(autouse=True)
    def cases(self, unit, caseworker, decision_maker):
        today = timezone.localdate()

        def born(years: int):
            return today - timedelta(days=years * 366)

        def make(name: str, years: int, **fields):
            return CaseFactory(
                unit=unit, recipient__name=name, recipient__birth_date=born(years), **fields
            )

        make("Barn", 8, caseworker=caseworker.user)
        ungdom = make("Ungdom", 15, caseworker=decision_maker.user)
        voksen = make("Voksen", 40)
        make("Avsluttet", 50, opened_on=date(2020, 1, 1), closed_on=date(2021, 1, 1))
        ApplicationFactory(case=ungdom)
        DeadlineFactory(case=ungdom, due_on=today - timedelta(days=1))
        grant(voksen, caseworker)

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", ["Barn", "Ungdom", "Voksen"]),
            ("status=avsluttet", ["Avsluttet"]),
            ("status=alle", ["Avsluttet", "Barn", "Ungdom", "Voksen"]),
            ("saksbehandler=meg", ["Barn"]),
            ("saksbehandler=ingen", ["Voksen"]),
            ("alder=barn", ["Barn"]),
            ("alder=unge", ["Ungdom"]),
            ("alder=voksne", ["Voksen"]),
            ("naa=soknad", ["Ungdom"]),
            ("naa=frist", ["Ungdom"]),
            ("naa=vedtak", ["Voksen"]),
            ("alder=voksne&status=alle", ["Avsluttet", "Voksen"]),
            ("alder=voksne&saksbehandler=meg", []),
            ("alder=hund&status=kanskje&saksbehandler=x", ["Barn", "Ungdom", "Voksen"]),
        ],
    )
    def test_narrow_the_list(self, query, expected, browser):
        assert names(browser, f"{query}&sorter=navn") == expected

    def test_by_a_colleague(self, browser, decision_maker):
        assert names(browser, f"saksbehandler={decision_maker.user_id}") == ["Ungdom"]

    def test_are_chips_that_can_be_removed(self, browser):
        response = browser.get("/saker/?alder=barn&saksbehandler=meg&sorter=navn")
        page = response.content.decode()
        assert "Alder: Barn, 0–11 år" in page
        assert "?saksbehandler=meg&amp;sorter=navn" in page
        assert "1 treff" in page

    def test_that_leave_nothing_say_what_to_do(self, browser):
        page = browser.get("/saker/?alder=voksne&saksbehandler=meg").content.decode()
        assert "Ingen saker passer med filtrene" in page

    def test_can_be_sorted_and_sorted_back(self, browser):
        assert names(browser, "sorter=navn") == ["Barn", "Ungdom", "Voksen"]
        assert names(browser, "sorter=-navn") == ["Voksen", "Ungdom", "Barn"]
        assert names(browser, "sorter=nummer") == ["Barn", "Ungdom", "Voksen"]
        assert names(browser, "sorter=tull") == ["Voksen", "Ungdom", "Barn"]


def test_æ_ø_and_å_come_last(browser, unit):
    for name in ("Åse Ø", "Ørjan Å", "Ærlig B", "Zara Z", "Anne A"):
        CaseFactory(unit=unit, recipient__name=name)
    assert names(browser, "sorter=navn") == ["Anne A", "Zara Z", "Ærlig B", "Ørjan Å", "Åse Ø"]


@pytest.mark.parametrize(
    "today",
    [date(2026, 11, 24), date(2027, 2, 28), date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)],
)
@pytest.mark.parametrize("age", [12, 18])
def test_ages_are_counted_as_everywhere_else(age, today):
    last = turned(age, today)
    assert age_on(last, today) == age
    assert age_on(last + timedelta(days=1), today) == age - 1


class TestOutOfSight:
    def test_another_units_and_a_strictly_protected_persons(self, browser, unit):
        CaseFactory(unit=UnitFactory(municipality=unit.municipality))
        CaseFactory(unit=unit, recipient=PersonFactory(municipality=unit.municipality, strict=True))
        assert names(browser) == []
        assert "Ingen saker ennå" in browser.get("/saker/").content.decode()

    def test_another_municipalitys(self, browser, other_municipality, in_municipality):
        from stottekontakt.accounts.models import Unit

        with in_municipality(other_municipality):
            CaseFactory(unit=Unit.objects.get())
        assert names(browser) == []

    def test_a_coordinator_has_what_the_unit_carries_out(
        self, unit, culture_unit, coordinator, client_for
    ):
        CaseFactory(unit=unit, recipient__name="Ikke vedtatt")
        CaseFactory(unit=unit, delivering_unit=culture_unit, recipient__name="Innvilget")
        browser = client_for(coordinator)
        assert names(browser) == ["Innvilget"]
        assert "Registrer søknad" not in browser.get("/saker/").content.decode()


def test_the_reading_is_logged(browser, unit):
    CaseFactory(unit=unit)
    browser.get("/saker/?alder=voksne")
    entry = AccessEntry.objects.get(view="cases:list")
    assert entry.data == {"rows": 1}


def test_fifty_a_page(browser, unit):
    for _ in range(53):
        CaseFactory(unit=unit)
    assert [len(names(browser, f"side={page}")) for page in (1, 2)] == [50, 3]
    assert "Viser 51–53 av 53" in browser.get("/saker/?side=2").content.decode()
    assert len(names(browser, "side=99")) == 3


@pytest.mark.parametrize("query", ["", "sorter=navn", "naa=frist&alder=voksne", "side=2"])
def test_as_many_queries_however_many_cases(
    query, browser, unit, caseworker, django_assert_max_num_queries
):
    for _ in range(55):
        case = CaseFactory(unit=unit, caseworker=caseworker.user)
        DeadlineFactory(case=case)
    browser.get(f"/saker/?{query}")
    with django_assert_max_num_queries(10 + OF_THE_CLIENT):
        browser.get(f"/saker/?{query}")


def test_the_menu_marks_where_one_is(browser, unit):
    case = CaseFactory(unit=unit)
    page = browser.get(reverse("cases:persons", args=[case.pk])).content.decode()
    assert 'href="/saker/" aria-current="true"' in page


def test_a_leader_has_no_cases_of_the_own(client_for, leader, member):
    page = client_for(leader).get("/saker/").content.decode()
    assert ">Meg</option>" not in page
    assert (
        ">Meg</option>" in client_for(member(Role.DECISION_MAKER)).get("/saker/").content.decode()
    )
