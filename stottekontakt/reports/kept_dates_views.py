"""The leader's page on how dates are kept, the lists behind it, and moving several cases."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.models import Membership, User
from stottekontakt.accounts.roles import ROLES, Permission
from stottekontakt.audit.access import log_access
from stottekontakt.audit.models import AccessEntry
from stottekontakt.cases.models import Case
from stottekontakt.deadlines.models import Deadline
from stottekontakt.errors import Refused
from stottekontakt.reports.kept_dates import (
    LABELS,
    OF_PERSON,
    Figure,
    Period,
    kept_dates,
    move_cases,
    rows_of,
)
from stottekontakt.reports.rows import ground_of_list
from stottekontakt.ui.fields import NorwegianDateField
from stottekontakt.ui.listing import chips_of, page_of

# What a row shows; above all not the identity numbers, which would be decrypted for nothing.
SHOWN = (
    "kind", "due_on", "act_by", "basis", "counted_from", "count", "moved_from", "move_reason",
    "met_on", "met_by", "cancelled_on", "cancel_reason", "case__year", "case__sequence",
    "case__number", "case__caseworker__name", "case__recipient__name",
    "case__recipient__birth_date", "case__recipient__address_protection",
)  # fmt: skip


class PeriodForm(forms.Form):
    mark_optional = False

    fra = NorwegianDateField(label=gettext_lazy("Fra og med"), required=False)
    til = NorwegianDateField(label=gettext_lazy("Til og med"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("fra"), cleaned.get("til")
        if first and last and first > last:
            self.add_error("til", _("Siste dag må være samme dag som den første eller senere."))
        return cleaned


class MoveForm(forms.Form):
    to = forms.ModelChoiceField(
        label=gettext_lazy("Ny saksbehandler"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Velg"),
        error_messages={"required": gettext_lazy("Velg hvem som skal ha sakene.")},
    )
    message = forms.CharField(
        label=gettext_lazy("Beskjed"),
        required=False,
        max_length=2_000,
        help_text=gettext_lazy("Blir liggende i hver av sakene."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, by: Membership, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workers = [str(role) for role, may in ROLES.items() if Permission.CASE_WRITE in may]
        members = Membership.objects.valid_on(today).filter(
            municipality_id=by.municipality_id, role__in=workers, user__is_active=True
        )
        if by.unit_id:
            members = members.filter(unit=by.unit_id)
        self.fields["to"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            pk__in=members.values("user")
        ).order_by("name")


def _period(form: PeriodForm, today: date) -> Period:
    """The year so far, unless told otherwise."""
    values = form.cleaned_data if form.is_valid() else {}
    first = values.get("fra") or date(today.year, 1, 1)
    return Period(first, max(values.get("til") or today, first))


def _read(request: AuthenticatedHttpRequest, rows: int) -> None:
    log_access(
        AccessEntry.Action.READ,
        by=request.membership,
        view=request.resolver_match.view_name if request.resolver_match else "",
        ground=ground_of_list(request.membership),
        data={"rows": rows},
    )


@requires(Permission.CASE_LEAD)
@require_safe
def kept(request: AuthenticatedHttpRequest) -> HttpResponse:
    today = timezone.localdate()
    form = PeriodForm(request.GET or None)
    period = _period(form, today)
    return render(
        request,
        "reports/kept_dates.html",
        {
            "form": form,
            "chips": chips_of(request, form),
            "period": period,
            "kept": kept_dates(request.membership, period, today),
            "list_url": reverse("reports:dates_list"),
            "open_figures": OF_PERSON,
        },
    )


@requires(Permission.CASE_LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def dates_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    today = timezone.localdate()
    try:
        figure = Figure(request.GET.get("hva", ""))
    except ValueError as error:
        raise Http404 from error
    period = _period(PeriodForm(request.GET), today)
    person = request.GET.get("saksbehandler", "")
    form = MoveForm(
        request.POST if request.method == "POST" else None, by=request.membership, today=today
    )
    chosen = [int(pk) for pk in request.POST.getlist("sak") if pk.isdecimal()]
    if request.method == "POST" and form.is_valid() and (done := _move(request, form, chosen)):
        return done
    rows = rows_of(figure, request.membership, period, today, person)
    page = page_of(request, rows.order_by("act_by", "pk").values_list("pk", flat=True))
    page.object_list = list(
        Deadline.objects.filter(pk__in=list(page.object_list))
        .select_related("case__recipient", "case__caseworker")
        .only(*SHOWN)
        .order_by("act_by", "pk")
    )
    _read(request, len(page.object_list))
    return render(
        request,
        "reports/dates_list.html",
        {
            "page": page,
            "heading": LABELS[figure],
            "period": None if figure in OF_PERSON else period,
            "form": form,
            "chosen": chosen,
            "today": today,
        },
    )


def _move(
    request: AuthenticatedHttpRequest, form: MoveForm, chosen: list[int]
) -> HttpResponse | None:
    if not chosen:
        form.add_error(None, _("Kryss av for sakene som skal flyttes."))
        return None
    to: User = form.cleaned_data["to"]
    cases = Case.objects.visible_to(request.membership)
    if request.membership.unit_id:
        cases = cases.filter(unit=request.membership.unit_id)
    own = list(cases.filter(pk__in=chosen).values_list("pk", flat=True))
    try:
        moved = move_cases(own, to=to, message=form.cleaned_data["message"], by=request.membership)
    except Refused as error:
        form.add_error(None, _("Ingen saker er flyttet."))
        for problem in error.problems:
            form.add_error(None, problem)
        return None
    messages.success(
        request,
        ngettext(
            "%(count)d sak er flyttet til %(name)s.",
            "%(count)d saker er flyttet til %(name)s.",
            len(moved),
        )
        % {"count": len(moved), "name": to.name},
    )
    return redirect(request.get_full_path())
