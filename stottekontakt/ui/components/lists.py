"""Paging and filters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Page
from django.http import HttpRequest
from django.template import Context

from stottekontakt.ui import formatting
from stottekontakt.ui.components.markup import register
from stottekontakt.ui.listing import PAGE, Chip


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], *, what: str = "") -> dict[str, Any]:
    """Which rows these are of how many, and the way to the others.

    `what` names the rows where they are no hits of a search: "events".
    """
    request: HttpRequest = context["request"]
    numbers: list[tuple[Any, str]] = []
    if page.paginator.num_pages > 1:
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
            is_gap = not isinstance(number, int)
            numbers.append((number, "" if is_gap else _page_url(request, int(number))))
    return {
        "page": page,
        "what": what,
        "numbers": numbers,
        "previous": page.has_previous() and _page_url(request, page.number - 1),
        "next": page.has_next() and _page_url(request, page.number + 1),
        "first": formatting.number(page.start_index()),
        "last": formatting.number(page.end_index()),
        "total": formatting.number(page.paginator.count),
        "has_more": getattr(page.paginator, "has_more", False),
    }


def _page_url(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query[PAGE] = str(number)
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/filter_bar.html", takes_context=True)
def filter_bar(context: Context, form: forms.Form, chips: list[Chip]) -> dict[str, Any]:
    """The filters of a list, and as chips those in use."""
    request: HttpRequest = context["request"]
    kept = [
        (key, value)
        for key, values in request.GET.lists()
        if key not in {form.add_prefix(name) for name in form.fields} | {PAGE}
        for value in values
    ]
    return {"form": form, "chips": chips, "kept": kept, "clear_url": request.path}
