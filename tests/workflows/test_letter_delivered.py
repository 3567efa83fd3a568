"""When a letter has left: the month is kept, and each addressee's time to complain runs."""

from __future__ import annotations

from datetime import date

import pytest

from decisions.models import Decision
from stottekontakt.audit.models import AuditEntry
from stottekontakt.deadlines.models import Deadline
from stottekontakt.letters.errors import CannotSend
from stottekontakt.letters.models import Letter
from stottekontakt.workflows.decision_issued import issue_decision
from stottekontakt.workflows.letter_delivered import letter_handed_over, letter_sent
from tests.deadlines.factories import DeadlineFactory
from tests.decisions.factories import whole_draft

MONDAY = date(2026, 11, 23)


@pytest.fixture
def letters(whole, caseworker, django_capture_on_commit_callbacks) -> list[Letter]:
    """Two letters with their files, and the month that runs."""
    DeadlineFactory(
        case=whole.case, source=whole.application.source, counted_from=date(2026, 11, 9),
        due_on=date(2026, 12, 9), act_by=date(2026, 12, 9),
    )  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        issued = issue_decision(whole.pk, by=caseworker)
    return list(issued.letters)


def complaint_about(letter: Letter) -> Deadline | None:
    return Deadline.objects.filter(kind="complaint", source=f"letter:{letter.pk}").first()


def month() -> Deadline:
    return Deadline.objects.get(kind="one_month")


def test_the_month_is_kept_when_everyone_has_been_told(letters, caseworker):
    mother, father = letters
    letter_sent(mother.pk, on=MONDAY, by=caseworker)
    assert month().is_open, "father has not been told yet"
    letter_handed_over(father.pk, on=MONDAY, by=caseworker)
    assert (month().met_on, month().met_by) == (MONDAY, f"letter:{father.pk}")


def test_a_letter_by_post_counts_as_read_some_days_later(letters, caseworker):
    mother, father = letters
    letter_sent(mother.pk, on=MONDAY, by=caseworker)
    mother.refresh_from_db()
    assert (mother.sent_on, mother.notified_on) == (MONDAY, date(2026, 11, 27))
    complaint = complaint_about(mother)
    # Four working days in the post; four weeks later is Christmas Day, a Friday.
    assert (complaint.counted_from, complaint.due_on) == (date(2026, 11, 27), date(2026, 12, 28))
    assert complaint_about(father) is None


def test_each_addressee_has_a_time_of_their_own(letters, caseworker):
    mother, father = letters
    letter_sent(mother.pk, on=MONDAY, by=caseworker)
    letter_handed_over(father.pk, on=MONDAY, by=caseworker)
    assert complaint_about(mother).due_on == date(2026, 12, 28)
    assert complaint_about(father).due_on == date(2026, 12, 21)


def test_the_day_it_was_read_may_be_known(letters, caseworker):
    letter_sent(letters[0].pk, on=MONDAY, notified_on=date(2026, 12, 3), by=caseworker)
    assert complaint_about(letters[0]).due_on == date(2026, 12, 31)


def test_the_municipality_says_how_long_the_post_takes(letters, caseworker):
    caseworker.municipality.paper_delivery_days = 8
    letter_sent(letters[0].pk, on=MONDAY, by=caseworker)
    assert complaint_about(letters[0]).counted_from == date(2026, 12, 3)


def test_it_is_told_in_the_log_in_order(letters, caseworker):
    letter_sent(letters[1].pk, on=MONDAY, by=caseworker)
    before = AuditEntry.objects.latest("pk").pk
    letter_sent(letters[0].pk, on=MONDAY, by=caseworker)
    told = AuditEntry.objects.filter(pk__gt=before).order_by("pk")
    assert list(told.values_list("event", flat=True)) == [
        "letter_sent", "deadline_met", "deadline_set",
    ]  # fmt: skip


def test_a_letter_leaves_once(letters, caseworker):
    letter_sent(letters[0].pk, on=MONDAY, by=caseworker)
    with pytest.raises(CannotSend, match="allerede registrert"):
        letter_handed_over(letters[0].pk, on=MONDAY, by=caseworker)
    assert Deadline.objects.filter(kind="complaint").count() == 1


def test_a_date_to_come_changes_nothing(letters, caseworker):
    with pytest.raises(CannotSend, match="fram i tid"):
        letter_sent(letters[0].pk, on=date(2026, 11, 24), by=caseworker)
    assert month().is_open
    assert not Deadline.objects.filter(kind="complaint").exists()


def test_a_refusal_may_be_complained_of_just_as_well(
    application, criteria, caseworker, django_capture_on_commit_callbacks
):
    refusal = whole_draft(application, caseworker, outcome="refused")
    with django_capture_on_commit_callbacks(execute=True):
        issued = issue_decision(refusal.pk, by=caseworker)
    letter_sent(issued.letters[0].pk, on=MONDAY, by=caseworker)
    assert complaint_about(issued.letters[0]).due_on == date(2026, 12, 28)
    assert Decision.objects.get().outcome == "refused"
