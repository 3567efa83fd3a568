"""Letters issued the way the product issues them. Everybody is invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory
from django.utils import timezone

from stottekontakt.accounts.models import Membership
from stottekontakt.cases.models import Case, Person
from stottekontakt.letters.context import LetterContext
from stottekontakt.letters.kinds import LetterKind
from stottekontakt.letters.models import Letter, LetterText
from stottekontakt.letters.phrasing import Language
from stottekontakt.letters.services import contact_of, issue_letter, sender_of
from tests.accounts.factories import UserFactory
from tests.letters import samples


class LetterTextFactory(factory.django.DjangoModelFactory):
    """The municipality's own wording of a receipt's greeting line."""

    class Meta:
        model = LetterText

    kind = "receipt"
    place = "nothing_missing"
    language = "nb"
    valid_from = date(2026, 1, 1)
    text = "Du kan ta det med ro."
    saved_by = factory.SubFactory(UserFactory)


def context_of(
    case: Case, kind: str = LetterKind.RECEIPT, *, language: Language = "nb", **changes: Any
) -> LetterContext:
    """A sample's content under the case's own letterhead, dated today."""
    return samples.MAKERS[LetterKind(kind)](
        language,
        **{
            "sender": sender_of(case, language),
            "contact": contact_of(case),
            "dated_on": timezone.localdate(),
            **changes,
        },
    )


def issue(
    case: Case,
    *,
    by: Membership | None,
    kind: str = LetterKind.RECEIPT,
    source: str = "application:1",
    addressee: Person | None = None,
    language: Language = "nb",
    version: int = 1,
    **changes: Any,
) -> Letter:
    """A letter in the queue; its task runs when the test's transaction commits."""
    return issue_letter(
        kind,
        case=case,
        source=source,
        context=context_of(case, kind, language=language, **changes),
        addressee=addressee or case.recipient,
        by=by,
        language=language,
        version=version,
    )
