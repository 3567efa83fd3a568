"""Dates, hours and money in text."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from stottekontakt.ui import formatting
from stottekontakt.ui.components.markup import EMPTY, html, register

FILTERS = (
    "long_date", "short_date", "weekday_date", "short_weekday_date", "moment", "clock",
    "relative_day", "time_left", "number", "hours", "money", "file_size",
)  # fmt: skip

STYLES = {
    "short": formatting.short_date,
    "long": formatting.long_date,
    "weekday": formatting.weekday_date,
    "short_weekday": formatting.short_weekday_date,
}


def _register(name: str) -> None:
    """A formatting function as a filter; nothing in, nothing out."""
    function = getattr(formatting, name)

    def apply(value: Any) -> str:
        return "" if value is None or value == "" else function(value)

    register.filter(name, apply)


for _name in FILTERS:
    _register(_name)


@register.simple_tag
def day(value: date | None, style: str = "short") -> SafeString:
    """A date marked up as one: short 26.02.2027, long 26. februar 2027, weekday fredag 26. …"""
    if value is None:
        return EMPTY
    on = formatting.as_date(value)
    return html('<time datetime="{}">{}</time>', on.isoformat(), STYLES[style](on))
