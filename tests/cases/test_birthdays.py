"""The birthdays at 16 and 18: what closes by itself, and what a person goes through."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases import birthdays
from stottekontakt.cases.jobs import note_birthdays
from stottekontakt.cases.models import AgeReached, Representative
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory

BIRTHDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel("2026-11-23T09:42:00Z"):
        yield


def make_case(unit, born_on, **fields):
    person = PersonFactory(
        municipality=unit.municipality, name="Nora Blåklokke", birth_date=born_on
    )
    return CaseFactory(unit=unit, recipient=person, **{"opened_on": date(2026, 1, 5), **fields})


@pytest.fixture
def case(unit, caseworker):
    return make_case(unit, date(2010, 11, 23), caseworker=caseworker.user)


@pytest.fixture
def mother(case):
    return RepresentativeFactory(case=case, mother=True, person__name="Hilde Blåklokke")


class TestTheJob:
    def test_parents_right_to_act_ends_the_day_before_16(self, case, mother):
        assert birthdays.note_birthdays(BIRTHDAY) == 1
        mother.refresh_from_db()
        assert mother.valid_until == date(2026, 11, 22)
        assert mother.end_reason == "Nora fylte 16 år."
        reached = AgeReached.objects.get()
        assert (reached.age, reached.reached_on, reached.checked_at) == (16, BIRTHDAY, None)
        events = AuditEntry.objects.filter(case_id=case.pk).values_list("event", flat=True)
        assert set(events) == {"age_reached", "representative_ended"}

    def test_twice_is_once(self, case, mother):
        assert [birthdays.note_birthdays(BIRTHDAY) for _ in range(2)] == [1, 0]
        mother.refresh_from_db()
        assert mother.version == 2

    def test_the_day_before_nothing_happens(self, case, mother):
        assert birthdays.note_birthdays(date(2026, 11, 22)) == 0

    def test_days_that_were_missed_are_caught_up_with_their_own_date(self, case, mother):
        birthdays.note_birthdays(date(2026, 12, 24))
        mother.refresh_from_db()
        assert mother.valid_until == date(2026, 11, 22)
        assert AgeReached.objects.get().reached_on == BIRTHDAY

    def test_at_18_the_care_ends_too(self, unit):
        case = make_case(unit, date(2008, 11, 23))
        care = RepresentativeFactory(
            case=case, kind="child_welfare", valid_from=date(2020, 1, 1), person__name="Barnevernet"
        )
        proxy = RepresentativeFactory(case=case, proxy=True)
        assert birthdays.note_birthdays(BIRTHDAY) == 1
        care.refresh_from_db()
        proxy.refresh_from_db()
        assert (care.valid_until, proxy.valid_until) == (date(2026, 11, 22), None)

    def test_at_16_the_care_goes_on(self, case):
        care = RepresentativeFactory(case=case, kind="child_welfare", valid_from=date(2020, 1, 1))
        birthdays.note_birthdays(BIRTHDAY)
        care.refresh_from_db()
        assert care.valid_until is None

    def test_a_birthday_before_the_case_is_no_news(self, unit):
        make_case(unit, date(2010, 11, 1), opened_on=date(2026, 11, 10))
        assert birthdays.note_birthdays(BIRTHDAY) == 0

    def test_a_closed_case_is_left_alone(self, unit):
        make_case(unit, date(2010, 11, 23), closed_on=date(2026, 10, 1))
        assert birthdays.note_birthdays(BIRTHDAY) == 0

    @pytest.mark.parametrize(("day", "noted"), [(date(2026, 2, 27), 0), (date(2026, 2, 28), 1)])
    def test_born_on_29_february(self, unit, day, noted):
        make_case(unit, date(2008, 2, 29))
        assert birthdays.note_birthdays(day) == noted

    def test_every_municipality_in_its_own_words(self, case, mother):
        assert note_birthdays() == 1


class TestGoingThroughIt:
    def test_is_a_task_until_somebody_has(self, case, mother, caseworker, client_for):
        birthdays.note_birthdays(BIRTHDAY)
        browser = client_for(caseworker)
        assert "Gå gjennom hvem som får brev nå" in browser.get("/").text
        assert "Nora har fylt 16 år" in browser.get(case.get_absolute_url()).text
        url = reverse("cases:age_reached", args=[AgeReached.objects.get().pk])
        page = browser.get(url).text
        assert "Hilde Blåklokke – Mor, felles foreldreansvar" in page
        browser.post(url, {"next_of_kin": [str(mother.pk)]})
        kin = Representative.objects.get(case=case, kind="next_of_kin")
        assert (kin.person_id, kin.relation) == (mother.person_id, "mor")
        reached = AgeReached.objects.get()
        assert reached.checked_by == caseworker.user
        assert "Gå gjennom hvem som får brev nå" not in browser.get("/").text
        browser.post(url, {"next_of_kin": [str(mother.pk)]})  # again
        assert Representative.objects.filter(kind="next_of_kin").count() == 1


class TestDatabase:
    def test_is_noted_once(self, case):
        birthdays.note_birthdays(BIRTHDAY)
        with pytest.raises(IntegrityError, match="age_reached_once_per_case"), transaction.atomic():
            AgeReached.objects.create(
                municipality=case.municipality, case=case, age=16, reached_on=BIRTHDAY
            )

    def test_is_gone_through_by_somebody(self, case):
        with (
            pytest.raises(IntegrityError, match="age_reached_checked_at_and_by_go_together"),
            transaction.atomic(),
        ):
            AgeReached.objects.create(
                municipality=case.municipality, case=case, age=16, reached_on=BIRTHDAY,
                checked_at=timezone.now(),
            )  # fmt: skip
