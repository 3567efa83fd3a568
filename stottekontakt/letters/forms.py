"""What is asked when a letter has left the house."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from stottekontakt.letters.models import Letter
from stottekontakt.ui.fields import NorwegianDateField


class SendForm(forms.Form):
    delivery = forms.ChoiceField(
        label=_("Hvordan fikk mottakeren brevet?"),
        choices=[
            (Letter.Delivery.PAPER, _("Sendt i posten")),
            (Letter.Delivery.HANDED_OVER, _("Levert for hånd")),
        ],
        widget=forms.RadioSelect,
    )
    on = NorwegianDateField(label=_("Hvilken dag ble det sendt eller levert?"))
    notified_on = NorwegianDateField(
        label=_("Hvilken dag regnes brevet som mottatt?"), required=False
    )

    def __init__(self, *args: Any, delivery_days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["notified_on"].help_text = ngettext(
            "Klagefristen løper fra denne dagen. Står feltet tomt, regner vi %(days)d virkedag i "
            "posten. Et brev som er levert for hånd, er mottatt samme dag.",
            "Klagefristen løper fra denne dagen. Står feltet tomt, regner vi %(days)d virkedager i "
            "posten. Et brev som er levert for hånd, er mottatt samme dag.",
            delivery_days,
        ) % {"days": delivery_days}
