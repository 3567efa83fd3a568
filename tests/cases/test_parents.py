"""What parents are told (pbrl. § 3-4): wishes, assessments, and what no letter may get round."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from decisions import letters as decision_letters
from decisions import services as decision_services
from decisions.errors import CannotIssue
from decisions.models import Decision
from decisions.rules import Section
from stottekontakt.cases import parents, services
from stottekontakt.cases.addressees import addressees_of
from stottekontakt.cases.models import (
    CaseNote,
    InformationWish,
    JournalEntry,
    ParentInformationAssessment,
)
from stottekontakt.letters.errors import CannotSend, CannotWriteLetter
from stottekontakt.letters.kinds import LetterKind
from stottekontakt.letters.models import Letter
from stottekontakt.letters.services import mark_sent
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory
from tests.decisions.factories import whole_draft, write
from tests.letters.factories import issue

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel("2026-11-23T09:42:00Z"):
        yield


@pytest.fixture
def case(unit, caseworker):
    """Nora, 13, and her mother and father, who share the responsibility."""
    person = PersonFactory(
        municipality=unit.municipality, name="Nora Blåklokke", birth_date=date(2013, 5, 4)
    )
    return CaseFactory(unit=unit, recipient=person, caseworker=caseworker.user)


@pytest.fixture
def mother(case):
    return RepresentativeFactory(case=case, mother=True, person__name="Hilde Blåklokke")


@pytest.fixture
def browser(client_for, caseworker):
    return client_for(caseworker)


def wish(case, by, **fields):
    return parents.register_wish(
        case,
        by=by,
        **{
            "kind": "child_asked",
            "said_on": TODAY,
            "how": "meeting",
            "what": "Mor skal ikke vite om gruppa.",
            **fields,
        },
    )


def assess(case, by, outcome, **fields):
    return parents.assess(
        case,
        by=by,
        outcome=outcome,
        **{
            "reasons": "Nora er trygg på grunnene sine.",
            "needed_by_parents": "",
            "child_told_on": TODAY,
            **fields,
        },
    )


def gets(case, name: str, source: str = "") -> bool:
    return any(
        choice.gets_letter and choice.person.name == name
        for choice in addressees_of(case, timezone.localdate(), source=source)
    )


class TestWhoIsToldWhat:
    def test_without_a_wish_parents_are_told(self, case, mother):
        assert gets(case, "Hilde Blåklokke")

    def test_nothing_goes_before_somebody_has_assessed_it(self, case, mother, caseworker):
        wish(case, caseworker)
        choice = addressees_of(case, TODAY)[1]
        assert (choice.gets_letter, choice.awaits_assessment) == (False, True)

    @pytest.mark.parametrize(
        ("outcome", "told"),
        [("withhold_all", False), ("withhold_marked", True), ("tell", True)],
    )
    def test_the_assessment_says_who(self, outcome, told, case, mother, caseworker):
        wish(case, caseworker)
        assess(case, caseworker, outcome)
        assert gets(case, "Hilde Blåklokke") is told
        assert bool(parents.why_not_to_tell(case.pk, mother.person, "")) is not told

    def test_a_later_wish_asks_anew(self, case, mother, caseworker):
        wish(case, caseworker)
        assess(case, caseworker, "tell")
        with time_machine.travel("2026-11-24T09:00:00Z"):
            wish(case, caseworker)
            assert addressees_of(case, TODAY)[1].awaits_assessment

    def test_one_letter_may_be_weighed_by_itself(self, case, mother, caseworker):
        wish(case, caseworker)
        assess(case, caseworker, "withhold_all")
        assess(case, caseworker, "tell", source="decision:7")
        assert gets(case, "Hilde Blåklokke", source="decision:7")
        assert not gets(case, "Hilde Blåklokke", source="decision:8")
        assert not parents.why_not_to_tell(case.pk, mother.person, "decision:7")
        assert parents.why_not_to_tell(case.pk, mother.person, "decision:8")

    def test_a_wish_that_no_longer_holds_stops_nothing(self, case, mother, caseworker):
        parents.withdraw_wish(
            wish(case, caseworker).pk, reason="Nora har ombestemt seg.", by=caseworker
        )
        assert gets(case, "Hilde Blåklokke")

    def test_an_authorisation_below_16_is_no_way_round(self, case, mother, caseworker):
        entry = services.add_journal_entry(
            case, by=caseworker, direction="internal", title="Fullmakt", dated_on=TODAY
        )
        document = services.add_document(
            entry, by=caseworker, title="Fullmakt", filename="f.pdf",
            content_type="application/pdf", data=b"%PDF-1.7",
        )  # fmt: skip
        aunt = RepresentativeFactory(
            case=case, proxy=True, person__name="Tante Test", document=document
        )
        assert gets(case, "Tante Test")
        wish(case, caseworker)
        assert not gets(case, "Tante Test")
        assert parents.why_not_to_tell(case.pk, aunt.person, "")

    def test_a_parent_in_another_role_is_still_a_parent(self, case, mother, caseworker):
        RepresentativeFactory(case=case, guardian=True, person=mother.person)
        wish(case, caseworker)
        assert not gets(case, "Hilde Blåklokke")

    def test_others_are_told_as_before(self, case, mother, caseworker):
        RepresentativeFactory(
            case=case, kind="child_welfare", valid_from=TODAY, person__name="Barnevernet"
        )
        RepresentativeFactory(case=case, guardian=True, person__name="Verge Test")
        wish(case, caseworker)
        assert gets(case, "Barnevernet")
        assert gets(case, "Verge Test")

    def test_a_grown_up_chooses_freely(self, case, mother, caseworker):
        wish(case, caseworker)
        # The database goes by its own clock.
        case.recipient.birth_date = date(2000, 5, 4)
        case.recipient.save()
        assert not parents.why_not_to_tell(case.pk, mother.person, "")


class TestLetters:
    def test_none_is_made(self, case, mother, caseworker):
        wish(case, caseworker)
        with pytest.raises(CannotWriteLetter, match="Vurder hva de skal få vite"):
            issue(case, by=caseworker, addressee=mother.person)
        assert not Letter.objects.exists()
        issue(case, by=caseworker)  # Nora's own

    def test_nor_by_the_back_door(self, case, mother, caseworker):
        letter = issue(case, by=caseworker, addressee=mother.person)
        wish(case, caseworker)
        entry = services.add_journal_entry(
            case, by=caseworker, direction="outgoing", title="Brev", dated_on=TODAY
        )
        letter.pk, letter.version, letter.journal_entry = None, 2, entry
        letter._state.adding = True
        with (
            pytest.raises(IntegrityError, match="letter_goes_to_no_parent_before_assessment"),
            transaction.atomic(),
        ):
            letter.save()

    @pytest.fixture
    def rendered(self, case, mother, caseworker):
        letter = issue(case, by=caseworker, addressee=mother.person)
        document = services.add_document(
            letter.journal_entry, by=None, title="Brev", filename="brev.pdf",
            content_type="application/pdf", data=b"%PDF-1.7",
        )  # fmt: skip
        letter.state, letter.document, letter.sha256 = "rendered", document, document.sha256
        letter.rendered_at = timezone.now()
        letter.save(update_fields=["state", "document", "sha256", "rendered_at"])
        return letter

    def test_one_that_is_made_does_not_leave(self, case, rendered, caseworker):
        wish(case, caseworker)
        with pytest.raises(CannotSend, match="Vurder hva de skal få vite"):
            mark_sent(rendered.pk, on=TODAY, by=caseworker)
        with (
            pytest.raises(IntegrityError, match="letter_goes_to_no_parent_before_assessment"),
            transaction.atomic(),
        ):
            rendered.delivery, rendered.sent_on = "paper", TODAY
            rendered.save(update_fields=["delivery", "sent_on"])
        assess(case, caseworker, "tell")
        assert mark_sent(rendered.pk, on=TODAY, by=caseworker).sent_on == TODAY


class TestDecisions:
    @pytest.fixture
    def decision(self, case, mother, caseworker, decision_maker):
        application = ApplicationFactory(case=case)
        draft = whole_draft(application, caseworker)
        Decision.objects.filter(pk=draft.pk).update(child_understands=True)
        return Decision.objects.get(pk=draft.pk)

    def test_is_not_issued_before_it_is_assessed(self, decision, case, caseworker):
        wish(case, caseworker)
        with pytest.raises(CannotIssue) as refusal:
            decision_services.issue(decision.pk, by=caseworker)
        assert any("Vurder hva de skal få vite" in one for one in refusal.value.problems)

    def test_a_wish_while_the_page_stood_open_stops_it_whole(self, decision, case, caseworker):
        """The page showed two addressees; when the button is pressed, the child has said no."""
        assert gets(case, "Hilde Blåklokke")
        wish(case, caseworker)
        with pytest.raises(CannotIssue):
            decision_services.issue(decision.pk, by=caseworker)
        assert Decision.objects.get(pk=decision.pk).is_draft
        assert not Letter.objects.exists()

    def letter_to(self, decision, name: str) -> str:
        dossier = decision_services.dossier_of(Decision.objects.get(pk=decision.pk))
        (choice,) = (one for one in dossier.getting_letters if one.person.name == name)
        from stottekontakt.letters.services import preview

        context = decision_letters.context(dossier, choice, signed_by=None, dated_on=None)
        return preview(
            LetterKind.DECISION_GRANTED, case=dossier.case, context=context, language="nb"
        ).body

    def test_what_is_marked_is_in_no_parents_letter(self, decision, case, caseworker):
        secret = services.write_note(
            case, by=caseworker, kind="meeting", happened_on=TODAY, with_whom="helsesykepleieren",
            text="Fortrolig.", not_for_parents=True,
        )  # fmt: skip
        known = services.write_note(
            case,
            by=caseworker,
            kind="meeting",
            happened_on=TODAY,
            with_whom="læreren",
            text="Åpen.",
        )
        entry = services.add_journal_entry(
            case, by=caseworker, direction="incoming", title="Brev fra ungdomsklinikken",
            dated_on=TODAY, received_on=TODAY, not_for_parents=True,
        )  # fmt: skip
        write(
            decision, Section.FACTS, caseworker, facts="Nora liker å svømme.",
            sources=[f"note-{secret.pk}", f"note-{known.pk}", f"journal-{entry.pk}"],
        )  # fmt: skip
        write(
            decision, Section.VIEW, caseworker, recipient_view="Nora vil svømme.",
            only_for_recipient="Gruppa på torsdager er for ungdom med skilte foreldre.",
            view_weight="Stor vekt.", child_understands=True,
        )  # fmt: skip
        own, mothers = (
            self.letter_to(decision, name) for name in ("Nora Blåklokke", "Hilde Blåklokke")
        )
        assert "læreren" in own
        assert "læreren" in mothers
        for hidden in ("helsesykepleieren", "ungdomsklinikken", "torsdager", "Bare til deg"):
            assert hidden in own
            assert hidden not in mothers

    def test_a_parent_who_lost_the_responsibility_today(
        self, decision, case, mother, caseworker, client_for
    ):
        """The preview is open in a browser; the letter it shows is not made."""
        browser = client_for(caseworker)
        preview = reverse("decisions:letter", args=[decision.pk, mother.person_id])
        assert browser.get(preview).status_code == 200
        services.end_representative(
            mother.pk, by=caseworker, on=TODAY - timedelta(days=1), reason="Dom i dag."
        )
        assert browser.get(preview).status_code in (302, 404)
        assert not gets(case, "Hilde Blåklokke")


class TestPages:
    def test_a_wish_is_registered_assessed_and_taken_back(self, browser, case, mother):
        url = reverse("cases:information_wish", args=[case.pk])
        empty = browser.post(url, {"what": "Ikke si det."})
        assert "Velg hvordan det ble sagt." in empty.text
        assert "Ikke si det." in empty.text
        browser.post(
            url,
            {"kind": "child_asked", "said_on": "23.11.2026", "how": "phone", "what": "Ikke mor."},
        )
        assert (
            "Vurder hva foreldrene til Nora skal få vite"
            in browser.get(case.get_absolute_url()).text
        )
        assert "Vurder hva foreldrene til Nora skal få vite" in browser.get("/").text
        assess_url = reverse("cases:assess_parents", args=[case.pk])
        lacking = browser.post(assess_url, {"outcome": "withhold_all", "reasons": "Trygghet."})
        assert "Fortell den unge det først" in lacking.text
        assert "Trygghet." in lacking.text
        browser.post(
            assess_url,
            {"outcome": "withhold_all", "reasons": "Trygghet.", "child_told_on": "23.11.2026"},
        )
        assert not gets(case, "Hilde Blåklokke")
        assert (
            "Vurdert: Foreldrene til Nora får ikke brev."
            in browser.get(reverse("cases:persons", args=[case.pk])).text
        )
        browser.post(
            reverse("cases:withdraw_wish", args=[InformationWish.objects.get().pk]),
            {"reason": "Nora har ombestemt seg."},
        )
        assert gets(case, "Hilde Blåklokke")

    def test_notes_and_documents_are_marked_and_unmarked(self, browser, case, caseworker):
        note_url = reverse("cases:note", args=[case.pk])
        assert "Ikke til foreldrene" in browser.get(note_url).text
        browser.post(
            note_url,
            {"kind": "note", "happened_on": "23.11.2026", "text": "X", "not_for_parents": "on"},
        )
        note = CaseNote.objects.get()
        assert note.not_for_parents
        browser.post(reverse("cases:mark_note", args=[note.pk]))
        assert not CaseNote.objects.get().not_for_parents
        entry = services.add_journal_entry(
            case, by=caseworker, direction="internal", title="Notat", dated_on=TODAY
        )
        browser.post(reverse("cases:mark_entry", args=[entry.pk]), {"merket": "ja"})
        assert JournalEntry.objects.get(pk=entry.pk).not_for_parents

    def test_an_adults_papers_are_not_marked(self, browser, unit):
        grown = CaseFactory(unit=unit)
        page = browser.get(reverse("cases:note", args=[grown.pk])).text
        assert "Ikke til foreldrene" not in page


class TestDatabase:
    def make_wish(self, case, by, **fields):
        values = {
            "municipality": case.municipality, "case": case, "kind": "child_asked",
            "said_on": TODAY, "how": "phone", "what": "Ikke mor.", "registered_by": by.user,
            **fields,
        }  # fmt: skip
        return InformationWish.objects.create(**values)

    @pytest.mark.parametrize(
        ("rule", "fields"),
        [
            ("information_wish_says_what", {"what": ""}),
            (
                "information_wish_withdrawn_at_and_by_go_together",
                {"withdrawn_reason": "Ombestemt."},
            ),
        ],
    )
    def test_a_wish_is_whole(self, rule, fields, case, caseworker):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            self.make_wish(case, caseworker, **fields)

    def test_an_assessment_has_reasons(self, case, caseworker):
        with (
            pytest.raises(IntegrityError, match="parent_assessment_has_reasons"),
            transaction.atomic(),
        ):
            ParentInformationAssessment.objects.create(
                municipality=case.municipality, case=case, outcome="tell", reasons="",
                child_told_on=TODAY, assessed_by=caseworker.user,
            )  # fmt: skip
