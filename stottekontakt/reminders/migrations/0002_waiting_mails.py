"""How long the oldest mail has waited past its hour, over all municipalities: a number, no rows."""

from django.db import migrations

WAITING = """
CREATE FUNCTION health_mail_waiting_seconds() RETURNS double precision
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT greatest(coalesce(extract(epoch FROM now() - min(send_after)), 0), 0)
    FROM reminders_remindermail
   WHERE state = 'queued'
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("reminders", "0001_initial")]

    operations = [migrations.RunSQL(WAITING, "DROP FUNCTION health_mail_waiting_seconds()")]
