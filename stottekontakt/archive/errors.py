"""What the archive refuses."""

from __future__ import annotations

from stottekontakt.errors import Refused


class CannotGather(Refused):
    pass
