"""What must be done, and the step that does it, as pages and lists show them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Action:
    label: str
    url: str
    is_post: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Todo:
    heading: str
    text: str = ""
    icon: str = "clock"
    color: str = "warning"
    actions: list[Action] = field(default_factory=list)
