from __future__ import annotations

from datetime import time, timedelta

import pytest
from celery.exceptions import Retry
from django.utils import timezone

from stottekontakt.audit.models import AuditEntry
from stottekontakt.deadlines.calendar import is_working_day, previous_working_day
from stottekontakt.demo.clock import at_work_on
from stottekontakt.demo.tasks import post_letters
from stottekontakt.letters.models import Letter
from tests.cases.factories import CaseFactory
from tests.letters.factories import issue


@pytest.fixture
def receipt(unit, caseworker):
    """A receipt written some days ago."""

    def make(days_ago: int) -> Letter:
        case = CaseFactory(unit=unit, caseworker=caseworker.user)
        day = previous_working_day(timezone.localdate() - timedelta(days=days_ago))
        with at_work_on(day, time(9)):
            return issue(case, by=caseworker)

    return make


def test_old_letters_are_posted_and_new_ones_left(
    receipt, municipality, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        old, new = receipt(10), receipt(0)
    post_letters(municipality_id=municipality.pk)
    old.refresh_from_db()
    new.refresh_from_db()
    assert old.sent_on == old.dated_on
    assert is_working_day(old.sent_on)
    assert new.sent_on is None
    entry = AuditEntry.objects.get(event=AuditEntry.Event.LETTER_SENT)
    assert timezone.localdate(entry.at) == old.sent_on


def test_it_waits_for_letters_that_are_not_made_yet(receipt, municipality, monkeypatch):
    receipt(10)

    def wait() -> Retry:
        return Retry("not made yet")

    monkeypatch.setattr(post_letters, "retry", wait)
    with pytest.raises(Retry):
        post_letters(municipality_id=municipality.pk)
    assert not Letter.objects.exclude(delivery="").exists()


def test_outside_a_trial_nothing_is_posted(
    receipt, municipality, settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        receipt(10)
    settings.TRIAL = False
    post_letters(municipality_id=municipality.pk)
    assert not Letter.objects.exclude(delivery="").exists()
