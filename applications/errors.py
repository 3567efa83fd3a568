"""What a person is told when something cannot be done with an application."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stottekontakt.errors import Refused


class CannotRegister(Refused):
    """The application cannot be registered as it stands."""


class CannotChange(Refused):
    """The application is not in a state, or the dates are not such, that this can be done."""


class CannotSendInterimReply(Refused):
    """What stands in it is not enough, or not right; `by_field` says where it is mended."""

    def __init__(self, by_field: Mapping[str, str]) -> None:
        super().__init__(list(by_field.values()))
        self.by_field = by_field


class OlderVersion(CannotChange):
    """Somebody else has saved the same part since it was opened. Nothing was written over.

    `current` is the row as it stands.
    """

    def __init__(self, problem: str, current: Any) -> None:
        super().__init__(problem)
        self.current = current
