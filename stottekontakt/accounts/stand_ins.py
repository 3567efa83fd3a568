"""Who does whose work while somebody is away."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stottekontakt.accounts.models import Membership, StandIn, User
from stottekontakt.accounts.roles import Permission
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.errors import Refused

Event = AuditEntry.Event


class CannotStandIn(Refused):
    pass


def absent_colleagues(membership: Membership, on: date) -> list[User]:
    """Those whose stand-in the member is on the day, in this unit and this role."""
    rows = StandIn.objects.in_force(on).filter(
        municipality_id=membership.municipality_id,
        substitute=membership.user_id,
        unit=membership.unit_id,
        role=membership.role,
    )
    return [row.absent for row in rows.select_related("absent").order_by("absent__name")]


def may_be_away(by: Membership, on: date) -> list[Membership]:
    """Whose stand-in `by` may name: one's own, and a leader for everyone of the unit."""
    members = Membership.objects.valid_on(on).filter(municipality_id=by.municipality_id)
    if by.may(Permission.CASE_LEAD):
        if by.unit_id:
            members = members.filter(unit=by.unit_id)
    else:
        members = members.filter(pk=by.pk)
    return list(members.select_related("user", "unit").order_by("user__name", "role"))


def may_stand_in_for(absent: Membership, on: date) -> list[Membership]:
    """Colleagues of the same unit and the same role."""
    return list(
        Membership.objects.valid_on(on)
        .filter(
            municipality_id=absent.municipality_id,
            unit=absent.unit_id,
            role=absent.role,
            user__is_active=True,
        )
        .exclude(user=absent.user_id)
        .select_related("user", "unit")
        .order_by("user__name")
    )


@transaction.atomic
def set_stand_in(
    absent: Membership, substitute: User, *, starts_on: date, ends_on: date, by: Membership
) -> StandIn:
    if absent.pk not in {member.pk for member in may_be_away(by, timezone.localdate())}:
        raise CannotStandIn(_("Bare lederen kan sette stedfortreder for andre."))
    fitting = {member.user_id for member in may_stand_in_for(absent, starts_on)}
    if substitute.pk not in fitting:
        raise CannotStandIn(
            _("%(name)s må ha samme rolle i samme enhet %(day)s.")
            % {"name": substitute.name, "day": starts_on.strftime("%d.%m.%Y")}
        )
    row = StandIn(
        municipality_id=by.municipality_id,
        absent=absent.user,
        substitute=substitute,
        unit=absent.unit,
        role=absent.role,
        starts_on=starts_on,
        ends_on=ends_on,
        set_by=by.user,
    )
    row.full_clean()
    row.save()
    record(
        Event.STAND_IN_SET,
        row,
        by=by,
        data={
            "absent": absent.user_id,
            "substitute": substitute.pk,
            "starts_on": starts_on,
            "ends_on": ends_on,
        },
    )
    return row


@transaction.atomic
def end(stand_in_id: int, *, by: Membership) -> StandIn | None:
    """Back at work: yesterday was the last day. What has not begun is taken away (None)."""
    row = StandIn.objects.select_for_update().get(pk=stand_in_id)
    yesterday = timezone.localdate() - timedelta(days=1)
    if row.ends_on <= yesterday:
        return row
    record(Event.STAND_IN_CHANGED, row, by=by, data={"ends_on": yesterday})
    if row.starts_on > yesterday:
        row.delete()
        return None
    row.ends_on = yesterday
    row.save(update_fields=["ends_on"])
    return row


def stand_ins_of(membership: Membership, on: date) -> list[StandIn]:
    """Those that are on or to come, as far as the reader may see them."""
    return list(
        StandIn.objects.visible_to(membership)
        .filter(ends_on__gte=on)
        .select_related("absent", "substitute", "unit")
        .order_by("starts_on", "pk")
    )
