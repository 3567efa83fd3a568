"""Nightly work on cases and their files."""

from __future__ import annotations

import time
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.utils import timezone, translation

from stottekontakt.accounts.models import Municipality
from stottekontakt.cases import birthdays
from stottekontakt.cases.models import Document
from stottekontakt.database.context import municipality_context

DAY = 24 * 3600


@shared_task
def note_birthdays() -> int:
    """Close parents' right to act where somebody turned 16 or 18; the number of birthdays."""
    noted = 0
    for municipality in Municipality.objects.all():
        with (
            municipality_context(municipality.pk),
            translation.override(municipality.written_form),
        ):
            noted += birthdays.note_birthdays(timezone.localdate())
    return noted


@shared_task
def sweep_orphaned_files(older_than_seconds: int = DAY) -> int:
    """Remove files whose transaction never committed; the number removed.

    A day's grace: no transaction between writing the file and naming it lasts that long.
    """
    removed = 0
    before = time.time() - older_than_seconds
    for municipality_id in Municipality.objects.values_list("pk", flat=True):
        folder = Path(settings.DOCUMENTS_DIR) / str(municipality_id)
        with municipality_context(municipality_id):
            for path in folder.glob("??/*") if folder.exists() else ():
                if path.stat().st_mtime >= before:
                    continue
                if not Document.objects.filter(sha256=path.name).exists():
                    path.unlink(missing_ok=True)
                    removed += 1
    return removed
