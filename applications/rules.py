"""What is asked of an application, what may be done with it, and which dates follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from applications.models import Application
from stottekontakt.cases.models import Representative
from stottekontakt.cases.rules import (
    AddresseeChoice,
    letter_addressees,
    parents_act,
    standing_of,
)
from stottekontakt.deadlines.calendar import month_after, previous_working_day

ApplicantIs = Application.ApplicantIs


@dataclass(frozen=True, slots=True)
class OneMonth:
    """The answer a case is owed within a month of the day it came in."""

    legal_point: date
    act_by: date


def one_month(received_on: date) -> OneMonth:
    # fvl. § 11 a: a decision or an interim reply within one month after the enquiry came in. That
    # the month may be stretched past a holiday is not certain, so we work to the last working day
    # on or before it.
    legal_point = month_after(received_on)
    return OneMonth(legal_point, act_by=previous_working_day(legal_point))


# ── What is missing ─────────────────────────────────────────────────────────────────────────────


class Thing(StrEnum):
    AUTHORISATION = "authorisation"
    RIGHT_TO_APPLY = "right_to_apply"
    BIRTH_DATE = "birth_date"
    WISHES = "wishes"
    OTHER_PARENT = "other_parent"
    ADDRESSEE = "addressee"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something we still need. It never stops the registration, nor the clock."""

    thing: Thing
    sentence: str
    asked_of_applicant: bool = False  # whether the receipt asks for it


def missing_information(
    application: Application, representatives: Sequence[Representative], on: date
) -> list[Missing]:
    recipient, applicant = application.case.recipient, application.applicant
    missing: list[Missing] = []
    standing = standing_of(
        applicant,
        recipient,
        representatives,
        on,
        understands_the_case=application.understands_the_case,
    )
    if not standing.may:
        if acts_by_authorisation(application, on):
            # fvl. § 12 and the duty of confidentiality: without it the helper is told nothing.
            sentence = _(
                "Fullmakt mangler. %(reason)s Vi kan ikke gi opplysninger til %(name)s før den er "
                "på plass."
            ) % {"reason": standing.reason, "name": applicant.name}
            missing.append(Missing(Thing.AUTHORISATION, sentence, asked_of_applicant=True))
        else:
            missing.append(Missing(Thing.RIGHT_TO_APPLY, standing.reason))
    if recipient.birth_date is None:
        sentence = _("Fødselsdatoen til %(name)s mangler.") % {"name": recipient.first_name}
        missing.append(Missing(Thing.BIRTH_DATE, sentence))
    elif parents_act(recipient.birth_date, on) and _one_of_two_parents(representatives):
        sentence = _(
            "%(name)s har foreldre med felles foreldreansvar, men bare én er registrert. Legg til "
            "den andre, som også skal ha brev."
        ) % {"name": recipient.first_name}
        missing.append(Missing(Thing.OTHER_PARENT, sentence))
    if not application.wishes and application.hours is None:
        sentence = _("Det står ikke hva det søkes om.")
        missing.append(Missing(Thing.WISHES, sentence, asked_of_applicant=True))
    if not any(choice.gets_letter for choice in addressees(application, representatives, on)):
        sentence = _("Ingen kan få brev ennå. Legg til den som skal opptre for %(name)s.") % {
            "name": recipient.first_name
        }
        missing.append(Missing(Thing.ADDRESSEE, sentence))
    return missing


def acts_by_authorisation(application: Application, on: date) -> bool:
    """Whether a fullmakt is what would make it right: for helpers, and for parents of the grown."""
    if application.applicant_is == ApplicantIs.PARENT:
        born_on = application.case.recipient.birth_date
        return born_on is not None and not parents_act(born_on, on)
    return application.applicant_is in (ApplicantIs.PROXY, ApplicantIs.OTHER)


def _one_of_two_parents(representatives: Sequence[Representative]) -> bool:
    shared = [
        representative
        for representative in representatives
        if representative.kind == Representative.Kind.PARENT
        and representative.parental_responsibility == Representative.ParentalResponsibility.SHARED
        and representative.valid_until is None
    ]
    return len(shared) == 1


def addressees(
    application: Application, representatives: Sequence[Representative], on: date
) -> list[AddresseeChoice]:
    """Who gets letters about the application, and who does not, each with the reason."""
    return letter_addressees(
        application.case.recipient,
        representatives,
        on,
        understands_the_case=application.understands_the_case,
    )


# ── What may be done ────────────────────────────────────────────────────────────────────────────


def problems_with_dates(received_on: date, posted_on: date | None, today: date) -> list[str]:
    problems = []
    if received_on > today:
        problems.append(_("Søknaden kan ikke være mottatt fram i tid."))
    if posted_on and posted_on > received_on:
        problems.append(_("Søknaden kan ikke være postlagt etter at den ble mottatt."))
    return problems


def is_open_problem(application: Application) -> list[str]:
    """Why nothing more can be done with it; empty while it is open."""
    match application.state:
        case Application.State.DECIDED:
            return [_("Søknaden er avgjort og kan ikke endres.")]
        case Application.State.WITHDRAWN:
            return [_("Søknaden er allerede trukket.")]
        case Application.State.REGISTERED_IN_ERROR:
            return [_("Søknaden er markert som feilregistrert.")]
    return []


def may_withdraw(application: Application) -> bool:
    return application.is_open


def problems_before_withdrawing(application: Application, on: date, today: date) -> list[str]:
    if problems := is_open_problem(application):
        return problems
    if on > today:
        return [_("Datoen kan ikke være fram i tid.")]
    if on < application.received_on:
        return [_("Søknaden kan ikke være trukket før den ble mottatt.")]
    return []


def problems_before_error(application: Application, reason: str) -> list[str]:
    if problems := is_open_problem(application):
        return problems
    return [] if reason.strip() else [_("Skriv hva som var feil.")]


def problems_before_receipt(application: Application, today: date) -> list[str]:
    if problems := is_open_problem(application):
        return problems
    if one_month(application.received_on).act_by < today:
        return [
            _(
                "Det er mer enn én måned siden søknaden kom. En kvittering ville love svar på en "
                "dag som er gått. Ta kontakt med søkeren på en annen måte."
            )
        ]
    return []
