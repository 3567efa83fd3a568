import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("cases", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="ComplaintPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "over",
                    models.TextField(
                        choices=[
                            ("service", "helse- og omsorgstjenester"),
                            ("dismissed_complaint", "avvist klage over tjenester"),
                            ("costs", "sakskostnader"),
                            ("access", "nektet innsyn"),
                            ("child_welfare", "barnevern"),
                            ("companion_card", "ledsagerbevis"),
                        ]
                    ),
                ),
                ("weeks", models.PositiveSmallIntegerField()),
                ("provision", models.TextField()),
                ("valid_from", models.DateField()),
            ],
            options={
                "ordering": ["over", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("over"),
                        models.F("valid_from"),
                        name="complaint_period_one_per_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weeks__range", (1, 26))),
                        name="complaint_period_is_some_weeks",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deadline",
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
                            ("one_month", "Vedtak eller foreløpig svar"),
                            ("complaint", "Klagefrist"),
                            ("evaluation", "Evaluering"),
                            ("end", "Vedtaket løper ut"),
                            ("promised", "Lovet svar"),
                            ("comments", "Uttalelse til forhåndsvarsel"),
                        ],
                        verbose_name="frist",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="dato")),
                ("act_by", models.DateField(verbose_name="vår egen dato")),
                (
                    "basis",
                    models.TextField(
                        choices=[
                            ("one_month", "Én måned fra søknaden kom"),
                            ("four_weeks", "Fire uker fra brevet kom fram"),
                            ("weeks", "Et antall uker fra brevet kom fram"),
                            ("months", "Et antall måneder fra en dato"),
                            ("last_day", "Siste dag i vedtaket"),
                            ("in_decision", "Datoen står i vedtaket"),
                            ("promised", "Lovet i et foreløpig svar"),
                            ("stated", "Datoen står i brevet"),
                        ],
                        verbose_name="regel",
                    ),
                ),
                ("counted_from", models.DateField(blank=True, null=True)),
                ("count", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("source", models.TextField()),
                ("met_on", models.DateField(blank=True, null=True, verbose_name="holdt")),
                ("met_by", models.TextField(blank=True)),
                ("cancelled_on", models.DateField(blank=True, null=True, verbose_name="falt bort")),
                (
                    "cancel_reason",
                    models.TextField(blank=True, verbose_name="hvorfor den falt bort"),
                ),
                ("moved_from", models.DateField(blank=True, null=True, verbose_name="flyttet fra")),
                (
                    "move_reason",
                    models.TextField(blank=True, verbose_name="hvorfor den ble flyttet"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deadlines",
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
                "ordering": ["act_by", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("cancelled_on__isnull", True), ("met_on__isnull", True)
                        ),
                        fields=["municipality", "act_by", "id"],
                        name="deadline_open_by_date",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("cancelled_on__isnull", True),
                            ("kind", "complaint"),
                            ("met_on__isnull", True),
                        ),
                        fields=["municipality", "act_by", "id"],
                        name="deadline_complaint_by_date",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("kind"),
                        models.F("source"),
                        name="deadline_once_per_kind_and_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("act_by__lte", models.F("due_on"))),
                        name="deadline_is_acted_on_before_it_is_due",
                        violation_error_message="Vår egen dato kan ikke være etter fristen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("basis__in", ["one_month", "four_weeks", "weeks", "months"]),
                                _negated=True,
                            ),
                            ("counted_from__isnull", False),
                            _connector="OR",
                        ),
                        name="deadline_counted_has_a_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis__in", ["months", "weeks"]), _negated=True),
                            models.Q(("count__gt", 0), ("count__isnull", False)),
                            _connector="OR",
                        ),
                        name="deadline_months_are_counted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("met_by", ""), ("met_on__isnull", True)),
                            models.Q(
                                ("met_on__isnull", False), models.Q(("met_by", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="deadline_met_on_and_by_go_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancel_reason", ""), ("cancelled_on__isnull", True)),
                            models.Q(
                                ("cancelled_on__isnull", False),
                                models.Q(("cancel_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="deadline_cancelled_on_and_reason_go_together",
                        violation_error_message="Skriv hvorfor fristen falt bort.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("move_reason", ""), ("moved_from__isnull", True)),
                            models.Q(
                                ("moved_from__isnull", False),
                                models.Q(("move_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="deadline_moved_from_and_reason_go_together",
                        violation_error_message="Skriv hvorfor fristen flyttes.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("met_on__isnull", True),
                            ("cancelled_on__isnull", True),
                            _connector="OR",
                        ),
                        name="deadline_is_not_both_met_and_cancelled",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeadlineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("one_month", "Vedtak eller foreløpig svar"),
                            ("complaint", "Klagefrist"),
                            ("evaluation", "Evaluering"),
                            ("end", "Vedtaket løper ut"),
                            ("promised", "Lovet svar"),
                            ("comments", "Uttalelse til forhåndsvarsel"),
                        ],
                        verbose_name="frist",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="dato")),
                ("act_by", models.DateField(verbose_name="vår egen dato")),
                (
                    "basis",
                    models.TextField(
                        choices=[
                            ("one_month", "Én måned fra søknaden kom"),
                            ("four_weeks", "Fire uker fra brevet kom fram"),
                            ("weeks", "Et antall uker fra brevet kom fram"),
                            ("months", "Et antall måneder fra en dato"),
                            ("last_day", "Siste dag i vedtaket"),
                            ("in_decision", "Datoen står i vedtaket"),
                            ("promised", "Lovet i et foreløpig svar"),
                            ("stated", "Datoen står i brevet"),
                        ],
                        verbose_name="regel",
                    ),
                ),
                ("counted_from", models.DateField(blank=True, null=True)),
                ("count", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("source", models.TextField()),
                ("met_on", models.DateField(blank=True, null=True, verbose_name="holdt")),
                ("met_by", models.TextField(blank=True)),
                ("cancelled_on", models.DateField(blank=True, null=True, verbose_name="falt bort")),
                (
                    "cancel_reason",
                    models.TextField(blank=True, verbose_name="hvorfor den falt bort"),
                ),
                ("moved_from", models.DateField(blank=True, null=True, verbose_name="flyttet fra")),
                (
                    "move_reason",
                    models.TextField(blank=True, verbose_name="hvorfor den ble flyttet"),
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
                        to="deadlines.deadline",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Provision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.TextField(
                        choices=[
                            ("guidance", "veiledning"),
                            ("interim_reply", "foreløpig svar"),
                            ("proxy", "fullmektig"),
                            ("advance_notice", "forhåndsvarsel"),
                            ("information", "utredning og opplysninger til parten"),
                            ("access", "innsyn"),
                            ("children", "barn"),
                            ("confidentiality", "taushetsplikt"),
                            ("reasons", "skriftlighet og begrunnelse"),
                            ("notice", "hva underretningen skal si"),
                            ("names", "navn på saksbehandler og ansvarlig"),
                            ("complaint_deadline", "klagefrist"),
                            ("complaint_form", "klagens form og innhold"),
                            ("complaint_in_time", "når en klage er i tide"),
                            ("late_complaint", "klage etter fristen"),
                            ("complaint_prepared", "underinstansens arbeid med klagen"),
                            ("reversal", "omgjøring"),
                            ("costs", "sakskostnader"),
                            ("suspension", "utsatt iverksetting"),
                        ]
                    ),
                ),
                (
                    "act",
                    models.TextField(
                        choices=[
                            ("1967", "forvaltningsloven fra 1967"),
                            ("2025", "forvaltningsloven fra 2025"),
                        ]
                    ),
                ),
                ("paragraph", models.TextField(blank=True)),
                ("in_force_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("key"), models.F("act"), name="provision_once_per_act"
                    ),
                    models.UniqueConstraint(
                        models.F("key"),
                        models.F("in_force_on"),
                        name="provision_one_act_begins_on_a_day",
                    ),
                ],
            },
        ),
    ]
