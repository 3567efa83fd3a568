"""Set-up does what is missing, and says in one line what it cannot do."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from stottekontakt.embedded import setup
from stottekontakt.embedded.setup import Need, Stop


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs, the only ones there are; each tells how it was called."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return folder


def program(folder: Path, name: str, code: str = "exit 0") -> Path:
    path = folder / name
    calls = folder / f"{name}.calls"
    path.write_text(f'#!/bin/sh\necho "$@" >> {calls}\n{code}\n')
    path.chmod(0o755)
    return calls


def lacking(monkeypatch: pytest.MonkeyPatch, *answers: bool) -> None:
    """The machine lacks Pango; `answers` are what looking for it gives, one after the other."""
    looks = iter(answers)
    need = Need("Pango (letters)", ["libpango-1.0-0", "libnew0"], lambda: next(looks))
    monkeypatch.setitem(setup.NEEDS, "run", [need])


def test_system_libraries_are_installed_on_debian_as_root(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apt = program(programs, "apt-get")
    # A package of another release is not known here, and must not stop the others.
    program(programs, "apt-cache", 'case "$*" in *libnew0*) exit 100;; esac')
    lacking(monkeypatch, False, True)
    setup.install_needs("run")
    update, install = apt.read_text().splitlines()
    assert update.startswith("update")
    assert install.endswith("libpango-1.0-0")


@pytest.mark.parametrize("is_root", [True, False])
def test_elsewhere_they_are_named_in_one_line(
    programs: Path, monkeypatch: pytest.MonkeyPatch, is_root: bool
) -> None:
    if not is_root:
        program(programs, "apt-get", "exit 1")
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
    lacking(monkeypatch, False)
    with pytest.raises(Stop) as stop:
        setup.install_needs("run")
    text = str(stop.value)
    assert "lacks Pango (letters)" in text
    assert "apt-get install libpango-1.0-0 libnew0" in text
    assert "\n" not in text


def test_nothing_is_asked_of_a_machine_that_has_all(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apt = program(programs, "apt-get")
    lacking(monkeypatch, True)
    setup.install_needs("run")
    assert not apt.exists()


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A virtual environment whose Python tells how it was called."""
    folder = tmp_path / ".venv"
    (folder / "bin").mkdir(parents=True)
    monkeypatch.setattr(setup, "VENV", folder)
    monkeypatch.setattr(setup, "PYTHON", folder / "bin" / "python")
    return folder


def test_packages_are_installed_once_with_hashes(venv: Path) -> None:
    calls = program(venv / "bin", "python")
    setup.install_packages("run")
    (call,) = calls.read_text().splitlines()
    assert "--require-hashes" in call
    assert call.endswith("requirements-trial.txt")
    setup.install_packages("run")
    assert len(calls.read_text().splitlines()) == 1

    # The tests need more; what they have is enough for the trial.
    setup.install_packages("test")
    setup.install_packages("run")
    assert len(calls.read_text().splitlines()) == 2


def test_other_requirements_are_installed_anew(venv: Path) -> None:
    calls = program(venv / "bin", "python")
    setup.install_packages("run")
    stamp = venv / setup.STAMP
    stamp.write_text(json.dumps({"requirements-trial.txt": "older"}))
    setup.install_packages("run")
    assert len(calls.read_text().splitlines()) == 2


def test_an_interrupted_installation_is_done_again(venv: Path) -> None:
    program(venv / "bin", "python", "exit 1")
    with pytest.raises(Stop, match="pip could not install"):
        setup.install_packages("run")
    calls = program(venv / "bin", "python")
    before = len(calls.read_text().splitlines())
    setup.install_packages("run")
    assert len(calls.read_text().splitlines()) == before + 1


def test_a_python_without_venv_is_told_in_one_line(
    venv: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(programs, "python-without-venv", "exit 1")
    monkeypatch.setattr(setup.sys, "executable", str(programs / "python-without-venv"))
    with pytest.raises(Stop, match="install its venv module") as stop:
        setup.make_virtual_environment()
    assert "\n" not in str(stop.value)


def test_secrets_are_made_once_and_for_their_owner_only(tmp_path: Path) -> None:
    setup.make_secrets(tmp_path / "var")
    path = tmp_path / "var" / "trial.env"
    first = path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    setup.make_secrets(tmp_path / "var")
    assert path.read_text() == first
    names = [line.split("=")[0] for line in first.splitlines()[1:]]
    assert {"SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "BLIND_INDEX_KEY"} < set(names)
