"""Take a spreadsheet in, start the import of it, or throw it away."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stottekontakt.accounts.models import Membership, WrittenForm
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.imports import storage
from stottekontakt.imports.errors import CannotImport
from stottekontakt.imports.models import ImportJob, ImportProblem
from stottekontakt.imports.tasks import carry_out, check_file

Event = AuditEntry.Event
State = ImportJob.State


@transaction.atomic
def upload(*, sheet: str, filename: str, data: bytes, by: Membership) -> ImportJob:
    """Keep the file; a task tries its rows after the commit. Nothing of it is written yet."""
    now = timezone.now()
    job = ImportJob.objects.create(
        municipality_id=by.municipality_id,
        sheet=sheet,
        filename=filename,
        size=len(data),
        uploaded_at=now,
        uploaded_by_id=by.user_id,
        membership=by,
        language=WrittenForm.NYNORSK if get_language() == "nn" else WrittenForm.BOKMAL,
        expires_at=now + timedelta(days=settings.IMPORT_DAYS),
    )
    # Before the commit: a row never lacks its file, and what is left over is swept.
    storage.store(job.municipality_id, job.pk, data)
    _then(check_file, job)
    return job


@transaction.atomic
def start(job_id: int, *, by: Membership) -> ImportJob:
    """Import what was checked and is without problems; a second click changes nothing."""
    job = ImportJob.objects.select_for_update().get(pk=job_id)
    if job.is_being_imported or job.state == State.IMPORTED:
        return job
    if not job.may_start:
        raise CannotImport(
            _("Filen kan ikke importeres nå. Se hva som står på siden, og prøv igjen.")
        )
    job.state = State.WAITING
    job.attempts = 0
    job.changed_since = False
    job.started_at, job.started_by_id = timezone.now(), by.user_id
    job.membership = by
    job.save()
    _then(carry_out, job)
    return job


@transaction.atomic
def try_again(job_id: int, *, by: Membership) -> ImportJob:
    """Check a file anew that the program gave up."""
    job = ImportJob.objects.select_for_update().get(pk=job_id)
    if job.state == State.FAILED:
        check_anew(job)
    return job


def check_anew(job: ImportJob, *, changed_since: bool = False) -> None:
    """Back to the start: what was found out is forgotten. The row is locked by the caller."""
    ImportProblem.objects.filter(job=job).delete()
    job.state = State.QUEUED
    job.attempts = job.rows = job.new = job.unchanged = job.wrong = 0
    job.counts, job.refusals, job.last_error = {}, [], ""
    job.started_at = job.started_by = None
    job.changed_since = changed_since
    job.save()
    _then(check_file, job)


@transaction.atomic
def discard(job_id: int, *, by: Membership) -> ImportJob:
    """Throw away the file and what was said of it; nothing of it was ever written."""
    job = ImportJob.objects.select_for_update().get(pk=job_id)
    if not job.may_discard:
        raise CannotImport(_("Importen er i gang eller ferdig, og kan ikke forkastes."))
    forget(job, State.DISCARDED)
    record(Event.IMPORT_DISCARDED, job, by=by, data={"rows": job.rows})
    return job


def forget(job: ImportJob, state: ImportJob.State) -> None:
    """The row stays as the account; the file and what was said of its rows go."""
    ImportProblem.objects.filter(job=job).delete()
    job.state, job.filename, job.last_error = state, "", ""
    job.save(update_fields=["state", "filename", "last_error"])
    transaction.on_commit(partial(storage.delete, job.municipality_id, job.pk), robust=True)


def _then(task: Any, job: ImportJob) -> None:
    transaction.on_commit(
        partial(task.delay, job.pk, municipality_id=job.municipality_id), robust=True
    )
