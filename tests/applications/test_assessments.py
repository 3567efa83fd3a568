"""The needs assessment: invited to, written part by part, finished once."""

from __future__ import annotations

import threading
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from applications.errors import CannotChange, OlderVersion
from applications.models import Assessment
from applications.rules import Section, as_facts, as_view, problems_before_finishing
from applications.services import assessment as verbs
from stottekontakt.cases.models import CaseNote
from stottekontakt.database.context import municipality_context
from stottekontakt.letters.models import Letter
from tests.applications.factories import ApplicationFactory
from tests.applications.test_pages import errors
from tests.cases.factories import CaseFactory, PersonFactory

TODAY = date(2026, 11, 23)
MEETING = {
    "meeting": "conversation",
    "starts_at": datetime(2026, 12, 1, 10, 0, tzinfo=ZoneInfo("Europe/Oslo")),
    "place": "Rådhuset, møterom 2",
}


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
def assessment(case, caseworker):
    application = ApplicationFactory(case=case, registered_by=caseworker.user)
    return verbs.start(case, application=application, by=caseworker)


def write(assessment, by, section=Section.APPOINTMENT, **values) -> Assessment:
    return verbs.save_section(assessment.pk, section, values, version=10_000, by=by)


def whole(assessment, by) -> Assessment:
    write(assessment, by, held_on=TODAY, held_with="Gunvor")
    write(assessment, by, Section.MOMENTS, function="Går med rullator.", network="Få venner.")
    return write(assessment, by, Section.WISHES, wishes="Vil på kino.", interests="Film")


# ── Beginning ───────────────────────────────────────────────────────────────────────────────────


def test_one_that_is_begun_is_gone_on_with(assessment, case, caseworker) -> None:
    again = verbs.start(case, application=assessment.application, by=caseworker)
    assert again == assessment
    anew = verbs.start(case, application=None, by=caseworker)
    assert (anew.application, anew.case) == (None, case)


def test_the_interpreter_of_the_person_is_suggested(unit, caseworker) -> None:
    case = CaseFactory(unit=unit, recipient__interpreter_language="arabisk")
    assert verbs.start(case, application=None, by=caseworker).interpreter_language == "arabisk"


def test_a_soknad_that_is_withdrawn_is_not_assessed(case, caseworker) -> None:
    withdrawn = ApplicationFactory(case=case, withdrawn=True)
    with pytest.raises(CannotChange, match="allerede trukket"):
        verbs.start(case, application=withdrawn, by=caseworker)


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_at_once_begin_one(case, caseworker) -> None:
    begun: list[int] = []

    def begin() -> None:
        try:
            with municipality_context(case.municipality_id):
                begun.append(verbs.start(case, application=None, by=caseworker).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=begin) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(begun) == 2
    assert len(set(begun)) == 1


# ── The invitation ──────────────────────────────────────────────────────────────────────────────


def test_the_invitation_says_when_and_where(assessment, caseworker) -> None:
    with pytest.raises(CannotChange, match="hvordan og når"):
        verbs.invite(assessment.pk, about="Fritiden", by=caseworker)
    write(assessment, caseworker, **MEETING, interpreter_language="arabisk")
    (letter,) = verbs.invite(assessment.pk, about="Hva du liker.", by=caseworker)
    assert letter.kind == "invitation"
    for words in ("Rådhuset, møterom 2", "Hva du liker."):
        assert words in letter.body
    assert "arabisk" not in letter.body  # wanted, but not ordered
    write(assessment, caseworker, interpreter_ordered_on=TODAY)
    (again,) = verbs.invite(assessment.pk, about="Hva du liker.", by=caseworker)
    assert again.version == 2
    assert "arabisk" in again.body


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"place": ""}, "hvor samtalen skal være"),
        ({"starts_at": datetime(2026, 11, 1, 10, tzinfo=ZoneInfo("Europe/Oslo"))}, "er gått"),
    ],
)
def test_an_invitation_nobody_could_follow_is_refused(
    assessment, caseworker, change, words
) -> None:
    write(assessment, caseworker, **{**MEETING, **change})
    with pytest.raises(CannotChange, match=words):
        verbs.invite(assessment.pk, about="x", by=caseworker)
    assert not Letter.objects.exists()


def test_where_a_protected_person_lives_stands_in_no_letter(unit, caseworker, member) -> None:
    person = PersonFactory(municipality=unit.municipality, confidential=True)
    assessment = verbs.start(
        CaseFactory(unit=unit, recipient=person), application=None, by=caseworker
    )
    write(assessment, caseworker, **{**MEETING, "meeting": "home_visit", "place": "Hemmelig vei 3"})
    (letter,) = verbs.invite(assessment.pk, about="x", by=caseworker)
    assert "Hemmelig vei" not in letter.body
    assert "Prøvevei" not in letter.body
    assert (letter.manual_dispatch, letter.address_lines) == (True, [])


# ── Writing ─────────────────────────────────────────────────────────────────────────────────────


def test_an_older_version_is_refused_and_nothing_is_lost(
    assessment, caseworker, decision_maker
) -> None:
    opened = assessment.version
    verbs.save_section(
        assessment.pk, Section.SAFETY, {"safety": "Allergi"}, version=opened, by=decision_maker
    )
    with pytest.raises(OlderVersion, match="Jon Testmo lagret denne delen") as caught:
        verbs.save_section(
            assessment.pk, Section.SAFETY, {"safety": "Ingenting"}, version=opened, by=caseworker
        )
    assert caught.value.current.safety == "Allergi"
    # Another section may be written by somebody else meanwhile.
    verbs.save_section(
        assessment.pk, Section.WISHES, {"wishes": "Kino"}, version=opened, by=caseworker
    )
    assessment.refresh_from_db()
    assert (assessment.safety, assessment.wishes) == ("Allergi", "Kino")


def test_whoever_writes_that_it_was_held_held_it(assessment, caseworker) -> None:
    assert write(assessment, caseworker, held_on=TODAY).held_by == caseworker.user
    assert write(assessment, caseworker, held_on=None).held_by is None


# ── Finishing ───────────────────────────────────────────────────────────────────────────────────


def test_what_is_missing_is_named(assessment, caseworker) -> None:
    with pytest.raises(CannotChange) as caught:
        verbs.finish(assessment.pk, by=caseworker)
    assert caught.value.problems == [
        "Skriv når samtalen ble holdt.",
        "Skriv hva dere fant ut om situasjonen i dag.",
        "Skriv hva den det gjelder, ønsker.",
    ]
    assert not CaseNote.objects.exists()


def test_finished_it_is_a_note_decisions_build_on(assessment, caseworker) -> None:
    whole(assessment, caseworker)
    finished = verbs.finish(assessment.pk, by=caseworker)
    note = CaseNote.objects.get()
    assert (finished.note, note.kind, note.with_whom) == (note, "meeting", "Gunvor")
    assert "Funksjon og helse:\nGår med rullator." in note.text
    assert "Ønsker:\nVil på kino." in note.text
    assert as_facts(finished) == "Går med rullator.\n\nFå venner."
    assert as_view(finished) == "Vil på kino.\n\nFilm"
    for act in (
        lambda: verbs.finish(assessment.pk, by=caseworker),
        lambda: write(assessment, caseworker, Section.SAFETY, safety="x"),
        lambda: verbs.cancel(assessment.pk, reason="x", by=caseworker),
    ):
        with pytest.raises(CannotChange, match="ferdig og kan ikke endres"):
            act()


def test_a_child_is_heard_or_it_is_said_why_not(unit, caseworker) -> None:
    child = PersonFactory(municipality=unit.municipality, child=True)
    assessment = verbs.start(
        CaseFactory(unit=unit, recipient=child), application=None, by=caseworker
    )
    whole(assessment, caseworker)
    assessment.refresh_from_db()
    assert problems_before_finishing(assessment, 11, TODAY) == [
        (Section.CHILD, "Skriv om barnet er hørt, eller hvorfor ikke.")
    ]
    write(assessment, caseworker, Section.CHILD, child_heard="alone")
    with pytest.raises(CannotChange, match="hva barnet sa"):
        verbs.finish(assessment.pk, by=caseworker)
    write(assessment, caseworker, Section.CHILD, child_heard="alone", child_said="Vil svømme.")
    finished = verbs.finish(assessment.pk, by=caseworker)
    assert "Vil svømme." not in as_view(finished) + finished.note.text
    own = CaseNote.objects.exclude(pk=finished.note_id).get()
    assert (own.text, own.with_whom, own.not_for_parents) == ("Vil svømme.", child.name, True)


def test_a_decision_begins_with_what_was_found_out(assessment, caseworker) -> None:
    from decisions.services import draft

    whole(assessment, caseworker)
    verbs.finish(assessment.pk, by=caseworker)
    decision = draft(assessment.application_id, by=caseworker)
    assert decision.facts == "Går med rullator.\n\nFå venner."
    assert decision.recipient_view == "Vil på kino.\n\nFilm"


def test_a_decision_without_an_assessment_begins_empty(assessment, caseworker) -> None:
    from decisions.services import draft

    decision = draft(assessment.application_id, by=caseworker)
    assert (decision.facts, decision.recipient_view) == ("", "")


def test_broken_off_with_a_reason(assessment, caseworker) -> None:
    with pytest.raises(CannotChange, match="hvorfor kartleggingen avbrytes"):
        verbs.cancel(assessment.pk, reason=" ", by=caseworker)
    verbs.cancel(assessment.pk, reason="Søknaden ble trukket.", by=caseworker)
    with pytest.raises(CannotChange, match="avbrutt og kan ikke endres"):
        write(assessment, caseworker, Section.SAFETY, safety="x")


# ── What the database refuses ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("assessment_state_is_known", {"state": "paused"}),
        ("assessment_finished_at_and_by_follow_state", {"state": "finished"}),
        ("assessment_finished_at_and_by_follow_state", {"finished_at": timezone.now()}),
        ("assessment_cancelled_says_why", {"state": "cancelled"}),
        ("assessment_held_on_and_by_go_together", {"held_on": TODAY}),
        ("assessment_unqualified_interpreter_has_a_reason", {"interpreter_is_qualified": False}),
        ("assessment_contact_gender_has_a_reason", {"contact_gender": "female"}),
        ("assessment_child_not_heard_says_why", {"child_heard": "no"}),
    ],
)
def test_the_database_refuses(assessment, constraint, wrong) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Assessment.objects.filter(pk=assessment.pk).update(**wrong)


def test_only_one_is_open_at_a_time(assessment, case, caseworker) -> None:
    with (
        pytest.raises(IntegrityError, match="assessment_one_open_per_application"),
        transaction.atomic(),
    ):
        Assessment.objects.create(
            municipality=case.municipality,
            case=case,
            application=assessment.application,
            started_by=caseworker.user,
        )


def test_of_one_case(assessment, unit) -> None:
    with (
        pytest.raises(IntegrityError, match="assessment_is_of_one_case"),
        transaction.atomic(),
    ):
        Assessment.objects.filter(pk=assessment.pk).update(case=CaseFactory(unit=unit))


# ── The pages ───────────────────────────────────────────────────────────────────────────────────


def section_url(assessment, section) -> str:
    return reverse("applications:assessment_section", args=[assessment.pk, section])


def test_from_the_first_part_to_the_note(browser, case, caseworker) -> None:
    application = ApplicationFactory(case=case, registered_by=caseworker.user)
    start = reverse("applications:start_assessment", args=[case.pk])
    assert "Kartlegg behovet" in browser.get(reverse("cases:assessments", args=[case.pk])).text
    response = browser.post(f"{start}?soknad={application.pk}", follow=True)
    assert "Ikke skrevet ennå." in response.text
    assessment = Assessment.objects.get()
    for section, values in {
        "avtale": {
            "meeting": "conversation", "starts_on": "2026-12-01", "starts_time": "10.00",
            "place": "Rådhuset",
        },
        "situasjon": {"function": "Går med rullator."},
        "onsker": {"wishes": "Vil på kino."},
        "trygghet": {"safety": "Allergi mot nøtter."},
    }.items():  # fmt: skip
        response = browser.post(
            section_url(assessment, section), {**values, "version": 100, "videre": "neste"}
        )
        assert response.status_code == 302, errors(response)
    invite = reverse("applications:invite", args=[assessment.pk])
    assert "1. desember 2026 kl. 10.00" in browser.get(invite).text
    assert 'class="letter"' in browser.post(invite, {"about": "Fritid", "forhandsvis": "j"}).text
    browser.post(invite, {"about": "Fritid"})
    assert Letter.objects.get().kind == "invitation"
    finish = reverse("applications:finish_assessment", args=[assessment.pk])
    assert "Skriv når samtalen ble holdt." in browser.get(finish).text
    browser.post(
        section_url(assessment, "avtale"),
        {"meeting": "conversation", "version": 100, "held_on": "2026-11-23", "held_with": "Gunvor"},
    )
    assert "Går med rullator." in browser.get(finish).text
    response = browser.post(finish, follow=True)
    assert "Kartleggingen er ferdig." in response.text
    assert "Allergi mot nøtter." in response.text
    assert "kan velges som kilde i vedtaket" in response.text


@pytest.mark.parametrize(
    ("section", "values", "words"),
    [
        ("avtale", {"starts_on": "2026-12-01"}, "Skriv klokkeslettet også."),
        ("avtale", {"starts_time": "10:00"}, "Skriv datoen også."),
        ("avtale", {"held_on": "2026-11-24"}, "Datoen kan ikke være fram i tid."),
        ("avtale", {"qualified": "nei"}, "Skriv hvorfor tolken ikke er kvalifisert."),
        ("avtale", {"interpreter_ordered_on": "2026-11-23"}, "hvilket språk tolken er bestilt på"),
        ("onsker", {"contact_gender": "female"}, "Skriv hvorfor kjønnet har noe å si."),
    ],
)
def test_what_cannot_be_kept_is_said(browser, assessment, section, values, words) -> None:
    response = browser.post(section_url(assessment, section), {**values, "version": 100})
    assert any(words in line for line in errors(response))


def test_both_texts_are_shown_when_two_wrote(browser, assessment, decision_maker) -> None:
    opened = assessment.version
    verbs.save_section(
        assessment.pk, Section.SAFETY, {"safety": "Allergi"}, version=opened, by=decision_maker
    )
    url = section_url(assessment, "trygghet")
    response = browser.post(url, {"safety": "Ingenting spesielt", "version": opened})
    for words in ("Jon Testmo lagret denne delen", "Allergi", "Ingenting spesielt"):
        assert words in response.text
    newest = Assessment.objects.get().version
    browser.post(url, {"safety": "Begge deler", "version": newest})
    assert Assessment.objects.get().safety == "Begge deler"


def test_an_adult_has_no_childs_conversation(browser, assessment) -> None:
    assert browser.get(section_url(assessment, "barnet")).status_code == 404
    assert browser.get(section_url(assessment, "tull")).status_code == 404


def test_it_stands_on_the_work_list(browser, assessment, case, caseworker) -> None:
    assert "Avtal kartleggingssamtale" in browser.get("/?hvem=enhetens").text
    write(assessment, caseworker, **MEETING)
    assert "Hold kartleggingssamtalen" in browser.get("/?hvem=enhetens").text
    write(assessment, caseworker, held_on=TODAY, held_with="Gunvor")
    assert "Fullfør kartleggingen" in browser.get("/?hvem=enhetens").text


def test_the_work_list_asks_no_more_questions(
    browser, unit, caseworker, django_assert_max_num_queries
) -> None:
    def fill(count: int) -> None:
        for _ in range(count):
            case = CaseFactory(unit=unit, caseworker=caseworker.user)
            verbs.start(case, application=None, by=caseworker)

    fill(1)
    browser.get("/")
    with django_assert_max_num_queries(20) as few:
        browser.get("/")
    fill(5)
    with django_assert_max_num_queries(20) as many:
        browser.get("/")
    assert len(many) == len(few)
