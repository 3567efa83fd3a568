import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("cases", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportJob",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sheet", models.TextField()),
                ("filename", models.TextField(blank=True, verbose_name="fil")),
                ("size", models.PositiveBigIntegerField()),
                (
                    "uploaded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                (
                    "language",
                    models.TextField(choices=[("nb", "Bokmål"), ("nn", "Nynorsk")], default="nb"),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("queued", "Venter på kontroll"),
                            ("checking", "Kontrolleres"),
                            ("refused", "Filen kan ikke brukes"),
                            ("checked", "Kontrollert"),
                            ("waiting", "Venter på import"),
                            ("importing", "Importeres"),
                            ("imported", "Importert"),
                            ("failed", "Stoppet"),
                            ("discarded", "Forkastet"),
                            ("expired", "Slettet"),
                        ],
                        default="queued",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_sign_at", models.DateTimeField(null=True)),
                (
                    "last_error",
                    models.TextField(
                        blank=True,
                        choices=[
                            (
                                "stopped",
                                "Programmet som leser filen, stoppet hver gang det prøvde.",
                            ),
                            ("file", "Filen kunne ikke leses fra lageret. Last den opp på nytt."),
                            (
                                "unknown",
                                "Noe gikk galt. Den som drifter systemet, kan se hva i loggen.",
                            ),
                        ],
                        default="",
                    ),
                ),
                ("refusals", models.JSONField(default=list)),
                ("changed_since", models.BooleanField(default=False)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("new", models.PositiveIntegerField(default=0)),
                ("unchanged", models.PositiveIntegerField(default=0)),
                ("wrong", models.PositiveIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("started_at", models.DateTimeField(null=True)),
                ("imported_at", models.DateTimeField(null=True)),
                ("created", models.PositiveIntegerField(default=0)),
                ("expires_at", models.DateTimeField()),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["municipality", "-id"], name="import_job_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "queued",
                                    "checking",
                                    "refused",
                                    "checked",
                                    "waiting",
                                    "importing",
                                    "imported",
                                    "failed",
                                    "discarded",
                                    "expired",
                                ],
                            )
                        ),
                        name="import_job_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("started_at__isnull", True), ("started_by__isnull", True)),
                            models.Q(("started_at__isnull", False), ("started_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="import_job_started_at_and_by_go_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["waiting", "importing", "imported"]), _negated=True
                            ),
                            models.Q(("started_at__isnull", False), ("wrong", 0)),
                            _connector="OR",
                        ),
                        name="import_job_with_problems_is_never_started",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("imported_at__isnull", False), ("state", "imported")),
                            models.Q(
                                models.Q(("state", "imported"), _negated=True),
                                ("created", 0),
                                ("imported_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="import_job_imported_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "failed"), models.Q(("last_error", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("state", "failed"), _negated=True), ("last_error", "")
                            ),
                            _connector="OR",
                        ),
                        name="import_job_failed_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sheet", models.TextField()),
                ("key", models.BinaryField()),
                ("values", models.JSONField()),
                ("imported_on", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="imports.importjob",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("municipality"),
                        models.F("sheet"),
                        models.F("key"),
                        name="imported_row_once_in_municipality",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportJobEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("queued", "Venter på kontroll"),
                            ("checking", "Kontrolleres"),
                            ("refused", "Filen kan ikke brukes"),
                            ("checked", "Kontrollert"),
                            ("waiting", "Venter på import"),
                            ("importing", "Importeres"),
                            ("imported", "Importert"),
                            ("failed", "Stoppet"),
                            ("discarded", "Forkastet"),
                            ("expired", "Slettet"),
                        ],
                        default="queued",
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0)),
                ("created", models.PositiveIntegerField(default=0)),
                (
                    "municipality",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.municipality",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="imports.importjob",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ImportProblem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveIntegerField()),
                ("column", models.TextField(blank=True)),
                ("heading", models.TextField(blank=True)),
                ("text", models.TextField()),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="problems",
                        to="imports.importjob",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                    ),
                ),
            ],
            options={
                "ordering": ["row", "pk"],
                "indexes": [models.Index(fields=["job", "row"], name="import_problem_by_row")],
            },
        ),
    ]
