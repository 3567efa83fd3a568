"""Lists: one page at a time, sorted, with filters that can be taken away one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property

PER_PAGE = 50
PAGES_AHEAD = 20
PAGE = "side"
SORT = "sorter"


class PagesAhead(Paginator):
    """Counts no more than some pages past the one asked for: a long list costs no more to open.

    Further ones are counted as one goes on; `has_more` says that there are rows beyond the count.
    """

    def __init__(self, rows: QuerySet[Any] | Sequence[Any], per_page: int, asked: str) -> None:
        super().__init__(rows, per_page)
        number = int(asked) if asked.isdecimal() and len(asked) < 7 else 1
        self.most = (number - 1 + PAGES_AHEAD) * per_page

    @cached_property
    def _found(self) -> int:
        rows = self.object_list
        if isinstance(rows, QuerySet):
            return rows.order_by()[: self.most + 1].count()
        return len(rows)

    @cached_property
    def count(self) -> int:
        return min(self._found, self.most)

    @property
    def has_more(self) -> bool:
        return self._found > self.most


def page_of(
    request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], *, per_page: int = PER_PAGE
) -> Page[Any]:
    """The page the address asks for; the nearest one when there is no such page."""
    asked = request.GET.get(PAGE, "")
    return PagesAhead(rows, per_page, asked).get_page(asked)


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
