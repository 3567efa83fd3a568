"""One letter to each who has a right to it; what several verbs of this app need."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from applications.errors import CannotChange
from stottekontakt.accounts.models import Membership
from stottekontakt.cases.models import Case
from stottekontakt.cases.rules import AddresseeChoice, is_minor, letter_addressees
from stottekontakt.letters.context import LetterContext, Role, Signatory, SignatoryRole
from stottekontakt.letters.models import Letter
from stottekontakt.letters.phrasing import Language
from stottekontakt.letters.services import contact_of, issue_letter, language_of, sender_of

# What a kind of letter says beyond what every letter says, in the reader's form of language.
Says = Callable[[AddresseeChoice, Language], dict[str, Any]]


def getting_letters(case: Case, today: date, *, understands: bool) -> list[AddresseeChoice]:
    choices = letter_addressees(
        case.recipient,
        list(case.representatives.select_related("person")),
        today,
        understands_the_case=understands,
    )
    return [choice for choice in choices if choice.gets_letter]


def write_to_party(
    kind: str,
    context: type[LetterContext],
    says: Says,
    *,
    case: Case,
    source: str,
    today: date,
    by: Membership,
    understands: bool = False,
    version: int = 1,
    only: Collection[int] | None = None,
) -> Sequence[Letter]:
    """`only` are the persons chosen among those who may have it; None: all of them.

    Refused when nobody can be written to.
    """
    choices = [
        choice
        for choice in getting_letters(case, today, understands=understands)
        if only is None or choice.person.pk in only
    ]
    if not choices:
        raise CannotChange(
            _("Ingen kan få brev ennå. Legg til den som skal opptre for %(name)s.")
            % {"name": case.recipient.first_name}
        )
    letters = []
    for choice in choices:
        language = language_of(choice.person)
        letters.append(
            issue_letter(
                kind,
                case=case,
                source=source,
                context=context(
                    **common(case, choice.role, today=today, by=by, language=language),
                    **says(choice, language),
                ),
                addressee=choice.person,
                by=by,
                language=language,
                version=version,
            )
        )
    return letters


def common(
    case: Case, role: str, *, today: date, by: Membership, language: Language
) -> dict[str, Any]:
    recipient = case.recipient
    return {
        "sender": sender_of(case, language),
        "contact": contact_of(case),
        "role": Role(role),
        "called": recipient.first_name,
        "is_minor": recipient.birth_date is not None and is_minor(recipient.birth_date, today),
        "dated_on": today,
        "signatories": (Signatory(name=by.user.name, role=SignatoryRole.CASEWORKER),),
    }
