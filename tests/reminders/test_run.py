"""The morning's run: who is told of what, each once."""

from __future__ import annotations

import re
from datetime import date, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, ProgrammingError, transaction

from stottekontakt.accounts.models import StandIn, Unit
from stottekontakt.accounts.roles import Role
from stottekontakt.reminders import jobs, services, tasks
from stottekontakt.reminders.models import (
    KeptMail,
    Reminder,
    ReminderChoice,
    ReminderMail,
    ReminderRun,
)
from tests.cases.factories import CaseFactory
from tests.deadlines.factories import DeadlineFactory
from tests.reminders.conftest import TODAY, morning

DAY = timedelta(days=1)
How, State = ReminderChoice.How, ReminderMail.State


@pytest.fixture
def run(django_capture_on_commit_callbacks, municipality):
    def at(day: date = TODAY, clock: str = "07:30") -> None:
        with morning(day, clock), django_capture_on_commit_callbacks(execute=True):
            jobs.remind_of_deadlines()

    return at


def told() -> set[tuple[int, str, str]]:
    return {
        (each.deadline_id, each.stage, each.recipient.name)
        for each in Reminder.objects.select_related("recipient")
    }


def mails_to(address: str) -> list[outbox.EmailMessage]:
    return [mail for mail in outbox.outbox if mail.to == [address]]


# ── Who, and of what ────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "stage"),
    [(8, None), (7, "days-7"), (5, None), (3, "days-3"), (1, "days-1"), (0, "day")],
)
def test_ahead(deadline_of, run, leader, days, stage) -> None:
    # The day before, whatever is at hand then has been told.
    deadline = deadline_of(TODAY + days * DAY)
    run(TODAY - DAY)
    before = told()
    run()
    new = told() - before
    assert new == ({(deadline.pk, stage, "Siri Lind")} if stage else set())


@pytest.mark.django_db
def test_late_it_is_the_leaders_too(deadline_of, run, leader) -> None:
    yesterday, last_week = deadline_of(TODAY - DAY), deadline_of(TODAY - 7 * DAY)
    run()
    assert told() == {
        (yesterday.pk, "day", "Siri Lind"),
        (yesterday.pk, "overdue", "Knut Fjellro"),
        (last_week.pk, "week-1", "Siri Lind"),
        (last_week.pk, "week-1", "Knut Fjellro"),
    }
    run(TODAY + DAY)
    run(TODAY + 2 * DAY)
    assert len(told()) == 4, "no more until the week is over"
    run(TODAY + 7 * DAY)
    assert (last_week.pk, "week-2", "Knut Fjellro") in told()


@pytest.mark.django_db
def test_what_nobody_has_is_the_leaders(deadline_of, run, leader, caseworker, member) -> None:
    gone = member(Role.CASEWORKER, user__name="Eva Sluttet", valid_until=TODAY - DAY)
    nobodys = deadline_of(TODAY + 3 * DAY, caseworker=None)
    of_one_gone = deadline_of(TODAY + 3 * DAY, caseworker=gone.user)
    run()
    assert told() == {
        (nobodys.pk, "days-3", "Knut Fjellro"),
        (of_one_gone.pk, "days-3", "Knut Fjellro"),
    }


@pytest.mark.django_db
def test_another_units_leader_and_a_protected_person(deadline_of, run, member, unit) -> None:
    other = Unit.objects.create(municipality=unit.municipality, name="Sør", kind=unit.kind)
    member(Role.LEADER, user__name="En Annen", unit=other)
    member(Role.LEADER, user__name="Ser Ikke")
    member(Role.LEADER, user__name="Ser Alt", sees_protected=True, unit=None)
    secret = deadline_of(TODAY - DAY, recipient__strict=True)
    run()
    assert told() == {(secret.pk, "day", "Siri Lind"), (secret.pk, "overdue", "Ser Alt")}


@pytest.mark.django_db
def test_a_stand_in_is_told_instead(deadline_of, run, caseworker, member, unit) -> None:
    stand_in = member(Role.CASEWORKER, user__name="Vikar Vik")
    StandIn.objects.create(
        municipality=unit.municipality, absent=caseworker.user, substitute=stand_in.user,
        unit=unit, role=Role.CASEWORKER, starts_on=TODAY, ends_on=TODAY + DAY,
        set_by=caseworker.user,
    )  # fmt: skip
    deadline = deadline_of(TODAY)
    run()
    assert told() == {(deadline.pk, "day", "Vikar Vik")}
    assert mails_to(stand_in.user.email)
    assert not mails_to(caseworker.user.email)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on_case", "on_deadline"),
    [
        ({"closed_on": TODAY - DAY}, {}),  # moved, or over
        ({"recipient__died_on": TODAY - DAY}, {}),
        ({}, {"met": True}),
        ({}, {"cancelled": True}),  # withdrawn
        ({}, {"complaint": True}),  # others' to act on
    ],
)
def test_nobody_is_told_of_what_is_over(unit, caseworker, run, on_case, on_deadline) -> None:
    case = CaseFactory(unit=unit, caseworker=caseworker.user, opened_on=date(2026, 1, 4), **on_case)
    DeadlineFactory(case=case, due_on=TODAY, **on_deadline)
    run()
    assert told() == set()
    assert outbox.outbox == []


@pytest.mark.django_db
def test_none_on_days_off_and_caught_up_after_them(deadline_of, run) -> None:
    saturday = date(2027, 2, 13)
    of_saturday = deadline_of(saturday)
    of_monday = deadline_of(saturday + 2 * DAY)
    run(saturday)
    run(saturday + DAY)
    assert told() == set()
    run(saturday + 2 * DAY)
    assert told() == {(of_saturday.pk, "day", "Siri Lind"), (of_monday.pk, "day", "Siri Lind")}
    assert len(outbox.outbox) == 1, "one mail, of the nearest stage alone"


# ── Once ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_one_digest_a_morning_however_often_it_runs(deadline_of, run, caseworker) -> None:
    for days in (0, 1, 3, 7):
        deadline_of(TODAY + days * DAY)
    run()
    run()
    deadline_of(TODAY)  # comes later in the day: the work list shows it
    run(clock="10:30")
    (mail,) = outbox.outbox
    assert mail.to == [caseworker.user.email]
    assert mail.subject == "Frister: 4 kommer"
    assert ReminderRun.objects.get().reminders == 4


@pytest.mark.django_db
def test_the_sweeper_sends_nothing_twice(deadline_of, run) -> None:
    deadline_of(TODAY)
    run()
    with morning(clock="07:35"):
        jobs.send_waiting_mails()
        mail = ReminderMail.objects.get()
        tasks.send_reminder_mail(mail.pk, municipality_id=mail.municipality_id)
    assert len(outbox.outbox) == 1


@pytest.mark.django_db
def test_what_the_queue_forgot_is_swept(deadline_of, municipality) -> None:
    deadline_of(TODAY)
    with morning():
        jobs.remind_of_deadlines()  # in a test nothing is committed, so nothing is asked for
        assert outbox.outbox == []
        jobs.send_waiting_mails()
    assert len(outbox.outbox) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["_one_at_a_time", "_carry_over", "_mark", "_note"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_an_error_at_any_step_leaves_nothing_half_done(
    deadline_of, run, monkeypatch, step, when
) -> None:
    deadline_of(TODAY)
    real = getattr(services, step)

    def breaks(*arguments):
        if when == "after":
            real(*arguments)
        raise RuntimeError

    monkeypatch.setattr(services, step, breaks)
    run()
    assert (told(), outbox.outbox) == (set(), [])
    assert not ReminderRun.objects.exists()
    assert not ReminderMail.objects.exists()
    monkeypatch.setattr(services, step, real)
    run()
    run()
    assert len(told()) == len(outbox.outbox) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["_message", "_hand_over", "words"])
def test_an_error_while_sending_is_tried_again(
    deadline_of, run, monkeypatch, step, caseworker
) -> None:
    deadline_of(TODAY)
    real = getattr(tasks, step)

    def breaks(*arguments):
        raise RuntimeError

    monkeypatch.setattr(tasks, step, breaks)
    run()
    waiting = ReminderMail.objects.get()
    assert (waiting.state, waiting.attempts, waiting.last_error) == (State.QUEUED, 1, "other")
    monkeypatch.setattr(tasks, step, real)
    with morning(clock="07:40"):
        jobs.send_waiting_mails()
        jobs.send_waiting_mails()
    assert len(outbox.outbox) == 1
    sent = ReminderMail.objects.get()
    assert (sent.state, sent.last_error) == (State.SENT, "")


@pytest.mark.django_db
class TestServerDown:
    @pytest.fixture
    def down(self, monkeypatch):
        real = tasks._hand_over
        errors = [ConnectionRefusedError, SMTPServerDisconnected, TimeoutError]

        def refuse(message) -> None:
            raise errors[len(message.to) % 3]("Kari Nordmann is not here")

        monkeypatch.setattr(tasks, "_hand_over", refuse)
        return lambda: monkeypatch.setattr(tasks, "_hand_over", real)

    def test_all_morning(self, deadline_of, run, down, caplog) -> None:
        deadline_of(TODAY)
        run()
        for clock in ("07:35", "08:00", "11:55"):
            with morning(clock=clock):
                jobs.send_waiting_mails()
        mail = ReminderMail.objects.get()
        assert (mail.state, mail.attempts, mail.last_error) == (State.QUEUED, 4, "server")
        assert "Nordmann" not in caplog.text
        down()
        with morning(clock="12:05"):
            jobs.send_waiting_mails()
            jobs.send_waiting_mails()
        assert len(outbox.outbox) == 1

    def test_until_the_next_morning_there_is_still_one_digest(
        self, deadline_of, run, down, caseworker
    ) -> None:
        first, second = deadline_of(TODAY), deadline_of(TODAY + DAY)
        run()
        down()
        run(TODAY + DAY)
        (mail,) = outbox.outbox
        assert str(first.case) in mail.body
        assert mail.body.count(str(second.case)) == 1, "it stood in it at two stages"
        assert ReminderMail.objects.get().on == TODAY + DAY

    def test_what_was_answered_meanwhile_is_not_told(self, deadline_of, run, down) -> None:
        over, open_ = deadline_of(TODAY), deadline_of(TODAY)
        run()
        over.met_on, over.met_by = TODAY, "letter:1"
        over.save()
        down()
        with morning(clock="09:00"):
            jobs.send_waiting_mails()
        (mail,) = outbox.outbox
        assert str(over.case) not in mail.body
        assert str(open_.case) in mail.body

    def test_a_death_stops_it(self, deadline_of, run, down) -> None:
        deadline = deadline_of(TODAY)
        run()
        recipient = deadline.case.recipient
        recipient.died_on = TODAY
        recipient.save()
        down()
        with morning(clock="09:00"):
            jobs.send_waiting_mails()
        assert outbox.outbox == []
        assert ReminderMail.objects.get().state == State.DROPPED

    def test_one_address_that_is_refused_stops_nobody_else(
        self, deadline_of, run, monkeypatch, member, caseworker
    ) -> None:
        other = member(Role.CASEWORKER, user__name="Anne Ord")
        deadline_of(TODAY)
        deadline_of(TODAY, caseworker=other.user)
        real = tasks._hand_over

        def refuse_one(message) -> None:
            if message.to == [caseworker.user.email]:
                raise SMTPRecipientsRefused({})
            real(message)

        monkeypatch.setattr(tasks, "_hand_over", refuse_one)
        run()
        assert [mail.to for mail in outbox.outbox] == [[other.user.email]]
        assert ReminderMail.objects.get(state=State.QUEUED).last_error == "refused"


# ── How one wants it ────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
class TestChoice:
    def test_one_mail_for_each(self, deadline_of, run, caseworker) -> None:
        services.choose(how=How.EACH, hour=7, by=caseworker)
        for days in (0, 1, 3):
            deadline_of(TODAY + days * DAY)
        run()
        run()
        assert len(outbox.outbox) == 3
        assert {mail.subject for mail in outbox.outbox} == {"Frister: 1 kommer"}

    def test_none_but_what_is_late(self, deadline_of, run, caseworker) -> None:
        services.choose(how=How.OVERDUE, hour=7, by=caseworker)
        for days in (-1, 0, 3):
            deadline_of(TODAY + days * DAY)
        run()
        assert {stage for _pk, stage, _name in told()} == {"overdue"}
        (mail,) = outbox.outbox
        assert mail.subject == "Frister: 1 er gått ut"

    def test_not_before_the_chosen_hour(self, deadline_of, run, caseworker) -> None:
        services.choose(how=How.DIGEST, hour=9, by=caseworker)
        deadline_of(TODAY)
        run()
        with morning(clock="08:55"):
            jobs.send_waiting_mails()
        assert outbox.outbox == []
        with morning(clock="09:00"):
            jobs.send_waiting_mails()
        assert len(outbox.outbox) == 1

    def test_nynorsk_for_whoever_reads_it(self, deadline_of, run, caseworker, settings) -> None:
        caseworker.user.language = "nn"
        caseworker.user.save()
        deadline_of(TODAY)
        run()
        assert len(outbox.outbox) == 1


# ── What it says ────────────────────────────────────────────────────────────────────────────────

FORBIDDEN = (
    "støttekontakt", "vedtak", "søknad", "helse", "omsorg", "tjeneste", "diagnose", "funksjon",
    "barn", "klage", "evaluering", "foreløpig",
)  # fmt: skip


@pytest.mark.django_db
def test_numbers_days_and_links_and_nothing_of_anybody(deadline_of, run, settings) -> None:
    settings.BASE_URL = "https://fag.lyngvik.example"
    deadlines = [
        deadline_of(TODAY + days * DAY, recipient__name="Nora Blåklokke") for days in (-7, 0, 1)
    ]
    run()
    (mail,) = outbox.outbox
    text = f"{mail.subject}\n{mail.body}"
    for deadline in deadlines:
        assert f"Sak {deadline.case.number}" in text
        assert f"https://fag.lyngvik.example/saker/{deadline.case_id}/" in text
        person = deadline.case.recipient
        for secret in (person.name, person.first_name, person.address, str(person.birth_date)):
            assert secret not in text
    for word in FORBIDDEN:
        assert word not in text.lower(), word
    assert not re.search(r"\d{6}", text.replace("https://fag", "")), "nothing like a number"
    assert mail.subject == "Frister: 1 er gått ut, 2 kommer"
    assert "for 7 dager siden" in text or "7 dager" in text


@pytest.mark.django_db
def test_a_long_list_is_cut(deadline_of, run) -> None:
    for _each in range(33):
        deadline_of(TODAY)
    run()
    (mail,) = outbox.outbox
    assert mail.body.count("/saker/") == 30
    assert "Og 3 til." in mail.body
    assert mail.subject == "Frister: 33 kommer"


@pytest.mark.django_db
def test_a_mail_that_goes_again_has_the_same_id(deadline_of, run, monkeypatch) -> None:
    """Killed after the server took it and before we knew: a double is told by its id."""
    deadline_of(TODAY)
    real = tasks._hand_over

    def dies_after(message) -> None:
        real(message)
        raise SystemError

    monkeypatch.setattr(tasks, "_hand_over", dies_after)
    run()
    monkeypatch.setattr(tasks, "_hand_over", real)
    with morning(clock="07:40"):
        jobs.send_waiting_mails()
    first, second = (mail.extra_headers["Message-ID"] for mail in outbox.outbox)
    assert first == second


# ── Walls and rules of the database ─────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_each_municipality_by_itself(
    deadline_of, run, other_municipality, in_municipality, monkeypatch
) -> None:
    from tests.accounts.factories import MembershipFactory

    here = deadline_of(TODAY)
    with in_municipality(other_municipality):
        unit = Unit.objects.get()
        other = MembershipFactory(municipality=other_municipality, unit=unit, role=Role.CASEWORKER)
        case = CaseFactory(unit=unit, caseworker=other.user, opened_on=date(2026, 1, 4))
        there = DeadlineFactory(case=case, due_on=TODAY)
    real = services._mark

    def breaks_here(municipality_id, today):
        if municipality_id == here.municipality_id:
            raise RuntimeError
        return real(municipality_id, today)

    monkeypatch.setattr(services, "_mark", breaks_here)
    run()
    assert told() == set()
    with in_municipality(other_municipality):
        assert Reminder.objects.get().deadline_id == there.pk


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "make"),
    [
        (
            "reminder_once_per_stage_and_recipient",
            lambda one: Reminder(
                municipality=one.municipality, deadline=one.deadline, stage=one.stage,
                recipient=one.recipient, mail=one.mail,
            ),
        ),
        (
            "reminder_stage_is_known",
            lambda one: Reminder(
                municipality=one.municipality, deadline=one.deadline, stage="week-0",
                recipient=one.recipient, mail=one.mail,
            ),
        ),
        (
            "reminder_run_once_a_day",
            lambda one: ReminderRun(municipality=one.municipality, on=TODAY, reminders=0),
        ),
        (
            "reminder_mail_one_digest_a_day",
            lambda one: ReminderMail(
                municipality=one.municipality, recipient=one.recipient, on=TODAY,
                send_after=one.mail.send_after,
            ),
        ),
        (
            "reminder_mail_sent_at_follows_state",
            lambda one: ReminderMail(
                municipality=one.municipality, recipient=one.recipient, on=TODAY + DAY,
                send_after=one.mail.send_after, state="sent",
            ),
        ),
        (
            "reminder_choice_one_per_person",
            lambda one: ReminderChoice(municipality=one.municipality, user=one.recipient),
        ),
        (
            "reminder_choice_is_known",
            lambda one: ReminderChoice(municipality=one.municipality, user=one.recipient, hour=3),
        ),
    ],
)  # fmt: skip
def test_the_database_refuses(deadline_of, run, caseworker, name, make) -> None:
    deadline_of(TODAY)
    run()
    if name == "reminder_choice_one_per_person":
        services.choose(how=How.EACH, hour=7, by=caseworker)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make(Reminder.objects.get()).save(force_insert=True)


@pytest.mark.django_db
def test_what_was_told_is_never_untold(deadline_of, run) -> None:
    deadline_of(TODAY)
    run()
    for model in (Reminder, ReminderRun, KeptMail):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            model.objects.all().delete()
