"""A case from hand to hand: taken over, offered, accepted, declined, given back.

Drafts and deadlines hang on the case and go with it.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stottekontakt.accounts.models import Membership, Unit, User
from stottekontakt.accounts.roles import Permission
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.cases.errors import CannotHandOver, CannotTakeCase
from stottekontakt.cases.impartiality import refuse_if_disqualified
from stottekontakt.cases.models import Case, Disqualification, HandOver
from stottekontakt.cases.services import assign_case

Event = AuditEntry.Event
State = HandOver.State


def _locked(case_id: int) -> Case:
    # Nothing is joined: a row joined to one that was waited for is the row as it was before.
    case = Case.objects.select_for_update().get(pk=case_id)
    if not case.is_open:
        raise CannotHandOver(_("Saken er avsluttet."))
    return case


def _withdraw_open_offers(case: Case, *, by: Membership) -> None:
    """Whatever else happens to the case, nobody is left with an offer that no longer holds."""
    for offer in HandOver.objects.open().filter(case=case):
        _answer(offer, State.WITHDRAWN, by=by)
        record(Event.CASE_OFFER_WITHDRAWN, offer, by=by, case_id=case.pk)


def _answer(offer: HandOver, state: str, *, by: Membership, answer: str = "") -> None:
    offer.state, offer.answer = state, answer
    offer.answered_at, offer.answered_by = timezone.now(), by.user
    offer.save(update_fields=["state", "answer", "answered_at", "answered_by"])


@transaction.atomic
def take(case_id: int, *, by: Membership) -> Case:
    """Become the caseworker of a case that has none."""
    case = _locked(case_id)
    refuse_if_disqualified(case_id, by)
    if case.caseworker is not None and case.caseworker_id != by.user_id:
        raise CannotTakeCase(
            _("%(name)s er allerede saksbehandler i saken.") % {"name": case.caseworker}
        )
    _withdraw_open_offers(case, by=by)
    return assign_case(case_id, caseworker=by.user, by=by)


@transaction.atomic
def take_over(case_id: int, *, from_user_id: int | None, by: Membership, message: str = "") -> Case:
    """Become the caseworker of a case that a colleague has.

    `from_user_id` is who had it when the page was opened: of two who take it at once, the second
    is told.
    """
    case = _locked(case_id)
    refuse_if_disqualified(case_id, by)
    if case.caseworker_id == by.user_id:
        return case
    if case.caseworker_id != from_user_id:
        raise CannotHandOver(
            _("%(name)s er nå saksbehandler i saken.") % {"name": case.caseworker.name}
            if case.caseworker
            else _("Saken har ikke lenger noen saksbehandler. Velg «Ta saken».")
        )
    _withdraw_open_offers(case, by=by)
    moved = _note_as_done(case, to_user=by.user, to_unit=case.unit, message=message, by=by)
    record(Event.CASE_TAKEN_OVER, moved, by=by, case_id=case.pk, data={"from": from_user_id})
    return assign_case(case_id, caseworker=by.user, by=by)


def _note_as_done(
    case: Case, *, to_user: User | None, to_unit: Unit, message: str, by: Membership
) -> HandOver:
    return HandOver.objects.create(
        municipality_id=case.municipality_id,
        case=case,
        from_user=case.caseworker,
        from_unit=case.unit,
        to_user=to_user,
        to_unit=to_unit,
        message=message,
        state=State.ACCEPTED,
        offered_by=by.user,
        answered_at=timezone.now(),
        answered_by=by.user,
    )


@transaction.atomic
def offer(
    case_id: int, *, to_user: User | None, to_unit: Unit, message: str, by: Membership
) -> HandOver:
    """Ask a colleague, or another unit, to take the case.

    A leader distributes within the own unit without asking. Until somebody accepts, nothing about
    the case changes.
    """
    case = _locked(case_id)
    if to_unit == case.unit and to_user is None:
        raise CannotHandOver(_("Saken er allerede i %(unit)s.") % {"unit": case.unit})
    if to_user is not None:
        if to_user.pk == case.caseworker_id and to_unit == case.unit:
            raise CannotHandOver(
                _("%(name)s er allerede saksbehandler i saken.") % {"name": to_user.name}
            )
        if Disqualification.objects.barring(to_user.pk).filter(case=case).exists():
            raise CannotHandOver(
                _("%(name)s er inhabil i saken, eller det er ikke avgjort. Velg en annen.")
                % {"name": to_user.name}
            )
    _withdraw_open_offers(case, by=by)
    if to_user is not None and to_unit == case.unit and by.may(Permission.CASE_LEAD):
        moved = _note_as_done(case, to_user=to_user, to_unit=to_unit, message=message, by=by)
        assign_case(case_id, caseworker=to_user, by=by)
        return moved
    made = HandOver.objects.create(
        municipality_id=case.municipality_id,
        case=case,
        from_user=case.caseworker,
        from_unit=case.unit,
        to_user=to_user,
        to_unit=to_unit,
        message=message,
        offered_by=by.user,
    )
    record(
        Event.CASE_OFFERED,
        made,
        by=by,
        case_id=case.pk,
        data={"caseworker": to_user.pk if to_user else None, "unit": to_unit.pk},
    )
    return made


@transaction.atomic
def hand_back(case_id: int, *, message: str, by: Membership) -> Case:
    """The case goes back among the unit's unassigned ones."""
    case = _locked(case_id)
    if case.caseworker_id is None:
        return case
    _withdraw_open_offers(case, by=by)
    moved = _note_as_done(case, to_user=None, to_unit=case.unit, message=message, by=by)
    record(Event.CASE_HANDED_BACK, moved, by=by, case_id=case.pk)
    return assign_case(case_id, caseworker=None, by=by)


def _open_offer(offer_id: int, *, by: Membership) -> tuple[HandOver, Case]:
    """Locked in the order everybody locks: the case first."""
    case_id = HandOver.objects.values_list("case_id", flat=True).get(pk=offer_id)
    case = _locked(case_id)
    made = HandOver.objects.get(pk=offer_id)
    if made.state != State.OFFERED:
        raise CannotHandOver(_no_longer_open(made, by))
    return made, case


def _no_longer_open(made: HandOver, by: Membership) -> str:
    if made.state == State.WITHDRAWN:
        return _("Overføringen er trukket tilbake.")
    assert made.answered_by is not None
    return _("%(name)s har allerede svart.") % {"name": made.answered_by.name}


@transaction.atomic
def accept(offer_id: int, *, by: Membership) -> Case:
    made, case = _open_offer(offer_id, by=by)
    refuse_if_disqualified(case.pk, by)
    _answer(made, State.ACCEPTED, by=by)
    record(Event.CASE_OFFER_ACCEPTED, made, by=by, case_id=case.pk)
    if case.unit_id != made.to_unit_id:
        case.unit = made.to_unit
        case.save(update_fields=["unit"])
    return assign_case(case.pk, caseworker=by.user, by=by)


@transaction.atomic
def decline(offer_id: int, *, reason: str, by: Membership) -> HandOver:
    made, case = _open_offer(offer_id, by=by)
    _answer(made, State.DECLINED, by=by, answer=reason)
    record(Event.CASE_OFFER_DECLINED, made, by=by, case_id=case.pk)
    return made


@transaction.atomic
def withdraw(offer_id: int, *, by: Membership) -> HandOver:
    made, case = _open_offer(offer_id, by=by)
    _answer(made, State.WITHDRAWN, by=by)
    record(Event.CASE_OFFER_WITHDRAWN, made, by=by, case_id=case.pk)
    return made
