"""Whose case is whose: need to know, and a tighter ring around strictly protected addresses."""

from __future__ import annotations

from datetime import date

import pytest

from stottekontakt.accounts.models import Unit
from stottekontakt.accounts.roles import Role
from stottekontakt.cases.models import (
    Case,
    CaseNote,
    Document,
    JournalEntry,
    Person,
    Representative,
)
from tests.accounts.factories import MembershipFactory, UnitFactory
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory
from tests.world import make_rows


@pytest.fixture
def other_unit(unit):
    return UnitFactory(municipality=unit.municipality, name="Tildeling sør")


def sees(membership, case) -> bool:
    return Case.objects.visible_to(membership).filter(pk=case.pk).exists()


def writes(membership, case) -> bool:
    return Case.objects.editable_by(membership).filter(pk=case.pk).exists()


def test_the_unit_sees_its_own_cases_and_no_others(unit, other_unit, caseworker):
    own, others = CaseFactory(unit=unit), CaseFactory(unit=other_unit)
    assert sees(caseworker, own)
    assert not sees(caseworker, others)


def test_a_membership_without_unit_sees_the_whole_municipality(unit, other_unit, member):
    everywhere = member(Role.CASEWORKER, unit=None)
    assert sees(everywhere, CaseFactory(unit=unit))
    assert writes(everywhere, CaseFactory(unit=other_unit))


def test_the_unit_that_carries_out_reads_and_does_not_write(unit, other_unit, member):
    case = CaseFactory(unit=unit, delivering_unit=other_unit)
    theirs = member(Role.CASEWORKER, unit=other_unit)
    assert sees(theirs, case)
    assert not writes(theirs, case)


def test_a_coordinator_sees_what_the_own_unit_carries_out(unit, culture_unit, coordinator):
    assert not sees(coordinator, CaseFactory(unit=unit))
    assert sees(coordinator, CaseFactory(unit=unit, delivering_unit=culture_unit))
    elsewhere = UnitFactory(municipality=unit.municipality)
    assert not sees(coordinator, CaseFactory(unit=unit, delivering_unit=elsewhere))


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PAYROLL_CLERK, Role.SUPPORT_CONTACT])
def test_others_see_no_case(role, unit, member):
    membership = member(role)
    case = CaseFactory(unit=unit)
    assert not sees(membership, case)
    assert not Person.objects.visible_to(membership).exists()


class TestStrictlyProtected:
    @pytest.fixture
    def case(self, unit):
        return CaseFactory(
            unit=unit, recipient=PersonFactory(municipality=unit.municipality, strict=True)
        )

    def test_is_seen_by_its_caseworker(self, case, caseworker):
        assert not sees(caseworker, case)
        case.caseworker = caseworker.user
        case.save()
        assert sees(caseworker, case)

    def test_is_seen_by_those_with_the_right(self, case, member):
        assert sees(member(Role.CASEWORKER, sees_protected=True), case)
        assert not sees(member(Role.LEADER), case)

    def test_everything_that_hangs_on_it_is_hidden_too(self, unit, caseworker, member):
        rows = make_rows(unit, caseworker, strict=True)
        other = member(Role.DECISION_MAKER)
        for model in (Representative, JournalEntry, Document):
            assert not model.objects.visible_to(other).exists(), model
        assert not Person.objects.visible_to(other).exists()
        rows.case.caseworker = other.user
        rows.case.save()
        assert Document.objects.visible_to(other).exists()

    def test_a_confidential_address_hides_the_address_and_not_the_case(self, unit, caseworker):
        case = CaseFactory(
            unit=unit, recipient=PersonFactory(municipality=unit.municipality, confidential=True)
        )
        assert sees(caseworker, case)
        assert not case.recipient.address_shown_to(caseworker)


def test_a_closed_case_is_read_and_not_written(unit, caseworker):
    case = CaseFactory(unit=unit, closed_on=date(2026, 11, 20))
    assert sees(caseworker, case)
    assert not writes(caseworker, case)


def test_asking_the_row_says_the_same_as_asking_the_database(
    unit, culture_unit, other_unit, member
):
    cases = [
        CaseFactory(unit=home, delivering_unit=delivering, closed_on=closed_on)
        for home in (unit, other_unit)
        for delivering in (None, culture_unit, unit)
        for closed_on in (None, date(2026, 11, 20))
    ]
    members = [*(member(role) for role in Role), member(Role.CASEWORKER, unit=None)]
    for membership in members:
        for case in cases:
            if sees(membership, case):
                assert case.is_editable_by(membership) == writes(membership, case)


def test_a_person_is_seen_through_any_case(unit, other_unit, caseworker):
    mother = PersonFactory(municipality=unit.municipality, name="Hilde Blåklokke")
    RepresentativeFactory(case=CaseFactory(unit=other_unit), person=mother, mother=True)
    assert not Person.objects.visible_to(caseworker).filter(pk=mother.pk).exists()
    RepresentativeFactory(case=CaseFactory(unit=unit), person=mother, mother=True)
    assert Person.objects.visible_to(caseworker).get(pk=mother.pk) == mother
    assert Person.objects.editable_by(caseworker).get(pk=mother.pk) == mother


def test_a_person_in_no_case_is_seen_by_nobody(unit, caseworker):
    PersonFactory(municipality=unit.municipality)
    assert not Person.objects.visible_to(caseworker).exists()


def test_the_file_is_not_for_those_who_only_carry_out(unit, culture_unit, caseworker, coordinator):
    rows = make_rows(unit, caseworker, delivering_unit=culture_unit)
    CaseNote.objects.create(
        municipality=unit.municipality,
        case=rows.case,
        happened_on=date(2026, 11, 3),
        text="Samtale",
        written_by=caseworker.user,
    )
    assert sees(coordinator, rows.case)
    for model in (CaseNote, JournalEntry, Document):
        assert not model.objects.visible_to(coordinator).exists(), model
        assert model.objects.visible_to(caseworker).exists(), model


def test_another_municipality_sees_nothing(unit, caseworker, other_municipality, in_municipality):
    case = CaseFactory(unit=unit)
    with in_municipality(other_municipality):
        stranger = MembershipFactory(municipality=other_municipality, unit=Unit.objects.get())
        assert not sees(stranger, case)
        assert not Person.objects.visible_to(stranger).exists()


def test_the_reading_ground_says_why(unit, culture_unit, caseworker, coordinator, leader, member):
    case = CaseFactory(unit=unit, delivering_unit=culture_unit, caseworker=caseworker.user)
    assert case.reading_ground(caseworker) == "caseworker"
    assert case.reading_ground(leader) == "unit"
    assert case.reading_ground(coordinator) == "delivering_unit"
    assert case.reading_ground(member(Role.LEADER, unit=None)) == "municipality"
