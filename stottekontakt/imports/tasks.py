"""Tries the rows of a spreadsheet, and writes them: all in one transaction, or none."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from celery import shared_task
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.database.encryption import CannotDecrypt
from stottekontakt.imports import storage
from stottekontakt.imports.columns import Row, read_cells
from stottekontakt.imports.errors import RowsChanged, Unreadable
from stottekontakt.imports.models import ImportJob, ImportProblem
from stottekontakt.imports.sheets import SHEETS, Importer
from stottekontakt.imports.template import Answer
from stottekontakt.imports.workbook import OpenSheet, damaged, open_sheet

logger = logging.getLogger(__name__)

DATABASE_IS_AWAY = (OperationalError, InterfaceError)
BATCH = 500
# Fifty thousand rows take minutes. Whoever takes the same job meanwhile finds it taken.
LIMIT_SECONDS = 3600
# Imports of one municipality follow each other.
LOCK = "SELECT pg_advisory_xact_lock(hashtext('stottekontakt.imports'), %s)"
State = ImportJob.State
Failure = ImportJob.Failure


class Stopped(Exception):
    """Another worker has taken it over."""


@shared_task(
    autoretry_for=DATABASE_IS_AWAY, retry_backoff=5, max_retries=5,
    time_limit=LIMIT_SECONDS + 60, soft_time_limit=LIMIT_SECONDS,
)  # fmt: skip
def check_file(job_id: int, *, municipality_id: int) -> None:
    """Say what is wrong with each row. Writes nothing of what the rows say."""
    job = _take(ImportJob.objects.to_check(_long_ago()).filter(pk=job_id), job_id, State.CHECKING)
    if job is None:
        return
    try:
        with translation.override(job.language):
            _check(job)
    except Unreadable as error:
        _mine(job, State.CHECKING).update(
            state=State.REFUSED, refusals=[str(problem) for problem in error.problems]
        )
    except Stopped:
        return
    except DATABASE_IS_AWAY:
        _mine(job, State.CHECKING).update(state=State.QUEUED)
        raise
    except Exception as error:
        _fail(job, State.CHECKING, error)


@shared_task(
    autoretry_for=DATABASE_IS_AWAY, retry_backoff=5, max_retries=5,
    time_limit=LIMIT_SECONDS + 60, soft_time_limit=LIMIT_SECONDS,
)  # fmt: skip
def carry_out(job_id: int, *, municipality_id: int) -> None:
    """Write what the rows say, or nothing at all."""
    job = _take(
        ImportJob.objects.to_carry_out(_long_ago()).filter(pk=job_id), job_id, State.IMPORTING
    )
    if job is None:
        return
    try:
        with translation.override(job.language):
            _carry_out(job)
    except (RowsChanged, Unreadable):
        from stottekontakt.imports.services import check_anew

        with transaction.atomic():
            locked = ImportJob.objects.select_for_update().get(pk=job.pk)
            if locked.state == State.IMPORTING:
                check_anew(locked, changed_since=True)
    except Stopped:
        return
    except DATABASE_IS_AWAY:
        _mine(job, State.IMPORTING).update(state=State.WAITING)
        raise
    except Exception as error:
        _fail(job, State.IMPORTING, error)
    else:
        storage.delete(job.municipality_id, job.pk)


# ── What both do ────────────────────────────────────────────────────────────────────────────────


def _long_ago() -> datetime:
    return timezone.now() - timedelta(seconds=settings.SWEEP_AFTER_SECONDS)


def _take(waiting: QuerySet[ImportJob], job_id: int, state: ImportJob.State) -> ImportJob | None:
    """Counted before, in a transaction of its own: a file that kills the worker is counted too."""
    taken = waiting.update(state=state, attempts=F("attempts") + 1, last_sign_at=timezone.now())
    if not taken:
        return None
    return ImportJob.objects.select_related("membership__user", "municipality").get(pk=job_id)


def _mine(job: ImportJob, state: ImportJob.State) -> QuerySet[ImportJob]:
    """The row as long as this run is the one that works on it."""
    return ImportJob.objects.filter(pk=job.pk, state=state, attempts=job.attempts)


def _fail(job: ImportJob, state: ImportJob.State, error: Exception) -> None:
    # Not the message: it may quote a row.
    logger.error("Import %s: %s", job.pk, type(error).__name__)
    is_file = isinstance(error, OSError | CannotDecrypt)
    _mine(job, state).update(
        state=State.FAILED, last_error=Failure.FILE if is_file else Failure.UNKNOWN
    )


def _open(job: ImportJob) -> tuple[OpenSheet, Importer]:
    sheet = SHEETS[job.sheet]
    importer = sheet.importer(job.municipality, timezone.localdate())
    data = storage.read(job.municipality_id, job.pk)
    return open_sheet(data, sheet.title, importer.columns), importer


def _batches(opened: OpenSheet, importer: Importer) -> Iterator[list[Row]]:
    """Rows as they were understood; each batch is checked against what is here already."""
    rows = opened.rows()
    while True:
        try:
            batch = [
                read_cells(row.number, row.cells, importer.columns) for row in islice(rows, BATCH)
            ]
        except (Unreadable, MemoryError, *DATABASE_IS_AWAY):
            raise
        except Exception as error:  # a sheet that is broken further down
            logger.warning("A row could not be read: %s", type(error).__name__)
            raise damaged() from error
        if not batch:
            return
        importer.check(batch)
        yield batch


# ── Trying ──────────────────────────────────────────────────────────────────────────────────────


def _check(job: ImportJob) -> None:
    opened, importer = _open(job)
    ImportProblem.objects.filter(job=job).delete()
    rows = new = unchanged = wrong = 0
    counts: dict[str, int] = {}
    for batch in _batches(opened, importer):
        rows += len(batch)
        bad = [row for row in batch if row.problems]
        good = [row for row in batch if not row.problems and not row.is_unchanged]
        wrong += len(bad)
        new += len(good)
        unchanged += sum(row.is_unchanged for row in batch)
        for name, count in importer.counts(good).items():
            counts[name] = counts.get(name, 0) + count
        ImportProblem.objects.bulk_create(_problems(job, opened, importer, bad))
        if not _mine(job, State.CHECKING).update(rows=rows, last_sign_at=timezone.now()):
            raise Stopped
    if not rows:
        raise Unreadable(_nothing_to_read())
    if wrong:
        _answer(job)
    _mine(job, State.CHECKING).update(
        state=State.CHECKED, rows=rows, new=new, unchanged=unchanged, wrong=wrong, counts=counts,
        last_sign_at=timezone.now(), attempts=0,
    )  # fmt: skip


def _nothing_to_read() -> str:
    return _("Arket har ingen rader under overskriftene. Fyll ut malen, og last opp igjen.")


def _problems(
    job: ImportJob, opened: OpenSheet, importer: Importer, rows: Sequence[Row]
) -> Iterator[ImportProblem]:
    headings = {column.key: column.heading for column in importer.columns}
    letters = {key: opened.letter_of(key) for key in headings}
    for row in rows:
        for key, text in row.problems:
            yield ImportProblem(
                municipality_id=job.municipality_id,
                job=job,
                row=row.number,
                column=letters.get(key, ""),
                heading=headings.get(key, ""),
                text=capfirst(str(text)),
            )


def _answer(job: ImportJob) -> None:
    """The same sheet with what must be mended in a first column."""
    opened, _importer = _open(job)
    answer = Answer(opened.worksheet.title, opened.headings)
    raw_rows = opened.raw_rows()
    while batch := list(islice(raw_rows, BATCH)):
        found: dict[int, list[str]] = {}
        for problem in ImportProblem.objects.filter(
            job=job, row__range=(batch[0][0], batch[-1][0])
        ):
            said = f"{problem.heading}: {problem.text}" if problem.heading else problem.text
            found.setdefault(problem.row, []).append(said)
        for number, raw in batch:
            answer.add(raw, found.get(number, ()))
        if not _mine(job, State.CHECKING).update(last_sign_at=timezone.now()):
            raise Stopped
    storage.store(job.municipality_id, job.pk, answer.finish(), storage.ANSWERED)


# ── Writing ─────────────────────────────────────────────────────────────────────────────────────


def _carry_out(job: ImportJob) -> None:
    by, at = job.membership, timezone.now()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [job.municipality_id])
        # Whoever waited for another here may find that it is done.
        if not _mine(job, State.IMPORTING).exists():
            raise Stopped
        opened, importer = _open(job)
        created = unchanged = 0
        for batch in _batches(opened, importer):
            if any(row.problems for row in batch):
                raise RowsChanged
            created += importer.write(batch, job=job, by=by, at=at)
            unchanged += sum(row.is_unchanged for row in batch)
        ImportProblem.objects.filter(job=job).delete()
        done = _mine(job, State.IMPORTING).update(
            state=State.IMPORTED, imported_at=timezone.now(), created=created,
            unchanged=unchanged, filename="",
        )  # fmt: skip
        if not done:
            raise Stopped
        record(
            AuditEntry.Event.IMPORT_CARRIED_OUT,
            job,
            by=by,
            data={"sheet": job.sheet, "created": created, "unchanged": unchanged},
        )
