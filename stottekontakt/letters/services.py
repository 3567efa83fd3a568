"""Issue a letter, ask for its PDF again, and note that it left."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stottekontakt.accounts.models import Membership, Municipality, Unit
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.cases.models import Case, JournalEntry, Person
from stottekontakt.cases.parents import why_not_to_tell
from stottekontakt.cases.services import add_journal_entry
from stottekontakt.letters.compose import ComposedLetter, compose
from stottekontakt.letters.context import Contact, LetterContext, Sender
from stottekontakt.letters.errors import CannotSend, CannotWriteLetter
from stottekontakt.letters.kinds import PLACEHOLDERS
from stottekontakt.letters.models import Letter, LetterText
from stottekontakt.letters.phrasing import Language
from stottekontakt.letters.sheet import sheet_html, sheet_of
from stottekontakt.letters.structure import check_structure
from stottekontakt.letters.tasks import render_letter

Event = AuditEntry.Event

# The office's own name in each form of language, whichever the municipality has written.
COUNTY_GOVERNOR: dict[Language, tuple[str, str]] = {
    "nb": ("Statsforvaltaren", "Statsforvalteren"),
    "nn": ("Statsforvalteren", "Statsforvaltaren"),
}


# ── For those who gather a letter's context ─────────────────────────────────────────────────────


def sender_of(case: Case, language: Language) -> Sender:
    """The municipality and the unit that has the case."""
    return letterhead_of(case.municipality, case.unit, language)


def letterhead_of(municipality: Municipality, unit: Unit, language: Language) -> Sender:
    # An office may have an address of its own, where answers and complaints are sent.
    address = unit.postal_address or municipality.postal_address
    lines = address.replace(", ", "\n").splitlines()
    return Sender(
        municipality=municipality.name,
        unit=unit.name,
        address_lines=tuple(line.strip() for line in lines if line.strip()),
        phone=unit.phone or municipality.phone,
        email=unit.email or municipality.email,
        website=municipality.website,
        county_governor=municipality.county_governor.replace(*COUNTY_GOVERNOR[language]),
        arms=f"arms/{municipality.arms}" if municipality.arms else "",
    )


def contact_of(case: Case) -> Contact:
    """The caseworker; before anyone has the case, the unit itself."""
    if case.caseworker is None:
        return Contact(name=case.unit.name, phone=case.unit.phone)
    return Contact(
        name=case.caseworker.name,
        phone=case.caseworker.phone or case.unit.phone,
        email=case.caseworker.email,
    )


def language_of(person: Person) -> Language:
    """The form of language the person gets letters in."""
    return cast("Language", person.written_form)


# ── Writing ─────────────────────────────────────────────────────────────────────────────────────


def preview(kind: str, *, case: Case, context: LetterContext, language: Language) -> ComposedLetter:
    """The letter as it would be if it were issued now; what is not known yet stands in brackets."""
    on = context.dated_on or timezone.localdate()
    texts = LetterText.objects.in_force(
        kind=kind, language=language, municipality_id=case.municipality_id, on=on
    )
    return compose(kind, context=context, texts=texts, language=language)


@transaction.atomic
def issue_letter(
    kind: str,
    *,
    case: Case,
    source: str,
    context: LetterContext,
    addressee: Person,
    by: Membership | None,
    language: Language,
    version: int = 1,
) -> Letter:
    """Freeze the letter, enter it in the journal, and ask for its PDF after the commit."""
    if context.dated_on is None:
        raise ValueError("A letter that is issued has a date.")
    if Letter.objects.filter(source=source, addressee=addressee, version=version).exists():
        raise CannotWriteLetter(
            _("Det er allerede laget et slikt brev til %(name)s.") % {"name": addressee.name}
        )
    # Locked, so that a wish that a parent is not told comes either before this or after it.
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    if why_not := why_not_to_tell(case.pk, addressee, source):
        raise CannotWriteLetter(why_not)
    composed = preview(kind, case=case, context=context, language=language)
    if composed.open_fields:
        raise CannotWriteLetter(
            _("Brevet mangler en opplysning: %(what)s.") % {"what": PLACEHOLDERS[field]}
            for field in composed.open_fields
        )
    letter = freeze(
        case,
        composed,
        kind=kind,
        source=source,
        version=version,
        addressee=addressee,
        role=context.role.value,
        language=language,
        sender=context.sender,
        contact=context.contact,
        dated_on=context.dated_on,
        by=by,
    )
    record(
        Event.LETTER_ISSUED,
        letter,
        by=by,
        case_id=case.pk,
        data={"kind": kind, "role": letter.role, "number": letter.journal_entry.number},
    )
    return letter


def freeze(
    case: Case,
    composed: ComposedLetter,
    *,
    kind: str,
    source: str,
    version: int,
    addressee: Person,
    role: str,
    language: Language,
    sender: Sender,
    contact: Contact,
    dated_on: date,
    by: Membership | None,
    corrects: Letter | None = None,
    explanation: str = "",
) -> Letter:
    """The row and its journal entry, inside the caller's transaction."""
    entry = add_journal_entry(
        case,
        by=by,
        direction=JournalEntry.Direction.OUTGOING,
        title=composed.title,
        dated_on=dated_on,
        correspondent=addressee.name,
    )
    letter = Letter(
        municipality_id=case.municipality_id,
        case=case,
        kind=kind,
        source=source,
        version=version,
        addressee=addressee,
        role=role,
        addressee_name=addressee.name,
        address_lines=[] if addressee.is_protected else addressee.address_lines,
        manual_dispatch=addressee.is_protected,
        language=language,
        title=_with_case_number(composed.title, case),
        body=composed.body,
        sender=asdict(sender),
        contact=asdict(contact),
        dated_on=dated_on,
        journal_entry=entry,
        issued_by_id=by.user_id if by else None,
        corrects=corrects,
        explanation=explanation,
    )
    check_structure(sheet_html(sheet_of(letter)))
    letter.save()
    _ask_for_pdf(letter)
    return letter


def _with_case_number(title: str, case: Case) -> str:
    """The title of the file. "Sak" is the same word in both forms of language."""
    return f"{title}, sak {case}"


def _ask_for_pdf(letter: Letter) -> None:
    def ask() -> None:
        render_letter.delay(letter.pk, municipality_id=letter.municipality_id)

    # Robust: with the broker down the letter is still issued, and the sweeper finds it. A function
    # and no partial(): Django tells of the failure by the callback's name, which a partial lacks.
    transaction.on_commit(ask, robust=True)


@transaction.atomic
def retry(letter_id: int, *, by: Membership) -> Letter:
    """Try again from the beginning, on a person's wish. A letter that is ready stays as it is."""
    letter = Letter.objects.select_for_update().get(pk=letter_id)
    if letter.is_rendered:
        return letter
    letter.state = Letter.State.QUEUED
    letter.attempts = 0
    letter.last_attempt_at = None
    letter.last_error = ""
    letter.save(update_fields=["state", "attempts", "last_attempt_at", "last_error"])
    _ask_for_pdf(letter)
    return letter


# ── Leaving the house ───────────────────────────────────────────────────────────────────────────


def mark_sent(
    letter_id: int,
    *,
    on: date,
    by: Membership,
    notified_on: date | None = None,
    delivery: str = Letter.Delivery.PAPER,
) -> Letter:
    """The letter was posted; `notified_on` is the day it counts as read by the addressee."""
    return _leave(
        letter_id, delivery=delivery, on=on, notified_on=notified_on, by=by,
        event=Event.LETTER_SENT,
    )  # fmt: skip


def mark_handed_over(letter_id: int, *, on: date, by: Membership) -> Letter:
    """The addressee got the letter in hand, and knows of it from that day."""
    return _leave(
        letter_id, delivery=Letter.Delivery.HANDED_OVER, on=on, notified_on=on, by=by,
        event=Event.LETTER_HANDED_OVER,
    )  # fmt: skip


@transaction.atomic
def _leave(
    letter_id: int,
    *,
    delivery: str,
    on: date,
    notified_on: date | None,
    by: Membership,
    event: AuditEntry.Event,
) -> Letter:
    letter = (
        Letter.objects.select_for_update(of=("self",))
        .select_related("journal_entry", "addressee")
        .get(pk=letter_id)
    )
    if problems := _problems_before_leaving(letter, on, notified_on, timezone.localdate()):
        raise CannotSend(problems)
    if why_not := why_not_to_tell(letter.case_id, letter.addressee, letter.source):
        raise CannotSend(why_not)
    letter.delivery = delivery
    if delivery == Letter.Delivery.HANDED_OVER:
        letter.handed_over_on = on
    else:
        letter.sent_on = on
    letter.notified_on = notified_on
    letter.save(update_fields=["delivery", "sent_on", "handed_over_on", "notified_on"])
    letter.journal_entry.sent_on = on
    letter.journal_entry.save(update_fields=["sent_on"])
    record(
        event,
        letter,
        by=by,
        case_id=letter.case_id,
        data={
            "kind": letter.kind,
            "role": letter.role,
            "number": letter.journal_entry.number,
            "on": on,
            "notified_on": notified_on,
        },
    )
    return letter


def _problems_before_leaving(
    letter: Letter, on: date, notified_on: date | None, today: date
) -> list[str]:
    if not letter.is_rendered:
        return [_("Brevet er ikke ferdig laget ennå. Vent til PDF-en er klar.")]
    if letter.left_on:
        return [_("Det er allerede registrert at brevet er sendt eller levert.")]
    if letter.is_corrected:
        return [_("Brevet er rettet. Send brevet som har tatt plassen.")]
    problems = []
    if on > today:
        problems.append(_("Datoen kan ikke være fram i tid."))
    if on < letter.dated_on:
        problems.append(_("Brevet kan ikke være sendt eller levert før det er datert."))
    if notified_on is not None and notified_on < on:
        problems.append(_("Mottakeren kan ikke ha fått brevet før det ble sendt."))
    return problems
