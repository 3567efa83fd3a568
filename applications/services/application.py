"""Verbs of an application. Each is one transaction with its line in the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import letters, rules
from applications.errors import CannotChange, CannotRegister
from applications.models import Application
from applications.services.interim import cancel_promises_of, drop_drafts_of
from stottekontakt.accounts.models import Membership
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.cases.addressees import parents_told_in
from stottekontakt.cases.attachments import CheckedFile
from stottekontakt.cases.errors import Outdated
from stottekontakt.cases.models import Case, JournalEntry, Person, Representative
from stottekontakt.cases.services import (
    add_files,
    add_representative,
    update_representative,
)
from stottekontakt.deadlines.models import Deadline
from stottekontakt.deadlines.services import cancel, move, set_deadline
from stottekontakt.letters.errors import CannotWriteLetter
from stottekontakt.letters.models import Letter
from stottekontakt.letters.services import contact_of, issue_letter, language_of, sender_of

Event = AuditEntry.Event


@dataclass(frozen=True, kw_only=True)
class Content:
    """What the søknad says, and how and when it came."""

    channel: str
    received_on: date
    posted_on: date | None = None
    applicant_is: str
    applicant_relation: str = ""
    understands_the_case: bool = False
    wishes: str = ""
    hours: Decimal | None = None
    hours_unit: str = ""
    reasons: str = ""
    own_words: str = ""


@transaction.atomic
def receive(
    case: Case,
    content: Content,
    *,
    applicant: Person,
    files: Sequence[CheckedFile],
    form_key: UUID | None,
    by: Membership,
) -> Application:
    """The søknad in the case's journal with its files, and the month that begins to run."""
    today = timezone.localdate()
    if problems := rules.problems_with_dates(content.received_on, content.posted_on, today):
        raise CannotRegister(problems)
    entry = add_files(
        case,
        by=by,
        files=files,
        direction=JournalEntry.Direction.INCOMING,
        title=_("Søknad om støttekontakt"),
        correspondent=applicant.name,
        dated_on=content.posted_on or content.received_on,
        received_on=content.received_on,
    )
    application = Application(
        municipality_id=case.municipality_id,
        case=case,
        applicant=applicant,
        journal_entry=entry,
        form_key=form_key,
        registered_by_id=by.user_id,
        **vars(content),
    )
    application.full_clean(exclude=["municipality", "case", "applicant", "registered_by"])
    application.save()
    record(
        Event.APPLICATION_RECEIVED,
        application,
        by=by,
        case_id=case.pk,
        data={"channel": content.channel, "received_on": content.received_on},
    )
    month = rules.one_month(content.received_on)
    set_deadline(
        case,
        Deadline.Kind.ONE_MONTH,
        due_on=month.legal_point,
        act_by=month.act_by,
        basis=Deadline.Basis.ONE_MONTH,
        counted_from=content.received_on,
        source=application.source,
        by=by,
    )
    return application


@transaction.atomic
def withdraw(application_id: int, *, on: date, reason: str, by: Membership) -> Application:
    application = _locked(application_id)
    if problems := rules.problems_before_withdrawing(application, on, timezone.localdate()):
        raise CannotChange(problems)
    application.state = Application.State.WITHDRAWN
    application.withdrawn_on, application.withdrawn_reason = on, reason
    application.save(update_fields=["state", "withdrawn_on", "withdrawn_reason"])
    record(
        Event.APPLICATION_WITHDRAWN,
        application,
        by=by,
        case_id=application.case_id,
        data={"on": on},
    )
    _stop_the_clock(application, on=on, reason=_("Søknaden ble trukket."), by=by)
    return application


@transaction.atomic
def register_in_error(application_id: int, *, reason: str, by: Membership) -> Application:
    """The row stays, marked: what was registered once is never deleted."""
    application = _locked(application_id)
    if problems := rules.problems_before_error(application, reason):
        raise CannotChange(problems)
    application.state = Application.State.REGISTERED_IN_ERROR
    application.error_reason = reason
    application.save(update_fields=["state", "error_reason"])
    record(Event.APPLICATION_REGISTERED_IN_ERROR, application, by=by, case_id=application.case_id)
    today = timezone.localdate()
    _stop_the_clock(application, on=today, reason=_("Søknaden var feilregistrert."), by=by)
    return application


@transaction.atomic
def mark_decided(application_id: int, *, on: date, by: Membership) -> Application:
    """The deadline goes on: it is met the day the letter is sent or handed over."""
    application = _locked(application_id)
    if problems := rules.is_open_problem(application):
        raise CannotChange(problems)
    application.state = Application.State.DECIDED
    application.decided_on = on
    application.save(update_fields=["state", "decided_on"])
    record(
        Event.APPLICATION_DECIDED, application, by=by, case_id=application.case_id, data={"on": on}
    )
    drop_drafts_of(application.source, on=on, reason=_("Søknaden er avgjort."), by=by)
    return application


@transaction.atomic
def add_attachments(
    application_id: int,
    files: Sequence[CheckedFile],
    *,
    title: str,
    received_on: date,
    by: Membership,
) -> JournalEntry:
    """Papers that came after the søknad, in an entry of their own with the day they came."""
    application = _locked(application_id)
    if received_on > timezone.localdate():
        raise CannotChange(_("Vedlegget kan ikke være mottatt fram i tid."))
    entry = add_files(
        application.case,
        by=by,
        files=files,
        direction=JournalEntry.Direction.INCOMING,
        title=title,
        correspondent=application.applicant.name,
        dated_on=received_on,
        received_on=received_on,
    )
    application.papers.create(municipality_id=application.municipality_id, journal_entry=entry)
    return entry


# What may be put right in a registered søknad; who applied is another matter.
CORRECTED = (
    "channel", "received_on", "posted_on", "applicant_relation", "wishes", "hours", "hours_unit",
    "reasons", "own_words",
)  # fmt: skip


@transaction.atomic
def correct(
    application_id: int,
    values: Mapping[str, Any],
    *,
    version: int,
    received_reason: str = "",
    by: Membership,
) -> Application:
    """What was registered wrongly is put right; the history keeps how it was.

    Another day of receipt needs its reason and counts the month anew. Outdated is raised if
    `version` is no longer the newest.
    """
    application = _locked(application_id)
    if application.version != version:
        raise Outdated(application)
    received_on: date = values["received_on"]
    if problems := rules.problems_before_correcting(
        application, received_on, values.get("posted_on"), received_reason, timezone.localdate()
    ):
        raise CannotChange(problems)
    changed = [
        name for name in CORRECTED if name in values and getattr(application, name) != values[name]
    ]
    if not changed:
        return application
    for name in changed:
        setattr(application, name, values[name])
    application.version += 1
    application.full_clean(exclude=["municipality", "case", "applicant", "registered_by"])
    application.save(update_fields=[*changed, "version"])
    record(
        Event.APPLICATION_CORRECTED,
        application,
        by=by,
        case_id=application.case_id,
        data={
            "fields": sorted(changed),
            **({"received_on": received_on} if "received_on" in changed else {}),
        },
    )
    if "received_on" in changed:
        _count_the_month_anew(application, received_reason, by=by)
    return application


def _count_the_month_anew(application: Application, reason: str, *, by: Membership) -> None:
    entry = application.journal_entry
    if entry is not None:
        entry.received_on = application.received_on
        entry.save(update_fields=["received_on"])
    deadline = (
        Deadline.objects.open()
        .filter(kind=Deadline.Kind.ONE_MONTH, source=application.source)
        .first()
    )
    if deadline is None:
        return
    month = rules.one_month(application.received_on)
    move(
        deadline.pk,
        due_on=month.legal_point,
        act_by=month.act_by,
        counted_from=application.received_on,
        reason=reason,
        by=by,
    )


@transaction.atomic
def add_authorisation(
    application_id: int,
    file: CheckedFile,
    *,
    written_on: date,
    received_on: date,
    scope: str,
    by: Membership,
) -> Representative:
    """The fullmakt has come: whoever helped with the søknad becomes a proxy."""
    application = _locked(application_id)
    if problems := rules.is_open_problem(application):
        raise CannotChange(problems)
    if not rules.acts_by_authorisation(application, timezone.localdate()):
        raise CannotChange(_("Søkeren trenger ingen fullmakt."))
    if written_on > received_on:
        raise CannotChange(_("Fullmakten kan ikke være datert etter at den ble mottatt."))
    entry = add_attachments(
        application_id, [file], title=_("Fullmakt"), received_on=received_on, by=by
    )
    written: dict[str, Any] = {"document": entry.documents.get(), "written_on": written_on}
    proxy = Representative.objects.filter(
        case=application.case,
        person=application.applicant,
        kind=Representative.Kind.PROXY,
        valid_until__isnull=True,
    ).first()
    if proxy is None:
        proxy = add_representative(
            application.case,
            application.applicant,
            by=by,
            kind=Representative.Kind.PROXY,
            relation=application.applicant_relation,
            mandate=scope,
            **written,
        )
    else:
        proxy = update_representative(
            proxy.pk,
            version=proxy.version,
            by=by,
            mandate=scope or proxy.mandate,
            **written,
        )
    if application.applicant_is != Application.ApplicantIs.PROXY:
        application.applicant_is = Application.ApplicantIs.PROXY
        application.save(update_fields=["applicant_is"])
    record(
        Event.APPLICATION_COMPLETED,
        application,
        by=by,
        case_id=application.case_id,
        data={"thing": rules.Thing.AUTHORISATION, "written_on": written_on},
    )
    return proxy


def _locked(application_id: int) -> Application:
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("case__recipient", "applicant", "journal_entry")
        .get(pk=application_id)
    )


def _stop_the_clock(application: Application, *, on: date, reason: str, by: Membership) -> None:
    cancel(Deadline.Kind.ONE_MONTH, application.source, on=on, reason=reason, by=by)
    cancel_promises_of(application.source, on=on, reason=reason, by=by)
    drop_drafts_of(application.source, on=on, reason=reason, by=by)


# ── Receipts ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Receipts:
    """The letters that were made, and why the others were not, in the reader's words."""

    letters: Sequence[Letter] = ()
    problems: Sequence[str] = ()


@transaction.atomic
def send_receipts(application_id: int, *, by: Membership) -> Receipts:
    """One receipt to each who has a right to it and has not got it.

    What cannot be written is told and stops neither the others nor the registration.
    """
    application = _locked(application_id)
    today = timezone.localdate()
    if problems := rules.problems_before_receipt(application, today):
        return Receipts(problems=problems)
    case = application.case
    representatives = list(case.representatives.select_related("person"))
    missing = rules.missing_information(application, representatives, today)
    has_got = set(
        Letter.objects.of_source(application.source).values_list("addressee_id", flat=True)
    )
    made, not_made = [], []
    parents = parents_told_in(case, application.source)
    for choice in rules.addressees(application, representatives, today, parents=parents):
        if choice.awaits_assessment:
            not_made.append(f"{choice.person.name}: {choice.reason}")
        if not choice.gets_letter or choice.person.pk in has_got:
            continue
        language = language_of(choice.person)
        try:
            with transaction.atomic():
                context = letters.receipt_context(
                    application,
                    choice,
                    missing,
                    sender=sender_of(case, language),
                    contact=contact_of(case),
                    signed_by=by.user.name,
                    language=language,
                    today=today,
                )
                made.append(
                    issue_letter(
                        letters.RECEIPT,
                        case=case,
                        source=application.source,
                        context=context,
                        addressee=choice.person,
                        by=by,
                        language=language,
                    )
                )
        except CannotWriteLetter as error:
            not_made += [f"{choice.person.name}: {problem}" for problem in error.problems]
    return Receipts(made, not_made)
