"""The list, each PDF, and the ZIP from order to download."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse

from stottekontakt.accounts.roles import Role
from stottekontakt.archive.models import ExportJob
from stottekontakt.audit.models import AccessEntry
from stottekontakt.cases import storage as documents
from stottekontakt.letters.models import Letter

LIST = "/vedtak-pdf/"
ZIP = "/vedtak-pdf/zip/"


@pytest.fixture
def at_desk(archivist, client_for):
    return client_for(archivist)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_nothing_is_listed_before_the_purpose_is_told(at_desk, decided):
    decision = decided()
    page = text(at_desk.get(LIST))
    assert "Velg formål først" in page
    assert str(decision.case) not in page
    assert not AccessEntry.objects.filter(view="archive:list").exists()


def test_the_list_names_no_person_and_is_logged(at_desk, decided):
    decision = decided(recipient__name="Nora Blåklokke")
    page = text(at_desk.get(LIST, {"formal": "inspection", "fra": "01.11.2026"}))
    assert str(decision.case) in page
    assert "Avslått" in page
    assert "Nora" not in page
    entry = AccessEntry.objects.get(view="archive:list")
    assert (entry.action, entry.ground) == ("read", "archive")
    assert entry.data == {
        "purpose": "inspection", "filters": {"fra": "2026-11-01"}, "rows": 1, "left_out": 0,
    }  # fmt: skip


def test_says_how_many_are_left_out(at_desk, decided):
    decided()
    hidden = decided(recipient__address_protection="confidential")
    page = text(at_desk.get(LIST, {"formal": "inspection"}))
    assert "1 vedtak er ikke med i listen" in page
    assert f">{hidden.case}<" not in page


def test_days_the_wrong_way_round_are_told_and_kept(at_desk, decided):
    decided()
    page = text(
        at_desk.get(LIST, {"formal": "inspection", "fra": "2026-11-20", "til": "2026-11-01"})
    )
    assert "Siste dag er før første dag." in page
    assert 'value="2026-11-20"' in page
    page = text(at_desk.get(LIST, {"formal": "inspection", "fra": "i fjor"}))
    assert "Skriv datoen slik: 26.02.2027." in page
    assert 'value="i fjor"' in page


def test_asks_the_same_number_of_queries_however_many(
    at_desk, decided, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for more in (2, 20):
        for _ in range(more):
            decided()
        at_desk.get(LIST, {"formal": "inspection"})
        with CaptureQueriesContext(connection) as queries:
            at_desk.get(LIST, {"formal": "inspection"})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16


def test_one_page_at_a_time(at_desk, decided):
    for _ in range(52):
        decided(letter=False)
    page = at_desk.get(LIST, {"formal": "inspection", "side": "2"})
    assert len(page.context["page"].object_list) == 2


class TestPdf:
    def test_opens_and_is_logged_with_its_purpose(self, at_desk, decided):
        letter = Letter.objects.get(source=decided().source)
        response = at_desk.get(f"{LIST}{letter.pk}/", {"formal": "revision"})
        assert response["Content-Type"] == "application/pdf"
        assert response.content == documents.read(letter.municipality_id, letter.sha256)
        assert "no-store" in response["Cache-Control"]
        entry = AccessEntry.objects.get(view="archive:pdf")
        assert (entry.action, entry.case_id, entry.subject_id) == (
            "download", letter.case_id, letter.pk,
        )  # fmt: skip
        assert entry.data == {"purpose": "revision"}

    def test_asks_for_the_purpose_first(self, at_desk, decided):
        letter = Letter.objects.get(source=decided().source)
        response = at_desk.get(f"{LIST}{letter.pk}/", follow=True)
        assert "Velg formål først, så kan du åpne vedtaket." in text(response)

    def test_a_protected_one_is_not_there(self, at_desk, decided):
        decision = decided(recipient__address_protection="confidential")
        letter = Letter.objects.get(source=decision.source)
        assert at_desk.get(f"{LIST}{letter.pk}/", {"formal": "revision"}).status_code == 404

    def test_other_letters_are_not_there(self, at_desk, decided, caseworker):
        from tests.letters.factories import issue

        receipt = issue(decided().case, by=caseworker, source="application:9")
        assert at_desk.get(f"{LIST}{receipt.pk}/", {"formal": "revision"}).status_code == 404

    @pytest.mark.parametrize("harm", ["missing", "changed"])
    def test_a_broken_file_is_told(self, at_desk, decided, harm):
        letter = Letter.objects.get(source=decided().source)
        path = documents.path_of(letter.municipality_id, letter.sha256)
        path.chmod(0o640)
        path.unlink() if harm == "missing" else path.write_bytes(b"%PDF-1.7 noe annet")
        response = at_desk.get(f"{LIST}{letter.pk}/", {"formal": "revision"}, follow=True)
        assert f"PDF-en til brev {letter.pk}" in text(response)
        assert "Si fra til den som drifter systemet" in text(response)


class TestZip:
    def ask(self, at_desk, django_capture_on_commit_callbacks, **data):
        with django_capture_on_commit_callbacks(execute=True):
            response = at_desk.post(
                f"{ZIP}?formal=inspection", {"explanation": "Tilsyn i desember", **data}
            )
        if response.status_code == 302:
            # What the page tells of the order is read first.
            assert "Samlingen lages nå." in text(at_desk.get(response["Location"]))
            response = at_desk.get(response["Location"])
        return response

    def test_from_order_to_download(self, at_desk, decided, django_capture_on_commit_callbacks):
        decided()
        page = text(at_desk.get(f"{ZIP}?formal=inspection"))
        assert "Tilsyn" in page
        assert "beskyttet" not in page, "who may not, is not asked"
        page = text(self.ask(at_desk, django_capture_on_commit_callbacks))
        assert "Last ned ZIP" in page
        job = ExportJob.objects.get()
        entry = AccessEntry.objects.get(action="export")
        assert entry.data == {
            "purpose": "inspection", "filters": {}, "export": job.pk, "decisions": 1,
            "left_out": 0, "include_protected": False,
        }  # fmt: skip
        response = at_desk.get(reverse("archive:download", args=[job.pk]))
        assert response["Content-Disposition"] == (
            f'attachment; filename="vedtak-2026-11-23-{job.pk}.zip"'
        )
        with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
            assert len(archive.namelist()) == 3
        assert AccessEntry.objects.get(view="archive:download").data == {"letters": 1}

    def test_the_purpose_must_be_written(self, at_desk, decided):
        decided()
        response = at_desk.post(f"{ZIP}?formal=inspection", {"explanation": "  "})
        assert "Skriv hva vedtakene skal brukes til." in text(response)
        assert not ExportJob.objects.exists()

    def test_protected_need_the_right_a_tick_and_a_reason(
        self, member, client_for, decided, django_capture_on_commit_callbacks
    ):
        decided(recipient__address_protection="strict")
        reader = member(Role.ADMINISTRATOR, unit=None, sees_protected=True)
        at_desk = client_for(reader)
        ask = lambda **data: text(  # noqa: E731
            self.ask(at_desk, django_capture_on_commit_callbacks, **data)
        )
        assert "Ingen vedtak passer" in ask()
        page = ask(include_protected="on")
        assert "Skriv hvorfor vedtakene med beskyttet adresse må være med." in page
        assert "Tilsyn i desember" in page, "what was typed is kept"
        page = ask(protected_reason="Statsforvalteren ber om alle.")
        assert "Kryss av her hvis de skal være med." in page
        assert "Last ned ZIP" in ask(
            include_protected="on", protected_reason="Statsforvalteren ber om alle."
        )
        job = ExportJob.objects.get()
        assert (job.letters, job.include_protected) == (1, True)
        # The right was taken away afterwards.
        reader.sees_protected = False
        reader.save(update_fields=["sees_protected"])
        response = at_desk.get(reverse("archive:download", args=[job.pk]), follow=True)
        assert "ikke lenger rett til å se beskyttede" in text(response)

    def test_is_nobody_elses(self, at_desk, decided, member, client_for,
                             django_capture_on_commit_callbacks):  # fmt: skip
        decided()
        self.ask(at_desk, django_capture_on_commit_callbacks)
        job = ExportJob.objects.get()
        other = client_for(member(Role.ADMINISTRATOR, unit=None))
        for page in ("state", "download"):
            assert other.get(reverse(f"archive:{page}", args=[job.pk])).status_code == 404
        assert other.post(reverse("archive:cancel", args=[job.pk])).status_code == 404
        assert "Dine samlinger" not in text(other.get(LIST))

    def test_shows_how_far_it_has_come_and_can_be_stopped(self, at_desk, decided, archivist):
        from stottekontakt.archive import services
        from stottekontakt.archive.finding import Asked

        decided()
        job = services.order(Asked(), by=archivist, purpose="revision", explanation="Egenkontroll")
        ExportJob.objects.filter(pk=job.pk).update(state="running", total=40, done=9)
        page = text(at_desk.get(LIST))
        assert "9 av 40 vedtak (22 prosent)" in page
        assert "js/wait.js" in page
        state = at_desk.get(reverse("archive:state", args=[job.pk]))
        assert state.content == b"running:2"
        page = text(at_desk.post(reverse("archive:cancel", args=[job.pk]), follow=True))
        assert "Samlingen er stanset." in page
        assert "js/wait.js" not in page

    def test_an_expired_one_is_told(self, at_desk, decided, django_capture_on_commit_callbacks):
        decided()
        self.ask(at_desk, django_capture_on_commit_callbacks)
        job = ExportJob.objects.get()
        ExportJob.objects.update(state="expired")
        response = at_desk.get(reverse("archive:download", args=[job.pk]), follow=True)
        assert "ikke lenger her" in text(response)

    def test_the_filters_must_hold(self, at_desk, decided):
        decided()
        response = at_desk.get(ZIP, follow=True)
        assert "Velg formål og hvilke vedtak det gjelder, først." in text(response)
        response = at_desk.get(f"{ZIP}?formal=noe&enhet=abc", follow=True)
        assert response.status_code == 200
