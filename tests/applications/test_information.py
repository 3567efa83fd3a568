"""What is asked of others, by what right, and what came of it."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from applications.errors import CannotChange
from applications.models import CommentRequest, Consent, InformationItem, InformationRequest
from applications.rules import goal_of, one_month
from applications.services import information as verbs
from applications.services import withdraw as withdraw_application
from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases.attachments import check
from stottekontakt.cases.models import CaseNote, JournalEntry
from stottekontakt.deadlines.models import Deadline
from stottekontakt.letters.models import Letter
from tests.applications.factories import ApplicationFactory
from tests.applications.test_pages import errors
from tests.cases.factories import CaseFactory, RepresentativeFactory
from tests.cases.files import upload
from tests.deadlines.factories import DeadlineFactory

TODAY = date(2026, 11, 23)
DUE = date(2026, 12, 7)
SCHOOL = {
    "name": "Prøvelia skole", "address": "Skoleveien 1", "postal_code": "9999", "city": "Lyngvik",
}  # fmt: skip


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-23T10:00:00+01:00") as traveller:
        yield traveller


@pytest.fixture
def browser(client_for, caseworker):
    return client_for(caseworker)


@pytest.fixture
def case(unit):
    return CaseFactory(unit=unit, recipient__name="Gunvor Solstrand")


@pytest.fixture
def application(case, caseworker):
    application = ApplicationFactory(
        case=case, received_on=date(2026, 11, 16), registered_by=caseworker.user
    )
    DeadlineFactory(
        case=case,
        source=application.source,
        counted_from=date(2026, 11, 16),
        due_on=date(2026, 12, 16),
    )
    return application


@pytest.fixture
def request_(application, caseworker):
    asked, _letters = verbs.ask_party(
        application.pk,
        ["legeerklæring", "hva du liker å gjøre"],
        why="Vi må vite hva du trenger.",
        answer_by=DUE,
        by=caseworker,
    )
    return asked


@pytest.fixture
def consent(case, caseworker):
    (asked,) = verbs.ask_consent(
        case, [("school", "Prøvelia skole")], scope="Friminuttene", answer_by=None, by=caseworker
    )
    return asked


@pytest.fixture
def given(consent, caseworker):
    return verbs.give_consent(
        consent.pk,
        given_on=TODAY,
        given_how="oral",
        given_by="Gunvor Solstrand",
        note="Sa ja på telefon.",
        by=caseworker,
    )


def events(case) -> list[str]:
    return list(AuditEntry.objects.of_case(case.pk).order_by("pk").values_list("event", flat=True))


# ── Asking ──────────────────────────────────────────────────────────────────────────────────────


def test_each_who_gets_letters_is_asked_with_a_deadline(application, caseworker) -> None:
    RepresentativeFactory(case=application.case, guardian=True, person__name="Trygve Testmo")
    asked, letters = verbs.ask_party(
        application.pk, ["legeerklæring"], why="For å avgjøre.", answer_by=DUE, by=caseworker
    )
    assert {letter.addressee_name for letter in letters} == {"Gunvor Solstrand", "Trygve Testmo"}
    assert {letter.kind for letter in letters} == {"information_request"}
    for letter in letters:
        assert "legeerklæring" in letter.body
        assert "7.\u00a0desember 2026" in letter.body
        assert "16.\u00a0desember 2026" in letter.body  # the month, unmoved
    assert [item.text for item in asked.items.all()] == ["legeerklæring"]
    assert "information_asked" in events(application.case)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"items": []}, "Skriv hva vi trenger"),
        ({"answer_by": TODAY}, "Fristen må være etter i dag"),
    ],
)
def test_a_request_that_cannot_be_answered_is_refused(
    application, caseworker, change, words
) -> None:
    said = {"items": ["x"], "why": "y", "answer_by": DUE, **change}
    items = said.pop("items")
    with pytest.raises(CannotChange, match=words):
        verbs.ask_party(application.pk, items, by=caseworker, **said)
    assert not InformationRequest.objects.exists()
    assert not Letter.objects.exists()


def test_nothing_is_asked_about_a_soknad_that_is_withdrawn(application, caseworker) -> None:
    withdraw_application(application.pk, on=TODAY, reason="Ringte", by=caseworker)
    with pytest.raises(CannotChange, match="allerede trukket"):
        verbs.ask_party(application.pk, ["x"], why="y", answer_by=DUE, by=caseworker)


def test_the_month_is_never_moved_by_asking_reminding_or_receiving(
    request_, application, caseworker, clock, municipality
) -> None:
    month = one_month(application.received_on)

    def unmoved() -> bool:
        deadline = Deadline.objects.get()
        return (deadline.due_on, deadline.act_by, deadline.moved_from) == (
            month.legal_point,
            month.act_by,
            None,
        )

    assert unmoved()
    clock.move_to("2026-12-08T10:00:00+01:00")
    verbs.remind(request_.pk, answer_by=date(2026, 12, 22), by=caseworker)
    assert unmoved()
    clock.move_to("2026-12-10T10:00:00+01:00")
    for item in request_.items.all():
        verbs.receive_information(
            request_.pk, [item.pk], on=date(2026, 12, 10), note="Fortalt", files=[], by=caseworker
        )
    assert unmoved()
    municipality.own_goal_days = 28
    request_.refresh_from_db()
    goal = goal_of(application, [request_], municipality, date(2026, 12, 10))
    assert goal is not None
    assert (goal.unmoved_on, goal.due_on) == (date(2026, 12, 14), date(2026, 12, 16))
    municipality.own_goal_days = None
    assert goal_of(application, [request_], municipality, TODAY) is None


# ── Reminding, receiving, giving up ─────────────────────────────────────────────────────────────


def test_one_reminds_when_the_day_has_passed_about_what_is_missing(
    request_, caseworker, clock
) -> None:
    with pytest.raises(CannotChange, match="ikke gått ut ennå"):
        verbs.remind(request_.pk, answer_by=date(2026, 12, 22), by=caseworker)
    first = request_.items.first()
    verbs.receive_information(
        request_.pk, [first.pk], on=TODAY, note="Fortalt", files=[], by=caseworker
    )
    clock.move_to("2026-12-08T10:00:00+01:00")
    reminded, (letter,) = verbs.remind(request_.pk, answer_by=date(2026, 12, 22), by=caseworker)
    assert (reminded.reminders, reminded.waits_until) == (1, date(2026, 12, 22))
    assert letter.version == 2
    assert "hva du liker å gjøre" in letter.body
    assert "legeerklæring" not in letter.body


def test_received_on_paper_belongs_to_the_soknad(request_, application, caseworker) -> None:
    items = [item.pk for item in request_.items.all()]
    done = verbs.receive_information(
        request_.pk, items, on=TODAY, note="", files=[check(upload("lege.pdf"))], by=caseworker
    )
    assert done.complete_on == TODAY
    entry = application.papers.get().journal_entry
    assert (entry.direction, entry.documents.get().filename) == ("incoming", "lege.pdf")


def test_told_by_telephone_it_is_written_down_as_oral_information(
    request_, case, caseworker
) -> None:
    first = request_.items.first()
    partly = verbs.receive_information(
        request_.pk, [first.pk], on=TODAY, note="Liker å svømme.", files=[], by=caseworker
    )
    assert partly.complete_on is None
    note = CaseNote.objects.get(case=case)
    assert (note.kind, note.text) == ("oral", "Liker å svømme.")
    with pytest.raises(CannotChange, match="allerede registrert"):
        verbs.receive_information(
            request_.pk, [first.pk], on=TODAY, note="x", files=[], by=caseworker
        )
    with pytest.raises(CannotChange, match="Kryss av"):
        verbs.receive_information(request_.pk, [], on=TODAY, note="x", files=[], by=caseworker)
    with pytest.raises(CannotChange, match="før vi spurte"):
        verbs.receive_information(
            request_.pk,
            [request_.items.last().pk],
            on=date(2026, 11, 1),
            note="x",
            files=[],
            by=caseworker,
        )


def test_one_stops_waiting_with_a_reason(request_, caseworker) -> None:
    with pytest.raises(CannotChange, match="hvorfor vi ikke venter"):
        verbs.withdraw_request(request_.pk, note="", by=caseworker)
    verbs.withdraw_request(request_.pk, note="Legen svarer ikke.", by=caseworker)
    request_.refresh_from_db()
    assert request_.ended_on == TODAY
    with pytest.raises(CannotChange, match="trukket tilbake"):
        verbs.withdraw_request(request_.pk, note="x", by=caseworker)


# ── Consent ─────────────────────────────────────────────────────────────────────────────────────


def test_consent_is_asked_for_with_one_letter_for_all_sources(case, caseworker) -> None:
    consents = verbs.ask_consent(
        case,
        [("school", "Prøvelia skole"), ("doctor", "fastlegen")],
        scope="Hvordan det går",
        answer_by=DUE,
        by=caseworker,
    )
    letter = Letter.objects.get()
    assert letter.kind == "consent"
    assert {one.letter_source for one in consents} == {letter.source}
    assert "Prøvelia skole" in letter.body
    assert "fastlegen" in letter.body


def test_nothing_is_asked_of_a_source_without_a_consent_in_force(
    application, consent, caseworker
) -> None:
    said = {"consent_id": consent.pk, "addressee": SCHOOL, "why": "x", "answer_by": DUE}
    with pytest.raises(CannotChange, match="ikke samtykke til å spørre Prøvelia skole"):
        verbs.ask_source(application.pk, ["uttalelse"], by=caseworker, **said)
    verbs.give_consent(
        consent.pk, given_on=TODAY, given_how="oral", given_by="Gunvor", note="Ja", by=caseworker
    )
    asked, (letter,) = verbs.ask_source(application.pk, ["uttalelse"], by=caseworker, **said)
    assert (letter.addressee_name, letter.role) == ("Prøvelia skole", "source")
    assert letter.address_lines == ["Skoleveien 1", "9999 LYNGVIK"]
    assert "Gunvor Solstrand" in letter.body
    assert "Samtykke til at vi spør" in letter.body
    assert asked.consent == consent
    verbs.withdraw_consent(consent.pk, on=TODAY, by=caseworker)
    with pytest.raises(CannotChange, match="ikke samtykke"):
        verbs.ask_source(application.pk, ["mer"], by=caseworker, **said)


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"given_on": date(2026, 11, 20), "withdrawn_on": date(2026, 11, 21)},
        {"given_on": date(2026, 11, 20), "valid_until": date(2026, 11, 22)},
    ],
    ids=["not given", "withdrawn", "run out"],
)
def test_the_database_too_refuses_to_ask_without_consent(
    application, consent, caseworker, state
) -> None:
    if state:
        state = {**state, "given_how": "oral", "given_by": "Gunvor", "note": "Ja"}
        Consent.objects.filter(pk=consent.pk).update(**state)
    with (
        pytest.raises(IntegrityError, match="information_request_needs_a_consent_in_force"),
        transaction.atomic(),
    ):
        InformationRequest.objects.create(
            municipality=application.municipality,
            case=application.case,
            application=application,
            asked_of="source",
            consent=consent,
            addressee=application.case.recipient,
            asked_on=TODAY,
            asked_by=caseworker.user,
            answer_by=DUE,
        )


def test_a_consent_is_answered_once_and_withdrawn_once(given, caseworker) -> None:
    with pytest.raises(CannotChange, match="allerede registrert"):
        verbs.decline_consent(given.pk, on=TODAY, by=caseworker)
    verbs.withdraw_consent(given.pk, on=TODAY, note="Ombestemte seg.", by=caseworker)
    with pytest.raises(CannotChange, match="allerede trukket"):
        verbs.withdraw_consent(given.pk, on=TODAY, by=caseworker)
    given.refresh_from_db()
    assert given.note == "Sa ja på telefon.\n\nOmbestemte seg."
    assert not Consent.objects.in_force(TODAY).exists()


def test_a_consent_that_is_declined_is_not_in_force(consent, caseworker) -> None:
    verbs.decline_consent(consent.pk, on=TODAY, note="Vil ikke.", by=caseworker)
    consent.refresh_from_db()
    assert not consent.is_waiting
    assert not consent.is_in_force(TODAY)
    with pytest.raises(CannotChange, match="ikke gitt"):
        verbs.withdraw_consent(consent.pk, on=TODAY, by=caseworker)


# ── Put to the party ────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def put(case, caseworker):
    comment, _letters = verbs.put_to_party(
        case,
        information="Strever i friminuttene.",
        given_by="Prøvelia skole",
        comment_by=DUE,
        by=caseworker,
    )
    return comment


def test_what_others_told_is_put_to_the_party(put, case, caseworker) -> None:
    letter = Letter.objects.get()
    assert letter.kind == "comment_request"
    assert "Strever i friminuttene." in letter.body
    assert put.is_open
    verbs.receive_comment(put.pk, on=TODAY, answer="Det stemmer.", by=caseworker)
    put.refresh_from_db()
    assert not put.is_open
    with pytest.raises(CannotChange, match="allerede registrert"):
        verbs.receive_comment(put.pk, on=TODAY, answer="Nei.", by=caseworker)
    assert events(case)[-1] == "comment_received"


def test_not_putting_it_to_the_party_has_a_ground(case, caseworker) -> None:
    comment = verbs.leave_out_of_hearing(
        case,
        information="Bekreftet diagnosen.",
        given_by="fastlegen",
        omitted="known",
        omitted_reason="Det står i søknaden.",
        by=caseworker,
    )
    assert not comment.is_open
    assert not Letter.objects.exists()
    with pytest.raises(CannotChange, match="ikke lagt fram"):
        verbs.receive_comment(comment.pk, on=TODAY, answer="x", by=caseworker)


# ── What the database refuses ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("consent_names_source_and_scope", {"name": ""}),
        ("consent_given_says_how_and_by_whom", {"given_on": TODAY}),
        (
            "consent_given_orally_is_written_down",
            {"given_on": TODAY, "given_how": "oral", "given_by": "G"},
        ),
        (
            "consent_given_on_paper_has_its_document",
            {"given_on": TODAY, "given_how": "paper", "given_by": "G"},
        ),
        (
            "consent_is_not_both_given_and_declined",
            {"given_on": TODAY, "given_how": "oral", "given_by": "G", "note": "x",
             "declined_on": TODAY},
        ),
        ("consent_withdrawn_after_it_was_given", {"withdrawn_on": TODAY}),
        ("consent_valid_until_after_it_was_given", {"valid_until": TODAY}),
    ],
)  # fmt: skip
def test_the_database_refuses_a_consent(consent, constraint, wrong) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(**wrong)


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("information_request_of_a_source_has_consent", {"asked_of": "source"}),
        ("information_request_gives_time_to_answer", {"answer_by": TODAY}),
        ("information_request_reminder_has_a_new_day", {"reminded_on": TODAY}),
        ("information_request_ends_after_it_was_asked", {"complete_on": date(2026, 11, 1)}),
        (
            "information_request_is_not_both_complete_and_withdrawn",
            {"complete_on": TODAY, "withdrawn_on": TODAY},
        ),
    ],
)
def test_the_database_refuses_a_request(request_, constraint, wrong) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        InformationRequest.objects.filter(pk=request_.pk).update(**wrong)


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("information_item_has_text", {"text": ""}),
        ("information_item_received_is_kept_somewhere", {"received_on": TODAY}),
        ("information_item_received_is_kept_somewhere", {"note": "x"}),
        ("information_item_once_per_position", {"position": 2}),
    ],
)
def test_the_database_refuses_an_item(request_, constraint, wrong) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        InformationItem.objects.filter(request=request_, position=1).update(**wrong)


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("comment_request_says_what_and_from_whom", {"given_by": ""}),
        ("comment_request_is_sent_or_says_why_not", {"omitted": "known"}),
        ("comment_request_answer_and_day_go_together", {"answer": "Ja"}),
        ("comment_request_gives_time_to_answer", {"comment_by": TODAY}),
    ],
)
def test_the_database_refuses_a_comment(put, constraint, wrong) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CommentRequest.objects.filter(pk=put.pk).update(**wrong)


def test_nothing_is_of_another_case_than_its_own(request_, given, put, unit) -> None:
    other = CaseFactory(unit=unit)
    entry = JournalEntry.objects.create(
        municipality=unit.municipality,
        case=other,
        number=1,
        direction="incoming",
        title="x",
        dated_on=TODAY,
        received_on=TODAY,
    )
    for rows, change, rule in [
        (InformationRequest.objects.filter(pk=request_.pk), {"case": other},
         "information_request_is_of_one_case"),
        (Consent.objects.filter(pk=given.pk), {"journal_entry": entry},
         "consent_document_is_of_its_case"),
        (CommentRequest.objects.filter(pk=put.pk), {"journal_entry": entry},
         "comment_request_is_of_one_case"),
    ]:  # fmt: skip
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            rows.update(**change)


# ── The pages ───────────────────────────────────────────────────────────────────────────────────


def test_asked_from_the_page_after_a_look_at_the_letter(browser, application) -> None:
    url = reverse("applications:ask", args=[application.pk])
    text = browser.get(url).text
    assert "flytter seg ikke" in text
    assert 'value="2026-12-07"' in text
    assert errors(browser.post(url, {"answer_by": "2026-11-23"})) == [
        "Skriv hva vi trenger.",
        "Skriv hvorfor vi trenger det.",
        "Datoen må være etter i dag.",
    ]
    data = {"items": "- legeerklæring\n\nuttalelse", "why": "Fordi.", "answer_by": "2026-12-07"}
    assert 'class="letter"' in browser.post(url, {**data, "forhandsvis": "ja"}).text
    assert not Letter.objects.exists()
    response = browser.post(url, data, follow=True)
    assert "Opplysninger vi har bedt om" in response.text
    assert [item.text for item in InformationItem.objects.all()] == ["legeerklæring", "uttalelse"]
    assert "legeerklæring, uttalelse" in browser.get(application.get_absolute_url()).text


def test_a_source_is_offered_only_with_consent(browser, application, given) -> None:
    url = reverse("applications:ask", args=[application.pk])
    assert "Prøvelia skole (samtykke gitt 23. november 2026)" in browser.get(url).text
    data = {"asked_of": given.pk, "items": "x", "why": "y", "answer_by": "2026-12-07"}
    assert "Skriv adressen brevet sendes til." in errors(browser.post(url, data))
    browser.post(url, {**data, **SCHOOL})
    assert InformationRequest.objects.get().consent == given
    browser.post(reverse("applications:withdraw_consent", args=[given.pk]), {"on": "2026-11-23"})
    assert "samtykke gitt" not in browser.get(url).text
    data = {**data, **SCHOOL}
    assert browser.post(url, data).status_code == 302  # nobody else to ask: the party it is
    assert InformationRequest.objects.filter(consent=given).count() == 1


def test_the_page_of_a_request_tells_what_is_late(client_for, request_, clock, caseworker) -> None:
    clock.move_to("2026-12-09T10:00:00+01:00")
    browser = client_for(caseworker)
    text = browser.get(request_.get_absolute_url()).text
    assert "Fristen er gått ut" in text
    assert "har stått stille fra 8. desember 2026" in text
    assert "flytter seg aldri" in text
    assert "Opplysninger er ikke kommet" in browser.get("/?hvem=enhetens").text


def test_the_goal_is_explained_day_by_day_beside_the_month(
    client_for, caseworker, application, request_, municipality, clock
) -> None:
    browser = client_for(caseworker)
    municipality.own_goal_days = 28
    municipality.save()
    text = browser.get(application.get_absolute_url()).text
    assert "Kommunens eget mål" in text
    assert "Målet er 28 dager fra søknaden kom" in text
    assert "dager teller" not in text, "nothing stands still yet: there is nothing to add up"
    clock.move_to("2026-12-10T10:00:00+01:00")
    browser = client_for(caseworker)
    for url in (
        application.get_absolute_url(),
        reverse("cases:assessments", args=[application.case_id]),
    ):
        text = browser.get(url).text
        assert "Målet står stille nå." in text
        assert "3 dager teller ikke." in text
        assert "bedt om av Siri Lind" in text
    assert "Svar innen" in browser.get(application.get_absolute_url()).text


def test_the_case_page_of_findings_has_few_queries(
    browser, case, request_, given, put, django_assert_max_num_queries
) -> None:
    url = reverse("cases:assessments", args=[case.pk])
    browser.get(url)
    with django_assert_max_num_queries(20) as few:
        text = browser.get(url).text
    assert "Prøvelia skole" in text
    for _ in range(3):
        verbs.ask_consent(
            case, [("nav", "Nav Lyngvik")], scope="x", answer_by=None, by=put_by(given)
        )
    with django_assert_max_num_queries(20) as many:
        browser.get(url)
    assert len(many) == len(few)


def put_by(consent):
    from stottekontakt.accounts.models import Membership

    return Membership.objects.get(user=consent.asked_by)


def test_an_answer_to_consent_says_what_is_missing(browser, consent) -> None:
    url = reverse("applications:answer_consent", args=[consent.pk])
    assert errors(browser.post(url, {"given": "paper", "on": "2026-11-23"})) == [
        "Skriv hvem som ga samtykket.",
        "Legg ved samtykket.",
    ]
    assert errors(browser.post(url, {"given": "oral", "on": "2026-11-23", "given_by": "Mor"})) == [
        "Skriv hva som ble sagt."
    ]
    response = browser.post(
        url,
        {"given": "paper", "on": "2026-11-23", "given_by": "Gunvor", "scope": "Bare friminuttene",
         "documents": [upload("samtykke.pdf")]},
        follow=True,
    )  # fmt: skip
    assert "Nå kan du spørre Prøvelia skole." in response.text
    consent.refresh_from_db()
    assert consent.scope == "Bare friminuttene"
    assert consent.journal_entry.documents.get().filename == "samtykke.pdf"


def test_put_to_the_party_from_a_note(browser, case, caseworker) -> None:
    from stottekontakt.cases.services import write_note

    note = write_note(
        case,
        by=caseworker,
        kind="oral",
        happened_on=TODAY,
        text="Er mye alene.",
        with_whom="naboen",
    )
    url = reverse("applications:put_to_party", args=[case.pk])
    text = browser.get(url, {"notat": note.pk}).text
    assert "Er mye alene." in text
    data = {"note": note.pk, "given_by": "naboen", "information": "Er mye alene."}
    assert errors(browser.post(url, {**data, "how": "known"})) == [
        "Skriv hvorfor de ikke legges fram."
    ]
    browser.post(url, {**data, "how": "send", "comment_by": "2026-12-07"})
    comment = CommentRequest.objects.get()
    assert (comment.note, comment.comment_by) == (note, DUE)
    response = browser.post(
        reverse("applications:answer_comment", args=[comment.pk]),
        {"on": "2026-11-23", "answer": "Det stemmer."},
        follow=True,
    )
    assert "Parten har uttalt seg" in response.text
