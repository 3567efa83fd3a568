"""The worker's half: the row becomes a file, once, or says why not."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from pypdf import PdfReader

from stottekontakt.accounts.models import Unit
from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases import storage
from stottekontakt.cases.models import Document
from stottekontakt.letters import jobs, tasks
from stottekontakt.letters.models import MAX_ATTEMPTS, Letter
from stottekontakt.letters.pdf import MissingFile
from stottekontakt.letters.services import retry
from stottekontakt.letters.tasks import render_letter
from tests.cases.factories import CaseFactory
from tests.letters.factories import issue


def render(letter: Letter) -> Letter:
    render_letter(letter.pk, municipality_id=letter.municipality_id)
    return Letter.objects.get(pk=letter.pk)


def test_the_file_is_named_by_its_content_and_stands_in_the_case(letter):
    letter = render(letter)
    data = storage.read(letter.municipality_id, letter.sha256)
    assert hashlib.sha256(data).hexdigest() == letter.sha256
    assert letter.rendered_at is not None
    assert letter.attempts == 1
    document = letter.document
    assert document is not None
    assert document.journal_entry == letter.journal_entry
    assert document.case == letter.case
    assert document.filename == f"sak-{letter.case.year}-{letter.case.sequence}-dokument-1.pdf"
    file = PdfReader(io.BytesIO(data))
    assert file.metadata is not None
    assert file.metadata.title == letter.title
    assert letter.addressee_name in file.pages[0].extract_text()
    assert f"{letter.case}, dokument 1" in file.pages[0].extract_text()


def test_asked_twice_it_is_made_once(letter):
    first = render(letter)
    again = render(letter)
    assert Document.objects.count() == 1
    assert (again.sha256, again.rendered_at, again.attempts) == (
        first.sha256,
        first.rendered_at,
        1,
    )


def test_a_task_that_names_another_municipality_touches_nothing(letter, other_municipality):
    render_letter.delay(letter.pk, municipality_id=other_municipality.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (Letter.State.QUEUED, 0)


@pytest.mark.parametrize(
    ("name", "error", "failure", "said"),
    [
        ("sheet_html", tasks.CannotWriteLetter("x"), "template", "Malen for brevarket"),
        ("render_pdf", MissingFile("css/letter.css"), "files", "Skrifttypen, stilarket"),
        ("add_document", OSError(28, "No space left on device"), "storage", "Kanskje er disken"),
        ("render_pdf", ZeroDivisionError(), "layout", "ikke gjøres om til PDF"),
        ("render_pdf", MemoryError(), "layout", "ikke gjøres om til PDF"),
    ],
)
def test_what_goes_wrong_stands_in_the_row(letter, monkeypatch, caplog, name, error, failure, said):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(tasks, name, fail)
    letter = render(letter)
    assert letter.state == Letter.State.FAILED
    assert letter.last_error == failure
    assert said in letter.get_last_error_display()
    assert letter.attempts == 1
    assert letter.document is None
    assert letter.addressee_name not in caplog.text
    assert not Document.objects.exists()


def test_an_error_in_the_sheets_template_fails_and_retry_mends_it(
    letter, caseworker, settings, tmp_path, django_capture_on_commit_callbacks
):
    whole = settings.TEMPLATES
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "sheet.html").write_text("{% if %}")
    settings.TEMPLATES = [{**whole[0], "DIRS": [tmp_path, *whole[0]["DIRS"]]}]
    letter = render(letter)
    assert (letter.state, letter.last_error) == ("failed", "template")
    settings.TEMPLATES = whole
    with django_capture_on_commit_callbacks(execute=True):
        retry(letter.pk, by=caseworker)
    letter.refresh_from_db()
    assert letter.is_rendered
    assert letter.last_error == ""


def test_retry_leaves_a_finished_letter_alone(rendered, caseworker):
    assert retry(rendered.pk, by=caseworker).is_rendered
    assert Letter.objects.get(pk=rendered.pk).attempts == 1


def test_a_database_that_is_away_is_not_the_letters_fault(letter, monkeypatch):
    def away(letter_id):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(tasks, "_render", away)
    with pytest.raises(OperationalError):
        render_letter.run(letter.pk, municipality_id=letter.municipality_id)
    assert Letter.objects.get(pk=letter.pk).state == Letter.State.QUEUED


class TestSweeper:
    """Beat's job asks again for what the queue forgot, and gives up in the end."""

    @pytest.fixture
    def asked(self, monkeypatch):
        asked: list[int] = []
        monkeypatch.setattr(
            jobs.render_letter, "delay", lambda pk, municipality_id: asked.append(pk)
        )
        return asked

    def put_back(self, letter, **fields):
        long_ago = timezone.now() - timedelta(hours=1)
        with_trigger = {"last_attempt_at": long_ago, **fields}
        Letter.objects.filter(pk=letter.pk).update(**with_trigger)

    def test_a_new_letter_is_left_to_the_queue(self, letter, asked):
        jobs.render_missed_letters()
        assert asked == []

    def test_a_forgotten_letter_is_asked_for(self, letter, asked, settings):
        settings.SWEEP_AFTER_SECONDS = 0
        jobs.render_missed_letters()
        assert asked == [letter.pk]

    def test_a_finished_letter_is_not(self, rendered, asked, settings):
        settings.SWEEP_AFTER_SECONDS = 0
        jobs.render_missed_letters()
        assert asked == []

    def test_a_failed_letter_is_tried_again_until_the_attempts_are_used(
        self, letter, asked, settings
    ):
        settings.SWEEP_AFTER_SECONDS = 0
        self.put_back(letter, state="failed", last_error="storage", attempts=MAX_ATTEMPTS - 1)
        jobs.render_missed_letters()
        assert asked == [letter.pk]
        self.put_back(letter, attempts=MAX_ATTEMPTS)
        jobs.render_missed_letters()
        assert asked == [letter.pk], "not asked for again"

    def test_a_letter_that_kills_every_worker_is_given_up(self, letter, asked, settings):
        settings.SWEEP_AFTER_SECONDS = 0
        self.put_back(letter, attempts=MAX_ATTEMPTS)
        jobs.render_missed_letters()
        letter.refresh_from_db()
        assert (letter.state, letter.last_error) == ("failed", "stopped")
        assert asked == []

    def test_each_municipality_is_swept(
        self, letter, other_municipality, in_municipality, asked, settings, caseworker
    ):
        settings.SWEEP_AFTER_SECONDS = 0
        with in_municipality(other_municipality):
            other = issue(CaseFactory(unit=Unit.objects.get()), by=None)
        jobs.render_missed_letters()
        assert sorted(asked) == sorted([letter.pk, other.pk])


def test_rendering_leaves_one_line_in_the_log_of_the_case(letter):
    render(letter)
    events = AuditEntry.objects.of_case(letter.case_id).values_list("event", flat=True)
    assert list(events).count(AuditEntry.Event.LETTER_ISSUED) == 1
