"""What is registered about a user, another role, and the review of accesses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stottekontakt.accounts.forms import AccessForm
from stottekontakt.accounts.models import MembershipReview, User
from stottekontakt.accounts.roles import Role
from stottekontakt.accounts.services import Access
from stottekontakt.administration.forms.common import WIDE, check_phone, line
from stottekontakt.ui.fields import NorwegianDateField

Outcome = MembershipReview.Outcome
SEEN = ("name", "email", "phone")


class UserForm(forms.Form):
    name = line(_("Navn"), _("Slik det skal stå under brev."), most=100)
    email = forms.EmailField(
        label=_("E-post"),
        max_length=150,
        help_text=_(
            "En ny adresse gjelder først når personen har bekreftet den. Både den gamle og den "
            "nye adressen får beskjed."
        ),
        widget=forms.EmailInput(attrs=WIDE),
        error_messages={
            "invalid": _("Skriv en hel e-postadresse, for eksempel kari@lyngvik.kommune.no.")
        },
    )
    phone = forms.CharField(
        label=_("Telefon"),
        help_text=_("Står i brev, så folk kan ringe."),
        required=False,
        max_length=20,
        validators=[check_phone],
        widget=forms.TextInput(attrs={"data-chars": "11", "inputmode": "tel"}),
    )
    # What stood here when the page was opened.
    seen_name = forms.CharField(widget=forms.HiddenInput, required=False)
    seen_email = forms.CharField(widget=forms.HiddenInput, required=False)
    seen_phone = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        values = {name: getattr(user, name) for name in SEEN}
        seen = {f"seen_{name}": value for name, value in values.items()}
        super().__init__(*args, initial=values | seen, **kwargs)

    def seen(self) -> dict[str, str]:
        return {name: self.cleaned_data[f"seen_{name}"] for name in SEEN}


class AnotherRoleForm(AccessForm):
    role = forms.ChoiceField(label=_("Rolle"), choices=Role.choices, widget=forms.RadioSelect)
    valid_from = NorwegianDateField(label=_("Første dag med rollen"))
    field_order = ("role", "unit", "valid_from", "valid_until", "sees_protected")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("valid_from", timezone.localdate())

    def clean_valid_from(self) -> Any:
        first = self.cleaned_data["valid_from"]
        if first < timezone.localdate():
            raise forms.ValidationError(_("Velg i dag eller en senere dag."))
        return first

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("Siste dag er før den første."))
        return cleaned

    def access(self) -> Access:
        cleaned = self.cleaned_data
        return Access(
            role=Role(cleaned["role"]),
            unit=cleaned["unit"],
            sees_protected=cleaned["sees_protected"],
            valid_until=cleaned["valid_until"],
        )


class ReviewForm(forms.Form):
    """One question for each access; those without an answer stay for another day."""

    mark_optional = False

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            self.fields[f"access-{row.pk}"] = forms.ChoiceField(
                label=row.user.name,
                choices=[(Outcome.KEPT.value, _("Ja")), (Outcome.ENDED.value, _("Nei, avslutt"))],
                required=False,
                widget=forms.RadioSelect,
            )

    def shown(self) -> list[tuple[Any, Any]]:
        return [(row, self[f"access-{row.pk}"]) for row in self.rows]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Velg et svar for minst én tilgang."))
        return cleaned

    def answers(self) -> dict[int, str]:
        return {
            int(name.removeprefix("access-")): answer
            for name, answer in self.cleaned_data.items()
            if answer
        }
