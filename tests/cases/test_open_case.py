"""Case numbers have no gaps, however many open cases at once."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases.models import Case, Person
from stottekontakt.cases.services import open_case
from stottekontakt.database.context import municipality_context, set_context
from tests.accounts.factories import MembershipFactory, MunicipalityFactory, UnitFactory
from tests.cases.factories import PersonFactory


def test_numbers_follow_each_other_within_the_year(unit, caseworker):
    def opened(year: int) -> str:
        person = PersonFactory(municipality=unit.municipality)
        return str(open_case(person, unit=unit, by=caseworker, opened_on=date(year, 3, 1)))

    assert [opened(2026), opened(2026), opened(2027), opened(2026)] == [
        "2026/1",
        "2026/2",
        "2027/1",
        "2026/3",
    ]


def test_opening_is_told_in_the_timeline(unit, caseworker):
    case = open_case(PersonFactory(municipality=unit.municipality), unit=unit, by=caseworker)
    entry = AuditEntry.objects.of_case(case.pk).get()
    assert (entry.event, entry.actor_id) == ("case_opened", caseworker.user_id)
    assert entry.data == {"number": str(case)}


def test_a_number_that_was_not_used_is_given_again(unit, caseworker):
    person = PersonFactory(municipality=unit.municipality)
    open_case(person, unit=unit, by=caseworker, opened_on=date(2026, 3, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        open_case(person, unit=unit, by=caseworker, opened_on=date(2026, 3, 1))
    other = PersonFactory(municipality=unit.municipality)
    assert str(open_case(other, unit=unit, by=caseworker, opened_on=date(2026, 3, 1))) == "2026/2"


@pytest.mark.django_db(transaction=True)
def test_six_at_once_get_six_numbers_without_a_gap():
    municipality = MunicipalityFactory()
    set_context(municipality.pk)
    unit = UnitFactory(municipality=municipality)
    by = MembershipFactory(municipality=municipality, unit=unit)
    people = [PersonFactory(municipality=municipality) for _ in range(6)]
    together = Barrier(6)
    problems: list[Exception] = []

    def work(person: Person) -> None:
        try:
            with municipality_context(municipality.pk):
                together.wait()
                open_case(person, unit=unit, by=by, opened_on=date(2026, 3, 1))
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [Thread(target=work, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert sorted(Case.objects.values_list("sequence", flat=True)) == [1, 2, 3, 4, 5, 6]
    set_context(None)
