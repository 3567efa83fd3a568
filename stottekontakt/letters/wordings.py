"""A municipality's own wordings of the texts in letters: written, planned, withdrawn, shown.

A wording is a row from a day on. Letters already issued keep the words they were issued with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.db import transaction
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from stottekontakt.accounts.models import Membership, Municipality, Unit
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.letters.compose import compose
from stottekontakt.letters.context import Contact, LetterContext, Role, Sender
from stottekontakt.letters.errors import CannotUseText
from stottekontakt.letters.examples import CONTACT, SENDER, examples
from stottekontakt.letters.kinds import TEXT_KINDS, LetterKind
from stottekontakt.letters.models import LetterText
from stottekontakt.letters.phrasing import Language
from stottekontakt.letters.services import letterhead_of
from stottekontakt.letters.texts import default_texts, problems_of_text
from stottekontakt.ui.formatting import long_date

Event = AuditEntry.Event
_MARKED = re.compile(r'<(mark)(?=>)|<(div)(?= class="marked")')


class WrittenMeanwhile(CannotUseText):
    """Somebody else has written a wording since the page was opened."""


# ── Writing ─────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def save_wording(
    kind: str,
    place: str,
    texts: Mapping[Language, str],
    *,
    valid_from: date,
    seen: int | None,
    by: Membership,
) -> list[LetterText]:
    """The rows written: one for each form of language whose text is another than before.

    `seen` is the newest own row of the place when the page was opened.
    """
    problems = [
        f"{_in_language(language)}: {problem}"
        for language, text in texts.items()
        for problem in problems_of_text(kind, place, text)
    ]
    if problems:
        raise CannotUseText(problems)
    _may_begin(kind, place, valid_from, seen, by)
    rows = LetterText.objects.filter(kind=kind, place=place)
    before = {row.language: row.text for row in rows.holding(by.municipality_id, on=valid_from)}
    changed = {
        language: _tidy(text)
        for language, text in texts.items()
        if _tidy(text) != before.get(language)
    }
    if not changed:
        raise CannotUseText(_("Du har ikke endret noe. Teksten er den samme som før."))
    return _add(kind, place, changed, valid_from=valid_from, by=by)


@transaction.atomic
def return_to_default(
    kind: str, place: str, *, valid_from: date, seen: int | None, by: Membership
) -> list[LetterText]:
    _may_begin(kind, place, valid_from, seen, by)
    rows = LetterText.objects.filter(kind=kind, place=place)
    own = [row for row in rows.holding(by.municipality_id, on=valid_from) if row.municipality_id]
    if not own:
        raise CannotUseText(_("Standardteksten gjelder allerede."))
    return _add(
        kind, place, {_as_language(row.language): "" for row in own}, valid_from=valid_from, by=by,
        is_default_again=True,
    )  # fmt: skip


@transaction.atomic
def withdraw_wording(pk: int, *, by: Membership) -> LetterText:
    """Take back a wording that has not begun to hold; the database refuses any other."""
    _lock(by)
    row = LetterText.objects.own(by.municipality_id).filter(pk=pk).first()
    if row is None:
        raise CannotUseText(_("Endringen er allerede trukket."))
    if row.valid_from <= timezone.localdate():
        raise CannotUseText(
            _("Endringen har begynt å gjelde og kan ikke trekkes. Skriv en ny i stedet.")
        )
    record(
        Event.LETTER_TEXT_WITHDRAWN, row, by=by,
        data={"kind": row.kind, "place": row.place, "language": row.language,
              "valid_from": row.valid_from},
    )  # fmt: skip
    row.delete()
    return row


def newest_own(kind: str, place: str, municipality_id: int) -> LetterText | None:
    """The last wording of the municipality's, in force or planned."""
    own = LetterText.objects.own(municipality_id).filter(kind=kind, place=place)
    return own.order_by("-valid_from", "-pk").first()


def first_day(kind: str, place: str, municipality_id: int) -> date:
    """The first day a new wording may hold from."""
    newest = newest_own(kind, place, municipality_id)
    today = timezone.localdate()
    return max(today, newest.valid_from + timedelta(days=1)) if newest else today


def _may_begin(kind: str, place: str, valid_from: date, seen: int | None, by: Membership) -> None:
    _lock(by)
    newest = newest_own(kind, place, by.municipality_id)
    if newest and newest.pk != seen:
        raise WrittenMeanwhile(
            _("Noen lagret en ny tekst som gjelder fra %(day)s, mens du skrev. Teksten deres står "
              "i historikken nederst. Det du skrev, står her ennå. Lagre på nytt hvis din skal "
              "gjelde etter deres.") % {"day": long_date(newest.valid_from)}
        )  # fmt: skip
    if valid_from < timezone.localdate():
        raise CannotUseText(
            _("Velg i dag eller en senere dag. Brev som er laget, beholder teksten de fikk.")
        )
    if newest and valid_from <= newest.valid_from:
        raise CannotUseText(
            _("Den siste teksten gjelder fra %(day)s. Velg en senere dag, eller trekk den teksten "
              "først hvis den ikke har begynt å gjelde.") % {"day": long_date(newest.valid_from)}
        )  # fmt: skip


def _add(
    kind: str,
    place: str,
    texts: Mapping[Language, str],
    *,
    valid_from: date,
    by: Membership,
    is_default_again: bool = False,
) -> list[LetterText]:
    rows = []
    for language, text in texts.items():
        row = LetterText.objects.create(
            municipality_id=by.municipality_id, kind=kind, place=place, language=language,
            text=text, valid_from=valid_from, is_default_again=is_default_again,
            saved_by_id=by.user_id,
        )  # fmt: skip
        record(
            Event.LETTER_TEXT_SAVED, row, by=by,
            data={"kind": kind, "place": place, "language": language, "valid_from": valid_from,
                  "is_default_again": is_default_again},
        )  # fmt: skip
        rows.append(row)
    return rows


def _lock(by: Membership) -> None:
    """One change of texts at a time in a municipality."""
    Municipality.objects.select_for_update().only("pk").get(pk=by.municipality_id)


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _in_language(language: str) -> str:
    return str(_("Nynorsk") if language == "nn" else _("Bokmål"))


def _as_language(language: str) -> Language:
    return "nn" if language == "nn" else "nb"


# ── Showing ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Shown:
    """A letter as it would be with a text in it."""

    letter: str  # what kind of letter it is shown in
    to: str  # whom it is to
    body: SafeString


def shown_in_letter(
    kind: str, place: str, text: str, language: Language, *, municipality: Municipality
) -> Shown | None:
    """A whole letter about invented people with the text marked; None where no letter shows it,
    as when the text may be left empty and is.
    """
    where = _where(kind, place, language)
    if where is None:
        return None
    letter_kind, index = where
    texts = LetterText.objects.in_force(
        kind=letter_kind, language=language, municipality_id=municipality.pk,
        on=timezone.localdate(),
    )  # fmt: skip
    unit = Unit.objects.filter(municipality=municipality).order_by("pk").first()
    sender = letterhead_of(municipality, unit, language) if unit else SENDER[language]
    contact = CONTACT[language]
    context = list(_contexts(letter_kind, language, sender, contact))[index]
    composed = compose(
        letter_kind, context=context, texts={**texts, place: _tidy(text)}, language=language,
        mark=place,
    )  # fmt: skip
    to = {
        Role.RECIPIENT: _("den saken gjelder"),
        Role.NEXT_OF_KIN: _("de nærmeste etter et dødsfall"),
    }.get(context.role, _("en forelder, verge eller fullmektig"))
    return Shown(str(letter_kind.label), to, _with_anchor(composed.body_for_screen, language))


def _with_anchor(body: str, language: Language) -> SafeString:
    """An address for the marked text: in a long letter it may stand far down."""
    return mark_safe(_MARKED.sub(rf'\g<0> id="marked-{language}"', body, count=1))


def _contexts(
    kind: LetterKind, language: Language, sender: Sender, contact: Contact
) -> Iterator[LetterContext]:
    return examples(kind, language, sender, contact)


@cache
def _where(kind: str, place: str, language: Language) -> tuple[LetterKind, int] | None:
    """In which letter, and which of its shapes, a text can be seen. The shipped texts tell."""
    for letter_kind in LetterKind:
        if kind not in TEXT_KINDS[letter_kind]:
            continue
        texts = _shipped(letter_kind, language)
        contexts = _contexts(letter_kind, language, SENDER[language], CONTACT[language])
        for index, context in enumerate(contexts):
            body = compose(
                letter_kind, context=context, texts=texts, language=language, mark=place
            ).body
            if "<mark>" in body or 'class="marked"' in body:
                return letter_kind, index
    return None


@cache
def _shipped(kind: LetterKind, language: Language) -> dict[str, str]:
    return {
        text.place: text.text
        for text in default_texts()
        if text.kind in TEXT_KINDS[kind] and text.language == language
    }
