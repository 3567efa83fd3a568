"""A provision in a new wording, or one that is new here."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.models import LegalBasis
from stottekontakt.administration.forms.common import DatedForm, line, place_in_order, text
from stottekontakt.cases.forms import plain_helper


class LegalBasisForm(DatedForm):
    citation_nb = line(
        _("Henvisning på bokmål"),
        _("Lovens navn og paragraf, slik det skal stå i brevet."),
        most=300,
    )
    says_nb = text(
        _("Hva den sier, på bokmål"),
        _("Kort og med vanlige ord. Skriv nøytralt om den som leser: brevet går til flere."),
    )
    citation_nn = line(_("Henvisning på nynorsk"), most=300)
    says_nn = text(_("Hva den sier, på nynorsk"))
    use = forms.ChoiceField(label=_("Brukes i"), choices=LegalBasis.Use, widget=forms.RadioSelect)
    position = place_in_order(_("Lavest tall står først i brevet."))

    def __init__(self, *args: Any, basis: LegalBasis | None = None, **kwargs: Any) -> None:
        if basis is not None:
            shown = [name for name in self.base_fields if name not in {"seen", "valid_from"}]
            initial = {name: getattr(basis, name) for name in shown}
            kwargs["initial"] = initial | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.helper = plain_helper(
            "seen",
            Fieldset(_("Bokmål"), "citation_nb", "says_nb"),
            Fieldset(_("Nynorsk"), "citation_nn", "says_nn"),
            "use",
            "position",
            "valid_from",
        )
