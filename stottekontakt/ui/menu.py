"""The main menu: every page that has an entry, shown to those whom the page itself lets in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    label: Any
    url_name: str
    # The entry is marked on every page of these URL namespaces, not on its own page only.
    namespaces: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownEntry:
    label: Any
    url: str
    current: str  # the value of aria-current


ENTRIES = (
    Entry(_("Arbeidsliste"), "deadlines:worklist"),
    Entry(_("Saker"), "cases:list", ("cases",)),
    Entry(_("Søknader"), "applications:list", ("applications",)),
    Entry(_("Vedtak"), "decisions:list", ("decisions",)),
    Entry(_("Frister"), "deadlines:list"),
    Entry(_("Brukere"), "accounts:users"),
)


@cache
def _page(url_name: str) -> tuple[str, frozenset[Any]]:
    """The address of a page and the permissions its view asks for."""
    url = reverse(url_name)
    return url, frozenset(resolve(url).func.required_permissions)  # type: ignore[attr-defined]


def entries_for(request: HttpRequest) -> list[ShownEntry]:
    shown = []
    for entry in ENTRIES:
        if may_open(request, entry.url_name):
            url, _permissions = _page(entry.url_name)
            shown.append(ShownEntry(entry.label, url, _current(request, entry, url)))
    return shown


def may_open(request: HttpRequest, url_name: str) -> bool:
    """Whether the page lets in whoever asks; it has no arguments in its address."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return False
    try:
        permissions = _page(url_name)[1]
    except NoReverseMatch:
        return False
    return all(membership.may(permission) for permission in permissions)


def _current(request: HttpRequest, entry: Entry, url: str) -> str:
    if request.path == url:
        return "page"
    try:
        match = request.resolver_match or resolve(request.path)
    except Resolver404:
        return ""
    return "true" if set(match.namespaces) & set(entry.namespaces) else ""
