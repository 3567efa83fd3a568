"""A reading of the law of its own, which the product's calendar is tested against."""

from __future__ import annotations

from datetime import date, timedelta


def easter_sunday(year: int) -> date:
    """By the new moon tables of 1582 as an algorithm (Meeus); shares nothing with the package."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    n = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + n + 90) // 25
    return date(year, month, (h - m + n + month + 19) % 32)


def free_by_law(day: date) -> bool:
    """helligdagsloven § 2, lov om 1. og 17. mai § 1, domstolloven § 149."""
    fixed = {(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)}
    after_easter = {-3, -2, 0, 1, 39, 49, 50}
    return (
        day.weekday() in (5, 6)
        or (day.month, day.day) in fixed
        or (day - easter_sunday(day.year)).days in after_easter
    )


def weeks_later_by_law(day: date, weeks: int) -> date:
    """Counted one day at a time: the last day has the same name as the first."""
    names, last = weeks, day
    while names:
        last += timedelta(days=1)
        if last.strftime("%w") == day.strftime("%w"):
            names -= 1
    return last


def month_later_by_law(day: date) -> date:
    """The same number in the month that follows; its last day where it has no such number."""
    last = day
    while last.month == day.month:
        last += timedelta(days=1)
    first_of_next = last
    while last.day < day.day:
        if (last + timedelta(days=1)).month != first_of_next.month:
            return last
        last += timedelta(days=1)
    return last


def first_working_day_from(day: date) -> date:
    while free_by_law(day):
        day += timedelta(days=1)
    return day


def last_working_day_until(day: date) -> date:
    while free_by_law(day):
        day -= timedelta(days=1)
    return day
