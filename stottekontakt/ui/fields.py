"""Form fields that take what Norwegians type, and give it back untouched when it is wrong."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from stottekontakt.ui.formatting import number

# Written alike in bokmål and nynorsk.
MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "desember",
)  # fmt: skip
YEARS = range(1900, 2101)
_FIGURES = re.compile(r"(\d{1,2})[./ -]\s*(\d{1,2})[./ -]\s*(\d{4})", re.ASCII)
_TOGETHER = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)
_WORDS = re.compile(r"(\d{1,2})\.?\s*([a-zæøå]{3,})\.?\s*(\d{4})", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class NativeInput(forms.widgets.DateTimeBaseInput):
    """The browser's own control; plain text once it holds what that control cannot show."""

    shows: re.Pattern[str]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if shown and not self.shows.fullmatch(str(shown)):
            context["widget"]["type"] = "text"
        return context


class DateWidget(NativeInput):
    input_type = "date"
    format_key = "DATE_INPUT_FORMATS"
    template_name = "django/forms/widgets/date.html"
    shows = _ISO

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-chars": "date", "autocomplete": "off", **(attrs or {})}, "%Y-%m-%d")


class TimeWidget(NativeInput):
    input_type = "time"
    format_key = "TIME_INPUT_FORMATS"
    template_name = "django/forms/widgets/time.html"
    shows = re.compile(r"\d{2}:\d{2}")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-chars": "8", "autocomplete": "off", **(attrs or {})}, "%H:%M")


class NorwegianDateField(forms.DateField):
    """A date from the browser's date control, or typed: 26.02.2027, 26/2 2027, 26. februar 2027."""

    widget = DateWidget
    default_error_messages = {
        "required": _("Fyll inn datoen."),
        "invalid": _("Skriv datoen slik: 26.02.2027."),
        "no_such_day": _("Den datoen finnes ikke. Skriv den slik: 26.02.2027."),
        "year": _("Året må ha fire siffer og ligge mellom 1900 og 2100."),
    }

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return super().to_python(value)
        parts = self._parts(str(value).strip().lower())
        if parts is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        year, month, day = parts
        if year not in YEARS:
            raise ValidationError(self.error_messages["year"], code="year")
        try:
            return date(year, month, day)
        except ValueError as error:
            raise ValidationError(self.error_messages["no_such_day"], code="no_such_day") from error

    @staticmethod
    def _parts(text: str) -> tuple[int, int, int] | None:
        if _ISO.fullmatch(text):
            year, month, day = text.split("-")
            return int(year), int(month), int(day)
        if match := _FIGURES.fullmatch(text) or _TOGETHER.fullmatch(text):
            day, month, year = match.groups()
            return int(year), int(month), int(day)
        if match := _WORDS.fullmatch(text):
            for number_of_month, name in enumerate(MONTHS, start=1):
                if name.startswith(match[2]):
                    return int(match[3]), number_of_month, int(match[1])
        return None


class NorwegianTimeField(forms.TimeField):
    """A time of day: 17:30, 17.30, 1730."""

    widget = TimeWidget
    default_error_messages = {
        "required": _("Fyll inn klokkeslettet."),
        "invalid": _("Skriv klokkeslettet slik: 17.30."),
    }

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, str):
            value = value.strip().lower().removeprefix("kl.").strip().replace(".", ":")
            if re.fullmatch(r"\d{4}", value):
                value = f"{value[:2]}:{value[2:]}"
            if re.fullmatch(r"\d{1,2}", value):
                value = f"{value}:00"
        return super().to_python(value)


class NumberWidget(forms.TextInput):
    """Plain text with figures on the phone's keyboard: a number control loses what it dislikes."""

    input_type = "text"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"inputmode": "decimal", "data-chars": "4", "autocomplete": "off", **(attrs or {})}
        )


class HoursField(forms.DecimalField):
    """A number of hours: 3,5 or 3.5, with or without "t" or "timer"; at most two decimals."""

    widget = NumberWidget
    default_error_messages = {
        "required": _("Fyll inn antall timer."),
        "invalid": _("Skriv timene som et tall, for eksempel 3,5."),
        "min_value": _("Skriv minst %(limit)s timer."),
        "max_value": _("Skriv høyst %(limit)s timer."),
        "max_decimal_places": _("Skriv høyst to desimaler, for eksempel 3,25."),
        "max_digits": _("Skriv timene som et tall, for eksempel 3,5."),
        "max_whole_digits": _("Skriv timene som et tall, for eksempel 3,5."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 5)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(**kwargs)

    def run_validators(self, value: Any) -> None:
        try:
            super().run_validators(value)
        except ValidationError as error:
            for each in error.error_list:
                if each.params and "limit_value" in each.params:
                    each.params["limit"] = number(each.params["limit_value"])
            raise

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = re.sub(r"\s*(t|timar|timer|time)\.?$", "", value.strip().lower())
            value = value.replace(",", ".")
            # 1e2 and the like are numbers to Python, not to the reader.
            if value and not re.fullmatch(r"-?[0-9]*\.?[0-9]*", value):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return f"{value.normalize():f}".replace(".", ",")
        return value


class MultipleFileInput(forms.FileInput):
    allow_multiple_selected = True


class MultipleFileField(forms.FileField):
    """Several files at once; `cleaned_data` holds a list."""

    widget = MultipleFileInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = list(data) if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            super().clean(None, initial)
        return [super(MultipleFileField, self).clean(file, initial) for file in files]
