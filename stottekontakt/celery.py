"""Background work: the Celery program, its base task, and what beat starts when.

Every row that waits for the queue also has a sweeper here: the row says what must happen, the
queue is only a hurry-up.
"""

from __future__ import annotations

import os
from typing import Any

from celery import Celery, Task
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stottekontakt.settings")


class WalledTask(Task):
    """A task sees one municipality: the one named by its keyword argument `municipality_id`.

    Without that argument the database shows it nothing that belongs to a municipality.
    """

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        from stottekontakt.database.context import municipality_context

        with municipality_context(kwargs.get("municipality_id")):
            return super().__call__(*args, **kwargs)


app = Celery("stottekontakt", task_cls=WalledTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="jobs")

app.conf.beat_schedule = {
    "show that beat and a worker are at work": {
        "task": "stottekontakt.health.jobs.heartbeat",
        "schedule": 30.0,
    },
    "seal the logs": {
        "task": "stottekontakt.audit.tasks.seal_logs",
        "schedule": crontab(),  # every minute
    },
    "export the head of the logs": {
        "task": "stottekontakt.audit.tasks.export_log_head",
        "schedule": crontab(hour=4, minute=0),
    },
    "render letters the queue forgot": {
        "task": "stottekontakt.letters.jobs.render_missed_letters",
        "schedule": crontab(minute="*/5"),
    },
    "make printed batches the queue forgot": {
        "task": "stottekontakt.letters.jobs.make_missed_prints",
        "schedule": crontab(minute="*/5"),
    },
    "remove printed batches that are done": {
        "task": "stottekontakt.letters.jobs.delete_old_prints",
        "schedule": crontab(hour=3, minute=45),
    },
    # Just after midnight; and again by day, should the machine have been off.
    "note birthdays that change who is written to": {
        "task": "stottekontakt.cases.jobs.note_birthdays",
        "schedule": crontab(hour="0,6,12", minute=10),
    },
    "gather decisions the queue forgot": {
        "task": "stottekontakt.archive.jobs.gather_missed",
        "schedule": crontab(minute="*/5"),
    },
    "remove gathered decisions that have expired": {
        "task": "stottekontakt.archive.jobs.delete_expired",
        "schedule": crontab(minute=20),
    },
    "draft interim replies": {
        "task": "applications.jobs.draft_interim_replies",
        "schedule": crontab(minute=45, hour="5-20"),
    },
    # The first of these does it; the others find a morning that was missed.
    "remind of deadlines": {
        "task": "stottekontakt.reminders.jobs.remind_of_deadlines",
        "schedule": crontab(minute="*/10", hour="7-17"),
    },
    "send reminders that wait": {
        "task": "stottekontakt.reminders.jobs.send_waiting_mails",
        "schedule": crontab(minute="*/5"),
    },
    "take up spreadsheets the queue forgot": {
        "task": "stottekontakt.imports.jobs.take_up_missed",
        "schedule": crontab(minute="*/5"),
    },
    "remove spreadsheets that have lain too long": {
        "task": "stottekontakt.imports.jobs.delete_expired",
        "schedule": crontab(minute=40),
    },
    "remove document files that no row names": {
        "task": "stottekontakt.cases.jobs.sweep_orphaned_files",
        "schedule": crontab(hour=3, minute=30),
    },
    "remove expired sign-in sessions": {
        "task": "stottekontakt.accounts.tasks.clear_expired_sessions",
        "schedule": crontab(hour=3, minute=0),
    },
}
