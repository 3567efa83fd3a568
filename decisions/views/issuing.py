"""The page that shows what will happen when the decision is issued, and the button that does it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from decisions import approval, rules
from decisions.errors import AlreadyIssued
from decisions.forms import IssueForm
from decisions.models import Decision
from decisions.rules import Dossier
from decisions.services import dossier_of
from decisions.views.common import (
    may_open_issue,
    may_write,
    previewed_letter,
    visible_decision,
    who,
    with_addresses,
)
from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.cases.models import Person
from stottekontakt.deadlines.models import Deadline
from stottekontakt.errors import Refused
from stottekontakt.ui.formatting import long_date
from stottekontakt.workflows.decision_issued import IssuedDecision, issue_decision


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.DECISION_ISSUE)
def issue(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    decision = visible_decision(request, pk)
    if decision.is_issued and request.method == "POST":
        return _already_issued(request, decision)
    if not may_open_issue(request, decision):
        return redirect(decision)
    dossier = dossier_of(decision)
    if request.method != "POST" and (barred := _barred(request, dossier)):
        return barred
    sent = request.POST if request.method == "POST" else None
    form = IssueForm(sent, count=len(dossier.getting_letters), version=decision.version)
    if request.method == "POST" and form.is_valid():
        try:
            issued = issue_decision(pk, by=request.membership, version=form.cleaned_data["version"])
        except AlreadyIssued:
            decision.refresh_from_db()
            return _already_issued(request, decision)
        except Refused as error:
            for problem in error.problems:
                messages.error(request, problem)
            return redirect("decisions:issue", pk=pk)
        messages.success(request, _done(issued))
        return redirect(decision)
    return render(
        request, "decisions/issue.html", {**_what_will_happen(request, dossier), "form": form}
    )


def _barred(request: AuthenticatedHttpRequest, dossier: Dossier) -> HttpResponse | None:
    """Where somebody else must issue it: to the page that sends it, or that says who may."""
    decision = dossier.decision
    barred = approval.problems_before_issue_by(dossier, request.membership)
    if not barred:
        return None
    if not decision.is_submitted and may_write(request, decision):
        return redirect("decisions:submit", pk=decision.pk)
    for problem in barred:
        messages.info(request, problem)
    return redirect(decision)


def _already_issued(request: AuthenticatedHttpRequest, decision: Any) -> HttpResponse:
    messages.info(
        request,
        _("Vedtaket var allerede fattet av %(name)s. Ingenting ble gjort på nytt.")
        % {"name": decision.issued_by.name},
    )
    return redirect(decision)


def _done(issued: IssuedDecision) -> str:
    count = len(issued.letters)
    if count == 0:
        return _("Vedtaket er fattet. Ingen får brev.")
    sentence = ngettext(
        "Vedtaket er fattet, og %(count)d brev lages nå. Svarfristen er holdt når brevet er sendt.",
        "Vedtaket er fattet, og %(count)d brev lages nå. Svarfristen er holdt når brevene er "
        "sendt.",
        count,
    ) % {"count": count}
    return format_html(
        '{} <a href="{}">{}</a>',
        sentence,
        issued.letters[0].get_absolute_url(),
        _("Se brevet til %(name)s") % {"name": issued.letters[0].addressee_name},
    )


@dataclass(frozen=True)
class Recipient:
    """One row of "these letters are made"."""

    person: Person
    who: str
    how: str


@dataclass(frozen=True)
class ComingDeadline:
    name: str
    day: date
    is_about: bool
    why: str


def _what_will_happen(request: AuthenticatedHttpRequest, dossier: Dossier) -> dict[str, Any]:
    decision, today = dossier.decision, timezone.localdate()
    problems = rules.problems_before_issue(dossier)
    shown = []
    if not problems:
        shown = [
            previewed_letter(dossier, choice, signed_by=request.membership.user, dated_on=today)
            for choice in dossier.getting_letters
        ]
    one_month = None
    if dossier.application is not None:
        one_month = (
            Deadline.objects.open()
            .filter(kind=Deadline.Kind.ONE_MONTH, source=dossier.application.source)
            .first()
        )
    return {
        "decision": decision,
        "dossier": dossier,
        "case": dossier.case,
        "recipient": dossier.recipient,
        "headline": rules.headline(dossier),
        "period": rules.period_in_words(decision) if decision.is_grant else "",
        "problems": with_addresses(problems, dossier),
        "recipients": [
            Recipient(choice.person, who(choice), how(choice.person))
            for choice in dossier.getting_letters
        ],
        "endings": list(_what_ends(dossier)),
        "ended_deadlines": list(_deadlines_that_end(dossier)),
        "left_out": [choice for choice in dossier.addressees if not choice.gets_letter],
        "letters": shown,
        "deadlines": list(_coming_deadlines(dossier, today)),
        "one_month": one_month,
        "today": today,
    }


@dataclass(frozen=True)
class EndingInWords:
    words: str
    last_day: date | None


def _what_ends(dossier: Dossier) -> Iterator[EndingInWords]:
    for ending in rules.endings(dossier):
        words = rules.service_in_words(ending.service)
        yield EndingInWords(words[:1].upper() + words[1:], ending.last_day)


def _deadlines_that_end(dossier: Dossier) -> Iterator[Deadline]:
    """Of what stands now; as decision_issued settles them."""
    if not dossier.chain or rules.first_day_without(dossier.decision) is None:
        return
    runs_on = dossier.decision.kind == Decision.Kind.EXTENSION
    sources = [f"decision:{pk}" for pk in dossier.chain]
    for deadline in Deadline.objects.open().filter(source__in=sources).order_by("act_by"):
        first_day = rules.first_day_without(dossier.decision)
        assert first_day is not None
        if deadline.kind == Deadline.Kind.END or (
            deadline.kind == Deadline.Kind.EVALUATION
            and (not runs_on or deadline.due_on >= first_day)
        ):
            yield deadline


def how(person: Person) -> str:
    if person.is_protected:
        return _("For hånd. Adressen er sperret og står ikke i brevet")
    return _("På papir i posten")


def _coming_deadlines(dossier: Dossier, today: date) -> list[ComingDeadline]:
    decision = dossier.decision
    days = dossier.municipality.paper_delivery_days
    coming = [
        ComingDeadline(
            _("Klage"),
            rules.complaint_due(rules.presumed_notified(today, days)),
            True,
            _("Fire uker fra brevet har kommet fram. Fristen settes for hver mottaker når "
              "brevet er sendt."),
        )
    ]  # fmt: skip
    if decision.is_grant and decision.starts_on and decision.evaluation_on:
        coming.append(
            ComingDeadline(
                _("Evaluering"),
                rules.evaluation_act_by(decision.evaluation_on, decision.starts_on),
                False,
                _("Da skal vi ha snakket sammen om hvordan det går."),
            )
        )
    if decision.is_grant and decision.starts_on and decision.ends_on:
        coming.append(
            ComingDeadline(
                _("Ny vurdering"),
                rules.end_act_by(decision.ends_on, decision.starts_on),
                False,
                _("To måneder før vedtaket går ut %(day)s.") % {"day": long_date(decision.ends_on)},
            )
        )
    return coming
