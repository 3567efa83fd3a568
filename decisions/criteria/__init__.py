"""Sets of criteria to begin from, one file each; a municipality's own stand in the database."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def set_names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def read_set(name: str) -> list[dict[str, Any]]:
    """The criteria of a set, in order, each as fields of the model."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return list(tomllib.load(file)["criterion"])
