"""What a person is told when something cannot be done with an application."""

from stottekontakt.errors import Refused


class CannotRegister(Refused):
    """The application cannot be registered as it stands."""


class CannotChange(Refused):
    """The application is not in a state, or the dates are not such, that this can be done."""
