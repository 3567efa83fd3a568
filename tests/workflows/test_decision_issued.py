"""Issuing a decision: everything that follows, in order, once, and all of it or nothing."""

from __future__ import annotations

import re
import threading
from datetime import date, datetime
from decimal import Decimal

import pytest
from celery.exceptions import OperationalError
from django.db import connection, transaction
from django.utils import timezone

from applications.models import Application
from decisions.errors import AlreadyIssued, CannotIssue
from decisions.models import Decision, GrantedService
from decisions.services import load_criteria
from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases.models import AddressProtection, Person, Representative
from stottekontakt.database.context import clear_context, set_context
from stottekontakt.deadlines.models import Deadline
from stottekontakt.letters import tasks
from stottekontakt.letters.errors import CannotWriteLetter
from stottekontakt.letters.jobs import render_missed_letters
from stottekontakt.letters.models import Letter
from stottekontakt.workflows import decision_issued
from stottekontakt.workflows.decision_issued import issue_decision
from tests.accounts.factories import MembershipFactory, MunicipalityFactory, UnitFactory
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory
from tests.decisions.factories import whole_draft

Event = AuditEntry.Event


def events_after(entry_pk: int) -> list[str]:
    return list(
        AuditEntry.objects.filter(pk__gt=entry_pk).order_by("pk").values_list("event", flat=True)
    )


def newest_entry() -> int:
    return AuditEntry.objects.latest("pk").pk


def test_a_grant_tells_everyone_and_watches_over_itself(whole, caseworker, culture_unit):
    before = newest_entry()
    issued = issue_decision(whole.pk, by=caseworker)
    decision = Decision.objects.get(pk=whole.pk)
    assert decision.is_issued
    assert decision.issued_by == caseworker.user
    assert decision.recipient_age == 11
    assert decision.application.state == Application.State.DECIDED
    assert decision.application.decided_on == date(2026, 11, 23)
    assert [letter.addressee_name for letter in issued.letters] == [
        "Hilde Blåklokke",
        "Espen Dalvik",
    ]
    assert {(d.kind, d.due_on, d.act_by, d.basis) for d in issued.deadlines} == {
        ("evaluation", date(2027, 3, 1), date(2027, 3, 1), "months"),
        # 60 days before: Friday 1 October 2027.
        ("end", date(2027, 11, 30), date(2027, 10, 1), "last_day"),
    }
    decision.case.refresh_from_db()
    assert decision.case.delivering_unit == culture_unit
    service = decision.services.get()
    assert (service.starts_on, service.ends_on) == (date(2026, 12, 1), date(2027, 11, 30))
    assert service.in_force
    assert events_after(before) == [
        Event.DECISION_ISSUED,
        Event.APPLICATION_DECIDED,
        Event.LETTER_ISSUED,
        Event.LETTER_ISSUED,
        Event.DEADLINE_SET,
        Event.DEADLINE_SET,
        Event.CASE_CHANGED,
    ]


def test_a_refusal_opens_nothing_for_others(application, criteria, caseworker):
    refusal = whole_draft(application, caseworker, outcome="refused")
    before = newest_entry()
    issued = issue_decision(refusal.pk, by=caseworker)
    assert issued.deadlines == []
    assert not GrantedService.objects.exists()
    application.case.refresh_from_db()
    assert application.case.delivering_unit is None
    assert {letter.kind for letter in issued.letters} == {"decision_refused"}
    assert events_after(before) == [
        Event.DECISION_ISSUED,
        Event.APPLICATION_DECIDED,
        Event.LETTER_ISSUED,
        Event.LETTER_ISSUED,
    ]


def test_the_month_runs_until_the_letter_leaves(whole, caseworker):
    case = whole.case
    Deadline.objects.create(
        municipality_id=case.municipality_id, case=case, kind="one_month", basis="one_month",
        due_on=date(2026, 12, 9), act_by=date(2026, 12, 9), counted_from=date(2026, 11, 9),
        source=whole.application.source,
    )  # fmt: skip
    issue_decision(whole.pk, by=caseworker)
    assert Deadline.objects.get(kind="one_month").is_open


def test_each_gets_the_letter_in_their_own_form_of_language(whole, caseworker):
    Person.objects.filter(name="Espen Dalvik").update(written_form="nn")
    issued = issue_decision(whole.pk, by=caseworker)
    mother, father = issued.letters
    assert (mother.language, father.language) == ("nb", "nn")
    assert "Nora får støttekontakt" in mother.body
    assert "tre timer i uken" in mother.body
    assert "tre timar i veka" in father.body
    assert "Hilde Blåklokke, mor til Nora" in father.body


def test_an_evaluation_of_ones_own_choice_says_so(application, criteria, caseworker):
    decision = whole_draft(application, caseworker, evaluation_on=date(2027, 5, 3))
    issued = issue_decision(decision.pk, by=caseworker)
    evaluation = next(d for d in issued.deadlines if d.kind == "evaluation")
    assert evaluation.basis == Deadline.Basis.IN_DECISION


def test_until_further_notice_has_no_end_to_watch(application, criteria, caseworker):
    decision = whole_draft(application, caseworker, ends_on=None)
    issued = issue_decision(decision.pk, by=caseworker)
    assert [deadline.kind for deadline in issued.deadlines] == ["evaluation"]


def test_a_decision_from_before_keeps_its_day(make_case, caseworker):
    """The law of that day, the criteria of that day, and the age of that day."""
    load_criteria(caseworker.municipality, "standard")
    case = make_case(child=False, opened_on=date(2021, 3, 2))
    application = ApplicationFactory(case=case, received_on=date(2021, 3, 2), wishes="Kino")
    decision = whole_draft(
        application, caseworker, starts_on=date(2021, 4, 1), ends_on=date(2022, 3, 31),
        evaluation_on=date(2021, 7, 1),
    )  # fmt: skip
    at = timezone.make_aware(datetime(2021, 3, 19, 10, 0))
    issued = issue_decision(decision.pk, by=caseworker, at=at)
    assert issued.decision.decided_on == date(2021, 3, 19)
    assert issued.decision.recipient_age == 29
    read_aloud = re.sub("<[^>]+>", "", issued.letters[0].body).replace("\u00a0", " ")
    assert "§ 2-1 a andre ledd" in read_aloud
    assert issued.letters[0].dated_on == date(2021, 3, 19)


# ── Once ────────────────────────────────────────────────────────────────────────────────────────


def test_a_second_time_is_refused_with_who_and_when(whole, caseworker, decision_maker):
    issue_decision(whole.pk, by=caseworker)
    before = newest_entry()
    with pytest.raises(AlreadyIssued, match="Siri Lind fattet vedtaket") as refusal:
        issue_decision(whole.pk, by=decision_maker)
    assert "kl. 10.42" in refusal.value.problems[0]
    assert Letter.objects.count() == 2
    assert events_after(before) == []


def test_what_is_missing_stops_it(whole, caseworker):
    Decision.objects.filter(pk=whole.pk).update(reasons="", goal="")
    with pytest.raises(CannotIssue) as refusal:
        issue_decision(whole.pk, by=caseworker)
    assert refusal.value.problems == [
        "Omfang og form: skriv målet",
        "Begrunnelse: skriv hvorfor",
    ]
    assert Decision.objects.get(pk=whole.pk).is_draft


@pytest.fixture
def office(transactional_db, monkeypatch):
    """A municipality that other threads can see; the files are another test's matter."""
    monkeypatch.setattr(tasks.render_letter, "delay", lambda *_args, **_kwargs: None)
    municipality = MunicipalityFactory()
    set_context(municipality.pk)
    unit = UnitFactory(municipality=municipality)
    UnitFactory(municipality=municipality, kind="culture")
    member = MembershipFactory(municipality=municipality, unit=unit)
    nora = PersonFactory(municipality=municipality, child=True)
    case = CaseFactory(unit=unit, recipient=nora)
    for name in ("Hilde Blåklokke", "Espen Dalvik"):
        person = PersonFactory(municipality=municipality, name=name)
        RepresentativeFactory(case=case, person=person, mother=True)
    return member, case


def draft_in(case, member) -> Decision:
    application = ApplicationFactory(
        case=case, received_on=date(2026, 11, 9), hours=Decimal(3), hours_unit="week"
    )
    return whole_draft(application, member)


def issue_at_once(decisions: list[Decision], member) -> list[str]:
    """Each decision by a thread of its own, all starting together."""
    outcomes: list[str] = []
    start = threading.Barrier(len(decisions))

    def issue_it(decision: Decision) -> None:
        try:
            set_context(member.municipality_id, member.user_id)
            start.wait(timeout=60)
            issue_decision(decision.pk, by=member)
            outcomes.append("issued")
        except CannotIssue as refusal:
            outcomes.append(f"{type(refusal).__name__}: {refusal.problems[0]}")
        finally:
            clear_context()
            connection.close()

    threads = [threading.Thread(target=issue_it, args=[decision]) for decision in decisions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return sorted(outcomes)


def test_six_at_once_make_one_decision(office):
    """Six threads issue the same draft: one does it, five are told, each parent has one letter."""
    member, case = office
    decision = draft_in(case, member)
    outcomes = issue_at_once([decision] * 6, member)
    assert [outcome.split(":")[0] for outcome in outcomes] == ["AlreadyIssued"] * 5 + ["issued"]
    assert Letter.objects.of_source(decision.source).count() == 2
    assert Deadline.objects.filter(source=decision.source).count() == 2
    assert AuditEntry.objects.filter(event=Event.DECISION_ISSUED).count() == 1


def test_two_decisions_of_a_case_never_grant_the_same_days(office):
    member, case = office
    both = [draft_in(case, member), draft_in(case, member)]
    refused, issued = issue_at_once(both, member)
    assert issued == "issued"
    assert refused.startswith("CannotIssue: Omfang og form: Nora har allerede 3 timer i uken")
    assert GrantedService.objects.in_force().count() == 1


# ── All or nothing ──────────────────────────────────────────────────────────────────────────────


def nothing_happened(decision: Decision, entry: int) -> None:
    decision.refresh_from_db()
    assert decision.is_draft
    assert decision.application.state == Application.State.RECEIVED
    assert not decision.services.in_force().exists()
    assert not Letter.objects.exists()
    assert not Deadline.objects.exists()
    assert events_after(entry) == []


def test_a_failure_in_the_last_step_undoes_the_first(whole, caseworker, monkeypatch):
    entry = newest_entry()
    monkeypatch.setattr(decision_issued, "update_case", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        issue_decision(whole.pk, by=caseworker)
    nothing_happened(whole, entry)


def test_a_mistake_in_the_letters_template_undoes_everything(whole, caseworker, settings, tmp_path):
    broken = tmp_path / "letters" / "decision_granted.html"
    broken.parent.mkdir()
    broken.write_text("<h1>{% load letters %}{% no_such_tag %}</h1>")
    templates = [{**settings.TEMPLATES[0]}]
    templates[0]["DIRS"] = [tmp_path, *templates[0]["DIRS"]]
    settings.TEMPLATES = templates
    entry = newest_entry()
    with pytest.raises(CannotWriteLetter, match="malen"):
        issue_decision(whole.pk, by=caseworker)
    nothing_happened(whole, entry)


def test_it_cannot_hide_inside_another_transaction(whole, caseworker):
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        issue_decision(whole.pk, by=caseworker)


def test_with_the_broker_down_the_decision_stands_and_the_letters_are_found(
    whole, caseworker, monkeypatch, django_capture_on_commit_callbacks, settings
):
    def down(*_args, **_kwargs):
        raise OperationalError("no broker")

    settings.SWEEP_AFTER_SECONDS = 0
    with monkeypatch.context() as patch:
        patch.setattr(tasks.render_letter, "delay", down)
        with django_capture_on_commit_callbacks(execute=True):
            issue_decision(whole.pk, by=caseworker)
    assert Decision.objects.get(pk=whole.pk).is_issued
    assert set(Letter.objects.values_list("state", flat=True)) == {"queued"}
    render_missed_letters()
    assert set(Letter.objects.values_list("state", flat=True)) == {"rendered"}


# ── To whom ─────────────────────────────────────────────────────────────────────────────────────


def test_a_protected_address_is_not_in_the_letter(whole, caseworker):
    Person.objects.filter(name="Hilde Blåklokke").update(
        address_protection=AddressProtection.CONFIDENTIAL
    )
    mother, father = issue_decision(whole.pk, by=caseworker).letters
    assert mother.manual_dispatch
    assert mother.address_lines == []
    assert not father.manual_dispatch


def test_a_child_of_twelve_who_understands_gets_a_letter(whole, caseworker):
    whole.case.recipient.birth_date = date(2014, 2, 1)
    whole.case.recipient.save()
    Decision.objects.filter(pk=whole.pk).update(child_understands=True)
    letters = issue_decision(whole.pk, by=caseworker).letters
    assert [letter.role for letter in letters] == ["recipient", "parent", "parent"]
    assert "Du får støttekontakt" in letters[0].body


def test_nobody_to_write_to_stops_it(whole, caseworker):
    Representative.objects.filter(case=whole.case).update(parental_responsibility="none")
    with pytest.raises(CannotIssue, match="Ingen kan få brevet"):
        issue_decision(whole.pk, by=caseworker)
