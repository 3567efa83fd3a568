"""The list of decisions, a decision that is made, and its letters before it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import JSONField, Prefetch, TextField
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from decisions import rules
from decisions.forms import DecisionFilter, note_in_words
from decisions.models import Criterion, Decision, GrantedService
from decisions.services import dossier_of
from decisions.views.common import (
    approval_panel,
    may_write,
    previewed_letter,
    visible_decision,
    who,
    with_addresses,
)
from decisions.views.following import LABELS, may_follow_up, ways_on
from decisions.views.late import sections_left
from decisions.views.writing_help import heavy_texts
from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.deadlines.models import Deadline
from stottekontakt.letters.models import Letter
from stottekontakt.ui.formatting import short_date
from stottekontakt.ui.listing import chips_of, ordering, page_of

ORDERS = {
    "dato": ("pk",),
    "navn": ("case__recipient__sort_name", "pk"),
    "sak": ("case__year", "case__sequence", "pk"),
}
NEWEST_FIRST = "-dato"
LONG_TEXTS = [
    field.name
    for field in Decision._meta.concrete_fields
    if isinstance(field, TextField | JSONField) and not field.choices  # what a choice is, is short
]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list, in words."""

    decision: Decision
    name: str
    protection: Any
    state: Any
    color: str
    draft_of: Any  # the outcome a draft is going to have
    services: Sequence[tuple[str, Any]]  # hours, and in which form
    period: str
    until: str
    day: date | None
    by: str
    may_go_on: bool


def _row(decision: Decision, *, may_draft: bool) -> Row:
    recipient = decision.case.recipient
    is_made = decision.is_issued
    starts_on, ends_on = decision.starts_on, decision.ends_on
    has_period = starts_on is not None and (decision.is_grant or not decision.outcome)
    by = decision.issued_by if is_made else decision.drafted_by
    return Row(
        decision=decision,
        name=recipient.name,
        protection=recipient.get_address_protection_display() if recipient.is_protected else "",
        state=rules.outcome_in_words(decision) if is_made else decision.get_state_display(),
        color=STATE_COLORS.get(decision.outcome, "info") if is_made else "neutral",
        draft_of=rules.outcome_in_words(decision) if not is_made and decision.outcome else "",
        services=[
            (rules.hours_in_words(service), service.get_form_display())
            for service in decision.services.all()
        ],
        period=short_date(starts_on) if starts_on and has_period else "",
        until=(short_date(ends_on) if ends_on else _("inntil videre")) if has_period else "",
        day=decision.decided_on if is_made else decision.drafted_on,
        by=by.name if by else "",
        may_go_on=may_draft and decision.is_draft,
    )


STATE_COLORS = {Decision.Outcome.GRANTED.value: "success"}


@never_cache
@require_safe
@requires(Permission.CASE_VIEW)
def decision_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    filters = DecisionFilter(request.GET or None)
    decisions = (
        Decision.objects.visible_to(request.membership)
        .select_related("case__recipient", "drafted_by", "issued_by")
        .defer(*LONG_TEXTS)
        .prefetch_related(Prefetch("services", GrantedService.objects.order_by("pk")))
    )
    if filters.is_valid():
        asked = filters.cleaned_data
        if asked["tilstand"]:
            decisions = decisions.filter(state=asked["tilstand"])
        if asked["utfall"]:
            decisions = decisions.filter(outcome=asked["utfall"])
        if asked["mine"]:
            decisions = decisions.filter(case__caseworker=request.membership.user_id)
    page = page_of(request, decisions.order_by(*ordering(request, ORDERS, default=NEWEST_FIRST)))
    may_draft = request.membership.may(Permission.DECISION_DRAFT)
    return render(
        request,
        "decisions/list.html",
        {
            "page": page,
            "rows": [_row(decision, may_draft=may_draft) for decision in page],
            "filters": filters,
            "chips": chips_of(request, filters),
            "default_sort": NEWEST_FIRST,
            "may_draft": may_draft,
        },
    )


@never_cache
@require_safe
@requires(Permission.CASE_VIEW)
def detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """A draft leads whoever writes it to where something is missing; others read it."""
    decision = visible_decision(request, pk)
    dossier = dossier_of(decision)
    if may_write(request, decision):
        return redirect("decisions:section", pk=pk, slug=_where_to_begin(dossier))
    letters = (
        Letter.objects.of_source(decision.source)
        .visible_to(request.membership)
        .select_related("journal_entry")
        .order_by("pk")
    )
    may_read_file = request.membership.may(Permission.CASE_FILE)
    sources = [decision.source]
    if may_read_file:
        sources += [f"letter:{letter.pk}" for letter in letters]
        sources += [decision.application.source] if decision.application else []
    # Each addressee has a time to complain of their own.
    names = {f"letter:{letter.pk}": letter.addressee_name for letter in letters}
    deadlines = Deadline.objects.visible_to(request.membership).filter(source__in=sources)
    problems = rules.problems_before_issue(dossier) if decision.is_draft else []
    return render(
        request,
        "decisions/detail.html",
        {
            "decision": decision,
            "dossier": dossier,
            "case": decision.case,
            "recipient": decision.case.recipient,
            "headline": rules.headline(dossier),
            "outcome": rules.outcome_in_words(decision),
            "period": rules.period_in_words(decision),
            "ended": _ended_early(decision) if decision.is_issued else [],
            "not_in_letter": _("Ikke skrevet ennå.")
            if decision.is_draft
            else _("Ingenting skal stå i brevet."),
            **_ways_on(request, decision),
            "services": [rules.service_in_words(service) for service in dossier.services],
            "appraised": [
                (criterion, dossier.appraisal_of(criterion), _built_on(dossier, criterion))
                for criterion in dossier.criteria
            ],
            "built_on": _built_on(dossier, None),
            "problems": [problem.text for problem in problems],
            **approval_panel(request, dossier),
            "left": [
                (rules.section_title(rules.Section(section), dossier), section, kept_at)
                for section, kept_at in sections_left(request, decision)
            ],
            "letters": letters,
            "queued": next((one for one in letters if one.state == Letter.State.QUEUED), None),
            "may_send": request.membership.may(Permission.LETTER_SEND),
            "may_read_file": may_read_file,
            "deadlines": [(one, names.get(one.source, "")) for one in deadlines],
        },
    )


def _ended_early(decision: Decision) -> list[str]:
    """A line for each form of the service that a later decision has ended."""
    ended = decision.services.filter(ended_through__isnull=False).select_related("ended_through")
    return [
        _("%(form)s: avsluttet %(day)s av et senere vedtak")
        % {"form": service.get_form_display(), "day": short_date(service.ends_on)}
        if service.in_force and service.ends_on
        else _("%(form)s: kom ikke til å gjelde, fordi et senere vedtak tok over")
        % {"form": service.get_form_display()}
        for service in ended
    ]


def _ways_on(request: AuthenticatedHttpRequest, decision: Decision) -> dict[str, Any]:
    if not may_follow_up(request, decision):
        return {"may_follow_up": False}
    ways = {str(way.label): way.url for way in ways_on(decision)}
    soon = timezone.localdate() + timedelta(days=2 * rules.END_NOTICE_DAYS)
    return {
        "may_follow_up": True,
        "extend_url": ways.get(str(LABELS["forlengelse"][0]), ""),
        # Before that, what is to be done with a decision is something else.
        "extend_is_next": decision.ends_on is not None and decision.ends_on <= soon,
    }


def _built_on(dossier: rules.Dossier, criterion: Criterion | None) -> list[str]:
    """The conversations and documents named under a criterion, or under the facts."""
    pk = criterion.pk if criterion else None
    return [
        note_in_words(source.note)
        if source.note
        else (source.journal_entry.title if source.journal_entry else "")
        for source in dossier.sources
        if source.criterion_id == pk
    ]


def _where_to_begin(dossier: rules.Dossier) -> rules.Section:
    states = rules.section_states(dossier)
    unfinished = [state.section for state in states if state.mark != rules.Mark.DONE]
    return unfinished[0] if unfinished else states[-1].section


@never_cache
@require_safe
@requires(Permission.CASE_FILE)
def letter(
    request: AuthenticatedHttpRequest, pk: int, person_pk: int
) -> HttpResponse | HttpResponseRedirect:
    """The letter to one addressee, while the decision is a draft; afterwards the letter itself."""
    decision = visible_decision(request, pk)
    if not decision.is_draft:
        made = Letter.objects.of_source(decision.source).visible_to(request.membership)
        sent = made.filter(addressee=person_pk).first()
        return redirect(sent or decision)
    dossier = dossier_of(decision)
    shown = [choice for choice in dossier.getting_letters if choice.person.pk == person_pk]
    if not shown:
        raise Http404
    return render(
        request,
        "decisions/letter.html",
        {
            "decision": decision,
            "dossier": dossier,
            "case": decision.case,
            "shown": previewed_letter(
                dossier,
                shown[0],
                signed_by=request.membership.user if may_write(request, decision) else None,
            ),
            "addressees": [(choice.person, who(choice)) for choice in dossier.getting_letters],
            "problems": with_addresses(rules.problems_before_issue(dossier), dossier),
            "heavy": heavy_texts(dossier) if may_write(request, decision) else [],
            "may_write": may_write(request, decision),
        },
    )
