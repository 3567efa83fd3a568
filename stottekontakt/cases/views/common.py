"""What several views of a case need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.cases.models import Case
from stottekontakt.ui.formatting import short_date


def editable_case(request: AuthenticatedHttpRequest, pk: int) -> Case:
    cases = Case.objects.editable_by(request.membership).select_related("recipient", "caseworker")
    return get_object_or_404(cases, pk=pk)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field where what somebody else saved is not what was typed here."""

    label: str
    saved: str
    typed: str


def keep_what_was_typed(form: forms.Form, current: Model) -> list[Difference]:
    """Let an outdated form be sent again over the newest version; where the two differ."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["version"] = str(current.version)  # type: ignore[attr-defined]
    form.data = data
    found = []
    for name, field in form.fields.items():
        if name == "version" or isinstance(field, forms.FileField):
            continue
        saved, typed = getattr(current, name), form.cleaned_data.get(name)
        if (saved or None) != (typed or None):
            shown = [_in_words(field, value) for value in (saved, typed)]
            found.append(Difference(str(field.label), *shown))
    return found


def _in_words(field: forms.Field, value: Any) -> str:
    if value is None or value == "":
        return _("tomt")
    if isinstance(value, bool):
        return _("Ja") if value else _("Nei")
    if isinstance(field, forms.DateField):
        return short_date(value)
    if isinstance(field, forms.ChoiceField):
        choices: Mapping[Any, Any] = dict(field.choices)  # type: ignore[arg-type]
        return str(choices.get(value, value))
    return str(field.prepare_value(value))
