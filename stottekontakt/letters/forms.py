"""What is asked about letters: when one left the house, and how its texts read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from stottekontakt.letters.corrections import (
    LONGEST_EXPLANATION,
    MOST_REPLACEMENTS,
    Replacement,
)
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


class _LettersForm(forms.Form):
    """Some of the letters shown. Those gone since the page was shown are left to the service."""

    letters = forms.TypedMultipleChoiceField(
        label=_("Brev"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst ett brev.")},
    )  # fmt: skip

    def __init__(self, *args: Any, letters: Sequence[Letter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(str(letter.pk), letter.addressee_name) for letter in letters]
        field = self.fields["letters"]
        known = {pk for pk, _name in shown}
        gone = [pk for pk in self._asked_for() if pk.isdigit() and pk not in known]
        field.choices = [*shown, *((pk, pk) for pk in gone[:1000])]  # type: ignore[attr-defined]

    def _asked_for(self) -> list[str]:
        get = getattr(self.data, "getlist", None)
        return list(get(self.add_prefix("letters"))) if get else []


class BatchForm(_LettersForm):
    is_duplex = forms.BooleanField(
        label=_("Skriv ut på begge sider. Hvert brev begynner på et nytt ark."), required=False
    )


class BatchSentForm(_LettersForm):
    on = NorwegianDateField(label=_("Hvilken dag ble brevene postet?"))


class CorrectionForm(forms.Form):
    explanation = forms.CharField(
        label=_("Hva er rettet, og hvorfor?"),
        help_text=_("Dette står øverst i det nye brevet. Skriv til mottakeren."),
        max_length=LONGEST_EXPLANATION,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Skriv hva som er rettet, og hvorfor."),
            "max_length": _("Forklaringen er for lang. Den kan ha høyst 1000 tegn."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_REPLACEMENTS + 1):
            for side, label in (("wrong", _("Det står")), ("right", _("Det skal stå"))):
                field = forms.CharField(label=label, required=False)
                field.mark_optional = False  # type: ignore[attr-defined]
                self.fields[f"{side}_{number}"] = field

    def pairs(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        for number in range(1, MOST_REPLACEMENTS + 1):
            yield self[f"wrong_{number}"], self[f"right_{number}"]

    @property
    def replacements(self) -> list[Replacement]:
        return [
            Replacement(self.cleaned_data[f"wrong_{number}"], self.cleaned_data[f"right_{number}"])
            for number in range(1, MOST_REPLACEMENTS + 1)
        ]


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
