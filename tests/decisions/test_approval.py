"""Two persons: when they are needed, who they may be, and the way to and fro."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from decisions import approval
from decisions.errors import (
    AlreadyIssued,
    CannotDiscard,
    CannotIssue,
    CannotSubmit,
    NotWithDecisionMaker,
    WithDecisionMaker,
)
from decisions.models import Decision, FormDraft
from decisions.rules import Section
from decisions.services import discard, dossier_of, issue, keep_typed
from decisions.submitting import call_back, decision_makers, send_back, submit
from stottekontakt.accounts.models import SecondPerson
from stottekontakt.accounts.roles import Role
from stottekontakt.audit.models import AuditEntry
from stottekontakt.errors import Refused
from tests.accounts.factories import UnitFactory
from tests.decisions.factories import FACTS, whole_draft, write

# ── When ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("services", "hours"),
    [
        ([], "0"),
        ([("3.5", "week")], "3.5"),
        ([("24", "month")], "6"),
        ([("10", "month")], "2.5"),
        ([("3", "week"), ("8", "month")], "5"),
    ],
)
def test_hours_a_week_of_all_forms_together(services, hours):
    rows = [SimpleNamespace(hours=Decimal(count), hours_unit=unit) for count, unit in services]
    assert approval.hours_a_week(rows) == Decimal(hours)


NONE, ALL, NO, HOURS = SecondPerson
A_NO = ("refused", "partly_granted", "dismissed")


@pytest.mark.parametrize(
    ("policy", "limit", "outcome", "to_detriment", "granted", "own_limit", "needed"),
    [
        (NONE, None, "granted", None, "3", None, False),
        (NONE, None, "refused", None, "0", None, False),
        (ALL, None, "granted", None, "3", None, True),
        (ALL, None, "refused", None, "0", None, True),
        (NO, None, "granted", None, "30", None, False),
        *((NO, None, outcome, None, "1", None, True) for outcome in A_NO),
        (NO, None, "granted", True, "2", None, True),  # a change to fewer hours
        (NO, None, "granted", False, "2", None, False),
        (NO, None, "terminated", True, "0", None, True),
        (NO, None, "terminated", False, "0", None, False),  # as the recipient wished
        (HOURS, "5", "granted", None, "5", None, False),
        (HOURS, "5", "granted", None, "5.25", None, True),
        (HOURS, "5", "partly_granted", None, "6", None, True),
        (HOURS, "5", "refused", None, "0", None, False),
        # One's own delegation
        (NONE, None, "granted", None, "4", "4", False),
        (NONE, None, "granted", None, "4.5", "4", True),
        (NONE, None, "refused", None, "0", "4", False),
        (HOURS, "5", "granted", None, "4.5", "4", True),
    ],
)
def test_when_somebody_else_must_issue(
    policy, limit, outcome, to_detriment, granted, own_limit, needed
):
    decision = Decision(outcome=outcome, to_detriment=to_detriment)
    dossier = SimpleNamespace(
        decision=decision,
        municipality=SimpleNamespace(
            second_person=policy,
            second_person_above_hours=Decimal(limit) if limit else None,
        ),
        services=[SimpleNamespace(hours=Decimal(granted), hours_unit="week")],
    )
    by = SimpleNamespace(issues_up_to_hours=Decimal(own_limit) if own_limit else None)
    assert approval.needs_second_person(dossier, by) is needed


# ── Sending ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def two_demanded(municipality):
    municipality.second_person = SecondPerson.ALL
    municipality.save()


@pytest.fixture
def sent(two_demanded, whole, caseworker, decision_maker):
    return submit(whole.pk, by=caseworker)


def fresh(decision):
    return Decision.objects.get(pk=decision.pk)


def test_who_wrote_it_does_not_issue_it(two_demanded, whole, caseworker, decision_maker):
    with pytest.raises(CannotIssue, match="En annen enn deg må fatte dette vedtaket"):
        issue(whole.pk, by=caseworker)
    with pytest.raises(CannotIssue, match="En annen enn deg"):
        issue(whole.pk, by=decision_maker)  # not before it is sent


def test_the_decision_maker_issues_what_was_sent(sent, decision_maker):
    assert sent.needs_second_person
    issue(sent.pk, by=decision_maker)
    issued = fresh(sent)
    assert issued.is_issued
    assert issued.needs_second_person
    assert issued.issued_by == decision_maker.user
    assert AuditEntry.objects.filter(event="decision_submitted").count() == 1


def test_where_one_is_enough_it_need_not_be_sent(whole, caseworker, decision_maker):
    with pytest.raises(CannotSubmit, match="Du kan fatte dette vedtaket selv"):
        submit(whole.pk, by=caseworker)
    issue(whole.pk, by=caseworker)
    assert not fresh(whole).needs_second_person


def test_what_is_missing_is_said_before_it_is_sent(two_demanded, whole, caseworker, decision_maker):
    write(whole, Section.FACTS, caseworker, facts="", sources=())
    with pytest.raises(CannotSubmit, match="skriv hva vedtaket bygger på"):
        submit(whole.pk, by=caseworker)


def test_it_is_not_sent_to_nobody(two_demanded, whole, caseworker, unit, member):
    elsewhere = UnitFactory(municipality=unit.municipality, name="Tildeling sør")
    member(Role.DECISION_MAKER, unit=elsewhere)
    member(Role.DECISION_MAKER, issues_up_to_hours=2)  # the decision is on three
    member(Role.DECISION_MAKER, valid_until=date(2026, 11, 22))  # yesterday
    with pytest.raises(CannotSubmit, match="Ingen andre i enheten kan fatte"):
        submit(whole.pk, by=caseworker)
    of_the_whole = member(Role.DECISION_MAKER, unit=None)
    assert decision_makers(dossier_of(fresh(whole)), caseworker) == [of_the_whole]
    assert submit(whole.pk, by=caseworker).is_submitted


def test_it_is_sent_once(sent, caseworker):
    with pytest.raises(CannotSubmit, match="Siri Lind sendte vedtaket til beslutter"):
        submit(sent.pk, by=caseworker)


def test_beyond_ones_hours_it_goes_to_somebody_with_more(application, criteria, member):
    writer = member(Role.CASEWORKER, issues_up_to_hours=2)
    small = member(Role.DECISION_MAKER, issues_up_to_hours=Decimal("2.5"))
    great = member(Role.DECISION_MAKER, issues_up_to_hours=3)
    decision = whole_draft(application, writer)  # three hours
    with pytest.raises(CannotIssue, match="En annen enn deg"):
        issue(decision.pk, by=writer)
    submit(decision.pk, by=writer)
    with pytest.raises(
        CannotIssue, match="på 3 timer i uken, og du kan fatte vedtak på opptil 2,5"
    ):
        issue(decision.pk, by=small)
    issue(decision.pk, by=great)
    assert fresh(decision).issued_by == great.user


def test_a_caseworker_is_no_decision_maker(sent, member):
    with pytest.raises(CannotIssue, match="Bare en beslutter kan fatte det"):
        issue(sent.pk, by=member(Role.CASEWORKER))


def test_whoever_wrote_a_part_is_no_second_person(
    two_demanded, whole, caseworker, decision_maker, member
):
    third = member(Role.DECISION_MAKER, user__name="Kari Moe")
    write(whole, Section.FACTS, decision_maker, facts=FACTS, sources=())
    write(whole, Section.BEST_INTERESTS, caseworker, best_interests="Det beste for Nora.")
    submit(whole.pk, by=caseworker)
    with pytest.raises(CannotIssue, match="Du har selv skrevet i vedtaket"):
        issue(whole.pk, by=decision_maker)
    assert decision_makers(dossier_of(fresh(whole)), caseworker) == [third]


# ── With the decision maker ─────────────────────────────────────────────────────────────────────


def test_nobody_writes_in_what_is_being_read(sent, caseworker, decision_maker):
    for by in (caseworker, decision_maker):
        with pytest.raises(WithDecisionMaker, match="Kall det tilbake for å skrive"):
            write(sent, Section.FACTS, by, facts="Noe annet.", sources=())
    with pytest.raises(CannotDiscard, match="sendte vedtaket til beslutter"):
        discard(sent.pk, by=caseworker)
    assert fresh(sent).facts == FACTS


def test_what_is_called_back_may_be_written_in_and_sent_anew(sent, caseworker, decision_maker):
    back = call_back(sent.pk, by=caseworker)
    assert (back.is_submitted, back.needs_second_person) == (False, False)
    write(back, Section.FACTS, caseworker, facts="Nora bor hos far.", sources=())
    submit(sent.pk, by=caseworker)
    issue(sent.pk, by=decision_maker)
    assert [entry.event for entry in AuditEntry.objects.order_by("pk")
            if entry.event.startswith("decision_")] == [
        "decision_drafted", "decision_submitted", "decision_called_back", "decision_submitted",
        "decision_issued",
    ]  # fmt: skip


def test_what_is_sent_back_has_a_reason_until_it_is_sent_anew(sent, caseworker, decision_maker):
    send_back(sent.pk, reason="Skriv mer om skolen.", by=decision_maker)
    back = fresh(sent)
    assert not back.is_submitted
    assert (back.returned_by, back.returned_reason) == (decision_maker.user, "Skriv mer om skolen.")
    assert AuditEntry.objects.latest("pk").data == {}, "the reason is about a person"
    again = submit(sent.pk, by=caseworker)
    assert (again.returned_at, again.returned_reason) == (None, "")


def test_what_is_not_there_is_neither_called_nor_sent_back(sent, caseworker, decision_maker):
    send_back(sent.pk, reason="Mer.", by=decision_maker)
    with pytest.raises(NotWithDecisionMaker, match="Jon Testmo sendte vedtaket tilbake"):
        call_back(sent.pk, by=caseworker)
    submit(sent.pk, by=caseworker)
    call_back(sent.pk, by=caseworker)
    with pytest.raises(NotWithDecisionMaker, match="kalt tilbake av saksbehandler"):
        send_back(sent.pk, reason="Mer.", by=decision_maker)
    submit(sent.pk, by=caseworker)
    issue(sent.pk, by=decision_maker)
    with pytest.raises(NotWithDecisionMaker, match="Jon Testmo fattet vedtaket"):
        call_back(sent.pk, by=caseworker)


def test_another_text_than_the_one_that_was_read_is_not_issued(sent, caseworker, decision_maker):
    read = fresh(sent).version
    call_back(sent.pk, by=caseworker)
    write(sent, Section.FACTS, caseworker, facts="Nora bor hos far.", sources=())
    submit(sent.pk, by=caseworker)
    with pytest.raises(CannotIssue, match="endret etter at du åpnet siden"):
        issue(sent.pk, by=decision_maker, version=read)
    issue(sent.pk, by=decision_maker, version=fresh(sent).version)


# ── The database ────────────────────────────────────────────────────────────────────────────────


def issued_by(decision, user):
    Decision.objects.filter(pk=decision.pk).update(
        state="issued", issued_at=timezone.now(), issued_by=user, legal_bases=[1], recipient_age=11
    )


@pytest.mark.parametrize("hand", ["drafted", "written", "sent"])
def test_the_database_knows_who_had_a_hand_in_it(
    two_demanded, whole, caseworker, decision_maker, member, hand
):
    other = member(Role.CASEWORKER)
    if hand == "written":
        write(whole, Section.FACTS, other, facts=FACTS, sources=())
    member(Role.DECISION_MAKER)  # somebody there is to send it to
    submit(whole.pk, by=decision_maker if hand == "sent" else caseworker)
    who = {"drafted": caseworker, "written": other, "sent": decision_maker}[hand].user
    whole.services.update(starts_on=whole.starts_on, ends_on=whole.ends_on, in_force=True)
    with (
        pytest.raises(IntegrityError, match="decision_needs_second_person_to_issue"),
        transaction.atomic(),
    ):
        issued_by(whole, who)


def test_nor_is_it_issued_unsent(whole, decision_maker):
    whole.services.update(starts_on=whole.starts_on, ends_on=whole.ends_on, in_force=True)
    Decision.objects.filter(pk=whole.pk).update(needs_second_person=True)
    with (
        pytest.raises(IntegrityError, match="decision_needs_second_person_to_issue"),
        transaction.atomic(),
    ):
        issued_by(whole, decision_maker.user)


def test_the_database_keeps_what_is_being_read(sent):
    with (
        pytest.raises(Exception, match="is_not_written_in_while_submitted"),
        transaction.atomic(),
    ):
        Decision.objects.filter(pk=sent.pk).update(facts="Noe annet.")


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("decision_submitted_at_and_by_go_together", {"submitted_at": timezone.now()}),
        ("decision_returned_at_by_and_reason_go_together", {"returned_reason": "Mer."}),
        ("decision_returned_at_by_and_reason_go_together", {"returned_at": timezone.now()}),
    ],
)
def test_moments_and_people_go_together(whole, constraint, values):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Decision.objects.filter(pk=whole.pk).update(**values)


# ── Two at once ─────────────────────────────────────────────────────────────────────────────────


def at_once(*actions):
    """Each in a thread and a connection of its own; what each answered or was refused with."""
    municipality_id = connection_context()
    answers: list[object] = [None] * len(actions)
    start = threading.Barrier(len(actions))

    def run(number, action):
        from stottekontakt.database.context import set_context

        try:
            set_context(municipality_id)
            start.wait(timeout=20)
            answers[number] = action()
        except Refused as error:
            answers[number] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(number, action)) for number, action in enumerate(actions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def connection_context():
    from stottekontakt.database.context import get_context

    return get_context()[0]


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_two_decision_makers_make_one_decision(self, sent, decision_maker, member):
        other = member(Role.DECISION_MAKER, user__name="Kari Moe")
        answers = at_once(
            lambda: issue(sent.pk, by=decision_maker), lambda: issue(sent.pk, by=other)
        )
        refused = [one for one in answers if isinstance(one, Refused)]
        assert len(refused) == 1
        assert isinstance(refused[0], AlreadyIssued)
        assert fresh(sent).is_issued

    def test_of_calling_back_and_issuing_one_comes_first(self, sent, caseworker, decision_maker):
        answers = at_once(
            lambda: issue(sent.pk, by=decision_maker), lambda: call_back(sent.pk, by=caseworker)
        )
        [refused] = [one for one in answers if isinstance(one, Refused)]
        if fresh(sent).is_issued:
            assert isinstance(refused, NotWithDecisionMaker)
        else:
            assert "En annen enn deg" in refused.problems[0]
            assert not fresh(sent).is_submitted


# ── The pages ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def siri(client_for, caseworker):
    return client_for(caseworker)


@pytest.fixture
def jon(client_for, decision_maker):
    return client_for(decision_maker)


def url(name, decision, *arguments):
    return reverse(f"decisions:{name}", args=[decision.pk, *arguments])


def test_the_writer_is_led_to_the_decision_maker(two_demanded, whole, siri, jon):
    page = siri.get(url("section", whole, "begrunnelse"))
    assert "Send til beslutter …" in page.text
    assert "Fatt vedtak …" not in page.text
    assert siri.get(url("issue", whole))["Location"] == url("submit", whole)
    page = siri.get(url("submit", whole))
    assert "Jon Testmo kan lese vedtaket og fatte det." in page.text
    page = siri.post(url("submit", whole), follow=True)
    assert "Vedtaket er sendt til beslutter." in page.text
    assert "Kall tilbake" in page.text
    assert siri.get(url("section", whole, "utfall"))["Location"] == url("detail", whole)


def test_what_a_colleague_has_not_saved_is_told_before_it_is_sent(
    two_demanded, whole, siri, decision_maker
):
    keep_typed(whole, Section.FACTS, "facts=Mer", by=decision_maker)
    assert "Jon Testmo: Opplysninger" in siri.get(url("submit", whole)).text


def test_the_queue_has_what_must_be_answered_first_on_top(
    sent, jon, caseworker, django_assert_max_num_queries
):
    jon.get(reverse("decisions:queue"))
    with django_assert_max_num_queries(12):
        page = jon.get(reverse("decisions:queue"))
    assert "Les og fatt" in page.text
    assert "Siri Lind" in page.text


def test_the_queue_tells_whoever_wrote_in_it(
    two_demanded, whole, caseworker, decision_maker, jon, member
):
    member(Role.DECISION_MAKER, user__name="Kari Moe")
    write(whole, Section.FACTS, decision_maker, facts=FACTS, sources=())
    submit(whole.pk, by=caseworker)
    page = jon.get(reverse("decisions:queue"))
    assert "Du har selv skrevet i det" in page.text
    assert "Les og fatt" not in page.text


def test_an_empty_queue_says_what_will_come(jon):
    assert "Ingen vedtak venter på deg" in jon.get(reverse("decisions:queue")).text


def test_the_decision_maker_reads_all_and_issues(sent, jon):
    page = jon.get(url("detail", sent))
    assert FACTS in page.text
    assert "Nora kommer seg ikke ut uten følge" in page.text
    assert "Fatt vedtak …" in page.text
    page = jon.get(url("issue", sent))
    assert f'name="version" value="{fresh(sent).version}"' in page.text
    page = jon.post(url("issue", sent), {"read": "on", "version": fresh(sent).version}, follow=True)
    assert "Vedtaket er fattet" in page.text
    assert fresh(sent).is_issued


def test_the_one_who_sent_it_cannot_issue_it_from_the_page(sent, siri):
    page = siri.post(url("issue", sent), {"read": "on"}, follow=True)
    assert "Du har selv skrevet i vedtaket" in page.text
    assert fresh(sent).is_draft


def test_sent_back_needs_a_reason_and_is_shown_to_the_writer(sent, jon, siri):
    page = jon.post(url("send_back", sent), {"reason": "  "})
    assert "Skriv hva som må være annerledes." in page.text
    page = jon.post(url("send_back", sent), {"reason": "Skriv mer om skolen."}, follow=True)
    assert "Vedtaket er sendt tilbake." in page.text
    page = siri.get(url("section", sent, "begrunnelse"))
    assert "Jon Testmo sendte vedtaket tilbake" in page.text
    assert "Skriv mer om skolen." in page.text


def test_a_reason_typed_too_late_is_not_lost(sent, jon, caseworker):
    call_back(sent.pk, by=caseworker)
    page = jon.post(url("send_back", sent), {"reason": "Skriv mer om skolen."})
    assert "kalt tilbake av saksbehandler" in page.text
    assert "Skriv mer om skolen." in page.text


def test_called_back_from_the_page(sent, siri, jon):
    page = siri.post(url("call_back", sent), follow=True)
    assert "Nå kan du skrive i det igjen" in page.text
    page = siri.post(url("call_back", sent), follow=True)
    assert "ikke hos beslutter nå" in page.text


def test_what_is_typed_while_it_is_sent_is_kept_for_its_return(sent, siri, caseworker):
    page = siri.post(
        url("section", sent, "opplysninger"),
        {"facts": "Nora har byttet skole.", "version": fresh(sent).version},
        follow=True,
    )
    assert "tatt vare på" in page.text
    assert FormDraft.objects.get().section == "opplysninger"
    call_back(sent.pk, by=caseworker)
    page = siri.get(url("section", sent, "opplysninger"))
    assert "Nora har byttet skole." in page.text


def test_what_is_typed_after_it_is_issued_is_shown_to_be_copied(sent, siri, decision_maker):
    issue(sent.pk, by=decision_maker)
    page = siri.post(url("section", sent, "opplysninger"), {"facts": "Nora har byttet skole."})
    assert page.status_code == 200
    assert "Jon Testmo fattet vedtaket" in page.text
    assert "Nora har byttet skole." in page.text
    assert fresh(sent).facts == FACTS
