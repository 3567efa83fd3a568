"""Lists: one page at a time, sorted, with filters that can be taken away one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

PER_PAGE = 50
PAGE = "side"
SORT = "sorter"


def page_of(
    request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], *, per_page: int = PER_PAGE
) -> Page[Any]:
    """The page the address asks for; the nearest one when there is no such page."""
    return Paginator(rows, per_page).get_page(request.GET.get(PAGE))


def ordering(
    request: HttpRequest, orders: Mapping[str, Sequence[str]], *, default: str
) -> Sequence[str]:
    """Arguments to order_by(): `orders` says what "navn" means; "-navn" is the other way."""
    asked = request.GET.get(SORT, default)
    name = asked.removeprefix("-")
    if name not in orders:
        asked = name = default
        name = name.removeprefix("-")
    if not asked.startswith("-"):
        return orders[name]
    return [key[1:] if key.startswith("-") else f"-{key}" for key in orders[name]]


def address_with(query: QueryDict, **changes: str | None) -> str:
    """The query string with some keys set and others (None) taken out, back on page one."""
    changed = query.copy()
    for key in (PAGE, *changes):
        changed.pop(key, None)
    for key, value in changes.items():
        if value is not None:
            changed[key] = value
    return f"?{changed.urlencode()}" if changed else "?"


@dataclass(frozen=True)
class Chip:
    """A filter in use: what it says, and the address without it."""

    text: str
    remove_url: str


def chips_of(request: HttpRequest, form: forms.Form) -> list[Chip]:
    """One chip per field of a valid GET form that narrows the list."""
    if not form.is_valid():
        return []
    chips = []
    for name, field in form.fields.items():
        if form.cleaned_data.get(name) in (None, "", [], (), False):
            continue
        bound = form[name]
        key = bound.html_name
        values = request.GET.getlist(key)
        for value in values:
            remaining = request.GET.copy()
            remaining.pop(PAGE, None)
            remaining.setlist(key, [other for other in values if other != value])
            chips.append(Chip(_said(bound, field, value), f"?{remaining.urlencode()}"))
    return chips


def _said(bound: forms.BoundField, field: forms.Field, value: str) -> str:
    if isinstance(field, forms.BooleanField):
        return str(bound.label)
    choices = dict(_flat(getattr(field, "choices", ())))
    return f"{bound.label}: {choices.get(value, value)}"


def _flat(choices: Any) -> list[tuple[str, Any]]:
    flat: list[tuple[str, Any]] = []
    for value, label in choices:
        if isinstance(label, list | tuple):
            flat.extend(_flat(label))
        else:
            flat.append((str(value), label))
    return flat
