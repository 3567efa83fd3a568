"""Whether a text is somebody's own assessment, or only what the office always writes. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import get_language

from decisions.readability import sentences

NEAR = 0.85  # of the words are the same, in the same order
FEWEST_WORDS = 4  # shorter sentences are compared word by word
FEWEST_OWN_WORDS = 3  # beside standard text; fewer say nothing about a person


def words_of(text: str) -> tuple[str, ...]:
    """In small letters, without signs: what makes two texts the same."""
    return tuple(re.sub(r"\W+", " ", text).lower().split())


@dataclass(frozen=True)
class StandardTexts:
    """What the office always writes: the words of criteria and phrases, whole and by sentence."""

    known: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, texts: Iterable[str]) -> StandardTexts:
        known = {
            words
            for text in texts
            for part in (text, *sentences(text))
            if (words := words_of(part))
        }
        return cls(frozenset(known))

    def are_all_of(self, text: str) -> bool:
        """Nothing is left of the text when standard sentences are taken out, or next to nothing."""
        whole = words_of(text)
        if not whole or not self.known:
            return False
        if whole in self.known:
            return True
        own = [words for words in map(words_of, sentences(text)) if not self._knows(words)]
        own_words = sum(len(words) for words in own)
        return own_words < min(FEWEST_OWN_WORDS, len(whole))

    def _knows(self, words: tuple[str, ...]) -> bool:
        return words in self.known or any(_near(words, known) for known in self.known)


def _near(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """A name put in or a word changed makes no assessment of a sentence."""
    shorter, longer = sorted((len(one), len(other)))
    if shorter < FEWEST_WORDS or 2 * shorter < NEAR * (shorter + longer) and longer - shorter > 1:
        return False
    in_common = sum((Counter(one) & Counter(other)).values())
    if in_common < longer - 1 and 2 * in_common < NEAR * (shorter + longer):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    matching = sum(block.size for block in matcher.get_matching_blocks())
    return matching >= longer - 1 or 2 * matching >= NEAR * (shorter + longer)


# ── What was copied from a former decision ──────────────────────────────────────────────────────

# Stands before copied text until somebody has gone over it; in both forms of the language.
MARKS = {"nb": "Må vurderes på nytt", "nn": "Må vurderast på nytt"}
_MARK = re.compile(rf"\[\s*(?:{'|'.join(MARKS.values())})", re.IGNORECASE)


def marked_for_assessment(text: str, origin: str) -> str:
    """[Må vurderes på nytt: fra vedtaket 3. mars 2025] …"""
    mark = MARKS["nn" if get_language() == "nn" else "nb"]
    return f"[{mark}: {origin}]\n{text}"


def is_marked(text: str) -> bool:
    return bool(_MARK.search(text))
