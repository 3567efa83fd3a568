"""The office writes its own texts: dated, checked, shown in a whole letter, never changed after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from stottekontakt.audit.models import AuditEntry
from stottekontakt.letters import wordings
from stottekontakt.letters.errors import CannotUseText
from stottekontakt.letters.kinds import PLACES, LetterKind, TextKind
from stottekontakt.letters.models import LetterText
from stottekontakt.letters.phrasing import LANGUAGES
from stottekontakt.letters.texts import LONGEST_TEXT, default_texts, problems_of_text
from stottekontakt.letters.wordings import (
    return_to_default,
    save_wording,
    shown_in_letter,
    withdraw_wording,
)
from tests.letters.conftest import at_once
from tests.letters.factories import LetterTextFactory, issue

DAY = timedelta(days=1)
KIND, PLACE = "receipt", "nothing_missing"
OWN = {"nb": "Ta det med ro, {navn}.", "nn": "Ta det med ro, {navn}."}
TODAY_TEXT = "Du behøver ikke å gjøre noe nå."


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def write(administrator, today):
    def save(texts=OWN, *, valid_from=None, seen=None, by=administrator):
        return save_wording(KIND, PLACE, texts, valid_from=valid_from or today, seen=seen, by=by)

    return save


def in_force(municipality, on, language="nb"):
    return LetterText.objects.in_force(
        kind=KIND, language=language, municipality_id=municipality.pk, on=on
    )[PLACE]


class TestSaving:
    def test_both_forms_hold_from_the_day(self, write, municipality, today, administrator):
        rows = write(valid_from=today + DAY)
        assert in_force(municipality, today) == TODAY_TEXT
        assert in_force(municipality, today + DAY) == OWN["nb"]
        assert in_force(municipality, today + DAY, "nn") == OWN["nn"]
        assert {row.saved_by for row in rows} == {administrator.user}
        events = AuditEntry.objects.filter(event="letter_text_saved").order_by("pk")
        assert [event.data["language"] for event in events] == ["nb", "nn"]

    def test_only_the_form_that_changed_becomes_the_municipalitys_own(
        self, write, municipality, today
    ):
        nn = in_force(municipality, today, "nn")
        rows = write({"nb": OWN["nb"], "nn": f" {nn}\r\n"})
        assert [row.language for row in rows] == ["nb"]
        assert in_force(municipality, today, "nn") == nn

    def test_nothing_changed_is_said(self, write, municipality, today):
        same = {language: in_force(municipality, today, language) for language in LANGUAGES}
        with pytest.raises(CannotUseText, match="Du har ikke endret noe"):
            write(same)

    def test_an_earlier_day_is_refused(self, write, today):
        with pytest.raises(CannotUseText, match="Velg i dag eller en senere dag"):
            write(valid_from=today - DAY)

    def test_a_day_before_the_last_ones_is_refused(self, write, today):
        rows = write(valid_from=today + 5 * DAY)
        for day in (today, today + 5 * DAY):
            with pytest.raises(CannotUseText, match="Velg en senere dag, eller trekk"):
                write({"nb": "Ny.", "nn": "Ny."}, valid_from=day, seen=rows[-1].pk)

    def test_what_another_wrote_meanwhile_is_said(self, write, today):
        write(valid_from=today)
        with pytest.raises(wordings.WrittenMeanwhile, match="mens du skrev"):
            write({"nb": "Min.", "nn": "Min."}, valid_from=today + DAY, seen=None)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("Hei {nvan}", "Bokmål: «{nvan}» er ikke et felt vi kjenner. Mente du {navn}?"),
            ("Hei { Navn }", "Mente du {navn}?"),
            ("Hei {tjenester}", "kan ikke brukes i denne teksten"),
            ("  ", "Bokmål: Teksten kan ikke være tom."),
            ("x" * (LONGEST_TEXT + 1), "Teksten har 2\u202f001 tegn. Den kan ha høyst 2\u202f000."),
            ("y" * 300_000, "Teksten har 300\u202f000 tegn."),
        ],
    )
    def test_what_cannot_stand_in_a_letter_is_refused_in_words(self, write, text, said):
        with pytest.raises(CannotUseText) as refused:
            write({"nb": text, "nn": "Heilt grei."})
        told = " ".join(refused.value.problems)
        assert said.replace("\u202f", " ") in told.replace("\u202f", " ").replace("\u00a0", " ")
        assert not LetterText.objects.exclude(municipality=None).exists()


class TestBackToDefault:
    def test_the_default_holds_again_from_the_day(self, write, municipality, today, administrator):
        newest = write()[-1]
        return_to_default(KIND, PLACE, valid_from=today + DAY, seen=newest.pk, by=administrator)
        assert in_force(municipality, today) == OWN["nb"]
        assert in_force(municipality, today + DAY) == TODAY_TEXT

    def test_there_must_be_something_to_go_back_from(self, administrator, today):
        with pytest.raises(CannotUseText, match="Standardteksten gjelder allerede"):
            return_to_default(KIND, PLACE, valid_from=today, seen=None, by=administrator)


class TestWithdrawing:
    def test_what_is_planned_can_be_withdrawn(self, write, municipality, today, administrator):
        for row in write(valid_from=today + DAY):
            withdraw_wording(row.pk, by=administrator)
        assert in_force(municipality, today + DAY) == TODAY_TEXT
        assert AuditEntry.objects.filter(event="letter_text_withdrawn").count() == 2

    def test_what_holds_cannot(self, write, administrator):
        row = write()[0]
        with pytest.raises(CannotUseText, match="har begynt å gjelde"):
            withdraw_wording(row.pk, by=administrator)

    def test_twice_says_that_it_is_done(self, write, today, administrator):
        row = write(valid_from=today + DAY)[0]
        withdraw_wording(row.pk, by=administrator)
        with pytest.raises(CannotUseText, match="allerede trukket"):
            withdraw_wording(row.pk, by=administrator)


class TestTheDatabaseHoldsIt:
    def test_an_own_wording_never_changes(self, write):
        row = write()[0]
        with pytest.raises(ProgrammingError, match="Cannot update rows"), transaction.atomic():
            LetterText.objects.filter(pk=row.pk).update(text="Annet.")

    def test_one_in_use_is_never_withdrawn(self, write):
        row = write()[0]
        with pytest.raises(IntegrityError, match="in_use_is_never_withdrawn"), transaction.atomic():
            row.delete()

    def test_a_new_one_comes_after_the_last(self, write, municipality, today):
        write(valid_from=today + DAY)
        with pytest.raises(IntegrityError, match="follows_the_last"), transaction.atomic():
            LetterTextFactory(municipality=municipality, valid_from=today)

    def test_an_own_one_says_who(self, municipality):
        with pytest.raises(IntegrityError, match="letter_text_own_says_who"), transaction.atomic():
            LetterTextFactory(municipality=municipality, saved_by=None)

    def test_going_back_has_no_text(self, municipality):
        with (
            pytest.raises(IntegrityError, match="letter_text_back_to_default_has_no_text"),
            transaction.atomic(),
        ):
            LetterTextFactory(municipality=municipality, is_default_again=True)

    def test_a_book_is_no_text(self, municipality):
        with (
            pytest.raises(IntegrityError, match="letter_text_is_no_longer_than_a_text"),
            transaction.atomic(),
        ):
            LetterTextFactory(municipality=municipality, text="x" * (LONGEST_TEXT + 1))


def test_letters_that_are_issued_keep_their_words(case, caseworker, letter, write):
    before = letter.body
    write()
    letter.refresh_from_db()
    assert letter.body == before
    assert "Ta det med ro, Tor." in issue(case, by=caseworker, version=2).body.replace(
        case.recipient.first_name, "Tor"
    )


class TestShown:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_text_can_be_seen_in_some_letter(self, language):
        unseen = [
            (kind.value, place)
            for kind in TextKind
            for place in PLACES[kind]
            if wordings._where(kind.value, place, language) is None
        ]
        assert unseen == []

    @pytest.mark.parametrize("kind", LetterKind)
    def test_no_example_stands_open_or_breaks(self, kind):
        from stottekontakt.letters.compose import compose
        from stottekontakt.letters.examples import CONTACT, SENDER, examples

        for language in LANGUAGES:
            texts = wordings._shipped(kind, language)
            for context in examples(kind, language, SENDER[language], CONTACT[language]):
                letter = compose(kind, context=context, texts=texts, language=language)
                assert letter.open_fields == ()

    def test_the_typed_text_is_marked_where_it_stands(self, municipality, unit):
        shown = shown_in_letter(KIND, PLACE, "Hvil deg.", "nb", municipality=municipality)
        assert shown is not None
        assert '<div id="marked-nb" class="marked"><p>Hvil deg.</p></div>' in shown.body
        assert "<h1" not in shown.body
        assert unit.name not in ("", None)

    def test_typed_markup_is_only_text(self, municipality, unit):
        text = "<script>alert(1)</script>"
        shown = shown_in_letter(KIND, PLACE, text, "nb", municipality=municipality)
        assert shown is not None
        assert "<script" not in shown.body


class TestPages:
    def url(self, name="text"):
        return reverse(f"letters:{name}", args=[KIND, PLACE] if name == "text" else [])

    @pytest.fixture
    def web(self, client_for, administrator):
        return client_for(administrator)

    def page(self, response):
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    def answer(self, today, **changes):
        return {
            "text_nb": OWN["nb"], "text_nn": OWN["nn"], "seen": "",
            "valid_from": today.isoformat(), **changes,
        }  # fmt: skip

    def test_the_list_tells_what_is_the_municipalitys_own(self, web, write, today):
        write()
        page = self.page(web.get(self.url("texts")))
        assert "Tekster i brev" in page
        assert "Vedtak: avslag" in page
        kind = self.page(web.get(reverse("letters:texts_of_kind", args=[KIND])))
        assert kind.count("Kommunens egen") == 1
        assert "Ta det med ro, {navn}." in kind

    def test_searching_finds_words_in_the_texts_and_their_places(self, web):
        page = self.page(web.get(self.url("texts"), {"q": "ledsagerbevis"}))
        assert reverse("letters:text", args=["decision", "companion_card"]) in page
        none = self.page(web.get(self.url("texts"), {"q": "xyzzy"}))
        assert "Ingen tekster passer med søket" in none

    def test_the_lists_ask_the_database_the_same_number_of_times(
        self, web, write, today, django_assert_max_num_queries
    ):
        web.get(self.url("texts"))
        with django_assert_max_num_queries(12):
            web.get(self.url("texts"))
        with django_assert_max_num_queries(12):
            web.get(reverse("letters:texts_of_kind", args=["decision"]))

    def test_both_forms_the_fields_and_the_letter_stand_on_the_page(self, web):
        page = self.page(web.get(self.url()))
        assert TODAY_TEXT in page
        assert "Du treng ikkje å gjere noko no." in page
        assert "<code>{navn}</code>" in page
        assert page.count('class="marked"') == 2
        assert "ikke skrevet noen egen" in page

    def test_a_preview_saves_nothing_and_shows_what_was_typed(self, web, today):
        page = self.page(
            web.post(self.url(), self.answer(today, text_nb="Hvil deg.", forhandsvis="ja"))
        )
        assert '<div id="marked-nb" class="marked"><p>Hvil deg.</p></div>' in page
        assert not LetterText.objects.exclude(municipality=None).exists()

    def test_saving_leads_back_to_the_page_with_its_history(self, web, today, administrator):
        response = web.post(self.url(), self.answer(today), follow=True)
        page = self.page(response)
        assert "Teksten er lagret." in page
        assert administrator.user.name in page
        assert "Kommunens egen" in page
        assert "Tilbake til standardteksten" in page

    def test_what_is_wrong_stands_by_its_text_and_nothing_is_lost(self, web, today):
        typed = self.answer(today, text_nb="Hei {nvan}", text_nn="Hei på deg")
        for button in ({}, {"forhandsvis": "ja"}):
            page = self.page(web.post(self.url(), {**typed, **button}))
            assert "«{nvan}» er ikke et felt vi kjenner. Mente du {navn}?" in page
            assert "Hei {nvan}</textarea>" in page
            assert "Hei på deg</textarea>" in page
            assert "Brevet vises når teksten er rettet." in page
        assert not LetterText.objects.exclude(municipality=None).exists()

    def test_300_kb_pasted_is_told_and_kept(self, web, today):
        pasted = "Lang tekst. " * 25_000
        page = self.page(web.post(self.url(), self.answer(today, text_nb=pasted)))
        assert "Den kan ha høyst 2" in page
        assert page.count("Lang tekst. Lang tekst.") > 1000

    def test_the_clash_is_told_once_and_the_next_try_goes_through(self, web, write, today):
        write(valid_from=today)
        typed = self.answer(today + DAY, text_nb="Min tekst.", text_nn="Min tekst.")
        page = self.page(web.post(self.url(), typed))
        assert "mens du skrev" in page
        newest = wordings.newest_own(KIND, PLACE, LetterText.objects.latest("pk").municipality_id)
        assert f'name="seen" value="{newest.pk}"' in page
        again = web.post(self.url(), {**typed, "seen": newest.pk}, follow=True)
        assert "Teksten er lagret." in self.page(again)

    def test_back_to_the_default_and_withdrawing_by_button(self, web, write, today):
        newest = write()[-1]
        page = self.page(
            web.post(
                self.url(),
                {"standard": "ja", "standard-valid_from": (today + DAY).isoformat(),
                 "standard-seen": newest.pk},
                follow=True,
            )
        )  # fmt: skip
        assert "Standardteksten gjelder igjen fra dagen du valgte." in page
        planned = LetterText.objects.filter(is_default_again=True).first()
        url = reverse("letters:withdraw_text", args=[planned.pk])
        assert "Den planlagte teksten er trukket." in self.page(web.post(url, follow=True))
        assert "allerede trukket" in self.page(web.post(url, follow=True))
        assert web.get(url).status_code == 405

    def test_a_place_that_is_not_there_is_not_found(self, web):
        for args in (["receipt", "ps"], ["brev", "lead"]):
            assert web.get(reverse("letters:text", args=args)).status_code == 404
        assert web.get(reverse("letters:texts_of_kind", args=["brev"])).status_code == 404

    def test_another_municipalitys_wording_is_out_of_reach(
        self, web, other_municipality, in_municipality, today
    ):
        with in_municipality(other_municipality):
            theirs = LetterTextFactory(
                municipality=other_municipality, text="Deres.", valid_from=today + DAY
            )
        assert "Deres." not in self.page(web.get(self.url()))
        web.post(reverse("letters:withdraw_text", args=[theirs.pk]))
        with in_municipality(other_municipality):
            assert LetterText.objects.filter(pk=theirs.pk).exists()

    def test_others_may_not(self, client_for, caseworker, leader):
        for member in (caseworker, leader):
            assert client_for(member).get(self.url()).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_do_not_both_get_the_day(administrator, today):
    """The second waits for the first, and is then told of it."""

    def attempt():
        save_wording(KIND, PLACE, OWN, valid_from=today, seen=None, by=administrator)

    answers = at_once(attempt, attempt)
    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "WrittenMeanwhile"]
    assert LetterText.objects.exclude(municipality=None).count() == 2


def test_every_shipped_text_is_short_enough():
    longest = max(default_texts(), key=lambda text: len(text.text))
    assert len(longest.text) < LONGEST_TEXT / 2
    assert problems_of_text("receipt", "lead", "x") == []
    assert date(2021, 1, 1) < timezone.localdate()
