"""Many letters printed at once: which may be together, the file, and noting that they left."""

from __future__ import annotations

import io
import os
import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from stottekontakt.audit.models import AccessEntry, AuditEntry
from stottekontakt.letters import jobs, print_tasks, printing
from stottekontakt.letters.errors import CannotPrint, CannotSend
from stottekontakt.letters.models import MAX_ATTEMPTS, Letter, PrintBatch, PrintedLetter
from stottekontakt.letters.print_tasks import make_batch
from stottekontakt.letters.tasks import render_letter
from stottekontakt.workflows.batch_sent import batch_sent
from tests.cases.factories import CaseFactory, PersonFactory
from tests.letters.conftest import at_once
from tests.letters.factories import issue

DAY = timedelta(days=1)


@pytest.fixture
def made(case, caseworker):
    """A letter that is ready; more with `made(source=…)`."""

    def make(*, rendered=True, **fields):
        made.count += 1
        letter = issue(case, by=caseworker, source=f"application:{made.count}", **fields)
        if rendered:
            render_letter(letter.pk, municipality_id=letter.municipality_id)
            letter.refresh_from_db()
        return letter

    made.count = 0
    return make


@pytest.fixture
def order(caseworker):
    def make(*letters, is_duplex=False, by=caseworker):
        return printing.order_batch(
            [letter.pk for letter in letters], is_duplex=is_duplex, by=by
        ).batch

    return make


def file_of(batch):
    make_batch(batch.pk, municipality_id=batch.municipality_id)
    batch.refresh_from_db()
    assert batch.state == "ready"
    return PdfReader(io.BytesIO(printing.path_of(batch).read_bytes()))


class TestWhatWaits:
    def test_the_oldest_first_and_only_what_may_be_printed(self, made, case, caseworker):
        today = timezone.localdate()
        new, old = made(dated_on=today), made(dated_on=today - DAY)
        made(rendered=False)
        made(addressee=PersonFactory(municipality=case.municipality, strict=True))
        assert list(printing.printable(caseworker)) == [old, new]
        assert [one.why.split(".")[0] for one in printing.set_apart(caseworker)] == [
            "PDF-en er ikke ferdig", "Sperret adresse",
        ]  # fmt: skip

    def test_another_offices_letters_stand_in_its_own_queue(
        self, made, caseworker, member, culture_unit
    ):
        made()
        elsewhere = member(caseworker.role, unit=culture_unit)
        assert not printing.printable(elsewhere)

    def test_what_is_printed_or_sent_no_longer_waits(self, made, order, caseworker):
        first, second = made(), made()
        order(first)
        assert list(printing.printable(caseworker)) == [second]


class TestOrdering:
    def test_nothing_chosen_and_too_many_are_refused(self, caseworker):
        with pytest.raises(CannotPrint, match="Velg minst ett brev"):
            printing.order_batch([], is_duplex=False, by=caseworker)
        with pytest.raises(CannotPrint, match="Velg høyst 100 brev"):
            printing.order_batch(range(1, 102), is_duplex=False, by=caseworker)

    def test_a_protected_address_is_never_among_them_even_if_asked_for(
        self, made, case, caseworker
    ):
        secret = made(addressee=PersonFactory(municipality=case.municipality, strict=True))
        with pytest.raises(CannotPrint, match="alt i en annen utskrift"):
            printing.order_batch([secret.pk], is_duplex=False, by=caseworker)
        plain = made()
        ordered = printing.order_batch([secret.pk, plain.pk], is_duplex=False, by=caseworker)
        assert ordered.left_out == 1
        assert [row.letter for row in ordered.batch.rows.all()] == [plain]

    def test_the_order_is_noted_without_names(self, made, order):
        batch = order(made())
        event = AuditEntry.objects.get(event="print_ordered")
        assert event.subject_id == batch.pk
        assert set(event.data) == {"letters", "is_duplex"}


class TestFile:
    def test_each_letter_has_its_bookmark_and_own_page_numbers(self, made, order):
        letters = [made(), made()]
        pdf = file_of(order(*letters))
        assert len(pdf.pages) == 2
        assert [mark["/Title"].split(", ")[-1] for mark in pdf.outline] == [
            f"dokument {letter.journal_entry.number}" for letter in letters
        ]
        assert pdf.metadata.title.startswith("Utskrift ")
        assert letters[0].addressee_name not in str(pdf.metadata)
        for page, letter in zip(pdf.pages, letters, strict=True):
            text = page.extract_text()
            assert "Side 1 av 1" in text
            assert letter.addressee_name in text

    def test_on_both_sides_each_letter_begins_on_a_new_sheet(self, made, order):
        pdf = file_of(order(made(), made(), is_duplex=True))
        assert len(pdf.pages) == 4
        assert pdf.pages[1].extract_text().strip() == ""
        assert "Side 1 av 1" in pdf.pages[2].extract_text()

    def test_made_twice_it_is_made_once(self, made, order, monkeypatch):
        batch = order(made())
        file_of(batch)
        monkeypatch.setattr(print_tasks, "_make", lambda batch: pytest.fail("made again"))
        make_batch(batch.pk, municipality_id=batch.municipality_id)

    def test_what_goes_wrong_stands_in_the_row_and_can_be_tried_again(
        self, made, order, caseworker, monkeypatch, django_capture_on_commit_callbacks
    ):
        batch = order(made())

        def broken(batch):
            raise OSError("full")

        with monkeypatch.context() as patch:
            patch.setattr(print_tasks, "_make", broken)
            make_batch(batch.pk, municipality_id=batch.municipality_id)
        batch.refresh_from_db()
        assert batch.state == "failed"
        with django_capture_on_commit_callbacks(execute=True):
            printing.try_again(batch.pk, by=caseworker)
        batch.refresh_from_db()
        assert batch.state == "ready"

    def test_the_sweeper_makes_what_the_queue_forgot_and_gives_up_in_the_end(
        self, made, order, settings
    ):
        settings.SWEEP_AFTER_SECONDS = 0
        batch = order(made())
        jobs.make_missed_prints()
        batch.refresh_from_db()
        assert batch.state == "ready"
        PrintBatch.objects.filter(pk=batch.pk).update(
            state="running", attempts=MAX_ATTEMPTS, last_sign_at=timezone.now() - DAY
        )
        jobs.make_missed_prints()
        batch.refresh_from_db()
        assert batch.state == "failed"

    def test_files_that_nobody_needs_are_removed(self, made, order, settings):
        batch = order(made())
        file_of(batch)
        kept = printing.path_of(batch)
        loose = kept.with_name("999999.pdf")
        loose.write_bytes(b"x")
        for path in (kept, loose):
            os.utime(path, (time.time() - 2 * 24 * 3600,) * 2)
        assert jobs.delete_old_prints() == 1
        assert kept.exists()
        assert not loose.exists()


class TestSent:
    @pytest.fixture
    def ready(self, made, order):
        letters = [made(), made()]
        batch = order(*letters)
        file_of(batch)
        return batch, letters

    def send(self, batch, letters, by, on=None):
        return batch_sent(
            batch.pk, [letter.pk for letter in letters], on=on or timezone.localdate(), by=by
        )

    def test_each_letter_is_noted_and_the_file_goes(
        self, ready, caseworker, django_capture_on_commit_callbacks
    ):
        batch, letters = ready
        with django_capture_on_commit_callbacks(execute=True):
            self.send(batch, letters, caseworker)
        for letter in letters:
            letter.refresh_from_db()
            assert letter.sent_on == timezone.localdate()
            assert letter.notified_on > letter.sent_on
        batch.refresh_from_db()
        assert (batch.state, batch.closed_by) == ("closed", caseworker.user)
        assert not printing.path_of(batch).exists()
        assert AuditEntry.objects.filter(event="letter_sent").count() == 2

    def test_twice_does_nothing_more(self, ready, caseworker):
        batch, letters = ready
        self.send(batch, letters, caseworker)
        closed_at = PrintBatch.objects.get(pk=batch.pk).closed_at
        self.send(batch, letters, caseworker)
        assert PrintBatch.objects.get(pk=batch.pk).closed_at == closed_at
        assert AuditEntry.objects.filter(event="letter_sent").count() == 2

    def test_those_not_posted_wait_again(self, ready, caseworker):
        batch, (first, second) = ready
        self.send(batch, [first], caseworker)
        assert list(printing.printable(caseworker)) == [second]

    def test_one_that_left_another_way_meanwhile_stays_as_it_is(self, ready, caseworker):
        from stottekontakt.letters.services import mark_handed_over

        batch, (first, second) = ready
        mark_handed_over(first.pk, on=timezone.localdate(), by=caseworker)
        self.send(batch, [first, second], caseworker)
        first.refresh_from_db()
        assert first.delivery == "handed_over"

    def test_all_or_nothing_and_the_letter_is_named(self, ready, caseworker):
        batch, letters = ready
        with pytest.raises(CannotSend, match="Brevet til .* før det er datert"):
            self.send(batch, letters, caseworker, on=timezone.localdate() - DAY)
        assert not Letter.objects.exclude(delivery="").exists()
        assert PrintBatch.objects.get(pk=batch.pk).state == "ready"

    def test_not_before_the_file_is_made(self, made, order, caseworker):
        letter = made()
        with pytest.raises(CannotSend, match="ikke ferdig laget"):
            self.send(order(letter), [letter], caseworker)

    def test_discarded_they_wait_again(self, ready, caseworker):
        batch, letters = ready
        printing.discard(batch.pk, by=caseworker)
        assert list(printing.printable(caseworker)) == letters
        assert printing.discard(batch.pk, by=caseworker).state == "closed"


class TestTheDatabaseHoldsIt:
    def test_a_letter_is_in_one_open_batch(self, made, order, caseworker):
        letter = made()
        order(letter)
        other = PrintBatch.objects.create(
            municipality_id=letter.municipality_id, ordered_by=caseworker.user
        )
        row = PrintedLetter(
            municipality_id=letter.municipality_id, batch=other, letter=letter, position=1
        )
        with (
            pytest.raises(IntegrityError, match="printed_letter_in_one_open_batch"),
            transaction.atomic(),
        ):
            row.save()

    def test_once_in_a_batch(self, made, order):
        batch = order(made())
        row = batch.rows.get()
        row.pk, row.is_open = None, False
        with (
            pytest.raises(IntegrityError, match="printed_letter_once_in_a_batch"),
            transaction.atomic(),
        ):
            row.save()

    def test_closed_says_when_and_by_whom(self, made, order):
        batch = order(made())
        with (
            pytest.raises(IntegrityError, match="print_batch_closed_says_when_and_by_whom"),
            transaction.atomic(),
        ):
            PrintBatch.objects.filter(pk=batch.pk).update(state="closed")


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_who_print_at_once_do_not_get_the_same_letter_twice(self, made, caseworker):
        letters = [made(), made()]

        def attempt():
            ordered = printing.order_batch(
                [letter.pk for letter in letters], is_duplex=False, by=caseworker
            )
            return len(ordered.batch.rows.all())

        answers = at_once(attempt, attempt)
        assert sorted(type(answer).__name__ for answer in answers) == ["CannotPrint", "int"]
        assert PrintedLetter.objects.filter(is_open=True).count() == 2

    def test_who_mark_at_once_mark_once(self, made, order, caseworker):
        letters = [made(), made()]
        batch = order(*letters)
        make_batch(batch.pk, municipality_id=batch.municipality_id)

        def attempt():
            return batch_sent(
                batch.pk, [letter.pk for letter in letters], on=timezone.localdate(),
                by=caseworker,
            ).state  # fmt: skip

        assert at_once(attempt, attempt) == ["closed", "closed"]
        assert AuditEntry.objects.filter(event="letter_sent").count() == 2


class TestPages:
    @pytest.fixture
    def web(self, client_for, caseworker):
        return client_for(caseworker)

    def page(self, response):
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    def test_from_the_queue_to_posted(self, web, made, django_capture_on_commit_callbacks):
        first, second = made(), made()
        queue = reverse("letters:print_queue")
        page = self.page(web.get(queue))
        assert page.count(" checked") == 2
        with django_capture_on_commit_callbacks(execute=True):
            response = web.post(queue, {"letters": [first.pk], "is_duplex": "on"})
        batch = PrintBatch.objects.get()
        assert response["Location"] == batch.get_absolute_url()
        page = self.page(web.get(batch.get_absolute_url()))
        assert "Åpne PDF og skriv ut" in page
        pdf = web.get(reverse("letters:print_pdf", args=[batch.pk]))
        assert pdf.content.startswith(b"%PDF")
        assert "no-store" in pdf["Cache-Control"]
        printed = AccessEntry.objects.filter(action="print")
        assert [entry.subject_id for entry in printed] == [first.pk]
        response = web.post(
            batch.get_absolute_url(),
            {"letters": [first.pk], "on": timezone.localdate().isoformat()},
            follow=True,
        )
        page = self.page(response)
        assert "1 brev er registrert som sendt." in page
        assert f'value="{second.pk}"' in page
        again = web.post(
            batch.get_absolute_url(),
            {"letters": [first.pk], "on": timezone.localdate().isoformat()},
            follow=True,
        )
        assert "allerede avsluttet. Ingenting er endret." in self.page(again)

    def test_while_it_is_made_the_page_follows(self, web, made, order):
        batch = order(made())
        page = self.page(web.get(batch.get_absolute_url()))
        assert "0 av 1 brev er ferdige" in page
        assert 'data-wait-state="queued 0"' in page
        state = web.get(reverse("letters:print_state", args=[batch.pk]))
        assert state.text == "queued 0"
        assert web.get(reverse("letters:print_pdf", args=[batch.pk])).status_code == 404

    def test_when_it_failed_the_page_says_what_to_do(self, web, made, order):
        batch = order(made())
        PrintBatch.objects.filter(pk=batch.pk).update(state="failed")
        assert "Filen ble ikke laget" in self.page(web.get(batch.get_absolute_url()))
        web.post(reverse("letters:print_discard", args=[batch.pk]))
        assert "Utskriften ble avsluttet av" in self.page(web.get(batch.get_absolute_url()))

    def test_what_is_wrong_is_told_and_the_choice_kept(self, web, made, order):
        first, second = made(), made()
        queue = reverse("letters:print_queue")
        page = self.page(web.post(queue, {}))
        assert "Velg minst ett brev." in page
        assert " checked" not in page
        order(first)
        page = self.page(web.post(queue, {"letters": [first.pk]}))
        assert "alt i en annen utskrift eller er sendt" in page
        assert f'value="{second.pk}"' in page
        batch = PrintBatch.objects.get()
        make_batch(batch.pk, municipality_id=batch.municipality_id)
        page = self.page(
            web.post(batch.get_absolute_url(), {"letters": [first.pk], "on": "32.13.2026"})
        )
        assert "Den datoen finnes ikke" in page or "Skriv datoen slik" in page
        assert "32.13.2026" in page

    def test_those_set_apart_are_listed_with_why(self, web, made, case):
        made(addressee=PersonFactory(municipality=case.municipality, confidential=True))
        page = self.page(web.get(reverse("letters:print_queue")))
        assert "Ingen brev venter på utskrift" in page
        assert "Send brevet for hånd etter kommunens rutine." in page

    def test_the_pages_ask_the_database_the_same_number_of_times(
        self, web, made, order, django_assert_max_num_queries
    ):
        for _ in range(4):
            made()
        queue = reverse("letters:print_queue")
        web.get(queue)
        with django_assert_max_num_queries(14):
            web.get(queue)
        batch = order(*Letter.objects.all())
        with django_assert_max_num_queries(14):
            web.get(batch.get_absolute_url())

    def test_another_offices_batch_is_not_found(
        self, client_for, member, culture_unit, made, order, caseworker
    ):
        batch = order(made())
        elsewhere = client_for(member(caseworker.role, unit=culture_unit))
        assert elsewhere.get(batch.get_absolute_url()).status_code == 404


def test_letters_of_a_case_one_may_not_see_keep_the_batch_closed(
    client_for, caseworker, member, unit, made, order
):
    """A batch is for those who may read every letter in it."""
    person = PersonFactory(municipality=unit.municipality, strict=True)
    strict = CaseFactory(unit=unit, recipient=person, caseworker=caseworker.user)
    plain = PersonFactory(municipality=unit.municipality)
    letter = issue(strict, by=caseworker, source="application:99", addressee=plain)
    render_letter(letter.pk, municipality_id=letter.municipality_id)
    batch = order(made(), letter)
    assert client_for(caseworker).get(batch.get_absolute_url()).status_code == 200
    colleague = client_for(member(caseworker.role))
    assert colleague.get(batch.get_absolute_url()).status_code == 404
    assert colleague.post(reverse("letters:print_discard", args=[batch.pk])).status_code == 404
