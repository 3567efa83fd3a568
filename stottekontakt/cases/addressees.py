"""Who gets a letter in a case, asked of the database; the rules stand in rules.py."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from stottekontakt.cases.models import (
    Case,
    InformationWish,
    ParentInformationAssessment,
    Representative,
)
from stottekontakt.cases.rules import (
    AddresseeChoice,
    ParentsTold,
    letter_addressees,
    parents_told,
)


def addressees_of(
    case: Case,
    on: date,
    *,
    understands_the_case: bool = False,
    source: str = "",
    representatives: Sequence[Representative] | None = None,
) -> list[AddresseeChoice]:
    """`source` is what the letter is about ("decision:17"): it may have been assessed by itself.

    Two queries, and one more in the few cases where a wish stands.
    """
    if representatives is None:
        representatives = list(case.representatives.select_related("person").order_by("pk"))
    return letter_addressees(
        case.recipient,
        representatives,
        on,
        understands_the_case=understands_the_case,
        parents=parents_told_in(case, source),
    )


def parents_told_in(case: Case, source: str = "") -> ParentsTold:
    wishes = list(InformationWish.objects.filter(case=case, withdrawn_at=None))
    if not wishes:
        return ParentsTold.YES
    assessments = ParentInformationAssessment.objects.filter(case=case, source__in=["", source])
    return parents_told(wishes, assessments, source)
