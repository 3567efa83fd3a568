"""How the list of deadlines is narrowed; nothing about persons stands in the address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from stottekontakt.deadlines.models import Deadline

OVERDUE, WEEK, LATER = "forfalt", "uke", "senere"


class ListFilter(forms.Form):
    mark_optional = False

    when = forms.ChoiceField(
        label=_("Når"),
        required=False,
        choices=[
            ("", _("Alle")),
            (OVERDUE, _("Forfalt")),
            (WEEK, _("De neste sju dagene")),
            (LATER, _("Senere")),
        ],
    )
    kind = forms.ChoiceField(
        label=_("Frist"),
        required=False,
        choices=[
            ("", _("Alle frister")),
            *(one for one in Deadline.Kind.choices if one[0] != Deadline.Kind.COMPLAINT),
        ],
    )
    mine = forms.BooleanField(label=_("Bare mine saker"), required=False)
