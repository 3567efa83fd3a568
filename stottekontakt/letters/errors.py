"""What a person is told when a letter or one of its texts cannot be made."""

from stottekontakt.errors import Refused


class CannotWriteLetter(Refused):
    """The letter cannot be made, or not as it stands."""


class CannotSend(Refused):
    """The letter's delivery cannot be noted as asked."""


class CannotPrint(Refused):
    """Nothing of what was asked for can be printed together."""


class CannotUseText(Refused):
    """A municipality's own text breaks the rules for texts in letters."""
