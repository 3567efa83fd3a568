"""Files of cases on disk: named by sha256, outside the web root, one folder per municipality.

A file is written before the transaction that names it commits, so a row never lacks its file; a
file whose transaction failed is an orphan, and a nightly job removes it.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def path_of(municipality_id: int, sha256: str) -> Path:
    return Path(settings.DOCUMENTS_DIR) / str(municipality_id) / sha256[:2] / sha256


def store(municipality_id: int, data: bytes) -> str:
    """Write the bytes, flushed to disk, and return their sha256. Twice the same is one file."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(municipality_id, sha256)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    if path.exists():
        os.utime(path)  # the sweeper counts from now
        return sha256
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o440)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return sha256


def read(municipality_id: int, sha256: str) -> bytes:
    return path_of(municipality_id, sha256).read_bytes()
