"""What can be imported. A new kind of sheet is one more entry here, with a module of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from stottekontakt.accounts.models import Membership, Municipality
from stottekontakt.imports.columns import Column, Row
from stottekontakt.imports.models import ImportJob
from stottekontakt.imports.sheets import recipients


class Importer(Protocol):
    """Reads and writes the rows of one file, a batch at a time. Lives as long as the file does."""

    columns: Sequence[Column]

    def check(self, rows: Sequence[Row]) -> None:
        """Add what is wrong to each row, and mark those that are here already. Writes nothing."""

    def write(self, rows: Sequence[Row], *, job: ImportJob, by: Membership, at: datetime) -> int:
        """Make what the rows say, in the transaction that is open; the number of cases made."""

    def counts(self, rows: Sequence[Row]) -> dict[str, int]:
        """What more there is to say of new rows: label → number."""


class ImporterClass(Protocol):
    def __call__(self, municipality: Municipality, today: date) -> Importer: ...


@dataclass(frozen=True)
class Sheet:
    key: str
    title: str  # the name of the tab
    label: Any
    importer: ImporterClass
    explanation: Sequence[Any]  # what the template says of it, a paragraph each
    examples: Sequence[dict[str, Any]]


SHEETS: dict[str, Sheet] = {
    "mottakere": Sheet(
        key="mottakere",
        title=recipients.TITLE,
        label=recipients.LABEL,
        importer=recipients.RecipientImporter,
        explanation=recipients.EXPLANATION,
        examples=recipients.EXAMPLES,
    ),
}
