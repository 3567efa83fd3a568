"""Applications are received, withdrawn, completed and marked as errors, each with its trace."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from applications import services
from applications.errors import CannotChange
from applications.models import Application
from applications.services import application as registered
from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases.attachments import check
from stottekontakt.cases.models import Document, JournalEntry, Representative
from stottekontakt.deadlines.models import Deadline
from stottekontakt.letters.models import Letter
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory
from tests.cases.files import PDF, upload
from tests.deadlines.factories import DeadlineFactory

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-22T10:00:00+01:00"):
        yield


@pytest.fixture
def case(unit):
    return CaseFactory(unit=unit)


@pytest.fixture
def application(case):
    application = ApplicationFactory(case=case)
    DeadlineFactory(case=case, source=application.source)
    return application


def events(case) -> list[str]:
    entries = AuditEntry.objects.filter(case_id=case.pk).order_by("pk")
    return list(entries.values_list("event", flat=True))


def test_withdraw_stops_the_clock(application, caseworker) -> None:
    services.withdraw(application.pk, on=date(2026, 11, 20), reason="Flytter", by=caseworker)
    application.refresh_from_db()
    assert application.state == Application.State.WITHDRAWN
    assert (application.withdrawn_on, application.withdrawn_reason) == (
        date(2026, 11, 20),
        "Flytter",
    )
    deadline = Deadline.objects.get()
    assert deadline.cancelled_on == date(2026, 11, 20)
    assert deadline.cancel_reason == "Søknaden ble trukket."
    assert events(application.case) == ["application_withdrawn", "deadline_cancelled"]


def test_withdraw_twice_is_refused(application, caseworker) -> None:
    services.withdraw(application.pk, on=TODAY, reason="", by=caseworker)
    with pytest.raises(CannotChange, match="allerede trukket"):
        services.withdraw(application.pk, on=TODAY, reason="", by=caseworker)
    assert events(application.case).count("application_withdrawn") == 1


def test_an_error_keeps_the_row_and_stops_the_clock(application, caseworker) -> None:
    services.register_in_error(application.pk, reason="Feil person", by=caseworker)
    application.refresh_from_db()
    assert application.state == Application.State.REGISTERED_IN_ERROR
    assert application.error_reason == "Feil person"
    assert Deadline.objects.get().cancel_reason == "Søknaden var feilregistrert."
    assert events(application.case) == [
        "application_registered_in_error",
        "deadline_cancelled",
    ]


def test_a_decided_application_keeps_its_deadline_until_the_letter_leaves(
    application, caseworker
) -> None:
    services.mark_decided(application.pk, on=TODAY, by=caseworker)
    application.refresh_from_db()
    assert (application.state, application.decided_on) == ("decided", TODAY)
    assert Deadline.objects.get().is_open
    with pytest.raises(CannotChange, match="avgjort"):
        services.mark_decided(application.pk, on=TODAY, by=caseworker)


def test_attachments_that_come_later_get_an_entry_of_their_own(application, caseworker) -> None:
    entry = services.add_attachments(
        application.pk,
        [check(upload("a.pdf")), check(upload("b.pdf", PDF + b"\n"))],
        title="Uttalelse fra skolen",
        received_on=date(2026, 11, 18),
        by=caseworker,
    )
    assert (entry.direction, entry.received_on) == ("incoming", date(2026, 11, 18))
    assert [document.filename for document in entry.documents.all()] == ["a.pdf", "b.pdf"]
    with pytest.raises(CannotChange, match="fram i tid"):
        services.add_attachments(
            application.pk, [], title="x", received_on=date(2026, 11, 23), by=caseworker
        )
    assert JournalEntry.objects.count() == 1


def test_when_the_fullmakt_comes_the_helper_becomes_a_proxy(case, caseworker) -> None:
    helper = PersonFactory(municipality=case.municipality, name="Lars Testlund")
    application = ApplicationFactory(
        case=case, applicant=helper, applicant_is="other", applicant_relation="lærer"
    )
    services.add_authorisation(
        application.pk,
        check(upload("fullmakt.pdf")),
        written_on=date(2026, 11, 15),
        received_on=date(2026, 11, 18),
        scope="Søknaden",
        by=caseworker,
    )
    application.refresh_from_db()
    assert application.applicant_is == "proxy"
    proxy = Representative.objects.get()
    assert (proxy.kind, proxy.person, proxy.relation, proxy.mandate) == (
        "proxy",
        helper,
        "lærer",
        "Søknaden",
    )
    assert proxy.written_on == date(2026, 11, 15)
    assert proxy.document.journal_entry.received_on == date(2026, 11, 18)
    assert "application_completed" in events(case)


def test_a_proxy_who_waited_for_the_fullmakt_stays_the_same(case, caseworker) -> None:
    helper = PersonFactory(municipality=case.municipality)
    application = ApplicationFactory(case=case, applicant=helper, applicant_is="proxy")
    waiting = RepresentativeFactory(case=case, person=helper, kind="proxy", mandate="Alt")
    services.add_authorisation(
        application.pk,
        check(upload("fullmakt.pdf")),
        written_on=date(2026, 11, 15),
        received_on=TODAY,
        scope="",
        by=caseworker,
    )
    waiting.refresh_from_db()
    assert Representative.objects.count() == 1
    assert (waiting.written_on, waiting.mandate) == (date(2026, 11, 15), "Alt")
    assert waiting.document == Document.objects.get()


def test_whoever_applies_alone_needs_no_fullmakt(application, caseworker) -> None:
    with pytest.raises(CannotChange, match="trenger ingen fullmakt"):
        services.add_authorisation(
            application.pk,
            check(upload("fullmakt.pdf")),
            written_on=date(2026, 11, 1),
            received_on=TODAY,
            scope="",
            by=caseworker,
        )


def test_a_fullmakt_cannot_be_younger_than_its_arrival(case, caseworker) -> None:
    helper = PersonFactory(municipality=case.municipality)
    application = ApplicationFactory(case=case, applicant=helper, applicant_is="other")
    with pytest.raises(CannotChange, match="datert etter"):
        services.add_authorisation(
            application.pk,
            check(upload("fullmakt.pdf")),
            written_on=TODAY,
            received_on=date(2026, 11, 20),
            scope="",
            by=caseworker,
        )
    assert not JournalEntry.objects.exists()


# ── Receipts ────────────────────────────────────────────────────────────────────────────────────


def test_each_addressee_gets_one_receipt_in_their_own_form_of_language(unit, caseworker) -> None:
    child = PersonFactory(municipality=unit.municipality, child=True)
    case = CaseFactory(unit=unit, recipient=child, caseworker=caseworker.user)
    mother = RepresentativeFactory(case=case, mother=True, person__name="Mona Blåklokke")
    father = RepresentativeFactory(
        case=case, mother=True, relation="far", person__name="Per Blåklokke",
        person__written_form="nn",
    )  # fmt: skip
    application = ApplicationFactory(case=case, applicant=mother.person, applicant_is="parent")
    receipts = services.send_receipts(application.pk, by=caseworker)
    assert receipts.problems == []
    letters = {letter.addressee: letter for letter in Letter.objects.all()}
    assert set(letters) == {mother.person, father.person}
    assert letters[mother.person].language == "nb"
    assert letters[father.person].language == "nn"
    assert "9. desember 2026" in letters[mother.person].body.replace("\u00a0", " ")
    again = services.send_receipts(application.pk, by=caseworker)
    assert again.letters == []
    assert Letter.objects.count() == 2


def test_the_receipt_asks_for_the_fullmakt_and_the_helper_gets_none(case, caseworker) -> None:
    helper = PersonFactory(municipality=case.municipality, name="Lars Testlund")
    application = ApplicationFactory(case=case, applicant=helper, applicant_is="other")
    services.send_receipts(application.pk, by=caseworker)
    letter = Letter.objects.get()
    assert letter.addressee == case.recipient
    assert "en skriftlig og datert fullmakt fra deg til Lars Testlund" in letter.body


def test_hours_are_told_in_words(case, caseworker) -> None:
    application = ApplicationFactory(case=case, hours="3.50", hours_unit="week")
    services.send_receipts(application.pk, by=caseworker)
    assert "tre og en halv time i uken" in Letter.objects.get().body


def test_a_late_registration_sends_no_broken_promise(case, caseworker) -> None:
    application = ApplicationFactory(case=case, received_on=date(2026, 9, 1))
    receipts = services.send_receipts(application.pk, by=caseworker)
    assert "mer enn én måned siden" in receipts.problems[0]
    assert not Letter.objects.exists()


def test_what_one_letter_lacks_stops_neither_the_others_nor_the_application(
    case, caseworker, monkeypatch
) -> None:
    from stottekontakt.letters.errors import CannotWriteLetter

    child = CaseFactory(
        unit=case.unit, recipient=PersonFactory(municipality=case.municipality, child=True)
    )
    first = RepresentativeFactory(case=child, mother=True)
    second = RepresentativeFactory(case=child, mother=True)
    application = ApplicationFactory(case=child, applicant=first.person, applicant_is="parent")
    issue = registered.issue_letter

    def refuse_the_first(*args, addressee, **fields):
        letter = issue(*args, addressee=addressee, **fields)
        if addressee == first.person:
            raise CannotWriteLetter("Teksten mangler.")
        return letter

    monkeypatch.setattr(registered, "issue_letter", refuse_the_first)
    receipts = services.send_receipts(application.pk, by=caseworker)
    assert receipts.problems == [f"{first.person.name}: Teksten mangler."]
    assert [letter.addressee for letter in Letter.objects.all()] == [second.person]


# ── The database ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        (
            "application_posted_before_received",
            {"posted_on": date(2026, 11, 10), "received_on": date(2026, 11, 9)},
        ),
        ("application_hours_have_unit_and_fit", {"hours": 0, "hours_unit": "week"}),
        ("application_hours_have_unit_and_fit", {"hours": 170, "hours_unit": "week"}),
        ("application_hours_have_unit_and_fit", {"hours": 673, "hours_unit": "month"}),
        ("application_hours_have_unit_and_fit", {"hours": 3, "hours_unit": ""}),
        ("application_hours_have_unit_and_fit", {"hours": None, "hours_unit": "week"}),
        ("application_decided_on_follows_state", {"state": "decided"}),
        ("application_decided_on_follows_state", {"decided_on": TODAY}),
        ("application_withdrawn_on_follows_state", {"state": "withdrawn"}),
        ("application_withdrawn_on_follows_state", {"withdrawn_on": TODAY}),
        ("application_withdrawn_on_follows_state", {"withdrawn_reason": "Flytter"}),
        ("application_error_reason_follows_state", {"state": "registered_in_error"}),
        ("application_error_reason_follows_state", {"error_reason": "Feil"}),
    ],
)
def test_the_database_refuses(case, constraint: str, wrong: dict) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ApplicationFactory(case=case, **wrong)


def test_the_database_refuses_the_same_form_twice(case) -> None:
    key = "0b4b7d3e-5a44-4c0e-9f0a-5d1b3b6f3c11"
    ApplicationFactory(case=case, form_key=key)
    with (
        pytest.raises(IntegrityError, match="application_once_per_form_sent"),
        transaction.atomic(),
    ):
        ApplicationFactory(case=case, form_key=key)
