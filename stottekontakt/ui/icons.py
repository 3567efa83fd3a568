"""The icons of @navikt/aksel-icons, read by name from the installed package."""

from __future__ import annotations

import re
from functools import cache

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class UnknownIcon(LookupError):
    pass


@cache
def svg(name: str) -> SafeString:
    """The drawing called `name` ("checkmark-circle-fill"), hidden from screen readers."""
    if not NAME.fullmatch(name):
        raise UnknownIcon(name)
    file_name = "".join(part.capitalize() for part in name.split("-")) + ".svg"
    path = settings.NODE_MODULES / "@navikt" / "aksel-icons" / "dist" / "svg" / file_name
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise UnknownIcon(name) from error
    drawing = re.sub(r"^<svg[^>]*>|</svg>\s*$", "", text.strip()).strip()
    return mark_safe(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" aria-hidden="true" focusable="false">'
        f"{drawing}</svg>"
    )
