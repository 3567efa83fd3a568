"""What people type into a form, and what comes back when it cannot be read."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from stottekontakt.ui.fields import (
    HoursField,
    MultipleFileField,
    NorwegianDateField,
    NorwegianTimeField,
)


@pytest.mark.parametrize(
    "typed",
    [
        "2027-02-26",
        "26.02.2027",
        "26.2.2027",
        " 26.02.2027 ",
        "26/2/2027",
        "26/2 2027",
        "26-02-2027",
        "26022027",
        "26. februar 2027",
        "26 feb 2027",
        "26. Februar 2027",
    ],
)
def test_a_date_is_read_as_norwegians_write_it(typed):
    assert NorwegianDateField().clean(typed) == date(2027, 2, 26)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "required"),
        ("i går", "invalid"),
        ("26.02.27", "invalid"),
        ("02/26/2027", "no_such_day"),
        ("31.02.2027", "no_such_day"),
        ("2027-13-01", "no_such_day"),
        ("26.02.0027", "year"),
        ("0207-02-26", "year"),
        ("26. hestemåned 2027", "invalid"),
        ("٢٦.٠٢.2027", "invalid"),
    ],
)
def test_a_date_that_cannot_be_read_says_why(typed, code):
    with pytest.raises(ValidationError) as refused:
        NorwegianDateField().clean(typed)
    assert refused.value.code == code


class DateForm(forms.Form):
    day = NorwegianDateField()
    at = NorwegianTimeField()


def test_the_browser_shows_a_date_in_its_own_control():
    html = str(DateForm(initial={"day": date(2027, 2, 6), "at": time(9, 5)})["day"])
    assert 'type="date"' in html
    assert 'value="2027-02-06"' in html


@pytest.mark.parametrize("typed", ["31.02.2027", "i går", '"><script>'])
def test_a_date_the_control_cannot_show_is_kept_as_text(typed):
    form = DateForm({"day": typed, "at": "kvart over"})
    assert not form.is_valid()
    assert 'type="text"' in str(form["day"])
    assert form["day"].value() == typed
    assert "<script>" not in str(form["day"])
    assert 'type="text"' in str(form["at"])
    assert 'value="kvart over"' in str(form["at"])


@pytest.mark.parametrize("typed", ["17:30", "17.30", "1730", "kl. 17.30"])
def test_a_time_of_day_is_read(typed):
    assert NorwegianTimeField().clean(typed) == time(17, 30)


@pytest.mark.parametrize("typed", ["25.00", "17.61", "halv seks"])
def test_a_time_that_is_none_is_refused(typed):
    with pytest.raises(ValidationError, match=r"17\.30"):
        NorwegianTimeField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("3,5", "3.5"),
        ("3.5", "3.5"),
        ("3", "3"),
        (" 3,25 t", "3.25"),
        ("3 timer", "3"),
        ("1 time", "1"),
        ("3 timar", "3"),
        (",5", "0.5"),
    ],
)
def test_hours_are_read_with_comma_or_point(typed, hours):
    assert HoursField().clean(typed) == Decimal(hours)


@pytest.mark.parametrize(
    "typed", ["tre", "1e2", "NaN", "Infinity", "3,5,5", "3 1/2", "--3", "½", "٣"]
)
def test_hours_that_are_no_number_are_refused(typed):
    with pytest.raises(ValidationError, match="Skriv timene som et tall"):
        HoursField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("0", "Skriv minst 0,25 timer."),
        ("170", "Skriv høyst 168 timer."),
        ("3,333", "Skriv høyst to desimaler"),
        ("-3", "Skriv minst 0,25 timer."),
    ],
)
def test_hours_out_of_bounds_say_what_is_allowed(typed, message):
    field = HoursField(min_value=Decimal("0.25"), max_value=Decimal(168))
    with pytest.raises(ValidationError, match=message):
        field.clean(typed)


def test_hours_are_shown_with_comma():
    class Form(forms.Form):
        hours = HoursField(initial=Decimal("3.50"))

    assert 'value="3,5"' in str(Form()["hours"])
    assert 'value="tre"' in str(Form({"hours": "tre"})["hours"])


class FilesForm(forms.Form):
    files = MultipleFileField(required=False)
    needed = MultipleFileField()


def test_several_files_come_as_a_list():
    files = [SimpleUploadedFile(name, b"x") for name in ("a.pdf", "b.pdf")]
    form = FilesForm({}, MultiValueDict({"files": files, "needed": files[:1]}))
    assert form.is_valid()
    assert [file.name for file in form.cleaned_data["files"]] == ["a.pdf", "b.pdf"]
    assert "multiple" in str(form["files"])


def test_no_file_is_an_empty_list_or_a_refusal():
    form = FilesForm({}, MultiValueDict())
    assert not form.is_valid()
    assert form.cleaned_data["files"] == []
    assert list(form.errors) == ["needed"]


def test_an_empty_file_is_refused():
    form = FilesForm({}, MultiValueDict({"needed": [SimpleUploadedFile("a.pdf", b"")]}))
    assert not form.is_valid()
