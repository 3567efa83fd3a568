"""Which decisions are found, and for whom."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.utils import timezone

from stottekontakt.accounts.roles import Role
from stottekontakt.archive.finding import Asked, Protected, decisions_found, with_letters
from tests.accounts.factories import UnitFactory
from tests.archive.factories import decide, letter_of
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory


def found(membership, protected=Protected.LEFT_OUT, **asked):
    return set(
        decisions_found(membership, Asked(**asked), protected=protected).values_list(
            "pk", flat=True
        )
    )


def test_the_first_and_the_last_day_are_both_among_the_days(decided, archivist):
    on = {
        day: decided(on=day, letter=False).pk
        for day in (date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1))
    }
    assert found(archivist, fra=date(2026, 10, 1), til=date(2026, 10, 31)) == {
        on[date(2026, 10, 1)],
        on[date(2026, 10, 31)],
    }
    assert found(archivist, til=date(2026, 10, 1)) == {on[date(2026, 10, 1)]}
    assert found(archivist, fra=date(2026, 11, 1)) == {on[date(2026, 11, 1)]}


def test_drafts_are_never_found(decided, archivist, caseworker, unit):
    from decisions.models import Decision

    issued = decided(letter=False)
    case = CaseFactory(unit=unit)
    Decision.objects.create(municipality=unit.municipality, case=case, drafted_by=caseworker.user)
    assert found(archivist) == {issued.pk}


def test_by_unit_outcome_kind_and_age(decided, archivist, caseworker, unit):
    south = UnitFactory(municipality=unit.municipality, name="Tildeling sør")
    child = decided(recipient__birth_date=date(2015, 8, 14))
    old = decided(recipient__birth_date=date(1950, 1, 1), unit=south)
    unknown = decided(recipient__birth_date=None)
    dismissed = decide(CaseFactory(unit=unit), caseworker, outcome="dismissed")
    assert found(archivist, enhet=south.pk) == {old.pk}
    assert found(archivist, alder="barn") == {child.pk}
    assert found(archivist, alder="eldre") == {old.pk}
    assert found(archivist, utfall="dismissed") == {dismissed.pk}
    assert found(archivist, utfall="refused") == {child.pk, old.pk, unknown.pk}
    assert found(archivist, type="first") == {child.pk, old.pk, unknown.pk, dismissed.pk}
    assert found(archivist, type="termination") == set()
    assert found(archivist, utfall="granted") == set()


def test_the_age_is_that_of_the_day_of_the_decision(decided, archivist):
    """Twelve today, eleven when it was decided."""
    child = decided(on=date(2026, 11, 20), recipient__birth_date=date(2014, 11, 22), letter=False)
    assert found(archivist, alder="barn") == {child.pk}
    assert found(archivist, alder="unge") == set()


@pytest.mark.parametrize("protection", ["confidential", "strict"])
@pytest.mark.parametrize("whose", ["recipient", "mother"])
def test_a_protected_address_in_the_case_keeps_it_out(decided, archivist, unit, protection, whose):
    plain = decided(letter=False)
    hidden = decided(letter=False)
    person = hidden.case.recipient
    if whose == "mother":
        person = PersonFactory(municipality=unit.municipality, name="Hilde Blåklokke")
        RepresentativeFactory(case=hidden.case, person=person, mother=True)
    person.address_protection = protection
    person.save(update_fields=["address_protection"])
    assert found(archivist) == {plain.pk}
    assert found(archivist, Protected.ALONE) == {hidden.pk}
    assert found(archivist, Protected.WITH) == {plain.pk, hidden.pk}


def test_an_archivist_of_one_unit_finds_that_unit_alone(
    decided, member, unit, culture_unit, archivist
):
    south = UnitFactory(municipality=unit.municipality, name="Tildeling sør")
    own, others = decided(letter=False), decided(letter=False, unit=south)
    carried_out = decided(letter=False, unit=south, delivering_unit=unit)
    assert found(member(Role.ADMINISTRATOR)) == {own.pk, carried_out.pk}
    assert found(archivist) == {own.pk, others.pk, carried_out.pk}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_finds_anything(decided, member, role):
    decided(letter=False)
    assert found(member(role)) == set()


def test_the_letters_are_those_of_the_decision(decided, caseworker, archivist, unit):
    decision = decided()
    mother = PersonFactory(municipality=unit.municipality, name="Hilde Blåklokke")
    RepresentativeFactory(case=decision.case, person=mother, mother=True)
    second = letter_of(decision, caseworker, addressee=mother, made=False)
    receipt_only = decided(letter=False, taken_over_at=timezone.now())
    rows = {row.pk: row for row in with_letters(decisions_found(archivist, Asked()).order_by("pk"))}
    assert [letter.is_rendered for letter in rows[decision.pk].letters] == [True, False]
    assert rows[decision.pk].letters[1].pk == second.pk
    assert rows[decision.pk].letters[0].reader == "Tjenestemottaker"
    assert rows[receipt_only.pk].letters == ()
    assert rows[receipt_only.pk].is_taken_over


def test_what_was_asked_survives_being_kept():
    asked = Asked(fra=date(2026, 1, 1), utfall="refused", enhet=3)
    assert Asked.from_data(asked.as_data()) == asked
    assert asked.as_data() == {"fra": "2026-01-01", "utfall": "refused", "enhet": 3}


def test_until_holds_it_to_what_was_there(decided, archivist):
    before = decided(on=date(2026, 11, 2), letter=False)
    decided(on=date(2026, 11, 20), letter=False)
    until = timezone.make_aware(datetime(2026, 11, 10, 12))
    assert list(decisions_found(archivist, Asked(), until=until)) == [before]
