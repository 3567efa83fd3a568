"""What the letters about an application say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from applications.models import Application, Consent, InformationRequest
from applications.rules import Missing, Thing, one_month
from stottekontakt.cases.rules import AddresseeChoice, is_minor
from stottekontakt.deadlines.calendar import working_days_after
from stottekontakt.letters.context import (
    Amount,
    Contact,
    Per,
    ReceiptContext,
    Role,
    Sender,
    Signatory,
    SignatoryRole,
)
from stottekontakt.letters.kinds import LetterKind
from stottekontakt.letters.phrasing import Language, amount_in_words, long_date

RECEIPT = LetterKind.RECEIPT

WORKING_DAYS_TO_SEND_WHAT_IS_MISSING = 10

# In the addressee's form of language, whatever the screen's is.
ASKED_FOR: dict[Thing, dict[Language, str]] = {
    Thing.AUTHORISATION: {
        "nb": "en skriftlig og datert fullmakt til {applicant} fra {recipient}",
        "nn": "ei skriftleg og datert fullmakt til {applicant} frå {recipient}",
    },
    Thing.WISHES: {
        "nb": "hva {recipient} ønsker støttekontakt til, og omtrent hvor mange timer i uken",
        "nn": "kva {recipient} ønskjer støttekontakt til, og omtrent kor mange timar i veka",
    },
}
ASKED_OF_RECIPIENT: dict[Thing, dict[Language, str]] = {
    Thing.AUTHORISATION: {
        "nb": "en skriftlig og datert fullmakt fra deg til {applicant}",
        "nn": "ei skriftleg og datert fullmakt frå deg til {applicant}",
    },
    Thing.WISHES: {
        "nb": "hva du ønsker støttekontakt til, og omtrent hvor mange timer i uken",
        "nn": "kva du ønskjer støttekontakt til, og omtrent kor mange timar i veka",
    },
}


def receipt_context(
    application: Application,
    choice: AddresseeChoice,
    missing: Sequence[Missing],
    *,
    sender: Sender,
    contact: Contact,
    signed_by: str,
    language: Language,
    today: date,
) -> ReceiptContext:
    recipient = application.case.recipient
    answer_by = one_month(application.received_on).act_by
    things = asked_for(application, choice, missing, language)
    return ReceiptContext(
        sender=sender,
        contact=contact,
        role=Role(choice.role),
        called=recipient.first_name,
        is_minor=recipient.birth_date is not None and is_minor(recipient.birth_date, today),
        dated_on=today,
        signatories=(Signatory(name=signed_by, role=SignatoryRole.CASEWORKER),),
        received_on=application.received_on,
        answer_by=answer_by,
        case_number=str(application.case),
        applied_for=_applied_for(application, language),
        missing=things,
        missing_by=(
            min(working_days_after(today, WORKING_DAYS_TO_SEND_WHAT_IS_MISSING), answer_by)
            if things
            else None
        ),
    )


def _applied_for(application: Application, language: Language) -> str:
    if application.hours is None:
        return ""
    amount = Amount(hours=application.hours, per=Per(application.hours_unit))
    return amount_in_words(amount, language)


def asked_for(
    application: Application,
    choice: AddresseeChoice,
    missing: Sequence[Missing],
    language: Language,
) -> tuple[str, ...]:
    recipient = application.case.recipient
    words = ASKED_OF_RECIPIENT if choice.role == Role.RECIPIENT else ASKED_FOR
    return tuple(
        words[one.thing][language].format(
            applicant=application.applicant.name, recipient=recipient.first_name
        )
        for one in missing
        if one.asked_of_applicant
    )


# To whoever is asked about the recipient: about whom, and by what right.
WHY_WE_ASK: dict[Language, tuple[str, str, str]] = {
    "nb": (
        "Det gjelder {name}, født {born_on}.",
        "Det gjelder {name}.",
        "Samtykke til at vi spør, ble gitt {given_on} av {given_by}. Det gjelder: {scope}",
    ),
    "nn": (
        "Det gjeld {name}, fødd {born_on}.",
        "Det gjeld {name}.",
        "Samtykke til at vi spør, vart gitt {given_on} av {given_by}. Det gjeld: {scope}",
    ),
}


def why_we_ask(request: InformationRequest, consent: Consent, language: Language) -> str:
    born, unknown, leave = WHY_WE_ASK[language]
    recipient = request.case.recipient
    about = (
        born.format(name=recipient.name, born_on=long_date(recipient.birth_date))
        if recipient.birth_date
        else unknown.format(name=recipient.name)
    )
    assert consent.given_on is not None
    paragraphs = [
        about,
        leave.format(
            given_on=long_date(consent.given_on), given_by=consent.given_by, scope=consent.scope
        ),
        request.why,
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
