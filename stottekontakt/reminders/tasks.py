"""Sends a reminder's mail. The row says what must be sent; a task may run twice, or half."""

from __future__ import annotations

import logging
from smtplib import SMTPException, SMTPResponseException, SMTPServerDisconnected
from urllib.parse import urlsplit

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone, translation

from stottekontakt.reminders.compose import MOST_LINES, Line, words
from stottekontakt.reminders.models import ReminderMail

logger = logging.getLogger(__name__)

# What of the mail must still be done, the first lines of it, with how many there are and how many
# of them are late. A deadline may stand in it at two stages, when yesterday's did not leave.
STILL = """
SELECT c.id, c.number, d.act_by, count(*) OVER (),
       count(*) FILTER (WHERE d.act_by < %(today)s) OVER ()
  FROM (SELECT DISTINCT deadline_id FROM reminders_reminder WHERE mail_id = %(mail)s) r
  JOIN deadlines_deadline d ON d.id = r.deadline_id
   AND d.met_on IS NULL AND d.cancelled_on IS NULL
  JOIN cases_case c ON c.id = d.case_id AND c.closed_on IS NULL
  JOIN cases_person p ON p.id = c.recipient_id AND p.died_on IS NULL
 ORDER BY d.act_by, d.id
 LIMIT %(most)s
"""

DATABASE_IS_AWAY = (OperationalError, InterfaceError)


@shared_task(autoretry_for=DATABASE_IS_AWAY, retry_backoff=5, retry_backoff_max=120, max_retries=5)
def send_reminder_mail(mail_id: int, *, municipality_id: int) -> None:
    """Send the mail unless it is sent. What goes wrong stands in the row, and is tried again.

    The row is locked while the server takes the mail: whoever dies before it has, leaves the mail
    waiting. Between the server's yes and our commit lies the one moment in which a mail could go
    twice; then it has the same Message-ID, by which mail systems tell a double.
    """
    try:
        _send(mail_id)
    except DATABASE_IS_AWAY:
        raise
    except Exception as error:
        failure = _failure(error)
        # Not the message: a server quotes addresses.
        logger.error("Reminder %s: %s (%s)", mail_id, failure, type(error).__name__)
        ReminderMail.objects.waiting().filter(pk=mail_id).update(
            attempts=F("attempts") + 1, last_attempt_at=timezone.now(), last_error=failure
        )


def _send(mail_id: int) -> None:
    with transaction.atomic():
        # Another worker that is at it has the row: then there is nothing to do here.
        mail = (
            ReminderMail.objects.waiting()
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("recipient", "municipality")
            .filter(pk=mail_id)
            .first()
        )
        if mail is None:
            return
        message = _message(mail)
        mail.last_error = ""
        if message is None:
            mail.state = ReminderMail.State.DROPPED
        else:
            mail.state, mail.sent_at = ReminderMail.State.SENT, timezone.now()
        mail.save(update_fields=["state", "sent_at", "last_error"])
        if message is not None:
            _hand_over(message)


def _hand_over(message: EmailMessage) -> None:
    """Last in the transaction: if the server refuses, the mail still waits."""
    message.send()


def _message(mail: ReminderMail) -> EmailMessage | None:
    """None when nothing of it must be done any more: answered, withdrawn, moved or dead."""
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(STILL, {"mail": mail.pk, "today": today, "most": MOST_LINES})
        rows = cursor.fetchall()
    if not rows or not mail.recipient.is_active:
        return None
    lines = [Line(*row[:3]) for row in rows]
    total, late = rows[0][3:]
    language = mail.recipient.language or mail.municipality.written_form
    with translation.override(language):
        said = words(lines, total, late, today)
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return EmailMessage(
        said.subject,
        said.body,
        to=[mail.recipient.email],
        headers={"Message-ID": f"<frister-{mail.municipality_id}-{mail.pk}@{host}>"},
    )


def _failure(error: Exception) -> ReminderMail.Failure:
    match error:
        case SMTPServerDisconnected():
            return ReminderMail.Failure.SERVER
        case SMTPResponseException() | SMTPException():
            return ReminderMail.Failure.REFUSED
        case OSError():
            return ReminderMail.Failure.SERVER
        case _:
            return ReminderMail.Failure.OTHER
