"""Write to the log of what was looked at (pasientjournalforskriften § 14)."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection, models

from stottekontakt.audit.models import AccessEntry


def log_access(
    action: AccessEntry.Action,
    *,
    by: Any = None,
    subject: models.Model | None = None,
    case_id: int | None = None,
    view: str = "",
    ground: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """Tell that `by` (a membership, a user, or None when nobody is signed in) looked at something.

    The municipality is the connection's own. `ground` says why the reader had the right ("unit",
    "caseworker", "protected"), `data` holds counts and ids only.
    """
    user_id = getattr(by, "user_id", None) or getattr(by, "pk", None)
    entry = {
        "action": action,
        "user_id": user_id,
        "unit_id": getattr(by, "unit_id", None),
        "role": getattr(by, "role", ""),
        "case_id": case_id,
        "subject_type": subject._meta.label_lower if subject is not None else "",
        "subject_id": subject.pk if subject is not None else None,
        "view": view,
        "ground": ground,
        "data": data or {},
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_log_access(%s::jsonb)", [json.dumps(entry)])
