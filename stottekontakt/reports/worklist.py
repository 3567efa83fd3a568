"""What must be done next, by whom and by when: deadlines, letters that wait and loose drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Inquiry
from stottekontakt.accounts.models import Membership, User
from stottekontakt.accounts.roles import Permission
from stottekontakt.cases.models import AddressProtection, Case, HandOver
from stottekontakt.deadlines.models import Deadline
from stottekontakt.letters.kinds import LetterKind
from stottekontakt.letters.models import Letter
from stottekontakt.reports import asked, drafts
from stottekontakt.reports.case_page import extend_decision, write_decision
from stottekontakt.reports.drafts import Draft
from stottekontakt.reports.rows import CaseRow, address, case_rows
from stottekontakt.reports.todo import Action
from stottekontakt.ui.formatting import long_date

Kind = Deadline.Kind

# Rows of each group before "Vis de andre": more of what burns.
SHOWN = {"forfalt": 10, "i-dag": 10, "denne-uken": 10, "senere": 6, "venter-pa-andre": 3}
LATER_DAYS = 60  # what lies further ahead is nobody's work yet; /frister/ shows it
FRIDAY = 4
MOST_COUNTED = 50  # of each group; what is more says "50+"
MOST_LOOSE = MOST_COUNTED  # of letters, and of drafts


class Whose(StrEnum):
    MINE = "mine"
    UNIT = "enhetens"
    UNASSIGNED = "ufordelte"
    STAND_IN = "stedfortreder"  # those of a colleague who is away, by the colleague's id


class Group(StrEnum):
    OVERDUE = "forfalt"
    TODAY = "i-dag"
    WEEK = "denne-uken"
    LATER = "senere"
    WAITING = "venter-pa-andre"


HEADINGS = {
    Group.OVERDUE: gettext_lazy("Forfalt"),
    Group.TODAY: gettext_lazy("I dag"),
    Group.WEEK: gettext_lazy("Denne uken"),
    Group.LATER: gettext_lazy("Senere"),
    Group.WAITING: gettext_lazy("Venter på andre"),
}


@dataclass(frozen=True, slots=True)
class Task:
    on: date | None
    what: str
    why: str
    case: CaseRow
    age: int | None
    action: Action
    url: str  # the case; for one offered from elsewhere, the offer


@dataclass(frozen=True, slots=True)
class Section:
    group: Group
    tasks: list[Task]
    total: int

    @property
    def heading(self) -> Any:
        return HEADINGS[self.group]

    @property
    def count(self) -> int | str:
        return counted(self.total)

    @property
    def is_capped(self) -> bool:
        return self.total >= MOST_COUNTED

    @property
    def others(self) -> int:
        return self.total - len(self.tasks)


@dataclass(frozen=True, slots=True)
class WorkList:
    sections: list[Section]  # those with anything in them
    totals: Mapping[Group, int]
    unassigned: int


def counted(total: int) -> int | str:
    return f"{MOST_COUNTED}+" if total >= MOST_COUNTED else total


# ── Which cases ─────────────────────────────────────────────────────────────────────────────────


def cases_of(membership: Membership, whose: Whose, of: int | None = None) -> QuerySet[Case]:
    """Open cases that the reader's own office works with. `of` is whom the reader stands in for."""
    cases = Case.objects.visible_to(membership).open()
    if membership.unit_id:
        cases = cases.filter(unit=membership.unit_id)
    match whose:
        case Whose.MINE:
            return cases.filter(caseworker=membership.user_id)
        case Whose.STAND_IN:
            return cases.filter(caseworker=of)
        case Whose.UNASSIGNED:
            return cases.filter(caseworker=None)
    return cases


def default_whose(membership: Membership) -> Whose:
    return Whose.MINE if membership.may(Permission.CASE_WRITE) else Whose.UNIT


# ── What there is to do, counted ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Loose:
    """A letter that waits, or a draft that no deadline speaks of."""

    source: str
    pk: int
    case_id: int | None  # an enquiry may have none
    on: date | None
    kind: str
    name: str
    state: str
    by_hand: bool

    def group(self, today: date) -> Group:
        if self.source in asked.SOURCES:
            return Group(asked.group_of(self, today, _days(today)["sunday"]))
        if self.source == DRAFT:
            return Group.TODAY if self.kind == HEARD else Group.LATER
        if self.source == SUBMITTED:
            return _group_of(self.on or today, today)
        if self.source == AUTHORISATION:
            return Group.WAITING
        if self.source in CASEWORK:
            return Group.TODAY
        return Group.OVERDUE if self.on is not None and self.on < today else Group.TODAY


LETTER, DRAFT, UNASSIGNED = "letter", "draft", "unassigned"
SUBMITTED = "submitted"  # a draft that waits for the reader to issue it
HEARD = "heard"  # a draft of which the party was told beforehand, and has been heard
AUTHORISATION = "authorisation"  # awaited from the applicant
# What people around a case must settle; it has come, and has no deadline of its own.
OFFER, IMPARTIALITY, NEW_CASEWORKER = "offer", "impartiality", "new_caseworker"
BIRTHDAY, WISH = "birthday", "wish"
LOOSE = {
    LETTER,
    DRAFT,
    SUBMITTED,
    AUTHORISATION,
    OFFER,
    IMPARTIALITY,
    NEW_CASEWORKER,
    BIRTHDAY,
    WISH,
}
CASEWORK = {OFFER, IMPARTIALITY, NEW_CASEWORKER, BIRTHDAY, WISH}
ASKS_OTHERS = {OFFER, IMPARTIALITY, NEW_CASEWORKER}  # of whoever does not write in the case, too


@dataclass(frozen=True, slots=True)
class Gathered:
    """A group is not counted beyond MOST_COUNTED deadlines."""

    deadlines: Mapping[Group, list[tuple[Any, ...]]]  # DEADLINE's columns, the first first
    loose: Mapping[Group, list[Loose]]
    unassigned: int  # cases with a søknad that wait for somebody to take them

    @property
    def totals(self) -> Mapping[Group, int]:
        return {group: len(self.deadlines[group]) + len(self.loose[group]) for group in Group}


# One question, in SQL: the same written with the ORM costs 20 ms to put together, this one 1. Which
# cases the reader works with comes from `visible_to` all the same. The database stops early in each
# group, however many cases there are. One's own cases are few: their deadlines are gathered first.
# Subqueries that give one value are asked row by row; as joins they would read what everyone has.
GATHER = """
WITH offices AS NOT MATERIALIZED ({offices}),
     worked AS {as_few} (SELECT id FROM offices WHERE {whose}),
     due AS {as_few} (
        SELECT id, case_id, act_by, kind, source, basis, due_on, counted_from, count, moved_from
          FROM deadlines_deadline
         WHERE met_on IS NULL AND cancelled_on IS NULL AND act_by <= %(horizon)s
           AND case_id IN (SELECT id FROM worked))
SELECT g.name, d.id, d.case_id, d.act_by, d.kind, d.source, d.basis, false,
       d.due_on, d.counted_from, d.count, d.moved_from
  FROM (VALUES {ranges}) AS g (name, first, last),
       LATERAL (SELECT * FROM due
                 WHERE act_by BETWEEN g.first AND g.last AND kind NOT IN ('complaint', 'comments')
                 ORDER BY act_by, id LIMIT %(counted)s) d
UNION ALL
-- One that has passed is nobody's task.
(SELECT '{waiting}', d.id, d.case_id, d.act_by, d.kind, d.source, d.basis, false,
        d.due_on, d.counted_from, d.count, d.moved_from
   FROM due d WHERE d.act_by >= %(today)s AND d.kind IN ('complaint', 'comments')
  ORDER BY d.act_by, d.id LIMIT %(counted)s)
UNION ALL
(SELECT 'letter', l.id, l.case_id, l.dated_on, l.kind, l.addressee_name, l.state,
        l.manual_dispatch, {nothing}
   FROM letters_letter l
  WHERE l.delivery = '' AND NOT l.is_corrected AND l.case_id IN (SELECT id FROM worked)
    -- The deadline's own row says that its decision must be sent.
    AND (l.state = 'failed' OR l.state = 'rendered' AND (NOT {answers} OR (
        SELECT count(*) FROM deadlines_deadline o
         WHERE o.case_id = l.case_id AND o.kind = 'one_month'
           AND o.met_on IS NULL AND o.cancelled_on IS NULL) = 0))
  ORDER BY l.dated_on, l.id LIMIT %(most)s)
UNION ALL
(SELECT 'draft', d.id, d.case_id, %(today)s,
        CASE WHEN n.sent_on IS NULL THEN '' ELSE 'heard' END, '', '', false, {nothing}
   FROM decisions_decision d LEFT JOIN decisions_advancenotice n ON n.decision_id = d.id
  -- What answers a søknad is told by the søknad's deadline; what waits for comments, by theirs.
  WHERE d.state = 'draft' AND d.application_id IS NULL AND d.case_id IN (SELECT id FROM worked)
    AND (n.sent_on IS NULL OR n.closed_at IS NOT NULL OR n.comment_by < %(today)s)
  ORDER BY d.drafted_at DESC LIMIT %(most)s)
UNION ALL
(SELECT 'authorisation', a.id, a.case_id, a.received_on, '', p.name, '', false, {nothing}
   FROM applications_application a JOIN cases_person p ON p.id = a.applicant_id
  WHERE {no_authorisation} AND a.case_id IN (SELECT id FROM worked)
  ORDER BY a.received_on, a.id LIMIT %(most)s)
UNION ALL
(SELECT 'birthday', r.id, r.case_id, r.reached_on, '', '', r.age::text, false, {nothing}
   FROM cases_agereached r
  WHERE r.checked_at IS NULL AND r.case_id IN (SELECT id FROM worked)
  ORDER BY r.reached_on, r.id LIMIT %(most)s)
UNION ALL
(SELECT 'wish', max(w.id), w.case_id, max(w.said_on), '', '', '', false, {nothing}
   FROM cases_informationwish w
  WHERE w.withdrawn_at IS NULL AND w.case_id IN (SELECT id FROM worked)
  GROUP BY w.case_id
 HAVING NOT EXISTS (
        SELECT FROM cases_parentinformationassessment s
         WHERE s.case_id = w.case_id AND s.source = '' AND s.assessed_at >= max(w.registered_at))
  ORDER BY 4, 2 LIMIT %(most)s)
{casework}
{asked}
UNION ALL
SELECT 'unassigned', count(*), 0, NULL, '', '', '', false, {nothing}
  FROM (SELECT FROM offices c
         WHERE c.caseworker_id IS NULL
           AND (SELECT true FROM applications_application a
                 WHERE a.case_id = c.id AND a.state = 'received' LIMIT 1)
         LIMIT %(counted)s) waiting
"""
# Only those who may say yes are asked, and only the leader settles who is impartial.
OFFERED = """UNION ALL
(SELECT 'offer', h.id, h.case_id, (h.offered_at AT TIME ZONE 'Europe/Oslo')::date, '', u.name, '',
        false, {nothing}
   FROM cases_handover h JOIN accounts_user u ON u.id = h.offered_by_id
  WHERE h.id IN ({offered})
  ORDER BY h.offered_at, h.id LIMIT %(most)s)"""
LED = """UNION ALL
(SELECT CASE d.state WHEN 'raised' THEN 'impartiality' ELSE 'new_caseworker' END, d.id, d.case_id,
        (d.raised_at AT TIME ZONE 'Europe/Oslo')::date, '', u.name, '', false, {nothing}
   FROM cases_disqualification d JOIN accounts_user u ON u.id = d.user_id
   JOIN offices o ON o.id = d.case_id
  WHERE d.user_id <> %(reader)s
    AND (d.state = 'raised' OR d.state = 'upheld' AND o.caseworker_id = d.user_id)
  ORDER BY d.raised_at, d.id LIMIT %(most)s)"""
# What applications.rules.missing_information says of one who applies for another.
NO_AUTHORISATION = """a.state = 'received' AND a.applicant_is IN ('proxy', 'other')
    AND NOT EXISTS (SELECT FROM cases_representative v
                     WHERE v.case_id = a.case_id AND v.person_id = a.applicant_id
                       AND v.kind = 'proxy' AND v.document_id IS NOT NULL
                       AND v.written_on IS NOT NULL
                       AND (v.valid_until IS NULL OR v.valid_until >= current_date))"""
NOTHING = "NULL::date, NULL::date, NULL::smallint, NULL::date"
DEADLINE = (
    "pk", "case_id", "act_by", "kind", "source", "basis", "due_on", "counted_from", "count",
    "moved_from",
)  # fmt: skip
WHOSE = {
    Whose.MINE: "caseworker_id = %(me)s",
    Whose.UNIT: "true",
    Whose.UNASSIGNED: "caseworker_id IS NULL",
    Whose.STAND_IN: "caseworker_id = %(me)s",
}
# The first and the last day of each group but the last.
RANGES = {
    Group.OVERDUE: "'-infinity'::date, %(yesterday)s::date",
    Group.TODAY: "%(today)s::date, %(today)s::date",
    Group.WEEK: "%(tomorrow)s::date, %(sunday)s::date",
    Group.LATER: "%(monday)s::date, %(horizon)s::date",
}


def _days(today: date) -> dict[str, date]:
    # At the weekend the week that matters is the next one.
    ahead = 6 - today.weekday() + (7 if today.weekday() > FRIDAY else 0)
    day = timedelta(days=1)
    return {
        "yesterday": today - day,
        "today": today,
        "tomorrow": today + day,
        "sunday": today + ahead * day,
        "monday": today + (ahead + 1) * day,
        "horizon": today + LATER_DAYS * day,
    }


def _group_of(day: date, today: date) -> Group:
    if day <= today:
        return Group.OVERDUE if day < today else Group.TODAY
    return Group.WEEK if day <= _days(today)["sunday"] else Group.LATER


def _gather(membership: Membership, whose: Whose, today: date, of: int | None = None) -> Gathered:
    named: dict[str, Any] = {
        **_days(today),
        "counted": MOST_COUNTED,
        "most": MOST_LOOSE,
        "me": of or membership.user_id,
        "reader": membership.user_id,
    }
    casework = ""
    if whose == Whose.MINE:
        offered = HandOver.objects.offered_to(membership).values("id")
        casework = OFFERED.format(offered=_in_sql(offered, "h", named), nothing=NOTHING)
        if membership.may(Permission.DECISION_APPROVE):
            casework += drafts.SUBMITTED.format(nothing=NOTHING)
    if whose == Whose.UNIT and membership.may(Permission.CASE_LEAD):
        casework = LED.format(nothing=NOTHING)
    offices = cases_of(membership, Whose.UNIT).values("id", "caseworker_id")
    sql = GATHER.format(
        offices=_in_sql(offices, "o", named),
        whose=WHOSE[whose],
        as_few="NOT MATERIALIZED" if whose == Whose.UNIT else "MATERIALIZED",
        ranges=", ".join(f"('{group}', {days})" for group, days in RANGES.items()),
        waiting=Group.WAITING,
        nothing=NOTHING,
        no_authorisation=NO_AUTHORISATION,
        answers="(l.kind LIKE 'decision%%' OR l.kind = 'interim_reply')",
        casework=casework,
        asked=_asked(membership, whose, named),
    )
    deadlines: dict[Group, list[tuple[Any, ...]]] = {group: [] for group in Group}
    loose: dict[Group, list[Loose]] = {group: [] for group in Group}
    unassigned = 0
    with connection.cursor() as cursor:
        cursor.execute(sql, named)
        for row in cursor.fetchall():
            source, pk = row[:2]
            if source == UNASSIGNED:
                unassigned = pk
            elif source in LOOSE or source in asked.SOURCES:
                one = Loose(*row[:8])
                loose[one.group(today)].append(one)
            else:
                deadlines[Group(source)].append((*row[1:7], *row[8:]))
    return Gathered(deadlines, loose, unassigned)


def _asked(membership: Membership, whose: Whose, named: dict[str, Any]) -> str:
    """What is asked of others in these cases, and the enquiries that whoever it is has logged."""
    sql = asked.IN_CASES.format(nothing=NOTHING)
    if whose == Whose.UNASSIGNED:
        return sql
    visible = Inquiry.objects.visible_to(membership).open().values("id")
    return sql + asked.ENQUIRIES.format(
        visible=_in_sql(visible, "i", named),
        mine="" if whose == Whose.UNIT else asked.MINE,
        nothing=NOTHING,
    )


def _in_sql(rows: QuerySet[Any, Any], prefix: str, named: dict[str, Any]) -> str:
    """The query's SQL with its parameters by name, which are added to `named`."""
    sql, parameters = rows.order_by().query.sql_with_params()
    names = [f"{prefix}{number}" for number, _value in enumerate(parameters)]
    named.update(zip(names, parameters, strict=True))
    return str(sql % tuple(f"%({name})s" for name in names))


def _in_group(cases: QuerySet[Case], group: Group, today: date) -> QuerySet[Deadline]:
    """All open deadlines of the group, for the pages of it; as RANGES says in SQL."""
    days = _days(today)
    when = {
        Group.OVERDUE: Q(act_by__lt=today),
        Group.TODAY: Q(act_by=today),
        Group.WEEK: Q(act_by__gt=today, act_by__lte=days["sunday"]),
        Group.LATER: Q(act_by__gt=days["sunday"], act_by__lte=days["horizon"]),
        Group.WAITING: Q(act_by__gte=today, act_by__lte=days["horizon"]),
    }[group]
    of_others = Q(kind__in=[Kind.COMPLAINT, Kind.COMMENTS])
    kinds = of_others if group == Group.WAITING else ~of_others
    return Deadline.objects.open().filter(when, kinds, case__in=cases).order_by("act_by", "pk")


# ── In words ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Open:
    """A case with what is open in it."""

    row: CaseRow
    draft_id: int | None
    application_id: int | None
    letter_id: int | None  # a decision's letter that has not left
    interim_letter_id: int | None  # an interim reply's letter that has not left
    interim_id: int | None  # the draft of an interim reply
    lacks_authorisation: bool
    draft_told: str | None  # as drafts.DRAFT_IN_CASE tells it

    @property
    def draft(self) -> Draft | None:
        return Draft.read(self.draft_told)


# The newest of each.
OPEN_IN_CASE = f"""
    (SELECT max(id) FROM decisions_decision WHERE case_id = c.id AND state = 'draft'),
    (SELECT max(id) FROM applications_application WHERE case_id = c.id AND state = 'received'),
    (SELECT max(id) FROM letters_letter
      WHERE case_id = c.id AND state = 'rendered' AND delivery = '' AND NOT is_corrected
        AND kind LIKE 'decision%%'),
    (SELECT max(id) FROM letters_letter
      WHERE case_id = c.id AND state = 'rendered' AND delivery = '' AND NOT is_corrected
        AND kind = 'interim_reply'),
    (SELECT max(id) FROM applications_interimreply WHERE case_id = c.id AND state = 'draft'),
    EXISTS (SELECT FROM applications_application a WHERE a.case_id = c.id AND {NO_AUTHORISATION}),
    {drafts.DRAFT_IN_CASE}"""


def _what(deadline: Deadline, case: Open, membership: Membership) -> str:
    answers = deadline.kind in {Kind.ONE_MONTH, Kind.PROMISED}
    answered = case.letter_id or case.interim_letter_id
    draft = None if answered or not answers else case.draft
    if draft and (told := drafts.what(draft, membership)):
        return told
    match deadline.kind:
        case Kind.ONE_MONTH | Kind.PROMISED if case.letter_id:
            return _("Send vedtaket")
        case Kind.ONE_MONTH if case.interim_letter_id:
            return _("Send det foreløpige svaret")
        case Kind.ONE_MONTH if case.draft_id:
            return _("Fullfør vedtaket eller send foreløpig svar")
        case Kind.ONE_MONTH if case.interim_id:
            return _("Skriv foreløpig svar")
        case Kind.PROMISED if case.interim_id:
            return _("Skriv nytt foreløpig svar")
        case Kind.PROMISED if case.draft_id:
            return _("Fullfør vedtaket som er lovet")
        case Kind.PROMISED:
            return _("Svar på søknaden som lovet")
        case Kind.ONE_MONTH:
            return _("Svar på søknaden")
        case Kind.EVALUATION:
            return _("Evaluer vedtaket")
        case Kind.END if deadline.due_on < timezone.localdate():
            return _("Vedtaket har løpt ut uten ny vurdering")
        case Kind.COMMENTS:
            return _("Mottakeren kan uttale seg til forhåndsvarsel")
        case Kind.END:
            return _("Avklar hva som skal skje når vedtaket løper ut")
    return _("Klagefristen går")


def _next_step(deadline: Deadline, case: Open, membership: Membership) -> Action:
    source_id = deadline.source.partition(":")[2]
    row = case.row
    match deadline.kind:
        case Kind.ONE_MONTH | Kind.PROMISED if not row.may_be_edited_by(membership):
            pass
        case Kind.ONE_MONTH | Kind.PROMISED if case.letter_id:
            return Action(_("Åpne brevet"), address("letters:detail", case.letter_id))
        case Kind.ONE_MONTH if case.interim_letter_id:
            return Action(_("Åpne brevet"), address("letters:detail", case.interim_letter_id))
        case Kind.ONE_MONTH | Kind.PROMISED if row.caseworker_id is None:
            return Action(_("Ta saken"), address("cases:take", row.pk))
        case Kind.PROMISED if case.interim_id:
            return Action(_("Åpne utkast"), address("applications:interim_reply", case.interim_id))
        case Kind.ONE_MONTH | Kind.PROMISED if draft := case.draft:
            return drafts.step(draft, membership)
        case Kind.ONE_MONTH if case.interim_id:
            return Action(_("Åpne utkast"), address("applications:interim_reply", case.interim_id))
        case Kind.ONE_MONTH | Kind.PROMISED if case.application_id and membership.may(
            Permission.DECISION_DRAFT
        ):
            return write_decision(case.application_id)
        case Kind.END if row.may_be_edited_by(membership) and membership.may(
            Permission.DECISION_DRAFT
        ):
            if draft := case.draft:
                return drafts.step(draft, membership)
            return extend_decision(source_id)
        case Kind.COMMENTS if case.draft_id:
            return Action(_("Se varselet"), address("decisions:notice", case.draft_id))
        case Kind.EVALUATION | Kind.END:
            return Action(_("Se vedtaket"), address("decisions:detail", source_id))
        case Kind.COMPLAINT:
            return Action(_("Se brevet"), address("letters:detail", source_id))
    return Action(_("Se saken"), row.url)


def _why(deadline: Deadline, case: Open) -> str:
    if deadline.kind == Kind.END:
        return _("Vedtaket gjelder til og med %(day)s.") % {"day": long_date(deadline.due_on)}
    sentences = [f"{capfirst(deadline.reason)}."]
    if deadline.kind == Kind.ONE_MONTH and case.row.caseworker_id is None:
        sentences.append(_("Saken har ingen saksbehandler."))
    if deadline.kind == Kind.ONE_MONTH and case.lacks_authorisation:
        sentences.append(_("Fullmakt mangler."))
    if deadline.kind in {Kind.ONE_MONTH, Kind.PROMISED} and (draft := case.draft):
        sentences.append(drafts.why(draft))
    return " ".join(filter(None, sentences))


# ── Together ────────────────────────────────────────────────────────────────────────────────────


def work_list(membership: Membership, whose: Whose, today: date, of: int | None = None) -> WorkList:
    """The first tasks of each group, and how many there are: two queries."""
    gathered = _gather(membership, whose, today, of)
    chosen: dict[Group, list[Any]] = {}
    for group in Group:
        rows = [
            Deadline(**dict(zip(DEADLINE, columns, strict=True)))
            for columns in gathered.deadlines[group][: SHOWN[group]]
        ]
        chosen[group] = sorted([*gathered.loose[group], *rows], key=_by_day)[: SHOWN[group]]
    tasks = _tasks([row for rows in chosen.values() for row in rows], membership, today)
    totals = gathered.totals
    sections = [
        Section(group, [tasks[id(row)] for row in rows if id(row) in tasks], totals[group])
        for group, rows in chosen.items()
        if rows
    ]
    return WorkList(sections, totals, gathered.unassigned)


def _by_day(row: Any) -> date:
    """What has no date comes last."""
    return _day(row) or date.max


def _day(row: Any) -> date | None:
    if isinstance(row, Loose):
        if row.source in asked.SOURCES:
            return asked.shown_day(row)
        return None if row.source in {DRAFT, AUTHORISATION, *CASEWORK} else row.on
    day: date = row.act_by
    return day


class OneGroup(Sequence[Any]):
    """All tasks of one group, read a page at a time; letters that wait stand first."""

    def __init__(
        self,
        membership: Membership,
        whose: Whose,
        group: Group,
        today: date,
        of: int | None = None,
    ) -> None:
        self.membership, self.today = membership, today
        gathered = _gather(membership, whose, today, of)
        self.totals, self.unassigned = gathered.totals, gathered.unassigned
        self.loose = gathered.loose[group]
        self.deadlines = _in_group(cases_of(membership, whose, of), group, today)
        self.length = self.totals[group]
        if len(gathered.deadlines[group]) == MOST_COUNTED:
            self.length = self.deadlines.count() + len(self.loose)

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, key: Any) -> Any:
        ahead = len(self.loose)
        rows: list[Any] = self.loose[key]
        rows += self.deadlines[max(key.start - ahead, 0) : max(key.stop - ahead, 0)]
        tasks = _tasks(rows, self.membership, self.today)
        return [tasks[id(row)] for row in rows if id(row) in tasks]


def _tasks(rows: Sequence[Any], membership: Membership, today: date) -> dict[int, Task]:
    """The rows in words, with their cases: one query."""
    ids = {row.case_id for row in rows} - {None}
    cases = {
        pk: Open(row, *more)
        for pk, (row, more) in (case_rows(ids, more=OPEN_IN_CASE) if ids else {}).items()
    }
    in_cases = {
        id(row): _task(row, cases[row.case_id], membership, today)
        for row in rows
        if row.case_id in cases
    }
    without_case = {id(row): _task_without_case(row, today) for row in rows if row.case_id is None}
    return in_cases | without_case


def _task_without_case(row: Loose, today: date) -> Task:
    shown = asked.case_of_nobody(row)
    what, why, action = asked.in_words(row, today)
    return Task(asked.shown_day(row), what, why, shown, None, action, action.url)


def _task(row: Any, case: Open, membership: Membership, today: date) -> Task:
    if isinstance(row, Loose):
        what, why, action = _of_loose(row, case, membership, today)
    else:
        what, why = _what(row, case, membership), _why(row, case)
        action = _next_step(row, case, membership)
    shown, url = case.row, case.row.url
    if isinstance(row, Loose) and row.source == OFFER:
        url = action.url
        if shown.address_protection == AddressProtection.STRICT and not membership.sees_protected:
            shown = replace(shown, name=_("Ukjent til du har svart"), birth_date=None)
    return Task(_day(row), what, why, shown, shown.age(today), action, url)


def _of_casework(row: Loose, case: Open) -> tuple[str, str, Action]:
    name = {"name": row.name}
    called = {"name": case.row.name.split(" ")[0]}
    match row.source:
        case "offer":
            return (
                _("Vil du ta saken?"),
                _("%(name)s spør.") % name,
                Action(_("Svar"), address("cases:offer", row.pk)),
            )
        case "impartiality":
            return (
                _("Avgjør om %(name)s er inhabil") % name,
                _("Til det er avgjort, kan %(name)s ikke skrive i saken.") % name,
                Action(_("Avgjør"), address("cases:decide_impartiality", row.pk)),
            )
        case "new_caseworker":
            return (
                _("Gi saken til en annen saksbehandler"),
                _("%(name)s er inhabil.") % name,
                Action(_("Overfør saken"), address("cases:assign", case.row.pk)),
            )
        case "birthday":
            return (
                _("Gå gjennom hvem som får brev nå"),
                _("%(name)s har fylt %(age)s år.") % {**called, "age": row.state},
                Action(_("Gå gjennom"), address("cases:age_reached", row.pk)),
            )
        case "wish":
            return (
                _("Vurder hva foreldrene til %(name)s skal få vite") % called,
                _("Ingenting går til dem før det er vurdert."),
                Action(_("Vurder"), address("cases:assess_parents", case.row.pk)),
            )
    return (
        _("Venter på fullmakt"),
        _("%(name)s søkte for %(recipient)s.") % {**name, "recipient": called["name"]},
        Action(_("Registrer fullmakt"), address("applications:authorise", row.pk)),
    )


def _of_loose(
    row: Loose, case: Open, membership: Membership, today: date
) -> tuple[str, str, Action]:
    if row.source in asked.SOURCES:
        return asked.in_words(row, today)
    if row.source in CASEWORK or row.source == AUTHORISATION:
        what, why, action = _of_casework(row, case)
        if row.source not in ASKS_OTHERS and not case.row.may_be_edited_by(membership):
            action = Action(_("Se saken"), case.row.url)
        return what, why, action
    draft = case.draft
    if row.source == SUBMITTED:
        return (
            _("Les og fatt vedtaket"),
            _("%(name)s sendte det til beslutter.") % {"name": row.name},
            Action(_("Les og fatt"), address("decisions:detail", row.pk)),
        )
    if row.source == DRAFT and draft and draft.pk == row.pk and drafts.what(draft, membership):
        why = drafts.why(draft) or _("Utkastet hører ikke til en frist.")
        return drafts.what(draft, membership), why, drafts.step(draft, membership)
    if row.source == DRAFT and row.kind == HEARD:
        return (
            _("Fullfør vedtaket det er varslet om"),
            _("Fristen for å uttale seg er ute, eller alle har uttalt seg."),
            Action(_("Åpne utkastet"), address("decisions:detail", row.pk)),
        )
    if row.source == DRAFT:
        return (
            _("Fullfør utkastet til vedtak"),
            _("Utkastet hører ikke til en frist."),
            Action(_("Åpne utkastet"), address("decisions:detail", row.pk)),
        )
    letter = address("letters:detail", row.pk)
    if row.state == Letter.State.FAILED:
        return (
            _("Brevet til %(name)s ble ikke laget") % {"name": row.name},
            str(LetterKind(row.kind).label),
            Action(_("Se brevet"), letter),
        )
    why = str(LetterKind(row.kind).label) + "."
    if row.by_hand:
        why += " " + _("Adressen er sperret, så det sendes ikke automatisk.")
    return (
        _("Send brevet til %(name)s") % {"name": row.name},
        why,
        Action(_("Åpne brevet"), letter),
    )


# ── What may be chosen ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Segment:
    label: Any
    url: str
    is_current: bool
    count: int | str | None = None
    color: str = ""


def owner_query(whose: Whose, of: int | None) -> str:
    """How an address says whose list it is."""
    return f"hvem={whose}&for={of}" if of else f"hvem={whose}"


def segments_by_time(
    totals: Mapping[Group, int], owner: str, current: Group | None
) -> list[Segment]:
    everything = Segment(_("Alle"), f"?{owner}", current is None)
    return [
        everything,
        *(
            Segment(
                HEADINGS[group],
                f"?nar={group}&{owner}",
                group == current,
                counted(totals[group]) or None,
                "danger" if group == Group.OVERDUE and totals[group] else "",
            )
            for group in Group
        ),
    ]


def segments_by_owner(
    membership: Membership,
    unassigned: int,
    current: Whose,
    *,
    absent: Sequence[User] = (),
    of: int | None = None,
) -> list[Segment]:
    """`absent` are those whose stand-in the reader is today."""
    unit = _("Enhetens") if membership.unit_id else _("Kommunens")
    labels = {Whose.MINE: _("Mine"), Whose.UNIT: unit, Whose.UNASSIGNED: _("Ufordelte")}
    if not membership.may(Permission.CASE_WRITE):
        del labels[Whose.MINE]  # a leader has no cases
    segments = [
        Segment(
            label,
            f"?hvem={whose}",
            whose == current,
            (counted(unassigned) or None) if whose == Whose.UNASSIGNED else None,
        )
        for whose, label in labels.items()
    ]
    segments += [
        Segment(
            _("Stedfortreder for %(name)s") % {"name": user.get_short_name()},
            f"?{owner_query(Whose.STAND_IN, user.pk)}",
            current == Whose.STAND_IN and of == user.pk,
        )
        for user in absent
    ]
    return segments
