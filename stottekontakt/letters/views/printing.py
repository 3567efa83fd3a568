"""The print queue: choose what waits, print it as one file, and note that it was posted."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stottekontakt.accounts.decorators import log_read, requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.audit.models import AccessEntry
from stottekontakt.errors import Refused
from stottekontakt.letters import printing
from stottekontakt.letters.errors import CannotPrint
from stottekontakt.letters.forms import BatchForm, BatchSentForm
from stottekontakt.letters.models import Letter, PrintBatch
from stottekontakt.workflows.batch_sent import batch_sent


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.LETTER_SEND)
def print_queue(request: AuthenticatedHttpRequest) -> HttpResponse:
    by = request.membership
    found = printing.printable(by)
    letters = list(found[: printing.MOST])
    form = BatchForm(
        request.POST if request.method == "POST" else None,
        letters=letters,
        initial={"letters": [str(letter.pk) for letter in letters]},
    )
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data
        try:
            ordered = printing.order_batch(answer["letters"], is_duplex=answer["is_duplex"], by=by)
        except CannotPrint as error:
            for problem in error.problems:
                form.add_error(None, problem)
        else:
            if ordered.left_out:
                messages.warning(request, printing.told(ordered.left_out))
            return redirect(ordered.batch)
    chosen = set(form["letters"].value() or [])
    return render(
        request,
        "letters/print_queue.html",
        {
            "form": form,
            "letters": [(letter, str(letter.pk) in chosen) for letter in letters],
            "count": found.count() if len(letters) == printing.MOST else len(letters),
            "most": printing.MOST,
            "batches": printing.open_batches(by),
            "apart": printing.set_apart(by),
        },
    )


def _batch(request: AuthenticatedHttpRequest, pk: int) -> PrintBatch:
    """The batch, for those who may read every letter in it."""
    batch = get_object_or_404(
        PrintBatch.objects.visible_to(request.membership).select_related("ordered_by", "closed_by"),
        pk=pk,
    )
    within = Letter.objects.filter(prints__batch=batch)
    if within.exclude(pk__in=Letter.objects.visible_to(request.membership).values("pk")).exists():
        raise Http404
    return batch


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.LETTER_SEND)
def print_batch(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """How far it has come, the file, and which of its letters were posted."""
    batch = _batch(request, pk)
    letters = list(
        Letter.objects.filter(prints__batch=batch)
        .select_related("case", "journal_entry")
        .order_by("prints__position")
    )
    form = BatchSentForm(
        request.POST if request.method == "POST" else None,
        letters=letters,
        initial={
            "letters": [str(letter.pk) for letter in letters if not letter.left_on],
            "on": timezone.localdate(),
        },
    )
    if request.method == "POST" and form.is_valid():
        if batch.state == PrintBatch.State.CLOSED:
            messages.info(request, _("Utskriften er allerede avsluttet. Ingenting er endret."))
            return redirect(batch)
        answer = form.cleaned_data
        try:
            batch_sent(batch.pk, answer["letters"], on=answer["on"], by=request.membership)
        except Refused as error:
            for problem in error.problems:
                form.add_error(None, problem)
        else:
            count = len(answer["letters"])
            told = ngettext(
                "%(count)d brev er registrert som sendt.",
                "%(count)d brev er registrert som sendt.",
                count,
            )
            messages.success(request, told % {"count": count})
            return redirect("letters:print_queue")
    chosen = set(form["letters"].value() or [])
    return render(
        request,
        "letters/print_batch.html",
        {
            "batch": batch,
            "form": form,
            "letters": [(letter, str(letter.pk) in chosen) for letter in letters],
            "total": len(letters),
        },
    )


@never_cache
@require_safe
@requires(Permission.LETTER_SEND)
def print_state(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """How far the file has come, for static/js/wait.js."""
    return HttpResponse(_batch(request, pk).progress, content_type="text/plain")


@never_cache
@require_safe
@requires(Permission.LETTER_SEND)
def print_pdf(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    path = printing.path_of(batch)
    if batch.state != PrintBatch.State.READY or not path.is_file():
        raise Http404
    letters = Letter.objects.filter(prints__batch=batch).select_related("case")
    for letter in letters.order_by("prints__position"):
        log_read(
            request,
            letter,
            case_id=letter.case_id,
            ground=letter.case.reading_ground(request.membership),
            action=AccessEntry.Action.PRINT,
        )
    return HttpResponse(
        path.read_bytes(),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="utskrift-{batch.pk}.pdf"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
@requires(Permission.LETTER_SEND)
def print_again(request: AuthenticatedHttpRequest, pk: int) -> HttpResponseRedirect:
    batch = _batch(request, pk)
    printing.try_again(batch.pk, by=request.membership)
    return redirect(batch)


@require_POST
@requires(Permission.LETTER_SEND)
def print_discard(request: AuthenticatedHttpRequest, pk: int) -> HttpResponseRedirect:
    """Nothing was posted: the letters stand in the queue again."""
    batch = _batch(request, pk)
    printing.discard(batch.pk, by=request.membership)
    messages.success(request, _("Utskriften er avbrutt. Brevene står i køen igjen."))
    return redirect("letters:print_queue")
