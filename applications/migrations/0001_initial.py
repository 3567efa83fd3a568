import datetime
import django.db.models.deletion
import django.db.models.expressions
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
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("received", "Til behandling"),
                            ("decided", "Avgjort"),
                            ("withdrawn", "Trukket"),
                            ("registered_in_error", "Feilregistrert"),
                        ],
                        default="received",
                    ),
                ),
                (
                    "channel",
                    models.TextField(
                        choices=[
                            ("paper", "På papir"),
                            ("phone", "På telefon"),
                            ("in_person", "Ved oppmøte"),
                        ],
                        verbose_name="hvordan den kom",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="mottatt")),
                ("posted_on", models.DateField(blank=True, null=True, verbose_name="postlagt")),
                (
                    "applicant_is",
                    models.TextField(
                        choices=[
                            ("recipient", "Den det gjelder, selv"),
                            ("parent", "Forelder"),
                            ("guardian", "Verge"),
                            ("proxy", "Fullmektig"),
                            ("child_welfare", "Barnevernstjenesten"),
                            ("other", "En annen, for eksempel lærer eller pårørende"),
                        ],
                        verbose_name="hvem som søker",
                    ),
                ),
                (
                    "applicant_relation",
                    models.TextField(blank=True, verbose_name="forhold til den det gjelder"),
                ),
                ("understands_the_case", models.BooleanField(db_default=False, default=False)),
                ("wishes", models.TextField(blank=True, verbose_name="hva det søkes om")),
                (
                    "hours",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="timer"
                    ),
                ),
                (
                    "hours_unit",
                    models.TextField(
                        blank=True,
                        choices=[("week", "i uken"), ("month", "i måneden")],
                        verbose_name="per",
                    ),
                ),
                ("reasons", models.TextField(blank=True, verbose_name="hvorfor")),
                ("own_words", models.TextField(blank=True, verbose_name="med egne ord")),
                ("form_key", models.UUIDField(editable=False, null=True)),
                (
                    "registered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="avgjort")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="trukket")),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, verbose_name="hvorfor den ble trukket"),
                ),
                ("error_reason", models.TextField(blank=True, verbose_name="hva som var feil")),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.person",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="cases.case",
                    ),
                ),
                (
                    "journal_entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.journalentry",
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
            ],
            options={
                "ordering": ["-received_on", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["municipality", "-received_on", "-id"], name="application_newest"
                    ),
                    models.Index(
                        condition=models.Q(("state", "received")),
                        fields=["case"],
                        name="application_open",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("municipality"),
                        models.F("form_key"),
                        name="application_once_per_form_sent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("posted_on__isnull", True),
                            ("posted_on__lte", models.F("received_on")),
                            _connector="OR",
                        ),
                        name="application_posted_before_received",
                        violation_error_message="Søknaden kan ikke være mottatt før den ble postlagt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hours__isnull", True), ("hours_unit", "")),
                            models.Q(
                                ("hours__gt", 0),
                                ("hours__isnull", False),
                                ("hours__lte", 168),
                                ("hours_unit", "week"),
                            ),
                            models.Q(
                                ("hours__gt", 0),
                                ("hours__isnull", False),
                                ("hours__lte", 672),
                                ("hours_unit", "month"),
                            ),
                            _connector="OR",
                        ),
                        name="application_hours_have_unit_and_fit",
                        violation_error_message="Timene må være flere enn 0 og høyst 168 i uken (672 i måneden).",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on__isnull", False), ("state", "decided")),
                            models.Q(
                                models.Q(("state", "decided"), _negated=True),
                                ("decided_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="application_decided_on_follows_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), ("withdrawn_on__isnull", False)),
                            models.Q(
                                models.Q(("state", "withdrawn"), _negated=True),
                                ("withdrawn_on__isnull", True),
                                ("withdrawn_reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="application_withdrawn_on_follows_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "registered_in_error"),
                                models.Q(("error_reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "registered_in_error"), _negated=True),
                                ("error_reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="application_error_reason_follows_state",
                        violation_error_message="Skriv hva som var feil.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("received", "Til behandling"),
                            ("decided", "Avgjort"),
                            ("withdrawn", "Trukket"),
                            ("registered_in_error", "Feilregistrert"),
                        ],
                        default="received",
                    ),
                ),
                (
                    "channel",
                    models.TextField(
                        choices=[
                            ("paper", "På papir"),
                            ("phone", "På telefon"),
                            ("in_person", "Ved oppmøte"),
                        ],
                        verbose_name="hvordan den kom",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="mottatt")),
                ("posted_on", models.DateField(blank=True, null=True, verbose_name="postlagt")),
                (
                    "applicant_is",
                    models.TextField(
                        choices=[
                            ("recipient", "Den det gjelder, selv"),
                            ("parent", "Forelder"),
                            ("guardian", "Verge"),
                            ("proxy", "Fullmektig"),
                            ("child_welfare", "Barnevernstjenesten"),
                            ("other", "En annen, for eksempel lærer eller pårørende"),
                        ],
                        verbose_name="hvem som søker",
                    ),
                ),
                (
                    "applicant_relation",
                    models.TextField(blank=True, verbose_name="forhold til den det gjelder"),
                ),
                ("understands_the_case", models.BooleanField(db_default=False, default=False)),
                ("wishes", models.TextField(blank=True, verbose_name="hva det søkes om")),
                (
                    "hours",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="timer"
                    ),
                ),
                (
                    "hours_unit",
                    models.TextField(
                        blank=True,
                        choices=[("week", "i uken"), ("month", "i måneden")],
                        verbose_name="per",
                    ),
                ),
                ("reasons", models.TextField(blank=True, verbose_name="hvorfor")),
                ("own_words", models.TextField(blank=True, verbose_name="med egne ord")),
                ("form_key", models.UUIDField(editable=False, null=True)),
                (
                    "registered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="avgjort")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="trukket")),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, verbose_name="hvorfor den ble trukket"),
                ),
                ("error_reason", models.TextField(blank=True, verbose_name="hva som var feil")),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "applicant",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.person",
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
                    "journal_entry",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.journalentry",
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
                        to="applications.application",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ApplicationPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="applications.application",
                    ),
                ),
                (
                    "journal_entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.journalentry",
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
                "constraints": [
                    models.UniqueConstraint(
                        models.F("application"),
                        models.F("journal_entry"),
                        name="application_paper_linked_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("open", "I arbeid"),
                            ("finished", "Ferdig"),
                            ("cancelled", "Avbrutt"),
                        ],
                        default="open",
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                (
                    "meeting",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("conversation", "Samtale hos oss"),
                            ("home_visit", "Hjemmebesøk"),
                            ("phone", "Telefonsamtale"),
                        ],
                        verbose_name="hvordan",
                    ),
                ),
                (
                    "starts_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="tidspunkt"),
                ),
                ("place", models.TextField(blank=True, verbose_name="sted")),
                ("invitations", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("interpreter_language", models.TextField(blank=True, verbose_name="tolk på")),
                (
                    "interpreter_ordered_on",
                    models.DateField(blank=True, null=True, verbose_name="tolk bestilt"),
                ),
                (
                    "interpreter_is_qualified",
                    models.BooleanField(blank=True, null=True, verbose_name="kvalifisert tolk"),
                ),
                (
                    "interpreter_reason",
                    models.TextField(blank=True, verbose_name="hvorfor ikke kvalifisert tolk"),
                ),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="holdt")),
                ("held_with", models.TextField(blank=True, verbose_name="hvem som var med")),
                ("function", models.TextField(blank=True, verbose_name="funksjon og helse")),
                ("family", models.TextField(blank=True, verbose_name="familie og hverdag")),
                ("network", models.TextField(blank=True, verbose_name="nettverk")),
                ("activities", models.TextField(blank=True, verbose_name="tilbud og aktiviteter")),
                ("substances", models.TextField(blank=True, verbose_name="rus")),
                ("other", models.TextField(blank=True, verbose_name="annet")),
                ("wishes", models.TextField(blank=True, verbose_name="ønsker")),
                ("goals", models.TextField(blank=True, verbose_name="mål")),
                ("interests", models.TextField(blank=True, verbose_name="fritidsinteresser")),
                (
                    "wanted_days",
                    models.TextField(blank=True, verbose_name="dager og tider som passer"),
                ),
                (
                    "must_haves",
                    models.TextField(blank=True, verbose_name="det som må være på plass"),
                ),
                (
                    "contact_gender",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("", "Har ikke noe å si"),
                            ("female", "Må være kvinne"),
                            ("male", "Må være mann"),
                        ],
                        verbose_name="støttekontaktens kjønn",
                    ),
                ),
                (
                    "contact_gender_reason",
                    models.TextField(blank=True, verbose_name="hvorfor kjønnet har noe å si"),
                ),
                ("safety", models.TextField(blank=True, verbose_name="trygghet")),
                (
                    "child_heard",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("alone", "Ja, i en egen samtale"),
                            ("together", "Ja, sammen med andre"),
                            ("no", "Nei"),
                        ],
                        verbose_name="barnet er hørt",
                    ),
                ),
                ("child_said", models.TextField(blank=True, verbose_name="hva barnet sa")),
                (
                    "child_not_heard",
                    models.TextField(blank=True, verbose_name="hvorfor barnet ikke er hørt"),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cancelled_reason",
                    models.TextField(blank=True, verbose_name="hvorfor den ble avbrutt"),
                ),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                ("saves", models.JSONField(blank=True, default=dict)),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="applications.application",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="cases.case",
                    ),
                ),
                (
                    "finished_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "held_by",
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
                    "note",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.casenote",
                    ),
                ),
                (
                    "started_by",
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
                        condition=models.Q(("state", "open")),
                        fields=["case"],
                        name="assessment_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "finished", "cancelled"])),
                        name="assessment_state_is_known",
                    ),
                    models.UniqueConstraint(
                        models.F("case"),
                        models.F("application"),
                        condition=models.Q(("state", "open")),
                        name="assessment_one_open_per_application",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("finished_at__isnull", False),
                                ("finished_by__isnull", False),
                                ("held_on__isnull", False),
                                ("note__isnull", False),
                                ("state", "finished"),
                            ),
                            models.Q(
                                models.Q(("state", "finished"), _negated=True),
                                ("finished_at__isnull", True),
                                ("finished_by__isnull", True),
                                ("note__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_finished_at_and_by_follow_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "cancelled"),
                                models.Q(("cancelled_reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "cancelled"), _negated=True),
                                ("cancelled_reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_cancelled_says_why",
                        violation_error_message="Skriv hvorfor kartleggingen avbrytes.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("held_by__isnull", True), ("held_on__isnull", True)),
                            models.Q(("held_by__isnull", False), ("held_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessment_held_on_and_by_go_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("interpreter_is_qualified__isnull", True),
                            ("interpreter_is_qualified", True),
                            models.Q(("interpreter_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="assessment_unqualified_interpreter_has_a_reason",
                        violation_error_message="Skriv hvorfor tolken ikke er kvalifisert.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contact_gender", ""),
                            models.Q(("contact_gender_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="assessment_contact_gender_has_a_reason",
                        violation_error_message="Skriv hvorfor kjønnet har noe å si.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("child_heard", "no"), _negated=True),
                            models.Q(("child_not_heard", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="assessment_child_not_heard_says_why",
                        violation_error_message="Skriv hvorfor barnet ikke er hørt.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("open", "I arbeid"),
                            ("finished", "Ferdig"),
                            ("cancelled", "Avbrutt"),
                        ],
                        default="open",
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                (
                    "meeting",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("conversation", "Samtale hos oss"),
                            ("home_visit", "Hjemmebesøk"),
                            ("phone", "Telefonsamtale"),
                        ],
                        verbose_name="hvordan",
                    ),
                ),
                (
                    "starts_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="tidspunkt"),
                ),
                ("place", models.TextField(blank=True, verbose_name="sted")),
                ("invitations", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("interpreter_language", models.TextField(blank=True, verbose_name="tolk på")),
                (
                    "interpreter_ordered_on",
                    models.DateField(blank=True, null=True, verbose_name="tolk bestilt"),
                ),
                (
                    "interpreter_is_qualified",
                    models.BooleanField(blank=True, null=True, verbose_name="kvalifisert tolk"),
                ),
                (
                    "interpreter_reason",
                    models.TextField(blank=True, verbose_name="hvorfor ikke kvalifisert tolk"),
                ),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="holdt")),
                ("held_with", models.TextField(blank=True, verbose_name="hvem som var med")),
                ("function", models.TextField(blank=True, verbose_name="funksjon og helse")),
                ("family", models.TextField(blank=True, verbose_name="familie og hverdag")),
                ("network", models.TextField(blank=True, verbose_name="nettverk")),
                ("activities", models.TextField(blank=True, verbose_name="tilbud og aktiviteter")),
                ("substances", models.TextField(blank=True, verbose_name="rus")),
                ("other", models.TextField(blank=True, verbose_name="annet")),
                ("wishes", models.TextField(blank=True, verbose_name="ønsker")),
                ("goals", models.TextField(blank=True, verbose_name="mål")),
                ("interests", models.TextField(blank=True, verbose_name="fritidsinteresser")),
                (
                    "wanted_days",
                    models.TextField(blank=True, verbose_name="dager og tider som passer"),
                ),
                (
                    "must_haves",
                    models.TextField(blank=True, verbose_name="det som må være på plass"),
                ),
                (
                    "contact_gender",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("", "Har ikke noe å si"),
                            ("female", "Må være kvinne"),
                            ("male", "Må være mann"),
                        ],
                        verbose_name="støttekontaktens kjønn",
                    ),
                ),
                (
                    "contact_gender_reason",
                    models.TextField(blank=True, verbose_name="hvorfor kjønnet har noe å si"),
                ),
                ("safety", models.TextField(blank=True, verbose_name="trygghet")),
                (
                    "child_heard",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("alone", "Ja, i en egen samtale"),
                            ("together", "Ja, sammen med andre"),
                            ("no", "Nei"),
                        ],
                        verbose_name="barnet er hørt",
                    ),
                ),
                ("child_said", models.TextField(blank=True, verbose_name="hva barnet sa")),
                (
                    "child_not_heard",
                    models.TextField(blank=True, verbose_name="hvorfor barnet ikke er hørt"),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cancelled_reason",
                    models.TextField(blank=True, verbose_name="hvorfor den ble avbrutt"),
                ),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                ("saves", models.JSONField(blank=True, default=dict)),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="applications.application",
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
                    "finished_by",
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
                    "held_by",
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
                    "note",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.casenote",
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
                        to="applications.assessment",
                    ),
                ),
                (
                    "started_by",
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
            name="CommentRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("information", models.TextField(verbose_name="opplysningene")),
                ("given_by", models.TextField(verbose_name="hvem de kom fra")),
                ("registered_on", models.DateField(verbose_name="registrert")),
                (
                    "comment_by",
                    models.DateField(blank=True, null=True, verbose_name="uttale seg innen"),
                ),
                (
                    "answered_on",
                    models.DateField(blank=True, null=True, verbose_name="svar mottatt"),
                ),
                ("answer", models.TextField(blank=True, verbose_name="hva parten svarte")),
                (
                    "omitted",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("known", "Opplysningene bekrefter det parten selv har fortalt"),
                            ("whereabouts", "Vi vet ikke hvor parten er"),
                            (
                                "urgent",
                                "Saken haster av hensyn til andre parter eller allmennheten",
                            ),
                            (
                                "not_decisive",
                                "Opplysningene har ikke avgjørende betydning for vedtaket",
                            ),
                            ("needless", "Det er unødvendig eller uheldig for parten selv"),
                        ],
                        verbose_name="hvorfor de ikke legges fram",
                    ),
                ),
                ("omitted_reason", models.TextField(blank=True, verbose_name="begrunnelse")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comment_requests",
                        to="cases.case",
                    ),
                ),
                (
                    "journal_entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.journalentry",
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
                    "note",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.casenote",
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
            ],
            options={
                "ordering": ["-registered_on", "-pk"],
                "indexes": [models.Index(fields=["case"], name="comment_request_of_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("information", ""), _negated=True),
                            models.Q(("given_by", ""), _negated=True),
                        ),
                        name="comment_request_says_what_and_from_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("comment_by__isnull", False),
                                ("omitted", ""),
                                ("omitted_reason", ""),
                            ),
                            models.Q(
                                models.Q(("omitted", ""), _negated=True),
                                models.Q(("omitted_reason", ""), _negated=True),
                                ("answered_on__isnull", True),
                                ("comment_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="comment_request_is_sent_or_says_why_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_on__isnull", True)),
                            models.Q(
                                ("answered_on__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="comment_request_answer_and_day_go_together",
                        violation_error_message="Skriv hva parten svarte.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("comment_by__isnull", True),
                            ("comment_by__gt", models.F("registered_on")),
                            _connector="OR",
                        ),
                        name="comment_request_gives_time_to_answer",
                        violation_error_message="Fristen må være etter dagen vi spør.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommentRequestEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("information", models.TextField(verbose_name="opplysningene")),
                ("given_by", models.TextField(verbose_name="hvem de kom fra")),
                ("registered_on", models.DateField(verbose_name="registrert")),
                (
                    "comment_by",
                    models.DateField(blank=True, null=True, verbose_name="uttale seg innen"),
                ),
                (
                    "answered_on",
                    models.DateField(blank=True, null=True, verbose_name="svar mottatt"),
                ),
                ("answer", models.TextField(blank=True, verbose_name="hva parten svarte")),
                (
                    "omitted",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("known", "Opplysningene bekrefter det parten selv har fortalt"),
                            ("whereabouts", "Vi vet ikke hvor parten er"),
                            (
                                "urgent",
                                "Saken haster av hensyn til andre parter eller allmennheten",
                            ),
                            (
                                "not_decisive",
                                "Opplysningene har ikke avgjørende betydning for vedtaket",
                            ),
                            ("needless", "Det er unødvendig eller uheldig for parten selv"),
                        ],
                        verbose_name="hvorfor de ikke legges fram",
                    ),
                ),
                ("omitted_reason", models.TextField(blank=True, verbose_name="begrunnelse")),
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
                    "journal_entry",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.journalentry",
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
                    "note",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.casenote",
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
                        to="applications.commentrequest",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Consent",
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
                            ("school", "Skole eller barnehage"),
                            ("doctor", "Lege eller spesialist"),
                            ("nav", "Nav"),
                            ("other", "En annen"),
                        ],
                        verbose_name="hvem vi vil spørre",
                    ),
                ),
                ("name", models.TextField(verbose_name="navn")),
                ("scope", models.TextField(verbose_name="hva vi vil spørre om")),
                ("asked_on", models.DateField(verbose_name="bedt om")),
                ("answer_by", models.DateField(blank=True, null=True, verbose_name="svar innen")),
                ("letter_source", models.TextField(blank=True)),
                ("given_on", models.DateField(blank=True, null=True, verbose_name="gitt")),
                (
                    "given_how",
                    models.TextField(
                        blank=True,
                        choices=[("paper", "Skriftlig"), ("oral", "Muntlig")],
                        verbose_name="hvordan",
                    ),
                ),
                ("given_by", models.TextField(blank=True, verbose_name="hvem som ga det")),
                ("note", models.TextField(blank=True, verbose_name="merknad")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="gjelder til og med"),
                ),
                ("declined_on", models.DateField(blank=True, null=True, verbose_name="ikke gitt")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="trukket")),
                (
                    "asked_by",
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
                        related_name="consents",
                        to="cases.case",
                    ),
                ),
                (
                    "journal_entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.journalentry",
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
                "ordering": ["-asked_on", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("declined_on__isnull", True), ("given_on__isnull", True)
                        ),
                        fields=["case"],
                        name="consent_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("scope", ""), _negated=True),
                        ),
                        name="consent_names_source_and_scope",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("given_by", ""), ("given_how", ""), ("given_on__isnull", True)
                            ),
                            models.Q(
                                ("given_on__isnull", False),
                                models.Q(("given_how", ""), _negated=True),
                                models.Q(("given_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="consent_given_says_how_and_by_whom",
                        violation_error_message="Skriv hvem som ga samtykket, og hvordan.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_how", "oral"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="consent_given_orally_is_written_down",
                        violation_error_message="Skriv ned hva som ble sagt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_how", "paper"), _negated=True),
                            ("journal_entry__isnull", False),
                            _connector="OR",
                        ),
                        name="consent_given_on_paper_has_its_document",
                        violation_error_message="Legg ved samtykket.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("given_on__isnull", True),
                            ("declined_on__isnull", True),
                            _connector="OR",
                        ),
                        name="consent_is_not_both_given_and_declined",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_on__isnull", True),
                            models.Q(
                                ("given_on__isnull", False),
                                ("withdrawn_on__gte", models.F("given_on")),
                            ),
                            _connector="OR",
                        ),
                        name="consent_withdrawn_after_it_was_given",
                        violation_error_message="Samtykket kan ikke være trukket før det ble gitt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            models.Q(
                                ("given_on__isnull", False),
                                ("valid_until__gte", models.F("given_on")),
                            ),
                            _connector="OR",
                        ),
                        name="consent_valid_until_after_it_was_given",
                        violation_error_message="Samtykket må gjelde minst til dagen det ble gitt.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("school", "Skole eller barnehage"),
                            ("doctor", "Lege eller spesialist"),
                            ("nav", "Nav"),
                            ("other", "En annen"),
                        ],
                        verbose_name="hvem vi vil spørre",
                    ),
                ),
                ("name", models.TextField(verbose_name="navn")),
                ("scope", models.TextField(verbose_name="hva vi vil spørre om")),
                ("asked_on", models.DateField(verbose_name="bedt om")),
                ("answer_by", models.DateField(blank=True, null=True, verbose_name="svar innen")),
                ("letter_source", models.TextField(blank=True)),
                ("given_on", models.DateField(blank=True, null=True, verbose_name="gitt")),
                (
                    "given_how",
                    models.TextField(
                        blank=True,
                        choices=[("paper", "Skriftlig"), ("oral", "Muntlig")],
                        verbose_name="hvordan",
                    ),
                ),
                ("given_by", models.TextField(blank=True, verbose_name="hvem som ga det")),
                ("note", models.TextField(blank=True, verbose_name="merknad")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="gjelder til og med"),
                ),
                ("declined_on", models.DateField(blank=True, null=True, verbose_name="ikke gitt")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="trukket")),
                (
                    "asked_by",
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
                    "journal_entry",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.journalentry",
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
                        to="applications.consent",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InformationItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.TextField(verbose_name="hva vi trenger")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="mottatt")),
                ("note", models.TextField(blank=True, verbose_name="hva vi fikk")),
                (
                    "journal_entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.journalentry",
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
                "ordering": ["request", "position"],
            },
        ),
        migrations.CreateModel(
            name="InformationRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "asked_of",
                    models.TextField(
                        choices=[
                            ("party", "Den som har søkt"),
                            ("source", "En annen, med samtykke"),
                        ],
                        default="party",
                        verbose_name="hvem vi spør",
                    ),
                ),
                ("why", models.TextField(blank=True, verbose_name="hvorfor vi trenger det")),
                ("asked_on", models.DateField(verbose_name="bedt om")),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("answer_by", models.DateField(verbose_name="svar innen")),
                ("reminded_on", models.DateField(blank=True, null=True, verbose_name="purret")),
                ("remind_by", models.DateField(blank=True, null=True, verbose_name="ny frist")),
                ("reminders", models.PositiveSmallIntegerField(db_default=0, default=0)),
                (
                    "complete_on",
                    models.DateField(blank=True, null=True, verbose_name="alt er mottatt"),
                ),
                ("closing_note", models.TextField(blank=True, verbose_name="merknad")),
                (
                    "withdrawn_on",
                    models.DateField(blank=True, null=True, verbose_name="trukket tilbake"),
                ),
                (
                    "addressee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.person",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="information_requests",
                        to="applications.application",
                    ),
                ),
                (
                    "asked_by",
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
                        related_name="information_requests",
                        to="cases.case",
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="applications.consent",
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
                "ordering": ["-asked_on", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("complete_on__isnull", True), ("withdrawn_on__isnull", True)
                        ),
                        fields=["municipality", "answer_by"],
                        name="information_request_open",
                    ),
                    models.Index(fields=["case"], name="information_request_of_case"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("addressee__isnull", True),
                                ("asked_of", "party"),
                                ("consent__isnull", True),
                            ),
                            models.Q(
                                ("addressee__isnull", False),
                                ("asked_of", "source"),
                                ("consent__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="information_request_of_a_source_has_consent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer_by__gt", models.F("asked_on"))),
                        name="information_request_gives_time_to_answer",
                        violation_error_message="Fristen må være etter dagen vi spør.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("remind_by__isnull", True),
                                ("reminded_on__isnull", True),
                                ("reminders", 0),
                            ),
                            models.Q(
                                ("remind_by__gt", models.F("reminded_on")),
                                ("remind_by__isnull", False),
                                ("reminded_on__isnull", False),
                                ("reminders__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="information_request_reminder_has_a_new_day",
                        violation_error_message="Den nye fristen må være etter dagen vi purrer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("complete_on__isnull", True),
                                ("complete_on__gte", models.F("asked_on")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("withdrawn_on__isnull", True),
                                ("withdrawn_on__gte", models.F("asked_on")),
                                _connector="OR",
                            ),
                        ),
                        name="information_request_ends_after_it_was_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("complete_on__isnull", True),
                            ("withdrawn_on__isnull", True),
                            _connector="OR",
                        ),
                        name="information_request_is_not_both_complete_and_withdrawn",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InformationItemEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.TextField(verbose_name="hva vi trenger")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="mottatt")),
                ("note", models.TextField(blank=True, verbose_name="hva vi fikk")),
                (
                    "journal_entry",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.journalentry",
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
                        to="applications.informationitem",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="applications.informationrequest",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="informationitem",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="applications.informationrequest",
            ),
        ),
        migrations.CreateModel(
            name="InformationRequestEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "asked_of",
                    models.TextField(
                        choices=[
                            ("party", "Den som har søkt"),
                            ("source", "En annen, med samtykke"),
                        ],
                        default="party",
                        verbose_name="hvem vi spør",
                    ),
                ),
                ("why", models.TextField(blank=True, verbose_name="hvorfor vi trenger det")),
                ("asked_on", models.DateField(verbose_name="bedt om")),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("answer_by", models.DateField(verbose_name="svar innen")),
                ("reminded_on", models.DateField(blank=True, null=True, verbose_name="purret")),
                ("remind_by", models.DateField(blank=True, null=True, verbose_name="ny frist")),
                ("reminders", models.PositiveSmallIntegerField(db_default=0, default=0)),
                (
                    "complete_on",
                    models.DateField(blank=True, null=True, verbose_name="alt er mottatt"),
                ),
                ("closing_note", models.TextField(blank=True, verbose_name="merknad")),
                (
                    "withdrawn_on",
                    models.DateField(blank=True, null=True, verbose_name="trukket tilbake"),
                ),
                (
                    "addressee",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.person",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="applications.application",
                    ),
                ),
                (
                    "asked_by",
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
                    "consent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="applications.consent",
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
                        to="applications.informationrequest",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("open", "Åpen"),
                            ("application", "Søknad er startet"),
                            ("guidance", "Veiledning er gitt"),
                            ("withdrawn", "Trukket"),
                        ],
                        default="open",
                    ),
                ),
                (
                    "channel",
                    models.TextField(
                        choices=[("phone", "På telefon"), ("in_person", "Ved oppmøte")],
                        default="phone",
                        verbose_name="hvordan",
                    ),
                ),
                ("enquired_on", models.DateField(verbose_name="dato")),
                (
                    "caller_name",
                    models.TextField(blank=True, verbose_name="hvem som henvendte seg"),
                ),
                ("caller_phone", models.TextField(blank=True, verbose_name="telefon")),
                (
                    "caller_relation",
                    models.TextField(blank=True, verbose_name="forhold til den det gjelder"),
                ),
                ("about_name", models.TextField(blank=True, verbose_name="hvem det gjelder")),
                ("question", models.TextField(verbose_name="hva det gjaldt")),
                ("answer", models.TextField(blank=True, verbose_name="hva som ble svart")),
                (
                    "callback_on",
                    models.DateField(blank=True, null=True, verbose_name="ringe tilbake"),
                ),
                ("guidance", models.TextField(blank=True, verbose_name="veiledningen")),
                (
                    "no_letter",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("anonymous", "Den som henvendte seg, er ukjent for oss"),
                            ("no_address", "Vi har ingen adresse å sende til"),
                            ("declined", "Den som henvendte seg, ville ikke ha brev"),
                            ("general", "Spørsmålet var generelt og gjaldt ingen bestemt person"),
                        ],
                        verbose_name="hvorfor det ikke er sendt brev",
                    ),
                ),
                (
                    "closing_note",
                    models.TextField(blank=True, verbose_name="merknad da den ble avsluttet"),
                ),
                (
                    "registered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.person",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiries",
                        to="applications.application",
                    ),
                ),
                (
                    "caller",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.person",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiries",
                        to="cases.case",
                    ),
                ),
                (
                    "closed_by",
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
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            options={
                "ordering": ["-enquired_on", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["municipality", "-enquired_on", "-id"], name="inquiry_newest"
                    ),
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["unit"], name="inquiry_open"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "application", "guidance", "withdrawn"])
                        ),
                        name="inquiry_is_never_refused",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", True),
                                ("closed_by__isnull", True),
                                ("state", "open"),
                            ),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="inquiry_closed_at_and_by_follow_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("question", ""), _negated=True),
                        name="inquiry_says_what_it_is_about",
                        violation_error_message="Skriv hva henvendelsen gjaldt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("application__isnull", False), ("state", "application")),
                            models.Q(
                                models.Q(("state", "application"), _negated=True),
                                ("application__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="inquiry_application_follows_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "guidance"), models.Q(("guidance", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("state", "guidance"), _negated=True),
                                ("guidance", ""),
                                ("no_letter", ""),
                            ),
                            _connector="OR",
                        ),
                        name="inquiry_guidance_follows_state",
                        violation_error_message="Skriv hvilken veiledning som ble gitt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "guidance"), _negated=True),
                            ("case__isnull", False),
                            models.Q(("no_letter", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="inquiry_guidance_is_written_or_says_why_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(("closing_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="inquiry_withdrawn_says_how",
                        violation_error_message="Skriv hvordan vi fikk vite at den er trukket.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "open"), ("callback_on__isnull", True), _connector="OR"
                        ),
                        name="inquiry_closed_promises_no_callback",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InquiryEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("open", "Åpen"),
                            ("application", "Søknad er startet"),
                            ("guidance", "Veiledning er gitt"),
                            ("withdrawn", "Trukket"),
                        ],
                        default="open",
                    ),
                ),
                (
                    "channel",
                    models.TextField(
                        choices=[("phone", "På telefon"), ("in_person", "Ved oppmøte")],
                        default="phone",
                        verbose_name="hvordan",
                    ),
                ),
                ("enquired_on", models.DateField(verbose_name="dato")),
                (
                    "caller_name",
                    models.TextField(blank=True, verbose_name="hvem som henvendte seg"),
                ),
                ("caller_phone", models.TextField(blank=True, verbose_name="telefon")),
                (
                    "caller_relation",
                    models.TextField(blank=True, verbose_name="forhold til den det gjelder"),
                ),
                ("about_name", models.TextField(blank=True, verbose_name="hvem det gjelder")),
                ("question", models.TextField(verbose_name="hva det gjaldt")),
                ("answer", models.TextField(blank=True, verbose_name="hva som ble svart")),
                (
                    "callback_on",
                    models.DateField(blank=True, null=True, verbose_name="ringe tilbake"),
                ),
                ("guidance", models.TextField(blank=True, verbose_name="veiledningen")),
                (
                    "no_letter",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("anonymous", "Den som henvendte seg, er ukjent for oss"),
                            ("no_address", "Vi har ingen adresse å sende til"),
                            ("declined", "Den som henvendte seg, ville ikke ha brev"),
                            ("general", "Spørsmålet var generelt og gjaldt ingen bestemt person"),
                        ],
                        verbose_name="hvorfor det ikke er sendt brev",
                    ),
                ),
                (
                    "closing_note",
                    models.TextField(blank=True, verbose_name="merknad da den ble avsluttet"),
                ),
                (
                    "registered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.person",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="applications.application",
                    ),
                ),
                (
                    "caller",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.person",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "closed_by",
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
                        to="applications.inquiry",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InterimReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.TextField()),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("draft", "Utkast"),
                            ("sent", "Skrevet"),
                            ("dropped", "Falt bort"),
                        ],
                        default="draft",
                    ),
                ),
                ("drafted_on", models.DateField()),
                (
                    "proposed",
                    models.TextField(
                        choices=[
                            ("missing", "Noe mangler i søknaden"),
                            ("waiting", "Vi venter på opplysninger vi har bedt om"),
                            ("assessment", "Vi har ikke hatt kartleggingssamtalen ennå"),
                            ("caseload", "Vi har mange saker til behandling"),
                            ("other", "Noe annet"),
                        ]
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("missing", "Noe mangler i søknaden"),
                            ("waiting", "Vi venter på opplysninger vi har bedt om"),
                            ("assessment", "Vi har ikke hatt kartleggingssamtalen ennå"),
                            ("caseload", "Vi har mange saker til behandling"),
                            ("other", "Noe annet"),
                        ],
                        verbose_name="hvorfor det tar lengre tid",
                    ),
                ),
                ("details", models.TextField(blank=True, verbose_name="mer om grunnen")),
                (
                    "expected_on",
                    models.DateField(blank=True, null=True, verbose_name="når svaret kommer"),
                ),
                (
                    "long_wait",
                    models.TextField(blank=True, verbose_name="hvorfor det tar så lang tid"),
                ),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="skrevet")),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("dropped_on", models.DateField(blank=True, null=True, verbose_name="falt bort")),
                (
                    "dropped_reason",
                    models.TextField(blank=True, verbose_name="hvorfor det falt bort"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interim_replies",
                        to="cases.case",
                    ),
                ),
                (
                    "drafted_by",
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
                    "sent_by",
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
                "indexes": [
                    models.Index(fields=["case"], name="interim_reply_of_case"),
                    models.Index(
                        condition=models.Q(("state", "draft")),
                        fields=["municipality", "case"],
                        name="interim_reply_drafts",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("municipality"),
                        models.F("source"),
                        models.F("number"),
                        name="interim_reply_once_per_number",
                    ),
                    models.UniqueConstraint(
                        models.F("municipality"),
                        models.F("source"),
                        condition=models.Q(("state", "draft")),
                        name="interim_reply_one_draft_per_enquiry",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "sent", "dropped"])),
                        name="interim_reply_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("sent_at__isnull", False),
                                ("sent_by__isnull", False),
                                ("sent_on__isnull", False),
                                ("state", "sent"),
                            ),
                            models.Q(
                                models.Q(("state", "sent"), _negated=True),
                                ("sent_at__isnull", True),
                                ("sent_by__isnull", True),
                                ("sent_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="interim_reply_sent_at_and_by_follow_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            models.Q(
                                models.Q(("reason", ""), _negated=True),
                                ("expected_on__gt", models.F("sent_on")),
                                ("expected_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="interim_reply_sent_has_reason_and_date",
                        violation_error_message="Velg en grunn og skriv når svaret kommer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            models.Q(("reason", "other"), _negated=True),
                            models.Q(("details", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="interim_reply_other_reason_is_told",
                        violation_error_message="Skriv hva grunnen er.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            (
                                "expected_on__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("sent_on"),
                                    "+",
                                    models.Value(datetime.timedelta(days=42)),
                                ),
                            ),
                            models.Q(("long_wait", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="interim_reply_long_wait_is_explained",
                        violation_error_message="Skriv hvorfor det tar så lang tid.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("dropped_on__isnull", False),
                                ("state", "dropped"),
                                models.Q(("dropped_reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "dropped"), _negated=True),
                                ("dropped_on__isnull", True),
                                ("dropped_reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="interim_reply_dropped_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterimReplyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("source", models.TextField()),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("draft", "Utkast"),
                            ("sent", "Skrevet"),
                            ("dropped", "Falt bort"),
                        ],
                        default="draft",
                    ),
                ),
                ("drafted_on", models.DateField()),
                (
                    "proposed",
                    models.TextField(
                        choices=[
                            ("missing", "Noe mangler i søknaden"),
                            ("waiting", "Vi venter på opplysninger vi har bedt om"),
                            ("assessment", "Vi har ikke hatt kartleggingssamtalen ennå"),
                            ("caseload", "Vi har mange saker til behandling"),
                            ("other", "Noe annet"),
                        ]
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("missing", "Noe mangler i søknaden"),
                            ("waiting", "Vi venter på opplysninger vi har bedt om"),
                            ("assessment", "Vi har ikke hatt kartleggingssamtalen ennå"),
                            ("caseload", "Vi har mange saker til behandling"),
                            ("other", "Noe annet"),
                        ],
                        verbose_name="hvorfor det tar lengre tid",
                    ),
                ),
                ("details", models.TextField(blank=True, verbose_name="mer om grunnen")),
                (
                    "expected_on",
                    models.DateField(blank=True, null=True, verbose_name="når svaret kommer"),
                ),
                (
                    "long_wait",
                    models.TextField(blank=True, verbose_name="hvorfor det tar så lang tid"),
                ),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="skrevet")),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("dropped_on", models.DateField(blank=True, null=True, verbose_name="falt bort")),
                (
                    "dropped_reason",
                    models.TextField(blank=True, verbose_name="hvorfor det falt bort"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
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
                    "drafted_by",
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
                        to="applications.interimreply",
                    ),
                ),
                (
                    "sent_by",
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
        migrations.AddConstraint(
            model_name="informationitem",
            constraint=models.UniqueConstraint(
                models.F("request"), models.F("position"), name="information_item_once_per_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="informationitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="information_item_has_text"
            ),
        ),
        migrations.AddConstraint(
            model_name="informationitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("journal_entry__isnull", True), ("note", ""), ("received_on__isnull", True)
                    ),
                    models.Q(
                        ("received_on__isnull", False),
                        models.Q(
                            models.Q(("note", ""), _negated=True),
                            ("journal_entry__isnull", False),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="information_item_received_is_kept_somewhere",
                violation_error_message="Legg ved det som kom, eller skriv hva vi fikk vite.",
            ),
        ),
    ]
