"""A letter that takes another's place because something in it was wrong (arkivforskrifta § 11).

What may be put right: the addressee's name and address, the sender and the contact (as they are
now), and words written wrongly. Never what a decision decides: that takes a new decision. The old
letter stays as it was; the new one says at the top what is changed and why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from django.db import transaction
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from stottekontakt.accounts.models import Membership
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.cases.addressees import addressees_of
from stottekontakt.letters.compose import ComposedLetter, compose
from stottekontakt.letters.context import LetterContext, Sender
from stottekontakt.letters.errors import CannotWriteLetter
from stottekontakt.letters.kinds import TEXT_KINDS, TextKind
from stottekontakt.letters.markup import blocks, value_as_html
from stottekontakt.letters.models import Letter, LetterText
from stottekontakt.letters.phrasing import NO_BREAK_SPACE, Language, long_date
from stottekontakt.letters.services import contact_of, freeze, sender_of
from stottekontakt.letters.texts import words_of_sheet

LONGEST_EXPLANATION = 1000
LONGEST_WORDS = 200  # of what is put right: a slip of the pen, not a new letter
MOST_REPLACEMENTS = 3

_TAG = re.compile(r"(<[^>]+>)")
_TIME = re.compile(r'<time datetime="([\d-]+)">(.*?)</time>')
# What tells the outcome: the first sentence and the box under it.
_OUTCOME = re.compile(r'<p class="lead">.*?</p>|<table class="outcome">.*?</table>', re.DOTALL)
_CORRECTION = re.compile(r'<section class="correction">.*?</section>\s*', re.DOTALL)


@dataclass(frozen=True)
class Replacement:
    wrong: str
    right: str


@transaction.atomic
def issue_correction(
    letter_id: int,
    *,
    by: Membership,
    explanation: str,
    replacements: Sequence[Replacement] = (),
    context: LetterContext | None = None,
) -> Letter:
    """The new letter. With a `context` the words are made anew from it, by the texts that held
    when the old letter was written; else they are the old letter's with the replacements.
    """
    old = (
        Letter.objects.select_for_update(of=("self",))
        .select_related("case__municipality", "case__unit", "case__caseworker", "case__recipient",
                        "addressee", "journal_entry")
        .get(pk=letter_id)
    )  # fmt: skip
    corrected = correct(old, explanation, replacements, context, on=timezone.localdate())
    letter = freeze(
        old.case,
        corrected.letter,
        kind=old.kind,
        source=old.source,
        version=old.version + 1,
        addressee=old.addressee,
        role=old.role,
        language=cast("Language", old.language),
        sender=corrected.sender,
        contact=contact_of(old.case),
        dated_on=timezone.localdate(),
        by=by,
        corrects=old,
        explanation=explanation.strip(),
    )
    old.is_corrected = True
    old.save(update_fields=["is_corrected"])
    record(
        AuditEntry.Event.LETTER_CORRECTED,
        old,
        by=by,
        case_id=old.case_id,
        data={"kind": old.kind, "number": old.journal_entry.number, "by_letter": letter.pk,
              "by_number": letter.journal_entry.number},
    )  # fmt: skip
    return letter


@dataclass(frozen=True)
class Corrected:
    letter: ComposedLetter
    sender: Sender


def correct(
    old: Letter,
    explanation: str,
    replacements: Sequence[Replacement],
    context: LetterContext | None = None,
    *,
    on: date,
) -> Corrected:
    """What the new letter will say; refuses what may not be put right this way."""
    replacements = [one for one in replacements if one.wrong.strip() or one.right.strip()]
    if problems := _problems(old, explanation, replacements, on):
        raise CannotWriteLetter(problems)
    language = cast("Language", old.language)
    before = _CORRECTION.sub("", old.body)
    body = _composed_anew(old, context, language) if context else _replaced(before, replacements)
    if TextKind.DECISION in TEXT_KINDS[old.kind] and _OUTCOME.findall(before) != _OUTCOME.findall(
        body
    ):
        raise CannotWriteLetter(
            _("Dette ville endre det vedtaket bestemmer. Da må det fattes et nytt vedtak.")
        )
    sender = _sender_now(old, language)
    notice = _notice(old, explanation, replacements, sender, language)
    title = f"{_title(old)}, {words_of_sheet(language)['corrected_title']}"
    return Corrected(ComposedLetter(title, f"{notice}\n{body}"), sender)


def _problems(
    old: Letter, explanation: str, replacements: Sequence[Replacement], on: date
) -> list[str]:
    if old.is_corrected:
        return [_("Brevet er allerede rettet. Rett det nye brevet i stedet.")]
    if not old.is_rendered:
        return [_("Brevet er ikke ferdig laget ennå. Vent til PDF-en er klar.")]
    if not _may_still_get_it(old, on):
        return [
            _("%(name)s skal ikke lenger ha brev i saken. Se hvem som får brev, på saken.")
            % {"name": old.addressee.name}
        ]
    problems = []
    if not explanation.strip():
        problems.append(_("Skriv hva som er rettet, og hvorfor."))
    if len(explanation) > LONGEST_EXPLANATION:
        problems.append(_("Forklaringen er for lang. Den kan ha høyst 1000 tegn."))
    for one in replacements:
        if not one.wrong.strip() or not one.right.strip():
            problems.append(_("Fyll inn både det som står, og det som skal stå."))
        elif max(len(one.wrong), len(one.right)) > LONGEST_WORDS:
            problems.append(
                _("Det er for mye å rette i ett. Skriv bare ordene som er feil, høyst 200 tegn.")
            )
    return problems


def _may_still_get_it(old: Letter, on: date) -> bool:
    """Whoever has lost the right to be told since then is not told again. The next of kin after a
    death, and those who are asked with consent, stand outside that question.
    """
    if old.role in {Letter.Role.NEXT_OF_KIN, "source"}:
        return True
    choices = addressees_of(
        old.case, on, understands_the_case=old.addressee_id == old.case.recipient_id,
        source=old.source,
    )  # fmt: skip
    return any(choice.gets_letter and choice.person.pk == old.addressee_id for choice in choices)


def _composed_anew(old: Letter, context: LetterContext, language: Language) -> str:
    texts = LetterText.objects.in_force(
        kind=old.kind, language=language, municipality_id=old.municipality_id, on=old.dated_on
    )
    composed = compose(old.kind, context=context, texts=texts, language=language)
    if composed.open_fields or context.role.value != old.role:
        raise CannotWriteLetter(_("Brevet kan ikke rettes: noe i grunnlaget mangler."))
    return composed.body


def _replaced(body: str, replacements: Sequence[Replacement]) -> str:
    for one in replacements:
        # What is copied from a screen has ordinary spaces, and line breaks of its own.
        words = map(re.escape, str(escape(one.wrong)).split())
        pattern = re.compile(rf"[\s{NO_BREAK_SPACE}]+".join(words))
        right = str(escape(one.right.strip()))
        found = 0
        pieces = _TAG.split(body)
        for index, piece in enumerate(pieces):
            if not piece.startswith("<"):
                pieces[index], count = pattern.subn(lambda _match, right=right: right, piece)
                found += count
        if not found:
            raise CannotWriteLetter(
                _("«%(words)s» står ikke i brevet. Kopier ordene slik de står, uten å ta med "
                  "overskrifter eller flere avsnitt.") % {"words": one.wrong.strip()}
            )  # fmt: skip
        body = "".join(pieces)
    return _TIME.sub(_true_date, body)


def _true_date(match: re.Match[str]) -> str:
    """A date that was put right is no longer the one the markup says."""
    is_same = long_date(date.fromisoformat(match[1])) == match[2]
    return match[0] if is_same else match[2]


def _sender_now(old: Letter, language: Language) -> Sender:
    return replace(sender_of(old.case, language), complaint_url=old.sender["complaint_url"])


def _title(old: Letter) -> str:
    """The journal's title of the first letter."""
    word = words_of_sheet(cast("Language", old.language))["corrected_title"]
    return old.journal_entry.title.removesuffix(f", {word}")


def _notice(
    old: Letter,
    explanation: str,
    replacements: Sequence[Replacement],
    sender: Sender,
    language: Language,
) -> SafeString:
    """Above the letter: which one it takes the place of, what is changed, and why."""
    words = words_of_sheet(language)
    changes = [
        words["corrected_words"]
        .replace("{feil}", one.wrong.strip())
        .replace("{rett}", one.right.strip())
        for one in replacements
    ]
    addressee = old.addressee
    address = [] if addressee.is_protected else addressee.address_lines
    if (addressee.name, address) != (old.addressee_name, old.address_lines):
        changes.append(words["corrected_addressee"])
    if {**old.sender, "address_lines": list(old.sender["address_lines"])} != {
        **vars(sender), "address_lines": list(sender.address_lines),
    }:  # fmt: skip
        changes.append(words["corrected_sender"])
    which = words["corrects"].replace("{nummer}", str(old.journal_entry.number))
    first = format_html(
        "<p><strong>{}</strong> {}</p>",
        words["correction"],
        mark_safe(escape(which).replace("{dato}", value_as_html(old.dated_on))),
    )
    listed = SafeString("".join(format_html("<li>{}</li>", change) for change in changes))
    return format_html(
        '<section class="correction">{}{}{}</section>',
        first,
        blocks(explanation),
        format_html("<ul>{}</ul>", listed) if changes else "",
    )
