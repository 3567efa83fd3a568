"""Let what the demo registers be dated as if it had been registered then.

The product takes today from the clock, and rightly so: nobody dates a letter back. The demo has
cases that came in weeks ago, so it sets the clock of this one process, and the day of the log's
entries, for as long as it registers them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, tzinfo
from unittest import mock

from django.utils import timezone

from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record_all


@contextmanager
def at_work_on(day: date, at: time) -> Iterator[None]:
    moment = timezone.make_aware(datetime.combine(day, at))

    class Then(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz)

    def record_then(entries: Sequence[AuditEntry]) -> None:
        for entry in entries:
            entry.at = moment
        record_all(entries)

    with (
        mock.patch("django.utils.timezone.datetime", Then),
        mock.patch("stottekontakt.audit.services.record_all", record_then),
    ):
        yield
