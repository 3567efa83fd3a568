"""What is asked about letters: when one left the house, and how its texts read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from stottekontakt.letters.errors import CannotUseText
from stottekontakt.letters.models import Letter
from stottekontakt.letters.phrasing import LANGUAGES
from stottekontakt.letters.texts import problems_of_text
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


class _FromDay(forms.Form):
    """From which day a wording holds, and which one was the last when the page was opened."""

    valid_from = NorwegianDateField(label=_("Fra og med"))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def tell(self, error: CannotUseText, kind: str, place: str, newest: int | None) -> None:
        """Show what is wrong; the next try is made knowing what others have written."""
        for problem in error.problems:
            self.add_error(None, problem)
        self.data = {**dict(self.data.items()), self.add_prefix("seen"): str(newest or "")}


class WordingForm(_FromDay):
    text_nb = forms.CharField(
        label=_("Bokmål"), strip=False, widget=forms.Textarea(attrs={"rows": 7, "lang": "nb"})
    )
    text_nn = forms.CharField(
        label=_("Nynorsk"), strip=False, widget=forms.Textarea(attrs={"rows": 7, "lang": "nn"})
    )
    field_order = ("text_nb", "text_nn", "valid_from", "seen")

    def __init__(self, *args: Any, is_optional: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("text_nb", "text_nn"):
            self.fields[name].required = not is_optional
            self.fields[name].error_messages["required"] = gettext("Teksten kan ikke være tom.")
        self.fields["valid_from"].help_text = gettext(
            "Brev som lages fra denne dagen, får den nye teksten. Brev som alt er laget, endres "
            "ikke."
        )

    def tell(self, error: CannotUseText, kind: str, place: str, newest: int | None) -> None:
        """What is wrong with a text stands by that text."""
        for language in LANGUAGES:
            name = f"text_{language}"
            for problem in problems_of_text(kind, place, self.cleaned_data.get(name, "")):
                self.add_error(name, problem)
        if self.errors:
            return
        super().tell(error, kind, place, newest)


class DefaultForm(_FromDay):
    """Back to the text that follows with the program."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].label = gettext("Standardteksten gjelder fra og med")
