"""Nora was given three hours on Monday 23 November 2026; her mother asks for six a week later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from decisions import services
from decisions.complaints.models import Complaint
from decisions.models import Decision
from stottekontakt.accounts.models import Membership


@pytest.fixture
def decision(whole: Decision, caseworker: Membership) -> Decision:
    services.issue(whole.pk, by=caseworker)
    whole.refresh_from_db()
    return whole


@pytest.fixture
def make_complaint(decision: Decision, caseworker: Membership) -> Callable[..., Complaint]:
    def make(**fields: Any) -> Complaint:
        mother = decision.case.representatives.order_by("pk")[0]
        values = {
            "municipality": decision.municipality,
            "case": decision.case,
            "decision": decision,
            "complainant": mother.person,
            "capacity": "parent",
            "representative": mother,
            "way": "paper",
            "received_on": date(2026, 11, 30),
            "registered_by": caseworker.user,
            "text": "Tre timer er for lite.",
        }
        return Complaint.objects.create(**{**values, **fields})

    return make


@pytest.fixture
def complaint(make_complaint: Callable[..., Complaint]) -> Complaint:
    return make_complaint()
