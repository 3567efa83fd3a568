"""Telephone numbers as people write them."""

from __future__ import annotations

import pytest
from django import forms
from django.core.exceptions import ValidationError

from stottekontakt.cases.phone import PhoneField, shown, to_e164


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12 34 56 78", "+4712345678"),
        ("12345678", "+4712345678"),
        ("123 45 678", "+4712345678"),
        ("+47 12 34 56 78", "+4712345678"),
        ("0047 12345678", "+4712345678"),
        ("(+47) 12-34-56-78", "+4712345678"),
        (" 12.34.56.78 ", "+4712345678"),
        ("02345", "+4702345"),
        ("+46 8 123 456 78", "+46812345678"),
    ],
)
def test_numbers_are_kept_with_their_country(typed: str, kept: str) -> None:
    assert to_e164(typed) == kept


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("12 34 56 7", "har 7 siffer. Norske nummer har 8"),
        ("12 34 56 789", "har 9 siffer"),
        ("12 34 56 78 (mor)", "Skriv bare telefonnummeret"),
        ("ring mor", "Skriv bare telefonnummeret"),
        ("+", "kan ikke leses"),
        ("--", "kan ikke leses"),
        ("+46 1", "kan ikke leses"),
        ("+46 12345678901234", "passer ikke med landskoden +46"),
        ("+999 12345678", "kan ikke leses"),
    ],
)
def test_each_fault_has_its_own_sentence(typed: str, words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        to_e164(typed)
    assert words in caught.value.messages[0]


@pytest.mark.parametrize(
    ("kept", "text"),
    [
        ("+4712345678", "12 34 56 78"),
        ("+4722222222", "22 22 22 22"),
        ("+4740000000", "40 00 00 00"),
        ("+46812345678", "+46 8 123 456 78"),
        ("not a number", "not a number"),
    ],
)
def test_numbers_are_shown_as_people_write_them(kept: str, text: str) -> None:
    assert shown(kept) == text


class Form(forms.Form):
    phone = PhoneField(required=False)


def test_the_form_keeps_what_was_typed_when_it_is_wrong() -> None:
    form = Form({"phone": "12 34 56 7"})
    assert not form.is_valid()
    assert form["phone"].value() == "12 34 56 7"


def test_the_form_gives_the_kept_form_and_shows_it_as_people_write_it() -> None:
    form = Form({"phone": "12345678"})
    assert form.is_valid()
    assert form.cleaned_data["phone"] == "+4712345678"
    assert Form(initial={"phone": "+4712345678"})["phone"].value() == "12 34 56 78"


def test_no_number_is_no_fault() -> None:
    form = Form({"phone": " "})
    assert form.is_valid()
    assert form.cleaned_data["phone"] == ""
