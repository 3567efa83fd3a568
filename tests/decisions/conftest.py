"""Nora, 11 years, her parents and her application; it is Monday 23 November 2026."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from applications.models import Application
from decisions.models import Decision
from decisions.services import load_criteria
from stottekontakt.accounts.models import Membership, Unit
from stottekontakt.cases.models import Case
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory
from tests.decisions.factories import whole_draft

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel("2026-11-23T09:42:00Z"):
        yield


@pytest.fixture
def make_case(unit: Unit, culture_unit: Unit) -> Callable[..., Case]:
    """A child's case with both parents, or (child=False) an adult's."""

    def make(*, child: bool = True, **fields: Any) -> Case:
        municipality = unit.municipality
        person = {
            key.removeprefix("recipient__"): fields.pop(key)
            for key in list(fields)
            if key.startswith("recipient__")
        }
        recipient = PersonFactory(municipality=municipality, child=child, **person)
        case = CaseFactory(unit=unit, recipient=recipient, **fields)
        if child:
            for name, relation in (("Hilde Blåklokke", "mor"), ("Espen Dalvik", "far")):
                RepresentativeFactory(
                    case=case,
                    person=PersonFactory(
                        municipality=municipality, name=name, birth_date=date(1985, 2, 3)
                    ),
                    mother=True,
                    relation=relation,
                )
        return case

    return make


@pytest.fixture
def case(make_case: Callable[..., Case]) -> Case:
    return make_case(housing=Case.Housing.PARENTS)


@pytest.fixture
def application(case: Case) -> Application:
    return make_application(case)


def make_application(case: Case, **fields: Any) -> Application:
    return ApplicationFactory(
        case=case,
        **{
            "received_on": date(2026, 11, 9),
            "hours": Decimal(3),
            "hours_unit": "week",
            "wishes": "Svømming og strikkekafé.",
            **fields,
        },
    )


@pytest.fixture
def criteria(unit: Unit) -> list[Any]:
    """Leisure, age (6, parents until 12), network and tasks."""
    return load_criteria(unit.municipality, "school_age")


@pytest.fixture
def whole(application: Application, criteria: list[Any], caseworker: Membership) -> Decision:
    """Nora's draft with nothing missing."""
    return whole_draft(application, caseworker)
