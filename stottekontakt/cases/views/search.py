"""The search box on top of every page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.audit.access import log_access
from stottekontakt.audit.models import AccessEntry
from stottekontakt.cases.search import Kind, Query, Results, keep, kept, parse
from stottekontakt.cases.search import search as find
from stottekontakt.ui.listing import page_of

# One hit by such a number is what was meant: no list of one in between.
POINTS_AT_ONE = {Kind.CASE_NUMBER, Kind.IDENTITY_NUMBER}


@requires(Permission.CASE_VIEW)
@require_POST
def search(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Names and numbers are posted: an address must not hold them."""
    query = parse(request.POST.get("q", "")[:100])
    if query.kind in (Kind.NOTHING, Kind.TOO_SHORT):
        return render(request, "cases/search.html", {"query": query})
    if query.kind in POINTS_AT_ONE:
        results = find(query, request.membership)
        cases = {hit.case for hit in results.hits}
        if len(cases) == 1:
            _log(request, query, results)
            return redirect(cases.pop())
    return redirect("cases:results", keep(request.session, request.POST["q"][:100]))


@requires(Permission.CASE_VIEW)
@require_safe
def results(request: AuthenticatedHttpRequest, token: str) -> HttpResponse:
    text = kept(request.session, token)
    if text is None:
        return render(request, "cases/search.html", {"query": Query(Kind.FORGOTTEN)})
    query = parse(text)
    results = find(query, request.membership)
    _log(request, query, results)
    return render(
        request,
        "cases/search.html",
        {
            "query": query,
            "results": results,
            "page": page_of(request, results.hits),
            "may_register": request.membership.may(Permission.APPLICATION_REGISTER),
        },
    )


def _log(request: AuthenticatedHttpRequest, query: Query, results: Results) -> None:
    """How many were found, and by what kind of search; never what was typed."""
    log_access(
        AccessEntry.Action.SEARCH,
        by=request.membership,
        view="cases:search",
        data={"kind": query.kind, "hits": len(results.hits)},
    )
