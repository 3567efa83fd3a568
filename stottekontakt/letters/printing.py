"""Letters that wait to be posted, printed many at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stottekontakt.accounts.models import Membership
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.letters.errors import CannotPrint
from stottekontakt.letters.models import Letter, LetterQuerySet, PrintBatch, PrintedLetter
from stottekontakt.letters.print_tasks import make_batch

MOST = 100  # letters in one batch; the next hundred make the next
Event = AuditEntry.Event


# ── What waits ──────────────────────────────────────────────────────────────────────────────────


def waiting(membership: Membership) -> LetterQuerySet:
    """Letters of one's own office that have not left, the oldest first."""
    found = Letter.objects.visible_to(membership).filter(delivery="", is_corrected=False)
    if membership.unit_id:
        found = found.filter(case__unit=membership.unit_id)
    return found.select_related("case", "journal_entry").order_by("dated_on", "pk")


def printable(membership: Membership) -> LetterQuerySet:
    """Those a batch may hold: made, with an address that may be printed, in no open batch."""
    in_batch = PrintedLetter.objects.filter(letter=OuterRef("pk"), is_open=True)
    return (
        waiting(membership)
        .filter(state=Letter.State.RENDERED, manual_dispatch=False)
        .exclude(address_lines=[])
        .exclude(Exists(in_batch))
    )


@dataclass(frozen=True)
class SetApart:
    letter: Letter
    why: str


def set_apart(membership: Membership, most: int = MOST) -> list[SetApart]:
    """Those no batch may hold, with why."""
    letters = waiting(membership).filter(
        Q(manual_dispatch=True) | Q(address_lines=[]) | ~Q(state=Letter.State.RENDERED)
    )
    return [SetApart(letter, _why_apart(letter)) for letter in letters[:most]]


def _why_apart(letter: Letter) -> str:
    if letter.manual_dispatch:
        return _("Sperret adresse. Send brevet for hånd etter kommunens rutine.")
    if not letter.is_rendered:
        return _("PDF-en er ikke ferdig.")
    return _("Mottakeren har ingen adresse. Legg den inn på personen, og rett brevet.")


def open_batches(membership: Membership) -> list[PrintBatch]:
    return list(
        PrintBatch.objects.visible_to(membership)
        .open()
        .select_related("ordered_by")
        .annotate(count=Count("rows"))
    )


# ── Ordering and closing ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Ordered:
    batch: PrintBatch
    left_out: int  # of those asked for: somebody was quicker


@transaction.atomic
def order_batch(letter_ids: Iterable[int], *, is_duplex: bool, by: Membership) -> Ordered:
    wanted = set(letter_ids)
    if not wanted:
        raise CannotPrint(_("Velg minst ett brev."))
    if len(wanted) > MOST:
        raise CannotPrint(
            _("Velg høyst %(most)d brev om gangen. Resten blir stående i køen.") % {"most": MOST}
        )
    # Locked first, in one order: whoever asks for the same ones waits, and finds them taken.
    list(Letter.objects.filter(pk__in=wanted).order_by("pk").select_for_update().values_list("pk"))
    letters = list(printable(by).select_related(None).filter(pk__in=wanted))
    if not letters:
        raise CannotPrint(
            _("Brevene er alt i en annen utskrift eller er sendt. Se listen på nytt.")
        )
    batch = PrintBatch.objects.create(
        municipality_id=by.municipality_id, unit_id=by.unit_id, is_duplex=is_duplex,
        ordered_by_id=by.user_id,
    )  # fmt: skip
    PrintedLetter.objects.bulk_create(
        PrintedLetter(
            municipality_id=by.municipality_id, batch=batch, letter=letter, position=position
        )
        for position, letter in enumerate(letters, start=1)
    )
    record(
        Event.PRINT_ORDERED, batch, by=by,
        data={"letters": [letter.pk for letter in letters], "is_duplex": is_duplex},
    )  # fmt: skip
    _ask_for_file(batch)
    return Ordered(batch, len(wanted) - len(letters))


@transaction.atomic
def try_again(batch_id: int, *, by: Membership) -> PrintBatch:
    batch = locked(batch_id, by=by)
    if batch.state == PrintBatch.State.FAILED:
        batch.state, batch.attempts, batch.done = PrintBatch.State.QUEUED, 0, 0
        batch.save(update_fields=["state", "attempts", "done"])
        _ask_for_file(batch)
    return batch


def locked(batch_id: int, *, by: Membership) -> PrintBatch:
    """The batch, for whoever is about to close it; another waits."""
    return PrintBatch.objects.visible_to(by).select_for_update(of=("self",)).get(pk=batch_id)


def close(batch: PrintBatch, *, sent: int, by: Membership) -> None:
    """Done with, inside the caller's transaction. What was not sent is free to be printed again."""
    batch.rows.update(is_open=False)
    batch.state = PrintBatch.State.CLOSED
    batch.closed_at = timezone.now()
    batch.closed_by_id = by.user_id
    batch.save(update_fields=["state", "closed_at", "closed_by"])
    record(Event.PRINT_CLOSED, batch, by=by, data={"sent": sent})
    path = path_of(batch)
    transaction.on_commit(partial(path.unlink, missing_ok=True), robust=True)


@transaction.atomic
def discard(batch_id: int, *, by: Membership) -> PrintBatch:
    """Nothing of it was sent."""
    batch = locked(batch_id, by=by)
    if batch.state != PrintBatch.State.CLOSED:
        close(batch, sent=0, by=by)
    return batch


def _ask_for_file(batch: PrintBatch) -> None:
    def ask() -> None:
        make_batch.delay(batch.pk, municipality_id=batch.municipality_id)

    transaction.on_commit(ask, robust=True)


def path_of(batch: PrintBatch) -> Path:
    return Path(settings.PRINTS_DIR) / str(batch.municipality_id) / f"{batch.pk}.pdf"


def told(count: int) -> str:
    """What became of those left out."""
    return ngettext(
        "%(count)d brev ble ikke med, fordi noen andre var raskere.",
        "%(count)d brev ble ikke med, fordi noen andre var raskere.",
        count,
    ) % {"count": count}
