"""An oral enquiry: logged in half a minute, never refused, ended as one of three things."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from applications.errors import CannotChange
from applications.models import Application, Inquiry
from applications.services import inquiry as verbs
from applications.services.inquiry import Call
from stottekontakt.accounts.roles import Role
from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases.models import Case, Person
from stottekontakt.deadlines.models import Deadline
from stottekontakt.letters.models import Letter
from tests.accounts.factories import UnitFactory
from tests.applications.test_pages import errors
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23T10:00:00+01:00"):
        yield


@pytest.fixture
def browser(client_for, caseworker):
    return client_for(caseworker)


@pytest.fixture
def case(unit):
    return CaseFactory(unit=unit, recipient__name="Gunvor Solstrand")


@pytest.fixture
def log(unit, caseworker):
    def make(**fields) -> Inquiry:
        said = {"channel": "phone", "enquired_on": TODAY, "question": "Hva er en støttekontakt?"}
        return verbs.log(Call(**{**said, **fields}), unit=unit, by=caseworker)

    return make


def events(subject) -> list[str]:
    return list(
        AuditEntry.objects.filter(subject_type="applications.inquiry", subject_id=subject.pk)
        .order_by("pk")
        .values_list("event", flat=True)
    )


# ── The verbs ───────────────────────────────────────────────────────────────────────────────────


def test_logged_with_a_question_alone(log) -> None:
    inquiry = log()
    assert inquiry.is_open
    assert (inquiry.about_label, inquiry.caller_label) == ("Ukjent person", "Ukjent")
    assert events(inquiry) == ["inquiry_logged"]


def test_about_a_known_person_it_belongs_to_the_case(log, case) -> None:
    assert log(about=case.recipient).case == case


def test_not_in_the_future_and_no_promise_in_the_past(log) -> None:
    with pytest.raises(CannotChange, match="fram i tid"):
        log(enquired_on=date(2026, 11, 24))
    with pytest.raises(CannotChange, match="allerede gått"):
        log(callback_on=date(2026, 11, 22))
    assert not Inquiry.objects.exists()


def test_what_is_said_later_is_added_never_written_over(log, caseworker) -> None:
    inquiry = log(answer="Skulle undersøke.", callback_on=date(2026, 11, 25))
    verbs.follow_up(inquiry.pk, said="Fikk ikke svar.", callback_on=TODAY, by=caseworker)
    inquiry.refresh_from_db()
    assert inquiry.answer == ("Skulle undersøke.\n\n23. november 2026, Siri Lind: Fikk ikke svar.")
    assert inquiry.callback_on == TODAY
    assert events(inquiry) == ["inquiry_logged", "inquiry_answered"]


def test_guidance_goes_to_the_citizen_in_writing(log, case, caseworker) -> None:
    inquiry = log(about=case.recipient, caller=case.recipient)
    (letter,) = verbs.guide(
        inquiry.pk,
        guidance="Du kan søke når du vil.",
        addressees=[case.recipient_id],
        by=caseworker,
    )
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.closed_by) == ("guidance", caseworker.user)
    assert (letter.kind, letter.addressee, letter.source) == (
        "guidance",
        case.recipient,
        f"inquiry:{inquiry.pk}",
    )
    assert "Du kan søke når du vil." in letter.body
    assert not Deadline.objects.exists()


def test_guidance_without_a_letter_says_why(log, caseworker) -> None:
    inquiry = log()
    with pytest.raises(CannotChange, match="journalføres i en sak"):
        verbs.guide(inquiry.pk, guidance="Slik søker man.", by=caseworker)
    verbs.guide(inquiry.pk, guidance="Slik søker man.", no_letter="anonymous", by=caseworker)
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.no_letter) == ("guidance", "anonymous")
    assert not Letter.objects.exists()


def test_nobody_who_may_not_have_a_letter_is_written_to(log, case, caseworker, unit) -> None:
    stranger = PersonFactory(municipality=unit.municipality)
    inquiry = log(about=case.recipient)
    with pytest.raises(CannotChange, match="Ingen kan få brev"):
        verbs.guide(inquiry.pk, guidance="Ja.", addressees=[stranger.pk], by=caseworker)
    inquiry.refresh_from_db()
    assert inquiry.is_open
    assert not Letter.objects.exists()


def test_withdrawn_says_how_we_know(log, caseworker) -> None:
    inquiry = log(callback_on=TODAY)
    with pytest.raises(CannotChange, match="hvordan vi fikk vite"):
        verbs.withdraw(inquiry.pk, note=" ", by=caseworker)
    verbs.withdraw(inquiry.pk, note="Ringte og sa det.", by=caseworker)
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.callback_on) == ("withdrawn", None)
    assert events(inquiry) == ["inquiry_logged", "inquiry_closed"]


def test_there_is_no_refusal() -> None:
    assert set(Inquiry.State) == {"open", "application", "guidance", "withdrawn"}


def test_a_person_is_registered_with_a_case_for_the_letter(log, caseworker) -> None:
    inquiry = log(about_name="Kari Prøvemo")
    case = verbs.open_case_for(
        inquiry.pk,
        identity_number=None,
        by=caseworker,
        name="Kari Prøvemo",
        birth_date=date(1990, 1, 2),
        written_form="nb",
    )
    inquiry.refresh_from_db()
    assert (inquiry.case, inquiry.about) == (case, case.recipient)
    assert not Application.objects.exists()
    assert not Deadline.objects.exists()
    with pytest.raises(CannotChange, match="allerede til en sak"):
        verbs.open_case_for(inquiry.pk, identity_number=None, by=caseworker, name="X")


@pytest.mark.parametrize(
    "end",
    [
        lambda pk, by: verbs.withdraw(pk, note="Ringte", by=by),
        lambda pk, by: verbs.guide(pk, guidance="Ja", no_letter="general", by=by),
        lambda pk, by: verbs.follow_up(pk, said="Mer", callback_on=None, by=by),
    ],
)
def test_what_somebody_else_has_ended_is_not_ended_again(log, caseworker, end) -> None:
    inquiry = log()
    verbs.withdraw(inquiry.pk, note="Ringte", by=caseworker)
    with pytest.raises(CannotChange, match="allerede avsluttet"):
        end(inquiry.pk, caseworker)


# ── What the database refuses ───────────────────────────────────────────────────────────────────

CLOSED = {"closed_at": timezone.now(), "closed_by": True}


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("inquiry_is_never_refused", {"state": "refused", **CLOSED}),
        ("inquiry_closed_at_and_by_follow_state", {"closed_at": timezone.now()}),
        ("inquiry_closed_at_and_by_follow_state", {"state": "withdrawn", "closing_note": "x"}),
        ("inquiry_says_what_it_is_about", {"question": ""}),
        ("inquiry_application_follows_state", {"state": "application", **CLOSED}),
        ("inquiry_guidance_follows_state", {"state": "guidance", **CLOSED}),
        ("inquiry_guidance_follows_state", {"guidance": "Ja"}),
        (
            "inquiry_guidance_is_written_or_says_why_not",
            {"state": "guidance", "guidance": "Ja", **CLOSED},
        ),
        ("inquiry_withdrawn_says_how", {"state": "withdrawn", **CLOSED}),
        (
            "inquiry_closed_promises_no_callback",
            {"state": "withdrawn", "closing_note": "x", "callback_on": TODAY, **CLOSED},
        ),
    ],
)
def test_the_database_refuses(log, caseworker, constraint, wrong) -> None:
    inquiry = log()
    if wrong.get("closed_by") is True:
        wrong = {**wrong, "closed_by": caseworker.user}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Inquiry.objects.filter(pk=inquiry.pk).update(**wrong)


# ── Whose they are ──────────────────────────────────────────────────────────────────────────────


def test_an_enquiry_is_its_units_own(log, unit, member, leader, coordinator) -> None:
    inquiry = log()
    assert list(Inquiry.objects.visible_to(leader)) == [inquiry]
    assert not Inquiry.objects.editable_by(leader).exists()
    assert not Inquiry.objects.visible_to(coordinator).exists()
    elsewhere = member(Role.CASEWORKER, unit=UnitFactory(municipality=unit.municipality))
    assert not Inquiry.objects.visible_to(elsewhere).exists()


def test_about_a_strictly_protected_person_only_some_see_it(log, unit, caseworker, member) -> None:
    strict = PersonFactory(municipality=unit.municipality, strict=True)
    inquiry = log(caller=strict)
    colleague = member(Role.CASEWORKER)
    assert not Inquiry.objects.visible_to(colleague).exists()
    assert list(Inquiry.objects.visible_to(caseworker)) == [inquiry]  # took the telephone
    allowed = member(Role.CASEWORKER, sees_protected=True)
    assert list(Inquiry.objects.visible_to(allowed)) == [inquiry]
    hidden = CaseFactory(unit=unit, recipient=strict)
    Inquiry.objects.filter(pk=inquiry.pk).update(case=hidden, about=strict)
    assert not Inquiry.objects.visible_to(colleague).exists()


# ── The pages ───────────────────────────────────────────────────────────────────────────────────


def test_logged_from_the_page_in_one_go(browser) -> None:
    response = browser.post(
        reverse("applications:log_inquiry"),
        {
            "channel": "phone",
            "enquired_on": "2026-11-23",
            "about_name": "Even Solbakk",
            "caller": "other",
            "caller_name": "Mona Solbakk",
            "caller_relation": "mor",
            "caller_phone": "12 34 56 78",
            "question": "Kan gutten få følge på kino?",
            "callback_on": "2026-11-25",
        },
        follow=True,
    )
    assert "Henvendelsen er ført." in response.text
    assert "Ring tilbake" in response.text
    inquiry = Inquiry.objects.get()
    assert (inquiry.caller_phone, inquiry.about_name) == ("+4712345678", "Even Solbakk")
    assert "Even Solbakk" in browser.get(reverse("applications:inquiries")).text


def test_what_is_wrong_keeps_what_was_typed(browser) -> None:
    response = browser.post(
        reverse("applications:log_inquiry"),
        {"channel": "phone", "caller": "other", "about_name": "Even", "enquired_on": "2026-11-24",
         "callback_on": "2026-11-01", "question": ""},
    )  # fmt: skip
    assert errors(response) == [
        "Datoen kan ikke være fram i tid.",
        "Skriv hva henvendelsen gjaldt.",
        "Datoen kan ikke være tilbake i tid.",
    ]
    assert 'value="Even"' in response.text
    assert not Inquiry.objects.exists()


def test_a_known_person_is_found_and_the_rest_kept(browser, case, municipality) -> None:
    RepresentativeFactory(case=case, guardian=True, person__name="Trygve Testmo")
    url = reverse("applications:log_inquiry")
    typed = {"about_name": "Gunvor", "caller": "other", "question": "Om timene", "channel": "phone"}
    response = browser.post(url, {**typed, "finn": "ja"})
    assert "Gunvor Solstrand, født" in response.text
    assert "Om timene" in response.text
    assert not Inquiry.objects.exists()
    browser.post(
        url,
        {**typed, "about": case.recipient_id, "caller": "self", "enquired_on": "2026-11-23"},
    )
    inquiry = Inquiry.objects.get()
    assert (inquiry.about, inquiry.caller, inquiry.case) == (case.recipient, case.recipient, case)


def test_nobody_the_reader_may_not_see_is_found(browser, unit, municipality) -> None:
    hidden = PersonFactory(municipality=municipality, strict=True, name="Hemmelig Hansen")
    CaseFactory(unit=unit, recipient=hidden)
    url = reverse("applications:log_inquiry")
    response = browser.post(url, {"about_name": "Hemmelig Hansen", "finn": "ja", "caller": "other"})
    assert "Ingen du har tilgang til" in response.text
    response = browser.post(
        url,
        {"about": hidden.pk, "caller": "other", "question": "x", "enquired_on": "2026-11-23",
         "channel": "phone"},
    )  # fmt: skip
    assert Inquiry.objects.get().about is None


def test_it_becomes_a_soknad_with_all_that_was_said(browser, log, case) -> None:
    inquiry = log(about=case.recipient, caller=case.recipient, question="Vil ha følge på tur.")
    response = browser.post(
        reverse("applications:inquiry_application", args=[inquiry.pk]),
        {"counts": "ja"},
        follow=True,
    )
    assert "Fra en muntlig henvendelse" in response.text
    assert "Vil ha følge på tur." in response.text
    assert 'value="2026-11-23"' in response.text
    form = response.context["forms"].content
    data = {
        "recipient": response.context["recipient"].token,
        "henvendelse": inquiry.pk,
        "applicant-applicant": "recipient",
        "form_key": str(form["form_key"].value()),
        "channel": "phone",
        "received_on": "2026-11-23",
        "wishes": "Vil ha følge på tur.",
        "housing": "unknown",
        "hours_unit": "week",
    }
    response = browser.post(reverse("applications:register"), data, follow=True)
    assert "Søknaden er registrert" in response.text
    inquiry.refresh_from_db()
    application = Application.objects.get()
    assert (inquiry.state, inquiry.application) == ("application", application)
    assert application.received_on == TODAY
    assert Deadline.objects.get().counted_from == TODAY


def test_a_later_soknad_does_not_take_the_enquirys_day(browser, log, case) -> None:
    inquiry = log(about=case.recipient)
    url = reverse("applications:inquiry_application", args=[inquiry.pk])
    assert errors(browser.post(url, {"counts": ""})) == [
        "Velg om henvendelsen skal regnes som søknad."
    ]
    response = browser.post(url, {"counts": "nei"}, follow=True)
    assert response.context["forms"].content["received_on"].value() in (None, "")


def test_ended_by_somebody_else_meanwhile_nothing_is_half_done(
    browser, log, case, caseworker
) -> None:
    inquiry = log(about=case.recipient)
    response = browser.get(
        reverse("applications:register"), {"henvendelse": inquiry.pk, "soknad": "ja"}
    )
    data = {
        "recipient": response.context["recipient"].token,
        "henvendelse": inquiry.pk,
        "applicant-applicant": "recipient",
        "form_key": str(response.context["forms"].content["form_key"].value()),
        "channel": "phone",
        "received_on": "2026-11-23",
        "wishes": "Tur",
        "housing": "unknown",
    }
    verbs.withdraw(inquiry.pk, note="Ringte", by=caseworker)
    # A hidden field that no longer names an open enquiry is as if it were not there.
    browser.post(reverse("applications:register"), data)
    inquiry.refresh_from_db()
    assert inquiry.state == "withdrawn"
    assert Application.objects.count() == 1


def test_the_list_has_filters_and_few_queries(
    browser, log, case, caseworker, django_assert_max_num_queries
) -> None:
    log(about=case.recipient, callback_on=TODAY)
    ended = log(about_name="Trukket Person")
    verbs.withdraw(ended.pk, note="Ringte", by=caseworker)
    url = reverse("applications:inquiries")
    for query, count in [
        ({}, 1),
        ({"state": "withdrawn"}, 1),
        ({"state": "alle"}, 2),
        ({"callback": "on"}, 1),
        ({"mine": "on"}, 1),
        ({"state": "tull"}, 2),
    ]:
        assert len(browser.get(url, query).context["page"]) == count, query
    for _ in range(30):
        log(about=case.recipient)
    with django_assert_max_num_queries(10):
        assert len(browser.get(url).context["page"]) == 31


def test_a_protected_callers_number_is_not_shown(client_for, member, log, municipality) -> None:
    person = PersonFactory(municipality=municipality, confidential=True, phone="+4712345678")
    inquiry = log(caller=person)
    url = inquiry.get_absolute_url()
    assert "12 34 56 78" not in client_for(member(Role.CASEWORKER)).get(url).text
    allowed = member(Role.CASEWORKER, sees_protected=True)
    assert "12 34 56 78" in client_for(allowed).get(url).text


def test_guidance_is_shown_before_it_is_sent(browser, log, case) -> None:
    inquiry = log(about=case.recipient, caller=case.recipient)
    url = reverse("applications:guide", args=[inquiry.pk])
    data = {"guidance": "Du kan søke.", "addressees": [str(case.recipient_id)]}
    response = browser.post(url, {**data, "forhandsvis": "ja"})
    assert 'class="letter"' in response.text
    assert not Letter.objects.exists()
    assert errors(browser.post(url, {"guidance": "Ja"})) == [
        "Velg hvem som skal ha brevet, eller hvorfor det ikke sendes."
    ]
    assert "veiledning er gitt" in browser.post(url, data, follow=True).text
    assert Letter.objects.count() == 1


def test_the_work_list_tells_of_callbacks_and_age(browser, log, case) -> None:
    log(about=case.recipient, callback_on=date(2026, 11, 25))
    log(about_name="Even Solbakk", enquired_on=date(2026, 11, 20))
    text = browser.get("/").text
    assert "Ring tilbake" in text
    assert "Følg opp muntlig henvendelse" in text
    assert "Åpen i 3 dager." in text
    assert "Even Solbakk" in text
    assert "Muntlig henvendelse" in text


def test_registering_a_known_number_in_a_hidden_case_is_refused(log, caseworker, unit) -> None:
    from stottekontakt.cases.identity_number import synthetic_numbers
    from stottekontakt.cases.services import register_person

    number = next(synthetic_numbers(date(1990, 5, 5)))
    hidden = register_person(
        by=caseworker, identity_number=number, name="Hemmelig", address_protection="strict"
    )
    CaseFactory(unit=unit, recipient=hidden)
    inquiry = log(about_name="Noen")
    with pytest.raises(CannotChange, match="en sak du ikke har tilgang til"):
        verbs.open_case_for(inquiry.pk, identity_number=number, by=caseworker, name="Noen")
    assert Person.objects.count() == 1
    assert Case.objects.count() == 1
