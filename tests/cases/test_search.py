"""The search box: names as people spell them, numbers, and nothing in addresses or logs."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from stottekontakt.accounts.roles import Role
from stottekontakt.audit.models import AccessEntry
from stottekontakt.cases.identity_number import synthetic_numbers
from stottekontakt.cases.search import Kind, parse
from stottekontakt.cases.services import set_identity_number
from tests.accounts.factories import UnitFactory
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory

NUMBER = next(synthetic_numbers(date(2015, 8, 14)))
OF_THE_CLIENT = 2  # the tests' client remembers and restores the context


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", Kind.NOTHING),
        ("   ", Kind.NOTHING),
        ("n", Kind.TOO_SHORT),
        ("Bo", Kind.NAME),
        ("Blåklokke, Nora", Kind.NAME),
        ("2027/41", Kind.CASE_NUMBER),
        ("2027 / 41", Kind.CASE_NUMBER),
        ("2027-41", Kind.CASE_NUMBER),
        ("14.08.2015", Kind.BIRTH_DATE),
        ("14082015", Kind.BIRTH_DATE),
        ("14. august 2015", Kind.BIRTH_DATE),
        ("99.99.2015", Kind.NAME),
        (NUMBER, Kind.IDENTITY_NUMBER),
        (f"{NUMBER[:6]} {NUMBER[6:]}", Kind.IDENTITY_NUMBER),
        (NUMBER[:10], Kind.IDENTITY_NUMBER),
    ],
)
def test_what_was_typed_is_understood(text, kind):
    assert parse(text).kind is kind


def test_what_was_typed_stays_out_of_representations():
    assert "Blåklokke" not in repr(parse("Nora Blåklokke"))


@pytest.fixture
def nora(unit):
    recipient = PersonFactory(municipality=unit.municipality, child=True)
    case = CaseFactory(unit=unit, recipient=recipient, year=2027, sequence=41)
    RepresentativeFactory(case=case, mother=True, person__name="Hilde Blåklokke")
    return case


@pytest.fixture
def browser(client_for, caseworker):
    return client_for(caseworker)


def found(browser, text: str) -> list[str]:
    response = browser.post(reverse("cases:search"), {"q": text}, follow=True)
    return [hit.name for hit in response.context["page"]]


@pytest.mark.parametrize(
    "text",
    ["Nora Blåklokke", "nora blåklokke", "Blåklokke Nora", "Nora Blaklokke", "Norra Blåkloke"],
)
def test_a_name_is_found_also_misspelt(text, browser, nora):
    assert found(browser, text)[0] == "Nora Blåklokke"


def test_representatives_are_found_with_what_they_are(browser, nora):
    response = browser.post(reverse("cases:search"), {"q": "Hilde"}, follow=True)
    assert "Mor til Nora Blåklokke" in response.content.decode()


def test_nobody_is_given_the_birth_date_of_another(browser, nora):
    representative = nora.representatives.get().person
    representative.birth_date = None
    representative.save()
    response = browser.post(reverse("cases:search"), {"q": "Hilde"}, follow=True)
    assert [hit.birth_date for hit in response.context["page"]] == [None]


def test_who_holds_what_was_typed_comes_before_who_is_alike(browser, nora, unit):
    CaseFactory(unit=unit, recipient__name="Nora Blåklokka")
    CaseFactory(unit=unit, recipient__name="Nora Bråtveit")
    assert found(browser, "Nora Blåklokke")[:2] == ["Nora Blåklokke", "Nora Blåklokka"]


def test_signs_with_a_meaning_in_patterns_are_only_signs(browser, nora):
    assert found(browser, "N%a") == []
    assert found(browser, "Nor_ Blåklokke") != []  # alike, not a pattern
    assert found(browser, "\\") == [] if len("\\") > 1 else True


def test_a_case_number_leads_straight_to_the_case(browser, nora):
    response = browser.post(reverse("cases:search"), {"q": "2027/41"})
    assert response["Location"] == nora.get_absolute_url()


def test_an_identity_number_leads_straight_to_the_case(browser, nora):
    set_identity_number(nora.recipient, NUMBER)
    nora.recipient.save()
    response = browser.post(reverse("cases:search"), {"q": f"{NUMBER[:6]} {NUMBER[6:]}"})
    assert response["Location"] == nora.get_absolute_url()


def test_somebody_in_two_cases_gives_a_choice(browser, nora, unit):
    mother = nora.representatives.get().person
    set_identity_number(mother, NUMBER)
    mother.save()
    RepresentativeFactory(case=CaseFactory(unit=unit), person=mother, mother=True)
    assert found(browser, NUMBER) == ["Hilde Blåklokke"] * 2


def test_a_birth_date_finds_the_person(browser, nora):
    assert found(browser, "14.08.2015") == ["Nora Blåklokke"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Skriv hele eller en del av navnet"),
        ("n", "Skriv minst to bokstaver"),
        ("Ukjent Navnløs", "Ingen treff"),
        ("2027/999", "Ingen sak med dette nummeret"),
        (NUMBER, "Ingen med dette fødselsnummeret er i en sak du har tilgang til"),
        (NUMBER[:10], "Fødselsnummeret har 10 siffer"),
        (NUMBER[:9] + "00", "kontrollsifrene stemmer ikke"),
        ("01.01.1950", "Ingen treff på fødselsdatoen"),
    ],
)
def test_nothing_found_says_what_to_do(text, said, browser, nora):
    response = browser.post(reverse("cases:search"), {"q": text}, follow=True)
    assert response.status_code == 200
    assert said in response.content.decode()


def test_the_address_and_the_log_hold_no_name(browser, nora):
    response = browser.post(reverse("cases:search"), {"q": "Nora Blåklokke"})
    assert "Nora" not in response["Location"]
    browser.get(response["Location"])
    entry = AccessEntry.objects.get(action="search")
    assert entry.data == {"kind": "name", "hits": 2}
    assert "Nora" not in str(vars(entry))


def test_the_session_holds_it_encrypted(browser, nora):
    browser.post(reverse("cases:search"), {"q": "Nora Blåklokke"})
    assert "Nora" not in str(dict(browser.session))


def test_a_search_of_another_session_is_not_shown(browser, nora, client_for, decision_maker):
    address = browser.post(reverse("cases:search"), {"q": "Nora Blåklokke"})["Location"]
    response = client_for(decision_maker).get(address)
    assert "Søket huskes bare en stund" in response.content.decode()
    assert "Nora" not in response.content.decode()


def test_only_the_last_searches_are_kept(browser, nora):
    first = browser.post(reverse("cases:search"), {"q": "Nora"})["Location"]
    for _ in range(12):
        browser.post(reverse("cases:search"), {"q": "Hilde"})
    assert "Søket huskes" in browser.get(first).content.decode()
    assert len(browser.session["searches"]) == 10


class TestOutOfSight:
    def test_another_units(self, browser, unit):
        other = UnitFactory(municipality=unit.municipality)
        case = CaseFactory(unit=other, recipient__name="Nora Blåklokke", year=2027, sequence=9)
        assert found(browser, "Nora Blåklokke") == []
        assert browser.post(reverse("cases:search"), {"q": "2027/9"})["Location"] != (
            case.get_absolute_url()
        )

    def test_another_municipalitys(self, browser, other_municipality, in_municipality):
        from stottekontakt.accounts.models import Unit

        with in_municipality(other_municipality):
            CaseFactory(unit=Unit.objects.get(), recipient__name="Nora Blåklokke")
        assert found(browser, "Nora Blåklokke") == []

    def test_a_strictly_protected_persons(self, browser, unit, client_for, member):
        person = PersonFactory(municipality=unit.municipality, strict=True, name="Nora Skjult")
        set_identity_number(person, NUMBER)
        person.save()
        case = CaseFactory(unit=unit, recipient=person)
        RepresentativeFactory(case=case, mother=True, person__name="Hilde Skjult")
        for text in ("Nora Skjult", "Hilde Skjult", NUMBER, str(case)):
            response = browser.post(reverse("cases:search"), {"q": text}, follow=True)
            assert "Ingen" in response.content.decode(), text
        allowed = client_for(member(Role.CASEWORKER, sees_protected=True))
        assert found(allowed, "Nora Skjult")[0] == "Nora Skjult"

    def test_what_a_coordinator_does_not_carry_out(
        self, unit, culture_unit, coordinator, client_for, nora
    ):
        CaseFactory(unit=unit, delivering_unit=culture_unit, recipient__name="Nora Blåklokka")
        assert found(client_for(coordinator), "Nora Blåklokke") == ["Nora Blåklokka"]


def test_as_many_queries_however_many_are_found(browser, unit, django_assert_max_num_queries):
    for number in range(60):
        case = CaseFactory(unit=unit, recipient__name=f"Nora Blåklokke{number}")
        RepresentativeFactory(case=case, mother=True, person__name=f"Nora Mor{number}")
    address = browser.post(reverse("cases:search"), {"q": "Nora"})["Location"]
    browser.get(address)
    with django_assert_max_num_queries(10 + OF_THE_CLIENT):
        response = browser.get(address)
    assert len(response.context["page"].object_list) == 50
    assert len(response.context["results"]) == 120
