"""Sign-ins, sign-outs and failed attempts go into the log of accesses."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from stottekontakt.accounts.models import User, active_membership
from stottekontakt.audit.access import log_access
from stottekontakt.audit.models import AccessEntry
from stottekontakt.database.context import municipality_context


def _log(action: AccessEntry.Action, user: User | None) -> None:
    if user is None or user.pk is None:
        log_access(action)
        return
    with municipality_context(None, user.pk):
        membership = active_membership(user, None, timezone.localdate())
    with municipality_context(membership.municipality_id if membership else None, user.pk):
        log_access(action, by=membership or user)


@receiver(user_logged_in, dispatch_uid="log sign-in")
def signed_in(sender: Any, user: User, **kwargs: Any) -> None:
    _log(AccessEntry.Action.SIGNED_IN, user)


@receiver(user_logged_out, dispatch_uid="log sign-out")
def signed_out(sender: Any, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        _log(AccessEntry.Action.SIGNED_OUT, user)


@receiver(user_login_failed, dispatch_uid="log failed sign-in")
def sign_in_failed(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """What was typed is not kept: people type passwords into the wrong field."""
    username = credentials.get("username") or ""
    email = credentials.get("email") or ""
    user = (
        User.objects.filter(username=username).first()
        if username
        else User.objects.filter(email__iexact=email).first()
        if email
        else None
    )
    _log(AccessEntry.Action.SIGN_IN_FAILED, user)
