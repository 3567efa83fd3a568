"""The kinds of documents every municipality begins with."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import migrations

SINCE = date(2019, 1, 1)
CASE = ("with_case", "arkivlova § 5, bevaringsforskrifta § 62 a")
SHIELDING = "offl. § 13 jf. fvl. § 13"

# key, bokmål, nynorsk, direction, retention and its ground, whether parents may see it
KINDS = [
    ("application", "Søknad", "Søknad", "incoming", CASE, True),
    ("statement", "Uttalelse fra skole, lege eller andre", "Uttale frå skule, lege eller andre",
     "incoming", CASE, True),
    ("consent", "Samtykke eller fullmakt", "Samtykke eller fullmakt", "incoming", CASE, True),
    ("assessment", "Kartlegging", "Kartlegging", "internal", CASE, True),
    ("letter", "Brev fra kommunen", "Brev frå kommunen", "outgoing", CASE, True),
    ("decision", "Vedtak", "Vedtak", "outgoing",
     ("forever", "bevaringsforskrifta § 62 a"), True),
    ("complaint", "Klage", "Klage", "incoming", ("forever", "bevaringsforskrifta § 62 a"), True),
    ("child_talk", "Samtale med barnet", "Samtale med barnet", "internal", CASE, False),
    ("other", "Annet", "Anna", "incoming", CASE, True),
]  # fmt: skip


def add(apps: Any, schema_editor: Any) -> None:
    kind = apps.get_model("cases", "DocumentKind")
    kind.objects.bulk_create(
        kind(
            municipality=None, key=key, position=position * 10, valid_from=SINCE, name_nb=nb,
            name_nn=nn, direction=direction, retention=retention, retention_ground=ground,
            shielding=SHIELDING, parents_may_see=parents,
        )
        for position, (key, nb, nn, direction, (retention, ground), parents) in enumerate(
            KINDS, start=1
        )
    )  # fmt: skip


def remove(apps: Any, schema_editor: Any) -> None:
    apps.get_model("cases", "DocumentKind").objects.filter(municipality=None).delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_search")]
    operations = [migrations.RunPython(add, remove)]
