"""What must never be true of units and invitations is refused by the database itself."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.accounts.factories import InvitationFactory, UnitFactory


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
