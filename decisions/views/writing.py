"""Beginning a decision, writing it section by section, and putting a draft away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from applications.models import Application
from decisions import approval, presence, rules, services
from decisions.errors import CannotSave, OlderVersion
from decisions.forms import FORMS, SectionForm, differences
from decisions.models import Decision, FormDraft
from decisions.rules import Dossier, Mark, Section
from decisions.services import dossier_of
from decisions.views.common import (
    may_write,
    previewed_letter,
    section_named,
    visible_decision,
    who,
    with_addresses,
)
from decisions.views.following import start_follow_up
from decisions.views.late import as_typed, typed_before, typed_too_late
from decisions.views.writing_help import add_help
from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.models import User
from stottekontakt.accounts.roles import Permission
from stottekontakt.cases.views.common import ask_impartiality
from stottekontakt.deadlines.models import Deadline
from stottekontakt.errors import Refused
from stottekontakt.letters.phrasing import join

# Where the buttons of the form lead after the section is saved.
STAY, NEXT, LETTER, ISSUE, SUBMIT = "", "neste", "brev", "fatt", "send"
WHAT_IS_SAVED = "lagret"  # instead of what was typed: nothing is saved


@require_POST
@requires(Permission.DECISION_DRAFT)
def start(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Begin a decision on an application, or from another; or go on with what is begun."""
    if "vedtak" in request.GET:
        return start_follow_up(request)
    asked = request.GET.get("soknad", "")
    if not asked.isdecimal():
        raise Http404
    application = get_object_or_404(
        Application.objects.editable_by(request.membership).select_related("case__recipient"),
        pk=int(asked),
    )
    if question := ask_impartiality(request, application.case):
        return question
    try:
        decision = services.draft(application.pk, by=request.membership)
    except Refused as error:
        for problem in error.problems:
            messages.error(request, problem)
        return redirect(application)
    return redirect(decision)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.DECISION_DRAFT)
def section(request: AuthenticatedHttpRequest, pk: int, slug: str) -> HttpResponse:
    """One section of the draft, the list of what is missing, and the letter following along."""
    decision = visible_decision(request, pk)
    if request.method == "POST" and (decision.is_submitted or not decision.is_draft):
        return typed_too_late(request, decision, slug)
    if not may_write(request, decision):
        return typed_before(request, decision, slug)
    dossier = dossier_of(decision)
    part = section_named(slug, dossier)
    if request.POST.get("videre") == WHAT_IS_SAVED:
        services.forget_typed(decision, part, by=request.membership)
        return redirect("decisions:section", pk=pk, slug=part)
    form, restored_at = _form(request, dossier, part)
    differing, saved_meanwhile = None, ""
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_section(
                pk, part, form.values(), version=form.opened_version, by=request.membership
            )
        except OlderVersion as older:
            dossier = dossier_of(older.current)
            differing = differences(form, dossier)
            saved_meanwhile = older.problems[0]
        except CannotSave as error:
            now = visible_decision(request, pk)
            if now.is_submitted or not now.is_draft:
                return typed_too_late(request, now, slug)
            messages.error(request, error.problems[0])
            return redirect(decision)
        else:
            presence.has_stopped(pk, part, request.membership)
            return redirect(_where_next(request, dossier_of(saved), part))
    form.unfolded = request.GET.get("felt", "")
    add_help(request, form, dossier)
    return render(
        request,
        "decisions/section.html",
        {
            **_workbench(request, dossier, part),
            "form": form,
            "differences": differing,
            "saved_meanwhile": saved_meanwhile,
            "restored_at": restored_at,
            "part_template": f"decisions/sections/{part.name.lower()}.html",
        },
    )


def _form(
    request: AuthenticatedHttpRequest, dossier: Dossier, part: Section
) -> tuple[SectionForm, datetime | None]:
    """What is sent; or what this person had typed and not saved; or what is saved."""
    if request.method == "POST":
        return FORMS[part](request.POST, dossier=dossier), None
    kept = (
        FormDraft.objects.visible_to(request.membership)
        .filter(decision=dossier.decision, section=part)
        .first()
    )
    if kept is None:
        return FORMS[part](None, dossier=dossier), None
    return FORMS[part](QueryDict(kept.typed), dossier=dossier), kept.kept_at


@require_POST
@requires(Permission.DECISION_DRAFT)
def keep(request: AuthenticatedHttpRequest, pk: int, slug: str) -> HttpResponse:
    """Asked by the page itself while somebody types: keep it, as it is, for that person alone."""
    if slug not in list(Section):
        raise Http404
    part, typed, by = Section(slug), as_typed(request.POST), request.membership
    if not services.keep_again(pk, part, typed, by=by):
        drafts = Decision.objects.editable_by(by).drafts().filter(pk=pk)
        if not services.keep_typed(drafts, part, typed, by=by):
            raise Http404
    others = presence.is_writing(pk, slug, request.membership)
    return HttpResponse(others_in_words(others), content_type="text/plain; charset=utf-8")


def others_in_words(names: Sequence[str]) -> str:
    """Siri Lind skriver i denne delen nå."""
    return _("%(names)s skriver i denne delen nå.") % {"names": join(names)} if names else ""


def _no_longer_a_draft(request: AuthenticatedHttpRequest, decision: Decision) -> HttpResponse:
    if request.method == "POST":
        messages.error(request, services.no_longer_a_draft(decision))
    return redirect(decision)


def _where_next(request: AuthenticatedHttpRequest, dossier: Dossier, part: Section) -> str:
    """Where the button said; the link that was followed, if it stays with this draft."""
    decision = dossier.decision
    here = reverse("decisions:section", args=[decision.pk, part])
    asked = request.POST.get("videre") or request.POST.get("lenke", STAY)
    if asked == NEXT:
        return reverse("decisions:section", args=[decision.pk, next_section(dossier, part)])
    if asked == LETTER and dossier.getting_letters:
        addressee = dossier.getting_letters[0].person
        return reverse("decisions:letter", args=[decision.pk, addressee.pk])
    if asked == ISSUE:
        return reverse("decisions:issue", args=[decision.pk])
    if asked == SUBMIT:
        return reverse("decisions:submit", args=[decision.pk])
    base = reverse("decisions:detail", args=[decision.pk])
    if asked.startswith(base) and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return here


def next_section(dossier: Dossier, part: Section) -> Section:
    """The next one where something is missing, from here on and then from the top."""
    states = rules.section_states(dossier)
    order = [state.section for state in states]
    here = order.index(part) if part in order else -1
    turned = [*states[here + 1 :], *states[: here + 1]]
    unfinished = [state.section for state in turned if state.mark != Mark.DONE]
    if unfinished and unfinished[0] != part:
        return unfinished[0]
    return turned[0].section


def _workbench(
    request: AuthenticatedHttpRequest, dossier: Dossier, part: Section
) -> dict[str, Any]:
    decision = dossier.decision
    problems = rules.problems_before_issue(dossier)
    states = rules.section_states(dossier)
    following = next_section(dossier, part)
    writing = presence.who_is_writing(
        decision.pk, [state.section for state in states], request.membership
    )
    letter = None
    if decision.outcome and dossier.getting_letters:
        letter = previewed_letter(
            dossier,
            dossier.getting_letters[0],
            signed_by=request.membership.user,
            writing=part,
        )
    return {
        "decision": decision,
        "dossier": dossier,
        "case": dossier.case,
        "recipient": dossier.recipient,
        "application": dossier.application,
        "part": part,
        "title": rules.section_title(part, dossier),
        "links": [
            (
                state,
                reverse("decisions:section", args=[decision.pk, state.section]),
                state.section == part,
                join(writing.get(state.section, [])),
            )
            for state in states
        ],
        "others_writing": others_in_words(writing.get(part, [])),
        "known_facts": rules.known_facts(dossier),
        "problems": with_addresses(problems, dossier),
        "deadline": _deadline(dossier),
        "letter": letter,
        "addressees": [(choice.person, who(choice)) for choice in dossier.getting_letters],
        "next_title": rules.section_title(following, dossier) if following != part else "",
        "is_whole": not problems,
        "may_issue": request.membership.may(Permission.DECISION_ISSUE),
        "must_submit": approval.needs_second_person(dossier, request.membership),
        **_about_the_earlier(dossier),
        **_saved(request, decision, part),
    }


def _about_the_earlier(dossier: Dossier) -> dict[str, Any]:
    """What stands now, and how far it has come to tell the party."""
    notice, today = dossier.notice, timezone.localdate()
    if dossier.replaces is None:
        return {}
    return {
        "services_now": [rules.service_in_words(service) for service in dossier.before],
        "period_now": rules.period_in_words(dossier.replaces),
        "notice": notice,
        "notice_is_over": bool(notice and notice.comment_by and notice.comment_by < today),
        "notice_url": reverse("decisions:notice", args=[dossier.decision.pk]),
        "notice_button": _("Fortsett på varselet")
        if notice and notice.is_draft
        else _("Se varselet"),
        "may_notify": not dossier.decision.notice_omitted or notice is not None,
    }


def _deadline(dossier: Dossier) -> Deadline | None:
    if dossier.application is None:
        return None
    return (
        Deadline.objects.open()
        .filter(kind=Deadline.Kind.ONE_MONTH, source=dossier.application.source)
        .first()
    )


def _saved(request: AuthenticatedHttpRequest, decision: Decision, part: Section) -> dict[str, Any]:
    """When the section was saved; by whom, if that was somebody else."""
    save = decision.last_save(part)
    if not save:
        return {"saved_at": None, "saved_by": ""}
    by = ""
    if save["by"] != request.membership.user_id:
        by = User.objects.filter(pk=save["by"]).values_list("name", flat=True).first() or ""
    return {"saved_at": datetime.fromisoformat(save["at"]), "saved_by": by}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.DECISION_DRAFT)
def discard(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """What happens when the draft is put away, and the button that does it."""
    decision = visible_decision(request, pk)
    if not may_write(request, decision):
        return _no_longer_a_draft(request, decision)
    if request.method == "POST":
        try:
            services.discard(pk, by=request.membership)
        except Refused as error:
            messages.error(request, error.problems[0])
            return redirect(decision)
        said = _("Utkastet til vedtak er forkastet.")
        if decision.application is not None:
            said += " " + _("Søknaden er fortsatt åpen.")
        elif decision.replaces is not None:
            said += " " + _("Vedtaket som gjelder, er som før.")
        messages.success(request, said)
        return redirect(decision.application or decision.replaces or decision.case)
    return render(
        request,
        "decisions/discard.html",
        {
            "decision": decision,
            "case": decision.case,
            "recipient": decision.case.recipient,
            "written": _what_is_written(decision),
            "deadline": _deadline(dossier_of(decision)),
        },
    )


def _what_is_written(decision: Decision) -> Sequence[str]:
    dossier = dossier_of(decision)
    return [state.title for state in rules.section_states(dossier) if state.mark != Mark.EMPTY]
