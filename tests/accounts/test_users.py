"""Who has access: seen, changed and ended by the administrator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from stottekontakt.accounts.models import Membership
from stottekontakt.accounts.roles import Role
from stottekontakt.audit.models import AuditEntry
from tests.accounts.factories import MembershipFactory


@pytest.fixture
def admin(administrator, client_for):
    return client_for(administrator)


@pytest.fixture
def today():
    return timezone.localdate()


def listed(response) -> set[str]:
    return {membership.user.name for membership in response.context["page"]}


def test_the_list_shows_the_municipality_and_no_other(
    admin, administrator, caseworker, other_municipality, in_municipality
):
    with in_municipality(other_municipality):
        MembershipFactory(municipality=other_municipality, user__name="Fremmed Person")
    response = admin.get("/administrasjon/brukere/")
    assert listed(response) == {administrator.user.name, caseworker.user.name}
    assert "Fremmed Person" not in response.text


def test_those_who_have_left_are_shown_when_asked_for(admin, member, today):
    member(Role.CASEWORKER, user__name="Sluttet Person", valid_until=today - timedelta(days=1))
    assert "Sluttet Person" not in admin.get("/administrasjon/brukere/").text
    response = admin.get("/administrasjon/brukere/?ended=on")
    assert "Sluttet Person" in response.text
    assert "Ta med dem som har sluttet" in response.text


def test_the_list_is_narrowed_by_role_and_unit(admin, administrator, caseworker, coordinator, unit):
    assert listed(admin.get("/administrasjon/brukere/?role=coordinator")) == {coordinator.user.name}
    # The administrator of these tests works in the same office as the caseworker.
    by_unit = admin.get(f"/administrasjon/brukere/?unit={unit.pk}&role=caseworker")
    assert listed(by_unit) == {caseworker.user.name}


def test_the_number_of_queries_does_not_follow_the_number_of_people(
    admin, member, django_assert_max_num_queries
):
    for number in range(30):
        member(Role.CASEWORKER, user__name=f"Person {number}")
    with django_assert_max_num_queries(14):
        admin.get("/administrasjon/brukere/")


def test_access_is_changed(admin, caseworker, culture_unit, today):
    until = today + timedelta(days=30)
    response = admin.post(
        f"/administrasjon/brukere/{caseworker.pk}/",
        {"unit": culture_unit.pk, "valid_until": until.isoformat(), "sees_protected": "on"},
        follow=True,
    )
    assert "Tilgangen til Siri Lind er endret." in response.text
    caseworker.refresh_from_db()
    assert (caseworker.unit, caseworker.valid_until, caseworker.sees_protected) == (
        culture_unit,
        until,
        True,
    )
    entry = AuditEntry.objects.get(event="membership_changed")
    assert entry.data == {"sees_protected": True, "valid_until": until.isoformat()}


@pytest.mark.parametrize(("ago", "works_today"), [(0, True), (1, False)])
def test_access_ends_after_its_last_day(admin, caseworker, client_for, today, ago, works_today):
    last_day = today - timedelta(days=ago)
    browser = client_for(caseworker)
    admin.post(
        f"/administrasjon/brukere/{caseworker.pk}/avslutt/", {"last_day": last_day.isoformat()}
    )
    caseworker.refresh_from_db()
    assert caseworker.valid_until == last_day
    # Already signed in makes no difference.
    assert ("Lyngvik kommune" in browser.get("/min-side/").text) == works_today
    assert AuditEntry.objects.filter(event="membership_ended").exists()


@pytest.mark.parametrize("ago", [2, 400])
def test_access_is_not_ended_in_the_past(admin, caseworker, today, ago):
    last_day = today - timedelta(days=ago)
    response = admin.post(
        f"/administrasjon/brukere/{caseworker.pk}/avslutt/", {"last_day": last_day.isoformat()}
    )
    assert "eller senere" in response.text
    caseworker.refresh_from_db()
    assert caseworker.valid_until is None


@pytest.mark.parametrize("path", ["", "avslutt/"])
def test_the_last_administrator_stays(admin, administrator, today, path):
    tomorrow = (today + timedelta(days=1)).isoformat()
    response = admin.post(
        f"/administrasjon/brukere/{administrator.pk}/{path}",
        {"last_day": tomorrow, "valid_until": tomorrow},
    )
    assert "Gi først en annen rollen som administrator." in response.text
    administrator.refresh_from_db()
    assert administrator.valid_until is None


def test_one_of_two_administrators_may_leave(admin, administrator, member, today):
    member(Role.ADMINISTRATOR)
    admin.post(
        f"/administrasjon/brukere/{administrator.pk}/avslutt/", {"last_day": today.isoformat()}
    )
    administrator.refresh_from_db()
    assert administrator.valid_until == today


def test_another_municipalitys_people_are_out_of_reach(
    admin, other_municipality, in_municipality, today
):
    with in_municipality(other_municipality):
        foreign = MembershipFactory(municipality=other_municipality)
    for path in ("", "avslutt/"):
        url = f"/administrasjon/brukere/{foreign.pk}/{path}"
        assert admin.get(url).status_code == 404
        assert admin.post(url, {"last_day": today.isoformat()}).status_code == 404
    with in_municipality(other_municipality):
        assert Membership.objects.get(pk=foreign.pk).valid_until is None


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_no_other_role_gets_in(role, member, client_for):
    browser = client_for(member(role))
    for path in ("brukere/", "brukere/inviter/", "brukere/1/", "brukere/1/avslutt/"):
        assert browser.get(f"/administrasjon/{path}").status_code == 403
