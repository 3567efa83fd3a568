"""What may be decided, and which dates follow."""

from __future__ import annotations

from datetime import date

from stottekontakt.deadlines.calendar import next_working_day, weeks_after

COMPLAINT_WEEKS = 4


def complaint_due(notified_on: date) -> date:
    # pbrl. § 7-5: four weeks from the day the party was notified. fvl. § 30 with domstolloven
    # §§ 148 and 149: same weekday, moved on when it is a Saturday or a holiday.
    return next_working_day(weeks_after(notified_on, COMPLAINT_WEEKS))
