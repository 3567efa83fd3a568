"""Triggers that several models share. They refuse or record; they never decide."""

from __future__ import annotations

import pgtrigger


def kept_once_in_force(rule: str) -> pgtrigger.Trigger:
    """Rows with `valid_from`: never changed, and taken away only before their first day.

    Defaults (without municipality) are the owner's to write, in migrations.
    """
    return pgtrigger.Trigger(
        name="kept_once_in_force",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF OLD.municipality_id IS NOT NULL THEN
                IF TG_OP = 'UPDATE'
                    OR OLD.valid_from <= (now() AT TIME ZONE 'Europe/Oslo')::date
                THEN
                    RAISE EXCEPTION '{rule}' USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        """,
    )
