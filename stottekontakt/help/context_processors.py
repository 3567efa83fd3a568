"""The link to the help of the page one is on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from stottekontakt.help.topics import PAGES


def help_link(request: HttpRequest) -> dict[str, Any]:
    """`help_url`: the help of this very page, else the front page of help; empty for strangers."""
    if getattr(request, "membership", None) is None:
        return {"help_url": ""}
    match = request.resolver_match
    topic = PAGES.get(match.view_name) if match else None
    if topic:
        return {"help_url": reverse("help:topic", args=[topic])}
    return {"help_url": reverse("help:index")}
