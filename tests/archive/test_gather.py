"""The ZIP: what is in it, what is named instead, and what becomes of it."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from stottekontakt.archive import jobs, packing, services, storage, tasks
from stottekontakt.archive.errors import CannotGather
from stottekontakt.archive.finding import Asked
from stottekontakt.archive.models import MAX_ATTEMPTS, ExportJob
from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases import storage as documents
from stottekontakt.letters.models import Letter
from tests.archive.factories import letter_of

State = ExportJob.State


@pytest.fixture
def order(archivist, django_capture_on_commit_callbacks):
    """Order a ZIP; `run=False` leaves it in the queue."""

    def make(asked: Asked | None = None, *, by=archivist, run: bool = True, **fields) -> ExportJob:
        with django_capture_on_commit_callbacks(execute=run):
            job = services.order(
                asked or Asked(),
                by=by,
                **{"purpose": "inspection", "explanation": "Tilsyn med avslag i 2026", **fields},
            )
        return ExportJob.objects.get(pk=job.pk)

    return make


def opened(job: ExportJob) -> zipfile.ZipFile:
    return zipfile.ZipFile(storage.path_of(job.municipality_id, job.pk))


def index_of(job: ExportJob) -> list[dict[str, str]]:
    text = opened(job).read("index.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_holds_each_pdf_as_it_is_stored_and_an_index(decided, order):
    first, second = decided(on=date(2026, 10, 1)), decided(on=date(2026, 11, 2))
    job = order()
    assert (job.state, job.total, job.done, job.letters) == (State.READY, 2, 2, 2)
    letters = {letter.source: letter for letter in Letter.objects.all()}
    with opened(job) as archive:
        assert archive.testzip() is None
        names = [
            f"sak-{one.case.year}-{one.case.sequence}_{one.decided_on.isoformat()}"
            f"_brev-{letters[one.source].pk}.pdf"
            for one in (first, second)
        ]
        assert archive.namelist() == [*names, "index.html", "index.csv"]
        for name, one in zip(names, (first, second), strict=True):
            sha256 = letters[one.source].sha256
            assert archive.read(name) == documents.read(job.municipality_id, sha256)
            assert archive.getinfo(name).compress_type == zipfile.ZIP_STORED
        html = archive.read("index.html").decode()
    assert [row["I denne samlingen"] for row in index_of(job)] == ["Med", "Med"]
    assert index_of(job)[0]["SHA-256"] == letters[first.source].sha256
    assert "2 vedtak, 2 PDF-filer." in html
    assert "Formål: Tilsyn" in html
    assert job.size == storage.path_of(job.municipality_id, job.pk).stat().st_size


def test_no_name_of_anybody_is_in_names_or_index(decided, order):
    decided(recipient__name="Nora Blåklokke")
    job = order()
    with opened(job) as archive:
        told = " ".join(archive.namelist()) + "".join(
            archive.read(name).decode() for name in ("index.html", "index.csv")
        )
    for secret in ("Nora", "Blåklokke", "Prøvevei"):
        assert secret not in told


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("missing", "PDF-en mangler på lageret"),
        ("changed", "PDF-en er skadet: kontrollsummen stemmer ikke"),
        ("not made", "PDF-en er ikke laget"),
        ("taken over", "Brevet ligger i det tidligere fagsystemet"),
        ("no letter", "Vedtaket har ikke noe brev"),
    ],
)
def test_what_cannot_be_packed_is_named(decided, order, caseworker, harm, said):
    whole = decided()
    match harm:
        case "taken over":
            decided(letter=False, taken_over_at=timezone.now())
        case "no letter":
            decided(letter=False)
        case "not made":
            letter_of(decided(letter=False), caseworker, made=False)
        case _:
            letter = Letter.objects.get(source=decided().source)
            path = documents.path_of(letter.municipality_id, letter.sha256)
            path.chmod(0o640)
            path.unlink() if harm == "missing" else path.write_bytes(b"%PDF-1.7 noe annet")
    job = order()
    assert (job.state, job.letters, job.problems) == (State.READY, 1, 1)
    rows = index_of(job)
    assert [row["I denne samlingen"] for row in rows] == ["Med", said]
    assert rows[1]["Fil"] == rows[1]["SHA-256"] == ""
    assert rows[0]["Sak"] == str(whole.case)
    assert said in opened(job).read("index.html").decode()
    assert len(opened(job).namelist()) == 3


def test_protected_cases_are_left_out_and_counted(decided, order, archivist):
    decided()
    decided(recipient__address_protection="strict")
    job = order()
    assert (job.total, job.letters, job.left_out) == (1, 1, 1)
    assert (
        "1 vedtak i saker med beskyttet adresse er utelatt."
        in opened(job).read("index.html").decode()
    )
    with pytest.raises(CannotGather, match="ikke rett til å se beskyttede"):
        order(include_protected=True, protected_reason="Statsforvalteren ber om alle.")
    archivist.sees_protected = True
    archivist.save(update_fields=["sees_protected"])
    job = order(include_protected=True, protected_reason="Statsforvalteren ber om alle.")
    assert (job.total, job.letters, job.left_out) == (2, 2, 0)


def test_a_cell_never_becomes_a_formula():
    assert packing.harmless("=1+1") == "'=1+1"
    assert packing.harmless("-") == "'-"
    assert packing.harmless("Tildelingskontoret") == "Tildelingskontoret"


def test_ordering_is_logged_without_saying_who_it_is_about(decided, order):
    decided(recipient__name="Nora Blåklokke")
    job = order()
    entry = AuditEntry.objects.get(event="export_ordered")
    assert entry.subject_id == job.pk
    assert entry.data == {"decisions": 1, "left_out": 0, "purpose": "inspection"}


def test_one_at_a_time(decided, order, archivist):
    decided()
    job = order(run=False)
    with pytest.raises(CannotGather, match="allerede en samling"):
        order()
    services.cancel(job.pk, by=archivist)
    assert order().state == State.READY


def test_nothing_found_is_told(order):
    with pytest.raises(CannotGather, match="Ingen vedtak passer"):
        order()


def test_running_it_twice_makes_one(decided, order, monkeypatch):
    decided()
    job = order()
    before = storage.path_of(job.municipality_id, job.pk).stat().st_mtime_ns
    monkeypatch.setattr(tasks, "_gather", lambda job: pytest.fail("made again"))
    tasks.gather(job.pk, municipality_id=job.municipality_id)
    assert storage.path_of(job.municipality_id, job.pk).stat().st_mtime_ns == before


def test_a_cancelled_one_stops_and_leaves_nothing(decided, order, monkeypatch, archivist):
    for _ in range(3):
        decided()
    job = order(run=False)
    monkeypatch.setattr(tasks, "BATCH", 1)
    add = packing.Pack.add

    def cancel_first(pack, decision):
        services.cancel(job.pk, by=archivist)
        add(pack, decision)

    monkeypatch.setattr(packing.Pack, "add", cancel_first)
    tasks.gather(job.pk, municipality_id=job.municipality_id)
    job.refresh_from_db()
    assert job.state == State.CANCELLED
    folder = storage.path_of(job.municipality_id, job.pk).parent
    assert list(folder.iterdir()) == []


def test_a_killed_worker_is_found_and_given_up_at_last(decided, order, settings, monkeypatch):
    decided()
    job = order(run=False)
    asked = []
    monkeypatch.setattr(tasks.gather, "delay", lambda pk, **kwargs: asked.append(pk))
    jobs.gather_missed()
    assert asked == [], "it was ordered a moment ago"
    long_ago = timezone.now() - timedelta(seconds=2 * settings.SWEEP_AFTER_SECONDS)
    rows = ExportJob.objects.filter(pk=job.pk)
    rows.update(state=State.RUNNING, attempts=1, last_sign_at=long_ago, requested_at=long_ago)
    jobs.gather_missed()
    assert asked == [job.pk]
    tasks.gather(job.pk, municipality_id=job.municipality_id)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.READY, 2)

    rows.update(
        state=State.RUNNING, attempts=MAX_ATTEMPTS, last_sign_at=long_ago,
        ready_at=None, size=None, expires_at=None,
    )  # fmt: skip
    jobs.gather_missed()
    job.refresh_from_db()
    assert (job.state, job.last_error) == (State.FAILED, "stopped")
    assert asked == [job.pk]


def test_a_full_disk_is_told(decided, order, monkeypatch):
    decided()

    def full(self, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", lambda *args, **kwargs: full(None, None))
    job = order()
    assert (job.state, job.last_error) == (State.FAILED, "storage")
    assert list(storage.path_of(job.municipality_id, job.pk).parent.iterdir()) == []


def test_access_that_ended_meanwhile_ends_it(decided, order, archivist):
    decided()
    job = order(run=False)
    archivist.valid_until = date(2026, 11, 22)
    archivist.save(update_fields=["valid_until"])
    tasks.gather(job.pk, municipality_id=job.municipality_id)
    job.refresh_from_db()
    assert (job.state, job.last_error) == (State.FAILED, "access")


def test_expires_and_is_deleted(decided, order, settings):
    decided()
    job = order()
    path = storage.path_of(job.municipality_id, job.pk)
    assert jobs.delete_expired() == 0
    assert path.exists()
    ExportJob.objects.filter(pk=job.pk).update(expires_at=timezone.now())
    loose = path.with_name(".new-left-behind")
    loose.write_bytes(b"half")
    import os

    os.utime(loose, (0, 0))
    assert jobs.delete_expired() == 1
    job.refresh_from_db()
    assert job.state == State.EXPIRED
    assert list(path.parent.iterdir()) == []


def test_the_index_reads_in_the_language_of_who_asked(decided, order):
    from django.utils import translation

    decided()
    with translation.override("nn"):
        job = order()
    assert job.language == "nn"
    assert '<html lang="nn">' in opened(job).read("index.html").decode()


class TestDatabase:
    @pytest.mark.parametrize(
        ("changes", "constraint"),
        [
            ({"explanation": ""}, "export_job_says_what_it_is_for"),
            ({"include_protected": True}, "export_job_with_protected_says_why"),
            ({"protected_reason": "fordi"}, "export_job_with_protected_says_why"),
            ({"size": None}, "export_job_ready_has_size_and_end"),
            ({"state": "queued"}, "export_job_ready_has_size_and_end"),
            ({"last_error": "storage"}, "export_job_failed_says_why"),
            ({"state": "expired", "last_error": "storage"}, "export_job_failed_says_why"),
            ({"state": "gone"}, "export_job_ready_has_size|export_job_state_is_known"),
        ],
    )
    def test_refuses(self, decided, order, changes, constraint):
        decided()
        job = order()
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            ExportJob.objects.filter(pk=job.pk).update(**changes)

    def test_refuses_two_under_way(self, decided, order):
        decided()
        job = order(run=False)
        job.pk = None
        with (
            pytest.raises(IntegrityError, match="export_job_one_under_way_per_person"),
            transaction.atomic(),
        ):
            job.save(force_insert=True)
