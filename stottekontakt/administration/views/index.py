"""The front page of administration."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.administration.index import cards_for


@require_safe
@requires(Permission.ADMINISTRATION_VIEW)
def index(request: AuthenticatedHttpRequest) -> HttpResponse:
    return render(
        request,
        "administration/index.html",
        {"groups": cards_for(request.membership, timezone.localdate())},
    )
