"""Gathers decisions into a ZIP. The row says what must be made; a task may run twice, or half."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stottekontakt.accounts.models import Unit
from stottekontakt.archive import storage
from stottekontakt.archive.finding import (
    Asked,
    FoundDecision,
    Protected,
    decisions_found,
    with_letters,
)
from stottekontakt.archive.models import ExportJob, Purpose
from stottekontakt.archive.packing import Pack
from stottekontakt.ui.formatting import moment, number

logger = logging.getLogger(__name__)

DATABASE_IS_AWAY = (OperationalError, InterfaceError)
BATCH = 200
# Tens of thousands of letters take a while; whoever takes the same job meanwhile finds it taken.
LIMIT_SECONDS = 3600


class Stopped(Exception):
    """It was cancelled, or another worker has taken it over."""


@shared_task(
    autoretry_for=DATABASE_IS_AWAY,
    retry_backoff=5,
    max_retries=5,
    time_limit=LIMIT_SECONDS + 60,
    soft_time_limit=LIMIT_SECONDS,
)
def gather(job_id: int, *, municipality_id: int) -> None:
    """Make the ZIP unless it is made or being made. What goes wrong stands in the row."""
    now = timezone.now()
    waiting = now - timedelta(seconds=settings.SWEEP_AFTER_SECONDS)
    taken = (
        ExportJob.objects.to_take_up(waiting)
        .filter(pk=job_id)
        .update(
            state=ExportJob.State.RUNNING,
            attempts=F("attempts") + 1,
            last_sign_at=now,
            done=0,
        )
    )
    if not taken:
        return
    job = ExportJob.objects.select_related("membership__municipality").get(pk=job_id)
    try:
        with translation.override(job.language):
            _gather(job)
    except DATABASE_IS_AWAY:
        # Free to be taken up at once, by the retry.
        ExportJob.objects.filter(pk=job.pk, state=ExportJob.State.RUNNING).update(
            state=ExportJob.State.QUEUED
        )
        raise
    except Stopped:
        return
    except Exception as error:
        # Not the message: it may quote what is being gathered.
        logger.error("Export %s: %s", job_id, type(error).__name__)
        failure = (
            ExportJob.Failure.STORAGE if isinstance(error, OSError) else ExportJob.Failure.UNKNOWN
        )
        _fail(job, failure)


def _gather(job: ExportJob) -> None:
    if not job.membership.is_valid_on(timezone.localdate()) or (
        job.include_protected and not job.membership.sees_protected
    ):
        _fail(job, ExportJob.Failure.ACCESS)
        return
    path = storage.path_of(job.municipality_id, job.pk)
    with storage.new_file(path) as file:
        pack = Pack(file, job.municipality_id)
        try:
            for done, decision in enumerate(_decisions(job), start=1):
                pack.add(decision)
                if done % BATCH == 0:
                    _sign(job, done=done)
            pack.finish(language=job.language, about=_about(job, pack))
        finally:
            pack.close()
        size = file.tell()
    now = timezone.now()
    ready = _mine(job).update(
        state=ExportJob.State.READY,
        done=job.total,
        letters=pack.letters,
        problems=pack.problems,
        size=size,
        ready_at=now,
        last_sign_at=now,
        expires_at=now + timedelta(days=settings.EXPORT_DAYS),
    )
    if not ready and not ExportJob.objects.filter(pk=job.pk, state="ready").exists():
        path.unlink(missing_ok=True)


def _decisions(job: ExportJob) -> Iterator[FoundDecision]:
    """Oldest first, a batch at a time."""
    found = decisions_found(
        job.membership,
        Asked.from_data(job.filters),
        protected=Protected.WITH if job.include_protected else Protected.LEFT_OUT,
        until=job.requested_at,
    ).order_by("pk")
    last = 0
    while batch := with_letters(found.filter(pk__gt=last)[:BATCH]):
        yield from batch
        last = batch[-1].pk


def _mine(job: ExportJob) -> QuerySet[ExportJob]:
    """The row as long as this run is the one that makes it."""
    return ExportJob.objects.filter(pk=job.pk, state=ExportJob.State.RUNNING, attempts=job.attempts)


def _sign(job: ExportJob, *, done: int) -> None:
    if not _mine(job).update(done=done, last_sign_at=timezone.now()):
        raise Stopped


def _fail(job: ExportJob, failure: ExportJob.Failure) -> None:
    _mine(job).update(state=ExportJob.State.FAILED, last_error=failure)


def _about(job: ExportJob, pack: Pack) -> list[str]:
    """What heads the index: whose decisions, for what, found how, and what is not among them."""
    asked = Asked.from_data(job.filters)
    unit = Unit.objects.filter(pk=asked.enhet).first() if asked.enhet else None
    criteria = asked.in_words(unit)
    lines = [
        _("Vedtak fra %(municipality)s") % {"municipality": job.membership.municipality},
        _("Bestilt %(moment)s. Formål: %(purpose)s.")
        % {"moment": moment(job.requested_at), "purpose": Purpose(job.purpose).label},
        _("Utvalg: %(criteria)s.") % {"criteria": "; ".join(criteria) or _("alle vedtak")},
        _("%(decisions)s vedtak, %(letters)s PDF-filer.")
        % {"decisions": number(job.total), "letters": number(pack.letters)},
    ]
    if pack.problems:
        lines.append(
            ngettext(
                "%(count)s vedtak eller brev er nevnt i listen, men filen er ikke med.",
                "%(count)s vedtak eller brev er nevnt i listen, men filene er ikke med.",
                pack.problems,
            )
            % {"count": number(pack.problems)}
        )
    if job.left_out:
        lines.append(
            _("%(count)s vedtak i saker med beskyttet adresse er utelatt.")
            % {"count": number(job.left_out)}
        )
    return lines
