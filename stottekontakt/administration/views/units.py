"""The offices of the municipality."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.models import Unit
from stottekontakt.accounts.roles import Permission
from stottekontakt.administration import history
from stottekontakt.administration.forms.units import CloseForm, UnitForm
from stottekontakt.administration.services import units as services
from stottekontakt.administration.views.common import retype, tell
from stottekontakt.cases.models import Case
from stottekontakt.errors import Refused

HISTORY = ("name", "kind", "phone", "email", "postal_address", "closed_on")


@require_safe
@requires(Permission.ADMINISTRATION_VIEW)
def units(request: AuthenticatedHttpRequest) -> HttpResponse:
    today = timezone.localdate()
    at_work = Q(memberships__valid_until__isnull=True) | Q(memberships__valid_until__gte=today)
    rows = list(
        Unit.objects.filter(municipality=request.membership.municipality_id).annotate(
            people=Count(
                "memberships__user",
                distinct=True,
                filter=at_work & Q(memberships__valid_from__lte=today),
            )
        )
    )
    open_cases = Case.objects.filter(
        closed_on__isnull=True, municipality=request.membership.municipality_id
    )
    owned = _counts(open_cases, "unit")
    delivered = _counts(open_cases, "delivering_unit")
    for row in rows:
        row.case_count = owned.get(row.pk, 0) + delivered.get(row.pk, 0)  # type: ignore[attr-defined]
    return render(
        request,
        "administration/units.html",
        {
            "units": [row for row in rows if not row.closed_on],
            "closed": [row for row in rows if row.closed_on],
            "may_change": request.membership.may(Permission.UNITS_MANAGE),
        },
    )


def _counts(cases: Any, field: str) -> dict[int | None, int]:
    return dict(cases.values_list(field).annotate(Count("pk")).order_by())


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.UNITS_MANAGE)
def add_unit(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            unit = services.open_unit(form.cleaned_data, by=request.membership)
        except Refused as error:
            tell(form, error)
        else:
            messages.success(
                request,
                _("%(name)s er opprettet. Inviter dem som skal arbeide der.") % {"name": unit.name},
            )
            return redirect("administration:units")
    return render(
        request,
        "administration/unit.html",
        {"form": form, "unit": None, "title": _("Opprett enhet")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.UNITS_MANAGE)
def unit(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    row = _unit(request, pk)
    initial = {name: getattr(row, name) for name in services.FIELDS}
    form = UnitForm(request.POST or None, initial=initial | {"version": services.version_of(row)})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_unit(
                row.pk,
                form.cleaned_data,
                version=form.cleaned_data["version"] or 0,
                by=request.membership,
            )
        except services.Conflict as error:
            tell(form, error)
            retype(form, version=services.version_of(row))
        except Refused as error:
            tell(form, error)
        else:
            messages.success(request, _("Endringene i %(name)s er lagret.") % {"name": row.name})
            return redirect("administration:units")
    return render(
        request,
        "administration/unit.html",
        {
            "form": form,
            "unit": row,
            "title": row.name,
            "changes": history.changes_of(Unit, {"pgh_obj_id": row.pk}, fields=HISTORY),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.UNITS_MANAGE)
def close_unit(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Says what hangs on the unit and where it goes before anything is done."""
    row = _unit(request, pk)
    if row.closed_on:
        return redirect("administration:units")
    left = services.belongings_of(row)
    form = CloseForm(request.POST or None, unit=row, is_empty=not left)
    if request.method == "POST" and form.is_valid():
        try:
            services.close_unit(
                row.pk, successor=form.cleaned_data["successor"], by=request.membership
            )
        except Refused as error:
            tell(form, error)
        else:
            messages.success(request, _("%(name)s er lagt ned.") % {"name": row.name})
            return redirect("administration:units")
    return render(
        request,
        "administration/close_unit.html",
        {"form": form, "unit": row, "left": left},
    )


def _unit(request: AuthenticatedHttpRequest, pk: int) -> Unit:
    return get_object_or_404(Unit, pk=pk, municipality=request.membership.municipality_id)
