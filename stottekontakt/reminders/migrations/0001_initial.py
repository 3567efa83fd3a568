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
        ("deadlines", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("to", models.TextField()),
                ("subject", models.TextField()),
                ("body", models.TextField()),
                ("message_id", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReminderMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                ("send_after", models.DateTimeField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("queued", "Venter"),
                            ("sent", "Sendt"),
                            ("dropped", "Ikke lenger aktuell"),
                        ],
                        db_default="queued",
                        default="queued",
                    ),
                ),
                ("attempts", models.PositiveIntegerField(db_default=0, default=0)),
                ("last_attempt_at", models.DateTimeField(blank=True, null=True)),
                (
                    "last_error",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("server", "E-postserveren svarer ikke."),
                            ("refused", "E-postserveren tok ikke imot e-posten."),
                            ("other", "E-posten kunne ikke lages."),
                        ],
                        db_default="",
                        default="",
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "deadline",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deadlines.deadline",
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
                    "recipient",
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
                        condition=models.Q(("state", "queued")),
                        fields=["municipality", "send_after"],
                        name="reminder_mail_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("municipality"),
                        models.F("recipient"),
                        models.F("on"),
                        models.F("deadline"),
                        name="reminder_mail_one_digest_a_day",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("last_error", ""), ("sent_at__isnull", False), ("state", "sent")
                            ),
                            models.Q(
                                models.Q(("state", "sent"), _negated=True),
                                ("sent_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="reminder_mail_sent_at_follows_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.TextField()),
                (
                    "deadline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deadlines.deadline",
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
                    "recipient",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="reminders.remindermail",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("deadline"),
                        models.F("stage"),
                        models.F("recipient"),
                        name="reminder_once_per_stage_and_recipient",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage__regex", "^(days-[731]|day|overdue|week-[1-9][0-9]*)$")
                        ),
                        name="reminder_stage_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                (
                    "done_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("reminders", models.PositiveIntegerField()),
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
                "ordering": ["-on"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("municipality"), models.F("on"), name="reminder_run_once_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "how",
                    models.TextField(
                        choices=[
                            ("digest", "Én samlet e-post om morgenen"),
                            ("each", "Én e-post for hver frist"),
                            ("overdue", "Bare når en frist er gått ut"),
                        ],
                        default="digest",
                    ),
                ),
                (
                    "hour",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (7, "Klokken 7"),
                            (8, "Klokken 8"),
                            (9, "Klokken 9"),
                            (12, "Klokken 12"),
                        ],
                        default=7,
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("municipality"),
                        models.F("user"),
                        name="reminder_choice_one_per_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hour__in", [7, 8, 9, 12]), ("how__in", ["digest", "each", "overdue"])
                        ),
                        name="reminder_choice_is_known",
                    ),
                ],
            },
        ),
    ]
