"""By what right, in time or not, and what must be there before each step."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.complaints.models import Complaint, ComplaintClaim
from decisions.complaints.rules import (
    TRANSITIONS,
    Right,
    RightToComplain,
    costs_due,
    forward_by,
    is_in_time,
    last_day_for_late,
    may_be_taken_late,
    outcome_of,
    problems_before_answering,
    problems_before_dismissing,
    problems_before_forwarding,
    problems_before_receiving,
    problems_before_settling,
    problems_before_taking,
    problems_before_withdrawing,
    right_to_complain,
)
from stottekontakt.cases.models import Person, Representative

ON = date(2027, 3, 1)
State, Way = Complaint.State, Complaint.Way
MAY = RightToComplain(Right.YES, "")


def recipient(born_on: date | None) -> Person:
    return Person(pk=1, name="Nora Blåklokke", birth_date=born_on)


def complaint(**fields) -> Complaint:
    values = {
        "state": State.RECEIVED,
        "way": Way.PAPER,
        "received_on": ON,
        "over": Complaint.Over.DECISION,
    }
    return Complaint(**{**values, **fields})


def claims(*results: str) -> list[ComplaintClaim]:
    return [
        ComplaintClaim(position=number, claim="For få timer", result=result, answer=result and "Vi")
        for number, result in enumerate(results, 1)
    ]


# ── By what right ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("born_on", "right"),
    [
        (None, Right.YES),  # nothing says that this is a child
        (date(1990, 1, 1), Right.YES),
        (date(2009, 3, 1), Right.YES),  # 18 today
        (date(2009, 3, 2), Right.YES),  # 17: alone
        (date(2011, 3, 1), Right.YES),  # 16 today
        (date(2011, 3, 2), Right.ASSESS_CHILD),
        (date(2015, 3, 1), Right.ASSESS_CHILD),  # 12 today
        (date(2015, 3, 2), Right.ENQUIRY),  # 11: never refused, never lost
        (date(2020, 5, 5), Right.ENQUIRY),
    ],
)
def test_the_one_it_is_about_complains_by_age(born_on, right):
    person = recipient(born_on)
    assert right_to_complain(person, person, [], ON).right == right


def representative(kind: str, **fields) -> Representative:
    return Representative(person_id=2, kind=kind, **fields)


@pytest.mark.parametrize(
    ("born_on", "who", "right"),
    [
        (date(2015, 8, 14), [("parent", {"parental_responsibility": "shared"})], Right.YES),
        (date(2015, 8, 14), [("parent", {"parental_responsibility": "none"})], "needs"),
        (date(2010, 8, 14), [("parent", {"parental_responsibility": "shared"})], "needs"),
        (date(1990, 8, 14), [("parent", {"parental_responsibility": "shared"})], "needs"),
        (date(1990, 8, 14), [("guardian", {"mandate_covers_personal_matters": True})], Right.YES),
        (date(1990, 8, 14), [("guardian", {"mandate_covers_personal_matters": False})], "needs"),
        (
            date(1990, 8, 14),
            [("proxy", {"written_on": date(2027, 1, 1), "document_id": 5})],
            Right.YES,
        ),
        (date(1990, 8, 14), [("proxy", {"written_on": date(2027, 1, 1)})], "needs"),
        (
            date(1990, 8, 14),
            [
                (
                    "proxy",
                    {
                        "written_on": date(2027, 1, 1),
                        "document_id": 5,
                        "valid_until": date(2027, 2, 28),
                    },
                )
            ],
            "needs",
        ),
        (date(1990, 8, 14), [("next_of_kin", {})], "needs"),
        (date(1990, 8, 14), [], "needs"),
    ],
)
def test_others_complain_within_what_they_stand_for(born_on, who, right):
    other = Person(pk=2, name="Hilde Blåklokke", birth_date=date(1985, 2, 3))
    standing = [representative(kind, **fields) for kind, fields in who]
    found = right_to_complain(other, recipient(born_on), standing, ON)
    assert found.right == (Right.NEEDS_AUTHORISATION if right == "needs" else right)
    assert found.reason


# ── In time ─────────────────────────────────────────────────────────────────────────────────────

DUE = date(2027, 3, 30)


@pytest.mark.parametrize(
    ("way", "posted_on", "received_on", "new_act", "in_time"),
    [
        (Way.PAPER, date(2027, 3, 30), date(2027, 4, 6), False, True),  # posted on the last day
        (Way.PAPER, date(2027, 3, 31), date(2027, 4, 1), False, False),
        (Way.PAPER, None, date(2027, 3, 30), False, True),
        (Way.PAPER, None, date(2027, 3, 31), False, False),
        (Way.ELECTRONIC, date(2027, 3, 30), date(2027, 3, 31), False, False),  # must have come
        (Way.ELECTRONIC, date(2027, 3, 30), date(2027, 3, 31), True, True),  # sent is enough
        (Way.ELECTRONIC, None, date(2027, 3, 30), False, True),
        (Way.ORAL, None, date(2027, 3, 30), False, True),
        (Way.ORAL, None, date(2027, 3, 31), True, False),
    ],
)
def test_what_counts_is_the_day_it_was_sent_or_came(way, posted_on, received_on, new_act, in_time):
    assert (
        is_in_time(way, due_on=DUE, posted_on=posted_on, received_on=received_on, new_act=new_act)
        is in_time
    )


def test_a_deadline_that_never_began_has_not_passed():
    assert is_in_time(Way.PAPER, due_on=None, posted_on=None, received_on=date(2040, 1, 1))


@pytest.mark.parametrize(
    ("decided_on", "last"),
    [
        (date(2027, 3, 1), date(2028, 3, 1)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2026, 12, 31), date(2027, 12, 31)),
    ],
)
def test_after_the_same_date_next_year_it_is_never_a_complaint(decided_on, last):
    assert last_day_for_late(decided_on) == last
    assert may_be_taken_late(decided_on, last)
    assert not may_be_taken_late(decided_on, date.fromordinal(last.toordinal() + 1))


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_our_own_date_for_sending_it_on_is_a_working_day_within_two_weeks(received_on):
    by = forward_by(received_on)
    assert by.weekday() < 5
    assert 0 <= (by - received_on).days <= 14


def test_costs_are_claimed_within_three_weeks():
    assert costs_due(date(2027, 3, 4)) == date(2027, 3, 30)  # Maundy Thursday, then Easter
    assert costs_due(date(2027, 1, 4)) == date(2027, 1, 25)


# ── Before each step ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ""),
        ({"received_on": date(2027, 3, 2)}, "fram i tid"),
        ({"posted_on": date(2027, 3, 2)}, "når den ble sendt"),
        ({"decided_on": date(2027, 3, 2)}, "kan ikke være eldre"),
        ({"posted_on": date(2027, 1, 1)}, "kan ikke være eldre"),
        ({"way": Way.ORAL, "text": " "}, "Skriv ned"),
        ({"text": "", "has_document": False}, "Legg ved klagen"),
        ({"text": "", "has_document": True}, ""),
        ({"decided_on": None, "posted_on": date(2026, 1, 1)}, ""),
    ],
)
def test_what_comes_in_is_asked_for_what_cannot_be(changes, said):
    values = {
        "decided_on": date(2027, 2, 1),
        "posted_on": None,
        "received_on": ON,
        "today": ON,
        "way": Way.PAPER,
        "text": "Jeg trenger flere timer.",
        "has_document": False,
    }
    problems = problems_before_receiving(**{**values, **changes})
    assert (said in " ".join(problems)) if said else problems == []


@pytest.mark.parametrize(
    ("fields", "right", "said"),
    [
        ({}, MAY, ""),
        ({"is_late": True}, MAY, "begge grunnene"),
        ({"is_late": True, "late_ground": "not_to_blame"}, MAY, "begge grunnene"),
        (
            {"is_late": True, "late_ground": "not_to_blame", "late_reasons": "Hun var innlagt."},
            MAY,
            "",
        ),
        (
            {
                "is_late": True,
                "late_ground": "not_to_blame",
                "late_reasons": "Hun var innlagt.",
                "last_day_on": date(2027, 2, 28),
            },
            MAY,
            "anmodning om omgjøring",
        ),
        ({}, RightToComplain(Right.ASSESS_CHILD, "x"), "barnet forstår"),
        ({"child_understands": True}, RightToComplain(Right.ASSESS_CHILD, "x"), "barnet forstår"),
        (
            {"child_understands": True, "right_assessed": "Hun forklarer selv hva hun vil."},
            RightToComplain(Right.ASSESS_CHILD, "x"),
            "",
        ),
        ({}, RightToComplain(Right.NEEDS_AUTHORISATION, "trenger fullmakt"), "trenger fullmakt"),
        ({"way": Way.ORAL, "text": "x"}, MAY, "undertegnes"),
        ({"way": Way.ORAL, "text": "x", "is_signed": True}, MAY, ""),
        ({"state": State.MAINTAINED}, MAY, "opprettholdt"),
    ],
)
def test_before_it_is_taken(fields, right, said):
    problems = problems_before_taking(complaint(**fields), right)
    assert (said in " ".join(problems)) if said else problems == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Velg hvorfor"),
        ({"dismissal_ground": "no_right"}, "Begrunn"),
        ({"dismissal_ground": "late", "dismissal_reasons": "x"}, "kom i tide"),
        ({"dismissal_ground": "late", "dismissal_reasons": "x", "is_late": True}, ""),
        ({"dismissal_ground": "form", "dismissal_reasons": "x"}, "kort frist"),
        ({"dismissal_ground": "form", "dismissal_reasons": "x", "defects_by": ON}, ""),
        ({"dismissal_ground": "no_right", "dismissal_reasons": "x"}, ""),
    ],
)
def test_before_it_is_dismissed(fields, said):
    problems = problems_before_dismissing(complaint(**fields))
    assert (said in " ".join(problems)) if said else problems == []


@pytest.mark.parametrize(
    ("results", "outcome"),
    [
        ([], None),
        (["allowed", ""], None),
        (["allowed", "allowed"], State.ALLOWED),
        (["not_allowed"], State.MAINTAINED),
        (["allowed", "not_allowed", "not_allowed"], State.PARTLY_ALLOWED),
    ],
)
def test_the_answers_add_up(results, outcome):
    assert outcome_of(claims(*results)) == outcome


@pytest.mark.parametrize(
    ("fields", "results", "comments", "said"),
    [
        ({"assessment": "Vi mener tre timer er nok."}, ["not_allowed"], False, ""),
        ({}, ["not_allowed"], False, "Skriv kommunens vurdering"),
        ({}, [], False, "minst ett"),
        ({"assessment": "x"}, ["not_allowed", "", "not_allowed"], False, "Klagepunkt 2"),
        ({"assessment": "x"}, ["not_allowed"], True, "frist til å uttale seg"),
        ({}, ["allowed"], False, "Skriv det nye vedtaket"),
        ({"new_decision_id": 7}, ["allowed"], False, ""),
        ({"over": "delivery"}, ["allowed"], False, ""),
        ({"state": State.RECEIVED, "assessment": "x"}, ["not_allowed"], False, "Mottatt"),
    ],
)
def test_before_it_is_settled(fields, results, comments, said):
    one = complaint(**{"state": State.TAKEN, **fields})
    problems = problems_before_settling(one, claims(*results), waits_for_comments=comments)
    assert (said in " ".join(problems)) if said else problems == []


@pytest.mark.parametrize(
    ("fields", "results", "said"),
    [
        ({"statement": "x"}, ["not_allowed"] * 3, ""),
        ({"statement": "x"}, ["not_allowed", "not_allowed", ""], "Klagepunkt 3"),
        ({}, ["not_allowed"], "får kopi"),
        ({"statement": "x", "state": State.ALLOWED}, ["allowed"], "Medhold"),
        (
            {"statement": "x", "state": State.PARTLY_ALLOWED, "rest_withdrawn_on": ON},
            ["allowed", "not_allowed"],
            "ingenting å sende",
        ),
    ],
)
def test_before_it_is_sent_on(fields, results, said):
    one = complaint(**{"state": State.MAINTAINED, **fields})
    problems = problems_before_forwarding(one, claims(*results))
    assert (said in " ".join(problems)) if said else problems == []


@pytest.mark.parametrize(
    ("fields", "outcome", "decided_on", "said"),
    [
        ({}, "affirmed", date(2027, 4, 1), ""),
        ({}, "", date(2027, 4, 1), "Velg"),
        ({}, "affirmed", None, "Skriv datoen"),
        ({}, "affirmed", date(2027, 6, 1), "fram i tid"),
        ({}, "affirmed", date(2027, 3, 1), "før den ble sendt over"),
        ({"state": State.MAINTAINED}, "affirmed", date(2027, 4, 1), "opprettholdt"),
    ],
)
def test_before_the_answer_is_registered(fields, outcome, decided_on, said):
    one = complaint(
        **{"state": State.FORWARDED, "forwarded_at": datetime(2027, 3, 20, tzinfo=UTC), **fields}
    )
    problems = problems_before_answering(
        one, outcome=outcome, decided_on=decided_on, today=date(2027, 5, 1)
    )
    assert (said in " ".join(problems)) if said else problems == []


@pytest.mark.parametrize(
    ("on", "state", "fine"),
    [
        (date(2027, 3, 1), State.RECEIVED, True),
        (date(2027, 2, 28), State.TAKEN, False),
        (date(2027, 3, 9), State.TAKEN, False),
        (date(2027, 3, 2), State.FORWARDED, True),
        (date(2027, 3, 2), State.ALLOWED, False),
    ],
)
def test_before_it_is_withdrawn(on, state, fine):
    problems = problems_before_withdrawing(complaint(state=state), on=on, today=date(2027, 3, 8))
    assert (problems == []) is fine


def test_every_state_has_its_ways_on():
    assert set(TRANSITIONS) == set(State)
