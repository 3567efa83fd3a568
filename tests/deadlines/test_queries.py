"""Which deadlines burn, which are near, and whose."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stottekontakt.accounts.roles import Role
from stottekontakt.deadlines.models import Deadline
from tests.accounts.factories import UnitFactory
from tests.cases.factories import CaseFactory
from tests.deadlines.factories import DeadlineFactory

TODAY = date(2026, 12, 2)
DAY = timedelta(days=1)


@pytest.fixture
def case(unit):
    return CaseFactory(unit=unit)


def test_overdue_counts_from_the_day_we_should_have_acted(case) -> None:
    late = DeadlineFactory(case=case, due_on=TODAY + DAY, act_by=TODAY - DAY)
    DeadlineFactory(case=case, due_on=TODAY)
    assert list(Deadline.objects.overdue(TODAY)) == [late]


def test_due_within_is_from_today_and_the_last_day_counts(case) -> None:
    DeadlineFactory(case=case, due_on=TODAY - DAY)
    today = DeadlineFactory(case=case, due_on=TODAY)
    last = DeadlineFactory(case=case, due_on=TODAY + 7 * DAY)
    DeadlineFactory(case=case, due_on=TODAY + 8 * DAY)
    assert list(Deadline.objects.due_within(7, TODAY)) == [today, last]


def test_what_is_met_or_cancelled_burns_no_more(case) -> None:
    DeadlineFactory(case=case, due_on=TODAY - DAY, met=True)
    DeadlineFactory(case=case, due_on=TODAY - DAY, cancelled=True)
    assert not Deadline.objects.open().exists()
    assert not Deadline.objects.overdue(TODAY).exists()
    assert not Deadline.objects.due_within(7, TODAY).exists()


def test_how_long_others_may_complain_is_nothing_for_us_to_do(case) -> None:
    DeadlineFactory(case=case, due_on=TODAY - DAY, complaint=True)
    DeadlineFactory(case=case, due_on=TODAY + DAY, complaint=True)
    assert Deadline.objects.open().count() == 2
    assert not Deadline.objects.ours().exists()
    assert not Deadline.objects.overdue(TODAY).exists()
    assert not Deadline.objects.due_within(7, TODAY).exists()


def test_deadlines_are_seen_by_those_who_see_the_case(case, municipality, member) -> None:
    elsewhere = UnitFactory(municipality=municipality)
    deadline = DeadlineFactory(case=case)
    DeadlineFactory(case=CaseFactory(unit=elsewhere))
    caseworker, clerk = member(Role.CASEWORKER), member(Role.PAYROLL_CLERK)
    assert list(Deadline.objects.visible_to(caseworker)) == [deadline]
    assert Deadline.objects.visible_to(member(Role.LEADER, unit=None)).count() == 2
    assert not Deadline.objects.visible_to(clerk).exists()


def test_another_municipality_sees_none(case, other_municipality, in_municipality) -> None:
    DeadlineFactory(case=case)
    with in_municipality(other_municipality):
        assert not Deadline.objects.exists()
