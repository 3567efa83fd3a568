"""How and when one wants to be reminded."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from stottekontakt.reminders.models import ReminderChoice


class ChoiceForm(forms.Form):
    how = forms.ChoiceField(
        label=_("Hvordan vil du få beskjed?"),
        choices=ReminderChoice.How.choices,
        widget=forms.RadioSelect,
    )
    hour = forms.TypedChoiceField(
        label=_("Når på dagen?"),
        coerce=int,
        choices=ReminderChoice.Hour.choices,
        help_text=_("Tidligst. Det kommer ingen e-post i helger og på helligdager."),
    )
