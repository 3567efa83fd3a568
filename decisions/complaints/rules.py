"""What may be done with a complaint, and by whom. No database, no clock: `on` is given.

fvl. = forvaltningsloven of 1967; the same questions stand in §§ 61 to 68 of the act of 2025, which
differs in when a complaint is in time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from decisions.complaints.models import Complaint, ComplaintClaim, CostsClaim
from stottekontakt.cases.models import Person, Representative
from stottekontakt.cases.rules import (
    decides_alone,
    is_minor,
    may_use_party_rights,
    standing_of,
)
from stottekontakt.deadlines.calendar import (
    month_after,
    next_working_day,
    previous_working_day,
    weeks_after,
)
from stottekontakt.ui.formatting import long_date

State = Complaint.State
Way = Complaint.Way

TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.RECEIVED: frozenset(
        {State.TAKEN, State.DISMISSED, State.REVERSAL_REQUEST, State.WITHDRAWN}
    ),
    State.TAKEN: frozenset(
        {
            State.ALLOWED,
            State.PARTLY_ALLOWED,
            State.MAINTAINED,
            State.DISMISSED,
            State.WITHDRAWN,
        }
    ),
    State.ALLOWED: frozenset(),
    State.PARTLY_ALLOWED: frozenset({State.FORWARDED}),
    State.MAINTAINED: frozenset({State.FORWARDED, State.WITHDRAWN}),
    State.FORWARDED: frozenset({State.ANSWERED, State.WITHDRAWN}),
    State.ANSWERED: frozenset(),
    State.DISMISSED: frozenset(),
    State.REVERSAL_REQUEST: frozenset(),
    State.WITHDRAWN: frozenset(),
}

COSTS_WEEKS = 3  # fvl. § 36 third paragraph
# Ours: the law says "as soon as the case is prepared" (fvl. § 33 fourth paragraph).
FORWARD_DAYS = 14


# ── By what right ───────────────────────────────────────────────────────────────────────────────


class Right(StrEnum):
    YES = "yes"
    # A child of 12 to 15: received, with an assessment of whether it understands the matter.
    ASSESS_CHILD = "assess_child"
    # A child below 12: an enquiry, and a task to speak with those who may complain. Never refused.
    ENQUIRY = "enquiry"
    NEEDS_AUTHORISATION = "needs_authorisation"


@dataclass(frozen=True, slots=True)
class RightToComplain:
    right: Right
    reason: str  # in the caseworker's words


def right_to_complain(
    complainant: Person,
    recipient: Person,
    representatives: Iterable[Representative],
    on: date,
) -> RightToComplain:
    """pbrl. §§ 7-2, 4-3, 4-4 and 6-5; fvl. § 12."""
    born_on = recipient.birth_date
    if complainant.pk == recipient.pk and born_on and is_minor(born_on, on):
        name = recipient.first_name
        if decides_alone(born_on, on):
            return RightToComplain(
                Right.YES, _("%(name)s har fylt 16 år og klager selv.") % {"name": name}
            )
        if may_use_party_rights(born_on, on, understands_the_case=True):
            return RightToComplain(
                Right.ASSESS_CHILD,
                _(
                    "%(name)s har fylt 12 år og kan klage alene om %(name)s forstår hva saken "
                    "gjelder. Ta imot klagen, og skriv ned vurderingen."
                )
                % {"name": name},
            )
        return RightToComplain(
            Right.ENQUIRY,
            _(
                "%(name)s er under 12 år. Det %(name)s sier, blir en henvendelse og en oppgave om "
                "å snakke med dem som har foreldreansvar. Klagen avvises ikke."
            )
            % {"name": name},
        )
    standing = standing_of(complainant, recipient, representatives, on)
    return RightToComplain(
        Right.YES if standing.may else Right.NEEDS_AUTHORISATION, str(standing.reason)
    )


# ── In time? ────────────────────────────────────────────────────────────────────────────────────


def is_in_time(
    way: Way | str,
    *,
    due_on: date | None,
    posted_on: date | None,
    received_on: date,
    new_act: bool = False,
) -> bool:
    """fvl. § 30: on paper it is enough to have posted it in time. What is sent electronically must
    have come in time (eForvaltningsforskriften § 11); under the act of 2025 it is enough to have
    sent it (§ 64). A deadline that never began to run has not passed.
    """
    if due_on is None:
        return True
    sending_counts = way == Way.PAPER or (way == Way.ELECTRONIC and new_act)
    counting = posted_on if sending_counts and posted_on else received_on
    return counting <= due_on


def last_day_for_late(decided_on: date) -> date:
    """The same date next year (fvl. § 31 third paragraph; domstolloven § 148)."""
    return month_after(decided_on, 12)


def may_be_taken_late(decided_on: date, received_on: date) -> bool:
    return received_on <= last_day_for_late(decided_on)


# ── Step by step ────────────────────────────────────────────────────────────────────────────────


def problems_before_receiving(
    *,
    decided_on: date | None,
    posted_on: date | None,
    received_on: date,
    today: date,
    way: Way | str,
    text: str,
    has_document: bool,
) -> list[str]:
    problems = []
    if received_on > today:
        problems.append(_("Klagen kan ikke være mottatt fram i tid. Rett mottaksdatoen."))
    if posted_on and posted_on > received_on:
        problems.append(
            _("Klagen kan ikke være mottatt %(received)s når den ble sendt %(posted)s.")
            % {"received": long_date(received_on), "posted": long_date(posted_on)}
        )
    first = min(posted_on or received_on, received_on)
    if decided_on and first < decided_on:
        problems.append(
            _(
                "Vedtaket ble fattet %(decided)s. En klage på det kan ikke være eldre. Kontroller "
                "datoen, eller velg vedtaket klagen gjelder."
            )
            % {"decided": long_date(decided_on)}
        )
    if way == Way.ORAL and not text.strip():
        problems.append(_("Skriv ned det klageren sa, så klagen blir skriftlig."))
    if way != Way.ORAL and not (text.strip() or has_document):
        problems.append(_("Legg ved klagen, eller skriv av det den sier."))
    return problems


def problems_before_taking(complaint: Complaint, right: RightToComplain) -> list[str]:
    """Before it is treated as a complaint: the conditions of fvl. § 33 first paragraph."""
    problems = _not_from(complaint, State.TAKEN)
    if complaint.is_late:
        problems += _before_taking_a_late(complaint)
    if right.right == Right.ASSESS_CHILD and not (
        complaint.child_understands and complaint.right_assessed.strip()
    ):
        problems.append(
            _("Skriv ned vurderingen av om barnet forstår hva saken gjelder, før klagen behandles.")
        )
    if right.right == Right.NEEDS_AUTHORISATION:
        problems.append(right.reason)
    if complaint.way == Way.ORAL and not complaint.is_signed:
        problems.append(
            _("En muntlig klage må undertegnes eller bekreftes av klageren når den er skrevet ned.")
        )
    return problems


def _before_taking_a_late(complaint: Complaint) -> list[str]:
    if complaint.last_day_on and complaint.received_on > complaint.last_day_on:
        return [
            _(
                "Det er mer enn ett år siden vedtaket. Klagen kan ikke tas etter %(day)s. "
                "Behandle den som en anmodning om omgjøring."
            )
            % {"day": long_date(complaint.last_day_on)}
        ]
    if not complaint.late_ground or not complaint.late_reasons.strip():
        return [
            _(
                "Klagen kom etter fristen. Vurder begge grunnene i forvaltningsloven § 31, og "
                "skriv hvorfor den tas likevel, eller avvis den."
            )
        ]
    return []


def problems_before_dismissing(complaint: Complaint) -> list[str]:
    problems = _not_from(complaint, State.DISMISSED)
    if not complaint.dismissal_ground:
        problems.append(_("Velg hvorfor klagen avvises."))
    if not complaint.dismissal_reasons.strip():
        problems.append(_("Begrunn avvisningen. Klageren kan klage på den."))
    if complaint.dismissal_ground == Complaint.DismissalGround.LATE and not complaint.is_late:
        problems.append(_("Klagen kom i tide og kan ikke avvises for at den er sen."))
    if complaint.dismissal_ground == Complaint.DismissalGround.FORM and not complaint.defects_by:
        problems.append(
            _("Gi først klageren en kort frist til å rette det som mangler (§ 32 siste ledd).")
        )
    return problems


def outcome_of(claims: Sequence[ComplaintClaim]) -> State | None:
    """What the answers add up to; None while one is missing or there is no claim."""
    results = {claim.result for claim in claims}
    if not results or "" in results:
        return None
    if results == {ComplaintClaim.Result.ALLOWED}:
        return State.ALLOWED
    if results == {ComplaintClaim.Result.NOT_ALLOWED}:
        return State.MAINTAINED
    return State.PARTLY_ALLOWED


def problems_before_settling(
    complaint: Complaint,
    claims: Sequence[ComplaintClaim],
    *,
    waits_for_comments: bool = False,
) -> list[str]:
    problems: list[str] = []
    if complaint.state != State.TAKEN:
        problems.append(_wrong_state(complaint))
    if not claims:
        problems.append(_("Del klagen i klagepunkter først, minst ett."))
    unanswered = [claim for claim in claims if not (claim.result and claim.answer.strip())]
    problems += [
        _("Klagepunkt %(number)s er ikke besvart.") % {"number": claim.position}
        for claim in unanswered
    ]
    if waits_for_comments:
        problems.append(
            _("Klageren har fortsatt frist til å uttale seg. Vent, eller registrer svaret.")
        )
    outcome = outcome_of(claims)
    if outcome in (State.PARTLY_ALLOWED, State.MAINTAINED) and not complaint.assessment.strip():
        problems.append(_("Skriv kommunens vurdering av det som ikke får medhold."))
    needs_new = outcome in (State.ALLOWED, State.PARTLY_ALLOWED)
    if needs_new and complaint.over == Complaint.Over.DECISION and not complaint.new_decision_id:
        problems.append(_("Skriv det nye vedtaket som gir medhold, før klagen avgjøres."))
    return problems


def problems_before_forwarding(complaint: Complaint, claims: Sequence[ComplaintClaim]) -> list[str]:
    """fvl. § 33 fourth paragraph: the complainant gets a copy of the statement."""
    problems = _not_from(complaint, State.FORWARDED)
    problems += [
        _("Klagepunkt %(number)s er ikke besvart.") % {"number": claim.position}
        for claim in claims
        if not (claim.result and claim.answer.strip())
    ]
    if complaint.rest_withdrawn_on:
        problems.append(_("Klageren har trukket resten av klagen. Det er ingenting å sende over."))
    if not complaint.statement.strip():
        problems.append(_("Skriv uttalelsen til Statsforvalteren. Klageren får kopi av den."))
    return problems


def problems_before_answering(
    complaint: Complaint, *, outcome: str, decided_on: date | None, today: date
) -> list[str]:
    problems = _not_from(complaint, State.ANSWERED)
    if not outcome:
        problems.append(_("Velg hva Statsforvalteren kom til."))
    if decided_on is None:
        problems.append(_("Skriv datoen Statsforvalteren avgjorde klagen."))
    elif decided_on > today:
        problems.append(_("Statsforvalteren kan ikke ha avgjort klagen fram i tid."))
    elif complaint.forwarded_at and decided_on < complaint.forwarded_at.date():
        problems.append(_("Statsforvalteren kan ikke ha avgjort klagen før den ble sendt over."))
    return problems


def problems_before_withdrawing(complaint: Complaint, *, on: date, today: date) -> list[str]:
    problems = _not_from(complaint, State.WITHDRAWN)
    if not complaint.received_on <= on <= today:
        problems.append(
            _("Klagen må være trukket mellom den dagen den kom, og i dag. Rett datoen.")
        )
    return problems


def _not_from(complaint: Complaint, to: State) -> list[str]:
    may = to in TRANSITIONS[State(complaint.state)]
    return [] if may else [_wrong_state(complaint)]


def _wrong_state(complaint: Complaint) -> str:
    return _(
        "Klagen er «%(state)s» og kan ikke behandles slik nå. Noen kan ha gjort noe før deg."
    ) % {"state": complaint.get_state_display()}


# ── Costs ───────────────────────────────────────────────────────────────────────────────────────


def costs_due(notified_on: date) -> date:
    """Three weeks from when the party learnt of the new decision (fvl. § 36 third paragraph)."""
    return next_working_day(weeks_after(notified_on, COSTS_WEEKS))


def problems_with_costs(claim: CostsClaim) -> list[str]:
    if claim.due_on and claim.received_on > claim.due_on:
        return [
            _("Kravet kom etter fristen %(day)s. Vurder om det likevel skal tas.")
            % {"day": long_date(claim.due_on)}
        ]
    return []


# ── Our own goal ────────────────────────────────────────────────────────────────────────────────


def forward_by(received_on: date) -> date:
    """The municipality's own date for having sent it on; the last working day on or before it."""
    return previous_working_day(received_on + timedelta(days=FORWARD_DAYS))
