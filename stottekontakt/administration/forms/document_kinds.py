"""What a kind of document is called, and how it is journalled, shielded and kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stottekontakt.administration.forms.common import DatedForm, line, place_in_order
from stottekontakt.cases.models import SHIELDING, DocumentKind, JournalEntry


class DocumentKindForm(DatedForm):
    name_nb = line(_("Navn på bokmål"), most=100)
    name_nn = line(_("Navn på nynorsk"), most=100)
    direction = forms.ChoiceField(
        label=_("Retning"),
        help_text=_("Slik dokumentet føres i journalen når typen velges."),
        choices=JournalEntry.Direction,
        widget=forms.RadioSelect,
    )
    retention = forms.ChoiceField(
        label=_("Bevaring"),
        help_text=_("Hvor lenge dokumentet skal tas vare på. Ingenting blir slettet av seg selv."),
        choices=DocumentKind.Retention,
        widget=forms.RadioSelect,
    )
    retention_ground = line(
        _("Hjemmel for bevaringen"),
        _("Lov, forskrift eller kommunens egen plan, for eksempel «bevaringsforskrifta § 62 a»."),
    )
    shielding = line(
        _("Skjerming i offentlig journal"),
        _("Hjemmelen tittelen og avsenderen blir skjermet etter."),
    )
    parents_may_see = forms.BooleanField(
        label=_("Kan vises for foreldre"),
        help_text=_(
            "Ta bort krysset for det barnet har sagt i fortrolighet. Saksbehandleren vurderer "
            "alltid hvert dokument."
        ),
        required=False,
    )
    position = place_in_order(_("Lavest tall står først i listen."))
    field_order = (
        "seen", "name_nb", "name_nn", "direction", "retention", "retention_ground", "shielding",
        "parents_may_see", "position", "valid_from",
    )  # fmt: skip

    def __init__(self, *args: Any, kind: DocumentKind | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {
            "shielding": SHIELDING,
            "parents_may_see": True,
            "retention": DocumentKind.Retention.WITH_CASE,
        }
        if kind is not None:
            shown = [name for name in self.base_fields if name not in {"seen", "valid_from"}]
            initial = {name: getattr(kind, name) for name in shown}
        kwargs["initial"] = initial | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
