"""Who a user is, more roles for one person, the review of accesses, and the overview of them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from stottekontakt.accounts.models import Membership, MembershipReview
from stottekontakt.accounts.roles import Permission, Role
from stottekontakt.administration import access
from stottekontakt.audit.models import AuditEntry
from tests.accounts.factories import MembershipFactory


def url(membership, page="person"):
    return f"/administrasjon/brukere/{membership.pk}/{page}/"


def typed(browser, membership, **changes):
    form = browser.get(url(membership)).context["form"]
    return {name: form[name].value() or "" for name in form.fields} | changes


def link() -> str:
    """The address in the mail to the new e-mail."""
    return re.search(r"https?://[^/]+(/ny-e-post/\S+)", mail.outbox[0].body)[1]


def test_name_and_telephone_are_changed_at_once(admin, caseworker):
    data = typed(admin, caseworker, name="Siri  Lindmo", phone="00 00 99 99")
    response = admin.post(url(caseworker), data, follow=True)
    assert "Opplysningene om Siri Lindmo er lagret." in response.text
    user = caseworker.user
    user.refresh_from_db()
    assert (user.name, user.phone) == ("Siri Lindmo", "00 00 99 99")
    assert mail.outbox == []
    entry = AuditEntry.objects.get(event="user_changed")
    assert entry.data == {"fields": ["name", "phone"]}
    page = admin.get(url(caseworker)).text
    assert "<del>Siri Lind</del> → <ins>Siri Lindmo</ins>" in page
    assert "Astrid Skare" in page


def test_a_new_e_mail_holds_when_its_owner_has_confirmed_it(admin, caseworker, client_for):
    user = caseworker.user
    user.username = old = user.email
    user.save()
    EmailAddress.objects.create(user=user, email=old, primary=True, verified=True)
    new = "siri.lindmo@lyngvik.example"
    response = admin.post(url(caseworker), typed(admin, caseworker, email=new.upper()), follow=True)
    assert "når lenken vi har sendt dit, er bekreftet" in response.text
    assert [sent.to for sent in mail.outbox] == [[new], [old]], "both are told"
    user.refresh_from_db()
    assert user.email == old
    browser = client_for(caseworker)
    assert f"{new} i stedet for {old}" in browser.get(link()).text
    user.refresh_from_db()
    assert user.email == old, "opening it does nothing"
    response = browser.post(link(), follow=True)
    assert f"E-posten din er nå {new}." in response.text
    user.refresh_from_db()
    assert (user.email, user.username) == (new, new)
    assert not EmailAddress.objects.filter(user=user).exists()
    assert browser.get(link()).status_code == 410, "it is used once"


def test_nobody_else_can_use_the_link(admin, caseworker, leader, client, client_for):
    admin.post(url(caseworker), typed(admin, caseworker, email="ny@lyngvik.example"))
    assert client.get(link()).status_code == 302
    stranger = client_for(leader)
    assert stranger.get(link()).status_code == 410
    assert stranger.post(link()).status_code == 410
    assert client_for(caseworker).get(link()[:-3] + "x/").status_code == 410
    caseworker.user.refresh_from_db()
    assert caseworker.user.email != "ny@lyngvik.example"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": " "}, "Fyll inn dette feltet."),
        ({"email": "siri"}, "Skriv en hel e-postadresse"),
        ({"phone": "etter lunsj"}, "Skriv bare telefonnummeret"),
    ],
)
def test_what_is_wrong_is_told(admin, caseworker, changes, message):
    response = admin.post(url(caseworker), typed(admin, caseworker, **changes))
    assert message in response.text
    assert not AuditEntry.objects.filter(event="user_changed").exists()


def test_an_e_mail_that_is_taken_is_refused(admin, caseworker, leader):
    data = typed(admin, caseworker, email=leader.user.email.upper(), name="Nytt Navn")
    response = admin.post(url(caseworker), data)
    assert "En annen bruker har denne e-posten." in response.text
    assert 'value="Nytt Navn"' in response.text
    caseworker.user.refresh_from_db()
    assert caseworker.user.name == "Siri Lind"
    assert mail.outbox == []


def test_nothing_is_kept_when_the_mail_cannot_be_sent(admin, caseworker, monkeypatch):
    def down(*args, **kwargs):
        raise OSError("down")

    monkeypatch.setattr("stottekontakt.administration.services.users.send_mail", down)
    data = typed(admin, caseworker, email="ny@lyngvik.example", name="Nytt Navn")
    response = admin.post(url(caseworker), data)
    assert "E-posten ble ikke sendt, så ingenting er endret." in response.text
    caseworker.user.refresh_from_db()
    assert caseworker.user.name == "Siri Lind"


def test_of_two_who_change_the_second_is_told(admin, second_admin, caseworker):
    seen = typed(second_admin, caseworker, name="Siri B")
    admin.post(url(caseworker), typed(admin, caseworker, name="Siri A"))
    response = second_admin.post(url(caseworker), seen)
    assert "Opplysningene ble endret av en annen" in response.text
    assert "Siri A" in response.text
    caseworker.user.refresh_from_db()
    assert caseworker.user.name == "Siri A"
    form = response.context["form"]
    second_admin.post(url(caseworker), {name: form[name].value() or "" for name in form.fields})
    caseworker.user.refresh_from_db()
    assert caseworker.user.name == "Siri B"


# ── Another role ────────────────────────────────────────────────────────────────────────────────


def test_a_person_gets_another_role(admin, caseworker, culture_unit, today, in_a_month):
    response = admin.post(
        url(caseworker, "rolle"),
        {
            "role": "coordinator",
            "unit": culture_unit.pk,
            "valid_from": today.isoformat(),
            "valid_until": in_a_month.isoformat(),
        },
        follow=True,
    )
    assert "Siri Lind har fått rollen koordinator." in response.text
    given = Membership.objects.get(user=caseworker.user, role=Role.COORDINATOR)
    assert (given.unit, given.valid_until, given.sees_protected) == (
        culture_unit,
        in_a_month,
        False,
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"valid_from": "2020-01-01"}, "Velg i dag eller en senere dag."),
        ({"valid_until": "2026-11-24", "valid_from": "2027-01-01"}, "Siste dag er før den første."),
        ({"role": ""}, "Velg et svar."),
        ({"role": "caseworker"}, "har allerede denne rollen her"),
    ],
)
def test_a_role_that_cannot_be_given(admin, caseworker, unit, today, changes, message):
    data = {"role": "leader", "unit": unit.pk, "valid_from": today.isoformat()} | changes
    response = admin.post(url(caseworker, "rolle"), data)
    assert message in response.text
    assert Membership.objects.filter(user=caseworker.user).count() == 1


# ── Review ──────────────────────────────────────────────────────────────────────────────────────

REVIEW = "/administrasjon/brukere/gjennomgang/"


def asked(response) -> set[str]:
    return {row.user.name for row in response.context["form"].rows}


def test_what_nobody_has_looked_at_for_long_is_asked_about(admin, caseworker, member, today):
    member(Role.LEADER, user__name="Ny Leder", valid_from=today - timedelta(days=10))
    member(Role.LEADER, user__name="Sluttet", valid_until=today - timedelta(days=1))
    assert asked(admin.get(REVIEW)) == {"Siri Lind", "Astrid Skare"}
    assert "Ny Leder" in asked(admin.get(f"{REVIEW}?alle=ja"))


def test_the_answers_are_recorded(admin, administrator, caseworker, leader, today):
    response = admin.post(
        REVIEW, {f"access-{caseworker.pk}": "kept", f"access-{leader.pk}": "ended"}, follow=True
    )
    assert "2 tilganger er gjennomgått, og 1 tar slutt etter i dag." in response.text
    leader.refresh_from_db()
    assert leader.valid_until == today
    said = {
        row.membership_id: (row.outcome, row.reviewed_by) for row in MembershipReview.objects.all()
    }
    assert said == {
        caseworker.pk: ("kept", administrator.user),
        leader.pk: ("ended", administrator.user),
    }
    assert AuditEntry.objects.filter(event="membership_reviewed").count() == 2
    assert asked(admin.get(REVIEW)) == {"Astrid Skare"}, "the others have been looked at"


def test_all_or_nothing(admin, administrator, caseworker):
    response = admin.post(
        REVIEW, {f"access-{caseworker.pk}": "kept", f"access-{administrator.pk}": "ended"}
    )
    assert "Gi først en annen rollen som administrator." in response.text
    assert not MembershipReview.objects.exists()


def test_no_answer_is_told(admin, caseworker):
    response = admin.post(REVIEW, {})
    assert "Velg et svar for minst én tilgang." in response.text
    response = admin.post(REVIEW, {f"access-{caseworker.pk}": "kanskje"})
    assert response.status_code == 200
    assert not MembershipReview.objects.exists()


def test_how_often_is_the_municipalitys_to_say(admin, municipality, member, today):
    member(Role.LEADER, user__name="Ny Leder", valid_from=today - timedelta(days=40))
    assert "Ny Leder" not in asked(admin.get(REVIEW))
    municipality.access_review_months = 1
    municipality.save()
    assert "Ny Leder" in asked(admin.get(REVIEW))


def test_reviews_stand(admin, caseworker):
    from django.db import DatabaseError, connection, transaction

    admin.post(REVIEW, {f"access-{caseworker.pk}": "kept"})
    for sql in (
        "UPDATE accounts_membershipreview SET outcome = 'ended'",
        "DELETE FROM accounts_membershipreview",
    ):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


@pytest.mark.parametrize("page", ["gjennomgang", "oversikt"])
def test_the_number_of_queries_does_not_follow_the_number_of_people(
    admin, member, page, django_assert_max_num_queries
):
    for number in range(20):
        member(Role.CASEWORKER, user__name=f"Person {number}")
    with django_assert_max_num_queries(14):
        assert "Person 19" in admin.get(f"/administrasjon/brukere/{page}/").text


# ── Overview ────────────────────────────────────────────────────────────────────────────────────


def test_the_overview_says_who_sees_the_protected(
    admin, member, other_municipality, in_municipality
):
    member(Role.DECISION_MAKER, user__name="Ser Alt", sees_protected=True)
    with in_municipality(other_municipality):
        MembershipFactory(municipality=other_municipality, user__name="Fremmed Person")
    page = admin.get("/administrasjon/brukere/oversikt/").text
    row = page[page.index("Ser Alt") : page.index("</tr>", page.index("Ser Alt"))]
    assert "<b>ja</b>" in row
    assert "Fremmed Person" not in page
    assert "fatter vedtak" in page


def test_every_permission_has_its_words():
    assert set(access.WORDS) == set(Permission)
