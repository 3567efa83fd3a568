"""A group of the municipality's settings as a form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from stottekontakt.accounts.models import Municipality
from stottekontakt.administration.forms.common import check_phone
from stottekontakt.administration.services.dated import CannotSave
from stottekontakt.administration.services.settings import check_arms, store_arms
from stottekontakt.administration.settings import Group
from stottekontakt.ui.fields import NumberWidget


class KronerField(forms.DecimalField):
    """1 234,50 or 1234.5, with or without "kr"."""

    widget = NumberWidget
    default_error_messages = {
        "invalid": _("Skriv et beløp i kroner, for eksempel 228,58."),
        "min_value": _("Beløpet kan ikke være under null."),
        "max_digits": _("Beløpet er for stort."),
        "max_whole_digits": _("Beløpet er for stort."),
        "max_decimal_places": _("Skriv høyst to desimaler, for eksempel 228,58."),
    }

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = value.lower().replace("kr", "").replace(",-", "")
            value = "".join(value.split()).replace(",", ".")
            if value and not value.replace(".", "", 1).replace("-", "", 1).isdecimal():
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else value


class SettingsForm(forms.Form):
    """The fields of one group, made from the columns and explained by the group."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, group: Group, municipality: Municipality, **kwargs: Any) -> None:
        self.group, self.municipality = group, municipality
        super().__init__(*args, **kwargs)
        for setting in group.settings:
            column = Municipality._meta.get_field(setting.name)
            made = ArmsField() if setting.name == "arms" else _field_of(column)  # type: ignore[arg-type]
            made.label = capfirst(column.verbose_name)  # type: ignore[union-attr]
            made.help_text = setting.help
            self.fields[setting.name] = made
            if setting.name != "arms":
                self.initial.setdefault(setting.name, getattr(municipality, setting.name))
        if "arms" in self.fields and municipality.arms:
            self.fields["arms_removed"] = forms.BooleanField(
                label=_("Fjern våpenet vi har nå"), required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name = cleaned.get("name")
        if name and Municipality.objects.exclude(pk=self.municipality.pk).filter(name=name):
            self.add_error("name", _("En annen kommune har dette navnet."))
        if "second_person" in cleaned:
            self._clean_hours(cleaned)
        if cleaned.get("arms") and cleaned.get("arms_removed"):
            self.add_error("arms_removed", _("Velg enten en ny fil eller å fjerne våpenet."))
        return cleaned

    def _clean_hours(self, cleaned: dict[str, Any]) -> None:
        hours = cleaned.get("second_person_above_hours")
        if cleaned["second_person"] == "above_hours":
            if not hours and "second_person_above_hours" not in self.errors:
                self.add_error(
                    "second_person_above_hours", _("Skriv hvor mange timer i uken grensen er.")
                )
        elif hours is not None:
            self.add_error(
                "second_person_above_hours",
                _("Timetallet brukes ikke med valget over. Tøm feltet eller velg timer."),
            )

    def values(self) -> dict[str, Any]:
        """What is to be set; the picture is kept first, so that its name can be."""
        values = {name: self.cleaned_data.get(name) for name in self.group.names}
        if "arms" in values:
            if data := values.pop("arms"):
                values["arms"] = store_arms(data)
            elif self.cleaned_data.get("arms_removed"):
                values["arms"] = ""
        return values


class ArmsField(forms.FileField):
    """`cleaned_data` holds the bytes; what is wrong with them is told beside the field."""

    widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        file = super().clean(data, initial)
        if not file:
            return None
        content: bytes = file.read()
        try:
            check_arms(content)
        except CannotSave as error:
            raise ValidationError(error.problems) from error
        return content


def _field_of(column: models.Field) -> forms.Field:
    required = not column.blank
    if column.choices:
        return forms.ChoiceField(choices=column.choices, widget=forms.RadioSelect)
    if isinstance(column, models.BooleanField):
        return forms.BooleanField(required=False)
    if isinstance(column, models.DecimalField):
        return KronerField(
            required=required,
            min_value=Decimal(0),
            max_digits=column.max_digits,
            decimal_places=column.decimal_places,
        )
    if isinstance(column, models.IntegerField):
        lowest, highest = LIMITS.get(column.name, (0, 1000))
        return forms.IntegerField(
            required=required,
            min_value=lowest,
            max_value=highest,
            widget=NumberWidget(attrs={"inputmode": "numeric"}),
            error_messages={
                "invalid": _("Skriv et helt tall, for eksempel 4."),
                "min_value": _("Skriv et tall fra %(limit_value)s og oppover."),
                "max_value": _("Skriv et tall som ikke er over %(limit_value)s."),
            },
        )
    if column.name == "email":
        return forms.EmailField(
            required=required,
            widget=forms.EmailInput(attrs={"data-chars": "30"}),
            error_messages={
                "invalid": _("Skriv en hel e-postadresse, for eksempel post@lyngvik.no.")
            },
        )
    if column.name in {"postal_address", "visiting_address"}:
        return forms.CharField(
            required=required, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
        )
    return forms.CharField(
        required=required,
        max_length=200,
        validators=[check_phone] if column.name == "phone" else [],
        widget=forms.TextInput(attrs={"data-chars": "30"}),
    )


LIMITS = {
    "paper_delivery_days": (1, 14),
    "own_goal_days": (1, 365),
    "evaluation_months": (1, 24),
    "weeks_per_year": (1, 53),
    "access_review_months": (1, 24),
}
