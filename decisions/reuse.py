"""Texts that may be put into a section being written: phrases, and the recipient's last decision.

Nothing is written over: what is put in stands after what is there, in the person's own unsaved
text, until he or she saves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from decisions.models import Criterion, Decision, Phrase
from decisions.rules import COPIED, Dossier, Section
from decisions.standard_text import marked_for_assessment
from stottekontakt.accounts.models import Membership
from stottekontakt.letters.services import language_of
from stottekontakt.ui.formatting import long_date

BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Offer:
    """A text, and what names it in a form: "frase-12" or "vedtak-7"."""

    key: str
    heading: str
    text: str  # as it is shown
    put_in: str  # as it is put into the field
    is_copy: bool = False


def last_decision(dossier: Dossier, by: Membership) -> Decision | None:
    """What was last decided for the recipient, in this case or one before it, if `by` sees it."""
    return (
        Decision.objects.visible_to(by)
        .issued()
        .filter(case__recipient=dossier.recipient)
        .exclude(pk=dossier.decision.pk)
        .order_by("-issued_at", "-pk")
        .first()
    )


def offers_of(
    section: Section, dossier: Dossier, fields: Iterable[str], by: Membership
) -> Mapping[str, Sequence[Offer]]:
    """By field of the section's form; fields that there is nothing for are left out."""
    language = language_of(dossier.recipient)
    phrases = [
        Offer(f"frase-{phrase.pk}", phrase.heading, text, text)
        for phrase in Phrase.objects.visible_to(by).fitting(section)
        if (text := phrase.text_in("text", language))
    ]
    copies = _copies(section, dossier, by)
    found = {name: [*copies.get(name, ()), *phrases] for name in fields}
    return {name: offers for name, offers in found.items() if offers}


def _copies(section: Section, dossier: Dossier, by: Membership) -> dict[str, list[Offer]]:
    if not (COPIED.get(section) or section is Section.CRITERIA):
        return {}
    last = last_decision(dossier, by)
    if last is None or last.decided_on is None:
        return {}
    day = long_date(last.decided_on)
    texts = {name: getattr(last, name) for name in COPIED[section]}
    if section is Section.CRITERIA:
        texts = _appraisals(last, dossier.criteria)
    return {
        name: [
            Offer(
                f"vedtak-{last.pk}",
                _("Vedtaket %(day)s") % {"day": day},
                text,
                marked_for_assessment(text, _("fra vedtaket %(day)s") % {"day": day}),
                is_copy=True,
            )
        ]
        for name, text in texts.items()
        if text
    }


def _appraisals(last: Decision, criteria: Iterable[Criterion]) -> dict[str, str]:
    """What was assessed under the same criterion, whatever it read then."""
    by_key = {one.criterion.key: one for one in last.appraisals.select_related("criterion")}
    texts = {}
    for criterion in criteria:
        if former := by_key.get(criterion.key):
            texts[f"text-{criterion.pk}"] = former.text
            texts[f"exception-{criterion.pk}"] = former.exception
    return texts


def put_after(text: str, offer: Offer) -> str:
    """The field's text with the offer at its end; once is enough."""
    there = text.rstrip()
    if offer.put_in.strip() in there.replace("\r\n", "\n"):
        return text
    return f"{there}{BETWEEN}{offer.put_in}" if there else offer.put_in
