"""What beat starts for reminders."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from stottekontakt.accounts.models import Municipality
from stottekontakt.database.context import municipality_context
from stottekontakt.deadlines.calendar import is_working_day
from stottekontakt.reminders.services import ask_to_send, remind

logger = logging.getLogger(__name__)


@shared_task
def remind_of_deadlines() -> None:
    """Each working morning. Asked again through the day, it only does what is left undone."""
    today = timezone.localdate()
    if not is_working_day(today):
        return
    for municipality_id in Municipality.objects.values_list("pk", flat=True):
        with municipality_context(municipality_id):
            try:
                remind(municipality_id, today)
            except Exception:
                # One municipality that cannot be served must not keep the others from it.
                logger.exception("No reminders for municipality %s", municipality_id)


@shared_task
def send_waiting_mails() -> None:
    """Ask again for mails the queue forgot, that failed, or whose hour has come."""
    for municipality_id in Municipality.objects.values_list("pk", flat=True):
        with municipality_context(municipality_id):
            ask_to_send(municipality_id)
