"""Letters become PDF here. The row says what must be made; a task may run twice, or half."""

from __future__ import annotations

import logging

from celery import shared_task
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from stottekontakt.cases.services import add_document
from stottekontakt.letters.errors import CannotWriteLetter
from stottekontakt.letters.models import Letter
from stottekontakt.letters.pdf import MissingFile, render_pdf
from stottekontakt.letters.sheet import sheet_html, sheet_of

logger = logging.getLogger(__name__)

DATABASE_IS_AWAY = (OperationalError, InterfaceError)


@shared_task(autoretry_for=DATABASE_IS_AWAY, retry_backoff=5, retry_backoff_max=120, max_retries=5)
def render_letter(letter_id: int, *, municipality_id: int) -> None:
    """Make the PDF unless it is made. What goes wrong stands in the row, for a person to read."""
    # Counted before, in a transaction of its own: a letter that kills the worker is counted too.
    # If another worker is at it, this waits for that one and then finds nothing left to do.
    taken = (
        Letter.objects.unfinished()
        .filter(pk=letter_id)
        .update(attempts=F("attempts") + 1, last_attempt_at=timezone.now())
    )
    if not taken:
        return
    try:
        _render(letter_id)
    except DATABASE_IS_AWAY:
        raise
    except Exception as error:
        failure = _failure(error)
        # Not the message: it may quote the letter.
        logger.error("Letter %s: %s (%s)", letter_id, failure, type(error).__name__)
        Letter.objects.unfinished().filter(pk=letter_id).update(
            state=Letter.State.FAILED, last_error=failure
        )


def _render(letter_id: int) -> None:
    with transaction.atomic():
        letter = (
            Letter.objects.select_for_update(of=("self",))
            .select_related("journal_entry", "case")
            .get(pk=letter_id)
        )
        if letter.is_rendered:
            return
        document = add_document(  # writes the file; an orphan is swept if we do not commit
            letter.journal_entry,
            by=None,
            title=letter.title,
            filename=f"sak-{letter.case.year}-{letter.case.sequence}"
            f"-dokument-{letter.journal_entry.number}.pdf",
            content_type="application/pdf",
            data=render_pdf(sheet_html(sheet_of(letter))),
        )
        letter.document = document
        letter.sha256 = document.sha256
        letter.state = Letter.State.RENDERED
        letter.last_error = ""
        letter.rendered_at = timezone.now()
        letter.save(update_fields=["document", "sha256", "state", "last_error", "rendered_at"])


def _failure(error: Exception) -> Letter.Failure:
    match error:
        case CannotWriteLetter():
            return Letter.Failure.TEMPLATE
        case MissingFile():
            return Letter.Failure.FILES
        case OSError():
            return Letter.Failure.STORAGE
        case _:
            return Letter.Failure.LAYOUT
