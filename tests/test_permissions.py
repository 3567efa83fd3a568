"""Who may open what: every address × every role × whose row it is.

A new address fails until it stands in MATRIX. For each row:

- nobody signed in: sent to the sign-in page;
- a role without the permission: 403, whosever row it is;
- a role with it: lets in to the own unit's row, and says 404 for another unit's, another
  municipality's and a strictly protected person's: not even that it exists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import models
from django.urls import get_resolver, reverse

from stottekontakt.accounts.models import Membership, Unit
from stottekontakt.accounts.roles import Role
from tests.accounts.factories import MembershipFactory, UnitFactory
from tests.test_conventions import OPEN_VIEWS, url_patterns
from tests.world import Rows, make_rows

CASEWORK = {Role.CASEWORKER, Role.DECISION_MAKER}
FILE = CASEWORK | {Role.LEADER}  # the file that led to the decision
READS = FILE | {Role.COORDINATOR}
ADMINISTRATION = {Role.ADMINISTRATOR}


@dataclass(frozen=True)
class Address:
    name: str
    roles: set[Role]
    row: str = ""  # which of Rows' objects the address names; empty: none
    post: bool = False
    # Further arguments of the address, and what is posted; a function gives it from the rows.
    more: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    # Roles that may open pages of this kind, but not what this one shows (a draft).
    kept_from: set[Role] = field(default_factory=set)
    # Whose rows the roles may also open: those of the whole municipality, or nobody's but the own.
    whole_municipality: bool = False

    def url(self, rows: Rows) -> str:
        arguments = filled(self.more, rows)
        if self.row:
            row: models.Model = getattr(rows, self.row)
            arguments["pk"] = row.pk
        return reverse(self.name, kwargs=arguments, query=filled(self.query, rows))

    # The query says what to look for, and no row.
    names_none: bool = False

    @property
    def names_a_row(self) -> bool:
        return not self.names_none and (bool(self.row) or bool(self.query))


def filled(values: dict[str, Any], rows: Rows) -> dict[str, Any]:
    return {key: value(rows) if callable(value) else value for key, value in values.items()}


MATRIX: list[Address] = [
    Address("reports:worklist", set(Role)),  # sends those without a work list where they work
    # Cases
    Address("cases:list", READS),
    Address("cases:search", READS, post=True, data={"q": "Nora"}),
    Address("cases:results", READS, more={"token": "finnes-ikke"}),
    *(Address(f"cases:{page}", READS, row="case") for page in ("detail", "persons", "decisions")),
    *(
        Address(f"cases:{page}", FILE, row="case")
        for page in ("applications", "letters", "documents", "timeline")
    ),
    *(
        Address(f"cases:{page}", CASEWORK, row="case")
        for page in ("assign", "edit", "note", "add_document", "choose_representative")
    ),
    Address("cases:take", CASEWORK, row="case", post=True),
    Address("cases:add_representative", CASEWORK, row="case", more={"kind": "proxy"}),
    Address("cases:representative", CASEWORK, row="representative"),
    Address("cases:end_representative", CASEWORK, row="representative"),
    Address("cases:person", READS, row="person"),
    Address("cases:document", FILE, row="document"),
    Address("deadlines:list", FILE),
    # Applications
    Address("applications:list", FILE),
    Address("applications:register", CASEWORK),
    Address("applications:detail", FILE, row="application"),
    *(
        Address(f"applications:{page}", CASEWORK, row="application")
        for page in ("withdraw", "error", "attach", "authorise")
    ),
    Address("applications:send_receipts", CASEWORK, row="application", post=True),
    # Decisions
    Address("decisions:list", READS),
    Address(
        "decisions:start",
        CASEWORK,
        post=True,
        query={"soknad": lambda rows: rows.application.pk},
    ),
    Address("decisions:detail", FILE, row="draft", kept_from={Role.COORDINATOR}),
    Address(
        "decisions:letter",
        FILE,
        row="draft",
        more={"person_pk": lambda rows: rows.person.pk},
    ),
    Address("decisions:section", CASEWORK, row="draft", more={"slug": "utfall"}),
    Address("decisions:keep", CASEWORK, row="draft", post=True, more={"slug": "utfall"}),
    Address("decisions:issue", CASEWORK, row="draft"),
    Address("decisions:discard", CASEWORK, row="draft"),
    Address("decisions:put_in", CASEWORK, row="draft", post=True, more={"slug": "opplysninger"}),
    Address("decisions:phrases", {Role.LEADER, Role.ADMINISTRATOR}),
    Address("decisions:new_phrase", {Role.LEADER, Role.ADMINISTRATOR}),
    Address(
        "decisions:phrase", {Role.LEADER, Role.ADMINISTRATOR}, row="phrase", whole_municipality=True
    ),
    Address("decisions:queue", {Role.DECISION_MAKER}),
    Address("decisions:submit", CASEWORK, row="draft"),
    Address("decisions:call_back", CASEWORK, row="draft", post=True),
    Address("decisions:send_back", {Role.DECISION_MAKER}, row="draft"),
    # Letters
    Address("letters:detail", FILE, row="letter"),
    Address("letters:state", FILE, row="letter"),
    Address("letters:pdf", FILE, row="letter"),
    Address("letters:send", CASEWORK, row="letter"),
    Address("letters:make_again", CASEWORK, row="letter", post=True),
    # Users
    Address("accounts:users", ADMINISTRATION),
    Address("accounts:invite", ADMINISTRATION),
    Address("accounts:user", ADMINISTRATION, row="membership", whole_municipality=True),
    Address("accounts:end_access", ADMINISTRATION, row="membership", whole_municipality=True),
    Address(
        "accounts:send_invitation_again",
        ADMINISTRATION,
        row="invitation",
        post=True,
        whole_municipality=True,
    ),
    Address(
        "accounts:withdraw_invitation",
        ADMINISTRATION,
        row="invitation",
        post=True,
        whole_municipality=True,
    ),
    # Decisions as PDF
    Address("archive:list", ADMINISTRATION),
    Address("archive:pdf", ADMINISTRATION, row="decision_letter", query={"formal": "inspection"}),
    Address("archive:gather", ADMINISTRATION, query={"formal": "inspection"}, names_none=True),
    Address("archive:state", ADMINISTRATION, row="export"),
    Address("archive:download", ADMINISTRATION, row="export"),
    Address("archive:cancel", ADMINISTRATION, row="export", post=True),
]

LISTED = {address.name for address in MATRIX}


def test_every_address_is_listed():
    names = {name for name, _pattern in url_patterns(get_resolver())}
    unlisted = {
        name for name in names - LISTED - set(OPEN_VIEWS) if not name.startswith("account_")
    }
    assert unlisted == set()
    assert names >= LISTED, "an address in the matrix is gone"


@dataclass
class World:
    members: dict[Role, Membership]
    own: Rows
    strangers: dict[str, Rows]


@pytest.fixture
def world(unit, culture_unit, other_municipality, member, in_municipality) -> World:
    members = {role: member(role) for role in Role}
    caseworker = members[Role.CASEWORKER]
    other_unit = UnitFactory(municipality=unit.municipality, name="Tildeling sør")
    elsewhere = MembershipFactory(
        municipality=unit.municipality, unit=other_unit, role=Role.CASEWORKER
    )
    with in_municipality(other_municipality):
        foreign_unit = Unit.objects.get()
        foreigner = MembershipFactory(
            municipality=other_municipality, unit=foreign_unit, role=Role.CASEWORKER
        )
        foreign = make_rows(foreign_unit, foreigner)
    return World(
        members=members,
        own=make_rows(
            unit,
            caseworker,
            delivering_unit=culture_unit,
            administrator=members[Role.ADMINISTRATOR],
        ),
        strangers={
            "another unit's": make_rows(other_unit, elsewhere),
            "another municipality's": foreign,
            "a strictly protected person's": make_rows(
                unit, elsewhere, delivering_unit=culture_unit, strict=True
            ),
        },
    )


@pytest.mark.parametrize("address", MATRIX, ids=lambda address: address.name)
def test_who_may_open(address: Address, world: World, client, client_for: Callable[..., Any]):
    def ask(browser: Any, rows: Rows) -> int:
        url = address.url(rows)
        return (
            browser.post(url, filled(address.data, rows)) if address.post else browser.get(url)
        ).status_code

    assert ask(client, world.own) == 302, "nobody signed in"
    if address.post:
        allowed = client_for(world.members[min(address.roles)])
        assert allowed.get(address.url(world.own)).status_code == 405, "a click on a link does it"
    for role, membership in world.members.items():
        browser = client_for(membership)
        if role in address.kept_from:
            assert ask(browser, world.own) == 404, role
            continue
        if role not in address.roles:
            assert ask(browser, world.own) == 403, role
            for whose, rows in world.strangers.items():
                if address.names_a_row:
                    assert ask(browser, rows) == 403, (role, whose)
            continue
        for whose, rows in world.strangers.items():
            if address.names_a_row and (not address.whole_municipality or "municipality" in whose):
                assert ask(browser, rows) == 404, (role, whose)
        assert ask(browser, world.own) in {200, 204, 302}, role
