"""Sends a reminder's mail. The row says what must be sent; a task may run twice, or half."""

from __future__ import annotations

import logging
from smtplib import SMTPException, SMTPResponseException, SMTPServerDisconnected
from urllib.parse import urlsplit

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone, translation

from stottekontakt.reminders.compose import MOST_LINES, Line, words
from stottekontakt.reminders.models import Reminder, ReminderMail

logger = logging.getLogger(__name__)

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
    still = Reminder.objects.filter(
        mail=mail,
        deadline__met_on=None,
        deadline__cancelled_on=None,
        deadline__case__closed_on=None,
        deadline__case__recipient__died_on=None,
    )
    # A deadline may stand in it at two stages when yesterday's mail did not leave.
    rows = (
        still.order_by("deadline__act_by", "deadline_id")
        .values_list("deadline__case_id", "deadline__case__number", "deadline__act_by")
        .distinct()
    )
    total = still.values("deadline_id").distinct().count()
    if not total or not mail.recipient.is_active:
        return None
    lines = [Line(*row[:3]) for row in rows.values_list(
        "deadline__case_id", "deadline__case__number", "deadline__act_by", "deadline_id"
    )[:MOST_LINES]]  # fmt: skip
    late = still.filter(Q(deadline__act_by__lt=today)).values("deadline_id").distinct().count()
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
