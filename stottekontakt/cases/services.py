"""Verbs of persons, cases, notes and the journal. Each is one transaction with its log entry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from stottekontakt.accounts.models import Membership, Unit, User
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.cases import storage
from stottekontakt.cases.attachments import CheckedFile
from stottekontakt.cases.errors import Outdated
from stottekontakt.cases.models import (
    SHIELDING,
    Case,
    CaseNote,
    CaseNumberCounter,
    Document,
    DocumentKind,
    JournalEntry,
    Person,
    Representative,
)
from stottekontakt.database.encryption import blind_index

Event = AuditEntry.Event


def find_by_identity_number(identity_number: str) -> Person | None:
    """The municipality's person with this number (11 digits), if it is registered."""
    return Person.objects.filter(identity_index=blind_index(identity_number)).first()


@transaction.atomic
def register_person(*, by: Membership, identity_number: str | None = None, **fields: Any) -> Person:
    """A new person of the municipality; `identity_number` is 11 checked digits or None."""
    person = Person(municipality_id=by.municipality_id, **fields)
    set_identity_number(person, identity_number)
    person.full_clean()
    person.save()
    record(Event.PERSON_REGISTERED, person, by=by)
    return person


# What `update_person` takes for a field that is not to be touched, where None means "none".
UNCHANGED: Any = object()


@transaction.atomic
def update_person(
    person_id: int,
    *,
    version: int,
    by: Membership,
    identity_number: str | None = UNCHANGED,
    **fields: Any,
) -> Person:
    """Only the fields given are changed. Outdated if `version` is no longer the newest."""
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.version != version:
        raise Outdated(person)
    changed = [name for name, value in fields.items() if getattr(person, name) != value]
    for name, value in fields.items():
        setattr(person, name, value)
    if identity_number is not UNCHANGED and identity_number != person.identity_number:
        set_identity_number(person, identity_number)
        changed.append("identity_number")
    if not changed:
        return person
    person.version += 1
    person.full_clean()
    person.save()
    cases = (
        Case.objects.open()
        .filter(Q(recipient=person) | Q(representatives__person=person))
        .distinct()
    )
    case_ids: list[int | None] = list(cases.values_list("pk", flat=True))
    for case_id in case_ids or [None]:
        record(
            Event.PERSON_CHANGED, person, by=by, case_id=case_id, data={"fields": sorted(changed)}
        )
    return person


def set_identity_number(person: Person, identity_number: str | None) -> None:
    person.identity_number = identity_number or None
    person.identity_index = blind_index(identity_number) if identity_number else None


@transaction.atomic
def open_case(
    recipient: Person,
    *,
    unit: Unit,
    by: Membership | None,
    opened_on: date | None = None,
    caseworker: User | None = None,
    **fields: Any,
) -> Case:
    """Open a case and give it the next number of the year, without gaps."""
    opened_on = opened_on or timezone.localdate()
    case = Case(
        municipality_id=recipient.municipality_id,
        year=opened_on.year,
        sequence=take_numbers(recipient.municipality_id, opened_on.year),
        recipient=recipient,
        unit=unit,
        caseworker=caseworker,
        opened_on=opened_on,
        **fields,
    )
    case.save()
    record(Event.CASE_OPENED, case, by=by, case_id=case.pk, data={"number": str(case)})
    return case


def take_numbers(municipality_id: int, year: int, count: int = 1) -> int:
    """The first of `count` numbers in a row, taken for good when the transaction commits.

    The year's counter is locked until then: a rollback gives the numbers back, so none is lost.
    """
    CaseNumberCounter.objects.bulk_create(
        [CaseNumberCounter(municipality_id=municipality_id, year=year)], ignore_conflicts=True
    )
    counter = CaseNumberCounter.objects.select_for_update().get(
        municipality_id=municipality_id, year=year
    )
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return first


@transaction.atomic
def assign_case(case_id: int, *, caseworker: User | None, by: Membership) -> Case:
    """Give the case to a caseworker, or put it back among the unit's unassigned ones."""
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.caseworker_id == (caseworker.pk if caseworker else None):
        return case
    case.caseworker = caseworker
    case.save(update_fields=["caseworker"])
    record(
        Event.CASE_ASSIGNED,
        case,
        by=by,
        case_id=case.pk,
        data={"caseworker": caseworker.pk if caseworker else None},
    )
    return case


@transaction.atomic
def update_case(case_id: int, *, version: int, by: Membership, **fields: Any) -> Case:
    """Outdated is raised if `version` is no longer the newest."""
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.version != version:
        raise Outdated(case)
    changed = [name for name, value in fields.items() if getattr(case, name) != value]
    if not changed:
        return case
    for name in changed:
        setattr(case, name, fields[name])
    case.version += 1
    case.save(update_fields=[*changed, "version"])
    record(Event.CASE_CHANGED, case, by=by, case_id=case.pk, data={"fields": sorted(changed)})
    return case


@transaction.atomic
def write_note(
    case: Case,
    *,
    by: Membership,
    kind: str,
    happened_on: date,
    text: str,
    with_whom: str = "",
    not_for_parents: bool = False,
) -> CaseNote:
    note = CaseNote(
        municipality_id=case.municipality_id,
        case=case,
        kind=kind,
        happened_on=happened_on,
        text=text,
        with_whom=with_whom,
        not_for_parents=not_for_parents,
        written_by_id=by.user_id,
    )
    note.full_clean()
    note.save()
    record(Event.NOTE_ADDED, note, by=by, case_id=case.pk, data={"kind": kind, "on": happened_on})
    return note


@transaction.atomic
def add_journal_entry(
    case: Case,
    *,
    by: Membership | None,
    direction: str,
    title: str,
    dated_on: date,
    correspondent: str = "",
    received_on: date | None = None,
    sent_on: date | None = None,
    not_for_parents: bool = False,
    kind: DocumentKind | None = None,
) -> JournalEntry:
    """The next entry of the case's journal. The case row is locked while the number is given.

    The kind, as it stands that day, says how the entry is shielded.
    """
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    last = JournalEntry.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    return JournalEntry.objects.create(
        municipality_id=case.municipality_id,
        case=case,
        number=last + 1,
        direction=direction,
        title=title,
        correspondent=correspondent,
        dated_on=dated_on,
        received_on=received_on,
        sent_on=sent_on,
        not_for_parents=not_for_parents,
        kind=kind,
        shielding=kind.shielding if kind else SHIELDING,
        registered_by_id=by.user_id if by else None,
    )


@transaction.atomic
def add_document(
    entry: JournalEntry,
    *,
    by: Membership | None,
    title: str,
    filename: str,
    content_type: str,
    data: bytes,
) -> Document:
    """Store a file (already checked, see cases/attachments.py) under a journal entry."""
    sha256 = storage.store(entry.municipality_id, data)
    document = Document.objects.create(
        municipality_id=entry.municipality_id,
        case_id=entry.case_id,
        journal_entry=entry,
        title=title,
        filename=filename,
        content_type=content_type,
        size=len(data),
        sha256=sha256,
        added_by_id=by.user_id if by else None,
    )
    record(
        Event.DOCUMENT_ADDED,
        document,
        by=by,
        case_id=entry.case_id,
        data={"entry": entry.number, "direction": entry.direction},
    )
    return document


@transaction.atomic
def add_files(
    case: Case, *, by: Membership, files: Iterable[CheckedFile], title: str, **entry_fields: Any
) -> JournalEntry:
    """One journal entry with the files that came with it."""
    entry = add_journal_entry(case, by=by, title=title, **entry_fields)
    for file in files:
        add_document(
            entry,
            by=by,
            title=title,
            filename=file.filename,
            content_type=file.content_type,
            data=file.data,
        )
    return entry


@transaction.atomic
def add_representative(
    case: Case, person: Person, *, by: Membership, **fields: Any
) -> Representative:
    representative = Representative(
        municipality_id=case.municipality_id, case=case, person=person, **fields
    )
    representative.full_clean()
    representative.save()
    record(
        Event.REPRESENTATIVE_ADDED,
        representative,
        by=by,
        case_id=case.pk,
        data={"kind": representative.kind},
    )
    return representative


@transaction.atomic
def register_representative(
    case: Case,
    *,
    by: Membership,
    person: Person | None,
    person_fields: dict[str, Any],
    file: CheckedFile | None = None,
    **fields: Any,
) -> Representative:
    """Somebody who may act in the case: a known person or (`person_fields`) a new one.

    `file` is the written authorisation; it is put into the journal as a document that came in.
    """
    if person is None:
        person = register_person(by=by, **person_fields)
    if file is not None:
        fields["document"] = _add_authorisation(case, file, by=by, on=fields.get("written_on"))
    return add_representative(case, person, by=by, **fields)


def _add_authorisation(
    case: Case, file: CheckedFile, *, by: Membership, on: date | None
) -> Document:
    today = timezone.localdate()
    entry = add_files(
        case,
        by=by,
        files=[file],
        direction=JournalEntry.Direction.INCOMING,
        title=_("Fullmakt"),
        dated_on=on or today,
        received_on=today,
    )
    return entry.documents.get()


@transaction.atomic
def update_representative(
    representative_id: int,
    *,
    version: int,
    by: Membership,
    file: CheckedFile | None = None,
    **fields: Any,
) -> Representative:
    """Outdated is raised if `version` is no longer the newest."""
    representative = (
        Representative.objects.select_for_update(of=("self",))
        .select_related("case")
        .get(pk=representative_id)
    )
    if representative.version != version:
        raise Outdated(representative)
    if file is not None:
        fields["document"] = _add_authorisation(
            representative.case, file, by=by, on=fields.get("written_on")
        )
    changed = [name for name, value in fields.items() if getattr(representative, name) != value]
    if not changed:
        return representative
    for name in changed:
        setattr(representative, name, fields[name])
    representative.version += 1
    representative.full_clean()
    representative.save()
    record(
        Event.REPRESENTATIVE_CHANGED,
        representative,
        by=by,
        case_id=representative.case_id,
        data={"kind": representative.kind, "fields": sorted(changed)},
    )
    return representative


@transaction.atomic
def end_representative(
    representative_id: int, *, by: Membership, on: date, reason: str
) -> Representative:
    """The representation ends with this day; what was done before it stands."""
    representative = Representative.objects.select_for_update().get(pk=representative_id)
    representative.valid_until = on
    representative.end_reason = reason
    representative.version += 1
    representative.full_clean()
    representative.save(update_fields=["valid_until", "end_reason", "version"])
    record(
        Event.REPRESENTATIVE_ENDED,
        representative,
        by=by,
        case_id=representative.case_id,
        data={"kind": representative.kind, "on": on},
    )
    return representative
