"""An issued letter cannot be changed, whatever the program tries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from stottekontakt.cases.services import add_document
from stottekontakt.letters.models import FROZEN, Letter
from tests.cases.factories import CaseFactory, PersonFactory
from tests.letters.factories import issue

NEW = {
    "kind": "decision_refused",
    "source": "decision:99",
    "version": 7,
    "role": "proxy",
    "addressee_name": "En annen",
    "address_lines": ["Et annet sted"],
    "manual_dispatch": True,
    "language": "nn",
    "title": "Noe annet",
    "body": "<h1>Noe annet</h1>",
    "sender": {"municipality": "En annen"},
    "contact": {"name": "En annen"},
    "dated_on": date(2020, 1, 1),
    "issued_at": timezone.now() - timedelta(days=400),
    "issued_by": None,
    "explanation": "Noe annet",
}


@pytest.mark.parametrize("column", sorted(set(FROZEN) - {"municipality"}))
def test_what_was_issued_is_refused_any_change(letter, case, caseworker, column):
    value = NEW.get(column)
    if column == "case":
        value = CaseFactory(unit=case.unit)
    elif column == "addressee":
        value = PersonFactory(municipality=case.municipality)
    elif column == "corrects":
        value = issue(case, by=caseworker, source="application:2")
    elif column == "journal_entry":
        value = issue(case, by=caseworker, source="application:2").journal_entry
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**{column: value})


def test_raw_sql_is_refused_too(letter):
    with (
        pytest.raises(DatabaseError, match="pgtrigger"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE letters_letter SET body = body || ' ' WHERE id = %s", [letter.pk])


def test_a_letter_is_never_deleted(letter):
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk)._raw_delete("default")


@pytest.mark.parametrize(
    "fields",
    [
        {"sha256": "0" * 64},
        {"rendered_at": timezone.now() + timedelta(days=1)},
        {"state": "queued", "rendered_at": None, "document": None, "sha256": ""},
    ],
)
def test_a_finished_file_is_never_replaced(rendered, fields):
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
        Letter.objects.filter(pk=rendered.pk).update(**fields)


def test_another_document_is_refused(rendered, case, caseworker):
    other = add_document(
        rendered.journal_entry, by=None, title="x", filename="x.pdf",
        content_type="application/pdf", data=b"x",
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
        Letter.objects.filter(pk=rendered.pk).update(document=other)


class TestConstraints:
    def refused(self, letter, constraint, **fields):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Letter.objects.filter(pk=letter.pk).update(**fields)

    def test_one_per_source_addressee_and_version(self, letter):
        twin = Letter.objects.get(pk=letter.pk)
        twin.pk = None
        with (
            pytest.raises(
                IntegrityError,
                match="letter_one_per_source_addressee_and_version|journal_entry_id",
            ),
            transaction.atomic(),
        ):
            twin.save()

    def test_rendered_has_its_file(self, letter):
        self.refused(letter, "letter_rendered_has_its_file", state="rendered")
        self.refused(letter, "letter_rendered_has_its_file", rendered_at=timezone.now())
        self.refused(letter, "letter_rendered_has_its_file", sha256="a" * 64)

    def test_failed_says_why(self, letter):
        self.refused(letter, "letter_failed_says_why", state="failed")
        self.refused(letter, "letter_failed_says_why", last_error="layout")

    def test_delivery_and_day_go_together(self, rendered):
        today = timezone.localdate()
        name = "letter_delivery_and_day_go_together"
        self.refused(rendered, name, delivery="paper")
        self.refused(rendered, name, sent_on=today)
        self.refused(rendered, name, delivery="handed_over", sent_on=today)
        self.refused(rendered, name, delivery="paper", sent_on=today, handed_over_on=today)
        self.refused(rendered, name, delivery="pigeon", sent_on=today)

    def test_leaves_only_when_rendered(self, letter):
        self.refused(
            letter, "letter_leaves_only_when_rendered", delivery="paper",
            sent_on=timezone.localdate(),
        )  # fmt: skip

    def test_leaves_on_its_date_or_later(self, rendered):
        yesterday = rendered.dated_on - timedelta(days=1)
        name = "letter_leaves_on_its_date_or_later"
        self.refused(rendered, name, delivery="paper", sent_on=yesterday)
        self.refused(rendered, name, delivery="handed_over", handed_over_on=yesterday)

    def test_notified_after_it_left(self, rendered):
        today = timezone.localdate()
        name = "letter_notified_after_it_left"
        self.refused(rendered, name, notified_on=today)
        self.refused(
            rendered, name, delivery="paper", sent_on=today,
            notified_on=today - timedelta(days=1),
        )  # fmt: skip

    def test_manual_dispatch_shows_no_address(self, case, caseworker):
        person = PersonFactory(municipality=case.municipality, strict=True)
        letter = issue(case, by=caseworker, addressee=person)
        twin = Letter.objects.get(pk=letter.pk)
        twin.pk = None
        twin.address_lines = ["Hemmelig vei 1"]
        with (
            pytest.raises(IntegrityError, match="letter_manual_dispatch_shows_no_address"),
            transaction.atomic(),
        ):
            twin.save()


def test_history_follows_what_changes_and_does_not_repeat_the_text(rendered):
    events = rendered.events.order_by("pgh_id")
    assert [event.state for event in events] == ["queued", "queued", "rendered"]
    names = {field.name for field in events.model._meta.get_fields()}
    assert {"state", "sent_on", "notified_on", "sha256"} <= names
    assert names.isdisjoint({"body", "addressee_name", "address_lines"})
