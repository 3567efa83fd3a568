from __future__ import annotations

import pytest

from stottekontakt.letters.tasks import render_letter
from tests.cases.factories import CaseFactory
from tests.letters.factories import issue


@pytest.fixture
def case(unit, caseworker):
    return CaseFactory(unit=unit, caseworker=caseworker.user)


@pytest.fixture
def letter(case, caseworker):
    """In the queue, as after the page that issued it."""
    return issue(case, by=caseworker)


@pytest.fixture
def rendered(letter):
    render_letter(letter.pk, municipality_id=letter.municipality_id)
    letter.refresh_from_db()
    assert letter.is_rendered
    return letter
