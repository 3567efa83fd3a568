"""System checks: the program must not run as the role that owns the tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection
from django.db.utils import Error as DatabaseError

from stottekontakt.database.roles import is_owner


@register(Tags.database)
def runs_as_lesser_role(
    app_configs: object, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    if not databases or is_owner():
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT r.rolsuper OR r.rolbypassrls OR EXISTS (SELECT 1 FROM pg_class c "
                "WHERE c.relowner = r.oid AND c.relnamespace = 'public'::regnamespace) "
                "FROM pg_roles r WHERE r.rolname = current_user"
            )
            (too_mighty,) = cursor.fetchone()
    except DatabaseError:
        return []  # a database that is away is the health page's business
    if not too_mighty:
        return []
    return [
        Error(
            "DATABASE_URL names a role that owns tables, is a superuser or bypasses row-level "
            "security: municipalities would see each other's persons.",
            hint="Run the program as the lesser role; see `manage.py database_roles`.",
            id="database.E001",
        )
    ]
