"""Which issued decisions are asked for, which of them are left out, and the letters they made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.models import Decision
from stottekontakt.accounts.models import Membership, Unit
from stottekontakt.accounts.roles import Permission
from stottekontakt.cases.models import AddressProtection, Person, Representative
from stottekontakt.letters.kinds import LetterKind
from stottekontakt.letters.models import Letter
from stottekontakt.ui.formatting import short_date

DECISION_LETTERS = [kind for kind in LetterKind if kind.value.startswith("decision_")]

# Age on the day of the decision: (the youngest, the oldest).
AGES: dict[str, tuple[int, int]] = {
    "barn": (0, 11),
    "unge": (12, 17),
    "voksne": (18, 66),
    "eldre": (67, 150),
}
AGE_LABELS: dict[str, Any] = {
    "barn": gettext_lazy("Barn, 0–11 år"),
    "unge": gettext_lazy("Unge, 12–17 år"),
    "voksne": gettext_lazy("Voksne, 18–66 år"),
    "eldre": gettext_lazy("Eldre, 67 år og over"),
}


class Protected(StrEnum):
    """What becomes of cases where somebody has a protected address (Normen, faktaark 55)."""

    LEFT_OUT = "left_out"
    WITH = "with"
    ALONE = "alone"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What to look for; as it stands in the address of the list, so it names nobody."""

    fra: date | None = None
    til: date | None = None
    enhet: int | None = None
    utfall: str = ""
    type: str = ""
    alder: str = ""

    def as_data(self) -> dict[str, Any]:
        """For a row and for the log: only what is asked for."""
        pairs = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in pairs
            if value not in (None, "")
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Asked:
        days = {name: date.fromisoformat(data[name]) for name in ("fra", "til") if data.get(name)}
        return cls(**{**data, **days})

    def in_words(self, unit: Unit | None = None) -> list[str]:
        """Each thing that was asked for, to be read long after."""
        words = []
        if self.fra:
            words.append(_("fattet fra og med %(day)s") % {"day": short_date(self.fra)})
        if self.til:
            words.append(_("fattet til og med %(day)s") % {"day": short_date(self.til)})
        if unit is not None:
            words.append(_("enhet: %(unit)s") % {"unit": unit.name})
        if self.utfall:
            words.append(_("utfall: %(it)s") % {"it": Decision.Outcome(self.utfall).label})
        if self.type:
            words.append(_("type: %(it)s") % {"it": Decision.Kind(self.type).label})
        if self.alder:
            words.append(_("alder: %(it)s") % {"it": AGE_LABELS[self.alder]})
        return words


def decisions_found(
    membership: Membership,
    asked: Asked,
    *,
    protected: Protected = Protected.LEFT_OUT,
    until: datetime | None = None,
) -> QuerySet[Decision]:
    """Issued decisions of the reader's unit, or of the whole municipality.

    The archive's right opens the decisions themselves and nothing else of the case; so this does
    not ask who may see the case. `until` holds a gathering to what was there when it was ordered.
    """
    if not membership.may(Permission.ARCHIVE_EXPORT):
        return Decision.objects.none()
    found = Decision.objects.issued().filter(municipality=membership.municipality_id)
    if membership.unit_id:
        found = found.filter(
            Q(case__unit=membership.unit_id) | Q(case__delivering_unit=membership.unit_id)
        )
    if asked.fra:
        found = found.filter(issued_at__gte=_midnight(asked.fra))
    if asked.til:
        found = found.filter(issued_at__lt=_midnight(asked.til + timedelta(days=1)))
    if until is not None:
        found = found.filter(issued_at__lte=until)
    if asked.enhet:
        found = found.filter(case__unit=asked.enhet)
    if asked.utfall:
        found = found.filter(outcome=asked.utfall)
    if asked.alder:
        found = found.filter(recipient_age__range=AGES[asked.alder])
    if asked.type:
        found = found.filter(kind=asked.type)
    match protected:
        case Protected.LEFT_OUT:
            found = found.filter(~_is_protected())
        case Protected.ALONE:
            found = found.filter(_is_protected())
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _is_protected() -> Q:
    hidden = [AddressProtection.CONFIDENTIAL, AddressProtection.STRICT]
    return Q(
        Exists(Person.objects.filter(pk=OuterRef("case__recipient"), address_protection__in=hidden))
    ) | Q(
        # A parent's address tells where the child may be found.
        Exists(
            Representative.objects.filter(
                case=OuterRef("case"), person__address_protection__in=hidden
            )
        )
    )


@dataclass(frozen=True, slots=True)
class FoundLetter:
    """One rendering of a decision, without the name it is addressed to."""

    pk: int
    decision_id: int
    role: str
    language: str
    version: int
    state: str
    sha256: str

    @property
    def is_rendered(self) -> bool:
        return self.state == Letter.State.RENDERED

    @property
    def reader(self) -> str:
        """Whom it was written to, by role."""
        words = str(Letter.Role(self.role).label)
        if self.version > 1:
            words = _("%(role)s, versjon %(version)d") % {"role": words, "version": self.version}
        return words


@dataclass(frozen=True, slots=True)
class FoundDecision:
    pk: int
    case_number: str
    decided_on: date
    outcome: str
    unit: str
    is_taken_over: bool
    letters: Sequence[FoundLetter]

    @property
    def outcome_in_words(self) -> str:
        return str(Decision.Outcome(self.outcome).label)


def with_letters(decisions: QuerySet[Decision]) -> list[FoundDecision]:
    """The decisions of one page or batch, in their order; two queries whatever their number."""
    rows = list(
        decisions.values_list(
            "pk", "case__year", "case__sequence", "issued_at", "outcome", "case__unit__name",
            "taken_over_at",
        )
    )  # fmt: skip
    letters = letters_of(row[0] for row in rows)
    return [
        FoundDecision(
            pk=pk,
            case_number=f"{year}/{sequence}",
            decided_on=timezone.localdate(issued_at),
            outcome=outcome,
            unit=unit,
            is_taken_over=taken_over_at is not None,
            letters=letters.get(pk, ()),
        )
        for pk, year, sequence, issued_at, outcome, unit, taken_over_at in rows
    ]


def letters_of(decision_ids: Iterable[int]) -> dict[int, list[FoundLetter]]:
    sources = {f"decision:{pk}": pk for pk in decision_ids}
    found: dict[int, list[FoundLetter]] = {}
    letters = (
        Letter.objects.filter(source__in=list(sources), kind__in=DECISION_LETTERS)
        .order_by("pk")
        .values_list("pk", "source", "role", "language", "version", "state", "sha256")
    )
    for pk, source, role, language, version, state, sha256 in letters:
        letter = FoundLetter(pk, sources[source], role, language, version, state, sha256)
        found.setdefault(letter.decision_id, []).append(letter)
    return found


def newest_first(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    return decisions.order_by(F("issued_at").desc(), "-pk")
