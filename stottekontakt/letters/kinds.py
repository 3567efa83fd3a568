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
    DECISION_CHANGED = "decision_changed", _("Vedtak: endring eller forlengelse")
    DECISION_TERMINATED = "decision_terminated", _("Vedtak: opphør")
    DECISION_DISMISSED = "decision_dismissed", _("Vedtak: avvisning")
    INVITATION = "invitation", _("Invitasjon til samtale")
    INFORMATION_REQUEST = "information_request", _("Spørsmål om flere opplysninger")
    CONSENT = "consent", _("Spørsmål om samtykke")
    COMMENT_REQUEST = "comment_request", _("Nye opplysninger til uttalelse")
    ADVANCE_NOTICE = "advance_notice", _("Forhåndsvarsel")
    GUIDANCE = "guidance", _("Notat om veiledning")
    INTERIM_REPLY = "interim_reply", _("Foreløpig svar")


class TextKind(models.TextChoices):
    """Where a text belongs: to one kind of letter, or to several."""

    COMMON = "common", _("Felles for flere brev")
    DECISION = "decision", _("Felles for vedtak")
    SERVICE = "service", _("Felles for vedtak som gir tjenester")
    RECEIPT = LetterKind.RECEIPT.value, LetterKind.RECEIPT.label
    INVITATION = LetterKind.INVITATION.value, LetterKind.INVITATION.label
    INFORMATION_REQUEST = (
        LetterKind.INFORMATION_REQUEST.value,
        LetterKind.INFORMATION_REQUEST.label,
    )
    CONSENT = LetterKind.CONSENT.value, LetterKind.CONSENT.label
    COMMENT_REQUEST = LetterKind.COMMENT_REQUEST.value, LetterKind.COMMENT_REQUEST.label
    ADVANCE_NOTICE = LetterKind.ADVANCE_NOTICE.value, LetterKind.ADVANCE_NOTICE.label
    GUIDANCE = LetterKind.GUIDANCE.value, LetterKind.GUIDANCE.label
    INTERIM_REPLY = LetterKind.INTERIM_REPLY.value, LetterKind.INTERIM_REPLY.label
    DECISION_GRANTED = LetterKind.DECISION_GRANTED.value, LetterKind.DECISION_GRANTED.label
    DECISION_REFUSED = LetterKind.DECISION_REFUSED.value, LetterKind.DECISION_REFUSED.label
    DECISION_CHANGED = LetterKind.DECISION_CHANGED.value, LetterKind.DECISION_CHANGED.label
    DECISION_TERMINATED = (
        LetterKind.DECISION_TERMINATED.value,
        LetterKind.DECISION_TERMINATED.label,
    )
    DECISION_DISMISSED = LetterKind.DECISION_DISMISSED.value, LetterKind.DECISION_DISMISSED.label


_DECISION = (TextKind.COMMON, TextKind.DECISION)
# The letters' own texts and the shared ones they use; words.toml has the same sections.
TEXT_KINDS: Mapping[str, tuple[TextKind, ...]] = {
    LetterKind.RECEIPT: (TextKind.COMMON, TextKind.RECEIPT),
    LetterKind.INVITATION: (TextKind.COMMON, TextKind.INVITATION),
    LetterKind.INFORMATION_REQUEST: (TextKind.COMMON, TextKind.INFORMATION_REQUEST),
    LetterKind.CONSENT: (TextKind.COMMON, TextKind.CONSENT),
    LetterKind.COMMENT_REQUEST: (TextKind.COMMON, TextKind.COMMENT_REQUEST),
    LetterKind.ADVANCE_NOTICE: (TextKind.COMMON, TextKind.ADVANCE_NOTICE),
    LetterKind.GUIDANCE: (TextKind.COMMON, TextKind.GUIDANCE),
    LetterKind.INTERIM_REPLY: (TextKind.COMMON, TextKind.INTERIM_REPLY),
    LetterKind.DECISION_GRANTED: (*_DECISION, TextKind.SERVICE, TextKind.DECISION_GRANTED),
    LetterKind.DECISION_REFUSED: (*_DECISION, TextKind.DECISION_REFUSED),
    LetterKind.DECISION_CHANGED: (*_DECISION, TextKind.SERVICE, TextKind.DECISION_CHANGED),
    LetterKind.DECISION_TERMINATED: (*_DECISION, TextKind.DECISION_TERMINATED),
    LetterKind.DECISION_DISMISSED: (*_DECISION, TextKind.DECISION_DISMISSED),
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
    "tjenester_før": _("det som var innvilget til nå, skrevet som {tjenester}"),
    "møtetid": _("dagen og klokkeslettet vi inviterer til"),
    "sted": _("stedet vi møtes"),
    "tolk": _("språket vi har bestilt tolk på"),
    "frist": _("dagen vi ber om svar innen"),
    "gitt_av": _("den som har gitt oss opplysningene"),
    "henvendt": _("dagen noen tok kontakt"),
    "lovet": _("dagen vi regner med å svare senest"),
    "lovet_før": _("dagen vi lovet svar sist vi skrev"),
    "postadresse": _("postadressen til enheten"),
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
CHANGED = (*GRANTED, "tjenester_før", "slutt")
TERMINATED = ("slutt", "tjenester_før")
INVITATION = ("møtetid", "sted", "tolk", "mottatt")
INFORMATION = ("frist", "postadresse", "mottatt", "svar_innen")
ANSWER = ("frist", "postadresse")
INTERIM = ("mottatt", "lovet", "lovet_før", "sak", "postadresse")


def _place(label: Words, *placeholders: str, optional: bool = False, other: bool = False) -> Place:
    return Place(label, (*ALWAYS, *placeholders), is_optional=optional, has_other=other)


_PLACES: Mapping[TextKind, Mapping[str, Place]] = {
    TextKind.COMMON: {
        "greeting": _place(_("Hilsen")),
        "approved": _place(_("Hvorfor brevet ikke har underskrift")),
    },
    TextKind.INVITATION: {
        "title": _place(_("Overskrift"), other=True),
        "lead_conversation": _place(_("Innledning, samtale"), *INVITATION, other=True),
        "lead_home_visit": _place(_("Innledning, hjemmebesøk"), *INVITATION, other=True),
        "lead_phone": _place(_("Innledning, telefon"), *INVITATION, other=True),
        "received": _place(_("Når vi vet dagen søknaden kom"), *INVITATION, optional=True),
        "about": _place(_("Dette snakker vi om"), *INVITATION, other=True),
        "bring": _place(_("Å ta med noen"), *INVITATION, other=True),
        "interpreter": _place(_("Når tolk er bestilt"), *INVITATION),
        "no_interpreter": _place(_("Når tolk ikke er bestilt"), *INVITATION),
        "change": _place(_("Når tiden ikke passer"), *INVITATION),
        "voluntary": _place(_("At samtalen er frivillig"), *INVITATION, other=True),
        "law": _place(_("Hjemler med liten skrift"), *INVITATION),
    },
    TextKind.INFORMATION_REQUEST: {
        "title": _place(_("Overskrift"), other=True),
        "lead": _place(_("Innledning"), *INFORMATION, other=True),
        "how": _place(_("Slik svarer man"), *INFORMATION),
        "in_time": _place(_("Når man trenger mer tid"), *INFORMATION),
        "without": _place(_("Når opplysningene ikke kommer"), *INFORMATION),
        "answer_by": _place(_("Når svaret kommer"), *INFORMATION),
        "help": _place(_("Hjelp"), *INFORMATION, other=True),
        "law": _place(_("Hjemler med liten skrift"), *INFORMATION),
    },
    TextKind.CONSENT: {
        "title": _place(_("Overskrift"), other=True),
        "lead": _place(_("Innledning"), *ANSWER, other=True),
        "sources": _place(_("Innledning til listen"), *ANSWER, other=True),
        "voluntary": _place(_("At det er frivillig og kan trekkes tilbake"), *ANSWER, other=True),
        "confidential": _place(_("Taushetsplikt"), *ANSWER, other=True),
        "how": _place(_("Slik svarer man"), *ANSWER),
        "slip": _place(_("Svarsiden, det man skriver under på"), *ANSWER, other=True),
        "slip_end": _place(_("Svarsiden, slutt"), *ANSWER),
        "law": _place(_("Hjemler med liten skrift"), *ANSWER),
    },
    TextKind.COMMENT_REQUEST: {
        "title": _place(_("Overskrift"), other=True),
        "lead": _place(_("Innledning"), *ANSWER, "gitt_av", other=True),
        "given_by": _place(_("Hvem opplysningene kommer fra"), *ANSWER, "gitt_av"),
        "how": _place(_("Slik svarer man"), *ANSWER, "gitt_av"),
        "then": _place(_("Det som skjer så"), *ANSWER, "gitt_av"),
        "access": _place(_("Innsyn"), *ANSWER, "gitt_av", other=True),
        "law": _place(_("Hjemler med liten skrift"), *ANSWER, "gitt_av"),
    },
    TextKind.ADVANCE_NOTICE: {
        "title_change": _place(_("Overskrift, endring"), other=True),
        "title_termination": _place(_("Overskrift, opphør"), other=True),
        "lead_change": _place(_("Innledning, endring"), *ANSWER, other=True),
        "lead_termination": _place(_("Innledning, opphør"), *ANSWER, other=True),
        "lead_end": _place(_("Slutt på innledningen"), *ANSWER),
        "ground": _place(_("Innledning til grunnlaget i loven"), *ANSWER),
        "how": _place(_("Slik sier man hva man mener"), *ANSWER, other=True),
        "meanwhile": _place(_("Tjenesten så lenge"), *ANSWER, other=True),
        "then": _place(_("Det som skjer så"), *ANSWER),
        "access": _place(_("Innsyn"), *ANSWER, other=True),
        "law": _place(_("Hjemler med liten skrift"), *ANSWER),
    },
    TextKind.GUIDANCE: {
        "title": _place(_("Overskrift"), other=True),
        "lead": _place(_("Innledning"), "henvendt", other=True),
        "apply": _place(_("At man alltid kan søke"), "henvendt", other=True),
        "apply_how": _place(_("Slik søker man"), "henvendt", "postadresse"),
        "apply_how_online": _place(
            _("Slik søker man, når kommunen har nettside"), "henvendt", "postadresse"
        ),
        "help": _place(_("Hjelp"), "henvendt", other=True),
        "law": _place(_("Hjemler med liten skrift"), "henvendt"),
    },
    TextKind.INTERIM_REPLY: {
        "title": _place(_("Overskrift"), other=True),
        "lead": _place(_("Innledning, søknad"), *INTERIM, other=True),
        "lead_complaint": _place(_("Innledning, klage"), *INTERIM, other=True),
        "lead_new": _place(_("Innledning når en lovet dag er gått"), *INTERIM, other=True),
        "reason_missing": _place(_("Grunn: noe mangler"), *INTERIM, other=True),
        "reason_waiting": _place(_("Grunn: venter på opplysninger"), *INTERIM, other=True),
        "reason_assessment": _place(_("Grunn: ingen samtale ennå"), *INTERIM, other=True),
        "reason_caseload": _place(_("Grunn: mange saker"), *INTERIM),
        "missing": _place(_("Innledning til listen over det som mangler"), *INTERIM),
        "next": _place(_("Dette skjer nå"), *INTERIM, other=True),
        "questions": _place(_("Hvem man kan spørre"), *INTERIM),
        "law": _place(_("Hjemler med liten skrift"), *INTERIM),
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
        "criteria": _place(_("Innledning til kriteriene"), other=True),
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
    TextKind.SERVICE: {
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
    TextKind.DECISION_GRANTED: {
        "title": _place(_("Overskrift"), other=True),
        "lead": _place(_("Innledning"), *GRANTED, other=True),
        "lead_refused_part": _place(
            _("Innledning når en del er avslått"), *DECISION, "avslått_del"
        ),
        "lead_end": _place(_("Slutt på innledningen")),
    },
    TextKind.DECISION_REFUSED: {
        "title": _place(_("Overskrift"), other=True),
        "lead": _place(_("Innledning"), *DECISION, other=True),
        "lead_applied_for": _place(_("Innledning når timetallet er kjent"), *DECISION),
        "lead_end": _place(_("Slutt på innledningen"), other=True),
        "other_help": _place(_("Innledning til annen hjelp"), other=True),
        "coordinator": _place(_("Koordinator og individuell plan"), optional=True, other=True),
        "apply_again": _place(_("Ny søknad"), other=True),
    },
    TextKind.DECISION_CHANGED: {
        "title": _place(_("Overskrift"), other=True),
        "title_extension": _place(_("Overskrift, forlengelse"), other=True),
        "lead": _place(_("Innledning"), *CHANGED, other=True),
        "lead_before": _place(_("Innledning, det som var før"), *CHANGED, other=True),
        "lead_refused_part": _place(_("Innledning når en del er avslått"), *CHANGED, "avslått_del"),
        "lead_extension": _place(_("Innledning, forlengelse til en dag"), *CHANGED, other=True),
        "lead_extension_open": _place(
            _("Innledning, forlengelse inntil videre"), *CHANGED, other=True
        ),
        "lead_end": _place(_("Slutt på innledningen"), *CHANGED),
        "unchanged": _place(_("Det som er som før, ved forlengelse"), *CHANGED),
        "ground": _place(_("Innledning til grunnlaget i loven"), *CHANGED, other=True),
        "ground_law": _place(_("Hjemmel for omgjøring, med liten skrift")),
    },
    TextKind.DECISION_TERMINATED: {
        "title": _place(_("Overskrift"), other=True),
        "lead": _place(_("Innledning"), *TERMINATED, other=True),
        "lead_end": _place(_("Slutt på innledningen"), *TERMINATED),
        "title_death": _place(_("Overskrift, når mottakeren er død")),
        "lead_death": _place(_("Innledning, når mottakeren er død"), *TERMINATED),
        "death": _place(_("Til de nærmeste, når mottakeren er død"), *TERMINATED),
        "wish": _place(_("Når mottakeren har bedt om det"), *TERMINATED, optional=True, other=True),
        "moved": _place(_("Når mottakeren har flyttet"), *TERMINATED, optional=True, other=True),
        "institution": _place(
            _("Når mottakeren er på institusjon"), *TERMINATED, optional=True, other=True
        ),
        "need_ended": _place(_("Når behovet er borte"), *TERMINATED, optional=True, other=True),
        "ground": _place(_("Innledning til grunnlaget i loven"), *TERMINATED, other=True),
        "ground_law": _place(_("Hjemmel for omgjøring, med liten skrift")),
        "apply_again": _place(_("Ny søknad"), other=True),
    },
    TextKind.DECISION_DISMISSED: {
        "title": _place(_("Overskrift"), other=True),
        "lead": _place(_("Innledning"), other=True),
        "lead_end": _place(_("Slutt på innledningen")),
        "apply_again": _place(_("Ny søknad"), other=True),
        "dismissal_law": _place(_("Hjemmel for avvisning, med liten skrift")),
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
