import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
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
            name="Letter",
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
                            ("receipt", "Bekreftelse på mottatt søknad"),
                            ("decision_granted", "Vedtak: innvilget"),
                            ("decision_refused", "Vedtak: avslag"),
                            ("decision_changed", "Vedtak: endring eller forlengelse"),
                            ("decision_terminated", "Vedtak: opphør"),
                            ("decision_dismissed", "Vedtak: avvisning"),
                            ("invitation", "Invitasjon til samtale"),
                            ("information_request", "Spørsmål om flere opplysninger"),
                            ("consent", "Spørsmål om samtykke"),
                            ("comment_request", "Nye opplysninger til uttalelse"),
                            ("advance_notice", "Forhåndsvarsel"),
                            ("guidance", "Notat om veiledning"),
                            ("interim_reply", "Foreløpig svar"),
                        ]
                    ),
                ),
                ("source", models.TextField()),
                ("version", models.PositiveSmallIntegerField(default=1)),
                (
                    "role",
                    models.TextField(
                        choices=[
                            ("recipient", "Tjenestemottaker"),
                            ("parent", "Forelder"),
                            ("guardian", "Verge"),
                            ("proxy", "Fullmektig"),
                            ("child_welfare", "Barnevernstjenesten"),
                            ("source", "En vi spør, med samtykke"),
                            ("next_of_kin", "Nærmeste pårørende eller bo"),
                        ]
                    ),
                ),
                ("addressee_name", models.TextField()),
                (
                    "address_lines",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("manual_dispatch", models.BooleanField(default=False)),
                ("language", models.TextField(choices=[("nb", "Bokmål"), ("nn", "Nynorsk")])),
                ("title", models.TextField()),
                ("body", models.TextField()),
                ("sender", models.JSONField()),
                ("contact", models.JSONField()),
                ("dated_on", models.DateField()),
                (
                    "issued_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                ("explanation", models.TextField(blank=True, db_default="", default="")),
                ("is_corrected", models.BooleanField(db_default=False, default=False)),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("queued", "Lages"),
                            ("rendered", "Klart"),
                            ("failed", "Ikke laget"),
                        ],
                        default="queued",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_attempt_at", models.DateTimeField(null=True)),
                (
                    "last_error",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("template", "Malen for brevarket har en feil."),
                            (
                                "files",
                                "Skrifttypen, stilarket eller kommunevåpenet mangler på serveren.",
                            ),
                            (
                                "storage",
                                "Filen kunne ikke skrives til lageret. Kanskje er disken full.",
                            ),
                            ("layout", "Brevet kunne ikke gjøres om til PDF."),
                            ("stopped", "Programmet som lager PDF, stoppet hver gang det prøvde."),
                        ],
                    ),
                ),
                ("rendered_at", models.DateTimeField(null=True)),
                ("sha256", models.TextField(blank=True)),
                (
                    "delivery",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("paper", "I posten"),
                            ("digital", "Digitalt"),
                            ("handed_over", "Levert for hånd"),
                        ],
                        verbose_name="levert",
                    ),
                ),
                ("sent_on", models.DateField(null=True, verbose_name="sendt")),
                ("handed_over_on", models.DateField(null=True, verbose_name="levert for hånd")),
                ("notified_on", models.DateField(null=True, verbose_name="mottakeren fikk brevet")),
                (
                    "addressee",
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
                        related_name="letters",
                        to="cases.case",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="letters.letter",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.document",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "journal_entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter",
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
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "rendered"), _negated=True),
                        fields=["municipality", "issued_at"],
                        name="letter_unfinished",
                    ),
                    models.Index(fields=["source"], name="letter_by_source"),
                    models.Index(
                        condition=models.Q(("delivery", "")),
                        fields=["municipality", "dated_on", "id"],
                        name="letter_not_left",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("source"),
                        models.F("addressee"),
                        models.F("version"),
                        models.F("municipality"),
                        name="letter_one_per_source_addressee_and_version",
                        violation_error_message="Dette brevet er allerede laget til mottakeren.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("document__isnull", False),
                                ("rendered_at__isnull", False),
                                ("sha256__regex", "^[0-9a-f]{64}$"),
                                ("state", "rendered"),
                            ),
                            models.Q(
                                models.Q(("state", "rendered"), _negated=True),
                                ("document__isnull", True),
                                ("rendered_at__isnull", True),
                                ("sha256", ""),
                            ),
                            _connector="OR",
                        ),
                        name="letter_rendered_has_its_file",
                        violation_error_message="Et brev er klart når filen finnes, og ikke før.",
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
                        name="letter_failed_says_why",
                        violation_error_message="Et brev som ikke ble laget, må ha en grunn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("delivery", ""),
                                ("handed_over_on__isnull", True),
                                ("sent_on__isnull", True),
                            ),
                            models.Q(
                                ("delivery", "handed_over"),
                                ("handed_over_on__isnull", False),
                                ("sent_on__isnull", True),
                            ),
                            models.Q(
                                ("delivery__in", ["paper", "digital"]),
                                ("handed_over_on__isnull", True),
                                ("sent_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="letter_delivery_and_day_go_together",
                        violation_error_message="Oppgi både hvordan og hvilken dag brevet ble levert.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("delivery", ""), ("state", "rendered"), _connector="OR"
                        ),
                        name="letter_leaves_only_when_rendered",
                        violation_error_message="Brevet kan ikke sendes før det er laget.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("sent_on__isnull", True),
                                ("sent_on__gte", models.F("dated_on")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("handed_over_on__isnull", True),
                                ("handed_over_on__gte", models.F("dated_on")),
                                _connector="OR",
                            ),
                        ),
                        name="letter_leaves_on_its_date_or_later",
                        violation_error_message="Brevet kan ikke være sendt før det er datert.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("notified_on__isnull", True),
                            models.Q(
                                ("notified_on__gte", models.F("sent_on")),
                                ("notified_on__isnull", False),
                                ("sent_on__isnull", False),
                            ),
                            models.Q(
                                ("handed_over_on__isnull", False),
                                ("notified_on__gte", models.F("handed_over_on")),
                                ("notified_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="letter_notified_after_it_left",
                        violation_error_message="Mottakeren kan ikke ha fått brevet før det er sendt eller levert.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("manual_dispatch", False), ("address_lines", []), _connector="OR"
                        ),
                        name="letter_manual_dispatch_shows_no_address",
                        violation_error_message="En sperret adresse skal ikke stå i brevet.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("corrects__isnull", True), ("explanation", "")),
                            models.Q(
                                ("corrects__isnull", False),
                                models.Q(("explanation", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="letter_correction_says_why",
                        violation_error_message="Skriv hva som er rettet, og hvorfor.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("queued", "Lages"),
                            ("rendered", "Klart"),
                            ("failed", "Ikke laget"),
                        ],
                        default="queued",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "last_error",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("template", "Malen for brevarket har en feil."),
                            (
                                "files",
                                "Skrifttypen, stilarket eller kommunevåpenet mangler på serveren.",
                            ),
                            (
                                "storage",
                                "Filen kunne ikke skrives til lageret. Kanskje er disken full.",
                            ),
                            ("layout", "Brevet kunne ikke gjøres om til PDF."),
                            ("stopped", "Programmet som lager PDF, stoppet hver gang det prøvde."),
                        ],
                    ),
                ),
                ("rendered_at", models.DateTimeField(null=True)),
                ("sha256", models.TextField(blank=True)),
                (
                    "delivery",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("paper", "I posten"),
                            ("digital", "Digitalt"),
                            ("handed_over", "Levert for hånd"),
                        ],
                        verbose_name="levert",
                    ),
                ),
                ("sent_on", models.DateField(null=True, verbose_name="sendt")),
                ("handed_over_on", models.DateField(null=True, verbose_name="levert for hånd")),
                ("notified_on", models.DateField(null=True, verbose_name="mottakeren fikk brevet")),
                ("version", models.PositiveSmallIntegerField(default=1)),
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
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.document",
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
                        to="letters.letter",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LetterText",
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
                            ("common", "Felles for flere brev"),
                            ("decision", "Felles for vedtak"),
                            ("service", "Felles for vedtak som gir tjenester"),
                            ("receipt", "Bekreftelse på mottatt søknad"),
                            ("invitation", "Invitasjon til samtale"),
                            ("information_request", "Spørsmål om flere opplysninger"),
                            ("consent", "Spørsmål om samtykke"),
                            ("comment_request", "Nye opplysninger til uttalelse"),
                            ("advance_notice", "Forhåndsvarsel"),
                            ("guidance", "Notat om veiledning"),
                            ("interim_reply", "Foreløpig svar"),
                            ("decision_granted", "Vedtak: innvilget"),
                            ("decision_refused", "Vedtak: avslag"),
                            ("decision_changed", "Vedtak: endring eller forlengelse"),
                            ("decision_terminated", "Vedtak: opphør"),
                            ("decision_dismissed", "Vedtak: avvisning"),
                        ],
                        verbose_name="brev",
                    ),
                ),
                ("place", models.TextField(verbose_name="sted i brevet")),
                (
                    "language",
                    models.TextField(
                        choices=[("nb", "Bokmål"), ("nn", "Nynorsk")], verbose_name="målform"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="gjelder fra")),
                ("text", models.TextField(blank=True, verbose_name="tekst")),
                ("is_default_again", models.BooleanField(db_default=False, default=False)),
                (
                    "saved_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
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
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "place", "language", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("kind"),
                        models.F("place"),
                        models.F("language"),
                        models.F("valid_from"),
                        models.F("municipality"),
                        name="letter_text_one_wording_per_day",
                        nulls_distinct=False,
                        violation_error_message="Det finnes allerede en tekst her fra den dagen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("municipality__isnull", True),
                            ("saved_by__isnull", False),
                            _connector="OR",
                        ),
                        name="letter_text_own_says_who",
                        violation_error_message="Det må stå hvem som har skrevet teksten.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_default_again", False),
                            models.Q(("municipality__isnull", False), ("text", "")),
                            _connector="OR",
                        ),
                        name="letter_text_back_to_default_has_no_text",
                        violation_error_message="Standardteksten skrives ikke av kommunen.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("text"), 2000
                        ),
                        name="letter_text_is_no_longer_than_a_text",
                        violation_error_message="Teksten er for lang.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterTextEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("common", "Felles for flere brev"),
                            ("decision", "Felles for vedtak"),
                            ("service", "Felles for vedtak som gir tjenester"),
                            ("receipt", "Bekreftelse på mottatt søknad"),
                            ("invitation", "Invitasjon til samtale"),
                            ("information_request", "Spørsmål om flere opplysninger"),
                            ("consent", "Spørsmål om samtykke"),
                            ("comment_request", "Nye opplysninger til uttalelse"),
                            ("advance_notice", "Forhåndsvarsel"),
                            ("guidance", "Notat om veiledning"),
                            ("interim_reply", "Foreløpig svar"),
                            ("decision_granted", "Vedtak: innvilget"),
                            ("decision_refused", "Vedtak: avslag"),
                            ("decision_changed", "Vedtak: endring eller forlengelse"),
                            ("decision_terminated", "Vedtak: opphør"),
                            ("decision_dismissed", "Vedtak: avvisning"),
                        ],
                        verbose_name="brev",
                    ),
                ),
                ("place", models.TextField(verbose_name="sted i brevet")),
                (
                    "language",
                    models.TextField(
                        choices=[("nb", "Bokmål"), ("nn", "Nynorsk")], verbose_name="målform"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="gjelder fra")),
                ("text", models.TextField(blank=True, verbose_name="tekst")),
                ("is_default_again", models.BooleanField(db_default=False, default=False)),
                (
                    "saved_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
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
                        to="letters.lettertext",
                    ),
                ),
                (
                    "saved_by",
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
            name="PrintBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_duplex", models.BooleanField(default=False)),
                (
                    "ordered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("queued", "Venter"),
                            ("running", "Lages"),
                            ("ready", "Klar til utskrift"),
                            ("failed", "Ikke laget"),
                            ("closed", "Avsluttet"),
                        ],
                        default="queued",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_sign_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "closed_by",
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
                    "ordered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "closed"), _negated=True),
                        fields=["municipality", "unit"],
                        name="print_batch_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                ("state", "closed"),
                            ),
                            models.Q(
                                models.Q(("state", "closed"), _negated=True),
                                ("closed_at__isnull", True),
                                ("closed_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="print_batch_closed_says_when_and_by_whom",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PrintedLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("is_open", models.BooleanField(db_default=True, default=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="letters.printbatch",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prints",
                        to="letters.letter",
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
                "ordering": ["batch", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("letter"),
                        models.F("municipality"),
                        condition=models.Q(("is_open", True)),
                        name="printed_letter_in_one_open_batch",
                        violation_error_message="Brevet er allerede i en annen utskrift.",
                    ),
                    models.UniqueConstraint(
                        models.F("batch"),
                        models.F("letter"),
                        models.F("municipality"),
                        name="printed_letter_once_in_a_batch",
                    ),
                ],
            },
        ),
    ]
