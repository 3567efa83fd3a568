"""The phrase library, and putting its texts and the last decision's into a draft."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.urls import reverse

from applications.services import mark_decided
from decisions.models import FormDraft, Phrase
from decisions.phrases import CannotSavePhrase, add_phrase, change_phrase
from decisions.reuse import Offer, offers_of, put_after
from decisions.rules import Section
from decisions.services import dossier_of, draft, issue
from stottekontakt.audit.models import AuditEntry
from tests.decisions.conftest import make_application
from tests.decisions.factories import FACTS, REASONS, whole_draft, write

VALUES = {
    "heading": "Åpne tilbud",
    "text_nb": "Det finnes åpne tilbud i nærmiljøet.",
    "text_nn": "Det finst opne tilbod i nærmiljøet.",
    "sections": ["begrunnelse", "kriterier"],
    "is_active": True,
}


@pytest.fixture
def phrase(leader):
    return add_phrase(VALUES, by=leader)


# ── The library ─────────────────────────────────────────────────────────────────────────────────


def test_every_wording_is_remembered(phrase, leader):
    assert AuditEntry.objects.latest("pk").event == "phrase_saved"
    changed = change_phrase(phrase.pk, {**VALUES, "text_nb": "Nytt."}, version=1, by=leader)
    assert changed.version == 2
    assert [event.text_nb for event in phrase.events.order_by("pgh_id")] == [
        VALUES["text_nb"], "Nytt.",
    ]  # fmt: skip


def test_an_older_version_changes_nothing(phrase, leader, administrator):
    change_phrase(phrase.pk, {**VALUES, "text_nb": "Først."}, version=1, by=administrator)
    with pytest.raises(CannotSavePhrase, match="Noen andre har endret frasen"):
        change_phrase(phrase.pk, {**VALUES, "text_nb": "Sist."}, version=1, by=leader)
    phrase.refresh_from_db()
    assert phrase.text_nb == "Først."


def test_two_phrases_in_use_have_different_headings(phrase, leader):
    with pytest.raises(CannotSavePhrase, match="allerede en frase med denne overskriften"):
        add_phrase(VALUES, by=leader)
    add_phrase({**VALUES, "is_active": False}, by=leader)
    with (
        pytest.raises(IntegrityError, match="phrase_in_use_has_its_own_heading"),
        transaction.atomic(),
    ):
        Phrase.objects.create(municipality=leader.municipality, **VALUES)


@pytest.mark.parametrize("empty", [{"heading": ""}, {"text_nb": ""}, {"text_nn": ""},
                                   {"sections": []}])  # fmt: skip
def test_a_phrase_says_something_in_both_forms_somewhere(leader, empty):
    with (
        pytest.raises(IntegrityError, match="phrase_has_heading_texts_and_sections"),
        transaction.atomic(),
    ):
        Phrase.objects.create(municipality=leader.municipality, **{**VALUES, **empty})


def test_the_pages_of_the_library(client_for, leader, django_assert_max_num_queries):
    knut = client_for(leader)
    assert "Ingen fraser ennå" in knut.get(reverse("decisions:phrases")).text
    new = reverse("decisions:new_phrase")
    page = knut.post(new, {"heading": "Åpne tilbud", "text_nb": "Det finnes."})
    assert "Velg minst én del av vedtaket." in page.text
    assert "Det finnes." in page.text, "what was typed stands"
    form = {**VALUES, "is_active": "on"}
    page = knut.post(new, form, follow=True)
    assert "Frasen «Åpne tilbud» er lagret." in page.text
    page = knut.post(new, form)
    assert "allerede en frase med denne overskriften" in page.text
    made = Phrase.objects.get()
    page = knut.post(
        made.get_absolute_url(), {**form, "text_nb": "Nytt.", "version": "1"}, follow=True
    )
    assert "er lagret" in page.text
    page = knut.post(made.get_absolute_url(), {**form, "text_nb": "Mitt.", "version": "1"})
    assert "Noen andre har endret frasen" in page.text
    assert "Mitt." in page.text
    assert 'name="version" value="2"' in page.text
    knut.get(made.get_absolute_url())
    with django_assert_max_num_queries(10):
        page = knut.get(made.get_absolute_url())
    assert "Det finnes åpne tilbud i nærmiljøet." in page.text, "in the history"
    assert knut.get(reverse("decisions:phrase", args=[made.pk + 1])).status_code == 404


# ── Into a draft ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("there", "after"),
    [
        ("", "Fast."),
        ("  \n", "Fast."),
        ("Om Nora.", "Om Nora.\n\nFast."),
        ("Om Nora.\r\n\r\n", "Om Nora.\n\nFast."),
        ("Fast.", "Fast."),
        ("Om Nora. Fast. Mer.", "Om Nora. Fast. Mer."),
    ],
)
def test_a_text_stands_after_what_is_there_and_once(there, after):
    assert put_after(there, Offer("frase-1", "x", "Fast.", "Fast.")) == after


@pytest.fixture
def siri(client_for, caseworker):
    return client_for(caseworker)


@pytest.fixture
def begun(application, criteria, caseworker):
    return draft(application.pk, by=caseworker)


def put_in(browser, decision, section, choice, **typed):
    return browser.post(
        reverse("decisions:put_in", args=[decision.pk, section]),
        {"sett-inn": choice, "version": decision.version, **typed},
    )


def kept():
    return QueryDict(FormDraft.objects.get().typed)


def test_a_phrase_is_put_after_what_is_typed_and_nothing_is_saved(siri, begun, phrase):
    page = siri.get(reverse("decisions:section", args=[begun.pk, "begrunnelse"]))
    assert "Sett inn nederst i feltet" in page.text
    answer = put_in(
        siri, begun, "begrunnelse", f"reasons:frase-{phrase.pk}",
        reasons="Nora svømmer.", alternatives="Ikke lagret.",
    )  # fmt: skip
    assert answer["Location"].endswith("/begrunnelse/?felt=reasons#id_reasons")
    assert kept()["reasons"] == f"Nora svømmer.\n\n{VALUES['text_nb']}"
    assert kept()["alternatives"] == "Ikke lagret."
    begun.refresh_from_db()
    assert begun.reasons == ""
    page = siri.get(answer["Location"])
    assert "Nora svømmer." in page.text
    assert "er satt inn nederst i «Begrunnelse»" in page.text


def test_a_phrase_alone_is_marked_as_standard_text(siri, begun, phrase):
    put_in(siri, begun, "begrunnelse", f"reasons:frase-{phrase.pk}")
    page = siri.get(reverse("decisions:section", args=[begun.pk, "begrunnelse"]))
    assert "Skriv den om, så den handler om Nora." in page.text


def test_the_box_that_is_gone_to_is_unfolded(siri, begun, phrase, criteria):
    last = criteria[-1]
    answer = put_in(siri, begun, "kriterier", f"text-{last.pk}:frase-{phrase.pk}")
    page = siri.get(answer["Location"])
    opened = page.text.partition(f'id="kriterium-{last.pk}"')[2][:8]
    assert "open" in opened


def test_the_letters_form_of_the_language_decides(make_case, criteria, caseworker, phrase, siri):
    case = make_case(recipient__written_form="nn")
    decision = draft(make_application(case).pk, by=caseworker)
    put_in(siri, decision, "begrunnelse", f"reasons:frase-{phrase.pk}")
    assert kept()["reasons"] == VALUES["text_nn"]


@pytest.mark.parametrize(
    "choice",
    ["", "reasons", "reasons:frase-0", "reasons:vedtak-1", "version:frase-1", "x:y:z", ":"],
)
def test_what_is_not_offered_is_not_put_in_and_nothing_is_lost(siri, begun, choice):
    answer = put_in(siri, begun, "begrunnelse", choice, reasons="Nora svømmer.")
    assert answer.status_code == 302
    assert kept()["reasons"] == "Nora svømmer."
    page = siri.get(answer["Location"])
    assert "Teksten finnes ikke lenger." in page.text


def test_what_is_put_away_or_fits_elsewhere_is_not_offered(begun, caseworker, leader, phrase):
    add_phrase({**VALUES, "heading": "Om mål", "sections": ["omfang"]}, by=leader)
    add_phrase({**VALUES, "heading": "Gammel", "is_active": False}, by=leader)
    offers = offers_of(Section.REASONS, dossier_of(begun), ["reasons"], caseworker)
    assert [one.heading for one in offers["reasons"]] == ["Åpne tilbud"]


# ── From the last decision ──────────────────────────────────────────────────────────────────────


@pytest.fixture
def second(application, criteria, caseworker, case):
    """A decision for Nora, and a new draft after it."""
    earlier = whole_draft(application, caseworker)
    issue(earlier.pk, by=caseworker)
    mark_decided(application.pk, on=earlier.drafted_on, by=caseworker)
    return earlier, draft(make_application(case).pk, by=caseworker)


@pytest.mark.parametrize(
    ("section", "field", "text"),
    [
        ("opplysninger", "facts", FACTS),
        ("begrunnelse", "reasons", REASONS),
        ("omfang", "goal", "Nora svømmer sammen med andre barn hver uke."),
        ("barnets-beste", "best_interests", "Nora har godt av å bli trygg blant andre."),
    ],
)
def test_the_last_decisions_text_is_put_in_marked(siri, second, section, field, text):
    earlier, decision = second
    page = siri.get(reverse("decisions:section", args=[decision.pk, section]))
    assert "Vedtaket 23. november 2026" in page.text
    put_in(siri, decision, section, f"{field}:vedtak-{earlier.pk}", **{field: "Nytt nå."})
    assert kept()[field] == (
        f"Nytt nå.\n\n[Må vurderes på nytt: fra vedtaket 23. november 2026]\n{text}"
    )


def test_an_assessment_comes_with_the_same_criterion(siri, second, criteria):
    earlier, decision = second
    name = f"text-{criteria[0].pk}"
    put_in(siri, decision, "kriterier", f"{name}:vedtak-{earlier.pk}")
    assert "Nora kommer seg ikke ut uten følge." in kept()[name]
    assert "[Må vurderes på nytt" in kept()[name]


def test_a_copied_text_says_so_until_the_mark_is_gone(siri, second, caseworker):
    earlier, decision = second
    put_in(siri, decision, "opplysninger", f"facts:vedtak-{earlier.pk}")
    url = reverse("decisions:section", args=[decision.pk, "opplysninger"])
    page = siri.post(url, {"facts": kept()["facts"], "version": decision.version}, follow=True)
    assert "se over teksten som er merket" in page.text
    write(decision, Section.FACTS, caseworker, facts=FACTS, sources=())
    assert "se over teksten som er merket" not in siri.get(url).text


def test_nothing_is_offered_where_there_is_no_decision_before(siri, begun):
    page = siri.get(reverse("decisions:section", args=[begun.pk, "opplysninger"]))
    assert "Hent tekst" not in page.text


def test_another_recipients_decision_is_none_of_it(siri, whole, caseworker, make_case):
    issue(whole.pk, by=caseworker)
    other = draft(make_application(make_case()).pk, by=caseworker)
    put_in(siri, other, "opplysninger", f"facts:vedtak-{whole.pk}")
    assert kept().get("facts", "") == ""


# ── How it reads ────────────────────────────────────────────────────────────────────────────────


def test_a_heavy_text_is_told_beside_the_field_and_on_the_preview(siri, whole, caseworker):
    heavy = (
        "Kommunen har i henhold til gjeldende retningslinjer foretatt en helhetlig vurdering av "
        "søkerens situasjon, herunder nettverk, boforhold og øvrige kommunale tjenester, og finner "
        "etter dette at vilkårene for tildeling anses oppfylt."
    )
    write(whole, Section.FACTS, caseworker, facts=heavy, sources=())
    page = siri.get(reverse("decisions:section", args=[whole.pk, "opplysninger"]))
    assert "Lesbarhet: Tung (LIX" in page.text
    assert "«i henhold til» → «etter»" in page.text
    page = siri.get(
        reverse("decisions:letter", args=[whole.pk, dossier_of(whole).getting_letters[0].person.pk])
    )
    assert "Lesbarhet: Tung (LIX" in page.text


def test_a_plain_text_gets_no_advice(siri, whole):
    page = siri.get(reverse("decisions:section", args=[whole.pk, "opplysninger"]))
    assert "Lesbarhet: Lettlest (LIX" in page.text
    assert "enklere ved siden av" not in page.text
