"""Which act holds on a day, how long one may complain, and every date against a second reading."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from applications.rules import one_month
from decisions.rules import complaint_due
from stottekontakt.database.roles import as_owner
from stottekontakt.deadlines.calendar import is_working_day, month_after, weeks_after
from stottekontakt.deadlines.law import (
    NoLaw,
    Period,
    complaint_period,
    law_in_force,
    law_on,
    period_on,
)
from stottekontakt.deadlines.models import ComplaintPeriod, Deadline, Provision
from tests.cases.factories import CaseFactory
from tests.deadlines import law
from tests.deadlines.factories import DeadlineFactory

Key, Act, Over = Provision.Key, Provision.Act, ComplaintPeriod.Over
ANY_DAY = st.dates(date(1990, 1, 1), date(2099, 12, 31))


def rows(*in_force: tuple[str, date | None]) -> list[Provision]:
    paragraphs = {Act.OF_1967: "§ 11 a", Act.OF_2025: "§ 17"}
    return [
        Provision(key=Key.INTERIM_REPLY, act=act, paragraph=paragraphs[act], in_force_on=on)
        for act, on in in_force
    ]


OLD = (Act.OF_1967, date(1970, 1, 1))


def test_the_old_act_holds_while_the_new_has_no_date() -> None:
    found = law_on(Key.INTERIM_REPLY, date(2099, 1, 1), rows(OLD, (Act.OF_2025, None)))
    assert (found.act, found.paragraph, found.is_new) == ("1967", "§ 11 a", False)


@pytest.mark.parametrize(
    ("day", "paragraph"),
    [(date(2027, 6, 30), "§ 11 a"), (date(2027, 7, 1), "§ 17"), (date(2040, 1, 1), "§ 17")],
)
def test_a_step_is_judged_by_its_own_day(day: date, paragraph: str) -> None:
    both = rows(OLD, (Act.OF_2025, date(2027, 7, 1)))
    assert law_on(Key.INTERIM_REPLY, day, both).paragraph == paragraph
    assert law_on(Key.INTERIM_REPLY, day, reversed(both)).paragraph == paragraph


def test_a_day_before_every_act_is_an_error_and_no_guess() -> None:
    with pytest.raises(NoLaw):
        law_on(Key.INTERIM_REPLY, date(1969, 12, 31), rows(OLD))
    with pytest.raises(NoLaw):
        law_on(Key.NAMES, date(2027, 1, 1), rows(OLD))
    with pytest.raises(NoLaw):
        period_on(Over.COSTS, date(2027, 1, 1), [])


@pytest.mark.django_db
class TestShipped:
    def test_both_acts_are_known_for_every_provision_and_only_the_old_has_begun(self) -> None:
        for key in Key:
            old, new = Provision.objects.filter(key=key).order_by("act")
            assert (old.act, old.in_force_on) == (Act.OF_1967, date(1970, 1, 1))
            assert (new.act, new.in_force_on) == (Act.OF_2025, None)
            assert new.paragraph, key
            assert not law_in_force(key, date(2026, 11, 22)).is_new

    def test_names_are_asked_for_by_the_new_act_alone(self) -> None:
        assert Provision.objects.get(key=Key.NAMES, act=Act.OF_1967).paragraph == ""

    @pytest.mark.parametrize(
        ("over", "weeks"),
        [
            (Over.SERVICE, 4),
            (Over.DISMISSED_COMPLAINT, 4),
            (Over.COSTS, 3),
            (Over.ACCESS, 3),
            (Over.CHILD_WELFARE, 3),
            (Over.COMPANION_CARD, 3),
        ],
    )
    def test_periods(self, over: ComplaintPeriod.Over, weeks: int) -> None:
        period = complaint_period(over, date(2026, 11, 27))
        assert period.weeks == weeks
        assert "§" in period.provision

    def test_a_new_period_holds_for_those_notified_from_its_day(self) -> None:
        changed = ComplaintPeriod(over=Over.SERVICE, weeks=6, valid_from=date(2027, 3, 1))
        periods = [changed, *ComplaintPeriod.objects.filter(over=Over.SERVICE)]
        assert period_on(Over.SERVICE, date(2027, 2, 28), periods).weeks == 4
        assert period_on(Over.SERVICE, date(2027, 3, 1), periods).weeks == 6

    def test_the_program_only_reads_the_law(self) -> None:
        for model in (Provision, ComplaintPeriod):
            with pytest.raises(ProgrammingError), transaction.atomic():
                model.objects.all().delete()

    def test_the_usual_period_is_the_one_of_decisions(self) -> None:
        day = date(2026, 11, 27)
        assert complaint_period(Over.SERVICE, day).due(day) == complaint_due(day)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("name", "make"),
    [
        (
            "provision_once_per_act",
            lambda: Provision(key=Key.NAMES, act=Act.OF_2025, paragraph="§ 1"),
        ),
        (
            "provision_one_act_begins_on_a_day",
            lambda: Provision(key=Key.NAMES, act="2030", in_force_on=date(1970, 1, 1)),
        ),
        (
            "complaint_period_one_per_day",
            lambda: ComplaintPeriod(over=Over.COSTS, weeks=3, valid_from=date(2001, 1, 1)),
        ),
        (
            "complaint_period_is_some_weeks",
            lambda: ComplaintPeriod(over=Over.COSTS, weeks=0, valid_from=date(2002, 1, 1)),
        ),
    ],
)
def test_the_database_keeps_the_tables_in_order(name: str, make) -> None:
    with as_owner(), pytest.raises(IntegrityError, match=name), transaction.atomic():
        make().save()
    connection.close()


# ── Every date against a second reading of the law ──────────────────────────────────────────────


@pytest.mark.parametrize(
    ("weeks", "notified_on", "due"),
    [
        (4, date(2026, 11, 27), date(2026, 12, 28)),
        (4, date(2026, 12, 3), date(2026, 12, 31)),
        (4, date(2026, 12, 4), date(2027, 1, 4)),
        (4, date(2027, 2, 25), date(2027, 3, 30)),
        (4, date(2027, 4, 3), date(2027, 5, 3)),
        (4, date(2027, 4, 8), date(2027, 5, 7)),
        (4, date(2027, 4, 19), date(2027, 5, 18)),
        (3, date(2026, 12, 3), date(2026, 12, 24)),  # Christmas Eve is a working day
        (3, date(2026, 12, 4), date(2026, 12, 28)),  # Christmas Day, a Friday
        (3, date(2026, 12, 10), date(2026, 12, 31)),  # New Year's Eve is a working day
        (3, date(2026, 12, 11), date(2027, 1, 4)),
        (3, date(2027, 3, 4), date(2027, 3, 30)),  # Maundy Thursday
        (3, date(2027, 4, 10), date(2027, 5, 3)),  # Saturday 1 May
        (3, date(2027, 4, 26), date(2027, 5, 18)),  # Whit Monday and 17 May at once
        (3, date(2028, 2, 8), date(2028, 2, 29)),  # a leap day
        (3, date(2027, 3, 7), date(2027, 3, 30)),  # Easter Sunday; summer time begins that night
    ],
)
def test_known_deadlines(weeks: int, notified_on: date, due: date) -> None:
    assert Period(weeks, "").due(notified_on) == due


@given(ANY_DAY, st.integers(1, 8))
def test_weeks(day: date, weeks: int) -> None:
    by_law = law.weeks_later_by_law(day, weeks)
    assert weeks_after(day, weeks) == by_law
    assert Period(weeks, "").due(day) == law.first_working_day_from(by_law)


@given(ANY_DAY)
def test_four_weeks(day: date) -> None:
    expected = law.first_working_day_from(law.weeks_later_by_law(day, 4))
    assert complaint_due(day) == expected


@given(ANY_DAY)
def test_a_month(day: date) -> None:
    by_law = law.month_later_by_law(day)
    assert month_after(day) == by_law
    month = one_month(day)
    assert (month.legal_point, month.act_by) == (by_law, law.last_working_day_until(by_law))


@given(ANY_DAY)
def test_working_days(day: date) -> None:
    assert is_working_day(day) is not law.free_by_law(day)


def test_every_day_of_the_century_and_more() -> None:
    """Not a sample: Easter moves in its own ways."""
    day, last = date(1990, 1, 1), date(2099, 12, 31)
    while day <= last:
        assert is_working_day(day) is not law.free_by_law(day), day
        assert month_after(day) == law.month_later_by_law(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize("weeks", [None, 0])
def test_weeks_are_counted(weeks: int | None, unit) -> None:
    with (
        pytest.raises(IntegrityError, match="deadline_months_are_counted"),
        transaction.atomic(),
    ):
        DeadlineFactory(case=CaseFactory(unit=unit), basis="weeks", count=weeks)


def test_three_weeks_in_words() -> None:
    deadline = Deadline(
        kind="complaint", basis="weeks", count=3, counted_from=date(2026, 12, 4),
        due_on=date(2026, 12, 28), act_by=date(2026, 12, 28),
    )  # fmt: skip
    assert deadline.explanation == (
        "Tre uker fra 4. desember er fredag 25. desember (første juledag), "
        "så neste virkedag gjelder."
    )
    assert deadline.reason == "tre uker fra 4. desember"
