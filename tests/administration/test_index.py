"""The front page of administration: what is there, who was there last, what needs care."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from stottekontakt.accounts.roles import Role
from stottekontakt.administration.index import GROUPS, may_open
from stottekontakt.cases.models import DocumentKind
from tests.accounts.factories import InvitationFactory
from tests.decisions.factories import CriterionFactory

INDEX = "/administrasjon/"


def card(response, title: str):
    for _group, cards in response.context["groups"]:
        for each in cards:
            if str(each.title) == title:
                return each
    raise AssertionError(title)


def test_an_administrator_finds_every_page(admin, administrator):
    response = admin.get(INDEX)
    for group in GROUPS:
        for page in group.pages:
            assert may_open(administrator, page.url_name), page.url_name
            assert card(response, str(page.title)).url
    for _group, cards in response.context["groups"]:
        for each in cards:
            assert admin.get(each.url).status_code == 200, each.url


def test_a_leader_sees_only_what_may_be_read(leader, client_for):
    browser = client_for(leader)
    response = browser.get(INDEX)
    urls = [each.url for _group, cards in response.context["groups"] for each in cards]
    assert "/administrasjon/enheter/" in urls
    assert "/administrasjon/brukere/" not in urls
    for url in urls:
        assert browser.get(url).status_code == 200, url


def test_what_needs_care_is_told(admin, administrator, unit, member, today):
    now = timezone.now()
    for expires_at in (now + timedelta(days=1), now - timedelta(days=1), now + timedelta(days=6)):
        InvitationFactory(
            municipality=unit.municipality, invited_by=administrator.user, expires_at=expires_at
        )
    member(Role.LEADER, valid_until=today + timedelta(days=30))
    member(Role.LEADER, valid_until=today + timedelta(days=31))
    CriterionFactory(municipality=unit.municipality, valid_from=today + timedelta(days=5))
    response = admin.get(INDEX)
    assert card(response, "Brukere").attention == [
        "1 invitasjon går ut de nærmeste dagene",
        "1 invitasjon gikk ut uten svar",
        "1 tilgang tar slutt innen 30 dager",
    ]
    assert card(response, "Gjennomgang av tilganger").attention == ["3 tilganger skal gjennomgås"]
    assert card(response, "Kriterier").attention[0].startswith("1 endring er planlagt, fra ")


def test_a_municipality_without_criteria_is_told(admin):
    assert card(admin.get(INDEX), "Kriterier").attention == ["Kommunen har ingen kriterier ennå"]


def test_it_says_who_was_there_last(admin, unit):
    admin.post("/administrasjon/enheter/ny/", {"name": "Nord", "kind": "allocation"})
    last = card(admin.get(INDEX), "Enheter").last
    assert last.who == "Astrid Skare"
    assert f"{timezone.localdate():%Y}" in f"{last.at:%Y}"


def test_nothing_of_another_municipality_is_told(admin, other_municipality, in_municipality, today):
    with in_municipality(other_municipality):
        DocumentKind.objects.create(
            municipality=other_municipality, key="own", position=1, name_nb="x", name_nn="x",
            retention_ground="x", valid_from=today + timedelta(days=3),
        )  # fmt: skip
    found = card(admin.get(INDEX), "Dokumenttyper")
    assert (found.last, found.attention) == (None, [])


def test_the_number_of_queries_is_constant(admin, unit, member, django_assert_max_num_queries):
    def fill():
        for number in range(10):
            member(Role.CASEWORKER)
            CriterionFactory(municipality=unit.municipality, key=f"k{number}{unit.pk}")

    fill()
    with django_assert_max_num_queries(28):
        admin.get(INDEX)


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.ADMINISTRATOR, Role.LEADER}]
)
def test_no_other_role_gets_in(role, member, client_for):
    assert client_for(member(role)).get(INDEX).status_code == 403
