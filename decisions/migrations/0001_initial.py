import decisions.models
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.constraints
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
        ("applications", "0001_initial"),
        ("cases", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="AdvanceNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.TextField(blank=True, verbose_name="hva kommunen vurderer")),
                ("why", models.TextField(blank=True, verbose_name="hvorfor")),
                (
                    "planned",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("first", "Nytt vedtak"),
                            ("change", "Endring"),
                            ("extension", "Forlengelse"),
                            ("termination", "Opphør"),
                        ],
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="fra")),
                ("comment_by", models.DateField(blank=True, null=True, verbose_name="uttalefrist")),
                (
                    "drafted_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("issued_at", models.DateTimeField(blank=True, null=True)),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="sendt")),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advance_notices",
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
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issued_by",
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
            ],
        ),
        migrations.CreateModel(
            name="Complaint",
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
                            ("decision", "et vedtak"),
                            ("delivery", "at tjenesten ikke kommer som innvilget"),
                            ("delay", "at svaret ikke kommer"),
                            ("dismissal", "at en klage ble avvist"),
                        ],
                        default="decision",
                        verbose_name="hva klagen gjelder",
                    ),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("received", "Mottatt"),
                            ("taken", "Til behandling"),
                            ("allowed", "Medhold"),
                            ("partly_allowed", "Delvis medhold"),
                            ("maintained", "Vedtaket er opprettholdt"),
                            ("forwarded", "Hos Statsforvalteren"),
                            ("answered", "Avgjort av Statsforvalteren"),
                            ("dismissed", "Avvist"),
                            ("reversal_request", "Behandlet som anmodning om omgjøring"),
                            ("withdrawn", "Trukket"),
                        ],
                        db_default="received",
                        default="received",
                    ),
                ),
                (
                    "capacity",
                    models.TextField(
                        choices=[
                            ("recipient", "tjenestemottakeren selv"),
                            ("parent", "forelder"),
                            ("guardian", "verge"),
                            ("proxy", "fullmektig"),
                            ("child_welfare", "barnevernstjenesten"),
                        ],
                        verbose_name="klager som",
                    ),
                ),
                (
                    "child_understands",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="barnet forstår hva saken gjelder"
                    ),
                ),
                (
                    "right_assessed",
                    models.TextField(blank=True, verbose_name="vurdering av klageretten"),
                ),
                (
                    "way",
                    models.TextField(
                        choices=[
                            ("paper", "på papir"),
                            ("oral", "muntlig, skrevet ned her"),
                            ("electronic", "elektronisk"),
                        ],
                        verbose_name="hvordan klagen kom",
                    ),
                ),
                (
                    "posted_on",
                    models.DateField(blank=True, null=True, verbose_name="postlagt eller sendt"),
                ),
                ("received_on", models.DateField(verbose_name="mottatt")),
                (
                    "registered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="klagen")),
                (
                    "is_signed",
                    models.BooleanField(default=False, verbose_name="undertegnet eller bekreftet"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="klagefrist")),
                (
                    "is_late",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="etter fristen"
                    ),
                ),
                ("last_day_on", models.DateField(blank=True, null=True)),
                (
                    "late_ground",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("not_to_blame", "klageren kan ikke lastes for at klagen er sen"),
                            ("special_reasons", "særlige grunner gjør det rimelig å prøve klagen"),
                        ],
                        verbose_name="hvorfor den tas likevel",
                    ),
                ),
                (
                    "late_reasons",
                    models.TextField(blank=True, verbose_name="begrunnelse for å ta en sen klage"),
                ),
                ("defects", models.TextField(blank=True, verbose_name="det som mangler")),
                (
                    "defects_by",
                    models.DateField(blank=True, null=True, verbose_name="rettes innen"),
                ),
                (
                    "dismissal_ground",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("no_decision", "det er ikke noe vedtak å klage på"),
                            ("no_right", "klageren har ikke klagerett"),
                            ("form", "klagen mangler noe som ikke er rettet"),
                            ("late", "klagen er for sen, og ingen unntak gjelder"),
                        ],
                        verbose_name="hvorfor klagen avvises",
                    ),
                ),
                (
                    "dismissal_reasons",
                    models.TextField(blank=True, verbose_name="begrunnelse for avvisning"),
                ),
                ("assessment", models.TextField(blank=True, verbose_name="kommunens vurdering")),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "statement",
                    models.TextField(blank=True, verbose_name="uttalelse til Statsforvalteren"),
                ),
                ("forwarded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "rest_withdrawn_on",
                    models.DateField(blank=True, null=True, verbose_name="resten trukket"),
                ),
                (
                    "governor_outcome",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("dismissed", "Avvist"),
                            ("affirmed", "Stadfestet"),
                            ("reversed", "Omgjort"),
                            ("sent_back", "Opphevet og hjemvist"),
                        ],
                        verbose_name="Statsforvalterens avgjørelse",
                    ),
                ),
                (
                    "governor_decided_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="avgjort av Statsforvalteren"
                    ),
                ),
                (
                    "governor_reference",
                    models.TextField(blank=True, verbose_name="Statsforvalterens saksnummer"),
                ),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="trukket")),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="cases.case",
                    ),
                ),
                (
                    "complainant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.person",
                    ),
                ),
                (
                    "dismissed_complaint",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints_over_dismissal",
                        to="decisions.complaint",
                    ),
                ),
                (
                    "forwarded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "governor_entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.journalentry",
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
                    "package",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.journalentry",
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
                    "representative",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.representative",
                    ),
                ),
                (
                    "settled_by",
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
                "ordering": ["-received_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ComplaintClaim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("claim", models.TextField(verbose_name="klagepunkt")),
                ("answer", models.TextField(blank=True, verbose_name="kommunens svar")),
                (
                    "result",
                    models.TextField(
                        blank=True,
                        choices=[("allowed", "Medhold"), ("not_allowed", "Ikke medhold")],
                        verbose_name="resultat",
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="decisions.complaint",
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
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("complaint", "position"),
                        name="complaint_claim_position_taken_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("claim", ""), _negated=True),
                        name="complaint_claim_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ComplaintClaimEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField()),
                ("claim", models.TextField(verbose_name="klagepunkt")),
                ("answer", models.TextField(blank=True, verbose_name="kommunens svar")),
                (
                    "result",
                    models.TextField(
                        blank=True,
                        choices=[("allowed", "Medhold"), ("not_allowed", "Ikke medhold")],
                        verbose_name="resultat",
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.complaint",
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
                        to="decisions.complaintclaim",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ComplaintComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_about", models.TextField(verbose_name="det klageren kan uttale seg om")),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("comment_by", models.DateField(verbose_name="svar innen")),
                ("comment", models.TextField(blank=True, verbose_name="det klageren svarte")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="svaret kom")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="decisions.complaint",
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
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("comment", ""), ("received_on__isnull", True)),
                            models.Q(
                                models.Q(("comment", ""), _negated=True),
                                ("received_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="complaint_comment_and_its_day_go_together",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ComplaintCommentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("asked_about", models.TextField(verbose_name="det klageren kan uttale seg om")),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("comment_by", models.DateField(verbose_name="svar innen")),
                ("comment", models.TextField(blank=True, verbose_name="det klageren svarte")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="svaret kom")),
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
                    "complaint",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.complaint",
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
                        to="decisions.complaintcomment",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CostsClaim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("received_on", models.DateField(verbose_name="mottatt")),
                (
                    "due_on",
                    models.DateField(blank=True, null=True, verbose_name="frist for kravet"),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=10, verbose_name="kroner"),
                ),
                ("what_for", models.TextField(verbose_name="hva kostnadene gjelder")),
                (
                    "covered",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        verbose_name="dekket",
                    ),
                ),
                ("reasons", models.TextField(blank=True, verbose_name="begrunnelse")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="costs_claims",
                        to="decisions.complaint",
                    ),
                ),
                (
                    "decided_by",
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
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="costs_claim_is_of_some_money"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("covered__isnull", True),
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                            ),
                            models.Q(
                                ("covered__isnull", False),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="costs_claim_decided_at_and_by_go_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("covered__isnull", True),
                            models.Q(("covered__gte", 0), ("covered__lte", models.F("amount"))),
                            _connector="OR",
                        ),
                        name="costs_claim_covers_no_more_than_was_claimed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("covered__isnull", True),
                            ("covered", models.F("amount")),
                            models.Q(("reasons", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="costs_claim_not_covered_in_full_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CostsClaimEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("received_on", models.DateField(verbose_name="mottatt")),
                (
                    "due_on",
                    models.DateField(blank=True, null=True, verbose_name="frist for kravet"),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=10, verbose_name="kroner"),
                ),
                ("what_for", models.TextField(verbose_name="hva kostnadene gjelder")),
                (
                    "covered",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        verbose_name="dekket",
                    ),
                ),
                ("reasons", models.TextField(blank=True, verbose_name="begrunnelse")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "complaint",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.complaint",
                    ),
                ),
                (
                    "decided_by",
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
                        to="decisions.costsclaim",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.TextField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("need", "Behov for hjelp til fritid"),
                            ("network", "Nettverk"),
                            ("target_group", "Målgruppe"),
                            ("age_floor", "Alder"),
                            ("housing", "Boform"),
                            ("excluded_tasks", "Oppgaver som ikke inngår"),
                            ("priority", "Prioritet"),
                            ("other", "Annet"),
                        ]
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("valid_from", models.DateField()),
                ("is_active", models.BooleanField(db_default=True, default=True)),
                ("heading_nb", models.TextField()),
                ("heading_nn", models.TextField()),
                ("text_nb", models.TextField()),
                ("text_nn", models.TextField()),
                ("ask_nb", models.TextField(blank=True)),
                ("ask_nn", models.TextField(blank=True)),
                (
                    "norm",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("normally_not", "normalt ikke"),
                            ("exceptionally", "bare unntaksvis"),
                            ("outside", "utenfor målgruppen"),
                        ],
                    ),
                ),
                ("min_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("parents_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("max_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "housing",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(
                            choices=[
                                ("unknown", "Ikke kjent"),
                                ("parents", "Hos foreldre"),
                                ("own_home", "Egen bolig"),
                                ("shared", "Bofellesskap"),
                                ("staffed", "Bolig med heldøgns bemanning"),
                                ("institution", "Institusjon eller langtidsplass"),
                                ("foster_home", "Fosterhjem"),
                            ]
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "tasks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
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
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("municipality"),
                        models.F("key"),
                        models.F("valid_from"),
                        name="criterion_one_wording_per_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "age_floor"), _negated=True),
                            models.Q(
                                ("min_age__isnull", False), models.Q(("norm", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="criterion_age_floor_has_age_and_norm",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parents_age__isnull", True),
                            models.Q(
                                ("min_age__isnull", False), ("parents_age__gt", models.F("min_age"))
                            ),
                            _connector="OR",
                        ),
                        name="criterion_parents_age_is_above_the_floor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "housing"), _negated=True),
                            models.Q(
                                ("housing__len__gt", 0), models.Q(("norm", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="criterion_housing_names_kinds_and_norm",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "excluded_tasks"), _negated=True),
                            ("tasks__len__gt", 0),
                            _connector="OR",
                        ),
                        name="criterion_excluded_tasks_are_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "priority"), _negated=True),
                            ("max_age__isnull", False),
                            _connector="OR",
                        ),
                        name="criterion_priority_has_an_age",
                    ),
                ],
            },
            bases=(decisions.models.TwoForms, models.Model),
        ),
        migrations.CreateModel(
            name="Appraisal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "met",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("yes", "Ja"),
                            ("partly", "Delvis"),
                            ("no", "Nei"),
                            ("not_relevant", "Ikke aktuelt"),
                        ],
                        verbose_name="oppfylt",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="vurdering med egne ord")),
                (
                    "exception",
                    models.TextField(blank=True, verbose_name="svar på det som er flagget"),
                ),
                ("flag", models.TextField(blank=True)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.municipality",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.criterion",
                    ),
                ),
            ],
            options={
                "ordering": ["criterion__position"],
            },
        ),
        migrations.CreateModel(
            name="CriterionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("key", models.TextField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("need", "Behov for hjelp til fritid"),
                            ("network", "Nettverk"),
                            ("target_group", "Målgruppe"),
                            ("age_floor", "Alder"),
                            ("housing", "Boform"),
                            ("excluded_tasks", "Oppgaver som ikke inngår"),
                            ("priority", "Prioritet"),
                            ("other", "Annet"),
                        ]
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("valid_from", models.DateField()),
                ("is_active", models.BooleanField(db_default=True, default=True)),
                ("heading_nb", models.TextField()),
                ("heading_nn", models.TextField()),
                ("text_nb", models.TextField()),
                ("text_nn", models.TextField()),
                ("ask_nb", models.TextField(blank=True)),
                ("ask_nn", models.TextField(blank=True)),
                (
                    "norm",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("normally_not", "normalt ikke"),
                            ("exceptionally", "bare unntaksvis"),
                            ("outside", "utenfor målgruppen"),
                        ],
                    ),
                ),
                ("min_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("parents_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("max_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "housing",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(
                            choices=[
                                ("unknown", "Ikke kjent"),
                                ("parents", "Hos foreldre"),
                                ("own_home", "Egen bolig"),
                                ("shared", "Bofellesskap"),
                                ("staffed", "Bolig med heldøgns bemanning"),
                                ("institution", "Institusjon eller langtidsplass"),
                                ("foster_home", "Fosterhjem"),
                            ]
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "tasks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
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
                        to="decisions.criterion",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Decision",
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
                            ("draft", "Utkast"),
                            ("issued", "Fattet"),
                            ("discarded", "Forkastet"),
                        ],
                        default="draft",
                    ),
                ),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("first", "Nytt vedtak"),
                            ("change", "Endring"),
                            ("extension", "Forlengelse"),
                            ("termination", "Opphør"),
                        ],
                        db_default="first",
                        default="first",
                        verbose_name="slags vedtak",
                    ),
                ),
                (
                    "outcome",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("granted", "Innvilget"),
                            ("partly_granted", "Delvis innvilget"),
                            ("refused", "Avslått"),
                            ("dismissed", "Avvist"),
                            ("terminated", "Opphørt"),
                        ],
                        verbose_name="utfall",
                    ),
                ),
                ("applied_for", models.TextField(blank=True, verbose_name="hva det ble søkt om")),
                ("facts", models.TextField(blank=True, verbose_name="opplysninger i saken")),
                (
                    "recipient_view",
                    models.TextField(blank=True, verbose_name="hva den det gjelder, mener"),
                ),
                (
                    "child_heard",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("conversation", "Vi har snakket med barnet"),
                            ("in_writing", "Barnet har skrevet, tegnet eller svart på annen måte"),
                            ("through_others", "Noen barnet stoler på, har sagt det videre"),
                            ("declined", "Barnet fikk tilbud, men ville ikke"),
                            ("not_possible", "Barnet er ikke hørt"),
                        ],
                        verbose_name="hvordan barnet er hørt",
                    ),
                ),
                (
                    "child_heard_how",
                    models.TextField(blank=True, verbose_name="hvordan eller hvorfor ikke"),
                ),
                ("child_said", models.TextField(blank=True, verbose_name="det barnet sa")),
                (
                    "only_for_recipient",
                    models.TextField(
                        blank=True, db_default="", verbose_name="bare til den unge selv"
                    ),
                ),
                (
                    "child_understands",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        verbose_name="barnet forstår hva saken gjelder",
                    ),
                ),
                (
                    "applicant_view",
                    models.TextField(
                        blank=True, verbose_name="hva foreldre, verge eller fullmektig mener"
                    ),
                ),
                (
                    "view_weight",
                    models.TextField(blank=True, verbose_name="hvordan synet er vektlagt"),
                ),
                ("best_interests", models.TextField(blank=True, verbose_name="barnets beste")),
                ("goal", models.TextField(blank=True, verbose_name="mål")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="fra og med")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="til og med")),
                (
                    "evaluation_on",
                    models.DateField(blank=True, null=True, verbose_name="evaluering senest"),
                ),
                ("reservation", models.TextField(blank=True, verbose_name="forbehold")),
                ("reasons", models.TextField(blank=True, verbose_name="begrunnelse")),
                ("alternatives", models.TextField(blank=True, verbose_name="annet som er vurdert")),
                ("refused_part", models.TextField(blank=True, verbose_name="det som er avslått")),
                (
                    "refused_reasons",
                    models.TextField(blank=True, verbose_name="hvorfor en del er avslått"),
                ),
                ("decisive", models.TextField(blank=True, verbose_name="det som avgjorde")),
                (
                    "guidance",
                    models.JSONField(blank=True, default=list, verbose_name="annen hjelp"),
                ),
                (
                    "initiative",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("municipality", "Kommunen"),
                            ("person", "Mottakeren, eller den som handler for mottakeren"),
                        ],
                        verbose_name="hvem som tok det opp",
                    ),
                ),
                (
                    "to_detriment",
                    models.BooleanField(blank=True, null=True, verbose_name="til ulempe"),
                ),
                (
                    "ground",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("invalid", "Vedtaket er ugyldig"),
                            ("not_notified", "Vedtaket har ikke kommet fram til mottakeren"),
                            ("reservation", "Vedtaket har et forbehold om endring"),
                            (
                                "other_law",
                                "Annen lov eller alminnelige forvaltningsrettslige regler",
                            ),
                            (
                                "new_assessment",
                                "Ny vurdering av behovet framover i et vedtak som gjelder inntil videre",
                            ),
                        ],
                        verbose_name="grunnlag",
                    ),
                ),
                (
                    "ground_reasons",
                    models.TextField(blank=True, verbose_name="hvorfor grunnlaget gjelder"),
                ),
                (
                    "termination_reason",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("wish", "Mottakeren ønsker det selv"),
                            ("moved", "Mottakeren har flyttet fra kommunen"),
                            ("institution", "Mottakeren har flyttet til institusjon"),
                            ("died", "Mottakeren er død"),
                            ("need_ended", "Behovet er ikke der lenger"),
                            ("expires", "Vedtaket løper ut og blir ikke forlenget"),
                            ("other", "Annen grunn"),
                        ],
                        verbose_name="hvorfor tjenesten opphører",
                    ),
                ),
                (
                    "notice_omitted",
                    models.TextField(
                        blank=True,
                        choices=[
                            (
                                "impracticable",
                                "Varsel er ikke praktisk mulig, eller vedtaket ville ikke kunne gjennomføres",
                            ),
                            (
                                "no_address",
                                "Adressen er ikke kjent, og det krever for mye å finne den",
                            ),
                            (
                                "knows",
                                "Mottakeren vet det allerede og har hatt tid til å uttale seg, eller varsel er åpenbart unødvendig",
                            ),
                        ],
                        verbose_name="hvorfor det ikke er varslet",
                    ),
                ),
                (
                    "notice_omitted_why",
                    models.TextField(blank=True, verbose_name="nærmere om hvorfor"),
                ),
                (
                    "comments_answer",
                    models.TextField(blank=True, verbose_name="svar på uttalelsene"),
                ),
                ("recipient_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "legal_bases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "drafted_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("is_whole", models.BooleanField(db_default=False, default=False)),
                ("needs_second_person", models.BooleanField(db_default=False, default=False)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "returned_reason",
                    models.TextField(blank=True, verbose_name="hvorfor vedtaket er sendt tilbake"),
                ),
                ("issued_at", models.DateTimeField(blank=True, null=True)),
                ("taken_over_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("discarded_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                ("saves", models.JSONField(blank=True, default=dict)),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="applications.application",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="cases.case",
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
                    "discarded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "last_written_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "letter_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.representative",
                        verbose_name="den som får brevet",
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
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="decisions.decision",
                        verbose_name="vedtaket det gjelder",
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
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
                    models.Index(fields=["municipality", "-id"], name="decision_newest"),
                    models.Index(
                        condition=models.Q(("state", "draft")),
                        fields=["municipality", "drafted_by"],
                        name="decision_drafts_by_person",
                    ),
                    models.Index(
                        condition=models.Q(("state", "draft"), ("submitted_at__isnull", False)),
                        fields=["municipality", "submitted_at"],
                        name="decision_with_decision_maker",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("issued_at__isnull", False),
                                ("issued_by__isnull", False),
                                ("state", "issued"),
                            ),
                            models.Q(
                                models.Q(("state", "issued"), _negated=True),
                                ("issued_at__isnull", True),
                                ("issued_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="decision_issued_at_and_by_follow_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("discarded_at__isnull", False),
                                ("discarded_by__isnull", False),
                                ("state", "discarded"),
                            ),
                            models.Q(
                                models.Q(("state", "discarded"), _negated=True),
                                ("discarded_at__isnull", True),
                                ("discarded_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="decision_discarded_at_and_by_follow_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("submitted_at__isnull", True), ("submitted_by__isnull", True)
                            ),
                            models.Q(
                                ("submitted_at__isnull", False),
                                ("submitted_by__isnull", False),
                                models.Q(("state", "discarded"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decision_submitted_at_and_by_go_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("returned_at__isnull", True),
                                ("returned_by__isnull", True),
                                ("returned_reason", ""),
                            ),
                            models.Q(
                                ("returned_at__isnull", False),
                                ("returned_by__isnull", False),
                                models.Q(("returned_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decision_returned_at_by_and_reason_go_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("needs_second_person", True), ("state", "issued"), _negated=True
                            ),
                            models.Q(
                                ("submitted_by__isnull", False),
                                models.Q(("issued_by", models.F("drafted_by")), _negated=True),
                                models.Q(("issued_by", models.F("submitted_by")), _negated=True),
                                models.Q(
                                    ("last_written_by__isnull", True),
                                    models.Q(
                                        ("issued_by", models.F("last_written_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="decision_needs_second_person_to_issue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "issued", "discarded"])),
                        name="decision_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "issued"), _negated=True),
                            models.Q(
                                (
                                    "outcome__in",
                                    [
                                        "granted",
                                        "partly_granted",
                                        "refused",
                                        "dismissed",
                                        "terminated",
                                    ],
                                ),
                                models.Q(("facts", ""), _negated=True),
                                models.Q(("reasons", ""), _negated=True),
                                ("legal_bases__len__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="decision_issued_is_complete",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "issued"), _negated=True),
                            ("outcome", "dismissed"),
                            models.Q(
                                ("kind", "termination"),
                                ("termination_reason__in", ["died", "moved"]),
                            ),
                            models.Q(("recipient_view", ""), _negated=True),
                            models.Q(("recipient_age__isnull", False), ("recipient_age__lt", 18)),
                            _connector="OR",
                        ),
                        name="decision_tells_what_the_recipient_means",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "issued"), _negated=True),
                            ("outcome", "dismissed"),
                            models.Q(
                                ("kind", "termination"),
                                ("termination_reason__in", ["died", "moved"]),
                            ),
                            ("taken_over_at__isnull", False),
                            ("recipient_age__isnull", True),
                            models.Q(("recipient_age__gte", 18), ("recipient_age__isnull", False)),
                            models.Q(
                                models.Q(("child_heard", ""), _negated=True),
                                models.Q(("child_heard_how", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decision_for_a_child_tells_how_it_was_heard",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "issued"), _negated=True),
                            ("outcome", "dismissed"),
                            models.Q(
                                ("kind", "termination"),
                                ("termination_reason__in", ["died", "moved"]),
                            ),
                            ("recipient_age__isnull", True),
                            models.Q(("recipient_age__gte", 18), ("recipient_age__isnull", False)),
                            models.Q(("best_interests", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="decision_for_a_child_weighs_best_interests",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "first"), ("replaces__isnull", True)),
                            models.Q(
                                ("kind__in", ["change", "extension", "termination"]),
                                ("replaces__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="decision_follow_up_names_what_it_replaces",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "issued"), _negated=True),
                            models.Q(("kind", "termination"), ("outcome", "terminated")),
                            models.Q(
                                models.Q(("kind", "termination"), _negated=True),
                                models.Q(("outcome", "terminated"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decision_outcome_fits_its_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "termination"), ("state", "issued"), _negated=True),
                            models.Q(
                                models.Q(("termination_reason", ""), _negated=True),
                                ("ends_on__isnull", False),
                                ("to_detriment__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="decision_termination_has_reason_and_last_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "change"), ("state", "issued"), _negated=True),
                            ("to_detriment__isnull", False),
                            _connector="OR",
                        ),
                        name="decision_change_says_whether_it_harms",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ["change", "termination"]),
                                ("state", "issued"),
                                _negated=True,
                            ),
                            ("to_detriment__isnull", True),
                            ("to_detriment", False),
                            models.Q(("ground", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="decision_to_detriment_has_a_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ground", "new_assessment"),
                                ("state", "issued"),
                                ("to_detriment", True),
                                _negated=True,
                            ),
                            models.Q(("ground_reasons", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="decision_new_assessment_has_reasons_of_its_own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "issued"), _negated=True),
                            ("notice_omitted", ""),
                            models.Q(("notice_omitted_why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="decision_without_notice_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "dismissed"), ("state", "issued"), _negated=True),
                            models.Q(
                                models.Q(("decisive", ""), _negated=True),
                                models.Q(("guidance", []), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decision_dismissal_says_why_and_guides",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome__in", ["granted", "partly_granted"]),
                                ("state", "issued"),
                                _negated=True,
                            ),
                            models.Q(
                                ("delivering_unit__isnull", False),
                                ("evaluation_on__isnull", False),
                                ("starts_on__isnull", False),
                                models.Q(("goal", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decision_grant_has_start_evaluation_goal_and_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome", "partly_granted"), ("state", "issued"), _negated=True
                            ),
                            models.Q(
                                models.Q(("refused_part", ""), _negated=True),
                                models.Q(("refused_reasons", ""), _negated=True),
                                models.Q(("applied_for", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decision_partial_grant_says_what_is_refused",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "refused"), ("state", "issued"), _negated=True),
                            models.Q(
                                models.Q(("applied_for", ""), _negated=True),
                                models.Q(("decisive", ""), _negated=True),
                                models.Q(("guidance", []), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decision_refusal_says_what_decided_and_guides",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("starts_on__isnull", True),
                            models.Q(
                                ("ends_on__gte", models.F("starts_on")),
                                ("ends_on__isnull", False),
                                ("starts_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="decision_ends_after_it_starts",
                        violation_error_message="Sluttdatoen må være samme dag som startdatoen eller senere.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("evaluation_on__isnull", True),
                            models.Q(
                                models.Q(
                                    ("starts_on__isnull", True),
                                    models.Q(
                                        ("evaluation_on__gte", models.F("starts_on")),
                                        ("starts_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("ends_on__isnull", True),
                                    models.Q(
                                        ("ends_on__isnull", False),
                                        ("evaluation_on__lte", models.F("ends_on")),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="decision_is_evaluated_within_its_period",
                        violation_error_message="Evalueringen må ligge i perioden vedtaket gjelder.",
                    ),
                    models.UniqueConstraint(
                        models.F("replaces"),
                        condition=models.Q(
                            ("outcome__in", ["granted", "partly_granted", "terminated"]),
                            ("state", "issued"),
                        ),
                        name="decision_is_replaced_only_once",
                        violation_error_message="Vedtaket er allerede endret, forlenget eller avsluttet.",
                    ),
                    models.UniqueConstraint(
                        models.F("application"),
                        condition=models.Q(("state", "issued")),
                        name="decision_one_issued_per_application",
                        violation_error_message="Søknaden er allerede avgjort.",
                    ),
                    models.UniqueConstraint(
                        models.F("application"),
                        condition=models.Q(("state", "draft")),
                        name="decision_one_draft_per_application",
                        violation_error_message="Det finnes allerede et utkast til vedtak for søknaden.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ComplaintEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "over",
                    models.TextField(
                        choices=[
                            ("decision", "et vedtak"),
                            ("delivery", "at tjenesten ikke kommer som innvilget"),
                            ("delay", "at svaret ikke kommer"),
                            ("dismissal", "at en klage ble avvist"),
                        ],
                        default="decision",
                        verbose_name="hva klagen gjelder",
                    ),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("received", "Mottatt"),
                            ("taken", "Til behandling"),
                            ("allowed", "Medhold"),
                            ("partly_allowed", "Delvis medhold"),
                            ("maintained", "Vedtaket er opprettholdt"),
                            ("forwarded", "Hos Statsforvalteren"),
                            ("answered", "Avgjort av Statsforvalteren"),
                            ("dismissed", "Avvist"),
                            ("reversal_request", "Behandlet som anmodning om omgjøring"),
                            ("withdrawn", "Trukket"),
                        ],
                        db_default="received",
                        default="received",
                    ),
                ),
                (
                    "capacity",
                    models.TextField(
                        choices=[
                            ("recipient", "tjenestemottakeren selv"),
                            ("parent", "forelder"),
                            ("guardian", "verge"),
                            ("proxy", "fullmektig"),
                            ("child_welfare", "barnevernstjenesten"),
                        ],
                        verbose_name="klager som",
                    ),
                ),
                (
                    "child_understands",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="barnet forstår hva saken gjelder"
                    ),
                ),
                (
                    "right_assessed",
                    models.TextField(blank=True, verbose_name="vurdering av klageretten"),
                ),
                (
                    "way",
                    models.TextField(
                        choices=[
                            ("paper", "på papir"),
                            ("oral", "muntlig, skrevet ned her"),
                            ("electronic", "elektronisk"),
                        ],
                        verbose_name="hvordan klagen kom",
                    ),
                ),
                (
                    "posted_on",
                    models.DateField(blank=True, null=True, verbose_name="postlagt eller sendt"),
                ),
                ("received_on", models.DateField(verbose_name="mottatt")),
                (
                    "registered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="klagen")),
                (
                    "is_signed",
                    models.BooleanField(default=False, verbose_name="undertegnet eller bekreftet"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="klagefrist")),
                (
                    "is_late",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="etter fristen"
                    ),
                ),
                ("last_day_on", models.DateField(blank=True, null=True)),
                (
                    "late_ground",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("not_to_blame", "klageren kan ikke lastes for at klagen er sen"),
                            ("special_reasons", "særlige grunner gjør det rimelig å prøve klagen"),
                        ],
                        verbose_name="hvorfor den tas likevel",
                    ),
                ),
                (
                    "late_reasons",
                    models.TextField(blank=True, verbose_name="begrunnelse for å ta en sen klage"),
                ),
                ("defects", models.TextField(blank=True, verbose_name="det som mangler")),
                (
                    "defects_by",
                    models.DateField(blank=True, null=True, verbose_name="rettes innen"),
                ),
                (
                    "dismissal_ground",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("no_decision", "det er ikke noe vedtak å klage på"),
                            ("no_right", "klageren har ikke klagerett"),
                            ("form", "klagen mangler noe som ikke er rettet"),
                            ("late", "klagen er for sen, og ingen unntak gjelder"),
                        ],
                        verbose_name="hvorfor klagen avvises",
                    ),
                ),
                (
                    "dismissal_reasons",
                    models.TextField(blank=True, verbose_name="begrunnelse for avvisning"),
                ),
                ("assessment", models.TextField(blank=True, verbose_name="kommunens vurdering")),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "statement",
                    models.TextField(blank=True, verbose_name="uttalelse til Statsforvalteren"),
                ),
                ("forwarded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "rest_withdrawn_on",
                    models.DateField(blank=True, null=True, verbose_name="resten trukket"),
                ),
                (
                    "governor_outcome",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("dismissed", "Avvist"),
                            ("affirmed", "Stadfestet"),
                            ("reversed", "Omgjort"),
                            ("sent_back", "Opphevet og hjemvist"),
                        ],
                        verbose_name="Statsforvalterens avgjørelse",
                    ),
                ),
                (
                    "governor_decided_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="avgjort av Statsforvalteren"
                    ),
                ),
                (
                    "governor_reference",
                    models.TextField(blank=True, verbose_name="Statsforvalterens saksnummer"),
                ),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="trukket")),
                ("closed_on", models.DateField(blank=True, null=True)),
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
                    "complainant",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.person",
                    ),
                ),
                (
                    "dismissed_complaint",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.complaint",
                    ),
                ),
                (
                    "forwarded_by",
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
                    "governor_entry",
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
                    "package",
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
                        to="decisions.complaint",
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
                    "representative",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.representative",
                    ),
                ),
                (
                    "settled_by",
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
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.decision",
                    ),
                ),
                (
                    "new_decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.decision",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="complaint",
            name="decision",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="complaints",
                to="decisions.decision",
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="new_decision",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="decisions.decision",
            ),
        ),
        migrations.CreateModel(
            name="AppraisalEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "met",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("yes", "Ja"),
                            ("partly", "Delvis"),
                            ("no", "Nei"),
                            ("not_relevant", "Ikke aktuelt"),
                        ],
                        verbose_name="oppfylt",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="vurdering med egne ord")),
                (
                    "exception",
                    models.TextField(blank=True, verbose_name="svar på det som er flagget"),
                ),
                ("flag", models.TextField(blank=True)),
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
                        to="decisions.appraisal",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.criterion",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.decision",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="appraisal",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appraisals",
                to="decisions.decision",
            ),
        ),
        migrations.CreateModel(
            name="AdvanceNoticeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("what", models.TextField(blank=True, verbose_name="hva kommunen vurderer")),
                ("why", models.TextField(blank=True, verbose_name="hvorfor")),
                (
                    "planned",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("first", "Nytt vedtak"),
                            ("change", "Endring"),
                            ("extension", "Forlengelse"),
                            ("termination", "Opphør"),
                        ],
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="fra")),
                ("comment_by", models.DateField(blank=True, null=True, verbose_name="uttalefrist")),
                (
                    "drafted_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("issued_at", models.DateTimeField(blank=True, null=True)),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="sendt")),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
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
                    "drafted_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issued_by",
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
                        to="decisions.advancenotice",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.decision",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="advancenotice",
            name="decision",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notice",
                to="decisions.decision",
            ),
        ),
        migrations.CreateModel(
            name="DecisionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("draft", "Utkast"),
                            ("issued", "Fattet"),
                            ("discarded", "Forkastet"),
                        ],
                        default="draft",
                    ),
                ),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("first", "Nytt vedtak"),
                            ("change", "Endring"),
                            ("extension", "Forlengelse"),
                            ("termination", "Opphør"),
                        ],
                        db_default="first",
                        default="first",
                        verbose_name="slags vedtak",
                    ),
                ),
                (
                    "outcome",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("granted", "Innvilget"),
                            ("partly_granted", "Delvis innvilget"),
                            ("refused", "Avslått"),
                            ("dismissed", "Avvist"),
                            ("terminated", "Opphørt"),
                        ],
                        verbose_name="utfall",
                    ),
                ),
                ("applied_for", models.TextField(blank=True, verbose_name="hva det ble søkt om")),
                ("facts", models.TextField(blank=True, verbose_name="opplysninger i saken")),
                (
                    "recipient_view",
                    models.TextField(blank=True, verbose_name="hva den det gjelder, mener"),
                ),
                (
                    "child_heard",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("conversation", "Vi har snakket med barnet"),
                            ("in_writing", "Barnet har skrevet, tegnet eller svart på annen måte"),
                            ("through_others", "Noen barnet stoler på, har sagt det videre"),
                            ("declined", "Barnet fikk tilbud, men ville ikke"),
                            ("not_possible", "Barnet er ikke hørt"),
                        ],
                        verbose_name="hvordan barnet er hørt",
                    ),
                ),
                (
                    "child_heard_how",
                    models.TextField(blank=True, verbose_name="hvordan eller hvorfor ikke"),
                ),
                ("child_said", models.TextField(blank=True, verbose_name="det barnet sa")),
                (
                    "only_for_recipient",
                    models.TextField(
                        blank=True, db_default="", verbose_name="bare til den unge selv"
                    ),
                ),
                (
                    "child_understands",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        verbose_name="barnet forstår hva saken gjelder",
                    ),
                ),
                (
                    "applicant_view",
                    models.TextField(
                        blank=True, verbose_name="hva foreldre, verge eller fullmektig mener"
                    ),
                ),
                (
                    "view_weight",
                    models.TextField(blank=True, verbose_name="hvordan synet er vektlagt"),
                ),
                ("best_interests", models.TextField(blank=True, verbose_name="barnets beste")),
                ("goal", models.TextField(blank=True, verbose_name="mål")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="fra og med")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="til og med")),
                (
                    "evaluation_on",
                    models.DateField(blank=True, null=True, verbose_name="evaluering senest"),
                ),
                ("reservation", models.TextField(blank=True, verbose_name="forbehold")),
                ("reasons", models.TextField(blank=True, verbose_name="begrunnelse")),
                ("alternatives", models.TextField(blank=True, verbose_name="annet som er vurdert")),
                ("refused_part", models.TextField(blank=True, verbose_name="det som er avslått")),
                (
                    "refused_reasons",
                    models.TextField(blank=True, verbose_name="hvorfor en del er avslått"),
                ),
                ("decisive", models.TextField(blank=True, verbose_name="det som avgjorde")),
                (
                    "guidance",
                    models.JSONField(blank=True, default=list, verbose_name="annen hjelp"),
                ),
                (
                    "initiative",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("municipality", "Kommunen"),
                            ("person", "Mottakeren, eller den som handler for mottakeren"),
                        ],
                        verbose_name="hvem som tok det opp",
                    ),
                ),
                (
                    "to_detriment",
                    models.BooleanField(blank=True, null=True, verbose_name="til ulempe"),
                ),
                (
                    "ground",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("invalid", "Vedtaket er ugyldig"),
                            ("not_notified", "Vedtaket har ikke kommet fram til mottakeren"),
                            ("reservation", "Vedtaket har et forbehold om endring"),
                            (
                                "other_law",
                                "Annen lov eller alminnelige forvaltningsrettslige regler",
                            ),
                            (
                                "new_assessment",
                                "Ny vurdering av behovet framover i et vedtak som gjelder inntil videre",
                            ),
                        ],
                        verbose_name="grunnlag",
                    ),
                ),
                (
                    "ground_reasons",
                    models.TextField(blank=True, verbose_name="hvorfor grunnlaget gjelder"),
                ),
                (
                    "termination_reason",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("wish", "Mottakeren ønsker det selv"),
                            ("moved", "Mottakeren har flyttet fra kommunen"),
                            ("institution", "Mottakeren har flyttet til institusjon"),
                            ("died", "Mottakeren er død"),
                            ("need_ended", "Behovet er ikke der lenger"),
                            ("expires", "Vedtaket løper ut og blir ikke forlenget"),
                            ("other", "Annen grunn"),
                        ],
                        verbose_name="hvorfor tjenesten opphører",
                    ),
                ),
                (
                    "notice_omitted",
                    models.TextField(
                        blank=True,
                        choices=[
                            (
                                "impracticable",
                                "Varsel er ikke praktisk mulig, eller vedtaket ville ikke kunne gjennomføres",
                            ),
                            (
                                "no_address",
                                "Adressen er ikke kjent, og det krever for mye å finne den",
                            ),
                            (
                                "knows",
                                "Mottakeren vet det allerede og har hatt tid til å uttale seg, eller varsel er åpenbart unødvendig",
                            ),
                        ],
                        verbose_name="hvorfor det ikke er varslet",
                    ),
                ),
                (
                    "notice_omitted_why",
                    models.TextField(blank=True, verbose_name="nærmere om hvorfor"),
                ),
                (
                    "comments_answer",
                    models.TextField(blank=True, verbose_name="svar på uttalelsene"),
                ),
                ("recipient_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "legal_bases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "drafted_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("is_whole", models.BooleanField(db_default=False, default=False)),
                ("needs_second_person", models.BooleanField(db_default=False, default=False)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "returned_reason",
                    models.TextField(blank=True, verbose_name="hvorfor vedtaket er sendt tilbake"),
                ),
                ("issued_at", models.DateTimeField(blank=True, null=True)),
                ("taken_over_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("discarded_at", models.DateTimeField(blank=True, null=True)),
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
                    "discarded_by",
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
                    "drafted_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issued_by",
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
                    "last_written_by",
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
                    "letter_to",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.representative",
                        verbose_name="den som får brevet",
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
                        to="decisions.decision",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.decision",
                        verbose_name="vedtaket det gjelder",
                    ),
                ),
                (
                    "returned_by",
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
                    "submitted_by",
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
            name="FormDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("section", models.TextField()),
                ("typed", models.TextField()),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="decisions.decision",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("decision"),
                        models.F("section"),
                        models.F("user"),
                        name="form_draft_one_per_section_and_person",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GrantedService",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "form",
                    models.TextField(
                        choices=[
                            ("individual", "én til én"),
                            ("group", "aktivitetsgruppe"),
                            ("organisation", "individuelt med en frivillig organisasjon"),
                            ("assisted_leisure", "Fritid med bistand"),
                        ],
                        verbose_name="form",
                    ),
                ),
                (
                    "hours",
                    models.DecimalField(decimal_places=2, max_digits=5, verbose_name="timer"),
                ),
                (
                    "hours_unit",
                    models.TextField(
                        choices=[("week", "i uken"), ("month", "i måneden")],
                        default="week",
                        verbose_name="per",
                    ),
                ),
                ("detail", models.TextField(blank=True, verbose_name="nærmere om formen")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="fra og med")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="til og med")),
                ("in_force", models.BooleanField(db_default=False, default=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="cases.case",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="decisions.decision",
                    ),
                ),
                (
                    "ended_through",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ended_services",
                        to="decisions.decision",
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
                        models.F("decision"),
                        models.F("form"),
                        name="granted_service_once_per_form",
                        violation_error_message="Hver form kan bare stå én gang i et vedtak.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hours__gt", 0),
                            models.Q(
                                models.Q(("hours__lte", 168), ("hours_unit", "week")),
                                models.Q(("hours__lte", 672), ("hours_unit", "month")),
                                _connector="OR",
                            ),
                        ),
                        name="granted_service_hours_fit_in_a_week",
                        violation_error_message="Timene må være flere enn 0 og høyst 168 i uken (672 i måneden).",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_force", False), ("starts_on__isnull", False), _connector="OR"
                        ),
                        name="granted_service_in_force_has_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            models.Q(
                                ("ends_on__gte", models.F("starts_on")),
                                ("ends_on__isnull", False),
                                ("starts_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="granted_service_ends_after_it_starts",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("in_force", True)),
                        expressions=[
                            ("case", "="),
                            ("form", "="),
                            (
                                models.Func(
                                    "starts_on", "ends_on", models.Value("[]"), function="daterange"
                                ),
                                "&&",
                            ),
                        ],
                        name="granted_service_one_in_force_per_form_and_day",
                        violation_error_message="Mottakeren har allerede et vedtak om denne formen i perioden.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GrantedServiceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "form",
                    models.TextField(
                        choices=[
                            ("individual", "én til én"),
                            ("group", "aktivitetsgruppe"),
                            ("organisation", "individuelt med en frivillig organisasjon"),
                            ("assisted_leisure", "Fritid med bistand"),
                        ],
                        verbose_name="form",
                    ),
                ),
                (
                    "hours",
                    models.DecimalField(decimal_places=2, max_digits=5, verbose_name="timer"),
                ),
                (
                    "hours_unit",
                    models.TextField(
                        choices=[("week", "i uken"), ("month", "i måneden")],
                        default="week",
                        verbose_name="per",
                    ),
                ),
                ("detail", models.TextField(blank=True, verbose_name="nærmere om formen")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="fra og med")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="til og med")),
                ("in_force", models.BooleanField(db_default=False, default=False)),
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
                    "decision",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.decision",
                    ),
                ),
                (
                    "ended_through",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.decision",
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
                        to="decisions.grantedservice",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LegalBasis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.TextField()),
                (
                    "use",
                    models.TextField(
                        choices=[
                            ("always", "alle vedtak"),
                            ("child", "vedtak for barn"),
                            ("reversal", "endring til ulempe"),
                        ],
                        default="always",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("valid_from", models.DateField()),
                ("is_active", models.BooleanField(db_default=True, default=True)),
                ("citation_nb", models.TextField()),
                ("citation_nn", models.TextField()),
                ("says_nb", models.TextField()),
                ("says_nn", models.TextField()),
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
                        name="legal_basis_one_wording_per_day",
                        nulls_distinct=False,
                    )
                ],
            },
            bases=(decisions.models.TwoForms, models.Model),
        ),
        migrations.CreateModel(
            name="LegalBasisEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("key", models.TextField()),
                (
                    "use",
                    models.TextField(
                        choices=[
                            ("always", "alle vedtak"),
                            ("child", "vedtak for barn"),
                            ("reversal", "endring til ulempe"),
                        ],
                        default="always",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("valid_from", models.DateField()),
                ("is_active", models.BooleanField(db_default=True, default=True)),
                ("citation_nb", models.TextField()),
                ("citation_nn", models.TextField()),
                ("says_nb", models.TextField()),
                ("says_nn", models.TextField()),
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
                        to="decisions.legalbasis",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NoticeComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("received_on", models.DateField(verbose_name="mottatt")),
                ("given_by", models.TextField(verbose_name="hvem som uttalte seg")),
                ("text", models.TextField(verbose_name="det som ble sagt")),
                (
                    "registered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="decisions.advancenotice",
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
                "ordering": ["received_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("journal_entry__isnull", True), ("note__isnull", False)),
                            models.Q(("journal_entry__isnull", False), ("note__isnull", True)),
                            _connector="OR",
                        ),
                        name="notice_comment_lies_in_the_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            models.Q(("given_by", ""), _negated=True),
                        ),
                        name="notice_comment_has_text_and_author",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeCommentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("received_on", models.DateField(verbose_name="mottatt")),
                ("given_by", models.TextField(verbose_name="hvem som uttalte seg")),
                ("text", models.TextField(verbose_name="det som ble sagt")),
                (
                    "registered_at",
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
                    "notice",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.advancenotice",
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
                        to="decisions.noticecomment",
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
            name="Phrase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("heading", models.TextField(verbose_name="overskrift")),
                ("text_nb", models.TextField(verbose_name="tekst på bokmål")),
                ("text_nn", models.TextField(verbose_name="tekst på nynorsk")),
                (
                    "sections",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None, verbose_name="passer i"
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(db_default=True, default=True, verbose_name="i bruk"),
                ),
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
                "ordering": ["heading", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("municipality"),
                        models.F("heading"),
                        condition=models.Q(("is_active", True)),
                        name="phrase_in_use_has_its_own_heading",
                        violation_error_message="Det finnes allerede en frase med denne overskriften.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("heading", ""), _negated=True),
                            models.Q(("text_nb", ""), _negated=True),
                            models.Q(("text_nn", ""), _negated=True),
                            ("sections__len__gt", 0),
                        ),
                        name="phrase_has_heading_texts_and_sections",
                    ),
                ],
            },
            bases=(decisions.models.TwoForms, models.Model),
        ),
        migrations.CreateModel(
            name="PhraseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("heading", models.TextField(verbose_name="overskrift")),
                ("text_nb", models.TextField(verbose_name="tekst på bokmål")),
                ("text_nn", models.TextField(verbose_name="tekst på nynorsk")),
                (
                    "sections",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None, verbose_name="passer i"
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(db_default=True, default=True, verbose_name="i bruk"),
                ),
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
                        to="decisions.phrase",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.criterion",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sources",
                        to="decisions.decision",
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
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("journal_entry__isnull", True), ("note__isnull", False)),
                            models.Q(("journal_entry__isnull", False), ("note__isnull", True)),
                            _connector="OR",
                        ),
                        name="source_is_a_note_or_a_document",
                    ),
                    models.UniqueConstraint(
                        models.F("decision"),
                        models.F("criterion"),
                        models.F("note"),
                        models.F("journal_entry"),
                        name="source_named_once_per_place",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.criterion",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.decision",
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
                        to="decisions.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Suspension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("requested_on", models.DateField(verbose_name="bedt om")),
                ("asked_for", models.TextField(blank=True, verbose_name="det som er bedt om")),
                ("is_granted", models.BooleanField(blank=True, null=True, verbose_name="utsatt")),
                ("reasons", models.TextField(blank=True, verbose_name="begrunnelse")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "complaint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suspension",
                        to="decisions.complaint",
                    ),
                ),
                (
                    "decided_by",
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("is_granted__isnull", True),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("is_granted__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="suspension_decided_at_and_by_go_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_granted__isnull", True),
                            ("is_granted", True),
                            models.Q(("reasons", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="suspension_refused_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SuspensionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("requested_on", models.DateField(verbose_name="bedt om")),
                ("asked_for", models.TextField(blank=True, verbose_name="det som er bedt om")),
                ("is_granted", models.BooleanField(blank=True, null=True, verbose_name="utsatt")),
                ("reasons", models.TextField(blank=True, verbose_name="begrunnelse")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "complaint",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="decisions.complaint",
                    ),
                ),
                (
                    "decided_by",
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
                        to="decisions.suspension",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["municipality", "-received_on"], name="complaint_newest"),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("closed_on__isnull", True)),
                fields=["municipality", "case"],
                name="complaint_open_by_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision__isnull", False), ("over", "decision")),
                    models.Q(("dismissed_complaint__isnull", False), ("over", "dismissal")),
                    ("over__in", ["delivery", "delay"]),
                    _connector="OR",
                ),
                name="complaint_names_what_it_is_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("posted_on__isnull", True),
                    ("posted_on__lte", models.F("received_on")),
                    _connector="OR",
                ),
                name="complaint_posted_before_it_came",
                violation_error_message="Klagen kan ikke ha kommet før den ble sendt.",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("way", "oral"), _negated=True),
                    models.Q(("text", ""), _negated=True),
                    _connector="OR",
                ),
                name="complaint_oral_is_written_down",
                violation_error_message="Skriv ned det klageren sa.",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_late", False),
                    ("state__in", ["received", "dismissed", "reversal_request", "withdrawn"]),
                    models.Q(
                        ("late_ground__in", ["not_to_blame", "special_reasons"]),
                        models.Q(("late_reasons", ""), _negated=True),
                        models.Q(
                            ("last_day_on__isnull", True),
                            ("received_on__lte", models.F("last_day_on")),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="complaint_late_is_taken_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "dismissed"), _negated=True),
                    models.Q(
                        models.Q(("dismissal_ground", ""), _negated=True),
                        models.Q(("dismissal_reasons", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="complaint_dismissed_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                    models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                    _connector="OR",
                ),
                name="complaint_settled_at_and_by_go_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            [
                                "allowed",
                                "partly_allowed",
                                "maintained",
                                "forwarded",
                                "answered",
                                "dismissed",
                            ],
                        ),
                        _negated=True,
                    ),
                    ("settled_at__isnull", False),
                    _connector="OR",
                ),
                name="complaint_is_settled_before_it_leaves",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["partly_allowed", "maintained", "forwarded", "answered"]),
                        _negated=True,
                    ),
                    models.Q(("assessment", ""), _negated=True),
                    _connector="OR",
                ),
                name="complaint_maintained_is_reasoned",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("forwarded_at__isnull", True), ("forwarded_by__isnull", True)),
                    models.Q(("forwarded_at__isnull", False), ("forwarded_by__isnull", False)),
                    _connector="OR",
                ),
                name="complaint_forwarded_at_and_by_go_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["forwarded", "answered"]), _negated=True),
                    models.Q(
                        ("forwarded_at__isnull", False), models.Q(("statement", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="complaint_is_forwarded_with_a_statement",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("governor_decided_on__isnull", False),
                        ("state", "answered"),
                        models.Q(("governor_outcome", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "answered"), _negated=True),
                        ("governor_decided_on__isnull", True),
                        ("governor_outcome", ""),
                    ),
                    _connector="OR",
                ),
                name="complaint_answered_has_outcome_and_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), ("withdrawn_on__isnull", False)),
                    models.Q(
                        models.Q(("state", "withdrawn"), _negated=True),
                        ("withdrawn_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="complaint_withdrawn_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_on__isnull", True),
                    models.Q(("rest_withdrawn_on__isnull", False), ("state", "partly_allowed")),
                    models.Q(
                        (
                            "state__in",
                            ["received", "taken", "partly_allowed", "maintained", "forwarded"],
                        ),
                        _negated=True,
                    ),
                    _connector="OR",
                ),
                name="complaint_is_not_closed_before_its_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.UniqueConstraint(
                models.F("decision"),
                models.F("complainant"),
                condition=models.Q(("state__in", ["received", "taken"])),
                name="complaint_one_at_a_time_per_person",
                violation_error_message="Denne personen har allerede en klage på vedtaket til behandling.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisal",
            constraint=models.UniqueConstraint(
                models.F("decision"), models.F("criterion"), name="appraisal_once_per_criterion"
            ),
        ),
        migrations.AddConstraint(
            model_name="advancenotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("issued_at__isnull", True),
                        ("issued_by__isnull", True),
                        ("sent_on__isnull", True),
                    ),
                    models.Q(
                        ("comment_by__isnull", False),
                        ("issued_at__isnull", False),
                        ("issued_by__isnull", False),
                        models.Q(("what", ""), _negated=True),
                        models.Q(("why", ""), _negated=True),
                        models.Q(("planned", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="advance_notice_issued_at_and_by_go_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="advancenotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("sent_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="advance_notice_closed_at_and_by_go_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="advancenotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sent_on__isnull", True),
                    models.Q(
                        (
                            "comment_by__gte",
                            django.db.models.expressions.CombinedExpression(
                                models.F("sent_on"), "+", models.Value(14)
                            ),
                        ),
                        ("sent_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="advance_notice_gives_two_weeks_from_dispatch",
            ),
        ),
    ]
