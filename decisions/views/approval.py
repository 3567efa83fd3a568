"""Two persons: sending a draft to the decision maker, the queue there, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.db.models import F, OuterRef, Prefetch, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from decisions import approval, rules, submitting
from decisions.errors import NotWithDecisionMaker
from decisions.forms import SendBackForm
from decisions.models import Decision, FormDraft, GrantedService
from decisions.rules import Dossier
from decisions.services import dossier_of
from decisions.views.common import (
    approval_panel,
    may_call_back,
    may_write,
    visible_decision,
    with_addresses,
)
from decisions.views.reading import LONG_TEXTS
from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.deadlines.models import Deadline
from stottekontakt.errors import Refused
from stottekontakt.ui.listing import page_of

# ── The queue ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Row:
    decision: Decision
    name: str
    protection: Any
    outcome: Any
    services: list[tuple[str, Any]]  # hours, and in which form
    sent_by: str
    sent_at: datetime | None
    due_on: date | None
    why_not: str  # the reader cannot issue it


def _row(decision: Decision, request: AuthenticatedHttpRequest) -> Row:
    recipient, services = decision.case.recipient, list(decision.services.all())
    why_not = ""
    if request.membership.user_id in approval.writers_of(decision):
        why_not = _("Du har selv skrevet i det")
    elif approval.is_above(request.membership, decision.outcome, approval.hours_a_week(services)):
        why_not = _("Over fullmakten din")
    return Row(
        decision=decision,
        name=recipient.name,
        protection=recipient.get_address_protection_display() if recipient.is_protected else "",
        outcome=decision.get_outcome_display(),
        services=[(rules.hours_in_words(one), one.get_form_display()) for one in services],
        sent_by=decision.submitted_by.name if decision.submitted_by else "",
        sent_at=decision.submitted_at,
        due_on=decision.due_on,  # type: ignore[attr-defined]
        why_not=why_not,
    )


@never_cache
@require_safe
@requires(Permission.DECISION_APPROVE)
def queue(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What waits for a decision maker of the unit, what must be answered first on top."""
    due = Deadline.objects.open().filter(
        kind=Deadline.Kind.ONE_MONTH,
        case=OuterRef("case"),
        source=Concat(Value("application:"), Cast(OuterRef("application_id"), TextField())),
    )
    decisions = (
        Decision.objects.editable_by(request.membership)
        .submitted()
        .select_related("case__recipient", "submitted_by")
        .defer(*(name for name in LONG_TEXTS if name != "saves"))
        .prefetch_related(Prefetch("services", GrantedService.objects.order_by("pk")))
        .annotate(due_on=Subquery(due.order_by("act_by").values("act_by")[:1]))
        .order_by(F("due_on").asc(nulls_last=True), "submitted_at", "pk")
    )
    page = page_of(request, decisions)
    return render(
        request,
        "decisions/queue.html",
        {"page": page, "rows": [_row(decision, request) for decision in page]},
    )


# ── Sending, and taking back ────────────────────────────────────────────────────────────────────


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.DECISION_DRAFT)
def submit(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Who may issue it, what happens meanwhile, and the button that sends it."""
    decision = visible_decision(request, pk)
    if not may_write(request, decision):
        if request.method == "POST" and decision.is_submitted:
            messages.info(request, _("Vedtaket var allerede sendt til beslutter."))
        return redirect(decision)
    if request.method == "POST":
        try:
            submitting.submit(pk, by=request.membership)
        except Refused as error:
            for problem in error.problems:
                messages.error(request, problem)
            return redirect("decisions:submit", pk=pk)
        messages.success(request, _("Vedtaket er sendt til beslutter. Du får det tilbake på "
                                    "arbeidslisten hvis noe må skrives om."))  # fmt: skip
        return redirect(decision)
    dossier = dossier_of(decision)
    problems = rules.problems_before_issue(dossier)
    return render(
        request,
        "decisions/submit.html",
        {
            "decision": decision,
            "case": decision.case,
            "recipient": dossier.recipient,
            "headline": rules.headline(dossier),
            "problems": with_addresses(problems, dossier),
            "barred": submitting.problems_before_submitting(dossier, request.membership),
            "decision_makers": [
                member.user.name
                for member in submitting.decision_makers(dossier, request.membership)
            ],
            "unsaved": unsaved_by_others(request, dossier),
        },
    )


def unsaved_by_others(request: AuthenticatedHttpRequest, dossier: Dossier) -> list[tuple[str, str]]:
    """(name, section) of what colleagues have typed and not saved: it will not be part of it."""
    titles = {str(part): rules.section_title(part, dossier) for part in rules.sections_of(dossier)}
    kept = (
        FormDraft.objects.filter(decision=dossier.decision)
        .exclude(user=request.membership.user_id)
        .order_by("user__name", "section")
        .values_list("user__name", "section")
    )
    return [(name, titles[section]) for name, section in kept if section in titles]


@require_POST
@requires(Permission.DECISION_DRAFT)
def call_back(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    decision = visible_decision(request, pk)
    if not may_call_back(request, decision):
        messages.info(request, _not_there(decision))
        return redirect(decision)
    try:
        submitting.call_back(pk, by=request.membership)
    except NotWithDecisionMaker as error:
        messages.info(request, error.problems[0])
    else:
        messages.success(request, _("Vedtaket er kalt tilbake. Nå kan du skrive i det igjen."))
    return redirect(decision)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.DECISION_APPROVE)
def send_back(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The decision maker says what must be otherwise."""
    decision = visible_decision(request, pk)
    sent = request.POST if request.method == "POST" else None
    form = SendBackForm(sent)
    if not decision.is_submitted:
        if request.method != "POST" or not form.is_valid():
            messages.info(request, _not_there(decision))
            return redirect(decision)
    elif not approval_panel(request, dossier_of(decision))["approves"]:
        return redirect(decision)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            submitting.send_back(pk, reason=reason, by=request.membership)
        except NotWithDecisionMaker as error:
            # What was typed stands on the page still, to be copied.
            form.add_error(None, error.problems[0])
        else:
            messages.success(
                request, _("Vedtaket er sendt tilbake. Saksbehandleren ser grunnen du skrev.")
            )
            return redirect("decisions:queue")
    return render(
        request,
        "decisions/send_back.html",
        {
            "decision": decision,
            "case": decision.case,
            "recipient": decision.case.recipient,
            "form": form,
        },
    )


def _not_there(decision: Decision) -> str:
    if decision.is_issued and decision.issued_by:
        return _("%(name)s har fattet vedtaket.") % {"name": decision.issued_by.name}
    return _("Vedtaket er ikke hos beslutter nå.")
