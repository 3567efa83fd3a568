"""The birthdays at 16 and 18, after which others act and others are written to."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from stottekontakt.accounts.models import Membership
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.cases.models import AgeReached, Case, Representative
from stottekontakt.cases.rules import birthday_in
from stottekontakt.cases.services import add_representative

Event = AuditEntry.Event
Kind = Representative.Kind
Age = AgeReached.Age

# Whose right to act ends on which birthday (pbrl. § 4-3; the care of the child welfare service goes
# on until majority, though the young person decides from 16).
ENDS_AT: dict[int, tuple[str, ...]] = {
    Age.DECIDES_ALONE: (Kind.PARENT,),
    Age.MAJORITY: (Kind.PARENT, Kind.CHILD_WELFARE),
}


def note_birthdays(today: date) -> int:
    """Close what has ended in every open case where it has not been done; the number of birthdays.

    A day that was missed is caught up, and a birthday is noted once. One before the case was opened
    is no news.
    """
    noted = 0
    for age in Age.values:
        # Nobody born later has had that birthday; those long past it are of no interest.
        # The day more is for those born on 29 February; _note asks exactly.
        latest = birthday_in(today, today.year - age)
        cases = (
            Case.objects.open()
            .filter(recipient__birth_date__lte=latest + timedelta(days=1), recipient__died_on=None)
            .filter(recipient__birth_date__gt=latest - timedelta(days=366 * 2))
            .exclude(ages_reached__age=age)
            .values_list("pk", flat=True)
        )
        for case_id in list(cases):
            noted += _note(case_id, age, today)
    return noted


@transaction.atomic
def _note(case_id: int, age: int, today: date) -> bool:
    case = Case.objects.select_for_update(of=("self",)).select_related("recipient").get(pk=case_id)
    born_on = case.recipient.birth_date
    if born_on is None:
        return False
    day = birthday_in(born_on, born_on.year + age)
    if day > today or day <= case.opened_on or case.ages_reached.filter(age=age).exists():
        return False
    reached = AgeReached.objects.create(
        municipality_id=case.municipality_id, case=case, age=age, reached_on=day
    )
    record(Event.AGE_REACHED, reached, by=None, case_id=case.pk, data={"age": age, "on": day})
    reason = _("%(name)s fylte %(age)d år.") % {"name": case.recipient.first_name, "age": age}
    for representative in _ending(case, age, day):
        starts_on = representative.valid_from
        last_day = day - timedelta(days=1)
        representative.valid_until = max(last_day, starts_on) if starts_on else last_day
        representative.end_reason = reason
        representative.version += 1
        representative.save(update_fields=["valid_until", "end_reason", "version"])
        record(
            Event.REPRESENTATIVE_ENDED,
            representative,
            by=None,
            case_id=case.pk,
            data={"kind": representative.kind, "on": representative.valid_until},
        )
    return True


def _ending(case: Case, age: int, day: date) -> list[Representative]:
    return list(
        Representative.objects.select_for_update()
        .filter(case=case, kind__in=ENDS_AT[age])
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))
    )


def ended_by(reached: AgeReached) -> list[Representative]:
    """Those whose right ended on that birthday."""
    return list(
        Representative.objects.filter(
            case=reached.case_id,
            kind__in=ENDS_AT[reached.age],
            valid_until=reached.reached_on - timedelta(days=1),
        )
        .select_related("person")
        .order_by("pk")
    )


@transaction.atomic
def check(reached_id: int, *, next_of_kin: set[int], by: Membership) -> AgeReached:
    """Somebody has gone through who is written to now.

    `next_of_kin` are the representatives that ended and go on as next of kin, without rights.
    """
    reached = (
        AgeReached.objects.select_for_update(of=("self",)).select_related("case").get(pk=reached_id)
    )
    if reached.checked_at is not None:
        return reached
    for ended in ended_by(reached):
        known = Representative.objects.filter(
            case=reached.case, person=ended.person, kind=Kind.NEXT_OF_KIN, valid_until=None
        )
        if ended.pk in next_of_kin and not known.exists():
            add_representative(
                reached.case,
                ended.person,
                by=by,
                kind=Kind.NEXT_OF_KIN,
                relation=ended.relation,
                valid_from=reached.reached_on,
            )
    reached.checked_at, reached.checked_by = timezone.now(), by.user
    reached.save(update_fields=["checked_at", "checked_by"])
    record(Event.AGE_CHECKED, reached, by=by, case_id=reached.case_id, data={"age": reached.age})
    return reached
