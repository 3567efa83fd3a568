"""Which act of administrative law holds for a step, and how long one may complain over what.

The new act of 2025 (LOV-2025-06-20-81) begins when the King decides, perhaps not all of it at once.
A step is judged by the act that holds on the step's own day: a notice sent before the new act is
judged by the old one, whenever the case was opened.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stottekontakt.deadlines.calendar import next_working_day, weeks_after
from stottekontakt.deadlines.models import ComplaintPeriod, Provision


@dataclass(frozen=True, slots=True)
class Law:
    act: str
    paragraph: str  # empty: the act asks for no such thing

    @property
    def is_new(self) -> bool:
        return self.act == Provision.Act.OF_2025


class NoLaw(LookupError):
    """No row of the table holds on the day: it is older than the table."""


def law_on(key: str, day: date, provisions: Iterable[Provision]) -> Law:
    """The act whose turn it is on the day: of those that have begun, the last to begin."""
    begun = [
        (one.in_force_on, one)
        for one in provisions
        if one.key == key and one.in_force_on is not None and one.in_force_on <= day
    ]
    if not begun:
        raise NoLaw(f"{key} {day}")
    _on, provision = max(begun, key=lambda pair: pair[0])
    return Law(provision.act, provision.paragraph)


def law_in_force(key: Provision.Key, day: date) -> Law:
    return law_on(key, day, Provision.objects.filter(key=key))


# ── How long one may complain ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Period:
    weeks: int
    provision: str

    def due(self, notified_on: date) -> date:
        # domstolloven §§ 148 and 149: the same day of the week, moved on when it is a Saturday, a
        # holiday or a day made equal to one.
        return next_working_day(weeks_after(notified_on, self.weeks))


def period_on(over: str, day: date, periods: Iterable[ComplaintPeriod]) -> Period:
    """By the day the party was notified, from which the weeks are counted."""
    begun = [one for one in periods if one.over == over and one.valid_from <= day]
    if not begun:
        raise NoLaw(f"{over} {day}")
    latest = max(begun, key=lambda one: one.valid_from)
    return Period(latest.weeks, latest.provision)


def complaint_period(over: ComplaintPeriod.Over, notified_on: date) -> Period:
    return period_on(over, notified_on, ComplaintPeriod.objects.filter(over=over))
