"""How heavy a text is to read: LIX, long sentences, passives and office words. A help, never a bar.

Pure. LIX is the mean number of words in a sentence and the share of words longer than six letters
(C.-H. Björnsson, 1968). It is meant for running text; of a few words it says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import pgettext_lazy

FEWEST_WORDS = 12  # of fewer the numbers say nothing
LONG_WORD = 6  # letters; what has more is long
LONG_SENTENCE = 25  # words
MIDDLING_FROM, HEAVY_FROM = 40, 50
MOST_WORDS_SHOWN = 5


class Level(StrEnum):
    EASY = "easy"
    MIDDLING = "middling"
    HEAVY = "heavy"

    @property
    def label(self) -> str:
        return str(LABELS[self])


LABELS = {
    Level.EASY: pgettext_lazy("lesbarhet", "Lettlest"),
    Level.MIDDLING: pgettext_lazy("lesbarhet", "Middels"),
    Level.HEAVY: pgettext_lazy("lesbarhet", "Tung"),
}

# After these a full stop ends no sentence.
ABBREVIATIONS = frozenset(
    """
    adm bl ca dvs e.l eks el etc evt f f.eks fvl fvlf hol ift iht inkl jf kap kl kr led maks mfl mht
    min moh mv nn nr nv o.a o.l obs off osv p.g.a pbl pbrl pga pkt pr ref rev s sos st stk t.d t.o.m
    tlf tom vedr vha vs
    """.split()  # noqa: SIM905
)
# What comes after such an abbreviation may be a new sentence all the same when it ends one often.
ENDS_SENTENCES = frozenset({"osv", "etc", "mv", "m.m", "o.l", "e.l", "o.a", "mfl", "nn"})

# Office words in both forms of the language, and what people say.
PLAIN_WORDS: dict[str, str] = {
    "i henhold til": "etter",
    "i medhold av": "etter",
    "i forhold til": "om",
    "med hensyn til": "om",
    "med omsyn til": "om",
    "på bakgrunn av": "fordi",
    "av den grunn": "derfor",
    "vedrørende": "om",
    "vedrørande": "om",
    "angående": "om",
    "angåande": "om",
    "herunder": "blant annet",
    "heriblant": "blant annet",
    "hvorvidt": "om",
    "såfremt": "hvis",
    "foreligger": "finnes",
    "ligg føre": "finst",
    "anmodning": "ønske",
    "anmode": "be",
    "anmoder": "ber",
    "begjære": "be om",
    "begjæring": "ønske",
    "imøtekommes": "får ja",
    "imøtekomme": "si ja til",
    "iverksettes": "begynner",
    "iverksette": "begynne med",
    "iverksetjast": "byrjar",
    "ivareta": "ta vare på",
    "ivaretas": "blir tatt vare på",
    "ivaretaking": "omsorg",
    "påpeke": "si",
    "benytte": "bruke",
    "benytter": "bruker",
    "benyttes": "brukes",
    "nyttast": "brukast",
    "forestå": "gjøre",
    "besørge": "ordne",
    "samt": "og",
    "således": "slik",
    "derav": "av det",
    "vedkommende": "personen",
    "vedkomande": "personen",
    "undertegnede": "jeg",
    "ovennevnte": "dette",
    "ovenstående": "dette",
    "nevnte": "dette",
    "overnemnde": "dette",
    "inneværende": "dette",
    "p.t.": "nå",
    "pr. i dag": "nå",
    "per dags dato": "nå",
    "vektlegges": "teller",
    "vektlegge": "legge vekt på",
    "hensyntas": "blir tatt hensyn til",
    "hensynta": "ta hensyn til",
    "foretas": "gjøres",
    "foreta": "gjøre",
    "medfører": "fører til",
    "fordrer": "krever",
    "anses": "mener vi er",
    "ansees": "mener vi er",
    "funksjonsnivå": "hva personen klarer",
    "problematikk": "vansker",
}

# Passives on -s of the verbs decisions are full of, and of the same in nynorsk.
S_PASSIVES = frozenset(
    """
    anbefales anføres ansees anses antas avslås avsluttes behandles bemerkes benyttes beregnes
    beskrives besluttes betraktes bevilges brukes burdes dekkes endres evalueres fastsettes fattes
    foretas forlenges forstås forutsettes forventes fremkommer følges føres gis gjennomføres gjøres
    hensyntas hjemles imøtekommes innhentes innstilles innvilges iverksettes ivaretas kompenseres
    legges meddeles nevnes opphøres oppfattes oppfordres oppleves opprettholdes organiseres påpekes
    sees ses settes sikres søkes skjønnes styrkes tas tildeles tilbys tilrettelegges tilstås
    understrekes utbetales utføres utredes varsles vektlegges vises vurderes ytes
    brukast fattast gjevast givast innvilgast leggjast setjast takast tildelast vurderast ytast
    """.split()  # noqa: SIM905
)
_BECOMES = r"(?:blir|ble|blitt|bli|vert|vart|vorte|verte|vorten|blei)"
_BECOMES_PASSIVE = re.compile(
    rf"\b{_BECOMES}\s+(?:ikke\s+|ikkje\s+|også\s+|heller\s+)?"
    r"(\w*(?:vurdert|innvilget|innvilga|avslått|avslege|lagt|gitt|gjeve|fattet|fatta|satt|sett|"
    r"tildelt|behandlet|behandla|evaluert|endret|endra|avsluttet|avslutta|dekket|dekt|dekka|tatt|"
    r"teke|gjort|utført|gjennomført|forlenget|forlengd|beskrevet|oppfattet|ansett|vektlagt|søkt|"
    r"anbefalt|kontaktet|kontakta|funnet|funne|opplyst|bestemt|besluttet|beslutta|bedt|fulgt))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:[.,:–-]\d+)*")
_TOKEN_BEFORE = re.compile(r"([\wæøåÆØÅ.]+)\.$")
_LIST_MARK = re.compile(r"^\s*(?:[-–•*]|\d+[.)]|[a-z]\))\s+")


@dataclass(frozen=True, slots=True)
class Heavy:
    """A word that weighs, and a lighter one if there is one."""

    word: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Readability:
    lix: int
    level: Level
    words: int
    long_sentences: Sequence[str]  # with more than LONG_SENTENCE words, the longest first
    heavy: Sequence[Heavy]  # office words, as they stand in the text
    passives: Sequence[str]

    @property
    def longest(self) -> str:
        return self.long_sentences[0] if self.long_sentences else ""

    @property
    def has_advice(self) -> bool:
        return bool(self.long_sentences or self.heavy or self.passives)


def readability(text: str) -> Readability | None:
    """None where there is too little to go by."""
    found = sentences(text)
    counted = [words(sentence) for sentence in found]
    total = sum(len(each) for each in counted)
    if total < FEWEST_WORDS:
        return None
    lix = lix_of(text)
    level = (
        Level.HEAVY if lix >= HEAVY_FROM else Level.MIDDLING if lix >= MIDDLING_FROM else Level.EASY
    )
    long = [
        (len(each), sentence)
        for each, sentence in zip(counted, found, strict=True)
        if len(each) > LONG_SENTENCE
    ]
    return Readability(
        lix=lix,
        level=level,
        words=total,
        long_sentences=[sentence for _count, sentence in sorted(long, key=lambda row: -row[0])],
        heavy=office_words(text)[:MOST_WORDS_SHOWN],
        passives=passives(text)[:MOST_WORDS_SHOWN],
    )


def lix_of(text: str) -> int:
    """Words a sentence, and long words a hundred."""
    found = [words(sentence) for sentence in sentences(text)]
    all_words = [word for each in found for word in each]
    if not all_words:
        return 0
    long = sum(1 for word in all_words if _letters(word) > LONG_WORD)
    return round(len(all_words) / len(found) + 100 * long / len(all_words))


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def _letters(word: str) -> int:
    return sum(1 for character in word if character.isalpha())


def sentences(text: str) -> list[str]:
    """In order, without those that have no word. A new line ends one: a list has a point a line."""
    found: list[str] = []
    for line in text.splitlines():
        start = 0
        line = _LIST_MARK.sub("", line)
        for match in re.finditer(r"[.!?…]+[\"»”)]*(?=\s|$)|:(?=\s*$)", line):
            if _ends_sentence(line[start : match.end()], line[match.end() : match.end() + 20]):
                found.append(line[start : match.end()].strip())
                start = match.end()
        found.append(line[start:].strip())
    return [sentence for sentence in found if words(sentence)]


def _ends_sentence(so_far: str, rest: str) -> bool:
    following = rest.lstrip()
    if not following or not so_far.rstrip('"»”)').endswith(".") or so_far.endswith(".."):
        return True
    before = _TOKEN_BEFORE.search(so_far)
    token = before.group(1).lower() if before else ""
    begins_anew = following[0].isupper() or following[0] in '«"“§'
    if token in ENDS_SENTENCES:
        return begins_anew and following[0] != "§"
    if token in ABBREVIATIONS:
        return False
    if token.isdigit():  # 3. mai, 2. ledd, but: i 2027. Nora …
        return begins_anew and len(token) > 2
    if len(token) == 1:  # an initial: Nora B. Dalvik
        return False
    return begins_anew or following[0].isdigit()


def office_words(text: str) -> list[Heavy]:
    """Those that have a plainer one, in the order they stand, each once; the longest that fits."""
    lowered = text.lower()
    found: dict[str, tuple[int, str]] = {}
    taken: list[tuple[int, int]] = []
    for word in sorted(PLAIN_WORDS, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", lowered):
            if any(start <= match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            found.setdefault(word, (match.start(), PLAIN_WORDS[word]))
    return [
        Heavy(word, instead)
        for word, (_at, instead) in sorted(found.items(), key=lambda row: row[1][0])
    ]


def passives(text: str) -> list[str]:
    """Where nobody does it: "innvilges", "blir vurdert"; each once, in the order they stand."""
    found: dict[str, int] = {}
    for match in re.finditer(r"[^\W\d_]+", text):
        word = match.group().lower()
        if word in S_PASSIVES and word not in PLAIN_WORDS:
            found.setdefault(word, match.start())
    for match in _BECOMES_PASSIVE.finditer(text):
        found.setdefault(" ".join(match.group().lower().split()), match.start())
    return sorted(found, key=lambda word: found[word])
