"""What beat starts for letters."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from stottekontakt.accounts.models import Municipality
from stottekontakt.database.context import municipality_context
from stottekontakt.letters.models import Letter
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
