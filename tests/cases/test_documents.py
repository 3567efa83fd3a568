"""Documents into the case and out again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from stottekontakt.audit.models import AccessEntry
from stottekontakt.cases import storage
from stottekontakt.cases.models import Document, JournalEntry
from tests.cases.factories import CaseFactory
from tests.cases.files import EXE, PDF, PNG, SVG, upload
from tests.world import make_rows


@pytest.fixture
def case(unit):
    return CaseFactory(unit=unit)


@pytest.fixture
def browser(client_for, caseworker):
    return client_for(caseworker)


def sent(**changes) -> dict:
    today = str(timezone.localdate())
    return {
        "direction": "incoming",
        "title": "Uttalelse fra skolen",
        "correspondent": "Åsen skole",
        "dated_on": today,
        "received_on": today,
        "documents": [upload("uttalelse.pdf")],
        **changes,
    }


def add(case) -> str:
    return reverse("cases:add_document", args=[case.pk])


def test_what_came_in_is_in_the_journal_with_its_files(browser, case):
    response = browser.post(
        add(case), sent(documents=[upload("uttalelse.pdf"), upload("bilde.png", PNG)]), follow=True
    )
    page = response.content.decode()
    assert "Dokument 1 «Uttalelse fra skolen» ligger i saken." in page
    entry = JournalEntry.objects.get()
    assert (entry.number, entry.direction, entry.correspondent) == (1, "incoming", "Åsen skole")
    assert [one.filename for one in entry.documents.all()] == ["uttalelse.pdf", "bilde.png"]


def test_what_we_made_ourselves_was_not_received(browser, case):
    browser.post(add(case), sent(direction="internal", correspondent="", received_on=""))
    entry = JournalEntry.objects.get()
    assert (entry.direction, entry.received_on) == ("internal", None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"correspondent": ""}, "correspondent"),
        ({"received_on": ""}, "received_on"),
        ({"dated_on": str(timezone.localdate() + timedelta(days=2))}, "dated_on"),
        ({"received_on": str(timezone.localdate() - timedelta(days=2))}, "received_on"),
        ({"direction": "outgoing"}, "direction"),
        ({"documents": []}, "documents"),
        ({"documents": [upload("faktura.pdf", EXE)]}, "documents"),
        ({"documents": [upload("tegning.svg", SVG)]}, "documents"),
        ({"documents": [upload("tom.pdf", b"")]}, "documents"),
    ],
)
def test_bad_input_is_said_and_nothing_is_half_done(changes, field, browser, case):
    for file in changes.get("documents", []):
        file.seek(0)
    response = browser.post(add(case), sent(**changes))
    assert field in response.context["form"].errors
    assert not JournalEntry.objects.exists()
    assert not Document.objects.exists()


def test_a_file_that_is_too_large_is_refused(browser, case):
    large = upload("stor.pdf", PDF + bytes(settings.ATTACHMENT_MAX_BYTES))
    response = browser.post(add(case), sent(documents=[large]))
    assert "En fil kan være høyst 10" in response.content.decode()


class TestDownload:
    @pytest.fixture
    def document(self, unit, caseworker):
        return make_rows(unit, caseworker).document

    def test_is_an_attachment_that_is_not_guessed_at(self, browser, document):
        response = browser.get(document.get_absolute_url())
        assert response.content == b"%PDF-1.7\n%%EOF\n"
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == 'attachment; filename="uttalelse.pdf"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"] == "private, no-store"

    def test_is_logged(self, browser, document):
        browser.get(document.get_absolute_url())
        entry = AccessEntry.objects.get(action="download")
        assert (entry.case_id, entry.subject_id) == (document.case_id, document.pk)

    def test_a_name_with_strange_signs_stays_inside_the_header(self, browser, document):
        Document.objects.filter(pk=document.pk).update(filename='«æ"; x=y.pdf')
        disposition = browser.get(document.get_absolute_url())["Content-Disposition"]
        assert disposition.startswith("attachment; filename*=utf-8''")
        assert '"' not in disposition

    def test_a_file_that_is_gone_is_not_found(self, browser, document):
        storage.path_of(document.municipality_id, document.sha256).unlink()
        assert browser.get(document.get_absolute_url()).status_code == 404

    def test_is_outside_the_web_root(self, document):
        path = storage.path_of(document.municipality_id, document.sha256)
        assert path.exists()
        assert settings.STATIC_ROOT not in path.parents
