from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine

from stottekontakt.deadlines.models import Deadline
from tests.cases.factories import CaseFactory
from tests.deadlines.factories import DeadlineFactory

# A Wednesday without a holiday near it.
TODAY = date(2027, 2, 10)


def morning(day: date = TODAY, clock: str = "07:30") -> Any:
    return time_machine.travel(f"{day}T{clock}:00+01:00", tick=False)


@pytest.fixture
def deadline_of(unit, caseworker):
    """An open deadline in a case of its own: `deadline_of(date, caseworker=…)`."""

    def make(act_by: date, **fields: Any) -> Deadline:
        case = CaseFactory(
            unit=unit, opened_on=date(2026, 1, 4), **{"caseworker": caseworker.user, **fields}
        )
        return DeadlineFactory(case=case, due_on=act_by)

    return make
