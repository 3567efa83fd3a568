"""What is asked of an application, what may be done with it, and which dates follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stottekontakt.deadlines.calendar import month_after, previous_working_day


@dataclass(frozen=True, slots=True)
class OneMonth:
    """The answer a case is owed within a month of the day it came in."""

    legal_point: date
    act_by: date


def one_month(received_on: date) -> OneMonth:
    # fvl. § 11 a: a decision or an interim reply within one month after the enquiry came in. That
    # the month may be stretched past a holiday is not certain, so we work to the last working day
    # on or before it.
    legal_point = month_after(received_on)
    return OneMonth(legal_point, act_by=previous_working_day(legal_point))
