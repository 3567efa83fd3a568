"""What the pages of administration do alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from stottekontakt.administration.services.dated import ChangedMeanwhile
from stottekontakt.errors import Refused

PREVIEW = "forhandsvis"  # the name of the button that only shows


def tell(form: forms.Form, error: Refused) -> None:
    """What the rules said, over the form; what was typed stays in it."""
    for problem in error.problems:
        form.add_error(None, problem)


def tell_on_page(request: HttpRequest, error: Refused) -> None:
    for problem in error.problems:
        messages.error(request, problem)


def wants_preview(request: HttpRequest) -> bool:
    return request.method == "POST" and PREVIEW in request.POST


def retype(form: Any, **values: Any) -> None:
    """Give a bound form other values in hidden fields; what was typed stays."""
    form.data = form.data.copy()
    for name, value in values.items():
        form.data[name] = str(value)


def seen_now(form: Any, error: Refused) -> Any:
    """After somebody else's change: their row is shown, and the next try is made knowing it."""
    if not isinstance(error, ChangedMeanwhile):
        return None
    retype(form, seen=error.row.pk)
    return error.row


def by_key(rows: Iterable[Any]) -> dict[str, list[Any]]:
    """Rows by key, each with the newest first."""
    found: dict[str, list[Any]] = {}
    for row in sorted(rows, key=lambda row: row.valid_from, reverse=True):
        found.setdefault(row.key, []).append(row)
    return found
