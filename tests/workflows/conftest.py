"""The same Nora as in tests/decisions."""

from tests.decisions.conftest import (  # noqa: F401
    _monday,
    application,
    case,
    criteria,
    make_case,
    whole,
)
