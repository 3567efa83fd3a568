"""What the database refuses, whatever the program forgets. Each test tries to break one rule."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from decisions.models import (
    Appraisal,
    Criterion,
    Decision,
    GrantedService,
    LegalBasis,
    Source,
)
from decisions.services import issue
from stottekontakt.accounts.models import Unit
from stottekontakt.accounts.roles import Role
from stottekontakt.cases.models import CaseNote
from tests.cases.factories import CaseFactory
from tests.decisions.conftest import make_application
from tests.decisions.factories import CriterionFactory, whole_draft


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


def check_keys_now():
    """Composite keys wait for the commit; tests do not come so far."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def ready(whole, caseworker):
    """Issue the whole draft past every service and rule, with something broken."""

    def update(decision=whole, **broken):
        decision.services.update(
            starts_on=decision.starts_on, ends_on=decision.ends_on, in_force=True
        )
        values = {
            "state": "issued",
            "issued_at": timezone.now(),
            "issued_by": caseworker.user,
            "recipient_age": 11,
            "legal_bases": [1],
            **broken,
        }
        Decision.objects.filter(pk=decision.pk).update(**values)

    return update


def test_the_whole_draft_can_be_issued_by_hand(ready, whole):
    """Otherwise the tests below would prove nothing."""
    ready()
    whole.refresh_from_db()
    assert whole.is_issued


# ── States and their witnesses ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("broken", [{"issued_at": None}, {"issued_by": None}])
def test_issued_has_a_moment_and_a_person(ready, refused_by, broken):
    with refused_by("decision_issued_at_and_by_follow_state"):
        ready(**broken)


def test_a_draft_is_not_issued_by_anybody(whole, refused_by):
    with refused_by("decision_issued_at_and_by_follow_state"):
        Decision.objects.filter(pk=whole.pk).update(issued_at=timezone.now())


@pytest.mark.parametrize(
    "values", [{"state": "discarded"}, {"discarded_at": timezone.now()}], ids=["state", "moment"]
)
def test_discarded_follows_its_state(whole, refused_by, values):
    with refused_by("decision_discarded_at_and_by_follow_state"):
        Decision.objects.filter(pk=whole.pk).update(**values)


def test_there_are_no_other_states(whole, refused_by):
    with refused_by("decision_state_is_known"):
        Decision.objects.filter(pk=whole.pk).update(state="nesten ferdig")


def test_a_decision_begins_as_a_draft(application, caseworker, refused_by):
    with refused_by("begins_as_a_draft|Cannot insert"):
        Decision.objects.create(
            municipality_id=application.municipality_id,
            case=application.case,
            application=application,
            drafted_by=caseworker.user,
            state="issued",
            issued_at=timezone.now(),
            issued_by=caseworker.user,
            outcome="refused",
            facts="x",
            recipient_view="x",
            reasons="x",
            applied_for="x",
            decisive="x",
            guidance=[{"title": "x", "text": "x"}],
            legal_bases=[1],
        )


# ── Whole when issued ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "broken",
    [{"outcome": ""}, {"facts": ""}, {"reasons": ""}, {"legal_bases": []}],
    ids=lambda broken: next(iter(broken)),
)
def test_issued_is_complete(ready, refused_by, broken):
    with refused_by("decision_issued_is_complete|decision_services_agree"):
        ready(**broken)


@pytest.mark.parametrize("age", [None, 18, 70])
def test_what_an_adult_means_is_told(ready, refused_by, age):
    with refused_by("decision_tells_what_the_recipient_means"):
        ready(recipient_view="", recipient_age=age)


def test_a_child_may_want_nothing_of_it_in_the_letter(ready, whole):
    ready(recipient_view="")
    whole.refresh_from_db()
    assert whole.is_issued


@pytest.mark.parametrize("missing", ["child_heard", "child_heard_how"])
def test_how_a_child_was_heard_is_told(ready, whole, refused_by, missing):
    with refused_by("decision_for_a_child_tells_how_it_was_heard"):
        ready(**{missing: ""})
    ready(**{missing: ""}, recipient_age=18)
    whole.refresh_from_db()
    assert whole.is_issued


def test_a_childs_best_interests_are_weighed(ready, refused_by):
    with refused_by("decision_for_a_child_weighs_best_interests"):
        ready(best_interests="")


@pytest.mark.parametrize("age", [None, 18, 70])
def test_an_adult_has_no_childs_best_interests(ready, whole, age):
    ready(best_interests="", recipient_age=age)
    whole.refresh_from_db()
    assert whole.is_issued


@pytest.mark.parametrize(
    "broken", [{"evaluation_on": None}, {"goal": ""}, {"delivering_unit": None}],
    ids=lambda broken: next(iter(broken)),
)  # fmt: skip
def test_a_grant_has_evaluation_goal_and_unit(ready, refused_by, broken):
    with refused_by("decision_grant_has_start_evaluation_goal_and_unit"):
        ready(**broken)


def test_a_grant_has_a_start(ready, whole, refused_by):
    Decision.objects.filter(pk=whole.pk).update(starts_on=None)
    with refused_by("granted_service_in_force_has_start|granted_service_ends_after_it_starts"):
        ready(Decision.objects.get(pk=whole.pk))
    with refused_by("decision_services_agree_with_outcome_and_period"):
        Decision.objects.filter(pk=whole.pk).update(
            state="issued", issued_at=timezone.now(), issued_by=whole.drafted_by
        )


@pytest.mark.parametrize("missing", ["refused_part", "refused_reasons", "applied_for"])
def test_a_partial_grant_says_what_is_refused(ready, refused_by, missing):
    whole_one = {"refused_part": "tre timer", "refused_reasons": "fordi", "applied_for": "seks"}
    with refused_by("decision_partial_grant_says_what_is_refused"):
        ready(outcome="partly_granted", **{**whole_one, missing: ""})


@pytest.mark.parametrize("broken", [{"applied_for": ""}, {"decisive": ""}, {"guidance": []}],
                         ids=lambda broken: next(iter(broken)))  # fmt: skip
def test_a_refusal_says_what_decided_and_guides(whole, caseworker, ready, refused_by, broken):
    refusal = whole_draft(whole.application, caseworker, outcome="refused")
    refusal.services.all().delete()
    with refused_by("decision_refusal_says_what_decided_and_guides"):
        ready(refusal, **broken)


def test_a_grant_grants_something(ready, whole, refused_by):
    whole.services.all().delete()
    with refused_by("decision_services_agree_with_outcome_and_period"):
        ready()


def test_a_refusal_grants_nothing(ready, whole, refused_by):
    with refused_by("decision_services_agree_with_outcome_and_period"):
        ready(outcome="refused", decisive="x", guidance=[{"title": "x", "text": "x"}])


def test_services_have_the_decisions_period(ready, whole, refused_by):
    whole.services.update(starts_on=date(2026, 1, 1), ends_on=None, in_force=True)
    with refused_by("decision_services_agree_with_outcome_and_period"):
        Decision.objects.filter(pk=whole.pk).update(
            state="issued", issued_at=timezone.now(), issued_by=whole.drafted_by, legal_bases=[1]
        )


@pytest.mark.parametrize("broken", [{"met": ""}, {"flag": "Alderen er 5 år.", "exception": ""}],
                         ids=["not appraised", "flag not answered"])  # fmt: skip
def test_criteria_are_answered(ready, whole, refused_by, broken):
    Appraisal.objects.filter(pk=whole.appraisals.first().pk).update(**broken)
    with refused_by("decision_appraisals_are_answered"):
        ready()


# ── Dates: also when one of them is missing (a check that is NULL would pass) ───────────────────


def test_a_period_does_not_end_before_it_begins(whole, refused_by):
    with refused_by("decision_ends_after_it_starts"):
        Decision.objects.filter(pk=whole.pk).update(ends_on=date(2026, 11, 30), evaluation_on=None)


@pytest.mark.parametrize("evaluation_on", [date(2026, 11, 30), date(2027, 12, 1)])
def test_evaluation_lies_in_the_period(whole, refused_by, evaluation_on):
    with refused_by("decision_is_evaluated_within_its_period"):
        Decision.objects.filter(pk=whole.pk).update(evaluation_on=evaluation_on)


def test_evaluation_after_the_end_is_refused_without_a_start(whole, refused_by):
    with refused_by("decision_is_evaluated_within_its_period"):
        Decision.objects.filter(pk=whole.pk).update(
            starts_on=None, ends_on=date(2027, 1, 1), evaluation_on=date(2027, 1, 2)
        )


@pytest.mark.parametrize(
    ("hours", "per"),
    [("0", "week"), ("-1", "week"), ("168.25", "week"), ("672.25", "month"), ("1", "year")],
)
def test_hours_fit_in_a_week(whole, refused_by, hours, per):
    with refused_by("granted_service_hours_fit_in_a_week"):
        whole.services.update(hours=Decimal(hours), hours_unit=per)


def test_a_service_with_an_end_has_a_start_before_it(whole, refused_by):
    with refused_by("granted_service_ends_after_it_starts"):
        whole.services.update(starts_on=date(2027, 1, 2), ends_on=date(2027, 1, 1))
    with refused_by("granted_service_ends_after_it_starts"):
        whole.services.update(starts_on=None, ends_on=date(2027, 1, 1))


def test_a_service_in_force_has_a_start(whole, refused_by):
    with refused_by("granted_service_in_force_has_start"):
        whole.services.update(in_force=True)


def test_each_form_stands_once(whole, refused_by):
    with refused_by("granted_service_once_per_form"):
        GrantedService.objects.create(
            municipality_id=whole.municipality_id,
            decision=whole,
            case=whole.case,
            form="individual",
            hours=1,
        )


# ── One in force per case, form and day ─────────────────────────────────────────────────────────


@pytest.fixture
def second(whole, caseworker):
    """Another draft in the same case, for an application that came later."""
    issue(whole.pk, by=caseworker)
    later = make_application(whole.case, received_on=date(2026, 11, 20))

    def make(**changes):
        return whole_draft(later, caseworker, **changes)

    return make


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2027, 11, 30), None),  # the very last day
        (date(2026, 11, 23), date(2026, 12, 1)),  # the very first
        (date(2027, 2, 1), date(2027, 2, 2)),
    ],
)
def test_two_of_a_form_are_never_in_force_on_a_day(second, refused_by, starts_on, ends_on):
    other = second(starts_on=starts_on, ends_on=ends_on, evaluation_on=starts_on)
    with refused_by("granted_service_one_in_force_per_form_and_day"):
        other.services.update(starts_on=starts_on, ends_on=ends_on, in_force=True)


def test_the_day_after_is_free(second):
    other = second(starts_on=date(2027, 12, 1), ends_on=None, evaluation_on=None)
    other.services.update(starts_on=date(2027, 12, 1), ends_on=None, in_force=True)
    assert other.services.in_force().count() == 1


def test_an_open_period_never_ends(whole, caseworker, refused_by):
    Decision.objects.filter(pk=whole.pk).update(ends_on=None)
    issue(whole.pk, by=caseworker)
    other = whole_draft(make_application(whole.case), caseworker)
    with refused_by("granted_service_one_in_force_per_form_and_day"):
        other.services.update(starts_on=date(2045, 1, 1), ends_on=date(2045, 12, 31), in_force=True)


def test_another_form_may_run_beside(second):
    other = second(services=[])
    GrantedService.objects.create(
        municipality_id=other.municipality_id, decision=other, case=other.case, form="group",
        hours=2, starts_on=date(2027, 1, 1), in_force=True,
    )  # fmt: skip
    assert GrantedService.objects.in_force().count() == 2


# ── One per application ─────────────────────────────────────────────────────────────────────────


def another(decision, **fields):
    return Decision.objects.create(
        municipality_id=decision.municipality_id, case=decision.case,
        application=decision.application, drafted_by=decision.drafted_by, **fields,
    )  # fmt: skip


def test_one_draft_per_application(whole, refused_by):
    with refused_by("decision_one_draft_per_application"):
        another(whole)


def test_one_issued_per_application(ready, whole, refused_by):
    ready()
    same = another(whole)
    with refused_by("decision_one_issued_per_application"):
        Decision.objects.filter(pk=same.pk).update(
            state="issued", issued_at=timezone.now(), issued_by=whole.drafted_by, legal_bases=[1],
            outcome="refused", facts="x", recipient_view="x", reasons="x", applied_for="x",
            decisive="x", guidance=[{"title": "x", "text": "x"}],
        )  # fmt: skip


# ── Never changed, never gone ───────────────────────────────────────────────────────────────────


@pytest.fixture
def issued(whole, caseworker, case):
    note = CaseNote.objects.create(
        municipality_id=case.municipality_id, case=case, kind="meeting", text="Snakket med Nora.",
        happened_on=date(2026, 11, 16), written_by=caseworker.user,
    )  # fmt: skip
    Source.objects.create(
        municipality_id=case.municipality_id, decision=whole, case=case, note=note
    )
    issue(whole.pk, by=caseworker)
    return Decision.objects.get(pk=whole.pk)


def test_an_issued_decision_never_changes(issued, refused_by):
    for field in ("reasons", "outcome", "goal", "version"):
        with refused_by("never_changes_after_issue|Cannot update"):
            Decision.objects.filter(pk=issued.pk).update(
                **{field: 7 if field == "version" else "x"}
            )
    with refused_by("never_changes_after_issue|Cannot update"):
        Decision.objects.filter(pk=issued.pk).update(state="draft", issued_at=None, issued_by=None)


def test_an_issued_decision_never_vanishes(issued, refused_by):
    for related in ("services", "appraisals", "sources"):
        with refused_by("decision_parts_never_change_after_issue"):
            getattr(issued, related).all().delete()
    with refused_by("never_changes_after_issue|Cannot"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM decisions_decision WHERE id = %s", [issued.pk])


def test_raw_sql_does_not_change_it_either(issued, refused_by):
    for sql in (
        "UPDATE decisions_decision SET facts = 'x' WHERE id = %s",
        "UPDATE decisions_grantedservice SET hours = 99 WHERE decision_id = %s",
        "UPDATE decisions_appraisal SET text = 'x' WHERE decision_id = %s",
        "UPDATE decisions_source SET criterion_id = NULL, note_id = NULL WHERE decision_id = %s",
    ):
        with refused_by("never_change|Cannot"), connection.cursor() as cursor:
            cursor.execute(sql, [issued.pk])


def test_nothing_is_added_to_it(issued, refused_by):
    with refused_by("decision_parts_never_change_after_issue"):
        GrantedService.objects.create(
            municipality_id=issued.municipality_id, decision=issued, case=issued.case,
            form="group", hours=1,
        )  # fmt: skip
    with refused_by("decision_parts_never_change_after_issue"):
        Appraisal.objects.create(
            municipality_id=issued.municipality_id, decision=issued, met="yes",
            criterion=CriterionFactory(municipality=issued.municipality),
        )  # fmt: skip


def test_its_parts_do_not_move_to_another_decision(issued, application, refused_by):
    elsewhere = another(issued)
    with refused_by("decision_parts_never_change_after_issue"):
        issued.services.update(decision=elsewhere)
    with refused_by("decision_parts_never_change_after_issue"):
        Appraisal.objects.create(
            municipality_id=issued.municipality_id, decision=elsewhere, met="yes",
            criterion=CriterionFactory(municipality=issued.municipality),
        )  # fmt: skip
        Appraisal.objects.filter(decision=elsewhere).update(decision=issued)


def test_what_was_granted_goes_out_of_force_only_by_a_decision(issued, refused_by):
    with refused_by("decision_parts_never_change_after_issue"):
        issued.services.update(hours=9)
    with refused_by("granted_service_ends_early_only_by_a_decision"):
        issued.services.update(in_force=False)


def test_a_discarded_draft_stays_as_it_was(whole, caseworker, refused_by):
    Decision.objects.filter(pk=whole.pk).update(
        state="discarded", discarded_at=timezone.now(), discarded_by=caseworker.user
    )
    with refused_by("never_changes_after_issue|Cannot"):
        Decision.objects.filter(pk=whole.pk).update(
            state="draft", discarded_at=None, discarded_by=None
        )
    with refused_by("decision_parts_never_change_after_issue"):
        whole.services.update(hours=4)


def test_a_draft_stays_where_it_was_drafted(whole, unit, member, refused_by):
    with refused_by("decision_application_is_of_its_case"):
        Decision.objects.filter(pk=whole.pk).update(case=CaseFactory(unit=unit))
    with refused_by("Cannot update"):
        Decision.objects.filter(pk=whole.pk).update(drafted_by=member(Role.CASEWORKER).user)


def test_the_wording_a_decision_was_tried_against_stays(issued, criteria, refused_by):
    with refused_by("criterion_used_in_a_decision_never_changes"):
        Criterion.objects.filter(pk=criteria[0].pk).update(text_nb="Noe annet.")
    with refused_by("criterion_used_in_a_decision_never_changes"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM decisions_criterion WHERE id = %s", [criteria[0].pk])


def test_the_law_is_added_to_and_never_changed(municipality, unit, refused_by):
    with refused_by("permission denied"), connection.cursor() as cursor:
        cursor.execute("UPDATE decisions_legalbasis SET says_nb = 'x'")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM decisions_legalbasis")
        assert cursor.rowcount == 0, "what holds for all is out of reach"
    own = {
        "municipality": municipality, "key": "own", "position": 1, "citation_nb": "x",
        "citation_nn": "x", "says_nb": "x", "says_nn": "x",
    }  # fmt: skip
    held = LegalBasis.objects.create(valid_from=date(2026, 1, 1), **own)
    with refused_by("legal_basis_never_changes_once_in_force"):
        held.delete()
    planned = LegalBasis.objects.create(valid_from=date(2099, 1, 1), **own)
    assert planned.delete()[0] == 1


def test_the_order_of_criteria_is_no_part_of_their_wording(issued, criteria):
    assert Criterion.objects.filter(pk=criteria[0].pk).update(position=900) == 1


def test_the_law_of_all_is_not_written_by_one(unit, refused_by):
    with refused_by("row-level security"):
        LegalBasis.objects.create(
            municipality=None, key="right", position=1, valid_from=date(2026, 1, 1),
            citation_nb="x", citation_nn="x", says_nb="x", says_nn="x",
        )  # fmt: skip


# ── Appraisals, sources, criteria ───────────────────────────────────────────────────────────────


def test_a_criterion_is_appraised_once(whole, criteria, refused_by):
    with refused_by("appraisal_once_per_criterion"):
        Appraisal.objects.create(
            municipality_id=whole.municipality_id, decision=whole, criterion=criteria[0]
        )


@pytest.fixture
def note(case, caseworker):
    return CaseNote.objects.create(
        municipality_id=case.municipality_id, case=case, kind="phone", text="Ringte mor.",
        happened_on=date(2026, 11, 12), written_by=caseworker.user,
    )  # fmt: skip


def test_a_source_is_a_note_or_a_document(whole, refused_by):
    with refused_by("source_is_a_note_or_a_document"):
        Source.objects.create(
            municipality_id=whole.municipality_id, decision=whole, case=whole.case
        )


def test_a_source_is_named_once_per_place(whole, note, refused_by):
    fields = {"municipality_id": whole.municipality_id, "decision": whole, "case": whole.case,
              "note": note}  # fmt: skip
    Source.objects.create(**fields)
    with refused_by("source_named_once_per_place"):
        Source.objects.create(**fields)


def test_a_criterion_has_one_wording_a_day(criteria, refused_by):
    with refused_by("criterion_one_wording_per_day"):
        CriterionFactory(municipality=criteria[0].municipality, key=criteria[0].key)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"kind": "age_floor", "norm": "exceptionally"}, "criterion_age_floor_has_age_and_norm"),
        ({"kind": "age_floor", "min_age": 6}, "criterion_age_floor_has_age_and_norm"),
        ({"parents_age": 12}, "criterion_parents_age_is_above_the_floor"),
        ({"parents_age": 6, "min_age": 6}, "criterion_parents_age_is_above_the_floor"),
        ({"kind": "housing", "norm": "outside"}, "criterion_housing_names_kinds_and_norm"),
        ({"kind": "housing", "housing": ["staffed"]}, "criterion_housing_names_kinds_and_norm"),
        ({"kind": "excluded_tasks"}, "criterion_excluded_tasks_are_named"),
        ({"kind": "priority"}, "criterion_priority_has_an_age"),
    ],
)
def test_a_criterion_has_what_its_kind_needs(municipality, refused_by, fields, rule):
    with refused_by(rule):
        CriterionFactory(municipality=municipality, **fields)


def test_a_provision_has_one_wording_a_day(municipality, refused_by):
    fields = {
        "municipality": municipality, "key": "local_criteria", "position": 1,
        "valid_from": date(2026, 1, 1), "citation_nb": "x", "citation_nn": "x", "says_nb": "x",
        "says_nn": "x",
    }  # fmt: skip
    LegalBasis.objects.create(**fields)
    with refused_by("legal_basis_one_wording_per_day"):
        LegalBasis.objects.create(**fields)


# ── One case, one municipality ──────────────────────────────────────────────────────────────────


def test_a_decision_is_of_its_applications_case(application, unit, caseworker, refused_by):
    with refused_by("decision_application_is_of_its_case"):
        Decision.objects.create(
            municipality_id=unit.municipality_id, case=CaseFactory(unit=unit),
            application=application, drafted_by=caseworker.user,
        )  # fmt: skip


def test_a_service_is_of_its_decisions_case(whole, unit, refused_by):
    with refused_by("granted_service_is_of_its_decisions_case"):
        whole.services.update(case=CaseFactory(unit=unit))


def test_a_source_is_of_its_decisions_case(whole, note, unit, refused_by):
    elsewhere = CaseFactory(unit=unit)
    with refused_by("source_is_of_its_decisions_case"):
        Source.objects.create(
            municipality_id=whole.municipality_id, decision=whole, case=elsewhere, note=note
        )


def test_nothing_points_into_another_municipality(
    whole, other_municipality, in_municipality, refused_by
):
    with in_municipality(other_municipality):
        foreign_unit = Unit.objects.get()
        foreign_criterion = CriterionFactory(municipality=other_municipality)
    with refused_by("same_municipality"):
        Decision.objects.filter(pk=whole.pk).update(delivering_unit=foreign_unit)
        check_keys_now()
    with refused_by("same_municipality"):
        Appraisal.objects.create(
            municipality_id=whole.municipality_id, decision=whole, criterion=foreign_criterion
        )
        check_keys_now()
