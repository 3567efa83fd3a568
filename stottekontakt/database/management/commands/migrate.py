"""Django's migrate, run as the owner and followed by the walls (see database/protection.py)."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.core.management.commands import migrate
from django.db import connection, transaction

from stottekontakt.database.protection import secure_database
from stottekontakt.database.roles import as_owner, is_owner


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        if is_owner():
            self._migrate(*args, **options)
        else:
            with as_owner():
                self._migrate(*args, **options)

    def _migrate(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            with transaction.atomic():
                pgtrigger.install()
            secure_database()
            connection.close()
