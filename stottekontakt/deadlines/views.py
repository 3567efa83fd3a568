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
from stottekontakt.audit.access import log_access
from stottekontakt.audit.models import AccessEntry
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


# What a row shows; above all not the identity numbers, which would be decrypted for nothing.
SHOWN = (
    "kind", "due_on", "act_by", "basis", "counted_from", "count", "moved_from", "move_reason",
    "cancelled_on", "case__year", "case__sequence", "case__number", "case__caseworker__name",
    "case__recipient__name", "case__recipient__birth_date", "case__recipient__address_protection",
)  # fmt: skip


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
    order = ordering(request, ORDERS, default=NEAREST_FIRST)
    # First which ones, then all about these: the many are counted and sorted without the rest.
    page = page_of(request, rows.order_by(*order).values_list("pk", flat=True))
    page.object_list = list(
        Deadline.objects.filter(pk__in=list(page.object_list))
        .select_related("case__recipient", "case__caseworker")
        .only(*SHOWN)
        .order_by(*order)
    )
    log_access(
        AccessEntry.Action.READ,
        by=request.membership,
        view="deadlines:list",
        data={"rows": len(page.object_list)},
    )
    return render(
        request,
        "deadlines/list.html",
        {
            "page": page,
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
