import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.constraints
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                ("name", models.TextField(verbose_name="navn")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-post")),
                ("phone", models.TextField(blank=True, verbose_name="telefon")),
                (
                    "language",
                    models.TextField(
                        blank=True,
                        choices=[("nb", "Bokmål"), ("nn", "Nynorsk")],
                        verbose_name="språk på skjermen",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.TextField(
                        choices=[
                            ("caseworker", "Saksbehandler"),
                            ("decision_maker", "Beslutter"),
                            ("coordinator", "Koordinator"),
                            ("support_contact", "Støttekontakt"),
                            ("payroll_clerk", "Lønnsmedarbeider"),
                            ("leader", "Leder"),
                            ("administrator", "Administrator"),
                        ],
                        verbose_name="rolle",
                    ),
                ),
                (
                    "sees_protected",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="kan se beskyttede adresser"
                    ),
                ),
                (
                    "issues_up_to_hours",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="fatter vedtak på opptil så mange timer i uken",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="fra og med")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="til og med")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["user__name", "role"],
            },
        ),
        migrations.CreateModel(
            name="Municipality",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.TextField(unique=True, verbose_name="navn")),
                (
                    "written_form",
                    models.TextField(
                        choices=[("nb", "Bokmål"), ("nn", "Nynorsk")],
                        db_default="nb",
                        default="nb",
                        verbose_name="målform",
                    ),
                ),
                ("postal_address", models.TextField(verbose_name="postadresse")),
                ("visiting_address", models.TextField(blank=True, verbose_name="besøksadresse")),
                ("phone", models.TextField(verbose_name="telefon")),
                ("email", models.TextField(blank=True, verbose_name="e-post")),
                ("website", models.TextField(blank=True, verbose_name="nettsted")),
                ("arms", models.TextField(blank=True, verbose_name="kommunevåpen")),
                ("county_governor", models.TextField(verbose_name="statsforvalter")),
                (
                    "signatory_title",
                    models.TextField(blank=True, verbose_name="tittel i underskriften"),
                ),
                (
                    "paper_delivery_days",
                    models.PositiveSmallIntegerField(
                        db_default=4, default=4, verbose_name="virkedager et brev er i posten"
                    ),
                ),
                (
                    "evaluation_months",
                    models.PositiveSmallIntegerField(
                        db_default=3, default=3, verbose_name="måneder til første evaluering"
                    ),
                ),
                (
                    "own_goal_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="eget mål for svar, dager",
                    ),
                ),
                (
                    "weeks_per_year",
                    models.PositiveSmallIntegerField(
                        db_default=47,
                        default=47,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(53),
                        ],
                        verbose_name="uker per år",
                    ),
                ),
                (
                    "travel_cap_per_month",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=9,
                        null=True,
                        verbose_name="reisetak per måned",
                    ),
                ),
                (
                    "hourly_rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=9,
                        null=True,
                        verbose_name="timesats",
                    ),
                ),
                (
                    "children_first",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="barn og unge prioriteres"
                    ),
                ),
                (
                    "contact_ticket_paid_by_municipality",
                    models.BooleanField(
                        db_default=True,
                        default=True,
                        verbose_name="kommunen dekker støttekontaktens utgifter",
                    ),
                ),
                (
                    "access_review_months",
                    models.PositiveSmallIntegerField(
                        db_default=6,
                        default=6,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(24),
                        ],
                        verbose_name="måneder mellom hver gjennomgang av tilganger",
                    ),
                ),
                (
                    "second_person",
                    models.TextField(
                        choices=[
                            ("none", "ingen"),
                            ("all", "alle vedtak"),
                            ("refusals", "avslag og reduksjoner"),
                            ("above_hours", "vedtak over et antall timer i uken"),
                        ],
                        db_default="none",
                        default="none",
                        verbose_name="vedtak som skal fattes av en annen enn den som har skrevet dem",
                    ),
                ),
                (
                    "second_person_above_hours",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="timer i uken før en annen må fatte vedtaket",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("second_person", "above_hours"),
                                ("second_person_above_hours__gt", 0),
                                ("second_person_above_hours__isnull", False),
                            ),
                            models.Q(
                                models.Q(("second_person", "above_hours"), _negated=True),
                                ("second_person_above_hours__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="municipality_second_person_above_hours_has_hours",
                        violation_error_message="Skriv hvor mange timer i uken som krever en annen person, og bare da.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MembershipReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.TextField(choices=[("kept", "Beholdes"), ("ended", "Avsluttet")]),
                ),
                ("reviewed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="accounts.membership",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "ordering": ["-reviewed_at"],
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.municipality",
            ),
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-post")),
                ("name", models.TextField(verbose_name="navn")),
                (
                    "role",
                    models.TextField(
                        choices=[
                            ("caseworker", "Saksbehandler"),
                            ("decision_maker", "Beslutter"),
                            ("coordinator", "Koordinator"),
                            ("support_contact", "Støttekontakt"),
                            ("payroll_clerk", "Lønnsmedarbeider"),
                            ("leader", "Leder"),
                            ("administrator", "Administrator"),
                        ],
                        verbose_name="rolle",
                    ),
                ),
                ("sees_protected", models.BooleanField(db_default=False, default=False)),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="tilgang til og med"),
                ),
                ("token_hash", models.TextField(unique=True)),
                ("invited_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "ordering": ["-invited_at"],
            },
        ),
        migrations.CreateModel(
            name="MunicipalityEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.TextField(verbose_name="navn")),
                (
                    "written_form",
                    models.TextField(
                        choices=[("nb", "Bokmål"), ("nn", "Nynorsk")],
                        db_default="nb",
                        default="nb",
                        verbose_name="målform",
                    ),
                ),
                ("postal_address", models.TextField(verbose_name="postadresse")),
                ("visiting_address", models.TextField(blank=True, verbose_name="besøksadresse")),
                ("phone", models.TextField(verbose_name="telefon")),
                ("email", models.TextField(blank=True, verbose_name="e-post")),
                ("website", models.TextField(blank=True, verbose_name="nettsted")),
                ("arms", models.TextField(blank=True, verbose_name="kommunevåpen")),
                ("county_governor", models.TextField(verbose_name="statsforvalter")),
                (
                    "signatory_title",
                    models.TextField(blank=True, verbose_name="tittel i underskriften"),
                ),
                (
                    "paper_delivery_days",
                    models.PositiveSmallIntegerField(
                        db_default=4, default=4, verbose_name="virkedager et brev er i posten"
                    ),
                ),
                (
                    "evaluation_months",
                    models.PositiveSmallIntegerField(
                        db_default=3, default=3, verbose_name="måneder til første evaluering"
                    ),
                ),
                (
                    "own_goal_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="eget mål for svar, dager",
                    ),
                ),
                (
                    "weeks_per_year",
                    models.PositiveSmallIntegerField(
                        db_default=47,
                        default=47,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(53),
                        ],
                        verbose_name="uker per år",
                    ),
                ),
                (
                    "travel_cap_per_month",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=9,
                        null=True,
                        verbose_name="reisetak per måned",
                    ),
                ),
                (
                    "hourly_rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=9,
                        null=True,
                        verbose_name="timesats",
                    ),
                ),
                (
                    "children_first",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="barn og unge prioriteres"
                    ),
                ),
                (
                    "contact_ticket_paid_by_municipality",
                    models.BooleanField(
                        db_default=True,
                        default=True,
                        verbose_name="kommunen dekker støttekontaktens utgifter",
                    ),
                ),
                (
                    "access_review_months",
                    models.PositiveSmallIntegerField(
                        db_default=6,
                        default=6,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(24),
                        ],
                        verbose_name="måneder mellom hver gjennomgang av tilganger",
                    ),
                ),
                (
                    "second_person",
                    models.TextField(
                        choices=[
                            ("none", "ingen"),
                            ("all", "alle vedtak"),
                            ("refusals", "avslag og reduksjoner"),
                            ("above_hours", "vedtak over et antall timer i uken"),
                        ],
                        db_default="none",
                        default="none",
                        verbose_name="vedtak som skal fattes av en annen enn den som har skrevet dem",
                    ),
                ),
                (
                    "second_person_above_hours",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="timer i uken før en annen må fatte vedtaket",
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
                        to="accounts.municipality",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StandIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.TextField(
                        choices=[
                            ("caseworker", "Saksbehandler"),
                            ("decision_maker", "Beslutter"),
                            ("coordinator", "Koordinator"),
                            ("support_contact", "Støttekontakt"),
                            ("payroll_clerk", "Lønnsmedarbeider"),
                            ("leader", "Leder"),
                            ("administrator", "Administrator"),
                        ]
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="fra og med")),
                ("ends_on", models.DateField(verbose_name="til og med")),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "absent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.TextField(verbose_name="navn")),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("allocation", "tildeler tjenester"),
                            ("culture", "setter i verk"),
                            ("payroll", "lønn"),
                            ("staff", "ledelse og støtte"),
                        ],
                        verbose_name="oppgave",
                    ),
                ),
                ("phone", models.TextField(blank=True, verbose_name="telefon")),
                ("email", models.TextField(blank=True, verbose_name="e-post")),
                ("postal_address", models.TextField(blank=True, verbose_name="postadresse")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="lagt ned")),
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
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("municipality"),
                        models.F("name"),
                        name="unit_name_unique_in_municipality",
                        violation_error_message="Kommunen har allerede en enhet med dette navnet.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StandInEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "role",
                    models.TextField(
                        choices=[
                            ("caseworker", "Saksbehandler"),
                            ("decision_maker", "Beslutter"),
                            ("coordinator", "Koordinator"),
                            ("support_contact", "Støttekontakt"),
                            ("payroll_clerk", "Lønnsmedarbeider"),
                            ("leader", "Leder"),
                            ("administrator", "Administrator"),
                        ]
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="fra og med")),
                ("ends_on", models.DateField(verbose_name="til og med")),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "absent",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                        to="accounts.standin",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="standin",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
            ),
        ),
        migrations.CreateModel(
            name="MembershipEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "role",
                    models.TextField(
                        choices=[
                            ("caseworker", "Saksbehandler"),
                            ("decision_maker", "Beslutter"),
                            ("coordinator", "Koordinator"),
                            ("support_contact", "Støttekontakt"),
                            ("payroll_clerk", "Lønnsmedarbeider"),
                            ("leader", "Leder"),
                            ("administrator", "Administrator"),
                        ],
                        verbose_name="rolle",
                    ),
                ),
                (
                    "sees_protected",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="kan se beskyttede adresser"
                    ),
                ),
                (
                    "issues_up_to_hours",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="fatter vedtak på opptil så mange timer i uken",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="fra og med")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="til og med")),
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
                        to="accounts.membership",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="accounts.unit",
            ),
        ),
        migrations.CreateModel(
            name="InvitationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("email", models.EmailField(max_length=254, verbose_name="e-post")),
                ("name", models.TextField(verbose_name="navn")),
                (
                    "role",
                    models.TextField(
                        choices=[
                            ("caseworker", "Saksbehandler"),
                            ("decision_maker", "Beslutter"),
                            ("coordinator", "Koordinator"),
                            ("support_contact", "Støttekontakt"),
                            ("payroll_clerk", "Lønnsmedarbeider"),
                            ("leader", "Leder"),
                            ("administrator", "Administrator"),
                        ],
                        verbose_name="rolle",
                    ),
                ),
                ("sees_protected", models.BooleanField(db_default=False, default=False)),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="tilgang til og med"),
                ),
                ("invited_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "accepted_by",
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
                    "invited_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        to="accounts.invitation",
                    ),
                ),
                (
                    "withdrawn_by",
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
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="invitation",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
            ),
        ),
        migrations.CreateModel(
            name="UnitEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.TextField(verbose_name="navn")),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("allocation", "tildeler tjenester"),
                            ("culture", "setter i verk"),
                            ("payroll", "lønn"),
                            ("staff", "ledelse og støtte"),
                        ],
                        verbose_name="oppgave",
                    ),
                ),
                ("phone", models.TextField(blank=True, verbose_name="telefon")),
                ("email", models.TextField(blank=True, verbose_name="e-post")),
                ("postal_address", models.TextField(blank=True, verbose_name="postadresse")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="lagt ned")),
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
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UserEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("name", models.TextField(verbose_name="navn")),
                ("email", models.EmailField(max_length=254, verbose_name="e-post")),
                ("phone", models.TextField(blank=True, verbose_name="telefon")),
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
                        related_name="name_email_phone_events",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="standin",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="stand_in_ends_after_it_starts",
                violation_error_message="Siste dag må være samme dag som første dag eller senere.",
            ),
        ),
        migrations.AddConstraint(
            model_name="standin",
            constraint=models.CheckConstraint(
                condition=models.Q(("absent", models.F("substitute")), _negated=True),
                name="stand_in_is_somebody_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="standin",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("absent", "="),
                    ("municipality", "="),
                    (
                        models.Func(
                            "starts_on", "ends_on", models.Value("[]"), function="daterange"
                        ),
                        "&&",
                    ),
                ],
                name="stand_in_one_at_a_time",
                violation_error_message="Det er allerede en stedfortreder i noen av dagene.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="membership_ends_after_it_starts",
                violation_error_message="Sluttdatoen må være samme dag som startdatoen eller senere.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("issues_up_to_hours__isnull", True),
                    ("issues_up_to_hours__gt", 0),
                    _connector="OR",
                ),
                name="membership_issues_up_to_some_hours",
                violation_error_message="Skriv et tall over 0, eller la feltet stå tomt når det ikke er noen grense.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                models.F("user"),
                models.F("municipality"),
                models.F("unit"),
                models.F("role"),
                condition=models.Q(("valid_until__isnull", True)),
                name="membership_one_open_per_role_and_unit",
                nulls_distinct=False,
                violation_error_message="Personen har allerede denne rollen i enheten.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                    _connector="OR",
                ),
                name="invitation_accepted_at_and_by_go_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="invitation_withdrawn_at_and_by_go_together",
            ),
        ),
    ]
