"""What those with parental responsibility are told, and what is kept from them (pbrl. § 3-4)."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stottekontakt.accounts.models import Membership
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.cases.models import (
    Case,
    CaseNote,
    InformationWish,
    JournalEntry,
    ParentInformationAssessment,
    Person,
)

Event = AuditEntry.Event


def why_not_to_tell(case_id: int, addressee: Person, source: str) -> str:
    """Why a letter to this person must not be made or leave, in the reader's words; "" if it may.

    Asked when a letter is made and again when it leaves: a wish may have come in between.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cases_parent_must_not_be_told(%s, %s, %s)", [case_id, addressee.pk, source]
        )
        (why,) = cursor.fetchone()
    name = {"name": addressee.name}
    match why:
        case "":
            return ""
        case "not_assessed":
            return (
                _(
                    "Det er registrert at foreldrene ikke bør få vite det. Vurder hva de skal få "
                    "vite, før noe går til %(name)s."
                )
                % name
            )
    return _("Det er vurdert at %(name)s ikke skal ha brev i saken.") % name


@transaction.atomic
def register_wish(
    case: Case, *, kind: str, said_on: date, how: str, what: str, by: Membership
) -> InformationWish:
    """From now on nothing goes to a parent before somebody has assessed it, or assessed it anew."""
    # Whoever issues a letter in the case waits for this, or this for the letter.
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    wish = InformationWish(
        municipality_id=case.municipality_id,
        case=case,
        kind=kind,
        said_on=said_on,
        how=how,
        what=what,
        registered_by=by.user,
    )
    wish.save()
    record(
        Event.INFORMATION_WISH_REGISTERED,
        wish,
        by=by,
        case_id=case.pk,
        data={"kind": kind, "on": said_on},
    )
    return wish


@transaction.atomic
def withdraw_wish(wish_id: int, *, reason: str, by: Membership) -> InformationWish:
    wish = InformationWish.objects.select_for_update().get(pk=wish_id)
    if wish.withdrawn_at is not None:
        return wish
    wish.withdrawn_at, wish.withdrawn_by = timezone.now(), by.user
    wish.withdrawn_reason = reason
    wish.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record(Event.INFORMATION_WISH_WITHDRAWN, wish, by=by, case_id=wish.case_id)
    return wish


@transaction.atomic
def assess(
    case: Case,
    *,
    outcome: str,
    reasons: str,
    needed_by_parents: str,
    child_told_on: date,
    by: Membership,
    source: str = "",
) -> ParentInformationAssessment:
    assessment = ParentInformationAssessment(
        municipality_id=case.municipality_id,
        case=case,
        source=source,
        outcome=outcome,
        reasons=reasons,
        needed_by_parents=needed_by_parents,
        child_told_on=child_told_on,
        assessed_by=by.user,
    )
    assessment.full_clean()
    assessment.save()
    record(
        Event.PARENTS_INFORMATION_ASSESSED,
        assessment,
        by=by,
        case_id=case.pk,
        data={"outcome": outcome, "source": source},
    )
    return assessment


@transaction.atomic
def mark_not_for_parents(
    row: CaseNote | JournalEntry, *, is_marked: bool, by: Membership
) -> CaseNote | JournalEntry:
    """What is marked is named nowhere in a letter to a parent that is made from now on."""
    row = type(row).objects.select_for_update().get(pk=row.pk)
    if row.not_for_parents == is_marked:
        return row
    row.not_for_parents = is_marked
    row.save(update_fields=["not_for_parents"])
    record(
        Event.NOT_FOR_PARENTS_CHANGED,
        row,
        by=by,
        case_id=row.case_id,
        data={"is_marked": is_marked},
    )
    return row
