"""Where the recipient lives, notes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases.models import CaseNote
from tests.cases.factories import CaseFactory


@pytest.fixture
def case(unit):
    return CaseFactory(unit=unit)


@pytest.fixture
def browser(client_for, caseworker):
    return client_for(caseworker)


def address(name: str, case) -> str:
    return reverse(f"cases:{name}", args=[case.pk])


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
