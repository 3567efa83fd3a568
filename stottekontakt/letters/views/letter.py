"""A letter's page: what it says, whether the PDF is ready, and when it left."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stottekontakt.accounts.decorators import log_read, requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.audit.models import AccessEntry
from stottekontakt.cases import storage
from stottekontakt.errors import Refused
from stottekontakt.letters.forms import SendForm
from stottekontakt.letters.models import MAX_ATTEMPTS, Letter
from stottekontakt.letters.services import retry
from stottekontakt.workflows.letter_delivered import letter_handed_over, letter_sent


def _visible(request: AuthenticatedHttpRequest) -> QuerySet[Letter]:
    return Letter.objects.visible_to(request.membership).select_related(
        "case__recipient",
        "journal_entry",
        "issued_by",
        "document",
        "municipality",
        "correction__journal_entry",
        "corrects__journal_entry",
    )


@never_cache
@require_safe
@requires(Permission.CASE_FILE)
def detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    letter = get_object_or_404(_visible(request), pk=pk)
    log_read(
        request,
        letter,
        case_id=letter.case_id,
        ground=letter.case.reading_ground(request.membership),
    )
    may_send = request.membership.may(Permission.LETTER_SEND)
    return render(
        request,
        "letters/detail.html",
        {
            "letter": letter,
            "will_be_tried_again": letter.attempts < MAX_ATTEMPTS,
            "may_make_again": may_send and letter.state == Letter.State.FAILED,
            "may_register": (
                may_send
                and letter.is_rendered
                and letter.left_on is None
                and not letter.is_corrected
            ),
            "may_correct": may_send and letter.is_rendered and not letter.is_corrected,
        },
    )


@never_cache
@require_safe
@requires(Permission.CASE_FILE)
def state(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """How far the PDF has come, for static/js/wait.js; it tells nothing of the case."""
    letter = get_object_or_404(Letter.objects.visible_to(request.membership).only("state"), pk=pk)
    return HttpResponse(letter.state, content_type="text/plain")


@never_cache
@require_safe
@requires(Permission.CASE_FILE)
def pdf(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    letter = get_object_or_404(_visible(request), pk=pk)
    if letter.document is None:
        raise Http404
    log_read(
        request,
        letter,
        case_id=letter.case_id,
        ground=letter.case.reading_ground(request.membership),
        action=AccessEntry.Action.DOWNLOAD,
    )
    # Made by ourselves, so the browser may show it; it is kept nowhere on the way.
    return HttpResponse(
        storage.read(letter.municipality_id, letter.sha256),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{letter.document.filename}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
@requires(Permission.LETTER_SEND)
def make_again(request: AuthenticatedHttpRequest, pk: int) -> HttpResponseRedirect:
    letter = get_object_or_404(_visible(request), pk=pk)
    retry(letter.pk, by=request.membership)
    messages.success(request, _("Vi prøver å lage PDF-en igjen."))
    return redirect(letter)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.LETTER_SEND)
def send(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Note that the letter was posted or handed over, and when."""
    letter = get_object_or_404(_visible(request), pk=pk)
    form = SendForm(
        request.POST or None,
        delivery_days=letter.municipality.paper_delivery_days,
        initial={"delivery": Letter.Delivery.PAPER, "on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            _register(letter, form.cleaned_data, request)
        except Refused as error:
            for problem in error.problems:
                form.add_error(None, problem)
        else:
            return redirect(letter)
    return render(request, "letters/send.html", {"letter": letter, "form": form})


def _register(letter: Letter, answer: dict[str, Any], request: AuthenticatedHttpRequest) -> None:
    if answer["delivery"] == Letter.Delivery.HANDED_OVER:
        letter_handed_over(letter.pk, on=answer["on"], by=request.membership)
        messages.success(request, _("Det er registrert at brevet er levert."))
    else:
        letter_sent(
            letter.pk, on=answer["on"], notified_on=answer["notified_on"], by=request.membership
        )
        messages.success(request, _("Det er registrert at brevet er sendt."))
