"""Buttons, and links that look like them. One filled button a page; that is the next step."""

from __future__ import annotations

from typing import Any

from django.template import Context
from django.utils.safestring import SafeString

from stottekontakt.ui.components.markup import COLORS, EMPTY, attributes, html, one_of, register
from stottekontakt.ui.components.small import icon_or_nothing

VARIANTS = frozenset({"primary", "secondary", "tertiary"})
SIZES = frozenset({"small", "big"})


def _look(variant: str, size: str, color: str) -> list[tuple[str, str]]:
    look = [("data-variant", "" if one_of(VARIANTS, variant) == "primary" else variant)]
    if size:
        look.append((f"data-{one_of(SIZES, size)}", "true"))
    if color:
        look.append(("data-color", one_of(COLORS, color)))
    return look


def _inside(text: Any, icon: str, about: Any) -> SafeString:
    more = html('<span class="ds-sr-only"> {}</span>', about) if about else EMPTY
    return html("{}{}{}", icon_or_nothing(icon), text, more)


@register.simple_tag
def button(
    text: Any, *, variant: str = "primary", size: str = "", icon: str = "", color: str = "",
    about: Any = "", name: str = "", value: str = "", form: str = "", formaction: str = "",
) -> SafeString:  # fmt: skip
    """The button that submits a form. `about` is for screen readers: "som Siri Lind"."""
    given = [("name", name), ("value", value), ("form", form), ("formaction", formaction)]
    return html(
        '<button class="ds-button" type="submit"{}>{}</button>',
        attributes([*_look(variant, size, color), *given]),
        _inside(text, icon, about),
    )


@register.simple_tag
def link_button(
    text: Any, url: str, *, variant: str = "primary", size: str = "", icon: str = "",
    about: Any = "",
) -> SafeString:  # fmt: skip
    """A link that looks like a button: it leads somewhere and changes nothing."""
    return html(
        '<a class="ds-button" href="{}"{}>{}</a>',
        url,
        attributes(_look(variant, size, "")),
        _inside(text, icon, about),
    )


@register.simple_tag(takes_context=True)
def post_button(
    context: Context, text: Any, url: str, *, variant: str = "secondary", size: str = "",
    icon: str = "", color: str = "", about: Any = "", name: str = "", value: str = "",
) -> SafeString:  # fmt: skip
    """A form with nothing but one button."""
    pressed = button(
        text, variant=variant, size=size, icon=icon, color=color, about=about, name=name,
        value=value,
    )  # fmt: skip
    return html(
        '<form method="post" action="{}" class="post-button">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">{}</form>',
        url,
        # The page's own, not one made anew for each of fifty rows.
        context["csrf_token"],
        pressed,
    )


@register.simple_block_tag
def actions(content: str) -> SafeString:
    """Buttons in a row."""
    return html('<div class="actions">{}</div>', content)
