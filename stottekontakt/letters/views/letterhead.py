"""What stands at the top of the municipality's letters, and a sheet to print and lay in an
envelope."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.models import Unit
from stottekontakt.accounts.roles import Permission
from stottekontakt.letters.letterhead import sample_pdf
from stottekontakt.letters.pdf import MissingFile
from stottekontakt.letters.phrasing import LANGUAGES
from stottekontakt.letters.services import letterhead_of


@never_cache
@require_safe
@requires(Permission.TEXTS_MANAGE)
def letterhead(request: AuthenticatedHttpRequest) -> HttpResponse:
    municipality = request.membership.municipality
    units = list(Unit.objects.filter(municipality=municipality).order_by("name"))
    return render(
        request,
        "letters/letterhead.html",
        {
            "municipality": municipality,
            "heads": [(unit, letterhead_of(municipality, unit, "nb")) for unit in units],
        },
    )


@never_cache
@require_safe
@requires(Permission.TEXTS_MANAGE)
def letterhead_pdf(request: AuthenticatedHttpRequest, pk: int, language: str) -> HttpResponse:
    unit = get_object_or_404(Unit, municipality=request.membership.municipality_id, pk=pk)
    chosen = next((each for each in LANGUAGES if each == language), LANGUAGES[0])
    try:
        data = sample_pdf(request.membership.municipality, unit, chosen, on=timezone.localdate())
    except MissingFile:
        return render(
            request,
            "letters/letterhead.html",
            {
                "municipality": request.membership.municipality,
                "heads": [],
                "problem": _(
                    "Prøvearket kan ikke lages fordi kommunevåpenet ikke finnes på serveren. "
                    "Last det opp på nytt i oppsettet."
                ),
            },
            status=409,
        )
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="brevark-{chosen}.pdf"',
            "X-Content-Type-Options": "nosniff",
        },
    )
