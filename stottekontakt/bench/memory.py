"""Makes letters in a process of its own, as a worker would, and tells how much memory it holds."""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

import django


def main(job: dict[str, Any]) -> tuple[int, int]:
    from django.conf import settings
    from django.db import connection

    from stottekontakt.letters.tasks import render_letter

    connection.settings_dict["NAME"] = job["database"]
    settings.DOCUMENTS_DIR = Path(job["documents"])
    held_early = 0
    for number, letter_id in enumerate(job["letters"], start=1):
        render_letter(letter_id, municipality_id=job["municipality_id"])
        if number == job["early"]:
            held_early = held()
    return held_early, held()


def held() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stottekontakt.settings")
    django.setup()
    json.dump(main(json.load(sys.stdin)), sys.stdout)
