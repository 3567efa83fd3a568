"""Who may act for whom, at which age, and who gets a letter of their own. Pure: no queries.

Ages: pbrl. §§ 3-4, 4-3, 4-4, 6-5 and 7-2, fvl. §§ 16-18 and 27. Representation: pbrl. § 7-2, fvl.
§ 12, vergemålsloven §§ 21, 25, 32 and 94.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from stottekontakt.cases.models import (
    InformationWish,
    ParentInformationAssessment,
    Person,
    Representative,
)
from stottekontakt.ui.formatting import long_date

PARTY_RIGHTS_AGE = 12
OWN_COPY_AGE = 15
DECIDES_ALONE_AGE = 16
MAJORITY_AGE = 18


# ── Ages ────────────────────────────────────────────────────────────────────────────────────────


def birthday_in(born_on: date, year: int) -> date:
    try:
        return born_on.replace(year=year)
    except ValueError:
        # Born on 29 February. No law names another day; a period in years that ends in a month
        # without the date ends on the month's last day (domstolloven § 148).
        return date(year, 2, 28)


def age_on(born_on: date, day: date) -> int:
    return day.year - born_on.year - (day < birthday_in(born_on, day.year))


def is_minor(born_on: date, on: date) -> bool:
    """The child's own view and best interests must show in the case (fvl. § 17, pbrl. § 3-1)."""
    return age_on(born_on, on) < MAJORITY_AGE


def decides_alone(born_on: date, on: date) -> bool:
    """From 16 one applies, consents and complains oneself (pbrl. § 4-3)."""
    return age_on(born_on, on) >= DECIDES_ALONE_AGE


def may_use_party_rights(born_on: date, on: date, *, understands_the_case: bool) -> bool:
    """Below 16 from 12, and only for one who understands what the case is about (pbrl. § 6-5)."""
    age = age_on(born_on, on)
    return age >= DECIDES_ALONE_AGE or (age >= PARTY_RIGHTS_AGE and understands_the_case)


def has_right_to_own_copy(born_on: date, on: date) -> bool:
    """From 15 one is notified oneself besides whoever represents one (fvl. §§ 16, 17 and 27)."""
    return age_on(born_on, on) >= OWN_COPY_AGE


def may_be_told_what_is_confidential_about_others(born_on: date, on: date) -> bool:
    """Below 15 not even as a party (fvl. § 18)."""
    return age_on(born_on, on) >= OWN_COPY_AGE


def parents_act(born_on: date, on: date) -> bool:
    """Those with parental responsibility act for a child below 16 (pbrl. §§ 4-4 and 7-2)."""
    return not decides_alone(born_on, on)


class InformationToParents(StrEnum):
    """What those with parental responsibility are told (pbrl. § 3-4)."""

    UNLESS_WEIGHTY_REASONS = "unless_weighty_reasons"
    UNLESS_CHILD_OBJECTS = "unless_child_objects"  # for reasons that should be respected
    ONLY_FOR_PARENTAL_RESPONSIBILITY = "only_for_parental_responsibility"
    NOTHING = "nothing"


def information_to_parents(born_on: date, on: date) -> InformationToParents:
    age = age_on(born_on, on)
    if age < PARTY_RIGHTS_AGE:
        return InformationToParents.UNLESS_WEIGHTY_REASONS
    if age < DECIDES_ALONE_AGE:
        return InformationToParents.UNLESS_CHILD_OBJECTS
    if age < MAJORITY_AGE:
        return InformationToParents.ONLY_FOR_PARENTAL_RESPONSIBILITY
    return InformationToParents.NOTHING


class ParentsTold(StrEnum):
    """Whether parents are written to in a case where somebody may have said no (pbrl. § 3-4)."""

    YES = "yes"
    NOT_ASSESSED = "not_assessed"  # nothing goes to them before somebody has
    NO = "no"


def parents_told(
    wishes: Iterable[InformationWish],
    assessments: Iterable[ParentInformationAssessment],
    source: str = "",
) -> ParentsTold:
    """The newest assessment since the newest wish that stands, the source's own before the case's.

    The database asks itself the same in cases_parent_must_not_be_told.
    """
    standing = [wish.registered_at for wish in wishes if wish.withdrawn_at is None]
    if not standing:
        return ParentsTold.YES
    counting = [
        one
        for one in assessments
        if one.source in ("", source) and one.assessed_at >= max(standing)
    ]
    if not counting:
        return ParentsTold.NOT_ASSESSED
    newest = max(counting, key=lambda one: (one.source != "", one.assessed_at, one.pk))
    withheld = newest.outcome == ParentInformationAssessment.Outcome.WITHHOLD_ALL
    return ParentsTold.NO if withheld else ParentsTold.YES


def has_parents_side(recipient: Person, on: date) -> bool:
    """Whether there may be parents from whom something is kept: not of adults."""
    return recipient.birth_date is None or is_minor(recipient.birth_date, on)


def is_on_the_parents_side(
    person_id: int, recipient: Person, representatives: Iterable[Representative], on: date
) -> bool:
    """A parent of a minor, in whatever role; below 16 also a proxy, who may have the authorisation
    from a parent."""
    born_on = recipient.birth_date
    if person_id == recipient.pk or (born_on and not is_minor(born_on, on)):
        return False
    kinds = {one.kind for one in representatives if one.person_id == person_id}
    proxies_too = born_on is None or parents_act(born_on, on)
    return Kind.PARENT in kinds or (proxies_too and Kind.PROXY in kinds)


# ── Representation ──────────────────────────────────────────────────────────────────────────────

Kind = Representative.Kind
Responsibility = Representative.ParentalResponsibility


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether someone may act in the case, and why or why not, in the reader's words."""

    may: bool
    reason: str


def standing_of_recipient(recipient: Person, on: date, *, understands_the_case: bool) -> Standing:
    name, born_on = recipient.first_name, recipient.birth_date
    if born_on is None or not is_minor(born_on, on):
        return Standing(True, _("Søker for seg selv."))
    if decides_alone(born_on, on):
        return Standing(True, _("%(name)s har fylt 16 år og bestemmer selv.") % {"name": name})
    if may_use_party_rights(born_on, on, understands_the_case=True):
        if understands_the_case:
            return Standing(
                True,
                _("%(name)s har fylt 12 år og forstår hva saken gjelder.") % {"name": name},
            )
        return Standing(
            False,
            _(
                "%(name)s er under 16 år og kan søke alene bare om %(name)s forstår hva saken "
                "gjelder."
            )
            % {"name": name},
        )
    return Standing(
        False,
        _("%(name)s er under 12 år. Den som har foreldreansvar, må søke.") % {"name": name},
    )


def standing_of_representative(
    representative: Representative, recipient: Person, on: date
) -> Standing:
    if representative.valid_from and on < representative.valid_from:
        return Standing(
            False, _("Gjelder ikke før %(day)s.") % {"day": long_date(representative.valid_from)}
        )
    if representative.valid_until and on > representative.valid_until:
        return Standing(
            False,
            _("Gjaldt bare til og med %(day)s.") % {"day": long_date(representative.valid_until)},
        )
    match representative.kind:
        case Kind.PARENT:
            return _standing_of_parent(representative, recipient, on)
        case Kind.CHILD_WELFARE:
            return _standing_of_child_welfare(representative, recipient, on)
        case Kind.GUARDIAN:
            if representative.mandate_covers_personal_matters:
                return Standing(True, _("Er verge, og mandatet dekker personlige forhold."))
            return Standing(False, _("Er verge, men mandatet dekker ikke personlige forhold."))
        case Kind.PROXY:
            return _standing_of_proxy(representative, on)
    return Standing(
        False,
        _(
            "Pårørende kan ikke opptre for andre uten fullmakt. Nærståendes representasjonsrett "
            "gjelder bare økonomi."
        ),
    )


def _age_that_ends_parents_right(recipient: Person, on: date) -> str | None:
    """Why nobody acts as a parent any more; None while the recipient is below 16."""
    name, born_on = recipient.first_name, recipient.birth_date
    if born_on is None:
        return _("Fødselsdatoen til %(name)s er ikke registrert.") % {"name": name}
    if not is_minor(born_on, on):
        return _("%(name)s er myndig.") % {"name": name}
    if decides_alone(born_on, on):
        return _("%(name)s har fylt 16 år og bestemmer selv.") % {"name": name}
    return None


def _standing_of_parent(representative: Representative, recipient: Person, on: date) -> Standing:
    if representative.parental_responsibility == Responsibility.NONE:
        return Standing(False, _("Har ikke foreldreansvar."))
    if ended := _age_that_ends_parents_right(recipient, on):
        return Standing(False, ended + " " + _("Foreldre kan bare opptre med fullmakt."))
    if representative.parental_responsibility == Responsibility.SOLE:
        return Standing(True, _("Har foreldreansvar alene, og barnet er under 16 år."))
    return Standing(True, _("Har felles foreldreansvar, og barnet er under 16 år."))


def _standing_of_child_welfare(
    representative: Representative, recipient: Person, on: date
) -> Standing:
    if representative.valid_from is None:
        return Standing(
            False, _("Datoen da barnevernstjenesten overtok omsorgen, er ikke registrert.")
        )
    if ended := _age_that_ends_parents_right(recipient, on):
        return Standing(False, ended)
    return Standing(True, _("Barnevernstjenesten har overtatt omsorgen, og barnet er under 16 år."))


def _standing_of_proxy(representative: Representative, on: date) -> Standing:
    if representative.document_id is None:
        return Standing(False, _("Fullmakten er ikke lagt i saken."))
    if representative.written_on is None:
        return Standing(False, _("Fullmakten mangler dato."))
    if representative.written_on > on:
        return Standing(False, _("Fullmakten er datert fram i tid."))
    return Standing(
        True,
        _("Har skriftlig fullmakt, datert %(day)s.")
        % {"day": long_date(representative.written_on)},
    )


def standing_of(
    person: Person,
    recipient: Person,
    representatives: Iterable[Representative],
    on: date,
    *,
    understands_the_case: bool = False,
) -> Standing:
    """Whether the person may apply, complain or be answered on the recipient's behalf."""
    if person.pk == recipient.pk:
        return standing_of_recipient(recipient, on, understands_the_case=understands_the_case)
    standings = [
        standing_of_representative(representative, recipient, on)
        for representative in representatives
        if representative.person_id == person.pk
    ]
    for standing in standings:
        if standing.may:
            return standing
    if standings:
        return standings[0]
    return Standing(
        False,
        _("%(person)s kan hjelpe til, men trenger fullmakt for å opptre for %(name)s.")
        % {"person": person.name, "name": recipient.first_name},
    )


# ── Letters ─────────────────────────────────────────────────────────────────────────────────────

RECIPIENT = "recipient"


@dataclass(frozen=True, slots=True)
class AddresseeChoice:
    """One who might get the letter, and why they do or do not."""

    person: Person
    role: str  # RECIPIENT, or the representative's kind
    gets_letter: bool
    reason: str
    representative: Representative | None = None
    awaits_assessment: bool = False  # a parent; nothing may go before pbrl. § 3-4 is assessed


def letter_addressees(
    recipient: Person,
    representatives: Iterable[Representative],
    on: date,
    *,
    understands_the_case: bool = False,
    parents: ParentsTold = ParentsTold.YES,
) -> list[AddresseeChoice]:
    """Everybody in question, the recipient first; nobody gets the letter twice.

    addressees.addressees_of asks the database for what this needs.
    """
    representatives = list(representatives)
    choices = [_choice_of_recipient(recipient, on, understands_the_case=understands_the_case)]
    in_care = any(
        representative.kind == Kind.CHILD_WELFARE
        and standing_of_representative(representative, recipient, on).may
        for representative in representatives
    )
    served = {choice.person.pk for choice in choices if choice.gets_letter}
    for representative in representatives:
        standing = standing_of_representative(representative, recipient, on)
        gets_letter, reason = standing.may, standing.reason
        if representative.person.died_on:
            gets_letter, reason = False, _("Er død.")
        elif gets_letter and _is_withheld(representative, recipient, representatives, on):
            gets_letter, reason = (
                False,
                _("Tungtveiende hensyn taler mot at forelderen får vite det."),
            )
        elif representative.kind == Kind.PARENT and standing.may and in_care:
            # Whether parents in that situation are told is weighed each time (pbrl. § 3-4).
            gets_letter, reason = (
                False,
                _(
                    "Barnevernstjenesten har overtatt omsorgen. Forelderen får ikke brev uten at "
                    "du har vurdert det."
                ),
            )
        elif gets_letter and representative.person_id in served:
            gets_letter, reason = False, _("Får brevet allerede.")
        awaits = False
        if (
            gets_letter
            and parents != ParentsTold.YES
            and is_on_the_parents_side(representative.person_id, recipient, representatives, on)
        ):
            awaits = parents == ParentsTold.NOT_ASSESSED
            gets_letter, reason = False, _why_not_told(recipient, parents)
        if gets_letter:
            served.add(representative.person_id)
        choices.append(
            AddresseeChoice(
                representative.person,
                representative.kind,
                gets_letter,
                reason,
                representative,
                awaits,
            )
        )
    return choices


def _is_withheld(
    representative: Representative,
    recipient: Person,
    representatives: Iterable[Representative],
    on: date,
) -> bool:
    """What is noted about one parent holds in whatever role the parent acts, until 18."""
    if recipient.birth_date and not is_minor(recipient.birth_date, on):
        return False
    return any(
        one.information_withheld
        for one in representatives
        if one.person_id == representative.person_id
        and one.kind == Kind.PARENT
        and (one.valid_until is None or one.valid_until >= on)
    )


def _why_not_told(recipient: Person, parents: ParentsTold) -> str:
    if parents == ParentsTold.NOT_ASSESSED:
        return _("Venter på vurdering: Det er registrert at foreldrene ikke bør få vite det.")
    return _("Vurdert: Foreldrene til %(name)s får ikke brev.") % {"name": recipient.first_name}


def _choice_of_recipient(
    recipient: Person, on: date, *, understands_the_case: bool
) -> AddresseeChoice:
    name, born_on = recipient.first_name, recipient.birth_date
    if recipient.died_on:
        return AddresseeChoice(recipient, RECIPIENT, False, _("Er død."))
    if born_on is None or not is_minor(born_on, on):
        # Also one who has a proxy or a guardian: fvl. § 12 lets the party be told directly too.
        gets_letter, reason = True, _("Saken gjelder %(name)s.")
    elif decides_alone(born_on, on):
        gets_letter, reason = True, _("%(name)s har fylt 16 år og bestemmer selv.")
    elif has_right_to_own_copy(born_on, on):
        gets_letter, reason = True, _("%(name)s har fylt 15 år og skal ha sitt eget brev.")
    elif may_use_party_rights(born_on, on, understands_the_case=understands_the_case):
        gets_letter, reason = True, _("%(name)s har fylt 12 år og forstår hva saken gjelder.")
    else:
        gets_letter, reason = (
            False,
            _(
                "%(name)s er under 15 år. Fortell %(name)s om saken på en måte som passer alder "
                "og modenhet."
            ),
        )
    return AddresseeChoice(recipient, RECIPIENT, gets_letter, reason % {"name": name})
