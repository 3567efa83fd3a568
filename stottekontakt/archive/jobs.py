"""What beat starts for the archive."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from stottekontakt.accounts.models import Municipality
from stottekontakt.archive import storage
from stottekontakt.archive.models import MAX_ATTEMPTS, ExportJob
from stottekontakt.archive.tasks import gather
from stottekontakt.database.context import municipality_context

State = ExportJob.State
# A file that is being written is younger than this.
LOOSE_AFTER_SECONDS = 24 * 3600


@shared_task
def gather_missed() -> None:
    """Ask again for what the queue forgot or a worker left halfway; give up after some times."""
    before = timezone.now() - timedelta(seconds=settings.SWEEP_AFTER_SECONDS)
    for municipality_id in Municipality.objects.values_list("pk", flat=True):
        with municipality_context(municipality_id):
            missed = ExportJob.objects.missed(before)
            missed.filter(attempts__gte=MAX_ATTEMPTS).update(
                state=State.FAILED, last_error=ExportJob.Failure.STOPPED
            )
            again = list(missed.values_list("pk", flat=True))
        for job_id in again:
            gather.delay(job_id, municipality_id=municipality_id)


@shared_task
def delete_expired() -> int:
    """Remove files whose days are over, and what a killed worker left; the number of jobs."""
    deleted = 0
    for municipality_id in Municipality.objects.values_list("pk", flat=True):
        with municipality_context(municipality_id):
            expired = ExportJob.objects.filter(state=State.READY, expires_at__lte=timezone.now())
            for job_id in list(expired.values_list("pk", flat=True)):
                storage.path_of(municipality_id, job_id).unlink(missing_ok=True)
                deleted += ExportJob.objects.filter(pk=job_id).update(state=State.EXPIRED)
            kept = {
                storage.path_of(municipality_id, pk).name
                for pk in ExportJob.objects.filter(state=State.READY).values_list("pk", flat=True)
            }
        folder = Path(settings.EXPORTS_DIR) / str(municipality_id)
        before = time.time() - LOOSE_AFTER_SECONDS
        for path in folder.iterdir() if folder.exists() else ():
            if path.name not in kept and path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
    return deleted
