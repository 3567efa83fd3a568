"""The database's own catalogue says whether each table is covered: a new model fails until so."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import ProgrammingError, connection, models, transaction

from stottekontakt.database import protection
from stottekontakt.database.checks import runs_as_lesser_role
from stottekontakt.database.protection import (
    OUTSIDE_THE_WALL,
    all_models,
    composite_keys,
    is_append_only,
    is_walled,
)
from stottekontakt.database.roles import as_owner

MODELS = sorted(all_models(), key=lambda model: model._meta.db_table)
WALLED = [model for model in MODELS if is_walled(model)]
APPEND_ONLY = [model for model in MODELS if is_append_only(model)]


def table_of(model: type[models.Model]) -> str:
    return model._meta.db_table


def query(sql: str, *parameters: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def test_every_table_is_known(db):
    tables = {
        name
        for (name,) in query(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') "
            "AND relnamespace = 'public'::regnamespace"
        )
    }
    assert tables == {table_of(model) for model in MODELS} | {"django_migrations"}


@pytest.mark.parametrize("model", MODELS, ids=table_of)
def test_a_table_is_behind_the_wall_or_on_the_short_list(model):
    assert is_walled(model) or table_of(model) in OUTSIDE_THE_WALL, (
        f"{table_of(model)}: inherit MunicipalityOwned, or say in OUTSIDE_THE_WALL why not"
    )


def test_the_short_list_holds_no_table_that_is_gone():
    assert {table_of(model) for model in MODELS} | {"django_migrations"} >= OUTSIDE_THE_WALL


@pytest.mark.parametrize("model", WALLED, ids=table_of)
def test_a_walled_table_has_row_level_security(db, model):
    ((enabled,),) = query(
        "SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", table_of(model)
    )
    assert enabled
    policies = query(
        "SELECT cmd, qual, with_check FROM pg_policies WHERE tablename = %s", table_of(model)
    )
    assert policies
    for cmd, qual, with_check in policies:
        if getattr(model, "shared_rows", False) and cmd == "SELECT":
            assert qual == "(municipality_id IS NULL)", "defaults are read by all, and only read"
            continue
        assert "app.municipality" in qual
        assert "app.municipality" in with_check


@pytest.mark.parametrize("model", WALLED, ids=table_of)
def test_keys_between_walled_tables_are_composite(db, model):
    constraints = dict(
        query(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = %s::regclass AND contype IN ('f', 'u')",
            table_of(model),
        )
    )
    for name, column, target in composite_keys(model):
        assert constraints[name].startswith(
            f"FOREIGN KEY ({column}, municipality_id) REFERENCES {target}(id, municipality_id)"
        )
    if not getattr(model, "shared_rows", False):
        key = model._meta.pk.column
        assert f"UNIQUE ({key}, municipality_id)" in constraints.values()


@pytest.mark.parametrize("model", APPEND_ONLY, ids=table_of)
@pytest.mark.parametrize("verb", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_history_and_logs_are_only_appended_to(municipality, model, verb):
    column = model._meta.pk.column
    sql = verb.format(f'"{table_of(model)}"', column, column)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_every_personal_table_keeps_history():
    """Rows with personal data, decisions or money are copied by trigger on each change."""
    tracked = {event.pgh_tracked_model for event in MODELS if hasattr(event, "pgh_tracked_model")}
    without = {
        table_of(model)
        for model in WALLED
        if model not in tracked and not hasattr(model, "pgh_tracked_model")
    }
    assert without == WITHOUT_HISTORY


# The logs are history themselves, a counter holds no fact, a raw draft is thrown away when saved.
WITHOUT_HISTORY = {
    "audit_auditentry",
    "audit_accessentry",
    "cases_casenumbercounter",
    "decisions_formdraft",
    # Only ever added to, and never changed: they are their own history.
    "accounts_membershipreview",
    "applications_applicationpaper",
    "imports_importedrow",
    "imports_importproblem",
    # Which letters were on one pile of paper; each letter's own row tells when it left.
    "letters_printbatch",
    "letters_printedletter",
    # What was told to whom is only added to; how one wants to be told is about nobody's case.
    "reminders_reminder",
    "reminders_reminderchoice",
    "reminders_remindermail",
    "reminders_reminderrun",
}


def test_the_program_runs_as_the_lesser_role(db):
    ((user, mighty),) = query(
        "SELECT current_user, rolsuper OR rolbypassrls OR rolcreatedb "
        "FROM pg_roles WHERE rolname = current_user"
    )
    assert user == settings.DATABASE_APP_ROLE
    assert not mighty
    assert run_checks(databases=["default"], tags=["database"]) == []


def test_short_questions_are_not_compiled_by_the_database(db):
    assert query("SHOW jit") == [("off",)]


@pytest.mark.django_db(transaction=True)
def test_running_as_the_owner_is_an_error(monkeypatch):
    with as_owner():
        monkeypatch.setattr("stottekontakt.database.checks.is_owner", lambda: False)
        errors = runs_as_lesser_role(None, ["default"])
    assert [error.id for error in errors] == ["database.E001"]


def test_migrations_are_complete(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_the_walls_can_be_built_again_and_again():
    before = query("SELECT tablename, policyname, qual FROM pg_policies ORDER BY 1, 2")
    call_command("secure_database", verbosity=0)
    assert query("SELECT tablename, policyname, qual FROM pg_policies ORDER BY 1, 2") == before
    assert protection.CURRENT_MUNICIPALITY
