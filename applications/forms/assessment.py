"""What is typed in each section of the needs assessment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications.models import Assessment
from applications.rules import Section
from stottekontakt.cases.forms import not_in_the_future
from stottekontakt.ui.fields import NorwegianDateField, NorwegianTimeField
from stottekontakt.ui.formatting import long_date, moment

LONGEST_TEXT = 20_000


def text(label: Any, help_text: Any = "", *, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_TEXT,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def line(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=300,
        help_text=help_text,
        widget=forms.TextInput(attrs={"data-chars": "30", "autocomplete": "off"}),
    )


class AssessmentForm(forms.Form):
    """`version` tells whether somebody else has saved since the page was opened."""

    mark_optional = False  # the list of what is missing says what is needed
    section: ClassVar[Section]

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None, *, assessment: Assessment) -> None:
        self.assessment = assessment
        super().__init__(data)
        self.initial = {**self.stored(), "version": assessment.version}

    def stored(self) -> dict[str, Any]:
        return {
            name: getattr(self.assessment, name)
            for name in self.fields
            if hasattr(self.assessment, name)
        }

    def values(self) -> dict[str, Any]:
        """What services.assessment.save_section takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def opened_version(self) -> int:
        """A form without it is taken to be as old as can be."""
        return self.cleaned_data.get("version") or 0


QUALIFIED = {"": None, "ja": True, "nei": False}


class AppointmentForm(AssessmentForm):
    section = Section.APPOINTMENT

    meeting = forms.ChoiceField(
        label=_("Hvordan skal samtalen være?"),
        choices=Assessment.Meeting,
        required=False,
        widget=forms.RadioSelect,
    )
    starts_on = NorwegianDateField(label=_("Dato"), required=False)
    starts_time = NorwegianTimeField(label=_("Klokkeslett"), required=False)
    place = line(
        _("Sted"),
        _("For en samtale hos oss. Ved hjemmebesøk og telefon står det ingen adresse i brevet."),
    )
    interpreter_language = line(
        _("Tolk på"), _("Tomt når det ikke trengs tolk. For eksempel arabisk.")
    )
    interpreter_ordered_on = NorwegianDateField(label=_("Tolk bestilt"), required=False)
    qualified = forms.ChoiceField(
        label=_("Er tolken kvalifisert?"),
        choices=[("", _("Vet ikke ennå")), ("ja", _("Ja")), ("nei", _("Nei"))],
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Kvalifiserte tolker står i Nasjonalt tolkeregister (tolkeloven § 7)."),
    )
    interpreter_reason = line(_("Hvorfor ikke kvalifisert tolk"))
    held_on = NorwegianDateField(
        label=_("Samtalen ble holdt"), required=False, validators=[not_in_the_future]
    )
    held_with = line(_("Hvem var med?"), _("For eksempel Nora og mor."))

    def stored(self) -> dict[str, Any]:
        stored = super().stored()
        if starts_at := self.assessment.starts_at:
            local = timezone.localtime(starts_at)
            stored["starts_on"], stored["starts_time"] = local.date(), local.time()
        known = {value: key for key, value in QUALIFIED.items()}
        stored["qualified"] = known[self.assessment.interpreter_is_qualified]
        return stored

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        on, at = cleaned.get("starts_on"), cleaned.get("starts_time")
        if on and at is None and "starts_time" not in self.errors:
            self.add_error("starts_time", _("Skriv klokkeslettet også."))
        if at is not None and not on and "starts_on" not in self.errors:
            self.add_error("starts_on", _("Skriv datoen også."))
        if cleaned.get("qualified") == "nei" and not cleaned.get("interpreter_reason"):
            self.add_error("interpreter_reason", _("Skriv hvorfor tolken ikke er kvalifisert."))
        ordered = cleaned.get("interpreter_ordered_on")
        if ordered and not cleaned.get("interpreter_language"):
            self.add_error("interpreter_language", _("Skriv hvilket språk tolken er bestilt på."))
        return cleaned

    def values(self) -> dict[str, Any]:
        values = super().values()
        on, at = values.pop("starts_on"), values.pop("starts_time")
        values["starts_at"] = (
            timezone.make_aware(datetime.combine(on, at)) if on and at is not None else None
        )
        values["interpreter_is_qualified"] = QUALIFIED[values.pop("qualified")]
        return values


class MomentsForm(AssessmentForm):
    section = Section.MOMENTS

    function = text(_("Funksjon og helse"), _("Hva personen klarer selv, og hva som er vanskelig."))
    family = text(_("Familie og hverdag"), _("Hvordan familien har det, og hva de bærer sammen."))
    network = text(_("Nettverk"), _("Venner, slekt, naboer, skole eller jobb."))
    activities = text(
        _("Tilbud og aktiviteter"), _("Hva personen er med på nå, og hva som finnes i nærheten.")
    )
    substances = text(_("Rus"), _("Bare når det har noe å si."), rows=2)
    other = text(_("Annet"), rows=3)


class WishesForm(AssessmentForm):
    section = Section.WISHES

    wishes = text(_("Hva ønsker den det gjelder?"), _("Gjerne med personens egne ord."))
    goals = text(_("Mål"), _("Hva skal være annerledes om et år?"), rows=3)
    interests = text(
        _("Fritidsinteresser"), _("Det personen liker eller vil prøve, for eksempel svømming."),
        rows=2,
    )  # fmt: skip
    wanted_days = line(_("Dager og tider som passer"))
    must_haves = text(
        _("Det som må være på plass"), _("For eksempel rullestolplass i bilen."), rows=2
    )
    contact_gender = forms.ChoiceField(
        label=_("Har støttekontaktens kjønn noe å si?"),
        choices=Assessment.ContactGender,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Et krav må komme av det personen trenger (likestillingsloven § 9)."),
    )
    contact_gender_reason = line(_("Hvorfor kjønnet har noe å si"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("contact_gender") and not cleaned.get("contact_gender_reason"):
            self.add_error("contact_gender_reason", _("Skriv hvorfor kjønnet har noe å si."))
        return cleaned


class SafetyForm(AssessmentForm):
    section = Section.SAFETY

    safety = text(
        _("Hva må støttekontakten vite for at det skal være trygt?"),
        _(
            "For eksempel allergi, epilepsi, trafikk og vann, eller hva som roer. Støttekontakten "
            "får bare vite det som trengs i oppdraget."
        ),
        rows=7,
    )


class ChildForm(AssessmentForm):
    section = Section.CHILD

    child_heard = forms.ChoiceField(
        label=_("Har barnet fått si sin mening?"),
        choices=Assessment.ChildHeard,
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "Barn som kan danne seg en mening, skal høres (forvaltningsloven § 17 og pasient- og "
            "brukerrettighetsloven § 3-1)."
        ),
    )
    child_said = text(_("Hva sa barnet?"), _("Med barnets egne ord."), rows=6)
    child_not_heard = text(_("Hvorfor er barnet ikke hørt?"), rows=3)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("child_heard") == Assessment.ChildHeard.NO and not cleaned.get(
            "child_not_heard"
        ):
            self.add_error("child_not_heard", _("Skriv hvorfor barnet ikke er hørt."))
        return cleaned


FORMS: dict[Section, type[AssessmentForm]] = {
    form.section: form for form in (AppointmentForm, MomentsForm, WishesForm, SafetyForm, ChildForm)
}


class InviteForm(forms.Form):
    about = forms.CharField(
        label=_("Hva vil vi snakke om?"),
        max_length=5_000,
        error_messages={"required": _("Skriv hva dere skal snakke om.")},
        help_text=_("Står i brevet."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


# ── Two who wrote at once ───────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    saved: str
    typed: str


def differences(form: AssessmentForm, current: Assessment) -> Sequence[Difference]:
    """Where what somebody else saved is not what was typed; the form may now be sent over it."""
    newest = type(form)(None, assessment=current).initial
    found = []
    for name, field in form.fields.items():
        if name == "version":
            continue
        saved, typed = newest.get(name), form.cleaned_data.get(name)
        if (saved or "") != (typed or ""):
            found.append(
                Difference(str(field.label), _in_words(field, saved), _in_words(field, typed))
            )
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["version"] = str(current.version)
    form.data = data
    return found


def _in_words(field: forms.Field, value: Any) -> str:
    if value in (None, ""):
        return gettext("(tomt)")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(field, forms.DateField):
        return long_date(value)
    return str(value)
