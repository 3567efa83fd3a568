"""What a person is told when something cannot be done with an application."""

from __future__ import annotations

from django.db import models

from stottekontakt.errors import Refused


class CannotRegister(Refused):
    """The application cannot be registered as it stands."""


class CannotChange(Refused):
    """The application is not in a state, or the dates are not such, that this can be done."""


class OlderVersion(CannotChange):
    """Somebody else has saved the same part since it was opened. Nothing was written over.

    `current` is the row as it stands.
    """

    def __init__(self, problem: str, current: models.Model) -> None:
        super().__init__(problem)
        self.current = current
