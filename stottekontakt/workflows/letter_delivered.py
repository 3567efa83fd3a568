"""What follows when a letter has left the house: the month is kept, and the right to complain
begins to run.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from applications.models import InterimReply
from decisions.models import Decision
from decisions.rules import COMPLAINT_WEEKS, presumed_notified
from stottekontakt.accounts.models import Membership
from stottekontakt.deadlines.law import complaint_period
from stottekontakt.deadlines.models import ComplaintPeriod, Deadline
from stottekontakt.deadlines.services import meet, set_deadline
from stottekontakt.letters.models import Letter
from stottekontakt.letters.services import mark_handed_over, mark_sent
from stottekontakt.workflows.decision_notice import notice_left

Kind = Deadline.Kind


@transaction.atomic(durable=True)
def letter_sent(
    letter_id: int, *, on: date, by: Membership, notified_on: date | None = None
) -> Letter:
    """Posted. Without a day of its own it counts as read after the municipality's days in post."""
    return letter_was_sent(letter_id, on=on, by=by, notified_on=notified_on)


def letter_was_sent(
    letter_id: int, *, on: date, by: Membership, notified_on: date | None = None
) -> Letter:
    """The same, for a workflow that posts several in one transaction."""
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
    """A receipt answers nothing; a decision and an interim reply keep the month."""
    model, _, pk = letter.source.partition(":")
    if model == "interim_reply":
        _interim_reply_left(letter, InterimReply.objects.get(pk=int(pk)), by=by)
    if model == "advancenotice" and (on := _all_left_on(letter)):
        notice_left(int(pk), on=on, by=by)
    if model == "decision":
        _decision_left(letter, Decision.objects.get(pk=int(pk)), notified_on=notified_on, by=by)


def _interim_reply_left(letter: Letter, reply: InterimReply, *, by: Membership) -> None:
    # fvl. § 11 a third paragraph: an answer or an interim reply within the month.
    if on := _all_left_on(letter):
        meet(Kind.ONE_MONTH, reply.source, on=on, met_by=f"letter:{letter.pk}", by=by)


def _decision_left(
    letter: Letter, decision: Decision, *, notified_on: date, by: Membership
) -> None:
    met_by = f"letter:{letter.pk}"
    if decision.application is not None and (on := _all_left_on(letter)):
        enquiry = decision.application.source
        meet(Kind.ONE_MONTH, enquiry, on=on, met_by=met_by, by=by)
        for reply in InterimReply.objects.sent().filter(source=enquiry):
            meet(Kind.PROMISED, reply.letter_source, on=on, met_by=met_by, by=by)
    # Each addressee may complain, within weeks of the day he or she was notified.
    period = complaint_period(ComplaintPeriod.Over.SERVICE, notified_on)
    is_usual = period.weeks == COMPLAINT_WEEKS
    set_deadline(
        letter.case,
        Kind.COMPLAINT,
        due_on=period.due(notified_on),
        source=met_by,
        basis=Deadline.Basis.FOUR_WEEKS if is_usual else Deadline.Basis.WEEKS,
        counted_from=notified_on,
        count=period.weeks,
        by=by,
    )


def _all_left_on(letter: Letter) -> date | None:
    """The day the last of the source's letters left; None while one has not."""
    # fvlf. § 40: kept the day the notice is sent, not the day it is made; and everyone who is to
    # be told must have been.
    # A letter that was corrected before it left never leaves: the new one stands in its place.
    letters = Letter.objects.of_source(letter.source)
    left = [each.left_on for each in letters if each.left_on or not each.is_corrected]
    days = [day for day in left if day]
    return max(days) if days == left else None
