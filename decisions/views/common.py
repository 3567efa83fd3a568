"""What several pages of a decision need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from decisions import approval, letters
from decisions.models import Decision
from decisions.rules import Dossier, Problem, Section, sections_of
from decisions.services import FIELDS, RELATED
from stottekontakt.accounts.decorators import log_read
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.models import User
from stottekontakt.accounts.roles import Permission
from stottekontakt.cases.models import Person
from stottekontakt.cases.rules import AddresseeChoice
from stottekontakt.errors import Refused
from stottekontakt.letters.context import Role
from stottekontakt.letters.markup import inline
from stottekontakt.letters.phrasing import Language
from stottekontakt.letters.services import language_of, preview


def visible_decision(request: AuthenticatedHttpRequest, pk: int) -> Decision:
    """404 for what is not the reader's; the reading is logged."""
    decision = get_object_or_404(
        Decision.objects.visible_to(request.membership).select_related(*RELATED), pk=pk
    )
    log_read(
        request,
        decision,
        case_id=decision.case_id,
        ground=decision.case.reading_ground(request.membership),
    )
    return decision


def may_write(request: AuthenticatedHttpRequest, decision: Decision) -> bool:
    """Not while it is with the decision maker."""
    return not decision.is_submitted and _is_writer_of_draft(request, decision)


def may_call_back(request: AuthenticatedHttpRequest, decision: Decision) -> bool:
    return decision.is_submitted and _is_writer_of_draft(request, decision)


def _is_writer_of_draft(request: AuthenticatedHttpRequest, decision: Decision) -> bool:
    membership = request.membership
    return (
        decision.is_draft
        and membership.may(Permission.DECISION_DRAFT)
        and decision.case.is_editable_by(membership)
    )


def approval_panel(request: AuthenticatedHttpRequest, dossier: Dossier) -> dict[str, Any]:
    """What the reader of a draft that is sent may do with it; for decisions/_approval.html."""
    decision, membership = dossier.decision, request.membership
    if not decision.is_submitted:
        return {"approves": False, "calls_back": False, "barred": []}
    approves = (
        membership.may(Permission.DECISION_APPROVE)
        and decision.case.is_editable_by(membership)
        and membership.user_id not in approval.writers_of(decision)
    )
    return {
        "approves": approves,
        "calls_back": may_call_back(request, decision),
        "barred": approval.problems_before_issue_by(dossier, membership) if approves else [],
    }


def may_open_issue(request: AuthenticatedHttpRequest, decision: Decision) -> bool:
    """Whether the page that issues is the reader's; what bars it is said there."""
    return decision.is_draft and decision.case.is_editable_by(request.membership)


NOTICE_ANCHOR = "varsel"


def section_named(slug: str, dossier: Dossier) -> Section:
    """404 for what is no section, or none of this decision's."""
    found = [one for one in sections_of(dossier) if one == slug]
    if not found:
        raise Http404
    return found[0]


def address_of(problem: Problem, dossier: Dossier) -> str:
    """Where the problem is mended."""
    if problem.section is None:
        return dossier.case.get_absolute_url()
    if problem.anchor == NOTICE_ANCHOR:
        return reverse("decisions:notice", args=[dossier.decision.pk])
    address = reverse("decisions:section", args=[dossier.decision.pk, problem.section])
    return f"{address}#{problem.anchor}" if problem.anchor else address


def with_addresses(problems: Sequence[Problem], dossier: Dossier) -> list[tuple[str, str]]:
    return [(problem.text, address_of(problem, dossier)) for problem in problems]


@dataclass(frozen=True)
class PreviewedLetter:
    """The letter to one addressee as it would be; or why it cannot be shown."""

    person: Person
    who: str
    why: str
    language: Language
    url: str
    body: SafeString | None
    problems: Sequence[str] = ()


def previewed_letter(
    dossier: Dossier,
    choice: AddresseeChoice,
    *,
    signed_by: User | None = None,
    dated_on: date | None = None,
    writing: Section | None = None,
) -> PreviewedLetter:
    """The same composition as when it is issued. An error in a text must not hide the draft."""
    language = language_of(choice.person)
    body: SafeString | None = None
    problems: Sequence[str] = ()
    try:
        body = preview(
            letters.kind(dossier.decision),
            case=dossier.case,
            context=letters.context(dossier, choice, signed_by=signed_by, dated_on=dated_on),
            language=language,
        ).body_for_screen
        if writing is not None:
            body = with_marks(body, texts_of(writing, dossier))
    except Refused as error:
        problems = error.problems
    return PreviewedLetter(
        person=choice.person,
        who=who(choice),
        why=choice.reason,
        language=language,
        url=reverse("decisions:letter", args=[dossier.decision.pk, choice.person.pk]),
        body=body,
        problems=problems,
    )


def with_marks(body: SafeString, texts: Iterable[str]) -> SafeString:
    """The letter with what is being written in it marked, line by line."""
    html = str(body)
    for line in {line.strip() for text in texts for line in text.splitlines()}:
        # A list's dash is not in the letter. Escaped and set just as the letter sets it; a line
        # fills its element, so nothing inside a tag can be taken for it.
        words = inline(line.removeprefix("- "))
        if words:
            html = html.replace(f">{words}<", f"><mark>{words}</mark><", 1)
    return mark_safe(html)


def texts_of(section: Section, dossier: Dossier) -> list[str]:
    """What is written in a section and stands in the letter as written."""
    decision = dossier.decision
    texts = [
        str(getattr(decision, name))
        for name in FIELDS[section]
        if isinstance(getattr(decision, name), str) and name != "outcome"
    ]
    if section is Section.CRITERIA:
        texts += [part for one in dossier.appraisals for part in (one.text, one.exception)]
    return texts


def who(choice: AddresseeChoice) -> str:
    """mor, foreldreansvar"""
    representative = choice.representative
    if representative is None:
        return _("saken gjelder")
    if choice.role == Role.PARENT:
        responsibility = representative.get_parental_responsibility_display()
        parts = [representative.relation or _("forelder"), responsibility.lower()]
        return ", ".join(part for part in parts if part)
    return representative.relation or representative.get_kind_display().lower()
