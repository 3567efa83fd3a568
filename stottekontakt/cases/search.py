"""One search box: a name (also misspelt), an identity number, a case number or a birth date.

Only what the reader may see is found. What was typed stays in the session, encrypted, under a
token that says nothing, so that no name stands in an address.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import overload

from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Value

from stottekontakt.accounts.models import Membership
from stottekontakt.cases.identity_number import LENGTH, clean
from stottekontakt.cases.models import Case, Person, Representative
from stottekontakt.database.encryption import blind_index, decrypt, encrypt
from stottekontakt.ui.fields import NorwegianDateField

SESSION_KEY = "searches"
MOST_KEPT = 10  # searches of a session
MOST_PERSONS = 500  # names that are alike; a search that finds more is too wide to read
SHORTEST_NAME = 2


class Kind(StrEnum):
    NOTHING = "nothing"
    TOO_SHORT = "too_short"
    FORGOTTEN = "forgotten"  # typed in another session, or many searches ago
    CASE_NUMBER = "case_number"
    IDENTITY_NUMBER = "identity_number"
    BIRTH_DATE = "birth_date"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Query:
    kind: Kind
    text: str = field(default="", repr=False)  # never in a log
    problem: str = ""  # what is wrong with an identity number, in the reader's words
    case_number: tuple[int, int] | None = None
    born_on: date | None = None


def parse(text: str) -> Query:
    text = " ".join(text.replace(",", " ").split())
    if not text:
        return Query(Kind.NOTHING)
    if match := re.fullmatch(r"(\d{4}) ?[/-] ?(\d{1,7})", text):
        return Query(Kind.CASE_NUMBER, text, case_number=(int(match[1]), int(match[2])))
    if born_on := _birth_date(text):
        return Query(Kind.BIRTH_DATE, text, born_on=born_on)
    digits = re.sub(r"[\s.:–-]", "", text)
    if digits.isdecimal() and len(digits) >= LENGTH - 2:
        return Query(Kind.IDENTITY_NUMBER, digits, problem=_problem_with(digits))
    if len(text) < SHORTEST_NAME:
        return Query(Kind.TOO_SHORT, text)
    return Query(Kind.NAME, text)


def _birth_date(text: str) -> date | None:
    try:
        return NorwegianDateField().to_python(text)
    except ValidationError:
        return None


def _problem_with(digits: str) -> str:
    try:
        clean(digits)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A person in a case: its recipient, or (`role`) somebody who may act in it."""

    case_id: int
    number: str
    is_open: bool
    caseworker: str | None
    recipient: str
    person_id: int
    name: str
    birth_date: date | None
    role: str | None  # Representative.Kind
    relation: str | None


# Fifty hits as whole models, each with persons and caseworker, cost more than finding them.
HITS = """
SELECT wanted.place, c.id, c.number, c.closed_on IS NULL, u.name, recipient.name,
       coalesce(p.id, recipient.id), coalesce(p.name, recipient.name),
       CASE WHEN p.id IS NULL THEN recipient.birth_date ELSE p.birth_date END, r.kind, r.relation
  FROM unnest(%s::bigint[], %s::bigint[]) WITH ORDINALITY AS wanted (case_id, role_id, place)
  JOIN cases_case c ON c.id = wanted.case_id
  JOIN cases_person recipient ON recipient.id = c.recipient_id
  LEFT JOIN cases_representative r ON r.id = wanted.role_id
  LEFT JOIN cases_person p ON p.id = r.person_id
  LEFT JOIN accounts_user u ON u.id = c.caseworker_id
 ORDER BY wanted.place
"""


class Results(Sequence[Hit]):
    """Persons in cases, the likest first. Names and the rest are read for the rows shown only."""

    def __init__(self, membership: Membership, persons: Sequence[int], most: int = 0) -> None:
        """`persons` are ids in the order in which they are to stand."""
        rank = {pk: place for place, pk in enumerate(persons)}
        self.too_wide = bool(most) and len(persons) >= most
        visible = Case.objects.visible_to(membership)
        as_recipient = visible.filter(recipient__in=persons)
        as_representative = Representative.objects.filter(person__in=persons, case__in=visible)
        rows = as_recipient.values_list("recipient_id", "pk", Value(0)).union(
            as_representative.values_list("person_id", "case_id", "pk"), all=True
        )
        # (place, newest case first, the recipient before the others, who has 0 for representative)
        self.found = (
            sorted((rank[person], -case, pk) for person, case, pk in rows) if persons else []
        )

    def __len__(self) -> int:
        return len(self.found)

    @overload
    def __getitem__(self, key: int) -> Hit: ...
    @overload
    def __getitem__(self, key: slice) -> list[Hit]: ...
    def __getitem__(self, key: int | slice) -> Hit | list[Hit]:
        rows = self.found[key]
        return self._load(rows) if isinstance(rows, list) else self._load([rows])[0]

    def _load(self, rows: list[tuple[int, int, int]]) -> list[Hit]:
        """The reader is known to see these cases."""
        with connection.cursor() as cursor:
            cursor.execute(HITS, [[-case for _, case, _ in rows], [role for _, _, role in rows]])
            return [Hit(*row[1:]) for row in cursor.fetchall()]


def search(query: Query, membership: Membership) -> Results:
    """What the reader may see of what was asked for."""
    persons = Person.objects.order_by("sort_name", "pk").values_list("pk", flat=True)
    match query.kind:
        case Kind.IDENTITY_NUMBER:
            found = persons.filter(identity_index=blind_index(query.text))
            return Results(membership, list(found))
        case Kind.BIRTH_DATE:
            return Results(membership, list(persons.filter(birth_date=query.born_on)))
        case Kind.NAME:
            return Results(membership, list(persons_named(query.text)), MOST_PERSONS)
    return Results(membership, [])


def case_numbered(query: Query, membership: Membership) -> int | None:
    if query.case_number is None:
        return None
    year, sequence = query.case_number
    cases = Case.objects.visible_to(membership).filter(year=year, sequence=sequence)
    return cases.values_list("pk", flat=True).first()


def persons_named(text: str, most: int = MOST_PERSONS) -> dict[int, float]:
    """How alike the names are, by person, of everybody in the municipality: ids only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, likeness FROM cases_search_persons(%s, %s)", [text, most])
        return dict(cursor.fetchall())


def keep(session: SessionBase, text: str) -> str:
    """Remember what was typed; the token it is found by."""
    token = secrets.token_urlsafe(9)
    kept = list(session.get(SESSION_KEY, {}).items())[-(MOST_KEPT - 1) :]
    session[SESSION_KEY] = {**dict(kept), token: encrypt(text)}
    return token


def kept(session: SessionBase, token: str) -> str | None:
    """What was typed, or None in another session or after many more searches."""
    text = session.get(SESSION_KEY, {}).get(token)
    return decrypt(text) if text else None
