"""Where the municipality's arms lie: a drawing that came with the program, or one of its own."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

OWN = "own/"  # the beginning of the name of an uploaded picture
_NAME = re.compile(r"own/[0-9a-f]{64}\.png")


def path_of(name: str) -> Path:
    """The file of an uploaded picture, below the documents' folder so that backups hold it."""
    if not _NAME.fullmatch(name):
        raise ValueError(name)
    return Path(settings.DOCUMENTS_DIR) / "arms" / name.removeprefix(OWN)


def is_own(name: str) -> bool:
    return name.startswith(OWN)
