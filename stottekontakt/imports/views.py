"""Send a spreadsheet, see what is wrong with it, and import it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stottekontakt.accounts.decorators import log_read, requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.audit.models import AccessEntry
from stottekontakt.imports import services, storage
from stottekontakt.imports.errors import CannotImport
from stottekontakt.imports.forms import UploadForm
from stottekontakt.imports.models import ImportJob, ImportProblem
from stottekontakt.imports.sheets import SHEETS, Sheet
from stottekontakt.imports.template import CONTENT_TYPE, template
from stottekontakt.ui.listing import page_of

GROUND = "import"
PRIVATE = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


def _sheet(key: str) -> Sheet:
    try:
        return SHEETS[key]
    except KeyError as error:
        raise Http404 from error


def _job(request: AuthenticatedHttpRequest, pk: int) -> ImportJob:
    jobs = ImportJob.objects.visible_to(request.membership).select_related("uploaded_by")
    return get_object_or_404(jobs, pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.IMPORT)
def import_list(request: AuthenticatedHttpRequest, sheet: str = "mottakere") -> HttpResponse:
    kind = _sheet(sheet)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        # A form sent without a file is empty, and must still say so.
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            filename, data = form.cleaned_data["file"]
            job = services.upload(
                sheet=kind.key, filename=filename, data=data, by=request.membership
            )
            return redirect(job)
    jobs = (
        ImportJob.objects.visible_to(request.membership)
        .filter(sheet=kind.key)
        .select_related("uploaded_by")
    )
    return render(
        request,
        "imports/list.html",
        {"form": form, "sheet": kind, "page": page_of(request, jobs, per_page=20)},
    )


@never_cache
@require_safe
@requires(Permission.IMPORT)
def download_template(request: AuthenticatedHttpRequest, sheet: str) -> HttpResponse:
    kind = _sheet(sheet)
    columns = kind.importer(request.membership.municipality, timezone.localdate()).columns
    return _workbook(template(kind, columns), f"mal-{kind.key}.xlsx")


def _workbook(data: bytes, filename: str) -> HttpResponse:
    return HttpResponse(
        data,
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{filename}"', **PRIVATE},
    )


@never_cache
@require_safe
@requires(Permission.IMPORT)
def detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    job = _job(request, pk)
    context: dict[str, Any] = {"job": job, "sheet": SHEETS[job.sheet]}
    if job.wrong and job.state == ImportJob.State.CHECKED:
        problems = ImportProblem.objects.visible_to(request.membership).filter(job=job)
        context["page"] = page = page_of(request, problems)
        context["has_answer"] = storage.path_of(
            job.municipality_id, job.pk, storage.ANSWERED
        ).exists()
        log_read(request, job, case_id=None, ground=GROUND, rows=len(page.object_list))
    return render(request, "imports/detail.html", context)


@never_cache
@require_safe
@requires(Permission.IMPORT)
def state(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """How far it has come, for static/js/wait.js."""
    return HttpResponse(_job(request, pk).step, content_type="text/plain")


@never_cache
@require_safe
@requires(Permission.IMPORT)
def answer(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The sheet as it was sent, with what must be mended in the first column."""
    job = _job(request, pk)
    try:
        data = storage.read(job.municipality_id, job.pk, storage.ANSWERED)
    except OSError:
        messages.warning(request, _("Filen er ikke lenger her. Last opp arket på nytt."))
        return redirect(job)
    log_read(
        request, job, case_id=None, ground=GROUND, action=AccessEntry.Action.DOWNLOAD, rows=job.rows
    )
    return _workbook(data, f"rettes-{job.sheet}-{job.pk}.xlsx")


@require_POST
@requires(Permission.IMPORT)
def start(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    job = _job(request, pk)
    try:
        services.start(job.pk, by=request.membership)
    except CannotImport as error:
        for problem in error.problems:
            messages.error(request, problem)
    return redirect(job)


@require_POST
@requires(Permission.IMPORT)
def try_again(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    job = _job(request, pk)
    services.try_again(job.pk, by=request.membership)
    return redirect(job)


@require_POST
@requires(Permission.IMPORT)
def discard(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    job = _job(request, pk)
    try:
        services.discard(job.pk, by=request.membership)
    except CannotImport as error:
        for problem in error.problems:
            messages.error(request, problem)
        return redirect(job)
    messages.success(request, _("Filen er slettet, og ingenting ble importert."))
    return redirect("imports:list")
