"""Nobody sees or touches another municipality's rows, whatever the program forgets to ask."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.test import Client

from stottekontakt.cases.models import Case, Person
from stottekontakt.celery import app as celery_app
from stottekontakt.database.context import get_context, municipality_context
from tests.cases.factories import CaseFactory, PersonFactory


@pytest.fixture
def other_case(other_municipality, in_municipality):
    """A case of the other municipality, out of sight."""
    from stottekontakt.accounts.models import Unit

    with in_municipality(other_municipality):
        return CaseFactory(unit=Unit.objects.get(), recipient__name="Solveig Fremmed")


def test_a_query_without_filter_shows_own_rows_only(unit, other_case):
    own = CaseFactory(unit=unit)
    assert list(Case.objects.all()) == [own]
    assert not Person.objects.filter(name="Solveig Fremmed").exists()


def test_raw_sql_shows_own_rows_only(unit, other_case):
    own = CaseFactory(unit=unit)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cases_case")
        assert cursor.fetchall() == [(own.pk,)]
        cursor.execute("SELECT count(*) FROM cases_person WHERE id = %s", [other_case.recipient_id])
        assert cursor.fetchone() == (0,)


def test_history_of_another_municipality_is_out_of_sight(unit, other_case):
    CaseFactory(unit=unit)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_caseevent")
        assert cursor.fetchone() == (1,)


def test_a_connection_that_says_nothing_sees_nothing(unit):
    CaseFactory(unit=unit)
    with municipality_context(None):
        assert Case.objects.count() == 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_person")
            assert cursor.fetchone() == (0,)


def test_a_task_without_municipality_sees_nothing(unit):
    CaseFactory(unit=unit)

    @celery_app.task(name="tests.count_cases", shared=False)
    def count_cases(municipality_id=None):
        counted.append(Case.objects.count())

    counted: list[int] = []
    count_cases.delay()
    count_cases.delay(municipality_id=unit.municipality_id)
    assert counted == [0, 1]
    assert get_context() == (unit.municipality_id, None), "the caller's own context is back"


def test_rows_cannot_be_written_for_another_municipality(unit, other_municipality):
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        PersonFactory(municipality=other_municipality)


def test_rows_cannot_be_moved_to_another_municipality(unit, other_municipality):
    person = PersonFactory(municipality=unit.municipality)
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(municipality=other_municipality)


def test_rows_of_another_municipality_are_neither_changed_nor_removed(unit, other_case):
    assert Person.objects.filter(pk=other_case.recipient_id).update(name="Rørt") == 0
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_person WHERE id = %s", [other_case.recipient_id])
        assert cursor.rowcount == 0


def test_a_key_cannot_point_across_the_wall(unit, other_case):
    """A plain foreign key does not heed row-level security; the composite one refuses."""
    with pytest.raises(IntegrityError, match="same_municipality"), transaction.atomic():
        Case.objects.create(
            municipality=unit.municipality,
            unit=unit,
            recipient_id=other_case.recipient_id,
            year=2026,
            sequence=1,
            opened_on=date(2026, 1, 1),
            closed_on=date(2026, 1, 2),
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_search_by_name_stays_behind_the_wall(unit, other_case):
    PersonFactory(municipality=unit.municipality, name="Solveig Egen")
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id FROM cases_search_persons('solvei', 20)")
        found = {person_id for (person_id,) in cursor.fetchall()}
    assert found == set(Person.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("path", ["/", "/finnes-ikke/"])
def test_the_context_of_a_request_is_gone_after_it(caseworker, client_for, path):
    cookies = client_for(caseworker).cookies
    client = Client()  # not the tests' own, which puts the test's context back
    client.cookies = cookies
    client.get(path)
    assert get_context() == (None, None)


def test_the_lesser_role_cannot_switch_the_walls_off(unit):
    for sql in (
        "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
        "DROP POLICY municipality ON cases_case",
        "ALTER TABLE cases_caseevent DISABLE TRIGGER ALL",
        "SET ROLE stk_owner_that_is_not_ours",
        "TRUNCATE cases_casenote",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


@pytest.mark.django_db(transaction=True)
def test_an_error_inside_a_context_is_told_as_it_was():
    """Not as "current transaction is aborted", which is what putting the context back would say."""
    with (
        pytest.raises(DatabaseError, match="no_such_table"),
        transaction.atomic(),
        municipality_context(1),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM no_such_table")
    assert get_context() == (None, None)
