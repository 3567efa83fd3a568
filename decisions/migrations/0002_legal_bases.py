"""The law as dated rows that hold for all municipalities (decisions/law/legal_bases.toml)."""

from django.db import migrations

from decisions.law import read_legal_bases


def add(apps, schema_editor):
    LegalBasis = apps.get_model("decisions", "LegalBasis")
    for fields in read_legal_bases():
        LegalBasis.objects.get_or_create(
            municipality=None, key=fields["key"], valid_from=fields["valid_from"], defaults=fields
        )


def remove(apps, schema_editor):
    LegalBasis = apps.get_model("decisions", "LegalBasis")
    for fields in read_legal_bases():
        LegalBasis.objects.filter(
            municipality=None, key=fields["key"], valid_from=fields["valid_from"]
        ).delete()


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
