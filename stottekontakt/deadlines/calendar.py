"""Norwegian date arithmetic: working days, and periods in weeks and months."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import cache

from holidays.countries.norway import Norway

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@cache
def _holidays_in(year: int) -> dict[date, str]:
    # A calendar per year: the package's own object fills itself in as it is asked, which is not
    # safe when several threads ask at once.
    return dict(Norway(years=year, expand=False, language="no").items())


def holiday_name(day: date) -> str | None:
    """Two feasts on one day are joined by "; ". An ordinary Saturday or Sunday has no name."""
    return _holidays_in(day.year).get(day)


def is_working_day(day: date) -> bool:
    # Christmas Eve, New Year's Eve and the Wednesday before Maundy Thursday are working days.
    # domstolloven § 149: a period does not end on a Saturday, a holiday or a day made equal to it.
    return day.weekday() < SATURDAY and holiday_name(day) is None


def next_working_day(day: date) -> date:
    """The day itself if it is a working day."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def previous_working_day(day: date) -> date:
    """The day itself if it is a working day."""
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def working_days_after(day: date, count: int) -> date:
    """The working day that comes `count` working days after the day, itself not counted."""
    for _ in range(count):
        day = next_working_day(day + ONE_DAY)
    return day


def weeks_after(day: date, weeks: int) -> date:
    # domstolloven § 148: a period in weeks ends on the same day of the week.
    return day + timedelta(weeks=weeks)


def month_after(day: date, months: int = 1) -> date:
    # domstolloven § 148: a period in months ends on the same date; where the month has no such
    # date, on its last day.
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    last_day = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, last_day))
