"""Registering a søknad through the pages: what is said, what is kept, nothing half done."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from applications.models import Application
from stottekontakt.accounts.roles import Role
from stottekontakt.audit.models import AccessEntry
from stottekontakt.cases.identity_number import synthetic_numbers
from stottekontakt.cases.models import Case, Document, Person, Representative
from stottekontakt.cases.services import set_identity_number
from stottekontakt.letters.models import Letter
from tests.accounts.factories import UnitFactory
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory
from tests.cases.files import EXE, JPEG, PDF, SVG, upload

NUMBER, ANOTHER, THIRD = (
    number for number, _ in zip(synthetic_numbers(date(1992, 3, 4)), range(3), strict=False)
)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-22T10:00:00+01:00"):
        yield


@pytest.fixture
def browser(client_for, caseworker):
    return client_for(caseworker)


@pytest.fixture
def url() -> str:
    return reverse("applications:register")


def form(**changes: Any) -> dict[str, Any]:
    """A whole and right form about a new person; changes by field name, None takes a field out."""
    values: dict[str, Any] = {
        "recipient-name": "Ali Havbris",
        "recipient-identity_number": NUMBER,
        "recipient-birth_date": "",
        "recipient-address": "Øvre Prøvevei 12",
        "recipient-postal_code": "9999",
        "recipient-city": "Lyngvik",
        "recipient-address_protection": "none",
        "recipient-written_form": "nb",
        "applicant-applicant": "recipient",
        "form_key": str(uuid4()),
        "channel": "paper",
        "received_on": "2026-11-20",
        "posted_on": "2026-11-18",
        "wishes": "Følge på kino",
        "hours": "3,5",
        "hours_unit": "week",
        "housing": "own_home",
        "takes_the_case": "on",
        "sends_receipts": "on",
    }
    for name, value in changes.items():
        key = name.replace("__", "-")
        if value is None:
            values.pop(key, None)
        else:
            values[key] = value
    return values


def errors(response: Any) -> list[str]:
    """The lines of the summary on top of the page."""
    summary = re.search(r'class="ds-error-summary".*?</div>', response.text, re.DOTALL)
    assert summary, "the page has no error summary"
    return [re.sub(r"<[^>]+>", "", line) for line in re.findall(r"<li>(.*?)</li>", summary[0])]


def nothing_is_registered() -> bool:
    return not (Person.objects.exists() or Case.objects.exists() or Application.objects.exists())


# ── Finding the person ──────────────────────────────────────────────────────────────────────────


def test_the_first_page_asks_whom_it_is_about(browser, url) -> None:
    response = browser.get(url)
    assert response.status_code == 200
    assert "Hvem gjelder søknaden?" in response.text


def test_a_name_gives_those_who_are_called_so(browser, url, unit) -> None:
    nora = PersonFactory(municipality=unit.municipality, name="Nora Blåklokke")
    case = CaseFactory(unit=unit, recipient=nora)
    response = browser.post(url, {"find": "1", "q": "nora blåklokk"})
    assert "Nora Blåklokke" in response.text
    assert str(case) in response.text
    log = AccessEntry.objects.filter(action="search").get()
    assert log.data == {"kind": "name", "hits": 1}


@pytest.mark.parametrize("ask", ["the case number", "the birth date"])
def test_a_case_number_or_a_birth_date_will_do(browser, url, unit, ask) -> None:
    case = CaseFactory(unit=unit)
    typed = {"the case number": str(case), "the birth date": "4.3.1992"}[ask]
    assert case.recipient.name in browser.post(url, {"find": "1", "q": typed}).text


def test_choosing_a_known_person_asks_for_no_name_again(browser, url, unit) -> None:
    case = CaseFactory(unit=unit)
    found = browser.post(url, {"find": "1", "q": case.recipient.name})
    token = re.search(r'name="choose" value="([^"]{20,})"', found.text)[1]
    response = browser.post(url, {"choose": token})
    assert case.recipient.name in response.text
    assert "recipient-name" not in response.text
    assert f'name="recipient" value="{token}"' in response.text


def test_a_known_number_leads_straight_to_the_form(browser, url, unit) -> None:
    case = CaseFactory(unit=unit)
    set_identity_number(case.recipient, NUMBER)
    case.recipient.save()
    response = browser.post(url, {"find": "1", "q": f"{NUMBER[:6]} {NUMBER[6:]}"})
    assert case.recipient.name in response.text
    assert "Hva står i søknaden?" in response.text


def test_an_unknown_number_is_filled_in_for_a_new_person(browser, url) -> None:
    response = browser.post(url, {"find": "1", "q": NUMBER})
    assert f'value="{NUMBER[:6]} {NUMBER[6:]}"' in response.text
    assert "Hva står i søknaden?" in response.text


def test_a_wrong_number_is_told_at_once(browser, url) -> None:
    wrong = NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10)
    response = browser.post(url, {"find": "1", "q": wrong})
    assert "kontrollsifrene stemmer ikke" in errors(response)[0]
    assert wrong in response.text


@pytest.mark.parametrize("typed", ["", "  ", "x"])
def test_nothing_to_look_for_is_told(browser, url, typed) -> None:
    assert errors(browser.post(url, {"find": "1", "q": typed}))


def test_no_hit_offers_a_new_person_with_the_name_kept(browser, url) -> None:
    found = browser.post(url, {"find": "1", "q": "Åse Ukjent"})
    assert "Ingen er registrert med det navnet" in found.text
    response = browser.post(url, {"choose": "new", "q": "Åse Ukjent"})
    assert 'value="Åse Ukjent"' in response.text


def test_a_strictly_protected_person_is_not_found_by_name(browser, url, unit) -> None:
    person = PersonFactory(municipality=unit.municipality, name="Hemmelig Person", strict=True)
    CaseFactory(unit=unit, recipient=person)
    response = browser.post(url, {"find": "1", "q": "Hemmelig Person"})
    assert "Ingen er registrert" in response.text


def test_a_number_of_one_we_may_not_see_tells_no_name(browser, url, unit) -> None:
    person = PersonFactory(municipality=unit.municipality, name="Hemmelig Person", strict=True)
    set_identity_number(person, NUMBER)
    person.save()
    case = CaseFactory(unit=unit, recipient=person)
    response = browser.post(url, {"find": "1", "q": NUMBER})
    assert "i en sak du ikke har tilgang til" in response.text
    assert "Hemmelig" not in response.text
    token = re.search(r'name="recipient" value="([^"]+)"', response.text)[1]
    values = {key: value for key, value in form().items() if not key.startswith("recipient-")}
    response = browser.post(url, {**values, "recipient": token})
    assert response.url == reverse("applications:list")
    assert Application.objects.get().case == case


def test_the_token_of_another_is_no_choice(browser, client_for, member, url, unit) -> None:
    case = CaseFactory(unit=unit)
    other = client_for(member(Role.CASEWORKER))
    found = other.post(url, {"find": "1", "q": case.recipient.name})
    token = re.search(r'name="choose" value="([^"]{20,})"', found.text)[1]
    assert "recipient-name" in browser.post(url, {"choose": token}).text


def test_from_a_case_the_person_is_given(browser, url, unit, other_municipality) -> None:
    case = CaseFactory(unit=unit)
    response = browser.get(url, {"sak": case.pk})
    assert case.recipient.name in response.text
    elsewhere = CaseFactory(unit=UnitFactory(municipality=unit.municipality))
    for wrong in (elsewhere.pk, 999_999, "x", "-1"):
        assert browser.get(url, {"sak": wrong}).status_code == 404


# ── Registering ─────────────────────────────────────────────────────────────────────────────────


def test_a_whole_form_registers_everything(browser, url, caseworker) -> None:
    files = {"documents": [upload("søknad.pdf"), upload("bilde.jpg", JPEG)]}
    response = browser.post(url, {**form(), **files}, follow=True)
    application = Application.objects.get()
    assert response.redirect_chain == [(application.get_absolute_url(), 302)]
    assert "Søknaden er registrert i sak" in response.text
    assert "Svar innen fredag 18. desember" in response.text
    person = application.case.recipient
    assert (person.name, person.identity_number, person.birth_date, person.gender) == (
        "Ali Havbris",
        NUMBER,
        date(1992, 3, 4),
        "male" if int(NUMBER[8]) % 2 else "female",
    )
    assert application.case.caseworker == caseworker.user
    assert application.case.housing == "own_home"
    assert {document.filename for document in Document.objects.all()} >= {
        "søknad.pdf",
        "bilde.jpg",
    }
    assert Letter.objects.get().addressee == person


def test_a_person_without_a_number(browser, url) -> None:
    browser.post(url, form(recipient__identity_number="", recipient__birth_date="14. august 2001"))
    person = Person.objects.get()
    assert person.identity_number is None
    assert person.birth_date == date(2001, 8, 14)


def test_a_mother_applies_for_her_child(browser, url) -> None:
    child = form(
        recipient__name="Nora Blåklokke",
        recipient__identity_number="",
        recipient__birth_date="2015-08-14",
        applicant__applicant="parent",
    )
    mother = {
        "applicant-name": "Mona Blåklokke",
        "applicant-relation": "mor",
        "applicant-address_protection": "none",
        "applicant-written_form": "nn",
        "applicant-parental_responsibility": "shared",
        "applicant-lives_with_recipient": "on",
    }
    response = browser.post(url, {**child, **mother}, follow=True)
    representative = Representative.objects.get()
    assert (representative.person.name, representative.relation) == ("Mona Blåklokke", "mor")
    assert representative.person.written_form == "nn"
    letter = Letter.objects.get()
    assert (letter.addressee, letter.language) == (representative.person, "nn")
    assert "bare én er registrert" in response.text
    assert "Nora er under 15 år" in response.text


def test_somebody_in_the_case_already_applies(browser, url, unit) -> None:
    child = PersonFactory(municipality=unit.municipality, child=True)
    mother = RepresentativeFactory(
        case=CaseFactory(unit=unit, recipient=child), mother=True, person__name="Mona Blåklokke"
    )
    blank = browser.get(url, {"sak": mother.case_id})
    assert "Mona Blåklokke (forelder)" in blank.text
    token = re.search(r'name="recipient" value="([^"]+)"', blank.text)[1]
    values = {key: value for key, value in form().items() if not key.startswith("recipient-")}
    browser.post(
        url,
        {**values, "recipient": token, "applicant-applicant": f"representative-{mother.pk}"},
    )
    application = Application.objects.get()
    assert (application.applicant, application.applicant_is) == (mother.person, "parent")
    assert application.applicant_relation == "mor"
    assert Representative.objects.count() == 1


def test_a_teacher_helps_and_the_fullmakt_is_missing(browser, url) -> None:
    teacher = {
        "applicant-name": "Lars Testlund",
        "applicant-relation": "lærer",
        "applicant-address_protection": "none",
        "applicant-written_form": "nb",
    }
    response = browser.post(url, {**form(applicant__applicant="other"), **teacher}, follow=True)
    assert "Fullmakt mangler" in response.text
    assert "Legg inn fullmakten" in response.text
    assert Application.objects.get().applicant.name == "Lars Testlund"
    assert [letter.addressee.name for letter in Letter.objects.all()] == ["Ali Havbris"]


def test_a_fullmakt_may_come_with_it(browser, url) -> None:
    proxy = {
        "applicant-name": "Frida Testlund",
        "applicant-address_protection": "none",
        "applicant-written_form": "nb",
        "applicant-written_on": "2026-11-01",
        "applicant-mandate": "Hele saken",
        "applicant-authorisation": upload("fullmakt.pdf"),
    }
    response = browser.post(url, {**form(applicant__applicant="proxy"), **proxy}, follow=True)
    assert "Fullmakt mangler" not in response.text
    representative = Representative.objects.get()
    assert representative.document.filename == "fullmakt.pdf"
    assert (representative.mandate, representative.written_on) == ("Hele saken", date(2026, 11, 1))
    assert Letter.objects.count() == 2


def test_a_child_who_understands_applies_alone(browser, url) -> None:
    response = browser.post(
        url,
        form(
            recipient__identity_number="",
            recipient__birth_date="2013-08-14",
            applicant__understands_the_case="on",
        ),
        follow=True,
    )
    assert Application.objects.get().understands_the_case
    assert "Dette mangler" not in response.text
    assert Letter.objects.get().role == "recipient"


def test_what_the_choice_hides_is_neither_asked_nor_read(browser, url) -> None:
    hidden = {
        "applicant-name": "Skal ikke med",
        "applicant-postal_code": "abc",
        "applicant-identity_number": "123",
        "applicant-valid_from": "tull",
    }
    assert browser.post(url, {**form(), **hidden}).status_code == 302
    assert not Person.objects.filter(name="Skal ikke med").exists()


def test_a_double_click_registers_once(browser, url) -> None:
    values = form()
    first = browser.post(url, values)
    second = browser.post(url, values, follow=True)
    # The number is known by now, so the second one is asked whether it is the same person.
    assert first.status_code == 302
    assert Application.objects.count() == 1
    assert second.status_code == 200


def test_one_for_all_units_chooses_where_the_case_belongs(client_for, member, url, unit) -> None:
    browser = client_for(member(Role.CASEWORKER, unit=None))
    response = browser.post(url, form())
    assert any("Enheten som skal ha saken" in line for line in errors(response))
    browser.post(url, form(unit=str(unit.pk)))
    assert Case.objects.get().unit == unit


def test_late_registration_warns_and_sends_nothing(browser, url) -> None:
    response = browser.post(url, form(received_on="2026-09-01", posted_on=""), follow=True)
    assert "mer enn én måned siden" in response.text
    assert Application.objects.exists()
    assert not Letter.objects.exists()


# ── Is it the same person? ──────────────────────────────────────────────────────────────────────


def known(unit, **fields: Any) -> Person:
    person = PersonFactory(municipality=unit.municipality, **fields)
    CaseFactory(unit=unit, recipient=person)
    return person


def test_a_number_that_is_known_is_asked_about(browser, url, unit) -> None:
    person = known(unit, name="Ali Havbris")
    set_identity_number(person, NUMBER)
    person.save()
    response = browser.post(url, form())
    assert "kan være registrert fra før" in errors(response)[0]
    assert "Ali Havbris, født 4. mars 1992" in response.text
    assert not Application.objects.exists()
    response = browser.post(url, form(recipient__existing=str(person.pk)))
    assert Application.objects.get().case.recipient == person
    assert Person.objects.count() == 1


def test_a_number_cannot_belong_to_two(browser, url, unit) -> None:
    person = known(unit)
    set_identity_number(person, NUMBER)
    person.save()
    response = browser.post(url, form(recipient__existing="new"))
    assert "Nummeret er registrert på en annen" in errors(response)[0]
    assert not Application.objects.exists()


def test_same_name_and_birth_date_is_asked_about(browser, url, unit) -> None:
    person = known(unit, name="Ali Havbris", birth_date=date(1992, 3, 4))
    without = {"recipient__identity_number": "", "recipient__birth_date": "1992-03-04"}
    response = browser.post(url, form(**without))
    assert "kan være registrert fra før" in errors(response)[0]
    browser.post(url, form(**without, recipient__existing="new"))
    assert Application.objects.get().case.recipient != person
    assert Person.objects.filter(name="Ali Havbris").count() == 2


def test_same_name_and_another_birth_date_is_another_person(browser, url, unit) -> None:
    known(unit, name="Ali Havbris", birth_date=date(1950, 1, 1))
    assert browser.post(url, form()).status_code == 302


# ── Bad input ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"recipient__name": ""}, "Skriv navnet."),
        ({"recipient__identity_number": NUMBER[:10]}, "har 10 siffer. Det skal ha 11."),
        (
            {"recipient__identity_number": NUMBER[:10] + str((int(NUMBER[10]) + 1) % 10)},
            "kontrollsifrene stemmer ikke",
        ),
        ({"recipient__identity_number": ""}, "Skriv fødselsdatoen når fødselsnummeret mangler."),
        ({"recipient__birth_date": "1980-01-01"}, "Rett det som er feil"),
        (
            {"recipient__identity_number": "", "recipient__birth_date": "2026-11-23"},
            "kan ikke være fram i tid",
        ),
        (
            {"recipient__identity_number": "", "recipient__birth_date": "31.02.1980"},
            "Den datoen finnes ikke",
        ),
        ({"recipient__postal_code": "12"}, "Postnummeret skal ha fire siffer."),
        ({"recipient__phone": "12 34 56 7"}, "Telefonnummeret har 7 siffer"),
        ({"recipient__email": "ali"}, "e-post"),
        ({"applicant__applicant": None}, "Hvem søker?"),
        ({"channel": None}, "Hvordan kom søknaden?"),
        ({"received_on": ""}, "Fyll inn datoen."),
        ({"received_on": "2026-11-23"}, "Søknaden kan ikke være mottatt fram i tid."),
        ({"received_on": "i går"}, "Skriv datoen slik: 26.02.2027."),
        ({"received_on": "30.02.2026"}, "Den datoen finnes ikke."),
        ({"posted_on": "2026-11-21"}, "kan ikke være postlagt etter at den ble mottatt"),
        ({"hours": "0"}, "Timene må være flere enn 0"),
        ({"hours": "-3"}, "Timene må være flere enn 0"),
        ({"hours": "170"}, "Skriv høyst 168 timer i uken eller 672 i måneden."),
        ({"hours": "700", "hours_unit": "month"}, "Skriv høyst 168 timer i uken"),
        ({"hours": "tre"}, "Skriv timene som et tall, for eksempel 3,5."),
        ({"hours_unit": ""}, "Velg om timene gjelder uken eller måneden."),
    ],
)
def test_what_is_wrong_is_said_kept_and_leaves_nothing_behind(browser, url, changes, words) -> None:
    values = form(**changes)
    response = browser.post(url, values)
    assert response.status_code == 200
    assert any(words in line for line in errors(response)), errors(response)
    assert nothing_is_registered()
    assert "<title>Feil: " in response.text
    for name, value in values.items():
        if name in {"form_key", "recipient-identity_number"} or value in {"on", ""}:
            continue
        assert f'value="{value}"' in response.text or value in response.text, name


@pytest.mark.parametrize(
    ("applicant", "changes", "words"),
    [
        ("parent", {"applicant-name": ""}, "Skriv navnet."),
        ("parent", {"applicant-parental_responsibility": ""}, "Foreldreansvar"),
        ("parent", {"applicant-identity_number": "123"}, "har 3 siffer"),
        ("guardian", {}, "Hva mandatet eller fullmakten gjelder"),
        ("proxy", {"applicant-written_on": "2026-11-23"}, "kan ikke være fram i tid"),
        ("child_welfare", {"applicant-valid_from": "tull"}, "Skriv datoen slik"),
    ],
)
def test_what_is_wrong_with_the_applicant(browser, url, applicant, changes, words) -> None:
    given = {
        "applicant-name": "Mona Blåklokke",
        "applicant-address_protection": "none",
        "applicant-written_form": "nb",
        "applicant-parental_responsibility": "shared",
    }
    response = browser.post(url, {**form(applicant__applicant=applicant), **given, **changes})
    assert any(words in line for line in errors(response)), errors(response)
    assert nothing_is_registered()


def test_applicant_and_recipient_are_two_persons(browser, url) -> None:
    mother = {
        "applicant-name": "Ali Havbris",
        "applicant-identity_number": NUMBER,
        "applicant-address_protection": "none",
        "applicant-written_form": "nb",
        "applicant-parental_responsibility": "shared",
    }
    response = browser.post(url, {**form(applicant__applicant="parent"), **mother})
    assert any("samme person" in line for line in errors(response))
    assert nothing_is_registered()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (upload("faktura.pdf", EXE), "«faktura.pdf» er et program"),
        (upload("tegning.svg", SVG), "«tegning.svg» er en SVG-fil"),
        (upload("tom.pdf", b""), "«tom.pdf» er tom"),
    ],
)
def test_a_file_that_cannot_be_kept_is_named(browser, url, file, words) -> None:
    file.seek(0)
    response = browser.post(url, {**form(), "documents": [file]})
    assert any(words in line for line in errors(response)), errors(response)
    assert nothing_is_registered()


def test_40_megabytes_are_too_many(browser, url) -> None:
    response = browser.post(
        url, {**form(), "documents": [upload("skann.pdf", PDF + bytes(40 * 1024 * 1024))]}
    )
    (line,) = errors(response)
    assert line == "«skann.pdf» er 40\u00a0MB. En fil kan være høyst 10\u00a0MB."
    assert nothing_is_registered()


def test_files_in_order_survive_what_is_wrong_elsewhere(browser, url) -> None:
    response = browser.post(url, {**form(hours="170"), "documents": [upload("søknad.pdf")]})
    assert "søknad.pdf" in response.text
    token = re.search(r'name="documents-kept" value="([^"]+)"', response.text)[1]
    browser.post(url, {**form(), "documents-kept": token})
    assert Application.objects.get().journal_entry.documents.get().filename == "søknad.pdf"


def test_a_scanner_that_is_down_keeps_the_rest(browser, url, settings) -> None:
    settings.CLAMAV_URL = "tcp://127.0.0.1:9"
    response = browser.post(url, {**form(), "documents": [upload("søknad.pdf")]})
    assert any("kunne ikke sjekkes for virus" in line for line in errors(response))
    assert nothing_is_registered()
    assert browser.post(url, form()).status_code == 302


def test_a_real_number_has_no_place_in_a_trial(browser, url) -> None:
    real = re.compile(r"ekte fødselsnummer")
    from tests.cases.test_identity_number import REAL_OF_THE_DEAD

    response = browser.post(url, form(recipient__identity_number=REAL_OF_THE_DEAD))
    assert any(real.search(line) for line in errors(response))
    assert nothing_is_registered()


def test_another_municipality_sees_none_of_it(
    browser, url, other_municipality, in_municipality
) -> None:
    browser.post(url, form())
    assert Application.objects.count() == 1
    with in_municipality(other_municipality):
        assert not Application.objects.exists()
        assert not Person.objects.exists()
