"""An archivist, and decisions of several cases; it is Monday 23 November 2026."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from decisions.models import Decision
from stottekontakt.accounts.models import Membership, Unit
from stottekontakt.accounts.roles import Role
from tests.archive.factories import decide, letter_of
from tests.cases.factories import CaseFactory


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel("2026-11-23T09:42:00Z", tick=False):
        yield


@pytest.fixture
def archivist(member: Callable[..., Membership]) -> Membership:
    """An administrator of the whole municipality."""
    return member(Role.ADMINISTRATOR, unit=None, user__name="Astrid Skare")


@pytest.fixture
def decided(unit: Unit, caseworker: Membership) -> Callable[..., Decision]:
    """A decision with one finished letter: `decided(on=…, recipient__name=…)`."""

    def make(*, on: date = date(2026, 11, 2), letter: bool = True, **fields: Any) -> Decision:
        of_decision = {
            key: fields.pop(key) for key in ("outcome", "taken_over_at") if key in fields
        }
        case = CaseFactory(**{"unit": unit, **fields})
        decision = decide(case, caseworker, on, **of_decision)
        if letter:
            letter_of(decision, caseworker)
        return decision

    return make
