"""Issued decisions with their letters made. Everybody is invented."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from decisions.models import Decision, LegalBasis
from stottekontakt.accounts.models import Membership
from stottekontakt.cases import services as case_services
from stottekontakt.cases.models import Case, Person
from stottekontakt.letters.models import Letter
from tests.letters.factories import issue


def decide(case: Case, by: Membership, on: date = date(2026, 11, 2), **fields: Any) -> Decision:
    """A refusal, written straight into the rows: what it says does not matter here."""
    at = timezone.make_aware(datetime.combine(on, time(12)))
    decision = Decision.objects.create(
        municipality=case.municipality, case=case, drafted_by=by.user, drafted_at=at,
        taken_over_at=fields.pop("taken_over_at", None),
    )  # fmt: skip
    bases = LegalBasis.objects.valid_on(on, case.municipality_id)
    values = {
        "outcome": "refused",
        "facts": "Bor hos foreldrene.",
        "recipient_view": "Vil svømme.",
        "reasons": "Får hjelpen på en annen måte.",
        "applied_for": "tre timer i uken",
        "decisive": "Klubben har en leder til henne.",
        "guidance": [{"title": "Klubben", "text": "Ring dem."}],
        "child_heard": "conversation",
        "child_heard_how": "Siri snakket med henne på skolen.",
        "best_interests": "Det beste er klubben.",
        "alternatives": "Gruppe er vurdert.",
        "recipient_age": case.recipient.age_on(on),
        "legal_bases": [basis.pk for basis in bases],
        **fields,
    }
    for name, value in values.items():
        setattr(decision, name, value)
    decision.state, decision.issued_at, decision.issued_by = "issued", at, by.user
    decision.save()
    return decision


def letter_of(
    decision: Decision,
    by: Membership,
    *,
    addressee: Person | None = None,
    data: bytes | None = None,
    kind: str = "decision_refused",
    made: bool = True,
) -> Letter:
    """The decision's letter to the recipient or somebody else, its PDF in the store."""
    letter = issue(decision.case, by=by, kind=kind, source=decision.source, addressee=addressee)
    letter.refresh_from_db()
    if made and not letter.is_rendered:
        document = case_services.add_document(
            letter.journal_entry,
            by=None,
            title=letter.title,
            filename=f"brev-{letter.pk}.pdf",
            content_type="application/pdf",
            data=data or f"%PDF-1.7 {letter.pk}\n%%EOF\n".encode(),
        )
        letter.state, letter.document, letter.sha256 = "rendered", document, document.sha256
        letter.rendered_at = timezone.now()
        letter.save(update_fields=["state", "document", "sha256", "rendered_at"])
    return letter
