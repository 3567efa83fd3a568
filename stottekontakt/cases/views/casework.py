"""Whose case it is, where the recipient lives, notes and telephone calls."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from stottekontakt.accounts.decorators import log_read, requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.cases import services
from stottekontakt.cases.errors import Outdated
from stottekontakt.cases.forms import CaseForm, NoteForm
from stottekontakt.cases.models import Case
from stottekontakt.cases.rules import has_parents_side
from stottekontakt.cases.views.common import editable_case, keep_what_was_typed


def _read(request: AuthenticatedHttpRequest, case: Case) -> None:
    log_read(request, case, case_id=case.pk, ground=case.reading_ground(request.membership))


@requires(Permission.CASE_WRITE)
def edit(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    case = editable_case(request, pk)
    _read(request, case)
    form = CaseForm(request.POST or None, case=case)
    context = {"case": case, "form": form}
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            services.update_case(
                case.pk, version=values.pop("version"), by=request.membership, **values
            )
        except Outdated as outdated:
            context["differences"] = keep_what_was_typed(form, outdated.current)
        else:
            messages.success(request, _("Opplysningene i saken er lagret."))
            return redirect(case)
    return render(request, "cases/edit.html", context)


@requires(Permission.CASE_WRITE)
def note(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    case = editable_case(request, pk)
    _read(request, case)
    today = timezone.localdate()
    form = NoteForm(
        request.POST or None,
        initial={"happened_on": today},
        is_minor=has_parents_side(case.recipient, today),
    )
    if request.method == "POST" and form.is_valid():
        services.write_note(case, by=request.membership, **form.cleaned_data)
        messages.success(request, _("Notatet ligger i saken."))
        return redirect("cases:timeline", case.pk)
    return render(request, "cases/note.html", {"case": case, "form": form})
