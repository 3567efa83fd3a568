"""The demo, loaded once for all the tests that only look at it, and rolled back after them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings

from stottekontakt.accounts.models import Membership, Municipality
from stottekontakt.database.context import clear_context, municipality_context
from stottekontakt.demo.load import load


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The folder with the files."""
    folder = tmp_path_factory.mktemp("documents")
    files = override_settings(DOCUMENTS_DIR=folder)
    with django_db_blocker.unblock(), files, transaction.atomic():
        load()
        yield folder
        clear_context()
        transaction.set_rollback(True)
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture
def demo(loaded: Path, settings: Any) -> Iterator[None]:
    """A savepoint of the test's own: what it changes is gone for the next."""
    settings.DOCUMENTS_DIR = loaded
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def lyngvik(demo: None) -> Iterator[Municipality]:
    """The first municipality, whose rows the connection sees."""
    municipality = Municipality.objects.get(name="Lyngvik kommune")
    with municipality_context(municipality.pk):
        yield municipality


@pytest.fixture
def at_work() -> Any:
    """The membership of a demo sign-in: `at_work("beslutter")`."""
    return lambda username: Membership.objects.select_related("user", "municipality").get(
        user__username=username
    )
