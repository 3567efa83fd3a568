"""What is being gathered, for whom and why: the row says how far it has come."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stottekontakt.accounts.models import Membership, MunicipalityOwned, User, WrittenForm
from stottekontakt.accounts.roles import Permission

# How often a gathering is tried by itself; after that a person must order it anew.
MAX_ATTEMPTS = 3


class Purpose(models.TextChoices):
    """What the decisions are taken out for; goes into the log of accesses."""

    DEPOSIT = "deposit", _("Avlevering til arkiv")
    ACCESS_REQUEST = "access_request", _("Innsyn")
    INSPECTION = "inspection", _("Tilsyn")
    COMPLAINT = "complaint", _("Klage- eller erstatningssak")
    REVISION = "revision", _("Revisjon eller egenkontroll")


class ExportJobQuerySet(models.QuerySet["ExportJob"]):
    def visible_to(self, membership: Membership) -> Self:
        """What somebody has gathered is theirs, and nobody else's to fetch."""
        if not membership.may(Permission.ARCHIVE_EXPORT):
            return self.none()
        return self.filter(municipality=membership.municipality_id, requested_by=membership.user_id)

    def under_way(self) -> Self:
        return self.filter(state__in=[ExportJob.State.QUEUED, ExportJob.State.RUNNING])

    def to_take_up(self, before: datetime) -> Self:
        """Waiting, or given up by a worker that has told nothing since the moment."""
        return self.filter(
            Q(state=ExportJob.State.QUEUED)
            | Q(state=ExportJob.State.RUNNING, last_sign_at__lt=before)
        )

    def missed(self, before: datetime) -> Self:
        return self.to_take_up(before).filter(requested_at__lt=before)


@pghistory.track(
    fields=["id", "municipality", "state", "requested_by", "purpose", "include_protected"],
    model_name="ExportJobEvent",
    obj_field=pghistory.ObjForeignKey(related_name="events"),
)
class ExportJob(MunicipalityOwned):
    """One ZIP of decisions: what was asked for, by whom, how far it has come, until when it lies.

    The ZIP holds what the filters found at the moment it was ordered. It lies below EXPORTS_DIR
    and goes away at `expires_at`; the row stays as the account of what was taken out.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Venter")
        RUNNING = "running", _("Lages")
        READY = "ready", _("Klar")
        FAILED = "failed", _("Ikke laget")
        CANCELLED = "cancelled", _("Stanset")
        EXPIRED = "expired", _("Slettet")

    class Failure(models.TextChoices):
        STORAGE = "storage", _("Filen kunne ikke skrives til lageret. Kanskje er disken full.")
        ACCESS = "access", _("Tilgangen din tok slutt før filen var ferdig.")
        STOPPED = "stopped", _("Programmet som lager filen, stoppet hver gang det prøvde.")
        UNKNOWN = "unknown", _("Noe gikk galt. Den som drifter systemet, kan se hva i loggen.")

    requested_at = models.DateTimeField(default=timezone.now, db_default=Now())
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    language = models.TextField(choices=WrittenForm, default=WrittenForm.BOKMAL)
    purpose = models.TextField(_("formål"), choices=Purpose)
    explanation = models.TextField(_("hva vedtakene skal brukes til"))
    filters = models.JSONField(default=dict)  # as in the address of the list; names nobody
    include_protected = models.BooleanField(default=False, db_default=False)
    protected_reason = models.TextField(
        _("hvorfor beskyttede adresser må være med"), blank=True, default="", db_default=""
    )

    state = models.TextField(choices=State, default=State.QUEUED)
    total = models.PositiveIntegerField(default=0)  # decisions to go through
    done = models.PositiveIntegerField(default=0)
    letters = models.PositiveIntegerField(default=0)  # files in the ZIP
    problems = models.PositiveIntegerField(default=0)  # named in the index, not in the ZIP
    left_out = models.PositiveIntegerField(default=0)  # protected, when it was ordered
    attempts = models.PositiveSmallIntegerField(default=0)
    last_sign_at = models.DateTimeField(null=True)
    last_error = models.TextField(choices=Failure, blank=True, default="")
    ready_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(null=True)
    expires_at = models.DateTimeField(null=True)

    objects = ExportJobQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="export_job_says_what_it_is_for",
                condition=~Q(purpose="") & ~Q(explanation=""),
                violation_error_message=_("Skriv hva vedtakene skal brukes til."),
            ),
            models.CheckConstraint(
                name="export_job_with_protected_says_why",
                condition=Q(include_protected=True) & ~Q(protected_reason="")
                | Q(include_protected=False, protected_reason=""),
                violation_error_message=_("Skriv hvorfor beskyttede adresser må være med."),
            ),
            models.CheckConstraint(
                name="export_job_ready_has_size_and_end",
                condition=Q(
                    state="ready",
                    ready_at__isnull=False,
                    size__isnull=False,
                    expires_at__isnull=False,
                )
                | Q(state="expired")
                | Q(ready_at__isnull=True, size__isnull=True, expires_at__isnull=True)
                & ~Q(state="ready"),
            ),
            models.CheckConstraint(
                name="export_job_failed_says_why",
                condition=Q(state="failed") & ~Q(last_error="")
                | ~Q(state="failed") & Q(last_error=""),
            ),
            models.CheckConstraint(
                name="export_job_state_is_known",
                condition=Q(
                    state__in=["queued", "running", "ready", "failed", "cancelled", "expired"]
                ),
            ),
            # One at a time: two clicks on the button make one file.
            models.UniqueConstraint(
                "municipality",
                "requested_by",
                condition=Q(state__in=["queued", "running"]),
                name="export_job_one_under_way_per_person",
                violation_error_message=_("Du har allerede en samling som lages."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "requested_by", "-id"], name="export_job_own"),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.requested_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return f"{reverse('archive:list')}#samling-{self.pk}"

    @property
    def is_under_way(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.RUNNING}

    @property
    def percent(self) -> int:
        return min(99, 100 * self.done // self.total) if self.total else 0

    @property
    def step(self) -> str:
        """What a page that waits compares: changes ten times on the way, and at the end."""
        return f"{self.state}:{self.percent // 10}"

    @property
    def filename(self) -> str:
        return f"vedtak-{timezone.localdate(self.requested_at).isoformat()}-{self.pk}.zip"
