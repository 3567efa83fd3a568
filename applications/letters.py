"""What the letters about an application say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from applications.models import Application
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
from stottekontakt.letters.phrasing import Language, amount_in_words

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
    asked_for = _asked_for(application, choice, missing, language)
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
        missing=asked_for,
        missing_by=(
            min(working_days_after(today, WORKING_DAYS_TO_SEND_WHAT_IS_MISSING), answer_by)
            if asked_for
            else None
        ),
    )


def _applied_for(application: Application, language: Language) -> str:
    if application.hours is None:
        return ""
    amount = Amount(hours=application.hours, per=Per(application.hours_unit))
    return amount_in_words(amount, language)


def _asked_for(
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
