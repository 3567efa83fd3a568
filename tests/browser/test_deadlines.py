"""Interim reply, clock, figures, reminders: at a phone and at a desk, accessible."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from applications.models import Application, InterimReply
from applications.services.interim import draft_interim_reply
from stottekontakt.deadlines.calendar import working_days_after
from stottekontakt.deadlines.models import Deadline
from stottekontakt.letters.models import Letter
from stottekontakt.reminders.models import ReminderMail, ReminderRun
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory
from tests.deadlines.factories import DeadlineFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def application(unit, caseworker) -> Application:
    today = timezone.localdate()
    received_on = today - timedelta(days=22)
    case = CaseFactory(
        unit=unit, caseworker=caseworker.user, recipient__name="Nora Blåklokke",
        opened_on=received_on,
    )  # fmt: skip
    application = ApplicationFactory(
        case=case, received_on=received_on, registered_by=caseworker.user
    )
    due_on = today + timedelta(days=8)
    DeadlineFactory(case=case, source=application.source, counted_from=received_on, due_on=due_on)
    return application


def test_an_interim_reply_is_filled_in_and_sent(
    page: Page, live_server, sign_in, caseworker, application, screen, assert_accessible, picture
):
    draft_interim_reply(application.source, by=None)
    sign_in(caseworker)
    page.goto(f"{live_server.url}/")
    page.get_by_role("link", name="Åpne utkast").first.click()
    expect(page.get_by_role("heading", name="Skriv foreløpig svar")).to_be_visible()
    assert_accessible()
    page.get_by_role("button", name="Lag brevene").click()
    expect(page.get_by_text("Skriv når svaret kommer.").first).to_be_visible()
    assert_accessible()
    day = working_days_after(timezone.localdate(), 15)
    page.get_by_label("Når kommer svaret?").fill(day.isoformat())
    page.get_by_label("Mer om grunnen").fill("Vi venter på en ledig time til samtalen.")
    page.get_by_role("button", name="Vis brevet på nytt").click()
    expect(page.get_by_text("ledig time til samtalen").last).to_be_visible()
    picture("interim-reply")
    page.get_by_role("button", name="Lag brevene").click()
    expect(page.get_by_text("1 brev lages nå")).to_be_visible()
    assert_accessible()
    picture("interim-reply-sent")
    assert InterimReply.objects.get().expected_on == day
    assert Letter.objects.get().kind == "interim_reply"
    page.goto(f"{live_server.url}{reverse('applications:clock', args=[application.pk])}")
    expect(page.get_by_role("heading", name="Dag for dag")).to_be_visible()
    expect(page.get_by_text("Dagen vi har lovet svar")).to_be_visible()
    assert_accessible()
    picture("clock")


def test_a_leader_follows_the_figures_and_moves_a_case(
    page: Page, live_server, sign_in, leader, member, application, screen, assert_accessible,
    picture,
):  # fmt: skip
    from stottekontakt.accounts.roles import Role

    to = member(Role.CASEWORKER, user__name="Anne Ord")
    sign_in(leader)
    page.goto(f"{live_server.url}/rapporter/frister/")
    expect(page.get_by_role("heading", name="Svar på søknader")).to_be_visible()
    assert_accessible()
    picture("kept-dates")
    page.get_by_role("link", name="åpne frister hos Siri Lind").click()
    assert_accessible()
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Ny saksbehandler").select_option(label="Anne Ord")
    picture("kept-dates-list")
    page.get_by_role("button", name="Flytt sakene").click()
    expect(page.get_by_text("1 sak er flyttet til Anne Ord.")).to_be_visible()
    application.case.refresh_from_db()
    assert application.case.caseworker == to.user


def test_reminders_are_chosen_and_their_sending_is_seen(
    page: Page, live_server, sign_in, caseworker, administrator, municipality, screen,
    assert_accessible, picture,
):  # fmt: skip
    now = timezone.now()
    ReminderRun.objects.create(municipality=municipality, on=timezone.localdate(), reminders=12)
    ReminderMail.objects.create(
        municipality=municipality, recipient=caseworker.user, on=timezone.localdate(),
        send_after=now, attempts=3, last_attempt_at=now, last_error="server",
    )  # fmt: skip
    sign_in(caseworker)
    page.goto(f"{live_server.url}/min-side/")
    page.get_by_role("link", name="Velg hvordan du blir minnet på frister").click()
    assert_accessible()
    picture("reminder-choice")
    page.get_by_label("Bare når en frist er gått ut").check()
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Valget er lagret.")).to_be_visible()
    page.context.clear_cookies()
    sign_in(administrator)
    page.goto(f"{live_server.url}/paminnelser/")
    expect(page.get_by_text("E-postserveren svarer ikke.")).to_be_visible()
    assert_accessible()
    picture("reminder-status")
    assert Deadline.objects.count() == 0
