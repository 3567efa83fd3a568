"""Sets many letters as one file. The row says how far it has come; a task may run twice, or half.

The letters are set anew from their frozen words: the same as in the file each has of its own.
"""

from __future__ import annotations

import logging
import os
import tempfile
from datetime import timedelta
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.db.models import F, QuerySet
from django.utils import timezone

from stottekontakt.letters.models import Letter, PrintBatch
from stottekontakt.letters.pdf import Joined
from stottekontakt.letters.sheet import sheet_html, sheet_of
from stottekontakt.ui.formatting import long_date

logger = logging.getLogger(__name__)

DATABASE_IS_AWAY = (OperationalError, InterfaceError)
TOLD_EVERY = 5  # letters


class Stopped(Exception):
    """It was closed meanwhile, or another worker has taken it over."""


@shared_task(autoretry_for=DATABASE_IS_AWAY, retry_backoff=5, max_retries=5)
def make_batch(batch_id: int, *, municipality_id: int) -> None:
    """Make the file unless it is made or being made."""
    now = timezone.now()
    before = now - timedelta(seconds=settings.SWEEP_AFTER_SECONDS)
    taken = (
        PrintBatch.objects.to_take_up(before)
        .filter(pk=batch_id)
        .update(
            state=PrintBatch.State.RUNNING, attempts=F("attempts") + 1, last_sign_at=now, done=0
        )
    )
    if not taken:
        return
    batch = PrintBatch.objects.get(pk=batch_id)
    try:
        _make(batch)
    except DATABASE_IS_AWAY:
        _mine(batch).update(state=PrintBatch.State.QUEUED)
        raise
    except Stopped:
        return
    except Exception as error:
        # Not the message: it may quote a letter.
        logger.error("Print batch %s: %s", batch_id, type(error).__name__)
        _mine(batch).update(state=PrintBatch.State.FAILED)


def _make(batch: PrintBatch) -> None:
    letters = (
        Letter.objects.filter(prints__batch=batch)
        .select_related("case", "journal_entry")
        .order_by("prints__position")
    )
    joined = Joined(f"Utskrift {long_date(timezone.localdate())}", is_duplex=batch.is_duplex)
    for done, letter in enumerate(letters, start=1):
        joined.add(sheet_html(sheet_of(letter)))
        if done % TOLD_EVERY == 0:
            _sign(batch, done)
    path = Path(settings.PRINTS_DIR) / str(batch.municipality_id) / f"{batch.pk}.pdf"
    _write(path, joined.write())
    ready = _mine(batch).update(
        state=PrintBatch.State.READY, done=len(letters), last_sign_at=timezone.now()
    )
    if not ready and not PrintBatch.objects.filter(pk=batch.pk, state="ready").exists():
        path.unlink(missing_ok=True)


def _mine(batch: PrintBatch) -> QuerySet[PrintBatch]:
    """The row as long as this run is the one that makes it."""
    return PrintBatch.objects.filter(
        pk=batch.pk, state=PrintBatch.State.RUNNING, attempts=batch.attempts
    )


def _sign(batch: PrintBatch, done: int) -> None:
    if not _mine(batch).update(done=done, last_sign_at=timezone.now()):
        raise Stopped


def _write(path: Path, data: bytes) -> None:
    """Nobody sees the file before it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(temporary, 0o440)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
