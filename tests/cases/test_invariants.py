"""What must never be true of persons and cases is refused by the database itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from stottekontakt.cases.models import (
    Case,
    CaseNote,
    CaseNumberCounter,
    Document,
    JournalEntry,
    Person,
)
from stottekontakt.cases.services import set_identity_number
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory

TODAY = date(2026, 11, 23)


@pytest.fixture
def case(unit) -> Case:
    return CaseFactory(unit=unit)


def refused(constraint: str) -> Any:
    return pytest.raises(IntegrityError, match=constraint)


def entry_of(case: Case, **fields: Any) -> JournalEntry:
    values = {
        "number": 1,
        "direction": "internal",
        "title": "Notat",
        "dated_on": TODAY,
        **fields,
    }
    return JournalEntry.objects.create(municipality=case.municipality, case=case, **values)


def test_an_identity_number_is_registered_once(municipality):
    for _ in range(2):
        person = PersonFactory.build(municipality=municipality)
        set_identity_number(person, "14815800000")
        if not Person.objects.exists():
            person.save()
    with refused("person_identity_number_once_in_municipality"), transaction.atomic():
        person.save()


def test_a_number_cannot_stand_without_what_finds_it_again(municipality):
    with refused("person_identity_number_and_index_go_together"), transaction.atomic():
        PersonFactory(municipality=municipality, identity_number="14815800000")


def test_a_person_has_a_name(municipality):
    with refused("person_has_a_name"), transaction.atomic():
        PersonFactory(municipality=municipality, name="")


def test_a_person_has_one_open_case(case):
    with refused("case_one_open_per_recipient"), transaction.atomic():
        CaseFactory(unit=case.unit, recipient=case.recipient)


def test_a_case_number_is_used_once(case):
    with refused("case_number_once_in_municipality"), transaction.atomic():
        CaseFactory(unit=case.unit, year=case.year, sequence=case.sequence)


def test_a_year_has_one_counter(municipality):
    CaseNumberCounter.objects.create(municipality=municipality, year=2026)
    with refused("case_number_counter_one_per_year"), transaction.atomic():
        CaseNumberCounter.objects.create(municipality=municipality, year=2026)


def test_a_case_is_not_closed_before_it_was_opened(unit):
    with refused("case_closed_after_it_opened"), transaction.atomic():
        CaseFactory(unit=unit, opened_on=TODAY, closed_on=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("representative_parent_has_responsibility_stated", {"kind": "parent"}),
        ("representative_guardian_has_mandate", {"kind": "guardian"}),
        (
            "representative_ends_after_it_starts",
            {"valid_from": TODAY, "valid_until": date(2026, 11, 22)},
        ),
    ],
)
def test_a_representative_has_what_the_role_demands(case, constraint, fields):
    with refused(constraint), transaction.atomic():
        RepresentativeFactory(case=case, **fields)


def test_nobody_has_the_same_role_twice_at_once(case):
    first = RepresentativeFactory(case=case)
    with refused("representative_once_per_kind_while_in_force"), transaction.atomic():
        RepresentativeFactory(case=case, person=first.person)
    first.valid_until = TODAY
    first.save()
    RepresentativeFactory(case=case, person=first.person)


def test_a_note_says_something(case, caseworker):
    with refused("case_note_has_text"), transaction.atomic():
        note_of(case, caseworker, text="")


def note_of(case: Case, by: Any, **fields: Any) -> CaseNote:
    return CaseNote.objects.create(
        municipality=case.municipality,
        case=case,
        happened_on=TODAY,
        written_by=by.user,
        **{"text": "Hun vil gjerne svømme.", **fields},
    )


@pytest.mark.parametrize(
    "verb", ["UPDATE cases_casenote SET text = 'x'", "DELETE FROM cases_casenote"]
)
def test_a_note_never_changes(case, caseworker, verb):
    note_of(case, caseworker)
    with (
        pytest.raises(ProgrammingError, match="pgtrigger"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb)


def test_a_number_in_the_journal_is_used_once(case):
    entry_of(case)
    with refused("journal_entry_number_once_in_case"), transaction.atomic():
        entry_of(case)


def test_what_comes_in_has_a_day_it_came(case):
    with refused("journal_entry_incoming_has_received_date"), transaction.atomic():
        entry_of(case, direction="incoming")


def test_a_document_names_a_whole_file(case):
    with refused("document_sha256_is_whole"), transaction.atomic():
        Document.objects.create(
            municipality=case.municipality,
            case=case,
            journal_entry=entry_of(case),
            title="Uttalelse",
            filename="a.pdf",
            content_type="application/pdf",
            size=1,
            sha256="abc",
        )
