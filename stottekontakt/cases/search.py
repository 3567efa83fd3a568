"""One search box: a name (also misspelt), an identity number, a case number or a birth date.

Only what the reader may see is found. What was typed stays in the session, encrypted, under a
token that says nothing, so that no name stands in an address.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.db import connection

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
    """A person in a case: its recipient, or (`representative`) somebody who may act in it."""

    person: Person
    case: Case
    representative: Representative | None
    likeness: float


@dataclass(frozen=True, slots=True)
class Results:
    hits: list[Hit]
    too_wide: bool = False  # more names are alike than were looked at


def search(query: Query, membership: Membership) -> Results:
    match query.kind:
        case Kind.CASE_NUMBER if query.case_number:
            year, sequence = query.case_number
            cases = Case.objects.visible_to(membership).filter(year=year, sequence=sequence)
            return Results(
                [Hit(case.recipient, case, None, 1) for case in cases.select_related(*_SHOWN)]
            )
        case Kind.IDENTITY_NUMBER:
            found = Person.objects.filter(identity_index=blind_index(query.text))
            return _in_cases(dict.fromkeys(found.values_list("pk", flat=True), 1.0), membership)
        case Kind.BIRTH_DATE:
            found = Person.objects.filter(birth_date=query.born_on)
            return _in_cases(dict.fromkeys(found.values_list("pk", flat=True), 1.0), membership)
        case Kind.NAME:
            return _in_cases(persons_named(query.text), membership)
    return Results([])


def persons_named(text: str, most: int = MOST_PERSONS) -> dict[int, float]:
    """How alike the names are, by person, of everybody in the municipality: ids only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, likeness FROM cases_search_persons(%s, %s)", [text, most])
        return dict(cursor.fetchall())


_SHOWN = ("recipient", "caseworker")


def _in_cases(likeness: dict[int, float], membership: Membership) -> Results:
    visible = Case.objects.visible_to(membership)
    as_recipient = visible.filter(recipient__in=likeness).select_related(*_SHOWN)
    as_representative = Representative.objects.filter(
        person__in=likeness, case__in=visible
    ).select_related("person", "case__recipient", "case__caseworker")
    hits = [Hit(case.recipient, case, None, likeness[case.recipient_id]) for case in as_recipient]
    hits += [Hit(one.person, one.case, one, likeness[one.person_id]) for one in as_representative]
    hits.sort(
        key=lambda hit: (
            -round(hit.likeness, 2),
            hit.person.sort_name,
            hit.person.pk,
            hit.representative is not None,
            -hit.case.year,
            -hit.case.sequence,
        )
    )
    return Results(hits, too_wide=len(likeness) >= MOST_PERSONS)


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
