"""What an import refuses."""

from __future__ import annotations

from stottekontakt.errors import Refused


class Unreadable(Refused):
    """The file as a whole cannot be used; no row was looked at."""


class CannotImport(Refused):
    """It is not this import's turn, or no longer."""


class RowsChanged(Exception):
    """What was right when it was tried is no longer: nothing of it may stay."""
