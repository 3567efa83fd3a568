"""Texts and headings inside the structure of a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from stottekontakt.letters.compose import Writer

register = template.Library()


def writer(context: dict[str, Any]) -> Writer:
    found: Writer = context["writer"]
    return found


@register.simple_tag(takes_context=True)
def text(context: dict[str, Any], place: str) -> SafeString:
    return writer(context).text(place)


@register.simple_tag(takes_context=True)
def line(context: dict[str, Any], place: str) -> SafeString:
    return writer(context).line(place)


@register.simple_tag(takes_context=True)
def word(context: dict[str, Any], key: str) -> SafeString:
    return writer(context).word(key)


@register.simple_tag(takes_context=True)
def word_with(context: dict[str, Any], key: str, value: str) -> SafeString:
    """A label with the one thing it is about: "Vedlegg: …"."""
    return writer(context).word(key, liste=value)
