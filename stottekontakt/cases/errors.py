"""What a person is told when something in a case cannot be done."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _

from stottekontakt.errors import Refused


class CannotTakeCase(Refused):
    pass


class Disqualified(Refused):
    """Whoever is, or may be, disqualified prepares and decides nothing in the case."""


class CannotDecideImpartiality(Refused):
    pass


class CannotHandOver(Refused):
    pass


class Outdated(Refused):
    """Somebody else saved in the meantime. `current` is the row as it is now."""

    def __init__(self, current: models.Model) -> None:
        self.current = current
        super().__init__(_("Noen andre har lagret endringer mens du skrev."))
