"""The interim reply gets its texts."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from stottekontakt.letters.texts import DEFAULTS_VALID_FROM, default_texts

KIND = "interim_reply"


def forwards(apps: Any, schema_editor: Any) -> None:
    letter_text = apps.get_model("letters", "LetterText")
    defaults = letter_text.objects.filter(kind=KIND, municipality=None)
    known = set(defaults.values_list("place", "language"))
    letter_text.objects.bulk_create(
        letter_text(
            municipality=None,
            kind=KIND,
            place=text.place,
            language=text.language,
            valid_from=DEFAULTS_VALID_FROM,
            text=text.text,
        )
        for text in default_texts()
        if text.kind == KIND and (text.place, text.language) not in known
    )


def backwards(apps: Any, schema_editor: Any) -> None:
    apps.get_model("letters", "LetterText").objects.filter(kind=KIND).delete()


class Migration(migrations.Migration):
    dependencies = [("letters", "0003_texts_of_more_letters")]

    operations = [migrations.RunPython(forwards, backwards)]
