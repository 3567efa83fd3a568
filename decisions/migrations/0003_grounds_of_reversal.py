"""The grounds of fvl. § 35, as rows of the law (decisions/law/legal_bases.toml)."""

from django.db import migrations

from decisions.law import read_legal_bases


def add(apps, schema_editor):
    LegalBasis = apps.get_model("decisions", "LegalBasis")
    for fields in read_legal_bases():
        LegalBasis.objects.get_or_create(
            municipality=None, key=fields["key"], valid_from=fields["valid_from"], defaults=fields
        )


class Migration(migrations.Migration):
    dependencies = [("decisions", "0002_legal_bases")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
