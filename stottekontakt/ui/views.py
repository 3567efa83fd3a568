"""Pages that belong to no app: two statements, the gallery, and what is shown when all fails."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stottekontakt.ui import gallery as examples


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/privacy.html")


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in use: our documentation of them. For developers only."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "ui/gallery.html", examples.context(request))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Most often a form that stood open until the sign-in had run out."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Any) -> HttpResponse:
    return render(request, "400.html", status=400)
