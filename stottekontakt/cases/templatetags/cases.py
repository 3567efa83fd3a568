"""Persons in templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from stottekontakt.cases.models import Representative
from stottekontakt.cases.phone import shown
from stottekontakt.cases.search import Hit
from stottekontakt.ui.components.markup import EMPTY, html
from stottekontakt.ui.components.tables import drawn_rows
from stottekontakt.ui.formatting import short_date

register = template.Library()


@register.filter
def phone_number(e164: str) -> str:
    """A stored number as people write it; nothing in, nothing out."""
    return shown(e164) if e164 else ""


@register.simple_tag(takes_context=True)
def hit_rows(context: Context, hits: Iterable[Hit]) -> SafeString:
    """Who was found, what they are in the case, the case, and whose it is."""
    return drawn_rows(context, [_hit(hit) for hit in hits])


def _hit(hit: Hit) -> tuple[Any, ...]:
    born: Any = EMPTY
    if hit.birth_date:
        words = _("født %(born_on)s") % {"born_on": short_date(hit.birth_date)}
        born = html('<span class="sub">{}</span>', words)
    closed = EMPTY if hit.is_open else html('<span class="sub">{}</span>', _("avsluttet"))
    return (
        html('<a href="{}">{}</a>{}', reverse("cases:detail", args=[hit.case_id]), hit.name, born),
        _role(hit),
        html("{}{}", hit.number, closed),
        hit.caseworker or html('<span class="absent">{}</span>', _("ufordelt")),
    )


def _role(hit: Hit) -> str:
    if hit.role is None:
        return _("Tjenestemottaker")
    role = hit.relation or str(Representative.Kind(hit.role).label)
    return _("%(role)s til %(name)s") % {"role": capfirst(role), "name": hit.recipient}
