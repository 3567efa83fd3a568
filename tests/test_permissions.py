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

from decisions.models import LegalBasis
from stottekontakt.accounts.models import Membership, Unit
from stottekontakt.accounts.roles import Role
from stottekontakt.cases.models import DocumentKind
from tests.accounts.factories import MembershipFactory, UnitFactory
from tests.test_conventions import OPEN_VIEWS, url_patterns
from tests.world import Rows, make_rows

CASEWORK = {Role.CASEWORKER, Role.DECISION_MAKER}
FILE = CASEWORK | {Role.LEADER}  # the file that led to the decision
READS = FILE | {Role.COORDINATOR}
ADMINISTRATION = {Role.ADMINISTRATOR}
SETUP = ADMINISTRATION | {Role.LEADER}  # reading what the administrators have decided


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


def first_of(model: type[models.Model]) -> dict[str, Any]:
    """The default that all municipalities share."""
    return {"pk": lambda _rows: model.objects.filter(municipality=None).first().pk}


MATRIX: list[Address] = [
    Address("reports:worklist", set(Role)),  # sends those without a work list where they work
    # Cases
    Address("cases:list", READS),
    Address("cases:search", READS, post=True, data={"q": "Nora"}),
    Address("cases:results", READS, more={"token": "finnes-ikke"}),
    *(Address(f"cases:{page}", READS, row="case") for page in ("detail", "persons", "decisions")),
    *(
        Address(f"cases:{page}", FILE, row="case")
        for page in ("applications", "assessments", "letters", "documents", "timeline")
    ),
    *(
        Address(f"cases:{page}", CASEWORK, row="case")
        for page in (
            "take",
            "take_over",
            "edit",
            "note",
            "add_document",
            "choose_representative",
            "assess_parents",
            "information_wish",
        )
    ),
    Address("cases:assign", CASEWORK | {Role.LEADER}, row="case"),
    Address("cases:offer", CASEWORK, row="offer"),
    Address("cases:withdraw_offer", CASEWORK | {Role.LEADER}, row="offer", post=True),
    Address("cases:impartiality", FILE, row="case"),
    Address("cases:decide_impartiality", {Role.LEADER}, row="disqualification"),
    Address("cases:withdraw_wish", CASEWORK, row="wish"),
    Address("cases:mark_note", CASEWORK, row="note", post=True),
    Address("cases:mark_entry", CASEWORK, row="entry", post=True),
    Address("cases:age_reached", CASEWORK, row="birthday"),
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
    Address("applications:correct", CASEWORK, row="application"),
    Address("applications:ask", CASEWORK, row="application"),
    Address("applications:inquiries", FILE),
    Address("applications:log_inquiry", CASEWORK),
    Address("applications:inquiry", FILE, row="inquiry"),
    *(
        Address(f"applications:{page}", CASEWORK, row="inquiry")
        for page in (
            "follow_up",
            "inquiry_case",
            "inquiry_application",
            "guide",
            "withdraw_inquiry",
        )
    ),
    Address("applications:information", FILE, row="information_request"),
    *(
        Address(f"applications:{page}", CASEWORK, row="information_request")
        for page in ("receive_information", "remind", "withdraw_request")
    ),
    Address("applications:ask_consent", CASEWORK, row="case"),
    Address("applications:consent", FILE, row="consent"),
    Address("applications:answer_consent", CASEWORK, row="consent"),
    Address("applications:withdraw_consent", CASEWORK, row="consent"),
    Address("applications:put_to_party", CASEWORK, row="case"),
    Address("applications:comment", FILE, row="comment"),
    Address("applications:answer_comment", CASEWORK, row="comment"),
    Address("applications:start_assessment", CASEWORK, row="case", post=True),
    Address("applications:assessment", FILE, row="assessment"),
    *(
        Address(f"applications:{page}", CASEWORK, row="assessment")
        for page in ("invite", "finish_assessment", "cancel_assessment")
    ),
    Address(
        "applications:assessment_section", CASEWORK, row="assessment", more={"slug": "trygghet"}
    ),
    Address("applications:clock", FILE, row="application"),
    Address("applications:start_interim_reply", CASEWORK, row="application", post=True),
    Address("applications:interim_reply", FILE, row="interim_reply"),
    Address("applications:drop_interim_reply", CASEWORK, row="interim_reply"),
    # How dates are kept
    Address("reports:dates", {Role.LEADER}),
    Address("reports:dates_list", {Role.LEADER}, query={"hva": "apne"}, names_none=True),
    Address("reminders:status", {Role.LEADER, Role.ADMINISTRATOR}),
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
    Address("decisions:follow_up", CASEWORK, row="granted"),
    Address("decisions:notice", FILE, row="ending"),
    Address("decisions:make_notice", CASEWORK, row="ending"),
    Address("decisions:notice_comment", CASEWORK, row="ending"),
    Address("decisions:close_notice", CASEWORK, row="ending", post=True),
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
    Address("letters:correction", CASEWORK, row="letter"),
    Address("letters:print_queue", CASEWORK),
    Address("letters:print_batch", CASEWORK, row="batch"),
    Address("letters:print_state", CASEWORK, row="batch"),
    Address("letters:print_pdf", CASEWORK, row="batch"),
    Address("letters:print_again", CASEWORK, row="batch", post=True),
    Address("letters:print_discard", CASEWORK, row="batch", post=True),
    Address("letters:texts", ADMINISTRATION),
    Address("letters:texts_of_kind", ADMINISTRATION, more={"kind": "receipt"}),
    Address("letters:text", ADMINISTRATION, more={"kind": "receipt", "place": "lead"}),
    Address("letters:withdraw_text", ADMINISTRATION, post=True, more={"pk": 0}),
    Address("letters:letterhead", ADMINISTRATION),
    Address(
        "letters:letterhead_pdf",
        ADMINISTRATION,
        more={"pk": lambda rows: rows.case.unit_id, "language": "nn"},
    ),
    Address("accounts:stand_ins", CASEWORK | {Role.LEADER}),
    Address(
        "accounts:end_stand_in",
        CASEWORK | {Role.LEADER},
        row="stand_in",
        post=True,
        kept_from=CASEWORK,  # it is somebody else's
    ),
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
    # Administration
    Address("administration:index", SETUP),
    Address("administration:overview", ADMINISTRATION),
    Address("administration:review", ADMINISTRATION),
    *(
        Address(f"administration:{page}", ADMINISTRATION, row="membership", whole_municipality=True)
        for page in ("change_user", "another_role")
    ),
    *(
        Address(f"administration:{page}", SETUP)
        for page in (
            "units",
            "criteria",
            "try_criteria",
            "legal_bases",
            "document_kinds",
            "settings",
        )
    ),
    *(
        Address(f"administration:{page}", ADMINISTRATION)
        for page in ("add_unit", "add_criterion", "add_legal_basis", "add_document_kind")
    ),
    *(
        Address(f"administration:{page}", ADMINISTRATION, row="unit", whole_municipality=True)
        for page in ("unit", "close_unit")
    ),
    Address("administration:criterion", SETUP, row="criterion", whole_municipality=True),
    *(
        Address(f"administration:{page}", ADMINISTRATION, row="criterion", whole_municipality=True)
        for page in ("change_criterion", "end_criterion")
    ),
    *(
        Address(
            f"administration:{page}",
            ADMINISTRATION,
            row="criterion",
            whole_municipality=True,
            post=True,
        )
        for page in ("withdraw_criterion", "move_criterion")
    ),
    *(
        address
        for thing, model in (("legal_basis", LegalBasis), ("document_kind", DocumentKind))
        for address in (
            Address(f"administration:{thing}", SETUP, more=first_of(model)),
            Address(f"administration:change_{thing}", ADMINISTRATION, more=first_of(model)),
            Address(f"administration:end_{thing}", ADMINISTRATION, more=first_of(model)),
        )
    ),
    Address("administration:settings_group", ADMINISTRATION, more={"slug": "frister"}),
    # Help
    Address("help:index", set(Role)),
    Address("help:first_day", set(Role)),
    Address("help:first_day_of", set(Role), more={"role": "leder"}),
    Address("help:topic", set(Role), more={"topic": "saken"}),
    # Decisions as PDF
    Address("archive:list", ADMINISTRATION),
    Address("archive:pdf", ADMINISTRATION, row="decision_letter", query={"formal": "inspection"}),
    Address("archive:gather", ADMINISTRATION, query={"formal": "inspection"}, names_none=True),
    Address("archive:state", ADMINISTRATION, row="export"),
    Address("archive:download", ADMINISTRATION, row="export"),
    Address("archive:cancel", ADMINISTRATION, row="export", post=True),
    # Import: what one administrator began, another may go on with
    Address("imports:list", ADMINISTRATION),
    Address("imports:template", ADMINISTRATION, more={"sheet": "mottakere"}),
    *(
        Address(f"imports:{page}", ADMINISTRATION, row="spreadsheet", whole_municipality=True)
        for page in ("detail", "state", "answer")
    ),
    *(
        Address(
            f"imports:{page}",
            ADMINISTRATION,
            row="spreadsheet",
            post=True,
            whole_municipality=True,
        )
        for page in ("start", "try_again", "discard")
    ),
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
