"""Interim replies and promised days on the work list and on the case; who may complain how long."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from applications import jobs
from applications.interim_rules import Content
from applications.models import Application, InterimReply
from applications.services.interim import send_interim_reply
from decisions.models import Decision
from stottekontakt.deadlines.models import Deadline
from stottekontakt.letters.tasks import render_letter
from stottekontakt.reports.worklist import Group, Whose, work_list
from stottekontakt.workflows.letter_delivered import letter_sent
from tests.cases.factories import CaseFactory
from tests.deadlines.factories import DeadlineFactory
from tests.letters.factories import issue
from tests.letters.test_compose import text_of

pytestmark = pytest.mark.django_db

PROMISED = date(2027, 4, 15)


def at(day: str):
    return time_machine.travel(f"{day}T09:00:00+02:00")


def tasks(caseworker, today: date):
    found = work_list(caseworker, Whose.MINE, today)
    return {
        section.group: [(task.what, str(task.action.label), task.action.url) for task in
                        section.tasks]
        for section in found.sections
    }  # fmt: skip


@pytest.fixture
def application(unit, caseworker) -> Application:
    from tests.applications.factories import ApplicationFactory

    received_on = date(2027, 3, 1)
    case = CaseFactory(unit=unit, caseworker=caseworker.user, opened_on=received_on)
    application = ApplicationFactory(case=case, received_on=received_on)
    DeadlineFactory(
        case=case, source=application.source, counted_from=received_on, due_on=date(2027, 4, 1)
    )
    return application


@pytest.fixture
def draft(application) -> InterimReply:
    with at("2027-03-22"):
        jobs.draft_interim_replies()
    return InterimReply.objects.get()


@pytest.fixture
def written(draft, caseworker):
    with at("2027-03-23"):
        content = Content(reason="caseload", expected_on=PROMISED)
        sent = send_interim_reply(draft.pk, version=1, content=content, by=caseworker)
        for letter in sent.letters:
            render_letter(letter.pk, municipality_id=letter.municipality_id)
    return sent


@pytest.fixture
def promised(written, caseworker):
    with at("2027-03-24"):
        for letter in written.letters:
            letter_sent(letter.pk, on=date(2027, 3, 24), by=caseworker)
    return written.reply


def test_the_draft_is_the_next_step(draft, caseworker) -> None:
    url = reverse("applications:interim_reply", args=[draft.pk])
    today = date(2027, 3, 22)
    with at("2027-03-22"):
        assert tasks(caseworker, today)[Group.LATER] == [
            ("Skriv foreløpig svar", "Åpne utkast", url)
        ]


def test_a_decision_that_is_begun_goes_before_it(draft, application, caseworker) -> None:
    Decision.objects.create(
        municipality=application.municipality, case=application.case, application=application,
        drafted_by=caseworker.user,
    )  # fmt: skip
    with at("2027-03-22"):
        [(what, label, _url)] = tasks(caseworker, date(2027, 3, 22))[Group.LATER]
    assert (what, label) == ("Fullfør vedtaket eller send foreløpig svar", "Fortsett vedtaket")


def test_the_letter_must_be_sent(written, caseworker) -> None:
    letter = written.letters[0]
    with at("2027-03-23"):
        found = tasks(caseworker, date(2027, 3, 23))
    rows = [row for group in found.values() for row in group]
    assert ("Send det foreløpige svaret", "Åpne brevet", letter.get_absolute_url()) in rows
    assert [row[0] for row in rows].count("Send det foreløpige svaret") == 1
    assert not any(row[0].startswith("Send brevet til") for row in rows), "told once"


def test_the_promised_day_is_watched_and_then_red(promised, caseworker) -> None:
    with at("2027-04-12"):
        [(what, _label, _url)] = tasks(caseworker, date(2027, 4, 12))[Group.WEEK]
    assert what == "Svar på søknaden som lovet"
    with at("2027-04-16"):
        jobs.draft_interim_replies()
        [(what, label, url)] = tasks(caseworker, date(2027, 4, 16))[Group.OVERDUE]
    second = InterimReply.objects.drafts().get()
    assert (what, label) == ("Skriv nytt foreløpig svar", "Åpne utkast")
    assert url == reverse("applications:interim_reply", args=[second.pk])


class TestCasePage:
    def page(self, client_for, member, case, day: str):
        with at(day):
            return client_for(member).get(case.get_absolute_url())

    def test_leads_to_the_draft_and_to_the_clock(
        self, client_for, caseworker, draft, application
    ) -> None:
        page = self.page(client_for, caseworker, application.case, "2027-03-22")
        assert draft.get_absolute_url() in page.text
        assert reverse("applications:clock", args=[application.pk]) in page.text
        assert "Det ble laget utkast til foreløpig svar" in text_of(page.text)

    def test_without_a_draft_one_can_be_begun(self, client_for, caseworker, application) -> None:
        page = self.page(client_for, caseworker, application.case, "2027-03-10")
        assert reverse("applications:start_interim_reply", args=[application.pk]) in page.text

    def test_a_broken_promise_is_red(self, client_for, caseworker, promised) -> None:
        page = self.page(client_for, caseworker, promised.case, "2027-04-16")
        text = text_of(page.text)
        assert "Svaret er lovet torsdag 15. april" in text
        assert "Datoen er lovet i et foreløpig svar." in text
        assert 'data-color="danger"' in page.text
        assert "svaret er lovet 15. april 2027" in text, "in the history"

    def test_a_leader_reads_it_and_begins_nothing(self, client_for, leader, application) -> None:
        page = self.page(client_for, leader, application.case, "2027-03-10")
        assert "Skriv foreløpig svar" not in page.text
        assert reverse("applications:clock", args=[application.pk]) in page.text

    def test_each_may_complain_till_an_own_day_and_the_last_is_marked(
        self, client_for, caseworker, application
    ) -> None:
        case = application.case
        for number, due_on in enumerate([date(2027, 5, 3), date(2027, 4, 20), date(2027, 3, 9)]):
            letter = issue(case, by=caseworker, source=f"decision:{number}")
            DeadlineFactory(
                case=case, kind=Deadline.Kind.COMPLAINT, basis="four_weeks", due_on=due_on,
                counted_from=due_on - timedelta(weeks=4), source=f"letter:{letter.pk}",
            )  # fmt: skip
        text = text_of(self.page(client_for, caseworker, case, "2027-03-10").text)
        section = text.split("Hvem kan klage, og hvor lenge")[1]
        assert section.index("20. april") < section.index("3. mai") < section.index("den siste")
        assert "9. mars" not in section.split("Det ")[0], "that one is over"
