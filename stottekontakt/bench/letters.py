"""What making a letter costs beside WeasyPrint's own work, and whether memory stays flat."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.models.functions import Length

from stottekontakt.accounts.models import Municipality
from stottekontakt.database.context import municipality_context
from stottekontakt.letters.models import Letter
from stottekontakt.letters.pdf import VARIANT, _fetcher, _fonts_and_styles
from stottekontakt.letters.sheet import sheet_html, sheet_of
from stottekontakt.letters.tasks import render_letter

ROUNDS = 20


@dataclass(frozen=True)
class Making:
    task: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.task / self.bare


def unmake_letters(municipality: Municipality, most: int) -> list[int]:
    """Letters to be made anew, decisions before receipts. Run as the owner: triggers are off."""
    with municipality_context(municipality.pk):
        letters = Letter.objects.filter(municipality=municipality).order_by(
            Length("body").desc(), "pk"
        )
        chosen = list(letters.values_list("pk", flat=True)[:most])
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE letters_letter DISABLE TRIGGER USER")
            Letter.objects.filter(pk__in=chosen).update(
                state=Letter.State.QUEUED, attempts=0, last_attempt_at=None, last_error="",
                rendered_at=None, document=None, sha256="",
                delivery="", sent_on=None, handed_over_on=None, notified_on=None,
            )  # fmt: skip
            cursor.execute("ALTER TABLE letters_letter ENABLE TRIGGER USER")
    return chosen


def time_letters(municipality: Municipality, letters: Sequence[int]) -> Making:
    """The task and a bare `write_pdf` of the same HTML with the same options, turn by turn."""
    task, bare = [], []
    for letter_id in letters[: ROUNDS + 1]:
        with municipality_context(municipality.pk):
            html = sheet_html(sheet_of(Letter.objects.get(pk=letter_id)))
        bare.append(_seconds(lambda html=html: write_bare(html)))
        task.append(
            _seconds(
                lambda letter_id=letter_id: render_letter(
                    letter_id, municipality_id=municipality.pk
                )
            )
        )
        with municipality_context(municipality.pk):
            made = Letter.objects.get(pk=letter_id)
        if made.state != Letter.State.RENDERED:
            raise RuntimeError(f"letter {letter_id} was not made: {made.last_error}")
    # The first of each warms the process; what else the machine does only adds to the others.
    return Making(min(task[1:]), min(bare[1:]))


def write_bare(html: str) -> bytes:
    from weasyprint import HTML

    fonts, styles = _fonts_and_styles()
    document = HTML(string=html, base_url="letter:", url_fetcher=_fetcher())
    return bytes(document.write_pdf(font_config=fonts, stylesheets=styles, pdf_variant=VARIANT))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def memory_of_letters(
    municipality: Municipality, letters: Sequence[int], *, early: int
) -> tuple[int, int]:
    """Bytes that a fresh worker process holds after `early` letters, and after them all."""
    job = {
        "database": connection.settings_dict["NAME"],
        "documents": str(settings.DOCUMENTS_DIR),
        "municipality_id": municipality.pk,
        "letters": list(letters),
        "early": early,
    }
    done = subprocess.run(
        [sys.executable, "-m", "stottekontakt.bench.memory"],
        cwd=settings.BASE_DIR,
        input=json.dumps(job),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    held_early, held_late = json.loads(done.stdout)
    return held_early, held_late
