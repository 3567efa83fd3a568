"""What follows when letters printed together have been posted: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from stottekontakt.accounts.models import Membership
from stottekontakt.letters.errors import CannotSend
from stottekontakt.letters.models import Letter, PrintBatch
from stottekontakt.letters.printing import close, locked
from stottekontakt.workflows.letter_delivered import letter_was_sent


@transaction.atomic(durable=True)
def batch_sent(
    batch_id: int, letter_ids: Collection[int], *, on: date, by: Membership
) -> PrintBatch:
    """`letter_ids` are those of the batch that were posted; the rest go back to the queue.

    Done twice it does nothing more; a letter that has left another way meanwhile stays as it is.
    """
    batch = locked(batch_id, by=by)
    if batch.state == PrintBatch.State.CLOSED:
        return batch
    if batch.state != PrintBatch.State.READY:
        raise CannotSend(_("Utskriften er ikke ferdig laget ennå."))
    letters = (
        Letter.objects.filter(prints__batch=batch, pk__in=letter_ids, delivery="")
        .select_related("journal_entry")
        .order_by("pk")
    )
    sent = 0
    for letter in letters:
        try:
            letter_was_sent(letter.pk, on=on, by=by)
        except CannotSend as error:
            raise CannotSend(
                [
                    _("Brevet til %(name)s (%(title)s): %(problem)s")
                    % {"name": letter.addressee_name, "title": letter.title, "problem": problem}
                    for problem in error.problems
                ]
            ) from error
        sent += 1
    close(batch, sent=sent, by=by)
    return batch
