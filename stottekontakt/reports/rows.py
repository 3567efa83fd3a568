"""What rows of lists say, made from what the database gave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from applications.models import HoursUnit
from decisions.models import GrantedService
from stottekontakt.accounts.models import Membership
from stottekontakt.cases.models import Case, Person
from stottekontakt.deadlines.models import Deadline
from stottekontakt.ui.formatting import number


@dataclass(frozen=True, slots=True)
class CaseRow:
    case: Case
    name: str  # with the age
    protection: Any
    next_kind: Any
    next_on: date | None
    is_overdue: bool
    granted: list[str]


def case_row(case: Any, today: date) -> CaseRow:
    """A row of the list of cases, from a case of `with_what_comes_next`."""
    found = case.next_deadline
    next_on = date.fromisoformat(found["act_by"]) if found else None
    return CaseRow(
        case=case,
        name=name_and_age(case.recipient, today),
        protection=protection_of(case),
        next_kind=Deadline.Kind(found["kind"]).label if found else "",
        next_on=next_on,
        is_overdue=next_on is not None and next_on < today,
        granted=[
            hours_in_words(Decimal(str(service["hours"])), service["unit"], service["form"])
            for service in case.granted
        ],
    )


def name_and_age(person: Person, today: date) -> str:
    age = person.age_on(today)
    if age is None:
        return person.name
    return _("%(name)s, %(age)d år") % {"name": person.name, "age": age}


def protection_of(case: Case) -> Any:
    """The word for a protected address, or nothing."""
    recipient = case.recipient
    return recipient.get_address_protection_display() if recipient.is_protected else ""


def hours_in_words(hours: Decimal, unit: str, form: str) -> str:
    """3,5 t i uken, én til én"""
    return f"{number(hours)} t {HoursUnit(unit).label}, {GrantedService.Form(form).label}"


def ground_of_list(membership: Membership) -> str:
    return "unit" if membership.unit_id else "municipality"
