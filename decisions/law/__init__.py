"""The provisions every municipality shares, as dated rows."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


def read_legal_bases() -> list[dict[str, Any]]:
    with (Path(__file__).parent / "legal_bases.toml").open("rb") as file:
        return list(tomllib.load(file)["basis"])
