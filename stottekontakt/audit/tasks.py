"""Seal the logs every minute, and carry the head of the chain out of the database once a day."""

from __future__ import annotations

import json
import os

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from stottekontakt.audit import services


@shared_task
def seal_logs() -> None:
    while services.seal_logs(batch=5000) == 5000:
        pass


@shared_task
def export_log_head() -> None:
    """Write the newest link to DATA_DIR/log-heads/DATE.json; a day's file is never changed.

    Copied off the machine each day (docs/operations.md), it shows whether somebody with the
    owner's role has rewritten the logs afterwards.
    """
    head = services.chain_head()
    if head is None:
        return
    now = timezone.now()
    folder = settings.DATA_DIR / "log-heads"
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"seq": head[0], "hash": head[1], "at": now.isoformat()}) + "\n"
    try:
        file = os.open(
            folder / f"{timezone.localdate(now)}.json", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440
        )
    except FileExistsError:
        return
    with os.fdopen(file, "w") as out:
        out.write(text)
