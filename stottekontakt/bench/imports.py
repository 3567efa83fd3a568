"""What an import costs beside one bulk_create of the very same rows."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone
from openpyxl import Workbook

from stottekontakt.accounts.models import Membership, Municipality, Unit
from stottekontakt.accounts.roles import Role
from stottekontakt.cases.identity_number import synthetic_numbers
from stottekontakt.cases.models import CaseNumberCounter
from stottekontakt.database.context import municipality_context
from stottekontakt.imports import storage
from stottekontakt.imports.models import ImportJob
from stottekontakt.imports.sheets import SHEETS
from stottekontakt.imports.tasks import _carry_out

SHEET = SHEETS["mottakere"]
FIRST_BIRTH = date(1931, 1, 1)


@dataclass(frozen=True)
class Importing:
    rows: int
    whole: float  # reading, checking and writing
    bare: float  # the same rows into the same tables, and nothing else

    @property
    def ratio(self) -> float:
        return self.whole / self.bare


def time_import(municipality: Municipality, count: int) -> Importing:
    """Neither leaves anything: both are undone."""
    with municipality_context(municipality.pk):
        job = _job(municipality)
        storage.store(municipality.pk, job.pk, spreadsheet(municipality, count))
        try:
            with made() as rows:
                began = time.perf_counter()
                _undone(lambda: _carry_out(job))
                whole = time.perf_counter() - began
        finally:
            storage.delete(municipality.pk, job.pk)

        def bare() -> None:
            for model, objects in rows.items():
                model._default_manager.bulk_create(objects)

        began = time.perf_counter()
        _undone(bare)
        return Importing(count, whole, time.perf_counter() - began)


def _job(municipality: Municipality) -> ImportJob:
    by = Membership.objects.filter(municipality=municipality, role=Role.ADMINISTRATOR)[0]
    return ImportJob.objects.create(
        municipality=municipality, sheet=SHEET.key, size=1, uploaded_by=by.user, membership=by,
        state=ImportJob.State.IMPORTING, started_at=timezone.now(), started_by=by.user,
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip


def _undone(work: Any) -> None:
    """With all keys checked, as a commit would."""
    with transaction.atomic():
        work()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


@contextmanager
def made() -> Iterator[dict[type[models.Model], list[models.Model]]]:
    """What is written by bulk_create inside the block, by model in the order they came."""
    rows: dict[type[models.Model], list[models.Model]] = {}
    bulk_create = models.QuerySet.bulk_create

    def noted(self: Any, objects: Any, *args: Any, **kwargs: Any) -> Any:
        found = list(objects)
        if self.model is not CaseNumberCounter:
            rows.setdefault(self.model, []).extend(found)
        return bulk_create(self, found, *args, **kwargs)

    models.QuerySet.bulk_create = noted  # type: ignore[method-assign, assignment]
    try:
        yield rows
    finally:
        models.QuerySet.bulk_create = bulk_create  # type: ignore[method-assign]


def spreadsheet(municipality: Municipality, count: int) -> bytes:
    """Invented recipients, every second with a parent, each with a number of its own."""
    units = {
        kind: Unit.objects.filter(municipality=municipality, kind=kind)[0].name
        for kind in (Unit.Kind.ALLOCATION, Unit.Kind.CULTURE)
    }
    today = timezone.localdate()
    columns = SHEET.importer(municipality, today).columns
    book = Workbook(write_only=True)
    page = book.create_sheet(SHEET.title)
    page.append([column.heading for column in columns])
    numbers = _numbers()
    for number in range(count):
        values = {
            "name": f"Målt Prøvesen{number}",
            "identity_number": next(numbers),
            "address": f"Prøveveien {number}",
            "postal_code": "9999",
            "city": "Prøvevik",
            "phone": f"40{number:06}",
            "housing": "Egen bolig",
            "unit": units[Unit.Kind.ALLOCATION],
            "former_number": f"2019/{number}",
            "decided_on": today - timedelta(days=300),
            "goal": "Treffe andre på fritiden",
            "form": "én til én",
            "hours": 3.5,
            "per": "uke",
            "starts_on": today - timedelta(days=280),
            "ends_on": today + timedelta(days=400),
            "evaluation_on": today + timedelta(days=90),
            "delivering_unit": units[Unit.Kind.CULTURE],
        }
        if number % 2:
            values |= {
                "representative_1_role": "forelder",
                "representative_1_name": f"Målt Forelder{number}",
                "representative_1_relation": "mor",
                "representative_1_responsibility": "Felles foreldreansvar",
            }
        page.append([values.get(column.key) for column in columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _numbers() -> Iterator[str]:
    """Synthetic numbers that nobody in the demo has."""
    day = FIRST_BIRTH
    while True:
        # The last of a day's: the demo takes them at random among hundreds.
        yield list(synthetic_numbers(day))[-1]
        day += timedelta(days=1)
