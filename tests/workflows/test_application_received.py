"""A søknad comes in: person, case, journal, deadline and receipts, all or nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from threading import Barrier, Thread
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from applications import services
from applications.errors import CannotRegister
from applications.models import Application
from applications.services import application as registered
from stottekontakt.accounts.roles import Role
from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases import storage
from stottekontakt.cases.attachments import check
from stottekontakt.cases.identity_number import synthetic_numbers
from stottekontakt.cases.models import Case, Document, JournalEntry, Person, Representative
from stottekontakt.database.context import municipality_context
from stottekontakt.deadlines.models import Deadline
from stottekontakt.letters.models import Letter
from stottekontakt.workflows.application_received import (
    NewPerson,
    Registration,
    Representation,
    register_application,
)
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory
from tests.cases.files import upload

NUMBER = next(synthetic_numbers(date(1992, 3, 4)))


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-22T10:00:00+01:00"):
        yield


def content(**fields) -> services.Content:
    given = {
        "channel": "paper",
        "received_on": date(2026, 11, 20),
        "posted_on": date(2026, 11, 18),
        "applicant_is": "recipient",
        "wishes": "Følge på kino",
        **fields,
    }
    return services.Content(**given)


def adult(**fields) -> NewPerson:
    details = {"name": "Ali Havbris", "birth_date": date(1992, 3, 4), **fields}
    return NewPerson(identity_number=NUMBER, details=details)


def registration(**fields) -> Registration:
    given = {
        "recipient": adult(),
        "applicant": None,
        "representation": Representation(),
        "content": content(),
        **fields,
    }
    return Registration(**given)


def child() -> NewPerson:
    return NewPerson(details={"name": "Nora Blåklokke", "birth_date": date(2015, 8, 14)})


def mother() -> NewPerson:
    return NewPerson(details={"name": "Mona Blåklokke"})


def test_all_of_it(caseworker, django_capture_on_commit_callbacks) -> None:
    file = check(upload("søknad.pdf"))
    registered = register_application(
        registration(
            content=content(hours=Decimal("3.5"), hours_unit="week"),
            files=[file],
            housing=Case.Housing.OWN_HOME,
            takes_the_case=True,
        ),
        by=caseworker,
    )
    application = registered.application
    case = application.case
    assert str(case) == "2026/1"
    assert (case.unit, case.caseworker, case.housing) == (
        caseworker.unit,
        caseworker.user,
        "own_home",
    )
    assert case.recipient.identity_number == NUMBER
    assert application.applicant == case.recipient
    entry = application.journal_entry
    assert (entry.title, entry.direction) == ("Søknad om støttekontakt", "incoming")
    assert (entry.dated_on, entry.received_on) == (date(2026, 11, 18), date(2026, 11, 20))
    document = entry.documents.get()
    assert storage.read(case.municipality_id, document.sha256) == file.data
    deadline = Deadline.objects.get(source=application.source)
    assert (deadline.due_on, deadline.act_by) == (date(2026, 12, 20), date(2026, 12, 18))
    assert deadline.explanation == (
        "Én måned fra 20. november er søndag 20. desember, så siste virkedag før gjelder."
    )
    assert Letter.objects.get().addressee == case.recipient
    assert list(
        AuditEntry.objects.filter(case_id=case.pk).order_by("pk").values_list("event", flat=True)
    ) == [
        "case_opened",
        "document_added",
        "application_received",
        "deadline_set",
        "letter_issued",
    ]
    assert AuditEntry.objects.get(event="person_registered").actor_id == caseworker.user_id


def test_a_known_number_is_the_known_person_and_the_open_case(unit, caseworker) -> None:
    known = PersonFactory(municipality=unit.municipality, name="Ali Havbris")
    from stottekontakt.cases.services import set_identity_number

    set_identity_number(known, NUMBER)
    known.save()
    case = CaseFactory(unit=unit, recipient=known)
    registered = register_application(registration(takes_the_case=True), by=caseworker)
    assert registered.application.case == case
    assert Person.objects.count() == 1
    case.refresh_from_db()
    assert case.caseworker == caseworker.user


def test_a_case_that_somebody_has_stays_theirs(unit, caseworker, decision_maker) -> None:
    case = CaseFactory(unit=unit, caseworker=decision_maker.user)
    register_application(
        registration(recipient=case.recipient_id, takes_the_case=True), by=caseworker
    )
    case.refresh_from_db()
    assert case.caseworker == decision_maker.user


def test_registering_opens_no_doors(unit, caseworker) -> None:
    """A strictly protected person's case is neither taken nor changed by whoever registers."""
    person = PersonFactory(municipality=unit.municipality, strict=True)
    case = CaseFactory(unit=unit, recipient=person)
    new = registration(recipient=person.pk, takes_the_case=True, housing=Case.Housing.OWN_HOME)
    assert register_application(new, by=caseworker).application.case == case
    case.refresh_from_db()
    assert (case.caseworker, case.housing) == (None, "unknown")
    assert not Case.objects.visible_to(caseworker).exists()
    case.closed_on = date(2026, 11, 21)
    case.save()
    assert register_application(new, by=caseworker).application.case.caseworker is None
    assert not Case.objects.visible_to(caseworker).exists()


def test_one_who_registers_a_protected_person_for_the_first_time_may_keep_the_case(
    caseworker,
) -> None:
    registered = register_application(
        registration(recipient=adult(address_protection="strict"), takes_the_case=True),
        by=caseworker,
    )
    assert registered.application.case.caseworker == caseworker.user


def test_a_closed_case_is_left_and_a_new_one_opened(unit, caseworker) -> None:
    old = CaseFactory(unit=unit, year=2025, opened_on=date(2025, 1, 2), closed_on=date(2025, 9, 1))
    registered = register_application(registration(recipient=old.recipient_id), by=caseworker)
    assert registered.application.case != old
    assert registered.application.case.recipient == old.recipient


def test_a_parent_becomes_a_representative(caseworker) -> None:
    registered = register_application(
        registration(
            recipient=child(),
            applicant=mother(),
            representation=Representation(
                parental_responsibility="sole", lives_with_recipient=True
            ),
            content=content(applicant_is="parent", applicant_relation="mor"),
        ),
        by=caseworker,
    )
    representative = Representative.objects.get()
    assert representative.case == registered.application.case
    assert representative.person == registered.application.applicant
    assert (representative.kind, representative.relation) == ("parent", "mor")
    assert representative.parental_responsibility == "sole"
    assert representative.lives_with_recipient
    assert Letter.objects.get().addressee == representative.person


@pytest.mark.parametrize(
    ("kind", "representation", "expected"),
    [
        (
            "guardian",
            Representation(mandate="Personlige forhold", mandate_covers_personal_matters=True),
            {"mandate": "Personlige forhold", "mandate_covers_personal_matters": True},
        ),
        (
            "proxy",
            Representation(mandate="Søknaden", written_on=date(2026, 11, 1)),
            {"mandate": "Søknaden", "written_on": date(2026, 11, 1), "document": None},
        ),
        (
            "child_welfare",
            Representation(valid_from=date(2026, 1, 1)),
            {"valid_from": date(2026, 1, 1)},
        ),
    ],
)
def test_others_who_act(caseworker, kind, representation, expected) -> None:
    register_application(
        registration(
            applicant=mother(),
            representation=representation,
            content=content(applicant_is=kind),
        ),
        by=caseworker,
    )
    representative = Representative.objects.get()
    assert representative.kind == kind
    for name, value in expected.items():
        assert getattr(representative, name) == value


def test_a_helper_is_applicant_but_no_representative(caseworker) -> None:
    registered = register_application(
        registration(applicant=mother(), content=content(applicant_is="other")), by=caseworker
    )
    assert not Representative.objects.exists()
    assert registered.application.applicant.name == "Mona Blåklokke"
    assert [letter.addressee.name for letter in Letter.objects.all()] == ["Ali Havbris"]


def test_a_fullmakt_that_comes_with_the_søknad_counts_at_once(caseworker) -> None:
    register_application(
        registration(
            applicant=mother(),
            representation=Representation(
                written_on=date(2026, 11, 1), authorisation=check(upload("fullmakt.pdf"))
            ),
            content=content(applicant_is="proxy"),
        ),
        by=caseworker,
    )
    proxy = Representative.objects.get()
    assert proxy.document.filename == "fullmakt.pdf"
    assert {letter.addressee.name for letter in Letter.objects.all()} == {
        "Ali Havbris",
        "Mona Blåklokke",
    }


def test_a_representative_who_is_there_already_is_not_made_two(unit, caseworker) -> None:
    case = CaseFactory(
        unit=unit, recipient=PersonFactory(municipality=unit.municipality, child=True)
    )
    known = RepresentativeFactory(case=case, mother=True)
    register_application(
        registration(
            recipient=case.recipient_id,
            applicant=known.person_id,
            content=content(applicant_is="parent"),
        ),
        by=caseworker,
    )
    assert Representative.objects.count() == 1


def test_no_receipt_when_none_is_wished(caseworker) -> None:
    registered = register_application(registration(sends_receipts=False), by=caseworker)
    assert registered.receipts.letters == ()
    assert not Letter.objects.exists()


def test_one_without_a_unit_must_say_where_the_case_belongs(member, unit) -> None:
    everywhere = member(Role.CASEWORKER, unit=None)
    with pytest.raises(CannotRegister, match="hvilken enhet"):
        register_application(registration(), by=everywhere)
    registered = register_application(registration(unit_id=unit.pk), by=everywhere)
    assert registered.application.case.unit == unit


def test_the_same_form_sent_twice_is_one_application(caseworker) -> None:
    key = uuid4()
    first = register_application(registration(form_key=key), by=caseworker)
    second = register_application(registration(form_key=key), by=caseworker)
    assert second.was_there_already
    assert second.application == first.application
    assert Application.objects.count() == Letter.objects.count() == 1


def test_a_date_ahead_leaves_nothing_behind(caseworker) -> None:
    with pytest.raises(CannotRegister, match="fram i tid"):
        register_application(
            registration(content=content(received_on=date(2026, 11, 23), posted_on=None)),
            by=caseworker,
        )
    assert not Person.objects.exists()
    assert not Case.objects.exists()


def test_what_fails_at_the_end_leaves_nothing_behind(caseworker, monkeypatch) -> None:
    def fail(*args, **fields):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(registered, "set_deadline", fail)
    with pytest.raises(RuntimeError, match="the disk is full"):
        register_application(registration(files=[check(upload())]), by=caseworker)
    for model in (Person, Case, JournalEntry, Document, Application, AuditEntry):
        assert not model.objects.exists(), model


def test_applicant_and_recipient_are_two(caseworker) -> None:
    with pytest.raises(CannotRegister, match="samme person"):
        register_application(
            registration(applicant=adult(), content=content(applicant_is="parent")),
            by=caseworker,
        )


def test_it_is_never_part_of_another_transaction(caseworker) -> None:
    with (
        pytest.raises(RuntimeError, match="durable atomic block cannot be nested"),
        transaction.atomic(),
    ):
        register_application(registration(), by=caseworker)


@pytest.mark.django_db(transaction=True)
def test_two_who_register_the_same_person_at_once_make_one_case(caseworker) -> None:
    start = Barrier(4)
    outcomes: list[str] = []

    def register() -> None:
        try:
            with municipality_context(caseworker.municipality_id):
                start.wait(timeout=10)
                registered = register_application(registration(sends_receipts=False), by=caseworker)
                outcomes.append(str(registered.application.case))
        except (ValidationError, RuntimeError) as error:
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [Thread(target=register) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert outcomes == ["2026/1"] * 4
    assert Person.objects.count() == Case.objects.count() == 1
    assert Application.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_application(caseworker) -> None:
    key, start = uuid4(), Barrier(3)
    made: list[int] = []

    def register() -> None:
        try:
            with municipality_context(caseworker.municipality_id):
                start.wait(timeout=10)
                registered = register_application(
                    registration(form_key=key, sends_receipts=False), by=caseworker
                )
                made.append(registered.application.pk)
        finally:
            connection.close()

    threads = [Thread(target=register) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(made) == 3
    assert len(set(made)) == Application.objects.count() == 1
