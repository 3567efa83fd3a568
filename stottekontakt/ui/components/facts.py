"""What is known: labels and values."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stottekontakt.ui.components.markup import EMPTY, html, register


@register.simple_block_tag
def summary_list(content: str) -> SafeString:
    """What is known, as {% fact %}s."""
    return html('<dl class="facts">{}</dl>', content)


@register.simple_block_tag
def fact(content: str, label: Any, *, missing: Any = None) -> SafeString:
    """A label and its value; an empty value says so."""
    value = SafeString(content.strip())
    if not value:
        absent = _("ikke oppgitt") if missing is None else missing
        value = html('<span class="absent">{}</span>', absent)
    return html("<dt>{}</dt><dd>{}</dd>", label, value)


@register.simple_tag
def figure(label: Any, value: Any, unit: Any = "") -> SafeString:
    """One number that matters, inside <dl class="figures">."""
    small = html(" <small>{}</small>", unit) if unit else EMPTY
    return html("<div><dt>{}</dt><dd>{}{}</dd></div>", label, value, small)
