"""The words of letters: shipped texts, headings, and the rules for what a text may hold."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from stottekontakt.letters.errors import CannotUseText
from stottekontakt.letters.kinds import PLACEHOLDERS, PLACES, TEXT_KINDS, TextKind
from stottekontakt.letters.markup import PLACEHOLDER
from stottekontakt.letters.phrasing import LANGUAGES, Language
from stottekontakt.ui.formatting import number

_BRACES = re.compile(r"\{([^{}\n]{1,40})\}")
HERE = Path(__file__).parent
# The longest text shipped has some 500 characters; a letter is no place for a page pasted in.
LONGEST_TEXT = 2000
# The county governors have had that name since this day; older letters are not made here.
DEFAULTS_VALID_FROM = date(2021, 1, 1)


@dataclass(frozen=True)
class DefaultText:
    kind: str
    place: str
    language: Language
    text: str


def default_texts() -> list[DefaultText]:
    """The texts shipped with the program, from the files beside this one."""
    texts = []
    for kind in TextKind.values:
        with (HERE / f"{kind}.toml").open("rb") as file:
            for place, languages in tomllib.load(file).items():
                texts += [
                    DefaultText(kind, place, language, languages[language].strip())
                    for language in LANGUAGES
                ]
    return texts


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    with (HERE / "words.toml").open("rb") as file:
        return tomllib.load(file)


def words_of(kind: str, language: Language) -> Mapping[str, str]:
    """Headings and labels of a kind of letter."""
    return {
        key: words[language]
        for section in TEXT_KINDS[kind]
        for key, words in _words()[section].items()
    }


def words_of_sheet(language: Language) -> Mapping[str, str]:
    """Labels of the letterhead."""
    return {key: words[language] for key, words in _words()["sheet"].items()}


def title_of(kind: str, language: Language) -> str:
    """The title of the file and of the journal entry; it names nobody."""
    return _words()["title"][kind][language]


def problems_of_text(kind: str, place: str, text: str) -> list[str]:
    """What is wrong with a text for this place, in the words of the one who writes it."""
    try:
        rules = PLACES[kind][place]
    except KeyError:
        return [
            _("Det finnes ikke noe sted som heter «%(place)s» i dette brevet.") % {"place": place}
        ]
    if not text.strip():
        return [] if rules.is_optional else [_("Teksten kan ikke være tom.")]
    if len(text) > LONGEST_TEXT:
        return [
            _("Teksten har %(length)s tegn. Den kan ha høyst %(most)s.")
            % {"length": number(len(text)), "most": number(LONGEST_TEXT)}
        ]
    problems = []
    if "{%" in text or "{{" in text or "{#" in text:
        problems.append(
            _("Skriv feltet med én krøllparentes på hver side, for eksempel {navn}. "
              "Andre koder kan ikke brukes.")
        )  # fmt: skip
        return problems
    for name in dict.fromkeys(PLACEHOLDER.findall(text)):
        if name not in PLACEHOLDERS:
            problems.append(
                _("«{%(name)s}» er ikke et felt vi kjenner.%(meant)s Du kan bruke: %(known)s.")
                % {
                    "name": name,
                    "meant": _perhaps(name, rules.placeholders),
                    "known": _listed(rules.placeholders),
                }
            )
        elif name not in rules.placeholders:
            problems.append(
                _("«{%(name)s}» kan ikke brukes i denne teksten. Du kan bruke: %(known)s.")
                % {"name": name, "known": _listed(rules.placeholders)}
            )
    if re.search(r"[{}]", PLACEHOLDER.sub("", text)):
        problems.append(
            _("En krøllparentes står alene, eller navnet mellom dem er skrevet feil. "
              "Et felt ser slik ut: {navn}.")
            + _meant_in_braces(text, rules.placeholders)
        )  # fmt: skip
    if text.count("**") % 2:
        problems.append(_("To stjerner (**) åpner og lukker fet skrift. En av dem mangler."))
    return problems


def _perhaps(name: str, known: tuple[str, ...]) -> str:
    """What a misspelt name is most like, as a sentence after a space."""
    nearest = get_close_matches(name, known, n=1)
    return " " + _("Mente du {%(name)s}?") % {"name": nearest[0]} if nearest else ""


def _meant_in_braces(text: str, known: tuple[str, ...]) -> str:
    """The same for what stands in braces but is no name at all: { Navn }."""
    for inside in _BRACES.findall(PLACEHOLDER.sub("", text)):
        if meant := _perhaps(inside.strip().lower().replace(" ", "_"), known):
            return meant
    return ""


def validate_text(kind: str, place: str, text: str) -> None:
    if problems := problems_of_text(kind, place, text):
        raise CannotUseText(problems)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
