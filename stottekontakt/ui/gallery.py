"""The examples of /komponenter/: every component in use, every field in every state."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stottekontakt.ui.fields import (
    HoursField,
    MultipleFileField,
    NorwegianDateField,
    NorwegianTimeField,
)
from stottekontakt.ui.listing import chips_of, ordering, page_of


class ExampleForm(forms.Form):
    name = forms.CharField(label=_("Navn"), widget=forms.TextInput(attrs={"data-chars": "30"}))
    received_on = NorwegianDateField(
        label=_("Søknaden kom"), help_text=_("Dagen den kom til kommunen, ikke i dag.")
    )
    at = NorwegianTimeField(label=_("Klokkeslett"), required=False)
    hours = HoursField(label=_("Timer i uken"), min_value=Decimal("0.25"), max_value=Decimal(168))
    channel = forms.ChoiceField(
        label=_("Hvordan kom den?"),
        choices=[
            ("paper", _("På papir")),
            ("phone", _("På telefon")),
            ("counter", _("I skranken")),
        ],
        widget=forms.RadioSelect,
    )
    fulfilled = forms.ChoiceField(
        label=_("Er kriteriet oppfylt?"),
        choices=[("yes", _("Ja")), ("partly", _("Delvis")), ("no", _("Nei"))],
        widget=forms.RadioSelect,
    )
    sources = forms.MultipleChoiceField(
        label=_("Hva bygger du på?"),
        choices=[("talk", _("Samtale")), ("school", _("Uttalelse fra skolen"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    written_form = forms.ChoiceField(
        label=_("Målform"), choices=[("nb", _("Bokmål")), ("nn", _("Nynorsk"))],
        widget=forms.Select(attrs={"data-chars": "11"}),
    )  # fmt: skip
    attachments = MultipleFileField(
        label=_("Vedlegg"), help_text=_("PDF eller bilde, høyst 10 MB hver."), required=False
    )
    reasons = forms.CharField(
        label=_("Begrunnelse"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    read = forms.BooleanField(label=_("Jeg har lest brevet"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Fieldset(_("Søknaden"), "name", "received_on", "at", "channel"),
            Fieldset(
                _("Vurderingen"),
                Div("fulfilled", css_class="side-by-side"),
                "sources",
                "hours",
                "written_form",
                "attachments",
                "reasons",
                "read",
            ),
        )

    def clean_name(self) -> str:
        if self.cleaned_data["name"] == "x":
            raise ValidationError(_("Skriv hele navnet."))
        return str(self.cleaned_data["name"])


class ExampleFilter(forms.Form):
    mark_optional = False
    state = forms.ChoiceField(
        label=_("Tilstand"),
        choices=[("", _("Alle")), ("open", _("Åpen")), ("closed", _("Avsluttet"))],
        required=False,
    )
    unit = forms.ChoiceField(
        label=_("Enhet"),
        choices=[("", _("Alle")), ("1", "Tildelingskontoret"), ("2", "Kultur og fritid")],
        required=False,
    )


def context(request: HttpRequest) -> dict[str, Any]:
    today = timezone.localdate()
    rows = [
        {"number": f"2027/{number}", "name": name, "hours": Decimal(hours), "due_on": due}
        for number, name, hours, due in (
            (41, "Nora Blåklokke", "3", today + timedelta(days=3)),
            (38, "Ali Havbris", "4.5", today),
            (14, "Jonas Furuly", "2.25", today - timedelta(days=1)),
        )
    ] + [
        {"number": f"2026/{n}", "name": "Per Lyngmo", "hours": Decimal(n) / 4, "due_on": today}
        for n in range(900, 760, -1)
    ]
    by_name = ordering(request, {"navn": ["name"], "nummer": ["number"]}, default="nummer")
    key = by_name[0].removeprefix("-")
    rows.sort(key=lambda row: str(row[key]), reverse=by_name[0].startswith("-"))
    filters = ExampleFilter(request.GET or None)
    bad = ExampleForm(
        {
            "name": "x",
            "received_on": "31.02.2027",
            "at": "kvart over tre",
            "hours": "tre",
            "written_form": "nb",
            "reasons": "Mor sitter mye alene etter at hun sluttet å kjøre.",
        },
        auto_id="id_bad_%s",
    )
    return {
        "today": today,
        "now": timezone.now(),
        "dates": [today + timedelta(days=days) for days in (-2, 0, 1, 3, 400)],
        "page": page_of(request, rows, per_page=10),
        "default_sort": "nummer",
        "filters": filters,
        "chips": chips_of(request, filters),
        "good": ExampleForm(initial={"received_on": today, "hours": Decimal("3.50")}),
        "bad": bad,
        "problems": [
            (_("Alder: si hvorfor foreldre ikke kan være med"), "#id_name"),
            _("Begrunnelsen er ikke skrevet"),
        ],
        "icons": [
            "bell", "calendar", "checkmark", "checkmark-circle", "clock", "envelope-closed",
            "exclamationmark-triangle", "file-pdf", "note-pencil", "person-circle", "person-group",
            "phone", "plus", "shield-lock",
        ],
    }  # fmt: skip
