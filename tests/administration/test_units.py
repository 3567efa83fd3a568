"""Offices: opened, changed and closed; what they hold goes somewhere."""

from __future__ import annotations

import pytest

from decisions.models import Decision
from stottekontakt.accounts.models import Membership, Unit
from stottekontakt.accounts.roles import Role
from stottekontakt.audit.models import AuditEntry
from stottekontakt.letters.services import sender_of
from tests.accounts.factories import InvitationFactory, UnitFactory
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory

NEW = {
    "name": "Tildeling nord",
    "kind": "allocation",
    "phone": "00 00 20 20",
    "email": "nord@lyngvik.example",
    "postal_address": "Postboks 2\n9999 Lyngvik",
}


def test_a_unit_is_opened(admin, municipality):
    response = admin.post("/administrasjon/enheter/ny/", NEW, follow=True)
    assert "Tildeling nord er opprettet." in response.text
    made = Unit.objects.get(name="Tildeling nord")
    assert (made.municipality, made.kind, made.phone) == (municipality, "allocation", "00 00 20 20")
    assert AuditEntry.objects.filter(event="unit_saved", subject_id=made.pk).exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "Fyll inn dette feltet."),
        ({"kind": ""}, "Velg hva enheten gjør."),
        ({"name": "tildelingskontoret"}, "Kommunen har allerede en enhet med dette navnet."),
        ({"phone": "ring oss"}, "Skriv bare telefonnummeret"),
        ({"email": "nord"}, "Skriv en hel e-postadresse"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(admin, unit, changes, message):
    response = admin.post("/administrasjon/enheter/ny/", NEW | changes)
    assert message in response.text
    assert "Postboks 2" in response.text
    assert not Unit.objects.filter(email="nord@lyngvik.example").exists()


def version(browser, unit) -> str:
    return browser.get(f"/administrasjon/enheter/{unit.pk}/").context["form"]["version"].value()


def test_a_change_is_told_in_the_history(admin, unit):
    url = f"/administrasjon/enheter/{unit.pk}/"
    admin.post(url, NEW | {"name": "Tildelingskontoret sør", "version": version(admin, unit)})
    unit.refresh_from_db()
    assert unit.name == "Tildelingskontoret sør"
    page = admin.get(url).text
    assert "Astrid Skare" in page
    assert "Navn: <del>Tildelingskontoret</del> → <ins>Tildelingskontoret sør</ins>" in page


def test_of_two_who_save_the_second_is_told(admin, second_admin, unit):
    url = f"/administrasjon/enheter/{unit.pk}/"
    seen = version(second_admin, unit)
    admin.post(url, NEW | {"name": "Først", "version": seen})
    response = second_admin.post(url, NEW | {"name": "Sist", "version": seen})
    assert "En annen har lagret noe her" in response.text
    assert 'value="Sist"' in response.text
    unit.refresh_from_db()
    assert unit.name == "Først"
    # Having been told, saving again is one's own choice.
    again = response.context["form"]["version"].value()
    second_admin.post(url, NEW | {"name": "Sist", "version": again})
    unit.refresh_from_db()
    assert unit.name == "Sist"


def test_a_unit_with_open_cases_is_not_closed_into_nothing(admin, unit, culture_unit):
    case = CaseFactory(unit=unit, delivering_unit=culture_unit)
    response = admin.post(f"/administrasjon/enheter/{unit.pk}/legg-ned/", {"successor": ""})
    assert f"1 åpen sak hører til enheten: {case}. Velg hvor den skal." in response.text
    assert "Noen arbeider i enheten" in response.text
    response = admin.post(f"/administrasjon/enheter/{culture_unit.pk}/legg-ned/", {"successor": ""})
    assert f"Enheten setter i verk vedtaket i 1 sak: {case}." in response.text
    unit.refresh_from_db()
    assert unit.closed_on is None


def test_everything_goes_to_the_unit_that_takes_over(
    admin, administrator, unit, caseworker, leader, today
):
    heir = UnitFactory(municipality=unit.municipality, name="Tildeling nord")
    there_too = Membership.objects.create(
        municipality=unit.municipality, user=leader.user, unit=heir, role=Role.LEADER,
        valid_from=leader.valid_from,
    )  # fmt: skip
    case, closed = CaseFactory(unit=unit), CaseFactory(unit=unit)
    closed.closed_on = today
    closed.save()
    invitation = InvitationFactory(
        municipality=unit.municipality, invited_by=administrator.user, unit=unit
    )
    response = admin.post(
        f"/administrasjon/enheter/{unit.pk}/legg-ned/", {"successor": heir.pk}, follow=True
    )
    assert "Tildelingskontoret er lagt ned." in response.text
    for row in (case, closed, caseworker, leader, invitation, there_too, unit):
        row.refresh_from_db()
    assert unit.closed_on == today
    assert (case.unit, case.version) == (heir, 2)
    assert closed.unit == unit, "what is over stays where it was"
    assert caseworker.unit == heir
    assert (leader.unit, leader.valid_until) == (unit, today), "has the same role there already"
    assert there_too.valid_until is None
    assert invitation.unit == heir
    entry = AuditEntry.objects.get(event="case_changed", case_id=case.pk)
    assert entry.data == {"fields": ["unit"]}


def test_a_draft_is_not_left_with_a_unit_that_is_no_more(
    admin, unit, culture_unit, caseworker, client_for
):
    heir = UnitFactory(municipality=unit.municipality, name="Fritid", kind=Unit.Kind.CULTURE)
    case = CaseFactory(unit=unit)
    draft = Decision.objects.create(
        municipality=unit.municipality, case=case, application=ApplicationFactory(case=case),
        drafted_by=caseworker.user, delivering_unit=culture_unit,
    )  # fmt: skip
    admin.post(f"/administrasjon/enheter/{culture_unit.pk}/legg-ned/", {"successor": heir.pk})
    draft.refresh_from_db()
    assert draft.delivering_unit == heir
    page = client_for(caseworker).get(f"/vedtak/{draft.pk}/omfang/").text
    assert "Fritid" in page
    assert "Kultur og fritid" not in page


def test_the_only_unit_that_allocates_stays(admin, unit, culture_unit):
    response = admin.post(
        f"/administrasjon/enheter/{unit.pk}/legg-ned/", {"successor": culture_unit.pk}
    )
    assert "den eneste enheten som tildeler tjenester" in response.text
    unit.refresh_from_db()
    assert unit.closed_on is None
    assert Membership.objects.filter(unit=culture_unit, role=Role.ADMINISTRATOR).count() == 0


def test_a_closed_unit_is_neither_chosen_nor_changed(admin, unit, today):
    shut = UnitFactory(municipality=unit.municipality, name="Gammel", closed_on=today)
    assert "Gammel" not in admin.get("/administrasjon/brukere/inviter/").text
    assert "kan ikke endres" in admin.get(f"/administrasjon/enheter/{shut.pk}/").text
    response = admin.post(f"/administrasjon/enheter/{shut.pk}/", NEW | {"version": 0})
    shut.refresh_from_db()
    assert shut.name == "Gammel", response.text
    assert admin.get(f"/administrasjon/enheter/{shut.pk}/legg-ned/").status_code == 302


def test_another_municipalitys_units_are_out_of_reach(admin, other_municipality, in_municipality):
    with in_municipality(other_municipality):
        foreign = Unit.objects.get()
    for path in ("", "legg-ned/"):
        assert admin.get(f"/administrasjon/enheter/{foreign.pk}/{path}").status_code == 404


def test_a_leader_reads_and_changes_nothing(leader, client_for, unit):
    browser = client_for(leader)
    page = browser.get("/administrasjon/enheter/").text
    assert "Tildelingskontoret" in page
    assert "Opprett enhet" not in page
    assert browser.get(f"/administrasjon/enheter/{unit.pk}/").status_code == 403


def test_the_number_of_queries_does_not_follow_the_number_of_units(
    admin, unit, django_assert_max_num_queries
):
    for number in range(20):
        made = UnitFactory(municipality=unit.municipality, name=f"Enhet nr. {number}")
        CaseFactory(unit=made)
    with django_assert_max_num_queries(14):
        assert "Enhet nr. 19" in admin.get("/administrasjon/enheter/").text


def test_the_units_own_address_stands_in_its_letters(unit):
    case = CaseFactory(unit=unit)
    sender = sender_of(case, "nb")
    assert sender.address_lines == ("Postboks 1", "9999 Prøvevik")
    assert sender.email == "post@provevik.example"
    unit.postal_address, unit.email = "Postboks 2\n9998 Nordvik", "nord@provevik.example"
    sender = sender_of(case, "nb")
    assert sender.address_lines == ("Postboks 2", "9998 Nordvik")
    assert sender.email == "nord@provevik.example"
