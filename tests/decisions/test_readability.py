"""Sentences, LIX and heavy words of Norwegian texts as caseworkers write them."""

from __future__ import annotations

import pytest

from decisions.readability import (
    Heavy,
    Level,
    lix_of,
    office_words,
    passives,
    readability,
    sentences,
    words,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Nora liker å svømme.", ["Nora liker å svømme."]),
        ("Nora svømmer. Hun strikker også.", ["Nora svømmer.", "Hun strikker også."]),
        ("Vil du klage? Skriv til oss!", ["Vil du klage?", "Skriv til oss!"]),
        # Abbreviations end nothing
        ("Det følger av loven, jf. Norsk Lovtidend.", None),
        ("Vi viser til vedtak nr. 12 i saken.", None),
        ("Nora liker mye, f.eks. svømming.", None),
        ("Nora liker mye, f. eks. svømming.", None),
        ("Tjenesten er på ca. 3 timer, bl.a. på lørdager.", None),
        ("Etter pbrl. § 2-1 har hun rett til hjelp.", None),
        ("Hun går på kino, kafé osv. når hun orker.", None),
        (
            "Hun går på kino, kafé osv. Det vil hun fortsette med.",
            ["Hun går på kino, kafé osv.", "Det vil hun fortsette med."],
        ),
        # Dates, ordinals, decimals and paragraphs of law
        ("Vedtaket gjelder fra 3. mai til 30. september.", None),
        ("Vi møttes den 3. Mai kom tidlig.", None),
        ("Det står i § 2-1 andre ledd. Retten er individuell.",
         ["Det står i § 2-1 andre ledd.", "Retten er individuell."]),
        ("Hun har hatt det slik siden 2021. Nå er det verre.",
         ["Hun har hatt det slik siden 2021.", "Nå er det verre."]),
        ("Nora får 3,5 timer. 2 av dem er i gruppe.",
         ["Nora får 3,5 timer.", "2 av dem er i gruppe."]),
        ("Møtet varte fra kl. 10.15 til kl. 11.", None),
        # Names, quotes, brackets and thinking pauses
        ("Nora B. Dalvik bor med mor.", None),
        ("Hun sa: «Jeg vil svømme.» Mor var enig.", ["Hun sa: «Jeg vil svømme.»", "Mor var enig."]),
        ("Hun er sliten … Ikke i dag.", ["Hun er sliten …", "Ikke i dag."]),
        ("(Se notatet.) Vi var tre.", ["(Se notatet.)", "Vi var tre."]),
        # Lines: headings and points stand alone, the mark of a point is no word
        ("Nora liker:\n- å svømme\n- å strikke", ["Nora liker:", "å svømme", "å strikke"]),
        ("1. Hun svømmer\n2. Hun strikker", ["Hun svømmer", "Hun strikker"]),
        ("\n\n  \n", []),
        ("- \n…\n", []),
    ],
)  # fmt: skip
def test_where_sentences_end(text, expected):
    assert sentences(text) == ([text] if expected is None else expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nora er 11 år.", ["Nora", "er", "11", "år"]),
        ("e-post og mor/far", ["e-post", "og", "mor", "far"]),
        ("3,5 timer, § 2-1", ["3,5", "timer", "2-1"]),
        ("«Å få lov» – æøå", ["Å", "få", "lov", "æøå"]),
    ],
)
def test_what_is_a_word(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "lix"),
    [
        ("", 0),
        ("Nora liker å svømme.", 4),  # 4 words in a sentence, none long
        ("Kommunen innvilger støttekontakt.", 103),  # 3 + 300/3: why short texts get no verdict
        ("Hun bor her. Hun er to.", 3),
        ("Nora trenger følge ut. Moren arbeider.", 36),  # 6/2 + 100 · 2/6
    ],
)
def test_lix_is_sentence_length_and_share_of_long_words(text, lix):
    assert lix_of(text) == lix


EASY = (
    "Nora er 11 år og bor med mor og en bror. Hun liker å svømme. Hun vil gå på kafé og strikke. "
    "Nå er hun mye alene, for hun tør ikke gå ut uten følge."
)
HEAVY = (
    "Kommunen har i henhold til gjeldende retningslinjer foretatt en helhetlig og individuell "
    "vurdering av søkerens funksjonsnivå, herunder nettverk, boforhold og øvrige kommunale "
    "tjenester, og finner etter dette at vilkårene for tildeling av støttekontakt ikke anses "
    "oppfylt på det nåværende tidspunkt."
)


def test_a_plain_text_is_easy():
    found = readability(EASY)
    assert found is not None
    assert found.level == Level.EASY
    assert found.level.label == "Lettlest"
    assert not found.has_advice
    assert found.longest == ""


def test_an_office_text_is_heavy_and_says_why():
    found = readability(HEAVY)
    assert found is not None
    assert found.level == Level.HEAVY
    assert found.longest == HEAVY
    assert [one.word for one in found.heavy] == [
        "i henhold til", "funksjonsnivå", "herunder", "anses",
    ]  # fmt: skip
    assert found.heavy[0].instead == "etter"


@pytest.mark.parametrize(("lix_words", "level"), [(39, "easy"), (40, "middling"), (49, "middling"),
                                                  (50, "heavy")])  # fmt: skip
def test_the_bounds_of_the_levels(lix_words, level):
    """A sentence of so many short words has just that LIX."""
    found = readability(" ".join(["og"] * lix_words) + ".")
    assert found is not None
    assert (found.lix, found.level) == (lix_words, level)


@pytest.mark.parametrize(("count", "is_long"), [(25, False), (26, True)])
def test_a_sentence_is_long_from_26_words(count, is_long):
    found = readability(" ".join(["og"] * count) + ". Nora svømmer.")
    assert found is not None
    assert bool(found.long_sentences) is is_long


def test_the_longest_sentence_comes_first():
    shorter, longer = (" ".join([word] * count) + "." for word, count in (("og", 26), ("Så", 40)))
    found = readability(f"{shorter}\n{longer}")
    assert found is not None
    assert found.long_sentences == [longer, shorter]


@pytest.mark.parametrize("text", ["", "Nora får støttekontakt.", " ".join(["ord"] * 11), "12 34"])
def test_a_few_words_get_no_verdict(text):
    assert readability(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi ser på hva hun vil.", []),
        ("Vedrørende søknaden", [Heavy("vedrørende", "om")]),
        ("Samt. SAMT samt", [Heavy("samt", "og")]),
        ("samtale og samtykke", []),
        ("I medhold av loven foreligger rett", [Heavy("i medhold av", "etter"),
                                               Heavy("foreligger", "finnes")]),
        ("per dags dato", [Heavy("per dags dato", "nå")]),
    ],
)  # fmt: skip
def test_office_words_have_plainer_ones(text, expected):
    assert office_words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi vurderer saken.", []),
        ("Saken vurderes og innvilges.", ["vurderes", "innvilges"]),
        ("Søknaden ble ikke innvilget.", ["ble ikke innvilget"]),
        ("Det blir vurdert, og det blir  vurdert.", ["blir vurdert"]),
        ("Søknaden vert vurdert.", ["vert vurdert"]),
        ("Nora blir glad og ble 11 år.", []),
        ("Vi synes og trives, og alle møtes.", []),
        ("Tenesta skal givast.", ["givast"]),
    ],
)
def test_passives_say_not_who(text, expected):
    assert passives(text) == expected


def test_what_is_pasted_from_a_word_processor_is_read_quickly():
    found = readability(f"{HEAVY} " * 1000)
    assert found is not None
    assert (found.words, len(found.long_sentences)) == (40_000, 1000)
