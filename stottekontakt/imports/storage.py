"""Uploaded spreadsheets below IMPORTS_DIR, encrypted: they hold identity numbers."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.conf import settings

from stottekontakt.database.encryption import decrypt_bytes, encrypt_bytes

UPLOADED = "uploaded"
ANSWERED = "answered"  # the same sheet with what must be mended


def path_of(municipality_id: int, job_id: int, which: str = UPLOADED) -> Path:
    return Path(settings.IMPORTS_DIR) / str(municipality_id) / f"{job_id}-{which}"


def store(municipality_id: int, job_id: int, data: bytes, which: str = UPLOADED) -> None:
    path = path_of(municipality_id, job_id, which)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(encrypt_bytes(data))
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read(municipality_id: int, job_id: int, which: str = UPLOADED) -> bytes:
    return decrypt_bytes(path_of(municipality_id, job_id, which).read_bytes())


def delete(municipality_id: int, job_id: int) -> None:
    for which in (UPLOADED, ANSWERED):
        path_of(municipality_id, job_id, which).unlink(missing_ok=True)
