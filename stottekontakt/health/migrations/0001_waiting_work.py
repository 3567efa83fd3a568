"""How long the oldest letter has waited for its PDF, over all municipalities: a number, no rows."""

from django.db import migrations

WAITING = """
CREATE FUNCTION health_waiting_seconds() RETURNS double precision
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(extract(epoch FROM now() - min(issued_at)), 0)
    FROM letters_letter
   WHERE state = 'queued'
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_initial")]

    operations = [migrations.RunSQL(WAITING, "DROP FUNCTION health_waiting_seconds()")]
