"""Killed at any step, or run by two at once, each reminder is made and sent exactly once.

Real processes, ended by SIGKILL: what a transaction leaves behind cannot be shown by an exception.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from stottekontakt.database.context import municipality_context
from stottekontakt.reminders import jobs, services
from stottekontakt.reminders.models import KeptMail, Reminder, ReminderMail, ReminderRun
from tests.letters.test_kill_worker import environment

KEPT = "stottekontakt.reminders.mailbox.MailboxBackend"

# Where the process is ended: the function, and whether it has done its work by then.
POINTS = [
    ("services._one_at_a_time", "after"),
    ("services._mark", "before"),
    ("services._mark", "after"),
    ("services._note", "after"),
    ("services.ask_to_send", "before"),  # the marking is committed, nothing is asked for
    ("tasks._message", "before"),
    ("tasks._hand_over", "before"),
    ("tasks._hand_over", "after"),  # handed over, and not committed
    ("services.ask_to_send", "after"),
]

WORKER = """
import os, signal, sys
from datetime import date
import django
django.setup()
from django.conf import settings
from stottekontakt.celery import app
from stottekontakt.database.context import municipality_context
from stottekontakt.reminders import services, tasks
settings.EMAIL_BACKEND = {kept!r}
app.conf.task_always_eager = True
module, name = {target!r}.split(".")
module = {{"services": services, "tasks": tasks}}[module]
real = getattr(module, name)
def dies(*arguments):
    done = real(*arguments) if {when!r} == "after" else None
    os.kill(os.getpid(), signal.SIGKILL)
    return done
setattr(module, name, dies)
with municipality_context({municipality}):
    services.remind({municipality}, date.fromisoformat({day!r}))
sys.exit(0)
"""


def killed_run(target: str, when: str, municipality_id: int, day: date, data_dir: Path) -> int:
    script = WORKER.format(
        kept=KEPT, target=target, when=when, municipality=municipality_id, day=day.isoformat()
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=django_settings.BASE_DIR,
        env={
            **environment(data_dir),
            "DJANGO_SETTINGS_MODULE": "stottekontakt.settings",
            "PYTHONPATH": str(django_settings.BASE_DIR),
            "PYTHONWARNINGS": "default",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in (-signal.SIGKILL, 0), done.stderr
    return done.returncode


@pytest.mark.django_db(transaction=True)
def test_killed_at_each_step(deadline_of, unit, tmp_path, settings) -> None:
    settings.EMAIL_BACKEND = KEPT
    settings.SWEEP_AFTER_SECONDS = 0
    os.makedirs(tmp_path, exist_ok=True)
    for number, (target, when) in enumerate(POINTS):
        day = date(2026, 3, 2) + timedelta(weeks=number)
        deadline = deadline_of(day)
        assert killed_run(target, when, unit.municipality_id, day, tmp_path) == -signal.SIGKILL
        # As beat does when the machine is up again: the run, and the sweeper.
        services.remind(unit.municipality_id, day)
        jobs.send_waiting_mails()
        services.remind(unit.municipality_id, day)
        jobs.send_waiting_mails()
        where = f"{target} {when}"
        assert list(Reminder.objects.filter(deadline=deadline).values_list("stage", flat=True)) == [
            "day"
        ], where
        mails = [mail for mail in KeptMail.objects.all() if str(deadline.case) in mail.body]
        assert len(mails) == 1, where
        assert not ReminderMail.objects.waiting().exists(), where
        deadline.met_on, deadline.met_by = day, "letter:1"
        deadline.save()
    assert KeptMail.objects.count() == len(POINTS)


@pytest.mark.django_db(transaction=True)
def test_two_at_once(deadline_of, unit, settings) -> None:
    settings.EMAIL_BACKEND = KEPT
    day = date(2026, 3, 2)
    for _each in range(20):
        deadline_of(day)

    def run(_number: int) -> bool:
        try:
            with municipality_context(unit.municipality_id):
                made = services.remind(unit.municipality_id, day) is not None
                services.ask_to_send(unit.municipality_id)
            return made
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=4) as pool:
        made = list(pool.map(run, range(4)))
    assert made.count(True) == 1
    assert Reminder.objects.count() == 20
    assert (ReminderRun.objects.count(), KeptMail.objects.count()) == (1, 1)
