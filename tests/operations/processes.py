"""Find what a test has started, so that it can show that nothing stays behind."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest


def processes_of(data_dir: Path, *also: str) -> dict[int, str]:
    """Every process that names the data folder in its arguments or environment, or is named so."""
    marks = [os.fsencode(str(data_dir)), *(os.fsencode(mark) for mark in also)]
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            arguments = (entry / "cmdline").read_bytes()
            environment = (entry / "environ").read_bytes()
        except OSError:
            continue
        if any(mark in arguments or mark in environment for mark in marks):
            found[int(entry.name)] = arguments.replace(b"\0", b" ").decode(errors="replace")
    return found


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"waited {seconds} seconds in vain")
        time.sleep(0.05)
