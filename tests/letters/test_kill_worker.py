"""A worker that dies in the middle of fifty letters loses none and makes none twice.

Real processes against the real broker: what a redelivered message, a swept row and a killed
transaction do together cannot be shown by calling functions.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction

from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases import storage
from stottekontakt.cases.models import Document
from stottekontakt.celery import app
from stottekontakt.letters import jobs, services
from stottekontakt.letters.models import Letter
from tests.letters.factories import issue

LETTERS = 50
PATIENCE = 90  # seconds, on a machine that does other things too


def environment(data_dir: Path) -> dict[str, str]:
    """The tests' own database, as the lesser role, and the tests' own folder for files."""
    database = connection.settings_dict
    user, password, host = (
        quote(str(database[key]), safe="") for key in ("USER", "PASSWORD", "HOST")
    )
    url = f"postgres://{user}:{password}@{host}:{database['PORT'] or 5432}/{database['NAME']}"
    return {
        **os.environ,
        "TRIAL": "false",
        "ALLOWED_HOSTS": "localhost",
        "DATABASE_URL": url,
        "DATA_DIR": str(data_dir),
        # So short that messages of the dead worker come back at once, and of the living one too.
        "TASK_VISIBILITY_SECONDS": "2",
    }


@contextmanager
def worker(queue: str, data_dir: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "stottekontakt", "worker", "--queues", queue,
         "--concurrency", "2", "--hostname", f"{uuid4().hex}@localhost", "--loglevel", "ERROR",
         "--without-gossip", "--without-mingle"],
        cwd=settings.BASE_DIR,
        env=environment(data_dir),
        start_new_session=True,  # so that all its children can be killed with it, and nothing else
    )  # fmt: skip
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.1)


def count_rendered() -> int:
    return Letter.objects.filter(state=Letter.State.RENDERED).count()


@pytest.fixture
def real_queue() -> Iterator[str]:
    """Tasks go through the broker, in a queue of the test's own."""
    queue = f"letters-{uuid4().hex}"
    eager = app.conf.task_always_eager
    app.conf.task_always_eager = False
    yield queue
    app.conf.task_always_eager = eager
    with app.connection_for_write() as broker:
        broker.default_channel.queue_purge(queue)


@pytest.mark.django_db(transaction=True)
def test_fifty_letters_survive_a_killed_worker(
    case, caseworker, real_queue, tmp_path, monkeypatch, settings
):
    settings.SWEEP_AFTER_SECONDS = 0
    send = services.render_letter.apply_async
    monkeypatch.setattr(
        services.render_letter,
        "delay",
        lambda pk, municipality_id: send(
            (pk,), {"municipality_id": municipality_id}, queue=real_queue
        ),
    )
    assert jobs.render_letter is services.render_letter
    with transaction.atomic():
        letters = [
            issue(case, by=caseworker, source=f"application:{number}") for number in range(LETTERS)
        ]
    with worker(real_queue, tmp_path) as first:
        wait_until(lambda: count_rendered() >= 5)
        kill(first)
    made_by_first = count_rendered()
    assert 5 <= made_by_first < LETTERS, "killed in the middle"
    with worker(real_queue, tmp_path):
        jobs.render_missed_letters()  # as beat does: on top of what the broker delivers again
        wait_until(lambda: count_rendered() == LETTERS)
        jobs.render_missed_letters()
        time.sleep(1)  # whatever is delivered once more now finds nothing to do

    assert Document.objects.count() == LETTERS, "none doubled"
    assert AuditEntry.objects.filter(event=AuditEntry.Event.DOCUMENT_ADDED).count() == LETTERS
    for letter in Letter.objects.select_related("document"):
        assert letter.is_rendered, "none lost"
        assert letter.document is not None
        assert letter.document.journal_entry_id == letter.journal_entry_id
        data = storage.read(letter.municipality_id, letter.sha256)
        assert data.startswith(b"%PDF-1.7")
    assert {letter.pk for letter in letters} == set(Letter.objects.values_list("pk", flat=True))
