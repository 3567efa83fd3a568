"""An uploaded spreadsheet, what is wrong with it, and which rows became cases."""

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
from stottekontakt.cases.models import Case

# How often each step is tried by itself.
MAX_ATTEMPTS = 3


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    def visible_to(self, membership: Membership) -> Self:
        """Any administrator may go on with what another began."""
        if not membership.may(Permission.IMPORT):
            return self.none()
        return self.filter(municipality=membership.municipality_id)

    def to_check(self, before: datetime) -> Self:
        """Waiting, or left by a worker that has told nothing since the moment."""
        return self.filter(
            Q(state=ImportJob.State.QUEUED)
            | Q(state=ImportJob.State.CHECKING, last_sign_at__lt=before)
        )

    def to_carry_out(self, before: datetime) -> Self:
        return self.filter(
            Q(state=ImportJob.State.WAITING)
            | Q(state=ImportJob.State.IMPORTING, last_sign_at__lt=before)
        )

    def with_file(self) -> Self:
        return self.exclude(state__in=ImportJob.ENDED)


@pghistory.track(
    fields=["id", "municipality", "state", "uploaded_by", "started_by", "rows", "created"],
    model_name="ImportJobEvent",
    obj_field=pghistory.ObjForeignKey(related_name="events"),
)
class ImportJob(MunicipalityOwned):
    """One spreadsheet on its way in.

    queued → checking → refused (the file) or checked (rows with or without problems)
    checked → waiting → importing → imported, in one transaction
    The file and what is said of its rows go away when it has ended, or at `expires_at`.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Venter på kontroll")
        CHECKING = "checking", _("Kontrolleres")
        REFUSED = "refused", _("Filen kan ikke brukes")
        CHECKED = "checked", _("Kontrollert")
        WAITING = "waiting", _("Venter på import")
        IMPORTING = "importing", _("Importeres")
        IMPORTED = "imported", _("Importert")
        FAILED = "failed", _("Stoppet")
        DISCARDED = "discarded", _("Forkastet")
        EXPIRED = "expired", _("Slettet")

    # The file is gone.
    ENDED: ClassVar = (State.IMPORTED, State.DISCARDED, State.EXPIRED)

    class Failure(models.TextChoices):
        STOPPED = "stopped", _("Programmet som leser filen, stoppet hver gang det prøvde.")
        FILE = "file", _("Filen kunne ikke leses fra lageret. Last den opp på nytt.")
        UNKNOWN = "unknown", _("Noe gikk galt. Den som drifter systemet, kan se hva i loggen.")

    sheet = models.TextField()  # what is imported: a key of imports.sheets
    filename = models.TextField(_("fil"), blank=True)
    size = models.PositiveBigIntegerField()
    uploaded_at = models.DateTimeField(default=timezone.now, db_default=Now())
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    language = models.TextField(choices=WrittenForm, default=WrittenForm.BOKMAL)

    state = models.TextField(choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_sign_at = models.DateTimeField(null=True)
    last_error = models.TextField(choices=Failure, blank=True, default="")
    refusals = models.JSONField(default=list)  # why the file as a whole cannot be used
    changed_since = models.BooleanField(default=False)  # what was checked no longer held
    rows = models.PositiveIntegerField(default=0)  # read so far, then in all
    new = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)  # rows with problems
    counts = models.JSONField(default=dict)  # what else there is to say of the new ones
    started_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField(null=True)
    created = models.PositiveIntegerField(default=0)  # cases that were made
    expires_at = models.DateTimeField()

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="import_job_state_is_known",
                condition=Q(
                    state__in=[
                        "queued", "checking", "refused", "checked", "waiting", "importing",
                        "imported", "failed", "discarded", "expired",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="import_job_started_at_and_by_go_together",
                condition=Q(started_at__isnull=True, started_by__isnull=True)
                | Q(started_at__isnull=False, started_by__isnull=False),
            ),
            # Only what is without problems is ever started.
            models.CheckConstraint(
                name="import_job_with_problems_is_never_started",
                condition=~Q(state__in=["waiting", "importing", "imported"])
                | Q(wrong=0, started_at__isnull=False),
            ),
            models.CheckConstraint(
                name="import_job_imported_has_its_moment",
                condition=Q(state="imported", imported_at__isnull=False)
                | ~Q(state="imported") & Q(imported_at__isnull=True, created=0),
            ),
            models.CheckConstraint(
                name="import_job_failed_says_why",
                condition=Q(state="failed") & ~Q(last_error="")
                | ~Q(state="failed") & Q(last_error=""),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-id"], name="import_job_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.uploaded_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("imports:detail", args=[self.pk])

    @property
    def is_being_checked(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.CHECKING}

    @property
    def is_being_imported(self) -> bool:
        return self.state in {self.State.WAITING, self.State.IMPORTING}

    @property
    def is_under_way(self) -> bool:
        return self.is_being_checked or self.is_being_imported

    @property
    def may_start(self) -> bool:
        return self.state == self.State.CHECKED and not self.wrong and self.new > 0

    @property
    def may_discard(self) -> bool:
        return self.state in {self.State.CHECKED, self.State.REFUSED, self.State.FAILED}

    @property
    def step(self) -> str:
        """What a page that waits compares."""
        return f"{self.state}:{self.rows // 1000}"


class OfImportQuerySet(models.QuerySet):
    def visible_to(self, membership: Membership) -> Self:
        return self.filter(job__in=ImportJob.objects.visible_to(membership))


class ImportProblem(MunicipalityOwned):
    """What is wrong in one cell, or in a row as a whole, and how to mend it.

    Quotes what cannot be read, and never an identity number.
    """

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()
    column = models.TextField(blank=True)  # the letter; empty: the row as a whole
    heading = models.TextField(blank=True)
    text = models.TextField()

    objects = OfImportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["row", "pk"]
        indexes: ClassVar = [models.Index(fields=["job", "row"], name="import_problem_by_row")]

    def __str__(self) -> str:
        return f"{self.row} {self.column}"

    @property
    def place(self) -> str:
        return f"{self.column}{self.row}" if self.column else str(self.row)


class ImportedRow(MunicipalityOwned):
    """A row that became a case: the same row a second time makes no second one.

    Nothing of the row can be read from here: keys and values are keyed hashes.
    """

    sheet = models.TextField()
    key = models.BinaryField()
    values = models.JSONField()  # column → hash of what it held
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    job = models.ForeignKey(ImportJob, models.PROTECT, related_name="+")
    imported_on = models.DateField()

    objects = OfImportQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "municipality", "sheet", "key", name="imported_row_once_in_municipality"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.case_id}"
