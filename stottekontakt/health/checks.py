"""What must be in order before people can work: each check answers "ok", or what is wrong.

Each costs the same whatever the amount of data, and says nothing about anybody.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import cache as remember

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

OK = "ok"
HEARTBEAT = "health:heartbeat"
HEARTBEAT_SECONDS = 30
HEARTBEAT_LIMIT = 5 * HEARTBEAT_SECONDS
WAITING_LIMIT = 3


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


def migrations() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
    return OK if _newest_migrations() <= applied else "missing"


@remember
def _newest_migrations() -> frozenset[tuple[str, str]]:
    # The files do not change while the program runs.
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def broker() -> str:
    _broker().ping()
    return OK


@remember
def _broker() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2, retry=Retry(NoBackoff(), 0)
    )


def beat() -> str:
    """Whether beat still sends, and a worker still takes, the task that writes the time."""
    at = cache.get(HEARTBEAT)
    if at is None:
        return "never"
    return OK if time.time() - at < HEARTBEAT_LIMIT else "late"


def work() -> str:
    """Whether letters wait longer than the sweeper, which finds what the queue forgot, explains."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT health_waiting_seconds()")
        waited = cursor.fetchone()[0]
    return OK if waited < WAITING_LIMIT * settings.SWEEP_AFTER_SECONDS else "late"


def mail() -> str:
    """Whether reminders wait longer than the sweeper, which tries them again, explains."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT health_mail_waiting_seconds()")
        waited = cursor.fetchone()[0]
    return OK if waited < WAITING_LIMIT * settings.SWEEP_AFTER_SECONDS else "late"


CHECKS: dict[str, Callable[[], str]] = {
    "database": database,
    "migrations": migrations,
    "broker": broker,
    "beat": beat,
    "work": work,
    "mail": mail,
}


def run() -> dict[str, str]:
    return {name: _answer(name, check) for name, check in CHECKS.items()}


def _answer(name: str, check: Callable[[], str]) -> str:
    try:
        return check()
    except (DatabaseError, redis.RedisError, OSError) as error:
        logger.warning("health check %s failed: %s", name, type(error).__name__)
        return "down"
