"""What the morning's reminders cost beside one bare statement that selects and marks the same."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from stottekontakt.accounts.models import Membership, Municipality, User
from stottekontakt.bench.memory import held
from stottekontakt.database.context import municipality_context
from stottekontakt.database.roles import as_owner
from stottekontakt.deadlines.calendar import next_working_day
from stottekontakt.reminders import services
from stottekontakt.reminders.models import Reminder, ReminderMail

FEW = 1_000
# The one statement a person at the database would write: who has the case, and which stage it is.
BARE = """
INSERT INTO reminders_reminder (municipality_id, deadline_id, stage, recipient_id, mail_id)
SELECT d.municipality_id, d.id,
       CASE d.act_by - %(today)s WHEN 0 THEN 'day' WHEN 1 THEN 'days-1' WHEN 3 THEN 'days-3'
            ELSE 'days-7' END,
       c.caseworker_id, %(mail)s
  FROM deadlines_deadline d JOIN cases_case c ON c.id = d.case_id
 WHERE d.met_on IS NULL AND d.cancelled_on IS NULL AND d.kind <> 'complaint'
   AND c.closed_on IS NULL AND c.caseworker_id IS NOT NULL
   AND d.act_by - %(today)s IN (0, 1, 3, 7)
"""


@dataclass(frozen=True)
class Morning:
    reminders: int
    mails: int
    run: float
    sending: float
    bare: float
    held_few: int
    held_many: int

    @property
    def ratio(self) -> float:
        return (self.run + self.sending) / self.bare

    @property
    def growth(self) -> float:
        return self.held_many / self.held_few


def time_morning(municipality: Municipality, deadlines: int) -> Morning:
    """With tasks at once, and a mail server that takes every mail. Needs cases with caseworkers."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    today = _monday()
    for _round in range(2):  # the first loads what a worker has loaded
        _empty()
        _run(municipality, today, FEW)
    held_few = held()
    _empty()
    bare = min(_bare(municipality, today, deadlines) for _round in range(2))
    run, sending = _run(municipality, today, deadlines)
    with municipality_context(municipality.pk):
        found = Reminder.objects.count()
        mails = ReminderMail.objects.filter(state=ReminderMail.State.SENT).count()
    if found != deadlines:
        raise RuntimeError(f"{found} reminders of {deadlines} deadlines")
    return Morning(found, mails, run, sending, bare, held_few, held())


def _monday() -> date:
    """A working day whose neighbours are none of them days off, so that each stage has its day."""
    day = timezone.localdate()
    while any(
        next_working_day(day + timedelta(days=n)) != day + timedelta(days=n) for n in (0, 1, 3, 7)
    ):
        day += timedelta(days=1)
    return day


def _prepare(municipality: Municipality, today: date, count: int) -> None:
    """So many deadlines at a stage today, and none else; run as the owner, without triggers."""
    with as_owner(), municipality_context(municipality.pk), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE deadlines_deadline DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM deadlines_deadline WHERE source LIKE 'bench:%%'")
        cursor.execute(
            "UPDATE deadlines_deadline SET cancelled_on = %s, cancel_reason = 'bench' "
            "WHERE met_on IS NULL AND cancelled_on IS NULL",
            [today],
        )
        cursor.execute(
            """
            INSERT INTO deadlines_deadline (municipality_id, case_id, kind, due_on, act_by, basis,
                   source, met_by, cancel_reason, move_reason)
            SELECT c.municipality_id, c.id, 'end', d.on_day, d.on_day, 'last_day',
                   'bench:' || n, '', '', ''
              FROM generate_series(0, %(count)s - 1) n
              JOIN (SELECT id, municipality_id, row_number() OVER (ORDER BY id) - 1 AS place,
                           count(*) OVER () AS all_of_them
                      FROM cases_case
                     WHERE closed_on IS NULL AND caseworker_id = ANY(%(workers)s)
                       AND recipient_id IN (SELECT id FROM cases_person WHERE died_on IS NULL)) c
                ON c.place = mod(n, c.all_of_them)
              JOIN (VALUES (0, %(today)s), (1, %(today)s + 1), (2, %(today)s + 3),
                           (3, %(today)s + 7)) d (nth, on_day) ON d.nth = mod(n, 4)
            """,
            {"count": count, "today": today, "workers": _workers(municipality, today)},
        )
        cursor.execute("ALTER TABLE deadlines_deadline ENABLE TRIGGER USER")
        cursor.execute("ANALYZE deadlines_deadline")


def _workers(municipality: Municipality, today: date) -> list[int]:
    members = Membership.objects.valid_on(today).filter(
        municipality=municipality, role__in=services.WORKERS, user__is_active=True
    )
    return list(User.objects.filter(pk__in=members.values("user")).values_list("pk", flat=True))


def _empty() -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE reminders_reminder, reminders_remindermail, reminders_reminderrun")


def _bare(municipality: Municipality, today: date, count: int) -> float:
    _prepare(municipality, today, count)
    with municipality_context(municipality.pk):
        mail = ReminderMail.objects.create(
            municipality=municipality,
            recipient_id=_workers(municipality, today)[0],
            on=today,
            send_after=timezone.now(),
        )
        began = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(BARE, {"today": today, "mail": mail.pk})
        seconds = time.perf_counter() - began
    _empty()
    return seconds


def _run(municipality: Municipality, today: date, count: int) -> tuple[float, float]:
    """Seconds of the marking, and of composing and handing over every mail."""
    _prepare(municipality, today, count)
    with municipality_context(municipality.pk):
        ask, services.ask_to_send = services.ask_to_send, lambda municipality_id: 0
        began = time.perf_counter()
        services.remind(municipality.pk, today)
        marked = time.perf_counter()
        services.ask_to_send = ask
        ReminderMail.objects.update(send_after=timezone.now())
        sent = time.perf_counter()
        services.ask_to_send(municipality.pk)
        return marked - began, time.perf_counter() - sent
