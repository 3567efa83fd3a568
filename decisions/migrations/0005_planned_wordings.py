"""A wording that has not begun to hold can be taken back; the order of criteria is free."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("decisions", "0004_taken_over")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="criterion",
            name="used_wording_is_frozen",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="criterion",
            trigger=pgtrigger.compiler.Trigger(
                name="used_wording_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF TG_OP = 'UPDATE' THEN\n                        IF to_jsonb(NEW) - 'position' = to_jsonb(OLD) - 'position' THEN\n                            RETURN NEW;\n                        END IF;\n                    END IF;\n                    IF EXISTS (\n                        SELECT 1 FROM decisions_appraisal appraisal\n                        JOIN decisions_decision decision ON decision.id = appraisal.decision_id\n                        WHERE appraisal.criterion_id = OLD.id AND decision.state = 'issued'\n                    ) THEN\n                        RAISE EXCEPTION 'criterion_used_in_a_decision_never_changes'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;\n                ",
                    hash="b94a4d9a97e6ff8ea1d77c073438c66c952cad89",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_used_wording_is_frozen_8c0b3",
                    table="decisions_criterion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="criterion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "decisions_criterionevent" ("ask_nb", "ask_nn", "heading_nb", "heading_nn", "housing", "id", "is_active", "key", "kind", "max_age", "min_age", "municipality_id", "norm", "parents_age", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "tasks", "text_nb", "text_nn", "valid_from") VALUES (OLD."ask_nb", OLD."ask_nn", OLD."heading_nb", OLD."heading_nn", OLD."housing", OLD."id", OLD."is_active", OLD."key", OLD."kind", OLD."max_age", OLD."min_age", OLD."municipality_id", OLD."norm", OLD."parents_age", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."tasks", OLD."text_nb", OLD."text_nn", OLD."valid_from"); RETURN NULL;',
                    hash="7b48512b17a1ff4a8f5e3b26c5580ebf1e7a3fb9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a1972",
                    table="decisions_criterion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="legalbasis",
            trigger=pgtrigger.compiler.Trigger(
                name="kept_once_in_force",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF OLD.municipality_id IS NOT NULL THEN\n                IF TG_OP = 'UPDATE'\n                    OR OLD.valid_from <= (now() AT TIME ZONE 'Europe/Oslo')::date\n                THEN\n                    RAISE EXCEPTION 'legal_basis_never_changes_once_in_force' USING ERRCODE = 'check_violation';\n                END IF;\n            END IF;\n            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;\n        ",
                    hash="bcaead1179f12a39b466feb083557e0cb1ae93fb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_kept_once_in_force_c6f1c",
                    table="decisions_legalbasis",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="legalbasis",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "decisions_legalbasisevent" ("citation_nb", "citation_nn", "id", "is_active", "key", "municipality_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "says_nb", "says_nn", "use", "valid_from") VALUES (OLD."citation_nb", OLD."citation_nn", OLD."id", OLD."is_active", OLD."key", OLD."municipality_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."says_nb", OLD."says_nn", OLD."use", OLD."valid_from"); RETURN NULL;',
                    hash="65881455d26ca057994526958ee30a621c37ee87",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_936d4",
                    table="decisions_legalbasis",
                    when="AFTER",
                ),
            ),
        ),
    ]
