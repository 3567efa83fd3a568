"""Telephone numbers: kept as +4712345678, typed and shown as people write them."""

from __future__ import annotations

import re

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumbers import NumberParseException, PhoneNumberFormat

NORWAY = "NO"
NORWAY_CODE = 47
NORWEGIAN_LENGTHS = (5, 8)  # five digits: the short numbers of offices


def to_e164(text: str) -> str:
    """The number with its country; a ValidationError says what is wrong with it."""
    # The package reads letters as the keys of a telephone: "40 00 00 00 (mor)" would become 667.
    if re.search(r"[^\d\s+().\-–/]", text, re.ASCII):
        raise ValidationError(
            _("Skriv bare telefonnummeret her, for eksempel 12 34 56 78."), code="not_digits"
        )
    try:
        number = phonenumbers.parse(text, NORWAY)
    except NumberParseException as error:
        raise ValidationError(
            _("Telefonnummeret kan ikke leses. Skriv 8 siffer, for eksempel 12 34 56 78."),
            code="unreadable",
        ) from error
    length = len(phonenumbers.national_significant_number(number))
    if number.country_code == NORWAY_CODE and length not in NORWEGIAN_LENGTHS:
        raise ValidationError(
            _("Telefonnummeret har %(count)d siffer. Norske nummer har 8."),
            code="length",
            params={"count": length},
        )
    if not phonenumbers.is_possible_number(number):
        raise ValidationError(
            _("Telefonnummeret passer ikke med landskoden +%(code)s. Se etter om noe mangler."),
            code="not_possible",
            params={"code": number.country_code},
        )
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def shown(e164: str) -> str:
    """Norwegian numbers without the country code, others with it."""
    try:
        number = phonenumbers.parse(e164, NORWAY)
    except NumberParseException:
        return e164
    if number.country_code != NORWAY_CODE:
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    digits = phonenumbers.national_significant_number(number)
    if len(digits) == 8 and not phonenumbers.is_valid_number(number):
        # The package leaves a number that is not in use in one piece.
        return " ".join(digits[at : at + 2] for at in range(0, 8, 2))
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)


class PhoneField(forms.CharField):
    """What was typed stays in the field when it cannot be read."""

    widget = forms.TextInput(
        attrs={"type": "tel", "inputmode": "tel", "data-chars": "11", "autocomplete": "off"}
    )

    def to_python(self, value: object) -> str:
        text = super().to_python(value)
        return to_e164(text) if text else ""

    def prepare_value(self, value: object) -> object:
        # A stored number is shown as people write it; what a person typed is left as it is.
        return shown(value) if isinstance(value, str) and re.fullmatch(r"\+\d+", value) else value
