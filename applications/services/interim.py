"""Draft, write and drop interim replies (foreløpig svar).

An enquiry is whatever waits for an answer within a month. The søknad's stands here; another app
adds its own to `ENQUIRIES` under the name that begins its source ("complaint:7").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import letters, rules
from applications.errors import CannotChange, CannotSendInterimReply, OlderVersion
from applications.interim_rules import Content, Standing, problems_before_sending, proposed_reason
from applications.models import (
    Application,
    Assessment,
    InformationItem,
    InformationRequest,
    InterimReply,
)
from applications.services.writing import (
    Plan,
    Preview,
    getting_letters,
    preview_to_party,
    write_to_party,
)
from stottekontakt.accounts.models import Membership
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.cases.models import Case
from stottekontakt.cases.rules import AddresseeChoice
from stottekontakt.deadlines.models import Deadline
from stottekontakt.deadlines.services import cancel, set_deadline
from stottekontakt.letters.context import InterimReplyContext
from stottekontakt.letters.kinds import LetterKind
from stottekontakt.letters.models import Letter
from stottekontakt.letters.phrasing import Language
from stottekontakt.letters.services import language_of
from stottekontakt.ui.formatting import long_date

Event, State = AuditEntry.Event, InterimReply.State


# ── What waits for an answer ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Enquiry:
    source: str
    case: Case
    received_on: date
    is_open: bool
    standing: Standing
    understands: bool = False  # a child of 12 to 15 who has asked alone
    is_complaint: bool = False
    # What the addressee can send us, in the addressee's form of language.
    missing: Callable[[AddresseeChoice, Language], Sequence[str]] = lambda choice, language: ()

    @property
    def concerns_a_living_person(self) -> bool:
        return self.case.recipient.died_on is None


def _enquiry_of_application(pk: int) -> Enquiry:
    """The søknad is locked: whoever decides or withdraws it waits."""
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("case__recipient", "case__unit", "case__municipality", "case__caseworker",
                        "applicant")
        .get(pk=pk)
    )  # fmt: skip
    today = timezone.localdate()
    representatives = list(application.case.representatives.select_related("person"))
    missing = rules.missing_information(application, representatives, today)
    requests = InformationRequest.objects.open().filter(application=application)
    of_party = list(
        InformationItem.objects.filter(
            request__in=requests.filter(asked_of=InformationRequest.AskedOf.PARTY),
            received_on=None,
        )
        .order_by("request__asked_on", "position")
        .values_list("text", flat=True)
    )

    def missing_for(choice: AddresseeChoice, language: Language) -> Sequence[str]:
        asked_for = letters.asked_for(application, choice, missing, language)
        return tuple(dict.fromkeys([*asked_for, *of_party]))

    return Enquiry(
        source=application.source,
        case=application.case,
        received_on=application.received_on,
        is_open=application.is_open and application.case.is_open,
        standing=Standing(
            something_missing=any(one.asked_of_applicant for one in missing),
            waiting_for_answers=requests.exists(),
            assessed=Assessment.objects.filter(
                application=application, held_on__isnull=False
            ).exists(),
        ),
        understands=application.understands_the_case,
        missing=missing_for,
    )


ENQUIRIES: dict[str, Callable[[int], Enquiry]] = {"application": _enquiry_of_application}


def enquiry_of(source: str) -> Enquiry:
    """Call inside a transaction: the enquiry's own row is locked."""
    name, _colon, pk = source.partition(":")
    return ENQUIRIES[name](int(pk))


# ── Drafts ──────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def draft_interim_reply(source: str, *, by: Membership | None) -> InterimReply | None:
    """The draft there is, or a new one; None when there is nothing left to answer."""
    enquiry = enquiry_of(source)
    if not enquiry.is_open or not enquiry.concerns_a_living_person:
        return None
    replies = InterimReply.objects.filter(source=source).order_by("number")
    before = list(replies)
    for reply in before:
        if reply.is_draft:
            return reply
    proposed = proposed_reason(enquiry.standing)
    sent = [reply for reply in before if reply.state == State.SENT]
    reply = InterimReply.objects.create(
        municipality_id=enquiry.case.municipality_id,
        case=enquiry.case,
        source=source,
        # Those that fell away keep their numbers.
        number=before[-1].number + 1 if before else 1,
        drafted_on=timezone.localdate(),
        drafted_by_id=by.user_id if by else None,
        proposed=proposed,
        reason=proposed,
    )
    record(
        Event.INTERIM_REPLY_DRAFTED,
        reply,
        by=by,
        case_id=reply.case_id,
        data={"number": len(sent) + 1},
    )
    return reply


@transaction.atomic
def save_draft(reply_id: int, *, version: int, content: Content, by: Membership) -> InterimReply:
    reply = _draft_for_update(reply_id, version)
    _fill_in(reply, content)
    reply.save(update_fields=[*vars(content), "version"])
    return reply


@transaction.atomic
def drop_draft(reply_id: int, *, reason: str, by: Membership) -> InterimReply:
    """A person says that none is needed. The month for an answer runs all the same."""
    if not reason.strip():
        raise CannotChange(_("Skriv hvorfor det ikke trengs noe foreløpig svar."))
    reply = InterimReply.objects.select_for_update().get(pk=reply_id)
    if not reply.is_draft:
        raise CannotChange(_("Utkastet er ikke lenger et utkast."))
    return _drop(reply, on=timezone.localdate(), reason=reason, by=by)


def drop_drafts_of(source: str, *, on: date, reason: str, by: Membership | None) -> None:
    """The enquiry is answered or taken back: nobody is told to wait. Inside its transaction."""
    for reply in InterimReply.objects.drafts().select_for_update().filter(source=source):
        _drop(reply, on=on, reason=reason, by=by)


def cancel_promises_of(source: str, *, on: date, reason: str, by: Membership | None) -> None:
    for reply in InterimReply.objects.sent().filter(source=source):
        cancel(Deadline.Kind.PROMISED, reply.letter_source, on=on, reason=reason, by=by)


def _drop(reply: InterimReply, *, on: date, reason: str, by: Membership | None) -> InterimReply:
    reply.state = State.DROPPED
    reply.dropped_on, reply.dropped_reason = on, reason
    reply.save(update_fields=["state", "dropped_on", "dropped_reason"])
    record(Event.INTERIM_REPLY_DROPPED, reply, by=by, case_id=reply.case_id)
    return reply


def _draft_for_update(reply_id: int, version: int) -> InterimReply:
    reply = (
        InterimReply.objects.select_for_update(of=("self",))
        .select_related("sent_by")
        .get(pk=reply_id)
    )
    if reply.state == State.SENT:
        assert reply.sent_by is not None
        raise CannotChange(
            _("Det foreløpige svaret er allerede skrevet av %(name)s. Ingenting ble gjort på nytt.")
            % {"name": reply.sent_by.name}
        )
    if reply.state == State.DROPPED:
        raise CannotChange(_("Utkastet falt bort: %(reason)s") % {"reason": reply.dropped_reason})
    if reply.version != version:
        raise OlderVersion(
            _("Noen andre har lagret utkastet mens du skrev. Se hva som står der nå."), reply
        )
    return reply


def _fill_in(reply: InterimReply, content: Content) -> None:
    for name, value in vars(content).items():
        setattr(reply, name, value)
    reply.version += 1


# ── Letters ─────────────────────────────────────────────────────────────────────────────────────


def _promised_before(source: str) -> date | None:
    last = InterimReply.objects.sent().filter(source=source).order_by("-number").first()
    return last.expected_on if last else None


def _says(enquiry: Enquiry, content: Content, promised_before: date | None) -> Mapping[str, Any]:
    is_other = content.reason == InterimReply.Reason.OTHER
    return {
        "received_on": enquiry.received_on,
        "case_number": str(enquiry.case),
        "expected_on": content.expected_on,
        "reason": "" if is_other else content.reason,
        "details": content.details,
        "long_wait": content.long_wait,
        "promised_before": promised_before,
        "is_about_complaint": enquiry.is_complaint,
    }


def _plan(choice: AddresseeChoice, enquiry: Enquiry, says: Mapping[str, Any]) -> Plan:
    missing = tuple(enquiry.missing(choice, language_of(choice.person)))
    return Plan(LetterKind.INTERIM_REPLY, InterimReplyContext, {**says, "missing": missing})


@transaction.atomic
def preview_interim_reply(
    reply: InterimReply, content: Content, *, by: Membership
) -> list[Preview]:
    """The letters as they would be if they were sent now; an empty reason leaves its place open."""
    enquiry = enquiry_of(reply.source)
    says = _says(enquiry, content, _promised_before(reply.source))
    previews = []
    for choice in _choices(enquiry, reply):
        previews += preview_to_party(
            _plan(choice, enquiry, says),
            case=enquiry.case,
            by=by,
            understands=enquiry.understands,
            only={choice.person.pk},
        )
    return previews


def _choices(enquiry: Enquiry, reply: InterimReply) -> list[AddresseeChoice]:
    return getting_letters(
        enquiry.case,
        timezone.localdate(),
        understands=enquiry.understands,
        source=reply.letter_source,
    )


@dataclass(frozen=True)
class Sent:
    reply: InterimReply
    letters: Sequence[Letter]


@transaction.atomic(durable=True)
def send_interim_reply(reply_id: int, *, version: int, content: Content, by: Membership) -> Sent:
    """One letter to each who is to be told, and the promised day as a deadline of its own.

    The month is kept when the letters have left the house, not now (letter_delivered).
    """
    today = timezone.localdate()
    # The enquiry first, as whoever decides it does: then nobody waits for each other.
    enquiry = enquiry_of(InterimReply.objects.get(pk=reply_id).source)
    reply = _draft_for_update(reply_id, version)
    if not enquiry.concerns_a_living_person:
        raise CannotChange(_("Den saken gjelder, er død. Det sendes ingen brev om ventetid."))
    if problems := problems_before_sending(content, today):
        raise CannotSendInterimReply(problems)
    promised_before = _promised_before(reply.source)
    says = _says(enquiry, content, promised_before)
    choices = _choices(enquiry, reply)
    if not choices:
        raise CannotChange(
            _("Ingen kan få brev ennå. Legg til den som skal opptre for %(name)s.")
            % {"name": enquiry.case.recipient.first_name}
        )
    assert content.expected_on is not None
    cancel_promises_of(
        reply.source,
        on=today,
        reason=_("Et nytt foreløpig svar lover svar %(day)s.")
        % {"day": long_date(content.expected_on)},
        by=by,
    )
    _fill_in(reply, content)
    reply.state, reply.sent_on, reply.sent_at = State.SENT, today, timezone.now()
    reply.sent_by_id = by.user_id
    reply.save()
    written: list[Letter] = []
    for choice in choices:
        written += write_to_party(
            _plan(choice, enquiry, says),
            case=enquiry.case,
            source=reply.letter_source,
            by=by,
            understands=enquiry.understands,
            only={choice.person.pk},
        )
    set_deadline(
        enquiry.case,
        Deadline.Kind.PROMISED,
        due_on=content.expected_on,
        source=reply.letter_source,
        basis=Deadline.Basis.PROMISED,
        by=by,
    )
    record(
        Event.INTERIM_REPLY_SENT,
        reply,
        by=by,
        case_id=reply.case_id,
        data={
            "number": 1 if promised_before is None else 2,
            "due_on": content.expected_on,
            "reason": content.reason,
            "letters": len(written),
        },
    )
    return Sent(reply, written)
