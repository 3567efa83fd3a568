"""Serve the whole product on this machine: web, worker and beat, with demo data the first time."""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import urllib.request
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from stottekontakt import embedded
from stottekontakt.embedded.processes import GaveUp, Process, Processes
from stottekontakt.embedded.setup import Stop, check_port


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TRIAL:
            raise CommandError("This is not a trial: unset TRIAL=false, or see docs/operations.md.")
        end = _End()
        try:
            with _only_one(settings.DATA_DIR):
                with end.at_once():
                    self._prepare(demo=not options["no_demo"])
                self._serve(end)
        except KeyboardInterrupt:
            pass
        finally:
            connection.close()
            embedded.release(settings.DATA_DIR)
        self.stdout.write("Stopped.")

    def _prepare(self, *, demo: bool) -> None:
        try:
            check_port(settings.DATA_DIR)
        except Stop as stop:
            raise CommandError(str(stop)) from None
        # Asking first is quicker than migrating nothing.
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Making the tables …")
            call_command("migrate", verbosity=0, interactive=False)
        from stottekontakt.accounts.models import Municipality

        if demo and not Municipality.objects.exists():
            self.stdout.write("Loading the demo data …")
            call_command("load_demo", verbosity=0)
        connection.close()

    def _serve(self, end: _End) -> None:
        data_dir: Path = settings.DATA_DIR
        port = settings.PORT
        (data_dir / "locks" / "trial").write_text(str(port))
        logs = data_dir / "logs"
        logs.mkdir(exist_ok=True)
        celery = [sys.executable, "-m", "celery", "--app", "stottekontakt", "--quiet"]
        processes = Processes(
            [
                Process(
                    "web",
                    [sys.executable, "-m", "gunicorn", "stottekontakt.wsgi"]
                    + ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
                    + ["--worker-tmp-dir", str(data_dir), "--no-control-socket"]
                    + ["--graceful-timeout", "5", "--preload"],
                    logs / "web.log",
                ),
                Process(
                    "worker",
                    [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"]
                    + ["--without-gossip", "--without-mingle"],
                    logs / "worker.log",
                ),
                Process(
                    "beat",
                    [*celery, "beat", "--loglevel", "INFO"]
                    + ["--schedule", str(data_dir / "celerybeat-schedule")],
                    logs / "beat.log",
                ),
            ],
            directory=settings.BASE_DIR,
            environment={**os.environ, "TRIAL": "true", "DATA_DIR": str(data_dir)},
        )
        try:
            processes.start("web")
            processes.watch_until(lambda: end.is_wanted or _answers(port))
            if not end.is_wanted:
                self._welcome(port, logs)
                processes.start("worker", "beat")
            processes.watch_until(lambda: end.is_wanted)
        except GaveUp as error:
            raise CommandError(str(error)) from None
        finally:
            processes.stop()

    def _welcome(self, port: int, logs: Path) -> None:
        from stottekontakt.accounts.demo import PASSWORD, demo_users

        self.stdout.write(f"\nStøttekontakt runs at http://localhost:{port}/\n")
        if names := [user.username for user in demo_users()]:
            self.stdout.write(
                f"Sign in with the password {PASSWORD} as one of\n  {', '.join(names)}\n"
            )
        connection.close()
        self.stdout.write(f"Logs: {logs}. Stop with Ctrl-C.\n")
        self.stdout.flush()


class _End:
    """Ctrl-C and its like. An exception would be lost when it comes while a process is started."""

    def __init__(self) -> None:
        self.is_wanted = False
        self._raises = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._take)

    def _take(self, _number: int, _frame: object) -> None:
        self.is_wanted = True
        if self._raises:
            raise KeyboardInterrupt

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Inside the block nothing but an exception ends the work in hand."""
        self._raises = True
        try:
            yield
        finally:
            self._raises = False


class _only_one:
    """One trial for one data folder: two beats would send everything twice."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / "locks" / "trial"

    def __enter__(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(
                f"The trial of {self.path.parents[1]} already runs, "
                f"at http://localhost:{self.path.read_text()}/: stop it, "
                "or name another folder with DATA_DIR."
            ) from None

    def __exit__(self, *error: object) -> None:
        self.path.write_text("")
        os.close(self.descriptor)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/helse/live", timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
