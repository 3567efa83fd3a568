"""What the page of a decision offers first."""

from __future__ import annotations

import re

import pytest
import time_machine

from stottekontakt.workflows.decision_issued import issue_decision


@pytest.mark.parametrize(("day", "is_next"), [("2026-12-02", False), ("2027-09-01", True)])
def test_to_extend_is_the_next_step_only_near_the_end(day, is_next, whole, caseworker, client_for):
    issue_decision(whole.pk, by=caseworker)  # until 30 November 2027
    with time_machine.travel(f"{day}T09:00:00Z"):
        page = client_for(caseworker).get(whole.get_absolute_url()).text
    (button,) = re.findall(r"<button[^>]*>Forleng<", page)
    assert ("data-variant" not in button) == is_next
