"""What has been reminded of, the mails that carry it, and how each wants to be told.

A `Reminder` is the truth: one for each deadline, stage and recipient, whatever the worker does.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stottekontakt.accounts.models import Membership, MunicipalityOwned, User
from stottekontakt.deadlines.models import Deadline

STAGE = r"^(days-[731]|day|overdue|week-[1-9][0-9]*)$"


class OwnQuerySet(models.QuerySet):
    def visible_to(self, membership: Membership) -> Self:
        """One's own; nobody else reads what somebody was told."""
        return self.filter(
            municipality_id=membership.municipality_id,
            **{self.model.whose: membership.user_id},  # type: ignore[attr-defined]
        )


class ReminderChoice(MunicipalityOwned):
    """How and when a person wants to be told; without a row: one mail each morning at seven."""

    class How(models.TextChoices):
        DIGEST = "digest", _("Én samlet e-post om morgenen")
        EACH = "each", _("Én e-post for hver frist")
        OVERDUE = "overdue", _("Bare når en frist er gått ut")

    class Hour(models.IntegerChoices):
        SEVEN = 7, _("Klokken 7")
        EIGHT = 8, _("Klokken 8")
        NINE = 9, _("Klokken 9")
        TWELVE = 12, _("Klokken 12")

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    how = models.TextField(choices=How, default=How.DIGEST)
    hour = models.PositiveSmallIntegerField(choices=Hour, default=Hour.SEVEN)

    whose: ClassVar[str] = "user"
    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("municipality", "user", name="reminder_choice_one_per_person"),
            models.CheckConstraint(
                name="reminder_choice_is_known",
                condition=Q(how__in=["digest", "each", "overdue"], hour__in=[7, 8, 9, 12]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.how}"


class ReminderRun(MunicipalityOwned):
    """A morning's marking, done whole or not at all; there is one a day."""

    on = models.DateField()
    done_at = models.DateTimeField(db_default=Now())
    reminders = models.PositiveIntegerField()

    objects = models.Manager()
    append_only: ClassVar[bool] = True

    class Meta:
        ordering: ClassVar = ["-on"]
        constraints: ClassVar = [
            models.UniqueConstraint("municipality", "on", name="reminder_run_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.on}"


class ReminderMailQuerySet(OwnQuerySet):
    def waiting(self) -> Self:
        return self.filter(state=ReminderMail.State.QUEUED)

    def due(self, now: datetime) -> Self:
        return self.waiting().filter(send_after__lte=now)


class ReminderMail(MunicipalityOwned):
    """One e-mail to one person: the morning's digest, or of one deadline."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Venter")
        SENT = "sent", _("Sendt")
        DROPPED = "dropped", _("Ikke lenger aktuell")

    class Failure(models.TextChoices):
        SERVER = "server", _("E-postserveren svarer ikke.")
        REFUSED = "refused", _("E-postserveren tok ikke imot e-posten.")
        OTHER = "other", _("E-posten kunne ikke lages.")

    recipient = models.ForeignKey(User, models.PROTECT, related_name="+")
    on = models.DateField()
    deadline = models.ForeignKey(
        Deadline, models.PROTECT, null=True, blank=True, related_name="+"
    )  # empty: the digest
    send_after = models.DateTimeField()
    state = models.TextField(choices=State, default=State.QUEUED, db_default="queued")
    attempts = models.PositiveIntegerField(default=0, db_default=0)
    last_attempt_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(choices=Failure, blank=True, default="", db_default="")
    sent_at = models.DateTimeField(null=True, blank=True)

    whose: ClassVar[str] = "recipient"
    objects = ReminderMailQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "municipality", "recipient", "on", "deadline",
                nulls_distinct=False, name="reminder_mail_one_digest_a_day",
            ),
            models.CheckConstraint(
                name="reminder_mail_sent_at_follows_state",
                condition=Q(state="sent", sent_at__isnull=False, last_error="")
                | ~Q(state="sent") & Q(sent_at__isnull=True),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(
                fields=["municipality", "send_after"],
                name="reminder_mail_waiting",
                condition=Q(state="queued"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.recipient_id}"


class Reminder(MunicipalityOwned):
    """That somebody is told of a deadline at a stage. Never twice."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="+")
    stage = models.TextField()
    recipient = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    mail = models.ForeignKey(ReminderMail, models.PROTECT, related_name="reminders")

    whose: ClassVar[str] = "recipient"
    objects = OwnQuerySet.as_manager()
    append_only: ClassVar[bool] = True

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "deadline", "stage", "recipient", name="reminder_once_per_stage_and_recipient"
            ),
            models.CheckConstraint(name="reminder_stage_is_known", condition=Q(stage__regex=STAGE)),
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id} {self.stage} {self.recipient_id}"


class KeptMail(models.Model):
    """An e-mail of a trial, which sends none: kept to be read at /utboks/."""

    kept_at = models.DateTimeField(default=timezone.now)
    to = models.TextField()
    subject = models.TextField()
    body = models.TextField()
    message_id = models.TextField(blank=True)

    grants: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.subject
