"""What beat starts for letters."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from stottekontakt.accounts.models import Municipality
from stottekontakt.database.context import municipality_context
from stottekontakt.letters.models import MAX_ATTEMPTS, Letter, PrintBatch
from stottekontakt.letters.print_tasks import make_batch
from stottekontakt.letters.tasks import render_letter


@shared_task
def render_missed_letters() -> None:
    """Ask again for letters that the queue forgot or that failed, in every municipality."""
    before = timezone.now() - timedelta(seconds=settings.SWEEP_AFTER_SECONDS)
    for municipality_id in Municipality.objects.values_list("pk", flat=True):
        with municipality_context(municipality_id):
            Letter.objects.given_up(before).update(
                state=Letter.State.FAILED, last_error=Letter.Failure.STOPPED
            )
            missed = list(Letter.objects.missed(before).values_list("pk", flat=True))
        for letter_id in missed:
            render_letter.delay(letter_id, municipality_id=municipality_id)


@shared_task
def make_missed_prints() -> None:
    """Ask again for batches that the queue forgot or a worker left halfway; give up in the end."""
    before = timezone.now() - timedelta(seconds=settings.SWEEP_AFTER_SECONDS)
    for municipality_id in Municipality.objects.values_list("pk", flat=True):
        with municipality_context(municipality_id):
            missed = PrintBatch.objects.missed(before)
            missed.filter(attempts__gte=MAX_ATTEMPTS).update(state=PrintBatch.State.FAILED)
            again = list(missed.values_list("pk", flat=True))
        for batch_id in again:
            make_batch.delay(batch_id, municipality_id=municipality_id)


@shared_task
def delete_old_prints() -> int:
    """Remove files of batches that are closed, and what a killed worker left; how many."""
    deleted = 0
    for municipality_id in Municipality.objects.values_list("pk", flat=True):
        with municipality_context(municipality_id):
            open_ = PrintBatch.objects.open().values_list("pk", flat=True)
            kept = {f"{pk}.pdf" for pk in open_}
        folder = Path(settings.PRINTS_DIR) / str(municipality_id)
        # A file that is being written is younger than this.
        before = time.time() - 24 * 3600
        for path in folder.iterdir() if folder.exists() else ():
            if path.name not in kept and path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
                deleted += 1
    return deleted
