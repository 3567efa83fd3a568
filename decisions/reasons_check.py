"""A no must be reasoned for this person: what stands in the way of issuing one. Pure.

fvl. §§ 24 and 25: the facts and the main considerations, at the same time as the decision. A
standard text shows neither. The sentences name the criterion; rules.py says where it is mended.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from decisions.models import Appraisal, Criterion, Decision
from decisions.standard_text import StandardTexts

if TYPE_CHECKING:
    from decisions.rules import Dossier

NOT_MET = {Appraisal.Met.NO, Appraisal.Met.PARTLY}


def must_be_reasoned(decision: Decision) -> bool:
    """A refusal, wholly or in part, and what is changed or ended to the recipient's detriment.

    A matter that is dismissed is not tried, so there is nothing to weigh.
    """
    refuses = {Decision.Outcome.REFUSED, Decision.Outcome.PARTLY_GRANTED}
    return decision.outcome in refuses or bool(decision.to_detriment)


def texts_of(criterion: Criterion) -> list[str]:
    """The municipality's own words about a criterion, in both forms of the language."""
    return [
        text
        for field in ("heading", "text", "ask")
        for language in ("nb", "nn")
        if (text := criterion.text_in(field, language))
    ]


def standard_texts(dossier: Dossier) -> StandardTexts:
    own = [text for criterion in dossier.criteria for text in texts_of(criterion)]
    return StandardTexts.of([*own, *dossier.phrases])


def is_asked_of(dossier: Dossier, appraisal: Appraisal) -> bool:
    """Whether what stands under this criterion carries a no."""
    return must_be_reasoned(dossier.decision) and appraisal.met in NOT_MET


def problems_of_criterion(
    dossier: Dossier, criterion: Criterion, appraisal: Appraisal, standard: StandardTexts
) -> Iterator[str]:
    """Of a criterion that carries a no, and is assessed in some words."""
    about = {"heading": criterion.heading, "name": dossier.recipient.first_name}
    if standard.are_all_of(appraisal.text):
        yield _("%(heading)s: vurderingen er bare standardtekst, skriv om %(name)s") % about
    if appraisal.exception and standard.are_all_of(appraisal.exception):
        yield _("%(heading)s: svaret er bare standardtekst, skriv om %(name)s") % about
    if not dossier.decision.facts and not _has_source(dossier, criterion):
        yield (
            _(
                "%(heading)s: vurderingen bygger ikke på noe. Kryss av for en samtale eller et "
                "dokument, eller skriv det i «Opplysninger»"
            )
            % about
        )


def _has_source(dossier: Dossier, criterion: Criterion) -> bool:
    return any(source.criterion_id == criterion.pk for source in dossier.sources)


def problems_of_reasons(dossier: Dossier, standard: StandardTexts) -> Iterator[tuple[str, str]]:
    """Each with the field that mends it."""
    decision = dossier.decision
    if not must_be_reasoned(decision):
        return
    name = {"name": dossier.recipient.first_name}
    if standard.are_all_of(decision.reasons):
        yield _("Begrunnelse: teksten er bare standardtekst, skriv om %(name)s") % name, "reasons"
    if decision.outcome == Decision.Outcome.PARTLY_GRANTED and standard.are_all_of(
        decision.refused_reasons
    ):
        yield (
            _("Begrunnelse: avslaget på en del er bare standardtekst, skriv om %(name)s") % name,
            "refused_reasons",
        )
    if not decision.alternatives:
        yield (
            _(
                "Begrunnelse: skriv hva annet du har vurdert for %(name)s, og hvorfor det ikke "
                "passer"
            )
            % name,
            "alternatives",
        )
    elif standard.are_all_of(decision.alternatives):
        yield (
            _("Begrunnelse: det du har vurdert, er bare standardtekst. Skriv om %(name)s") % name,
            "alternatives",
        )
