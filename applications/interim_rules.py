"""Foreløpig svar: when it is drafted, why it is believed to take longer, and what it must say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from applications.models import InterimReply
from applications.models.interim import LONG_WAIT
from stottekontakt.deadlines.calendar import (
    is_working_day,
    next_working_day,
    previous_working_day,
)
from stottekontakt.ui.formatting import long_date

Reason = InterimReply.Reason

ONE_DAY = timedelta(days=1)
# A week before the month is over there is still time to write.
DRAFTED_AFTER = timedelta(weeks=3)


def draft_on(received_on: date) -> date:
    return previous_working_day(received_on + DRAFTED_AFTER)


def latest_to_draft(today: date) -> date:
    """The last day of receipt whose draft is due today: the other way round of `draft_on`."""
    return next_working_day(today + ONE_DAY) - ONE_DAY - DRAFTED_AFTER


def new_draft_on(promised_on: date) -> date:
    """The working day after one on which we did not answer as promised."""
    return next_working_day(promised_on + ONE_DAY)


def latest_broken(today: date) -> date:
    """The last promised day whose new draft is due today: the other way round of `new_draft_on`."""
    return previous_working_day(today) - ONE_DAY


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an enquiry when its interim reply is drafted."""

    something_missing: bool = False  # that the party can send us
    waiting_for_answers: bool = False
    assessed: bool = False


def proposed_reason(standing: Standing) -> Reason:
    """What the program would say; whoever sends the letter decides."""
    if standing.waiting_for_answers:
        return Reason.WAITING
    if standing.something_missing:
        return Reason.MISSING
    return Reason.CASELOAD if standing.assessed else Reason.ASSESSMENT


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a person fills in."""

    reason: str = ""
    details: str = ""
    expected_on: date | None = None
    long_wait: str = ""


def problems_before_sending(content: Content, today: date) -> dict[str, str]:
    """By the name of the field that mends it."""
    problems = {}
    if not content.reason:
        problems["reason"] = _("Velg hvorfor det tar lengre tid.")
    if content.reason == Reason.OTHER and not content.details.strip():
        problems["details"] = _("Skriv hva grunnen er.")
    expected_on = content.expected_on
    if expected_on is None:
        problems["expected_on"] = _("Skriv når svaret kommer.")
    elif expected_on <= today:
        problems["expected_on"] = _("Dagen må være etter i dag.")
    elif not is_working_day(expected_on):
        problems["expected_on"] = _("%(day)s er ikke en virkedag. Velg for eksempel %(other)s.") % {
            "day": long_date(expected_on),
            "other": long_date(next_working_day(expected_on)),
        }
    elif expected_on > today + LONG_WAIT and not content.long_wait.strip():
        problems["long_wait"] = _(
            "Det er mer enn %(weeks)d uker til. Skriv hvorfor det tar så lang tid. Det står i "
            "brevet."
        ) % {"weeks": LONG_WAIT.days // 7}
    return problems
