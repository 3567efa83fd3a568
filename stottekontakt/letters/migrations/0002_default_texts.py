"""The texts everybody begins with, from the files in letters/texts/."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from stottekontakt.letters.texts import DEFAULTS_VALID_FROM, default_texts


def add(apps: Any, schema_editor: Any) -> None:
    letter_text = apps.get_model("letters", "LetterText")
    letter_text.objects.bulk_create(
        letter_text(
            municipality=None,
            kind=default.kind,
            place=default.place,
            language=default.language,
            valid_from=DEFAULTS_VALID_FROM,
            text=default.text,
        )
        for default in default_texts()
    )


def remove(apps: Any, schema_editor: Any) -> None:
    letter_text = apps.get_model("letters", "LetterText")
    letter_text.objects.filter(municipality=None, valid_from=DEFAULTS_VALID_FROM).delete()


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
