"""What must never be true of units and invitations is refused by the database itself."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.accounts.factories import InvitationFactory, MembershipFactory, UnitFactory


def test_two_units_of_a_municipality_have_different_names(unit):
    with (
        pytest.raises(IntegrityError, match="unit_name_unique_in_municipality"),
        transaction.atomic(),
    ):
        UnitFactory(municipality=unit.municipality, name=unit.name)


@pytest.mark.parametrize(
    ("constraint", "moment"),
    [
        ("invitation_accepted_at_and_by_go_together", "accepted_at"),
        ("invitation_withdrawn_at_and_by_go_together", "withdrawn_at"),
    ],
)
def test_what_happened_to_an_invitation_has_somebody_who_did_it(administrator, constraint, moment):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        InvitationFactory(
            municipality=administrator.municipality,
            invited_by=administrator.user,
            **{moment: timezone.now()},
        )


@pytest.mark.parametrize(
    ("policy", "hours"), [("above_hours", None), ("above_hours", 0), ("all", 5), ("none", 5)]
)
def test_a_number_of_hours_belongs_to_the_setting_that_asks_for_it(municipality, policy, hours):
    municipality.second_person, municipality.second_person_above_hours = policy, hours
    with (
        pytest.raises(IntegrityError, match="municipality_second_person_above_hours_has_hours"),
        transaction.atomic(),
    ):
        municipality.save()


def test_whoever_issues_up_to_some_hours_issues_something(unit):
    with (
        pytest.raises(IntegrityError, match="membership_issues_up_to_some_hours"),
        transaction.atomic(),
    ):
        MembershipFactory(municipality=unit.municipality, unit=unit, issues_up_to_hours=0)
