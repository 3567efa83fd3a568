"""Open, change and close the offices of the municipality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions.models import Decision
from stottekontakt.accounts.models import Invitation, Membership, Unit
from stottekontakt.administration.history import event_model
from stottekontakt.administration.services.dated import CannotSave, lock
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.cases.models import Case

Event = AuditEntry.Event
FIELDS = ("name", "kind", "phone", "email", "postal_address")


class Conflict(CannotSave):
    """Somebody else saved the same thing since the form was opened."""


def version_of(row: Any) -> int:
    """The number of the newest line of its history: it moves whenever the row does."""
    newest = (
        event_model(type(row))
        .objects.filter(pgh_obj_id=row.pk)
        .order_by("-pgh_id")
        .values_list("pgh_id", flat=True)
        .first()
    )
    return int(newest or 0)


def changed_by_another() -> Conflict:
    return Conflict(
        _(
            "En annen har lagret noe her etter at du åpnet siden. Det du skrev, står fortsatt i "
            "feltene. Se i «Historikk» hva som ble endret, og lagre på nytt hvis ditt skal gjelde."
        )
    )


@transaction.atomic
def open_unit(values: dict[str, Any], *, by: Membership) -> Unit:
    lock(by.municipality_id)
    unit = Unit(municipality_id=by.municipality_id, **{name: values[name] for name in FIELDS})
    _check_name(unit)
    unit.save()
    record(Event.UNIT_SAVED, unit, by=by, data={"kind": unit.kind})
    return unit


@transaction.atomic
def change_unit(unit_id: int, values: dict[str, Any], *, version: int, by: Membership) -> Unit:
    lock(by.municipality_id)
    unit = Unit.objects.select_for_update().get(pk=unit_id, municipality=by.municipality_id)
    if version_of(unit) != version:
        raise changed_by_another()
    if unit.closed_on:
        raise CannotSave(_("Enheten er lagt ned og kan ikke endres."))
    for name in FIELDS:
        setattr(unit, name, values[name])
    _check_name(unit)
    unit.save(update_fields=FIELDS)
    record(Event.UNIT_SAVED, unit, by=by, data={"kind": unit.kind})
    return unit


def _check_name(unit: Unit) -> None:
    same = Unit.objects.filter(municipality=unit.municipality_id, name__iexact=unit.name)
    if same.exclude(pk=unit.pk).exists():
        raise CannotSave(_("Kommunen har allerede en enhet med dette navnet. Velg et annet navn."))


@dataclass(frozen=True, kw_only=True)
class Belongings:
    """What a unit would leave behind. Cases are named by number alone."""

    cases: Sequence[Case]
    delivers: Sequence[Case]
    memberships: Sequence[Membership]
    invitations: int

    def __bool__(self) -> bool:
        return bool(self.cases or self.delivers or self.memberships or self.invitations)


def belongings_of(unit: Unit) -> Belongings:
    open_cases = Case.objects.filter(closed_on__isnull=True).only(
        "pk", "year", "sequence", "unit_id", "delivering_unit_id"
    )
    return Belongings(
        cases=list(open_cases.filter(unit=unit).order_by("year", "sequence")),
        delivers=list(open_cases.filter(delivering_unit=unit).order_by("year", "sequence")),
        memberships=list(
            Membership.objects.filter(unit=unit)
            .exclude(valid_until__lt=timezone.localdate())
            .select_related("user")
        ),
        invitations=Invitation.objects.open().filter(unit=unit).count(),
    )


@transaction.atomic
def close_unit(unit_id: int, *, successor: Unit | None, by: Membership) -> Unit:
    """Close it today; open cases, people and invitations go to the successor."""
    lock(by.municipality_id)
    units = {
        row.pk: row
        for row in Unit.objects.select_for_update().filter(municipality=by.municipality_id)
    }
    unit = units[unit_id]
    if unit.closed_on:
        raise CannotSave(_("Enheten er allerede lagt ned."))
    heir = units.get(successor.pk) if successor else None
    if heir is not None and (heir.pk == unit.pk or heir.closed_on):
        raise CannotSave(_("Velg en annen enhet som er i bruk."))
    left = belongings_of(unit)
    if left and heir is None:
        raise CannotSave(_leftovers(left))
    if heir is not None:
        _move(unit, heir, by)
    others = [row for row in units.values() if row != unit and row.closed_on is None]
    if unit.kind == Unit.Kind.ALLOCATION and all(row.kind != unit.kind for row in others):
        raise CannotSave(
            _(
                "Dette er den eneste enheten som tildeler tjenester. Opprett den nye enheten "
                "før du legger ned denne."
            )
        )
    unit.closed_on = timezone.localdate()
    unit.save(update_fields=["closed_on"])
    record(Event.UNIT_CLOSED, unit, by=by, data={"successor": heir.pk if heir else None})
    return unit


def _leftovers(left: Belongings) -> list[str]:
    problems = []
    if left.cases:
        problems.append(
            ngettext(
                "%(count)d åpen sak hører til enheten: %(numbers)s. Velg hvor den skal.",
                "%(count)d åpne saker hører til enheten: %(numbers)s. Velg hvor de skal.",
                len(left.cases),
            )
            % {"count": len(left.cases), "numbers": _numbers(left.cases)}
        )
    if left.delivers:
        problems.append(
            ngettext(
                "Enheten setter i verk vedtaket i %(count)d sak: %(numbers)s. Velg hvem som tar "
                "over.",
                "Enheten setter i verk vedtak i %(count)d saker: %(numbers)s. Velg hvem som tar "
                "over.",
                len(left.delivers),
            )
            % {"count": len(left.delivers), "numbers": _numbers(left.delivers)}
        )
    if left.memberships or left.invitations:
        problems.append(
            _(
                "Noen arbeider i enheten eller er invitert til den. Velg hvor de skal, eller "
                "avslutt tilgangene først."
            )
        )
    return problems


def _numbers(cases: Sequence[Case]) -> str:
    shown = ", ".join(str(case) for case in cases[:10])
    more = len(cases) - 10
    return (
        _("%(numbers)s og %(more)d til") % {"numbers": shown, "more": more} if more > 0 else shown
    )


def _move(unit: Unit, heir: Unit, by: Membership) -> None:
    open_cases = Case.objects.filter(closed_on__isnull=True)
    for case in (
        open_cases.select_for_update(of=("self",))
        .filter(Q(unit=unit) | Q(delivering_unit=unit))
        .order_by("pk")
    ):
        moved = [
            name for name in ("unit", "delivering_unit") if getattr(case, f"{name}_id") == unit.pk
        ]
        for name in moved:
            setattr(case, name, heir)
        case.version = F("version") + 1
        case.save(update_fields=["unit", "delivering_unit", "version"])
        record(Event.CASE_CHANGED, case, by=by, case_id=case.pk, data={"fields": moved})
    # A draft would otherwise be issued to a unit that is no more.
    Decision.objects.drafts().filter(delivering_unit=unit).update(delivering_unit=heir)
    today = timezone.localdate()
    for membership in (
        Membership.objects.select_for_update(of=("self",))
        .filter(unit=unit)
        .exclude(valid_until__lt=today)
    ):
        has_it = (
            Membership.objects.filter(user=membership.user_id, unit=heir, role=membership.role)
            .exclude(valid_until__lt=today)
            .exists()
        )
        if has_it:
            membership.valid_until = max(today, membership.valid_from)
            membership.save(update_fields=["valid_until"])
            record(Event.MEMBERSHIP_ENDED, membership, by=by, data={"valid_until": today})
        else:
            membership.unit = heir
            membership.save(update_fields=["unit"])
            record(Event.MEMBERSHIP_CHANGED, membership, by=by, data={"unit": heir.pk})
    Invitation.objects.open().filter(unit=unit).update(unit=heir)
