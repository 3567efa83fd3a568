from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from stottekontakt.audit.models import AuditEntry
from stottekontakt.letters.errors import CannotSend
from stottekontakt.letters.models import Letter
from stottekontakt.letters.services import mark_handed_over, mark_sent


def test_posting_is_noted_with_its_days(rendered, caseworker):
    today = timezone.localdate()
    mark_sent(rendered.pk, on=today, notified_on=today + timedelta(days=4), by=caseworker)
    rendered.refresh_from_db()
    assert rendered.delivery == Letter.Delivery.PAPER
    assert rendered.sent_on == rendered.left_on == today
    assert rendered.notified_on == today + timedelta(days=4)
    assert rendered.journal_entry.sent_on == today
    event = AuditEntry.objects.get(event=AuditEntry.Event.LETTER_SENT)
    assert event.date("on") == today
    assert event.data["number"] == rendered.journal_entry.number


def test_handed_over_is_known_the_same_day(rendered, caseworker):
    today = timezone.localdate()
    mark_handed_over(rendered.pk, on=today, by=caseworker)
    rendered.refresh_from_db()
    assert rendered.handed_over_on == rendered.notified_on == rendered.left_on == today
    assert rendered.sent_on is None
    assert AuditEntry.objects.filter(event=AuditEntry.Event.LETTER_HANDED_OVER).exists()


def problems(*args, **kwargs) -> list[str]:
    with pytest.raises(CannotSend) as refused:
        mark_sent(*args, **kwargs)
    return refused.value.problems


def test_a_letter_that_is_not_made_cannot_leave(letter, caseworker):
    assert problems(letter.pk, on=timezone.localdate(), by=caseworker) == [
        "Brevet er ikke ferdig laget ennå. Vent til PDF-en er klar."
    ]


def test_wrong_days_are_refused_in_words(rendered, caseworker):
    today = timezone.localdate()
    tomorrow, yesterday = today + timedelta(days=1), today - timedelta(days=1)
    assert problems(rendered.pk, on=tomorrow, by=caseworker) == ["Datoen kan ikke være fram i tid."]
    assert problems(rendered.pk, on=yesterday, by=caseworker) == [
        "Brevet kan ikke være sendt eller levert før det er datert."
    ]
    assert problems(rendered.pk, on=today, notified_on=yesterday, by=caseworker) == [
        "Mottakeren kan ikke ha fått brevet før det ble sendt."
    ]
    assert Letter.objects.get(pk=rendered.pk).delivery == ""


def test_it_leaves_once(rendered, caseworker):
    today = timezone.localdate()
    mark_sent(rendered.pk, on=today, by=caseworker)
    assert problems(rendered.pk, on=today, by=caseworker) == [
        "Det er allerede registrert at brevet er sendt eller levert."
    ]
