"""What all components are written with: the library they register in, and escaped markup."""

from __future__ import annotations

import html as escaping
from collections.abc import Iterable
from typing import Any

from django.template import Library, TemplateSyntaxError
from django.utils.safestring import SafeString

register = Library()

EMPTY = SafeString("")
COLORS = frozenset({"accent", "neutral", "info", "success", "warning", "danger"})


def escaped(value: Any) -> str:
    """Ready to stand in markup. Says the same as Django's conditional_escape, in half the time."""
    if hasattr(value, "__html__"):
        return str(value.__html__())
    return escaping.escape(str(value))


def html(markup: str, *values: Any) -> SafeString:
    """Markup of ours with values put in, each escaped unless it is markup itself.

    A page with a full table calls this some hundred times; it is format_html without its detours.
    """
    return SafeString(markup.format(*map(escaped, values)))


def attributes(pairs: Iterable[tuple[str, Any]]) -> SafeString:
    """Attributes of an element, those without a value left out."""
    return SafeString(
        "".join(f' {name}="{escaped(value)}"' for name, value in pairs if value not in ("", None))
    )


def one_of(allowed: Iterable[str], value: str) -> str:
    """The value itself; a misspelt one is an error, not silence."""
    if value not in allowed:
        raise TemplateSyntaxError(f"{value!r} is none of {sorted(allowed)}")
    return value
