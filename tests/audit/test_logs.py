"""Two logs that cannot be rewritten, and a chain that shows it if the owner tries."""

from __future__ import annotations

import json
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from stottekontakt.audit import services
from stottekontakt.audit.access import log_access
from stottekontakt.audit.models import AccessEntry, AuditEntry, AuditSeal
from stottekontakt.audit.services import record
from stottekontakt.audit.tasks import export_log_head
from stottekontakt.database.context import municipality_context, set_context
from stottekontakt.database.roles import as_owner
from tests.accounts.factories import MunicipalityFactory, UnitFactory
from tests.cases.factories import CaseFactory

EVENT = AuditEntry.Event.CASE_OPENED


@pytest.fixture
def case(unit):
    return CaseFactory(unit=unit)


def test_an_event_belongs_in_the_transaction_of_what_happened(transactional_db):
    municipality = MunicipalityFactory()
    with municipality_context(municipality.pk):
        unit = UnitFactory(municipality=municipality)
        with pytest.raises(transaction.TransactionManagementError):
            record(EVENT, unit, by=None)


def test_an_event_of_a_rolled_back_change_is_gone_with_it(case, caseworker):
    try:
        with transaction.atomic():
            record(EVENT, case, by=caseworker, case_id=case.pk)
            raise RuntimeError
    except RuntimeError:
        pass
    assert not AuditEntry.objects.exists()


def test_what_was_looked_at_stays_in_the_own_municipality(
    case, caseworker, other_municipality, in_municipality
):
    log_access(AccessEntry.Action.READ, by=caseworker, subject=case, case_id=case.pk, ground="unit")
    entry = AccessEntry.objects.get()
    assert (entry.user_id, entry.unit_id, entry.role) == (
        caseworker.user_id,
        caseworker.unit_id,
        "caseworker",
    )
    assert (entry.case_id, entry.subject_type, entry.ground) == (case.pk, "cases.case", "unit")
    with in_municipality(other_municipality):
        assert not AccessEntry.objects.exists()


def test_the_log_of_accesses_is_written_through_its_function_alone(case):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        AccessEntry.objects.create(action="read", municipality_id=case.municipality_id)


def test_a_seal_cannot_be_written_by_the_program(db):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        AuditSeal.objects.create(seq=1, log="audit", entry_id=1, hash=b"x")


def test_sealing_covers_both_logs_once(case, caseworker):
    record(EVENT, case, by=caseworker, case_id=case.pk)
    log_access(AccessEntry.Action.READ, by=caseworker, subject=case, case_id=case.pk)
    assert services.seal_logs() == 2
    assert services.seal_logs() == 0
    assert list(AuditSeal.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2]
    assert set(AuditSeal.objects.values_list("log", flat=True)) == {"audit", "access"}
    assert services.first_broken_link() is None


@pytest.mark.django_db(transaction=True)
def test_an_entry_is_sealed_once():
    with (
        as_owner(),
        pytest.raises(IntegrityError, match="audit_seal_entry_is_sealed_once"),
        transaction.atomic(),
    ):
        for seq in (1, 2):
            AuditSeal.objects.create(seq=seq, log="audit", entry_id=1, hash=b"x")


@pytest.mark.django_db(transaction=True)
class TestTampering:
    @pytest.fixture(autouse=True)
    def entries(self):
        municipality = MunicipalityFactory()
        set_context(municipality.pk)
        case = CaseFactory(unit=UnitFactory(municipality=municipality))
        with transaction.atomic():
            for year in (2024, 2025, 2026):
                record(EVENT, case, by=None, case_id=case.pk, data={"year": year})
        services.seal_logs()
        yield
        set_context(None)

    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE audit_auditentry SET data = '{\"year\": 1999}' WHERE data->>'year' = '2025'",
            "UPDATE audit_auditentry SET actor_id = 1 WHERE data->>'year' = '2025'",
            "DELETE FROM audit_auditentry WHERE data->>'year' = '2025'",
            "DELETE FROM audit_auditseal WHERE seq = 2",
            "UPDATE audit_auditseal SET hash = sha256('x') WHERE seq = 2",
        ],
    )
    def test_even_the_owner_leaves_a_trace(self, sql):
        call_command("verify_logs", verbosity=0)
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(sql)
        assert services.first_broken_link() in {2, 3}
        with pytest.raises(CommandError):
            call_command("verify_logs")


@pytest.mark.django_db(transaction=True)
def test_sealing_waits_for_nobody_and_misses_nothing():
    """An entry with a lower id that is committed later is sealed later, and nobody waits."""
    municipality = MunicipalityFactory()
    set_context(municipality.pk)
    case = CaseFactory(unit=UnitFactory(municipality=municipality))
    written, finish = threading.Event(), threading.Event()

    def slow_writer() -> None:
        try:
            with municipality_context(municipality.pk), transaction.atomic():
                record(EVENT, case, by=None, data={"slow": True})
                written.set()
                finish.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=slow_writer)
    thread.start()
    assert written.wait(10)
    with transaction.atomic():
        record(EVENT, case, by=None, data={"slow": False})
    assert services.seal_logs() == 1
    finish.set()
    thread.join()
    assert services.seal_logs() == 1
    assert services.first_broken_link() is None
    set_context(None)


def test_the_head_is_carried_out_once_a_day(case, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    export_log_head()
    assert not (tmp_path / "log-heads").exists(), "nothing is sealed yet"
    with transaction.atomic():
        record(EVENT, case, by=None)
    services.seal_logs()
    export_log_head()
    (file,) = (tmp_path / "log-heads").iterdir()
    assert file.stem == str(timezone.localdate())
    first = file.read_text()
    assert json.loads(first)["hash"] == services.chain_head()[1]
    record(EVENT, case, by=None)
    services.seal_logs()
    export_log_head()
    assert file.read_text() == first, "a day's file is never changed"
