"""PostgreSQL extensions. All three are trusted: the owner of the database may make them."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    run_before = [("accounts", "0001_initial"), ("audit", "0001_initial")]

    operations = [BtreeGistExtension(), TrigramExtension()]
