"""Who is writing in which section right now: remembered for a minute, and only in the cache.

It is a courtesy, no lock: with the cache away nobody is told of, and everything works as before.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.cache import cache
from redis.exceptions import RedisError

from stottekontakt.accounts.models import Membership

logger = logging.getLogger(__name__)

SECONDS = 60
Writers = dict[int, tuple[str, float]]  # user → name, until when


def _key(decision_id: int, section: str) -> str:
    return f"writing:{decision_id}:{section}"


def is_writing(decision_id: int, section: str, by: Membership) -> list[str]:
    """Remember it, and tell who else does: their names."""
    key, now = _key(decision_id, section), time.time()
    try:
        writers = _still(cache.get(key), now)
        others = [name for user, (name, _until) in writers.items() if user != by.user_id]
        # Two at the same moment may forget one of them until that one is kept again.
        _name, until = writers.get(by.user_id, ("", 0.0))
        if until < now + SECONDS / 2:
            writers[by.user_id] = (by.user.name, now + SECONDS)
            cache.set(key, writers, SECONDS)
    except (RedisError, OSError) as error:
        logger.warning("The cache does not answer, so nobody is told who writes: %s", error)
        return []
    return others


def has_stopped(decision_id: int, section: str, by: Membership) -> None:
    key = _key(decision_id, section)
    try:
        writers = _still(cache.get(key), time.time())
        if writers.pop(by.user_id, None) is not None:
            cache.set(key, writers, SECONDS)
    except (RedisError, OSError) as error:
        logger.warning("The cache does not answer: %s", error)


def who_is_writing(
    decision_id: int, sections: Iterable[str], but: Membership
) -> Mapping[str, list[str]]:
    """By section, the names of others; sections where nobody writes are left out."""
    keys = {_key(decision_id, section): section for section in sections}
    now = time.time()
    try:
        found = cache.get_many(keys)
    except (RedisError, OSError) as error:
        logger.warning("The cache does not answer, so nobody is told who writes: %s", error)
        return {}
    writing = {
        keys[key]: [name for user, (name, _) in _still(value, now).items() if user != but.user_id]
        for key, value in found.items()
    }
    return {section: names for section, names in writing.items() if names}


def _still(value: Any, now: float) -> Writers:
    """Those whose minute is not over, of what the cache holds."""
    if not isinstance(value, dict):
        return {}
    return {user: kept for user, kept in value.items() if kept[1] > now}
