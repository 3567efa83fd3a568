"""Asked at the commit, a row that is out of sight is not taken for one that is missing."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0008_nobody_disqualified_decides"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="grantedservice",
            name="ended_by_an_issued_decision",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grantedservice",
            trigger=pgtrigger.compiler.Trigger(
                name="ended_by_an_issued_decision",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."ended_through_id" IS NOT NULL)',
                    constraint="CONSTRAINT",
                    func="\n                    IF EXISTS (\n                        SELECT 1 FROM decisions_decision other\n                        WHERE other.id = NEW.ended_through_id AND other.state <> 'issued'\n                    ) THEN\n                        RAISE EXCEPTION 'granted_service_is_ended_by_an_issued_decision'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NULL;\n                ",
                    hash="91c7ad4f328330323431f09132e4defff27e6f1d",
                    operation="UPDATE",
                    pgid="pgtrigger_ended_by_an_issued_decision_a25a0",
                    table="decisions_grantedservice",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
    ]
