"""From the file to the cases: all of it or nothing, once, by one."""

from __future__ import annotations

import os
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from decisions.models import Decision, GrantedService
from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases.models import Case, Gender, JournalEntry, Person, Representative
from stottekontakt.deadlines.models import Deadline
from stottekontakt.imports import jobs, services, storage, tasks
from stottekontakt.imports.errors import CannotImport
from stottekontakt.imports.models import MAX_ATTEMPTS, ImportedRow, ImportJob, ImportProblem
from stottekontakt.imports.sheets.recipients import RecipientImporter
from stottekontakt.letters.models import Letter
from tests.imports.factories import identity, mother, row

State = ImportJob.State


def test_a_row_becomes_a_case_with_all_that_belongs_to_it(
    upload, carry_out, unit, culture_unit, administrator
):
    born_on = date(2014, 5, 17)
    job = carry_out(
        upload(
            row(
                identity_number=identity(1, born_on), address_protection="Fortrolig adresse",
                written_form="Nynorsk", interpreter_language="arabisk",
                **{"form 2": "aktivitetsgruppe", "hours 2": 8, "per 2": "måned"},
                **mother(),
                **mother(2, role="verge", name="Viggo Verge", mandate="personlige forhold",
                         personal="ja", identity_number=None),
            )
        )
    )  # fmt: skip
    assert (job.state, job.created, job.unchanged, job.filename) == (State.IMPORTED, 1, 0, "")

    case = Case.objects.get()
    assert (case.number, case.unit, case.delivering_unit) == ("2026/1", unit, culture_unit)
    assert (case.imported_at, case.former_number, case.opened_on) == (
        timezone.now(), "2019/17", date(2026, 11, 23),
    )  # fmt: skip
    assert (case.housing, case.caseworker) == ("parents", None)
    nora = case.recipient
    assert (nora.name, nora.birth_date, nora.identity_number) == (
        "Nora Blåklokke", born_on, identity(1, born_on),
    )  # fmt: skip
    assert (nora.address_protection, nora.written_form, nora.interpreter_language) == (
        "confidential", "nn", "arabisk",
    )  # fmt: skip
    assert (nora.phone, nora.postal_code, nora.city) == ("+4740000001", "9999", "Lyngvik")

    parent, guardian = Representative.objects.order_by("pk")
    assert (parent.kind, parent.relation, parent.parental_responsibility) == (
        "parent", "mor", "shared",
    )  # fmt: skip
    assert parent.lives_with_recipient
    assert parent.person.gender in set(Gender.values)
    assert (guardian.kind, guardian.mandate) == ("guardian", "personlige forhold")
    assert guardian.mandate_covers_personal_matters
    assert not guardian.lives_with_recipient

    decision = Decision.objects.get()
    assert (decision.state, decision.outcome, decision.decided_on) == (
        "issued", "granted", date(2026, 1, 12),
    )  # fmt: skip
    assert decision.is_taken_over
    assert decision.issued_by == administrator.user
    assert decision.application is None
    assert decision.recipient_age == 11
    assert "tidligere fagsystemet (sak 2019/17)" in decision.facts
    assert {(s.form, s.hours, s.hours_unit) for s in decision.services.all()} == {
        ("individual", Decimal("3.5"), "week"),
        ("group", Decimal(8), "month"),
    }
    assert all(s.in_force and s.starts_on == date(2026, 2, 1) for s in decision.services.all())
    assert not Letter.objects.exists()

    assert {(d.kind, d.due_on, d.act_by, d.source) for d in Deadline.objects.all()} == {
        ("evaluation", date(2027, 2, 1), date(2027, 2, 1), decision.source),
        # 60 days before: Monday 1 November 2027.
        ("end", date(2027, 12, 31), date(2027, 11, 1), decision.source),
    }
    entry = JournalEntry.objects.get()
    assert (entry.number, entry.direction, entry.dated_on) == (1, "outgoing", date(2026, 1, 12))

    events = AuditEntry.objects.order_by("pk").values_list("event", flat=True)
    assert sorted(events) == sorted(
        ["person_registered"] * 3 + ["case_imported"] + ["representative_added"] * 2
        + ["decision_taken_over"] + ["deadline_set"] * 2 + ["import_carried_out"]
    )  # fmt: skip
    assert AuditEntry.objects.get(event="import_carried_out").data == {
        "sheet": "mottakere", "created": 1, "unchanged": 0,
    }  # fmt: skip
    assert set(AuditEntry.objects.values_list("actor_id", flat=True)) == {administrator.user_id}


def test_history_is_kept_as_if_it_had_been_typed(upload, carry_out):
    carry_out(upload(row()))
    for model in (Person, Case, GrantedService, Decision):
        events = model._meta.get_field("events").related_model
        assert "insert" in set(events.objects.values_list("pgh_label", flat=True)), model
    decided = Decision._meta.get_field("events").related_model
    assert set(decided.objects.values_list("state", flat=True)) == {"draft", "issued"}


def test_numbers_follow_on_without_gaps(upload, carry_out, unit):
    from stottekontakt.cases.services import open_case
    from tests.cases.factories import PersonFactory

    first = open_case(PersonFactory(municipality=unit.municipality), unit=unit, by=None)
    carry_out(upload(*(row(identity_number=identity(n)) for n in (1, 2, 3))))
    last = open_case(PersonFactory(municipality=unit.municipality), unit=unit, by=None)
    assert [str(first), str(last)] == ["2026/1", "2026/5"]
    assert sorted(Case.objects.values_list("sequence", flat=True)) == [1, 2, 3, 4, 5]


def test_a_mother_of_two_is_one_person_also_across_batches(upload, carry_out, monkeypatch):
    monkeypatch.setattr(tasks, "BATCH", 1)
    carry_out(upload(*(row(identity_number=identity(n), **mother()) for n in (1, 2, 3))))
    assert Person.objects.filter(name="Hilde Blåklokke").count() == 1
    assert Representative.objects.count() == 3


def test_a_representative_who_is_a_recipient_too_is_one_person(upload, carry_out):
    hilde = identity(7, date(1980, 3, 4))
    carry_out(
        upload(
            row(**mother()),
            row(name="Hilde Blåklokke", identity_number=hilde, former_number="2019/18"),
        )
    )
    assert Person.objects.filter(name="Hilde Blåklokke").count() == 1
    assert Case.objects.count() == 2


def test_the_same_file_again_changes_nothing(upload, carry_out):
    carry_out(upload(row(**mother()), row(name="Ali", identity_number=identity(2))))
    before = (Case.objects.count(), Person.objects.count(), Decision.objects.count())
    job = upload(row(**mother()), row(name="Ali", identity_number=identity(2)))
    assert (job.new, job.unchanged, job.wrong) == (0, 2, 0)
    assert not job.may_start
    job = upload(
        row(**mother()), row(name="Ali", identity_number=identity(2)),
        row(name="Nina", identity_number=identity(3)),
    )  # fmt: skip
    job = carry_out(job)
    assert (job.created, job.unchanged) == (1, 2)
    assert Case.objects.count() == before[0] + 1


def test_without_a_number_the_former_case_number_is_the_key(upload, carry_out):
    one = row(identity_number=None, birth_date=date(2014, 5, 1))
    carry_out(upload(one))
    assert upload(one).unchanged == 1
    assert upload({**one, "former_number": "2019/99"}).new == 1


def test_a_changed_row_says_what_is_changed_and_where_to_mend_it(upload, carry_out):
    carry_out(upload(row()))
    job = upload(row(hours=5, ends_on=None))
    problem = ImportProblem.objects.get(job=job)
    assert problem.text == (
        "Raden ble importert 23.11.2026 til sak 2026/1 og er endret siden: Timer, Til og med. "
        "Rett i saken, og sett raden i filen tilbake eller ta den ut."
    )
    assert (job.wrong, job.new) == (1, 0)


def test_what_is_kept_of_a_row_tells_nothing(upload, carry_out):
    carry_out(upload(row()))
    kept = ImportedRow.objects.get()
    for secret in (identity(), "Nora", "2019/17"):
        assert secret not in f"{kept.values}{bytes(kept.key)!r}"


def test_the_file_and_what_was_said_of_it_are_gone_afterwards(upload, carry_out):
    job = upload(row())
    path = storage.path_of(job.municipality_id, job.pk)
    assert path.exists()
    carry_out(job)
    assert not path.exists()
    assert not ImportProblem.objects.exists()


def test_nothing_stays_when_it_breaks_halfway(upload, carry_out, monkeypatch):
    monkeypatch.setattr(tasks, "BATCH", 1)
    write, calls = RecipientImporter.write, []

    def breaks_on_the_second(self, rows, **kwargs):
        calls.append(rows)
        if len(calls) == 2:
            raise RuntimeError("the worker is out of luck")
        return write(self, rows, **kwargs)

    monkeypatch.setattr(RecipientImporter, "write", breaks_on_the_second)
    job = carry_out(upload(row(), row(name="Ali", identity_number=identity(2))))
    assert (job.state, job.last_error) == (State.FAILED, "unknown")
    for model in (Case, Person, Decision, Deadline, ImportedRow):
        assert not model.objects.exists(), model
    assert storage.path_of(job.municipality_id, job.pk).exists()


def test_can_be_tried_again_after_it_failed(
    upload, carry_out, administrator, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(
        RecipientImporter, "write", lambda *args, **kwargs: (_ for _ in ()).throw(RuntimeError())
    )
    job = carry_out(upload(row()))
    monkeypatch.undo()
    with django_capture_on_commit_callbacks(execute=True):
        services.try_again(job.pk, by=administrator)
    job.refresh_from_db()
    assert (job.state, job.new, job.last_error) == (State.CHECKED, 1, "")
    assert carry_out(job).created == 1


def test_what_changed_since_the_check_is_checked_anew(upload, carry_out, unit):
    from stottekontakt.cases.services import set_identity_number
    from tests.cases.factories import CaseFactory, PersonFactory

    job = upload(row())
    person = PersonFactory(municipality=unit.municipality, name="Nora Blåklokke")
    set_identity_number(person, identity())
    person.save()
    CaseFactory(unit=unit, recipient=person)
    job = carry_out(job)
    assert (job.state, job.wrong, job.changed_since) == (State.CHECKED, 1, True)
    assert (job.started_at, job.started_by) == (None, None)
    assert Case.objects.count() == 1


def test_a_worker_that_was_killed_is_found_and_it_begins_anew(
    upload, carry_out, settings, monkeypatch
):
    asked = []
    for task in (tasks.check_file, tasks.carry_out):
        monkeypatch.setattr(
            task, "delay", lambda pk, name=task.name, **kwargs: asked.append((name, pk))
        )
    job = upload(row(), run=False)
    long_ago = timezone.now() - timedelta(seconds=2 * settings.SWEEP_AFTER_SECONDS)
    rows = ImportJob.objects.filter(pk=job.pk)
    jobs.take_up_missed()
    assert asked == []
    rows.update(state=State.CHECKING, attempts=1, last_sign_at=long_ago, uploaded_at=long_ago)
    jobs.take_up_missed()
    assert asked == [("stottekontakt.imports.tasks.check_file", job.pk)]
    tasks.check_file(job.pk, municipality_id=job.municipality_id)
    job.refresh_from_db()
    assert (job.state, job.new) == (State.CHECKED, 1)

    rows.update(
        state=State.IMPORTING, attempts=1, last_sign_at=long_ago, started_at=long_ago,
        started_by=job.uploaded_by,
    )  # fmt: skip
    jobs.take_up_missed()
    assert asked[1:] == [("stottekontakt.imports.tasks.carry_out", job.pk)]
    tasks.carry_out(job.pk, municipality_id=job.municipality_id)
    job.refresh_from_db()
    assert (job.state, job.created) == (State.IMPORTED, 1)
    # The queue gives it a second time: nothing happens.
    tasks.carry_out(job.pk, municipality_id=job.municipality_id)
    assert Case.objects.count() == 1


def test_is_given_up_at_last(upload, settings, monkeypatch):
    monkeypatch.setattr(tasks.check_file, "delay", lambda *args, **kwargs: None)
    job = upload(row(), run=False)
    long_ago = timezone.now() - timedelta(seconds=2 * settings.SWEEP_AFTER_SECONDS)
    ImportJob.objects.filter(pk=job.pk).update(
        state=State.CHECKING, attempts=MAX_ATTEMPTS, last_sign_at=long_ago, uploaded_at=long_ago
    )
    jobs.take_up_missed()
    job.refresh_from_db()
    assert (job.state, job.last_error) == (State.FAILED, "stopped")


def test_a_lost_file_is_told(upload, carry_out):
    job = upload(row())
    storage.path_of(job.municipality_id, job.pk).unlink()
    job = carry_out(job)
    assert (job.state, job.last_error) == (State.FAILED, "file")


def test_only_what_is_without_problems_is_started(upload, administrator):
    job = upload(row(hours=0))
    with pytest.raises(CannotImport, match="kan ikke importeres nå"):
        services.start(job.pk, by=administrator)


def test_is_thrown_away_with_its_file(upload, administrator, django_capture_on_commit_callbacks):
    job = upload(row(hours=0))
    with django_capture_on_commit_callbacks(execute=True):
        services.discard(job.pk, by=administrator)
    job.refresh_from_db()
    assert (job.state, job.filename) == (State.DISCARDED, "")
    assert not ImportProblem.objects.exists()
    folder = storage.path_of(job.municipality_id, job.pk).parent
    assert list(folder.iterdir()) == []
    with pytest.raises(CannotImport):
        services.discard(job.pk, by=administrator)


def test_goes_away_when_it_has_lain_too_long(upload, django_capture_on_commit_callbacks):
    job = upload(row(hours=0))
    loose = storage.path_of(job.municipality_id, job.pk).with_name(".new-left-behind")
    loose.write_bytes(b"half")
    os.utime(loose, (0, 0))
    assert jobs.delete_expired() == 0
    ImportJob.objects.filter(pk=job.pk).update(expires_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.delete_expired() == 1
    job.refresh_from_db()
    assert job.state == State.EXPIRED
    assert list(loose.parent.iterdir()) == []


def test_another_municipality_may_have_the_same_recipient(
    upload, carry_out, other_municipality, in_municipality
):
    carry_out(upload(row()))
    with in_municipality(other_municipality):
        importer = RecipientImporter(other_municipality, date(2026, 11, 23))
        assert not ImportedRow.objects.exists()
        assert importer.columns


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one(municipality, unit, culture_unit, administrator):
    """The second waits for the first, and then finds every row imported already."""
    from threading import Barrier, Thread

    from stottekontakt.database.context import set_context
    from tests.imports.factories import as_bytes, workbook

    at_once = []
    for _number in range(2):
        job = ImportJob.objects.create(
            municipality=municipality, sheet="mottakere", size=1, uploaded_by=administrator.user,
            membership=administrator, state=State.WAITING, started_at=timezone.now(),
            started_by=administrator.user, expires_at=timezone.now() + timedelta(days=1),
        )  # fmt: skip
        rows = [row(), row(name="Ali", identity_number=identity(2))]
        storage.store(municipality.pk, job.pk, as_bytes(workbook(municipality, rows)))
        at_once.append(job)
    barrier = Barrier(2)

    def work(job):
        set_context(municipality.pk)
        barrier.wait()
        tasks.carry_out(job.pk, municipality_id=municipality.pk)
        connection.close()

    threads = [Thread(target=work, args=(job,)) for job in at_once]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    set_context(municipality.pk)
    done = list(ImportJob.objects.filter(pk__in=[job.pk for job in at_once]))
    assert {job.state for job in done} == {State.IMPORTED}
    assert sorted((job.created, job.unchanged) for job in done) == [(0, 2), (2, 0)]
    assert Case.objects.count() == 2


class TestDatabase:
    @pytest.mark.parametrize(
        ("changes", "constraint"),
        [
            ({"state": "gone"}, "import_job_state_is_known"),
            ({"started_at": timezone.now()}, "import_job_started_at_and_by_go_together"),
            ({"state": "waiting"}, "import_job_with_problems_is_never_started"),
            ({"created": 4}, "import_job_imported_has_its_moment"),
            ({"last_error": "file"}, "import_job_failed_says_why"),
            ({"state": "failed"}, "import_job_failed_says_why"),
        ],
    )
    def test_refuses(self, upload, changes, constraint):
        job = upload(row(hours=0))
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            ImportJob.objects.filter(pk=job.pk).update(**changes)

    def test_one_row_is_one_case(self, upload, carry_out):
        carry_out(upload(row()))
        kept = ImportedRow.objects.get()
        kept.pk = None
        with (
            pytest.raises(IntegrityError, match="imported_row_once_in_municipality"),
            transaction.atomic(),
        ):
            kept.save(force_insert=True)
