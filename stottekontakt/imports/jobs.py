"""What beat starts for imports."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from stottekontakt.accounts.models import Municipality
from stottekontakt.database.context import municipality_context
from stottekontakt.imports.models import MAX_ATTEMPTS, ImportJob
from stottekontakt.imports.services import forget
from stottekontakt.imports.tasks import carry_out, check_file

State = ImportJob.State
LOOSE_AFTER_SECONDS = 24 * 3600


@shared_task
def take_up_missed() -> None:
    """Ask again for what the queue forgot or a worker left halfway; give up after some times."""
    before = timezone.now() - timedelta(seconds=settings.SWEEP_AFTER_SECONDS)
    for municipality_id in Municipality.objects.values_list("pk", flat=True):
        for task, missed in (
            (check_file, ImportJob.objects.to_check(before).filter(uploaded_at__lt=before)),
            (carry_out, ImportJob.objects.to_carry_out(before).filter(started_at__lt=before)),
        ):
            with municipality_context(municipality_id):
                missed.filter(attempts__gte=MAX_ATTEMPTS).update(
                    state=State.FAILED, last_error=ImportJob.Failure.STOPPED
                )
                again = list(missed.values_list("pk", flat=True))
            for job_id in again:
                task.delay(job_id, municipality_id=municipality_id)


@shared_task
def delete_expired() -> int:
    """Remove files whose days are over, with what was said of them; the number of jobs."""
    deleted = 0
    for municipality_id in Municipality.objects.values_list("pk", flat=True):
        with municipality_context(municipality_id):
            expired = ImportJob.objects.with_file().filter(expires_at__lte=timezone.now())
            for job_id in list(expired.values_list("pk", flat=True)):
                with transaction.atomic():
                    job = ImportJob.objects.select_for_update().get(pk=job_id)
                    if not job.is_under_way:
                        forget(job, State.EXPIRED)
                        deleted += 1
            kept = {str(pk) for pk in ImportJob.objects.with_file().values_list("pk", flat=True)}
        folder = Path(settings.IMPORTS_DIR) / str(municipality_id)
        before = time.time() - LOOSE_AFTER_SECONDS
        for path in folder.iterdir() if folder.exists() else ():
            if path.name.partition("-")[0] not in kept and path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
    return deleted
