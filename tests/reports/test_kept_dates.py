"""How dates are kept: each figure opens a list of that length; several cases are moved at once."""

from __future__ import annotations

import re
from datetime import date

import pytest
import time_machine

from stottekontakt.accounts.roles import Role
from stottekontakt.cases.models import Case
from stottekontakt.deadlines.models import Deadline
from stottekontakt.letters.models import Letter
from stottekontakt.reports.kept_dates import (
    OF_MONTH,
    OF_PROMISES,
    CannotMove,
    Figure,
    Period,
    kept_dates,
    move_cases,
    rows_of,
)
from tests.accounts.factories import UnitFactory
from tests.cases.factories import CaseFactory
from tests.deadlines.factories import DeadlineFactory
from tests.letters.factories import issue

pytestmark = pytest.mark.django_db

TODAY = date(2027, 5, 20)
PERIOD = Period(date(2027, 1, 1), TODAY)
PAGE, LIST = "/rapporter/frister/", "/rapporter/frister/liste/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2027-05-20T09:00:00+02:00"):
        yield


@pytest.fixture
def make(unit, caseworker):
    def make(**fields) -> Deadline:
        case = CaseFactory(unit=unit, caseworker=fields.pop("of", caseworker.user))
        return DeadlineFactory(
            case=case, **{"counted_from": date(2027, 3, 1), "due_on": date(2027, 4, 1), **fields}
        )

    return make


@pytest.fixture
def answered(make, caseworker):
    """The month met by a letter of this kind on this day."""

    def answer(kind: str, on: date) -> Deadline:
        deadline = make()
        letter = issue(deadline.case, by=caseworker, kind=kind, source=f"{kind}:{deadline.pk}")
        deadline.met_on, deadline.met_by = on, f"letter:{letter.pk}"
        deadline.save()
        return deadline

    return answer


@pytest.fixture
def figures(make, answered):
    """What there is, and how many of each."""
    in_time, late = date(2027, 3, 30), date(2027, 4, 2)
    for _each in range(3):
        answered("decision_granted", in_time)
    for _each in range(2):
        answered("interim_reply", in_time)
    answered("decision_refused", late)
    make()  # nobody has answered
    make(due_on=date(2027, 6, 1), counted_from=date(2027, 5, 1))
    make(cancelled=True)  # withdrawn: nobody is owed an answer
    make(counted_from=date(2026, 12, 31))  # of another year
    promised = {"kind": "promised", "basis": "promised", "counted_from": None}
    make(**promised, due_on=date(2027, 4, 15), met_on=date(2027, 4, 15), met_by="letter:1")
    make(**promised, due_on=date(2027, 4, 15), met_on=date(2027, 4, 16), met_by="letter:1")
    make(**promised, due_on=date(2027, 4, 15),
         cancelled_on=date(2027, 4, 16), cancel_reason="Ny dag")  # fmt: skip
    make(**promised, due_on=date(2027, 4, 15),
         cancelled_on=date(2027, 4, 14), cancel_reason="Ny dag")  # fmt: skip
    make(**promised, due_on=date(2027, 5, 19))
    return {
        Figure.DECIDED: 3, Figure.INTERIM: 2, Figure.LATE: 1, Figure.OVERDUE: 1,
        Figure.RUNNING: 1, Figure.KEPT: 1, Figure.BROKEN: 3, Figure.MOVED: 1, Figure.PROMISED: 0,
    }  # fmt: skip


def test_what_is_counted(figures, leader) -> None:
    kept = kept_dates(leader, PERIOD, TODAY)
    assert {one.figure: one.count for one in [*kept.month, *kept.promises]} == figures
    assert kept.received == 8
    assert {one.figure: one.percent for one in kept.month}[Figure.DECIDED] == 38


def test_each_figure_opens_a_list_of_that_length(figures, leader, client_for) -> None:
    mine = client_for(leader)
    page = mine.get(PAGE)
    links = re.findall(r'href="(/rapporter/frister/liste/[^"]+)">(\d+)<', page.text)
    of_some = [
        figure
        for figure in (*OF_MONTH, *OF_PROMISES)
        if rows_of(figure, leader, PERIOD, TODAY).exists()
    ]
    assert len(of_some) < len(OF_MONTH) + len(OF_PROMISES), "a figure of none is no link"
    assert len(links) == len(of_some) + 2
    for url, count in links:
        listed = mine.get(url.replace("&amp;", "&"))
        assert listed.status_code == 200
        assert listed.text.count('name="sak"') == int(count), url
    for figure, count in figures.items():
        assert rows_of(figure, leader, PERIOD, TODAY).count() == count


def test_open_and_late_for_each_caseworker(make, leader, member, caseworker) -> None:
    other = member(Role.CASEWORKER, user__name="Anne Ord")
    make(due_on=date(2027, 5, 1))
    make(due_on=date(2027, 6, 1))
    make(due_on=date(2027, 6, 1), of=other.user)
    make(due_on=date(2027, 5, 1), of=None)
    make(due_on=date(2027, 5, 1), complaint=True)
    people = {one.name: one for one in kept_dates(leader, PERIOD, TODAY).people}
    assert {name: (one.open, one.overdue) for name, one in people.items()} == {
        "Siri Lind": (2, 1), "Anne Ord": (1, 0), "Ingen saksbehandler": (1, 1),
    }  # fmt: skip
    for one in people.values():
        assert rows_of(Figure.OPEN, leader, PERIOD, TODAY, one.key).count() == one.open
        late = rows_of(Figure.OPEN_OVERDUE, leader, PERIOD, TODAY, one.key)
        assert late.count() == one.overdue


def test_only_the_leaders_own_unit(make, leader, unit) -> None:
    elsewhere = UnitFactory(municipality=unit.municipality, name="Sør")
    DeadlineFactory(case=CaseFactory(unit=elsewhere), due_on=date(2027, 5, 1))
    assert kept_dates(leader, PERIOD, TODAY).people == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            "fra=2027-05-01&til=2027-04-01",
            "Siste dag må være samme dag som den første eller senere",
        ),
        ("fra=31.02.2027", "Den datoen finnes ikke"),
    ],
)
def test_a_period_that_cannot_be(client_for, leader, query, words) -> None:
    page = client_for(leader).get(f"{PAGE}?{query}")
    assert page.status_code == 200
    assert words in page.text


def test_a_list_of_nothing_known_and_an_empty_one(client_for, leader) -> None:
    assert client_for(leader).get(f"{LIST}?hva=annet").status_code == 404
    assert "Ingen å vise" in client_for(leader).get(f"{LIST}?hva=lovet-brutt").text


class TestMove:
    def test_several_at_once(self, make, leader, member, client_for) -> None:
        to = member(Role.CASEWORKER, user__name="Anne Ord")
        cases = [make().case for _each in range(3)]
        data = {"sak": [case.pk for case in cases[:2]], "to": to.user_id, "message": "Ferie"}
        page = client_for(leader).post(f"{LIST}?hva=apne", data, follow=True)
        assert "2 saker er flyttet til Anne Ord." in page.text
        assert Case.objects.filter(caseworker=to.user).count() == 2

    @pytest.mark.parametrize("missing", ["sak", "to"])
    def test_what_is_missing_is_said_and_what_was_ticked_is_kept(
        self, make, leader, member, client_for, missing
    ) -> None:
        to = member(Role.CASEWORKER, user__name="Anne Ord")
        case = make().case
        data = {"sak": [case.pk], "to": to.user_id, "message": "Ferie"}
        del data[missing]
        page = client_for(leader).post(f"{LIST}?hva=apne", data)
        assert ("Kryss av for sakene" if missing == "sak" else "Velg hvem som skal ha") in page.text
        assert "Ferie" in page.text
        assert ("checked" in page.text) is (missing == "to")
        case.refresh_from_db()
        assert case.caseworker != to.user

    def test_all_or_none(self, make, leader, member, monkeypatch) -> None:
        from stottekontakt.cases.errors import CannotHandOver
        from stottekontakt.reports import kept_dates as module

        to = member(Role.CASEWORKER, user__name="Anne Ord")
        cases = [make().case for _each in range(2)]
        real = module.offer

        def refuses_the_second(case_id, **arguments):
            if case_id == cases[1].pk:
                raise CannotHandOver("Anne Ord er inhabil i saken.")
            return real(case_id, **arguments)

        monkeypatch.setattr(module, "offer", refuses_the_second)
        with pytest.raises(CannotMove) as refused:
            move_cases([case.pk for case in cases], to=to.user, message="", by=leader)
        assert refused.value.problems == [f"Sak {cases[1]}: Anne Ord er inhabil i saken."]
        assert not Case.objects.filter(caseworker=to.user).exists()

    def test_not_anothers_units_and_not_to_just_anybody(
        self, make, leader, unit, member, client_for, coordinator
    ) -> None:
        elsewhere = UnitFactory(municipality=unit.municipality, name="Sør")
        foreign = CaseFactory(unit=elsewhere)
        own = make().case
        to = member(Role.CASEWORKER, user__name="Anne Ord")
        data = {"sak": [foreign.pk, own.pk], "to": to.user_id}
        client_for(leader).post(f"{LIST}?hva=apne", data)
        foreign.refresh_from_db()
        assert foreign.caseworker is None
        page = client_for(leader).post(f"{LIST}?hva=apne", {**data, "to": coordinator.user_id})
        assert "ds-error-summary" in page.text


def test_queries(figures, leader, client_for, django_assert_max_num_queries) -> None:
    mine = client_for(leader)
    with django_assert_max_num_queries(13):
        mine.get(PAGE)
    with django_assert_max_num_queries(14):
        mine.get(f"{LIST}?hva=apne")


def test_nothing_stands_in_the_figures_of_letters_alone(answered) -> None:
    answered("interim_reply", date(2027, 3, 30))
    assert Letter.objects.count() == 1
