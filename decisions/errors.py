"""What a person is told when something cannot be done with a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stottekontakt.errors import Refused

if TYPE_CHECKING:
    from decisions.models import Decision


class CannotDraft(Refused):
    """No decision can be drafted for the application."""


class CannotSave(Refused):
    """The draft is no longer one, or what was written does not fit."""


class OlderVersion(CannotSave):
    """Somebody else has saved the section since it was opened. Nothing was written over.

    `current` is the decision as it stands.
    """

    def __init__(self, problem: str, current: Decision) -> None:
        super().__init__(problem)
        self.current = current


class WithDecisionMaker(CannotSave):
    """The draft is being read by the decision maker; what is typed is kept for its return."""


class CannotSubmit(Refused):
    """Something is missing, it is sent already, or nobody may issue it."""


class NotWithDecisionMaker(Refused):
    """It has been called back, returned or issued meanwhile; somebody was first."""


class CannotDiscard(Refused):
    """The draft cannot be put away."""


class CannotIssue(Refused):
    """Something is missing, or it is no longer a draft."""


class AlreadyIssued(CannotIssue):
    """Somebody was first; nothing was done again."""


class CannotNotify(Refused):
    """The advance notice is not ready, or it has been made already."""
