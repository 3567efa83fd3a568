"""The heading of a page, and the ways between its parts."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stottekontakt.ui.components.markup import EMPTY, attributes, html, one_of, register
from stottekontakt.ui.components.small import count as bubble
from stottekontakt.ui.icons import svg

MARKS = {
    "done": "checkmark-circle-fill",
    "begun": "circle-broken",
    "empty": "circle",
}


@register.simple_block_tag
def page_heading(content: str, title: Any, *, meta: Any = "", eyebrow: Any = "") -> SafeString:
    """The h1, what explains it in one line, and (inside) tags and actions."""
    return html(
        '<div class="page-head">{}<h1>{}</h1>{}{}</div>',
        html('<p class="eyebrow">{}</p>', eyebrow) if eyebrow else EMPTY,
        title,
        html('<p class="meta">{}</p>', meta) if meta else EMPTY,
        content,
    )


@register.simple_block_tag
def breadcrumbs(content: str) -> SafeString:
    """Where one is: the {% crumb %}s from the top down."""
    return html(
        '<nav class="crumbs" aria-label="{}"><ol class="plain">{}</ol></nav>',
        _("Brødsmuler"),
        content,
    )


@register.simple_tag
def crumb(text: Any, url: str = "") -> SafeString:
    """One step; the last has no address."""
    if url:
        return html('<li><a href="{}">{}</a></li>', url, text)
    return html('<li aria-current="page">{}</li>', text)


@register.simple_block_tag
def subnav(content: str, *, label: Any) -> SafeString:
    """The pages of one thing, as {% subnav_link %}s."""
    return html(
        '<nav class="subnav" aria-label="{}"><ul class="plain">{}</ul></nav>', label, content
    )


@register.simple_tag
def subnav_link(
    text: Any, url: str, *, current: bool = False, count: int | str | None = None
) -> SafeString:
    return _link(text, url, "page" if current else "", count, "")


@register.simple_block_tag
def segments(content: str, *, label: Any) -> SafeString:
    """A choice of which rows to show, as {% segment %}s."""
    return html('<nav aria-label="{}"><ul class="segments">{}</ul></nav>', label, content)


@register.simple_tag
def segment(
    text: Any, url: str, *, current: bool = False, count: int | str | None = None, color: str = ""
) -> SafeString:
    return _link(text, url, "true" if current else "", count, color)


def _link(text: Any, url: str, current: str, count: int | str | None, color: str) -> SafeString:
    return html(
        '<li><a href="{}"{}>{}{}</a></li>',
        url,
        attributes([("aria-current", current)]),
        text,
        EMPTY if count is None else html(" {}", bubble(count, color=color)),
    )


@register.simple_block_tag
def sections(content: str, *, label: Any) -> SafeString:
    """The parts of a long form, as {% section_link %}s."""
    return html(
        '<nav class="sections" aria-label="{}"><ul class="plain">{}</ul></nav>', label, content
    )


@register.simple_tag
def section_link(text: Any, url: str, *, mark: str, note: Any, current: bool = False) -> SafeString:
    """`mark`: done, begun (something is missing), empty; `note` says it in words."""
    return html(
        '<li><a href="{}" data-mark="{}"{}>{}<span>{}<small>{}</small></span></a></li>',
        url,
        one_of(MARKS, mark),
        attributes([("aria-current", "step" if current else "")]),
        svg(MARKS[mark]),
        text,
        note,
    )
