"""Order a ZIP of decisions, and stop it again."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stottekontakt.accounts.models import Membership, WrittenForm
from stottekontakt.archive.errors import CannotGather
from stottekontakt.archive.finding import Asked, Protected, decisions_found
from stottekontakt.archive.models import ExportJob
from stottekontakt.archive.tasks import gather
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record

Event = AuditEntry.Event


@transaction.atomic
def order(
    asked: Asked,
    *,
    by: Membership,
    purpose: str,
    explanation: str,
    include_protected: bool = False,
    protected_reason: str = "",
) -> ExportJob:
    """A ZIP of what is found now; a task makes it after the commit."""
    # Two clicks wait for each other here, and the second finds the first.
    Membership.objects.select_for_update().get(pk=by.pk)
    if ExportJob.objects.visible_to(by).under_way().exists():
        raise CannotGather(
            _("Du har allerede en samling som lages. Vent til den er ferdig, eller stans den.")
        )
    if include_protected and not by.sees_protected:
        raise CannotGather(_("Du har ikke rett til å se beskyttede adresser."))
    now = timezone.now()
    total = decisions_found(
        by, asked, protected=Protected.WITH if include_protected else Protected.LEFT_OUT, until=now
    ).count()
    if not total:
        raise CannotGather(_("Ingen vedtak passer. Velg andre filtre."))
    left_out = (
        0
        if include_protected
        else decisions_found(by, asked, protected=Protected.ALONE, until=now).count()
    )
    job = ExportJob(
        municipality_id=by.municipality_id,
        requested_at=now,
        requested_by_id=by.user_id,
        membership=by,
        language=WrittenForm.NYNORSK if get_language() == "nn" else WrittenForm.BOKMAL,
        purpose=purpose,
        explanation=explanation,
        filters=asked.as_data(),
        include_protected=include_protected,
        protected_reason=protected_reason if include_protected else "",
        total=total,
        left_out=left_out,
    )
    job.save()
    record(
        Event.EXPORT_ORDERED,
        job,
        by=by,
        data={"decisions": total, "left_out": left_out, "purpose": purpose},
    )
    transaction.on_commit(
        partial(gather.delay, job.pk, municipality_id=job.municipality_id), robust=True
    )
    return job


@transaction.atomic
def cancel(job_id: int, *, by: Membership) -> ExportJob:
    """Stop it if it is still under way; what is finished stays."""
    job = ExportJob.objects.select_for_update().get(pk=job_id)
    if job.is_under_way:
        job.state = ExportJob.State.CANCELLED
        job.save(update_fields=["state"])
        record(Event.EXPORT_CANCELLED, job, by=by, data={"done": job.done})
    return job
