"""A letter put right by another: what may be, what never, and that the old one stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases.services import add_journal_entry
from stottekontakt.letters.context import Role
from stottekontakt.letters.corrections import Replacement, correct, issue_correction
from stottekontakt.letters.errors import CannotSend, CannotWriteLetter
from stottekontakt.letters.models import Letter
from stottekontakt.letters.services import mark_sent
from stottekontakt.letters.sheet import sheet_html, sheet_of
from stottekontakt.letters.tasks import render_letter
from tests.letters.conftest import at_once
from tests.letters.factories import context_of, issue
from tests.letters.test_compose import text_of

WHY = "Vi hadde skrevet feil skole i det forrige brevet. Beklager."


def put_right(letter, by, *replacements, explanation=WHY, **fields):
    return issue_correction(
        letter.pk, by=by, explanation=explanation,
        replacements=[Replacement(*pair) for pair in replacements], **fields,
    )  # fmt: skip


@pytest.fixture
def decision(case, caseworker):
    """A decision's letter to the recipient, rendered."""
    letter = issue(
        case, by=caseworker, kind="decision_granted", source="decision:1", role=Role.RECIPIENT,
        called=case.recipient.first_name,
    )  # fmt: skip
    render_letter(letter.pk, municipality_id=letter.municipality_id)
    letter.refresh_from_db()
    return letter


class TestTheNewLetter:
    def test_it_says_at_the_top_what_is_changed_and_why(self, decision, caseworker):
        before = decision.body
        new = put_right(decision, caseworker, ("Prøvelia skole skrev", "Nordlia skole skrev"))
        text = text_of(new.body)
        day = f"{decision.dated_on.day}."
        assert text.startswith(f"Rettelse. Dette brevet kommer i stedet for brevet fra {day}")
        assert f"(dokument {decision.journal_entry.number}). {WHY}" in text
        assert "Det sto «Prøvelia skole skrev». Nå står det «Nordlia skole skrev»." in text
        assert "Nordlia skole skrev til oss" in text.partition("Vedtak om")[2]
        decision.refresh_from_db()
        assert decision.body == before
        assert decision.is_corrected
        assert (new.corrects, new.version, new.source) == (decision, 2, decision.source)
        assert new.explanation == WHY
        assert new.dated_on == timezone.localdate()
        assert new.journal_entry.title == "Vedtak om støttekontakt, rettet"

    def test_the_addressee_and_the_sender_are_as_they_are_now(self, decision, caseworker):
        case = decision.case
        case.recipient.address, case.recipient.name = "Ny vei 9", "Tor Nyttnavn"
        case.recipient.save()
        case.unit.phone = "11 22 33 44"
        case.unit.save()
        new = put_right(decision, caseworker, explanation="Adressen var gammel.")
        assert new.addressee_name == "Tor Nyttnavn"
        assert new.address_lines[0] == "Ny vei 9"
        assert new.sender["phone"] == "11 22 33 44"
        text = text_of(new.body)
        assert "Navnet eller adressen er rettet." in text
        assert "Opplysningene om kommunen er rettet." in text
        assert "Ny vei 9" in sheet_html(sheet_of(new))
        assert "Ny vei 9" not in sheet_html(sheet_of(Letter.objects.get(pk=decision.pk)))

    def test_it_is_made_from_a_context_by_the_texts_that_held_then(
        self, case, rendered, caseworker
    ):
        context = context_of(case, case_number="2099/9", dated_on=rendered.dated_on)
        new = put_right(rendered, caseworker, context=context)
        assert "2099/9" in new.body

    def test_a_date_put_right_does_not_keep_the_old_one_in_the_markup(self, rendered, caseworker):
        new = put_right(rendered, caseworker, ("29. januar 2027", "28. januar 2027"))
        assert "28. januar 2027" in new.body
        assert 'datetime="2027-01-29"' not in new.body

    def test_what_is_typed_is_only_text(self, rendered, caseworker):
        new = put_right(
            rendered, caseworker, ("skriver vi til deg", "<b>skriver</b> & svarer vi deg"),
            explanation="<script>x</script>",
        )  # fmt: skip
        assert "<script" not in new.body
        assert "&lt;b&gt;skriver&lt;/b&gt; &amp; svarer vi deg" in new.body

    def test_a_correction_can_be_corrected_and_says_only_its_own(self, rendered, caseworker):
        first = put_right(rendered, caseworker, explanation="Første.")
        render_letter(first.pk, municipality_id=first.municipality_id)
        second = put_right(first, caseworker, explanation="Andre.")
        assert second.version == 3
        assert "Andre." in second.body
        assert "Første." not in second.body
        assert second.journal_entry.title.count("rettet") == 1

    def test_it_is_noted_on_the_old_one(self, rendered, caseworker):
        new = put_right(rendered, caseworker)
        event = AuditEntry.objects.get(event="letter_corrected")
        assert (event.subject_id, event.data["by_letter"]) == (rendered.pk, new.pk)
        assert WHY not in str(event.data)

    def test_its_pdf_is_valid(self, decision, caseworker, tmp_path):
        from stottekontakt.letters.pdf import render_pdf
        from tests.letters import verapdf

        new = put_right(decision, caseworker, ("Prøvelia skole skrev", "Nordlia skole skrev"))
        (tmp_path / "x.pdf").write_bytes(render_pdf(sheet_html(sheet_of(new))))
        verdicts = verapdf.validate(tmp_path, *verapdf.STANDARDS)
        assert [one.broken for one in verdicts.values()] == [[], []]


class TestRefused:
    @pytest.mark.parametrize(
        "pair",
        [("3 timer i uken", "5 timer i uken"), ("tre timer i uken", "fem timer i uken")],
    )
    def test_the_outcome_takes_a_new_decision(self, decision, caseworker, pair):
        with pytest.raises(CannotWriteLetter, match="må det fattes et nytt vedtak"):
            put_right(decision, caseworker, pair)

    def test_nor_by_a_new_context(self, case, decision, caseworker):
        from stottekontakt.letters.examples import support

        context = context_of(
            case, "decision_granted", role=Role.RECIPIENT, dated_on=decision.dated_on,
            called=case.recipient.first_name, services=(support(9, date(2027, 3, 15)),),
        )  # fmt: skip
        with pytest.raises(CannotWriteLetter, match="må det fattes et nytt vedtak"):
            put_right(decision, caseworker, context=context)

    @pytest.mark.parametrize(
        ("pairs", "explanation", "said"),
        [
            ([("står ikke her", "x")], WHY, "«står ikke her» står ikke i brevet"),
            ([("skriver", "")], WHY, "både det som står, og det som skal stå"),
            ([("x" * 201, "y")], WHY, "for mye å rette i ett"),
            ([], " ", "Skriv hva som er rettet"),
            ([], "x" * 1001, "høyst 1000 tegn"),
        ],
    )
    def test_what_cannot_be_is_said(self, rendered, caseworker, pairs, explanation, said):
        with pytest.raises(CannotWriteLetter, match=said):
            put_right(rendered, caseworker, *pairs, explanation=explanation)
        assert Letter.objects.count() == 1

    def test_one_that_is_not_made_yet(self, letter, caseworker):
        with pytest.raises(CannotWriteLetter, match="ikke ferdig laget"):
            put_right(letter, caseworker)

    def test_twice(self, rendered, caseworker):
        put_right(rendered, caseworker)
        with pytest.raises(CannotWriteLetter, match="allerede rettet"):
            put_right(rendered, caseworker)

    def test_one_who_may_no_longer_be_told(self, case, caseworker):
        """A stranger to the case: as a parent who has lost responsibility since."""
        from tests.cases.factories import PersonFactory

        other = PersonFactory(municipality=case.municipality, name="Per Borte")
        letter = issue(case, by=caseworker, addressee=other, role=Role.PARENT)
        render_letter(letter.pk, municipality_id=letter.municipality_id)
        with pytest.raises(CannotWriteLetter, match="Per Borte skal ikke lenger ha brev"):
            put_right(letter, caseworker)


class TestTheOldOne:
    def test_it_does_not_leave(self, rendered, caseworker):
        put_right(rendered, caseworker)
        with pytest.raises(CannotSend, match="Brevet er rettet"):
            mark_sent(rendered.pk, on=timezone.localdate(), by=caseworker)
        with pytest.raises(IntegrityError, match="does_not_leave"), transaction.atomic():
            Letter.objects.filter(pk=rendered.pk).update(
                delivery="paper", sent_on=timezone.localdate()
            )

    def test_one_that_has_left_keeps_its_days(self, rendered, caseworker):
        today = timezone.localdate()
        mark_sent(rendered.pk, on=today, notified_on=today + timedelta(4), by=caseworker)
        put_right(rendered, caseworker)
        rendered.refresh_from_db()
        assert rendered.sent_on == today

    def test_it_has_one_successor(self, rendered, caseworker):
        new = put_right(rendered, caseworker)
        twin = Letter.objects.get(pk=new.pk)
        twin.pk, twin.version = None, 7
        twin.journal_entry = add_journal_entry(
            new.case, by=caseworker, direction="outgoing", title="x", dated_on=new.dated_on
        )
        with pytest.raises(IntegrityError, match="corrects"), transaction.atomic():
            twin.save()

    def test_a_correction_says_why(self, rendered, caseworker):
        new = put_right(rendered, caseworker)
        twin = Letter.objects.get(pk=new.pk)
        twin.pk, twin.version, twin.explanation = None, 7, ""
        with (
            pytest.raises(IntegrityError, match="letter_correction_says_why"),
            transaction.atomic(),
        ):
            twin.save()

    def test_the_bond_never_changes(self, rendered, caseworker):
        new = put_right(rendered, caseworker)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Letter.objects.filter(pk=new.pk).update(explanation="Noe annet.")


def test_a_month_is_kept_when_the_new_one_left_although_the_old_never_did(rendered, caseworker):
    from stottekontakt.workflows.letter_delivered import _all_left_on

    new = put_right(rendered, caseworker)
    assert _all_left_on(new) is None
    render_letter(new.pk, municipality_id=new.municipality_id)
    mark_sent(new.pk, on=timezone.localdate(), by=caseworker)
    assert _all_left_on(new) == timezone.localdate()


@pytest.mark.django_db(transaction=True)
def test_two_who_correct_at_once_make_one(rendered, caseworker):
    def attempt():
        return put_right(rendered, caseworker).version

    answers = at_once(attempt, attempt)
    assert sorted(type(answer).__name__ for answer in answers) == ["CannotWriteLetter", "int"]
    assert Letter.objects.count() == 2


class TestPage:
    @pytest.fixture
    def web(self, client_for, caseworker):
        return client_for(caseworker)

    def page(self, response):
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    def test_previewed_and_made(self, web, rendered):
        url = reverse("letters:correction", args=[rendered.pk])
        assert url in self.page(web.get(rendered.get_absolute_url()))
        typed = {"explanation": WHY, "wrong_1": "skriver vi", "right_1": "ringer vi"}
        page = self.page(web.post(url, typed))
        assert "Ingenting er lagret ennå." in page
        assert "<strong>Rettelse.</strong>" in page
        assert Letter.objects.count() == 1
        page = self.page(web.post(url, {**typed, "lag": "ja"}, follow=True))
        new = Letter.objects.latest("pk")
        assert "Det rettede brevet er laget." in page
        assert rendered.get_absolute_url() in page
        old = self.page(web.get(rendered.get_absolute_url()))
        assert new.get_absolute_url() in old
        assert "Brevet er rettet" in old
        assert "Registrer at brevet er sendt" not in old
        page = self.page(web.get(url, follow=True))
        assert "allerede rettet. Her er brevet som gjelder." in page

    def test_what_is_wrong_is_told_and_kept(self, web, rendered):
        url = reverse("letters:correction", args=[rendered.pk])
        page = self.page(
            web.post(url, {"explanation": "", "wrong_1": "tull", "right_1": "x", "lag": "ja"})
        )
        assert "Skriv hva som er rettet, og hvorfor." in page
        assert 'value="tull"' in page
        page = self.page(web.post(url, {"explanation": WHY, "wrong_1": "tull", "right_1": "x"}))
        assert "«tull» står ikke i brevet" in page
        assert Letter.objects.count() == 1


def test_the_preview_is_what_is_issued(rendered, caseworker):
    shown = correct(rendered, WHY, [], on=timezone.localdate()).letter
    assert put_right(rendered, caseworker).body == shown.body
