"""Told beforehand, heard and answered: an advance notice from its words to the decision."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from decisions import notices, rules
from decisions.errors import CannotIssue, CannotNotify, CannotSave
from decisions.models import AdvanceNotice, Decision, NoticeComment
from decisions.services import discard, dossier_of
from stottekontakt.cases.models import CaseNote, JournalEntry
from stottekontakt.deadlines.models import Deadline
from stottekontakt.letters.models import Letter
from stottekontakt.workflows.decision_issued import issue_decision
from stottekontakt.workflows.decision_notice import close_comments, issue_advance_notice
from stottekontakt.workflows.decision_taken_over import (
    EarlierDecision,
    Hours,
    take_over_decision,
)
from stottekontakt.workflows.letter_delivered import letter_sent
from tests.cases.factories import CaseFactory
from tests.cases.files import PDF
from tests.decisions.factories import whole_draft
from tests.decisions.following import (
    assess,
    decide_change,
    follow_up,
    make_file,
    notify,
    rescope,
)
from tests.decisions.test_invariants import refused_by  # noqa: F401

Kind = Decision.Kind
FIELDS = {
    "initiative": "municipality",
    "to_detriment": True,
    "ground": "new_assessment",
    "ground_reasons": "Nora er mer ute med venner nå.",
}


@pytest.fixture
def change(application, criteria, caseworker):
    """One hour instead of three, from 1 March: whole but for what the party is told."""
    standing = whole_draft(application, caseworker, ends_on=None)
    issue_decision(standing.pk, by=caseworker)
    begun = follow_up(Decision.objects.get(pk=standing.pk), Kind.CHANGE, caseworker)
    rescope(begun, caseworker, ("individual", "1"), starts_on=date(2027, 3, 1),
            evaluation_on=date(2027, 6, 1))  # fmt: skip
    decide_change(begun, caseworker, **FIELDS)
    return assess(begun, caseworker)


def problems(decision, day=None):
    fresh = Decision.objects.get(pk=decision.pk)
    return [problem.text for problem in rules.problems_before_issue(dossier_of(fresh, day=day))]


def said(text="Jeg er ikke enig.", **fields):
    return notices.Comment(
        **{"received_on": timezone.localdate(), "given_by": "Hilde Blåklokke, mor", "text": text,
           "channel": "phone", **fields}
    )  # fmt: skip


# ── The letters, and the time to comment ────────────────────────────────────────────────────────


def test_nothing_is_told_before_it_is_whole(change, caseworker):
    with pytest.raises(CannotNotify) as refused:
        issue_advance_notice(change.pk, by=caseworker)
    assert refused.value.problems == [
        "Skriv hva kommunen vurderer å gjøre.", "Skriv hvorfor kommunen vurderer det.",
    ]  # fmt: skip
    decide_change(change, caseworker, **{**FIELDS, "ground": ""})
    notices.save_notice(change.pk, what="x", why="x", from_on=None, version=0, by=caseworker)
    with pytest.raises(CannotNotify, match="Velg grunnlaget i forvaltningsloven § 35"):
        issue_advance_notice(change.pk, by=caseworker)
    assert not Letter.objects.filter(kind="advance_notice").exists()


def test_time_to_comment_runs_from_the_last_letter(change, caseworker):
    notices.save_notice(
        change.pk, what="Én time.", why="Venner.", from_on=None, version=0, by=caseworker
    )
    issued = issue_advance_notice(change.pk, by=caseworker)
    assert [letter.kind for letter in issued.letters] == ["advance_notice"] * 2
    # Two weeks from Tuesday, when the letters have been posted.
    assert issued.notice.comment_by == date(2026, 12, 8)
    assert problems(change) == ["Endringen: registrer at brevene med forhåndsvarsel er sendt"]
    mother, father = issued.letters
    for letter in issued.letters:
        make_file(letter, caseworker)
    letter_sent(mother.pk, on=date(2026, 11, 23), by=caseworker)
    assert not Deadline.objects.filter(kind="comments").exists()
    with time_machine.travel("2026-11-30T09:00:00Z"):
        letter_sent(father.pk, on=date(2026, 11, 30), by=caseworker)
    told = AdvanceNotice.objects.get()
    assert (told.sent_on, told.comment_by) == (date(2026, 11, 30), date(2026, 12, 14))
    assert Deadline.objects.get(kind="comments").due_on == date(2026, 12, 14)


def test_it_is_told_once(change, caseworker):
    notify(change, caseworker)
    with pytest.raises(CannotNotify, match="allerede laget"):
        issue_advance_notice(change.pk, by=caseworker)
    with pytest.raises(CannotSave, match="kan ikke endres"):
        notices.save_notice(change.pk, what="y", why="y", from_on=None, version=1, by=caseworker)


def test_two_who_write_the_notice_at_once(change, caseworker, decision_maker):
    values = {"why": "x", "from_on": None}
    notices.save_notice(change.pk, what="Siri", version=0, by=caseworker, **values)
    with pytest.raises(CannotSave, match="Noen andre lagret varselet"):
        notices.save_notice(change.pk, what="Jon", version=0, by=decision_maker, **values)
    assert AdvanceNotice.objects.get().what == "Siri"


# ── Waiting, and what is said ───────────────────────────────────────────────────────────────────


def test_the_decision_waits_until_the_time_is_out(change, caseworker):
    told = notify(change, caseworker)
    assert told.comment_by == date(2026, 12, 8)
    assert problems(change) == [
        "Endringen: fristen for å uttale seg er 8. desember 2026. "
        "Vent til den er ute eller alle har uttalt seg"
    ]
    with time_machine.travel("2026-12-08T20:00:00Z"), pytest.raises(CannotIssue):
        issue_decision(change.pk, by=caseworker)
    with time_machine.travel("2026-12-09T09:00:00Z"):
        assert problems(change) == []
        issued = issue_decision(change.pk, by=caseworker)
    assert not Deadline.objects.get(kind="comments").is_open
    assert "Utsettelse:" in issued.letters[0].body, "fvl. § 42"


def test_what_was_said_is_answered_and_all_said_ends_the_wait(change, caseworker):
    told = notify(change, caseworker)
    notices.register_comment(told.pk, said(), by=caseworker)
    note = CaseNote.objects.get(text="Jeg er ikke enig.")
    assert (note.kind, note.with_whom) == ("phone", "Hilde Blåklokke, mor")
    assert "Endringen: svar på det som ble sagt til varselet" in problems(change)
    close_comments(told.pk, by=caseworker)
    decide_change(change, caseworker, **FIELDS, comments_answer="Mor er uenig. Vi mener …")
    assert problems(change) == []
    assert Deadline.objects.get(kind="comments").met_on == date(2026, 11, 23)
    issued = issue_decision(change.pk, by=caseworker)
    assert "Mor er uenig. Vi mener …" in issued.letters[0].body


def test_a_letter_that_came_lies_in_the_journal(change, caseworker):
    from stottekontakt.cases.attachments import CheckedFile

    told = notify(change, caseworker)
    file = CheckedFile("brev.pdf", "application/pdf", PDF)
    comment = notices.register_comment(told.pk, said(files=[file]), by=caseworker)
    entry = JournalEntry.objects.get(pk=comment.journal_entry_id)
    assert (entry.direction, entry.title) == ("incoming", "Uttalelse til forhåndsvarsel")
    assert entry.documents.count() == 1


@pytest.mark.parametrize(
    ("day", "words"), [(date(2026, 11, 22), "før varselet ble sendt"),
                       (date(2026, 11, 24), "fram i tid")],
)  # fmt: skip
def test_a_comment_comes_after_the_notice_and_not_tomorrow(change, caseworker, day, words):
    told = notify(change, caseworker)
    with pytest.raises(CannotSave, match=words):
        notices.register_comment(told.pk, said(received_on=day), by=caseworker)


def test_nobody_has_said_anything_is_not_everybody_has(change, caseworker):
    told = notify(change, caseworker)
    with pytest.raises(CannotSave, match="Registrer det som er sagt"):
        close_comments(told.pk, by=caseworker)


def test_a_comment_may_change_the_outcome(change, caseworker):
    told = notify(change, caseworker)
    notices.register_comment(told.pk, said("Nora er ute bare i ferien."), by=caseworker)
    close_comments(told.pk, by=caseworker)
    rescope(change, caseworker, ("individual", "3"))
    decide_change(change, caseworker, initiative="municipality", to_detriment=False,
                  comments_answer="Mor har rett. Nora beholder timene.")  # fmt: skip
    assert problems(change) == []
    issued = issue_decision(change.pk, by=caseworker)
    assert issued.decision.services.get().hours == 3
    assert "Mor har rett. Nora beholder timene." in issued.letters[0].body


def test_a_draft_that_is_put_away_waits_for_nobody(change, caseworker):
    notify(change, caseworker)
    discard(change.pk, by=caseworker)
    assert Deadline.objects.get(kind="comments").cancelled_on is not None


# ── What the database refuses ───────────────────────────────────────────────────────────────────


def issue_by_hand(decision, by, **broken):
    decision.services.update(starts_on=decision.starts_on, ends_on=decision.ends_on, in_force=True)
    values = {
        "state": "issued", "issued_at": timezone.now(), "issued_by": by.user,
        "recipient_age": 11, "legal_bases": [1], **broken,
    }  # fmt: skip
    Decision.objects.filter(pk=decision.pk).update(**values)


@pytest.fixture
def free(change):
    """As the workflow does: the earlier one ends the day before."""
    change.replaces.services.update(ended_through=change, ends_on=date(2027, 2, 28))
    return change


OMITTED = {"notice_omitted": "knows", "notice_omitted_why": "Mor ba om møtet."}


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ({}, "decision_to_detriment_waits_for_comments"),
        ({"ground": "", **OMITTED}, "decision_to_detriment_has_a_ground"),
        ({"ground_reasons": "", **OMITTED}, "decision_new_assessment_has_reasons_of_its_own"),
        ({"notice_omitted": "knows"}, "decision_without_notice_says_why"),
        ({"to_detriment": None, **OMITTED}, "decision_change_says_whether_it_harms"),
        ({"outcome": "terminated", **OMITTED},
         "decision_outcome_fits_its_kind|decision_services_agree"),
        ({"kind": "first", **OMITTED}, "decision_follow_up_names_what_it_replaces"),
    ],
)  # fmt: skip
def test_harm_without_its_conditions_is_refused(free, caseworker, refused_by, broken, rule):  # noqa: F811
    with refused_by(rule):
        issue_by_hand(free, caseworker, **broken)


def test_harm_with_all_of_it_passes(free, caseworker):
    """Otherwise the test above would prove nothing."""
    issue_by_hand(free, caseworker, **OMITTED)
    assert Decision.objects.get(pk=free.pk).is_issued


def test_the_database_counts_the_days_too(free, caseworker, refused_by):  # noqa: F811
    notify(free, caseworker)
    last = timezone.make_aware(datetime(2026, 12, 8, 23, 30))
    with refused_by("decision_to_detriment_waits_for_comments"):
        issue_by_hand(free, caseworker, issued_at=last)
    issue_by_hand(free, caseworker, issued_at=last + timedelta(hours=1))


def test_comments_are_answered_or_it_is_not_issued(free, caseworker, refused_by):  # noqa: F811
    told = notify(free, caseworker)
    notices.register_comment(told.pk, said(), by=caseworker)
    close_comments(told.pk, by=caseworker)
    with refused_by("decision_answers_the_comments"):
        issue_by_hand(free, caseworker)


def test_a_termination_has_reason_and_last_day(free, caseworker, refused_by):  # noqa: F811
    free.services.all().delete()
    with refused_by("decision_termination_has_reason_and_last_day"):
        issue_by_hand(free, caseworker, kind="termination", outcome="terminated", **OMITTED)


def test_a_dismissal_says_why_and_guides(application, caseworker, refused_by):  # noqa: F811
    decision = whole_draft(application, caseworker, outcome="refused")
    with refused_by("decision_dismissal_says_why_and_guides"):
        issue_by_hand(decision, caseworker, outcome="dismissed", decisive="")


def test_only_one_takes_the_place_of_a_decision(free, caseworker, refused_by):  # noqa: F811
    issue_by_hand(free, caseworker, **OMITTED)
    other = Decision.objects.create(
        municipality=free.municipality, case=free.case, kind="termination", replaces=free.replaces,
        drafted_by=caseworker.user,
    )  # fmt: skip
    with refused_by("decision_is_replaced_only_once"):
        issue_by_hand(
            other, caseworker, outcome="terminated", termination_reason="wish", facts="x",
            reasons="x", ends_on=date(2027, 1, 1), to_detriment=False, child_heard="declined",
            child_heard_how="x", best_interests="x",
        )  # fmt: skip


def test_it_replaces_a_grant_of_its_own_case(change, unit, caseworker, refused_by):  # noqa: F811
    with refused_by("decision_replaces_an_issued_grant_of_its_case"):
        Decision.objects.create(
            municipality=change.municipality, case=CaseFactory(unit=unit), kind="change",
            replaces=change.replaces, drafted_by=caseworker.user,
        )  # fmt: skip
    with refused_by("decision_replaces_an_issued_grant_of_its_case"):
        Decision.objects.create(
            municipality=change.municipality, case=change.case, kind="change", replaces=change,
            drafted_by=caseworker.user,
        )  # fmt: skip


def test_services_end_early_only_by_what_takes_their_place(change, caseworker, refused_by):  # noqa: F811
    services = change.replaces.services
    for values in (
        {"ends_on": date(2027, 2, 28)},
        {"in_force": False},
        {"ended_through": change.replaces, "ends_on": date(2027, 2, 28)},
    ):
        with refused_by("granted_service_ends_early_only_by_a_decision"):
            services.update(**values)
    services.update(ended_through=change, ends_on=date(2027, 2, 28))
    for values in ({"ends_on": date(2027, 1, 31)}, {"ended_through": None}, {"in_force": False}):
        with refused_by("granted_service_ends_early_only_by_a_decision"):
            services.update(**values)
    for day in (None, date(2027, 3, 1)):
        with refused_by("granted_service_is_never_lengthened"):
            services.update(ends_on=day)
    with (
        refused_by("granted_service_is_ended_by_an_issued_decision"),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_what_ended_ends_earlier_only_by_what_follows_it(free, caseworker, refused_by):  # noqa: F811
    issue_by_hand(free, caseworker, **OMITTED)
    services = free.replaces.services
    beside, after = (
        Decision.objects.create(
            municipality=free.municipality, case=free.case, kind="change", replaces=replaces,
            drafted_by=caseworker.user,
        )
        for replaces in (free.replaces, free)
    )  # fmt: skip
    with refused_by("granted_service_ends_early_only_by_a_decision"):
        services.update(ended_through=beside, ends_on=date(2027, 1, 31))
    with refused_by("granted_service_is_never_lengthened"):
        services.update(ended_through=after, ends_on=date(2027, 3, 31))
    services.update(ended_through=after, ends_on=date(2027, 1, 31))
    with refused_by("granted_service_ends_early_only_by_a_decision"):
        services.update(ended_through=free, ends_on=date(2027, 1, 15))


def test_what_had_run_out_when_it_was_taken_over_is_not_in_force(
    make_case, culture_unit, caseworker
):
    case = make_case(child=False, recipient__birth_date=date(1990, 1, 1))
    earlier = EarlierDecision(
        received_on=date(2025, 1, 6), channel="paper", decided_on=date(2025, 2, 3),
        decided_by=caseworker.user, starts_on=date(2025, 3, 1), ends_on=date(2026, 2, 28),
        evaluation_on=date(2025, 9, 1), delivering_unit=culture_unit, appraisals={},
        services=[Hours(form="individual", hours=Decimal(3), hours_unit="week")],
        texts={"outcome": "granted", "facts": "x", "reasons": "x", "goal": "x",
               "recipient_view": "x", "view_weight": "x"},
    )  # fmt: skip
    service = take_over_decision(case, earlier, by=caseworker).services.get()
    assert (service.in_force, service.ends_on, service.ended_through) == (
        False, date(2026, 2, 28), None,
    )  # fmt: skip


def test_what_has_ended_does_not_begin_again(change, refused_by):  # noqa: F811
    services = change.replaces.services
    services.update(in_force=False, ended_through=change)
    with refused_by("granted_service_out_of_force_stays_so"):
        services.update(in_force=True)


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"issued_at": None}, "advance_notice_stands_once_issued|issued_at_and_by_go_together"),
        ({"what": "Noe annet"}, "advance_notice_stands_once_issued"),
        ({"comment_by": date(2026, 12, 1)}, "advance_notice_stands_once_issued"),
        ({"sent_on": date(2026, 11, 20)}, "advance_notice_stands_once_issued"),
        ({"closed_at": datetime(2026, 12, 1, tzinfo=timezone.get_default_timezone())},
         "advance_notice_closed_at_and_by_go_together"),
    ],
)  # fmt: skip
def test_what_was_told_stands(change, caseworker, refused_by, values, rule):  # noqa: F811
    notify(change, caseworker)
    with refused_by(rule):
        AdvanceNotice.objects.update(**values)


def make_notice(change, by, **fields):
    return AdvanceNotice.objects.create(
        **{"municipality": change.municipality, "decision": change, "case": change.case,
           "drafted_by": by.user, "what": "x", "why": "x", **fields}
    )  # fmt: skip


def test_a_notice_is_issued_by_somebody_and_gives_two_weeks(
    change,
    unit,
    caseworker,
    refused_by,  # noqa: F811
):
    with refused_by("advance_notice_issued_at_and_by_go_together"):
        make_notice(change, caseworker, issued_at=timezone.now())
    with refused_by("advance_notice_gives_two_weeks_from_dispatch"):
        make_notice(
            change, caseworker, issued_at=timezone.now(), issued_by=caseworker.user,
            planned="change", sent_on=date(2026, 11, 23), comment_by=date(2026, 12, 6),
        )  # fmt: skip
    with refused_by("advance_notice_is_of_its_decisions_case"):
        make_notice(change, caseworker, case=CaseFactory(unit=unit))


def test_a_comment_stands_and_lies_in_the_case(change, caseworker, refused_by):  # noqa: F811
    told = notify(change, caseworker)
    comment = notices.register_comment(told.pk, said(), by=caseworker)
    with refused_by("never_changes|Cannot"):
        NoticeComment.objects.update(text="Noe annet")
    fields = {
        "municipality": change.municipality, "notice": told, "case": change.case,
        "received_on": date(2026, 11, 23), "given_by": "mor", "text": "x",
        "registered_by": caseworker.user,
    }  # fmt: skip
    with refused_by("notice_comment_lies_in_the_case"):
        NoticeComment.objects.create(**fields)
    with refused_by("notice_comment_has_text_and_author"):
        NoticeComment.objects.create(**{**fields, "text": "", "note": comment.note})
