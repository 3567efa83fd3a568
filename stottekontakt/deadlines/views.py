"""Every date we must act on, the nearest first."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.deadlines.forms import LATER, OVERDUE, WEEK, ListFilter
from stottekontakt.deadlines.models import Deadline, DeadlineQuerySet
from stottekontakt.ui.listing import chips_of, ordering, page_of

ORDERS = {
    "frist": ("act_by", "pk"),
    "navn": ("case__recipient__sort_name", "act_by", "pk"),
    "sak": ("case__year", "case__sequence", "act_by", "pk"),
}
NEAREST_FIRST = "frist"
DAYS_IN_WEEK = 7


@requires(Permission.WORK_LIST)
@require_safe
def deadline_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    today = timezone.localdate()
    filters = ListFilter(request.GET)
    rows = Deadline.objects.visible_to(request.membership).open().ours()
    if filters.is_valid():
        rows = _falling(rows, filters.cleaned_data["when"], today)
        if kind := filters.cleaned_data["kind"]:
            rows = rows.filter(kind=kind)
        if filters.cleaned_data["mine"]:
            rows = rows.filter(case__caseworker=request.membership.user_id)
    rows = rows.select_related("case__recipient", "case__caseworker")
    rows = rows.order_by(*ordering(request, ORDERS, default=NEAREST_FIRST))
    return render(
        request,
        "deadlines/list.html",
        {
            "page": page_of(request, rows),
            "filters": filters,
            "chips": chips_of(request, filters),
            "default_sort": NEAREST_FIRST,
        },
    )


def _falling(rows: DeadlineQuerySet, when: str, today: date) -> DeadlineQuerySet:
    if when == OVERDUE:
        return rows.overdue(today)
    if when == WEEK:
        return rows.due_within(DAYS_IN_WEEK, today)
    if when == LATER:
        return rows.due_after(DAYS_IN_WEEK, today)
    return rows
