"""Help: a short text for each page, and a guide for each role's first day."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from stottekontakt.accounts.decorators import any_member
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Role
from stottekontakt.help.topics import BY_SLUG, FIRST_DAY, GROUPS


def _written_form() -> str:
    return "nn" if get_language() == "nn" else "nb"


@require_safe
@any_member
def index(request: AuthenticatedHttpRequest) -> HttpResponse:
    return render(
        request,
        "help/index.html",
        {"groups": GROUPS, "first_day": FIRST_DAY[Role(request.membership.role)]},
    )


@require_safe
@any_member
def topic(request: AuthenticatedHttpRequest, topic: str) -> HttpResponse:
    found = BY_SLUG.get(topic)
    if found is None:
        raise Http404
    return render(
        request,
        "help/topic.html",
        {"topic": found, "text": f"help/{_written_form()}/{found.slug}.html"},
    )


@require_safe
@any_member
def first_day(request: AuthenticatedHttpRequest) -> HttpResponse:
    """One's own guide; the others are linked from it."""
    return redirect("help:first_day_of", FIRST_DAY[Role(request.membership.role)].slug)


@require_safe
@any_member
def first_day_of(request: AuthenticatedHttpRequest, role: str) -> HttpResponse:
    guides = {guide.slug: guide for guide in FIRST_DAY.values()}
    if role not in guides:
        raise Http404
    return render(
        request,
        "help/first_day.html",
        {
            "guide": guides[role],
            "text": f"help/{_written_form()}/first_day_{guides[role].role.value}.html",
            "others": [guide for slug, guide in guides.items() if slug != role],
            "is_mine": guides[role].role == request.membership.role,
        },
    )
