"""What is somebody's own assessment, and what the office always writes."""

from __future__ import annotations

import pytest
from django.utils import translation

from decisions.standard_text import StandardTexts, is_marked, marked_for_assessment

CRITERION = "Søkeren har behov for hjelp til å komme i gang med fritidsaktiviteter."
PHRASE = (
    "Kommunen har lagt vekt på det søkeren selv ønsker. Det finnes åpne tilbud i nærmiljøet, og "
    "kommunen hjelper gjerne til med å finne fram."
)
STANDARD = StandardTexts.of([CRITERION, PHRASE, "Nettverk"])


@pytest.mark.parametrize(
    "text",
    [
        CRITERION,
        PHRASE,
        "Nettverk",
        # Signs, spaces, lines and capitals make no difference
        "  søkeren har behov for hjelp,  til å komme i gang\nmed FRITIDSAKTIVITETER",
        "«Nettverk».",
        # One sentence of a phrase, and several put together in another order
        "Kommunen har lagt vekt på det søkeren selv ønsker.",
        f"{PHRASE}\n\n{CRITERION}",
        f"{CRITERION} Kommunen har lagt vekt på det søkeren selv ønsker.",
        # A name put in, a word changed, taken out or added
        "Nora har behov for hjelp til å komme i gang med fritidsaktiviteter.",
        "Søkeren har ikke behov for hjelp til å komme i gang med fritidsaktiviteter.",
        "Kommunen har lagt vekt på det Nora selv ønsker.",
        "Kommunen har lagt vekt på det Nora selv ønsker. Det finnes åpne tilbud i "
        "nærmiljøet, og vi hjelper gjerne til med å finne fram.",
        # Next to nothing beside it
        f"{CRITERION} Avslag.",
        f"Nei. {PHRASE}",
    ],
)
def test_standard_text_is_known_again(text):
    assert STANDARD.are_all_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "Nei.",
        "Nora svømmer med klassen hver torsdag.",
        "Nora har følge til svømming av storesøsteren, og det går fint.",
        f"{CRITERION} Nora har følge til svømming av storesøsteren.",
        f"Nora går på speideren hver uke.\n{PHRASE}",
        # Alike in some words, and about something else
        "Nora har behov for hjelp til å komme seg på skolen om morgenen.",
        "Nettverket er stort",
    ],
)
def test_own_words_are_own(text):
    assert not STANDARD.are_all_of(text)


def test_an_office_without_texts_knows_none_again():
    assert not StandardTexts.of([]).are_all_of("Hva som helst.")
    assert not StandardTexts.of(["", " … "]).are_all_of("Hva som helst.")


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_copied_text_is_marked_until_somebody_has_gone_over_it(language):
    with translation.override(language):
        marked = marked_for_assessment("Nora bor med mor.", "fra vedtaket 3. mars 2025")
    assert marked.endswith("fra vedtaket 3. mars 2025]\nNora bor med mor.")
    assert is_marked(f"Nytt her. {marked}")
    assert is_marked(marked.upper())
    assert not is_marked("Nora bor med mor. Det må vurderes på nytt til høsten.")
