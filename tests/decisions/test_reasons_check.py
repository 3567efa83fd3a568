"""A no is not issued on standard text, without facts, or with nothing else weighed."""

from __future__ import annotations

import pytest

from decisions import rules
from decisions.errors import CannotIssue
from decisions.models import Decision, Phrase
from decisions.rules import Section, anchor_of
from decisions.services import dossier_of, issue
from decisions.standard_text import marked_for_assessment
from stottekontakt.cases.services import write_note
from tests.decisions.factories import appraisals, whole_draft, write

PHRASE = "Kommunen har vurdert søknaden nøye. Det finnes åpne tilbud i nærmiljøet."
NYNORSK = "Kommunen har vurdert søknaden nøye. Det finst opne tilbod i nærmiljøet."
OWN = "Nora har følge til svømming av storesøsteren, og det går fint."


@pytest.fixture
def phrase(unit):
    return Phrase.objects.create(
        municipality=unit.municipality,
        heading="Åpne tilbud",
        text_nb=PHRASE,
        text_nn=NYNORSK,
        sections=[Section.CRITERIA, Section.REASONS],
    )


def problems(decision, section=None):
    dossier = dossier_of(Decision.objects.get(pk=decision.pk))
    found = rules.problems_before_issue(dossier)
    return [(one.text, one.anchor) for one in found if section in (None, one.section)]


def answered(decision, by, **changes):
    """The first criterion with these answers, the others met."""
    rows = appraisals(decision)
    rows[0] |= {"met": "no", "text": OWN, **changes}
    write(decision, Section.CRITERIA, by, appraisals=rows)
    return rows[0]["criterion"]


@pytest.fixture
def refusal(application, criteria, caseworker, phrase):
    return whole_draft(application, caseworker, outcome="refused")


def test_a_reasoned_refusal_is_whole(refusal, caseworker):
    answered(refusal, caseworker)
    assert problems(refusal) == []


@pytest.mark.parametrize("outcome", ["refused", "partly_granted"])
@pytest.mark.parametrize("met", ["no", "partly"])
@pytest.mark.parametrize(
    "text", [PHRASE, NYNORSK, PHRASE.replace("Kommunen", "Vi"), f"{PHRASE} Avslag."]
)
def test_the_message_names_the_criterion_with_only_standard_text(
    application, criteria, caseworker, phrase, outcome, met, text
):
    decision = whole_draft(application, caseworker, outcome=outcome)
    criterion = answered(decision, caseworker, met=met, text=text)
    assert problems(decision) == [
        (
            f"{criterion.heading}: vurderingen er bare standardtekst, skriv om Nora",
            anchor_of(criterion),
        )
    ]
    answered(decision, caseworker, met=met, text=f"{text} {OWN}")
    assert problems(decision) == []


@pytest.mark.parametrize("field", ["heading", "text"])
def test_the_criterions_own_words_are_no_assessment(refusal, criteria, caseworker, field):
    own = criteria[0].text_in(field, "nb")
    criterion = answered(refusal, caseworker, text=f"  {own.upper()} ")
    assert [anchor for _text, anchor in problems(refusal)] == [anchor_of(criterion)]


def test_a_phrase_is_known_again_after_it_is_changed_or_put_away(refusal, caseworker, phrase):
    criterion = answered(refusal, caseworker, text=PHRASE)
    phrase.text_nb, phrase.text_nn, phrase.is_active = "Noe helt annet nå.", "Noko anna no.", False
    phrase.save()
    assert [anchor for _text, anchor in problems(refusal)] == [anchor_of(criterion)]


def test_a_met_criterion_may_say_what_the_office_says(refusal, caseworker):
    answered(refusal, caseworker, met="yes", text=PHRASE)
    assert problems(refusal) == []


def test_a_grant_may_say_what_the_office_says(whole, caseworker, phrase):
    answered(whole, caseworker, met="partly", text=PHRASE)
    assert problems(whole) == []


def test_another_municipalitys_phrases_are_its_own(
    application, criteria, caseworker, other_municipality, in_municipality
):
    with in_municipality(other_municipality):
        Phrase.objects.create(
            municipality=other_municipality,
            heading="Åpne tilbud",
            text_nb=PHRASE,
            text_nn=NYNORSK,
            sections=["kriterier"],
        )
    decision = whole_draft(application, caseworker, outcome="refused")
    answered(decision, caseworker, text=PHRASE)
    assert problems(decision) == []


def test_an_unmet_criterion_rests_on_facts_or_a_source(refusal, caseworker):
    criterion = answered(refusal, caseworker)
    write(refusal, Section.FACTS, caseworker, facts="", sources=())
    unfounded = [text for text, anchor in problems(refusal, Section.CRITERIA)]
    assert len(unfounded) == 1
    assert unfounded[0].startswith(f"{criterion.heading}: vurderingen bygger ikke på noe.")
    note = write_note(
        refusal.case, by=caseworker, kind="meeting", happened_on=refusal.drafted_on,
        with_whom="Nora", text="Snakket om svømming.",
    )  # fmt: skip
    answered(refusal, caseworker, sources=[f"note-{note.pk}"])
    assert problems(refusal, Section.CRITERIA) == []


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("alternatives", "", "skriv hva annet du har vurdert for Nora"),
        ("alternatives", PHRASE, "det du har vurdert, er bare standardtekst"),
        ("reasons", PHRASE, "teksten er bare standardtekst"),
    ],
)
def test_a_refusal_weighs_and_reasons_in_own_words(refusal, caseworker, field, value, said):
    decision = Decision.objects.get(pk=refusal.pk)
    values = {
        name: getattr(decision, name)
        for name in ("reasons", "alternatives", "decisive", "guidance")
    }
    write(refusal, Section.REASONS, caseworker, **{**values, field: value})
    [(text, anchor)] = problems(refusal)
    assert said in text
    assert anchor == f"id_{field}"


def test_what_is_refused_of_it_is_reasoned_too(application, criteria, caseworker, phrase):
    decision = whole_draft(
        application, caseworker, outcome="partly_granted", refused_reasons=PHRASE
    )
    [(text, anchor)] = problems(decision)
    assert "avslaget på en del er bare standardtekst" in text
    assert anchor == "id_refused_reasons"


def test_such_a_refusal_is_not_issued(refusal, caseworker):
    criterion = answered(refusal, caseworker, text=PHRASE)
    with pytest.raises(CannotIssue, match=criterion.heading):
        issue(refusal.pk, by=caseworker)
    assert Decision.objects.get(pk=refusal.pk).is_draft


# ── What was copied ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("section", "field"),
    [
        (Section.FACTS, "facts"),
        (Section.VIEW, "recipient_view"),
        (Section.BEST_INTERESTS, "best_interests"),
        (Section.SCOPE, "goal"),
        (Section.REASONS, "reasons"),
    ],
)
def test_a_copied_text_waits_for_somebody_to_go_over_it(whole, section, field):
    text = marked_for_assessment("Som i fjor.", "fra vedtaket 3. mars 2025")
    Decision.objects.filter(pk=whole.pk).update(**{field: text})
    [(said, anchor)] = problems(whole, section)
    assert "Må vurderes på nytt" in said
    assert anchor == f"id_{field}"


def test_so_does_a_copied_assessment(whole, caseworker):
    criterion = answered(
        whole, caseworker, met="yes", text=marked_for_assessment("Som i fjor.", "fra i fjor")
    )
    [(said, anchor)] = problems(whole)
    assert said.startswith(f"{criterion.heading}: se over teksten")
    assert anchor == anchor_of(criterion)
