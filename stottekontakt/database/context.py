"""Which municipality, and which user, the database connection speaks for.

Row-level security compares every protected row with these two settings of the session. They hold
until changed, so whoever sets them clears them (the middleware and the base task do). A connection
that says nothing sees nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection


def set_context(municipality_id: int | None, user_id: int | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.municipality', %s, false), set_config('app.user', %s, false)",
            [str(municipality_id or ""), str(user_id or "")],
        )


def clear_context() -> None:
    """Forget both. A connection that is closed or broken has nothing to forget."""
    if connection.connection is not None and not connection.connection.closed:
        set_context(None)


def get_context() -> tuple[int | None, int | None]:
    """(municipality id, user id) that the connection speaks for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nullif(current_setting('app.municipality', true), '')::bigint, "
            "nullif(current_setting('app.user', true), '')::bigint"
        )
        municipality_id, user_id = cursor.fetchone()
    return municipality_id, user_id


@contextmanager
def municipality_context(municipality_id: int | None, user_id: int | None = None) -> Iterator[None]:
    """Speak for one municipality inside the block, and for the former one after it."""
    before = get_context()
    set_context(municipality_id, user_id)
    try:
        yield
    except BaseException:
        # In a broken transaction nothing can be set; its rollback undoes what was set inside it.
        # The error that broke it is the one to be told.
        with suppress(DatabaseError):
            set_context(*before)
        raise
    if not connection.needs_rollback:
        set_context(*before)
