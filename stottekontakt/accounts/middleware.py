"""For each request: how long the sign-in lasts, which municipality is open, which language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from stottekontakt.accounts.models import Membership, active_membership
from stottekontakt.database.context import clear_context, set_context

GetResponse = Callable[[HttpRequest], HttpResponseBase]

SEEN_AT = "seen_at"
SIGNED_IN_AT = "signed_in_at"
MEMBERSHIP = "membership_id"
MUNICIPALITY = "municipality_id"


class AuthenticatedHttpRequest(HttpRequest):
    """What a view behind sign-in gets: somebody at work in one municipality."""

    membership: Membership


class SessionTimeoutMiddleware:
    """Sign out after a time without a click, and after a day's work whatever happens."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now = timezone.now().timestamp()
            session = request.session
            signed_in_at = session.setdefault(SIGNED_IN_AT, now)
            seen_at = session.get(SEEN_AT, now)
            idle = timedelta(minutes=settings.SESSION_IDLE_MINUTES).total_seconds()
            longest = timedelta(hours=settings.SESSION_LONGEST_HOURS).total_seconds()
            if now - seen_at > idle or now - signed_in_at > longest:
                logout(request)
                # Set here, before the message middleware has run, so the page itself tells it.
                request.session["signed_out_for_idleness"] = True
            elif now - seen_at > 60 or SEEN_AT not in session:
                session[SEEN_AT] = now  # once a minute is exact enough, and saves a write a click
        return self.get_response(request)


class MembershipMiddleware:
    """Open the user's municipality for this request, and close it after it.

    `request.membership` is the active membership, or None. Inside the request, row-level security
    shows the rows of its municipality and no other.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.membership = None  # type: ignore[attr-defined]
        try:
            if request.user.is_authenticated:
                request.membership = self._enter(request)  # type: ignore[attr-defined]
            elif connection.connection is not None:
                set_context(None)
            return self.get_response(request)
        finally:
            try:
                clear_context()
            except DatabaseError:
                connection.close()  # whoever gets the next connection starts with nothing

    def _enter(self, request: HttpRequest) -> Membership | None:
        today = timezone.localdate()
        opened = request.session.get(MUNICIPALITY)
        set_context(opened, request.user.pk)
        membership = active_membership(request.user, request.session.get(MEMBERSHIP), today)
        if membership is None:
            set_context(None, request.user.pk)
            return None
        if membership.municipality_id != opened:
            set_context(membership.municipality_id, request.user.pk)
            # Read again: the unit stands behind the wall that was closed a moment ago.
            membership = active_membership(request.user, membership.pk, today)
        if membership is not None and (
            request.session.get(MEMBERSHIP) != membership.pk or membership.municipality_id != opened
        ):
            request.session[MEMBERSHIP] = membership.pk
            request.session[MUNICIPALITY] = membership.municipality_id
        return membership


class LanguageMiddleware:
    """The language of the screens: the user's choice, else the municipality's or the browser's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = getattr(request.user, "language", "")
        membership = getattr(request, "membership", None)
        if not language and membership is not None:
            language = membership.municipality.written_form
        if not language:
            language = translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def no_membership(request: HttpRequest) -> HttpResponse:
    """Somebody signed in whose access has ended, or not begun."""
    messages.error(
        request,
        _("Du har ikke tilgang til noen kommune i dag. Be en administrator om å gi deg tilgang."),
    )
    return redirect("accounts:me")
