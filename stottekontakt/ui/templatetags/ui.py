"""`{% load ui %}`: all components of stottekontakt/ui/components/."""

from stottekontakt.ui.components import (
    boxes,
    buttons,
    facts,
    formats,
    forms,
    head,
    lists,
    small,
    tables,
    time,
)
from stottekontakt.ui.components.markup import register

__all__ = [
    "boxes",
    "buttons",
    "facts",
    "formats",
    "forms",
    "head",
    "lists",
    "register",
    "small",
    "tables",
    "time",
]
