"""What a decision does to the one before it, how a child was heard, and advance notices."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_enquiries_and_assessments"),
        ("applications", "0002_enquiries_and_assessments"),
        ("cases", "0008_oral_information"),
        ("decisions", "0005_planned_wordings"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
            ],
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
            ],
            options={
                "ordering": ["received_on", "pk"],
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
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="decision",
            name="parts_are_whole_when_issued",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="decision",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="decision",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="grantedservice",
            name="frozen_with_its_decision",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="grantedservice",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="grantedservice",
            name="update_update",
        ),
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_issued_is_complete",
        ),
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_for_a_child_weighs_best_interests",
        ),
        migrations.AddField(
            model_name="decision",
            name="child_heard",
            field=models.TextField(
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
        migrations.AddField(
            model_name="decision",
            name="child_heard_how",
            field=models.TextField(blank=True, verbose_name="hvordan eller hvorfor ikke"),
        ),
        migrations.AddField(
            model_name="decision",
            name="child_said",
            field=models.TextField(blank=True, verbose_name="det barnet sa"),
        ),
        migrations.AddField(
            model_name="decision",
            name="comments_answer",
            field=models.TextField(blank=True, verbose_name="svar på uttalelsene"),
        ),
        migrations.AddField(
            model_name="decision",
            name="ground",
            field=models.TextField(
                blank=True,
                choices=[
                    ("invalid", "Vedtaket er ugyldig"),
                    ("not_notified", "Vedtaket har ikke kommet fram til mottakeren"),
                    ("reservation", "Vedtaket har et forbehold om endring"),
                    ("other_law", "Annen lov eller alminnelige forvaltningsrettslige regler"),
                    (
                        "new_assessment",
                        "Ny vurdering av behovet framover i et vedtak som gjelder inntil videre",
                    ),
                ],
                verbose_name="grunnlag",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="ground_reasons",
            field=models.TextField(blank=True, verbose_name="hvorfor grunnlaget gjelder"),
        ),
        migrations.AddField(
            model_name="decision",
            name="initiative",
            field=models.TextField(
                blank=True,
                choices=[
                    ("municipality", "Kommunen"),
                    ("person", "Mottakeren, eller den som handler for mottakeren"),
                ],
                verbose_name="hvem som tok det opp",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="kind",
            field=models.TextField(
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
        migrations.AddField(
            model_name="decision",
            name="letter_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.representative",
                verbose_name="den som får brevet",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="notice_omitted",
            field=models.TextField(
                blank=True,
                choices=[
                    (
                        "impracticable",
                        "Varsel er ikke praktisk mulig, eller vedtaket ville ikke kunne gjennomføres",
                    ),
                    ("no_address", "Adressen er ikke kjent, og det krever for mye å finne den"),
                    (
                        "knows",
                        "Mottakeren vet det allerede og har hatt tid til å uttale seg, eller varsel er åpenbart unødvendig",
                    ),
                ],
                verbose_name="hvorfor det ikke er varslet",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="notice_omitted_why",
            field=models.TextField(blank=True, verbose_name="nærmere om hvorfor"),
        ),
        migrations.AddField(
            model_name="decision",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="follow_ups",
                to="decisions.decision",
                verbose_name="vedtaket det gjelder",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="reservation",
            field=models.TextField(blank=True, verbose_name="forbehold"),
        ),
        migrations.AddField(
            model_name="decision",
            name="termination_reason",
            field=models.TextField(
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
        migrations.AddField(
            model_name="decision",
            name="to_detriment",
            field=models.BooleanField(blank=True, null=True, verbose_name="til ulempe"),
        ),
        migrations.AddField(
            model_name="decisionevent",
            name="child_heard",
            field=models.TextField(
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
        migrations.AddField(
            model_name="decisionevent",
            name="child_heard_how",
            field=models.TextField(blank=True, verbose_name="hvordan eller hvorfor ikke"),
        ),
        migrations.AddField(
            model_name="decisionevent",
            name="child_said",
            field=models.TextField(blank=True, verbose_name="det barnet sa"),
        ),
        migrations.AddField(
            model_name="decisionevent",
            name="comments_answer",
            field=models.TextField(blank=True, verbose_name="svar på uttalelsene"),
        ),
        migrations.AddField(
            model_name="decisionevent",
            name="ground",
            field=models.TextField(
                blank=True,
                choices=[
                    ("invalid", "Vedtaket er ugyldig"),
                    ("not_notified", "Vedtaket har ikke kommet fram til mottakeren"),
                    ("reservation", "Vedtaket har et forbehold om endring"),
                    ("other_law", "Annen lov eller alminnelige forvaltningsrettslige regler"),
                    (
                        "new_assessment",
                        "Ny vurdering av behovet framover i et vedtak som gjelder inntil videre",
                    ),
                ],
                verbose_name="grunnlag",
            ),
        ),
        migrations.AddField(
            model_name="decisionevent",
            name="ground_reasons",
            field=models.TextField(blank=True, verbose_name="hvorfor grunnlaget gjelder"),
        ),
        migrations.AddField(
            model_name="decisionevent",
            name="initiative",
            field=models.TextField(
                blank=True,
                choices=[
                    ("municipality", "Kommunen"),
                    ("person", "Mottakeren, eller den som handler for mottakeren"),
                ],
                verbose_name="hvem som tok det opp",
            ),
        ),
        migrations.AddField(
            model_name="decisionevent",
            name="kind",
            field=models.TextField(
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
        migrations.AddField(
            model_name="decisionevent",
            name="letter_to",
            field=models.ForeignKey(
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
        migrations.AddField(
            model_name="decisionevent",
            name="notice_omitted",
            field=models.TextField(
                blank=True,
                choices=[
                    (
                        "impracticable",
                        "Varsel er ikke praktisk mulig, eller vedtaket ville ikke kunne gjennomføres",
                    ),
                    ("no_address", "Adressen er ikke kjent, og det krever for mye å finne den"),
                    (
                        "knows",
                        "Mottakeren vet det allerede og har hatt tid til å uttale seg, eller varsel er åpenbart unødvendig",
                    ),
                ],
                verbose_name="hvorfor det ikke er varslet",
            ),
        ),
        migrations.AddField(
            model_name="decisionevent",
            name="notice_omitted_why",
            field=models.TextField(blank=True, verbose_name="nærmere om hvorfor"),
        ),
        migrations.AddField(
            model_name="decisionevent",
            name="replaces",
            field=models.ForeignKey(
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
        migrations.AddField(
            model_name="decisionevent",
            name="reservation",
            field=models.TextField(blank=True, verbose_name="forbehold"),
        ),
        migrations.AddField(
            model_name="decisionevent",
            name="termination_reason",
            field=models.TextField(
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
        migrations.AddField(
            model_name="decisionevent",
            name="to_detriment",
            field=models.BooleanField(blank=True, null=True, verbose_name="til ulempe"),
        ),
        migrations.AddField(
            model_name="grantedservice",
            name="ended_through",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ended_services",
                to="decisions.decision",
            ),
        ),
        migrations.AddField(
            model_name="grantedserviceevent",
            name="ended_through",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="decisions.decision",
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="outcome",
            field=models.TextField(
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
        migrations.AlterField(
            model_name="decisionevent",
            name="outcome",
            field=models.TextField(
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
        migrations.AlterField(
            model_name="legalbasis",
            name="use",
            field=models.TextField(
                choices=[
                    ("always", "alle vedtak"),
                    ("child", "vedtak for barn"),
                    ("reversal", "endring til ulempe"),
                ],
                default="always",
            ),
        ),
        migrations.AlterField(
            model_name="legalbasisevent",
            name="use",
            field=models.TextField(
                choices=[
                    ("always", "alle vedtak"),
                    ("child", "vedtak for barn"),
                    ("reversal", "endring til ulempe"),
                ],
                default="always",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="replaces_a_grant_of_its_case",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."replaces_id" IS NOT NULL)',
                    func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM decisions_decision other\n                        WHERE other.id = NEW.replaces_id AND other.case_id = NEW.case_id\n                        AND other.state = 'issued'\n                        AND other.outcome IN ('granted', 'partly_granted')\n                    ) THEN\n                        RAISE EXCEPTION 'decision_replaces_an_issued_grant_of_its_case'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="98fc79f8b4f737455f5c08d8513bcdcf7ba323d6",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_replaces_a_grant_of_its_case_86275",
                    table="decisions_decision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="parts_are_whole_when_issued",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"state\" = 'issued')",
                    func="\n                    IF EXISTS (\n                        SELECT 1 FROM decisions_grantedservice service\n                        WHERE service.decision_id = NEW.id\n                        AND (\n                            NEW.outcome NOT IN ('granted', 'partly_granted')\n                            OR NOT service.in_force\n                            OR service.starts_on IS DISTINCT FROM NEW.starts_on\n                            OR service.ends_on IS DISTINCT FROM NEW.ends_on\n                        )\n                    ) OR (\n                        NEW.outcome IN ('granted', 'partly_granted') AND NOT EXISTS (\n                            SELECT 1 FROM decisions_grantedservice service\n                            WHERE service.decision_id = NEW.id\n                        )\n                    ) THEN\n                        RAISE EXCEPTION 'decision_services_agree_with_outcome_and_period'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    IF EXISTS (\n                        SELECT 1 FROM decisions_appraisal appraisal\n                        WHERE appraisal.decision_id = NEW.id AND (\n                            appraisal.met = ''\n                            OR (appraisal.flag <> '' AND appraisal.exception = '')\n                        )\n                    ) THEN\n                        RAISE EXCEPTION 'decision_appraisals_are_answered'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="64219ca37def38f17f2f5c20774dd8ac25fe5420",
                    operation="UPDATE",
                    pgid="pgtrigger_parts_are_whole_when_issued_3f5bc",
                    table="decisions_decision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="party_is_heard_before_harm",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"state\" = 'issued')",
                    func="\n                    IF NEW.to_detriment AND NEW.notice_omitted = '' AND NOT EXISTS (\n                        SELECT 1 FROM decisions_advancenotice notice\n                        WHERE notice.decision_id = NEW.id AND notice.sent_on IS NOT NULL\n                        AND (\n                            notice.closed_at IS NOT NULL\n                            OR notice.comment_by\n                                < (NEW.issued_at AT TIME ZONE 'Europe/Oslo')::date\n                        )\n                    ) THEN\n                        RAISE EXCEPTION 'decision_to_detriment_waits_for_comments'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    IF NEW.comments_answer = '' AND EXISTS (\n                        SELECT 1 FROM decisions_noticecomment comment\n                        JOIN decisions_advancenotice notice ON notice.id = comment.notice_id\n                        WHERE notice.decision_id = NEW.id\n                    ) THEN\n                        RAISE EXCEPTION 'decision_answers_the_comments'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="22c95cbd70df1e03c2031f1f60639963a4686b2c",
                    operation="UPDATE",
                    pgid="pgtrigger_party_is_heard_before_harm_ab7a8",
                    table="decisions_decision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "decisions_decisionevent" ("alternatives", "applicant_view", "application_id", "applied_for", "best_interests", "case_id", "child_heard", "child_heard_how", "child_said", "child_understands", "comments_answer", "decisive", "delivering_unit_id", "discarded_at", "discarded_by_id", "drafted_at", "drafted_by_id", "ends_on", "evaluation_on", "facts", "goal", "ground", "ground_reasons", "guidance", "id", "initiative", "is_whole", "issued_at", "issued_by_id", "kind", "last_written_by_id", "legal_bases", "letter_to_id", "municipality_id", "needs_second_person", "notice_omitted", "notice_omitted_why", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "recipient_age", "recipient_view", "refused_part", "refused_reasons", "replaces_id", "reservation", "returned_at", "returned_by_id", "returned_reason", "saves", "starts_on", "state", "submitted_at", "submitted_by_id", "taken_over_at", "termination_reason", "to_detriment", "version", "view_weight") VALUES (NEW."alternatives", NEW."applicant_view", NEW."application_id", NEW."applied_for", NEW."best_interests", NEW."case_id", NEW."child_heard", NEW."child_heard_how", NEW."child_said", NEW."child_understands", NEW."comments_answer", NEW."decisive", NEW."delivering_unit_id", NEW."discarded_at", NEW."discarded_by_id", NEW."drafted_at", NEW."drafted_by_id", NEW."ends_on", NEW."evaluation_on", NEW."facts", NEW."goal", NEW."ground", NEW."ground_reasons", NEW."guidance", NEW."id", NEW."initiative", NEW."is_whole", NEW."issued_at", NEW."issued_by_id", NEW."kind", NEW."last_written_by_id", NEW."legal_bases", NEW."letter_to_id", NEW."municipality_id", NEW."needs_second_person", NEW."notice_omitted", NEW."notice_omitted_why", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reasons", NEW."recipient_age", NEW."recipient_view", NEW."refused_part", NEW."refused_reasons", NEW."replaces_id", NEW."reservation", NEW."returned_at", NEW."returned_by_id", NEW."returned_reason", NEW."saves", NEW."starts_on", NEW."state", NEW."submitted_at", NEW."submitted_by_id", NEW."taken_over_at", NEW."termination_reason", NEW."to_detriment", NEW."version", NEW."view_weight"); RETURN NULL;',
                    hash="ec400e6c06b0c7c257faa5ee6d11a93ab1324ee8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c5437",
                    table="decisions_decision",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "decisions_decisionevent" ("alternatives", "applicant_view", "application_id", "applied_for", "best_interests", "case_id", "child_heard", "child_heard_how", "child_said", "child_understands", "comments_answer", "decisive", "delivering_unit_id", "discarded_at", "discarded_by_id", "drafted_at", "drafted_by_id", "ends_on", "evaluation_on", "facts", "goal", "ground", "ground_reasons", "guidance", "id", "initiative", "is_whole", "issued_at", "issued_by_id", "kind", "last_written_by_id", "legal_bases", "letter_to_id", "municipality_id", "needs_second_person", "notice_omitted", "notice_omitted_why", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "recipient_age", "recipient_view", "refused_part", "refused_reasons", "replaces_id", "reservation", "returned_at", "returned_by_id", "returned_reason", "saves", "starts_on", "state", "submitted_at", "submitted_by_id", "taken_over_at", "termination_reason", "to_detriment", "version", "view_weight") VALUES (NEW."alternatives", NEW."applicant_view", NEW."application_id", NEW."applied_for", NEW."best_interests", NEW."case_id", NEW."child_heard", NEW."child_heard_how", NEW."child_said", NEW."child_understands", NEW."comments_answer", NEW."decisive", NEW."delivering_unit_id", NEW."discarded_at", NEW."discarded_by_id", NEW."drafted_at", NEW."drafted_by_id", NEW."ends_on", NEW."evaluation_on", NEW."facts", NEW."goal", NEW."ground", NEW."ground_reasons", NEW."guidance", NEW."id", NEW."initiative", NEW."is_whole", NEW."issued_at", NEW."issued_by_id", NEW."kind", NEW."last_written_by_id", NEW."legal_bases", NEW."letter_to_id", NEW."municipality_id", NEW."needs_second_person", NEW."notice_omitted", NEW."notice_omitted_why", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reasons", NEW."recipient_age", NEW."recipient_view", NEW."refused_part", NEW."refused_reasons", NEW."replaces_id", NEW."reservation", NEW."returned_at", NEW."returned_by_id", NEW."returned_reason", NEW."saves", NEW."starts_on", NEW."state", NEW."submitted_at", NEW."submitted_by_id", NEW."taken_over_at", NEW."termination_reason", NEW."to_detriment", NEW."version", NEW."view_weight"); RETURN NULL;',
                    hash="e028bf935913188a28a61426197935891f7e7341",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b017a",
                    table="decisions_decision",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grantedservice",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_with_its_decision",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE decision_state text;",
                    func="\n            IF TG_OP <> 'INSERT' THEN\n                SELECT state INTO decision_state FROM decisions_decision\n                    WHERE id = OLD.decision_id FOR SHARE;\n                IF decision_state <> 'draft' THEN\n                    IF TG_OP = 'UPDATE' THEN\n                        IF to_jsonb(NEW) - ARRAY['in_force', 'ends_on', 'ended_through_id'] = to_jsonb(OLD) - ARRAY['in_force', 'ends_on', 'ended_through_id'] THEN\n                            RETURN NEW;\n                        END IF;\n                    END IF;\n                    RAISE EXCEPTION 'decision_parts_never_change_after_issue'\n                        USING ERRCODE = 'check_violation';\n                END IF;\n            END IF;\n            IF TG_OP <> 'DELETE' THEN\n                SELECT state INTO decision_state FROM decisions_decision\n                    WHERE id = NEW.decision_id FOR SHARE;\n                IF decision_state <> 'draft' THEN\n                    RAISE EXCEPTION 'decision_parts_never_change_after_issue'\n                        USING ERRCODE = 'check_violation';\n                END IF;\n            END IF;\n            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;\n        ",
                    hash="9b3a4dfbc3f517146abcaa12548adb5623984b27",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_with_its_decision_4d1a3",
                    table="decisions_grantedservice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grantedservice",
            trigger=pgtrigger.compiler.Trigger(
                name="ends_early_by_a_decision",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE decision_state text;",
                    func="\n                    SELECT state INTO decision_state FROM decisions_decision\n                        WHERE id = OLD.decision_id;\n                    IF decision_state = 'draft' OR (\n                        NEW.ends_on IS NOT DISTINCT FROM OLD.ends_on\n                        AND NEW.ended_through_id IS NOT DISTINCT FROM OLD.ended_through_id\n                        AND NOT (NEW.in_force AND NOT OLD.in_force)\n                    ) THEN\n                        RETURN NEW;\n                    END IF;\n                    IF OLD.ended_through_id IS NOT NULL OR NOT OLD.in_force THEN\n                        RAISE EXCEPTION 'granted_service_is_ended_only_once'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    IF NEW.ended_through_id IS NULL\n                        OR (OLD.ends_on IS NOT NULL\n                            AND (NEW.ends_on IS NULL OR NEW.ends_on > OLD.ends_on))\n                        OR NOT EXISTS (\n                            SELECT 1 FROM decisions_decision other\n                            WHERE other.id = NEW.ended_through_id\n                            AND other.case_id = NEW.case_id AND other.replaces_id IS NOT NULL\n                        )\n                    THEN\n                        RAISE EXCEPTION 'granted_service_ends_early_only_by_a_decision'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="93f48c7b4ca50677df0628802073ac4d5e486904",
                    operation="UPDATE",
                    pgid="pgtrigger_ends_early_by_a_decision_6e49f",
                    table="decisions_grantedservice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grantedservice",
            trigger=pgtrigger.compiler.Trigger(
                name="ended_by_an_issued_decision",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."ended_through_id" IS NOT NULL)',
                    constraint="CONSTRAINT",
                    func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM decisions_decision other\n                        WHERE other.id = NEW.ended_through_id AND other.state = 'issued'\n                    ) THEN\n                        RAISE EXCEPTION 'granted_service_is_ended_by_an_issued_decision'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NULL;\n                ",
                    hash="ca9f18789614fd2574d065f4985924a38a2bcd7b",
                    operation="UPDATE",
                    pgid="pgtrigger_ended_by_an_issued_decision_a25a0",
                    table="decisions_grantedservice",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grantedservice",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "decisions_grantedserviceevent" ("case_id", "decision_id", "detail", "ended_through_id", "ends_on", "form", "hours", "hours_unit", "id", "in_force", "municipality_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."case_id", NEW."decision_id", NEW."detail", NEW."ended_through_id", NEW."ends_on", NEW."form", NEW."hours", NEW."hours_unit", NEW."id", NEW."in_force", NEW."municipality_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on"); RETURN NULL;',
                    hash="7d3f1049f2627c416b8cfdc9a8df354d9115092e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8172d",
                    table="decisions_grantedservice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grantedservice",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "decisions_grantedserviceevent" ("case_id", "decision_id", "detail", "ended_through_id", "ends_on", "form", "hours", "hours_unit", "id", "in_force", "municipality_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."case_id", NEW."decision_id", NEW."detail", NEW."ended_through_id", NEW."ends_on", NEW."form", NEW."hours", NEW."hours_unit", NEW."id", NEW."in_force", NEW."municipality_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on"); RETURN NULL;',
                    hash="5779d1c0950e54fb41f37d0618cea382f3d94095",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_96768",
                    table="decisions_grantedservice",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "issued"), _negated=True),
                    models.Q(
                        (
                            "outcome__in",
                            ["granted", "partly_granted", "refused", "dismissed", "terminated"],
                        ),
                        models.Q(("facts", ""), _negated=True),
                        models.Q(("reasons", ""), _negated=True),
                        ("legal_bases__len__gt", 0),
                    ),
                    _connector="OR",
                ),
                name="decision_issued_is_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "issued"), _negated=True),
                    ("outcome", "dismissed"),
                    models.Q(
                        ("kind", "termination"), ("termination_reason__in", ["died", "moved"])
                    ),
                    models.Q(("recipient_view", ""), _negated=True),
                    models.Q(("recipient_age__isnull", False), ("recipient_age__lt", 18)),
                    _connector="OR",
                ),
                name="decision_tells_what_the_recipient_means",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "issued"), _negated=True),
                    ("outcome", "dismissed"),
                    models.Q(
                        ("kind", "termination"), ("termination_reason__in", ["died", "moved"])
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
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "issued"), _negated=True),
                    ("outcome", "dismissed"),
                    models.Q(
                        ("kind", "termination"), ("termination_reason__in", ["died", "moved"])
                    ),
                    ("recipient_age__isnull", True),
                    models.Q(("recipient_age__gte", 18), ("recipient_age__isnull", False)),
                    models.Q(("best_interests", ""), _negated=True),
                    _connector="OR",
                ),
                name="decision_for_a_child_weighs_best_interests",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "change"), ("state", "issued"), _negated=True),
                    ("to_detriment__isnull", False),
                    _connector="OR",
                ),
                name="decision_change_says_whether_it_harms",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind__in", ["change", "termination"]), ("state", "issued"), _negated=True
                    ),
                    ("to_detriment__isnull", True),
                    ("to_detriment", False),
                    models.Q(("ground", ""), _negated=True),
                    _connector="OR",
                ),
                name="decision_to_detriment_has_a_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "issued"), _negated=True),
                    ("notice_omitted", ""),
                    models.Q(("notice_omitted_why", ""), _negated=True),
                    _connector="OR",
                ),
                name="decision_without_notice_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                models.F("replaces"),
                condition=models.Q(
                    ("outcome__in", ["granted", "partly_granted", "terminated"]),
                    ("state", "issued"),
                ),
                name="decision_is_replaced_only_once",
                violation_error_message="Vedtaket er allerede endret, forlenget eller avsluttet.",
            ),
        ),
        migrations.AddField(
            model_name="advancenotice",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="advance_notices",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="advancenotice",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
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
        migrations.AddField(
            model_name="advancenotice",
            name="drafted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="advancenotice",
            name="issued_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="advancenotice",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.municipality",
            ),
        ),
        migrations.AddField(
            model_name="advancenoticeevent",
            name="case",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="advancenoticeevent",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="advancenoticeevent",
            name="decision",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="decisions.decision",
            ),
        ),
        migrations.AddField(
            model_name="advancenoticeevent",
            name="drafted_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="advancenoticeevent",
            name="issued_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="advancenoticeevent",
            name="municipality",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="accounts.municipality",
            ),
        ),
        migrations.AddField(
            model_name="advancenoticeevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="advancenoticeevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="decisions.advancenotice",
            ),
        ),
        migrations.AddField(
            model_name="noticecomment",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="noticecomment",
            name="journal_entry",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.journalentry",
            ),
        ),
        migrations.AddField(
            model_name="noticecomment",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.municipality",
            ),
        ),
        migrations.AddField(
            model_name="noticecomment",
            name="note",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.casenote",
            ),
        ),
        migrations.AddField(
            model_name="noticecomment",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="comments",
                to="decisions.advancenotice",
            ),
        ),
        migrations.AddField(
            model_name="noticecomment",
            name="registered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="noticecommentevent",
            name="case",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="noticecommentevent",
            name="journal_entry",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="cases.journalentry",
            ),
        ),
        migrations.AddField(
            model_name="noticecommentevent",
            name="municipality",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="accounts.municipality",
            ),
        ),
        migrations.AddField(
            model_name="noticecommentevent",
            name="note",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="cases.casenote",
            ),
        ),
        migrations.AddField(
            model_name="noticecommentevent",
            name="notice",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="decisions.advancenotice",
            ),
        ),
        migrations.AddField(
            model_name="noticecommentevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="noticecommentevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="decisions.noticecomment",
            ),
        ),
        migrations.AddField(
            model_name="noticecommentevent",
            name="registered_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
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
        pgtrigger.migrations.AddTrigger(
            model_name="advancenotice",
            trigger=pgtrigger.compiler.Trigger(
                name="of_the_same_case",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF coalesce((SELECT case_id FROM decisions_decision WHERE id = NEW.decision_id), NEW.case_id) <> NEW.case_id THEN\n                RAISE EXCEPTION 'advance_notice_is_of_its_decisions_case' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="2bf9cec1cf9aed10bd5a8a107ef19cd8ab7026d7",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_of_the_same_case_21fbd",
                    table="decisions_advancenotice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="advancenotice",
            trigger=pgtrigger.compiler.Trigger(
                name="stands_once_issued",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."issued_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="4470f0bb9a8421a9937c6ac0f6d189ad45de8ad6",
                    operation="DELETE",
                    pgid="pgtrigger_stands_once_issued_00b97",
                    table="decisions_advancenotice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="advancenotice",
            trigger=pgtrigger.compiler.Trigger(
                name="words_stand_once_issued",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."issued_at" IS NOT NULL)',
                    func="\n                    IF to_jsonb(NEW) - ARRAY[\n                            'comment_by', 'sent_on', 'closed_at', 'closed_by_id', 'version'\n                        ] <> to_jsonb(OLD) - ARRAY[\n                            'comment_by', 'sent_on', 'closed_at', 'closed_by_id', 'version'\n                        ]\n                        OR NEW.comment_by IS NULL OR NEW.comment_by < OLD.comment_by\n                        OR (OLD.sent_on IS NOT NULL AND NEW.sent_on IS DISTINCT FROM OLD.sent_on)\n                    THEN\n                        RAISE EXCEPTION 'advance_notice_stands_once_issued'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="0acbca07c7cfdbf112317edae98f4a72c02c731b",
                    operation="UPDATE",
                    pgid="pgtrigger_words_stand_once_issued_6f0b2",
                    table="decisions_advancenotice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="advancenotice",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "decisions_advancenoticeevent" ("case_id", "closed_at", "closed_by_id", "comment_by", "decision_id", "drafted_at", "drafted_by_id", "from_on", "id", "issued_at", "issued_by_id", "municipality_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned", "sent_on", "version", "what", "why") VALUES (NEW."case_id", NEW."closed_at", NEW."closed_by_id", NEW."comment_by", NEW."decision_id", NEW."drafted_at", NEW."drafted_by_id", NEW."from_on", NEW."id", NEW."issued_at", NEW."issued_by_id", NEW."municipality_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."planned", NEW."sent_on", NEW."version", NEW."what", NEW."why"); RETURN NULL;',
                    hash="7bf271fabfc4cc624d6c89161438aab452971188",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_160ae",
                    table="decisions_advancenotice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="advancenotice",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "decisions_advancenoticeevent" ("case_id", "closed_at", "closed_by_id", "comment_by", "decision_id", "drafted_at", "drafted_by_id", "from_on", "id", "issued_at", "issued_by_id", "municipality_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned", "sent_on", "version", "what", "why") VALUES (NEW."case_id", NEW."closed_at", NEW."closed_by_id", NEW."comment_by", NEW."decision_id", NEW."drafted_at", NEW."drafted_by_id", NEW."from_on", NEW."id", NEW."issued_at", NEW."issued_by_id", NEW."municipality_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."planned", NEW."sent_on", NEW."version", NEW."what", NEW."why"); RETURN NULL;',
                    hash="7f527c257987af8408e62199b66f77749b966381",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4a552",
                    table="decisions_advancenotice",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="noticecomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("journal_entry__isnull", True), ("note__isnull", False)),
                    models.Q(("journal_entry__isnull", False), ("note__isnull", True)),
                    _connector="OR",
                ),
                name="notice_comment_lies_in_the_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticecomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("text", ""), _negated=True), models.Q(("given_by", ""), _negated=True)
                ),
                name="notice_comment_has_text_and_author",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noticecomment",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cd6e163da59fad895c07ea8d0bb163287f48c20f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_never_changes_800a3",
                    table="decisions_noticecomment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noticecomment",
            trigger=pgtrigger.compiler.Trigger(
                name="of_the_same_case",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF coalesce((SELECT case_id FROM decisions_advancenotice WHERE id = NEW.notice_id), NEW.case_id) <> NEW.case_id OR coalesce((SELECT case_id FROM cases_casenote WHERE id = NEW.note_id), NEW.case_id) <> NEW.case_id OR coalesce((SELECT case_id FROM cases_journalentry WHERE id = NEW.journal_entry_id), NEW.case_id) <> NEW.case_id THEN\n                RAISE EXCEPTION 'notice_comment_is_of_its_notices_case' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="345076a82a7de881ac1d0c5ff92ec8def25dda40",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_of_the_same_case_5b3cc",
                    table="decisions_noticecomment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noticecomment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "decisions_noticecommentevent" ("case_id", "given_by", "id", "journal_entry_id", "municipality_id", "note_id", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "registered_at", "registered_by_id", "text") VALUES (NEW."case_id", NEW."given_by", NEW."id", NEW."journal_entry_id", NEW."municipality_id", NEW."note_id", NEW."notice_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."received_on", NEW."registered_at", NEW."registered_by_id", NEW."text"); RETURN NULL;',
                    hash="fc121f5d141d79d62e074e8e51d81b437ad73e00",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6daf5",
                    table="decisions_noticecomment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noticecomment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "decisions_noticecommentevent" ("case_id", "given_by", "id", "journal_entry_id", "municipality_id", "note_id", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "registered_at", "registered_by_id", "text") VALUES (NEW."case_id", NEW."given_by", NEW."id", NEW."journal_entry_id", NEW."municipality_id", NEW."note_id", NEW."notice_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."received_on", NEW."registered_at", NEW."registered_by_id", NEW."text"); RETURN NULL;',
                    hash="9a5958748d33327a98390e4c86ffeb920fff0ff7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d41d1",
                    table="decisions_noticecomment",
                    when="AFTER",
                ),
            ),
        ),
    ]
