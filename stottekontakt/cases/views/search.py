"""The search box on top of every page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.models import Membership
from stottekontakt.accounts.roles import Permission
from stottekontakt.audit.access import log_access
from stottekontakt.audit.models import AccessEntry
from stottekontakt.cases.search import Kind, Query, case_numbered, keep, kept, parse
from stottekontakt.cases.search import search as find
from stottekontakt.ui.listing import page_of


@requires(Permission.CASE_VIEW)
@require_POST
def search(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Names and numbers are posted: an address must not hold them."""
    query = parse(request.POST.get("q", "")[:100])
    if query.kind in (Kind.NOTHING, Kind.TOO_SHORT):
        return render(request, "cases/search.html", {"query": query})
    if case_id := _meant(query, request.membership):
        _log(request, query, 1)
        return redirect("cases:detail", case_id)
    return redirect("cases:results", keep(request.session, request.POST["q"][:100]))


@requires(Permission.CASE_VIEW)
@require_safe
def results(request: AuthenticatedHttpRequest, token: str) -> HttpResponse:
    text = kept(request.session, token)
    if text is None:
        return render(request, "cases/search.html", {"query": Query(Kind.FORGOTTEN)})
    query = parse(text)
    results = find(query, request.membership)
    _log(request, query, len(results))
    return render(
        request,
        "cases/search.html",
        {
            "query": query,
            "results": results,
            "page": page_of(request, results),
            "may_register": request.membership.may(Permission.APPLICATION_REGISTER),
        },
    )


def _meant(query: Query, membership: Membership) -> int | None:
    """A number that points at one case was meant for it: no list of one in between."""
    match query.kind:
        case Kind.CASE_NUMBER:
            return case_numbered(query, membership)
        case Kind.IDENTITY_NUMBER:
            results = find(query, membership)
            return results[0].case_id if len(results) == 1 else None
    return None


def _log(request: AuthenticatedHttpRequest, query: Query, hits: int) -> None:
    """How many were found, and by what kind of search; never what was typed."""
    log_access(
        AccessEntry.Action.SEARCH,
        by=request.membership,
        view="cases:search",
        data={"kind": query.kind, "hits": hits},
    )
