"""The advance notice of a draft: writing it, its letters, and what is said to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from decisions import letters, notices, rules
from decisions.models import AdvanceNotice, Decision
from decisions.notice_forms import CommentForm, NoticeForm
from decisions.rules import Dossier, Section
from decisions.services import dossier_of
from decisions.views.common import PreviewedLetter, may_write, visible_decision, who
from decisions.views.issuing import Recipient, how
from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.cases.uploads import content
from stottekontakt.errors import Refused
from stottekontakt.letters.kinds import LetterKind
from stottekontakt.letters.models import Letter
from stottekontakt.letters.services import language_of, preview
from stottekontakt.workflows.decision_notice import (
    close_comments,
    comment_by_in_letter,
    issue_advance_notice,
)


def _decision(request: AuthenticatedHttpRequest, pk: int) -> Decision:
    """404 for a decision that changes nothing: there is nothing to tell beforehand."""
    decision = visible_decision(request, pk)
    if decision.replaces_id is None:
        raise Http404
    return decision


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_FILE)
def notice(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Written in by whoever writes the draft; read by others, and once its letters are made."""
    decision = _decision(request, pk)
    dossier = dossier_of(decision)
    if not may_write(request, decision) or (dossier.notice and not dossier.notice.is_draft):
        if request.method == "POST":
            messages.error(request, _("Varselet kan ikke endres nå."))
            return redirect("decisions:notice", pk=pk)
        if dossier.notice is None:
            return redirect(decision)
        return _read(request, dossier, dossier.notice)
    saved = dossier.notice
    initial: dict[str, Any] = {"version": saved.version if saved else 0}
    if saved:
        initial |= {"what": saved.what, "why": saved.why, "from_on": saved.from_on}
    form = NoticeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            notices.save_notice(
                pk,
                what=values["what"],
                why=values["why"],
                from_on=values["from_on"],
                version=values["version"] or 0,
                by=request.membership,
            )
        except Refused as error:
            for problem in error.problems:
                form.add_error(None, problem)
        else:
            if request.POST.get("videre") == "lag":
                return redirect("decisions:make_notice", pk=pk)
            messages.success(request, _("Varselet er lagret. Det er ikke sendt ennå."))
            return redirect("decisions:notice", pk=pk)
    return render(
        request,
        "decisions/notice_write.html",
        {**_head(dossier), "form": form, "letter": _previews(request, dossier)[:1]},
    )


def _head(dossier: Dossier) -> dict[str, Any]:
    return {
        "decision": dossier.decision,
        "case": dossier.case,
        "recipient": dossier.recipient,
        "dossier": dossier,
        "notice": dossier.notice,
        "change": Section.CHANGE,
    }


def _previews(request: AuthenticatedHttpRequest, dossier: Dossier) -> list[PreviewedLetter]:
    """The letters as they would be, once something is written."""
    if dossier.notice is None:
        return []
    shown = []
    today = timezone.localdate()
    for choice in dossier.getting_letters:
        language = language_of(choice.person)
        body: SafeString | None = None
        problems: tuple[str, ...] = ()
        try:
            body = preview(
                LetterKind.ADVANCE_NOTICE,
                case=dossier.case,
                context=letters.notice_context(
                    dossier.notice,
                    dossier,
                    choice,
                    signed_by=request.membership.user,
                    dated_on=today,
                    comment_by=comment_by_in_letter(today),
                ),
                language=language,
            ).body_for_screen
        except Refused as error:
            problems = tuple(error.problems)
        shown.append(
            PreviewedLetter(
                person=choice.person,
                who=who(choice),
                why=choice.reason,
                language=language,
                url="",
                body=body,
                problems=problems,
            )
        )
    return shown


def _read(request: AuthenticatedHttpRequest, dossier: Dossier, told: AdvanceNotice) -> HttpResponse:
    today = timezone.localdate()
    writes = may_write(request, dossier.decision)
    return render(
        request,
        "decisions/notice.html",
        {
            **_head(dossier),
            "letters": Letter.objects.of_source(told.source).order_by("pk"),
            "may_send": request.membership.may(Permission.LETTER_SEND),
            "notice_is_over": told.comment_by is not None and told.comment_by < today,
            "takes_comments": writes and told.sent_on is not None and told.closed_at is None,
            "writes": writes,
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.DECISION_DRAFT)
def make(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """What happens when the notice is made, and the button that does it."""
    decision = _decision(request, pk)
    if not may_write(request, decision):
        return redirect("decisions:notice", pk=pk)
    dossier = dossier_of(decision)
    if request.method == "POST":
        try:
            issued = issue_advance_notice(pk, by=request.membership)
        except Refused as error:
            for problem in error.problems:
                messages.error(request, problem)
        else:
            count = len(issued.letters)
            messages.success(
                request,
                ngettext(
                    "%(count)d brev lages nå. Tiden til å uttale seg løper fra brevet er sendt.",
                    "%(count)d brev lages nå. Tiden til å uttale seg løper fra alle er sendt.",
                    count,
                )
                % {"count": count},
            )
        return redirect("decisions:notice", pk=pk)
    if dossier.notice is not None and not dossier.notice.is_draft:
        return redirect("decisions:notice", pk=pk)
    return render(
        request,
        "decisions/notice_make.html",
        {
            **_head(dossier),
            "problems": rules.problems_before_notice(decision, dossier.notice),
            "recipients": [
                Recipient(choice.person, who(choice), how(choice.person))
                for choice in dossier.getting_letters
            ],
            "left_out": [choice for choice in dossier.addressees if not choice.gets_letter],
            "comment_by": comment_by_in_letter(timezone.localdate()),
            "letters": _previews(request, dossier),
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.DECISION_DRAFT)
def comment(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Enter what somebody said or wrote to the notice."""
    decision = _decision(request, pk)
    dossier = dossier_of(decision)
    told = dossier.notice
    if told is None or told.sent_on is None or not may_write(request, decision):
        return redirect("decisions:notice", pk=pk)
    form = CommentForm(
        request.POST or None,
        request.FILES or None,
        owner=request.membership,
        initial={"received_on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        said = notices.Comment(
            received_on=values["received_on"],
            given_by=values["given_by"],
            text=values["text"],
            channel=values["channel"],
            files=[content(upload, request.membership) for upload in values["documents"]],
        )
        try:
            notices.register_comment(told.pk, said, by=request.membership)
        except Refused as error:
            for problem in error.problems:
                form.add_error(None, problem)
        else:
            messages.success(
                request, _("Uttalelsen er registrert. Den må besvares før vedtaket kan fattes.")
            )
            return redirect("decisions:notice", pk=pk)
    return render(request, "decisions/notice_comment.html", {**_head(dossier), "form": form})


@require_POST
@requires(Permission.DECISION_DRAFT)
def close(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Everybody has answered."""
    decision = _decision(request, pk)
    told = AdvanceNotice.objects.filter(decision=decision).first()
    if told is not None and may_write(request, decision):
        try:
            close_comments(told.pk, by=request.membership)
        except Refused as error:
            for problem in error.problems:
                messages.error(request, problem)
        else:
            messages.success(
                request, _("Alle har uttalt seg. Vedtaket kan fattes når det er klart.")
            )
    return redirect("decisions:notice", pk=pk)
