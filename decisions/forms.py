"""What is typed in each section of a decision: parsing and wording.

A draft may be incomplete: a form refuses only what cannot be kept as it stands. What is missing
is asked for by the rules, when the decision is to be issued.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications.models import HOURS_IN_MONTH, HOURS_IN_WEEK, Application, HoursUnit
from decisions.models import (
    REPLACING,
    Appraisal,
    Criterion,
    Decision,
    GrantedService,
    Source,
)
from decisions.reasons_check import must_be_reasoned
from decisions.rules import (
    ASKED_AGE,
    WEIGHTY_VIEW_AGE,
    Dossier,
    Flag,
    Section,
    anchor_of,
    known_facts,
    needs_ground,
    needs_notice,
    period_in_words,
    problems_of,
    service_in_words,
)
from stottekontakt.accounts.models import Unit
from stottekontakt.cases.models import CaseNote, JournalEntry, Representative
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
    unfolded = ""  # the field that is gone to: what holds it is open

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
        CaseNote.Kind.ORAL: (
            gettext("Muntlige opplysninger fra %(whom)s"),
            gettext("Muntlige opplysninger"),
        ),
    }
    with_somebody, alone = words[CaseNote.Kind(note.kind)]
    what = with_somebody % {"whom": note.with_whom} if note.with_whom else alone
    return f"{what}, {long_date(note.happened_on)}"


def _chosen(sources: Sequence[Source], criterion: Criterion | None) -> list[str]:
    pk = criterion.pk if criterion else None
    return [source.key for source in sources if source.criterion_id == pk]


# ── Sections ────────────────────────────────────────────────────────────────────────────────────


Kind = Decision.Kind


class OutcomeForm(SectionForm):
    section = Section.OUTCOME

    # What the decision does to another: "first", or a kind and the other's id, "change-12".
    what = forms.ChoiceField(
        label=_("Hva slags vedtak er dette?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Velg ett av alternativene.")},
    )
    outcome = forms.ChoiceField(
        label=_("Hva er utfallet?"),
        choices=[one for one in Decision.Outcome.choices if one[0] != "terminated"],
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "Avvist er ikke et avslag: da kan ikke kommunen ta stilling til søknaden, for eksempel "
            "fordi personen hører til i en annen kommune."
        ),
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

    def build(self) -> None:
        decision = self.dossier.decision
        self.others = {other.pk: other for other in replaceable_by(decision)}
        choices = list(self._choices())
        if len(choices) > 1:
            what = self.fields["what"]
            assert isinstance(what, forms.ChoiceField)
            what.choices = choices
        else:
            del self.fields["what"]
        if decision.application_id is None and decision.replaces_id is not None:
            # What is decided follows from what is done to the decision that stands.
            del self.fields["outcome"], self.fields["applied_for"]

    def _choices(self) -> Iterator[tuple[str, str]]:
        decision = self.dossier.decision
        if decision.application_id is not None or decision.replaces_id is None:
            yield Kind.FIRST.value, gettext("Et nytt vedtak, ved siden av det som ellers gjelder")
        for other in self.others.values():
            words = {"what": decision_in_words(other)}
            yield (
                f"{Kind.CHANGE.value}-{other.pk}",
                gettext("Endrer det som gjelder nå: %(what)s") % words,
            )
            if other.ends_on is not None:
                yield (
                    f"{Kind.EXTENSION.value}-{other.pk}",
                    gettext("Forlenger det som gjelder nå: %(what)s") % words,
                )
            if decision.application_id is None:
                yield (
                    f"{Kind.TERMINATION.value}-{other.pk}",
                    gettext("Avslutter tjenesten: %(what)s") % words,
                )

    def stored(self) -> dict[str, Any]:
        decision = self.dossier.decision
        what = f"{decision.kind}-{decision.replaces_id}" if decision.replaces_id else decision.kind
        return {**super().stored(), "what": what}

    def values(self) -> dict[str, Any]:
        values = super().values()
        if what := values.pop("what", ""):
            kind, _dash, pk = what.partition("-")
            values["kind"] = kind
            values["replaces"] = self.others[int(pk)] if pk else None
        return values


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


def replaceable_by(decision: Decision) -> list[Decision]:
    """Grants of the case that nothing has taken the place of, the newest first; and its own."""
    followed = Decision.objects.issued().filter(replaces=OuterRef("pk"), outcome__in=REPLACING)
    if decision.application_id is None and decision.replaces_id is not None:
        found = Decision.objects.filter(pk=decision.replaces_id)
    else:
        found = Decision.objects.issued().grants().filter(~Exists(followed), case=decision.case_id)
    return list(found.prefetch_related("services").order_by("-pk"))


def decision_in_words(decision: Decision) -> str:
    """3 timer i uken (én til én), fra 1. mars 2027, inntil videre"""
    services = ", ".join(service_in_words(service) for service in decision.services.all())
    return f"{services}, {period_in_words(decision)}"


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
            or any(
                field is not None and (field.errors or field.name == self.unfolded)
                for field in fields
            ),
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

    child_heard = forms.ChoiceField(
        label="",
        choices=Decision.Heard,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Velg ett av svarene.")},
    )
    child_heard_how = TextField(
        label=_("Hvordan, eller hvorfor ikke?"),
        rows=3,
        help_text=_(
            "Hvem snakket med barnet, når og hvordan? Er barnet ikke hørt, skriver du hva dere har "
            "prøvd. Det står i saken og ikke i brevet."
        ),
    )
    child_said = TextField(
        label="",
        rows=4,
        help_text=_("Står bare i saken, aldri i brevet."),
    )
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
            "Står bare i brevet til den unge selv, aldri i brevet til foreldre og andre. Det som "
            "foreldrene ikke skal få vite, skriver du her og ingen andre steder i vedtaket."
        ),
    )

    def build(self) -> None:
        name = self.dossier.recipient.first_name
        if not self.dossier.is_child:
            del self.fields["only_for_recipient"]
        own = self.fields["recipient_view"]
        if self.dossier.is_child:
            self._ask_about_the_child(name)
        else:
            for field in ("child_heard", "child_heard_how", "child_said"):
                del self.fields[field]
            own.label = gettext("Hva mener %(name)s selv?") % {"name": name}
            own.help_text = gettext(
                "Skriv hva %(name)s ønsker, helst med ordene hans eller hennes."
            ) % {"name": name}
        other = self._whose_view()
        if other:
            self.fields["applicant_view"].label = other
        else:
            del self.fields["applicant_view"]
        if not self.dossier.asks_whether_child_understands:
            del self.fields["child_understands"]

    def _ask_about_the_child(self, name: str) -> None:
        heard, said, own = (
            self.fields[field] for field in ("child_heard", "child_said", "recipient_view")
        )
        heard.label = gettext("Hvordan er %(name)s hørt?") % {"name": name}
        heard.help_text = self._right_to_be_heard()
        said.label = gettext("Hva sa %(name)s?") % {"name": name}
        own.label = gettext("Hva vil %(name)s at skal stå i brevet?") % {"name": name}
        own.help_text = gettext(
            "Bare det %(name)s selv vil at foreldre og andre skal lese. La feltet stå tomt hvis "
            "%(name)s ikke vil ha noe der. Da står det bare at %(name)s er hørt."
        ) % {"name": name}

    def _right_to_be_heard(self) -> str:
        """pbrl. § 3-1 and fvl. § 17: the older, the more weight."""
        age = self.dossier.age or 0
        if age >= WEIGHTY_VIEW_AGE:
            return gettext("Fra barnet er tolv år, skal det barnet mener, ha stor vekt.")
        if age >= ASKED_AGE:
            return gettext("Fra barnet er sju år, skal det alltid få si hva det mener.")
        return gettext("Også små barn som kan ha en mening, skal få si den.")

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


FIELDS_OF_SCOPE = (
    "goal",
    "starts_on",
    "ends_on",
    "reservation",
    "evaluation_on",
    "delivering_unit",
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
    reservation = TextField(
        label=_("Forbehold (valgfritt)"),
        rows=2,
        max_length=1000,
        help_text=_(
            "For eksempel at timene kan endres etter en ny vurdering. Det står i brevet. Kommunen "
            "kan bare vise til et forbehold som står der."
        ),
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
        units.queryset = (
            Unit.objects.open()
            .filter(
                municipality=self.dossier.decision.municipality_id,
                kind__in=(Unit.Kind.CULTURE, Unit.Kind.ALLOCATION),
            )
            .order_by("-kind", "name")
        )
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
        values = {name: self.cleaned_data[name] for name in FIELDS_OF_SCOPE}
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
        decision = self.dossier.decision
        outcomes = Decision.Outcome
        if must_be_reasoned(decision):
            self.fields["alternatives"].help_text = gettext(
                "Skriv hva annet dere har sett på, for eksempel færre timer, en gruppe eller en "
                "annen tjeneste, og hvorfor det ikke passer."
            )
        if decision.outcome != outcomes.PARTLY_GRANTED:
            del self.fields["refused_part"], self.fields["refused_reasons"]
        if decision.outcome == outcomes.DISMISSED:
            self.fields["decisive"].label = gettext("Hvorfor kan ikke søknaden avgjøres?")
            self.fields["reasons"].help_text = gettext(
                "Skriv hvorfor kommunen ikke kan ta stilling til søknaden. Det er ikke et avslag."
            )
            del self.fields["alternatives"]
        elif decision.outcome != outcomes.REFUSED:
            del self.fields["decisive"]
        guides = {outcomes.REFUSED, outcomes.DISMISSED, outcomes.TERMINATED}
        if decision.outcome not in guides or decision.is_after_death:
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


YES, NO = "ja", "nei"


def one_of(choices: Any, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Velg ett av alternativene.")},
        **kwargs,
    )


class ChangeForm(SectionForm):
    """What happens to the decision that stands, by what right, and how the party was heard."""

    section = Section.CHANGE

    termination_reason = one_of(
        Decision.TerminationReason.choices, label=_("Hvorfor opphører tjenesten?")
    )
    ends_on = NorwegianDateField(label=_("Siste dag med tjenesten"), required=False)
    letter_to = forms.ModelChoiceField(
        label=_("Hvem skal få brev?"),
        queryset=Representative.objects.none(),
        required=False,
        empty_label=_("Ingen"),
        help_text=_("Det sendes ikke brev til den døde. Velg en pårørende bare når det er avtalt."),
        error_messages={"invalid_choice": _("Velg en av dem som er registrert i saken.")},
    )
    initiative = one_of(Decision.Initiative.choices, label=_("Hvem tok opp endringen?"))
    to_detriment = one_of([(YES, _("Ja")), (NO, _("Nei"))], label="")
    ground = one_of(
        Decision.Ground.choices,
        label=_("Hva gir kommunen rett til det?"),
        help_text=_(
            "Et vedtak binder kommunen. Det kan bare endres til ulempe når et av disse gjelder "
            "(forvaltningsloven § 35)."
        ),
    )
    ground_reasons = TextField(
        label=_("Hvorfor gjelder det her?"),
        rows=4,
        help_text=_("Står i varselet og i brevet. Skriv hva som er annerledes enn før."),
    )
    notice_omitted = forms.ChoiceField(
        label=_("Trengs det forhåndsvarsel?"),
        choices=[("", _("Ja, mottakeren varsles")), *Decision.NoticeOmitted.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Varsel kan bare utelates når noe av dette gjelder (§ 16 tredje ledd)."),
        error_messages={"invalid_choice": _("Velg ett av alternativene.")},
    )
    notice_omitted_why = TextField(
        label=_("Hvorfor er det ikke varslet?"),
        rows=2,
        help_text=_("Skriv det bare når varselet utelates."),
    )
    comments_answer = TextField(
        label=_("Hva ble sagt til varselet, og hva mener kommunen om det?"),
        rows=6,
        help_text=_("Står i brevet, så den som uttalte seg, ser at det er lest."),
    )

    def build(self) -> None:
        decision, name = self.dossier.decision, self.dossier.recipient.first_name
        kept = {"version"}
        if decision.is_termination:
            kept |= {"termination_reason", "ends_on"}
            if decision.is_after_death:
                kept.add("letter_to")
        elif decision.kind == Kind.CHANGE:
            kept.add("to_detriment")
            if decision.application_id is None:
                kept.add("initiative")
        is_asked_about = decision.kind == Kind.CHANGE or not decision.termination_reason
        if needs_ground(decision) or (is_asked_about and decision.kind != Kind.EXTENSION):
            kept |= {"ground", "ground_reasons"}
        if needs_notice(self.dossier) or decision.notice_omitted:
            kept |= {"notice_omitted", "notice_omitted_why"}
        if self.dossier.comments:
            kept.add("comments_answer")
        for field in set(self.fields) - kept:
            del self.fields[field]
        if "to_detriment" in self.fields:
            self.fields["to_detriment"].label = gettext(
                "Blir noe dårligere for %(name)s enn før?"
            ) % {"name": name}
            self.fields["to_detriment"].help_text = gettext(
                "For eksempel færre timer, kortere tid eller en annen form. Da må %(name)s varsles "
                "først, og kommunen må ha rett til å endre vedtaket."
            ) % {"name": name}
        if "letter_to" in self.fields:
            chosen = self.fields["letter_to"]
            assert isinstance(chosen, forms.ModelChoiceField)
            chosen.queryset = Representative.objects.filter(
                case=decision.case_id, person__died_on=None
            ).select_related("person")

    def stored(self) -> dict[str, Any]:
        stored = super().stored()
        answer = self.dossier.decision.to_detriment
        if "to_detriment" in self.fields:
            stored["to_detriment"] = "" if answer is None else YES if answer else NO
        return stored

    def values(self) -> dict[str, Any]:
        values = super().values()
        if "to_detriment" in values:
            answer = values["to_detriment"]
            values["to_detriment"] = answer == YES if answer else None
        return values

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        last_day, earlier = cleaned.get("ends_on"), self.dossier.replaces
        if last_day and earlier and earlier.ends_on and last_day > earlier.ends_on:
            self.add_error(
                "ends_on",
                gettext("Vedtaket løper ut %(day)s. Velg den dagen eller en tidligere.")
                % {"day": long_date(earlier.ends_on)},
            )
        return cleaned


FORMS: Mapping[Section, type[SectionForm]] = {
    form.section: form
    for form in (
        OutcomeForm,
        FactsForm,
        CriteriaForm,
        ViewForm,
        BestInterestsForm,
        ScopeForm,
        ChangeForm,
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


class SendBackForm(forms.Form):
    reason = TextField(
        label=_("Hva må skrives om?"),
        required=True,
        rows=5,
        max_length=2000,
        help_text=_("Saksbehandleren ser dette på arbeidslisten og øverst i utkastet."),
        error_messages={"required": _("Skriv hva som må være annerledes.")},
    )


class IssueForm(forms.Form):
    """One does not send what one has not read, nor another text than the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    read = forms.BooleanField(
        error_messages={"required": _("Les brevene, og kryss av for at du har gjort det.")}
    )

    def __init__(self, data: QueryDict | None, *, count: int, version: int) -> None:
        super().__init__(data, initial={"version": version})
        if count == 0:  # after a death nobody need get a letter
            del self.fields["read"]
            return
        self.fields["read"].label = (
            gettext("Jeg har lest brevet") if count == 1 else gettext("Jeg har lest alle brevene")
        )
