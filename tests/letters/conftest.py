from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from stottekontakt.database.context import get_context, set_context
from stottekontakt.errors import Refused
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


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Each in a thread and a connection of its own; what each answered or was refused with."""
    municipality_id = get_context()[0]
    answers: list[object] = [None] * len(actions)
    start = threading.Barrier(len(actions))

    def run(number: int, action: Callable[[], object]) -> None:
        try:
            set_context(municipality_id)
            start.wait(timeout=20)
            answers[number] = action()
        except Refused as error:
            answers[number] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(number, action)) for number, action in enumerate(actions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers
