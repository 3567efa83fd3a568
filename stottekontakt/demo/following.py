"""Decisions that stand and are being looked at anew: a change that is begun, and one told of."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from datetime import time, timedelta
from decimal import Decimal
from typing import Any

from decisions import notices
from decisions import services as decision_services
from decisions.models import Decision, GrantedService
from decisions.rules import Section
from stottekontakt.accounts.models import Membership
from stottekontakt.cases.models import AddressProtection
from stottekontakt.deadlines.calendar import previous_working_day
from stottekontakt.demo.clock import at_work_on
from stottekontakt.demo.office import Office
from stottekontakt.workflows.decision_notice import issue_advance_notice

# The workflow begins a transaction of its own; here it is part of the whole load's.
_issue_notice = inspect.unwrap(issue_advance_notice)

MORNING, NOON = time(9, 40), time(12, 10)
Spec = Mapping[str, Any]


def follow_up_decisions(spec: Spec, office: Office) -> None:
    """What the municipality's file asks for, each on a decision of its own."""
    standing = _standing_without_end(office)
    for one in spec.get("following", ()):
        decision = next(standing)
        by = office.members[one["caseworker"]]
        on = previous_working_day(office.today - timedelta(days=one["days_ago"]))
        decision.case.caseworker = by.user
        decision.case.save(update_fields=["caseworker"])
        with at_work_on(on, MORNING):
            draft = decision_services.draft_follow_up(
                decision.pk, Decision.Kind(one["kind"]), by=by
            )
            _write(draft, one, by=by)
        if "notice" in one:
            with at_work_on(on, NOON):
                notices.save_notice(
                    draft.pk,
                    what=one["notice"]["what"],
                    why=one["notice"]["why"],
                    from_on=None,
                    version=0,
                    by=by,
                )
                _issue_notice(draft.pk, by=by)


def _standing_without_end(office: Office) -> Iterator[Decision]:
    """Adults' grants of one person's hours, the newest first; nobody with a hidden address."""
    for service in (
        GrantedService.objects.in_force()
        .filter(
            municipality=office.municipality,
            form=GrantedService.Form.INDIVIDUAL,
            ends_on=None,
            hours__gte=3,
            decision__taken_over_at__isnull=False,
            decision__recipient_age__gte=18,
            case__recipient__address_protection=AddressProtection.NONE,
            case__applications__state="decided",
        )
        .exclude(case__applications__state="received")
        .select_related("decision__case")
        .order_by("-pk")
        .distinct()
    ):
        if service.decision.services.count() == 1:
            yield service.decision


def _write(draft: Decision, spec: Spec, *, by: Membership) -> None:
    service = draft.services.get()
    starts_on = previous_working_day(draft.drafted_on + timedelta(days=spec["starts_in"]))
    for section, values in (
        (
            Section.SCOPE,
            {
                "goal": draft.goal,
                "starts_on": starts_on,
                "ends_on": None,
                "reservation": "",
                "delivering_unit": draft.delivering_unit,
                "services": [
                    {
                        "form": service.form,
                        "hours": service.hours + Decimal(str(spec["hours_more"])),
                        "hours_unit": service.hours_unit,
                        "detail": service.detail,
                    }
                ],
            },
        ),
        (Section.CHANGE, dict(spec["change"])),
    ):
        draft = decision_services.save_section(
            draft.pk, section, values, version=draft.version, by=by
        )
