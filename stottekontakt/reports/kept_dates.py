"""How dates are kept: answers within the month, interim replies, promises; and who has what open.

Each figure is a part of the same rows, so the list behind it has that length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import models, transaction
from django.db.models import Count, F, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stottekontakt.accounts.models import Membership, User
from stottekontakt.cases.hand_over import offer
from stottekontakt.cases.models import Case
from stottekontakt.deadlines.models import Deadline, DeadlineQuerySet
from stottekontakt.errors import Refused
from stottekontakt.letters.kinds import LetterKind
from stottekontakt.letters.models import Letter

Kind = Deadline.Kind


class Figure(StrEnum):
    """What a list may be of; the value stands in its address."""

    DECIDED = "vedtak-i-tide"
    INTERIM = "forelopig-svar-i-tide"
    LATE = "for-sent"
    OVERDUE = "forfalt"
    RUNNING = "lopende"
    KEPT = "lovet-holdt"
    BROKEN = "lovet-brutt"
    MOVED = "lovet-flyttet"
    PROMISED = "lovet-lopende"
    OPEN = "apne"
    OPEN_OVERDUE = "apne-forfalt"


LABELS = {
    Figure.DECIDED: gettext_lazy("Vedtak sendt innen en måned"),
    Figure.INTERIM: gettext_lazy("Foreløpig svar sendt innen en måned"),
    Figure.LATE: gettext_lazy("Svar sendt for sent"),
    Figure.OVERDUE: gettext_lazy("Ikke svart, og måneden er gått"),
    Figure.RUNNING: gettext_lazy("Ikke svart ennå, måneden løper"),
    Figure.KEPT: gettext_lazy("Svar sendt som lovet"),
    Figure.BROKEN: gettext_lazy("Løftet ble brutt"),
    Figure.MOVED: gettext_lazy("Ny dag ble lovet i tide"),
    Figure.PROMISED: gettext_lazy("Den lovede dagen er ikke kommet"),
    Figure.OPEN: gettext_lazy("Åpne frister"),
    Figure.OPEN_OVERDUE: gettext_lazy("Forfalte frister"),
}
OF_MONTH = (Figure.DECIDED, Figure.INTERIM, Figure.LATE, Figure.OVERDUE, Figure.RUNNING)
OF_PROMISES = (Figure.KEPT, Figure.BROKEN, Figure.MOVED, Figure.PROMISED)
OF_PERSON = (Figure.OPEN, Figure.OPEN_OVERDUE)


@dataclass(frozen=True, slots=True)
class Period:
    first: date
    last: date


def _condition(figure: Figure, today: date) -> Q:
    in_time = Q(met_on__lte=F("due_on"))
    is_open = Q(met_on__isnull=True, cancelled_on__isnull=True)
    by_interim_reply = Q(
        met_by__in=Letter.objects.filter(kind=LetterKind.INTERIM_REPLY)
        .annotate(name=Concat(Value("letter:"), Cast("pk", models.TextField()),
                              output_field=models.TextField()))
        .values("name")
    )  # fmt: skip
    match figure:
        case Figure.DECIDED:
            return in_time & ~by_interim_reply
        case Figure.INTERIM:
            return in_time & by_interim_reply
        case Figure.LATE:
            return Q(met_on__gt=F("due_on"))
        case Figure.OVERDUE:
            return is_open & Q(due_on__lt=today)
        case Figure.RUNNING | Figure.PROMISED:
            return is_open & Q(due_on__gte=today)
        case Figure.KEPT:
            return in_time
        case Figure.BROKEN:
            return (
                Q(met_on__gt=F("due_on"))
                | Q(cancelled_on__gt=F("due_on"))
                | is_open & Q(due_on__lt=today)
            )
        case Figure.MOVED:
            return Q(cancelled_on__lte=F("due_on"))
        case Figure.OPEN:
            return is_open
        case Figure.OPEN_OVERDUE:
            return is_open & Q(act_by__lt=today)


def _rows(figure: Figure, membership: Membership, period: Period) -> DeadlineQuerySet:
    """All the deadlines of which the figure counts some."""
    rows: DeadlineQuerySet = Deadline.objects.visible_to(membership)
    span = (period.first, period.last)
    if figure in OF_MONTH:
        # What was withdrawn, nobody owed an answer.
        return rows.filter(kind=Kind.ONE_MONTH, counted_from__range=span, cancelled_on__isnull=True)
    if figure in OF_PROMISES:
        return rows.filter(kind=Kind.PROMISED, due_on__range=span)
    return rows.ours().filter(case__closed_on__isnull=True)


def rows_of(
    figure: Figure, membership: Membership, period: Period, today: date, person: str = ""
) -> DeadlineQuerySet:
    """The list behind a figure; `person` is a caseworker's number, or "ingen"."""
    rows = _rows(figure, membership, period).filter(_condition(figure, today))
    if person == NOBODY:
        return rows.filter(case__caseworker__isnull=True)
    return rows.filter(case__caseworker=int(person)) if person.isdecimal() else rows


NOBODY = "ingen"


@dataclass(frozen=True, slots=True)
class Counted:
    figure: Figure
    count: int
    of: int

    @property
    def label(self) -> Any:
        return LABELS[self.figure]

    @property
    def percent(self) -> int:
        return round(100 * self.count / self.of) if self.of else 0


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    name: str
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Kept:
    month: list[Counted]
    promises: list[Counted]
    people: list[Person]

    @property
    def received(self) -> int:
        return sum(one.count for one in self.month)

    @property
    def promised(self) -> int:
        return sum(one.count for one in self.promises)


def kept_dates(membership: Membership, period: Period, today: date) -> Kept:
    """Three queries, however many the rows."""

    def counted(figures: Sequence[Figure]) -> list[Counted]:
        rows = _rows(figures[0], membership, period)
        found = rows.aggregate(
            **{figure.name: Count("pk", filter=_condition(figure, today)) for figure in figures}
        )
        total = sum(found.values())
        return [Counted(figure, found[figure.name], total) for figure in figures]

    people = (
        _rows(Figure.OPEN, membership, period)
        .filter(_condition(Figure.OPEN, today))
        .order_by()
        .values("case__caseworker", "case__caseworker__name")
        .annotate(
            open=Count("pk"),
            overdue=Count("pk", filter=_condition(Figure.OPEN_OVERDUE, today)),
        )
        .order_by("-overdue", "-open", "case__caseworker__name")
    )
    return Kept(
        month=counted(OF_MONTH),
        promises=counted(OF_PROMISES),
        people=[
            Person(
                key=str(row["case__caseworker"] or NOBODY),
                name=row["case__caseworker__name"] or _("Ingen saksbehandler"),
                open=row["open"],
                overdue=row["overdue"],
            )
            for row in people
        ],
    )


# ── Several at once ─────────────────────────────────────────────────────────────────────────────


class CannotMove(Refused):
    """None was moved; each problem names its case."""


@transaction.atomic
def move_cases(case_ids: Sequence[int], *, to: User, message: str, by: Membership) -> list[Case]:
    """Give the cases to one caseworker, all of them or none. Cases that person has are left."""
    cases = list(
        Case.objects.visible_to(by)
        .open()
        .filter(pk__in=case_ids)
        .select_related("unit")
        .order_by("pk")
    )
    moved, problems = [], []
    for case in cases:
        if case.caseworker_id == to.pk:
            continue
        try:
            with transaction.atomic():
                offer(case.pk, to_user=to, to_unit=case.unit, message=message, by=by)
            moved.append(case)
        except Refused as error:
            problems += [
                _("Sak %(case)s: %(problem)s") % {"case": case, "problem": problem}
                for problem in error.problems
            ]
    if problems:
        raise CannotMove(problems)
    return moved
