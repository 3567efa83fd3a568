"""What the demo is made of: municipalities, open cases, stories and names, one file each."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
MUNICIPALITIES = ("lyngvik", "bjorkefjord", "eikevag", "solmarka", "fjellmo")


@cache
def read(name: str) -> dict[str, Any]:
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file, parse_float=Decimal)
