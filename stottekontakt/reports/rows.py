"""Cases as rows of a list: what the lists show, read in one question and put in words.

Whole models for fifty rows, each with its person, its caseworker and three subqueries, cost more
than all the rest of a page. Which cases they are comes from `visible_to` all the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import HoursUnit
from decisions.models import GrantedService
from stottekontakt.accounts.models import Membership
from stottekontakt.cases.models import AddressProtection, Person, may_edit
from stottekontakt.cases.rules import age_on
from stottekontakt.deadlines.models import Deadline
from stottekontakt.ui.formatting import number


@cache
def _address(name: str) -> tuple[str, str]:
    head, _number, tail = reverse(name, args=[0]).rpartition("0")
    return head, tail


def address(name: str, pk: int | str) -> str:
    """As reverse(name, args=[pk]), which a full list would ask a hundred times."""
    head, tail = _address(name)
    return f"{head}{pk}{tail}"


@dataclass(frozen=True, slots=True)
class CaseRow:
    pk: int
    number: str
    is_open: bool
    unit_id: int
    caseworker_id: int | None
    caseworker: str | None
    name: str
    birth_date: date | None
    address_protection: str
    is_barred: bool  # the reader is, or may be, disqualified here

    @property
    def url(self) -> str:
        return address("cases:detail", self.pk)

    @property
    def protection(self) -> Any:
        """The word for a protected address, or nothing."""
        if self.address_protection == AddressProtection.NONE:
            return ""
        return AddressProtection(self.address_protection).label

    def age(self, today: date) -> int | None:
        return age_on(self.birth_date, today) if self.birth_date else None

    def may_be_edited_by(self, membership: Membership) -> bool:
        may = may_edit(membership, unit_id=self.unit_id, is_open=self.is_open)
        return may and not self.is_barred


ROWS = """
SELECT c.id, c.number, c.closed_on IS NULL, c.unit_id, c.caseworker_id, u.name, p.name,
       p.birth_date, p.address_protection,
       EXISTS (SELECT FROM cases_disqualification q
                WHERE q.case_id = c.id AND q.state <> 'rejected'
                  AND q.user_id = nullif(current_setting('app.user', true), '')::bigint), {more}
  FROM cases_case c
  JOIN cases_person p ON p.id = c.recipient_id
  LEFT JOIN accounts_user u ON u.id = c.caseworker_id
  {joined}
 WHERE c.id = ANY(%(ids)s)
"""
WIDTH = 10  # columns before {more}


def case_rows(
    ids: Iterable[int], *, more: str, joined: str = "", **parameters: Any
) -> dict[int, tuple[CaseRow, tuple[Any, ...]]]:
    """By id, the row and the values of `more`. The reader is known to see these cases."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS.format(more=more, joined=joined), {"ids": list(ids), **parameters})
        return {row[0]: (CaseRow(*row[:WIDTH]), row[WIDTH:]) for row in cursor.fetchall()}


# ── The list of cases ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ListedCase:
    case: CaseRow
    name: str  # with the age
    next_kind: Any
    next_on: date | None
    is_overdue: bool
    granted: str


NEXT_DEADLINE = """LEFT JOIN LATERAL (
    SELECT d.kind, d.act_by FROM deadlines_deadline d
     WHERE d.case_id = c.id AND d.met_on IS NULL AND d.cancelled_on IS NULL
       AND d.kind <> 'complaint'
     ORDER BY d.act_by, d.id LIMIT 1) next ON true"""
GRANTED = """ARRAY(
    SELECT g.hours || ' ' || g.hours_unit || ' ' || g.form FROM decisions_grantedservice g
     WHERE g.case_id = c.id AND g.in_force AND g.starts_on <= %(today)s
       AND (g.ends_on IS NULL OR g.ends_on >= %(today)s)
     ORDER BY g.id)"""


def listed_cases(ids: list[int], today: date) -> list[ListedCase]:
    """In the order of the ids."""
    found = case_rows(
        ids, more=f"next.kind, next.act_by, {GRANTED}", joined=NEXT_DEADLINE, today=today
    )
    listed = []
    for row, (kind, act_by, granted) in (found[pk] for pk in ids if pk in found):
        listed.append(
            ListedCase(
                case=row,
                name=with_age(row.name, row.age(today)),
                next_kind=Deadline.Kind(kind).label if kind else "",
                next_on=act_by,
                is_overdue=act_by is not None and act_by < today,
                granted="; ".join(_granted(*service.split(" ")) for service in granted),
            )
        )
    return listed


def _granted(hours: str, unit: str, form: str) -> str:
    return hours_in_words(Decimal(hours), unit, form)


# ── Words ───────────────────────────────────────────────────────────────────────────────────────


def with_age(name: str, age: int | None) -> str:
    return name if age is None else _("%(name)s, %(age)d år") % {"name": name, "age": age}


def name_and_age(person: Person, today: date) -> str:
    return with_age(person.name, person.age_on(today))


def hours_in_words(hours: Decimal, unit: str, form: str) -> str:
    """3,5 t i uken, én til én"""
    return f"{number(hours)} t {HoursUnit(unit).label}, {GrantedService.Form(form).label}"


def ground_of_list(membership: Membership) -> str:
    return "unit" if membership.unit_id else "municipality"
