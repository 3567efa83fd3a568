"""One's own page: name, language, role, password."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from stottekontakt.accounts.roles import Role
from tests.accounts.factories import MembershipFactory, UserFactory

NEW = "tre-ganske-lange-ord"


@pytest.fixture
def browser(caseworker, client_for):
    return client_for(caseworker)


def test_name_phone_and_language_are_saved(browser, caseworker):
    response = browser.post(
        "/min-side/", {"name": "Siri Ny", "phone": "00 00 00 02", "language": "nn"}, follow=True
    )
    assert '<html lang="nn"' in response.text
    caseworker.user.refresh_from_db()
    assert (caseworker.user.name, caseworker.user.language) == ("Siri Ny", "nn")


def test_the_screens_follow_the_municipality_unless_one_chooses(browser, municipality):
    municipality.written_form = "nn"
    municipality.save()
    assert '<html lang="nn"' in browser.get("/min-side/").text
    browser.post("/min-side/", {"name": "Siri Lind", "language": "nb"})
    assert '<html lang="nb"' in browser.get("/min-side/").text


def test_a_name_is_needed(browser, caseworker):
    response = browser.post("/min-side/", {"name": " ", "language": ""})
    assert "Fyll inn feltet «Navn»." in response.text
    caseworker.user.refresh_from_db()
    assert caseworker.user.name == "Siri Lind"


class TestSeveralRoles:
    @pytest.fixture
    def elsewhere(self, caseworker, other_municipality, in_municipality):
        with in_municipality(other_municipality):
            return MembershipFactory(
                municipality=other_municipality, user=caseworker.user, role=Role.LEADER
            )

    def test_one_sees_them_all_and_changes_between_them(self, browser, elsewhere):
        page = browser.get("/min-side/").text
        assert "Fjordvik kommune" in page
        assert "Bytt hit" in page
        browser.post(f"/min-side/rolle/{elsewhere.pk}/")
        page = browser.get("/min-side/").text
        assert "<small>Fjordvik kommune</small>" in page
        assert "<small>Leder</small>" in page

    def test_another_persons_role_cannot_be_taken(self, browser, member):
        theirs = member(Role.ADMINISTRATOR)
        assert browser.post(f"/min-side/rolle/{theirs.pk}/").status_code == 404
        assert "<small>Saksbehandler</small>" in browser.get("/min-side/").text

    def test_nor_one_that_has_ended(self, browser, caseworker, unit):
        ended = MembershipFactory(
            municipality=unit.municipality,
            user=caseworker.user,
            role=Role.LEADER,
            valid_until=timezone.localdate() - timedelta(days=1),
        )
        assert browser.post(f"/min-side/rolle/{ended.pk}/").status_code == 404


def test_the_password_is_changed_and_one_stays_signed_in(browser, caseworker):
    response = browser.post(
        "/min-side/passord/",
        {"oldpassword": "et-langt-passord", "password1": NEW, "password2": NEW},
        follow=True,
    )
    assert response.request["PATH_INFO"] == "/min-side/"
    assert "Passordet er byttet." in response.text
    caseworker.user.refresh_from_db()
    assert caseworker.user.check_password(NEW)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({"oldpassword": "gjetning"}, "Dette er ikke passordet du har nå."),
        ({"password2": "noe-annet-enn-det"}, "id_password2_error"),
        ({"password1": "123456789012", "password2": "123456789012"}, "id_password1_error"),
    ],
)
def test_a_bad_password_is_explained(browser, caseworker, answer, message):
    data = {"oldpassword": "et-langt-passord", "password1": NEW, "password2": NEW} | answer
    assert message in browser.post("/min-side/passord/", data).text
    caseworker.user.refresh_from_db()
    assert caseworker.user.check_password("et-langt-passord")


def test_somebody_without_access_is_told_so(client, db):
    client.force_login(UserFactory())
    response = client.get("/administrasjon/brukere/", follow=True)
    assert response.request["PATH_INFO"] == "/min-side/"
    assert "Du har ikke tilgang til noen kommune i dag." in response.text


def test_a_long_idle_sign_in_ends_and_says_why(browser, settings):
    session = browser.session
    session["seen_at"] = timezone.now().timestamp() - settings.SESSION_IDLE_MINUTES * 60 - 61
    session["signed_in_at"] = session["seen_at"]
    session.save()
    response = browser.get("/min-side/", follow=True)
    assert response.request["PATH_INFO"] == "/logg-inn/"
    assert "Du ble logget ut fordi" in response.text
