"""Offices: what is typed about one, and where its work goes when it is closed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stottekontakt.accounts.models import Unit
from stottekontakt.administration.forms.common import WIDE, check_phone, line

KIND_HELP = {
    Unit.Kind.ALLOCATION: _("Tar imot søknader og fatter vedtak. Sender brev."),
    Unit.Kind.CULTURE: _("Finner støttekontakt eller gruppe når vedtaket er fattet."),
    Unit.Kind.PAYROLL: _("Lønner støttekontaktene."),
    Unit.Kind.STAFF: _("Ledelse og administrasjon. Har ikke saker."),
}


class UnitForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = line(_("Navn"), _("Står i brev, for eksempel «Tildelingskontoret»."), most=100)
    kind = forms.ChoiceField(
        label=_("Oppgave"),
        help_text=_("Bestemmer hvilke saker enheten får, og hva den kan velges til."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva enheten gjør.")},
    )
    phone = forms.CharField(
        label=_("Telefon"),
        help_text=_("Står i enhetens brev. Uten nummer brukes kommunens."),
        required=False,
        max_length=20,
        validators=[check_phone],
        widget=forms.TextInput(attrs={"data-chars": "11", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-post"),
        help_text=_("En felles postkasse. Uten adresse brukes kommunens."),
        required=False,
        widget=forms.EmailInput(attrs=WIDE),
        error_messages={
            "invalid": _("Skriv en hel e-postadresse, for eksempel tildeling@lyngvik.no.")
        },
    )
    postal_address = forms.CharField(
        label=_("Postadresse"),
        help_text=_("Bare hvis enheten skal ha svar og klager til en egen adresse."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [
            (each.value, f"{str(each.label).capitalize()}: {KIND_HELP[each]}") for each in Unit.Kind
        ]


class CloseForm(forms.Form):
    successor = forms.ModelChoiceField(
        label=_("Hvem tar over"),
        help_text=_("Åpne saker, de som arbeider her, og de som er invitert, flyttes dit i dag."),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("Ingen – enheten er tom"),
        widget=forms.Select(attrs={"data-chars": "30"}),
    )

    def __init__(self, *args: Any, unit: Unit, is_empty: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        successor: Any = self.fields["successor"]
        successor.mark_optional = False
        if not is_empty:
            successor.empty_label = _("Velg en enhet")
        successor.queryset = (
            Unit.objects.open().filter(municipality=unit.municipality_id).exclude(pk=unit.pk)
        )
