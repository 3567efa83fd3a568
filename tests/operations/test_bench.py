"""The rows `make bench` measures with are as whole as those the product makes."""

from __future__ import annotations

import pytest

from applications.models import Application
from stottekontakt.accounts.models import Membership, Municipality, Unit
from stottekontakt.bench.grow import STEP, grow
from stottekontakt.cases.models import Case, Document, Person
from stottekontakt.database.context import set_context
from stottekontakt.database.roles import as_owner
from stottekontakt.deadlines.models import Deadline
from stottekontakt.letters.models import Letter
from stottekontakt.letters.tasks import render_letter
from tests.deadlines.factories import DeadlineFactory
from tests.world import make_rows


@pytest.mark.django_db(transaction=True)
def test_copies_have_all_that_hangs_on_a_case_and_point_at_each_other(
    municipality: Municipality,
    unit: Unit,
    caseworker: Membership,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(render_letter, "delay", lambda *args, **kwargs: None)
    rows = make_rows(unit, caseworker)
    DeadlineFactory(case=rows.case, source=f"application:{rows.application.pk}")
    persons = Person.objects.count()
    with as_owner():
        grow(municipality, 4, persons=50)
    set_context(municipality.pk)  # the connection was the owner's meanwhile

    assert Case.objects.count() == 4
    assert Person.objects.count() == max(50, 4 * persons)
    for model in (Application, Document, Letter, Deadline):
        assert model.objects.count() % 4 == 0, model
        assert model.objects.exists()
    copy = Application.objects.get(pk=rows.application.pk + 2 * STEP)
    assert copy.case_id == rows.case.pk + 2 * STEP
    assert copy.case.caseworker_id is None
    assert Deadline.objects.filter(case=copy.case, source=f"application:{copy.pk}").exists()
    assert copy.case.recipient.name != rows.person.name
    assert copy.case.recipient.identity_number is None

    # Growing again adds what is missing; triggers guard the rows as before.
    with as_owner():
        grow(municipality, 6, persons=0)
    set_context(municipality.pk)
    assert Case.objects.count() == 6
    with pytest.raises(Exception, match="(?i)never_deleted|cannot|permission"):
        Letter.objects.filter(pk=rows.letter.pk).delete()


def test_what_a_bench_needs_is_told(settings: object, capsys: pytest.CaptureFixture[str]) -> None:
    from django.core.management import CommandError, call_command

    settings.TRIAL = True  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="At least 2000 recipients"):
        call_command("bench", recipients=10)
    settings.TRIAL = False  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="TRIAL=true"):
        call_command("bench")


def test_an_import_is_measured_and_leaves_nothing(
    municipality: Municipality, unit: Unit, culture_unit: Unit, administrator: Membership
) -> None:
    from stottekontakt.bench.imports import time_import

    measured = time_import(municipality, 12)
    assert measured.rows == 12
    assert measured.whole > measured.bare > 0
    assert not Case.objects.exists()
    assert not Person.objects.exists()


def test_a_gathering_is_measured(unit: Unit, caseworker: Membership) -> None:
    from stottekontakt.bench.archive import time_gathering
    from tests.archive.factories import decide, letter_of
    from tests.cases.factories import CaseFactory

    for _number in range(3):
        letter_of(decide(CaseFactory(unit=unit), caseworker), caseworker)
    measured = time_gathering(unit.municipality, 2)
    assert measured.letters == 2
    assert measured.ratio > 0
