"""Foreløpig svar: drafted by the program three weeks after receipt, sent by a person's click."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from applications import jobs
from applications.errors import CannotChange, CannotSendInterimReply, OlderVersion
from applications.interim_rules import (
    Content,
    Standing,
    draft_on,
    latest_broken,
    latest_to_draft,
    new_draft_on,
    problems_before_sending,
    proposed_reason,
)
from applications.models import InformationItem, InformationRequest, InterimReply
from applications.services import mark_decided, register_in_error, withdraw
from applications.services.interim import (
    draft_interim_reply,
    drop_draft,
    save_draft,
    send_interim_reply,
)
from stottekontakt.audit.models import AuditEntry
from stottekontakt.deadlines.models import Deadline
from stottekontakt.letters.models import Letter
from stottekontakt.letters.tasks import render_letter
from stottekontakt.workflows.letter_delivered import letter_sent
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory, RepresentativeFactory
from tests.deadlines.factories import DeadlineFactory
from tests.deadlines.law import first_working_day_from, last_working_day_until
from tests.letters.test_compose import text_of

Reason, State, Kind = InterimReply.Reason, InterimReply.State, Deadline.Kind
RECEIVED = date(2027, 3, 1)
WHOLE = Content(reason=Reason.CASELOAD, expected_on=date(2027, 4, 15))


def at(day: str):
    return time_machine.travel(f"{day}T09:00:00+02:00")


@pytest.fixture
def case(unit, caseworker):
    return CaseFactory(unit=unit, caseworker=caseworker.user, opened_on=RECEIVED)


@pytest.fixture
def application(case):
    application = ApplicationFactory(case=case, received_on=RECEIVED)
    DeadlineFactory(
        case=case, source=application.source, counted_from=RECEIVED, due_on=date(2027, 4, 1)
    )
    return application


@pytest.fixture
def reply(application):
    with at("2027-03-22"):
        jobs.draft_interim_replies()
    return InterimReply.objects.get()


def leave(letters, on: str, by) -> None:
    with at(on):
        for letter in letters:
            render_letter(letter.pk, municipality_id=letter.municipality_id)
            letter_sent(letter.pk, on=date.fromisoformat(on), by=by)


def sent(reply, by, on: str = "2027-03-23", content: Content = WHOLE):
    with at(on):
        return send_interim_reply(reply.pk, version=reply.version, content=content, by=by)


# ── When ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("received_on", "drafted_on"),
    [
        (date(2027, 3, 1), date(2027, 3, 22)),
        (date(2026, 3, 1), date(2026, 3, 20)),  # the 22nd is a Sunday
        (date(2027, 3, 4), date(2027, 3, 24)),  # Maundy Thursday
        (date(2026, 12, 3), date(2026, 12, 24)),
        (date(2026, 12, 4), date(2026, 12, 24)),  # Christmas Day
    ],
)
def test_drafted_three_weeks_later_or_on_the_working_day_before(received_on, drafted_on) -> None:
    assert draft_on(received_on) == drafted_on


@given(st.dates(date(1990, 1, 1), date(2099, 11, 1)))
def test_the_days_against_a_second_reading(day: date) -> None:
    assert draft_on(day) == last_working_day_until(day + timedelta(days=21))
    assert new_draft_on(day) == first_working_day_from(day + timedelta(days=1))


@given(st.dates(date(1990, 2, 1), date(2099, 11, 1)))
def test_the_other_way_round(today: date) -> None:
    latest = latest_to_draft(today)
    assert draft_on(latest) <= today < draft_on(latest + timedelta(days=1))
    broken = latest_broken(today)
    assert new_draft_on(broken) <= today < new_draft_on(broken + timedelta(days=1))


def test_a_promise_that_slips_is_taken_up_the_next_working_day() -> None:
    assert new_draft_on(date(2027, 4, 15)) == date(2027, 4, 16)
    assert new_draft_on(date(2027, 4, 30)) == date(2027, 5, 3)  # 1 May is a Saturday
    assert new_draft_on(date(2027, 5, 14)) == date(2027, 5, 18)  # Whit Monday and 17 May


@pytest.mark.django_db
class TestDrafted:
    def test_not_the_day_before(self, application) -> None:
        with at("2027-03-21"):
            jobs.draft_interim_replies()
        assert not InterimReply.objects.exists()

    def test_on_the_day_and_only_once(self, application, case) -> None:
        with at("2027-03-22"):
            jobs.draft_interim_replies()
            jobs.draft_interim_replies()
        reply = InterimReply.objects.get()
        assert (reply.number, reply.state) == (1, State.DRAFT)
        assert reply.drafted_on == date(2027, 3, 22)
        assert reply.expected_on is None
        assert not Letter.objects.exists(), "nothing is sent without a click"
        entry = AuditEntry.objects.get(event="interim_reply_drafted")
        assert (entry.case_id, entry.actor_id) == (case.pk, None)

    def test_days_that_were_missed_are_caught_up(self, application) -> None:
        with at("2027-03-30"):
            jobs.draft_interim_replies()
        assert InterimReply.objects.get().drafted_on == date(2027, 3, 30)

    @pytest.mark.parametrize("trait", ["decided", "withdrawn", "in_error"])
    def test_none_when_nobody_waits(self, case, trait) -> None:
        ApplicationFactory(case=case, received_on=RECEIVED, **{trait: True})
        with at("2027-03-22"):
            jobs.draft_interim_replies()
        assert not InterimReply.objects.exists()

    def test_none_after_a_death_and_none_in_a_closed_case(self, unit) -> None:
        for fields in ({"recipient__died_on": date(2027, 3, 5)}, {"closed_on": date(2027, 3, 5)}):
            case = CaseFactory(unit=unit, opened_on=RECEIVED, **fields)
            ApplicationFactory(case=case, received_on=RECEIVED)
        with at("2027-03-22"):
            jobs.draft_interim_replies()
        assert not InterimReply.objects.exists()

    def test_each_municipality_gets_its_own(self, application, other_municipality, in_municipality):
        from stottekontakt.accounts.models import Unit

        with in_municipality(other_municipality):
            case = CaseFactory(unit=Unit.objects.get(), opened_on=RECEIVED)
            ApplicationFactory(case=case, received_on=RECEIVED)
        with at("2027-03-22"):
            jobs.draft_interim_replies()
        assert InterimReply.objects.get().case == application.case
        with in_municipality(other_municipality):
            assert InterimReply.objects.get().case_id == case.pk

    def test_one_that_fails_keeps_nobody_else_from_it(self, application, case, monkeypatch) -> None:
        other = ApplicationFactory(case=case, received_on=RECEIVED)
        first = application.source
        real = draft_interim_reply

        def breaks(source, *, by):
            if source == first:
                raise RuntimeError
            return real(source, by=by)

        monkeypatch.setattr(jobs, "draft_interim_reply", breaks)
        with at("2027-03-22"):
            jobs.draft_interim_replies()
        assert InterimReply.objects.get().source == other.source

    @pytest.mark.parametrize("end", ["decide", "withdraw", "error"])
    def test_goes_away_when_the_søknad_is_answered_or_taken_back(
        self, reply, application, caseworker, end
    ) -> None:
        with at("2027-03-24"):
            on = date(2027, 3, 24)
            match end:
                case "decide":
                    mark_decided(application.pk, on=on, by=caseworker)
                case "withdraw":
                    withdraw(application.pk, on=on, reason="", by=caseworker)
                case "error":
                    register_in_error(application.pk, reason="Feil person", by=caseworker)
            jobs.draft_interim_replies()
        reply.refresh_from_db()
        assert reply.state == State.DROPPED
        assert reply.dropped_reason
        assert InterimReply.objects.count() == 1
        with pytest.raises(CannotChange, match="falt bort"):
            sent(reply, caseworker, on="2027-03-25")

    @pytest.mark.parametrize("end", ["death", "closed"])
    def test_goes_away_after_a_death_and_when_the_case_is_over(self, reply, case, end) -> None:
        if end == "death":
            case.recipient.died_on = date(2027, 3, 23)
            case.recipient.save()
        else:
            case.closed_on = date(2027, 3, 23)
            case.save()
        with at("2027-03-24"):
            jobs.draft_interim_replies()
        reply.refresh_from_db()
        assert (reply.state, reply.dropped_on) == (State.DROPPED, date(2027, 3, 24))
        assert InterimReply.objects.count() == 1

    def test_dropped_by_a_person_it_does_not_come_back(self, reply, caseworker) -> None:
        with at("2027-03-24"):
            with pytest.raises(CannotChange, match="hvorfor"):
                drop_draft(reply.pk, reason=" ", by=caseworker)
            drop_draft(reply.pk, reason="Vedtaket sendes i morgen.", by=caseworker)
            jobs.draft_interim_replies()
        reply.refresh_from_db()
        assert reply.state == State.DROPPED
        assert InterimReply.objects.count() == 1
        assert Deadline.objects.open().get().kind == Kind.ONE_MONTH


# ── Why, and until when ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("standing", "reason"),
    [
        (Standing(waiting_for_answers=True, something_missing=True), Reason.WAITING),
        (Standing(something_missing=True), Reason.MISSING),
        (Standing(), Reason.ASSESSMENT),
        (Standing(assessed=True), Reason.CASELOAD),
    ],
)
def test_proposed_reason(standing: Standing, reason: Reason) -> None:
    assert proposed_reason(standing) == reason


@pytest.mark.django_db
def test_the_reason_follows_from_the_case(case, caseworker) -> None:
    application = ApplicationFactory(case=case, received_on=RECEIVED, wishes="")
    with at("2027-03-22"):
        assert draft_interim_reply(application.source, by=None).proposed == Reason.MISSING


TODAY = date(2027, 3, 22)


@pytest.mark.parametrize(
    ("content", "field", "words"),
    [
        (Content(expected_on=date(2027, 4, 15)), "reason", "Velg hvorfor"),
        (Content(reason=Reason.CASELOAD), "expected_on", "Skriv når"),
        (Content(reason=Reason.CASELOAD, expected_on=TODAY), "expected_on", "etter i dag"),
        (
            Content(reason=Reason.CASELOAD, expected_on=date(2027, 4, 17)),
            "expected_on",
            "17. april 2027 er ikke en virkedag. Velg for eksempel 19. april 2027.",
        ),
        (
            Content(reason=Reason.CASELOAD, expected_on=date(2027, 5, 17)),
            "expected_on",
            "Velg for eksempel 18. mai 2027.",
        ),
        (
            Content(reason=Reason.OTHER, expected_on=date(2027, 4, 15), details="  "),
            "details",
            "Skriv hva grunnen er.",
        ),
        (
            Content(reason=Reason.CASELOAD, expected_on=date(2027, 5, 4)),
            "long_wait",
            "mer enn 6 uker",
        ),
    ],
)
def test_what_it_must_say(content: Content, field: str, words: str) -> None:
    problems = problems_before_sending(content, TODAY)
    assert list(problems) == [field]
    assert words in problems[field]


def test_six_weeks_need_no_explanation_and_more_do() -> None:
    six = Content(reason=Reason.CASELOAD, expected_on=date(2027, 5, 3))
    assert problems_before_sending(six, TODAY) == {}
    more = Content(reason=Reason.CASELOAD, expected_on=date(2027, 5, 4), long_wait="Sykdom.")
    assert problems_before_sending(more, TODAY) == {}


# ── Sent ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
class TestSent:
    def test_letters_and_a_promised_day(self, reply, case, caseworker) -> None:
        done = sent(reply, caseworker)
        (letter,) = done.letters
        assert (letter.kind, letter.source) == ("interim_reply", f"interim_reply:{reply.pk}")
        assert "Vi har fått flere saker enn vi rekker å behandle" in letter.body
        assert "Vi regner med at du får svar senest 15. april 2027." in text_of(letter.body)
        promise = Deadline.objects.get(kind=Kind.PROMISED)
        assert (promise.due_on, promise.act_by) == (date(2027, 4, 15),) * 2
        assert promise.reason == "lovet i et foreløpig svar"
        month = Deadline.objects.get(kind=Kind.ONE_MONTH)
        assert month.is_open, "not kept before the letter has left"
        entry = AuditEntry.objects.get(event="interim_reply_sent")
        assert entry.actor_id == caseworker.user_id
        assert entry.date("due_on") == date(2027, 4, 15)

    def test_the_month_is_kept_when_every_letter_has_left(self, application, reply, caseworker):
        RepresentativeFactory(case=application.case, guardian=True)
        first, second = sent(reply, caseworker).letters
        leave([first], "2027-03-24", caseworker)
        assert Deadline.objects.get(kind=Kind.ONE_MONTH).is_open
        leave([second], "2027-03-30", caseworker)
        month = Deadline.objects.get(kind=Kind.ONE_MONTH)
        assert (month.met_on, month.met_by) == (date(2027, 3, 30), f"letter:{second.pk}")
        assert not Deadline.objects.filter(kind=Kind.COMPLAINT).exists()

    def test_not_without_reason_and_date(self, reply, caseworker) -> None:
        with pytest.raises(CannotSendInterimReply) as refused:
            sent(reply, caseworker, content=Content())
        assert set(refused.value.by_field) == {"reason", "expected_on"}
        assert not Letter.objects.exists()
        reply.refresh_from_db()
        assert reply.is_draft

    def test_nobody_to_write_to(self, caseworker, unit) -> None:
        case = CaseFactory(unit=unit, recipient__child=True, opened_on=RECEIVED)
        application = ApplicationFactory(case=case, received_on=RECEIVED)
        with at("2027-03-22"):
            reply = draft_interim_reply(application.source, by=caseworker)
        with pytest.raises(CannotChange, match="Ingen kan få brev"):
            sent(reply, caseworker)
        assert not Deadline.objects.filter(kind=Kind.PROMISED).exists()

    def test_not_after_a_death(self, reply, case, caseworker) -> None:
        case.recipient.died_on = date(2027, 3, 22)
        case.recipient.save()
        with pytest.raises(CannotChange, match="er død"):
            sent(reply, caseworker)

    def test_twice_makes_one(self, reply, caseworker) -> None:
        sent(reply, caseworker)
        with pytest.raises(CannotChange, match="allerede skrevet av Siri Lind"):
            sent(reply, caseworker)
        assert Letter.objects.count() == 1

    def test_two_who_write_at_once(self, reply, caseworker) -> None:
        save_draft(reply.pk, version=1, content=WHOLE, by=caseworker)
        with pytest.raises(OlderVersion):
            save_draft(reply.pk, version=1, content=Content(details="x"), by=caseworker)
        with pytest.raises(OlderVersion):
            sent(reply, caseworker)
        assert InterimReply.objects.get().expected_on == WHOLE.expected_on

    def test_what_was_asked_for_is_named(self, reply, application, case, caseworker) -> None:
        asked = InformationRequest.objects.create(
            municipality=case.municipality, case=case, application=application,
            asked_on=date(2027, 3, 5), asked_by=caseworker.user, answer_by=date(2027, 3, 19),
        )  # fmt: skip
        for position, (text, got) in enumerate(
            [("uttalelse fra skolen", None), ("fullmakt", TODAY)]
        ):
            InformationItem.objects.create(
                municipality=case.municipality, request=asked, position=position, text=text,
                received_on=got, note="Kom" if got else "",
            )  # fmt: skip
        # One whose things have all come, and is not closed yet.
        InformationRequest.objects.create(
            municipality=case.municipality, case=case, application=application,
            asked_on=date(2027, 3, 6), asked_by=caseworker.user, answer_by=date(2027, 3, 19),
        )  # fmt: skip
        (letter,) = sent(reply, caseworker).letters
        assert "<li>uttalelse fra skolen</li>" in letter.body
        assert "<li>fullmakt</li>" not in letter.body


@pytest.mark.django_db
class TestPromises:
    @pytest.fixture
    def promised(self, reply, caseworker):
        leave(sent(reply, caseworker).letters, "2027-03-24", caseworker)
        return reply

    def test_no_second_draft_on_the_promised_day(self, promised) -> None:
        with at("2027-04-15"):
            jobs.draft_interim_replies()
        assert InterimReply.objects.count() == 1

    def test_a_second_draft_when_it_has_passed(self, promised, application) -> None:
        with at("2027-04-16"):
            jobs.draft_interim_replies()
            jobs.draft_interim_replies()
        second = InterimReply.objects.drafts().get()
        assert (second.number, second.source) == (2, application.source)
        assert Deadline.objects.overdue(date(2027, 4, 16)).get().kind == Kind.PROMISED

    def test_the_second_takes_the_place_of_the_first(self, promised, caseworker) -> None:
        with at("2027-04-16"):
            jobs.draft_interim_replies()
        second = InterimReply.objects.drafts().get()
        content = Content(reason=Reason.CASELOAD, expected_on=date(2027, 5, 14))
        (letter,) = sent(second, caseworker, on="2027-04-16", content=content).letters
        assert "Vi skrev at du skulle få svar senest 15. april 2027." in text_of(letter.body)
        first, now = Deadline.objects.filter(kind=Kind.PROMISED).order_by("pk")
        assert first.cancelled_on == date(2027, 4, 16)
        assert "14. mai 2027" in first.cancel_reason
        assert (now.due_on, now.is_open) == (date(2027, 5, 14), True)
        with at("2027-05-18"):
            jobs.draft_interim_replies()
        assert InterimReply.objects.drafts().get().number == 3

    def test_withdrawn_nobody_waits_any_longer(self, promised, application, caseworker) -> None:
        with at("2027-04-01"):
            withdraw(application.pk, on=date(2027, 4, 1), reason="", by=caseworker)
        promise = Deadline.objects.get(kind=Kind.PROMISED)
        assert promise.cancelled_on == date(2027, 4, 1)
        with at("2027-04-16"):
            jobs.draft_interim_replies()
        assert InterimReply.objects.count() == 1


# ── What the database refuses ───────────────────────────────────────────────────────────────────

SENT = {"state": "sent", "sent_on": date(2027, 3, 23), "reason": "caseload",
        "expected_on": date(2027, 4, 15)}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("interim_reply_once_per_number", {"state": "dropped", "number": 1,
                                           "dropped_on": TODAY, "dropped_reason": "x"}),
        ("interim_reply_one_draft_per_enquiry", {"number": 2}),
        ("interim_reply_state_is_known", {"state": "other"}),
        ("interim_reply_sent_at_and_by_follow_state", {**SENT, "sent_by": None}),
        ("interim_reply_sent_at_and_by_follow_state", {"sent_on": TODAY}),
        ("interim_reply_sent_has_reason_and_date", {**SENT, "reason": ""}),
        ("interim_reply_sent_has_reason_and_date", {**SENT, "expected_on": None}),
        ("interim_reply_sent_has_reason_and_date", {**SENT, "expected_on": date(2027, 3, 23)}),
        ("interim_reply_other_reason_is_told", {**SENT, "reason": "other"}),
        ("interim_reply_long_wait_is_explained", {**SENT, "expected_on": date(2027, 5, 5)}),
        ("interim_reply_dropped_says_why", {"state": "dropped", "dropped_on": TODAY}),
        ("interim_reply_dropped_says_why", {"dropped_reason": "x"}),
    ],
)  # fmt: skip
def test_the_database_refuses(reply, caseworker, name, fields) -> None:
    given_by = (
        {"sent_by": caseworker.user, "sent_at": reply.created_at}
        if "sent" in str(fields.get("state"))
        else {}
    )
    values = {
        "municipality": reply.municipality, "case": reply.case, "source": "application:999",
        "number": 1, "drafted_on": TODAY, "proposed": "caseload", **given_by, **fields,
    }  # fmt: skip
    if name in ("interim_reply_once_per_number", "interim_reply_one_draft_per_enquiry"):
        values["source"] = reply.source
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        InterimReply.objects.create(**values)


@pytest.mark.django_db
def test_what_was_sent_stands(reply, caseworker) -> None:
    sent(reply, caseworker)
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        InterimReply.objects.update(expected_on=date(2027, 6, 1))
    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        InterimReply.objects.get().delete()


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
class TestPage:
    @pytest.fixture(autouse=True)
    def _today(self):
        with at("2027-03-22"):
            yield

    @pytest.fixture
    def browser(self, client_for, caseworker):
        return client_for(caseworker)

    def url(self, reply) -> str:
        return reverse("applications:interim_reply", args=[reply.pk])

    def typed(self, **changes) -> dict[str, str]:
        return {
            "version": "1", "reason": "caseload", "details": "", "expected_on": "2027-04-15",
            "long_wait": "", **changes,
        }  # fmt: skip

    def test_shows_the_letter_with_what_is_not_known_left_open(self, browser, reply) -> None:
        page = browser.get(self.url(reply))
        assert page.status_code == 200
        assert "Skriv foreløpig svar" in page.text
        assert "[" in page.text
        assert "forvaltningsloven § 11 a" in page.text

    def test_the_letter_follows_what_is_typed(self, browser, reply) -> None:
        page = browser.post(self.url(reply), {**self.typed(details="Streik."), "vis": "1"})
        assert "Streik." in page.text
        assert "senest 15. april 2027" in text_of(page.text)
        assert not Letter.objects.exists()

    def test_sent_by_a_click(self, browser, reply) -> None:
        page = browser.post(self.url(reply), {**self.typed(), "send": "1"}, follow=True)
        assert "1 brev lages nå" in page.text
        assert Letter.objects.count() == 1
        again = browser.post(self.url(reply), {**self.typed(), "send": "1"}, follow=True)
        assert "allerede skrevet" in again.text
        assert Letter.objects.count() == 1

    def test_saved_as_a_draft_with_holes(self, browser, reply) -> None:
        page = browser.post(
            self.url(reply), {**self.typed(expected_on="", reason=""), "lagre": "1"}, follow=True
        )
        assert "Ingenting er sendt" in page.text

    def test_what_is_wrong_is_said_and_kept(self, browser, reply) -> None:
        data = {**self.typed(expected_on="2027-04-17", details="Streik."), "send": "1"}
        page = browser.post(self.url(reply), data)
        assert "17. april 2027 er ikke en virkedag" in page.text
        assert "Streik." in page.text
        assert not Letter.objects.exists()
        page = browser.post(self.url(reply), {**self.typed(expected_on="31.04.2027"), "send": "1"})
        assert "Den datoen finnes ikke" in page.text

    def test_somebody_else_saved_meanwhile(self, browser, reply, caseworker) -> None:
        save_draft(reply.pk, version=1, content=WHOLE, by=caseworker)
        page = browser.post(self.url(reply), {**self.typed(details="Streik."), "send": "1"})
        assert "Dette har noen andre lagret" in page.text
        assert "Streik." in page.text
        page = browser.post(
            self.url(reply),
            {**self.typed(details="Streik.", version="2"), "send": "1"},
            follow=True,
        )
        assert "1 brev lages nå" in page.text

    def test_begun_from_the_søknad(self, browser, application) -> None:
        url = reverse("applications:start_interim_reply", args=[application.pk])
        assert browser.get(url).status_code == 405
        page = browser.post(url, follow=True)
        assert "Skriv foreløpig svar" in page.text
        assert browser.post(url).url == self.url(InterimReply.objects.get())

    def test_not_from_one_that_is_answered(self, browser, case) -> None:
        done = ApplicationFactory(case=case, decided=True)
        url = reverse("applications:start_interim_reply", args=[done.pk])
        assert "venter ikke lenger på svar" in browser.post(url, follow=True).text

    def test_dropped(self, browser, reply) -> None:
        url = reverse("applications:drop_interim_reply", args=[reply.pk])
        assert "Skriv hvorfor det ikke trengs." in browser.post(url, {"reason": ""}).text
        page = browser.post(url, {"reason": "Vedtaket sendes i dag."}, follow=True)
        assert "Fristen på én måned løper som før" in page.text
        assert "Vedtaket sendes i dag." in browser.get(self.url(reply)).text

    def test_a_leader_reads_and_does_not_send(self, client_for, leader, reply) -> None:
        page = client_for(leader).get(self.url(reply))
        assert page.status_code == 200
        assert "Lag brevene" not in page.text
        page = client_for(leader).post(self.url(reply), {**self.typed(), "send": "1"}, follow=True)
        assert "Du kan ikke sende brev" in page.text
        assert not Letter.objects.exists()

    def test_queries(self, browser, reply, django_assert_max_num_queries) -> None:
        with django_assert_max_num_queries(30):
            browser.get(self.url(reply))
