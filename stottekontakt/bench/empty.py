"""A signed-in request that does nothing: what every request costs before its own work begins."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from stottekontakt.accounts.decorators import any_member

ADDRESS = "/tom/"


@any_member
def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


urlpatterns = [path("tom/", nothing), path("", include("stottekontakt.urls"))]
