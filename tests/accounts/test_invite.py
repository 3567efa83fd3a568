"""Inviting, and taking on the role: by link, once, before it expires."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from stottekontakt.accounts.models import Invitation, Membership, User
from stottekontakt.accounts.roles import Role
from stottekontakt.audit.models import AuditEntry
from tests.accounts.factories import MembershipFactory, UserFactory

NEW = "tre-ganske-lange-ord"
ANSWER = {"name": "Kari Prøve", "password1": NEW, "password2": NEW}


@pytest.fixture
def admin(administrator, client_for):
    return client_for(administrator)


def invite(admin, **changes):
    data = {"name": "Kari Prøve", "email": "kari@provevik.example", "role": "caseworker"}
    return admin.post("/administrasjon/brukere/inviter/", data | changes, follow=True)


def link() -> str:
    return re.search(r"https?://[^/]+(/invitasjon/\S+)", mail.outbox[-1].body)[1]


def events() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("event", flat=True))


def test_from_invitation_to_work(admin, administrator, unit, client):
    response = invite(admin, unit=unit.pk, valid_until="31.12.2099", sees_protected="on")
    assert "Invitasjonen er sendt til kari@provevik.example." in response.text
    assert "Lyngvik kommune" in mail.outbox[-1].subject
    assert "saksbehandler" in mail.outbox[-1].body

    page = client.get(link())
    assert "Velkommen til Støttekontakt i Lyngvik kommune" in page.text
    assert 'value="Kari Prøve"' in page.text
    client.post(link(), ANSWER)

    membership = Membership.objects.get(user__email="kari@provevik.example")
    assert membership.municipality_id == administrator.municipality_id
    assert (membership.role, membership.unit, membership.sees_protected) == (
        Role.CASEWORKER,
        unit,
        True,
    )
    assert membership.valid_from == timezone.localdate()
    assert membership.valid_until == date(2099, 12, 31)
    assert membership.user.check_password(NEW)
    page = client.get("/min-side/")
    assert "Kari Prøve" in page.text
    assert "Velkommen!" in page.text
    assert events() == ["invitation_sent", "membership_granted"]


def test_the_link_is_used_once(admin, client, municipality):
    invite(admin)
    client.post(link(), ANSWER)
    client.logout()
    response = client.get(link())
    assert response.status_code == 410
    assert "Lenken virker ikke lenger" in response.text
    client.post(link(), ANSWER | {"password1": "et-helt-annet-ord"})
    assert User.objects.get(email="kari@provevik.example").check_password(NEW)


def test_opening_the_link_does_not_use_it_up(admin, client):
    invite(admin)
    for _ in range(3):
        assert client.get(link()).status_code == 200


def test_an_old_link_does_not_work(admin, client):
    invite(admin)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert client.get(link()).status_code == 410
    assert client.post(link(), ANSWER).status_code == 410
    assert not User.objects.filter(email="kari@provevik.example").exists()


def test_a_withdrawn_link_does_not_work(admin, client):
    invite(admin)
    pk = Invitation.objects.get().pk
    response = admin.post(f"/administrasjon/invitasjoner/{pk}/trekk/", follow=True)
    assert "er trukket" in response.text
    assert client.get(link()).status_code == 410


def test_a_new_link_ends_the_former(admin, client):
    invite(admin)
    former, pk = link(), Invitation.objects.get().pk
    response = admin.post(f"/administrasjon/invitasjoner/{pk}/send/", follow=True)
    assert "Invitasjonen er sendt" in response.text
    assert client.get(former).status_code == 410
    assert client.get(link()).status_code == 200


def test_a_made_up_link_does_not_work(client, municipality):
    assert client.get(f"/invitasjon/{municipality.pk}/{'x' * 43}/").status_code == 410


def test_a_link_of_another_municipality_does_not_open_here(admin, client, other_municipality):
    invite(admin)
    token = link().rstrip("/").rsplit("/", 1)[-1]
    assert client.get(f"/invitasjon/{other_municipality.pk}/{token}/").status_code == 410


def test_only_a_hash_of_the_token_is_kept(admin):
    invite(admin)
    token = link().rstrip("/").rsplit("/", 1)[-1]
    assert token not in str(Invitation.objects.values())
    assert token not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({"password1": "kort", "password2": "kort"}, "12"),
        ({"password2": "noe-annet-enn-det"}, "De to passordene er ikke like."),
        ({"password1": "kari@provevik.example"}, "id_password1_error"),
        ({"name": ""}, "Fyll inn feltet «Navn»."),
    ],
)
def test_a_bad_answer_is_explained_and_the_name_kept(admin, client, answer, message):
    invite(admin)
    response = client.post(link(), ANSWER | answer)
    assert message in response.text
    assert answer.get("name", "Kari Prøve") in response.text
    assert not User.objects.filter(email="kari@provevik.example").exists()


class TestSomebodyWhoIsAUserElsewhere:
    @pytest.fixture
    def elsewhere(self, other_municipality, in_municipality):
        with in_municipality(other_municipality):
            return MembershipFactory(
                municipality=other_municipality, user__email="kari@provevik.example"
            )

    def test_signs_in_and_takes_it(self, admin, client, elsewhere, municipality):
        invite(admin, role="leader")
        assert "Du har en bruker fra før." in client.get(link()).text
        client.post(link(), ANSWER)
        assert not Membership.objects.filter(role="leader").exists()
        client.force_login(elsewhere.user)
        assert "Ta imot rollen" in client.get(link()).text
        client.post(link())
        assert Membership.objects.get(role="leader").user == elsewhere.user
        assert "Lyngvik kommune" in client.get("/min-side/").text

    def test_nobody_else_can_take_it(self, admin, client, elsewhere, municipality):
        invite(admin, role="leader")
        client.force_login(UserFactory())
        assert "Du er logget inn som en annen." in client.get(link()).text
        response = client.post(link())
        assert "Invitasjonen er til kari@provevik.example." in response.text
        assert not Membership.objects.filter(role="leader").exists()


def test_a_colleague_gets_the_new_role_at_once(admin, caseworker):
    response = invite(admin, email=caseworker.user.email.upper(), role="leader")
    assert "er bruker fra før og har fått rollen leder" in response.text
    assert not mail.outbox
    assert Membership.objects.filter(user=caseworker.user, role="leader").exists()


def test_a_role_is_not_given_twice(admin, caseworker, unit):
    response = invite(admin, email=caseworker.user.email, unit=unit.pk)
    assert "har allerede denne rollen her" in response.text
    assert Membership.objects.filter(user=caseworker.user).count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"email": "kari"}, "Skriv en hel e-postadresse"),
        ({"role": "keiser"}, "keiser"),
        ({"role": ""}, "Svar på «Rolle»."),
        ({"valid_until": "01.01.2020"}, "Datoen er passert."),
        ({"valid_until": "i morgen"}, "Skriv datoen slik"),
    ],
)
def test_bad_input_is_explained_and_kept(admin, changes, message):
    response = invite(admin, **changes)
    assert message in response.text
    assert 'value="Kari Prøve"' in response.text
    assert not Invitation.objects.exists()


def test_an_office_of_another_municipality_is_no_choice(admin, other_municipality, in_municipality):
    from stottekontakt.accounts.models import Unit

    with in_municipality(other_municipality):
        foreign = Unit.objects.get().pk
    invite(admin, unit=foreign)
    assert not Invitation.objects.exists()


def test_nothing_is_kept_when_the_mail_server_is_down(admin, monkeypatch):
    def down(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("stottekontakt.accounts.services.send_mail", down)
    response = invite(admin)
    assert "E-posten ble ikke sendt, så invitasjonen er ikke laget." in response.text
    assert 'value="kari@provevik.example"' in response.text
    assert not Invitation.objects.exists()
    assert events() == []
