"""Sign-in, one's own page, and who has access."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stottekontakt.accounts import demo
from stottekontakt.accounts.models import Membership, Unit, User
from stottekontakt.accounts.roles import Role
from stottekontakt.accounts.services import Access
from stottekontakt.ui.fields import NorwegianDateField

WIDE = {"data-chars": "30"}
PASSWORD_HELP = _("Minst 12 tegn. Flere ord etter hverandre er lett å huske og vanskelig å gjette.")


def _plain(field: forms.Field, **attrs: str) -> None:
    """Our labels stand above the field; nothing is written inside it."""
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(WIDE, **attrs)


class SignInForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-post eller brukernavn")
        _plain(self.fields["login"], autocomplete="username", autocapitalize="none")
        self.fields["password"].label = _("Passord")
        self.fields["password"].help_text = ""
        _plain(self.fields["password"])

    def clean(self) -> Any:
        if not settings.TRIAL and self.cleaned_data.get("password") == demo.PASSWORD:
            raise ValidationError(_("Passordet fra prøveutgaven virker ikke her."))
        return super().clean()


class ForgottenPasswordForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-post")
        _plain(self.fields["email"])


def _new_password_fields(form: forms.Form) -> None:
    form.fields["password1"].label = _("Nytt passord")
    form.fields["password1"].help_text = PASSWORD_HELP
    form.fields["password2"].label = _("Nytt passord en gang til")
    for name in ("password1", "password2"):
        _plain(form.fields[name])


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_password_fields(self)


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Passordet du har nå")
        self.fields["oldpassword"].help_text = ""
        _plain(self.fields["oldpassword"])
        _new_password_fields(self)


class InvitationForm(forms.Form):
    """What somebody who is invited fills in to become a user."""

    name = forms.CharField(
        label=_("Navn"),
        max_length=100,
        widget=forms.TextInput(attrs={**WIDE, "autocomplete": "name"}),
    )
    password1 = forms.CharField(
        label=_("Velg et passord"),
        help_text=PASSWORD_HELP,
        strip=False,
        widget=forms.PasswordInput(attrs={**WIDE, "autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Passordet en gang til"),
        strip=False,
        widget=forms.PasswordInput(attrs={**WIDE, "autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first:
            user = User(username=self.email, email=self.email, name=cleaned.get("name", ""))
            try:
                password_validation.validate_password(first, user)
            except ValidationError as error:
                self.add_error("password1", error)
            if second and first != second:
                self.add_error("password2", _("De to passordene er ikke like."))
        return cleaned


class ProfileForm(forms.ModelForm):
    name = forms.CharField(
        label=_("Navn"),
        max_length=100,
        help_text=_("Slik det skal stå under brevene dine."),
        widget=forms.TextInput(attrs={**WIDE, "autocomplete": "name"}),
    )

    class Meta:
        model = User
        fields = ("name", "phone", "language")
        labels = {
            "phone": _("Telefon"),
            "language": _("Språk på skjermen"),
        }
        help_texts = {
            "phone": _("Står i brev, så folk kan ringe deg."),
        }
        widgets = {
            "phone": forms.TextInput(
                attrs={"data-chars": "11", "autocomplete": "tel", "inputmode": "tel"}
            ),
            "language": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        language.choices = [  # type: ignore[attr-defined]
            ("", _("Det samme som kommunen")),
            *[choice for choice in language.choices if choice[0]],  # type: ignore[attr-defined]
        ]
        language.required = False
        language.mark_optional = False  # type: ignore[attr-defined]


class AccessForm(forms.Form):
    """Where a person works in the role, and how long."""

    unit = forms.ModelChoiceField(
        label=_("Enhet"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("Hele kommunen"),
        widget=forms.Select(attrs=WIDE),
    )
    valid_until = NorwegianDateField(
        label=_("Siste dag med tilgang"),
        help_text=_("La feltet stå tomt hvis tilgangen ikke skal ta slutt av seg selv."),
        required=False,
    )
    sees_protected = forms.BooleanField(
        label=_("Kan se personer med fortrolig og strengt fortrolig adresse"),
        help_text=_("Bare for dem som må det i arbeidet sitt. Hver gang blir skrevet i loggen."),
        required=False,
    )

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.open().filter(municipality_id=by.municipality_id)
        unit.mark_optional = False

    def clean_valid_until(self) -> Any:
        last_day = self.cleaned_data["valid_until"]
        if last_day and last_day < timezone.localdate():
            raise ValidationError(
                _("Datoen er passert. Velg «Avslutt tilgangen» for å stenge den.")
            )
        return last_day


class InviteForm(AccessForm):
    name = forms.CharField(
        label=_("Navn"),
        max_length=100,
        widget=forms.TextInput(attrs={**WIDE, "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-post"),
        max_length=150,  # it becomes the username, which is no longer
        help_text=_("Lenken sendes hit. Bruk adressen personen har på jobb."),
        error_messages={
            "invalid": _("Skriv en hel e-postadresse, for eksempel kari@lyngvik.kommune.no.")
        },
        widget=forms.EmailInput(attrs={**WIDE, "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Rolle"), choices=Role.choices, widget=forms.RadioSelect)
    field_order = ("name", "email", "role", "unit", "valid_until", "sees_protected")

    def access(self) -> Access:
        cleaned = self.cleaned_data
        return Access(
            role=Role(cleaned["role"]),
            unit=cleaned["unit"],
            sees_protected=cleaned["sees_protected"],
            valid_until=cleaned["valid_until"],
        )


class EndForm(forms.Form):
    last_day = NorwegianDateField(label=_("Siste dag med tilgang"))

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Yesterday shuts the door at once; nobody's access can end before it began.
        self.first = max(membership.valid_from, timezone.localdate() - timedelta(days=1))

    def clean_last_day(self) -> Any:
        last_day = self.cleaned_data["last_day"]
        if last_day < self.first:
            raise ValidationError(
                _("Velg %(day)s eller senere. Det som har vært, kan ikke gjøres om."),
                params={"day": self.first.strftime("%d.%m.%Y")},
            )
        return last_day


class UserFilter(forms.Form):
    mark_optional = False
    role = forms.ChoiceField(
        label=_("Rolle"), choices=[("", _("Alle roller")), *Role.choices], required=False
    )
    unit = forms.ModelChoiceField(
        label=_("Enhet"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("Alle enheter"),
    )
    ended = forms.BooleanField(label=_("Ta med dem som har sluttet"), required=False)

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(municipality_id=by.municipality_id)


class StandInForm(forms.Form):
    """Who is away, who does the work meanwhile, and from when to when."""

    mark_optional = False

    absent = forms.ChoiceField(
        label=_("Hvem er borte?"), error_messages={"required": _("Velg hvem som er borte.")}
    )
    substitute = forms.ChoiceField(
        label=_("Stedfortreder"),
        help_text=_("En kollega med samme rolle i samme enhet."),
        error_messages={"required": _("Velg stedfortreder.")},
    )
    starts_on = NorwegianDateField(label=_("Første dag"))
    ends_on = NorwegianDateField(label=_("Siste dag"))

    def __init__(self, *args: Any, away: list[Membership], colleagues: list[Membership],
                 **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.away = {str(one.pk): one for one in away}
        self.colleagues = {str(one.user_id): one for one in colleagues}
        self.fields["absent"].choices = [  # type: ignore[attr-defined]
            (pk, f"{one.user.name} – {one.get_role_display().lower()}")
            for pk, one in self.away.items()
        ]
        if len(self.away) == 1:
            self.fields["absent"].initial = next(iter(self.away))
            self.fields["absent"].widget = forms.HiddenInput()
        self.fields["substitute"].choices = [  # type: ignore[attr-defined]
            ("", gettext("Velg")),
            *((pk, one.user.name) for pk, one in self.colleagues.items()),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error(
                "ends_on", gettext("Siste dag må være samme dag som første dag eller senere.")
            )
        if ends_on and ends_on < timezone.localdate():
            self.add_error("ends_on", gettext("Siste dag er passert."))
        absent, substitute = cleaned.get("absent"), cleaned.get("substitute")
        if absent and substitute and str(self.away[absent].user_id) == substitute:
            self.add_error("substitute", gettext("Velg en annen enn den som er borte."))
        return cleaned
