"""What the demo leaves to the worker: a letter can be posted first when its PDF is made."""

from __future__ import annotations

from datetime import time, timedelta

from celery import Task, shared_task
from django.conf import settings
from django.utils import timezone

from stottekontakt.accounts.models import Membership
from stottekontakt.deadlines.calendar import next_working_day
from stottekontakt.demo.clock import at_work_on
from stottekontakt.letters.models import Letter
from stottekontakt.workflows.letter_delivered import letter_sent

DAYS_STILL_ON_THE_DESK = 3  # newer ones are left for whoever tries the demo
POST_GOES = time(15)


@shared_task(bind=True, max_retries=100, default_retry_delay=3)
def post_letters(self: Task, *, municipality_id: int) -> None:
    """Register that letters were posted the day they were written."""
    if not settings.TRIAL:
        return
    before = timezone.localdate() - timedelta(days=DAYS_STILL_ON_THE_DESK)
    letters = Letter.objects.filter(municipality=municipality_id, dated_on__lt=before, delivery="")
    for letter in letters.filter(state=Letter.State.RENDERED).order_by("dated_on", "pk"):
        on = next_working_day(letter.dated_on)
        by = Membership.objects.select_related("user", "municipality").get(
            municipality=municipality_id, user=letter.issued_by_id
        )
        with at_work_on(on, POST_GOES):
            letter_sent(letter.pk, on=on, by=by)
    if letters.filter(state=Letter.State.QUEUED).exists():
        raise self.retry()
