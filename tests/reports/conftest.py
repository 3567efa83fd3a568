"""What the tests of lists and of the case page stand on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from stottekontakt.cases.models import Case
from stottekontakt.deadlines.models import Deadline
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory
from tests.deadlines.factories import DeadlineFactory

# The client of the tests asks for the context before each request, and restores it after.
OF_THE_CLIENT = 2


@pytest.fixture
def tuesday():
    """A working day in the middle of things: 24 November 2026."""
    with time_machine.travel(timezone.make_aware(timezone.datetime(2026, 11, 24, 9)), tick=False):
        yield date(2026, 11, 24)


@pytest.fixture
def due(unit, caseworker) -> Callable[..., Deadline]:
    """A deadline so many days ahead, in a case of the caseworker's own."""

    def make(days: int, kind: str = "one_month", name: str = "", **case: Any) -> Deadline:
        on = timezone.localdate() + timedelta(days=days)
        fields = {"caseworker": caseworker.user, "unit": unit, **case}
        if name:
            fields["recipient__name"] = name
        made = CaseFactory(**fields)
        application = ApplicationFactory(case=made, received_on=on - timedelta(days=30))
        bases = {"one_month": "one_month", "evaluation": "months", "end": "last_day"}
        about = application.source if kind == "one_month" else f"decision:{made.pk}"
        return DeadlineFactory(
            case=made,
            kind=kind,
            source=f"letter:{made.pk}" if kind == "complaint" else about,
            basis=bases.get(kind, "four_weeks"),
            counted_from=None if kind == "end" else on - timedelta(days=30),
            count=3 if kind == "evaluation" else None,
            due_on=on,
        )

    return make


@pytest.fixture
def case(unit, caseworker) -> Case:
    return CaseFactory(unit=unit, caseworker=caseworker.user, recipient__name="Ali Havbris")
