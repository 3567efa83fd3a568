"""The demo fits whatever day it is loaded on."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.utils import timezone

from applications.rules import one_month
from stottekontakt.accounts.models import Membership, Municipality, Unit, User
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.cases.rules import age_on
from stottekontakt.deadlines.calendar import is_working_day
from stottekontakt.demo.clock import at_work_on
from stottekontakt.demo.data import MUNICIPALITIES, read
from stottekontakt.demo.earlier import earlier_decisions
from stottekontakt.demo.office import Office
from stottekontakt.demo.open_cases import day_received
from stottekontakt.demo.people import People

DAYS = [
    date(2026, 11, 22),  # a Sunday
    date(2027, 1, 1),
    date(2027, 3, 31),
    date(2027, 5, 17),
    date(2028, 2, 29),
    date(2031, 12, 31),
    date(2036, 7, 15),
]


def office_of(name: str, today: date) -> Office:
    spec = read(name)
    members = {
        one["username"]: Membership(
            user=User(username=one["username"]),
            role=one["role"],
            valid_from=date(2014, 1, 1),
            valid_until=one.get("until"),
        )
        for one in spec["staff"]
    }
    return Office(
        municipality=Municipality(**spec["municipality"]),
        units={kind: Unit(kind=kind, **fields) for kind, fields in spec["units"].items()},
        members=members,
        people=People(
            random=Random(name),
            today=today,
            written_form=spec["municipality"]["written_form"],
            places=spec["places"],
        ),
    )


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("name", MUNICIPALITIES)
def test_earlier_decisions_are_in_force_on_the_day_of_loading(name, today):
    grants = [
        one.decision
        for one in earlier_decisions(read(name), office_of(name, today))
        if one.decision.services and not one.caseworker
    ]
    assert len(grants) == sum(read(name)["earlier"]["granted"].values())
    for grant in grants:
        assert grant.received_on.year == grant.decided_on.year
        assert grant.received_on < grant.decided_on < grant.starts_on < grant.evaluation_on
        assert grant.starts_on < grant.evaluated_on < today
        assert grant.evaluated_on > today - timedelta(days=374)
        if grant.ends_on:
            assert grant.evaluation_on < grant.ends_on
            assert timedelta(days=29) <= grant.ends_on - today < timedelta(days=397)


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_hours_of_the_first_municipality_add_up(today):
    found = earlier_decisions(read("lyngvik"), office_of("lyngvik", today))
    hours = [
        service.hours
        for one in found
        for service in one.decision.services
        if one.decision.ends_on is None or one.decision.ends_on >= today
    ]
    assert sum(hours) == Decimal("248.5")
    assert all(age_on(one.birth_date, today) >= 12 for one in found)


def test_the_same_day_gives_the_same_people():
    today = date(2027, 2, 23)
    first, second = (
        earlier_decisions(read("eikevag"), office_of("eikevag", today)) for _each in range(2)
    )
    assert [one.name for one in first] == [one.name for one in second]
    assert [one.birth_date for one in first] == [one.birth_date for one in second]
    assert [one.decision.texts for one in first] == [one.decision.texts for one in second]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_an_application_came_so_that_it_must_be_answered_about_then(today):
    for answer_in in range(-8, 30):
        day = day_received({"answer_in": answer_in}, today)
        act_by = one_month(day).act_by
        assert day <= today
        assert is_working_day(day)
        assert is_working_day(act_by)
        assert abs(act_by - (today + timedelta(days=answer_in))) <= timedelta(days=7)  # Easter
        assert (act_by < today) == (answer_in < 0)


def test_a_decision_that_ran_out_did_so_before_the_new_application():
    today = date(2027, 2, 23)
    (case,) = (case for case in read("lyngvik")["case"] if "former" in case)
    earlier = earlier_decisions(read("lyngvik"), office_of("lyngvik", today))
    (former,) = (one for one in earlier if one.name == case["name"])
    assert age_on(former.birth_date, today) == case["age"]
    assert former.decision.ends_on == date(2026, 12, 5)
    assert former.decision.starts_on == date(2024, 12, 6)
    assert former.decision.ends_on < day_received(case["application"], today)


def test_the_clock_stands_still_on_the_day_and_goes_on_after_it(municipality):
    day, today = date(2027, 2, 1), timezone.localdate()
    with at_work_on(day, time(9, 30)):
        assert timezone.localdate() == day
        entry = record(AuditEntry.Event.MEMBERSHIP_GRANTED, _subject(municipality), by=None)
    assert timezone.localtime(entry.at).isoformat()[:16] == "2027-02-01T09:30"
    assert timezone.localdate() == today
    later = record(AuditEntry.Event.MEMBERSHIP_GRANTED, _subject(municipality), by=None)
    later.refresh_from_db()
    assert timezone.localdate(later.at) == today


def _subject(municipality: Municipality) -> Unit:
    return Unit.objects.get_or_create(
        municipality=municipality, name="Tildelingskontoret", kind=Unit.Kind.ALLOCATION
    )[0]
