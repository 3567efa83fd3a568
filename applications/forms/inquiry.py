"""What is typed about an oral enquiry: half a minute while somebody is on the telephone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications.models import Inquiry
from applications.models.inquiry import InquiryQuerySet
from applications.services.inquiry import Call
from stottekontakt.accounts.models import Membership, Unit
from stottekontakt.cases.forms import PersonFields, not_in_the_future, plain_helper
from stottekontakt.cases.models import Person, Representative
from stottekontakt.cases.phone import PhoneField
from stottekontakt.cases.rules import AddresseeChoice
from stottekontakt.ui.fields import NorwegianDateField
from stottekontakt.ui.formatting import long_date

NOBODY = "none"
SELF, OTHER = "self", "other"


def not_in_the_past(day: date | None) -> None:
    if day and day < timezone.localdate():
        raise forms.ValidationError(_("Datoen kan ikke være tilbake i tid."), code="past")


def person_label(person: Person) -> str:
    if person.birth_date is None:
        return person.name
    return gettext("%(name)s, født %(born_on)s") % {
        "name": person.name,
        "born_on": long_date(person.birth_date),
    }


class InquiryForm(forms.Form):
    """`candidates` are persons the reader may see and who may be the one it is about."""

    channel = forms.ChoiceField(
        label=_("Hvordan"),
        choices=Inquiry.Channel,
        initial=Inquiry.Channel.PHONE,
        widget=forms.RadioSelect,
    )
    enquired_on = NorwegianDateField(label=_("Dato"), validators=[not_in_the_future])
    about_name = forms.CharField(
        label=_("Hvem gjelder det?"),
        required=False,
        max_length=150,
        help_text=_("La det stå tomt når spørsmålet er generelt."),
        widget=forms.TextInput(attrs={"data-chars": "30", "autocomplete": "off"}),
    )
    about = forms.ChoiceField(
        label=_("Er det en av disse?"), required=False, widget=forms.RadioSelect
    )
    caller = forms.ChoiceField(
        label=_("Hvem tar kontakt?"), initial=OTHER, widget=forms.RadioSelect
    )
    caller_name = forms.CharField(
        label=_("Navn"),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"data-chars": "30", "autocomplete": "off"}),
    )
    caller_relation = forms.CharField(
        label=_("Forhold til den det gjelder"),
        required=False,
        max_length=60,
        help_text=_("For eksempel mor, nabo eller kontaktlærer."),
        widget=forms.TextInput(attrs={"data-chars": "30", "autocomplete": "off"}),
    )
    caller_phone = PhoneField(label=_("Telefon"), required=False, max_length=30)
    question = forms.CharField(
        label=_("Hva gjaldt det?"),
        max_length=10_000,
        error_messages={"required": _("Skriv hva henvendelsen gjaldt.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    answer = forms.CharField(
        label=_("Hva svarte du?"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    callback_on = NorwegianDateField(
        label=_("Vi ringer tilbake"),
        required=False,
        help_text=_("Når dere har avtalt det. Da står det i arbeidslisten."),
        validators=[not_in_the_past],
    )
    unit = forms.ModelChoiceField(
        label=_("Enheten som skal følge opp"),
        queryset=Unit.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        *args: Any,
        owner: Membership,
        candidates: Sequence[Person] = (),
        representatives: Sequence[Representative] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.persons = {str(one.pk): one for one in candidates}
        self.representatives = {str(one.person_id): one for one in representatives}
        self.fields["caller"].choices = [  # type: ignore[attr-defined]
            (SELF, _("Den det gjelder, selv")),
            *(
                (pk, f"{one.person.name} ({one.get_kind_display().lower()})")
                for pk, one in self.representatives.items()
            ),
            (OTHER, _("En annen")),
        ]
        about: list[Any] = ["about_name"]
        if self.persons:
            self.fields["about"].choices = [  # type: ignore[attr-defined]
                *((pk, person_label(one)) for pk, one in self.persons.items()),
                (NOBODY, _("Nei, ingen av disse")),
            ]
            about.append("about")
        else:
            del self.fields["about"]
        where: list[Any] = []
        if owner.unit_id is None:
            units = Unit.objects.open().filter(kind=Unit.Kind.ALLOCATION)
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]
            where.append("unit")
        else:
            del self.fields["unit"]
        self.about_helper = plain_helper(Fieldset(_("Hvem det gjelder"), *about))
        self.helper = plain_helper(
            Fieldset(
                _("Hvem som tar kontakt"),
                "caller",
                Div("caller_name", "caller_relation", css_class="of-other stacked"),
                "caller_phone",
            ),
            Fieldset(
                _("Hva som ble sagt"),
                Div("channel", css_class="side-by-side"),
                "enquired_on",
                "question",
                "answer",
                "callback_on",
                *where,
            ),
        )
        for helper in (self.about_helper, self.helper):
            helper.form_show_errors = False

    @property
    def chosen(self) -> Person | None:
        return self.persons.get(self.cleaned_data.get("about", ""))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (
            cleaned.get("caller") == SELF
            and not cleaned.get("about_name")
            and self.chosen is None
            and "about_name" not in self.errors
        ):
            # Somebody who will not say who it is; both names stay empty.
            cleaned["caller_name"] = ""
        return cleaned

    def call(self) -> Call:
        cleaned = self.cleaned_data
        about = self.chosen
        caller, name, relation = None, cleaned["caller_name"], cleaned["caller_relation"]
        if cleaned["caller"] == SELF:
            caller, relation = about, ""
            name = "" if about else cleaned["about_name"]
        elif representative := self.representatives.get(cleaned["caller"]):
            caller, name = representative.person, ""
            relation = representative.relation
        return Call(
            channel=cleaned["channel"],
            enquired_on=cleaned["enquired_on"],
            caller=caller,
            caller_name=name,
            caller_phone=cleaned["caller_phone"],
            caller_relation=relation,
            about=about,
            about_name="" if about else cleaned["about_name"],
            question=cleaned["question"],
            answer=cleaned["answer"],
            callback_on=cleaned["callback_on"],
        )


class FollowUpForm(forms.Form):
    said = forms.CharField(
        label=_("Hva ble sagt?"),
        max_length=10_000,
        error_messages={"required": _("Skriv hva som ble sagt.")},
        help_text=_("Legges til det som står fra før, med dato og navnet ditt."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    callback_on = NorwegianDateField(
        label=_("Vi ringer tilbake"),
        required=False,
        help_text=_("La feltet stå tomt når det ikke er avtalt."),
        validators=[not_in_the_past],
    )


class BecomesApplicationForm(forms.Form):
    YES, NO = "ja", "nei"

    counts = forms.ChoiceField(
        label=_("Skal henvendelsen regnes som søknad?"),
        error_messages={"required": _("Velg om henvendelsen skal regnes som søknad.")},
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, inquiry: Inquiry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = long_date(inquiry.enquired_on)
        self.fields["counts"].choices = [  # type: ignore[attr-defined]
            (
                self.YES,
                _("Ja, det ble søkt %(day)s. Måneden vi har på oss, løper fra da.") % {"day": day},
            ),
            (self.NO, _("Nei, søknaden kom senere. Jeg skriver datoen selv.")),
        ]


class PersonOfInquiryForm(PersonFields):
    """The one it is about, as a letter needs to know him or her."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper(
            Fieldset(_("Hvem det gjelder"), "name", "identity_number", "birth_date", "phone"),
            Fieldset(
                _("Adresse"),
                "address",
                Div("postal_code", "city", css_class="in-row"),
                "address_protection",
            ),
            Fieldset(
                _("Språk"),
                Div("written_form", css_class="side-by-side"),
                "interpreter_language",
            ),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not {"identity_number", "birth_date"} & set(self.errors) and not cleaned["birth_date"]:
            self.add_error("birth_date", _("Skriv fødselsdatoen når fødselsnummeret mangler."))
        return cleaned


class GuidanceForm(forms.Form):
    mark_optional = False

    guidance = forms.CharField(
        label=_("Hvilken veiledning ble gitt?"),
        max_length=10_000,
        error_messages={"required": _("Skriv hvilken veiledning som ble gitt.")},
        help_text=_("Teksten står i brevet. Skriv til den som spurte, med enkle ord."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    addressees = forms.MultipleChoiceField(
        label=_("Hvem skal ha brevet?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    no_letter = forms.ChoiceField(
        label=_("Hvorfor det ikke sendes brev"),
        required=False,
        choices=[("", _("Det sendes brev")), *Inquiry.NoLetter.choices],
        widget=forms.Select(attrs={"data-chars": "30"}),
    )
    note = forms.CharField(
        label=_("Merknad"),
        required=False,
        max_length=2_000,
        help_text=_("Bare for oss. Står ikke i brevet."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, choices: Sequence[AddresseeChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if choices:
            self.fields["addressees"].choices = [  # type: ignore[attr-defined]
                (str(one.person.pk), one.person.name) for one in choices
            ]
        else:
            del self.fields["addressees"]
            self.fields["no_letter"].choices = Inquiry.NoLetter.choices  # type: ignore[attr-defined]
            self.fields["no_letter"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "addressees" in self.fields and not {"addressees", "no_letter"} & set(self.errors):
            if not cleaned["addressees"] and not cleaned["no_letter"]:
                self.add_error(
                    "addressees", _("Velg hvem som skal ha brevet, eller hvorfor det ikke sendes.")
                )
            elif cleaned["addressees"] and cleaned["no_letter"]:
                self.add_error(
                    "no_letter", _("Du har valgt hvem som skal ha brev. Velg «Det sendes brev».")
                )
        return cleaned

    @property
    def chosen(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data.get("addressees", [])]


class WithdrawInquiryForm(forms.Form):
    note = forms.CharField(
        label=_("Hvordan fikk vi vite det?"),
        max_length=2_000,
        error_messages={"required": _("Skriv hvordan vi fikk vite at den er trukket.")},
        help_text=_("For eksempel at moren ringte og sa at det ikke trengs lenger."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class InquiryFilter(forms.Form):
    """Nothing here names a person: the address may be kept and sent."""

    ALL = "alle"
    mark_optional = False

    state = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", Inquiry.State.OPEN.label),
            *(one for one in Inquiry.State.choices if one[0] != Inquiry.State.OPEN),
            (ALL, _("Alle")),
        ],
    )
    callback = forms.BooleanField(label=_("Vi skal ringe tilbake"), required=False)
    mine = forms.BooleanField(label=_("Bare dem jeg har ført"), required=False)

    def narrow(self, rows: InquiryQuerySet, membership: Membership) -> InquiryQuerySet:
        """An address nobody could have chosen narrows nothing."""
        asked = self.cleaned_data if self.is_valid() else {"state": self.ALL}
        state = asked.get("state") or Inquiry.State.OPEN
        if state != self.ALL:
            rows = rows.filter(state=state)
        if asked.get("callback"):
            rows = rows.filter(callback_on__isnull=False)
        if asked.get("mine"):
            rows = rows.filter(registered_by=membership.user_id)
        return rows
