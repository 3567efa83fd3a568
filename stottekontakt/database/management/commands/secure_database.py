"""Build walls and grants anew, as migrate does: for a database restored from a copy."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from stottekontakt.database.protection import secure_database
from stottekontakt.database.roles import as_owner


class Command(BaseCommand):
    help = "Row-level security, composite keys and grants from the models, as after migrate."

    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            secure_database()
        self.stdout.write("Walls and grants are in step with the models.")
