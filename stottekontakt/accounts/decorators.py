"""Who may open a view: each view says so itself, and tests/test_permissions.py reads it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from stottekontakt.accounts.middleware import no_membership
from stottekontakt.accounts.roles import Permission
from stottekontakt.audit.access import log_access
from stottekontakt.audit.models import AccessEntry

View = Callable[..., HttpResponse]


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Refuse (403, logged) whoever's active membership lacks any of the permissions.

    Which rows are theirs is another question, answered by `visible_to` (404).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            membership = request.membership  # type: ignore[attr-defined]
            if membership is None:
                return no_membership(request)
            if not all(membership.may(permission) for permission in permissions):
                log_access(AccessEntry.Action.REFUSED, by=membership, view=_view_name(request))
                raise PermissionDenied
            return view(request, *args, **kwargs)

        wrapper.required_permissions = permissions  # type: ignore[attr-defined]
        return wrapper

    return decorate


def any_member(view: View) -> View:
    """For pages that everyone with a membership may open (the front page, help)."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.membership is None:  # type: ignore[attr-defined]
            return no_membership(request)
        return view(request, *args, **kwargs)

    wrapper.required_permissions = ()  # type: ignore[attr-defined]
    return wrapper


def log_read(
    request: HttpRequest,
    subject: Any,
    *,
    case_id: int | None,
    ground: str = "",
    action: AccessEntry.Action = AccessEntry.Action.READ,
    **data: Any,
) -> None:
    """Tell the log that the signed-in user opened `subject`, before it is shown."""
    log_access(
        action,
        by=request.membership,  # type: ignore[attr-defined]
        subject=subject,
        case_id=case_id,
        view=_view_name(request),
        ground=ground,
        data=data,
    )


def _view_name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
