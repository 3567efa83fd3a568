"""Values the database must not be able to read, and how to find them again."""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    TextField = models.TextField[str | None, str | None]
else:
    TextField = models.TextField


class CannotDecrypt(Exception):
    """Never carries the value, neither in clear nor encrypted."""


@lru_cache(maxsize=4)
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _current() -> MultiFernet:
    return _fernet(tuple(settings.FIELD_ENCRYPTION_KEYS))


def encrypt(value: str) -> str:
    """By the first of the keys; the others only read what was written before a change of key."""
    return _current().encrypt(value.encode()).decode()


def decrypt(token: str) -> str:
    try:
        return _current().decrypt(token).decode()
    except InvalidToken:
        # `from None`: the original error would show the token in a traceback.
        raise CannotDecrypt(
            "A stored value was encrypted with a key that is not in FIELD_ENCRYPTION_KEYS."
        ) from None


def encrypt_bytes(data: bytes) -> bytes:
    return _current().encrypt(data)


def decrypt_bytes(token: bytes) -> bytes:
    try:
        return _current().decrypt(token)
    except InvalidToken:
        raise CannotDecrypt(
            "A stored file was encrypted with a key that is not in FIELD_ENCRYPTION_KEYS."
        ) from None


def blind_index(value: str) -> bytes:
    """What a value is looked up by: the same for the same value, and says nothing about it."""
    return hmac.digest(settings.BLIND_INDEX_KEY.encode(), value.encode(), hashlib.sha256)


class EncryptedTextField(TextField):
    """Text that is encrypted in the database; look it up by a blind index beside it."""

    def get_lookup(self, lookup_name: str) -> Any:
        # The same text gives a new ciphertext each time: any other question finds nothing, quietly.
        # (df and ndf are how the history triggers ask whether a row's old and new values differ.)
        return super().get_lookup(lookup_name) if lookup_name in {"isnull", "df", "ndf"} else None

    def get_prep_value(self, value: Any) -> str | None:
        text = super().get_prep_value(value)
        return None if text is None else encrypt(text)

    def from_db_value(
        self, value: str | None, expression: Any, connection: BaseDatabaseWrapper
    ) -> str | None:
        return None if value is None else decrypt(value)
