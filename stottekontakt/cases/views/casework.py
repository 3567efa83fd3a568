"""Whose case it is, where the recipient lives, notes and telephone calls."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stottekontakt.accounts.decorators import log_read, requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.models import Membership, User
from stottekontakt.accounts.roles import ROLES, Permission
from stottekontakt.cases import services
from stottekontakt.cases.errors import CannotTakeCase, Outdated
from stottekontakt.cases.forms import AssignForm, CaseForm, NoteForm
from stottekontakt.cases.models import Case
from stottekontakt.cases.views.common import editable_case, keep_what_was_typed

WRITERS = [role for role, permissions in ROLES.items() if Permission.CASE_WRITE in permissions]


def _read(request: AuthenticatedHttpRequest, case: Case) -> None:
    log_read(request, case, case_id=case.pk, ground=case.reading_ground(request.membership))


@requires(Permission.CASE_WRITE)
@require_POST
def take(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    case = editable_case(request, pk)
    try:
        services.take_case(case.pk, by=request.membership)
    except CannotTakeCase as error:
        for problem in error.problems:
            messages.error(request, problem)
    else:
        messages.success(request, _("Du er saksbehandler i sak %(case)s.") % {"case": case})
    return redirect(case)


@requires(Permission.CASE_WRITE)
def assign(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Give the case to a colleague, or put it back among the unassigned ones."""
    case = editable_case(request, pk)
    _read(request, case)
    form = AssignForm(
        request.POST or None, colleagues=_colleagues(case), current=case.caseworker_id
    )
    if request.method == "POST" and form.is_valid():
        services.assign_case(case.pk, caseworker=form.chosen, by=request.membership)
        if form.chosen:
            said = _("%(name)s er saksbehandler i sak %(case)s.") % {
                "name": form.chosen.name,
                "case": case,
            }
        else:
            said = _("Sak %(case)s er ufordelt.") % {"case": case}
        messages.success(request, said)
        if Case.objects.visible_to(request.membership).filter(pk=case.pk).exists():
            return redirect(case)
        return redirect("cases:list")  # strictly protected: only the named caseworker sees it
    return render(request, "cases/assign.html", {"case": case, "form": form})


def _colleagues(case: Case) -> list[User]:
    """Who can work in the case today: in its unit, or in the whole municipality."""
    today = timezone.localdate()
    members = Membership.objects.valid_on(today).filter(
        municipality_id=case.municipality_id, role__in=WRITERS
    )
    members = members.filter(unit=case.unit_id) | members.filter(unit__isnull=True)
    users = User.objects.filter(memberships__in=members, is_active=True)
    if case.caseworker_id:
        users = users | User.objects.filter(pk=case.caseworker_id)
    return list(users.distinct().order_by("name"))


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
    form = NoteForm(request.POST or None, initial={"happened_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        services.write_note(case, by=request.membership, **form.cleaned_data)
        messages.success(request, _("Notatet ligger i saken."))
        return redirect("cases:timeline", case.pk)
    return render(request, "cases/note.html", {"case": case, "form": form})
