"""The process that owns the trial's PostgreSQL and Valkey.

Started by `embedded.ensure`, it runs both servers for as long as any process holds a shared lock
on the use file, and stops them when the last one is gone, however that one ended. Standard library
only: it is run by itself.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ON_LINUX = platform.system() == "Linux"
START_SECONDS = 60.0
STOP_SECONDS = 20.0
POLL_SECONDS = 0.25
LOG_LIMIT = 5_000_000
VALKEY_SOCKET = "valkey.sock"


class Failed(Exception):
    """What went wrong, in one sentence for the person at the terminal."""


@dataclass(frozen=True)
class Job:
    """What to run, where and as whom."""

    use_lock: str
    keeper_lock: str
    home: str
    logs: str
    sockets: str
    postgres_programs: str
    valkey_program: str
    admin_password: str
    uid: int
    gid: int
    durable: bool


@dataclass
class Server:
    """One server's command, and how to tell that it answers."""

    name: str
    command: list[str]
    directory: Path
    log: Path
    pid_file: Path
    stop_signal: signal.Signals
    process: subprocess.Popen[bytes] | None = None

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def answers(self, sockets: Path) -> bool:
        if self.process is None:
            return False
        if self.name == "PostgreSQL":
            # The eighth line of its lock file says how far it has come.
            with contextlib.suppress(OSError):
                lines = self.pid_file.read_text().splitlines()
                is_this = lines[:1] == [str(self.process.pid)]
                return is_this and [line.strip() for line in lines[7:8]] == ["ready"]
            return False
        with (
            contextlib.suppress(OSError),
            socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection,
        ):
            connection.settimeout(1)
            connection.connect(str(sockets / VALKEY_SOCKET))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        return False

    def stop(self) -> None:
        if self.process is None:
            return
        for sent, patience in (
            (self.stop_signal, STOP_SECONDS),
            # Makes PostgreSQL and its children leave at once; the next start recovers from the log.
            (signal.SIGQUIT, 5.0),
            (signal.SIGKILL, 5.0),
        ):
            self.process.send_signal(sent)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
                return


class Keeper:
    def __init__(self, job: Job) -> None:
        self.job = job
        self.home = Path(job.home)
        self.sockets = Path(job.sockets)
        self.servers = [self._postgres(), self._valkey()]
        self.told_to_stop = False
        self.owns_sockets = False

    def _postgres(self) -> Server:
        directory = self.home / "postgres"
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "port": "5432",
            "max_connections": "100",
            "log_timezone": "UTC",
            "timezone": "UTC",
            "jit": "off",  # costs more than it gives on small tables
        }
        if not self.job.durable:
            # Survives a crash of the server, though not of the machine.
            settings |= {"fsync": "off", "full_page_writes": "off"}
        command = [f"{self.job.postgres_programs}/postgres", "-D", str(directory)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        log = Path(self.job.logs) / "postgres.log"
        pid_file = directory / "postmaster.pid"
        return Server("PostgreSQL", command, directory, log, pid_file, signal.SIGINT)

    def _valkey(self) -> Server:
        directory = self.home / "valkey"
        command = [self.job.valkey_program, "--port", "0"]
        command += ["--unixsocket", str(self.sockets / VALKEY_SOCKET), "--unixsocketperm", "700"]
        command += ["--dir", str(directory), "--dbfilename", "valkey.rdb", "--save", "60", "1"]
        command += ["--appendonly", "no", "--stop-writes-on-bgsave-error", "no"]
        pid_file = directory / "pid"
        command += ["--pidfile", str(pid_file)]
        log = Path(self.job.logs) / "valkey.log"
        return Server("Valkey", command, directory, log, pid_file, signal.SIGTERM)

    def start(self) -> None:
        self._make_socket_directory()
        self._stop_leftovers()
        self._make_cluster()
        self._make_directory(self.home / "valkey")
        for server in self.servers:
            self._launch(server)
        deadline = time.monotonic() + START_SECONDS
        for server in self.servers:
            while not server.answers(self.sockets):
                if time.monotonic() > deadline:
                    raise Failed(
                        f"{server.name} does not answer after {START_SECONDS:.0f} s "
                        f"(log: {server.log})"
                    )
                if server.has_ended():
                    if not self._is_passing(server):
                        raise Failed(
                            f"{server.name} does not start: {last_line(server.log)} "
                            f"(log: {server.log})"
                        )
                    time.sleep(0.5)
                    self._launch(server)
                time.sleep(0.02)

    def keep(self, use_lock: int) -> None:
        """Return when nobody uses the servers any more, or when told to stop."""
        while not self.told_to_stop:
            try:
                fcntl.flock(use_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                return
            for server in self.servers:
                if server.has_ended():
                    self._launch(server)
            time.sleep(POLL_SECONDS)

    def stop(self) -> None:
        for server in self.servers:
            server.stop()
        if self.owns_sockets:
            shutil.rmtree(self.sockets, ignore_errors=True)

    def _run_as(self) -> dict[str, object]:
        if os.geteuid() != 0:
            return {}
        return {"user": self.job.uid, "group": self.job.gid, "extra_groups": []}

    def _launch(self, server: Server) -> None:
        with open_log(server.log) as log:
            server.process = subprocess.Popen(
                server.command,
                cwd=server.directory,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={"LC_ALL": "C.UTF-8", "PATH": os.defpath, "HOME": str(server.directory)},
                start_new_session=True,
                preexec_fn=die_with_parent(server.stop_signal),
                **self._run_as(),  # type: ignore[call-overload]
            )

    def _is_passing(self, server: Server) -> bool:
        """PostgreSQL refuses while processes of a killed predecessor still leave."""
        return server.name == "PostgreSQL" and "shared memory block" in tail(server.log)

    def _make_directory(self, path: Path) -> None:
        path.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0 and path.stat().st_uid != self.job.uid:
            os.chown(path, self.job.uid, self.job.gid)

    def _make_socket_directory(self) -> None:
        with contextlib.suppress(FileExistsError):
            self.sockets.mkdir(mode=0o700)
            if os.geteuid() == 0:
                os.chown(self.sockets, self.job.uid, self.job.gid)
        found = self.sockets.lstat()
        is_ours = found.st_uid == self.job.uid and found.st_mode & 0o170077 == 0o040000
        if not is_ours:
            raise Failed(
                f"{self.sockets}, the place of the servers' sockets, is not ours alone: "
                "remove it and start again."
            )
        self.owns_sockets = True

    def _stop_leftovers(self) -> None:
        """Servers of a keeper that was killed: nobody minds them now, and their data is ours."""
        for server in self.servers:
            pid = first_number(server.pid_file)
            for sent, patience in (
                (server.stop_signal, STOP_SECONDS),
                (signal.SIGQUIT, 5.0),
                (signal.SIGKILL, 5.0),
            ):
                if pid is None or not belongs_to(pid, server, self.sockets):
                    break
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, sent)
                deadline = time.monotonic() + patience
                while belongs_to(pid, server, self.sockets) and time.monotonic() < deadline:
                    time.sleep(0.05)
            server.pid_file.unlink(missing_ok=True)
        for left in self.sockets.iterdir():
            left.unlink()

    def _make_cluster(self) -> None:
        cluster = self.home / "postgres"
        if (cluster / "PG_VERSION").exists():
            cluster.chmod(0o700)  # PostgreSQL insists, and a chmod -R of the project is easily done
            return
        # Made aside and moved into place, so that half a database never looks like one.
        draft = self.home / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        self._make_directory(draft)
        password_file = self.sockets / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(self.job.admin_password)
        if os.geteuid() == 0:
            os.chown(password_file, self.job.uid, self.job.gid)
        command = [f"{self.job.postgres_programs}/initdb", "-D", str(draft), "-U", "postgres"]
        command += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--auth=scram-sha-256", f"--pwfile={password_file}", "--no-instructions"]
        command += [] if self.job.durable else ["--no-sync"]
        log_path = Path(self.job.logs) / "initdb.log"
        try:
            with open_log(log_path) as log:
                done = subprocess.run(
                    command,
                    cwd=draft,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    env={"LC_ALL": "C.UTF-8", "PATH": os.defpath, "HOME": str(draft)},
                    check=False,
                    **self._run_as(),  # type: ignore[call-overload]
                )
        finally:
            password_file.unlink()
        if done.returncode != 0:
            raise Failed(
                f"PostgreSQL's files cannot be made: {last_line(log_path)} (log: {log_path})"
            )
        draft.rename(cluster)


def open_log(path: Path) -> IO[bytes]:
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_name(path.name + ".1"))
    return path.open("ab")


def tail(path: Path) -> str:
    with contextlib.suppress(OSError), path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2000))
        return file.read().decode("utf-8", "replace")
    return ""


def last_line(path: Path) -> str:
    lines = [line for line in tail(path).splitlines() if line.strip()]
    wanted = [line for line in lines if "FATAL" in line or "error:" in line] or lines
    return wanted[-1].strip() if wanted else "no message"


def first_number(path: Path) -> int | None:
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(path.read_text().split()[0])
    return None


def belongs_to(pid: int, server: Server, sockets: Path) -> bool:
    """Whether the process is this very server, and not another one that got its number since."""
    try:
        listed = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace")
    except OSError:
        if ON_LINUX:
            return False
        ps = ["ps", "-ww", "-o", "args=", "-p", str(pid)]
        listed = subprocess.run(ps, capture_output=True, text=True, check=False).stdout
    # Valkey shows its socket in place of its arguments.
    return str(server.directory) in listed or str(sockets) in listed


def die_with_parent(sent: signal.Signals) -> Callable[[], object] | None:
    """On Linux: what a child runs so that it gets this signal should its parent be killed."""
    if not ON_LINUX:
        return None
    prctl = ctypes.CDLL(None).prctl

    def ask() -> None:
        prctl(1, int(sent))  # PR_SET_PDEATHSIG

    return ask


def main() -> None:
    job = Job(**json.load(sys.stdin))
    reading, writing = os.pipe()
    if os.fork():
        os.close(writing)
        with os.fdopen(reading) as report:
            message = report.read()
        if message != "ready":
            sys.stdout.write(message or "The process that keeps the servers was killed.")
            sys.stdout.flush()
        os._exit(0 if message == "ready" else 1)

    os.close(reading)
    os.setsid()
    os.chdir("/")
    os.umask(0o077)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    keeper_lock = os.open(job.keeper_lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    use_lock = os.open(job.use_lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(keeper_lock, fcntl.LOCK_EX)

    keeper = Keeper(job)

    def stop(_number: int, _frame: object) -> None:
        keeper.told_to_stop = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def leave() -> None:
        keeper.stop()
        # The keeper's own lock first: whoever waits for the use file must find it free.
        os.close(keeper_lock)
        os.close(use_lock)

    with os.fdopen(writing, "w") as report:
        try:
            keeper.start()
        except (Failed, OSError) as error:
            leave()  # before it is told: whoever tries again must not find us
            report.write(str(error))
            return
        report.write("ready")
    keeper.keep(use_lock)
    leave()


if __name__ == "__main__":
    main()
