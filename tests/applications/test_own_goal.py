"""The municipality's own goal stands still while others are waited for; the law's month never."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.models import Consent, InformationRequest
from applications.rules import StandingStill, answer_by, one_month, own_goal, standing_still
from stottekontakt.accounts.models import User
from stottekontakt.deadlines.calendar import is_working_day

RECEIVED = date(2027, 1, 4)  # a Monday
TODAY = date(2027, 3, 1)


def asked(answer_by: date, *, complete_on=None, withdrawn_on=None, **fields) -> InformationRequest:
    return InformationRequest(
        asked_on=answer_by - timedelta(days=14),
        answer_by=answer_by,
        complete_on=complete_on,
        withdrawn_on=withdrawn_on,
        asked_by=User(name="Siri Lind"),
        **fields,
    )


@dataclass
class Vector:
    requests: list[InformationRequest]
    spans: list[tuple[date, date | None]]
    due_on: date


VECTORS = {
    "nothing asked": Vector([], [], date(2027, 2, 1)),
    "it came the day it was due": Vector(
        [asked(date(2027, 1, 18), complete_on=date(2027, 1, 18))], [], date(2027, 2, 1)
    ),
    "it came the day after: no whole day was lost": Vector(
        [asked(date(2027, 1, 18), complete_on=date(2027, 1, 19))], [], date(2027, 2, 1)
    ),
    "five days late: the 19th to the 22nd do not count, the 23rd does": Vector(
        [asked(date(2027, 1, 18), complete_on=date(2027, 1, 23))],
        [(date(2027, 1, 19), date(2027, 1, 22))],
        date(2027, 2, 5),
    ),
    "we stopped waiting": Vector(
        [asked(date(2027, 1, 18), withdrawn_on=date(2027, 1, 23))],
        [(date(2027, 1, 19), date(2027, 1, 22))],
        date(2027, 2, 5),
    ),
    "two at once count once": Vector(
        [
            asked(date(2027, 1, 18), complete_on=date(2027, 1, 23)),
            asked(date(2027, 1, 20), complete_on=date(2027, 1, 25)),
        ],
        [(date(2027, 1, 19), date(2027, 1, 22)), (date(2027, 1, 21), date(2027, 1, 24))],
        date(2027, 2, 7),
    ),
    "late, but after the goal": Vector(
        [asked(date(2027, 2, 10), complete_on=date(2027, 2, 20))],
        [(date(2027, 2, 11), date(2027, 2, 19))],
        date(2027, 2, 1),
    ),
    "it has not come: as if it came tomorrow": Vector(
        [asked(date(2027, 1, 31))], [(date(2027, 2, 1), None)], date(2027, 3, 2)
    ),
}


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())
def test_vectors(vector: Vector) -> None:
    spans = standing_still(vector.requests)
    assert [(span.starts_on, span.last_on) for span in spans] == vector.spans
    goal = own_goal(RECEIVED, 28, spans, TODAY)
    assert goal.due_on == vector.due_on
    assert goal.unmoved_on == date(2027, 2, 1)
    assert goal.moved_days == (vector.due_on - date(2027, 2, 1)).days


def test_while_it_stands_still_it_says_so() -> None:
    spans = standing_still([asked(date(2027, 1, 31))])
    assert own_goal(RECEIVED, 28, spans, TODAY).stands_still
    assert not own_goal(RECEIVED, 28, spans, date(2027, 1, 31)).stands_still
    assert not own_goal(RECEIVED, 28, [], TODAY).stands_still


def test_each_stretch_is_explained() -> None:
    spans = standing_still([asked(date(2027, 1, 18), complete_on=date(2027, 1, 23))])
    stretches = own_goal(RECEIVED, 28, spans, TODAY).stretches
    assert [(one.starts_on, one.last_on, one.days, one.counts) for one in stretches] == [
        (date(2027, 1, 5), date(2027, 1, 18), 14, True),
        (date(2027, 1, 19), date(2027, 1, 22), 4, False),
        (date(2027, 1, 23), date(2027, 2, 5), 14, True),
    ]
    assert stretches[1].reasons == (
        ("Det vi ba om, var ikke kommet innen 18. januar 2027", "Siri Lind"),
    )


def test_a_source_that_is_late_is_named() -> None:
    (span,) = standing_still([asked(date(2027, 1, 18), consent=Consent(name="Prøvelia skole"))])
    assert span.reason == "Prøvelia skole svarte ikke innen 18. januar 2027"


days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
lengths = st.integers(0, 60)


@st.composite
def requests(draw) -> list[InformationRequest]:
    found = []
    for due_on in draw(st.lists(days, max_size=5)):
        took = draw(st.one_of(st.none(), lengths))
        ended = None if took is None else due_on + timedelta(days=took - 10)
        found.append(asked(due_on, complete_on=ended))
    return found


@given(days, requests())
def test_the_legal_month_never_moves(received_on: date, made: list[InformationRequest]) -> None:
    """It is asked about the day of receipt alone: there is nothing one could pass it that moves."""
    before = one_month(received_on)
    own_goal(received_on, 28, standing_still(made), TODAY)
    assert one_month(received_on) == before
    assert before.act_by <= before.legal_point


@given(days, st.integers(1, 120), requests(), days)
def test_the_goal_is_only_ever_later_and_by_whole_days_waited(
    received_on: date, length: int, made: list[InformationRequest], today: date
) -> None:
    spans = standing_still(made)
    goal = own_goal(received_on, length, spans, today)
    counted = [one for one in goal.stretches if one.counts]
    waited = [one for one in goal.stretches if not one.counts]
    assert sum(one.days for one in counted) == length
    assert goal.moved_days == sum(one.days for one in waited) >= 0
    assert counted[-1].last_on == goal.due_on
    assert goal.stretches[0].starts_on == received_on + timedelta(days=1)
    for one, following in zip(goal.stretches, goal.stretches[1:], strict=False):
        assert following.starts_on == one.last_on + timedelta(days=1)


@given(requests())
def test_nothing_stands_still_before_its_own_day_has_passed(
    made: list[InformationRequest],
) -> None:
    due = {request.answer_by + timedelta(days=1) for request in made}
    for span in standing_still(made):
        assert span.starts_on in due
        assert span.last_on is None or span.last_on >= span.starts_on
        assert not StandingStill.covers(span, span.starts_on - timedelta(days=1))


@given(days)
def test_two_weeks_and_a_working_day(asked_on: date) -> None:
    assert timedelta(weeks=2) <= answer_by(asked_on) - asked_on < timedelta(weeks=3)
    assert is_working_day(answer_by(asked_on))
