"""What is typed about a søknad: parsing and wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications.models import (
    HOURS_IN_MONTH,
    HOURS_IN_WEEK,
    Application,
    ApplicationQuerySet,
    HoursUnit,
)
from applications.services import Content
from stottekontakt.accounts.models import Membership, Unit
from stottekontakt.cases.forms import PersonFields, not_in_the_future, plain_helper
from stottekontakt.cases.identity_number import clean
from stottekontakt.cases.models import Case, Person, Representative
from stottekontakt.cases.phone import shown
from stottekontakt.cases.uploads import UploadsField
from stottekontakt.ui.fields import HoursField, NorwegianDateField
from stottekontakt.ui.formatting import long_date

ApplicantIs = Application.ApplicantIs
Kind = Representative.Kind

NEW_PERSON = "new"
REGISTERED = "representative-"  # before the number of one who is in the case already
EARLIEST_BIRTH_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Candidate:
    """One who is registered and may be the person; a case the reader may not see shows no name."""

    person: Person
    is_visible: bool = True

    @property
    def label(self) -> str:
        if not self.is_visible:
            return gettext("Personen som er registrert med dette fødselsnummeret")
        if self.person.birth_date is None:
            return self.person.name
        return gettext("%(name)s, født %(born_on)s") % {
            "name": self.person.name,
            "born_on": long_date(self.person.birth_date),
        }


class FindForm(forms.Form):
    q = forms.CharField(
        label=_("Navn eller fødselsnummer"),
        max_length=100,
        help_text=_("Vi ser først om personen er registrert fra før."),
        error_messages={"required": _("Skriv et navn eller et fødselsnummer.")},
        widget=forms.TextInput(attrs={"data-chars": "30", "autocomplete": "off"}),
    )


class RecipientForm(PersonFields):
    """The one the søknad is about, when nobody who is registered was chosen."""

    existing = forms.ChoiceField(
        label=_("Er det en av disse?"),
        required=False,
        error_messages={
            "required": _("Personen kan være registrert fra før. Velg hvem søknaden gjelder.")
        },
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, candidates: Iterable[Candidate] = (), **kwargs: Any) -> None:
        super().__init__(*args, prefix="recipient", **kwargs)
        self.candidates = {str(candidate.person.pk): candidate for candidate in candidates}
        layout: list[Any] = []
        if self.candidates:
            self.fields["existing"].choices = [  # type: ignore[attr-defined]
                *((pk, candidate.label) for pk, candidate in self.candidates.items()),
                (NEW_PERSON, _("Nei, dette er en annen person")),
            ]
            self.fields["existing"].required = True
            layout.append("existing")
        self.helper = plain_helper(
            Fieldset(
                _("Hvem søknaden gjelder"),
                *layout,
                "name",
                "identity_number",
                "birth_date",
                "phone",
                "email",
                "address",
                Div("postal_code", "city", css_class="in-row"),
                "address_protection",
                Div("written_form", css_class="side-by-side"),
                "interpreter_language",
            )
        )
        self.helper.form_show_errors = False  # one summary for the three forms of the page

    @property
    def chosen(self) -> Person | None:
        candidate = self.candidates.get(self.cleaned_data.get("existing", ""))
        return candidate.person if candidate else None

    @property
    def visible_one(self) -> Person | None:
        """The chosen one, if the reader may see who it is."""
        candidate = self.candidates.get(self.cleaned_data.get("existing", ""))
        return candidate.person if candidate and candidate.is_visible else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.chosen:
            # What is registered stands unless told otherwise (KeepForm); what was typed beside it
            # need not be right.
            for name in [name for name in self.errors if name != "existing"]:
                del self.errors[name]
            return cleaned
        if not {"identity_number", "birth_date"} & set(self.errors):
            born_on = cleaned.get("birth_date")
            if born_on is None:
                self.add_error("birth_date", _("Skriv fødselsdatoen når fødselsnummeret mangler."))
            elif born_on.year < EARLIEST_BIRTH_YEAR:
                self.add_error("birth_date", _("Året kan ikke være riktig."))
        digits = cleaned.get("identity_number")
        if digits and cleaned.get("existing") == NEW_PERSON:
            numbers = {one.person.identity_number for one in self.candidates.values()}
            if digits in numbers:
                self.add_error(
                    "identity_number",
                    _("Nummeret er registrert på en annen. Rett det, eller velg personen over."),
                )
        return cleaned


# What a søknad may say otherwise than the register; a blank says nothing.
COMPARED = (
    "name", "phone", "email", "address", "postal_code", "city", "written_form",
    "interpreter_language", "address_protection",
)  # fmt: skip
ADDRESS = {"address", "postal_code", "city", "address_protection"}


def typed_in_words(form: PersonFields) -> list[str]:
    """Telefon: 12 34 56 78"""
    told = []
    for name in COMPARED:
        value = form.cleaned_data.get(name, "")
        if name in form.fields and value and name not in ("address_protection", "written_form"):
            shown_value = shown(value) if name == "phone" else value
            told.append(f"{form.fields[name].label}: {shown_value}")
    return told


class KeepForm(forms.Form):
    """Where the typed details of a registered person differ: which shall hold, one by one."""

    SAVED, TYPED = "registrert", "skrevet"

    def __init__(
        self,
        *args: Any,
        person: Person,
        typed: Mapping[str, Any],
        reader: Membership,
        prefix: str,
    ) -> None:
        super().__init__(*args, prefix=prefix)
        self.person, self.typed = person, typed
        labels = PersonFields.base_fields
        for name in COMPARED:
            if name in ADDRESS and not person.address_shown_to(reader):
                continue
            value = typed.get(name, "")
            saved = getattr(person, name)
            if value == "" or value == saved or (name == "address_protection" and value == "none"):
                continue
            self.fields[name] = forms.ChoiceField(
                label=labels[name].label,
                choices=[
                    (self.SAVED, gettext("Registrert: %(value)s")
                     % {"value": self._in_words(name, saved)}),
                    (self.TYPED, gettext("Skrevet nå: %(value)s")
                     % {"value": self._in_words(name, value)}),
                ],
                widget=forms.RadioSelect,
                error_messages={"required": gettext("Velg hva som skal gjelde.")},
            )  # fmt: skip
        self.helper = plain_helper(
            Fieldset(
                gettext("Opplysningene om %(name)s er ulike. Hva skal gjelde?")
                % {"name": person.name},
                *self.fields,
            )
        )
        self.helper.form_show_errors = False

    @staticmethod
    def _in_words(name: str, value: Any) -> str:
        if value == "":
            return gettext("(tomt)")
        if name == "phone":
            return shown(str(value))
        field = PersonFields.base_fields[name]
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
        return str(value)

    @property
    def changes(self) -> dict[str, Any]:
        return {
            name: self.typed[name]
            for name in self.fields
            if self.cleaned_data.get(name) == self.TYPED
        }


class ApplicantForm(PersonFields):
    """Who applies, and by what right. What the choice has no use for is neither asked nor read."""

    OF_CHOICE: dict[str, list[str]] = {
        ApplicantIs.PARENT: ["parental_responsibility", "lives_with_recipient"],
        ApplicantIs.GUARDIAN: ["mandate", "mandate_covers_personal_matters"],
        ApplicantIs.PROXY: ["mandate", "written_on", "authorisation"],
        ApplicantIs.CHILD_WELFARE: ["valid_from"],
        ApplicantIs.OTHER: ["written_on", "authorisation"],
    }
    PERSON = [
        "name", "relation", "identity_number", "phone", "email", "address", "postal_code", "city",
        "address_protection", "written_form",
    ]  # fmt: skip

    applicant = forms.ChoiceField(label=_("Hvem søker?"), widget=forms.RadioSelect)
    understands_the_case = forms.BooleanField(
        label=_("Søkeren er mellom 12 og 15 år og forstår hva saken gjelder"),
        required=False,
        help_text=_("Da kan barnet søke alene (pasient- og brukerrettighetsloven § 6-5)."),
    )
    relation = forms.CharField(
        label=_("Forhold til den det gjelder"),
        required=False,
        max_length=60,
        help_text=_("For eksempel mor, far, søster eller kontaktlærer."),
        widget=forms.TextInput(attrs={"data-chars": "30", "autocomplete": "off"}),
    )
    parental_responsibility = forms.ChoiceField(
        label=_("Foreldreansvar"),
        choices=Representative.ParentalResponsibility,
        widget=forms.RadioSelect,
    )
    lives_with_recipient = forms.BooleanField(label=_("Bor sammen med barnet"), required=False)
    mandate = forms.CharField(
        label=_("Hva mandatet eller fullmakten gjelder"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    mandate_covers_personal_matters = forms.BooleanField(
        label=_("Mandatet dekker personlige forhold"),
        required=False,
        help_text=_("Et mandat som bare gjelder økonomi, er ikke nok for å søke."),
    )
    written_on = NorwegianDateField(
        label=_("Fullmakten er datert"), required=False, validators=[not_in_the_future]
    )
    authorisation = UploadsField(
        label=_("Fullmakten"),
        required=False,
        most=1,
        help_text=_(
            "Mangler den, registrerer du søknaden likevel. Svarfristen løper, men vi kan ikke gi "
            "opplysninger til den som har hjulpet til, før fullmakten er her."
        ),
    )
    valid_from = NorwegianDateField(
        label=_("Overtok omsorgen"), required=False, validators=[not_in_the_future]
    )

    def __init__(
        self,
        *args: Any,
        owner: Membership,
        recipient: Person | None = None,
        representatives: Sequence[Representative] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, prefix="applicant", **kwargs)
        for name in ("birth_date", "interpreter_language"):
            del self.fields[name]
        self.fields["authorisation"].owner = owner  # type: ignore[attr-defined]
        self.representatives = {
            f"{REGISTERED}{representative.pk}": representative for representative in representatives
        }
        self.recipient = recipient
        choice = self.fields["applicant"]
        choice.choices = self._choices()  # type: ignore[attr-defined]
        self.fields["name"].help_text = _(
            "Søker barnevernstjenesten, skriver du navnet på tjenesten."
        )
        self.helper = plain_helper(self._layout())
        self.helper.form_show_errors = False
        if self.is_bound:
            self._ask_only_what_the_choice_needs()

    def _choices(self) -> list[tuple[str, Any]]:
        itself = (
            _("%(name)s selv") % {"name": self.recipient.name}
            if self.recipient
            else ApplicantIs.RECIPIENT.label
        )
        known = [
            (key, f"{one.person.name} ({one.get_kind_display().lower()})")
            for key, one in self.representatives.items()
        ]
        others = [
            (kind.value, _("%(role)s som ikke er registrert i saken") % {"role": kind.label})
            if known and kind != ApplicantIs.OTHER
            else (kind.value, kind.label)
            for kind in ApplicantIs
            if kind != ApplicantIs.RECIPIENT
        ]
        return [(ApplicantIs.RECIPIENT.value, itself), *known, *others]

    def _layout(self) -> Fieldset:
        return Fieldset(
            _("Hvem som søker"),
            "applicant",
            Div("understands_the_case", css_class="for-recipient"),
            Div(
                *self.PERSON[: self.PERSON.index("postal_code")],
                Div("postal_code", "city", css_class="in-row"),
                "address_protection",
                Div("written_form", css_class="side-by-side"),
                css_class="for-others",
            ),
            Div("parental_responsibility", "lives_with_recipient", css_class="for-parent"),
            Div("mandate", css_class="for-guardian for-proxy"),
            Div("mandate_covers_personal_matters", css_class="for-guardian"),
            Div("written_on", "authorisation", css_class="for-proxy for-other"),
            Div("valid_from", css_class="for-child_welfare"),
            css_id="applicant",
        )

    def _ask_only_what_the_choice_needs(self) -> None:
        choice = self.data.get(self.add_prefix("applicant"), "")
        is_somebody_new = choice in self.OF_CHOICE
        used = {"applicant", *self.OF_CHOICE.get(choice, [])}
        if is_somebody_new:
            used |= set(self.PERSON)
        if choice == ApplicantIs.RECIPIENT:
            used.add("understands_the_case")
        self.used = used
        if choice == ApplicantIs.GUARDIAN:
            self.fields["mandate"].required = True
        for name in set(self.fields) - used:
            self.fields[name].required = False

    def _clean_fields(self) -> None:
        super()._clean_fields()
        # Hidden by the choice: kept as typed, but neither right nor wrong.
        for name in [name for name in self.errors if name not in self.used]:
            del self.errors[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "authorisation" in self.used:
            file, written_on = cleaned.get("authorisation"), cleaned.get("written_on")
            if file and not written_on and "written_on" not in self.errors:
                self.add_error("written_on", _("Skriv datoen som står på fullmakten."))
        digits = cleaned.get("identity_number") if "identity_number" in self.used else ""
        if digits and self.recipient and digits == self.recipient.identity_number:
            self.add_error(
                "identity_number",
                _("Dette er nummeret til %(name)s, som søknaden gjelder.")
                % {"name": self.recipient.name},
            )
        return cleaned

    @property
    def representative(self) -> Representative | None:
        """The one who was chosen among those in the case already."""
        return self.representatives.get(self.cleaned_data["applicant"])

    @property
    def applicant_is(self) -> str:
        if self.representative is None:
            return str(self.cleaned_data["applicant"])
        kind = self.representative.kind
        return str(kind) if kind in ApplicantIs else ApplicantIs.OTHER.value

    def values_of_role(self) -> dict[str, Any]:
        names = self.OF_CHOICE.get(self.cleaned_data["applicant"], [])
        return {name: self.cleaned_data[name] for name in names}

    def person_values(self) -> dict[str, Any]:
        values = {name: self.cleaned_data[name] for name in self.PERSON if name != "relation"}
        digits = values["identity_number"] = values["identity_number"] or None
        values["birth_date"] = clean(digits).birth_date if digits else None
        return values


class ContentFields(forms.Form):
    """What the søknad says, how and when it came."""

    channel = forms.ChoiceField(
        label=_("Hvordan kom søknaden?"), choices=Application.Channel, widget=forms.RadioSelect
    )
    received_on = NorwegianDateField(
        label=_("Mottatt"),
        help_text=_("Dagen den kom til kommunen. Måneden vi har på oss, løper herfra."),
    )
    posted_on = NorwegianDateField(
        label=_("Postlagt"), required=False, help_text=_("Når søknaden kom i posten.")
    )
    wishes = forms.CharField(
        label=_("Hva det søkes om"),
        required=False,
        max_length=10_000,
        help_text=_("Hva støttekontakten skal hjelpe til med, som det står i søknaden."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    hours = HoursField(
        label=_("Timer det søkes om"),
        required=False,
        help_text=_("La feltet stå tomt når søknaden ikke nevner timer."),
    )
    hours_unit = forms.ChoiceField(
        label=_("Timene gjelder"),
        required=False,
        choices=HoursUnit,
        initial=HoursUnit.WEEK,
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(
        label=_("Hvorfor det søkes"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    own_words = forms.CharField(
        label=_("Med egne ord"),
        required=False,
        max_length=10_000,
        help_text=_("Det den søknaden gjelder, selv har sagt eller skrevet."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_received_on(self) -> date:
        received_on: date = self.cleaned_data["received_on"]
        if received_on > timezone.localdate():
            raise forms.ValidationError(
                _("Søknaden kan ikke være mottatt fram i tid."), code="future"
            )
        return received_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        received_on, posted_on = cleaned.get("received_on"), cleaned.get("posted_on")
        if received_on and posted_on and posted_on > received_on:
            self.add_error(
                "posted_on", _("Søknaden kan ikke være postlagt etter at den ble mottatt.")
            )
        self._clean_hours(cleaned)
        return cleaned

    def _clean_hours(self, cleaned: dict[str, Any]) -> None:
        hours: Decimal | None = cleaned.get("hours")
        if hours is None:
            cleaned["hours_unit"] = ""
            return
        most = HOURS_IN_MONTH if cleaned.get("hours_unit") == HoursUnit.MONTH else HOURS_IN_WEEK
        if not cleaned.get("hours_unit"):
            self.add_error("hours_unit", _("Velg om timene gjelder uken eller måneden."))
        elif hours <= 0:
            self.add_error(
                "hours", _("Timene må være flere enn 0. La feltet stå tomt hvis de ikke er nevnt.")
            )
        elif hours > most:
            self.add_error("hours", _("Skriv høyst 168 timer i uken eller 672 i måneden."))


class ContentForm(ContentFields):
    """The søknad, and what happens next."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    housing = forms.ChoiceField(
        label=_("Boform"),
        required=False,
        choices=Case.Housing,
        initial=Case.Housing.UNKNOWN,
        help_text=_("Har betydning for kriteriene. Kan fylles ut senere."),
        widget=forms.Select(attrs={"data-chars": "30"}),
    )
    documents = UploadsField(
        label=_("Søknaden og andre vedlegg"),
        required=False,
        help_text=_(
            "PDF, bilder (JPEG, PNG, HEIC), Word (docx) eller Excel (xlsx). Du kan velge flere."
        ),
    )
    unit = forms.ModelChoiceField(
        label=_("Enheten som skal ha saken"),
        queryset=Unit.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    takes_the_case = forms.BooleanField(
        label=_("Jeg tar saken, hvis ingen har den"), required=False, initial=True
    )
    sends_receipts = forms.BooleanField(
        label=_("Lag bekreftelse til dem som skal ha brev"), required=False, initial=True
    )

    def __init__(self, *args: Any, owner: Membership, case: Case | None, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "form_key": uuid4(),
            "housing": case.housing if case else Case.Housing.UNKNOWN,
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        self.fields["documents"].owner = owner  # type: ignore[attr-defined]
        follows: list[Any] = ["takes_the_case", "sends_receipts"]
        if case is None and owner.unit_id is None:
            units = Unit.objects.open().filter(kind=Unit.Kind.ALLOCATION)
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]
            follows.insert(0, "unit")
        else:
            del self.fields["unit"]
        self.helper = plain_helper(
            "form_key",
            Fieldset(
                _("Når og hvordan den kom"),
                Div("channel", css_class="side-by-side"),
                Div("received_on", "posted_on", css_class="in-row"),
            ),
            Fieldset(
                _("Hva søknaden sier"),
                "wishes",
                Div("hours", Div("hours_unit", css_class="side-by-side"), css_class="in-row"),
                "reasons",
                "own_words",
                "housing",
            ),
            Fieldset(_("Vedlegg"), "documents"),
            Fieldset(_("Når du har registrert"), *follows),
        )
        self.helper.form_show_errors = False

    def content(self, applicant: ApplicantForm) -> Content:
        cleaned = self.cleaned_data
        of_recipient = applicant.applicant_is == ApplicantIs.RECIPIENT
        return Content(
            channel=cleaned["channel"],
            received_on=cleaned["received_on"],
            posted_on=cleaned["posted_on"],
            applicant_is=applicant.applicant_is,
            applicant_relation="" if of_recipient else _relation(applicant),
            understands_the_case=of_recipient and applicant.cleaned_data["understands_the_case"],
            wishes=cleaned["wishes"],
            hours=cleaned["hours"],
            hours_unit=cleaned["hours_unit"],
            reasons=cleaned["reasons"],
            own_words=cleaned["own_words"],
        )


def _relation(applicant: ApplicantForm) -> str:
    if applicant.representative:
        return applicant.representative.relation
    return str(applicant.cleaned_data["relation"])


class CorrectionForm(ContentFields):
    """A registered søknad put right. Whoever applied is another matter, and is not asked."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    received_reason = forms.CharField(
        label=_("Hvorfor datoen den kom, er en annen"),
        required=False,
        max_length=500,
        help_text=_(
            "Fylles ut når du endrer datoen den kom. Fristen regnes på nytt, og grunnen står i "
            "saken."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    applicant_relation = forms.CharField(
        label=_("Forholdet mellom søkeren og den det gjelder"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"data-chars": "30", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        self.application = application
        initial = {name: getattr(application, name) for name in self.base_fields
                   if hasattr(application, name)}  # fmt: skip
        if not initial["hours_unit"]:
            initial["hours_unit"] = HoursUnit.WEEK
        super().__init__(*args, initial=initial, **kwargs)
        who: list[Any] = []
        if application.is_by_recipient:
            del self.fields["applicant_relation"]
        else:
            who = [Fieldset(_("Hvem som søker"), "applicant_relation")]
        self.helper = plain_helper(
            "version",
            Fieldset(
                _("Når og hvordan den kom"),
                Div("channel", css_class="side-by-side"),
                Div("received_on", "posted_on", css_class="in-row"),
                "received_reason",
            ),
            *who,
            Fieldset(
                _("Hva søknaden sier"),
                "wishes",
                Div("hours", Div("hours_unit", css_class="side-by-side"), css_class="in-row"),
                "reasons",
                "own_words",
            ),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        received_on = cleaned.get("received_on")
        if (
            received_on
            and received_on != self.application.received_on
            and not cleaned.get("received_reason")
        ):
            self.add_error("received_reason", _("Skriv hvorfor datoen den kom, er en annen."))
        return cleaned

    def values(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("version", "received_reason")
        }


# ── Afterwards ──────────────────────────────────────────────────────────────────────────────────


class WithdrawForm(forms.Form):
    on = NorwegianDateField(label=_("Trukket"), help_text=_("Dagen vi fikk vite det."))
    reason = forms.CharField(
        label=_("Hvorfor"),
        required=False,
        max_length=2_000,
        help_text=_("Hvem som ga beskjed, og hvordan."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ErrorForm(forms.Form):
    reason = forms.CharField(
        label=_("Hva som var feil"),
        max_length=2_000,
        help_text=_("For eksempel at søknaden ble registrert på feil person, eller to ganger."),
        error_messages={"required": _("Skriv hva som var feil.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AttachmentsForm(forms.Form):
    title = forms.CharField(
        label=_("Tittel"),
        max_length=150,
        help_text=_(
            "Står i journalen. Skriv ikke navn eller diagnose, for eksempel «Uttalelse fra skolen»."
        ),
        widget=forms.TextInput(attrs={"data-chars": "30", "autocomplete": "off"}),
    )
    received_on = NorwegianDateField(
        label=_("Mottatt"),
        help_text=_("Dagen det kom til kommunen."),
        validators=[not_in_the_future],
    )
    documents = UploadsField(
        label=_("Filer"),
        help_text=_("PDF, bilder (JPEG, PNG, HEIC), Word (docx) eller Excel (xlsx)."),
    )

    def __init__(self, *args: Any, owner: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["documents"].owner = owner  # type: ignore[attr-defined]


class AuthorisationForm(forms.Form):
    written_on = NorwegianDateField(label=_("Fullmakten er datert"), validators=[not_in_the_future])
    received_on = NorwegianDateField(
        label=_("Mottatt"),
        help_text=_("Dagen den kom til kommunen."),
        validators=[not_in_the_future],
    )
    scope = forms.CharField(
        label=_("Hva fullmakten gjelder"),
        required=False,
        max_length=500,
        help_text=_("For eksempel: søke, få brev og klage."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    documents = UploadsField(label=_("Fullmakten"), most=1)

    def __init__(self, *args: Any, owner: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["documents"].owner = owner  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        written_on, received_on = cleaned.get("written_on"), cleaned.get("received_on")
        if written_on and received_on and written_on > received_on:
            self.add_error(
                "written_on", _("Fullmakten kan ikke være datert etter at den ble mottatt.")
            )
        return cleaned


class ListFilter(forms.Form):
    """Nothing here names a person: the address may be kept and sent."""

    ALL = "alle"
    mark_optional = False

    state = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", Application.State.RECEIVED.label),
            *(one for one in Application.State.choices if one[0] != Application.State.RECEIVED),
            (ALL, _("Alle")),
        ],
    )
    channel = forms.ChoiceField(
        label=_("Kom"),
        required=False,
        choices=[("", _("Alle måter")), *Application.Channel.choices],
    )
    mine = forms.BooleanField(label=_("Bare mine saker"), required=False)

    def narrow(self, rows: ApplicationQuerySet, membership: Membership) -> ApplicationQuerySet:
        """Those that are asked for; an address nobody could have chosen narrows nothing."""
        asked = self.cleaned_data if self.is_valid() else {"state": self.ALL}
        state = asked.get("state") or Application.State.RECEIVED
        if state != self.ALL:
            rows = rows.filter(state=state)
        if channel := asked.get("channel"):
            rows = rows.filter(channel=channel)
        if asked.get("mine"):
            rows = rows.filter(case__caseworker=membership.user_id)
        return rows
