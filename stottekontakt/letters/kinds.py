"""Which letters there are, which texts each is made of, and what a text may be filled in with.

A text that reads differently when the reader is not the recipient ("Nora får" instead of "Du får")
has a second place, `…_other`, of its own. Headings and labels are not texts: they belong to the
structure and stand in texts/words.toml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import models
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

OTHER = "_other"

Words = str | Promise


class LetterKind(models.TextChoices):
    RECEIPT = "receipt", _("Bekreftelse på mottatt søknad")
    DECISION_GRANTED = "decision_granted", _("Vedtak: innvilget")
    DECISION_REFUSED = "decision_refused", _("Vedtak: avslag")


class TextKind(models.TextChoices):
    """Where a text belongs: to one kind of letter, or to several."""

    COMMON = "common", _("Felles for flere brev")
    DECISION = "decision", _("Felles for vedtak")
    RECEIPT = LetterKind.RECEIPT.value, LetterKind.RECEIPT.label
    DECISION_GRANTED = LetterKind.DECISION_GRANTED.value, LetterKind.DECISION_GRANTED.label
    DECISION_REFUSED = LetterKind.DECISION_REFUSED.value, LetterKind.DECISION_REFUSED.label


TEXT_KINDS: Mapping[str, tuple[TextKind, ...]] = {
    LetterKind.RECEIPT: (TextKind.COMMON, TextKind.RECEIPT),
    LetterKind.DECISION_GRANTED: (TextKind.COMMON, TextKind.DECISION, TextKind.DECISION_GRANTED),
    LetterKind.DECISION_REFUSED: (TextKind.COMMON, TextKind.DECISION, TextKind.DECISION_REFUSED),
}

PLACEHOLDERS: Mapping[str, Words] = {
    "kommune": _("navnet på kommunen"),
    "enhet": _("enheten som har saken"),
    "saksbehandler": _("navnet på saksbehandleren"),
    "telefon": _("telefonen til saksbehandleren, ellers til enheten"),
    "nettside": _("nettsiden til kommunen"),
    "statsforvalter": _("Statsforvalteren som hører til kommunen"),
    "navn": _("fornavnet til den saken gjelder"),
    "navns": _("fornavnet i genitiv, for eksempel Noras"),
    "sak": _("saksnummeret"),
    "mottatt": _("dagen søknaden kom"),
    "svar_innen": _("dagen søkeren senest skal ha svar eller foreløpig svar"),
    "mangler_innen": _("dagen vi ber om å få det som mangler"),
    "søkt_om": _("det søknaden gjaldt, for eksempel seks timer i uken"),
    "tjenester": _("det som er innvilget, for eksempel støttekontakt tre timer i uken"),
    "start": _("dagen tjenesten begynner"),
    "slutt": _("siste dag tjenesten er innvilget"),
    "evaluering": _("dagen tjenesten senest skal evalueres"),
    "reisetak": _("kroner i måneden for støttekontaktens kjøring"),
    "avslått_del": _("den delen av søknaden som er avslått"),
    "klagefrist": _("hvor lenge man kan klage, for eksempel fire uker"),
    "eksempel_mottatt": _("en dag brevet for eksempel kan komme fram"),
    "eksempel_frist": _("siste dag for å klage når brevet kom den dagen"),
    "klageadresse": _("postadressen klagen sendes til"),
    "klage_nettside": _("nettsiden der man kan klage"),
}


@dataclass(frozen=True)
class Place:
    """Where in a letter a text stands. An optional one may be left empty: then it is left out."""

    label: Words
    placeholders: tuple[str, ...]
    is_optional: bool = False
    has_other: bool = False


ALWAYS = (
    "kommune",
    "enhet",
    "saksbehandler",
    "telefon",
    "nettside",
    "statsforvalter",
    "navn",
    "navns",
)
APPLICATION = ("mottatt", "svar_innen", "mangler_innen", "søkt_om", "sak")
DECISION = ("søkt_om",)
GRANTED = (*DECISION, "tjenester", "start", "evaluering")


def _place(label: Words, *placeholders: str, optional: bool = False, other: bool = False) -> Place:
    return Place(label, (*ALWAYS, *placeholders), is_optional=optional, has_other=other)


_PLACES: Mapping[TextKind, Mapping[str, Place]] = {
    TextKind.COMMON: {
        "greeting": _place(_("Hilsen")),
        "approved": _place(_("Hvorfor brevet ikke har underskrift")),
    },
    TextKind.RECEIPT: {
        "title": _place(_("Overskrift"), other=True),
        "lead": _place(_("Innledning"), *APPLICATION, other=True),
        "applied_for": _place(_("Det søknaden gjelder, når vi vet det"), *APPLICATION),
        "missing": _place(_("Innledning til listen over det som mangler"), *APPLICATION),
        "missing_by": _place(_("Når det som mangler, bør være her"), *APPLICATION),
        "nothing_missing": _place(_("Når ingenting mangler"), *APPLICATION),
        "next_steps": _place(_("Dette skjer nå"), *APPLICATION, other=True),
        "answer_by": _place(_("Når svaret kommer"), *APPLICATION),
        "questions": _place(_("Hvem man kan spørre"), *APPLICATION),
        "help": _place(_("Hjelp og fullmakt"), *APPLICATION, other=True),
        "access": _place(_("Innsyn og taushetsplikt"), *APPLICATION, other=True),
        "law": _place(_("Hjemler med liten skrift"), *APPLICATION),
    },
    TextKind.DECISION: {
        "complaint_deadline": _place(
            _("Klagefrist"), "klagefrist", "eksempel_mottatt", "eksempel_frist"
        ),
        "complaint_how": _place(_("Slik klager man, på papir"), "klageadresse"),
        "complaint_how_online": _place(
            _("Slik klager man, på nett eller papir"), "klageadresse", "klage_nettside"
        ),
        "complaint_in_time": _place(_("Når klagen er i tide, på papir"), "klagefrist"),
        "complaint_in_time_online": _place(_("Når klagen er i tide, på nett eller papir")),
        "complaint_then": _place(_("Hva som skjer med klagen")),
        "complaint_help": _place(_("Hjelp til å klage")),
        "access": _place(_("Innsyn"), other=True),
        "suspension": _place(_("Utsatt iverksetting, når vedtaket er til ulempe"), other=True),
        "complaint_law": _place(_("Hjemler for klage, med liten skrift")),
        "suspension_law": _place(_("Hjemmel for utsatt iverksetting, med liten skrift")),
        "access_law": _place(_("Hjemler for innsyn, med liten skrift")),
        "companion_card": _place(_("Ledsagerbevis"), optional=True, other=True),
    },
    TextKind.DECISION_GRANTED: {
        "title": _place(_("Overskrift"), other=True),
        "lead": _place(_("Innledning"), *GRANTED, other=True),
        "lead_refused_part": _place(
            _("Innledning når en del er avslått"), *DECISION, "avslått_del"
        ),
        "lead_end": _place(_("Slutt på innledningen")),
        "criteria": _place(_("Innledning til kriteriene"), other=True),
        "start": _place(_("Oppstart"), *GRANTED, other=True),
        "start_group": _place(_("Oppstart når alt er i gruppe"), *GRANTED, other=True),
        "expenses": _place(_("Utgifter"), other=True),
        "expenses_contact_paid": _place(_("Når kommunen betaler for støttekontakten")),
        "expenses_contact_not_paid": _place(
            _("Når mottakeren betaler for støttekontakten"), other=True
        ),
        "travel": _place(_("Kjøring, når kommunen har et tak"), "reisetak", other=True),
        "safety": _place(_("Trygghet"), other=True),
        "changes": _place(_("Endringer"), other=True),
        "evaluation": _place(_("Evaluering"), *GRANTED, other=True),
        "ends": _place(_("Når vedtaket går ut"), *GRANTED, "slutt", other=True),
        "ends_differ": _place(_("Når tjenestene varer ulikt lenge"), other=True),
        "until_further_notice": _place(_("Når vedtaket gjelder inntil videre"), other=True),
        "complaint_meanwhile": _place(
            _("Tjenesten mens klagen behandles"), optional=True, other=True
        ),
    },
    TextKind.DECISION_REFUSED: {
        "title": _place(_("Overskrift"), other=True),
        "lead": _place(_("Innledning"), *DECISION, other=True),
        "lead_applied_for": _place(_("Innledning når timetallet er kjent"), *DECISION),
        "lead_end": _place(_("Slutt på innledningen"), other=True),
        "criteria": _place(_("Innledning til kriteriene"), other=True),
        "other_help": _place(_("Innledning til annen hjelp"), other=True),
        "coordinator": _place(_("Koordinator og individuell plan"), optional=True, other=True),
        "apply_again": _place(_("Ny søknad"), other=True),
    },
}


def _with_other(places: Mapping[str, Place]) -> dict[str, Place]:
    whole: dict[str, Place] = {}
    for key, place in places.items():
        whole[key] = place
        if place.has_other:
            label = format_lazy("{} ({})", place.label, _("til andre enn den saken gjelder"))
            whole[f"{key}{OTHER}"] = replace(place, label=label, has_other=False)
    return whole


PLACES: Mapping[str, Mapping[str, Place]] = {
    kind.value: _with_other(places) for kind, places in _PLACES.items()
}


def places_of(kind: str) -> dict[str, Place]:
    """Every place of a kind of letter, the shared ones included."""
    return {
        key: place for text_kind in TEXT_KINDS[kind] for key, place in PLACES[text_kind].items()
    }
