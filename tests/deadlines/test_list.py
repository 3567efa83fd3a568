"""The page of deadlines."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from stottekontakt.accounts.roles import Role
from tests.accounts.factories import UnitFactory
from tests.cases.factories import CaseFactory, PersonFactory
from tests.deadlines.factories import DeadlineFactory

# Ten of the page's own, and two by which the tests' browser keeps to its municipality.
QUERIES = 10 + 2


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2027-02-24T10:00:00+01:00"):
        yield


@pytest.fixture
def url() -> str:
    return reverse("deadlines:list")


@pytest.fixture
def case(unit):
    return CaseFactory(
        unit=unit, recipient=PersonFactory(municipality=unit.municipality, child=True)
    )


@pytest.fixture
def browser(client_for, caseworker):
    return client_for(caseworker)


def test_each_says_when_what_whose_and_why(browser, url, case) -> None:
    DeadlineFactory(
        case=case,
        counted_from=date(2027, 1, 29),
        due_on=date(2027, 2, 28),
        act_by=date(2027, 2, 26),
    )
    text = browser.get(url).text
    assert "Om 2 dager" in text
    assert "Vedtak eller foreløpig svar" in text
    assert "Nora Blåklokke" in text
    assert str(case) in text
    assert "Én måned fra 29. januar er søndag 28. februar, så siste virkedag før gjelder." in text


def test_the_nearest_stands_first(browser, url, case) -> None:
    later = DeadlineFactory(case=case, due_on=date(2027, 5, 3))
    late = DeadlineFactory(case=case, due_on=date(2027, 2, 22))
    assert list(browser.get(url).context["page"]) == [late, later]
    assert list(browser.get(url, {"sorter": "-frist"}).context["page"]) == [later, late]


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ({}, [22, 24, 26]),
        ({"when": "forfalt"}, [22]),
        ({"when": "uke"}, [24, 26]),
        ({"when": "senere"}, []),
        ({"when": "tull"}, [22, 24, 26]),
        ({"kind": "end"}, [26]),
        ({"mine": "on"}, []),
    ],
)
def test_filters(browser, url, case, query, days) -> None:
    for day in (22, 24):
        DeadlineFactory(case=case, due_on=date(2027, 2, day))
    DeadlineFactory(case=case, due_on=date(2027, 2, 26), kind="end", basis="last_day")
    page = browser.get(url, query).context["page"]
    assert [deadline.act_by.day for deadline in page] == days


def test_mine_are_those_of_my_cases(browser, url, case, caseworker) -> None:
    mine = DeadlineFactory(
        case=CaseFactory(unit=case.unit, caseworker=caseworker.user), due_on=date(2027, 3, 1)
    )
    DeadlineFactory(case=case)
    assert list(browser.get(url, {"mine": "on"}).context["page"]) == [mine]


def test_what_is_over_or_not_ours_is_not_there(browser, url, case) -> None:
    DeadlineFactory(case=case, met=True)
    DeadlineFactory(case=case, cancelled=True)
    DeadlineFactory(case=case, complaint=True)
    response = browser.get(url)
    assert "Ingen frister nå" in response.text


def test_an_empty_filter_says_what_to_do(browser, url, case) -> None:
    DeadlineFactory(case=case, due_on=date(2027, 2, 22))
    assert "Ta bort et filter" in browser.get(url, {"when": "senere"}).text


def test_another_units_and_strictly_protected_cases_are_out_of_sight(
    browser, url, unit, municipality
) -> None:
    strict = PersonFactory(municipality=municipality, name="Hemmelig Person", strict=True)
    DeadlineFactory(case=CaseFactory(unit=unit, recipient=strict))
    DeadlineFactory(case=CaseFactory(unit=UnitFactory(municipality=municipality)))
    assert list(browser.get(url).context["page"]) == []


def test_only_those_with_a_work_list(client_for, member, url) -> None:
    for role in (Role.DECISION_MAKER, Role.LEADER):
        assert client_for(member(role)).get(url).status_code == 200
    for role in (Role.COORDINATOR, Role.PAYROLL_CLERK, Role.ADMINISTRATOR):
        assert client_for(member(role)).get(url).status_code == 403
    assert client_for(member(Role.LEADER)).post(url).status_code == 405


def test_queries_do_not_grow_with_the_list(
    browser, url, unit, django_assert_max_num_queries
) -> None:
    browser.get(url)
    with django_assert_max_num_queries(QUERIES) as few:
        browser.get(url)
    for _ in range(60):
        DeadlineFactory(case=CaseFactory(unit=unit), due_on=date(2027, 3, 1))
    with django_assert_max_num_queries(QUERIES) as many:
        assert len(browser.get(url).context["page"]) == 50
    assert len(many) <= len(few) + 2  # which ones, and what they show
    assert not any("identity_number" in query["sql"] for query in many.captured_queries)
