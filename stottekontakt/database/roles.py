"""The two database roles, and how a command borrows the owner's for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

_CREDENTIALS = ("USER", "PASSWORD", "HOST", "PORT")


@contextmanager
def as_owner() -> Iterator[None]:
    """Let the default connection be the owner's inside the block.

    Only what makes tables, copies them or thins them out may do this: migrate, backup, export, the
    retention job, and the tests' set-up. Not inside a transaction: the connection is changed.

    Raises ImproperlyConfigured when DATABASE_OWNER_URL is not set.
    """
    owner = settings.DATABASE_OWNER
    if owner is None:
        raise ImproperlyConfigured(
            "DATABASE_OWNER_URL is missing. This command makes or changes tables and needs the "
            "owner's role; `manage.py database_roles` prints the SQL that makes the two roles."
        )
    before = {key: connection.settings_dict.get(key) for key in _CREDENTIALS}
    connection.close()
    connection.settings_dict.update({key: owner.get(key) for key in _CREDENTIALS})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def role_sql(database: str, owner: str, app: str) -> str:
    """SQL that an administrator runs once, as superuser, before the first migrate."""
    return f"""\
-- The owner makes the tables (migrate, backup, export). It may create databases for the tests.
CREATE ROLE "{owner}" LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB PASSWORD 'choose-one';
-- The program runs as this lesser role: row-level security binds it.
CREATE ROLE "{app}" LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB PASSWORD 'choose-another';
CREATE DATABASE "{database}" OWNER "{owner}" ENCODING 'UTF8' TEMPLATE template0;
"""


def is_owner() -> bool:
    """Whether the default connection is the owner's at the moment."""
    owner = settings.DATABASE_OWNER
    return owner is not None and connection.settings_dict["USER"] == owner["USER"]
