"""A registered søknad put right, later papers, and details that differ from the register."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from applications import services
from applications.errors import CannotChange
from applications.models import Application, ApplicationPaper
from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases.attachments import check
from stottekontakt.cases.errors import Outdated
from stottekontakt.cases.identity_number import synthetic_numbers
from stottekontakt.cases.models import CaseNote, Person
from stottekontakt.cases.services import add_files, register_person
from stottekontakt.deadlines.models import Deadline
from tests.accounts.factories import UnitFactory
from tests.applications.factories import ApplicationFactory
from tests.applications.test_pages import errors
from tests.cases.factories import CaseFactory
from tests.cases.files import upload
from tests.deadlines.factories import DeadlineFactory

NUMBER = next(synthetic_numbers(date(1990, 5, 5)))


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23T10:00:00+01:00"):
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
        case, by=caseworker, files=[], direction="incoming", title="Søknad om støttekontakt",
        dated_on=date(2026, 11, 9), received_on=date(2026, 11, 9),
    )  # fmt: skip
    application = ApplicationFactory(
        case=case, journal_entry=entry, registered_by=caseworker.user, wishes="Tur"
    )
    DeadlineFactory(
        case=case,
        source=application.source,
        counted_from=date(2026, 11, 9),
        due_on=date(2026, 12, 9),
    )
    return application


def values(application: Application, **changes) -> dict:
    return {
        "channel": application.channel,
        "received_on": application.received_on,
        "posted_on": None,
        "wishes": application.wishes,
        "hours": None,
        "hours_unit": "",
        "reasons": "",
        "own_words": "",
        **changes,
    }


# ── Correcting ──────────────────────────────────────────────────────────────────────────────────


def test_what_was_wrong_is_put_right_and_the_history_keeps_it(application, caseworker) -> None:
    corrected = services.correct(
        application.pk, values(application, wishes="Svømming"), version=1, by=caseworker
    )
    assert (corrected.wishes, corrected.version) == ("Svømming", 2)
    before = application.events.order_by("pgh_id").values_list("wishes", flat=True)
    assert list(before) == ["Tur", "Svømming"]
    entry = AuditEntry.objects.get(event="application_corrected")
    assert entry.data == {"fields": ["wishes"]}
    assert Deadline.objects.get().moved_from is None


def test_another_day_counts_the_month_anew_with_the_reason(application, caseworker) -> None:
    change = values(application, received_on=date(2026, 11, 12))
    with pytest.raises(CannotChange, match="Skriv hvorfor datoen"):
        services.correct(application.pk, change, version=1, by=caseworker)
    services.correct(
        application.pk, change, version=1, received_reason="Stempelet sier 12.", by=caseworker
    )
    deadline = Deadline.objects.get()
    assert (deadline.due_on, deadline.act_by) == (date(2026, 12, 12), date(2026, 12, 11))
    assert (deadline.counted_from, deadline.moved_from) == (
        date(2026, 11, 12),
        date(2026, 12, 9),
    )
    assert "Stempelet sier 12." in deadline.explanation
    application.refresh_from_db()
    assert application.journal_entry.received_on == date(2026, 11, 12)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"received_on": date(2026, 11, 24)}, "fram i tid"),
        ({"posted_on": date(2026, 11, 10)}, "postlagt etter"),
    ],
)
def test_a_day_that_cannot_be_is_refused(application, caseworker, change, words) -> None:
    with pytest.raises(CannotChange, match=words):
        services.correct(
            application.pk,
            values(application, **change),
            version=1,
            received_reason="x",
            by=caseworker,
        )


def test_two_who_correct_at_once_are_told(application, caseworker, browser) -> None:
    services.correct(
        application.pk, values(application, wishes="Svømming"), version=1, by=caseworker
    )
    with pytest.raises(Outdated):
        services.correct(application.pk, values(application), version=1, by=caseworker)
    url = reverse("applications:correct", args=[application.pk])
    response = browser.post(
        url,
        {"version": 1, "channel": "paper", "received_on": "2026-11-09", "wishes": "Kino"},
    )
    assert "Noen andre har lagret endringer" in response.text
    assert "Lagret nå: Svømming" in response.text
    assert "Du skrev: Kino" in response.text
    application.refresh_from_db()
    assert application.wishes == "Svømming"


def test_what_is_decided_is_not_corrected(application, caseworker, browser) -> None:
    services.mark_decided(application.pk, on=date(2026, 11, 20), by=caseworker)
    with pytest.raises(CannotChange, match="avgjort"):
        services.correct(application.pk, values(application), version=1, by=caseworker)
    url = reverse("applications:correct", args=[application.pk])
    assert browser.get(url, follow=True).redirect_chain


def test_the_page_asks_why_the_day_is_another(application, browser) -> None:
    url = reverse("applications:correct", args=[application.pk])
    assert "Rett søknaden" in browser.get(url).text
    data = {"version": 1, "channel": "phone", "received_on": "2026-11-12", "wishes": "Tur"}
    assert errors(browser.post(url, data)) == ["Skriv hvorfor datoen den kom, er en annen."]
    response = browser.post(url, {**data, "received_reason": "Ringte 12."}, follow=True)
    assert "Søknaden er rettet." in response.text
    assert "På telefon" in response.text
    assert "Fristen er flyttet fra 9. desember 2026: Ringte 12." in response.text


# ── Later papers ────────────────────────────────────────────────────────────────────────────────


def test_what_came_later_is_shown_with_the_soknad(application, caseworker, browser) -> None:
    entry = services.add_attachments(
        application.pk,
        [check(upload("uttalelse.pdf"))],
        title="Uttalelse fra skolen",
        received_on=date(2026, 11, 18),
        by=caseworker,
    )
    text = browser.get(application.get_absolute_url()).text
    for words in ("Uttalelse fra skolen", "kom 18. november 2026", "uttalelse.pdf"):
        assert words in text
    assert list(ApplicationPaper.objects.visible_to(caseworker)) == [application.papers.get()]
    with (
        pytest.raises(IntegrityError, match="application_paper_linked_once"),
        transaction.atomic(),
    ):
        application.papers.create(municipality=application.municipality, journal_entry=entry)


# ── Details that differ ─────────────────────────────────────────────────────────────────────────


@pytest.fixture
def known(caseworker, unit):
    person = register_person(
        by=caseworker,
        identity_number=NUMBER,
        name="Gunvor Solstrand",
        birth_date=date(1990, 5, 5),
        phone="+4711111111",
        address="Gamleveien 1",
        postal_code="9999",
        city="Lyngvik",
    )
    CaseFactory(unit=unit, recipient=person)
    return person


def typed(**changes) -> dict:
    return {
        "recipient-name": "Gunvor Solstrand",
        "recipient-identity_number": NUMBER,
        "recipient-phone": "22 22 22 22",
        "recipient-address": "Nyveien 2",
        "recipient-postal_code": "9999",
        "recipient-city": "Lyngvik",
        "recipient-address_protection": "none",
        "recipient-written_form": "nb",
        "applicant-applicant": "recipient",
        "form_key": "8f0a1c52-7d52-4d0b-9a0e-0d5b5d5f2b11",
        "channel": "paper",
        "received_on": "2026-11-20",
        "wishes": "Tur",
        "housing": "unknown",
        **changes,
    }


def test_one_is_asked_which_shall_hold_and_nothing_is_dropped(browser, known) -> None:
    url = reverse("applications:register")
    existing = {"recipient-existing": str(known.pk)}
    response = browser.post(url, typed(**existing))
    assert "Søknaden er ikke registrert ennå" in response.text
    for words in ("Registrert: 11 11 11 11", "Skrevet nå: 22 22 22 22", "Gamleveien 1"):
        assert words in response.text
    assert "Poststed" in response.text
    assert not Application.objects.exists()
    half = typed(**existing, **{"recipient-keep-phone": "skrevet"})
    assert "Velg hva som skal gjelde." in errors(browser.post(url, half))
    whole = typed(
        **existing,
        **{"recipient-keep-phone": "skrevet", "recipient-keep-address": "registrert"},
    )
    response = browser.post(url, whole, follow=True)
    assert "Søknaden er registrert i sak" in response.text
    known.refresh_from_db()
    assert (known.phone, known.address) == ("+4722222222", "Gamleveien 1")
    assert Person.objects.count() == 1


def test_the_same_and_the_blank_are_not_asked_about(browser, known) -> None:
    data = typed(
        **{
            "recipient-existing": str(known.pk),
            "recipient-phone": "",
            "recipient-address": "Gamleveien 1",
        }
    )
    response = browser.post(reverse("applications:register"), data, follow=True)
    assert "Søknaden er registrert i sak" in response.text
    known.refresh_from_db()
    assert known.phone == "+4711111111"


def test_what_is_typed_of_somebody_hidden_reaches_those_who_have_the_case(
    browser, caseworker, municipality
) -> None:
    hidden = register_person(
        by=caseworker, identity_number=NUMBER, name="Gunvor Solstrand", phone="+4711111111"
    )
    theirs = CaseFactory(unit=UnitFactory(municipality=municipality), recipient=hidden)
    data = typed(**{"recipient-existing": str(hidden.pk), "sends_receipts": ""})
    response = browser.post(reverse("applications:register"), data, follow=True)
    assert "i en sak du ikke har tilgang til" in response.text
    note = CaseNote.objects.get(case=theirs)
    assert "Telefon: 22 22 22 22" in note.text
    assert "Gateadresse: Nyveien 2" in note.text
    hidden.refresh_from_db()
    assert hidden.phone == "+4711111111"
