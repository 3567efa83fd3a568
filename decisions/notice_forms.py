"""What is typed about an advance notice, and what is said to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from decisions.forms import TextField
from stottekontakt.accounts.models import Membership
from stottekontakt.cases.models import CaseNote
from stottekontakt.cases.uploads import UploadsField
from stottekontakt.ui.fields import NorwegianDateField


class NoticeForm(forms.Form):
    """A draft may be incomplete; what is missing is said before the letters are made."""

    mark_optional = False

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    what = TextField(
        label=_("Hva vurderer kommunen?"),
        rows=4,
        help_text=_("For eksempel «Vi vurderer å gå ned fra fire til to timer i uken.»"),
    )
    why = TextField(
        label=_("Hvorfor?"),
        rows=6,
        help_text=_("Skriv hva dere vet, så den som får varselet, kan rette det som er feil."),
    )
    from_on = NorwegianDateField(
        label=_("Tidligst fra (valgfritt)"),
        required=False,
        help_text=_("Dagen endringen tidligst kan begynne."),
    )


class CommentForm(forms.Form):
    mark_optional = False

    received_on = NorwegianDateField(label=_("Når kom det?"))
    given_by = forms.CharField(
        label=_("Hvem uttalte seg?"),
        max_length=200,
        help_text=_("Navn, og gjerne forholdet til mottakeren."),
        error_messages={"required": _("Skriv hvem som uttalte seg.")},
    )
    channel = forms.ChoiceField(
        label=_("Hvordan?"),
        choices=[
            (CaseNote.Kind.PHONE.value, _("På telefon")),
            (CaseNote.Kind.MEETING.value, _("I et møte")),
            (CaseNote.Kind.NOTE.value, _("I brev eller på annen måte")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvordan uttalelsen kom.")},
    )
    text = TextField(
        label=_("Hva ble sagt?"),
        required=True,
        rows=6,
        help_text=_("Det viktigste, så den som fatter vedtaket, kan svare på det."),
        error_messages={"required": _("Skriv hva som ble sagt.")},
    )
    documents = UploadsField(
        label=_("Brevet (valgfritt)"),
        required=False,
        help_text=_("Legges i saken som et dokument som kom inn. PDF eller bilde."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        owner: Membership,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, **kwargs)
        documents = self.fields["documents"]
        assert isinstance(documents, UploadsField)
        documents.owner = owner
