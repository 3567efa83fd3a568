from django.db import migrations

from stottekontakt.cases import sql


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_default_document_kinds")]

    operations = [
        migrations.RunSQL(sql.DISQUALIFIED_LEADER, sql.DROP_DISQUALIFIED_LEADER),
        migrations.RunSQL(sql.PARENT_MUST_NOT_BE_TOLD, sql.DROP_PARENT_MUST_NOT_BE_TOLD),
    ]
