"""Signing in, being kept out, forgetting one's password, and the demo users of a trial."""

from __future__ import annotations

import re

import pytest
from django.core import mail

from stottekontakt.accounts import demo
from stottekontakt.accounts.models import User
from stottekontakt.audit.models import AccessEntry
from tests.accounts.factories import MembershipFactory, UserFactory

PASSWORD = "et-langt-passord"
NEW = "tre-ganske-lange-ord"


def sign_in(client, login, password=PASSWORD, **more):
    return client.post("/logg-inn/", {"login": login, "password": password, **more})


def is_signed_in(client) -> bool:
    return client.get("/min-side/").status_code == 200


@pytest.mark.parametrize("field", ["username", "email"])
def test_by_username_or_email(client, caseworker, field):
    assert sign_in(client, getattr(caseworker.user, field)).status_code == 302
    assert is_signed_in(client)


def test_back_to_where_one_was_going(client, administrator):
    response = client.get("/administrasjon/brukere/")
    assert response.url == "/logg-inn/?next=/administrasjon/brukere/"
    page = client.get(response.url)
    assert 'name="next" value="/administrasjon/brukere/"' in page.text
    response = sign_in(client, administrator.user.username, next="/administrasjon/brukere/")
    assert response.url == "/administrasjon/brukere/"


def test_never_to_another_site(client, administrator):
    response = sign_in(client, administrator.user.username, next="https://evil.example/")
    assert response.url == "/"


@pytest.mark.parametrize("login", ["saksbehandler1", "ukjent", "ukjent@provevik.example"])
def test_a_wrong_password_tells_nothing_about_who_exists(client, municipality, login):
    MembershipFactory(municipality=municipality, user__username="saksbehandler1")
    response = sign_in(client, login, "feil-passord-her")
    assert "E-posten, brukernavnet eller passordet er feil." in response.text
    assert f'value="{login}"' in response.text
    assert not is_signed_in(client)


def test_many_wrong_passwords_close_the_door_for_a_while(client, caseworker):
    for _ in range(5):
        sign_in(client, caseworker.user.username, "feil-passord-her")
    response = sign_in(client, caseworker.user.username)
    assert "Det er prøvd for mange ganger." in response.text
    assert not is_signed_in(client)


def test_someone_shut_out_cannot_sign_in(client, caseworker):
    User.objects.filter(pk=caseworker.user_id).update(is_active=False)
    sign_in(client, caseworker.user.username)
    assert not is_signed_in(client)


def test_nobody_signs_up_by_themselves(client, db):
    response = client.post("/ny-bruker/", {"email": "a@b.example", "password1": NEW})
    assert "Du blir invitert av kommunen" in response.text
    assert not User.objects.exists()


def test_signing_out_asks_first_and_says_so_after(client, caseworker):
    sign_in(client, caseworker.user.username)
    assert "Vil du logge ut?" in client.get("/logg-ut/").text
    assert is_signed_in(client)
    response = client.post("/logg-ut/", follow=True)
    assert "Du er logget ut." in response.text
    assert not is_signed_in(client)


def test_sign_ins_are_logged_without_what_was_typed(client, caseworker):
    sign_in(client, caseworker.user.username, "hemmelig-tekst")
    sign_in(client, caseworker.user.username)
    actions = list(AccessEntry.objects.order_by("pk").values_list("action", "user_id"))
    assert (AccessEntry.Action.SIGN_IN_FAILED, caseworker.user_id) in actions
    assert (AccessEntry.Action.SIGNED_IN, caseworker.user_id) in actions
    assert "hemmelig" not in str(list(AccessEntry.objects.values()))


class TestForgottenPassword:
    def ask(self, client, email):
        return client.post("/glemt-passord/", {"email": email}, follow=True)

    def link(self) -> str:
        return re.search(r"https?://[^/]+(/glemt-passord/\S+)", mail.outbox[-1].body)[1]

    def test_a_link_by_email_gives_a_new_password_once(self, client, caseworker):
        response = self.ask(client, caseworker.user.email)
        assert "Se i e-posten din" in response.text
        assert mail.outbox[-1].subject == "Nytt passord til Støttekontakt"
        link = self.link()
        page = client.get(link, follow=True)
        assert "Lag et nytt passord" in page.text
        response = client.post(
            page.request["PATH_INFO"], {"password1": NEW, "password2": NEW}, follow=True
        )
        assert "Det nye passordet er lagret" in response.text
        assert sign_in(client, caseworker.user.email, NEW).status_code == 302
        client.post("/logg-ut/")
        assert "Lenken virker ikke lenger" in client.get(link, follow=True).text

    def test_a_weak_password_is_refused_with_a_reason(self, client, caseworker):
        self.ask(client, caseworker.user.email)
        page = client.get(self.link(), follow=True)
        response = client.post(
            page.request["PATH_INFO"], {"password1": "kort", "password2": "kort"}
        )
        assert "12" in response.text
        assert "id_password1_error" in response.text

    def test_an_unknown_address_gets_the_same_page(self, client, db):
        response = self.ask(client, "ukjent@provevik.example")
        assert "Se i e-posten din" in response.text
        assert "Vi har ingen bruker med den" in mail.outbox[-1].body

    def test_when_the_mail_server_is_down_it_says_so(self, client, caseworker, monkeypatch):
        def down(*args, **kwargs):
            raise ConnectionRefusedError

        monkeypatch.setattr("django.core.mail.EmailMessage.send", down)
        response = self.ask(client, caseworker.user.email)
        assert response.status_code == 200
        assert "E-posten ble ikke sendt." in response.text


class TestDemoUsers:
    @pytest.fixture
    def demo_user(self, municipality):
        user = UserFactory(username="saksbehandler", name="Siri Lind", password=demo.PASSWORD)
        return MembershipFactory(municipality=municipality, user=user)

    def test_a_trial_lists_them_and_one_click_is_enough(self, client, demo_user, settings):
        settings.TRIAL = True
        page = client.get("/logg-inn/").text
        assert "Siri Lind" in page
        assert "Beslutter" not in page  # not in the database
        assert client.post("/prov/", {"username": "saksbehandler"}).url == "/"
        assert is_signed_in(client)

    def test_production_has_none(self, client, demo_user, settings):
        settings.TRIAL = False
        assert "Siri Lind" not in client.get("/logg-inn/").text
        assert client.post("/prov/", {"username": "saksbehandler"}).status_code == 404
        response = sign_in(client, "saksbehandler", demo.PASSWORD)
        assert "Passordet fra prøveutgaven virker ikke her." in response.text
        assert not is_signed_in(client)

    def test_nobody_else_can_be_tried(self, client, caseworker, settings):
        settings.TRIAL = True
        caseworker.user.set_password(demo.PASSWORD)
        caseworker.user.save()
        client.post("/prov/", {"username": caseworker.user.username})
        assert not is_signed_in(client)
