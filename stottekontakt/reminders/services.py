"""The morning's run: who is to be told of what, marked in one transaction and sent after it.

All of it is one question to the database: 100 000 open deadlines are never rows of this program.
"""

from __future__ import annotations

import logging
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from stottekontakt.accounts.models import Membership
from stottekontakt.accounts.roles import ROLES, Permission
from stottekontakt.reminders.models import ReminderChoice, ReminderMail, ReminderRun
from stottekontakt.reminders.rules import WEEK, Band, bands
from stottekontakt.reminders.tasks import send_reminder_mail

logger = logging.getLogger(__name__)

MARK = """
WITH band (first, last, worker, late) AS (VALUES {bands}),
person AS (
    SELECT m.user_id, m.role, m.unit_id, m.sees_protected,
           coalesce(s.substitute_id, m.user_id) AS recipient_id
      FROM accounts_membership m
      JOIN accounts_user u ON u.id = m.user_id AND u.is_active
      LEFT JOIN accounts_standin s
        ON s.municipality_id = m.municipality_id AND s.absent_id = m.user_id
       AND s.role = m.role AND s.unit_id IS NOT DISTINCT FROM m.unit_id
       AND %(today)s BETWEEN s.starts_on AND s.ends_on
     WHERE m.municipality_id = %(municipality)s AND m.valid_from <= %(today)s
       AND (m.valid_until IS NULL OR m.valid_until >= %(today)s)),
worker AS (
    SELECT DISTINCT ON (p.user_id) p.user_id, p.recipient_id, coalesce(c.how, 'digest') AS how
      FROM person p
      LEFT JOIN reminders_reminderchoice c
        ON c.municipality_id = %(municipality)s AND c.user_id = p.recipient_id
     WHERE p.role = ANY(%(workers)s)
     ORDER BY p.user_id, p.recipient_id = p.user_id),
leader AS (
    SELECT DISTINCT p.unit_id, p.recipient_id, p.sees_protected, coalesce(c.how, 'digest') AS how
      FROM person p
      LEFT JOIN reminders_reminderchoice c
        ON c.municipality_id = %(municipality)s AND c.user_id = p.recipient_id
     WHERE p.role = ANY(%(leaders)s)),
due AS (
    SELECT d.id, c.unit_id, w.recipient_id, w.how, r.address_protection = 'strict' AS is_strict,
           CASE WHEN d.act_by > %(week_ago)s THEN b.worker ELSE 'week-' ||
                ((%(today)s - d.act_by) / 7) END AS worker_stage,
           CASE WHEN d.act_by > %(week_ago)s THEN b.late ELSE 'week-' ||
                ((%(today)s - d.act_by) / 7) END AS late_stage
      FROM deadlines_deadline d
      JOIN cases_case c ON c.id = d.case_id AND c.closed_on IS NULL
      JOIN cases_person r ON r.id = c.recipient_id AND r.died_on IS NULL
      LEFT JOIN band b ON d.act_by BETWEEN b.first AND b.last
      LEFT JOIN worker w ON w.user_id = c.caseworker_id
     WHERE d.municipality_id = %(municipality)s AND d.met_on IS NULL AND d.cancelled_on IS NULL
       AND d.kind NOT IN ('complaint', 'comments') AND d.act_by <= %(horizon)s),
told (deadline_id, stage, recipient_id, how) AS (
    SELECT id, CASE how WHEN 'overdue' THEN late_stage ELSE worker_stage END, recipient_id, how
      FROM due WHERE recipient_id IS NOT NULL
     UNION ALL
    -- Leaders hear of what is late, and of everything that nobody has.
    SELECT d.id,
           CASE WHEN d.recipient_id IS NULL AND l.how <> 'overdue' THEN worker_stage
                ELSE late_stage END,
           l.recipient_id, l.how
      FROM due d
      JOIN leader l ON (l.unit_id = d.unit_id OR l.unit_id IS NULL)
       AND (l.sees_protected OR NOT d.is_strict)
     WHERE late_stage IS NOT NULL OR d.recipient_id IS NULL),
new AS MATERIALIZED (
    SELECT t.*, CASE how WHEN 'each' THEN deadline_id ELSE 0 END AS alone
      FROM told t
     WHERE stage IS NOT NULL AND NOT EXISTS (
        SELECT FROM reminders_reminder r
         WHERE r.deadline_id = t.deadline_id AND r.stage = t.stage
           AND r.recipient_id = t.recipient_id)),
mail AS (
    INSERT INTO reminders_remindermail
           (municipality_id, recipient_id, "on", deadline_id, send_after)
    SELECT %(municipality)s, n.recipient_id, %(today)s, nullif(n.alone, 0),
           (%(today)s + make_interval(hours => coalesce(c.hour, 7)::integer))
             AT TIME ZONE %(zone)s
      FROM (SELECT DISTINCT recipient_id, alone FROM new) n
      LEFT JOIN reminders_reminderchoice c
        ON c.municipality_id = %(municipality)s AND c.user_id = n.recipient_id
        ON CONFLICT (municipality_id, recipient_id, "on", deadline_id)
           DO UPDATE SET "on" = EXCLUDED."on"
    RETURNING id, recipient_id, coalesce(deadline_id, 0) AS alone)
INSERT INTO reminders_reminder (municipality_id, deadline_id, stage, recipient_id, mail_id)
SELECT %(municipality)s, n.deadline_id, n.stage, n.recipient_id, m.id
  FROM new n JOIN mail m USING (recipient_id, alone)
    ON CONFLICT DO NOTHING
"""

WORKERS = [str(role) for role, may in ROLES.items() if Permission.CASE_WRITE in may]
LEADERS = [str(role) for role, may in ROLES.items() if Permission.CASE_LEAD in may]


def remind(municipality_id: int, today: date) -> ReminderRun | None:
    """Mark the day's reminders and ask for their mails; None when the day is done already.

    Called in the municipality's context. Whatever stops it, nothing is half marked.
    """
    with transaction.atomic():
        _one_at_a_time(municipality_id)
        if ReminderRun.objects.filter(municipality_id=municipality_id, on=today).exists():
            return None
        _carry_over(municipality_id, today)
        marked = _mark(municipality_id, today)
        run = _note(municipality_id, today, marked)
        transaction.on_commit(lambda: ask_to_send(municipality_id), robust=True)
    return run


def _one_at_a_time(municipality_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('reminders'), %s)", [municipality_id])


def _carry_over(municipality_id: int, today: date) -> None:
    """A digest that still waits takes in the new day's: nobody gets two when the server is back.

    One that is being sent is locked: then we wait, and it is no longer among those that wait.
    """
    waiting = ReminderMail.objects.waiting().filter(
        municipality_id=municipality_id, deadline=None, on__lt=today
    )
    newest: dict[int, int] = {}
    for pk, recipient_id in waiting.order_by("pk").values_list("pk", "recipient_id"):
        newest[recipient_id] = pk
    waiting.filter(pk__in=newest.values()).update(on=today)


def _mark(municipality_id: int, today: date) -> int:
    """The number of new reminders."""
    found = bands(today)
    rows = ", ".join(
        f"(%(first{n})s::date, %(last{n})s::date, %(worker{n})s::text, %(late{n})s::text)"
        for n, _band in enumerate(found)
    )
    named = {
        f"{name}{n}": getattr(band, name) for n, band in enumerate(found) for name in Band.__slots__
    }
    with connection.cursor() as cursor:
        cursor.execute(
            MARK.format(bands=rows),
            {
                **named,
                "municipality": municipality_id,
                "today": today,
                "week_ago": today - timedelta(days=WEEK),
                "horizon": found[-1].last,
                "workers": WORKERS,
                "leaders": LEADERS,
                "zone": settings.TIME_ZONE,
            },
        )
        return int(cursor.rowcount)


def _note(municipality_id: int, today: date, marked: int) -> ReminderRun:
    return ReminderRun.objects.create(municipality_id=municipality_id, on=today, reminders=marked)


def ask_to_send(municipality_id: int) -> int:
    """Ask for every mail whose hour has come. What the queue forgets, the sweeper asks again."""
    asked = 0
    due = ReminderMail.objects.due(timezone.now()).filter(municipality_id=municipality_id)
    for mail_id in due.values_list("pk", flat=True).iterator(chunk_size=500):
        send_reminder_mail.delay(mail_id, municipality_id=municipality_id)
        asked += 1
    return asked


def choose(*, how: str, hour: int, by: Membership) -> ReminderChoice:
    choice, _made = ReminderChoice.objects.update_or_create(
        municipality_id=by.municipality_id, user_id=by.user_id, defaults={"how": how, "hour": hour}
    )
    return choice


def choice_of(membership: Membership) -> ReminderChoice:
    """The person's own, or the usual one, which is not saved."""
    saved = ReminderChoice.objects.visible_to(membership).first()
    return saved or ReminderChoice(
        municipality_id=membership.municipality_id, user_id=membership.user_id
    )


def gathered() -> dict[str, Any]:
    """For the administrators' page: the newest runs, and the mails that wait."""
    waiting = ReminderMail.objects.waiting()
    return {
        "runs": list(ReminderRun.objects.order_by("-on")[:10]),
        "waiting": waiting.filter(attempts=0).count(),
        "failed": list(
            waiting.filter(attempts__gt=0).select_related("recipient").order_by("pk")[:50]
        ),
        "failed_count": waiting.filter(attempts__gt=0).count(),
    }
