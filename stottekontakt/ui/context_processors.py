"""What the frame around every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from stottekontakt.ui.menu import entries_for, may_open


def frame(request: HttpRequest) -> dict[str, Any]:
    return {
        "membership": getattr(request, "membership", None),
        "menu": SimpleLazyObject(lambda: entries_for(request)),
        "may_search": SimpleLazyObject(lambda: may_open(request, "cases:search")),
        "is_trial": settings.TRIAL,
    }
