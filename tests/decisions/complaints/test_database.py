"""What the database refuses of complaints, whatever the program forgets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from decisions.complaints.models import (
    Complaint,
    ComplaintClaim,
    ComplaintComment,
    CostsClaim,
    Suspension,
)
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory

State = Complaint.State


@pytest.fixture
def refused_by():
    """`with refused_by("name of the rule"): …` and the transaction lives on."""

    class Refusal:
        def __init__(self, rule):
            self.rule = rule

        def __enter__(self):
            self.raises = pytest.raises((IntegrityError, DatabaseError), match=self.rule)
            self.raises.__enter__()
            self.atomic = transaction.atomic()
            self.atomic.__enter__()

        def __exit__(self, *exception):
            self.atomic.__exit__(*exception)
            return self.raises.__exit__(*exception)

    return Refusal


@pytest.fixture
def change(complaint, caseworker):
    """Past every service and rule."""

    def update(**values):
        Complaint.objects.filter(pk=complaint.pk).update(**values)

    return update


@pytest.fixture
def claim(complaint):
    return ComplaintClaim.objects.create(
        municipality=complaint.municipality,
        complaint=complaint,
        position=1,
        claim="Tre timer er for lite.",
        answer="Vi mener tre timer er nok.",
        result="not_allowed",
    )


@pytest.fixture
def settled(change, claim, caseworker):
    def to(state=State.MAINTAINED, **values):
        change(state=State.TAKEN)
        change(
            **{
                "state": state,
                "settled_at": timezone.now(),
                "settled_by": caseworker.user,
                "assessment": "Vi mener tre timer er nok.",
                **values,
            }
        )

    return to


@pytest.fixture
def forwarded(settled, change, caseworker):
    settled()
    change(
        state=State.FORWARDED,
        statement="Vi viser til vedtaket.",
        forwarded_at=timezone.now(),
        forwarded_by=caseworker.user,
    )


def test_the_whole_way_is_open(forwarded, change, complaint):
    """Otherwise the tests below would prove nothing."""
    change(state=State.ANSWERED, governor_outcome="affirmed", governor_decided_on=date(2027, 2, 1))
    change(closed_on=date(2027, 2, 2))
    complaint.refresh_from_db()
    assert not complaint.is_open


# ── What it is over, who, and when ──────────────────────────────────────────────────────────────


def test_it_names_the_decision(make_complaint, refused_by):
    with refused_by("complaint_comes_after_an_issued_decision|complaint_names_what_it_is_over"):
        make_complaint(decision=None)
    with refused_by("complaint_names_what_it_is_over"):
        make_complaint(over="dismissal", decision=None)


def test_it_cannot_be_older_than_the_decision(make_complaint, refused_by):
    with refused_by("complaint_comes_after_an_issued_decision"):
        make_complaint(received_on=date(2026, 11, 22))


def test_nobody_complains_over_a_draft(make_complaint, refused_by, draft_elsewhere):
    with refused_by("complaint_comes_after_an_issued_decision"):
        make_complaint(decision=draft_elsewhere, case=draft_elsewhere.case, representative=None)


@pytest.fixture
def draft_elsewhere(make_case, criteria, caseworker):
    from decisions import services
    from tests.decisions.conftest import make_application

    return services.draft(make_application(make_case(child=False)).pk, by=caseworker)


def test_it_is_of_the_case_of_its_decision(make_complaint, refused_by, unit):
    other = CaseFactory(unit=unit)
    with refused_by("complaint_is_of_its_decisions_case"):
        make_complaint(case=other, representative=None)
    elsewhere = RepresentativeFactory(case=other, mother=True)
    with refused_by("complaint_is_of_its_decisions_case"):
        make_complaint(representative=elsewhere)


def test_it_was_posted_before_it_came(make_complaint, refused_by):
    with refused_by("complaint_posted_before_it_came"):
        make_complaint(posted_on=date(2026, 12, 1))


def test_an_oral_one_is_written_down(make_complaint, refused_by):
    with refused_by("complaint_oral_is_written_down"):
        make_complaint(way="oral", text="")


def test_one_person_complains_once_at_a_time(make_complaint, complaint, refused_by, unit):
    with refused_by("complaint_one_at_a_time_per_person"):
        make_complaint()
    make_complaint(complainant=PersonFactory(municipality=unit.municipality))


# ── From step to step ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("state", ["allowed", "maintained", "forwarded", "answered"])
def test_no_step_is_left_out(change, claim, caseworker, refused_by, state):
    with refused_by("complaint_goes_forward_only"):
        change(
            state=state,
            settled_at=timezone.now(),
            settled_by=caseworker.user,
            assessment="x",
            statement="x",
            forwarded_at=timezone.now(),
            forwarded_by=caseworker.user,
        )


def test_nothing_goes_back(settled, change, refused_by):
    settled()
    for state in (State.TAKEN, State.RECEIVED):
        with refused_by("complaint_goes_forward_only"):
            change(state=state)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"late_ground": "not_to_blame"},
        {"late_reasons": "Hun var innlagt."},
        {
            "late_ground": "not_to_blame",
            "late_reasons": "Hun var innlagt.",
            "last_day_on": date(2026, 11, 29),
        },
    ],
)
def test_a_late_one_is_taken_for_a_reason_and_within_the_year(change, refused_by, values):
    with refused_by("complaint_late_is_taken_for_a_reason"):
        change(state=State.TAKEN, is_late=True, **values)


def test_a_late_one_with_reasons_is_taken(change, complaint):
    change(
        state=State.TAKEN,
        is_late=True,
        late_ground="special_reasons",
        late_reasons="Saken gjelder et barn.",
        last_day_on=date(2027, 11, 23),
    )


def test_a_dismissal_says_why(change, refused_by, caseworker):
    with refused_by("complaint_dismissed_says_why"):
        change(
            state=State.DISMISSED,
            dismissal_ground="no_right",
            settled_at=timezone.now(),
            settled_by=caseworker.user,
        )


def test_whoever_settles_it_is_known(settled, refused_by):
    with refused_by("complaint_settled_at_and_by_go_together"):
        settled(settled_by=None)
    with refused_by("complaint_is_settled_before_it_leaves"):
        settled(settled_by=None, settled_at=None)


def test_a_decision_that_stands_is_reasoned(settled, refused_by):
    with refused_by("complaint_maintained_is_reasoned"):
        settled(assessment="")


def test_every_claim_is_answered(change, settled, claim, complaint, refused_by):
    ComplaintClaim.objects.create(
        municipality=complaint.municipality, complaint=complaint, position=2, claim="For sent."
    )
    with refused_by("complaint_claims_are_answered"):
        settled()


def test_there_is_at_least_one_claim(settled, claim, refused_by):
    claim.delete()
    with refused_by("complaint_claims_are_answered"):
        settled()


def test_claims_stay_when_it_is_settled(settled, claim, complaint, refused_by):
    settled()
    with refused_by("complaint_claims_never_change_after_it_is_settled"):
        ComplaintClaim.objects.filter(pk=claim.pk).update(answer="Noe annet.")
    with refused_by("complaint_claims_never_change_after_it_is_settled"):
        ComplaintClaim.objects.filter(pk=claim.pk).delete()
    with refused_by("complaint_claims_never_change_after_it_is_settled"):
        ComplaintClaim.objects.create(
            municipality=complaint.municipality, complaint=complaint, position=2, claim="Mer."
        )


def test_a_claim_says_something_and_has_its_place(claim, complaint, refused_by):
    with refused_by("complaint_claim_says_something"):
        ComplaintClaim.objects.filter(pk=claim.pk).update(claim="")
    with refused_by("complaint_claim_position_taken_once"):
        ComplaintClaim.objects.create(
            municipality=complaint.municipality, complaint=complaint, position=1, claim="Igjen."
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_nothing_is_sent_on_without_a_statement(settled, change, caseworker, refused_by):
    settled()
    with refused_by("complaint_is_forwarded_with_a_statement"):
        change(state=State.FORWARDED, forwarded_at=timezone.now(), forwarded_by=caseworker.user)
    with refused_by("complaint_forwarded_at_and_by_go_together"):
        change(state=State.FORWARDED, forwarded_at=timezone.now(), statement="x")


def test_an_answer_has_an_outcome_and_a_day(forwarded, change, refused_by):
    with refused_by("complaint_answered_has_outcome_and_day"):
        change(state=State.ANSWERED, governor_outcome="affirmed")
    with refused_by("complaint_answered_has_outcome_and_day"):
        change(governor_outcome="affirmed", governor_decided_on=date(2027, 2, 1))


def test_it_is_withdrawn_on_a_day(change, refused_by, complaint):
    with refused_by("complaint_withdrawn_on_a_day"):
        change(state=State.WITHDRAWN)
    with refused_by("complaint_withdrawn_on_a_day"):
        change(withdrawn_on=date(2026, 12, 1))


def test_what_needs_an_answer_is_not_closed(change, settled, refused_by, complaint):
    with refused_by("complaint_is_not_closed_before_its_end"):
        change(closed_on=date(2026, 12, 1))
    settled(State.PARTLY_ALLOWED)
    with refused_by("complaint_is_not_closed_before_its_end"):
        change(closed_on=date(2026, 12, 1))
    change(closed_on=date(2026, 12, 1), rest_withdrawn_on=date(2026, 12, 1))


# ── Comments, suspension, costs ─────────────────────────────────────────────────────────────────


def test_a_comment_has_its_day(complaint, caseworker, refused_by):
    with refused_by("complaint_comment_and_its_day_go_together"):
        ComplaintComment.objects.create(
            municipality=complaint.municipality,
            complaint=complaint,
            asked_about="Rapporten fra skolen",
            asked_by=caseworker.user,
            comment_by=date(2026, 12, 14),
            comment="Det stemmer ikke.",
        )


def test_a_suspension_is_decided_by_somebody_and_a_refusal_reasoned(
    complaint, caseworker, refused_by
):
    values = {
        "municipality": complaint.municipality,
        "complaint": complaint,
        "requested_on": date(2026, 11, 30),
    }
    with refused_by("suspension_decided_at_and_by_go_together"):
        Suspension.objects.create(**values, is_granted=True)
    with refused_by("suspension_refused_says_why"):
        Suspension.objects.create(
            **values, is_granted=False, decided_at=timezone.now(), decided_by=caseworker.user
        )


def test_costs_are_some_money_and_never_more_than_claimed(complaint, caseworker, refused_by):
    def claim(**fields):
        return CostsClaim.objects.create(
            **{
                "municipality": complaint.municipality,
                "complaint": complaint,
                "received_on": date(2026, 12, 14),
                "amount": Decimal("2400.00"),
                "what_for": "Hjelp til å skrive klagen",
                **fields,
            }
        )

    decided = {"decided_at": timezone.now(), "decided_by": caseworker.user}
    with refused_by("costs_claim_is_of_some_money"):
        claim(amount=Decimal(0))
    with refused_by("costs_claim_decided_at_and_by_go_together"):
        claim(covered=Decimal(10))
    with refused_by("costs_claim_covers_no_more_than_was_claimed"):
        claim(covered=Decimal(2401), reasons="x", **decided)
    with refused_by("costs_claim_not_covered_in_full_says_why"):
        claim(covered=Decimal(1000), **decided)
    assert claim(covered=Decimal(1000), reasons="Resten var ikke nødvendig.", **decided).pk
