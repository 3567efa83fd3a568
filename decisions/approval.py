"""When somebody else must issue a decision than the one who wrote it, and who may. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from applications.models import HoursUnit
from decisions.models import GRANTS, Decision, GrantedService
from decisions.rules import Dossier
from stottekontakt.accounts.models import Membership, Municipality, SecondPerson
from stottekontakt.accounts.roles import Permission
from stottekontakt.ui.formatting import number

Outcome = Decision.Outcome
AGAINST = {Outcome.REFUSED, Outcome.PARTLY_GRANTED, Outcome.DISMISSED}
WEEKS_IN_A_MONTH = 4  # as the national statistics count: 24 hours a month are 6 a week


def hours_a_week(services: Iterable[GrantedService]) -> Decimal:
    """What is granted, all forms together."""
    return sum(
        (
            service.hours / WEEKS_IN_A_MONTH
            if service.hours_unit == HoursUnit.MONTH
            else service.hours
            for service in services
        ),
        Decimal(0),
    )


def needs_second_person(dossier: Dossier, by: Membership) -> bool:
    """Whether the municipality, or the writer's own delegation, wants somebody else to issue it."""
    decision, hours = dossier.decision, hours_a_week(dossier.services)
    return is_demanded(
        dossier.municipality, decision.outcome, bool(decision.to_detriment), hours
    ) or is_above(by, decision.outcome, hours)


def is_demanded(
    municipality: Municipality, outcome: str, to_detriment: bool, hours: Decimal
) -> bool:
    """`hours` are those of a week. To somebody's detriment is a no, and less than there is."""
    match municipality.second_person:
        case SecondPerson.ALL:
            return True
        case SecondPerson.REFUSALS_AND_REDUCTIONS:
            return outcome in AGAINST or to_detriment
        case SecondPerson.ABOVE_HOURS:
            return outcome in GRANTS and hours > (municipality.second_person_above_hours or 0)
    return False


def is_above(by: Membership, outcome: str, hours: Decimal) -> bool:
    """More hours a week than the membership issues."""
    limit = by.issues_up_to_hours
    return limit is not None and outcome in GRANTS and hours > limit


def is_beyond(dossier: Dossier, by: Membership) -> bool:
    return is_above(by, dossier.decision.outcome, hours_a_week(dossier.services))


def writers_of(decision: Decision) -> set[int]:
    """Who has a hand in the text as it stands: none of them is a second person."""
    people = {decision.drafted_by_id, decision.last_written_by_id, decision.submitted_by_id}
    people |= {save["by"] for save in decision.saves.values()}
    return {person for person in people if person is not None}


def problems_before_issue_by(dossier: Dossier, by: Membership) -> list[str]:
    """Why this person does not issue this decision, whole as it may be."""
    if not by.may(Permission.DECISION_ISSUE):
        return [_("Rollen din gir ikke rett til å fatte vedtak.")]
    if not dossier.decision.is_submitted:
        if needs_second_person(dossier, by):
            return [_("En annen enn deg må fatte dette vedtaket. Send det til beslutter.")]
        return []
    return list(_problems_of_second_person(dossier, by))


def _problems_of_second_person(dossier: Dossier, by: Membership) -> Iterator[str]:
    if by.user_id in writers_of(dossier.decision):
        yield _("Du har selv skrevet i vedtaket. En annen beslutter må fatte det.")
    elif not by.may(Permission.DECISION_APPROVE):
        yield _("Vedtaket er hos beslutter. Bare en beslutter kan fatte det.")
    elif is_beyond(dossier, by):
        yield _(
            "Vedtaket er på %(hours)s timer i uken, og du kan fatte vedtak på opptil %(limit)s. "
            "En beslutter med større fullmakt må fatte det."
        ) % {
            "hours": number(hours_a_week(dossier.services)),
            "limit": number(by.issues_up_to_hours or Decimal(0)),
        }
