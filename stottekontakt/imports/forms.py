"""The file that is sent: what can be told of it at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stottekontakt.cases.attachments import clean_name, megabytes
from stottekontakt.cases.virus_scan import CannotScan, virus_in
from stottekontakt.imports.workbook import problem_at_a_glance


class UploadForm(forms.Form):
    """`cleaned_data` holds the file's name and its bytes."""

    file = forms.FileField(
        label=gettext_lazy("Utfylt mal"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": gettext_lazy("Velg filen du har fylt ut."),
            "empty": gettext_lazy("Filen er tom."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("Excel-fil (.xlsx), høyst %(limit)s.") % {
            "limit": megabytes(settings.IMPORT_MAX_BYTES)
        }

    def clean_file(self) -> tuple[str, bytes]:
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_BYTES:
            raise ValidationError(
                _(
                    "Filen er %(size)s. Den kan være høyst %(limit)s. Fjern bilder og formatering, "
                    "eller del radene i flere filer."
                )
                % {
                    "size": megabytes(file.size),
                    "limit": megabytes(settings.IMPORT_MAX_BYTES),
                }
            )
        data = file.read()
        if problem := problem_at_a_glance(file.name or "", data[:2048], data):
            raise ValidationError(problem)
        try:
            virus = virus_in(data)
        except CannotScan as error:
            raise ValidationError(
                _("Filen kunne ikke kontrolleres for virus akkurat nå. Prøv igjen om litt.")
            ) from error
        if virus:
            raise ValidationError(_("Filen inneholder virus og ble ikke lagret."))
        return clean_name(file.name or ""), data
