"""Which stage a deadline is at on a day: seven, three and one days before, the day, then weekly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from stottekontakt.deadlines.calendar import previous_working_day

ONE_DAY = timedelta(days=1)
WEEK = 7
# The nearest first: a stage that was missed is not made good once a nearer one has come.
BEFORE = {0: "day", 1: "days-1", 3: "days-3", 7: "days-7"}
# Longer than any row of days off, so that nothing lies beyond it.
LOOKS_AHEAD = 30


def stage_day(act_by: date, days_before: int) -> date:
    """Told in the morning of a working day: of a Monday's deadline on the Friday before."""
    return previous_working_day(act_by - days_before * ONE_DAY)


def stage_of_worker(act_by: date, today: date) -> str | None:
    """What whoever has the case is told."""
    if (late := _weeks_late(act_by, today)) >= 1:
        return f"week-{late}"
    return next((stage for days, stage in BEFORE.items() if stage_day(act_by, days) <= today), None)


def stage_when_late(act_by: date, today: date) -> str | None:
    """What leaders are told, and those who want to hear of nothing else."""
    if act_by >= today:
        return None
    late = _weeks_late(act_by, today)
    return f"week-{late}" if late else "overdue"


def _weeks_late(act_by: date, today: date) -> int:
    return max((today - act_by).days, 0) // WEEK


@dataclass(frozen=True, slots=True)
class Band:
    """Days, first and last included, on which all deadlines are at the same stages."""

    first: date
    last: date
    worker: str | None
    late: str | None


def bands(today: date) -> list[Band]:
    """The deadlines less than a week late and those ahead; weeks late are counted by the query."""
    found: list[Band] = []
    for offset in range(1 - WEEK, LOOKS_AHEAD):
        day = today + offset * ONE_DAY
        worker, late = stage_of_worker(day, today), stage_when_late(day, today)
        if worker is None and late is None:
            continue
        last = found[-1] if found else None
        if last and (last.worker, last.late) == (worker, late):
            found[-1] = Band(last.first, day, worker, late)
        else:
            found.append(Band(day, day, worker, late))
    return found
