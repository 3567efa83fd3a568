"""What is typed about who has a case, who is impartial in it, and what parents are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stottekontakt.accounts.models import Unit, User
from stottekontakt.cases.forms import not_in_the_future
from stottekontakt.cases.models import (
    Ground,
    InformationWish,
    ParentInformationAssessment,
    Representative,
)
from stottekontakt.ui.fields import NorwegianDateField

LONG = 5_000


def _reason(label: Any, missing: Any, *, help_text: Any = "", required: bool = True) -> Any:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=LONG,
        error_messages={"required": missing},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


# ── Impartiality ────────────────────────────────────────────────────────────────────────────────


class ImpartialForm(forms.Form):
    """The common case: one tick."""

    mark_optional = False

    impartial = forms.BooleanField(
        label=_("Jeg er ikke inhabil i denne saken"),
        error_messages={
            "required": _(
                "Kryss av hvis du ikke er inhabil. Er du det, eller er du i tvil, følger du lenken "
                "under."
            )
        },
    )


OWN, DOUBT = "own", "doubt"


class DisqualificationForm(forms.Form):
    """A question about oneself, or about a colleague."""

    mark_optional = False

    who = forms.ChoiceField(
        label=_("Hvem det gjelder"),
        error_messages={"required": _("Velg hvem det gjelder.")},
    )
    sure = forms.ChoiceField(
        label=_("Er du sikker?"),
        required=False,
        choices=[
            (DOUBT, _("Jeg er i tvil. Lederen avgjør det.")),
            (OWN, _("Ja. Jeg er inhabil og skal ikke arbeide med saken.")),
        ],
        initial=DOUBT,
        widget=forms.RadioSelect,
        help_text=_("Gjelder det en annen, er det alltid lederen som avgjør."),
    )
    ground = forms.ChoiceField(
        label=_("Hva det gjelder"),
        choices=Ground,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva det gjelder.")},
    )
    reason = _reason(
        _("Hvorfor"),
        _("Skriv kort hvorfor."),
        help_text=_("Skriv det lederen trenger for å avgjøre det, og ikke mer."),
    )

    def __init__(self, *args: Any, me: User, colleagues: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, initial={"who": str(me.pk), **kwargs.pop("initial", {})}, **kwargs)
        self.people = {str(me.pk): me, **{str(user.pk): user for user in colleagues}}
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            (str(me.pk), gettext("Meg selv")),
            *((pk, user.name) for pk, user in self.people.items() if user.pk != me.pk),
        ]

    @property
    def chosen(self) -> User:
        return self.people[self.cleaned_data["who"]]

    @property
    def is_sure(self) -> bool:
        return bool(self.cleaned_data["sure"] == OWN)


UPHELD, MAY_READ, REJECTED = "upheld", "may_read", "rejected"


class DecideImpartialityForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Avgjørelse"),
        choices=[
            (REJECTED, _("Ikke inhabil – kan arbeide med saken")),
            (UPHELD, _("Inhabil – kan verken lese eller skrive i saken")),
            (MAY_READ, _("Inhabil, men kan lese saken")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva du har kommet til.")},
    )
    reason = _reason(_("Begrunnelse"), _("Skriv hvorfor du har kommet til dette."))


# ── From hand to hand ───────────────────────────────────────────────────────────────────────────

ME, NOBODY = "me", "nobody"


class HandOverForm(forms.Form):
    """To whom: oneself, a colleague, another unit, or back among the unassigned ones."""

    to = forms.ChoiceField(
        label=_("Hvem skal ha saken?"),
        error_messages={
            "required": _("Velg hvem som skal ha saken."),
            "invalid_choice": _("Den du valgte, kan ikke ta saken nå. Velg en annen."),
        },
    )
    message = forms.CharField(
        label=_("Beskjed"),
        required=False,
        max_length=LONG,
        help_text=_("Det den nye saksbehandleren trenger å vite. Det blir liggende i saken."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        *args: Any,
        me: User,
        may_take_over: bool,
        may_hand_back: bool,
        colleagues: Iterable[User],
        units: Iterable[Unit],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {f"user-{user.pk}": user for user in colleagues}
        self.units = {f"unit-{unit.pk}": unit for unit in units}
        own: list[tuple[str, str]] = []
        if may_take_over:
            own.append((ME, gettext("Meg selv – jeg tar over saken")))
        if may_hand_back:
            own.append((NOBODY, gettext("Ingen – gi saken tilbake til enheten")))
        choices: list[Any] = [("", gettext("Velg")), *own]
        if self.colleagues:
            people = [(key, user.name) for key, user in self.colleagues.items()]
            choices.append((gettext("Kolleger"), people))
        if self.units:
            others = [(key, unit.name) for key, unit in self.units.items()]
            choices.append((gettext("Andre enheter"), others))
        self.fields["to"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        asks = cleaned.get("to") in self.units
        if asks and not cleaned.get("message") and "message" not in self.errors:
            self.add_error("message", gettext("Skriv hvorfor den andre enheten skal ha saken."))
        return cleaned


class DeclineForm(forms.Form):
    reason = _reason(_("Hvorfor du ikke kan ta saken"), _("Skriv hvorfor du ikke kan ta saken."))


# ── What parents are told ───────────────────────────────────────────────────────────────────────


class InformationWishForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Hva det gjelder"),
        choices=InformationWish.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva det gjelder.")},
    )
    said_on = NorwegianDateField(label=_("Når det kom fram"), validators=[not_in_the_future])
    how = forms.ChoiceField(
        label=_("Hvordan det ble sagt"),
        choices=InformationWish.How,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvordan det ble sagt.")},
    )
    what = _reason(
        _("Hva foreldrene ikke bør få vite, og hvorfor"),
        _("Skriv hva det gjelder, og hvorfor."),
        help_text=_("Helst med den unges egne ord."),
    )


class WithdrawWishForm(forms.Form):
    reason = _reason(
        _("Hvorfor det ikke gjelder lenger"),
        _("Skriv hvorfor det ikke gjelder lenger."),
        help_text=_("For eksempel at den unge har ombestemt seg, og når."),
    )


class AssessParentsForm(forms.Form):
    source = forms.ChoiceField(
        label=_("Hva vurderingen gjelder"),
        required=False,
        widget=forms.RadioSelect,
    )
    outcome = forms.ChoiceField(
        label=_("Hva foreldrene skal få"),
        choices=ParentInformationAssessment.Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva foreldrene skal få.")},
    )
    reasons = _reason(
        _("Begrunnelse"),
        _("Skriv hvorfor."),
        help_text=_(
            "Den unges grunner, om de bør respekteres, og hvilke hensyn som taler for og mot at "
            "foreldrene får vite det."
        ),
    )
    needed_by_parents = _reason(
        _("Det foreldrene likevel må få vite"),
        "",
        required=False,
        help_text=_(
            "Til den unge er 18 år, skal de som har foreldreansvar, få det de må vite for å "
            "ivareta det. Skriv hva det er, og hvordan de får vite det."
        ),
    )
    child_told_on = NorwegianDateField(
        label=_("Når den unge fikk vite hva du har kommet til"),
        validators=[not_in_the_future],
        error_messages={"required": _("Fortell den unge det først, og skriv datoen.")},
        help_text=_("Den unge skal få vite det før noe går til foreldrene."),
    )

    def __init__(self, *args: Any, sources: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", gettext("Alle brev i saken")), *sources]
        self.fields["source"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            del self.fields["source"]
        self.fields["child_told_on"].initial = timezone.localdate()


# ── Birthdays ───────────────────────────────────────────────────────────────────────────────────


class AgeReachedForm(forms.Form):
    next_of_kin = forms.MultipleChoiceField(
        label=_("Skal fortsatt stå i saken som pårørende"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Pårørende får ikke brev og kan ikke klage, men dere vet hvem de er. Spør den det "
            "gjelder."
        ),
    )

    def __init__(self, *args: Any, ended: Iterable[Representative], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), f"{one.person.name} – {one.role_in_words}") for one in ended]
        self.fields["next_of_kin"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["next_of_kin"]

    @property
    def chosen(self) -> set[int]:
        return {int(pk) for pk in self.cleaned_data.get("next_of_kin", ())}
