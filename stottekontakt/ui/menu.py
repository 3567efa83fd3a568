"""The main menu: every page that has an entry, shown to those whom the page itself lets in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    label: Any
    url_name: str


@dataclass(frozen=True)
class ShownEntry:
    label: Any
    url: str
    current: str  # the value of aria-current


ENTRIES = (
    Entry(_("Arbeidsliste"), "reports:worklist"),
    Entry(_("Saker"), "cases:list"),
    Entry(_("Søknader"), "applications:list"),
    Entry(_("Henvendelser"), "applications:inquiries"),
    Entry(_("Vedtak"), "decisions:list"),
    Entry(_("Til beslutning"), "decisions:queue"),
    Entry(_("Frister"), "deadlines:list"),
    Entry(_("Utskrift"), "letters:print_queue"),
    Entry(_("Holder vi fristene?"), "reports:dates"),
    Entry(_("Administrasjon"), "administration:index"),
    Entry(_("Vedtak som PDF"), "archive:list"),
)


@cache
def _page(url_name: str) -> tuple[str, frozenset[Any]]:
    """The address of a page and the permissions its view asks for."""
    url = reverse(url_name)
    return url, frozenset(resolve(url).func.required_permissions)  # type: ignore[attr-defined]


def entries_for(request: HttpRequest) -> list[ShownEntry]:
    pages = [
        (entry.label, _page(entry.url_name)[0])
        for entry in ENTRIES
        if may_open(request, entry.url_name)
    ]
    # The nearest one above the page: /vedtak/til-beslutning/ is not "Vedtak" too.
    here = max((url for _label, url in pages if _current(request.path, url)), key=len, default="")
    return [
        ShownEntry(label, url, _current(request.path, url) if url == here else "")
        for label, url in pages
    ]


def may_open(request: HttpRequest, url_name: str) -> bool:
    """Whether the page lets in whoever asks; it has no arguments in its address."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return False
    return all(membership.may(permission) for permission in _page(url_name)[1])


def first_page(request: HttpRequest) -> str:
    """Where whoever asks begins the day: the first page in the menu, else one's own page."""
    shown = entries_for(request)
    return shown[0].url if shown else reverse("accounts:me")


def start_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For the view at the root: those it does not let in begin somewhere else.

    Stands outside `@requires`, whose permissions it reads.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        membership = getattr(request, "membership", None)
        permissions = view.required_permissions  # type: ignore[attr-defined]
        if membership is not None and not all(membership.may(each) for each in permissions):
            return redirect(first_page(request))
        return view(request, *args, **kwargs)

    return wrapper


def _current(path: str, url: str) -> str:
    """The value of aria-current: on the page itself, and on those below it in the address."""
    if path == url:
        return "page"
    return "true" if url != "/" and path.startswith(url) else ""
