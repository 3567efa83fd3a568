"""Let the administrative act of 2025 begin, for some provisions or for all, from a day that is set.

What follows from the day is data: which act `law_on` names, and the wordings of letters that cite
it. Run as the owner: the rows hold for every municipality.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from stottekontakt.deadlines.models import Provision
from stottekontakt.letters.models import LetterText
from stottekontakt.letters.phrasing import LANGUAGES
from stottekontakt.letters.texts import HERE

NEW = Provision.Act.OF_2025


@dataclass(frozen=True, slots=True)
class Wording:
    kind: str
    place: str
    provisions: tuple[str, ...]
    texts: dict[str, str]  # by form of language


def wordings() -> list[Wording]:
    with (HERE / "act_2025.toml").open("rb") as file:
        return [
            Wording(
                each["kind"],
                each["place"],
                tuple(each["provisions"]),
                {language: each[language] for language in LANGUAGES},
            )
            for each in tomllib.load(file)["text"]
        ]


@dataclass(frozen=True)
class Changed:
    provisions: list[Provision]
    begun: list[Wording]  # wordings with a day now
    own: list[LetterText]  # municipalities' own texts there, which somebody must look at


@transaction.atomic
def set_in_force(keys: Iterable[str], on: date | None) -> Changed:
    """From the day the new act holds for these provisions; None takes the day away again.

    A wording follows the last of its provisions. What has been written in letters stays.
    """
    keys = list(keys)
    for key in keys:
        Provision.objects.filter(key=key, act=NEW).update(in_force_on=on)
    days = dict(Provision.objects.filter(act=NEW).values_list("key", "in_force_on"))
    begun: list[Wording] = []
    own: list[LetterText] = []
    for wording in wordings():
        if not set(keys) & set(wording.provisions):
            continue
        needed = [days[key] for key in wording.provisions]
        starts = [day for day in needed if day is not None]
        _replace(wording, max(starts) if len(starts) == len(needed) else None)
        if len(starts) == len(needed):
            begun.append(wording)
            own += LetterText.objects.filter(
                kind=wording.kind, place=wording.place, municipality__isnull=False
            ).select_related("municipality")
    return Changed(list(Provision.objects.filter(key__in=keys, act=NEW)), begun, own)


def _replace(wording: Wording, valid_from: date | None) -> None:
    for language, text in wording.texts.items():
        rows = LetterText.objects.filter(
            municipality=None, kind=wording.kind, place=wording.place, language=language
        )
        rows.filter(text=text).delete()  # of a day that was set before
        if valid_from is not None:
            rows.update_or_create(
                valid_from=valid_from,
                defaults={"text": text},
                create_defaults={
                    "municipality": None, "kind": wording.kind, "place": wording.place,
                    "language": language, "text": text,
                },
            )  # fmt: skip
