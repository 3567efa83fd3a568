"""Verbs of an oral enquiry: log, follow up, link, and the three ways it may end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import rules
from applications.errors import CannotChange
from applications.models import Application, Inquiry
from applications.services.writing import Plan, write_to_party
from stottekontakt.accounts.models import Membership, Unit
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.cases.models import Case, Person
from stottekontakt.cases.services import find_by_identity_number, open_case, register_person
from stottekontakt.letters.context import GuidanceContext
from stottekontakt.letters.kinds import LetterKind
from stottekontakt.letters.models import Letter
from stottekontakt.ui.formatting import long_date

Event = AuditEntry.Event


@dataclass(frozen=True, kw_only=True)
class Call:
    """Who asked about whom, what, and what was said."""

    channel: str
    enquired_on: date
    caller: Person | None = None
    caller_name: str = ""
    caller_phone: str = ""
    caller_relation: str = ""
    about: Person | None = None
    about_name: str = ""
    question: str
    answer: str = ""
    callback_on: date | None = None


@transaction.atomic
def log(call: Call, *, unit: Unit, by: Membership) -> Inquiry:
    today = timezone.localdate()
    _refuse(_problems_with_days(call.enquired_on, call.callback_on, today))
    inquiry = Inquiry(
        municipality_id=by.municipality_id,
        unit=unit,
        case=_case_of(call.about, by),
        registered_by_id=by.user_id,
        **vars(call),
    )
    inquiry.full_clean(exclude=["municipality", "unit", "case", "registered_by"])
    inquiry.save()
    record(
        Event.INQUIRY_LOGGED,
        inquiry,
        by=by,
        case_id=inquiry.case_id,
        data={"channel": inquiry.channel, "on": inquiry.enquired_on},
    )
    return inquiry


def _problems_with_days(on: date, callback_on: date | None, today: date) -> list[str]:
    problems = []
    if on > today:
        problems.append(_("Henvendelsen kan ikke ha kommet fram i tid."))
    if callback_on and callback_on < today:
        problems.append(_("Dagen dere avtalte å ringe tilbake, er allerede gått."))
    return problems


def _refuse(problems: Sequence[str]) -> None:
    if problems:
        raise CannotChange(problems)


def _case_of(person: Person | None, by: Membership) -> Case | None:
    if person is None:
        return None
    return Case.objects.visible_to(by).open().filter(recipient=person).first()


@transaction.atomic
def follow_up(inquiry_id: int, *, said: str, callback_on: date | None, by: Membership) -> Inquiry:
    """We called back, or somebody called again: what was said is added, never written over."""
    inquiry = _open(inquiry_id)
    today = timezone.localdate()
    _refuse(_problems_with_days(inquiry.enquired_on, callback_on, today))
    if not said.strip():
        raise CannotChange(_("Skriv hva som ble sagt."))
    told = f"{long_date(today)}, {by.user.name}: {said.strip()}"
    inquiry.answer = f"{inquiry.answer}\n\n{told}" if inquiry.answer else told
    inquiry.callback_on = callback_on
    inquiry.version += 1
    inquiry.save(update_fields=["answer", "callback_on", "version"])
    record(Event.INQUIRY_ANSWERED, inquiry, by=by, case_id=inquiry.case_id, data={"on": today})
    return inquiry


@transaction.atomic
def open_case_for(
    inquiry_id: int, *, identity_number: str | None, by: Membership, **person: Any
) -> Case:
    """Register the one it is about, with a case: letters are entered in a case's journal."""
    inquiry = _open(inquiry_id)
    if inquiry.case_id is not None:
        raise CannotChange(_("Henvendelsen hører allerede til en sak."))
    recipient = inquiry.about
    if recipient is None and identity_number:
        recipient = find_by_identity_number(identity_number)
        if recipient and not Person.objects.visible_to(by).filter(pk=recipient.pk).exists():
            raise CannotChange(
                _(
                    "Personen er registrert fra før, i en sak du ikke har tilgang til. Gi "
                    "henvendelsen videre til dem som har saken."
                )
            )
    if recipient is None:
        recipient = register_person(by=by, identity_number=identity_number, **person)
    case = Case.objects.open().filter(recipient=recipient).first()
    if case is None:
        case = open_case(recipient, unit=inquiry.unit, by=by, caseworker=by.user)
    inquiry.about, inquiry.case = recipient, case
    inquiry.version += 1
    inquiry.save(update_fields=["about", "case", "version"])
    return case


def guidance_plan(inquiry: Inquiry, guidance: str) -> Plan:
    return Plan(
        LetterKind.GUIDANCE,
        GuidanceContext,
        {
            "asked_about": inquiry.question,
            "guidance": guidance,
            "enquired_on": inquiry.enquired_on,
        },
    )


@transaction.atomic
def guide(
    inquiry_id: int,
    *,
    guidance: str,
    no_letter: str = "",
    addressees: Sequence[int] = (),
    note: str = "",
    by: Membership,
) -> Sequence[Letter]:
    """fvl. § 11: guidance was given. The citizen gets it in writing, or it is said why not."""
    inquiry = _open(inquiry_id)
    if not guidance.strip():
        raise CannotChange(_("Skriv hvilken veiledning som ble gitt."))
    if not no_letter and inquiry.case is None:
        raise CannotChange(
            _(
                "Et brev journalføres i en sak. Registrer den det gjelder, eller velg hvorfor det "
                "ikke sendes brev."
            )
        )
    letters: Sequence[Letter] = ()
    if not no_letter and inquiry.case is not None:
        letters = write_to_party(
            guidance_plan(inquiry, guidance),
            case=inquiry.case,
            source=inquiry.source,
            by=by,
            understands=True,
            only=addressees,
        )
    inquiry.guidance, inquiry.no_letter = guidance, no_letter
    _close(inquiry, Inquiry.State.GUIDANCE, note, by=by)
    return letters


@transaction.atomic
def withdraw(inquiry_id: int, *, note: str, by: Membership) -> Inquiry:
    """Whoever asked does not want anything more."""
    inquiry = _open(inquiry_id)
    if not note.strip():
        raise CannotChange(_("Skriv hvordan vi fikk vite at den er trukket."))
    return _close(inquiry, Inquiry.State.WITHDRAWN, note, by=by)


@transaction.atomic
def start_application(inquiry_id: int, application: Application, *, by: Membership) -> Inquiry:
    """It became a søknad, which has just been registered."""
    inquiry = _open(inquiry_id)
    inquiry.application = application
    inquiry.case, inquiry.about = application.case, application.case.recipient
    return _close(inquiry, Inquiry.State.APPLICATION, "", by=by)


def _open(inquiry_id: int) -> Inquiry:
    """Locked, and read anew: two may be at it at once."""
    inquiry = (
        Inquiry.objects.select_for_update(of=("self",))
        .select_related("case__recipient", "about", "caller", "unit")
        .get(pk=inquiry_id)
    )
    if problems := rules.problems_before_closing(inquiry):
        raise CannotChange(problems)
    return inquiry


def _close(inquiry: Inquiry, state: Inquiry.State, note: str, *, by: Membership) -> Inquiry:
    inquiry.state = state
    inquiry.closing_note = note
    inquiry.callback_on = None
    inquiry.closed_at, inquiry.closed_by_id = timezone.now(), by.user_id
    inquiry.version += 1
    inquiry.save()
    record(Event.INQUIRY_CLOSED, inquiry, by=by, case_id=inquiry.case_id, data={"as": state})
    return inquiry
