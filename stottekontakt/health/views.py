"""Two pages for machines, without sign-in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stottekontakt.health import checks


@login_not_required
@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Says nothing of database or broker: a restart would not mend them."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    answers = checks.run()
    in_order = all(answer == checks.OK for answer in answers.values())
    return JsonResponse({"ready": in_order, "checks": answers}, status=200 if in_order else 503)
