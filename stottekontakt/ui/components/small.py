"""Icon, tag, count, person."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from stottekontakt.ui import formatting, icons
from stottekontakt.ui.components.markup import COLORS, EMPTY, attributes, html, one_of, register


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside words that say the same."""
    return icons.svg(name)


def icon_or_nothing(name: str) -> SafeString:
    return icons.svg(name) if name else EMPTY


@register.simple_tag
def tag(text: Any, *, color: str = "neutral", icon: str = "") -> SafeString:
    """A short label for a state."""
    return html(
        '<span class="ds-tag" data-color="{}">{}{}</span>',
        one_of(COLORS, color),
        icon_or_nothing(icon),
        text,
    )


@register.simple_tag
def count(number: int | str, *, color: str = "") -> SafeString:
    """A figure in a bubble, after the word it counts; or text: "100+"."""
    return html(
        '<span class="count"{}>{}</span>',
        attributes([("data-color", color and one_of(COLORS, color))]),
        number if isinstance(number, str) else formatting.number(number),
    )


@register.simple_tag
def person(name: str, *, age: int | None = None, protection: Any = "") -> SafeString:
    """Nora Blåklokke, 11 år – with a red tag where the address is protected."""
    years = ""
    if age is not None:
        years = ngettext(", %(count)d år", ", %(count)d år", age) % {"count": age}
    shield = tag(protection, color="danger", icon="shield-lock") if protection else EMPTY
    return html('<span class="person"><b>{}</b>{}</span> {}', name, years, shield)
