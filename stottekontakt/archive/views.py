"""The list of issued decisions, each as PDF, and all of them as a ZIP."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stottekontakt.accounts.decorators import log_read, requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.archive import services, storage
from stottekontakt.archive.errors import CannotGather
from stottekontakt.archive.finding import (
    DECISION_LETTERS,
    Protected,
    decisions_found,
    newest_first,
    with_letters,
)
from stottekontakt.archive.forms import ArchiveFilter, GatherForm
from stottekontakt.archive.models import ExportJob, Purpose
from stottekontakt.audit.access import log_access
from stottekontakt.audit.models import AccessEntry
from stottekontakt.cases import storage as documents
from stottekontakt.letters.models import Letter
from stottekontakt.ui.listing import chips_of, page_of

GROUND = "archive"
JOBS_SHOWN = 5
Action = AccessEntry.Action


@never_cache
@require_safe
@requires(Permission.ARCHIVE_EXPORT)
def decision_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Nothing is shown before the reader has said what it is for."""
    membership = request.membership
    filters = ArchiveFilter(request.GET or None, membership=membership)
    jobs = list(ExportJob.objects.visible_to(membership)[:JOBS_SHOWN])
    context: dict[str, Any] = {
        "filters": filters,
        "chips": chips_of(request, filters),
        "jobs": jobs,
        "waits": any(job.is_under_way for job in jobs),
    }
    if filters.is_valid() and filters.cleaned_data["formal"]:
        found = decisions_found(membership, filters.asked)
        page = page_of(request, newest_first(found))
        page.object_list = with_letters(page.object_list)  # type: ignore[arg-type]
        left_out = decisions_found(membership, filters.asked, protected=Protected.ALONE).count()
        context |= {"page": page, "left_out": left_out, "query": request.GET.urlencode()}
        _log(request, Action.READ, filters, rows=len(page.object_list), left_out=left_out)
    return render(request, "archive/list.html", context)


def _log(
    request: AuthenticatedHttpRequest,
    action: AccessEntry.Action,
    filters: ArchiveFilter,
    **data: Any,
) -> None:
    log_access(
        action,
        by=request.membership,
        view=request.resolver_match.view_name if request.resolver_match else "",
        ground=GROUND,
        data={
            "purpose": filters.cleaned_data["formal"],
            "filters": filters.asked.as_data(),
            **data,
        },
    )


@never_cache
@require_safe
@requires(Permission.ARCHIVE_EXPORT)
def pdf(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """One letter of a decision; never of a case with a protected address."""
    letter = get_object_or_404(
        Letter.objects.select_related("document").filter(
            municipality=request.membership.municipality_id,
            kind__in=DECISION_LETTERS,
            source__startswith="decision:",
        ),
        pk=pk,
    )
    filters = ArchiveFilter({}, membership=request.membership)
    assert filters.is_valid()
    decision_id = int(letter.source.partition(":")[2])
    get_object_or_404(decisions_found(request.membership, filters.asked), pk=decision_id)
    purpose = request.GET.get("formal", "")
    if purpose not in Purpose.values:
        messages.warning(request, _("Velg formål først, så kan du åpne vedtaket."))
        return redirect("archive:list")
    data, problem = _read(letter)
    if problem:
        messages.error(request, problem)
        return redirect(reverse("archive:list", query={"formal": purpose}))
    log_read(
        request,
        letter,
        case_id=letter.case_id,
        ground=GROUND,
        action=Action.DOWNLOAD,
        purpose=purpose,
    )
    filename = letter.document.filename if letter.document else "vedtak.pdf"
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{filename}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _read(letter: Letter) -> tuple[bytes, str]:
    if not letter.is_rendered:
        return b"", _("PDF-en er ikke laget ennå. Prøv igjen om litt.")
    try:
        data = documents.read(letter.municipality_id, letter.sha256)
    except OSError:
        return b"", _(
            "PDF-en til brev %(number)d mangler på lageret. Si fra til den som drifter systemet."
        ) % {"number": letter.pk}
    if hashlib.sha256(data).hexdigest() != letter.sha256:
        return b"", _(
            "PDF-en til brev %(number)d er endret etter at den ble laget, og åpnes ikke. "
            "Si fra til den som drifter systemet."
        ) % {"number": letter.pk}
    return data, ""


# ── All of them ─────────────────────────────────────────────────────────────────────────────────


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ARCHIVE_EXPORT)
def gather(request: AuthenticatedHttpRequest) -> HttpResponse:
    membership = request.membership
    filters = ArchiveFilter(request.GET, membership=membership)
    back = reverse("archive:list", query=request.GET)
    if not filters.is_valid() or not filters.cleaned_data["formal"]:
        messages.warning(request, _("Velg formål og hvilke vedtak det gjelder, først."))
        return redirect(back)
    form = GatherForm(request.POST or None, may_include_protected=membership.sees_protected)
    if request.method == "POST" and form.is_valid():
        try:
            job = services.order(
                filters.asked,
                by=membership,
                purpose=filters.cleaned_data["formal"],
                **form.cleaned_data,
            )
        except CannotGather as error:
            for problem in error.problems:
                form.add_error(None, problem)
        else:
            _log(
                request,
                Action.EXPORT,
                filters,
                export=job.pk,
                decisions=job.total,
                left_out=job.left_out,
                include_protected=job.include_protected,
            )
            messages.success(request, _("Samlingen lages nå. Du ser her på siden når den er klar."))
            return redirect(back)
    return render(
        request,
        "archive/gather.html",
        {
            "form": form,
            "back": back,
            "purpose": Purpose(filters.cleaned_data["formal"]).label,
            "chips": [chip.text for chip in chips_of(request, filters)],
            "count": decisions_found(membership, filters.asked).count(),
            "left_out": decisions_found(
                membership, filters.asked, protected=Protected.ALONE
            ).count(),
        },
    )


@never_cache
@require_safe
@requires(Permission.ARCHIVE_EXPORT)
def state(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """How far it has come, for static/js/wait.js."""
    job = get_object_or_404(ExportJob.objects.visible_to(request.membership), pk=pk)
    return HttpResponse(job.step, content_type="text/plain")


@never_cache
@require_safe
@requires(Permission.ARCHIVE_EXPORT)
def download(request: AuthenticatedHttpRequest, pk: int) -> Any:
    job = get_object_or_404(ExportJob.objects.visible_to(request.membership), pk=pk)
    if job.state != ExportJob.State.READY:
        messages.warning(request, _("Denne samlingen er ikke lenger her. Lag en ny."))
        return redirect("archive:list")
    if job.include_protected and not request.membership.sees_protected:
        messages.error(request, _("Du har ikke lenger rett til å se beskyttede adresser."))
        return redirect("archive:list")
    try:
        file = storage.path_of(job.municipality_id, job.pk).open("rb")
    except OSError:
        messages.error(
            request, _("Filen mangler på lageret. Lag samlingen på nytt, og si fra til driften.")
        )
        return redirect("archive:list")
    log_read(request, job, case_id=None, ground=GROUND, action=Action.DOWNLOAD, letters=job.letters)
    # Everything was read from the database already; the file streams without it.
    return FileResponse(
        file,
        as_attachment=True,
        filename=job.filename,
        content_type="application/zip",
        headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    )


@require_POST
@requires(Permission.ARCHIVE_EXPORT)
def cancel(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(ExportJob.objects.visible_to(request.membership), pk=pk)
    stopped = services.cancel(job.pk, by=request.membership)
    if stopped.state == ExportJob.State.CANCELLED:
        messages.success(request, _("Samlingen er stanset."))
    else:
        messages.info(request, _("Samlingen var allerede ferdig."))
    return redirect("archive:list")
