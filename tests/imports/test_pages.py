"""Send a file, read what is wrong with it, send it again, and import it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stottekontakt.audit.models import AccessEntry
from stottekontakt.cases.models import Case
from stottekontakt.imports.models import ImportJob, ImportProblem
from stottekontakt.imports.workbook import ENCRYPTED, OLD_OFFICE
from tests.imports.factories import as_bytes, identity, row, workbook

LIST = "/administrasjon/import/"


@pytest.fixture
def at_desk(administrator, client_for):
    return client_for(administrator)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def own_number(number: int) -> str:
    return identity(1, date(1970, 1, 1) + timedelta(days=number))


def page_of(at_desk, job: ImportJob, page: str = "detail") -> str:
    return text(at_desk.get(reverse(f"imports:{page}", args=[job.pk])))


def test_the_template_can_be_fetched(at_desk, town):
    response = at_desk.get(reverse("imports:template", args=["mottakere"]))
    assert response.content.startswith(b"PK")
    assert response["Content-Disposition"] == 'attachment; filename="mal-mottakere.xlsx"'
    assert at_desk.get(reverse("imports:template", args=["noe"])).status_code == 404


def test_from_file_to_cases(at_desk, town, django_capture_on_commit_callbacks):
    def send(*rows):
        data = as_bytes(workbook(town, rows))
        with django_capture_on_commit_callbacks(execute=True):
            response = at_desk.post(LIST, {"file": SimpleUploadedFile("Våre saker.xlsx", data)})
        return at_desk.get(response["Location"])

    page = text(send(row(hours=0), row(name="Ali", identity_number=identity(2))))
    assert "Dette må rettes" in page
    assert "Timene må være flere enn 0." in page
    assert "celle Q2" in page
    assert "Importer 1 sak" not in page
    page = text(send(row(), row(name="Ali", identity_number=identity(2))))
    assert "Importer 2 saker" in page
    assert not Case.objects.exists()
    job = ImportJob.objects.latest("pk")
    with django_capture_on_commit_callbacks(execute=True):
        at_desk.post(reverse("imports:start", args=[job.pk]))
    assert "2 saker er opprettet." in page_of(at_desk, job)
    assert Case.objects.count() == 2
    # A second click finds it done.
    page = text(at_desk.post(reverse("imports:start", args=[job.pk]), follow=True))
    assert "2 saker er opprettet." in page
    assert Case.objects.count() == 2
    page = text(at_desk.get(LIST))
    assert "Importert" in page
    assert "Må rettes" in page


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("saker.csv", b"navn;timer\n", "tekstfil (CSV)"),
        ("saker.xlsx", b"navn;timer\n", "tekstfil (CSV)"),
        ("saker.xls", OLD_OFFICE, "det gamle Excel-formatet"),
        ("saker.xlsx", OLD_OFFICE + ENCRYPTED, "beskyttet med passord"),
        ("saker.xlsx", b"", "Filen er tom."),
    ],
)
def test_what_can_be_told_at_once_is(at_desk, town, name, data, said):
    page = text(at_desk.post(LIST, {"file": SimpleUploadedFile(name, data)}))
    assert said in page
    assert not ImportJob.objects.exists()


def test_no_file_and_too_large_a_file(at_desk, town, settings):
    assert "Velg filen du har fylt ut." in text(at_desk.post(LIST, {}))
    settings.IMPORT_MAX_BYTES = 1024 * 1024
    large = SimpleUploadedFile("saker.xlsx", b"PK\x03\x04" + bytes(3 * 1024 * 1024))
    page = text(at_desk.post(LIST, {"file": large}))
    assert "Filen er 3 MB. Den kan være høyst 1 MB." in page


def test_a_refused_file_says_why(at_desk, upload):
    job = upload()
    page = page_of(at_desk, job)
    assert "Filen kan ikke brukes slik den er" in page
    assert "ingen rader" in page


def test_the_problems_come_a_page_at_a_time_for_the_same_queries(at_desk, upload):
    counts = []
    for size in (3, 60):
        job = upload(*(row(identity_number=own_number(n), hours=0) for n in range(size)))
        at_desk.get(reverse("imports:detail", args=[job.pk]))
        with CaptureQueriesContext(connection) as queries:
            page_of(at_desk, job)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
    response = at_desk.get(reverse("imports:detail", args=[job.pk]), {"side": "2"})
    assert len(response.context["page"].object_list) == 10


def test_the_list_asks_the_same_number_of_queries(at_desk, upload):
    counts = []
    for more in (1, 5):
        for _ in range(more):
            upload(run=False)
        at_desk.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            at_desk.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_the_sheet_with_the_problems_is_fetched_and_logged(at_desk, upload):
    job = upload(row(hours=0))
    response = at_desk.get(reverse("imports:answer", args=[job.pk]))
    assert response.content.startswith(b"PK")
    assert "no-store" in response["Cache-Control"]
    entry = AccessEntry.objects.get(view="imports:answer")
    assert (entry.action, entry.subject_id, entry.data) == ("download", job.pk, {"rows": 1})


def test_a_sheet_without_problems_has_none_to_fetch(at_desk, upload):
    job = upload(row())
    response = at_desk.get(reverse("imports:answer", args=[job.pk]), follow=True)
    assert "Filen er ikke lenger her." in text(response)


def test_shows_how_far_it_has_come(at_desk, upload):
    job = upload(row(), run=False)
    ImportJob.objects.filter(pk=job.pk).update(state="checking", rows=2500)
    page = page_of(at_desk, job)
    assert "2 500 rader er lest." in page
    assert "js/wait.js" in page
    assert page_of(at_desk, job, "state") == "checking:2"


def test_each_state_has_its_page(at_desk, upload, administrator):
    from django.utils import timezone

    job = upload(row())
    started = {"started_at": timezone.now(), "started_by": administrator.user}
    for changes, said in (
        ({"state": "queued"}, "Filen kontrolleres."),
        ({"state": "waiting", **started}, "1 sak importeres."),
        ({"state": "importing", **started}, "1 sak importeres."),
        ({"state": "failed", "last_error": "stopped"}, "stoppet hver gang det prøvde"),
        ({"state": "discarded"}, "Filen er slettet. Ingenting ble importert."),
        ({"state": "expired"}, "hadde ligget for lenge"),
        ({"state": "checked", "new": 0, "unchanged": 1}, "Det er ingenting å importere."),
        ({"state": "checked", "changed_since": True}, "Dette er en ny kontroll."),
    ):
        ImportJob.objects.filter(pk=job.pk).update(**{"last_error": "", **changes})
        assert said in page_of(at_desk, job), changes


def test_is_thrown_away(at_desk, upload, django_capture_on_commit_callbacks):
    job = upload(row(hours=0))
    with django_capture_on_commit_callbacks(execute=True):
        page = text(at_desk.post(reverse("imports:discard", args=[job.pk]), follow=True))
    assert "Filen er slettet, og ingenting ble importert." in page
    assert not ImportProblem.objects.exists()
    page = text(at_desk.post(reverse("imports:discard", args=[job.pk]), follow=True))
    assert "kan ikke forkastes" in page


def test_with_problems_it_is_not_started(at_desk, upload):
    job = upload(row(hours=0))
    page = text(at_desk.post(reverse("imports:start", args=[job.pk]), follow=True))
    assert "Filen kan ikke importeres nå." in page


def test_a_virus_is_told(at_desk, town, monkeypatch):
    from stottekontakt.imports import forms

    monkeypatch.setattr(forms, "virus_in", lambda data: "Eicar")
    data = as_bytes(workbook(town, [row()]))
    page = text(at_desk.post(LIST, {"file": SimpleUploadedFile("saker.xlsx", data)}))
    assert "Filen inneholder virus" in page
    assert not ImportJob.objects.exists()
