import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.utils.timezone
import stottekontakt.database.encryption
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
            name="AgeReached",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "age",
                    models.PositiveSmallIntegerField(
                        choices=[(16, "Decides Alone"), (18, "Majority")]
                    ),
                ),
                ("reached_on", models.DateField()),
                ("checked_at", models.DateTimeField(null=True)),
                (
                    "checked_by",
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
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveIntegerField(verbose_name="år")),
                ("sequence", models.PositiveIntegerField(verbose_name="løpenummer")),
                (
                    "number",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("year"),
                            models.Value("/"),
                            models.F("sequence"),
                            arg_joiner=" || ",
                            output_field=models.TextField(),
                            template="(%(expressions)s)",
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "housing",
                    models.TextField(
                        choices=[
                            ("unknown", "Ikke kjent"),
                            ("parents", "Hos foreldre"),
                            ("own_home", "Egen bolig"),
                            ("shared", "Bofellesskap"),
                            ("staffed", "Bolig med heldøgns bemanning"),
                            ("institution", "Institusjon eller langtidsplass"),
                            ("foster_home", "Fosterhjem"),
                        ],
                        default="unknown",
                        verbose_name="boform",
                    ),
                ),
                (
                    "priority_flag",
                    models.TextField(blank=True, verbose_name="merknad om prioritet"),
                ),
                (
                    "imported_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="importert"
                    ),
                ),
                (
                    "former_number",
                    models.TextField(
                        blank=True, db_default="", default="", verbose_name="tidligere saksnummer"
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="opprettet")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="avsluttet")),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "caseworker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="saksbehandler",
                    ),
                ),
                (
                    "delivering_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="enheten som setter i verk",
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
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="enhet",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgeReachedEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "age",
                    models.PositiveSmallIntegerField(
                        choices=[(16, "Decides Alone"), (18, "Majority")]
                    ),
                ),
                ("reached_on", models.DateField()),
                ("checked_at", models.DateTimeField(null=True)),
                (
                    "checked_by",
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
                        to="cases.agereached",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="agereached",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ages_reached",
                to="cases.case",
            ),
        ),
        migrations.CreateModel(
            name="CaseNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("note", "Notat"),
                            ("phone", "Telefonsamtale"),
                            ("meeting", "Møte eller besøk"),
                            ("oral", "Muntlige opplysninger"),
                        ],
                        default="note",
                        verbose_name="hva",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="dato")),
                ("with_whom", models.TextField(blank=True, verbose_name="hvem du snakket med")),
                ("text", models.TextField(verbose_name="tekst")),
                (
                    "not_for_parents",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="ikke til foreldrene"
                    ),
                ),
                (
                    "written_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
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
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-happened_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="case_note_has_text",
                        violation_error_message="Skriv hva det gjelder.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseNoteEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("note", "Notat"),
                            ("phone", "Telefonsamtale"),
                            ("meeting", "Møte eller besøk"),
                            ("oral", "Muntlige opplysninger"),
                        ],
                        default="note",
                        verbose_name="hva",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="dato")),
                ("with_whom", models.TextField(blank=True, verbose_name="hvem du snakket med")),
                ("text", models.TextField(verbose_name="tekst")),
                (
                    "not_for_parents",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="ikke til foreldrene"
                    ),
                ),
                (
                    "written_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
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
                        to="cases.casenote",
                    ),
                ),
                (
                    "written_by",
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
            name="CaseNumberCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
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
                "constraints": [
                    models.UniqueConstraint(
                        models.F("municipality"),
                        models.F("year"),
                        name="case_number_counter_one_per_year",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Disqualification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ground",
                    models.TextField(
                        choices=[
                            ("party", "Er selv part i saken"),
                            (
                                "family",
                                "I slekt eller svogerskap med en part: foreldre, barn, søsken eller like nær",
                            ),
                            (
                                "married",
                                "Er eller har vært gift eller forlovet med en part, eller er fosterforelder eller fosterbarn",
                            ),
                            (
                                "guardian",
                                "Er verge eller fullmektig for en part, eller har vært det i saken",
                            ),
                            ("leads", "Leder eller sitter i styret i en virksomhet som er part"),
                            (
                                "other",
                                "Noe annet som kan svekke tilliten: nært vennskap, uvennskap, egen fordel eller ulempe",
                            ),
                        ],
                        verbose_name="grunn",
                    ),
                ),
                ("reason", models.TextField(verbose_name="hvorfor")),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("raised", "Ikke avgjort"),
                            ("upheld", "Inhabil"),
                            ("rejected", "Ikke inhabil"),
                        ],
                        default="raised",
                    ),
                ),
                (
                    "may_read",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="kan lese saken"
                    ),
                ),
                (
                    "raised_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decision_reason",
                    models.TextField(blank=True, verbose_name="lederens begrunnelse"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disqualifications",
                        to="cases.case",
                    ),
                ),
                (
                    "decided_by",
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
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "rejected"), _negated=True),
                        fields=["user", "case"],
                        name="disqualification_by_user",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="disqualification_has_a_reason",
                    ),
                    models.UniqueConstraint(
                        models.F("case"),
                        models.F("user"),
                        condition=models.Q(("state", "rejected"), _negated=True),
                        name="disqualification_once_per_person",
                        violation_error_message="Spørsmålet er allerede reist.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("state", "raised"),
                            ),
                            models.Q(
                                models.Q(("state", "raised"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="disqualification_decided_at_and_by_go_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "raised"),
                            ("decided_by", models.F("user")),
                            models.Q(("decision_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="disqualification_decision_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "rejected"), _negated=True),
                            models.Q(("decided_by", models.F("user")), _negated=True),
                            _connector="OR",
                        ),
                        name="disqualification_nobody_clears_oneself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DisqualificationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "ground",
                    models.TextField(
                        choices=[
                            ("party", "Er selv part i saken"),
                            (
                                "family",
                                "I slekt eller svogerskap med en part: foreldre, barn, søsken eller like nær",
                            ),
                            (
                                "married",
                                "Er eller har vært gift eller forlovet med en part, eller er fosterforelder eller fosterbarn",
                            ),
                            (
                                "guardian",
                                "Er verge eller fullmektig for en part, eller har vært det i saken",
                            ),
                            ("leads", "Leder eller sitter i styret i en virksomhet som er part"),
                            (
                                "other",
                                "Noe annet som kan svekke tilliten: nært vennskap, uvennskap, egen fordel eller ulempe",
                            ),
                        ],
                        verbose_name="grunn",
                    ),
                ),
                ("reason", models.TextField(verbose_name="hvorfor")),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("raised", "Ikke avgjort"),
                            ("upheld", "Inhabil"),
                            ("rejected", "Ikke inhabil"),
                        ],
                        default="raised",
                    ),
                ),
                (
                    "may_read",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="kan lese saken"
                    ),
                ),
                (
                    "raised_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decision_reason",
                    models.TextField(blank=True, verbose_name="lederens begrunnelse"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "decided_by",
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
                        to="cases.disqualification",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.TextField(verbose_name="tittel")),
                ("filename", models.TextField(verbose_name="filnavn")),
                ("content_type", models.TextField()),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.TextField()),
                (
                    "added_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
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
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="DocumentKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.TextField()),
                ("position", models.PositiveSmallIntegerField()),
                ("valid_from", models.DateField(verbose_name="gjelder fra")),
                ("is_active", models.BooleanField(db_default=True, default=True)),
                ("name_nb", models.TextField(verbose_name="navn på bokmål")),
                ("name_nn", models.TextField(verbose_name="navn på nynorsk")),
                (
                    "direction",
                    models.TextField(
                        choices=[
                            ("incoming", "Inngående"),
                            ("outgoing", "Utgående"),
                            ("internal", "Internt"),
                        ],
                        default="incoming",
                        verbose_name="retning",
                    ),
                ),
                (
                    "retention",
                    models.TextField(
                        choices=[
                            ("forever", "Bevares for alltid"),
                            ("with_case", "Følger saken"),
                            ("accounting", "Regnskapsmateriale"),
                            ("own_rule", "Kommunens egen regel"),
                        ],
                        default="with_case",
                        verbose_name="bevaring",
                    ),
                ),
                ("retention_ground", models.TextField(verbose_name="hjemmel for bevaringen")),
                (
                    "shielding",
                    models.TextField(default="offl. § 13 jf. fvl. § 13", verbose_name="skjerming"),
                ),
                (
                    "parents_may_see",
                    models.BooleanField(
                        db_default=True, default=True, verbose_name="kan vises for foreldre"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("municipality"),
                        models.F("key"),
                        models.F("valid_from"),
                        name="document_kind_one_row_per_day",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentKindEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("key", models.TextField()),
                ("position", models.PositiveSmallIntegerField()),
                ("valid_from", models.DateField(verbose_name="gjelder fra")),
                ("is_active", models.BooleanField(db_default=True, default=True)),
                ("name_nb", models.TextField(verbose_name="navn på bokmål")),
                ("name_nn", models.TextField(verbose_name="navn på nynorsk")),
                (
                    "direction",
                    models.TextField(
                        choices=[
                            ("incoming", "Inngående"),
                            ("outgoing", "Utgående"),
                            ("internal", "Internt"),
                        ],
                        default="incoming",
                        verbose_name="retning",
                    ),
                ),
                (
                    "retention",
                    models.TextField(
                        choices=[
                            ("forever", "Bevares for alltid"),
                            ("with_case", "Følger saken"),
                            ("accounting", "Regnskapsmateriale"),
                            ("own_rule", "Kommunens egen regel"),
                        ],
                        default="with_case",
                        verbose_name="bevaring",
                    ),
                ),
                ("retention_ground", models.TextField(verbose_name="hjemmel for bevaringen")),
                (
                    "shielding",
                    models.TextField(default="offl. § 13 jf. fvl. § 13", verbose_name="skjerming"),
                ),
                (
                    "parents_may_see",
                    models.BooleanField(
                        db_default=True, default=True, verbose_name="kan vises for foreldre"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
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
                        to="cases.documentkind",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message", models.TextField(blank=True, verbose_name="beskjed")),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("offered", "Venter på svar"),
                            ("accepted", "Tatt imot"),
                            ("declined", "Takket nei"),
                            ("withdrawn", "Trukket tilbake"),
                        ],
                        default="offered",
                    ),
                ),
                (
                    "offered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, verbose_name="svar")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to="cases.case",
                    ),
                ),
                (
                    "from_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
                (
                    "from_user",
                    models.ForeignKey(
                        blank=True,
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
                (
                    "offered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
                (
                    "to_user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("case"),
                        condition=models.Q(("state", "offered")),
                        name="hand_over_one_open_per_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", True),
                                ("answered_by__isnull", True),
                                ("state", "offered"),
                            ),
                            models.Q(
                                models.Q(("state", "offered"), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="hand_over_answered_at_and_by_go_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="hand_over_decline_has_a_reason",
                        violation_error_message="Skriv hvorfor du ikke kan ta saken.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOverEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("message", models.TextField(blank=True, verbose_name="beskjed")),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("offered", "Venter på svar"),
                            ("accepted", "Tatt imot"),
                            ("declined", "Takket nei"),
                            ("withdrawn", "Trukket tilbake"),
                        ],
                        default="offered",
                    ),
                ),
                (
                    "offered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, verbose_name="svar")),
                (
                    "answered_by",
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
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "from_unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.unit",
                    ),
                ),
                (
                    "from_user",
                    models.ForeignKey(
                        blank=True,
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
                    "offered_by",
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
                        to="cases.handover",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.unit",
                    ),
                ),
                (
                    "to_user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
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
            name="ImpartialityAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.TextField(
                        choices=[
                            ("impartial", "Jeg er ikke inhabil i denne saken"),
                            ("doubtful", "Jeg kan være inhabil – lederen avgjør det"),
                            ("disqualified", "Jeg er inhabil og skal ikke arbeide med saken"),
                        ],
                        verbose_name="svar",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="impartiality_answers",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("case"),
                        models.F("answered_by"),
                        name="impartiality_answered_once_per_case",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImpartialityAnswerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "answer",
                    models.TextField(
                        choices=[
                            ("impartial", "Jeg er ikke inhabil i denne saken"),
                            ("doubtful", "Jeg kan være inhabil – lederen avgjør det"),
                            ("disqualified", "Jeg er inhabil og skal ikke arbeide med saken"),
                        ],
                        verbose_name="svar",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
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
                        to="cases.impartialityanswer",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InformationWish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("child_asked", "Den unge har bedt om at foreldrene ikke får vite det"),
                            ("weighty_reasons", "Tungtveiende hensyn kan tale mot det"),
                        ],
                        verbose_name="hva det gjelder",
                    ),
                ),
                ("said_on", models.DateField(verbose_name="dato")),
                (
                    "how",
                    models.TextField(
                        choices=[
                            ("meeting", "I en samtale"),
                            ("phone", "På telefon"),
                            ("writing", "Skriftlig"),
                            ("others", "Gjennom andre, for eksempel skolen"),
                        ],
                        verbose_name="hvordan det ble sagt",
                    ),
                ),
                (
                    "what",
                    models.TextField(verbose_name="hva foreldrene ikke skal få vite, og hvorfor"),
                ),
                (
                    "registered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, verbose_name="hvorfor det ikke gjelder lenger"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="information_wishes",
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
                    "registered_by",
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
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=["case"],
                        name="information_wish_standing",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True),
                        name="information_wish_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at__isnull", True),
                                ("withdrawn_by__isnull", True),
                                ("withdrawn_reason", ""),
                            ),
                            models.Q(
                                models.Q(("withdrawn_reason", ""), _negated=True),
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="information_wish_withdrawn_at_and_by_go_together",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InformationWishEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("child_asked", "Den unge har bedt om at foreldrene ikke får vite det"),
                            ("weighty_reasons", "Tungtveiende hensyn kan tale mot det"),
                        ],
                        verbose_name="hva det gjelder",
                    ),
                ),
                ("said_on", models.DateField(verbose_name="dato")),
                (
                    "how",
                    models.TextField(
                        choices=[
                            ("meeting", "I en samtale"),
                            ("phone", "På telefon"),
                            ("writing", "Skriftlig"),
                            ("others", "Gjennom andre, for eksempel skolen"),
                        ],
                        verbose_name="hvordan det ble sagt",
                    ),
                ),
                (
                    "what",
                    models.TextField(verbose_name="hva foreldrene ikke skal få vite, og hvorfor"),
                ),
                (
                    "registered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, verbose_name="hvorfor det ikke gjelder lenger"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
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
                        to="cases.informationwish",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="dokumentnummer")),
                (
                    "direction",
                    models.TextField(
                        choices=[
                            ("incoming", "Inngående"),
                            ("outgoing", "Utgående"),
                            ("internal", "Internt"),
                        ],
                        verbose_name="retning",
                    ),
                ),
                ("title", models.TextField(verbose_name="tittel")),
                (
                    "correspondent",
                    models.TextField(blank=True, verbose_name="avsender eller mottaker"),
                ),
                ("dated_on", models.DateField(verbose_name="dokumentets dato")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="mottatt")),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="sendt")),
                (
                    "registered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("shielding", models.TextField(default="offl. § 13 jf. fvl. § 13")),
                (
                    "not_for_parents",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="ikke til foreldrene"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="journal",
                        to="cases.case",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.documentkind",
                        verbose_name="dokumenttype",
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
                    "registered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("case"),
                        models.F("number"),
                        name="journal_entry_number_once_in_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("direction", "incoming"), _negated=True),
                            ("received_on__isnull", False),
                            _connector="OR",
                        ),
                        name="journal_entry_incoming_has_received_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.TextField(verbose_name="tittel")),
                ("filename", models.TextField(verbose_name="filnavn")),
                ("content_type", models.TextField()),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.TextField()),
                (
                    "added_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                (
                    "added_by",
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
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
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
                        to="cases.document",
                    ),
                ),
                (
                    "journal_entry",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.journalentry",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="document",
            name="journal_entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="cases.journalentry",
            ),
        ),
        migrations.CreateModel(
            name="JournalEntryEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveIntegerField(verbose_name="dokumentnummer")),
                (
                    "direction",
                    models.TextField(
                        choices=[
                            ("incoming", "Inngående"),
                            ("outgoing", "Utgående"),
                            ("internal", "Internt"),
                        ],
                        verbose_name="retning",
                    ),
                ),
                ("title", models.TextField(verbose_name="tittel")),
                (
                    "correspondent",
                    models.TextField(blank=True, verbose_name="avsender eller mottaker"),
                ),
                ("dated_on", models.DateField(verbose_name="dokumentets dato")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="mottatt")),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="sendt")),
                (
                    "registered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("shielding", models.TextField(default="offl. § 13 jf. fvl. § 13")),
                (
                    "not_for_parents",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="ikke til foreldrene"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.documentkind",
                        verbose_name="dokumenttype",
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
                        to="cases.journalentry",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
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
            name="ParentInformationAssessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.TextField(blank=True)),
                (
                    "outcome",
                    models.TextField(
                        choices=[
                            ("withhold_all", "Foreldrene får ikke brev"),
                            ("withhold_marked", "Foreldrene får brev uten det som er merket"),
                            ("tell", "Foreldrene får brev"),
                        ],
                        verbose_name="vurdering",
                    ),
                ),
                ("reasons", models.TextField(verbose_name="begrunnelse")),
                (
                    "needed_by_parents",
                    models.TextField(blank=True, verbose_name="det foreldrene likevel må få vite"),
                ),
                ("child_told_on", models.DateField(verbose_name="den unge fikk vite det")),
                (
                    "assessed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                (
                    "assessed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parent_assessments",
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
            ],
            options={
                "ordering": ["-assessed_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reasons", ""), _negated=True),
                        name="parent_assessment_has_reasons",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ParentInformationAssessmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("source", models.TextField(blank=True)),
                (
                    "outcome",
                    models.TextField(
                        choices=[
                            ("withhold_all", "Foreldrene får ikke brev"),
                            ("withhold_marked", "Foreldrene får brev uten det som er merket"),
                            ("tell", "Foreldrene får brev"),
                        ],
                        verbose_name="vurdering",
                    ),
                ),
                ("reasons", models.TextField(verbose_name="begrunnelse")),
                (
                    "needed_by_parents",
                    models.TextField(blank=True, verbose_name="det foreldrene likevel må få vite"),
                ),
                ("child_told_on", models.DateField(verbose_name="den unge fikk vite det")),
                (
                    "assessed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                (
                    "assessed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
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
                        to="cases.parentinformationassessment",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.TextField(verbose_name="navn")),
                (
                    "sort_name",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            django.db.models.functions.text.Lower("name"),
                            models.Value("æäøöå"),
                            models.Value("{{||}"),
                            function="translate",
                            output_field=models.TextField(db_collation="C"),
                        ),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="fødselsdato")),
                (
                    "identity_number",
                    stottekontakt.database.encryption.EncryptedTextField(
                        blank=True, null=True, verbose_name="fødselsnummer"
                    ),
                ),
                ("identity_index", models.BinaryField(null=True)),
                (
                    "gender",
                    models.TextField(
                        blank=True,
                        choices=[("female", "Kvinne"), ("male", "Mann")],
                        verbose_name="kjønn",
                    ),
                ),
                (
                    "written_form",
                    models.TextField(
                        choices=[("nb", "Bokmål"), ("nn", "Nynorsk")],
                        default="nb",
                        verbose_name="målform i brev",
                    ),
                ),
                (
                    "interpreter_language",
                    models.TextField(blank=True, verbose_name="trenger tolk på"),
                ),
                ("address", models.TextField(blank=True, verbose_name="gateadresse")),
                ("postal_code", models.TextField(blank=True, verbose_name="postnummer")),
                ("city", models.TextField(blank=True, verbose_name="poststed")),
                (
                    "address_protection",
                    models.TextField(
                        choices=[
                            ("none", "Ingen"),
                            ("confidential", "Fortrolig adresse"),
                            ("strict", "Strengt fortrolig adresse"),
                        ],
                        default="none",
                        verbose_name="adressebeskyttelse",
                    ),
                ),
                ("phone", models.TextField(blank=True, verbose_name="telefon")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-post")),
                ("died_on", models.DateField(blank=True, null=True, verbose_name="død")),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
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
                "indexes": [
                    models.Index(fields=["municipality", "sort_name"], name="person_by_name"),
                    models.Index(
                        fields=["municipality", "birth_date"], name="person_by_birth_date"
                    ),
                    models.Index(
                        condition=models.Q(("address_protection", "strict")),
                        fields=["municipality", "id"],
                        name="person_strict_address",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("municipality"),
                        models.F("identity_index"),
                        name="person_identity_number_once_in_municipality",
                        violation_error_message="Fødselsnummeret er allerede registrert.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("identity_index__isnull", True), ("identity_number__isnull", True)
                            ),
                            models.Q(
                                ("identity_index__isnull", False),
                                ("identity_number__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="person_identity_number_and_index_go_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="person_has_a_name",
                        violation_error_message="Skriv navnet.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("year", models.PositiveIntegerField(verbose_name="år")),
                ("sequence", models.PositiveIntegerField(verbose_name="løpenummer")),
                (
                    "number",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("year"),
                            models.Value("/"),
                            models.F("sequence"),
                            arg_joiner=" || ",
                            output_field=models.TextField(),
                            template="(%(expressions)s)",
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "housing",
                    models.TextField(
                        choices=[
                            ("unknown", "Ikke kjent"),
                            ("parents", "Hos foreldre"),
                            ("own_home", "Egen bolig"),
                            ("shared", "Bofellesskap"),
                            ("staffed", "Bolig med heldøgns bemanning"),
                            ("institution", "Institusjon eller langtidsplass"),
                            ("foster_home", "Fosterhjem"),
                        ],
                        default="unknown",
                        verbose_name="boform",
                    ),
                ),
                (
                    "priority_flag",
                    models.TextField(blank=True, verbose_name="merknad om prioritet"),
                ),
                (
                    "imported_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="importert"
                    ),
                ),
                (
                    "former_number",
                    models.TextField(
                        blank=True, db_default="", default="", verbose_name="tidligere saksnummer"
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="opprettet")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="avsluttet")),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "caseworker",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="saksbehandler",
                    ),
                ),
                (
                    "delivering_unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.unit",
                        verbose_name="enheten som setter i verk",
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
                        to="cases.case",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.unit",
                        verbose_name="enhet",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="case",
            name="recipient",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="cases.person"
            ),
        ),
        migrations.CreateModel(
            name="PersonEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.TextField(verbose_name="navn")),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="fødselsdato")),
                (
                    "identity_number",
                    stottekontakt.database.encryption.EncryptedTextField(
                        blank=True, null=True, verbose_name="fødselsnummer"
                    ),
                ),
                ("identity_index", models.BinaryField(null=True)),
                (
                    "gender",
                    models.TextField(
                        blank=True,
                        choices=[("female", "Kvinne"), ("male", "Mann")],
                        verbose_name="kjønn",
                    ),
                ),
                (
                    "written_form",
                    models.TextField(
                        choices=[("nb", "Bokmål"), ("nn", "Nynorsk")],
                        default="nb",
                        verbose_name="målform i brev",
                    ),
                ),
                (
                    "interpreter_language",
                    models.TextField(blank=True, verbose_name="trenger tolk på"),
                ),
                ("address", models.TextField(blank=True, verbose_name="gateadresse")),
                ("postal_code", models.TextField(blank=True, verbose_name="postnummer")),
                ("city", models.TextField(blank=True, verbose_name="poststed")),
                (
                    "address_protection",
                    models.TextField(
                        choices=[
                            ("none", "Ingen"),
                            ("confidential", "Fortrolig adresse"),
                            ("strict", "Strengt fortrolig adresse"),
                        ],
                        default="none",
                        verbose_name="adressebeskyttelse",
                    ),
                ),
                ("phone", models.TextField(blank=True, verbose_name="telefon")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-post")),
                ("died_on", models.DateField(blank=True, null=True, verbose_name="død")),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
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
                        to="cases.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Representative",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("parent", "Forelder"),
                            ("guardian", "Verge"),
                            ("proxy", "Fullmektig"),
                            ("child_welfare", "Barnevernstjenesten"),
                            ("next_of_kin", "Pårørende"),
                        ],
                        verbose_name="rolle",
                    ),
                ),
                ("relation", models.TextField(blank=True, verbose_name="forhold til mottakeren")),
                (
                    "parental_responsibility",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("shared", "Felles foreldreansvar"),
                            ("sole", "Foreldreansvar alene"),
                            ("none", "Ikke foreldreansvar"),
                        ],
                        verbose_name="foreldreansvar",
                    ),
                ),
                (
                    "lives_with_recipient",
                    models.BooleanField(default=False, verbose_name="bor sammen med mottakeren"),
                ),
                (
                    "mandate_covers_personal_matters",
                    models.BooleanField(
                        default=False, verbose_name="mandatet dekker personlige forhold"
                    ),
                ),
                (
                    "mandate",
                    models.TextField(
                        blank=True, verbose_name="mandat eller hva fullmakten gjelder"
                    ),
                ),
                (
                    "written_on",
                    models.DateField(blank=True, null=True, verbose_name="fullmakten er datert"),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="fra og med")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="til og med")),
                ("end_reason", models.TextField(blank=True, verbose_name="hvorfor det tok slutt")),
                (
                    "information_withheld",
                    models.TextField(
                        blank=True, verbose_name="hvorfor forelderen ikke skal ha informasjon"
                    ),
                ),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="representatives",
                        to="cases.case",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.document",
                        verbose_name="fullmakten",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="representations",
                        to="cases.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "parent"), _negated=True),
                            models.Q(("parental_responsibility", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="representative_parent_has_responsibility_stated",
                        violation_error_message="Velg om forelderen har foreldreansvar.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "guardian"), _negated=True),
                            models.Q(("mandate", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="representative_guardian_has_mandate",
                        violation_error_message="Skriv hva mandatet til vergen gjelder.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="representative_ends_after_it_starts",
                        violation_error_message="Sluttdatoen må være samme dag som startdatoen eller senere.",
                    ),
                    models.UniqueConstraint(
                        models.F("case"),
                        models.F("person"),
                        models.F("kind"),
                        condition=models.Q(("valid_until__isnull", True)),
                        name="representative_once_per_kind_while_in_force",
                        violation_error_message="Personen har allerede denne rollen i saken.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RepresentativeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("parent", "Forelder"),
                            ("guardian", "Verge"),
                            ("proxy", "Fullmektig"),
                            ("child_welfare", "Barnevernstjenesten"),
                            ("next_of_kin", "Pårørende"),
                        ],
                        verbose_name="rolle",
                    ),
                ),
                ("relation", models.TextField(blank=True, verbose_name="forhold til mottakeren")),
                (
                    "parental_responsibility",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("shared", "Felles foreldreansvar"),
                            ("sole", "Foreldreansvar alene"),
                            ("none", "Ikke foreldreansvar"),
                        ],
                        verbose_name="foreldreansvar",
                    ),
                ),
                (
                    "lives_with_recipient",
                    models.BooleanField(default=False, verbose_name="bor sammen med mottakeren"),
                ),
                (
                    "mandate_covers_personal_matters",
                    models.BooleanField(
                        default=False, verbose_name="mandatet dekker personlige forhold"
                    ),
                ),
                (
                    "mandate",
                    models.TextField(
                        blank=True, verbose_name="mandat eller hva fullmakten gjelder"
                    ),
                ),
                (
                    "written_on",
                    models.DateField(blank=True, null=True, verbose_name="fullmakten er datert"),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="fra og med")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="til og med")),
                ("end_reason", models.TextField(blank=True, verbose_name="hvorfor det tok slutt")),
                (
                    "information_withheld",
                    models.TextField(
                        blank=True, verbose_name="hvorfor forelderen ikke skal ha informasjon"
                    ),
                ),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.document",
                        verbose_name="fullmakten",
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
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.person",
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
                        to="cases.representative",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="agereached",
            index=models.Index(
                condition=models.Q(("checked_at__isnull", True)),
                fields=["case"],
                name="age_reached_not_checked",
            ),
        ),
        migrations.AddConstraint(
            model_name="agereached",
            constraint=models.UniqueConstraint(
                models.F("case"), models.F("age"), name="age_reached_once_per_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="agereached",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("checked_at__isnull", True), ("checked_by__isnull", True)),
                    models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)),
                    _connector="OR",
                ),
                name="age_reached_checked_at_and_by_go_together",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["sha256"], name="document_by_sha256"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                name="document_sha256_is_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_on__isnull", True)),
                fields=["unit", "caseworker"],
                name="case_open_by_caseworker",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                models.F("municipality"),
                models.F("year"),
                models.F("sequence"),
                name="case_number_once_in_municipality",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                models.F("recipient"),
                condition=models.Q(("closed_on__isnull", True)),
                name="case_one_open_per_recipient",
                violation_error_message="Personen har allerede en åpen sak.",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_on__isnull", True),
                    ("closed_on__gte", models.F("opened_on")),
                    _connector="OR",
                ),
                name="case_closed_after_it_opened",
            ),
        ),
    ]
