"""What the letters are told about a decision, for each reader and in both forms of language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from decisions import letters
from decisions.models import Appraisal
from decisions.rules import Section
from decisions.services import dossier_of
from stottekontakt.accounts.models import Municipality
from stottekontakt.cases.models import Case, Person
from stottekontakt.cases.services import add_journal_entry, write_note
from stottekontakt.letters.context import DecisionGrantedContext, DecisionRefusedContext, Role
from stottekontakt.letters.services import preview
from tests.decisions.conftest import make_application
from tests.decisions.factories import services_of, whole_draft, write

TODAY = date(2026, 11, 23)


def context(decision, name="Hilde Blåklokke", *, dated_on=TODAY, signed_by=None, language=None):
    decision = type(decision).objects.get(pk=decision.pk)
    dossier = dossier_of(decision)
    choice = next(one for one in dossier.addressees if one.person.name == name)
    return letters.context(
        dossier, choice, signed_by=signed_by, dated_on=dated_on, language=language
    )


def text_of(decision, name="Hilde Blåklokke", language="nb"):
    return preview(
        letters.kind(decision),
        case=Case.objects.select_related("municipality", "unit", "caseworker").get(
            pk=decision.case_id
        ),
        context=context(decision, name, language=language),
        language=language,
    )


def test_a_grant_is_filled_from_the_case(whole, caseworker):
    Municipality.objects.filter(pk=whole.municipality_id).update(
        travel_cap_per_month=Decimal(200), contact_ticket_paid_by_municipality=False
    )
    got = context(whole, signed_by=caseworker.user)
    assert isinstance(got, DecisionGrantedContext)
    assert got.role is Role.PARENT
    assert got.called == "Nora"
    assert got.is_minor
    assert got.received_on == date(2026, 11, 9)
    assert (got.applied_for.hours, got.applied_for.per) == (3, "week")
    assert [(s.form, s.amount.hours, s.starts_on, s.ends_on) for s in got.services] == [
        ("individual", 3, date(2026, 12, 1), date(2027, 11, 30))
    ]
    assert got.services[0].goal == "Nora svømmer sammen med andre barn hver uke."
    assert got.evaluate_by == date(2027, 3, 1)
    assert got.travel_cap == 200
    assert not got.contact_ticket_paid
    assert got.best_interests
    assert got.copies_to == ("Espen Dalvik, far til Nora",)
    assert (got.complaint.weeks, got.complaint.example_due_on) == (4, date(2026, 12, 28))
    assert got.refused_part == ""


def test_the_law_stands_with_the_day_it_was_read(whole):
    rules = context(whole).rules
    assert [rule.key for rule in rules] == [
        "right", "duty", "participation", "child", "procedure", "local_criteria",
    ]  # fmt: skip
    assert {rule.valid_on for rule in rules} == {TODAY}
    assert rules[0].reference == "Pasient- og brukerrettighetsloven § 2-1 andre ledd"
    nynorsk = context(whole, language="nn").rules
    assert nynorsk[0].reference == "Pasient- og brukarrettslova § 2-1 andre ledd"


def test_a_preview_leaves_the_dates_open(whole):
    got = context(whole, dated_on=None)
    assert got.dated_on is None
    assert got.complaint.example_due_on is None
    assert {rule.valid_on for rule in got.rules} == {None}


def test_a_grant_shows_the_answer_to_a_flag_in_its_row(whole):
    rows = {row.title: row for row in context(whole).criteria}
    assert rows["Alder"].appraisal == (
        "Om age: Nora kommer seg ikke ut uten følge.\nMor har to små barn hjemme."
    )
    assert rows["Alder"].met == "yes"


def test_a_limit_nobody_came_near_is_left_out(whole):
    Appraisal.objects.filter(decision=whole, criterion__key="tasks").update(
        met="not_relevant", text=""
    )
    titles = [row.title for row in context(whole).criteria]
    assert titles == ["Trenger hjelp til fritid", "Alder", "Lite nettverk"]


def test_a_refusal_tells_why_the_exception_does_not_apply(application, criteria, caseworker):
    decision = whole_draft(application, caseworker, outcome="refused")
    Appraisal.objects.filter(decision=decision, criterion__key="age").update(met="no")
    got = context(decision)
    assert isinstance(got, DecisionRefusedContext)
    assert got.decisive == "Nora får hjelpen på en annen måte."
    assert got.exception == "Mor har to små barn hjemme."
    assert {row.title: row.appraisal for row in got.criteria}["Alder"] == (
        "Om age: Nora kommer seg ikke ut uten følge."
    )
    assert [(offer.title, offer.text) for offer in got.offers] == [
        ("Svømmeklubben", "Fritidskonsulenten ringer innen 4. desember.")
    ]


def test_a_partial_grant_says_what_is_refused(case, criteria, caseworker):
    six = make_application(case, hours=Decimal(6))
    got = context(whole_draft(six, caseworker, outcome="partly_granted"))
    assert got.refused_part == "3 av de 6 timene i uken"
    assert got.refused_reasons == "På lørdager vil Nora helst være hjemme."


def test_sources_are_told_once_with_their_day(whole, criteria, caseworker):
    note = write_note(
        whole.case, by=caseworker, kind="meeting", happened_on=date(2026, 11, 16),
        with_whom="Nora og mor", text="Snakket.",
    )  # fmt: skip
    statement = add_journal_entry(
        whole.case, by=caseworker, direction="incoming", title="Uttalelse fra skolen",
        dated_on=date(2026, 11, 10), received_on=date(2026, 11, 12),
    )  # fmt: skip
    keys = [f"note-{note.pk}", f"journal-{statement.pk}"]
    write(whole, Section.FACTS, caseworker, facts="x", sources=keys)
    dossier = dossier_of(whole)
    answers = [
        {"criterion": one.criterion, "met": one.met, "text": one.text, "exception": one.exception,
         "sources": keys}
        for one in dossier.appraisals
    ]  # fmt: skip
    write(whole, Section.CRITERIA, caseworker, appraisals=answers)
    assert context(whole).built_on == (
        "- Uttalelse fra skolen, kom 12.\u00a0november 2026\n"
        "- Samtale med Nora og mor 16.\u00a0november 2026"
    )


def test_one_who_writes_and_one_who_is_responsible_both_sign(whole, decision_maker, caseworker):
    alone = context(whole, signed_by=caseworker.user).signatories
    assert [(one.name, one.role) for one in alone] == [("Siri Lind", "caseworker")]
    both = context(whole, signed_by=decision_maker.user).signatories
    assert [(one.name, one.title) for one in both] == [
        ("Siri Lind", ""),
        ("Jon Testmo", "leder for Tildelingskontoret"),
    ]


def test_two_services_share_the_goal(application, criteria, caseworker):
    both = [services_of("3"), services_of("2", form="group")]
    got = context(whole_draft(application, caseworker, services=both))
    assert [service.goal for service in got.services] == [
        "", "Nora svømmer sammen med andre barn hver uke.",
    ]  # fmt: skip


@pytest.mark.parametrize("outcome", ["granted", "partly_granted", "refused"])
@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("name", ["Hilde Blåklokke", "Nora Blåklokke"])
def test_every_letter_is_whole_for_every_reader(
    case, criteria, caseworker, outcome, language, name
):
    Person.objects.filter(pk=case.recipient_id).update(birth_date=date(2011, 5, 1))
    decision = whole_draft(make_application(case, hours=Decimal(6)), caseworker, outcome=outcome)
    letter = text_of(decision, name, language)
    assert letter.open_fields == ()
    assert "§\u00a02-1" in letter.body
    who = "Du" if name.startswith("Nora") else "Nora"
    assert {"granted": f"{who} får", "partly_granted": f"{who} får",
            "refused": f"{who} får ikk"}[outcome] in letter.body  # fmt: skip


def test_what_a_caseworker_writes_never_becomes_markup(whole, caseworker):
    write(whole, Section.REASONS, caseworker, reasons="<script>alert(1)</script> & {navn}")
    body = text_of(whole).body
    assert "<script>" not in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {navn}" in body
