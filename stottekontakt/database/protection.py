"""The walls, built from the models themselves after every migrate.

For each table with a `municipality_id`:

- row-level security: the lesser role sees and writes rows of its context's municipality only;
- UNIQUE (id, municipality_id), and for each foreign key between two such tables a composite key
  on (…_id, municipality_id): a plain foreign key does not heed row-level security.

For every table: grants to the lesser role. Append-only tables (the logs, their seals, the offer
log, all history) get SELECT and INSERT, never UPDATE, DELETE or TRUNCATE.

Everything here may run again and again. tests/database/ asks the database's own catalogue whether
each model is covered, so a new model cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper

# Tables of Django and of packages that hold no municipality's data. A table that is neither here
# nor protected fails tests/database/test_protection.py.
OUTSIDE_THE_WALL = {
    "account_emailaddress",
    "account_emailconfirmation",
    "accounts_municipality",
    "accounts_municipalityevent",
    "accounts_user",
    "accounts_userevent",
    "accounts_user_groups",
    "accounts_user_user_permissions",
    "audit_auditseal",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "deadlines_complaintperiod",
    "deadlines_provision",
    "django_content_type",
    "django_migrations",
    "django_session",
    "pghistory_context",
    "reminders_keptmail",
}

CURRENT_MUNICIPALITY = "nullif(current_setting('app.municipality', true), '')::bigint"
CURRENT_USER = "nullif(current_setting('app.user', true), '')::bigint"


def all_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def is_walled(model: type[models.Model]) -> bool:
    """Whether each row belongs to one municipality (or, with `shared_rows`, to all)."""
    return any(field.attname == "municipality_id" for field in model._meta.concrete_fields)


def is_append_only(model: type[models.Model]) -> bool:
    """History of rows is made by triggers; the logs say so themselves (`append_only = True`)."""
    import pghistory.models

    return bool(getattr(model, "append_only", False)) or (
        issubclass(model, pghistory.models.Event | pghistory.models.Context)
    )


def policy(model: type[models.Model]) -> tuple[str, str]:
    """(USING, WITH CHECK) of the table's policy."""
    own = f"municipality_id = {CURRENT_MUNICIPALITY}"
    if getattr(model, "visible_to_own_user", False):
        # Sign-in must find a person's memberships before a municipality is chosen.
        return f"{own} OR user_id = {CURRENT_USER}", own
    return own, own


def composite_keys(model: type[models.Model]) -> Iterator[tuple[str, str, str]]:
    """(name, column, table pointed to) for each key between two walled tables."""
    for field in model._meta.concrete_fields:
        remote = field.remote_field.model if field.remote_field else None
        if remote is None or not getattr(field, "db_constraint", False) or not is_walled(remote):
            continue
        if getattr(remote, "shared_rows", False) or field.column == "municipality_id":
            continue
        name = f"{model._meta.db_table}_{field.column}_same_municipality"[:63]
        yield name, field.column, remote._meta.db_table


def secure_database() -> None:
    """Bring walls and grants in step with the models. Run as the owner."""
    app_role = connection.ops.quote_name(settings.DATABASE_APP_ROLE)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p') "
            "AND c.relnamespace = 'public'::regnamespace"
        )
        existing = {name for (name,) in cursor.fetchall()}
        walled = [m for m in all_models() if is_walled(m) and m._meta.db_table in existing]
        for model in walled:
            _secure_rows(cursor, model)
        for model in walled:
            for name, column, target in composite_keys(model):
                if target in existing:
                    _add_composite_key(cursor, model._meta.db_table, name, column, target)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {app_role}")
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {app_role}, PUBLIC")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app_role}")
        cursor.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {app_role}")
        for model in all_models():
            table = model._meta.db_table
            if table not in existing:
                continue
            rights = getattr(model, "grants", None) or (
                "SELECT, INSERT" if is_append_only(model) else "SELECT, INSERT, UPDATE, DELETE"
            )
            cursor.execute(f'GRANT {rights} ON "{table}" TO {app_role}')
        cursor.execute(f"GRANT SELECT ON django_migrations TO {app_role}")
        _secure_history(cursor)


def _secure_rows(cursor: CursorWrapper, model: type[models.Model]) -> None:
    table = model._meta.db_table
    using, check = policy(model)
    cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    cursor.execute(f'DROP POLICY IF EXISTS municipality ON "{table}"')
    cursor.execute(f'CREATE POLICY municipality ON "{table}" USING ({using}) WITH CHECK ({check})')
    if getattr(model, "shared_rows", False):
        # Defaults for all municipalities: everyone reads them; nobody but the owner writes, changes
        # or deletes them (a DELETE heeds USING alone, so this must not stand in the policy above).
        cursor.execute(f'DROP POLICY IF EXISTS shared_rows ON "{table}"')
        cursor.execute(
            f'CREATE POLICY shared_rows ON "{table}" FOR SELECT USING (municipality_id IS NULL)'
        )
    for part in getattr(model, "extra_policies", ()):
        name, sql = part
        cursor.execute(f'DROP POLICY IF EXISTS {name} ON "{table}"')
        cursor.execute(f'CREATE POLICY {name} ON "{table}" {sql}')
    if not getattr(model, "shared_rows", False):
        key = model._meta.pk.column
        _add_constraint(
            cursor, table, f"{table}_{key}_municipality"[:63], f'UNIQUE ("{key}", municipality_id)'
        )


def _add_composite_key(
    cursor: CursorWrapper, table: str, name: str, column: str, target: str
) -> None:
    _add_constraint(
        cursor,
        table,
        name,
        f'FOREIGN KEY ("{column}", municipality_id) '
        f'REFERENCES "{target}" (id, municipality_id) DEFERRABLE INITIALLY DEFERRED',
    )


def _add_constraint(cursor: CursorWrapper, table: str, name: str, definition: str) -> None:
    cursor.execute(
        "SELECT 1 FROM pg_constraint WHERE conrelid = %s::regclass AND conname = %s",
        [f'"{table}"', name],
    )
    if cursor.fetchone() is None:
        cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')


def _secure_history(cursor: CursorWrapper) -> None:
    """Let the history triggers write the context row that the lesser role may not UPDATE."""
    cursor.execute(
        "SELECT p.oid::regprocedure::text FROM pg_proc p "
        "WHERE p.pronamespace = 'public'::regnamespace AND p.proname = '_pgh_attach_context'"
    )
    for (function,) in cursor.fetchall():
        cursor.execute(
            f"ALTER FUNCTION {function} SECURITY DEFINER SET search_path = public, pg_temp"
        )
