"""Everything that follows when an application has come in, in the order it happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.errors import CannotChange, CannotRegister
from applications.models import Application
from applications.services import Content, Receipts, add_authorisation, receive, send_receipts
from applications.services.inquiry import start_application
from stottekontakt.accounts.models import Membership, Unit
from stottekontakt.cases.attachments import CheckedFile
from stottekontakt.cases.models import AddressProtection, Case, CaseNote, Person, Representative
from stottekontakt.cases.services import (
    add_representative,
    assign_case,
    find_by_identity_number,
    open_case,
    register_person,
    update_case,
    update_person,
    write_note,
)

ApplicantIs = Application.ApplicantIs


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """Somebody who may or may not be registered: the identity number finds who is."""

    identity_number: str | None = field(default=None, repr=False)
    details: dict[str, Any]  # the other fields of Person


@dataclass(frozen=True, kw_only=True)
class KnownPerson:
    """Somebody registered, and what the søknad says otherwise that is now to hold."""

    person_id: int
    version: int  # Outdated is raised if somebody has changed the person since
    changes: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Representation:
    """By what right the applicant acts; empty for the recipient and for mere helpers."""

    parental_responsibility: str = ""
    lives_with_recipient: bool = False
    mandate: str = ""
    mandate_covers_personal_matters: bool = False
    written_on: date | None = None
    authorisation: CheckedFile | None = None
    valid_from: date | None = None


@dataclass(frozen=True, kw_only=True)
class Registration:
    recipient: int | NewPerson | KnownPerson
    applicant: int | NewPerson | KnownPerson | None  # None: the recipient
    representation: Representation
    content: Content
    files: Sequence[CheckedFile] = ()
    housing: str = ""
    unit_id: int | None = None  # where a new case belongs; None: the one who registers knows
    takes_the_case: bool = False
    sends_receipts: bool = True
    form_key: UUID | None = None
    inquiry_id: int | None = None  # the oral enquiry it began with
    # What was typed of persons the one who registers may not see: for those who have the case.
    told_of_hidden: str = field(default="", repr=False)


@dataclass(frozen=True)
class Registered:
    application: Application
    receipts: Receipts
    was_there_already: bool = False


@transaction.atomic(durable=True)
def register_application(registration: Registration, *, by: Membership) -> Registered:
    _one_at_a_time(by)
    if registration.form_key and (again := _sent_before(registration.form_key)):
        return Registered(again, Receipts(), was_there_already=True)
    recipient = _person(registration.recipient, by=by)
    case = _open_case_of(recipient, registration, by=by)
    if registration.told_of_hidden:
        write_note(
            case,
            by=by,
            kind=CaseNote.Kind.NOTE,
            happened_on=timezone.localdate(),
            text=registration.told_of_hidden,
        )
    applicant = recipient
    if registration.applicant is not None:
        applicant = _person(registration.applicant, by=by)
        if applicant == recipient:
            raise CannotRegister(_("Søkeren og den det gjelder, kan ikke være samme person her."))
        _represent(case, applicant, registration, by=by)
    application = receive(
        case,
        registration.content,
        applicant=applicant,
        files=registration.files,
        form_key=registration.form_key,
        by=by,
    )
    representation = registration.representation
    if representation.authorisation and representation.written_on:
        add_authorisation(
            application.pk,
            representation.authorisation,
            written_on=representation.written_on,
            received_on=registration.content.received_on,
            scope=representation.mandate,
            by=by,
        )
    if registration.inquiry_id is not None:
        _end_inquiry(registration.inquiry_id, application, by=by)
    receipts = Receipts()
    if registration.sends_receipts:
        receipts = send_receipts(application.pk, by=by)
    return Registered(application, receipts)


def _end_inquiry(inquiry_id: int, application: Application, *, by: Membership) -> None:
    try:
        start_application(inquiry_id, application, by=by)
    except CannotChange as error:
        raise CannotRegister(
            [
                *error.problems,
                _("Registrer en gang til hvis søknaden likevel skal inn."),
            ]
        ) from error


def _one_at_a_time(by: Membership) -> None:
    """Two who register at once, or one who clicks twice, must not make one person two."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('register_application'), %s)",
            [by.municipality_id],
        )


def _sent_before(form_key: UUID) -> Application | None:
    return Application.objects.filter(form_key=form_key).first()


def _person(person: int | NewPerson | KnownPerson, *, by: Membership) -> Person:
    if isinstance(person, int):
        return Person.objects.get(pk=person)
    if isinstance(person, KnownPerson):
        if not person.changes:
            return Person.objects.get(pk=person.person_id)
        return update_person(person.person_id, version=person.version, by=by, **person.changes)
    if person.identity_number and (known := find_by_identity_number(person.identity_number)):
        return known
    return register_person(by=by, identity_number=person.identity_number, **person.details)


def _open_case_of(recipient: Person, registration: Registration, *, by: Membership) -> Case:
    case = Case.objects.open().select_for_update().filter(recipient=recipient).first()
    if case is None:
        return _new_case(recipient, registration, by=by)
    if not Case.objects.editable_by(by).filter(pk=case.pk).exists():
        return case  # whoever has the case finds the application; registering opens no doors
    if registration.takes_the_case and case.caseworker_id is None:
        case = assign_case(case.pk, caseworker=by.user, by=by)
    if registration.housing not in ("", Case.Housing.UNKNOWN):
        case = update_case(case.pk, version=case.version, by=by, housing=registration.housing)
    return case


def _new_case(recipient: Person, registration: Registration, *, by: Membership) -> Case:
    unit_id = registration.unit_id or by.unit_id
    if unit_id is None:
        raise CannotRegister(_("Velg hvilken enhet som skal ha saken."))
    was_registered = Case.objects.filter(recipient=recipient).exists()
    is_strict = recipient.address_protection == AddressProtection.STRICT
    # To have such a case is to see it, and whoever may see those was decided by others.
    may_take = by.sees_protected or not (is_strict and was_registered)
    return open_case(
        recipient,
        unit=Unit.objects.get(pk=unit_id),
        by=by,
        caseworker=by.user if registration.takes_the_case and may_take else None,
        housing=registration.housing or Case.Housing.UNKNOWN,
    )


def _represent(
    case: Case, applicant: Person, registration: Registration, *, by: Membership
) -> None:
    """Enter the applicant as a representative, unless already there; helpers are none."""
    kind = registration.content.applicant_is
    if kind == ApplicantIs.OTHER:
        return
    in_force = Representative.objects.filter(
        case=case, person=applicant, kind=kind, valid_until__isnull=True
    )
    if in_force.exists():
        return
    representation = registration.representation
    fields: dict[str, Any] = {"relation": registration.content.applicant_relation}
    match kind:
        case ApplicantIs.PARENT:
            fields["parental_responsibility"] = representation.parental_responsibility
            fields["lives_with_recipient"] = representation.lives_with_recipient
        case ApplicantIs.GUARDIAN:
            fields["mandate"] = representation.mandate
            fields["mandate_covers_personal_matters"] = (
                representation.mandate_covers_personal_matters
            )
        case ApplicantIs.PROXY:
            fields["mandate"] = representation.mandate
            fields["written_on"] = representation.written_on
        case ApplicantIs.CHILD_WELFARE:
            fields["valid_from"] = representation.valid_from
    add_representative(case, applicant, by=by, kind=kind, **fields)
