"""One letter to each who has a right to it; what several verbs of this app need."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from applications.errors import CannotChange
from stottekontakt.accounts.models import Membership
from stottekontakt.cases.addressees import addressees_of
from stottekontakt.cases.models import Case, Person
from stottekontakt.cases.rules import AddresseeChoice, is_minor
from stottekontakt.errors import Refused
from stottekontakt.letters.context import LetterContext, Role, Signatory, SignatoryRole
from stottekontakt.letters.models import Letter
from stottekontakt.letters.phrasing import Language
from stottekontakt.letters.services import contact_of, issue_letter, language_of, preview, sender_of


@dataclass(frozen=True)
class Plan:
    """A letter to the party: its kind, and what it says beyond what every letter says."""

    kind: str
    context: type[LetterContext]
    says: Mapping[str, Any]


def getting_letters(
    case: Case, today: date, *, understands: bool, source: str = ""
) -> list[AddresseeChoice]:
    choices = addressees_of(case, today, understands_the_case=understands, source=source)
    return [choice for choice in choices if choice.gets_letter]


@dataclass(frozen=True)
class Preview:
    """The letter to one addressee as it would be; or why it cannot be written."""

    person: Person
    language: Language
    body: SafeString | None
    problems: Sequence[str] = ()


def preview_to_party(
    plan: Plan,
    *,
    case: Case,
    by: Membership,
    understands: bool = False,
    only: Collection[int] | None = None,
) -> list[Preview]:
    """The same composition as when they are issued."""
    today = timezone.localdate()
    previews = []
    for choice in getting_letters(case, today, understands=understands):
        if only is not None and choice.person.pk not in only:
            continue
        language = language_of(choice.person)
        context = plan.context(
            **common(case, choice.role, today=today, by=by, language=language), **plan.says
        )
        try:
            composed = preview(plan.kind, case=case, context=context, language=language)
            previews.append(Preview(choice.person, language, composed.body_for_screen))
        except Refused as error:
            previews.append(Preview(choice.person, language, None, error.problems))
    return previews


def write_to_party(
    plan: Plan,
    *,
    case: Case,
    source: str,
    by: Membership,
    understands: bool = False,
    version: int = 1,
    only: Collection[int] | None = None,
) -> Sequence[Letter]:
    """`only` are the persons chosen among those who may have it; None: all of them.

    Refused when nobody can be written to.
    """
    today = timezone.localdate()
    choices = [
        choice
        for choice in getting_letters(case, today, understands=understands, source=source)
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
                plan.kind,
                case=case,
                source=source,
                context=plan.context(
                    **common(case, choice.role, today=today, by=by, language=language),
                    **plan.says,
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
