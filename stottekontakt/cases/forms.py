"""What is typed about persons, who may act for them, notes and documents: parsing and wording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stottekontakt.accounts.models import Membership, WrittenForm
from stottekontakt.cases.identity_number import LENGTH, clean, spaced
from stottekontakt.cases.models import (
    AddressProtection,
    Case,
    CaseNote,
    DocumentKind,
    JournalEntry,
    Person,
    Representative,
)
from stottekontakt.cases.phone import PhoneField
from stottekontakt.cases.uploads import Upload, UploadsField
from stottekontakt.ui.fields import NorwegianDateField
from stottekontakt.ui.formatting import long_date

Kind = Representative.Kind


# ── Fields ──────────────────────────────────────────────────────────────────────────────────────


class IdentityNumberField(forms.CharField):
    """Eleven digits, however they are spaced; `cleaned_data` holds digits only."""

    widget = forms.TextInput(
        attrs={"data-chars": "11", "inputmode": "numeric", "autocomplete": "off"}
    )

    def to_python(self, value: object) -> str:
        text = super().to_python(value)
        return clean(text).digits if text else ""

    def prepare_value(self, value: object) -> object:
        if isinstance(value, str) and value.isdigit() and len(value) == LENGTH:
            return spaced(value)
        return value


class NameField(forms.CharField):
    widget = forms.TextInput(attrs={"data-chars": "30", "autocomplete": "off"})
    default_error_messages = {"required": _("Skriv navnet.")}

    def to_python(self, value: object) -> str:
        return " ".join((super().to_python(value) or "").split())


def not_in_the_future(day: date | None) -> None:
    if day and day > timezone.localdate():
        raise ValidationError(_("Datoen kan ikke være fram i tid."), code="future")


def plain_helper(*layout: Any) -> FormHelper:
    """Layout without a form element of its own: the template has it, with the token."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    if layout:
        helper.layout = Layout(*layout)
    return helper


# ── Persons ─────────────────────────────────────────────────────────────────────────────────────


class PersonFields(forms.Form):
    """The person as such; used alone, and with a role in a case (RepresentativeForm)."""

    name = NameField(label=_("Navn"), max_length=150)
    identity_number = IdentityNumberField(
        label=_("Fødselsnummer"),
        required=False,
        help_text=_("11 siffer, også D-nummer. La det stå tomt hvis du ikke har det."),
        max_length=20,
    )
    birth_date = NorwegianDateField(
        label=_("Fødselsdato"),
        required=False,
        help_text=_("Bare når fødselsnummeret mangler."),
        validators=[not_in_the_future],
    )
    phone = PhoneField(label=_("Telefon"), required=False, max_length=30)
    email = forms.EmailField(
        label=_("E-post"),
        required=False,
        widget=forms.EmailInput(attrs={"data-chars": "30", "autocomplete": "off"}),
    )
    address = forms.CharField(
        label=_("Gateadresse"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"data-chars": "30", "autocomplete": "off"}),
    )
    postal_code = forms.RegexField(
        r"^\d{4}$",
        label=_("Postnummer"),
        required=False,
        widget=forms.TextInput(
            attrs={"data-chars": "4", "inputmode": "numeric", "autocomplete": "off"}
        ),
        error_messages={"invalid": _("Postnummeret skal ha fire siffer.")},
    )
    city = forms.CharField(
        label=_("Poststed"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"data-chars": "30", "autocomplete": "off"}),
    )
    address_protection = forms.ChoiceField(
        label=_("Adressebeskyttelse"),
        error_messages={"required": _("Velg om adressen er beskyttet.")},
        choices=AddressProtection,
        initial=AddressProtection.NONE,
        help_text=_(
            "Beskyttet adresse vises bare for dem som har rett til å se den, og brev sendes ikke "
            "automatisk. Saken til en med strengt fortrolig adresse åpnes bare av saksbehandleren "
            "og dem som har rett til å se slike adresser."
        ),
        widget=forms.RadioSelect,
    )
    written_form = forms.ChoiceField(
        label=_("Målform i brev"),
        choices=WrittenForm,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg målform.")},
    )
    interpreter_language = forms.CharField(
        label=_("Trenger tolk på"),
        required=False,
        max_length=60,
        help_text=_("Skriv språket, for eksempel arabisk eller norsk tegnspråk."),
        widget=forms.TextInput(attrs={"data-chars": "30", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if digits := cleaned.get("identity_number"):
            born_on = clean(digits).birth_date
            typed = cleaned.get("birth_date")
            if typed and typed != born_on:
                self.add_error(
                    "birth_date",
                    _("Fødselsnummeret sier %(born_on)s. Rett det som er feil.")
                    % {"born_on": long_date(born_on)},
                )
            cleaned["birth_date"] = born_on
        return cleaned

    def person_values(self) -> dict[str, Any]:
        """What goes into the person's row; nothing about fields that were not shown."""
        values = {
            name: self.cleaned_data[name]
            for name in PersonFields.base_fields
            if name in self.fields
        }
        if "died_on" in self.fields:
            values["died_on"] = self.cleaned_data["died_on"]
        if "identity_number" in values:
            values["identity_number"] = values["identity_number"] or None
        return values


class PersonForm(PersonFields):
    """Change of a person. Whoever may not see the address neither sees nor overwrites it."""

    died_on = NorwegianDateField(label=_("Død"), required=False, validators=[not_in_the_future])
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, reader: Membership, **kwargs: Any) -> None:
        self.person = person
        initial = {name: getattr(person, name) for name in (*self.base_fields,)}
        super().__init__(*args, initial=initial, **kwargs)
        address = ["address", "postal_code", "city", "address_protection"]
        contact = ["phone", "email"]
        if not person.address_shown_to(reader):
            # A telephone number tells where somebody lives, too.
            for name in (*address, "phone"):
                del self.fields[name]
            address, contact = [], ["email"]
        self.helper = plain_helper(
            "version",
            Fieldset(_("Hvem"), "name", "identity_number", "birth_date"),
            Fieldset(_("Kontakt"), *contact),
            *([Fieldset(_("Adresse"), *address)] if address else []),
            Fieldset(
                _("Språk"),
                Field("written_form"),
                "interpreter_language",
            ),
            Fieldset(_("Dødsfall"), "died_on"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        born_on, died_on = cleaned.get("birth_date"), cleaned.get("died_on")
        if born_on and died_on and died_on < born_on:
            self.add_error("died_on", _("Dødsdatoen er før fødselsdatoen."))
        digits = cleaned.get("identity_number")
        if digits and digits != self.person.identity_number:
            _refuse_number_of_another(self, digits, self.person)
        return cleaned


def _refuse_number_of_another(form: forms.Form, digits: str, person: Person) -> None:
    from stottekontakt.cases.services import find_by_identity_number

    other = find_by_identity_number(digits)
    if other and other.pk != person.pk:
        form.add_error(
            "identity_number", _("Fødselsnummeret er allerede registrert på en annen person.")
        )


# ── Who may act ─────────────────────────────────────────────────────────────────────────────────

NEW_PERSON = "new"


class RoleFields(forms.Form):
    """What the role itself says. Fields that the kind has no use for are taken out."""

    OF_KIND: dict[str, list[str]] = {
        Kind.PARENT: [
            "relation", "parental_responsibility", "lives_with_recipient", "information_withheld",
            "valid_from", "valid_until",
        ],
        Kind.GUARDIAN: [
            "mandate", "mandate_covers_personal_matters", "valid_from", "valid_until",
        ],
        Kind.PROXY: ["relation", "mandate", "written_on", "file", "valid_from", "valid_until"],
        Kind.CHILD_WELFARE: ["valid_from", "valid_until"],
        Kind.NEXT_OF_KIN: ["relation"],
    }  # fmt: skip

    relation = forms.CharField(
        label=_("Forhold til mottakeren"),
        required=False,
        max_length=60,
        help_text=_("For eksempel mor, far, søster eller kontaktlærer."),
        widget=forms.TextInput(attrs={"data-chars": "30", "autocomplete": "off"}),
    )
    parental_responsibility = forms.ChoiceField(
        label=_("Foreldreansvar"),
        error_messages={"required": _("Velg om forelderen har foreldreansvar.")},
        choices=Representative.ParentalResponsibility,
        widget=forms.RadioSelect,
    )
    lives_with_recipient = forms.BooleanField(label=_("Bor sammen med barnet"), required=False)
    information_withheld = forms.CharField(
        label=_("Hvorfor forelderen ikke skal ha informasjon"),
        required=False,
        help_text=_(
            "La feltet stå tomt når forelderen skal ha brev. Skriv begrunnelsen når tungtveiende "
            "hensyn taler mot det (pasient- og brukerrettighetsloven § 3-4)."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    mandate = forms.CharField(
        label=_("Mandat"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv hva mandatet gjelder.")},
    )
    mandate_covers_personal_matters = forms.BooleanField(
        label=_("Mandatet dekker personlige forhold"),
        required=False,
        help_text=_(
            "En verge som bare har økonomiske forhold i mandatet, kan ikke søke om støttekontakt."
        ),
    )
    written_on = NorwegianDateField(
        label=_("Fullmakten er datert"), required=False, validators=[not_in_the_future]
    )
    file = UploadsField(
        label=_("Fullmakten"),
        required=False,
        most=1,
        help_text=_(
            "PDF, bilde eller Word-dokument. Uten fullmakt i saken kan vi ikke gi opplysninger "
            "til fullmektigen."
        ),
    )
    valid_from = NorwegianDateField(label=_("Gjelder fra og med"), required=False)
    valid_until = NorwegianDateField(
        label=_("Gjelder til og med"),
        required=False,
        help_text=_("Tomt betyr inntil videre."),
    )

    def __init__(self, *args: Any, kind: str, owner: Membership, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(*args, **kwargs)
        self.fields["file"].owner = owner  # type: ignore[attr-defined]
        for name in RoleFields.base_fields:
            if name not in self.OF_KIND[kind]:
                del self.fields[name]
        if kind == Kind.PROXY:
            self.fields["mandate"].label = _("Hva fullmakten gjelder")
            self.fields["mandate"].help_text = _("For eksempel: søke, få brev og klage.")
            self.fields["mandate"].error_messages["required"] = _("Skriv hva fullmakten gjelder.")
        if kind == Kind.CHILD_WELFARE:
            self.fields["valid_from"].label = _("Overtok omsorgen fra og med")
            self.fields["valid_from"].required = True
            self.fields["valid_until"].label = _("Omsorgen varte til og med")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("valid_from"), cleaned.get("valid_until")
        if starts and ends and ends < starts:
            self.add_error(
                "valid_until", _("Sluttdatoen må være samme dag som startdatoen eller senere.")
            )
        if (
            cleaned.get("file")
            and not cleaned.get("written_on")
            and "written_on" not in self.errors
        ):
            self.add_error("written_on", _("Skriv datoen som står på fullmakten."))
        return cleaned

    def role_values(self) -> dict[str, Any]:
        names = [name for name in self.OF_KIND[self.kind] if name != "file"]
        return {name: self.cleaned_data[name] for name in names}

    @property
    def authorisation(self) -> Upload | None:
        """The written authorisation, if one was sent."""
        files = self.cleaned_data.get("file")
        return files[0] if files else None

    def role_fieldset(self) -> Fieldset:
        return Fieldset(Kind(self.kind).label, *self.OF_KIND[self.kind])


class RepresentativeForm(RoleFields, PersonFields):
    """Somebody new in the case: who it is, and by what right.

    When persons that may be the same are known already, `existing` asks which.
    """

    existing = forms.ChoiceField(
        label=_("Er det en av disse?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Velg personen hvis det er en av disse. Ellers velger du «ny person».")
        },
    )

    def __init__(
        self, *args: Any, kind: str, candidates: Sequence[Person] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        self.offer(candidates)

    def offer(self, candidates: Iterable[Person]) -> None:
        """Ask whether the person is one of these."""
        self.candidates = {str(person.pk): person for person in candidates}
        people = ["name", "identity_number", "birth_date", "phone", "email"]
        if self.kind == Kind.CHILD_WELFARE:
            self.fields["name"].label = _("Navn på tjenesten")
            self.fields["name"].help_text = _("For eksempel «Barnevernstjenesten i Lyngvik».")
            for name in ("identity_number", "birth_date", "interpreter_language"):
                self.fields.pop(name, None)
            people = ["name", "phone", "email"]
        existing = self.fields["existing"]
        existing.required = bool(self.candidates)
        if self.candidates:
            existing.choices = [  # type: ignore[attr-defined]
                *((pk, _described(person)) for pk, person in self.candidates.items()),
                (NEW_PERSON, _("Nei, registrer en ny person")),
            ]
        language = [
            name for name in ("written_form", "interpreter_language") if name in self.fields
        ]
        self.helper = plain_helper(
            *(
                [Fieldset(_("Kjenner vi personen?"), "existing")]
                if self.candidates
                else []
            ),
            Fieldset(_("Hvem"), *people),
            self.role_fieldset(),
            Fieldset(
                _("Adresse"),
                "address", "postal_code", "city", "address_protection",
            ),
            Fieldset(_("Språk"), *language),
        )  # fmt: skip

    @property
    def chosen(self) -> Person | None:
        """The known person that was chosen; None where it is to be a new one."""
        return self.candidates.get(self.cleaned_data.get("existing", ""))

    def person_values(self) -> dict[str, Any]:
        return {**super().person_values(), "birth_date": self.cleaned_data.get("birth_date")}


def _described(person: Person) -> str:
    if person.birth_date:
        return _("%(name)s, født %(born_on)s") % {
            "name": person.name,
            "born_on": long_date(person.birth_date),
        }
    return person.name


class RoleForm(RoleFields):
    """Change of what the role says."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, representative: Representative, **kwargs: Any) -> None:
        initial = {
            name: getattr(representative, name)
            for name in (*self.base_fields,)
            if hasattr(representative, name)
        }
        super().__init__(*args, kind=representative.kind, initial=initial, **kwargs)
        if "file" in self.fields and representative.document_id:
            self.fields["file"].label = _("Ny fullmakt")
            self.fields["file"].help_text = _("Den gamle blir liggende i saken.")
        self.helper = plain_helper("version", *self.OF_KIND[representative.kind])


class EndRepresentativeForm(forms.Form):
    on = NorwegianDateField(label=_("Siste dag"))
    reason = forms.CharField(
        label=_("Hvorfor det tok slutt"),
        error_messages={"required": _("Skriv hvorfor det tok slutt.")},
        max_length=300,
        help_text=_("For eksempel at fullmakten er trukket, eller at mottakeren har fylt 16 år."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, representative: Representative, **kwargs: Any) -> None:
        self.representative = representative
        super().__init__(*args, **kwargs)

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        starts = self.representative.valid_from
        if starts and on < starts:
            raise ValidationError(
                _("Representasjonen begynte %(day)s og kan ikke slutte før det.")
                % {"day": long_date(starts)}
            )
        return on


# ── The case ────────────────────────────────────────────────────────────────────────────────────


class CaseForm(forms.Form):
    housing = forms.ChoiceField(
        label=_("Boform"),
        error_messages={"required": _("Velg boform.")},
        choices=Case.Housing,
        widget=forms.RadioSelect,
        help_text=_("Noen av kommunens kriterier handler om hvordan personen bor."),
    )
    priority_flag = forms.CharField(
        label=_("Merknad om prioritet"),
        required=False,
        max_length=200,
        help_text=_("Vises øverst i saken. Skriv ikke om diagnose eller helse her."),
        widget=forms.TextInput(attrs={"data-chars": "30", "autocomplete": "off"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        initial = {name: getattr(case, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)


def _not_for_parents() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Ikke til foreldrene"),
        required=False,
        help_text=_("Nevnes ikke i noe brev til foreldrene, heller ikke blant kildene."),
    )


class NoteForm(forms.Form):
    mark_optional = False  # whom one spoke with is asked for when one spoke with somebody

    kind = forms.ChoiceField(
        label=_("Hva"),
        choices=CaseNote.Kind,
        initial=CaseNote.Kind.NOTE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva det er.")},
    )
    happened_on = NorwegianDateField(label=_("Dato"), validators=[not_in_the_future])
    with_whom = forms.CharField(
        label=_("Hvem du snakket med"),
        required=False,
        max_length=150,
        help_text=_("Fylles ut ved telefonsamtale og møte."),
        widget=forms.TextInput(attrs={"data-chars": "30", "autocomplete": "off"}),
    )
    text = forms.CharField(
        label=_("Hva det gjaldt"),
        error_messages={"required": _("Skriv hva det gjaldt.")},
        max_length=20_000,
        help_text=_(
            "Skriv nøkternt: den det gjelder, har rett til å lese det. Et notat kan ikke endres "
            "etterpå. Rett en feil ved å skrive et nytt."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    not_for_parents = _not_for_parents()

    def __init__(self, *args: Any, is_minor: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_minor:
            del self.fields["not_for_parents"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        # Only what one has thought oneself needs nobody else (fvl. § 11 d).
        spoke = cleaned.get("kind") not in (None, CaseNote.Kind.NOTE)
        if spoke and not cleaned.get("with_whom") and "with_whom" not in self.errors:
            self.add_error("with_whom", _("Skriv hvem du snakket med."))
        return cleaned


class DocumentForm(forms.Form):
    mark_optional = False  # what came from outside has a sender and a day; the rest is asked always

    direction = forms.ChoiceField(
        label=_("Hvor dokumentet kommer fra"),
        error_messages={"required": _("Velg hvor dokumentet kommer fra.")},
        choices=[
            (JournalEntry.Direction.INCOMING, _("Det kom til kommunen")),
            (JournalEntry.Direction.INTERNAL, _("Vi har laget det selv")),
        ],
        initial=JournalEntry.Direction.INCOMING,
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(
        label=_("Dokumenttype"),
        required=False,
        help_text=_("Skjerming og bevaring følger med typen."),
        widget=forms.Select(attrs={"data-chars": "30"}),
    )
    title = forms.CharField(
        label=_("Tittel"),
        error_messages={"required": _("Skriv en tittel.")},
        max_length=150,
        help_text=_(
            "Står i journalen. Skriv ikke navn eller diagnose, for eksempel «Uttalelse fra skolen»."
        ),
        widget=forms.TextInput(attrs={"data-chars": "30", "autocomplete": "off"}),
    )
    correspondent = forms.CharField(
        label=_("Avsender"),
        required=False,
        help_text=_("Fylles ut når dokumentet kom utenfra."),
        max_length=150,
        widget=forms.TextInput(attrs={"data-chars": "30", "autocomplete": "off"}),
    )
    dated_on = NorwegianDateField(label=_("Datoen på dokumentet"), validators=[not_in_the_future])
    received_on = NorwegianDateField(
        label=_("Mottatt"),
        required=False,
        help_text=_("Fylles ut når dokumentet kom utenfra."),
        validators=[not_in_the_future],
    )
    documents = UploadsField(
        label=_("Filer"),
        help_text=_("PDF, bilder (JPEG, PNG, HEIC), Word (docx) eller Excel (xlsx)."),
    )

    not_for_parents = _not_for_parents()

    def __init__(
        self, *args: Any, owner: Membership, is_minor: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["documents"].owner = owner  # type: ignore[attr-defined]
        if not is_minor:
            del self.fields["not_for_parents"]
        # What goes out is written here and gets its kind by itself.
        self.kinds = {
            str(kind.pk): kind
            for kind in DocumentKind.objects.valid_on(timezone.localdate(), owner.municipality_id)
            if kind.direction != JournalEntry.Direction.OUTGOING
        }
        kinds: Any = self.fields["kind"]
        kinds.choices = [
            ("", _("Ikke valgt")),
            *((pk, kind.name) for pk, kind in self.kinds.items()),
        ]

    def clean_kind(self) -> DocumentKind | None:
        return self.kinds.get(self.cleaned_data["kind"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        if kind and not kind.parents_may_see and "not_for_parents" in self.fields:
            cleaned["not_for_parents"] = True
        if cleaned.get("direction") != JournalEntry.Direction.INCOMING:
            cleaned["received_on"] = None
            return cleaned
        dated, received = cleaned.get("dated_on"), cleaned.get("received_on")
        if not received and "received_on" not in self.errors:
            self.add_error("received_on", _("Skriv når dokumentet kom."))
        if dated and received and received < dated:
            self.add_error("received_on", _("Dokumentet kan ikke ha kommet før det ble skrevet."))
        if not cleaned.get("correspondent") and "correspondent" not in self.errors:
            self.add_error("correspondent", _("Skriv hvem dokumentet kom fra."))
        return cleaned


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Navn eller nummer"), required=False, max_length=100)
