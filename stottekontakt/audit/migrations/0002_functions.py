"""The functions behind the logs (audit/sql.py)."""

from django.db import migrations

from stottekontakt.audit import sql


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(sql.ENTRY_TEXT, sql.DROP_ENTRY_TEXT),
        migrations.RunSQL(sql.LOG_ACCESS, "DROP FUNCTION audit_log_access(jsonb)"),
        migrations.RunSQL(sql.SEAL_LOGS, "DROP FUNCTION audit_seal_logs(integer)"),
        migrations.RunSQL(sql.FIRST_BROKEN_LINK, "DROP FUNCTION audit_first_broken_link()"),
    ]
