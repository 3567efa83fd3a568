"""Django's flush for tests: as the owner, and shared reference rows stay.

The lesser role cannot TRUNCATE. Models with `shared_rows` (legal bases, letter texts) hold rows
that migrations put there; they are set aside in a schema of their own when the test database is
made, and put back after each flush.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import flush
from django.db import connection, transaction

from stottekontakt.database.protection import all_models
from stottekontakt.database.roles import as_owner

SPARED = {"django_content_type", "auth_permission"}
COPY = "reference_copy"


def shared_tables() -> list[str]:
    return [m._meta.db_table for m in all_models() if getattr(m, "shared_rows", False)]


def set_reference_rows_aside() -> None:
    """Keep a copy of the shared rows. Run as the owner, right after migrate."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {COPY}")
        for table in shared_tables():
            cursor.execute(f'CREATE TABLE IF NOT EXISTS {COPY}."{table}" AS TABLE "{table}"')


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        if not str(connection.settings_dict["NAME"]).startswith("test_"):
            raise CommandError("flush empties every table and is for test databases only.")
        with as_owner(), transaction.atomic(), connection.cursor() as cursor:
            tables = [m._meta.db_table for m in all_models() if m._meta.db_table not in SPARED]
            names = ", ".join(f'"{table}"' for table in sorted(set(tables)))
            cursor.execute(f"TRUNCATE {names}")
            for table in shared_tables():
                columns = ", ".join(
                    f'"{f.column}"'
                    for m in all_models()
                    if m._meta.db_table == table
                    for f in m._meta.concrete_fields
                    if not f.generated
                )
                cursor.execute(
                    f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM {COPY}."{table}"'
                )
