"""Verbs of advance notices: what the party is told beforehand, and what is said to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decisions import rules
from decisions.errors import CannotNotify, CannotSave
from decisions.models import AdvanceNotice, Decision, NoticeComment
from decisions.services import locked, no_longer_a_draft
from stottekontakt.accounts.models import Membership
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.cases.attachments import CheckedFile
from stottekontakt.cases.impartiality import why_not_prepare
from stottekontakt.cases.models import CaseNote, JournalEntry
from stottekontakt.cases.services import add_files, write_note

Event = AuditEntry.Event


@transaction.atomic
def save_notice(
    decision_id: int, *, what: str, why: str, from_on: date | None, version: int, by: Membership
) -> AdvanceNotice:
    """Keep what is to be told. `version` is 0 when there was no notice when the page was opened."""
    decision = _draft_of(decision_id, by=by)
    notice = AdvanceNotice.objects.filter(decision=decision).first()
    if notice is None:
        notice = AdvanceNotice(
            municipality_id=decision.municipality_id,
            decision=decision,
            case=decision.case,
            drafted_by_id=by.user_id,
            version=0,
        )
    elif not notice.is_draft:
        raise CannotSave(_("Forhåndsvarselet er laget og kan ikke endres."))
    elif notice.version != version:
        raise CannotSave(
            _("Noen andre lagret varselet etter at du åpnet det. Teksten din står i feltene.")
        )
    notice.what, notice.why, notice.from_on = what, why, from_on
    notice.version += 1
    notice.save()
    return notice


@transaction.atomic
def issue_notice(decision_id: int, *, by: Membership, comment_by: date) -> AdvanceNotice:
    """What is told can no longer be changed; the letters follow (workflows.decision_notice)."""
    decision = _draft_of(decision_id, by=by)
    notice = AdvanceNotice.objects.filter(decision=decision).first()
    if notice is not None and not notice.is_draft:
        raise CannotNotify(_("Forhåndsvarselet er allerede laget. Ingenting ble gjort på nytt."))
    if problems := rules.problems_before_notice(decision, notice):
        raise CannotNotify(problems)
    assert notice is not None
    notice.planned = decision.kind
    notice.comment_by = comment_by
    notice.issued_at = timezone.now()
    notice.issued_by_id = by.user_id
    notice.save(update_fields=["planned", "comment_by", "issued_at", "issued_by"])
    record(
        Event.ADVANCE_NOTICE_ISSUED,
        notice,
        by=by,
        case_id=notice.case_id,
        data={"decision": decision.pk, "due_on": comment_by},
    )
    return notice


def _draft_of(decision_id: int, *, by: Membership) -> Decision:
    decision = locked(decision_id)
    if not decision.is_draft:
        raise CannotSave(no_longer_a_draft(decision))
    if why_not := why_not_prepare(decision.case_id, by):
        raise CannotSave(why_not)
    return decision


@transaction.atomic
def notice_left(notice_id: int, *, on: date) -> AdvanceNotice:
    """The last of its letters has left: the time to comment runs from that day (fvl. § 16)."""
    notice = AdvanceNotice.objects.select_for_update(of=("self",)).get(pk=notice_id)
    if notice.sent_on is None and notice.comment_by is not None:
        notice.sent_on = on
        # Sent late: the party still has two weeks, whatever the letter says.
        notice.comment_by = max(notice.comment_by, rules.comment_by(on))
        notice.save(update_fields=["sent_on", "comment_by"])
    return notice


# ── What is said to it ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Comment:
    """What somebody said or wrote. Without files it is written down as a note (fvl. § 11 d)."""

    received_on: date
    given_by: str
    text: str
    channel: str  # a CaseNote.Kind; the note's
    files: Sequence[CheckedFile] = ()


@transaction.atomic
def register_comment(notice_id: int, comment: Comment, *, by: Membership) -> NoticeComment:
    notice = _open_notice(notice_id)
    if problems := rules.problems_with_comment(notice, comment.received_on, timezone.localdate()):
        raise CannotSave(problems)
    note = entry = None
    if comment.files:
        entry = add_files(
            notice.case,
            by=by,
            files=comment.files,
            title=_("Uttalelse til forhåndsvarsel"),
            direction=JournalEntry.Direction.INCOMING,
            correspondent=comment.given_by,
            dated_on=comment.received_on,
            received_on=comment.received_on,
        )
    else:
        note = write_note(
            notice.case,
            by=by,
            kind=CaseNote.Kind(comment.channel),
            happened_on=comment.received_on,
            with_whom=comment.given_by,
            text=comment.text,
        )
    registered = NoticeComment.objects.create(
        municipality_id=notice.municipality_id,
        notice=notice,
        case=notice.case,
        received_on=comment.received_on,
        given_by=comment.given_by,
        text=comment.text,
        note=note,
        journal_entry=entry,
        registered_by_id=by.user_id,
    )
    record(
        Event.ADVANCE_NOTICE_ANSWERED,
        notice,
        by=by,
        case_id=notice.case_id,
        data={"decision": notice.decision_id, "on": comment.received_on},
    )
    return registered


@transaction.atomic
def close_comments(notice_id: int, *, by: Membership) -> AdvanceNotice:
    """Everybody who was told has answered: the decision need not wait for the last day."""
    notice = _open_notice(notice_id)
    if not notice.comments.exists():
        raise CannotSave(_("Registrer det som er sagt, før du sier at alle har uttalt seg."))
    notice.closed_at = timezone.now()
    notice.closed_by_id = by.user_id
    notice.save(update_fields=["closed_at", "closed_by"])
    record(
        Event.ADVANCE_NOTICE_CLOSED,
        notice,
        by=by,
        case_id=notice.case_id,
        data={"decision": notice.decision_id},
    )
    return notice


def _open_notice(notice_id: int) -> AdvanceNotice:
    notice = (
        AdvanceNotice.objects.select_for_update(of=("self",))
        .select_related("case", "decision__issued_by")
        .get(pk=notice_id)
    )
    if not notice.decision.is_draft:
        raise CannotSave(no_longer_a_draft(notice.decision))
    if notice.sent_on is None:
        raise CannotSave(_("Registrer at varselet er sendt, før du registrerer svar på det."))
    if notice.closed_at is not None:
        raise CannotSave(_("Det er allerede registrert at alle har uttalt seg."))
    return notice
