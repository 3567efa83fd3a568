"""An administrator with a spreadsheet; it is Monday 23 November 2026."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine

from stottekontakt.accounts.models import Membership, Municipality, Unit
from stottekontakt.imports import services
from stottekontakt.imports.models import ImportJob
from tests.imports.factories import as_bytes, workbook


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel("2026-11-23T09:42:00Z", tick=False):
        yield


@pytest.fixture
def town(unit: Unit, culture_unit: Unit) -> Municipality:
    return unit.municipality


@pytest.fixture
def upload(
    town: Municipality, administrator: Membership, django_capture_on_commit_callbacks: Any
) -> Callable[..., ImportJob]:
    """Send rows (or a whole file), and have them checked."""

    def send(*rows: dict[str, Any], data: bytes | None = None, run: bool = True) -> ImportJob:
        with django_capture_on_commit_callbacks(execute=run):
            job = services.upload(
                sheet="mottakere",
                filename="saker.xlsx",
                data=as_bytes(workbook(town, rows)) if data is None else data,
                by=administrator,
            )
        return ImportJob.objects.get(pk=job.pk)

    return send


@pytest.fixture
def carry_out(
    administrator: Membership, django_capture_on_commit_callbacks: Any
) -> Callable[[ImportJob], ImportJob]:
    def go(job: ImportJob) -> ImportJob:
        with django_capture_on_commit_callbacks(execute=True):
            services.start(job.pk, by=administrator)
        return ImportJob.objects.get(pk=job.pk)

    return go
