"""An advance notice and what follows: letters to everybody, and the time to comment on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decisions import letters as decision_letters
from decisions import notices, rules
from decisions.errors import CannotNotify
from decisions.models import AdvanceNotice
from decisions.services import dossier_of
from stottekontakt.accounts.models import Membership
from stottekontakt.deadlines.calendar import next_working_day
from stottekontakt.deadlines.models import Deadline
from stottekontakt.deadlines.services import meet, set_deadline
from stottekontakt.letters.kinds import LetterKind
from stottekontakt.letters.models import Letter
from stottekontakt.letters.services import issue_letter, language_of


@dataclass(frozen=True)
class IssuedNotice:
    notice: AdvanceNotice
    letters: Sequence[Letter]


def comment_by_in_letter(today: date) -> date:
    """Two weeks from the next working day, when the letter has been posted."""
    return rules.comment_by(next_working_day(today + timedelta(days=1)))


@transaction.atomic(durable=True)
def issue_advance_notice(decision_id: int, *, by: Membership) -> IssuedNotice:
    """All the letters or none. The time to comment runs when they have left (letter_delivered)."""
    today = timezone.localdate()
    comment_by = comment_by_in_letter(today)
    notice = notices.issue_notice(decision_id, by=by, comment_by=comment_by)
    dossier = dossier_of(notice.decision, day=today)
    if not dossier.getting_letters:
        raise CannotNotify(
            _("Ingen kan få brevet. Legg til den som har foreldreansvar eller er verge, i saken.")
        )
    letters = [
        issue_letter(
            LetterKind.ADVANCE_NOTICE,
            case=dossier.case,
            source=notice.source,
            context=decision_letters.notice_context(
                notice,
                dossier,
                choice,
                signed_by=by.user,
                dated_on=today,
                comment_by=comment_by,
            ),
            addressee=choice.person,
            by=by,
            language=language_of(choice.person),
        )
        for choice in dossier.getting_letters
    ]
    return IssuedNotice(notice, letters)


def notice_left(notice_id: int, *, on: date, by: Membership) -> AdvanceNotice:
    """Within letter_delivered's transaction: the last of the letters has left."""
    notice = notices.notice_left(notice_id, on=on)
    assert notice.comment_by is not None
    set_deadline(
        notice.case,
        Deadline.Kind.COMMENTS,
        due_on=notice.comment_by,
        source=notice.source,
        basis=Deadline.Basis.STATED,
        by=by,
    )
    return notice


@transaction.atomic(durable=True)
def close_comments(notice_id: int, *, by: Membership) -> AdvanceNotice:
    """Nobody is waited for any longer."""
    notice = notices.close_comments(notice_id, by=by)
    meet(
        Deadline.Kind.COMMENTS,
        notice.source,
        on=timezone.localdate(),
        met_by=notice.source,
        by=by,
    )
    return notice
