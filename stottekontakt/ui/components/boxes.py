"""What holds other things: card, section, alert, an empty list, what must be done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stottekontakt.ui import icons
from stottekontakt.ui.components.markup import COLORS, EMPTY, attributes, html, one_of, register


def _heading(text: Any, level: int, id: str = "") -> SafeString:
    return html("<h{}{}>{}</h{}>", level, attributes([("id", id)]), text, level) if text else EMPTY


@register.simple_block_tag
def card(
    content: str, *, heading: Any = "", level: int = 2, variant: str = "line", id: str = ""
) -> SafeString:
    """A box of its own: a line around it, or ("tint") a warm ground."""
    tint = one_of({"line", "tint"}, variant) == "tint"
    return html(
        '<{} class="card"{}>{}{}</{}>',
        element := "section" if heading else "div",
        attributes([("data-variant", "tint" if tint else ""), ("aria-labelledby", id)]),
        _heading(heading, level, id),
        content,
        element,
    )


@register.simple_block_tag
def section(
    content: str, *, heading: Any, level: int = 2, id: str = "", link: Any = "", url: str = ""
) -> SafeString:
    """A heading, to its right a link to all of it, and what follows."""
    head = _heading(heading, level, id)
    if url:
        head = html(
            '<div class="pane-head">{}<a href="{}">{}</a></div>', head, url, link or _("Vis alle")
        )
    return html("<section{}>{}{}</section>", attributes([("aria-labelledby", id)]), head, content)


@register.simple_block_tag
def alert(
    content: str, *, color: str = "info", heading: Any = "", level: int = 2, role: str = ""
) -> SafeString:
    """Something the reader must see: info, success, warning, danger."""
    return html(
        '<div class="ds-alert" data-color="{}"{}>{}{}</div>',
        one_of({"info", "success", "warning", "danger"}, color),
        attributes([("role", role)]),
        _heading(heading, level),
        content,
    )


@register.simple_block_tag
def waiting(content: str, *, url: str, state: str) -> SafeString:
    """Background work on its way; static/js/wait.js shows the page anew when the state changes.

    `url` answers with the state as plain text. What is inside says what goes on, and has a link
    to the page itself for those without JavaScript.
    """
    return html(
        '<div class="waiting" role="status" data-wait-url="{}" data-wait-state="{}">{}{}</div>',
        url,
        state,
        icons.svg("hourglass"),
        html("<div>{}</div>", content),
    )


@register.simple_block_tag
def empty(content: str, *, heading: Any, level: int = 2) -> SafeString:
    """What stands where a list would, and says what to do."""
    return html('<div class="empty">{}{}</div>', _heading(heading, level), content)


@register.simple_block_tag
def quote(content: str) -> SafeString:
    """Somebody else's words: the municipality's text, the recipient's view."""
    return html('<blockquote class="quote">{}</blockquote>', content)


@register.simple_block_tag
def todo(content: str) -> SafeString:
    """What must be done now, as {% todo_item %}s."""
    return html('<ul class="todo">{}</ul>', content)


@register.simple_block_tag
def todo_item(
    content: str, *, heading: Any, icon: str = "clock", color: str = "warning", level: int = 3
) -> SafeString:
    return html(
        '<li><span data-color="{}">{}</span><div>{}{}</div></li>',
        one_of(COLORS, color),
        icons.svg(icon),
        _heading(heading, level),
        content,
    )


@register.inclusion_tag("components/missing.html")
def missing(problems: Iterable[Any]) -> dict[str, Any]:
    """What is missing: sentences, or pairs of a sentence and the address where it is mended."""
    return {
        "problems": [
            problem if isinstance(problem, tuple) else (problem, "") for problem in problems
        ]
    }
