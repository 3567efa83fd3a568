"""Fields that several forms of administration share."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stottekontakt.ui.fields import NorwegianDateField, NumberWidget

WIDE = {"data-chars": "30", "autocomplete": "off"}


def line(label: Any, help_text: Any = "", *, required: bool = True, most: int = 200) -> Any:
    """One line of text; spaces at the ends and in a row are not kept."""
    return LineField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=most,
        widget=forms.TextInput(attrs=WIDE),
    )


class LineField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


def text(label: Any, help_text: Any = "", *, required: bool = True, rows: int = 4) -> Any:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": _("Skriv kortere: høyst 4000 tegn.")},
    )


def whole_number(label: Any, help_text: Any = "", *, most: int = 120) -> Any:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=0,
        max_value=most,
        widget=NumberWidget(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Skriv et helt tall, for eksempel 10."),
            "min_value": _("Tallet kan ikke være under null."),
            "max_value": _("Tallet kan ikke være over %(limit_value)s."),
        },
    )


def place_in_order(help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Plass i rekkefølgen"),
        help_text=help_text,
        min_value=1,
        max_value=9999,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "data-chars": "4", "autocomplete": "off"}
        ),
        error_messages={
            "invalid": _("Skriv et helt tall, for eksempel 30."),
            "min_value": _("Skriv et tall fra 1 og oppover."),
            "max_value": _("Skriv et tall som ikke er over %(limit_value)s."),
        },
    )


def check_phone(value: str) -> None:
    if not re.fullmatch(r"\+?[\d ]+", value) or not 3 <= len(re.sub(r"\D", "", value)) <= 15:
        raise ValidationError(_("Skriv bare telefonnummeret, for eksempel 12 34 56 78."))


class DatedForm(forms.Form):
    """What a new row of dated data says, and from which day.

    `seen` is the newest row when the form was opened: two people at once are told of each other.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    valid_from = NorwegianDateField(
        label=_("Gjelder fra og med"),
        help_text=_("I dag eller senere. Det som alt er avgjort, blir ikke endret."),
    )

    def __init__(self, *args: Any, newest: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.newest = newest
        self.earliest = timezone.localdate()
        if newest and newest.valid_from >= self.earliest:
            self.earliest = newest.valid_from + timedelta(days=1)
        self.initial.setdefault("valid_from", self.earliest)
        self.initial.setdefault("seen", newest.pk if newest else None)

    def clean_valid_from(self) -> Any:
        day = self.cleaned_data["valid_from"]
        if day < timezone.localdate():
            raise ValidationError(
                _("Velg i dag eller en senere dag. Det som alt er avgjort, følger det gamle.")
            )
        return day

    def values(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"seen", "valid_from"}
        }


class EndForm(forms.Form):
    """From which day something is no longer to be used."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    valid_from = NorwegianDateField(label=_("Skal ikke brukes fra og med"))

    def __init__(self, *args: Any, newest: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earliest = timezone.localdate()
        if newest and newest.valid_from >= earliest:
            earliest = newest.valid_from + timedelta(days=1)
        self.initial.setdefault("valid_from", earliest)
        self.initial.setdefault("seen", newest.pk if newest else None)
