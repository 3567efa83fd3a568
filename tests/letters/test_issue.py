from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone

from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases.models import Case, JournalEntry
from stottekontakt.letters import services
from stottekontakt.letters.context import Role
from stottekontakt.letters.errors import CannotWriteLetter
from stottekontakt.letters.models import Letter
from stottekontakt.letters.structure import BrokenStructure
from tests.cases.factories import PersonFactory
from tests.letters.factories import LetterTextFactory, context_of, issue


def test_issuing_freezes_the_text_and_enters_it_in_the_journal(case, caseworker):
    letter = issue(case, by=caseworker, role=Role.GUARDIAN, called="Ali")
    letter.refresh_from_db()
    assert letter.state == Letter.State.QUEUED
    assert letter.title == f"Bekreftelse på mottatt søknad om støttekontakt, sak {case}"
    assert "Søknaden om støttekontakt til Ali" in letter.body
    assert letter.addressee_name == case.recipient.name
    assert letter.address_lines == ["Øvre Prøvevei 12", "9999 LYNGVIK"]
    assert letter.role == Letter.Role.GUARDIAN
    assert letter.sender["municipality"] == "Lyngvik kommune"
    assert letter.sender["unit"] == "Tildelingskontoret"
    assert letter.contact["name"] == "Siri Lind"
    assert letter.issued_by == caseworker.user
    entry = letter.journal_entry
    assert (entry.direction, entry.number) == (JournalEntry.Direction.OUTGOING, 1)
    assert entry.title == "Bekreftelse på mottatt søknad om støttekontakt"
    assert entry.correspondent == case.recipient.name
    assert entry.dated_on == timezone.localdate()
    event = AuditEntry.objects.get(event=AuditEntry.Event.LETTER_ISSUED)
    assert event.subject_id == letter.pk
    assert event.case_id == case.pk
    assert event.data == {"kind": "receipt", "role": "guardian", "number": 1}


def test_the_pdf_is_asked_for_after_the_commit(
    case, caseworker, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        letter = issue(case, by=caseworker)
        assert not Letter.objects.get(pk=letter.pk).is_rendered
    letter.refresh_from_db()
    assert letter.is_rendered


def test_a_broker_that_is_down_stops_nothing(
    case, caseworker, monkeypatch, django_capture_on_commit_callbacks
):
    def down(*args, **kwargs):
        raise ConnectionError("no broker")

    monkeypatch.setattr(services.render_letter, "delay", down)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        letter = issue(case, by=caseworker)
    assert len(callbacks) == 1
    assert Letter.objects.get(pk=letter.pk).state == Letter.State.QUEUED


def test_the_same_letter_twice_is_refused(case, caseworker):
    issue(case, by=caseworker)
    with pytest.raises(CannotWriteLetter, match="allerede laget et slikt brev til Ali"):
        issue(case, by=caseworker)
    other = PersonFactory(municipality=case.municipality)
    issue(case, by=caseworker, addressee=other)
    issue(case, by=caseworker, version=2)
    issue(case, by=caseworker, source="application:2")
    numbers = JournalEntry.objects.filter(case=case).order_by("number")
    assert [entry.number for entry in numbers] == [1, 2, 3, 4]


@pytest.mark.parametrize("protection", ["confidential", "strict"])
def test_a_protected_address_is_never_written(case, caseworker, protection):
    person = PersonFactory(municipality=case.municipality, **{protection: True})
    letter = issue(case, by=caseworker, addressee=person)
    assert letter.manual_dispatch
    assert letter.address_lines == []
    html = services.sheet_html(services.sheet_of(letter))
    assert person.name in html
    assert "Øvre Prøvevei" not in html


def test_a_later_change_reaches_no_letter_that_is_issued(case, caseworker, letter):
    before = services.sheet_html(services.sheet_of(letter))
    case.recipient.address = "Et helt annet sted 1"
    case.recipient.name = "Nytt Navn"
    case.recipient.save()
    LetterTextFactory(municipality=case.municipality, text="Ny tekst.")
    letter = Letter.objects.get(pk=letter.pk)
    assert services.sheet_html(services.sheet_of(letter)) == before


def test_the_municipalitys_own_text_is_used(case, caseworker):
    LetterTextFactory(municipality=case.municipality, text="Ta det {navn} med ro.")
    assert "Ta det Tor med ro." in issue(case, by=caseworker).body


def test_the_language_is_the_addressees(case, caseworker):
    person = PersonFactory(municipality=case.municipality, written_form="nn")
    assert services.language_of(person) == "nn"
    letter = issue(case, by=caseworker, addressee=person, language="nn")
    assert letter.title == f"Stadfesting på motteken søknad om støttekontakt, sak {case}"
    assert letter.sender["county_governor"] == "Statsforvaltaren i Prøveland"


def test_nothing_is_left_when_the_letter_cannot_be_written(case, caseworker):
    LetterTextFactory(municipality=case.municipality, text="Ring {hvem}.")
    with pytest.raises(CannotWriteLetter), transaction.atomic():
        issue(case, by=caseworker)
    assert not Letter.objects.exists()
    assert not JournalEntry.objects.exists()


def test_a_letter_with_an_open_field_is_refused_in_words(case, caseworker):
    context = context_of(case, "decision_granted", services=())
    with pytest.raises(CannotWriteLetter) as refused:
        services.issue_letter(
            "decision_granted", case=case, source="decision:1", context=context,
            addressee=case.recipient, by=caseworker, language="nb",
        )  # fmt: skip
    assert refused.value.problems == [
        "Brevet mangler en opplysning: dagen tjenesten begynner.",
        "Brevet mangler en opplysning: det som er innvilget, for eksempel støttekontakt tre timer "
        "i uken.",
    ]


def test_a_letter_without_a_date_is_a_mistake_of_ours(case, caseworker):
    with pytest.raises(ValueError, match="has a date"):
        issue(case, by=caseworker, dated_on=None)


def test_broken_structure_stops_the_letter(case, caseworker, monkeypatch):
    def broken(html):
        raise BrokenStructure(["an empty h2"])

    monkeypatch.setattr(services, "check_structure", broken)
    with pytest.raises(CannotWriteLetter, match="oppbygningen"), transaction.atomic():
        issue(case, by=caseworker)
    assert not Letter.objects.exists()


def test_the_preview_is_what_is_issued(case, caseworker):
    context = context_of(case)
    shown = services.preview("receipt", case=case, context=context, language="nb")
    assert issue(case, by=caseworker).body == shown.body


def test_before_anyone_has_the_case_the_office_answers(case, caseworker):
    case.caseworker = None
    contact = services.contact_of(case)
    assert (contact.name, contact.phone) == ("Tildelingskontoret", case.unit.phone)
    html = services.sheet_html(services.sheet_of(issue(case, by=caseworker)))
    assert '<th scope="row">Kontakt</th><td>Tildelingskontoret<br>' in html
    assert '<th scope="row">Saksbehandler</th>' not in html


def test_the_letterhead_of_a_municipality(case):
    case.municipality.arms = "lyngvik.svg"
    case.municipality.postal_address = "Postboks 1\n9999 Lyngvik"
    sender = services.sender_of(case, "nn")
    assert sender.arms == "arms/lyngvik.svg"
    assert sender.address_lines == ("Postboks 1", "9999 Lyngvik")
    assert sender.phone == case.unit.phone
    case.municipality.county_governor = "Statsforvaltaren i Vestland"
    assert services.sender_of(case, "nb").county_governor == "Statsforvalteren i Vestland"


def test_letters_are_seen_by_whoever_sees_the_case(letter, caseworker, coordinator, leader):
    assert list(Letter.objects.visible_to(caseworker)) == [letter]
    assert list(Letter.objects.visible_to(leader)) == [letter]
    assert list(Letter.objects.visible_to(coordinator)) == []
    assert list(Letter.objects.of_source("application:1")) == [letter]
    assert list(Letter.objects.of_source("decision:1")) == []


def test_another_municipality_sees_no_letter(letter, other_municipality, in_municipality):
    with in_municipality(other_municipality):
        assert not Letter.objects.exists()
        assert not Case.objects.exists()
    assert Letter.objects.count() == 1
    assert letter.dated_on <= date.today()
