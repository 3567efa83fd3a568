"""The secrets of a trial: DATA_DIR/trial.env, made once. Standard library only: set-up uses it."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

FILE_NAME = "trial.env"


def read_environment(data_dir: Path, *, create: bool = False) -> dict[str, str]:
    """The variables of trial.env; empty when there is no such file and none is to be made."""
    path = data_dir / FILE_NAME
    if create and not path.exists():
        _write(path)
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def _write(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    values = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "FIELD_ENCRYPTION_KEYS": base64.urlsafe_b64encode(os.urandom(32)).decode("ascii"),
        "BLIND_INDEX_KEY": secrets.token_urlsafe(48),
        "TRIAL_NAME": secrets.token_hex(8),
        "TRIAL_ADMIN_PASSWORD": secrets.token_hex(16),
        "TRIAL_OWNER_PASSWORD": secrets.token_hex(16),
        "TRIAL_APP_PASSWORD": secrets.token_hex(16),
    }
    text = "# Made once for the trial in this folder. The data cannot be read without it.\n"
    text += "".join(f"{name}={value}\n" for name, value in values.items())
    # Written aside and linked into place, so that two starts at once agree on one file.
    draft = path.with_name(f".{FILE_NAME}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
