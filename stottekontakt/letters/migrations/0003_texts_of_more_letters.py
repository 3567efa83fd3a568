"""Texts that several decisions share stand in one place, and the new letters get theirs."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from stottekontakt.letters.texts import DEFAULTS_VALID_FROM, default_texts

CRITERIA = ("criteria", "criteria_other")
TITLE_AND_LEAD = ("title", "title_other", "lead", "lead_other", "lead_refused_part", "lead_end")


def forwards(apps: Any, schema_editor: Any) -> None:
    letter_text = apps.get_model("letters", "LetterText")
    # A grant and a refusal had the same introduction to the criteria, word for word.
    letter_text.objects.filter(kind="decision_refused", place__in=CRITERIA).delete()
    granted = letter_text.objects.filter(kind="decision_granted")
    granted.filter(place__in=CRITERIA).update(kind="decision")
    granted.exclude(place__in=TITLE_AND_LEAD).update(kind="service")
    defaults = {
        (row.kind, row.place, row.language): row
        for row in letter_text.objects.filter(municipality=None, valid_from=DEFAULTS_VALID_FROM)
    }
    new = []
    for shipped in default_texts():
        row = defaults.get((shipped.kind, shipped.place, shipped.language))
        if row is None:
            new.append(
                letter_text(
                    municipality=None,
                    kind=shipped.kind,
                    place=shipped.place,
                    language=shipped.language,
                    valid_from=DEFAULTS_VALID_FROM,
                    text=shipped.text,
                )
            )
        elif row.text != shipped.text:
            letter_text.objects.filter(pk=row.pk).update(text=shipped.text)
    letter_text.objects.bulk_create(new)


def backwards(apps: Any, schema_editor: Any) -> None:
    letter_text = apps.get_model("letters", "LetterText")
    known_before = ("common", "receipt", "decision", "service", "decision_granted",
                    "decision_refused")  # fmt: skip
    letter_text.objects.exclude(kind__in=known_before).delete()
    letter_text.objects.filter(kind="service").update(kind="decision_granted")
    for row in letter_text.objects.filter(kind="decision", place__in=CRITERIA):
        letter_text.objects.create(
            municipality=row.municipality, kind="decision_refused", place=row.place,
            language=row.language, valid_from=row.valid_from, text=row.text,
        )  # fmt: skip
    letter_text.objects.filter(kind="decision", place__in=CRITERIA).update(kind="decision_granted")


class Migration(migrations.Migration):
    dependencies = [("letters", "0002_default_texts")]

    operations = [migrations.RunPython(forwards, backwards)]
