"""Shows that beat and a worker are at work."""

from __future__ import annotations

import time

from celery import shared_task
from django.core.cache import cache

from stottekontakt.health.checks import HEARTBEAT, HEARTBEAT_SECONDS


@shared_task(expires=HEARTBEAT_SECONDS)
def heartbeat() -> None:
    cache.set(HEARTBEAT, time.time(), timeout=None)
