"""Where gathered files lie until they are fetched or expire: below EXPORTS_DIR, named by no one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings


def path_of(municipality_id: int, job_id: int) -> Path:
    return Path(settings.EXPORTS_DIR) / str(municipality_id) / f"{job_id}.zip"


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the name `path` when it is whole; until then nobody sees it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o440)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
