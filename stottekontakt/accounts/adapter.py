"""What allauth asks us: nobody signs up by themselves, and we speak in our own words."""

from __future__ import annotations

import logging
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stottekontakt.accounts.models import User

logger = logging.getLogger(__name__)
WRONG = gettext_lazy("E-posten, brukernavnet eller passordet er feil.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "too_many_login_attempts": gettext_lazy(
            "Det er prøvd for mange ganger. Vent fem minutter, eller lag et nytt passord."
        ),
        "enter_current_password": gettext_lazy("Dette er ikke passordet du har nå."),
        "invalid_password_reset": gettext_lazy("Lenken er brukt eller for gammel. Be om en ny."),
        "rate_limited": gettext_lazy("Det gikk litt fort. Vent et minutt og prøv igjen."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            logger.exception("An e-mail could not be sent")
            request = allauth_context.request
            messages.error(request, _("E-posten ble ikke sendt. Prøv igjen om litt."))
            raise ImmediateHttpResponse(redirect("account_reset_password")) from None


def user_display(user: User) -> str:
    return user.name
