"""The list of søknader, one of them, and what may be done with it."""

from __future__ import annotations

import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from applications.models import Application
from stottekontakt.accounts.roles import Role
from stottekontakt.audit.models import AccessEntry
from stottekontakt.cases.models import AddressProtection, JournalEntry, Representative
from stottekontakt.cases.services import add_files
from stottekontakt.deadlines.models import Deadline
from stottekontakt.letters.models import Letter
from tests.accounts.factories import UnitFactory
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory
from tests.cases.files import EXE, upload
from tests.deadlines.factories import DeadlineFactory

# Ten of the page's own, and two by which the tests' browser keeps to its municipality.
QUERIES = 10 + 2


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-22T10:00:00+01:00"):
        yield


@pytest.fixture
def browser(client_for, caseworker):
    return client_for(caseworker)


@pytest.fixture
def case(unit):
    return CaseFactory(unit=unit)


@pytest.fixture
def application(case, caseworker):
    entry = add_files(
        case,
        by=caseworker,
        files=[],
        direction="incoming",
        title="Søknad om støttekontakt",
        dated_on=date(2026, 11, 9),
        received_on=date(2026, 11, 9),
    )
    application = ApplicationFactory(
        case=case,
        journal_entry=entry,
        hours="3.50",
        hours_unit="week",
        own_words="Jeg vil gå på tur.",
        registered_by=caseworker.user,
    )
    DeadlineFactory(
        case=case,
        source=application.source,
        counted_from=date(2026, 11, 9),
        due_on=date(2026, 12, 9),
    )
    return application


def address(name: str, application: Application) -> str:
    return reverse(f"applications:{name}", args=[application.pk])


def errors(response) -> list[str]:
    summary = re.search(r'class="ds-error-summary".*?</div>', response.text, re.DOTALL)
    assert summary, "the page has no error summary"
    return [re.sub(r"<[^>]+>", "", line) for line in re.findall(r"<li>(.*?)</li>", summary[0])]


# ── The list ────────────────────────────────────────────────────────────────────────────────────


def test_the_list_tells_who_when_and_how_long_is_left(browser, application) -> None:
    text = browser.get(reverse("applications:list")).text
    assert application.case.recipient.name in text
    assert "09.11.2026" in text
    assert "Om 17 dager" in text
    assert "Til behandling" in text
    assert "Registrer søknad" in text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 1),
        ({"state": "alle"}, 3),
        ({"state": "decided"}, 1),
        ({"state": "withdrawn"}, 1),
        ({"channel": "phone"}, 0),
        ({"state": "decided", "channel": "phone"}, 1),
        ({"mine": "on"}, 0),
        ({"state": "tull"}, 3),
    ],
)
def test_filters(browser, application, case, query, count) -> None:
    ApplicationFactory(case=case, withdrawn=True)
    ApplicationFactory(case=case, decided=True, by_phone=True)
    assert len(browser.get(reverse("applications:list"), query).context["page"]) == count


def test_the_list_is_sorted_as_asked(browser, unit) -> None:
    old = ApplicationFactory(
        case=CaseFactory(unit=unit, recipient__name="Åse"), received_on=date(2026, 10, 1)
    )
    new = ApplicationFactory(
        case=CaseFactory(unit=unit, recipient__name="Anne"), received_on=date(2026, 11, 1)
    )
    url = reverse("applications:list")
    assert list(browser.get(url).context["page"]) == [new, old]
    assert list(browser.get(url, {"sorter": "mottatt"}).context["page"]) == [old, new]
    assert list(browser.get(url, {"sorter": "navn"}).context["page"]) == [new, old]
    assert list(browser.get(url, {"sorter": "-navn"}).context["page"]) == [old, new]


def test_empty_lists_say_what_to_do(browser, unit) -> None:
    url = reverse("applications:list")
    assert "Ingen søknader ennå" in browser.get(url).text
    assert "Ta bort et filter" in browser.get(url, {"state": "decided"}).text


def test_queries_of_the_list_do_not_grow(browser, unit, django_assert_max_num_queries) -> None:
    url = reverse("applications:list")
    browser.get(url)
    with django_assert_max_num_queries(QUERIES) as few:
        browser.get(url)
    for _ in range(60):
        application = ApplicationFactory(case=CaseFactory(unit=unit))
        DeadlineFactory(case=application.case, source=application.source)
    with django_assert_max_num_queries(QUERIES) as many:
        assert len(browser.get(url).context["page"]) == 50
    assert len(many) <= len(few) + 3  # which ones, what they show, and their deadlines
    assert not any("identity_number" in query["sql"] for query in many.captured_queries)


# ── One of them ─────────────────────────────────────────────────────────────────────────────────


def test_the_page_tells_all_of_it_and_the_log_knows(browser, application, caseworker) -> None:
    text = browser.get(application.get_absolute_url()).text
    for words in (
        "Søknad fra 9. november 2026",
        "3,5\u00a0t i uken",
        "Jeg vil gå på tur.",
        "Svar innen",
        "Én måned fra 9. november er onsdag 9. desember.",
        "får brev",
        "Lag bekreftelse",
        "Skriv vedtak",
    ):
        assert words in text, words
    read = AccessEntry.objects.get(action="read", subject_type="applications.application")
    assert (read.subject_id, read.user_id, read.case_id) == (
        application.pk,
        caseworker.user_id,
        application.case_id,
    )


def test_the_queries_of_the_page_are_few(
    browser, application, django_assert_max_num_queries
) -> None:
    for _ in range(3):
        RepresentativeFactory(case=application.case)
    url = application.get_absolute_url()
    browser.get(url)
    with django_assert_max_num_queries(17):
        browser.get(url)


def test_what_is_missing_has_a_way_to_put_it_right(browser, case) -> None:
    helper = PersonFactory(municipality=case.municipality, name="Lars Testlund")
    application = ApplicationFactory(case=case, applicant=helper, applicant_is="other")
    text = browser.get(application.get_absolute_url()).text
    assert "Fullmakt mangler" in text
    assert address("authorise", application) in text


def test_a_reader_who_may_not_write_gets_no_buttons(client_for, leader, application) -> None:
    text = client_for(leader).get(application.get_absolute_url()).text
    for words in ("Lag bekreftelse", "Skriv vedtak", "Legg ved noe", "trukket"):
        assert words not in text


def test_a_protected_applicants_telephone_is_hidden(client_for, member, case) -> None:
    mother = PersonFactory(
        municipality=case.municipality,
        phone="+4712345678",
        address_protection=AddressProtection.CONFIDENTIAL,
    )
    application = ApplicationFactory(case=case, applicant=mother, applicant_is="parent")
    url = application.get_absolute_url()
    assert "12345678" not in client_for(member(Role.CASEWORKER)).get(url).text
    seeing = member(Role.CASEWORKER, sees_protected=True)
    assert "12 34 56 78" in client_for(seeing).get(url).text


@pytest.mark.parametrize("name", ["detail", "withdraw", "error", "attach", "authorise"])
def test_others_applications_are_not_there(
    browser, unit, municipality, other_municipality, in_municipality, name
) -> None:
    elsewhere = ApplicationFactory(case=CaseFactory(unit=UnitFactory(municipality=municipality)))
    strict = ApplicationFactory(
        case=CaseFactory(unit=unit, recipient=PersonFactory(municipality=municipality, strict=True))
    )
    with in_municipality(other_municipality):
        foreign = ApplicationFactory(
            case=CaseFactory(unit=UnitFactory(municipality=other_municipality))
        )
    for application in (elsewhere, strict, foreign):
        assert browser.get(address(name, application)).status_code == 404


# ── What may be done ────────────────────────────────────────────────────────────────────────────


def test_withdraw(browser, application) -> None:
    url = address("withdraw", application)
    assert "fristen for svar faller bort" in browser.get(url).text
    response = browser.post(url, {"on": "20.11.2026", "reason": "Ringte"}, follow=True)
    assert "Søknaden er trukket" in response.text
    application.refresh_from_db()
    assert (application.state, application.withdrawn_on) == ("withdrawn", date(2026, 11, 20))
    assert Deadline.objects.get().cancelled_on == date(2026, 11, 20)
    assert "Fristen falt bort 20. november 2026" in response.text
    assert "Skriv vedtak" not in response.text


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("", "Fyll inn datoen."),
        ("31.11.2026", "Den datoen finnes ikke"),
        ("2026-11-23", "Datoen kan ikke være fram i tid."),
        ("2026-11-08", "kan ikke være trukket før den ble mottatt"),
    ],
)
def test_withdraw_with_a_wrong_date_keeps_what_was_typed(browser, application, on, words) -> None:
    response = browser.post(address("withdraw", application), {"on": on, "reason": "Ringte inn"})
    assert any(words in line for line in errors(response))
    assert "Ringte inn" in response.text
    application.refresh_from_db()
    assert application.is_open


def test_withdraw_from_a_second_tab_is_told(browser, application) -> None:
    url = address("withdraw", application)
    browser.post(url, {"on": "20.11.2026"})
    response = browser.post(url, {"on": "20.11.2026"})
    assert errors(response) == ["Søknaden er allerede trukket."]


def test_registered_in_error(browser, application) -> None:
    url = address("error", application)
    assert errors(browser.post(url, {"reason": " "})) == ["Skriv hva som var feil."]
    response = browser.post(url, {"reason": "Feil person"}, follow=True)
    assert "Feil person" in response.text
    application.refresh_from_db()
    assert application.state == "registered_in_error"


def test_attachments_that_come_later(browser, application) -> None:
    url = address("attach", application)
    response = browser.post(
        url,
        {
            "title": "Uttalelse fra skolen",
            "received_on": "2026-11-20",
            "documents": [upload("uttalelse.pdf")],
        },
        follow=True,
    )
    assert "«Uttalelse fra skolen» ligger i saken som dokument 2." in response.text
    entry = JournalEntry.objects.get(number=2)
    assert entry.documents.get().filename == "uttalelse.pdf"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Fyll inn feltet «Tittel»."),
        ({"received_on": "2026-11-23"}, "kan ikke være fram i tid"),
        ({"documents": []}, "Velg en fil."),
        ({"documents": [upload("virus.pdf", EXE)]}, "er et program"),
    ],
)
def test_bad_attachments(browser, application, changes, words) -> None:
    values = {
        "title": "Uttalelse fra skolen",
        "received_on": "2026-11-20",
        "documents": [upload("uttalelse.pdf")],
        **changes,
    }
    response = browser.post(address("attach", application), values)
    assert any(words in line for line in errors(response)), errors(response)
    assert JournalEntry.objects.count() == 1


@pytest.fixture
def helped(case):
    helper = PersonFactory(municipality=case.municipality, name="Lars Testlund")
    return ApplicationFactory(case=case, applicant=helper, applicant_is="other")


def test_the_fullmakt_comes(browser, helped) -> None:
    response = browser.post(
        address("authorise", helped),
        {
            "written_on": "2026-11-10",
            "received_on": "2026-11-20",
            "scope": "Hele saken",
            "documents": [upload("fullmakt.pdf")],
        },
        follow=True,
    )
    assert "Nå kan Lars Testlund få brev." in response.text
    assert "Fullmakt mangler" not in response.text
    assert Representative.objects.get().document.filename == "fullmakt.pdf"


def test_a_fullmakt_dated_after_it_came_is_refused(browser, helped) -> None:
    values = {"written_on": "2026-11-21", "received_on": "2026-11-20"}
    response = browser.post(
        address("authorise", helped), {**values, "documents": [upload("fullmakt.pdf")]}
    )
    assert "datert etter at den ble mottatt" in errors(response)[0]
    assert "fullmakt.pdf" in response.text  # and need not be found again
    assert not Representative.objects.exists()


def test_whoever_applies_alone_needs_no_fullmakt(browser, application) -> None:
    response = browser.get(address("authorise", application), follow=True)
    assert "Søkeren trenger ingen fullmakt." in response.text


def test_receipts_are_made_once(browser, application) -> None:
    url = address("send_receipts", application)
    response = browser.post(url, follow=True)
    assert "er på vei" in response.text
    assert Letter.objects.count() == 1
    assert "Lag bekreftelse" not in response.text
    response = browser.post(url, follow=True)
    assert "Alle som skal ha bekreftelse, har fått den." in response.text
    assert Letter.objects.count() == 1
    assert browser.get(url).status_code == 405


def test_with_the_broker_away_the_receipt_is_still_made(
    browser, application, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    from kombu.exceptions import OperationalError

    from stottekontakt.letters.tasks import render_letter

    def away(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(render_letter, "delay", away)
    with django_capture_on_commit_callbacks(execute=True):
        response = browser.post(address("send_receipts", application), follow=True)
    assert response.status_code == 200
    assert Letter.objects.get().state == Letter.State.QUEUED


def test_roles(client_for, member, application) -> None:
    for role in Role:
        browser = client_for(member(role))
        may_write = role in (Role.CASEWORKER, Role.DECISION_MAKER)
        for name in ("withdraw", "error", "attach"):
            status = browser.get(address(name, application)).status_code
            assert status == (200 if may_write else 403), (role, name)
        assert browser.get(reverse("applications:register")).status_code == (
            200 if may_write else 403
        )
