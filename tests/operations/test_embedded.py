"""The trial's own servers start, are shared, survive being killed, and leave nothing behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from stottekontakt import embedded
from tests.operations.processes import processes_of, wait_until

ROOT = Path(__file__).resolve().parents[2]

# A process of its own that uses the servers until its standard input closes.
USER = """
import json, os, sys
from pathlib import Path
from stottekontakt import embedded
from tests.operations.processes import processes_of, wait_until
try:
    endpoints = embedded.ensure(Path(sys.argv[1]))
except embedded.CannotStart as error:
    print(json.dumps({"error": str(error)}), flush=True)
    sys.exit(1)
print(json.dumps(vars(endpoints)), flush=True)
sys.stdin.read()
"""


class User:
    def __init__(self, data_dir: Path, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, str(data_dir)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "DATA_DIR": str(data_dir),
                "TRIAL_DURABLE": "false",
                **environment,
            },
        )
        assert self.process.stdout is not None
        self.said: dict[str, str] = json.loads(self.process.stdout.readline() or "{}")

    def leave(self) -> None:
        with self.process:  # waits, and closes its pipes
            pass

    def kill(self) -> None:
        self.process.kill()
        self.leave()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that any user may enter, as the servers' user is not ours when we are root."""
    path = Path(tempfile.mkdtemp(prefix="stk-test-"))
    path.chmod(0o755)
    yield path
    wait_until(lambda: not servers_of(path))
    for note in embedded.ELSEWHERE.glob("*/belongs-to"):
        if Path(note.read_text()).is_relative_to(path):
            shutil.rmtree(note.parent)
    shutil.rmtree(path)


@pytest.fixture
def use(folder: Path) -> Iterator[Callable[..., User]]:
    users: list[User] = []

    def start(data_dir: Path | None = None, **environment: str) -> User:
        users.append(User(data_dir or folder / "var", **environment))
        return users[-1]

    yield start
    for user in users:
        user.leave()


@pytest.fixture(scope="module")
def running(open_folder: Path) -> Iterator[User]:
    """Servers for the tests that only ask questions, started where the language is C."""
    user = User(open_folder / "var", LANG="C", LC_ALL="C")
    yield user
    user.leave()
    wait_until(lambda: not servers_of(open_folder))


def servers_of(folder: Path) -> dict[str, int]:
    """Process ids of the keeper and the two servers whose data lies in the folder, by program."""
    sockets = [str(embedded._socket_directory(path.parent)) for path in folder.rglob("trial.env")]
    names = {"keeper.py": "keeper", "/postgres -D": "postgres", "valkey-server": "valkey-server"}
    return {
        name: pid
        for pid, command in processes_of(folder, *sockets).items()
        for mark, name in names.items()
        if mark in command
    }


def query(url: str, statement: str, *, commit: bool = True) -> Any:
    with psycopg.connect(url, autocommit=commit) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None  # type: ignore[index]


def test_both_roles_are_ordinary_and_the_lesser_one_owns_nothing(running: User) -> None:
    said = running.said
    rights = """SELECT array_agg(concat_ws(' ', rolname, rolsuper, rolbypassrls, rolcreatedb)
                                 ORDER BY rolname)
                FROM pg_roles WHERE rolname LIKE 'stottekontakt%'"""
    assert query(said["database_url"], rights) == [
        "stottekontakt_app f f f",
        "stottekontakt_owner f f t",
    ]
    assert query(said["database_url"], "SELECT current_user") == "stottekontakt_app"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        query(said["database_url"], "CREATE TABLE public.mine (id int)")
    for extension in ("btree_gist", "pg_trgm", "unaccent", "citext"):
        query(said["database_owner_url"], f"CREATE EXTENSION {extension}")


def test_norwegian_letters_are_letters_whatever_the_language_outside(running: User) -> None:
    url = running.said["database_url"]
    assert query(url, "SELECT lower('ÆØÅ') || upper('æøå')") == "æøåÆØÅ"
    assert query(url, "SELECT to_tsvector('norwegian', 'Østlandet')::text") == "'østland':1"


def test_no_password_no_entry_and_no_network(running: User, open_folder: Path) -> None:
    url = running.said["database_url"]
    role, address = url.removeprefix("postgres://").split("@")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(f"postgres://{role.split(':')[0]}:wrong@{address}")
    assert query(url, "SHOW listen_addresses") == ""
    assert (open_folder / "var" / "trial.env").stat().st_mode & 0o777 == 0o600


def test_the_last_user_to_leave_stops_the_servers(use: Callable[..., User], folder: Path) -> None:
    first, second = use(), use()
    assert first.said == second.said
    servers = servers_of(folder)
    assert set(servers) == {"keeper", "postgres", "valkey-server"}
    first.leave()
    time.sleep(0.6)
    assert servers_of(folder) == servers
    second.kill()
    wait_until(lambda: not servers_of(folder))
    assert not embedded._socket_directory(folder / "var").exists()


def test_killed_servers_are_found_dead_and_the_data_is_kept(
    use: Callable[..., User], folder: Path
) -> None:
    first = use()
    query(first.said["database_owner_url"], "CREATE TABLE kept AS SELECT 7 AS number")
    servers = servers_of(folder)
    for name in ("keeper", "postgres", "valkey-server"):
        os.kill(servers[name], signal.SIGKILL)
    first.kill()
    assert (folder / "var" / "postgres" / "postmaster.pid").exists()
    (folder / "var" / "postgres").chmod(0o755)
    second = use()
    assert "error" not in second.said
    assert query(second.said["database_owner_url"], "SELECT number FROM kept") == 7


def test_servers_without_their_keeper_leave_too(use: Callable[..., User], folder: Path) -> None:
    first = use()
    os.kill(servers_of(folder)["keeper"], signal.SIGKILL)
    second = use()
    assert query(second.said["database_url"], "SELECT 1") == 1
    first.leave()
    second.leave()
    wait_until(lambda: not servers_of(folder))


def test_a_crashed_database_comes_back_by_itself(use: Callable[..., User], folder: Path) -> None:
    user = use()
    before = servers_of(folder)["postgres"]
    os.kill(before, signal.SIGKILL)

    def answers() -> bool:
        try:
            return bool(query(user.said["database_url"], "SELECT true"))
        except psycopg.OperationalError:
            return False

    wait_until(lambda: answers() and servers_of(folder)["postgres"] != before)


def test_a_number_in_a_stale_pid_file_is_not_trusted(
    use: Callable[..., User], folder: Path
) -> None:
    use().leave()
    wait_until(lambda: not servers_of(folder))
    stranger = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    (folder / "var" / "postgres" / "postmaster.pid").write_text(f"{stranger.pid}\n")
    assert "error" not in use().said
    assert stranger.poll() is None
    stranger.communicate()


def test_a_path_far_longer_than_a_socket_name_may_be(
    use: Callable[..., User], folder: Path
) -> None:
    deep = folder.joinpath(*["en-mappe-med-langt-navn og mellomrom"] * 6)
    deep.mkdir(parents=True)
    assert len(str(deep)) > 200
    said = use(deep / "var").said
    assert query(said["database_url"], "SELECT 1") == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="the servers run as another user only under root")
def test_below_a_folder_that_only_root_may_enter(use: Callable[..., User], folder: Path) -> None:
    folder.chmod(0o700)
    before = os.umask(0o077)
    user = use()
    os.umask(before)
    query(user.said["database_owner_url"], "CREATE TABLE kept AS SELECT 7 AS number")
    user.leave()
    assert folder.stat().st_mode & 0o777 == 0o700
    note = (folder / "var" / "servers-elsewhere.txt").read_text()
    assert str(embedded.ELSEWHERE) in note
    assert query(use().said["database_url"], "SELECT 1") == 1


def test_what_cannot_work_is_said_in_one_sentence(use: Callable[..., User], folder: Path) -> None:
    use().leave()
    wait_until(lambda: not servers_of(folder))
    secrets = (folder / "var" / "trial.env").read_text()

    (folder / "var" / "trial.env").unlink()
    assert "was made with another trial.env" in use().said["error"]
    (folder / "var" / "trial.env").write_text(secrets)
    wait_until(lambda: not servers_of(folder))

    (folder / "var" / "postgres" / "PG_VERSION").write_text("17\n")
    assert "was made by PostgreSQL 17" in use().said["error"]
    (folder / "var" / "postgres" / "PG_VERSION").write_text("18\n")

    sockets = embedded._socket_directory(folder / "var")
    sockets.mkdir(mode=0o777)
    sockets.chmod(0o777)
    for _again in range(3):  # a keeper that gave up must not be taken for one that runs
        assert "is not ours alone" in use().said["error"]
    sockets.rmdir()
    assert "error" not in use().said


def test_celery_gets_the_socket_in_its_own_spelling() -> None:
    assert embedded.broker_url("unix:///x/v.sock?db=3") == "redis+socket:///x/v.sock?virtual_host=3"
    assert embedded.broker_url("redis://cache:6379/0") == "redis://cache:6379/0"
