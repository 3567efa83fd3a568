"""What beat starts for applications."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date

from celery import shared_task
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.interim_rules import latest_broken, latest_to_draft
from applications.models import Application, InterimReply
from applications.services.interim import draft_interim_reply, drop_drafts_of
from stottekontakt.accounts.models import Municipality
from stottekontakt.database.context import municipality_context
from stottekontakt.deadlines.models import Deadline

logger = logging.getLogger(__name__)


@shared_task
def draft_interim_replies() -> None:
    """Drafts of the day, and of every day the program was down; as often as one likes."""
    today = timezone.localdate()
    for municipality_id in Municipality.objects.values_list("pk", flat=True):
        with municipality_context(municipality_id):
            _drop_what_nobody_waits_for(today)
            for source in list(_due(today)):
                try:
                    draft_interim_reply(source, by=None)
                except Exception:
                    # One that cannot be drafted must not keep the others from it.
                    logger.exception("No interim reply could be drafted for %s", source)


def _drop_what_nobody_waits_for(today: date) -> None:
    """Nobody is written to about waiting after a death, or when the case is over (moved away)."""
    drafts = InterimReply.objects.drafts().select_related("case__recipient")
    for reply in drafts.filter(
        Q(case__closed_on__isnull=False) | Q(case__recipient__died_on__isnull=False)
    ):
        dead = reply.case.recipient.died_on is not None
        reason = _("Den saken gjelder, er død.") if dead else _("Saken er avsluttet.")
        with transaction.atomic():
            drop_drafts_of(reply.source, on=today, reason=reason, by=None)


def _due(today: date) -> Iterator[str]:
    """Søknader without an answer for three weeks; then those whose promised day has passed."""
    source = Concat(Value("application:"), Cast("pk", TextField()), output_field=TextField())
    replies = InterimReply.objects.filter(source=OuterRef("its_source"))
    yield from (
        Application.objects.open()
        .filter(
            received_on__lte=latest_to_draft(today),
            case__closed_on=None,
            case__recipient__died_on=None,
        )
        .annotate(its_source=source)
        .filter(~Exists(replies))
        .values_list("its_source", flat=True)
    )
    broken = Deadline.objects.open().filter(
        kind=Deadline.Kind.PROMISED, due_on__lte=latest_broken(today)
    )
    for letter_source in broken.values_list("source", flat=True):
        reply = InterimReply.objects.get(pk=int(letter_source.partition(":")[2]))
        newer = InterimReply.objects.filter(source=reply.source, number__gt=reply.number)
        if not newer.exists():
            yield reply.source
