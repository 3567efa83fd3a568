"""What is asked before decisions are found or gathered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.models import Decision
from stottekontakt.accounts.models import Membership, Unit
from stottekontakt.archive.finding import AGE_LABELS, Asked
from stottekontakt.archive.models import Purpose
from stottekontakt.ui.fields import NorwegianDateField


class ArchiveFilter(forms.Form):
    """Stands in the address of the list, so nothing here names anybody."""

    mark_optional = False

    formal = forms.ChoiceField(
        label=_("Formål"),
        required=False,
        choices=[("", _("Velg formål")), *Purpose.choices],
    )
    fra = NorwegianDateField(label=_("Fattet fra og med"), required=False)
    til = NorwegianDateField(label=_("Fattet til og med"), required=False)
    utfall = forms.ChoiceField(
        label=_("Utfall"), required=False, choices=[("", _("Alle")), *Decision.Outcome.choices]
    )
    type = forms.ChoiceField(
        label=_("Slags vedtak"), required=False, choices=[("", _("Alle")), *Decision.Kind.choices]
    )
    alder = forms.ChoiceField(
        label=_("Alder da vedtaket ble fattet"),
        required=False,
        choices=[("", _("Alle")), *AGE_LABELS.items()],
    )
    enhet = forms.ChoiceField(label=_("Enhet"), required=False)

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if membership.unit_id:
            del self.fields["enhet"]
            return
        units = Unit.objects.filter(
            municipality=membership.municipality_id, kind=Unit.Kind.ALLOCATION
        )
        self.fields["enhet"].choices = [  # type: ignore[attr-defined]
            ("", _("Alle")),
            *((str(unit.pk), unit.name) for unit in units),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("fra"), cleaned.get("til")
        if first and last and last < first:
            self.add_error("til", _("Siste dag er før første dag."))
        return cleaned

    @property
    def asked(self) -> Asked:
        """Of a valid form."""
        unit = self.cleaned_data.get("enhet")
        return Asked(
            fra=self.cleaned_data["fra"],
            til=self.cleaned_data["til"],
            enhet=int(unit) if unit else None,
            utfall=self.cleaned_data["utfall"],
            type=self.cleaned_data["type"],
            alder=self.cleaned_data["alder"],
        )


class GatherForm(forms.Form):
    explanation = forms.CharField(
        label=_("Hva skal vedtakene brukes til?"),
        help_text=_(
            "For eksempel hvilket tilsyn det gjelder, og hvem som skal ha dem. Ikke skriv navn på "
            "dem vedtakene gjelder."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv hva vedtakene skal brukes til.")},
    )
    include_protected = forms.BooleanField(
        label=_("Ta med vedtak i saker med beskyttet adresse"), required=False
    )
    protected_reason = forms.CharField(
        label=_("Hvorfor må disse være med?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, may_include_protected: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_include_protected:
            del self.fields["include_protected"], self.fields["protected_reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        ticked, why = cleaned.get("include_protected"), cleaned.get("protected_reason")
        if ticked and not why:
            self.add_error(
                "protected_reason", _("Skriv hvorfor vedtakene med beskyttet adresse må være med.")
            )
        if why and not ticked:
            self.add_error(
                "include_protected",
                _("Kryss av her hvis de skal være med. Ellers tømmer du feltet under."),
            )
        return cleaned
