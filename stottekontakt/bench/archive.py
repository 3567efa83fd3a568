"""What a ZIP of decisions costs beside copying the same files."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from decisions.models import Decision
from stottekontakt.accounts.models import Municipality
from stottekontakt.archive import storage
from stottekontakt.archive.finding import DECISION_LETTERS, with_letters
from stottekontakt.archive.packing import Pack
from stottekontakt.archive.tasks import BATCH
from stottekontakt.cases import storage as documents
from stottekontakt.database.context import municipality_context
from stottekontakt.letters.models import Letter

ROUNDS = 5


@dataclass(frozen=True)
class Gathering:
    letters: int
    packing: float
    copying: float

    @property
    def ratio(self) -> float:
        return self.packing / self.copying


def time_gathering(municipality: Municipality, most: int) -> Gathering:
    """Both end with the bytes on the disk; they take turns, and the quickest of each counts."""
    with municipality_context(municipality.pk), tempfile.TemporaryDirectory() as folder:
        letters = list(
            Letter.objects.filter(
                municipality=municipality, kind__in=DECISION_LETTERS, state=Letter.State.RENDERED
            )
            .order_by("pk")
            .values_list("source", "sha256")[:most]
        )
        decisions = sorted({int(source.partition(":")[2]) for source, _sha256 in letters})
        packing, copying = [], []
        for turn in range(ROUNDS):
            place = Path(folder) / str(turn)
            place.mkdir()
            files = [documents.path_of(municipality.pk, sha256) for _source, sha256 in letters]
            copying.append(_seconds(lambda files=files, place=place: copy(files, place)))
            packing.append(
                _seconds(lambda place=place: pack(municipality, decisions, place / "a.zip"))
            )
            shutil.rmtree(place)
    return Gathering(len(letters), min(packing), min(copying))


def pack(municipality: Municipality, decisions: Sequence[int], path: Path) -> None:
    with storage.new_file(path) as file:
        zipped = Pack(file, municipality.pk)
        for start in range(0, len(decisions), BATCH):
            batch = Decision.objects.filter(pk__in=decisions[start : start + BATCH])
            for decision in with_letters(batch.order_by("pk")):
                zipped.add(decision)
        zipped.finish(language="nb", about=["Vedtak"])


def copy(files: Sequence[Path], place: Path) -> None:
    for number, path in enumerate(files):
        with path.open("rb") as original, (place / f"{number}.pdf").open("wb") as other:
            shutil.copyfileobj(original, other)
            other.flush()
            os.fsync(other.fileno())


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
