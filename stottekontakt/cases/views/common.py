"""What several views of a case need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from stottekontakt.accounts.decorators import log_read
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.models import Membership, User
from stottekontakt.accounts.roles import ROLES, Permission
from stottekontakt.cases import impartiality
from stottekontakt.cases.casework_forms import ImpartialForm
from stottekontakt.cases.models import Case, Ground
from stottekontakt.ui.formatting import short_date

WRITERS = [role for role, permissions in ROLES.items() if Permission.CASE_WRITE in permissions]
ASKED = "impartiality_asked"


def editable_case(request: AuthenticatedHttpRequest, pk: int) -> Case:
    cases = Case.objects.editable_by(request.membership).select_related("recipient", "caseworker")
    return get_object_or_404(cases, pk=pk)


def read_case(request: AuthenticatedHttpRequest, case: Case) -> None:
    """Tell the log that the case was opened."""
    log_read(request, case, case_id=case.pk, ground=case.reading_ground(request.membership))


def colleagues_in(unit_id: int, municipality_id: int, today: date) -> list[User]:
    """Who can work in a case of the unit: in it, or in the whole municipality."""
    members = Membership.objects.valid_on(today).filter(
        municipality_id=municipality_id, role__in=WRITERS
    )
    members = members.filter(unit=unit_id) | members.filter(unit__isnull=True)
    users = User.objects.filter(memberships__in=members, is_active=True)
    return list(users.distinct().order_by("name"))


def ask_impartiality(request: AuthenticatedHttpRequest, case: Case) -> HttpResponse | None:
    """Once per case and person, before a draft is begun: one tick, then on with what was asked for.

    Gives the page that asks, or None when it is answered. It posts back to the same address with
    all that was posted to it.
    """
    if impartiality.has_answered(case.pk, request.membership):
        return None
    is_sent = ASKED in request.POST
    form = ImpartialForm(request.POST if is_sent else None)
    if is_sent and form.is_valid():
        impartiality.answer(case.pk, answer=impartiality.Answer.IMPARTIAL, by=request.membership)
        return None
    read_case(request, case)
    passed_on = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "impartial", ASKED)
        for value in values
    ]
    return render(
        request,
        "cases/impartial.html",
        {"case": case, "form": form, "grounds": Ground.labels, "passed_on": passed_on},
    )


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
        if name == "version" or isinstance(field, forms.FileField) or not hasattr(current, name):
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
