"""What follows when a letter has left the house: the month is kept, and the right to complain
begins to run.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from decisions.models import Decision
from decisions.rules import COMPLAINT_WEEKS, complaint_due, presumed_notified
from stottekontakt.accounts.models import Membership
from stottekontakt.deadlines.models import Deadline
from stottekontakt.deadlines.services import meet, set_deadline
from stottekontakt.letters.models import Letter
from stottekontakt.letters.services import mark_handed_over, mark_sent

Kind = Deadline.Kind


@transaction.atomic(durable=True)
def letter_sent(
    letter_id: int, *, on: date, by: Membership, notified_on: date | None = None
) -> Letter:
    """Posted. Without a day of its own it counts as read after the municipality's days in post."""
    if notified_on is None:
        notified_on = presumed_notified(on, by.municipality.paper_delivery_days)
    letter = mark_sent(letter_id, on=on, notified_on=notified_on, by=by)
    _follow(letter, notified_on=notified_on, by=by)
    return letter


@transaction.atomic(durable=True)
def letter_handed_over(letter_id: int, *, on: date, by: Membership) -> Letter:
    letter = mark_handed_over(letter_id, on=on, by=by)
    _follow(letter, notified_on=on, by=by)
    return letter


def _follow(letter: Letter, *, notified_on: date, by: Membership) -> None:
    """A receipt answers nothing; only a decision keeps the month and may be complained of."""
    model, _, pk = letter.source.partition(":")
    if model != "decision":
        return
    decision = Decision.objects.get(pk=int(pk))
    met_by = f"letter:{letter.pk}"
    letters = list(Letter.objects.of_source(letter.source))
    left = [each.sent_on or each.handed_over_on for each in letters]
    if decision.application is not None and (days := [day for day in left if day]) == left:
        # fvlf. § 40: kept the day the notice is sent, not the day the decision is made; and
        # everyone who is to be told must have been.
        meet(Kind.ONE_MONTH, decision.application.source, on=max(days), met_by=met_by, by=by)
    # Each addressee may complain, within weeks of the day he or she was notified (pbrl. § 7-5).
    set_deadline(
        letter.case,
        Kind.COMPLAINT,
        due_on=complaint_due(notified_on),
        source=met_by,
        basis=Deadline.Basis.FOUR_WEEKS,
        counted_from=notified_on,
        count=COMPLAINT_WEEKS,
        by=by,
    )
