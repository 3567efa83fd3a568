"""What each placeholder stands for in a letter; None where the context does not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from stottekontakt.letters import phrasing
from stottekontakt.letters.context import (
    AdvanceNoticeContext,
    CommentRequestContext,
    ConsentContext,
    DecisionChangedContext,
    DecisionContext,
    DecisionGrantedContext,
    DecisionTerminatedContext,
    GuidanceContext,
    InformationRequestContext,
    InterimReplyContext,
    InvitationContext,
    LetterContext,
    ReceiptContext,
    Sender,
    Service,
)
from stottekontakt.letters.markup import Link, Value
from stottekontakt.letters.phrasing import Language

Values = dict[str, Value | None]


def values_of(context: LetterContext, language: Language, words: Mapping[str, str]) -> Values:
    """`words` are the labels of the letter's kind: a service is named by them."""
    sender = context.sender
    values: Values = {
        "kommune": sender.municipality,
        "enhet": sender.unit,
        "saksbehandler": context.contact.name,
        "telefon": _kept_together(context.contact.phone or sender.phone),
        "nettside": Link(sender.website) if sender.website else None,
        "statsforvalter": sender.county_governor,
        "navn": context.called,
        "navns": phrasing.genitive(context.called),
        "dato": context.dated_on,
        "postadresse": _postal_address(sender),
    }
    match context:
        case ReceiptContext():
            values |= {
                "sak": context.case_number,
                "mottatt": context.received_on,
                "svar_innen": context.answer_by,
                "mangler_innen": context.missing_by,
                "søkt_om": context.applied_for,
            }
        case InvitationContext():
            starts_at = context.starts_at
            values |= {
                "møtetid": phrasing.moment(starts_at, language) if starts_at else None,
                "sted": context.place,
                "tolk": context.interpreter,
                "mottatt": context.received_on,
            }
        case InformationRequestContext():
            values |= {
                "frist": context.answer_by,
                "mottatt": context.received_on,
                "svar_innen": context.answer_within,
            }
        case ConsentContext():
            values |= {"frist": context.answer_by}
        case CommentRequestContext():
            values |= {"frist": context.comment_by, "gitt_av": context.given_by}
        case AdvanceNoticeContext():
            values |= {"frist": context.comment_by}
        case InterimReplyContext():
            values |= {
                "sak": context.case_number,
                "mottatt": context.received_on,
                "lovet": context.expected_on,
                "lovet_før": context.promised_before,
            }
        case GuidanceContext():
            values |= {"henvendt": context.enquired_on}
        case DecisionContext():
            values |= _of_decision(context, language, words)
    return values


def _of_decision(context: DecisionContext, language: Language, words: Mapping[str, str]) -> Values:
    sender = context.sender
    applied_for = context.applied_for_text or (
        phrasing.amount_in_words(context.applied_for, language) if context.applied_for else None
    )
    values: Values = {
        "mottatt": context.received_on,
        "søkt_om": applied_for,
        "klagefrist": phrasing.weeks(context.complaint.weeks, language),
        "eksempel_mottatt": _weekday(context.complaint.example_received_on, language),
        "eksempel_frist": _weekday(context.complaint.example_due_on, language),
        "klageadresse": _postal_address(sender),
        "klage_nettside": Link(sender.complaint_url) if sender.complaint_url else None,
    }
    match context:
        case DecisionGrantedContext():
            starts = [service.starts_on for service in context.services if service.starts_on]
            ends = [service.ends_on for service in context.services if service.ends_on]
            values |= {
                "tjenester": services_in_words(context.services, language, words),
                "start": min(starts) if starts else None,
                "slutt": min(ends) if ends else None,
                "evaluering": context.evaluate_by,
                "avslått_del": context.refused_part,
                "reisetak": (
                    phrasing.decimal(context.travel_cap) if context.travel_cap is not None else None
                ),
            }
            if isinstance(context, DecisionChangedContext):
                # What goes on as before began long ago; the change begins with what is new.
                new = [one for one in context.services if one not in context.services_before]
                values["start"] = min(
                    (one.starts_on for one in new if one.starts_on), default=values["start"]
                )
                values["tjenester_før"] = services_in_words(
                    context.services_before, language, words
                )
        case DecisionTerminatedContext():
            values |= {
                "slutt": context.ended_on,
                "tjenester_før": services_in_words(context.services_before, language, words),
            }
    return values


def services_in_words(
    services: Sequence[Service], language: Language, words: Mapping[str, str]
) -> str:
    """støttekontakt tre timer i uken og plass i aktivitetsgruppe to timer i uken"""
    return phrasing.join(
        [
            f"{words[f'service_{service.form}']} "
            f"{phrasing.amount_in_words(service.amount, language)}"
            for service in services
        ]
    )


def _postal_address(sender: Sender) -> str:
    lines = map(_kept_together, sender.address_lines)
    return ", ".join((sender.municipality, sender.unit, *lines))


def _kept_together(text: str) -> str:
    """A telephone number and a line of an address are not parted by the end of a line."""
    return text.replace(" ", phrasing.NO_BREAK_SPACE)


def _weekday(day: date | None, language: Language) -> str | None:
    return phrasing.date_with_weekday(day, language) if day else None
