"""What is typed when others are asked, and when they answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications import rules
from applications.models import CommentRequest, Consent, InformationRequest
from stottekontakt.accounts.models import Membership
from stottekontakt.cases.forms import not_in_the_future, plain_helper
from stottekontakt.cases.models import CaseNote
from stottekontakt.cases.uploads import UploadsField
from stottekontakt.ui.fields import NorwegianDateField
from stottekontakt.ui.formatting import long_date

PARTY = "party"
MOST_THINGS = 20
FILES = _("PDF, bilder (JPEG, PNG, HEIC), Word (docx) eller Excel (xlsx).")


def in_the_future(day: Any) -> None:
    if day and day <= timezone.localdate():
        raise forms.ValidationError(_("Datoen må være etter i dag."), code="past")


def usual_answer_by() -> Any:
    return rules.answer_by(timezone.localdate())


class LinesField(forms.CharField):
    """One thing a line; `cleaned_data` holds a list without empty lines."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=5_000, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        lines = [line.strip().removeprefix("- ").strip() for line in text.splitlines()]
        found = [line for line in lines if line]
        if len(found) > MOST_THINGS:
            raise forms.ValidationError(_("Skriv høyst 20 linjer."), code="too_many")
        return found


def line(label: Any, *, chars: str = "30", **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.TextInput(attrs={"data-chars": chars, "autocomplete": "off"}),
        **{"max_length": 150, **kwargs},
    )


class AskForm(forms.Form):
    """What we need, from the party or from a source that may be asked."""

    ADDRESS = ("name", "address", "postal_code", "city")

    asked_of = forms.ChoiceField(label=_("Hvem spør vi?"), initial=PARTY, widget=forms.RadioSelect)
    name = line(_("Hvem brevet sendes til"), required=False)
    address = line(_("Gateadresse eller postboks"), required=False)
    postal_code = forms.RegexField(
        r"^\d{4}$",
        label=_("Postnummer"),
        required=False,
        widget=forms.TextInput(
            attrs={"data-chars": "4", "inputmode": "numeric", "autocomplete": "off"}
        ),
        error_messages={"invalid": _("Postnummeret skal ha fire siffer.")},
    )
    city = line(_("Poststed"), required=False)
    items = LinesField(
        label=_("Hva trenger vi?"),
        error_messages={"required": _("Skriv hva vi trenger.")},
        help_text=_("Skriv én ting på hver linje. Den som får brevet, ser dem som en liste."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    why = forms.CharField(
        label=_("Hvorfor trenger vi det?"),
        max_length=5_000,
        error_messages={"required": _("Skriv hvorfor vi trenger det.")},
        help_text=_("Fullfør tanken for den som leser: hva det har å si for vedtaket."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    answer_by = NorwegianDateField(
        label=_("Svar innen"),
        help_text=_("Vanligvis to uker. Fristen for vedtaket flytter seg ikke."),
        validators=[in_the_future],
    )

    def __init__(self, *args: Any, consents: Sequence[Consent], **kwargs: Any) -> None:
        kwargs["initial"] = {"answer_by": usual_answer_by(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.consents = {str(one.pk): one for one in consents}
        whom: list[Any] = []
        if self.consents:
            self.fields["asked_of"].choices = [  # type: ignore[attr-defined]
                (PARTY, _("Dem som får brev om søknaden")),
                *(
                    (pk, _("%(name)s (samtykke gitt %(day)s)")
                     % {"name": one.name, "day": long_date(one.given_on)})
                    for pk, one in self.consents.items()
                    if one.given_on
                ),
            ]  # fmt: skip
            whom = [
                Fieldset(
                    _("Hvem vi spør"),
                    "asked_of",
                    Div(
                        "name",
                        "address",
                        Div("postal_code", "city", css_class="in-row"),
                        css_class="of-source stacked",
                    ),
                )
            ]
        else:
            for name in ("asked_of", *self.ADDRESS):
                del self.fields[name]
        self.helper = plain_helper(*whom, Fieldset(_("Brevet"), "items", "why", "answer_by"))

    @property
    def consent(self) -> Consent | None:
        return self.consents.get(self.cleaned_data.get("asked_of", ""))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.consent:
            for name, problem in (
                ("name", _("Skriv hvem brevet sendes til.")),
                ("address", _("Skriv adressen brevet sendes til.")),
                ("postal_code", _("Skriv postnummeret.")),
                ("city", _("Skriv poststedet.")),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, problem)
        return cleaned

    def addressee(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.ADDRESS}


class ReceivedForm(forms.Form):
    mark_optional = False

    items = forms.MultipleChoiceField(
        label=_("Hva kom?"),
        error_messages={"required": _("Kryss av for det som kom.")},
        widget=forms.CheckboxSelectMultiple,
    )
    on = NorwegianDateField(
        label=_("Mottatt"),
        help_text=_("Dagen det kom til kommunen."),
        validators=[not_in_the_future],
    )
    documents = UploadsField(label=_("Filer"), required=False, help_text=FILES)
    note = forms.CharField(
        label=_("Hva vi fikk vite"),
        required=False,
        max_length=10_000,
        help_text=_("Når det ble fortalt, ikke sendt. Da blir det også et notat i saken."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self, *args: Any, request: InformationRequest, owner: Membership, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"on": timezone.localdate(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        missing = [item for item in request.items.all() if item.received_on is None]
        self.fields["items"].choices = [  # type: ignore[attr-defined]
            (str(item.pk), item.text) for item in missing
        ]
        if len(missing) == 1:
            self.fields["items"].initial = [str(missing[0].pk)]
        self.fields["documents"].owner = owner  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (
            not cleaned.get("documents")
            and not cleaned.get("note")
            and not {"documents", "note"} & set(self.errors)
        ):
            self.add_error("note", _("Legg ved det som kom, eller skriv hva vi fikk vite."))
        return cleaned


class RemindForm(forms.Form):
    answer_by = NorwegianDateField(label=_("Ny frist"), validators=[in_the_future])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"answer_by": usual_answer_by()}, **kwargs})


class ReasonForm(forms.Form):
    """Why something is taken back or broken off."""

    note = forms.CharField(
        label=_("Hvorfor"),
        max_length=2_000,
        error_messages={"required": _("Skriv hvorfor.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


# ── Consent ─────────────────────────────────────────────────────────────────────────────────────


class AskConsentForm(forms.Form):
    mark_optional = False
    KINDS = (Consent.Kind.SCHOOL, Consent.Kind.DOCTOR, Consent.Kind.NAV, Consent.Kind.OTHER)
    LETTER, TALK = "brev", "samtale"

    school = line(_("Skole eller barnehage"), required=False)
    doctor = line(_("Lege eller spesialist"), required=False)
    nav = line(_("Nav-kontor"), required=False)
    other = line(_("En annen"), required=False)
    scope = forms.CharField(
        label=_("Hva vil vi spørre om?"),
        max_length=5_000,
        error_messages={"required": _("Skriv hva vi vil spørre om.")},
        help_text=_("Samtykket gjelder bare dette. Spør om det vedtaket trenger, og ikke mer."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    how = forms.ChoiceField(
        label=_("Hvordan spør vi?"),
        choices=[
            (LETTER, _("Med brev som kan skrives under og sendes tilbake")),
            (TALK, _("I en samtale. Jeg registrerer svaret selv")),
        ],
        initial=LETTER,
        widget=forms.RadioSelect,
    )
    answer_by = NorwegianDateField(
        label=_("Svar innen"), required=False, validators=[in_the_future]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"answer_by": usual_answer_by()}, **kwargs})
        self.helper = plain_helper(
            Fieldset(_("Hvem vil vi spørre?"), *(kind.value for kind in self.KINDS)),
            Fieldset(_("Om hva, og hvordan"), "scope", "how", "answer_by"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.sources() and not any(kind.value in self.errors for kind in self.KINDS):
            self.add_error("school", _("Skriv navnet på minst én vi vil spørre."))
        is_letter = cleaned.get("how") == self.LETTER
        if is_letter and not cleaned.get("answer_by") and "answer_by" not in self.errors:
            self.add_error("answer_by", _("Skriv når vi ønsker svar."))
        return cleaned

    def sources(self) -> list[tuple[str, str]]:
        return [
            (kind.value, self.cleaned_data[kind.value])
            for kind in self.KINDS
            if self.cleaned_data.get(kind.value)
        ]


class ConsentAnswerForm(forms.Form):
    mark_optional = False
    NO = "no"

    given = forms.ChoiceField(
        label=_("Hva ble svaret?"),
        choices=[
            (Consent.GivenHow.PAPER.value, _("Ja, skriftlig")),
            (Consent.GivenHow.ORAL.value, _("Ja, muntlig")),
            (NO, _("Nei")),
        ],
        error_messages={"required": _("Velg hva svaret ble.")},
        widget=forms.RadioSelect,
    )
    on = NorwegianDateField(label=_("Dato"), validators=[not_in_the_future])
    given_by = line(_("Hvem svarte?"), required=False)
    scope = forms.CharField(
        label=_("Hva samtykket gjelder"),
        required=False,
        max_length=5_000,
        help_text=_("Rett teksten hvis samtykket er snevrere enn det vi ba om."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    valid_until = NorwegianDateField(
        label=_("Gjelder til og med"),
        required=False,
        help_text=_("Tomt betyr til det blir trukket, eller saken er ferdig."),
    )
    documents = UploadsField(label=_("Samtykket"), required=False, most=1, help_text=FILES)
    note = forms.CharField(
        label=_("Hva ble sagt?"),
        required=False,
        max_length=5_000,
        help_text=_("Må fylles ut når samtykket er muntlig."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, consent: Consent, owner: Membership, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "on": timezone.localdate(),
            "scope": consent.scope,
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        self.fields["documents"].owner = owner  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given, on = cleaned.get("given"), cleaned.get("on")
        if given and given != self.NO:
            if not cleaned.get("given_by"):
                self.add_error("given_by", _("Skriv hvem som ga samtykket."))
            until = cleaned.get("valid_until")
            if on and until and until < on:
                self.add_error(
                    "valid_until", _("Samtykket må gjelde minst til dagen det ble gitt.")
                )
        is_paper = given == Consent.GivenHow.PAPER
        if is_paper and not cleaned.get("documents") and "documents" not in self.errors:
            self.add_error("documents", _("Legg ved samtykket."))
        if given == Consent.GivenHow.ORAL and not cleaned.get("note"):
            self.add_error("note", _("Skriv hva som ble sagt."))
        return cleaned


class WithdrawConsentForm(forms.Form):
    on = NorwegianDateField(
        label=_("Trukket"), help_text=_("Dagen vi fikk vite det."), validators=[not_in_the_future]
    )
    note = forms.CharField(
        label=_("Merknad"),
        required=False,
        max_length=2_000,
        help_text=_("Hvem som ga beskjed, og hvordan."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


# ── Put to the party ────────────────────────────────────────────────────────────────────────────


class CommentForm(forms.Form):
    mark_optional = False
    SEND = "send"

    note = forms.ChoiceField(
        label=_("Notatet de står i"),
        required=False,
        widget=forms.Select(attrs={"data-chars": "30"}),
    )
    given_by = line(
        _("Hvem kom de fra?"),
        error_messages={"required": _("Skriv hvem opplysningene kom fra.")},
        help_text=_("Som det skal stå i brevet etter «fra», for eksempel «Prøvelia skole»."),
    )
    information = forms.CharField(
        label=_("Opplysningene"),
        max_length=10_000,
        error_messages={"required": _("Skriv opplysningene.")},
        help_text=_("Slik de skal stå i brevet. Ta ikke med andres private forhold."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    how = forms.ChoiceField(
        label=_("Legges de fram for parten?"),
        error_messages={"required": _("Velg om opplysningene legges fram.")},
        choices=[
            (SEND, _("Ja, med brev og frist for å uttale seg")),
            *(
                (value, _("Nei: %(ground)s") % {"ground": str(label)[:1].lower() + str(label)[1:]})
                for value, label in CommentRequest.Omitted.choices
            ),
        ],
        initial=SEND,
        widget=forms.RadioSelect,
    )
    comment_by = NorwegianDateField(
        label=_("Uttale seg innen"), required=False, validators=[in_the_future]
    )
    omitted_reason = forms.CharField(
        label=_("Begrunnelse når de ikke legges fram"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, notes: Sequence[CaseNote], **kwargs: Any) -> None:
        kwargs["initial"] = {"comment_by": usual_answer_by(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.notes = {str(one.pk): one for one in notes}
        if self.notes:
            self.fields["note"].choices = [  # type: ignore[attr-defined]
                ("", _("Ikke noe notat")),
                *(
                    (pk, " ".join(filter(None, (f"{one.get_kind_display()}", one.with_whom,
                                                long_date(one.happened_on)))))
                    for pk, one in self.notes.items()
                ),
            ]  # fmt: skip
        else:
            del self.fields["note"]

    @property
    def chosen_note(self) -> CaseNote | None:
        return self.notes.get(self.cleaned_data.get("note", ""))

    @property
    def is_sent(self) -> bool:
        return bool(self.cleaned_data.get("how") == self.SEND)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        how = cleaned.get("how")
        if how == self.SEND and not cleaned.get("comment_by") and "comment_by" not in self.errors:
            self.add_error("comment_by", _("Skriv fristen for å uttale seg."))
        if how and how != self.SEND and not cleaned.get("omitted_reason"):
            self.add_error("omitted_reason", _("Skriv hvorfor de ikke legges fram."))
        return cleaned


class CommentAnswerForm(forms.Form):
    mark_optional = False

    on = NorwegianDateField(label=_("Svar mottatt"), validators=[not_in_the_future])
    answer = forms.CharField(
        label=_("Hva svarte parten?"),
        max_length=10_000,
        error_messages={"required": _("Skriv hva parten svarte, eller at det ikke kom noe svar.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    documents = UploadsField(label=_("Filer"), required=False, help_text=FILES)

    def __init__(self, *args: Any, owner: Membership, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": timezone.localdate(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["documents"].owner = owner  # type: ignore[attr-defined]
