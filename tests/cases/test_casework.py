"""Taking a case, giving it away, where the recipient lives, notes."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from stottekontakt.accounts.roles import Role
from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases import services
from stottekontakt.cases.errors import CannotTakeCase
from stottekontakt.cases.models import CaseNote
from stottekontakt.database.context import municipality_context, set_context
from tests.accounts.factories import MembershipFactory, MunicipalityFactory, UnitFactory
from tests.cases.factories import CaseFactory, PersonFactory


@pytest.fixture
def case(unit):
    return CaseFactory(unit=unit)


@pytest.fixture
def browser(client_for, caseworker):
    return client_for(caseworker)


def address(name: str, case) -> str:
    return reverse(f"cases:{name}", args=[case.pk])


class TestTake:
    def test_an_unassigned_case_becomes_mine(self, browser, case, caseworker):
        response = browser.post(address("take", case), follow=True)
        assert f"Du er saksbehandler i sak {case}." in response.content.decode()
        case.refresh_from_db()
        assert case.caseworker == caseworker.user
        entry = AuditEntry.objects.get(event="case_assigned")
        assert entry.data == {"caseworker": caseworker.user_id}

    def test_twice_is_taken_once(self, browser, case):
        for _ in range(2):
            browser.post(address("take", case))
        assert AuditEntry.objects.filter(event="case_assigned").count() == 1

    def test_what_a_colleague_has_taken_stays_with_the_colleague(
        self, browser, case, decision_maker
    ):
        services.take_case(case.pk, by=decision_maker)
        response = browser.post(address("take", case), follow=True)
        assert "Jon Testmo er allerede saksbehandler i saken." in response.content.decode()

    def test_a_click_on_a_link_takes_nothing(self, browser, case):
        assert browser.get(address("take", case)).status_code == 405

    @pytest.mark.django_db(transaction=True)
    def test_of_six_who_take_it_at_once_one_gets_it(self):
        municipality = MunicipalityFactory()
        set_context(municipality.pk)
        unit = UnitFactory(municipality=municipality)
        members = [MembershipFactory(municipality=municipality, unit=unit) for _ in range(6)]
        case = CaseFactory(unit=unit)
        together = Barrier(6)
        outcomes: list[str] = []

        def take(membership) -> None:
            try:
                with municipality_context(municipality.pk):
                    together.wait()
                    services.take_case(case.pk, by=membership)
                outcomes.append("taken")
            except CannotTakeCase:
                outcomes.append("refused")
            finally:
                connection.close()

        threads = [Thread(target=take, args=[membership]) for membership in members]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["refused"] * 5 + ["taken"]
        set_context(None)


class TestAssign:
    def test_a_colleague_gets_it(self, browser, case, decision_maker):
        response = browser.post(
            address("assign", case), {"caseworker": str(decision_maker.user_id)}, follow=True
        )
        assert "Jon Testmo er saksbehandler i sak" in response.content.decode()
        case.refresh_from_db()
        assert case.caseworker == decision_maker.user

    def test_it_can_be_put_back(self, browser, case, caseworker):
        services.take_case(case.pk, by=caseworker)
        browser.post(address("assign", case), {"caseworker": ""})
        case.refresh_from_db()
        assert case.caseworker is None

    def test_only_who_can_work_in_it_is_offered(
        self, browser, case, caseworker, decision_maker, coordinator, leader, member, unit
    ):
        elsewhere = UnitFactory(municipality=unit.municipality)
        member(Role.CASEWORKER, unit=elsewhere, user__name="Annen Enhet")
        member(Role.CASEWORKER, valid_until=date(2021, 1, 1), user__name="Sluttet Person")
        member(Role.CASEWORKER, unit=None, user__name="Hele Kommunen")
        form = browser.get(address("assign", case)).context["form"]
        assert [label for value, label in form.fields["caseworker"].choices if value] == [
            "Hele Kommunen",
            "Jon Testmo",
            "Siri Lind",
        ]

    @pytest.mark.parametrize("chosen", ["999999", "x", "-1"])
    def test_nobody_else_can_be_chosen(self, chosen, browser, case):
        response = browser.post(address("assign", case), {"caseworker": chosen})
        assert "caseworker" in response.context["form"].errors
        case.refresh_from_db()
        assert case.caseworker is None

    def test_giving_away_a_strictly_protected_case_says_so_and_loses_it(
        self, browser, unit, caseworker, decision_maker
    ):
        person = PersonFactory(municipality=unit.municipality, strict=True)
        case = CaseFactory(unit=unit, recipient=person, caseworker=caseworker.user)
        assert "kan du miste tilgangen" in browser.get(address("assign", case)).content.decode()
        response = browser.post(
            address("assign", case), {"caseworker": str(decision_maker.user_id)}
        )
        assert response["Location"] == reverse("cases:list")
        assert browser.get(case.get_absolute_url()).status_code == 404


class TestEdit:
    def test_housing_is_changed_and_told(self, browser, case):
        browser.post(address("edit", case), {"housing": "staffed", "version": "1"})
        case.refresh_from_db()
        assert (case.housing, case.version) == ("staffed", 2)
        assert AuditEntry.objects.get(event="case_changed").data == {"fields": ["housing"]}

    def test_two_at_once(self, browser, case):
        browser.post(address("edit", case), {"housing": "staffed", "version": "1"})
        late = browser.post(
            address("edit", case),
            {"housing": "own_home", "priority_flag": "Haster", "version": "1"},
        )
        page = late.content.decode()
        assert "Lagret nå: Bolig med heldøgns bemanning" in page
        assert "Du skrev: Egen bolig" in page
        assert "Haster" in page
        case.refresh_from_db()
        assert case.housing == "staffed"

    def test_an_unknown_housing_is_refused(self, browser, case):
        response = browser.post(address("edit", case), {"housing": "slott", "version": "1"})
        assert "housing" in response.context["form"].errors


class TestNote:
    def sent(self, **changes: str) -> dict[str, str]:
        return {
            "kind": "phone",
            "happened_on": str(timezone.localdate()),
            "with_whom": "Mor",
            "text": "Hun sender fullmakten.",
            **changes,
        }

    def test_a_telephone_call_is_in_the_timeline(self, browser, case, caseworker):
        response = browser.post(address("note", case), self.sent(), follow=True)
        page = response.content.decode()
        assert "Telefonsamtale" in page
        assert "Hun sender fullmakten." in page
        note = CaseNote.objects.get()
        assert (note.written_by, note.with_whom) == (caseworker.user, "Mor")
        entry = AuditEntry.objects.get(event="note_added")
        assert "fullmakten" not in str(entry.data)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"text": ""}, "text"),
            ({"text": "   "}, "text"),
            ({"kind": "sms"}, "kind"),
            ({"with_whom": ""}, "with_whom"),
            ({"happened_on": ""}, "happened_on"),
            ({"happened_on": "i går"}, "happened_on"),
            ({"happened_on": "30.02.2026"}, "happened_on"),
            ({"happened_on": str(timezone.localdate() + timedelta(days=2))}, "happened_on"),
        ],
    )
    def test_bad_input_is_said_and_kept(self, changes, field, browser, case):
        response = browser.post(address("note", case), self.sent(**changes))
        form = response.context["form"]
        assert field in form.errors
        assert form["happened_on"].value() == self.sent(**changes)["happened_on"]
        assert not CaseNote.objects.exists()

    def test_a_note_is_somebodys_words_not_markup(self, browser, case):
        page = browser.post(
            address("note", case), self.sent(text="<script>alert(1)</script>"), follow=True
        ).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize("page", ["assign", "edit", "note", "add_document"])
def test_a_closed_case_is_not_written_in(page, browser, unit):
    case = CaseFactory(unit=unit, closed_on=date(2026, 11, 20))
    assert browser.get(address(page, case)).status_code == 404
    assert browser.post(address(page, case), {}).status_code == 404
