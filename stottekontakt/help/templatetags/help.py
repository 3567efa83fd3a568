"""A link to a page, for those the page lets in; for others just its name."""

from __future__ import annotations

from django import template
from django.template import Context
from django.urls import resolve, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag(takes_context=True)
def page(context: Context, content: str, url_name: str) -> SafeString:
    """`{% page "cases:list" %}Saker{% endpage %}`: the page must exist and take no arguments."""
    url = reverse(url_name)
    membership = context.get("membership")
    needed = getattr(resolve(url).func, "required_permissions", ())
    if membership is not None and all(membership.may(permission) for permission in needed):
        return format_html('<a href="{}">{}</a>', url, content)
    return format_html("<b>{}</b>", content)


@register.simple_block_tag
def topic(content: str, slug: str) -> SafeString:
    """A link to another help text."""
    from stottekontakt.help.topics import BY_SLUG

    return format_html(
        '<a href="{}">{}</a>', reverse("help:topic", args=[BY_SLUG[slug].slug]), content
    )
