"""What is typed in each section of a decision: parsing and wording.

A draft may be incomplete: a form refuses only what cannot be kept as it stands. What is missing
is asked for by the rules, when the decision is to be issued.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications.models import HOURS_IN_MONTH, HOURS_IN_WEEK, Application, HoursUnit
from decisions.models import Appraisal, Criterion, Decision, GrantedService, Source
from decisions.rules import Dossier, Flag, Section, anchor_of, known_facts, problems_of
from stottekontakt.accounts.models import Unit
from stottekontakt.cases.models import CaseNote, JournalEntry
from stottekontakt.ui.fields import HoursField, NorwegianDateField
from stottekontakt.ui.formatting import long_date

LONGEST_TEXT = 20_000
ROWS_OF_OTHER_HELP = 3
MOST_OTHER_HELP = 10


class TextField(forms.CharField):
    """Free text over several lines, kept as typed."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", LONGEST_TEXT)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


def line(**kwargs: Any) -> forms.CharField:
    """One line of free text."""
    return forms.CharField(required=False, max_length=500, **kwargs)


class SectionForm(forms.Form):
    """`version` tells whether somebody else has saved since the page was opened."""

    mark_optional = False  # the list of what is missing says what is needed
    section: ClassVar[Section]

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None, *, dossier: Dossier) -> None:
        self.dossier = dossier
        super().__init__(data)
        self.build()
        self.initial = {**self.stored(), "version": dossier.decision.version}

    def build(self) -> None:
        """Shape the fields after the case."""

    def stored(self) -> dict[str, Any]:
        """What is saved, by field."""
        return {
            name: getattr(self.dossier.decision, name)
            for name in self.fields
            if hasattr(self.dossier.decision, name)
        }

    def values(self) -> dict[str, Any]:
        """What services.save_section takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def opened_version(self) -> int:
        """A form without it is taken to be as old as can be."""
        return self.cleaned_data.get("version") or 0


# ── Sources ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class PossibleSources:
    """The conversations and documents of the case that a decision may build on."""

    choices: Sequence[tuple[str, str]]

    @classmethod
    def of(cls, dossier: Dossier) -> PossibleSources:
        notes = [
            (note.happened_on, f"note-{note.pk}", note_in_words(note))
            for note in dossier.case.notes.all()
        ]
        entry_of_application = (
            dossier.application.journal_entry_id if dossier.application is not None else None
        )
        entries = [
            (
                entry.received_on or entry.dated_on,
                f"journal-{entry.pk}",
                gettext("%(title)s, kom %(day)s")
                % {"title": entry.title, "day": long_date(entry.received_on or entry.dated_on)},
            )
            for entry in dossier.case.journal.filter(direction=JournalEntry.Direction.INCOMING)
            if entry.pk != entry_of_application
        ]
        return cls([(key, words) for _day, key, words in sorted([*notes, *entries])])

    def field(self, label: str) -> forms.MultipleChoiceField:
        return forms.MultipleChoiceField(
            label=label,
            choices=self.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "invalid_choice": _("En av kildene hører ikke til saken. Velg på nytt.")
            },
        )


def note_in_words(note: CaseNote) -> str:
    """Samtale med Nora og mor, 9. februar 2027"""
    words = {
        CaseNote.Kind.PHONE: (gettext("Telefonsamtale med %(whom)s"), gettext("Telefonsamtale")),
        CaseNote.Kind.MEETING: (gettext("Samtale med %(whom)s"), gettext("Samtale")),
        CaseNote.Kind.NOTE: (gettext("Notat om %(whom)s"), gettext("Notat i saken")),
    }
    with_somebody, alone = words[CaseNote.Kind(note.kind)]
    what = with_somebody % {"whom": note.with_whom} if note.with_whom else alone
    return f"{what}, {long_date(note.happened_on)}"


def _chosen(sources: Sequence[Source], criterion: Criterion | None) -> list[str]:
    pk = criterion.pk if criterion else None
    return [source.key for source in sources if source.criterion_id == pk]


# ── Sections ────────────────────────────────────────────────────────────────────────────────────


class OutcomeForm(SectionForm):
    section = Section.OUTCOME

    outcome = forms.ChoiceField(
        label=_("Hva er utfallet?"),
        choices=Decision.Outcome,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Velg ett av utfallene.")},
    )
    applied_for = TextField(
        label=_("Hva ble det søkt om?"),
        rows=2,
        max_length=1000,
        help_text=_(
            "Fullfør setningen «Søknaden gjaldt …», for eksempel «støttekontakt seks timer i uken "
            "til svømming»."
        ),
    )


class FactsForm(SectionForm):
    section = Section.FACTS

    facts = TextField(
        label=_("Hva vet vi i saken?"),
        rows=9,
        help_text=_(
            "Skriv det vedtaket bygger på: hvordan personen har det, hva han eller hun liker, hva "
            "andre gjør allerede. Skriv slik at personen kjenner seg igjen."
        ),
    )

    def build(self) -> None:
        sources = PossibleSources.of(self.dossier)
        if sources.choices:
            self.fields["sources"] = sources.field(gettext("Hva bygger du på?"))

    def stored(self) -> dict[str, Any]:
        return {**super().stored(), "sources": _chosen(self.dossier.sources, None)}


@dataclass(frozen=True)
class CriterionPart:
    """A criterion with its fields, as one box on the page."""

    criterion: Criterion
    flag: Flag | None
    known_facts: Sequence[tuple[str, str]]
    is_carried_over: bool  # appraised under a wording that no longer holds
    is_missing: bool
    is_open: bool  # unfolded
    met: forms.BoundField
    text: forms.BoundField
    exception: forms.BoundField | None
    sources: forms.BoundField | None

    @property
    def state(self) -> str:
        """What is answered, as far as it goes."""
        return str(self.met.value() or "")

    @property
    def state_in_words(self) -> str:
        return str(STATES_OF_CRITERIA.get(self.state, _("Ikke vurdert")))


STATES_OF_CRITERIA: dict[str, Any] = {
    Appraisal.Met.YES.value: _("Oppfylt"),
    Appraisal.Met.PARTLY.value: _("Delvis oppfylt"),
    Appraisal.Met.NO.value: _("Ikke oppfylt"),
    Appraisal.Met.NOT_RELEVANT.value: _("Ikke aktuelt"),
}
SHOWS_WHAT_IS_KNOWN = {Criterion.Kind.AGE_FLOOR, Criterion.Kind.HOUSING, Criterion.Kind.PRIORITY}


class CriteriaForm(SectionForm):
    section = Section.CRITERIA
    FIELDS: ClassVar = ("met", "text", "exception", "sources")

    def build(self) -> None:
        sources = PossibleSources.of(self.dossier)
        for criterion in self.dossier.criteria:
            raised = self.dossier.flag_of(criterion)
            met = forms.ChoiceField(
                label=gettext("Er kriteriet oppfylt?"),
                choices=_answers(criterion, raised),
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Velg ett av svarene.")},
            )
            text = TextField(
                label=gettext("Vurdering med egne ord"),
                rows=4,
                help_text=gettext("Skriv til %(name)s. To til fire setninger er nok.")
                % {"name": self.dossier.recipient.first_name},
            )
            self._add(criterion, "met", met)
            self._add(criterion, "text", text)
            if raised and raised.demands_answer:
                self._add(criterion, "exception", self._answer_to(raised))
            if sources.choices:
                self._add(criterion, "sources", sources.field(gettext("Hva bygger du på?")))

    def _answer_to(self, raised: Flag) -> TextField:
        return TextField(
            label=gettext("Svar på det som er flagget"),
            rows=3,
            help_text=raised.ask
            or gettext("Skriv hvorfor det likevel passer, eller hvorfor ikke."),
        )

    def _add(self, criterion: Criterion, what: str, field: forms.Field) -> None:
        # Seen by whoever must choose between two texts: which criterion it belongs to.
        field.belongs_to = criterion.heading  # type: ignore[attr-defined]
        self.fields[f"{what}-{criterion.pk}"] = field

    def stored(self) -> dict[str, Any]:
        stored: dict[str, Any] = {}
        for criterion in self.dossier.criteria:
            appraisal = self.dossier.appraisal_of(
                criterion
            ) or self.dossier.appraisal_of_former_wording(criterion)
            if appraisal:
                is_current = appraisal.criterion_id == criterion.pk
                stored[f"met-{criterion.pk}"] = appraisal.met if is_current else ""
                stored[f"text-{criterion.pk}"] = appraisal.text
                stored[f"exception-{criterion.pk}"] = appraisal.exception
                stored[f"sources-{criterion.pk}"] = _chosen(
                    self.dossier.sources, appraisal.criterion
                )
        return stored

    def values(self) -> dict[str, Any]:
        return {"appraisals": [self._answer(criterion) for criterion in self.dossier.criteria]}

    def _answer(self, criterion: Criterion) -> dict[str, Any]:
        answer: dict[str, Any] = {"criterion": criterion}
        for what in ("met", "text", "exception"):
            answer[what] = self.cleaned_data.get(f"{what}-{criterion.pk}", "")
        answer["sources"] = self.cleaned_data.get(f"sources-{criterion.pk}", [])
        return answer

    @property
    def parts(self) -> list[CriterionPart]:
        """The first that is not answered is unfolded, and whatever is wrong."""
        missing = [problem.anchor for problem in problems_of(Section.CRITERIA, self.dossier)]
        return [self._part(criterion, missing) for criterion in self.dossier.criteria]

    def _part(self, criterion: Criterion, missing: Sequence[str]) -> CriterionPart:
        fields = [self._field(f"{what}-{criterion.pk}") for what in self.FIELDS]
        met, text, exception, sources = fields
        assert met is not None
        assert text is not None
        shows_facts = criterion.kind in SHOWS_WHAT_IS_KNOWN
        return CriterionPart(
            criterion=criterion,
            flag=self.dossier.flag_of(criterion),
            known_facts=known_facts(self.dossier) if shows_facts else [],
            is_carried_over=self.dossier.appraisal_of_former_wording(criterion) is not None,
            is_missing=anchor_of(criterion) in missing,
            is_open=anchor_of(criterion) in missing[:1]
            or any(field is not None and field.errors for field in fields),
            met=met,
            text=text,
            exception=exception,
            sources=sources,
        )

    def _field(self, name: str) -> forms.BoundField | None:
        return self[name] if name in self.fields else None


def _answers(criterion: Criterion, raised: Flag | None) -> list[tuple[str, Any]]:
    """ "Ikke aktuelt" belongs to limits that nobody has come near; priority is no bar at all."""
    met = Appraisal.Met
    answers = [met.YES, met.PARTLY, met.NO]
    if criterion.kind == Criterion.Kind.PRIORITY:
        answers = [met.YES, met.NOT_RELEVANT]
    elif criterion.is_limit and not (raised and raised.demands_answer):
        answers.append(met.NOT_RELEVANT)
    return [(answer.value, answer.label) for answer in answers]


class ViewForm(SectionForm):
    section = Section.VIEW

    recipient_view = TextField(label="", rows=6)
    child_understands = forms.BooleanField(
        label=_("Barnet forstår hva saken gjelder"),
        required=False,
        help_text=_("Da får barnet sitt eget brev, også før det fyller 15 år."),
    )
    applicant_view = TextField(label="", rows=5)
    view_weight = TextField(
        label=_("Hvordan har du lagt vekt på det?"),
        rows=4,
        help_text=_("Loven sier at det skal ha stor vekt."),
    )
    only_for_recipient = TextField(
        label=_("Bare til den unge selv"),
        rows=4,
        help_text=_(
            "Står bare i brevet til den unge selv, aldri i brevet til foreldre eller andre. Det som "
            "foreldrene ikke skal få vite, skriver du her og ingen andre steder i vedtaket."
        ),
    )

    def build(self) -> None:
        name = self.dossier.recipient.first_name
        if not self.dossier.is_child:
            del self.fields["only_for_recipient"]
        own = self.fields["recipient_view"]
        own.label = gettext("Hva mener %(name)s selv?") % {"name": name}
        own.help_text = (
            gettext(
                "Har %(name)s ikke kunnet eller villet si noe, skriver du hvordan du prøvde, og "
                "hvorfor det ikke gikk."
            )
            if self.dossier.is_child
            else gettext("Skriv hva %(name)s ønsker, helst med ordene hans eller hennes.")
        ) % {"name": name}
        other = self._whose_view()
        if other:
            self.fields["applicant_view"].label = other
        else:
            del self.fields["applicant_view"]
        if not self.dossier.asks_whether_child_understands:
            del self.fields["child_understands"]

    def _whose_view(self) -> str:
        application = self.dossier.application
        if application is not None:
            match application.applicant_is:
                case Application.ApplicantIs.GUARDIAN:
                    return gettext("Hva mener vergen?")
                case Application.ApplicantIs.PROXY:
                    return gettext("Hva mener fullmektigen?")
                case Application.ApplicantIs.CHILD_WELFARE:
                    return gettext("Hva mener barnevernstjenesten?")
                case Application.ApplicantIs.PARENT:
                    return gettext("Hva mener foreldrene?")
        return gettext("Hva mener foreldrene?") if self.dossier.is_child else ""


class BestInterestsForm(SectionForm):
    section = Section.BEST_INTERESTS

    best_interests = TextField(
        label=_("Hva er best for barnet?"),
        rows=7,
        help_text=_(
            "Vei det barnet selv vil, mot det andre sier: trygghet, venner, helse, hvile, skole."
        ),
    )


@dataclass(frozen=True)
class FormRow:
    """One form of the service with its fields."""

    label: str
    hours: forms.BoundField
    unit: forms.BoundField
    detail: forms.BoundField


class ScopeForm(SectionForm):
    section = Section.SCOPE

    goal = TextField(
        label=_("Mål"),
        rows=3,
        max_length=2000,
        help_text=_("Hva skal være annerledes? Skriv det slik at dere kan se om det gikk."),
    )
    starts_on = NorwegianDateField(
        label=_("Fra og med"), required=False, help_text=_("Dagen tjenesten begynner.")
    )
    ends_on = NorwegianDateField(
        label=_("Til og med"),
        required=False,
        help_text=_("La feltet stå tomt når vedtaket gjelder inntil videre."),
    )
    evaluation_on = NorwegianDateField(label=_("Evaluering senest"), required=False)
    delivering_unit = forms.ModelChoiceField(
        label=_("Enheten som setter i verk"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("Velg enhet"),
        error_messages={"invalid_choice": _("Velg en av enhetene i listen.")},
        widget=forms.Select(attrs={"data-chars": "30"}),
    )

    def build(self) -> None:
        months = self.dossier.municipality.evaluation_months
        self.fields["evaluation_on"].help_text = gettext(
            "La feltet stå tomt, så blir det %(months)d måneder etter startdatoen."
        ) % {"months": months}
        units = self.fields["delivering_unit"]
        assert isinstance(units, forms.ModelChoiceField)
        units.queryset = Unit.objects.filter(
            municipality=self.dossier.decision.municipality_id,
            kind__in=(Unit.Kind.CULTURE, Unit.Kind.ALLOCATION),
        ).order_by("-kind", "name")
        for form in GrantedService.Form:
            self.fields[f"{form.value}-hours"] = HoursField(
                label=gettext("Timer"),
                required=False,
                min_value=Decimal("0.25"),
                max_value=HOURS_IN_MONTH,
                error_messages={
                    "min_value": _("Skriv minst %(limit)s timer, eller la feltet stå tomt."),
                    "max_value": _("En måned har ikke flere enn %(limit)s timer her."),
                },
            )
            self.fields[f"{form.value}-unit"] = forms.ChoiceField(
                label=gettext("Per"),
                choices=HoursUnit,
                required=False,
                widget=forms.Select(attrs={"data-chars": "8"}),
            )
            self.fields[f"{form.value}-detail"] = line(
                label=gettext("Nærmere (valgfritt)"),
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    def stored(self) -> dict[str, Any]:
        stored = super().stored()
        wish = self.dossier.application
        usual_unit = wish.hours_unit if wish is not None and wish.hours_unit else HoursUnit.WEEK
        for form in GrantedService.Form:
            stored[f"{form.value}-unit"] = usual_unit
        for service in self.dossier.services:
            stored[f"{service.form}-hours"] = service.hours
            stored[f"{service.form}-unit"] = service.hours_unit
            stored[f"{service.form}-detail"] = service.detail
        return stored

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for form in GrantedService.Form:
            hours = cleaned.get(f"{form.value}-hours")
            unit = cleaned.get(f"{form.value}-unit")
            if hours and hours > HOURS_IN_WEEK and unit != HoursUnit.MONTH:
                self.add_error(
                    f"{form.value}-hours",
                    gettext("En uke har 168 timer. Skriv færre, eller velg «i måneden»."),
                )
            if not hours and cleaned.get(f"{form.value}-detail") and not self.errors:
                self.add_error(
                    f"{form.value}-hours",
                    gettext("Skriv antall timer, eller tøm feltet «Nærmere»."),
                )
        self._check_period(cleaned)
        return cleaned

    def _check_period(self, cleaned: Mapping[str, Any]) -> None:
        starts_on: date | None = cleaned.get("starts_on")
        ends_on: date | None = cleaned.get("ends_on")
        evaluation_on: date | None = cleaned.get("evaluation_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", gettext("Sluttdatoen kan ikke være før startdatoen."))
        elif evaluation_on and starts_on and evaluation_on < starts_on:
            self.add_error("evaluation_on", gettext("Evalueringen kan ikke være før startdatoen."))
        elif evaluation_on and ends_on and evaluation_on > ends_on:
            self.add_error(
                "evaluation_on", gettext("Evalueringen kan ikke være etter sluttdatoen.")
            )

    def values(self) -> dict[str, Any]:
        values = {
            name: self.cleaned_data[name]
            for name in ("goal", "starts_on", "ends_on", "evaluation_on", "delivering_unit")
        }
        values["services"] = [
            {
                "form": form.value,
                "hours": self.cleaned_data[f"{form.value}-hours"],
                "hours_unit": self.cleaned_data[f"{form.value}-unit"] or HoursUnit.WEEK,
                "detail": self.cleaned_data[f"{form.value}-detail"],
            }
            for form in GrantedService.Form
            if self.cleaned_data[f"{form.value}-hours"]
        ]
        return values

    @property
    def rows(self) -> list[FormRow]:
        return [
            FormRow(
                label=str(form.label)[:1].upper() + str(form.label)[1:],
                hours=self[f"{form.value}-hours"],
                unit=self[f"{form.value}-unit"],
                detail=self[f"{form.value}-detail"],
            )
            for form in GrantedService.Form
        ]


@dataclass(frozen=True)
class HelpRow:
    title: forms.BoundField
    text: forms.BoundField


class ReasonsForm(SectionForm):
    section = Section.REASONS

    decisive = line(
        label=_("Hva avgjorde saken?"),
        help_text=_("Én setning. Den står i vedtaksboksen øverst i brevet."),
    )
    reasons = TextField(
        label=_("Begrunnelse"),
        rows=8,
        help_text=_(
            "Skriv hva som veide tyngst. Det du har skrevet under kriteriene, kommer med i brevet "
            "og trenger ikke gjentas."
        ),
    )
    refused_part = line(
        label=_("Hva er avslått?"),
        help_text=_("For eksempel «3 av de 6 timene i uken»."),
    )
    refused_reasons = TextField(label=_("Hvorfor sier vi nei til denne delen?"), rows=5)
    alternatives = TextField(
        label=_("Hva annet har du vurdert?"),
        rows=4,
        help_text=_("Valgfritt. For eksempel flere timer, en gruppe eller en annen tjeneste."),
    )

    def build(self) -> None:
        outcome = self.dossier.decision.outcome
        if outcome != Decision.Outcome.PARTLY_GRANTED:
            del self.fields["refused_part"], self.fields["refused_reasons"]
        if outcome != Decision.Outcome.REFUSED:
            del self.fields["decisive"]
            return
        for number in range(self._row_count()):
            self.fields[f"guidance-{number}-title"] = line(
                label=gettext("Tilbud"), widget=forms.TextInput(attrs={"autocomplete": "off"})
            )
            self.fields[f"guidance-{number}-text"] = TextField(
                label=gettext("Hvem gjør hva, og når"), rows=2, max_length=2000
            )

    def _row_count(self) -> int:
        """Always room for one more."""
        there_are = len(self.dossier.decision.guidance)
        return min(max(there_are + 1, ROWS_OF_OTHER_HELP), MOST_OTHER_HELP)

    def stored(self) -> dict[str, Any]:
        stored = super().stored()
        for number, offer in enumerate(self.dossier.decision.guidance):
            stored[f"guidance-{number}-title"] = offer["title"]
            stored[f"guidance-{number}-text"] = offer["text"]
        return stored

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for row in self.offers:
            title, text = cleaned.get(row.title.name), cleaned.get(row.text.name)
            if text and not title:
                self.add_error(row.title.name, gettext("Skriv hva tilbudet heter."))
            if title and not text:
                self.add_error(row.text.name, gettext("Skriv hvem som gjør hva, og når."))
        return cleaned

    def values(self) -> dict[str, Any]:
        values = {
            name: value
            for name, value in super().values().items()
            if not name.startswith("guidance-")
        }
        if self.offers:
            values["guidance"] = [
                {
                    "title": self.cleaned_data[row.title.name],
                    "text": self.cleaned_data[row.text.name],
                }
                for row in self.offers
                if self.cleaned_data[row.title.name]
            ]
        return values

    @property
    def offers(self) -> list[HelpRow]:
        return [
            HelpRow(self[name], self[name.replace("-title", "-text")])
            for name in self.fields
            if name.startswith("guidance-") and name.endswith("-title")
        ]


FORMS: Mapping[Section, type[SectionForm]] = {
    form.section: form
    for form in (
        OutcomeForm,
        FactsForm,
        CriteriaForm,
        ViewForm,
        BestInterestsForm,
        ScopeForm,
        ReasonsForm,
    )  # fmt: skip
}


# ── When somebody else has saved ────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Difference:
    """A field where what is saved and what was typed are not the same."""

    label: str
    saved: str
    typed: str


def differences(form: SectionForm, current: Dossier) -> list[Difference]:
    """Both texts, field by field; the form stays as typed and may be saved over what is there."""
    stored = type(form)(None, dossier=current).initial
    found = []
    for name, field in form.fields.items():
        if name == "version":
            continue
        typed, saved = form.cleaned_data.get(name), stored.get(name)
        if _comparable(typed) != _comparable(saved):
            belongs_to = getattr(field, "belongs_to", "")
            label = f"{belongs_to}: {field.label}" if belongs_to else str(field.label)
            found.append(Difference(label, _shown(field, saved), _shown(field, typed)))
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["version"] = str(current.decision.version)
    form.data = data
    return found


def _comparable(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return sorted(str(one) for one in value)
    return value or ""


def _shown(field: forms.Field, value: Any) -> str:
    if value in (None, "", [], ()):
        return gettext("(tomt)")
    if isinstance(field, forms.ModelChoiceField):
        return str(value)
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in list(field.choices)}  # type: ignore[arg-type]
        chosen = value if isinstance(value, list | tuple) else [value]
        return ", ".join(labels.get(str(one), str(one)) for one in chosen)
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, bool):
        return gettext("ja")
    return str(value)


# ── Lists, and the last step ────────────────────────────────────────────────────────────────────


class DecisionFilter(forms.Form):
    mark_optional = False

    tilstand = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("Alle")), *Decision.State.choices],
        required=False,
    )
    utfall = forms.ChoiceField(
        label=_("Utfall"),
        choices=[("", _("Alle")), *Decision.Outcome.choices],
        required=False,
    )
    mine = forms.BooleanField(label=_("Bare mine saker"), required=False)


class IssueForm(forms.Form):
    """One does not send what one has not read."""

    read = forms.BooleanField(
        error_messages={"required": _("Les brevene, og kryss av for at du har gjort det.")}
    )

    def __init__(self, data: QueryDict | None, *, count: int) -> None:
        super().__init__(data)
        self.fields["read"].label = (
            gettext("Jeg har lest brevet") if count == 1 else gettext("Jeg har lest alle brevene")
        )
