"""What is filled in before an interim reply is sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.interim_rules import Content
from applications.models import InterimReply
from applications.models.interim import LONG_WAIT
from stottekontakt.ui.fields import NorwegianDateField

LONGEST = 2_000


class InterimReplyForm(forms.Form):
    """A draft may be saved with holes in it; the rules speak when it is to be sent."""

    mark_optional = False

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("Hvorfor tar det lengre tid?"),
        choices=InterimReply.Reason.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    details = forms.CharField(
        label=_("Mer om grunnen"),
        required=False,
        max_length=LONGEST,
        help_text=_(
            "Står i brevet etter setningen om grunnen. Må fylles ut når grunnen er en annen."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    expected_on = NorwegianDateField(
        label=_("Når kommer svaret?"),
        required=False,
        help_text=_("En virkedag etter i dag. Dagen blir en egen frist i saken."),
    )
    long_wait = forms.CharField(
        label=_("Hvorfor tar det så lang tid?"),
        required=False,
        max_length=LONGEST,
        help_text=_("Bare når det er mer enn %(weeks)d uker til. Står i brevet.")
        % {"weeks": LONG_WAIT.days // 7},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, reply: InterimReply, **kwargs: Any) -> None:
        names = ("version", "reason", "details", "expected_on", "long_wait")
        super().__init__(*args, initial={name: getattr(reply, name) for name in names}, **kwargs)

    @property
    def content(self) -> Content:
        """What is typed; fields with errors are taken as empty."""
        values = getattr(self, "cleaned_data", None) or self.initial
        return Content(
            reason=values.get("reason") or "",
            details=values.get("details") or "",
            expected_on=values.get("expected_on"),
            long_wait=values.get("long_wait") or "",
        )


class DropForm(forms.Form):
    reason = forms.CharField(
        label=_("Hvorfor trengs det ikke?"),
        max_length=LONGEST,
        help_text=_("For eksempel at vedtaket sendes i morgen."),
        error_messages={"required": _("Skriv hvorfor det ikke trengs.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
