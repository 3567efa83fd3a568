"""Documents of a case: putting them in and taking them out."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stottekontakt.accounts.decorators import log_read, requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.audit.models import AccessEntry
from stottekontakt.cases import services, storage
from stottekontakt.cases.forms import DocumentForm
from stottekontakt.cases.models import Document
from stottekontakt.cases.rules import has_parents_side
from stottekontakt.cases.uploads import content
from stottekontakt.cases.views.common import editable_case


@requires(Permission.CASE_WRITE)
def add(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    case = editable_case(request, pk)
    log_read(request, case, case_id=case.pk, ground=case.reading_ground(request.membership))
    form = DocumentForm(
        request.POST or None,
        request.FILES or None,
        owner=request.membership,
        initial={"received_on": timezone.localdate()},
        is_minor=has_parents_side(case.recipient, timezone.localdate()),
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        files = [content(upload, request.membership) for upload in values.pop("documents")]
        entry = services.add_files(case, by=request.membership, files=files, **values)
        messages.success(
            request,
            _("Dokument %(number)s «%(title)s» ligger i saken.")
            % {"number": entry.number, "title": entry.title},
        )
        return redirect("cases:documents", case.pk)
    return render(request, "cases/add_document.html", {"case": case, "form": form})


@requires(Permission.CASE_FILE)
@require_safe
def document(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Always as an attachment: nothing that came from outside runs on our address."""
    document = get_object_or_404(
        Document.objects.visible_to(request.membership).select_related("case"), pk=pk
    )
    log_read(
        request,
        document,
        case_id=document.case_id,
        ground=document.case.reading_ground(request.membership),
        action=AccessEntry.Action.DOWNLOAD,
    )
    try:
        data = storage.read(document.municipality_id, document.sha256)
    except FileNotFoundError:
        raise Http404 from None
    disposition = content_disposition_header(as_attachment=True, filename=document.filename)
    return HttpResponse(
        data,
        content_type=document.content_type,
        headers={
            "Content-Disposition": disposition or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
