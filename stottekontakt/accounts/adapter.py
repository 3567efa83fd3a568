"""What allauth asks us: nobody signs up by themselves, and people are called by their name."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from stottekontakt.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def user_display(user: User) -> str:
    return user.name
