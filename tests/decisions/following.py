"""A decision that stands, and drafts that change, extend or end it, through the product's verbs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from decisions import notices, services
from decisions.models import AdvanceNotice, Decision
from decisions.rules import Section
from stottekontakt.accounts.models import Membership
from stottekontakt.cases.services import add_document
from stottekontakt.letters.models import Letter
from stottekontakt.workflows.decision_notice import issue_advance_notice
from stottekontakt.workflows.letter_delivered import letter_sent
from tests.cases.files import PDF
from tests.decisions.factories import VIEW, appraisals, services_of, write

Kind = Decision.Kind


def follow_up(decision: Decision, kind: Kind, by: Membership) -> Decision:
    return services.draft_follow_up(decision.pk, kind, by=by)


def assess(draft: Decision, by: Membership, **changes: Any) -> Decision:
    """Everything that is asked anew, answered; and the goal is carried over."""
    values: dict[Section, dict[str, Any]] = {
        Section.CRITERIA: {"appraisals": appraisals(draft)},
        Section.VIEW: {
            "child_heard": "conversation",
            "child_heard_how": "Vi snakket med Nora hjemme.",
            "child_said": "Nora vil fortsette.",
            "recipient_view": VIEW,
            "view_weight": "Vi legger stor vekt på det Nora sier.",
        },
        Section.BEST_INTERESTS: {"best_interests": "Nora har godt av å være blant andre."},
        Section.REASONS: {
            "reasons": "Behovet er vurdert på nytt sammen med Nora og foreldrene.",
            "alternatives": "Vi har vurdert en gruppe, men Nora orker ikke mange om gangen.",
        },
    }
    for section, fields in values.items():
        fields.update({key: changes[key] for key in list(changes) if key in fields})
        write(draft, section, by, **fields)
    return Decision.objects.get(pk=draft.pk)


def rescope(draft: Decision, by: Membership, *hours: tuple[str, str], **dates: Any) -> Decision:
    """`hours` are (form, hours a week); dates as on the decision, else as they stand."""
    fresh = Decision.objects.get(pk=draft.pk)
    write(
        fresh,
        Section.SCOPE,
        by,
        services=[services_of(amount, form=form) for form, amount in hours]
        or [
            {
                "form": one.form,
                "hours": one.hours,
                "hours_unit": one.hours_unit,
                "detail": one.detail,
            }
            for one in fresh.services.all()
        ],
        goal=fresh.goal or "Nora er ute blant andre.",
        delivering_unit=fresh.delivering_unit,
        **{
            "starts_on": fresh.starts_on,
            "ends_on": fresh.ends_on,
            "evaluation_on": fresh.evaluation_on,
            **dates,
        },
    )
    return Decision.objects.get(pk=draft.pk)


def decide_change(draft: Decision, by: Membership, **fields: Any) -> Decision:
    write(draft, Section.CHANGE, by, **fields)
    return Decision.objects.get(pk=draft.pk)


def notify(draft: Decision, by: Membership, *, sent_on: date | None = None) -> AdvanceNotice:
    """Written, made and posted the same day."""
    notices.save_notice(
        draft.pk,
        what="Vi vurderer å gå ned til én time i uken.",
        why="Nora har fått venner i klassen.",
        from_on=None,
        version=0,
        by=by,
    )
    # The workflow begins a transaction of its own; a test is inside one already.
    issued = issue_advance_notice(draft.pk, by=by)
    for letter in issued.letters:
        make_file(letter, by)
        letter_sent(letter.pk, on=sent_on or timezone.localdate(), by=by)
    return AdvanceNotice.objects.get(pk=issued.notice.pk)


def make_file(letter: Letter, by: Membership) -> None:
    """As the worker leaves it, without the second that a PDF costs."""
    document = add_document(
        letter.journal_entry,
        by=by,
        title=letter.title,
        filename="brev.pdf",
        content_type="application/pdf",
        data=PDF,
    )
    Letter.objects.filter(pk=letter.pk).update(
        state="rendered", document=document, sha256=document.sha256, rendered_at=timezone.now()
    )
