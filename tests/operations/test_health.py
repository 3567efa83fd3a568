"""/helse/live and /helse/klar tell monitors how things are, whatever is out of order."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.db.utils import ConnectionHandler
from django.test import Client
from django.utils import timezone

from stottekontakt.accounts.models import Membership, Municipality, Unit
from stottekontakt.database.context import set_context
from stottekontakt.health import checks
from stottekontakt.health.jobs import heartbeat
from stottekontakt.letters.models import Letter
from tests.cases.factories import CaseFactory
from tests.letters.factories import issue


@pytest.fixture(autouse=True)
def _own_broker_client() -> Iterator[None]:
    checks._broker.cache_clear()
    yield
    checks._broker.cache_clear()


@pytest.fixture
def nothing_listens(django_db_blocker: Any) -> Iterator[Any]:
    """A connection to a database that is down."""
    settings = {**connection.settings_dict, "HOST": "/nowhere"}
    with django_db_blocker.unblock():
        yield ConnectionHandler({"default": settings})["default"]


def answer(client: Client) -> tuple[int, dict[str, str]]:
    response = client.get("/helse/klar", headers={"host": "203.0.113.7"})
    body = response.json()
    assert body["ready"] is (response.status_code == 200)
    return response.status_code, body["checks"]


def test_ready_when_everything_is(db: None, client: Client) -> None:
    heartbeat()
    status, found = answer(client)
    assert found == dict.fromkeys(
        ["database", "migrations", "broker", "beat", "work", "mail"], "ok"
    )
    assert status == 200


def test_a_database_that_is_down(
    client: Client, nothing_listens: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "connection", nothing_listens)
    monkeypatch.setattr("stottekontakt.accounts.middleware.connection", nothing_listens)
    # No test database is open here: only these pages can be answered.
    plain = Client()
    assert plain.get("/helse/live").content == b"ok"
    response = plain.get("/helse/klar")
    assert response.status_code == 503
    found = response.json()["checks"]
    assert (found["database"], found["migrations"], found["work"]) == ("down",) * 3
    assert found["broker"] == "ok"


def test_a_broker_that_is_down(db: None, client: Client, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    started = time.monotonic()
    status, found = answer(client)
    assert (status, found["broker"]) == (503, "down")
    assert time.monotonic() - started < 5


def test_a_missing_migration(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    newest = checks._newest_migrations()
    monkeypatch.setattr(checks, "_newest_migrations", lambda: newest | {("cases", "0999_next")})
    assert answer(client)[1]["migrations"] == "missing"


def test_a_heart_that_never_beat_or_stopped(db: None, client: Client) -> None:
    assert answer(client)[1]["beat"] == "never"
    cache.set(checks.HEARTBEAT, time.time() - checks.HEARTBEAT_LIMIT - 1)
    assert answer(client)[1]["beat"] == "late"
    heartbeat()
    assert answer(client)[1]["beat"] == "ok"


def test_it_costs_the_same_few_queries_and_no_session(
    db: None, client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        response = Client().get("/helse/klar")
    assert not response.cookies
    with django_assert_num_queries(0):
        assert Client().get("/helse/live").status_code == 200


def test_beat_knows_the_heartbeat() -> None:
    from stottekontakt.celery import app

    entries = {entry["task"]: entry["schedule"] for entry in app.conf.beat_schedule.values()}
    assert entries[heartbeat.name] == checks.HEARTBEAT_SECONDS


def test_a_letter_that_waits_too_long_in_any_municipality(
    client: Client, municipality: Municipality, unit: Unit, caseworker: Membership
) -> None:
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        issue(CaseFactory(unit=unit), by=caseworker)
    set_context(None)
    assert answer(client)[1]["work"] == "late"
    set_context(municipality.pk)
    Letter.objects.update(state=Letter.State.FAILED, last_error=Letter.Failure.LAYOUT)
    # A person is told of this one; the queue is not late.
    assert answer(client)[1]["work"] == "ok"
