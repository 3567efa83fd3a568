"""Adding those who may act, changing what their role says, ending it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases.identity_number import synthetic_numbers
from stottekontakt.cases.models import JournalEntry, Person, Representative
from stottekontakt.cases.services import set_identity_number
from tests.accounts.factories import UnitFactory
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory
from tests.cases.files import EXE, PDF, upload

BORN = date(1980, 5, 2)
NUMBER = next(synthetic_numbers(BORN))
PERSON = {
    "name": "Hilde Blåklokke",
    "address_protection": "none",
    "written_form": "nb",
}


@pytest.fixture
def case(unit):
    return CaseFactory(
        unit=unit, recipient=PersonFactory(municipality=unit.municipality, child=True)
    )


@pytest.fixture
def browser(client_for, caseworker):
    return client_for(caseworker)


def add(case, kind: str) -> str:
    return reverse("cases:add_representative", args=[case.pk, kind])


def test_the_roles_are_explained_before_one_is_chosen(browser, case):
    page = browser.get(reverse("cases:choose_representative", args=[case.pk])).content.decode()
    for kind in Representative.Kind.values:
        assert add(case, kind) in page


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("parent", {"parental_responsibility": "sole", "lives_with_recipient": "on"}),
        ("guardian", {"mandate": "Personlige forhold", "mandate_covers_personal_matters": "on"}),
        ("proxy", {"mandate": "Hele saken", "written_on": "2026-10-01"}),
        ("child_welfare", {"valid_from": "2026-09-01"}),
        ("next_of_kin", {"relation": "søster"}),
    ],
)  # fmt: skip
def test_each_role_is_added_with_what_it_needs(kind, fields, browser, case):
    response = browser.post(add(case, kind), {**PERSON, **fields})
    assert response["Location"] == reverse("cases:persons", args=[case.pk])
    representative = case.representatives.get()
    assert (representative.kind, representative.person.name) == (kind, "Hilde Blåklokke")
    for name, value in fields.items():
        assert str(getattr(representative, name)) == ("True" if value == "on" else value)
    events = AuditEntry.objects.filter(event="representative_added")
    assert [entry.data for entry in events] == [{"kind": kind}]


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("parent", {}, "parental_responsibility"),
        ("parent", {"parental_responsibility": "shared", "name": ""}, "name"),
        ("guardian", {}, "mandate"),
        ("proxy", {"mandate": "Alt", "written_on": "2999-01-01"}, "written_on"),
        ("child_welfare", {}, "valid_from"),
        (
            "guardian",
            {"mandate": "Alt", "valid_from": "2026-05-02", "valid_until": "2026-05-01"},
            "valid_until",
        ),
        ("next_of_kin", {"identity_number": "123"}, "identity_number"),
    ],
)
def test_bad_input_is_said_at_the_field(kind, fields, said, browser, case):
    response = browser.post(add(case, kind), {**PERSON, **fields})
    assert response.status_code == 200
    assert said in response.context["form"].errors
    assert not Representative.objects.exists()
    assert not Person.objects.filter(name="Hilde Blåklokke").exists()


def test_a_kind_nobody_has_heard_of_is_not_found(browser, case):
    assert browser.get(add(case, "onkel")).status_code == 404


class TestAPersonAlreadyKnown:
    @pytest.fixture
    def known(self, unit):
        person = PersonFactory(
            municipality=unit.municipality, name="Hilde Blåklokke", birth_date=BORN
        )
        RepresentativeFactory(case=CaseFactory(unit=unit), person=person, mother=True)
        return person

    def fields(self, **changes):
        return {**PERSON, "relation": "tante", **changes}

    def test_is_asked_about(self, browser, case, known):
        response = browser.post(add(case, "next_of_kin"), self.fields())
        page = response.content.decode()
        assert "Hilde Blåklokke, født 2. mai 1980" in page
        assert "Velg personen hvis det er en av disse" in page
        assert not case.representatives.exists()

    def test_is_used_when_chosen(self, browser, case, known):
        browser.post(add(case, "next_of_kin"), self.fields(existing=str(known.pk)))
        assert case.representatives.get().person == known

    def test_is_left_alone_when_it_is_somebody_else(self, browser, case, known):
        browser.post(add(case, "next_of_kin"), self.fields(existing="new"))
        assert case.representatives.get().person != known
        assert Person.objects.filter(name="Hilde Blåklokke").count() == 2

    def test_somebody_who_was_not_offered_cannot_be_chosen(self, browser, case, known, unit):
        stranger = PersonFactory(municipality=unit.municipality, name="Ola Fremmed")
        response = browser.post(add(case, "next_of_kin"), self.fields(existing=str(stranger.pk)))
        assert "existing" in response.context["form"].errors
        assert not case.representatives.exists()

    def test_is_found_by_number_in_another_unit(self, browser, case, unit):
        elsewhere = UnitFactory(municipality=unit.municipality)
        person = PersonFactory(municipality=unit.municipality, name="H. Blåklokke", birth_date=BORN)
        set_identity_number(person, NUMBER)
        person.save()
        CaseFactory(unit=elsewhere, recipient=person)
        response = browser.post(add(case, "next_of_kin"), self.fields(identity_number=NUMBER))
        assert "H. Blåklokke" in response.content.decode()

    def test_by_name_only_among_those_one_sees(self, browser, case, unit):
        elsewhere = UnitFactory(municipality=unit.municipality)
        CaseFactory(unit=elsewhere, recipient__name="Hilde Blåklokke")
        browser.post(add(case, "next_of_kin"), self.fields())
        assert case.representatives.count() == 1, "nobody was offered, so a new person was made"


class TestFullmakt:
    def test_is_put_into_the_journal(self, browser, case):
        browser.post(
            add(case, "proxy"),
            {
                **PERSON,
                "mandate": "Hele saken",
                "written_on": "2026-10-01",
                "file": upload("fullmakt.pdf"),
            },
        )
        representative = case.representatives.get()
        entry = representative.document.journal_entry
        assert (entry.title, entry.direction, entry.dated_on) == (
            "Fullmakt",
            "incoming",
            date(2026, 10, 1),
        )
        assert representative.document.filename == "fullmakt.pdf"

    def test_needs_its_date(self, browser, case):
        response = browser.post(
            add(case, "proxy"), {**PERSON, "mandate": "Hele saken", "file": upload()}
        )
        assert "Skriv datoen som står på fullmakten." in response.content.decode()
        assert not JournalEntry.objects.exists()

    def test_a_program_is_refused_and_nothing_is_half_done(self, browser, case):
        response = browser.post(
            add(case, "proxy"),
            {**PERSON, "mandate": "Alt", "written_on": "2026-10-01", "file": upload("f.pdf", EXE)},
        )
        assert "er et program" in response.content.decode()
        assert not Representative.objects.exists()
        assert not JournalEntry.objects.exists()

    def test_is_not_lost_when_the_rest_must_be_put_right(self, browser, case):
        response = browser.post(
            add(case, "proxy"),
            {
                **PERSON,
                "mandate": "",
                "written_on": "2026-10-01",
                "file": upload("fullmakt.pdf", PDF),
            },
        )
        kept = response.context["form"]["file"].field.widget.uploads
        assert [one.filename for one in kept] == ["fullmakt.pdf"]
        browser.post(
            add(case, "proxy"),
            {**PERSON, "mandate": "Alt", "written_on": "2026-10-01", "file-kept": kept[0].token},
        )
        assert case.representatives.get().document.filename == "fullmakt.pdf"

    def test_can_come_afterwards(self, browser, case):
        helper = RepresentativeFactory(case=case, kind="proxy", mandate="Alt")
        browser.post(
            reverse("cases:representative", args=[helper.pk]),
            {
                "mandate": "Alt",
                "written_on": "2026-10-01",
                "file": upload("fullmakt.pdf"),
                "version": "1",
            },
        )
        helper.refresh_from_db()
        assert (helper.written_on, helper.version) == (date(2026, 10, 1), 2)
        assert helper.document is not None
        entry = AuditEntry.objects.get(event="representative_changed")
        assert entry.data["fields"] == ["document", "written_on"]


class TestChange:
    def test_two_at_once(self, browser, case):
        mother = RepresentativeFactory(case=case, mother=True)
        sent = {"relation": "mor", "parental_responsibility": "sole", "version": "1"}
        assert (
            browser.post(reverse("cases:representative", args=[mother.pk]), sent).status_code == 302
        )
        late = browser.post(
            reverse("cases:representative", args=[mother.pk]),
            {**sent, "parental_responsibility": "none"},
        )
        page = late.content.decode()
        assert "Lagret nå: Foreldreansvar alene" in page
        assert "Du skrev: Ikke foreldreansvar" in page
        mother.refresh_from_db()
        assert mother.parental_responsibility == "sole"

    def test_information_can_be_withheld_with_a_reason(self, browser, case):
        father = RepresentativeFactory(case=case, mother=True)
        browser.post(
            reverse("cases:representative", args=[father.pk]),
            {
                "parental_responsibility": "shared",
                "information_withheld": "Besøksforbud.",
                "version": "1",
            },
        )
        father.refresh_from_db()
        assert father.information_withheld == "Besøksforbud."

    def test_the_same_role_twice_is_said(self, browser, case):
        mother = RepresentativeFactory(case=case, mother=True, person__name="Hilde Blåklokke")
        response = browser.post(
            add(case, "parent"),
            {**PERSON, "parental_responsibility": "shared", "existing": str(mother.person_id)},
        )
        assert "Personen har allerede denne rollen i saken." in response.content.decode()


class TestEnd:
    def url(self, representative) -> str:
        return reverse("cases:end_representative", args=[representative.pk])

    def test_the_role_ends_with_its_day_and_reason(self, browser, case):
        helper = RepresentativeFactory(case=case, proxy=True)
        yesterday = timezone.localdate() - timedelta(days=1)
        response = browser.post(
            self.url(helper),
            {"on": str(yesterday), "reason": "Fullmakten er trukket."},
            follow=True,
        )
        page = response.content.decode()
        assert "er avsluttet" in page
        assert "Ikke lenger i saken" in page
        assert "Fullmakten er trukket." in page
        helper.refresh_from_db()
        assert helper.valid_until == yesterday

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"on": ""}, "on"), ({"on": "2026-04-30"}, "on"), ({"reason": ""}, "reason")],
    )
    def test_bad_input(self, changes, field, browser, case):
        helper = RepresentativeFactory(case=case, proxy=True, valid_from=date(2026, 5, 1))
        response = browser.post(
            self.url(helper), {"on": "2026-05-02", "reason": "Trukket", **changes}
        )
        assert field in response.context["form"].errors
        helper.refresh_from_db()
        assert helper.valid_until is None

    def test_twice_is_not_an_error(self, browser, case):
        helper = RepresentativeFactory(
            case=case, proxy=True, valid_until=date(2026, 10, 31), end_reason="Trukket"
        )
        response = browser.get(self.url(helper), follow=True)
        assert "er allerede avsluttet" in response.content.decode()


def test_a_closed_case_takes_nobody_in(browser, unit):
    case = CaseFactory(unit=unit, closed_on=date(2026, 11, 20))
    assert browser.get(reverse("cases:choose_representative", args=[case.pk])).status_code == 404
    assert browser.post(add(case, "next_of_kin"), PERSON).status_code == 404
