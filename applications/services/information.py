"""Verbs of what is asked of others: consents, requests for information, comments of the party."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import letters, rules
from applications.errors import CannotChange
from applications.models import (
    Application,
    CommentRequest,
    Consent,
    InformationItem,
    InformationRequest,
)
from applications.services.writing import Plan, common, write_to_party
from stottekontakt.accounts.models import Membership
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.cases.attachments import CheckedFile
from stottekontakt.cases.models import Case, CaseNote, JournalEntry, Person
from stottekontakt.cases.services import add_files, register_person, write_note
from stottekontakt.letters.context import (
    CommentRequestContext,
    ConsentContext,
    InformationRequestContext,
    Role,
)
from stottekontakt.letters.kinds import LetterKind
from stottekontakt.letters.models import Letter
from stottekontakt.letters.services import issue_letter, language_of

Event = AuditEntry.Event


def _refuse(problems: Sequence[str]) -> None:
    if problems:
        raise CannotChange(problems)


def understands(case: Case) -> bool:
    """A child from 12 who applied alone is written to."""
    return Application.objects.open().filter(case=case, understands_the_case=True).exists()


def _incoming(
    case: Case,
    files: Sequence[CheckedFile],
    *,
    title: str,
    correspondent: str,
    on: date,
    by: Membership,
) -> JournalEntry:
    return add_files(
        case,
        by=by,
        files=files,
        direction=JournalEntry.Direction.INCOMING,
        title=title,
        correspondent=correspondent,
        dated_on=on,
        received_on=on,
    )


# ── Consent ─────────────────────────────────────────────────────────────────────────────────────


def consent_plan(names: Sequence[str], scope: str, answer_by: date) -> Plan:
    return Plan(
        LetterKind.CONSENT,
        ConsentContext,
        {"sources": tuple(names), "about": scope, "answer_by": answer_by},
    )


@transaction.atomic
def ask_consent(
    case: Case,
    sources: Sequence[tuple[str, str]],
    *,
    scope: str,
    answer_by: date | None,
    by: Membership,
) -> list[Consent]:
    """`sources` are (kind, name). With a day to answer by, one letter with a page to sign asks for
    all of them; without, they are asked about in a conversation."""
    today = timezone.localdate()
    if not sources:
        raise CannotChange(_("Skriv hvem vi vil spørre."))
    if answer_by is not None:
        _refuse(rules.problems_with_deadline(answer_by, today))
    consents = []
    for kind, name in sources:
        consent = Consent(
            municipality_id=case.municipality_id,
            case=case,
            kind=kind,
            name=name,
            scope=scope,
            asked_on=today,
            asked_by_id=by.user_id,
            answer_by=answer_by,
        )
        consent.full_clean(exclude=["municipality", "case", "asked_by"])
        consent.save()
        consents.append(consent)
        record(Event.CONSENT_ASKED, consent, by=by, case_id=case.pk, data={"kind": kind})
    if answer_by is not None:
        source = f"consent:{consents[0].pk}"
        write_to_party(
            consent_plan([consent.name for consent in consents], scope, answer_by),
            case=case,
            source=source,
            by=by,
            understands=understands(case),
        )
        for consent in consents:
            consent.letter_source = source
            consent.save(update_fields=["letter_source"])
    return consents


@transaction.atomic
def give_consent(
    consent_id: int,
    *,
    given_on: date,
    given_how: str,
    given_by: str,
    scope: str = "",
    note: str = "",
    valid_until: date | None = None,
    file: CheckedFile | None = None,
    by: Membership,
) -> Consent:
    """On paper with the document, or orally with what was said."""
    consent = _waiting(consent_id)
    today = timezone.localdate()
    _refuse(_problems_with_day_of_answer(given_on, today))
    if file is not None:
        consent.journal_entry = _incoming(
            consent.case,
            [file],
            title=_("Samtykke til å innhente opplysninger"),
            correspondent=given_by,
            on=given_on,
            by=by,
        )
    consent.given_on, consent.given_how, consent.given_by = given_on, given_how, given_by
    consent.scope = scope or consent.scope
    consent.note, consent.valid_until = note, valid_until
    consent.full_clean(exclude=["municipality", "case", "asked_by"])
    consent.save()
    record(
        Event.CONSENT_ANSWERED,
        consent,
        by=by,
        case_id=consent.case_id,
        data={"given": True, "on": given_on},
    )
    return consent


@transaction.atomic
def decline_consent(consent_id: int, *, on: date, note: str = "", by: Membership) -> Consent:
    """It is not given. The source is not asked; the case is decided with what there is."""
    consent = _waiting(consent_id)
    _refuse(_problems_with_day_of_answer(on, timezone.localdate()))
    consent.declined_on, consent.note = on, note
    consent.save(update_fields=["declined_on", "note"])
    record(
        Event.CONSENT_ANSWERED,
        consent,
        by=by,
        case_id=consent.case_id,
        data={"given": False, "on": on},
    )
    return consent


@transaction.atomic
def withdraw_consent(consent_id: int, *, on: date, note: str = "", by: Membership) -> Consent:
    """From now on nothing more is asked with it; what came before stays."""
    consent = _locked_consent(consent_id)
    if consent.given_on is None:
        raise CannotChange(_("Samtykket er ikke gitt, så det kan ikke trekkes."))
    if consent.withdrawn_on is not None:
        raise CannotChange(_("Samtykket er allerede trukket."))
    _refuse(_problems_with_day_of_answer(on, timezone.localdate()))
    consent.withdrawn_on = on
    if note:
        consent.note = f"{consent.note}\n\n{note}" if consent.note else note
    consent.full_clean(exclude=["municipality", "case", "asked_by"])
    consent.save()
    record(Event.CONSENT_WITHDRAWN, consent, by=by, case_id=consent.case_id, data={"on": on})
    return consent


def _problems_with_day_of_answer(on: date, today: date) -> list[str]:
    return [_("Datoen kan ikke være fram i tid.")] if on > today else []


def _locked_consent(consent_id: int) -> Consent:
    return (
        Consent.objects.select_for_update(of=("self",))
        .select_related("case__recipient")
        .get(pk=consent_id)
    )


def _waiting(consent_id: int) -> Consent:
    consent = _locked_consent(consent_id)
    if not consent.is_waiting:
        raise CannotChange(_("Svaret på samtykket er allerede registrert."))
    return consent


# ── Requests for information ────────────────────────────────────────────────────────────────────


@transaction.atomic
def ask_party(
    application_id: int,
    items: Sequence[str],
    *,
    why: str,
    answer_by: date,
    by: Membership,
) -> tuple[InformationRequest, Sequence[Letter]]:
    """A letter to each of those who get letters about the søknad."""
    application = _locked_application(application_id)
    request = _ask(application, items, why=why, answer_by=answer_by, by=by)
    return request, _write(request, items, answer_by, by=by)


@transaction.atomic
def ask_source(
    application_id: int,
    items: Sequence[str],
    *,
    consent_id: int,
    addressee: Mapping[str, Any],
    why: str,
    answer_by: date,
    by: Membership,
) -> tuple[InformationRequest, Sequence[Letter]]:
    """To a school, a doctor or Nav, with a consent in force; `addressee` is name and address."""
    application = _locked_application(application_id)
    consent = _locked_consent(consent_id)
    _refuse(
        rules.problems_before_asking(
            application.case, application, items, answer_by, consent, timezone.localdate()
        )
    )
    before = (
        InformationRequest.objects.filter(consent=consent, addressee__name=addressee["name"])
        .select_related("addressee")
        .first()
    )
    person = before.addressee if before else None
    request = _ask(
        application,
        items,
        why=why,
        answer_by=answer_by,
        by=by,
        consent=consent,
        addressee=person or register_person(by=by, **addressee),
    )
    return request, _write(request, items, answer_by, by=by)


def _ask(
    application: Application,
    items: Sequence[str],
    *,
    why: str,
    answer_by: date,
    by: Membership,
    consent: Consent | None = None,
    addressee: Person | None = None,
) -> InformationRequest:
    today = timezone.localdate()
    case = application.case
    _refuse(rules.problems_before_asking(case, application, items, answer_by, consent, today))
    request = InformationRequest.objects.create(
        municipality_id=case.municipality_id,
        case=case,
        application=application,
        asked_of=(
            InformationRequest.AskedOf.SOURCE if consent else InformationRequest.AskedOf.PARTY
        ),
        consent=consent,
        addressee=addressee,
        why=why,
        asked_on=today,
        asked_by_id=by.user_id,
        answer_by=answer_by,
    )
    InformationItem.objects.bulk_create(
        InformationItem(
            municipality_id=case.municipality_id, request=request, position=position, text=text
        )
        for position, text in enumerate(items, start=1)
    )
    record(
        Event.INFORMATION_ASKED,
        request,
        by=by,
        case_id=case.pk,
        data={"due_on": answer_by, "of": request.asked_of},
    )
    return request


def information_plan(
    application: Application, items: Sequence[str], why: str, answer_by: date
) -> Plan:
    return Plan(
        LetterKind.INFORMATION_REQUEST,
        InformationRequestContext,
        {
            "items": tuple(items),
            "why": why,
            "answer_by": answer_by,
            "received_on": application.received_on,
            # The month since the søknad came; nothing that is asked for moves it.
            "answer_within": rules.one_month(application.received_on).act_by,
        },
    )


def _write(
    request: InformationRequest,
    items: Sequence[str],
    answer_by: date,
    *,
    by: Membership,
    version: int = 1,
) -> Sequence[Letter]:
    application, today = request.application, timezone.localdate()
    if request.addressee is None or request.consent is None:
        return write_to_party(
            information_plan(application, items, request.why, answer_by),
            case=request.case,
            source=request.source,
            by=by,
            understands=application.understands_the_case,
            version=version,
        )
    language = language_of(request.addressee)
    return [
        issue_letter(
            LetterKind.INFORMATION_REQUEST,
            case=request.case,
            source=request.source,
            context=InformationRequestContext(
                **common(request.case, Role.SOURCE, today=today, by=by, language=language),
                items=tuple(items),
                why=letters.why_we_ask(request, request.consent, language),
                answer_by=answer_by,
            ),
            addressee=request.addressee,
            by=by,
            language=language,
            version=version,
        )
    ]


@transaction.atomic
def remind(
    request_id: int, *, answer_by: date, by: Membership
) -> tuple[InformationRequest, Sequence[Letter]]:
    """A new letter with what is missing still. The own goal stands still from the first day set."""
    request = _locked_request(request_id)
    today = timezone.localdate()
    _refuse(rules.problems_before_reminding(request, answer_by, today))
    request.reminded_on, request.remind_by = today, answer_by
    request.reminders += 1
    request.save(update_fields=["reminded_on", "remind_by", "reminders"])
    record(
        Event.INFORMATION_REMINDED,
        request,
        by=by,
        case_id=request.case_id,
        data={"due_on": answer_by},
    )
    missing = [item.text for item in request.items.all() if item.received_on is None]
    return request, _write(request, missing, answer_by, by=by, version=request.reminders + 1)


@transaction.atomic
def receive_information(
    request_id: int,
    item_ids: Sequence[int],
    *,
    on: date,
    note: str,
    files: Sequence[CheckedFile],
    by: Membership,
) -> InformationRequest:
    """Some or all of it came: with files into the journal, or told and written down."""
    request = _locked_request(request_id)
    items = list(request.items.select_for_update())
    chosen = [item for item in items if item.pk in set(item_ids)]
    _refuse(rules.problems_before_receiving(request, chosen, on, timezone.localdate()))
    if not files and not note.strip():
        raise CannotChange(_("Legg ved det som kom, eller skriv hva vi fikk vite."))
    entry = None
    if files:
        entry = _incoming(
            request.case,
            files,
            title=_("Opplysninger til søknaden"),
            correspondent=request.consent.name
            if request.consent
            else request.application.applicant.name,
            on=on,
            by=by,
        )
        request.application.papers.create(
            municipality_id=request.municipality_id, journal_entry=entry
        )
    for item in chosen:
        item.received_on, item.note, item.journal_entry = on, note, entry
        item.save(update_fields=["received_on", "note", "journal_entry"])
    # fvl. § 11 d: what is told, not written, is written down in the case.
    if note.strip() and not files:
        write_note(
            request.case,
            by=by,
            kind=CaseNote.Kind.ORAL,
            happened_on=on,
            text=note,
            with_whom=request.consent.name
            if request.consent
            else request.application.applicant.name,
        )
    is_complete = all(item.received_on is not None for item in items)
    if is_complete:
        request.complete_on = max(item.received_on for item in items if item.received_on)
        request.save(update_fields=["complete_on"])
    record(
        Event.INFORMATION_RECEIVED,
        request,
        by=by,
        case_id=request.case_id,
        data={"on": on, "complete": is_complete},
    )
    return request


@transaction.atomic
def withdraw_request(request_id: int, *, note: str, by: Membership) -> InformationRequest:
    """We no longer wait for it; the own goal runs again from today."""
    request = _locked_request(request_id)
    _refuse(rules.problems_with_open_request(request))
    if not note.strip():
        raise CannotChange(_("Skriv hvorfor vi ikke venter lenger."))
    request.withdrawn_on, request.closing_note = timezone.localdate(), note
    request.save(update_fields=["withdrawn_on", "closing_note"])
    record(Event.INFORMATION_WITHDRAWN, request, by=by, case_id=request.case_id)
    return request


def _locked_application(application_id: int) -> Application:
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("case__recipient", "case__unit", "case__caseworker", "applicant")
        .get(pk=application_id)
    )


def _locked_request(request_id: int) -> InformationRequest:
    return (
        InformationRequest.objects.select_for_update(of=("self",))
        .select_related("case__recipient", "application__applicant", "consent", "addressee")
        .get(pk=request_id)
    )


# ── Oral information, and what is put to the party ──────────────────────────────────────────────


def comment_plan(information: str, given_by: str, comment_by: date) -> Plan:
    return Plan(
        LetterKind.COMMENT_REQUEST,
        CommentRequestContext,
        {"information": information, "given_by": given_by, "comment_by": comment_by},
    )


@transaction.atomic
def put_to_party(
    case: Case,
    *,
    information: str,
    given_by: str,
    comment_by: date,
    note: CaseNote | None = None,
    by: Membership,
) -> tuple[CommentRequest, Sequence[Letter]]:
    """fvl. § 17 second paragraph: the party may comment on what others have told."""
    today = timezone.localdate()
    _refuse(rules.problems_with_deadline(comment_by, today))
    comment = _comment(case, information, given_by, note, by=by, comment_by=comment_by)
    letters = write_to_party(
        comment_plan(information, given_by, comment_by),
        case=case,
        source=comment.source,
        by=by,
        understands=understands(case),
    )
    record(Event.COMMENT_ASKED, comment, by=by, case_id=case.pk, data={"due_on": comment_by})
    return comment, letters


@transaction.atomic
def leave_out_of_hearing(
    case: Case,
    *,
    information: str,
    given_by: str,
    omitted: str,
    omitted_reason: str,
    note: CaseNote | None = None,
    by: Membership,
) -> CommentRequest:
    """fvl. § 17 third paragraph: the ground for not putting it to the party."""
    comment = _comment(
        case, information, given_by, note, by=by, omitted=omitted, omitted_reason=omitted_reason
    )
    record(Event.COMMENT_OMITTED, comment, by=by, case_id=case.pk, data={"ground": omitted})
    return comment


def _comment(
    case: Case,
    information: str,
    given_by: str,
    note: CaseNote | None,
    *,
    by: Membership,
    **fields: Any,
) -> CommentRequest:
    comment = CommentRequest(
        municipality_id=case.municipality_id,
        case=case,
        note=note,
        information=information,
        given_by=given_by,
        registered_on=timezone.localdate(),
        registered_by_id=by.user_id,
        **fields,
    )
    comment.full_clean(exclude=["municipality", "case", "note", "registered_by"])
    comment.save()
    return comment


@transaction.atomic
def receive_comment(
    comment_id: int,
    *,
    on: date,
    answer: str,
    files: Sequence[CheckedFile] = (),
    by: Membership,
) -> CommentRequest:
    comment = (
        CommentRequest.objects.select_for_update(of=("self",))
        .select_related("case__recipient")
        .get(pk=comment_id)
    )
    _refuse(rules.problems_with_open_comment(comment))
    _refuse(_problems_with_day_of_answer(on, timezone.localdate()))
    if on < comment.registered_on:
        raise CannotChange(_("Svaret kan ikke ha kommet før vi spurte."))
    if files:
        comment.journal_entry = _incoming(
            comment.case,
            files,
            title=_("Uttalelse fra parten"),
            correspondent=comment.case.recipient.name,
            on=on,
            by=by,
        )
    comment.answered_on, comment.answer = on, answer
    comment.full_clean(exclude=["municipality", "case", "note", "registered_by"])
    comment.save()
    record(Event.COMMENT_RECEIVED, comment, by=by, case_id=comment.case_id, data={"on": on})
    return comment
