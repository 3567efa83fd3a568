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
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExportJob",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "requested_at",
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
                    "purpose",
                    models.TextField(
                        choices=[
                            ("deposit", "Avlevering til arkiv"),
                            ("access_request", "Innsyn"),
                            ("inspection", "Tilsyn"),
                            ("complaint", "Klage- eller erstatningssak"),
                            ("revision", "Revisjon eller egenkontroll"),
                        ],
                        verbose_name="formål",
                    ),
                ),
                ("explanation", models.TextField(verbose_name="hva vedtakene skal brukes til")),
                ("filters", models.JSONField(default=dict)),
                ("include_protected", models.BooleanField(db_default=False, default=False)),
                (
                    "protected_reason",
                    models.TextField(
                        blank=True,
                        db_default="",
                        default="",
                        verbose_name="hvorfor beskyttede adresser må være med",
                    ),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("queued", "Venter"),
                            ("running", "Lages"),
                            ("ready", "Klar"),
                            ("failed", "Ikke laget"),
                            ("cancelled", "Stanset"),
                            ("expired", "Slettet"),
                        ],
                        default="queued",
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("letters", models.PositiveIntegerField(default=0)),
                ("problems", models.PositiveIntegerField(default=0)),
                ("left_out", models.PositiveIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_sign_at", models.DateTimeField(null=True)),
                (
                    "last_error",
                    models.TextField(
                        blank=True,
                        choices=[
                            (
                                "storage",
                                "Filen kunne ikke skrives til lageret. Kanskje er disken full.",
                            ),
                            ("access", "Tilgangen din tok slutt før filen var ferdig."),
                            (
                                "stopped",
                                "Programmet som lager filen, stoppet hver gang det prøvde.",
                            ),
                            (
                                "unknown",
                                "Noe gikk galt. Den som drifter systemet, kan se hva i loggen.",
                            ),
                        ],
                        default="",
                    ),
                ),
                ("ready_at", models.DateTimeField(null=True)),
                ("size", models.PositiveBigIntegerField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
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
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        fields=["municipality", "requested_by", "-id"], name="export_job_own"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("purpose", ""), _negated=True),
                            models.Q(("explanation", ""), _negated=True),
                        ),
                        name="export_job_says_what_it_is_for",
                        violation_error_message="Skriv hva vedtakene skal brukes til.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("include_protected", True),
                                models.Q(("protected_reason", ""), _negated=True),
                            ),
                            models.Q(("include_protected", False), ("protected_reason", "")),
                            _connector="OR",
                        ),
                        name="export_job_with_protected_says_why",
                        violation_error_message="Skriv hvorfor beskyttede adresser må være med.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("expires_at__isnull", False),
                                ("ready_at__isnull", False),
                                ("size__isnull", False),
                                ("state", "ready"),
                            ),
                            ("state", "expired"),
                            models.Q(
                                ("expires_at__isnull", True),
                                ("ready_at__isnull", True),
                                ("size__isnull", True),
                                models.Q(("state", "ready"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="export_job_ready_has_size_and_end",
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
                        name="export_job_failed_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["queued", "running", "ready", "failed", "cancelled", "expired"],
                            )
                        ),
                        name="export_job_state_is_known",
                    ),
                    models.UniqueConstraint(
                        models.F("municipality"),
                        models.F("requested_by"),
                        condition=models.Q(("state__in", ["queued", "running"])),
                        name="export_job_one_under_way_per_person",
                        violation_error_message="Du har allerede en samling som lages.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExportJobEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("queued", "Venter"),
                            ("running", "Lages"),
                            ("ready", "Klar"),
                            ("failed", "Ikke laget"),
                            ("cancelled", "Stanset"),
                            ("expired", "Slettet"),
                        ],
                        default="queued",
                    ),
                ),
                (
                    "purpose",
                    models.TextField(
                        choices=[
                            ("deposit", "Avlevering til arkiv"),
                            ("access_request", "Innsyn"),
                            ("inspection", "Tilsyn"),
                            ("complaint", "Klage- eller erstatningssak"),
                            ("revision", "Revisjon eller egenkontroll"),
                        ],
                        verbose_name="formål",
                    ),
                ),
                ("include_protected", models.BooleanField(db_default=False, default=False)),
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
                        to="archive.exportjob",
                    ),
                ),
                (
                    "requested_by",
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
    ]
