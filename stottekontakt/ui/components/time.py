"""Deadlines, what has happened, and how far something has come."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from stottekontakt.ui import formatting
from stottekontakt.ui.components.markup import EMPTY, attributes, html, one_of, register


def _urgency(due_on: date, today: date, warn_days: int = 0) -> SafeString:
    days = (due_on - today).days
    color = "danger" if days < 0 else "warning" if days <= warn_days else ""
    return attributes([("data-color", color)])


@register.simple_tag
def deadline(
    due_on: date, *, label: Any = "", reason: Any = "", today: date | None = None
) -> SafeString:
    """Svar innen fredag 26. februar (om 3 dager) – én måned fra 29. januar."""
    today = today or timezone.localdate()
    return html(
        '<span class="deadline"{}>{} <time datetime="{}">{}</time> (<b>{}</b>){}</span>',
        _urgency(due_on, today),
        _("%(what)s innen") % {"what": label} if label else _("Innen"),
        due_on.isoformat(),
        formatting.weekday_date(due_on, today),
        formatting.time_left(due_on, today),
        html(" – {}", reason) if reason else EMPTY,
    )


@register.simple_tag
def due(due_on: date, *, today: date | None = None, warn_days: int = 0) -> SafeString:
    """How long is left, over the date itself: the first column of a list of deadlines."""
    today = today or timezone.localdate()
    return html(
        '<p class="when"{}><strong>{}</strong> <span class="meta">'
        '<time datetime="{}">{}</time></span></p>',
        _urgency(due_on, today, warn_days),
        capfirst(formatting.time_left(due_on, today)),
        due_on.isoformat(),
        formatting.short_weekday_date(due_on),
    )


@register.simple_block_tag
def timeline(content: str) -> SafeString:
    """What happened, newest first, as {% timeline_entry %}s."""
    return html('<ol class="timeline">{}</ol>', content)


@register.simple_block_tag
def timeline_entry(content: str, at: date, *, state: str = "", note: Any = "") -> SafeString:
    """`state`: us (we did it), next (it is to come), or nothing (others did it)."""
    clock = formatting.clock(at) if isinstance(at, datetime) else ""
    when = [formatting.weekday_date(at), clock, str(note)]
    return html(
        '<li{}><time datetime="{}">{}</time>{}</li>',
        attributes([("data-state", one_of({"", "us", "next"}, state))]),
        at.isoformat(),
        " · ".join(filter(None, when)),
        content,
    )


@register.simple_block_tag
def track(content: str, *, label: Any) -> SafeString:
    """How far something has come, as {% track_step %}s from left to right."""
    return html('<ol class="track" aria-label="{}">{}</ol>', label, content)


@register.simple_block_tag
def track_step(content: str, heading: Any, *, state: str = "") -> SafeString:
    """`state`: done, now, due, or nothing (still to come)."""
    is_now = one_of({"", "done", "now", "due"}, state) == "now"
    where = ("aria-current", "step") if is_now else ("data-state", state)
    return html("<li{}><b>{}</b>{}</li>", attributes([where]), heading, content)
