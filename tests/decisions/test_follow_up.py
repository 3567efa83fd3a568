"""Extending, changing and ending what stands: what is asked, and what becomes of it."""

from __future__ import annotations

import random
import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from decisions import rules
from decisions.errors import CannotDraft, CannotIssue
from decisions.models import Decision, GrantedService
from decisions.rules import Section
from decisions.services import dossier_of, draft, save_section
from stottekontakt.cases.impartiality import Answer, answer
from stottekontakt.cases.models import Person, Representative
from stottekontakt.database.context import set_context
from stottekontakt.deadlines.models import Deadline
from stottekontakt.letters.models import Letter
from stottekontakt.workflows.decision_issued import issue_decision
from tests.cases.factories import PersonFactory
from tests.decisions.conftest import make_application
from tests.decisions.factories import services_of, whole_draft, write
from tests.decisions.following import assess, decide_change, follow_up, rescope

Kind = Decision.Kind


def check_keys_now():
    """What is asked at the commit, asked now; and at the next commit again."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def standing(whole, caseworker):
    """Three hours a week, 1 December 2026 to 30 November 2027."""
    issue_decision(whole.pk, by=caseworker)
    return Decision.objects.get(pk=whole.pk)


@pytest.fixture
def without_end(application, criteria, caseworker):
    decision = whole_draft(application, caseworker, ends_on=None)
    issue_decision(decision.pk, by=caseworker)
    return Decision.objects.get(pk=decision.pk)


def problems(decision):
    fresh = Decision.objects.get(pk=decision.pk)
    return [problem.text for problem in rules.problems_before_issue(dossier_of(fresh))]


def in_force(case):
    return [
        (service.form, service.hours, service.starts_on, service.ends_on)
        for service in GrantedService.objects.in_force().filter(case=case).order_by("starts_on")
    ]


def deadlines_of(decision):
    return {
        deadline.kind: "open" if deadline.is_open else "met" if deadline.met_on else "cancelled"
        for deadline in Deadline.objects.filter(source=decision.source)
    }


# ── Beginning ───────────────────────────────────────────────────────────────────────────────────


def test_an_extension_carries_over_all_but_the_assessment(standing, caseworker):
    begun = follow_up(standing, Kind.EXTENSION, caseworker)
    assert (begun.kind, begun.replaces, begun.application) == (Kind.EXTENSION, standing, None)
    assert (begun.facts, begun.goal) == (standing.facts, standing.goal)
    assert begun.delivering_unit == standing.delivering_unit
    assert (begun.starts_on, begun.ends_on) == (date(2027, 12, 1), date(2028, 11, 30))
    assert [(one.form, one.hours) for one in begun.services.all()] == [("individual", 3)]
    assert begun.outcome == "granted"
    assert (begun.reasons, begun.recipient_view, begun.best_interests) == ("", "", "")
    assert begun.child_heard == ""
    assert not begun.appraisals.exists()
    assert "Omfang og form: velg dato for evaluering" not in problems(begun)
    assert {problem.split(": ")[0] for problem in problems(begun)} == {
        "Trenger hjelp til fritid", "Alder", "Lite nettverk", "Oppgaver som ikke inngår",
        "Noras eget syn", "Barnets beste", "Begrunnelse",
    }  # fmt: skip


def test_a_draft_that_is_begun_is_gone_on_with(standing, caseworker, decision_maker):
    begun = follow_up(standing, Kind.EXTENSION, caseworker)
    assert follow_up(standing, Kind.TERMINATION, decision_maker) == begun
    assert begun.kind == Kind.EXTENSION


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "period"),
    [
        (date(2026, 12, 1), date(2027, 11, 30), (date(2027, 12, 1), date(2028, 11, 30))),
        (date(2027, 3, 1), date(2028, 2, 29), (date(2028, 3, 1), date(2029, 2, 28))),
        (date(2026, 1, 15), date(2026, 7, 14), (date(2026, 7, 15), date(2027, 1, 14))),
        (date(2026, 1, 10), date(2026, 1, 20), (date(2026, 1, 21), date(2026, 1, 31))),
    ],
)
def test_an_extension_is_as_long_again(starts_on, ends_on, period):
    assert rules.next_period(starts_on, ends_on) == period


def test_nothing_follows_a_refusal_or_what_is_followed_already(
    standing, case, criteria, caseworker
):
    refusal = whole_draft(make_application(case), caseworker, outcome="refused")
    issue_decision(refusal.pk, by=caseworker)
    with pytest.raises(CannotDraft, match="Bare et vedtak som gir noe"):
        follow_up(refusal, Kind.CHANGE, caseworker)
    extension = assess(follow_up(standing, Kind.EXTENSION, caseworker), caseworker)
    issue_decision(extension.pk, by=caseworker)
    with pytest.raises(CannotDraft, match="allerede fulgt opp av vedtaket fra 23. november 2026"):
        follow_up(standing, Kind.CHANGE, caseworker)
    assert follow_up(extension, Kind.CHANGE, caseworker).replaces == extension


def test_what_kind_it_becomes_may_be_thought_over(standing, caseworker):
    begun = follow_up(standing, Kind.EXTENSION, caseworker)
    write(begun, Section.OUTCOME, caseworker, kind="termination", replaces=standing)
    ended = Decision.objects.get(pk=begun.pk)
    assert (ended.outcome, ended.starts_on, ended.ends_on) == ("terminated", None, None)
    assert Section.SCOPE not in rules.sections_of(dossier_of(ended))
    write(ended, Section.OUTCOME, caseworker, kind="change", replaces=standing)
    changed = Decision.objects.get(pk=begun.pk)
    assert (changed.outcome, changed.ends_on) == ("granted", date(2027, 11, 30))
    assert Section.CHANGE in rules.sections_of(dossier_of(changed))


# ── What becomes of the earlier one ─────────────────────────────────────────────────────────────


def test_an_extension_begins_when_the_earlier_has_run_out(standing, caseworker):
    extension = assess(follow_up(standing, Kind.EXTENSION, caseworker), caseworker)
    assert problems(extension) == []
    issued = issue_decision(extension.pk, by=caseworker)
    assert in_force(standing.case) == [
        ("individual", 3, date(2026, 12, 1), date(2027, 11, 30)),
        ("individual", 3, date(2027, 12, 1), date(2028, 11, 30)),
    ]
    assert deadlines_of(standing) == {"evaluation": "open", "end": "met"}
    end = Deadline.objects.get(source=standing.source, kind="end")
    assert end.met_by == issued.decision.source
    assert deadlines_of(extension) == {"evaluation": "open", "end": "open"}
    assert {letter.kind for letter in issued.letters} == {"decision_changed"}
    check_keys_now()


def test_a_change_for_the_better_ends_the_earlier_the_day_before(standing, caseworker):
    change = follow_up(standing, Kind.CHANGE, caseworker)
    rescope(change, caseworker, ("individual", "4"), ("group", "2"), starts_on=date(2027, 3, 1),
            evaluation_on=date(2027, 6, 1))  # fmt: skip
    decide_change(change, caseworker, initiative="person", to_detriment=False)
    assert problems(assess(change, caseworker)) == []
    issue_decision(change.pk, by=caseworker)
    assert in_force(standing.case) == [
        ("individual", 3, date(2026, 12, 1), date(2027, 2, 28)),
        ("individual", 4, date(2027, 3, 1), date(2027, 11, 30)),
        ("group", 2, date(2027, 3, 1), date(2027, 11, 30)),
    ]
    ended = standing.services.get()
    assert ended.ended_through == change
    standing.refresh_from_db()
    assert standing.ends_on == date(2027, 11, 30), "what was granted stands as it was granted"
    assert deadlines_of(standing) == {"evaluation": "cancelled", "end": "cancelled"}
    check_keys_now()


def test_a_change_before_it_has_begun_means_that_it_never_begins(standing, caseworker):
    change = follow_up(standing, Kind.CHANGE, caseworker)
    rescope(change, caseworker, ("individual", "5"), starts_on=date(2026, 11, 30),
            evaluation_on=date(2027, 3, 1))  # fmt: skip
    decide_change(change, caseworker, initiative="person", to_detriment=False)
    issue_decision(assess(change, caseworker).pk, by=caseworker)
    assert in_force(standing.case) == [("individual", 5, date(2026, 11, 30), date(2027, 11, 30))]
    service = standing.services.get()
    assert (service.in_force, service.ended_through) == (False, change)
    check_keys_now()


def end_it(decision, by, reason="wish", last_day=date(2027, 1, 31), **fields):
    ended = follow_up(decision, Kind.TERMINATION, by)
    decide_change(ended, by, termination_reason=reason, ends_on=last_day, **fields)
    return assess(ended, by)


def test_an_end_that_is_wished_for_needs_no_notice(standing, caseworker):
    ended = end_it(standing, caseworker)
    assert ended.to_detriment is False
    assert problems(ended) == []
    issued = issue_decision(ended.pk, by=caseworker)
    assert in_force(standing.case) == [("individual", 3, date(2026, 12, 1), date(2027, 1, 31))]
    assert deadlines_of(standing) == {"evaluation": "cancelled", "end": "cancelled"}
    assert issued.deadlines == []
    assert {letter.kind for letter in issued.letters} == {"decision_terminated"}


def test_to_end_what_is_extended_ends_both(standing, caseworker):
    extension = assess(follow_up(standing, Kind.EXTENSION, caseworker), caseworker)
    issue_decision(extension.pk, by=caseworker)
    ended = end_it(Decision.objects.get(pk=extension.pk), caseworker, "moved", date(2027, 5, 31))
    # The one that is ended has not begun; that the one before it ends too is what is wanted.
    assert [one.last_day for one in rules.endings(dossier_of(ended))] == [date(2027, 5, 31), None]
    assert problems(ended) == []
    issue_decision(ended.pk, by=caseworker)
    assert in_force(standing.case) == [("individual", 3, date(2026, 12, 1), date(2027, 5, 31))]
    assert set(deadlines_of(standing).values()) == {"met", "cancelled"}
    assert set(deadlines_of(extension).values()) == {"cancelled"}
    check_keys_now()


def change_from(decision, by, hours, day, **fields):
    """One form; asked for by the recipient unless the fields say otherwise."""
    change = follow_up(decision, Kind.CHANGE, by)
    rescope(change, by, ("individual", hours), starts_on=day, evaluation_on=date(2027, 6, 1))
    decide_change(change, by, **{"initiative": "person", "to_detriment": False, **fields})
    return assess(change, by)


def test_a_change_that_has_not_begun_is_changed_to_begin_sooner(standing, caseworker):
    """Three hours, four from March; and then four from the middle of January after all."""
    later = change_from(standing, caseworker, "4", date(2027, 3, 1))
    issue_decision(later.pk, by=caseworker)
    sooner = change_from(later, caseworker, "4", date(2027, 1, 15))
    assert problems(sooner) == []
    issue_decision(sooner.pk, by=caseworker)
    assert in_force(standing.case) == [
        ("individual", 3, date(2026, 12, 1), date(2027, 1, 14)),
        ("individual", 4, date(2027, 1, 15), date(2027, 11, 30)),
    ]
    assert standing.services.get().ended_through == sooner
    never = later.services.get()
    assert (never.in_force, never.ended_through) == (False, sooner)
    check_keys_now()


def test_a_change_that_has_not_begun_is_ended_sooner_than_it_would_have(standing, caseworker):
    later = change_from(standing, caseworker, "4", date(2027, 3, 1))
    issue_decision(later.pk, by=caseworker)
    ended = end_it(later, caseworker, last_day=date(2027, 1, 14))
    assert problems(ended) == []
    issue_decision(ended.pk, by=caseworker)
    assert in_force(standing.case) == [("individual", 3, date(2026, 12, 1), date(2027, 1, 14))]
    check_keys_now()


def test_the_days_of_the_one_before_are_neither_undone_nor_lessened_unasked(standing, caseworker):
    """Three hours that run, one from March; now two from February, or from before it all began."""
    with time_machine.travel("2027-01-11T09:00:00Z"):
        later = change_from(
            standing, caseworker, "1", date(2027, 3, 1), **DETRIMENT, **GROUND, **OMITTED
        )
        issue_decision(later.pk, by=caseworker)
        by_us = {"initiative": "municipality"}
        sooner = change_from(later, caseworker, "2", date(2027, 2, 1), **by_us)
        assert problems(sooner) == ["Endringen: Nora får færre timer enn før, så den er til ulempe"]
        rescope(sooner, caseworker, ("individual", "2"), starts_on=date(2027, 3, 1),
                evaluation_on=date(2027, 6, 1))  # fmt: skip
        assert problems(sooner) == []
        rescope(sooner, caseworker, ("individual", "4"), starts_on=date(2026, 12, 1),
                evaluation_on=date(2027, 6, 1))  # fmt: skip
        assert problems(sooner) == [
            "Omfang og form: startdatoen er før vedtaket som gjelder nå, begynte 1. desember 2026"
        ]
        ended = end_it_instead(sooner, caseworker, last_day=date(2026, 11, 29))
        assert problems(ended) == ["Opphøret: siste dag er før vedtaket begynte 1. desember 2026"]


def end_it_instead(draft, by, *, last_day):
    write(draft, Section.OUTCOME, by, kind="termination", replaces=draft.replaces)
    fresh = Decision.objects.get(pk=draft.pk)
    decide_change(fresh, by, termination_reason="wish", ends_on=last_day)
    return assess(fresh, by)


def test_an_extension_begins_after_what_it_extends_has_begun(standing, caseworker):
    extension = assess(follow_up(standing, Kind.EXTENSION, caseworker), caseworker)
    rescope(extension, caseworker, starts_on=date(2026, 12, 1), evaluation_on=date(2027, 6, 1))
    assert problems(extension) == [
        "Omfang og form: vedtaket som forlenges, begynner 1. desember 2026. "
        "Velg en senere startdato, eller skriv en endring i stedet"
    ]


def test_a_decision_that_another_replaced_meanwhile_is_said(standing, caseworker):
    application = make_application(standing.case, received_on=date(2026, 11, 20))
    other = whole_draft(application, caseworker, starts_on=date(2027, 2, 1))
    write(other, Section.OUTCOME, caseworker, kind="change", replaces=standing,
          outcome="granted", applied_for="x")  # fmt: skip
    decide_change(other, caseworker, to_detriment=False)
    ended = end_it(standing, caseworker)
    issue_decision(ended.pk, by=caseworker)
    assert problems(other)[0] == (
        "Vedtaket det gjelder, er allerede endret, forlenget eller avsluttet av et annet."
    )
    with pytest.raises(CannotIssue):
        issue_decision(other.pk, by=caseworker)


def test_an_application_for_more_changes_what_stands(standing, caseworker):
    application = make_application(standing.case, received_on=date(2026, 11, 20), hours=Decimal(6))
    renewal = whole_draft(
        application, caseworker, outcome="partly_granted", starts_on=date(2027, 1, 4),
        services=[services_of("4")], refused_part="2 av de 6 timene i uken",
    )  # fmt: skip
    write(renewal, Section.OUTCOME, caseworker, kind="change", replaces=standing,
          outcome="partly_granted", applied_for="seks timer i uken")  # fmt: skip
    decide_change(renewal, caseworker, to_detriment=False)
    renewal.refresh_from_db()
    assert renewal.initiative == "person"
    assert problems(renewal) == []
    issue_decision(renewal.pk, by=caseworker)
    assert [(hours, start) for _form, hours, start, _end in in_force(standing.case)] == [
        (3, date(2026, 12, 1)), (4, date(2027, 1, 4)),
    ]  # fmt: skip


def test_a_refused_renewal_leaves_what_stands(standing, caseworker):
    application = make_application(standing.case, received_on=date(2026, 11, 20))
    renewal = whole_draft(application, caseworker, outcome="refused")
    write(renewal, Section.OUTCOME, caseworker, kind="extension", replaces=standing,
          outcome="refused", applied_for="forlengelse")  # fmt: skip
    issue_decision(renewal.pk, by=caseworker)
    assert in_force(standing.case) == [("individual", 3, date(2026, 12, 1), date(2027, 11, 30))]
    assert deadlines_of(standing) == {"evaluation": "open", "end": "met"}


# ── What each kind demands ──────────────────────────────────────────────────────────────────────

DETRIMENT = {"initiative": "municipality", "to_detriment": True}
GROUND = {"ground": "invalid", "ground_reasons": "Vedtaket gjaldt feil person."}
OMITTED = {"notice_omitted": "knows", "notice_omitted_why": "Mor ba om møtet selv."}


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("change", {}, "Endringen: velg hvem som tok det opp"),
        ("change", {"initiative": "person"}, "Endringen: svar på om den er til ulempe for Nora"),
        ("change", {"initiative": "municipality", "to_detriment": False},
         "Endringen: Nora får færre timer enn før, så den er til ulempe"),
        ("change", DETRIMENT, "Endringen: velg hvilket grunnlag forvaltningsloven § 35 gir"),
        ("change", {**DETRIMENT, "ground": "invalid"},
         "Endringen: skriv hvorfor grunnlaget gjelder her"),
        ("change", {**DETRIMENT, "ground": "new_assessment", "ground_reasons": "x"},
         "Endringen: vedtaket er tidsbegrenset og binder kommunen til 30. november 2027. "
         "Velg et annet grunnlag"),
        ("change", {**DETRIMENT, "ground": "reservation", "ground_reasons": "x"},
         "Endringen: vedtaket har ikke noe forbehold. Velg et annet grunnlag"),
        ("change", {**DETRIMENT, **GROUND},
         "Endringen: send forhåndsvarsel, eller skriv hvorfor det ikke trengs"),
        ("change", {**DETRIMENT, **GROUND, "notice_omitted": "knows"},
         "Endringen: skriv hvorfor det ikke er varslet"),
        ("termination", {}, "Opphøret: velg hvorfor tjenesten opphører"),
        ("termination", {"termination_reason": "wish"}, "Opphøret: velg siste dag"),
        ("termination", {"termination_reason": "wish", "ends_on": date(2026, 11, 29)},
         "Opphøret: siste dag er før vedtaket begynte 1. desember 2026"),
        ("termination", {"termination_reason": "wish", "ends_on": date(2027, 12, 1)},
         "Opphøret: vedtaket løper ut 30. november 2027, så siste dag kan ikke være senere"),
        ("termination", {"termination_reason": "expires", "ends_on": date(2027, 5, 1)},
         "Opphøret: siste dag må være den dagen vedtaket løper ut"),
        ("termination", {"termination_reason": "expires", "ends_on": date(2027, 11, 30)},
         "Opphøret: send forhåndsvarsel, eller skriv hvorfor det ikke trengs"),
        ("termination", {"termination_reason": "need_ended", "ends_on": date(2027, 5, 1)},
         "Opphøret: velg hvilket grunnlag forvaltningsloven § 35 gir"),
        ("termination", {"termination_reason": "died", "ends_on": date(2026, 12, 1)},
         "Registrer i saken hvilken dag Nora døde."),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(standing, caseworker, kind, fields, said):
    begun = follow_up(standing, Kind(kind), caseworker)
    if kind == "change":
        rescope(begun, caseworker, ("individual", "1"), starts_on=date(2027, 3, 1),
                evaluation_on=date(2027, 6, 1))  # fmt: skip
    decide_change(begun, caseworker, **fields)
    assert said in problems(begun)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("change", {**DETRIMENT, **GROUND, **OMITTED}),
        ("change", {"initiative": "person", "to_detriment": False}),
        ("termination", {"termination_reason": "wish", "ends_on": date(2027, 5, 1)}),
        ("termination", {"termination_reason": "institution", "ends_on": date(2027, 5, 1)}),
        ("termination", {"termination_reason": "moved", "ends_on": date(2027, 5, 1)}),
        ("termination", {"termination_reason": "need_ended", "ends_on": date(2027, 5, 1), **GROUND,
                         **OMITTED}),
        ("termination", {"termination_reason": "expires", "ends_on": date(2027, 11, 30),
                         **OMITTED}),
    ],
)  # fmt: skip
def test_nothing_more_is_asked_when_it_is_whole(standing, caseworker, kind, fields):
    begun = follow_up(standing, Kind(kind), caseworker)
    if kind == "change":
        rescope(begun, caseworker, ("individual", "1"), starts_on=date(2027, 3, 1),
                evaluation_on=date(2027, 6, 1))  # fmt: skip
    decide_change(begun, caseworker, **fields)
    assess(begun, caseworker)
    assert problems(begun) == []
    issued = issue_decision(begun.pk, by=caseworker)
    assert len(issued.letters) == 2
    check_keys_now()


def test_a_new_assessment_is_a_ground_only_without_an_end(without_end, caseworker):
    begun = follow_up(without_end, Kind.CHANGE, caseworker)
    rescope(begun, caseworker, ("individual", "1"), starts_on=date(2027, 3, 1),
            evaluation_on=date(2027, 6, 1))  # fmt: skip
    decide_change(
        begun, caseworker, **DETRIMENT, **OMITTED, ground="new_assessment", ground_reasons=""
    )
    assess(begun, caseworker)
    assert problems(begun) == ["Endringen: skriv hvorfor grunnlaget gjelder her"]
    decide_change(
        begun, caseworker, **DETRIMENT, **OMITTED, ground="new_assessment",
        ground_reasons="Nora har fått venner hun er ute med.",
    )  # fmt: skip
    assert problems(begun) == []
    issued = issue_decision(begun.pk, by=caseworker)
    letter = issued.letters[0].body
    assert "Nora har fått venner hun er ute med." in letter
    assert 'data-basis="reversal_new_assessment"' in letter


def test_harm_does_not_reach_back(standing, caseworker):
    begun = follow_up(standing, Kind.CHANGE, caseworker)
    with time_machine.travel("2027-02-01T09:00:00Z"):
        rescope(begun, caseworker, ("individual", "1"), starts_on=date(2027, 1, 4),
                evaluation_on=date(2027, 6, 1))  # fmt: skip
        decide_change(begun, caseworker, **DETRIMENT, **GROUND, **OMITTED)
        assert problems(begun)[-3:][0].startswith("Omfang og form") or any(
            "kan ikke gjelde dager som har gått" in text for text in problems(begun)
        )


def test_a_dismissal_says_why_and_where_to_go(application, criteria, caseworker):
    decision = draft(application.pk, by=caseworker)
    write(decision, Section.OUTCOME, caseworker, outcome="dismissed", applied_for="tre timer")
    decision.refresh_from_db()
    assert rules.sections_of(dossier_of(decision)) == [
        Section.OUTCOME, Section.FACTS, Section.REASONS,
    ]  # fmt: skip
    write(decision, Section.FACTS, caseworker, facts="Nora bor i Fjordvik.", sources=())
    write(decision, Section.REASONS, caseworker, reasons="Fjordvik har ansvaret.")
    assert problems(decision) == [
        "Begrunnelse: skriv i én setning hvorfor søknaden ikke kan avgjøres",
        "Begrunnelse: skriv hvordan søkeren kan komme videre",
    ]
    write(decision, Section.REASONS, caseworker, reasons="Fjordvik har ansvaret.",
          decisive="Nora bor i en annen kommune.",
          guidance=[{"title": "Fjordvik", "text": "Vi har sendt søknaden dit."}])  # fmt: skip
    assert problems(decision) == []
    issued = issue_decision(decision.pk, by=caseworker)
    assert {letter.kind for letter in issued.letters} == {"decision_dismissed"}
    assert "Nora bor i en annen kommune." in issued.letters[0].body


# ── After a death ───────────────────────────────────────────────────────────────────────────────


def test_nobody_writes_to_the_dead(standing, caseworker):
    Person.objects.filter(pk=standing.case.recipient_id).update(died_on=date(2026, 11, 20))
    ended = follow_up(standing, Kind.TERMINATION, caseworker)
    decide_change(ended, caseworker, termination_reason="died", ends_on=date(2026, 11, 30))
    write(ended, Section.REASONS, caseworker, reasons="Nora er død.")
    assert rules.sections_of(dossier_of(Decision.objects.get(pk=ended.pk))) == [
        Section.OUTCOME, Section.FACTS, Section.CHANGE, Section.REASONS,
    ]  # fmt: skip
    assert problems(ended) == []
    before = Letter.objects.count()
    issued = issue_decision(ended.pk, by=caseworker)
    assert issued.letters == []
    assert Letter.objects.count() == before
    assert in_force(standing.case) == []


def test_the_one_who_is_chosen_is_written_to_after_a_death(standing, caseworker):
    Person.objects.filter(pk=standing.case.recipient_id).update(died_on=date(2026, 11, 20))
    aunt = Representative.objects.create(
        municipality=standing.municipality, case=standing.case, kind="next_of_kin",
        relation="tante",
        person=PersonFactory(municipality=standing.municipality, name="Åse Blåklokke"),
    )  # fmt: skip
    ended = follow_up(standing, Kind.TERMINATION, caseworker)
    decide_change(ended, caseworker, termination_reason="died", ends_on=date(2026, 11, 30))
    decide_change(ended, caseworker, termination_reason="died", ends_on=date(2026, 11, 30),
                  letter_to=aunt)  # fmt: skip
    write(ended, Section.REASONS, caseworker, reasons="Nora er død.")
    (letter,) = issue_decision(ended.pk, by=caseworker).letters
    assert (letter.addressee_name, letter.role) == ("Åse Blåklokke", "next_of_kin")


# ── Whatever the order, no form twice on a day ──────────────────────────────────────────────────


def assert_no_overlap(case):
    rows = list(GrantedService.objects.in_force().filter(case=case))
    for number, one in enumerate(rows):
        for other in rows[number + 1 :]:
            if one.form == other.form:
                assert one.ends_on is not None or other.ends_on is not None
                first, second = sorted((one, other), key=lambda row: row.starts_on)
                assert first.ends_on < second.starts_on


@pytest.mark.parametrize("seed", range(12))
def test_services_in_force_never_overlap(make_case, unit, caseworker, seed):
    """Any walk of grants, changes, extensions and ends; refused by the rules where it must be."""
    chance = random.Random(seed)
    case = make_case(child=False, recipient__birth_date=date(1990, 1, 1))
    day = date(2026, 11, 23)
    issued = 0
    for _step in range(7):
        day += timedelta(days=chance.randint(0, 90))
        with time_machine.travel(f"{day}T09:00:00Z"):
            standing = [
                decision
                for decision in Decision.objects.issued().grants().filter(case=case)
                if not decision.follow_ups.issued().exclude(outcome="refused").exists()
            ]
            if standing and chance.random() < 0.75:
                begun = follow_up(
                    chance.choice(standing),
                    chance.choice([Kind.CHANGE, Kind.EXTENSION, Kind.TERMINATION]),
                    caseworker,
                )
            else:
                begun = draft(
                    make_application(case, received_on=day, hours=None, hours_unit="").pk,
                    by=caseworker,
                )
            _fill(begun, chance, day, caseworker)
            try:
                issue_decision(begun.pk, by=caseworker)
                issued += 1
            except CannotIssue:
                Decision.objects.filter(pk=begun.pk).update(
                    state="discarded", discarded_at=timezone.now(), discarded_by=caseworker.user
                )
                if begun.application_id:
                    begun.application.state = "withdrawn"
                    begun.application.withdrawn_on = day
                    begun.application.save()
        check_keys_now()
        assert_no_overlap(case)
    assert issued >= 2


def _fill(begun, chance, day, by):
    forms = chance.sample(["individual", "group", "organisation"], k=chance.randint(1, 2))
    start = day + timedelta(days=chance.randint(-5, 60))
    end = chance.choice([None, start + timedelta(days=chance.randint(20, 300))])
    if begun.kind == Kind.FIRST:
        write(begun, Section.OUTCOME, by, outcome="granted", applied_for="x")
        write(begun, Section.FACTS, by, facts="x", sources=())
    if begun.kind == Kind.TERMINATION:
        decide_change(begun, by, termination_reason="wish", ends_on=start)
    else:
        dates = {} if begun.kind == Kind.EXTENSION and begun.starts_on else {
            "starts_on": start, "ends_on": end,
        }  # fmt: skip
        evaluation = {"evaluation_on": None}
        unit = by.municipality.unit_set.first() if hasattr(by.municipality, "unit_set") else None
        save_section(
            begun.pk, Section.SCOPE,
            {"goal": "x", "reservation": "", "delivering_unit": begun.delivering_unit or unit,
             "services": [services_of(str(chance.randint(1, 5)), form=form) for form in forms],
             "starts_on": begun.starts_on, "ends_on": begun.ends_on, **dates, **evaluation},
            version=Decision.objects.get(pk=begun.pk).version, by=by,
        )  # fmt: skip
        decide_change(begun, by, initiative="municipality", to_detriment=True, **GROUND, **OMITTED)
    assess(begun, by)


# ── Two at once ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_issued_at_once_one_wins(whole, caseworker, decision_maker):
    issue_decision(whole.pk, by=caseworker)
    standing = Decision.objects.get(pk=whole.pk)
    first = end_it(standing, caseworker)
    second = Decision.objects.create(
        municipality=first.municipality, case=first.case, kind="termination", replaces=standing,
        drafted_by=decision_maker.user, facts=first.facts,
    )  # fmt: skip
    decide_change(second, decision_maker, termination_reason="wish", ends_on=date(2027, 2, 28))
    assess(second, decision_maker)
    both_ready = threading.Barrier(2)
    outcomes: list[str] = []

    def issue(pk, by):
        set_context(by.municipality_id, by.user_id)
        both_ready.wait()
        try:
            issue_decision(pk, by=by)
            outcomes.append("issued")
        except CannotIssue as refused:
            outcomes.append(refused.problems[0])
        finally:
            connection.close()

    threads = [
        threading.Thread(target=issue, args=(first.pk, caseworker)),
        threading.Thread(target=issue, args=(second.pk, decision_maker)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [
        "Vedtaket det gjelder, er allerede endret, forlenget eller avsluttet av et annet.",
        "issued",
    ]
    assert GrantedService.objects.filter(ended_through__isnull=False).count() == 1


# ── On the pages ────────────────────────────────────────────────────────────────────────────────


def test_one_click_extends_and_a_second_goes_on(standing, caseworker, client_for):
    siri = client_for(caseworker)
    answer(standing.case_id, answer=Answer.IMPARTIAL, by=caseworker)
    address = f"/vedtak/ny/?vedtak={standing.pk}&slag=forlengelse"
    assert siri.get(address).status_code == 405
    first, second = siri.post(address), siri.post(address)
    assert first.url == second.url
    assert Decision.objects.drafts().get().kind == Kind.EXTENSION
    for wrong in ("vedtak=x&slag=endring", f"vedtak={standing.pk}&slag=tull", "vedtak=999999999"):
        assert siri.post(f"/vedtak/ny/?{wrong}").status_code == 404


def test_the_page_that_issues_says_what_ends(standing, caseworker, client_for):
    change = follow_up(standing, Kind.CHANGE, caseworker)
    rescope(change, caseworker, ("individual", "4"), starts_on=date(2027, 3, 1),
            evaluation_on=date(2027, 6, 1))  # fmt: skip
    decide_change(change, caseworker, initiative="person", to_detriment=False)
    assess(change, caseworker)
    page = client_for(caseworker).get(f"/vedtak/{change.pk}/fatt/").content.decode()
    page = " ".join(page.replace("\u00a0", " ").split())
    assert "3 timer i uken (én til én) gjelder til og med 28. februar 2027." in page
    assert "Fristen «Vedtaket løper ut»" in page
    assert "Fristen «Evaluering»" in page


def test_300_kb_from_word_is_refused_with_the_limit_and_kept(standing, caseworker, client_for):
    change = follow_up(standing, Kind.CHANGE, caseworker)
    pasted = "Noe fra Word. " * 22_000
    response = client_for(caseworker).post(
        f"/vedtak/{change.pk}/opplysninger/", {"version": change.version, "facts": pasted}
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "20000" in page.replace("\u00a0", "").replace(" ", "")
    assert pasted.strip() in page
    assert Decision.objects.get(pk=change.pk).facts == standing.facts


@pytest.mark.parametrize("slug", ["utfall", "omfang", "endring", "begrunnelse"])
def test_sections_of_a_change_cost_the_same_whatever_there_is(
    standing, caseworker, client_for, slug, django_assert_max_num_queries
):
    change = follow_up(standing, Kind.CHANGE, caseworker)
    siri = client_for(caseworker)
    siri.get("/vedtak/")
    with django_assert_max_num_queries(45):
        assert siri.get(f"/vedtak/{change.pk}/{slug}/").status_code == 200
