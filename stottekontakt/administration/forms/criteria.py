"""A criterion's wording, and trying the criteria on an imagined person."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.models import Criterion
from stottekontakt.administration.forms.common import DatedForm, line, text, whole_number
from stottekontakt.cases.forms import plain_helper
from stottekontakt.cases.models import Case
from stottekontakt.ui.fields import NorwegianDateField

Kind = Criterion.Kind

KIND_HELP = {
    Kind.NEED: _("vurderes for alle"),
    Kind.NETWORK: _("vurderes for alle"),
    Kind.TARGET_GROUP: _("vurderes for alle"),
    Kind.AGE_FLOOR: _("minner om aldersgrensen når mottakeren er yngre"),
    Kind.HOUSING: _("minner om boformen når den er en av dem du krysser av"),
    Kind.EXCLUDED_TASKS: _("minner om oppgaven når søknaden nevner et av ordene"),
    Kind.PRIORITY: _("minner om at barn og unge går foran i køen"),
    Kind.OTHER: _("vurderes for alle"),
}
NORMS = [("", _("ikke en grense")), *Criterion.Norm.choices]


class CriterionForm(DatedForm):
    kind = forms.ChoiceField(
        label=_("Slag"),
        help_text=_("Kan ikke endres senere. Lag heller et nytt kriterium."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva slags kriterium det er.")},
    )
    heading_nb = line(
        _("Overskrift på bokmål"), _("Står i vedtaksbrevet, over vurderingen."), most=100
    )
    text_nb = text(
        _("Tekst på bokmål"),
        _(
            "Saksbehandleren leser den når kriteriet vurderes. Skriv hva som blir vurdert, ikke "
            "hvem som får avslag."
        ),
    )
    ask_nb = text(
        _("Spørsmål til saksbehandleren på bokmål"),
        _("Det saksbehandleren må svare på når kriteriet gir et varsel."),
        required=False,
        rows=2,
    )
    heading_nn = line(_("Overskrift på nynorsk"), most=100)
    text_nn = text(_("Tekst på nynorsk"))
    ask_nn = text(_("Spørsmål til saksbehandleren på nynorsk"), required=False, rows=2)
    norm = forms.ChoiceField(
        label=_("Hvor fast grensen er"),
        help_text=_("Grensen varsler og ber om en begrunnelse. Den avslår aldri av seg selv."),
        choices=NORMS,
        required=False,
        widget=forms.RadioSelect,
    )
    min_age = whole_number(_("Laveste alder"), _("Normalt ikke før denne alderen."))
    parents_age = whole_number(
        _("Alder der foreldre ikke lenger følger med"),
        _("Under denne alderen spørres det om fritiden uten foreldrene."),
    )
    max_age = whole_number(_("Prioritet til og med alderen"))
    housing = forms.MultipleChoiceField(
        label=_("Boformer"),
        choices=[choice for choice in Case.Housing.choices if choice[0] != Case.Housing.UNKNOWN],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    tasks = forms.CharField(
        label=_("Begynnelsen på ordene"),
        help_text=_("Ett på hver linje, på bokmål og nynorsk. «lekse» finner også «leksehjelp»."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    # Which fields a kind has beside its wording.
    OF_KIND: dict[str, tuple[str, ...]] = {
        Kind.AGE_FLOOR: ("norm", "min_age", "parents_age"),
        Kind.HOUSING: ("norm", "housing"),
        Kind.EXCLUDED_TASKS: ("tasks",),
        Kind.PRIORITY: ("max_age",),
    }
    ALL_OF_KINDS = ("norm", "min_age", "parents_age", "max_age", "housing", "tasks")

    def __init__(self, *args: Any, criterion: Criterion | None = None, **kwargs: Any) -> None:
        if criterion is not None:
            shown = [name for name in self.base_fields if name not in {"seen", "valid_from"}]
            initial = {name: getattr(criterion, name) for name in shown}
            initial["tasks"] = "\n".join(criterion.tasks)
            kwargs["initial"] = initial | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.criterion = criterion
        kinds: Any = self.fields["kind"]
        kinds.choices = [(kind.value, f"{kind.label} – {KIND_HELP[kind]}") for kind in Kind]
        own: tuple[str, ...] = self.ALL_OF_KINDS
        if criterion is not None:
            del self.fields["kind"]
            own = self.OF_KIND.get(criterion.kind, ())
            for name in self.ALL_OF_KINDS:
                if name not in own:
                    del self.fields[name]
            if not own:
                del self.fields["ask_nb"], self.fields["ask_nn"]
        if "norm" in self.fields:
            self.fields["norm"].mark_optional = False  # type: ignore[attr-defined]
        self.helper = plain_helper()
        self.helper.layout = Layout(*self._layout(own))

    def _layout(self, own: tuple[str, ...]) -> list[Any]:
        ask = ["ask_nb"] if "ask_nb" in self.fields else []
        ask_nn = ["ask_nn"] if "ask_nn" in self.fields else []
        new = self.criterion is None
        parts: list[Any] = ["seen", *(["kind"] if new else [])]
        parts += [
            Fieldset(_("Bokmål"), "heading_nb", "text_nb", *ask),
            Fieldset(_("Nynorsk"), "heading_nn", "text_nn", *ask_nn),
        ]
        if own:
            title = _("Bare for noen slag") if new else _("Når det skal varsles")
            parts.append(Fieldset(title, *own))
        return [*parts, "valid_from"]

    def clean_tasks(self) -> list[str]:
        lines = [one.strip().lower() for one in self.cleaned_data["tasks"].splitlines()]
        return list(dict.fromkeys(one for one in lines if one))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = self.criterion.kind if self.criterion else cleaned.get("kind")
        if not kind:
            return cleaned
        own = self.OF_KIND.get(kind, ())
        empty: dict[str, Any] = {"norm": "", "housing": [], "tasks": []}
        for name in self.ALL_OF_KINDS:
            given = cleaned.get(name)
            if name not in own:
                if given not in (None, "", []):
                    self.add_error(
                        name,
                        _("Dette hører ikke til «%(kind)s». Tøm feltet eller velg et annet slag.")
                        % {"kind": Kind(kind).label},
                    )
                cleaned[name] = empty.get(name)
        self._clean_limits(kind, cleaned)
        return cleaned

    def _clean_limits(self, kind: str, cleaned: dict[str, Any]) -> None:
        def missing(name: str, words: Any) -> None:
            if name not in self.errors and cleaned.get(name) in (None, "", []):
                self.add_error(name, words)

        if kind == Kind.AGE_FLOOR:
            missing("min_age", _("En aldersgrense må ha en laveste alder."))
            floor, parents = cleaned.get("min_age"), cleaned.get("parents_age")
            if floor is not None and parents is not None and parents <= floor:
                self.add_error(
                    "parents_age",
                    _("Alderen må være høyere enn den laveste alderen, som er %(floor)d år.")
                    % {"floor": floor},
                )
        if kind in {Kind.AGE_FLOOR, Kind.HOUSING}:
            missing("norm", _("Velg hvor fast grensen er."))
        if kind == Kind.HOUSING:
            missing("housing", _("Kryss av for minst én boform."))
        if kind == Kind.EXCLUDED_TASKS:
            missing("tasks", _("Skriv minst ett ord."))
        if kind == Kind.PRIORITY:
            missing("max_age", _("Skriv til og med hvilken alder prioriteten gjelder."))


class TryOutForm(forms.Form):
    """An imagined person; nobody's case is looked at."""

    mark_optional = False
    age = whole_number(_("Alder"))
    housing = forms.ChoiceField(label=_("Boform"), choices=Case.Housing.choices, required=False)
    wishes = forms.CharField(
        label=_("Søknaden sier"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-chars": "30"}),
    )
    day = NorwegianDateField(label=_("På dagen"), required=False)
