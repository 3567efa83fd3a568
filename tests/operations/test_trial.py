"""`manage.py trial` serves everything, minds its processes, and ends without a trace."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from stottekontakt.embedded.setup import Stop, check_port
from tests.operations.processes import processes_of, wait_until

ROOT = Path(__file__).resolve().parents[2]
# 10 on a machine that has nothing else to do; the tests run two at a time.
SECOND_START_SECONDS = 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    """In a deep folder with a space in its name, and any user may enter it."""
    base = Path(tempfile.mkdtemp(prefix="stk-test-"))
    base.chmod(0o755)
    path = base.joinpath(*["en mappe med langt navn " + "x" * 20] * 4)
    path.mkdir(parents=True)
    yield path
    for trial in Trial.all:
        trial.process.kill()
        with trial.process:
            pass
    wait_until(lambda: not processes_of(path))
    shutil.rmtree(base)


class Trial:
    all: ClassVar[list[Trial]] = []

    def __init__(self, data_dir: Path, port: int) -> None:
        Trial.all.append(self)
        self.data_dir = data_dir
        self.port = port
        self.process = subprocess.Popen(
            ["make", "--silent", "run", f"PYTHON={sys.executable}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
            env=environment(data_dir, port),
            start_new_session=True,
        )

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def is_up(self) -> bool:
        if self.process.poll() is not None:
            pytest.fail(f"the trial ended: {self.process.communicate()[0]}")
        return self.get("/helse/live")[0] == 200

    def parts(self) -> dict[str, list[int]]:
        commands = processes_of(self.data_dir)
        marks = {"web": "gunicorn", "worker": " worker ", "beat": " beat "}
        return {
            name: sorted(pid for pid, command in commands.items() if mark in command)
            for name, mark in marks.items()
        }


def environment(data_dir: Path, port: int) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(data_dir),
        "LANG": "C",
        "TRIAL": "true",
        "TRIAL_DURABLE": "false",
        "DATA_DIR": str(data_dir),
        "PORT": str(port),
    }


def test_it_runs_restarts_what_falls_and_ends_in_every_way(data_dir: Path) -> None:
    port = free_port()

    first = Trial(data_dir, port)
    wait_until(first.is_up, seconds=120)
    assert "saksbehandler" in first.get("/logg-inn/")[1]
    wait_until(lambda: all(first.parts().values()))
    checks = json.loads(first.get("/helse/klar")[1])["checks"]
    assert (checks["database"], checks["migrations"], checks["broker"]) == ("ok", "ok", "ok")

    second = subprocess.run(
        [sys.executable, "manage.py", "trial"],
        capture_output=True, text=True, cwd=ROOT, env=environment(data_dir, free_port()),
        check=False,
    )  # fmt: skip
    assert second.returncode == 1
    assert f"already runs, at http://localhost:{port}/" in second.stderr
    assert second.stderr.count("\n") == 1

    fallen = first.parts()["worker"][0]
    os.kill(fallen, signal.SIGKILL)
    wait_until(lambda: bool(first.parts()["worker"]) and fallen not in first.parts()["worker"])

    # Ctrl-C in a terminal goes to the whole foreground group.
    os.killpg(first.process.pid, signal.SIGINT)
    said, _ = first.process.communicate(timeout=60)
    assert f"http://localhost:{port}/" in said
    assert "koordinator" in said
    assert "Stopped." in said
    assert "Traceback" not in said
    wait_until(lambda: processes_of(data_dir) == {})

    started = time.monotonic()
    killed = Trial(data_dir, port)
    wait_until(killed.is_up)
    assert time.monotonic() - started < SECOND_START_SECONDS
    killed.process.kill()  # make itself: nobody hands on Ctrl-C any more
    killed.process.communicate()
    wait_until(lambda: processes_of(data_dir) == {})

    ended = Trial(data_dir, port)
    wait_until(ended.is_up)
    trial = next(pid for pid, line in processes_of(data_dir).items() if " trial" in line)
    os.kill(trial, signal.SIGKILL)
    ended.process.communicate(timeout=60)
    wait_until(lambda: processes_of(data_dir) == {})

    last = Trial(data_dir, port)
    wait_until(last.is_up)
    last.process.terminate()
    last.process.communicate(timeout=60)
    wait_until(lambda: processes_of(data_dir) == {})


def test_a_taken_port_is_told_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(Stop, match=f"Port {port} is taken by another program.*PORT={port + 1}"):
            check_port(tmp_path)
    monkeypatch.setenv("PORT", "åtte")
    with pytest.raises(Stop, match="no port number"):
        check_port(tmp_path)


def test_make_says_in_one_line_that_python_is_too_old(tmp_path: Path) -> None:
    old = tmp_path / "python3.10"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = subprocess.run(
        ["make", "--silent", "run", f"PYTHON={old}"],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert done.stderr.splitlines()[0].startswith("Python 3.11 to 3.14 is needed")
