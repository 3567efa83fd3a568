"""Search by name, also misspelt, behind the wall (cases/sql.py)."""

from django.db import migrations

from stottekontakt.cases import sql


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RunSQL(sql.SEARCH_PERSONS, sql.DROP_SEARCH_PERSONS)]
