"""What all tests stand on: the two database roles, one open municipality, people by role.

The test database is made and emptied by the owner; every test runs as the lesser role, behind
row-level security, as the product does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, teardown_databases

from stottekontakt.accounts.models import Membership, Municipality, Unit
from stottekontakt.accounts.roles import Role
from stottekontakt.database.context import get_context, municipality_context, set_context
from stottekontakt.database.management.commands.flush import set_reference_rows_aside
from stottekontakt.database.roles import as_owner
from tests.accounts.factories import MembershipFactory, MunicipalityFactory, UnitFactory


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    verbosity = max(request.config.option.verbose, 0)
    with django_db_blocker.unblock(), as_owner():
        databases = setup_databases(
            verbosity=verbosity, interactive=False, keepdb=request.config.getvalue("reuse_db")
        )
        set_reference_rows_aside()
    yield
    if not request.config.getvalue("reuse_db"):
        with django_db_blocker.unblock():
            end_other_sessions()
            with as_owner():
                end_other_sessions()
                teardown_databases(databases, verbosity=verbosity)


def end_other_sessions() -> None:
    """A thread of the browser tests' server may still hold a connection; each role ends its own."""
    others = (
        "FROM pg_stat_activity WHERE datname = current_database() "
        "AND usename = current_user AND pid <> pg_backend_pid()"
    )
    with connection.cursor() as cursor:
        for _ in range(100):
            cursor.execute(f"SELECT pg_terminate_backend(pid) {others}")
            cursor.execute(f"SELECT count(*) {others}")
            if cursor.fetchone() == (0,):
                break
            time.sleep(0.05)
    connection.close()


@pytest.fixture(autouse=True)
def _test_settings(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Quick passwords, tasks at once, files in a folder of the test's own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    settings.EXPORTS_DIR = tmp_path / "exports"
    settings.PRINTS_DIR = tmp_path / "prints"
    settings.IMPORTS_DIR = tmp_path / "imports"
    settings.SECURE_SSL_REDIRECT = False
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.SYNTHETIC_IDENTITY_NUMBERS = True
    yield
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _tasks_at_once() -> None:
    from stottekontakt.celery import app

    app.conf.task_always_eager = True
    app.conf.task_eager_propagates = True


@pytest.fixture
def municipality(db: None) -> Iterator[Municipality]:
    """The municipality whose rows the connection sees for the rest of the test."""
    made = MunicipalityFactory(name="Lyngvik kommune")
    set_context(made.pk)
    yield made
    if connection.connection is not None and not connection.needs_rollback:
        set_context(None)


@pytest.fixture
def other_municipality(municipality: Municipality) -> Municipality:
    """Another municipality, with an office of its own; its rows are out of sight."""
    made = MunicipalityFactory(name="Fjordvik kommune")
    with municipality_context(made.pk):
        UnitFactory(municipality=made, name="Tildelingskontoret")
    return made


@pytest.fixture
def in_municipality() -> Callable[[Municipality], Any]:
    """Speak for another municipality: `with in_municipality(other): …`."""
    return lambda other: municipality_context(other.pk)


@pytest.fixture
def unit(municipality: Municipality) -> Unit:
    return UnitFactory(municipality=municipality, name="Tildelingskontoret")


@pytest.fixture
def culture_unit(municipality: Municipality) -> Unit:
    return UnitFactory(municipality=municipality, name="Kultur og fritid", kind=Unit.Kind.CULTURE)


@pytest.fixture
def member(unit: Unit, culture_unit: Unit) -> Callable[..., Membership]:
    """Somebody in a role: `member(Role.LEADER)`, in the allocation office unless said otherwise."""

    def make(role: Role, **fields: Any) -> Membership:
        home = culture_unit if role == Role.COORDINATOR else unit
        return MembershipFactory(
            municipality=unit.municipality, role=role, **{"unit": home, **fields}
        )

    return make


@pytest.fixture
def caseworker(member: Callable[..., Membership]) -> Membership:
    return member(Role.CASEWORKER, user__name="Siri Lind")


@pytest.fixture
def decision_maker(member: Callable[..., Membership]) -> Membership:
    return member(Role.DECISION_MAKER, user__name="Jon Testmo")


@pytest.fixture
def coordinator(member: Callable[..., Membership]) -> Membership:
    return member(Role.COORDINATOR, user__name="Tone Solvik")


@pytest.fixture
def leader(member: Callable[..., Membership]) -> Membership:
    return member(Role.LEADER, user__name="Knut Fjellro")


@pytest.fixture
def administrator(member: Callable[..., Membership]) -> Membership:
    return member(Role.ADMINISTRATOR, user__name="Astrid Skare")


class WalledClient(Client):
    """Django's test client; after a request the test goes on in the municipality it was in."""

    def request(self, **request: Any) -> Any:
        before = get_context()
        try:
            return super().request(**request)
        finally:
            if not connection.needs_rollback:
                set_context(*before)


@pytest.fixture
def client() -> WalledClient:
    return WalledClient()


@pytest.fixture
def client_for() -> Callable[[Membership], WalledClient]:
    """A browser in which this member has signed in: `client_for(caseworker).get("/")`."""

    def sign_in(membership: Membership) -> WalledClient:
        client = WalledClient()
        with municipality_context(membership.municipality_id, membership.user_id):
            client.force_login(membership.user)
        session = client.session
        session["membership_id"] = membership.pk
        session["municipality_id"] = membership.municipality_id
        session.save()
        return client

    return sign_in
