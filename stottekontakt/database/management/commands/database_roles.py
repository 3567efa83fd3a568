"""Print the SQL that makes the two database roles and the database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from stottekontakt.database.roles import role_sql


class Command(BaseCommand):
    help = "SQL for the administrator of an existing PostgreSQL; pipe it to psql as superuser."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        owner = (
            settings.DATABASE_OWNER["USER"] if settings.DATABASE_OWNER else "stottekontakt_owner"
        )
        name = settings.DATABASES["default"]["NAME"]
        self.stdout.write(role_sql(name, owner, settings.DATABASE_APP_ROLE))
