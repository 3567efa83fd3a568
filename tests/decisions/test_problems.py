"""What stands in the way of a decision, each with the place where it is mended."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from decisions import rules
from decisions.models import Appraisal, Decision
from decisions.rules import Section
from decisions.services import dossier_of, draft, issue
from stottekontakt.cases.models import Representative
from tests.decisions.conftest import make_application
from tests.decisions.factories import (
    CriterionFactory,
    appraisals,
    services_of,
    whole_draft,
    write,
)


def problems(decision: Decision) -> list[str]:
    fresh = Decision.objects.get(pk=decision.pk)
    return [problem.text for problem in rules.problems_before_issue(dossier_of(fresh))]


def test_a_whole_draft_lacks_nothing(whole):
    assert problems(whole) == []
    states = rules.section_states(dossier_of(whole))
    assert {state.mark for state in states} == {rules.Mark.DONE}
    assert [(state.title, state.note) for state in states] == [
        ("Utfall", "Innvilget"),
        ("Opplysninger", "Ferdig"),
        ("Kriterier", "4 av 4 vurdert"),
        ("Noras eget syn", "Ferdig"),
        ("Barnets beste", "Ferdig"),
        ("Omfang og form", "Ferdig"),
        ("Begrunnelse", "Ferdig"),
    ]


def test_an_empty_draft_says_everything_with_its_place(application, criteria, caseworker):
    decision = draft(application.pk, by=caseworker)
    found = rules.problems_before_issue(dossier_of(decision))
    leisure, age, network, tasks = criteria
    assert [(problem.section, problem.text, problem.anchor) for problem in found] == [
        (
            Section.OUTCOME,
            "Utfall: velg innvilget, delvis innvilget, avslått eller avvist",
            "id_outcome",
        ),
        (Section.FACTS, "Opplysninger: skriv hva vedtaket bygger på", "id_facts"),
        (Section.CRITERIA, "Trenger hjelp til fritid: ikke vurdert", f"kriterium-{leisure.pk}"),
        (Section.CRITERIA, "Alder: ikke vurdert", f"kriterium-{age.pk}"),
        (Section.CRITERIA, "Lite nettverk: ikke vurdert", f"kriterium-{network.pk}"),
        (Section.CRITERIA, "Oppgaver som ikke inngår: ikke vurdert", f"kriterium-{tasks.pk}"),
        (Section.VIEW, "Noras eget syn: velg hvordan Nora er hørt", "id_child_heard"),
        (
            Section.VIEW,
            "Noras eget syn: skriv hvordan Nora fikk si hva barnet mener",
            "id_child_heard_how",
        ),
        (Section.BEST_INTERESTS, "Barnets beste: mangler vurdering", "id_best_interests"),
        (Section.SCOPE, "Omfang og form: skriv timer for minst én form", "id_individual-hours"),
        (Section.SCOPE, "Omfang og form: velg startdato", "id_starts_on"),
        (Section.SCOPE, "Omfang og form: velg dato for evaluering", "id_evaluation_on"),
        (Section.SCOPE, "Omfang og form: skriv målet", "id_goal"),
        (Section.REASONS, "Begrunnelse: skriv hvorfor", "id_reasons"),
    ]
    states = rules.section_states(dossier_of(decision))
    assert {state.mark for state in states} == {rules.Mark.EMPTY}


def test_an_adult_has_no_childs_best_interests(make_case, caseworker):
    adult = draft(make_application(make_case(child=False)).pk, by=caseworker)
    assert Section.BEST_INTERESTS not in rules.sections_of(dossier_of(adult))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"facts": ""}, "Opplysninger: skriv hva vedtaket bygger på"),
        ({"child_heard": ""}, "Noras eget syn: velg hvordan Nora er hørt"),
        ({"child_heard_how": ""},
         "Noras eget syn: skriv hvordan Nora fikk si hva barnet mener"),
        ({"child_heard": "not_possible", "child_heard_how": ""},
         "Noras eget syn: skriv hvorfor Nora ikke er hørt"),
        ({"child_said": "", "recipient_view": ""}, "Noras eget syn: skriv hva Nora sa"),
        ({"best_interests": ""}, "Barnets beste: mangler vurdering"),
        ({"goal": ""}, "Omfang og form: skriv målet"),
        ({"reasons": ""}, "Begrunnelse: skriv hvorfor"),
        ({"services": []}, "Omfang og form: skriv timer for minst én form"),
        ({"delivering_unit": None}, "Omfang og form: velg enheten som setter i verk"),
        ({"starts_on": date(2026, 11, 8)}, "Omfang og form: startdatoen er før søknaden kom"),
        ({"starts_on": date(2028, 1, 1), "ends_on": None, "evaluation_on": date(2028, 4, 3)},
         "Omfang og form: startdatoen er mer enn ett år fram i tid"),
        ({"ends_on": date(2037, 12, 2)}, "Omfang og form: perioden er lengre enn ti år"),
        ({"evaluation_on": date(2028, 1, 3), "ends_on": None},
         "Omfang og form: evaluer senest ett år etter startdatoen"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)  # fmt: skip
def test_one_thing_missing_is_one_thing_said(application, criteria, caseworker, changes, said):
    assert said in problems(whole_draft(application, caseworker, **changes))


def test_dates_that_have_passed(application, criteria, caseworker):
    decision = whole_draft(
        application, caseworker, starts_on=date(2026, 11, 10), ends_on=date(2026, 11, 22),
        evaluation_on=date(2026, 11, 20),
    )  # fmt: skip
    assert problems(decision) == [
        "Omfang og form: sluttdatoen er passert",
        "Omfang og form: evalueringsdatoen er passert",
    ]


# ── Criteria ────────────────────────────────────────────────────────────────────────────────────


def set_appraisal(decision, key, **changes):
    Appraisal.objects.filter(decision=decision, criterion__key=key).update(**changes)


def test_a_flag_wants_an_answer_of_its_own(whole):
    set_appraisal(whole, "age", exception="")
    assert problems(whole) == ["Alder: svar på det som er flagget"]


def test_a_need_is_appraised_in_own_words(whole):
    set_appraisal(whole, "leisure", text="")
    assert problems(whole) == ["Trenger hjelp til fritid: skriv vurderingen med egne ord"]


@pytest.mark.parametrize(
    "text",
    [
        "Har lite nettverk og trenger hjelp til å få kontakt med andre eller beholde den.",
        "har lite nettverk,  og trenger hjelp til å få kontakt\nmed andre eller beholde den",
        "Har lite nettverk og treng hjelp til å få kontakt med andre "
        "eller halde kontakten ved like.",
        "Lite nettverk",
    ],
)
def test_the_municipalitys_own_words_are_no_appraisal(whole, text):
    set_appraisal(whole, "network", text=text)
    assert problems(whole) == [
        "Lite nettverk: vurderingen er kommunens standardtekst, skriv om Nora"
    ]


def test_a_copied_question_is_no_answer(whole, criteria):
    set_appraisal(whole, "age", exception=criteria[1].ask_nb)
    assert problems(whole) == ["Alder: svaret er kommunens standardtekst, skriv om Nora"]


def test_a_limit_nobody_came_near_needs_no_words(whole):
    set_appraisal(whole, "tasks", met="not_relevant", text="")
    assert problems(whole) == []


@pytest.mark.parametrize("key", ["leisure", "age"])
def test_need_and_flagged_limits_are_always_relevant(whole, key):
    set_appraisal(whole, key, met="not_relevant")
    assert [text.split(": ")[1] for text in problems(whole)] == ["velg ja, delvis eller nei"]


def test_a_new_wording_asks_for_a_new_look(whole, criteria):
    leisure = criteria[0]
    CriterionFactory(
        municipality=leisure.municipality, key="leisure", valid_from=date(2026, 11, 1), position=1,
        heading_nb="Trenger noen å gå med",
    )  # fmt: skip
    assert problems(whole) == ["Trenger noen å gå med: teksten er ny, se over vurderingen"]


def test_a_criterion_that_is_gone_is_not_asked_for(whole, criteria):
    CriterionFactory(
        municipality=criteria[2].municipality, key="network", valid_from=date(2026, 11, 1),
        is_active=False,
    )  # fmt: skip
    assert problems(whole) == []


# ── Outcomes ────────────────────────────────────────────────────────────────────────────────────


def test_less_than_applied_for_is_no_full_grant(case, criteria, caseworker):
    six = make_application(case, hours=Decimal(6))
    decision = whole_draft(six, caseworker)
    assert problems(decision) == [
        "Utfall: søknaden gjelder 6 timer, og du innvilger 3. "
        "Velg «Delvis innvilget», så får mottakeren vite hvorfor"
    ]


def test_several_forms_are_counted_together(case, criteria, caseworker):
    six = make_application(case, hours=Decimal(6))
    both = [services_of("3"), services_of("3", form="group")]
    assert problems(whole_draft(six, caseworker, services=both)) == []


def test_hours_a_week_and_a_month_are_not_compared(case, criteria, caseworker):
    six = make_application(case, hours=Decimal(6))
    monthly = [services_of("5", unit="month")]
    assert problems(whole_draft(six, caseworker, services=monthly)) == []


def test_a_partial_grant_says_which_part_is_refused(case, criteria, caseworker):
    six = make_application(case, hours=Decimal(6))
    decision = whole_draft(
        six, caseworker, outcome="partly_granted", refused_part="", refused_reasons="",
        view_weight="",
    )  # fmt: skip
    assert problems(decision) == [
        "Noras eget syn: skriv hvordan du har lagt vekt på det",
        "Begrunnelse: skriv hva som er avslått",
        "Begrunnelse: skriv hvorfor en del er avslått",
    ]
    assert problems(whole_draft(six, caseworker, outcome="partly_granted")) == []


def test_a_refusal_says_what_was_applied_for_what_decided_and_where_else(
    application, criteria, caseworker
):
    decision = whole_draft(
        application, caseworker, outcome="refused", applied_for="", decisive="", guidance=[],
        view_weight="",
    )  # fmt: skip
    assert problems(decision) == [
        "Utfall: skriv hva det ble søkt om",
        "Noras eget syn: skriv hvordan du har lagt vekt på det",
        "Begrunnelse: skriv i én setning hva som avgjorde",
        "Begrunnelse: skriv hvilken annen hjelp som finnes",
    ]
    whole = whole_draft(application, caseworker, outcome="refused")
    assert problems(whole) == []
    assert Section.SCOPE not in rules.sections_of(dossier_of(whole))


# ── The case around it ──────────────────────────────────────────────────────────────────────────


def test_the_application_must_be_open(whole):
    whole.application.state = "withdrawn"
    whole.application.withdrawn_on = date(2026, 11, 20)
    whole.application.save()
    assert problems(whole) == ["Søknaden er ikke lenger til behandling (trukket)."]


def test_the_case_must_be_open(whole):
    whole.case.closed_on = date(2026, 11, 20)
    whole.case.save()
    assert problems(whole) == ["Saken er avsluttet. Åpne den før du fatter vedtak."]


def test_nobody_decides_for_the_dead(whole):
    whole.case.recipient.died_on = date(2026, 11, 20)
    whole.case.recipient.save()
    assert "Nora er registrert som død." in problems(whole)


def test_somebody_must_get_the_letter(whole):
    Representative.objects.filter(case=whole.case).update(parental_responsibility="none")
    assert problems(whole) == [
        "Ingen kan få brevet. Legg til den som har foreldreansvar eller er verge, i saken."
    ]


def test_the_law_of_the_day_must_be_known(whole):
    found = rules.problems_before_issue(dossier_of(whole, day=date(2011, 12, 31)))
    assert "Det finnes ingen lovhjemmel som gjaldt 31. desember 2011." in [
        problem.text for problem in found
    ]


def test_the_same_form_for_the_same_days_is_said_before_the_database_says_it(whole, caseworker):
    issue(whole.pk, by=caseworker)
    second = make_application(whole.case, received_on=date(2026, 11, 20))
    decision = whole_draft(second, caseworker)
    assert problems(decision) == [
        "Omfang og form: Nora har allerede 3 timer i uken (én til én) fra 1. desember 2026 "
        "til 30. november 2027. Velg en annen periode eller form, eller at vedtaket endrer det "
        "som gjelder"
    ]
    write(decision, Section.SCOPE, caseworker, services=[services_of("3", form="group")])
    assert problems(decision) == []


def test_the_day_after_the_last_is_free(application, criteria, caseworker):
    short = whole_draft(application, caseworker, ends_on=date(2027, 3, 31))
    issue(short.pk, by=caseworker)
    second = make_application(application.case, received_on=date(2026, 11, 20))
    open_end = {"ends_on": None, "evaluation_on": date(2027, 7, 1)}
    decision = whole_draft(second, caseworker, starts_on=date(2027, 3, 31), **open_end)
    assert [text[:45] for text in problems(decision)] == [
        "Omfang og form: Nora har allerede 3 timer i u"
    ]
    decision = whole_draft(second, caseworker, starts_on=date(2027, 4, 1), **open_end)
    assert problems(decision) == []


# ── Dates that follow ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("starts_on", "months", "due"),
    [
        (date(2027, 3, 1), 3, date(2027, 6, 1)),
        (date(2026, 11, 30), 3, date(2027, 3, 1)),  # 28 February is a Sunday
        (date(2027, 2, 17), 3, date(2027, 5, 18)),  # 17 May is a holiday
    ],
)
def test_evaluation_is_on_a_working_day(starts_on, months, due):
    assert rules.evaluation_due(starts_on, months) == due


@pytest.mark.parametrize(
    ("ends_on", "starts_on", "act_by"),
    [
        (date(2028, 2, 29), date(2027, 3, 1), date(2027, 12, 31)),
        (date(2027, 11, 30), date(2026, 12, 1), date(2027, 10, 1)),
        (date(2027, 1, 10), date(2026, 12, 1), date(2026, 12, 1)),  # shorter than the notice
    ],
)
def test_the_end_is_taken_up_two_months_before(ends_on, starts_on, act_by):
    assert rules.end_act_by(ends_on, starts_on) == act_by


def test_the_example_in_the_letter_follows_the_laws_rule():
    # Monday 23 November + 6 days is a Sunday; four weeks after Monday 30 November.
    assert rules.complaint_example(date(2026, 11, 23)) == (date(2026, 11, 30), date(2026, 12, 28))


def test_a_letter_by_post_counts_as_come_after_the_municipalitys_days():
    assert rules.presumed_notified(date(2026, 11, 23), 4) == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("state", "may"), [("draft", {"issued", "discarded"}), ("issued", set()), ("discarded", set())]
)
def test_only_drafts_go_on(state, may):
    decision = Decision(state=state)
    assert {to for to in Decision.State if rules.may_become(decision, to)} == may


def test_appraisals_helper_answers_every_flag(whole):
    """The tests above stand on it."""
    assert [bool(one["exception"]) for one in appraisals(whole)] == [False, True, False, False]
