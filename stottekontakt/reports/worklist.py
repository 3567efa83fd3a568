"""What must be done next, by whom and by when: deadlines, letters that wait and loose drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Application
from decisions.models import Decision
from stottekontakt.accounts.models import Membership
from stottekontakt.accounts.roles import Permission
from stottekontakt.cases.models import Case
from stottekontakt.deadlines.models import Deadline
from stottekontakt.letters.kinds import LetterKind
from stottekontakt.letters.models import Letter
from stottekontakt.reports.case_page import Action, write_decision
from stottekontakt.reports.rows import protection_of

Kind = Deadline.Kind

PER_GROUP = 10  # rows of each group before "Vis de andre"
LATER_DAYS = 60  # what lies further ahead is nobody's work yet; /frister/ shows it
FRIDAY = 4
MOST_COUNTED = 100  # of each group; what is more says "100+"
MOST_LOOSE = 500  # letters and drafts; beyond that the count stops, and the list still helps


class Whose(StrEnum):
    MINE = "mine"
    UNIT = "enhetens"
    UNASSIGNED = "ufordelte"


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
    case: Case
    protection: Any
    age: int | None
    action: Action


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


def cases_of(membership: Membership, whose: Whose) -> QuerySet[Case]:
    """Open cases that the reader's own office works with."""
    cases = Case.objects.visible_to(membership).open()
    if membership.unit_id:
        cases = cases.filter(unit=membership.unit_id)
    match whose:
        case Whose.MINE:
            return cases.filter(caseworker=membership.user_id)
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
    case_id: int
    on: date
    kind: str
    name: str
    state: str
    by_hand: bool

    def group(self, today: date) -> Group:
        if self.source == DRAFT:
            return Group.LATER
        return Group.OVERDUE if self.on < today else Group.TODAY


LETTER, DRAFT, UNASSIGNED = "letter", "draft", "unassigned"


@dataclass(frozen=True, slots=True)
class Gathered:
    """A group is not counted beyond MOST_COUNTED deadlines."""

    deadlines: Mapping[Group, list[int]]  # their ids, the first first
    loose: Mapping[Group, list[Loose]]
    unassigned: int  # cases with a søknad that wait for somebody to take them

    @property
    def totals(self) -> Mapping[Group, int]:
        return {group: len(self.deadlines[group]) + len(self.loose[group]) for group in Group}


# One question, in SQL: the same written with the ORM costs 20 ms to put together, this one 2. Which
# cases the reader works with comes from `visible_to` all the same. The database stops early in each
# group, however many cases there are.
GATHER = """
WITH worked AS NOT MATERIALIZED ({cases}), offices AS NOT MATERIALIZED ({offices})
{deadlines}
(SELECT 'letter', l.id, l.case_id, l.dated_on, l.kind, l.addressee_name, l.state, l.manual_dispatch
   FROM letters_letter l
  WHERE l.delivery = '' AND l.case_id IN (SELECT id FROM worked)
    -- The deadline's own row says that its decision must be sent.
    AND (l.state = 'failed' OR l.state = 'rendered' AND (l.kind = 'receipt' OR NOT {answered_l}))
  ORDER BY l.dated_on, l.id LIMIT %(most)s)
UNION ALL
(SELECT 'draft', d.id, d.case_id, %(today)s, '', '', '', false
   FROM decisions_decision d
  WHERE d.state = 'draft' AND d.case_id IN (SELECT id FROM worked) AND NOT {answered_d}
  ORDER BY d.drafted_at DESC LIMIT %(most)s)
UNION ALL
SELECT 'unassigned', count(*), 0, NULL, '', '', '', false
  FROM offices c
 WHERE c.caseworker_id IS NULL
   AND EXISTS (SELECT FROM applications_application a
                WHERE a.case_id = c.id AND a.state = 'received')
"""
OF_GROUP = """
(SELECT '{group}', d.id, d.case_id, d.act_by, '', '', '', false
   FROM deadlines_deadline d
  WHERE d.met_on IS NULL AND d.cancelled_on IS NULL AND {when}
    AND d.case_id IN (SELECT id FROM worked)
  ORDER BY d.act_by, d.id LIMIT %(counted)s)
UNION ALL
"""
ANSWERED = """EXISTS (
    SELECT FROM deadlines_deadline o
     WHERE o.case_id = {row}.case_id AND o.kind = 'one_month'
       AND o.met_on IS NULL AND o.cancelled_on IS NULL)"""
WHEN = {
    Group.OVERDUE: "d.act_by < %(today)s AND d.kind <> 'complaint'",
    Group.TODAY: "d.act_by = %(today)s AND d.kind <> 'complaint'",
    Group.WEEK: "d.act_by > %(today)s AND d.act_by <= %(sunday)s AND d.kind <> 'complaint'",
    Group.LATER: "d.act_by > %(sunday)s AND d.act_by <= %(horizon)s AND d.kind <> 'complaint'",
    # One that has passed is nobody's task.
    Group.WAITING: "d.act_by >= %(today)s AND d.act_by <= %(horizon)s AND d.kind = 'complaint'",
}


def _days(today: date) -> dict[str, date]:
    # At the weekend the week that matters is the next one.
    ahead = 6 - today.weekday() + (7 if today.weekday() > FRIDAY else 0)
    return {
        "today": today,
        "sunday": today + timedelta(days=ahead),
        "horizon": today + timedelta(days=LATER_DAYS),
    }


def _gather(membership: Membership, whose: Whose, today: date) -> Gathered:
    named: dict[str, Any] = {**_days(today), "counted": MOST_COUNTED, "most": MOST_LOOSE}
    sql = GATHER.format(
        cases=_in_sql(cases_of(membership, whose).values("id"), "c", named),
        offices=_in_sql(cases_of(membership, Whose.UNIT).values("id", "caseworker_id"), "o", named),
        deadlines="".join(OF_GROUP.format(group=group, when=WHEN[group]) for group in Group),
        answered_l=ANSWERED.format(row="l"),
        answered_d=ANSWERED.format(row="d"),
    )
    deadlines: dict[Group, list[int]] = {group: [] for group in Group}
    loose: dict[Group, list[Loose]] = {group: [] for group in Group}
    unassigned = 0
    with connection.cursor() as cursor:
        cursor.execute(sql, named)
        for row in cursor.fetchall():
            source, pk = row[:2]
            if source == UNASSIGNED:
                unassigned = pk
            elif source in (LETTER, DRAFT):
                one = Loose(*row)
                loose[one.group(today)].append(one)
            else:
                deadlines[Group(source)].append(pk)
    return Gathered(deadlines, loose, unassigned)


def _in_sql(rows: QuerySet[Any, Any], prefix: str, named: dict[str, Any]) -> str:
    """The query's SQL with its parameters by name, which are added to `named`."""
    sql, parameters = rows.order_by().query.sql_with_params()
    names = [f"{prefix}{number}" for number, _value in enumerate(parameters)]
    named.update(zip(names, parameters, strict=True))
    return str(sql % tuple(f"%({name})s" for name in names))


def _in_group(cases: QuerySet[Case], group: Group, today: date) -> QuerySet[Deadline]:
    """All open deadlines of the group, for the pages of it; as WHEN says in SQL."""
    days = _days(today)
    when = {
        Group.OVERDUE: Q(act_by__lt=today),
        Group.TODAY: Q(act_by=today),
        Group.WEEK: Q(act_by__gt=today, act_by__lte=days["sunday"]),
        Group.LATER: Q(act_by__gt=days["sunday"], act_by__lte=days["horizon"]),
        Group.WAITING: Q(act_by__gte=today, act_by__lte=days["horizon"]),
    }[group]
    complaints = Q(kind=Kind.COMPLAINT)
    kinds = complaints if group == Group.WAITING else ~complaints
    return Deadline.objects.open().filter(when, kinds, case__in=cases).order_by("act_by", "pk")


def _what(deadline: Deadline, case: Any) -> str:
    match deadline.kind:
        case Kind.ONE_MONTH if case.letter_to_send_id:
            return _("Send vedtaket")
        case Kind.ONE_MONTH if case.draft_id:
            return _("Fullfør vedtaket eller send foreløpig svar")
        case Kind.ONE_MONTH:
            return _("Svar på søknaden")
        case Kind.EVALUATION:
            return _("Evaluer vedtaket")
        case Kind.END:
            return _("Avklar hva som skal skje når vedtaket løper ut")
    return _("Klagefristen går")


def _next_step(deadline: Deadline, case: Any, membership: Membership) -> Action:
    source_id = deadline.source.partition(":")[2]
    writes = case.is_editable_by(membership)
    see_case = Action(_("Se saken"), case.get_absolute_url())
    match deadline.kind:
        case Kind.ONE_MONTH if not writes:
            return see_case
        case Kind.ONE_MONTH if case.letter_to_send_id:
            return Action(
                _("Åpne brevet"), reverse("letters:detail", args=[case.letter_to_send_id])
            )
        case Kind.ONE_MONTH if case.caseworker_id is None:
            return Action(_("Ta saken"), reverse("cases:take", args=[case.pk]), is_post=True)
        case Kind.ONE_MONTH if case.draft_id:
            return Action(_("Fortsett vedtaket"), reverse("decisions:detail", args=[case.draft_id]))
        case Kind.ONE_MONTH if case.open_application_id and membership.may(
            Permission.DECISION_DRAFT
        ):
            return write_decision(case.open_application_id)
        case Kind.EVALUATION | Kind.END:
            return Action(_("Se vedtaket"), reverse("decisions:detail", args=[source_id]))
        case Kind.COMPLAINT:
            return Action(_("Se brevet"), reverse("letters:detail", args=[source_id]))
    return see_case


def _why(deadline: Deadline, case: Any) -> str:
    sentences = [f"{capfirst(deadline.reason)}."]
    if deadline.kind == Kind.ONE_MONTH and case.caseworker_id is None:
        sentences.append(_("Saken har ingen saksbehandler."))
    return " ".join(sentences)


# ── Together ────────────────────────────────────────────────────────────────────────────────────


def work_list(membership: Membership, whose: Whose, today: date) -> WorkList:
    """The first tasks of each group, and how many there are: three queries."""
    gathered = _gather(membership, whose, today)
    first = [pk for pks in gathered.deadlines.values() for pk in pks[:PER_GROUP]]
    deadlines = {one.pk: one for one in Deadline.objects.filter(pk__in=first)} if first else {}
    chosen: dict[Group, list[Any]] = {}
    for group in Group:
        pks = gathered.deadlines[group][:PER_GROUP]
        rows: list[Any] = [deadlines[pk] for pk in pks if pk in deadlines]
        chosen[group] = sorted([*gathered.loose[group], *rows], key=_by_day)[:PER_GROUP]
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
        return None if row.source == DRAFT else row.on
    day: date = row.act_by
    return day


class OneGroup(Sequence[Any]):
    """All tasks of one group, read a page at a time; letters that wait stand first."""

    def __init__(self, membership: Membership, whose: Whose, group: Group, today: date) -> None:
        self.membership, self.today = membership, today
        gathered = _gather(membership, whose, today)
        self.totals, self.unassigned = gathered.totals, gathered.unassigned
        self.loose = gathered.loose[group]
        self.deadlines = _in_group(cases_of(membership, whose), group, today)
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
    cases = _cases({row.case_id for row in rows})
    return {
        id(row): _task(row, cases[row.case_id], membership, today)
        for row in rows
        if row.case_id in cases
    }


def _cases(ids: set[int]) -> dict[int, Case]:
    if not ids:
        return {}
    of_case = Q(case=OuterRef("pk"))
    unsent = Letter.objects.filter(of_case, state=Letter.State.RENDERED, delivery="").exclude(
        kind=LetterKind.RECEIPT
    )
    cases = Case.objects.filter(pk__in=ids).select_related("recipient", "caseworker")
    return {
        case.pk: case
        for case in cases.annotate(
            draft_id=_newest(Decision.objects.drafts().filter(of_case)),
            open_application_id=_newest(Application.objects.open().filter(of_case)),
            letter_to_send_id=_newest(unsent),
        )
    }


def _newest(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by("-pk").values("pk")[:1])


def _task(row: Any, case: Any, membership: Membership, today: date) -> Task:
    if isinstance(row, Loose):
        what, why, action = _of_loose(row, case)
    else:
        what, why = _what(row, case), _why(row, case)
        action = _next_step(row, case, membership)
    return Task(
        _day(row), what, why, case, protection_of(case), case.recipient.age_on(today), action
    )


def _of_loose(row: Loose, case: Case) -> tuple[str, str, Action]:
    if row.source == DRAFT:
        return (
            _("Fullfør utkastet til vedtak"),
            _("Utkastet hører ikke til en frist."),
            Action(_("Åpne utkastet"), reverse("decisions:detail", args=[row.pk])),
        )
    letter = reverse("letters:detail", args=[row.pk])
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


def segments_by_time(
    totals: Mapping[Group, int], whose: Whose, current: Group | None
) -> list[Segment]:
    everything = Segment(_("Alle"), f"?hvem={whose}", current is None)
    return [
        everything,
        *(
            Segment(
                HEADINGS[group],
                f"?nar={group}&hvem={whose}",
                group == current,
                counted(totals[group]) or None,
                "danger" if group == Group.OVERDUE and totals[group] else "",
            )
            for group in Group
        ),
    ]


def segments_by_owner(membership: Membership, unassigned: int, current: Whose) -> list[Segment]:
    unit = _("Enhetens") if membership.unit_id else _("Kommunens")
    labels = {Whose.MINE: _("Mine"), Whose.UNIT: unit, Whose.UNASSIGNED: _("Ufordelte")}
    if not membership.may(Permission.CASE_WRITE):
        del labels[Whose.MINE]  # a leader has no cases
    return [
        Segment(
            label,
            f"?hvem={whose}",
            whose == current,
            (unassigned or None) if whose == Whose.UNASSIGNED else None,
        )
        for whose, label in labels.items()
    ]
