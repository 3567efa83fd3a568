"""Flags ask and never refuse; what is known stands beside the criterion. No database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from applications.models import Application
from decisions.criteria import read_set, set_names
from decisions.models import Criterion, Decision
from decisions.rules import Dossier, age_in_words, flag, home_in_words
from stottekontakt.accounts.models import Municipality
from stottekontakt.cases.models import Case, Person
from tests.decisions.factories import CriterionFactory

Housing = Case.Housing


def criterion(**fields):
    return CriterionFactory.build(municipality=None, **fields)


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (0, "Alderen er 0 år. Kommunen gir bare unntaksvis støttekontakt før 10 år."),
        (9, "Alderen er 9 år. Kommunen gir bare unntaksvis støttekontakt før 10 år."),
        (10, None),
        (34, None),
    ],
)
def test_a_floor_asks_below_it(age, said):
    raised = flag(criterion(age=True), age=age, housing=Housing.PARENTS)
    assert (raised.text if raised else None) == said
    if raised:
        assert raised.demands_answer
        assert raised.ask == "Skriv om barnet har en fritid uten foreldrene."


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (5, "Kommunen gir normalt ikke støttekontakt før 6 år."),
        (6, "Ved 6 år er noen foreldre fortsatt med."),
        (11, "Ved 11 år er noen foreldre fortsatt med."),
        (12, None),
    ],
)
def test_parents_who_come_along_are_asked_about(age, said):
    school_age = criterion(age=True, norm="normally_not", min_age=6, parents_age=12)
    raised = flag(school_age, age=age, housing=Housing.PARENTS)
    if said is None:
        assert raised is None
    else:
        assert said in raised.text
        assert raised.demands_answer


def test_an_unknown_age_is_told_and_demands_nothing():
    raised = flag(criterion(age=True), age=None, housing=Housing.PARENTS)
    assert not raised.demands_answer
    assert "Fødselsdatoen" in raised.text


@pytest.mark.parametrize(
    ("norm", "said"),
    [
        ("outside", "utenfor målgruppen. Retten vurderes likevel for hver enkelt."),
        ("exceptionally", "Da gir kommunen støttekontakt bare unntaksvis."),
        ("normally_not", "Da gir kommunen normalt ikke støttekontakt."),
    ],
)
def test_round_the_clock_housing_has_the_municipalitys_own_strictness(norm, said):
    limit = criterion(housing_limit=True, norm=norm)
    raised = flag(limit, age=40, housing=Housing.STAFFED)
    assert said in raised.text
    assert raised.text.startswith("Boform: bolig med heldøgns bemanning.")
    assert raised.demands_answer
    assert flag(limit, age=40, housing=Housing.INSTITUTION)
    assert flag(limit, age=40, housing=Housing.SHARED) is None
    assert not flag(limit, age=40, housing=Housing.UNKNOWN).demands_answer


@pytest.mark.parametrize(
    ("wishes", "found"),
    [
        ("Hjelp til leksene på onsdager", "«leksene»"),
        ("LEKSEHJELP og vasking", "«leksehjelp» og «vasking»"),
        ("Kino og turer. Saken handler om ensomhet.", None),
        ("", None),
    ],
)
def test_excluded_tasks_are_found_by_their_words(wishes, found):
    tasks = criterion(kind="excluded_tasks", tasks=["lekse", "vask"])
    raised = flag(tasks, age=12, housing=Housing.PARENTS, wishes=wishes)
    if found is None:
        assert raised is None
    else:
        assert found in raised.text
        assert raised.demands_answer


def test_priority_is_told_and_is_never_a_bar():
    priority = criterion(kind="priority", max_age=24)
    raised = flag(priority, age=24, housing=Housing.PARENTS)
    assert not raised.demands_answer
    assert "aldri en grunn til å avslå andre" in raised.text
    assert flag(priority, age=25, housing=Housing.PARENTS) is None
    assert flag(priority, age=None, housing=Housing.PARENTS) is None


@pytest.mark.parametrize("kind", ["need", "network", "target_group", "other"])
def test_needs_raise_no_flags(kind):
    assert flag(criterion(kind=kind), age=1, housing=Housing.INSTITUTION, wishes="lekser") is None


@pytest.mark.parametrize("name", set_names())
def test_every_set_has_both_forms_of_language_and_no_bar(name):
    """Each asks for need; whatever limits has a question, so that nothing is refused by itself."""
    kinds = set()
    for fields in read_set(name):
        one = Criterion(**fields, position=1, valid_from=date(2019, 1, 1))
        kinds.add(one.kind)
        for field in ("heading", "text"):
            assert one.text_in(field, "nb")
            assert one.text_in(field, "nn")
        if one.is_limit and one.kind != Criterion.Kind.PRIORITY:
            assert one.ask_nb
            assert one.ask_nn
    assert "need" in kinds


def test_the_sets_differ_where_the_municipalities_do():
    floors = {
        name: [(one.get("min_age"), one.get("norm")) for one in read_set(name)
               if one["kind"] == "age_floor"]
        for name in set_names()
    }  # fmt: skip
    assert floors["standard"] == []
    assert floors["outside_target_group"] == []
    assert floors["cooperation"] == []
    assert floors["school_age"] == [(6, "normally_not")]
    assert floors["under_ten"] == [(10, "exceptionally")]


def dossier(born_on, day=date(2026, 11, 23)) -> Dossier:
    return Dossier(
        decision=Decision(), day=day, municipality=Municipality(), case=Case(),
        recipient=Person(name="Nora Blåklokke", birth_date=born_on), application=Application(
            hours=Decimal(3)
        ),
        services=[], criteria=[], appraisals=[], sources=[], legal_bases=[], in_force=[],
        addressees=[],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("born_on", "said"),
    [
        (date(2015, 8, 14), "11 år, fyller 12 i august 2027"),
        (date(2014, 12, 24), "11 år, fyller 12 i desember"),
        (date(2014, 11, 23), "12 år, fyller 13 i november 2027"),
        (date(2008, 11, 24), "17 år, fyller 18 i november"),
        (date(1992, 3, 4), "34 år"),
        (None, "ikke kjent"),
    ],
)
def test_age_is_said_with_the_next_birthday(born_on, said):
    assert age_in_words(dossier(born_on)) == said


def test_home_is_said_in_the_middle_of_a_line():
    assert home_in_words(Case(housing="parents")) == "hos foreldre"
