"""The shipped texts: whole, in both languages, in plain words; and what others may write."""

from __future__ import annotations

import re
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, transaction

from stottekontakt.database.roles import as_owner
from stottekontakt.letters import texts
from stottekontakt.letters.errors import CannotUseText
from stottekontakt.letters.kinds import (
    PLACEHOLDERS,
    PLACES,
    TEXT_KINDS,
    LetterKind,
    TextKind,
    places_of,
)
from stottekontakt.letters.models import LetterText
from stottekontakt.letters.phrasing import LANGUAGES
from stottekontakt.letters.texts import default_texts, problems_of_text, validate_text
from tests.letters.factories import LetterTextFactory

DEFAULTS = default_texts()
LONGEST_LIX = 35


def test_every_place_has_its_text_in_both_languages():
    shipped = {(text.kind, text.place, text.language) for text in DEFAULTS}
    wanted = {
        (kind, place, language)
        for kind in TextKind.values
        for place in PLACES[kind]
        for language in LANGUAGES
    }
    assert shipped == wanted
    assert len(DEFAULTS) == len(shipped), "a text is shipped twice"


@pytest.mark.parametrize("text", DEFAULTS, ids=lambda t: f"{t.kind}-{t.place}-{t.language}")
def test_shipped_texts_keep_the_rules_they_set(text):
    assert problems_of_text(text.kind, text.place, text.text) == []


def test_no_place_of_a_letter_hides_another():
    for kind in LetterKind.values:
        assert len(places_of(kind)) == sum(len(PLACES[text_kind]) for text_kind in TEXT_KINDS[kind])


def test_every_placeholder_is_explained():
    used = {name for places in PLACES.values() for p in places.values() for name in p.placeholders}
    assert used == set(PLACEHOLDERS)


def test_both_languages_fill_in_the_same():
    """A fact that stands in one form of language must not be lost in the other."""
    by_key = {(text.kind, text.place, text.language): text.text for text in DEFAULTS}
    for kind, place, language in by_key:
        if language == "nb":
            nb, nn = (
                {name.removesuffix("s") for name in texts.PLACEHOLDER.findall(by_key[key])}
                for key in ((kind, place, "nb"), (kind, place, "nn"))
            )
            assert nb == nn, (kind, place)


def lix(text: str) -> float:
    plain = re.sub(r"[*{}]|^\s*(-|\d+\.)\s", "", text, flags=re.MULTILINE).replace("_", " ")
    words = re.findall(r"[\wæøåÆØÅ-]+", plain)
    sentences = max(1, len(re.findall(r"[.:!?](?=\s|$)", plain)))
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LetterKind.values)
def test_texts_are_easy_to_read(kind, language):
    """LIX below 35 is easy. References to the law stand apart, in small print."""
    whole = "\n".join(
        text.text
        for text in DEFAULTS
        if text.kind in TEXT_KINDS[kind] and text.language == language and "law" not in text.place
    )
    assert lix(whole) < LONGEST_LIX


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_long(language):
    long = [
        sentence
        for text in DEFAULTS
        if text.language == language and "law" not in text.place
        for sentence in re.split(r"(?<=[.!?:])\s+", re.sub(r"\*\*|\([^)]*\)", "", text.text))
        if len(sentence.split()) > 22
    ]
    assert long == []


BOKMAL = "ikke jeg hva hvor hvordan hvorfor hvis noe noen uken timer være gjør fra også mer"
NYNORSK = "ikkje eg kva kvar korleis kvifor dersom noko nokon veka timar vere gjer frå òg meir"


@pytest.mark.parametrize(("language", "foreign"), [("nb", NYNORSK.split()), ("nn", BOKMAL.split())])
def test_the_forms_of_language_are_not_mixed(language, foreign):
    for text in DEFAULTS:
        if text.language == language:
            words = set(re.findall(r"[a-zæøåò]+", re.sub(r"\{\w+\}", "", text.text.lower())))
            assert words.isdisjoint(foreign), (text.kind, text.place)


def test_titles_name_nobody():
    for kind in LetterKind.values:
        for language in LANGUAGES:
            assert "{" not in texts.title_of(kind, language)


class TestOwnTexts:
    def test_an_unknown_field_is_refused_with_what_one_may_use(self):
        with pytest.raises(CannotUseText) as refused:
            validate_text("receipt", "lead", "Hei {fornavn}, vi fikk søknaden {mottatt}.")
        assert len(refused.value.problems) == 1
        assert "«{fornavn}» er ikke et felt vi kjenner" in refused.value.problems[0]
        assert "{navn}, {navns}" in refused.value.problems[0]

    def test_a_field_of_another_letter_is_refused(self):
        problems = problems_of_text("receipt", "lead", "Du får {tjenester}.")
        assert problems[0].startswith("«{tjenester}» kan ikke brukes i denne teksten.")

    @pytest.mark.parametrize("text", ["{{ letter.case }}", "{% include 'x' %}", "{# x #}"])
    def test_template_syntax_is_refused(self, text):
        assert problems_of_text("receipt", "lead", text) == [
            "Skriv feltet med én krøllparentes på hver side, for eksempel {navn}. "
            "Andre koder kan ikke brukes."
        ]

    @pytest.mark.parametrize("text", ["Hei {navn", "Hei navn}", "{ navn }", "{Navn}", "{}"])
    def test_a_lonely_brace_is_refused(self, text):
        assert "krøllparentes står alene" in problems_of_text("receipt", "lead", text)[0]

    def test_open_bold_and_empty_text_are_refused(self):
        assert "stjerner" in problems_of_text("receipt", "lead", "**Fet")[0]
        assert problems_of_text("receipt", "lead", "  ") == ["Teksten kan ikke være tom."]
        assert problems_of_text("decision", "companion_card", "") == []

    def test_an_unknown_place_is_refused(self):
        assert "«ps»" in problems_of_text("receipt", "ps", "Hei")[0]

    def test_the_model_says_the_same(self, municipality):
        text = LetterTextFactory.build(municipality=municipality, text="Hei {hvem}")
        with pytest.raises(ValidationError, match="hvem"):
            text.full_clean()


class TestWhichTextIsUsed:
    def used(self, municipality, on, language="nb"):
        return LetterText.objects.in_force(
            kind="receipt", language=language, municipality_id=municipality.pk, on=on
        )["nothing_missing"]

    def test_the_default_when_the_municipality_has_none(self, municipality):
        assert self.used(municipality, date(2026, 5, 1)) == "Du behøver ikke å gjøre noe nå."

    def test_the_municipalitys_own_before_the_default_even_if_older(self, municipality):
        LetterTextFactory(municipality=municipality, valid_from=date(2020, 1, 1))
        assert self.used(municipality, date(2026, 5, 1)) == "Du kan ta det med ro."
        assert self.used(municipality, date(2026, 5, 1), "nn") == "Du treng ikkje å gjere noko no."

    def test_the_latest_that_holds_on_the_day(self, municipality):
        LetterTextFactory(municipality=municipality, valid_from=date(2026, 1, 1), text="Ett.")
        LetterTextFactory(municipality=municipality, valid_from=date(2026, 6, 1), text="To.")
        assert self.used(municipality, date(2026, 5, 31)) == "Ett."
        assert self.used(municipality, date(2026, 6, 1)) == "To."

    def test_another_municipalitys_text_is_out_of_sight(
        self, municipality, other_municipality, in_municipality
    ):
        with in_municipality(other_municipality):
            LetterTextFactory(municipality=other_municipality, text="Deres eget.")
        assert self.used(municipality, date(2026, 5, 1)) == "Du behøver ikke å gjøre noe nå."

    def test_all_places_are_found(self, municipality):
        for kind in LetterKind.values:
            for language in LANGUAGES:
                found = LetterText.objects.in_force(
                    kind=kind, language=language, municipality_id=municipality.pk,
                    on=date(2026, 5, 1),
                )  # fmt: skip
                assert set(found) == set(places_of(kind))


def test_one_wording_per_place_and_day(municipality):
    LetterTextFactory(municipality=municipality)
    with (
        pytest.raises(IntegrityError, match="letter_text_one_wording_per_day"),
        transaction.atomic(),
    ):
        LetterTextFactory(municipality=municipality, text="Noe annet.")


def test_nobody_but_the_owner_writes_the_defaults(municipality):
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        LetterTextFactory(municipality=None, valid_from=date(2030, 1, 1))
    with transaction.atomic():
        assert LetterText.objects.filter(municipality=None).update(text="x") == 0
        assert LetterText.objects.filter(municipality=None)._raw_delete("default") == 0


@pytest.mark.django_db(transaction=True)
def test_the_migration_of_the_defaults_goes_both_ways():
    migration = import_module("stottekontakt.letters.migrations.0002_default_texts")
    with as_owner():
        migration.remove(apps, None)
        assert LetterText.objects.count() == 0
        migration.add(apps, None)
        assert LetterText.objects.count() == len(DEFAULTS)
