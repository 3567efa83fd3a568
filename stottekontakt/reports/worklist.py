"""What must be done next, by whom and by when: deadlines, letters that wait and loose drafts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Cast, RowNumber, TruncDate
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
    def others(self) -> int:
        return self.total - len(self.tasks)


@dataclass(frozen=True, slots=True)
class WorkList:
    sections: list[Section]  # those with anything in them
    totals: Mapping[Group, int]
    unassigned: int

    @property
    def total(self) -> int:
        return sum(self.totals.values())


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


# ── What is loose ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Loose:
    """A letter that waits, or a draft that no deadline speaks of."""

    source: str
    pk: int
    case_id: int
    on: date | None
    kind: str
    name: str
    state: str
    by_hand: bool

    def group(self, today: date) -> Group:
        if self.source == DRAFT:
            return Group.LATER
        assert self.on is not None
        return Group.OVERDUE if self.on < today else Group.TODAY


LETTER, DRAFT, UNASSIGNED = "letter", "draft", "unassigned"


def _text(value: str) -> Value:
    return Value(value, output_field=models.TextField())


def _loose(cases: QuerySet[Case], everyones: QuerySet[Case]) -> tuple[list[Loose], int]:
    """Letters and drafts of the cases, and how many søknader nobody has: one query."""
    answering = Deadline.objects.open().filter(kind=Kind.ONE_MONTH, case=OuterRef("case"))
    letters = (
        Letter.objects.filter(case__in=cases, delivery="")
        .exclude(state=Letter.State.QUEUED)
        # The deadline's own row says that its decision must be sent.
        .exclude(
            Q(state=Letter.State.RENDERED) & ~Q(kind=LetterKind.RECEIPT) & Q(Exists(answering))
        )
        .order_by("dated_on", "pk")
        .values_list(
            _text(LETTER), "pk", "case_id", "dated_on", "kind", "addressee_name", "state",
            "manual_dispatch",
        )[:MOST_LOOSE]
    )  # fmt: skip
    drafts = (
        Decision.objects.drafts()
        .filter(~Exists(answering), case__in=cases)
        .order_by("-drafted_at")
        .values_list(
            _text(DRAFT), "pk", "case_id", TruncDate("drafted_at"), _text(""), _text(""),
            _text(""), Value(False),
        )[:MOST_LOOSE]
    )  # fmt: skip
    unassigned = (
        everyones.filter(
            Exists(Application.objects.open().filter(case=OuterRef("pk"))), caseworker=None
        )
        .order_by()
        .values("municipality_id")
        .annotate(number=Count("pk"))
        .values_list(
            _text(UNASSIGNED), "number", "municipality_id",
            Cast(Value(None), models.DateField()), _text(""), _text(""), _text(""), Value(False),
        )
    )  # fmt: skip
    rows = [Loose(*row) for row in letters.union(drafts, unassigned, all=True)]
    counted = [row.pk for row in rows if row.source == UNASSIGNED]
    return [row for row in rows if row.source != UNASSIGNED], sum(counted)


# ── Deadlines ───────────────────────────────────────────────────────────────────────────────────


def _deadlines(cases: QuerySet[Case], today: date) -> QuerySet[Any]:
    sunday = today + timedelta(days=6 - today.weekday())
    group = models.Case(
        When(kind=Kind.COMPLAINT, then=_text(Group.WAITING)),
        When(act_by__lt=today, then=_text(Group.OVERDUE)),
        When(act_by=today, then=_text(Group.TODAY)),
        When(act_by__lte=sunday, then=_text(Group.WEEK)),
        default=_text(Group.LATER),
    )
    return (
        Deadline.objects.open()
        .filter(
            Q(act_by__gte=today) | ~Q(kind=Kind.COMPLAINT),  # one past is nobody's task
            case__in=cases,
            act_by__lte=today + timedelta(days=LATER_DAYS),
        )
        .annotate(
            group=group,
            place=Window(RowNumber(), partition_by=F("group"), order_by=("act_by", "pk")),
            total=Window(Count("pk"), partition_by=F("group")),
        )
    )


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


def work_list(
    membership: Membership, whose: Whose, today: date, *, groups: Iterable[Group] = Group
) -> WorkList:
    """The first tasks of each group, and how many there are. At most four queries."""
    cases = cases_of(membership, whose)
    rows = list(_deadlines(cases, today).filter(place__lte=PER_GROUP))
    loose, unassigned = _loose(cases, cases_of(membership, Whose.UNIT))
    totals = _totals({Group(row.group): row.total for row in rows}, loose, today)
    chosen = {
        group: _merged(
            [row for row in rows if row.group == group],
            [row for row in loose if row.group(today) == group],
        )[:PER_GROUP]
        for group in groups
    }
    tasks = _tasks([row for rows in chosen.values() for row in rows], membership, today)
    sections = []
    for group, ordered in chosen.items():
        if ordered:
            shown = [tasks[id(row)] for row in ordered if id(row) in tasks]
            sections.append(Section(group, shown, totals[group]))
    return WorkList(sections, totals, unassigned)


def _totals(
    deadlines: Mapping[Group, int], loose: Sequence[Loose], today: date
) -> Mapping[Group, int]:
    return {
        group: deadlines.get(group, 0) + sum(row.group(today) == group for row in loose)
        for group in Group
    }


def _merged(deadlines: Sequence[Any], loose: Sequence[Loose]) -> list[Any]:
    """By date; what has no date comes last."""
    rows: list[Any] = [*loose, *deadlines]
    return sorted(rows, key=lambda row: _day(row) or date.max)


def _day(row: Any) -> date | None:
    if isinstance(row, Loose):
        return None if row.source == DRAFT else row.on
    day: date = row.act_by
    return day


class OneGroup(Sequence[Any]):
    """All tasks of one group, read a page at a time."""

    def __init__(self, membership: Membership, whose: Whose, group: Group, today: date) -> None:
        self.membership, self.today = membership, today
        self.group = group
        cases = cases_of(membership, whose)
        everything = _deadlines(cases, today)
        self.deadlines = everything.filter(group=group)
        loose, self.unassigned = _loose(cases, cases_of(membership, Whose.UNIT))
        counted = {Group(row.group): row.total for row in everything.filter(place=1)}
        self.totals = _totals(counted, loose, today)
        self.loose = [row for row in loose if row.group(today) == group]

    def __len__(self) -> int:
        return self.totals[self.group]

    def __getitem__(self, key: Any) -> Any:
        first = list(self.deadlines.filter(place__lte=key.stop))
        rows = _merged(first, self.loose)[key]
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
    count: int | None = None
    color: str = ""


def segments_by_time(
    totals: Mapping[Group, int], whose: Whose, current: Group | None
) -> list[Segment]:
    everything = Segment(_("Alle"), f"?hvem={whose}", current is None, sum(totals.values()))
    return [
        everything,
        *(
            Segment(
                HEADINGS[group],
                f"?nar={group}&hvem={whose}",
                group == current,
                totals[group],
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
            unassigned if whose == Whose.UNASSIGNED else None,
        )
        for whose, label in labels.items()
    ]
