"""Processes side by side: started again when they fall, ended together, none left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from stottekontakt.embedded.keeper import die_with_parent, open_log, tail

STOP_SECONDS = 20.0
# Who falls three times this soon after a start has a fault that no start mends.
SOON_SECONDS = 10.0
TRIES = 3


class GaveUp(Exception):
    """A process does not stay up; with the end of its log."""


@dataclass
class Process:
    name: str
    command: list[str]
    log: Path
    running: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    falls: int = field(default=0)


class Processes:
    def __init__(
        self, processes: list[Process], *, directory: Path, environment: dict[str, str]
    ) -> None:
        self.processes = processes
        self.directory = directory
        self.environment = environment

    def start(self, *names: str) -> None:
        for process in self.processes:
            if process.name in names:
                self._start(process)

    def watch_until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self._start_the_fallen()
            time.sleep(0.1)

    def stop(self) -> None:
        """Ask all to end, wait for what they have in hand, then insist."""
        running = [process.running for process in self.processes if process.running is not None]
        try:
            for process in running:
                if process.poll() is None:
                    process.terminate()
            deadline = time.monotonic() + STOP_SECONDS
            for process in running:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(max(0.0, deadline - time.monotonic()))
        finally:
            for process in running:
                _end_group(process)

    def _start(self, process: Process) -> None:
        with open_log(process.log) as log:
            process.running = subprocess.Popen(
                process.command,
                cwd=self.directory,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # A group of its own: Ctrl-C comes to us alone, and we end them in order.
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
        process.started_at = time.monotonic()

    def _start_the_fallen(self) -> None:
        for process in self.processes:
            if process.running is None or process.running.poll() is None:
                continue
            _end_group(process.running)
            fell_soon = time.monotonic() - process.started_at < SOON_SECONDS
            process.falls = process.falls + 1 if fell_soon else 1
            if process.falls >= TRIES:
                lines = "\n".join(tail(process.log).splitlines()[-8:])
                raise GaveUp(
                    f"{process.name} does not stay up; its log {process.log} ends:\n{lines}"
                )
            self._start(process)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Children of a process that fell would work on unseen."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
