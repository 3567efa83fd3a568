"""Answers monitors before anything that could itself be out of order."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from stottekontakt.health import views

ANSWERS = {"/helse/live": views.live, "/helse/klar": views.ready}


class HealthMiddleware:
    """Stands first: no host name, TLS, sign-in or database is needed to say how things are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return ANSWERS.get(request.path_info, self.get_response)(request)
