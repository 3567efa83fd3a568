"""Persons in templates."""

from __future__ import annotations

from django import template

from stottekontakt.cases.phone import shown

register = template.Library()


@register.filter
def phone_number(e164: str) -> str:
    """A stored number as people write it; nothing in, nothing out."""
    return shown(e164) if e164 else ""
