"""The one family of errors that a person is meant to read."""

from __future__ import annotations

from collections.abc import Iterable


class Refused(Exception):
    """A rule says no. `problems` are whole sentences in the reader's words, one per obstacle."""

    def __init__(self, problems: Iterable[str] | str) -> None:
        self.problems = [problems] if isinstance(problems, str) else list(problems)
        super().__init__(" ".join(str(problem) for problem in self.problems))
