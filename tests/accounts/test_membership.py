"""Which municipality is open for a request, and for how long."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.models import Membership, active_membership
from stottekontakt.accounts.roles import ROLES, Permission, Role
from stottekontakt.audit.models import AccessEntry
from tests.accounts.factories import MembershipFactory, UnitFactory

TODAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "works"),
    [
        (TODAY, None, True),
        (TODAY + timedelta(days=1), None, False),
        (TODAY - timedelta(days=9), TODAY, True),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), False),
    ],
)
def test_a_membership_works_from_its_first_day_to_its_last(unit, valid_from, valid_until, works):
    membership = MembershipFactory(
        municipality=unit.municipality, unit=unit, valid_from=valid_from, valid_until=valid_until
    )
    found = active_membership(membership.user, None, TODAY)
    assert (found == membership) is works
    assert membership.is_valid_on(TODAY) is works


def test_the_chosen_membership_is_used_while_it_is_valid(unit, other_municipality, in_municipality):
    home = MembershipFactory(municipality=unit.municipality, unit=unit, valid_from=TODAY)
    with in_municipality(other_municipality):
        away = MembershipFactory(
            municipality=other_municipality,
            user=home.user,
            unit=UnitFactory(municipality=other_municipality),
            valid_from=TODAY,
        )
    from stottekontakt.database.context import municipality_context

    with municipality_context(None, home.user_id):
        assert active_membership(home.user, away.pk, TODAY) == away
        assert active_membership(home.user, 999_999, TODAY) == home


def test_nobody_sees_the_memberships_of_others_in_another_municipality(
    unit, other_municipality, in_municipality
):
    with in_municipality(other_municipality):
        MembershipFactory(municipality=other_municipality)
    assert not Membership.objects.exists()


def test_the_same_role_is_not_given_twice(unit):
    first = MembershipFactory(municipality=unit.municipality, unit=unit)
    with (
        pytest.raises(IntegrityError, match="membership_one_open_per_role_and_unit"),
        transaction.atomic(),
    ):
        MembershipFactory(municipality=unit.municipality, unit=unit, user=first.user)


def test_a_membership_cannot_end_before_it_starts(unit):
    with (
        pytest.raises(IntegrityError, match="membership_ends_after_it_starts"),
        transaction.atomic(),
    ):
        MembershipFactory(
            municipality=unit.municipality, valid_from=TODAY, valid_until=date(2027, 2, 28)
        )


def test_every_role_is_in_the_table():
    assert set(ROLES) == set(Role)


def test_a_view_refuses_and_tells_the_log(caseworker):
    @requires(Permission.USERS_MANAGE)
    def view(request):
        return HttpResponse("hemmelig")

    request = RequestFactory().get("/")
    request.membership = caseworker
    request.resolver_match = None
    with pytest.raises(PermissionDenied):
        view(request)
    entry = AccessEntry.objects.get()
    assert (entry.action, entry.user_id) == ("refused", caseworker.user_id)


class TestHowLongASignInLasts:
    @pytest.fixture
    def start(self):
        with time_machine.travel(timezone.now(), tick=False) as traveller:
            yield traveller

    def is_signed_in(self, client) -> bool:
        return client.get("/min-side/").status_code == 200

    def test_a_click_keeps_it_alive(self, start, caseworker, client_for):
        client = client_for(caseworker)
        for _ in range(4):
            assert self.is_signed_in(client)
            start.shift(timedelta(minutes=29))
        assert self.is_signed_in(client)

    def test_half_an_hour_without_a_click_ends_it(self, start, caseworker, client_for):
        client = client_for(caseworker)
        assert self.is_signed_in(client)
        start.shift(timedelta(minutes=31))
        assert not self.is_signed_in(client)

    def test_a_working_day_ends_it_however_much_one_clicks(self, start, caseworker, client_for):
        client = client_for(caseworker)
        for _ in range(21):
            assert self.is_signed_in(client)
            start.shift(timedelta(minutes=28))
        start.shift(timedelta(minutes=15))
        assert not self.is_signed_in(client)

    def test_a_membership_that_ends_closes_the_doors_at_once(self, caseworker, client_for):
        client = client_for(caseworker)
        Membership.objects.filter(pk=caseworker.pk).update(valid_until=date(2020, 1, 2))
        response = client.get("/saker/")
        assert response.status_code == 302
        assert response.url == "/min-side/"
