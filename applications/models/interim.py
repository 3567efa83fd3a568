"""Foreløpig svar: why the answer takes longer, and when it comes (fvl. § 11 a)."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stottekontakt.accounts.models import MunicipalityOwned, User
from stottekontakt.cases.models import Case, CaseFileQuerySet

# A wait longer than this must be explained to the one who waits.
LONG_WAIT = timedelta(weeks=6)


class InterimReplyQuerySet(CaseFileQuerySet):
    def drafts(self) -> Self:
        return self.filter(state=InterimReply.State.DRAFT)

    def sent(self) -> Self:
        return self.filter(state=InterimReply.State.SENT)


@pghistory.track()
class InterimReply(MunicipalityOwned):
    """One notice about one enquiry. The program drafts it; a person sends it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Utkast")
        SENT = "sent", _("Skrevet")
        DROPPED = "dropped", _("Falt bort")

    class Reason(models.TextChoices):
        MISSING = "missing", _("Noe mangler i søknaden")
        WAITING = "waiting", _("Vi venter på opplysninger vi har bedt om")
        ASSESSMENT = "assessment", _("Vi har ikke hatt kartleggingssamtalen ennå")
        CASELOAD = "caseload", _("Vi har mange saker til behandling")
        OTHER = "other", _("Noe annet")

    case = models.ForeignKey(Case, models.PROTECT, related_name="interim_replies")
    source = models.TextField()  # the enquiry that waits for its answer: "application:12"
    number = models.PositiveSmallIntegerField()  # 1, and 2 when the first promise slipped
    state = models.TextField(choices=State, default=State.DRAFT)
    drafted_on = models.DateField()
    drafted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    proposed = models.TextField(choices=Reason)  # what the program believed when it drafted
    reason = models.TextField(_("hvorfor det tar lengre tid"), choices=Reason, blank=True)
    details = models.TextField(_("mer om grunnen"), blank=True)
    expected_on = models.DateField(_("når svaret kommer"), null=True, blank=True)
    long_wait = models.TextField(_("hvorfor det tar så lang tid"), blank=True)
    sent_on = models.DateField(_("skrevet"), null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_on = models.DateField(_("falt bort"), null=True, blank=True)
    dropped_reason = models.TextField(_("hvorfor det falt bort"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_default=Now())
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = InterimReplyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "municipality", "source", "number", name="interim_reply_once_per_number"
            ),
            models.UniqueConstraint(
                "municipality", "source", condition=Q(state="draft"),
                name="interim_reply_one_draft_per_enquiry",
            ),
            models.CheckConstraint(
                name="interim_reply_state_is_known",
                condition=Q(state__in=["draft", "sent", "dropped"]),
            ),
            models.CheckConstraint(
                name="interim_reply_sent_at_and_by_follow_state",
                condition=Q(
                    state="sent", sent_on__isnull=False, sent_at__isnull=False,
                    sent_by__isnull=False,
                )
                | ~Q(state="sent")
                & Q(sent_on__isnull=True, sent_at__isnull=True, sent_by__isnull=True),
            ),
            # fvl. § 11 a: the reason, and when an answer can be expected. Neither may be left out.
            models.CheckConstraint(
                name="interim_reply_sent_has_reason_and_date",
                condition=~Q(state="sent")
                | ~Q(reason="") & Q(expected_on__isnull=False, expected_on__gt=F("sent_on")),
                violation_error_message=_("Velg en grunn og skriv når svaret kommer."),
            ),
            models.CheckConstraint(
                name="interim_reply_other_reason_is_told",
                condition=~Q(state="sent") | ~Q(reason="other") | ~Q(details=""),
                violation_error_message=_("Skriv hva grunnen er."),
            ),
            models.CheckConstraint(
                name="interim_reply_long_wait_is_explained",
                condition=~Q(state="sent")
                | Q(expected_on__lte=F("sent_on") + LONG_WAIT)
                | ~Q(long_wait=""),
                violation_error_message=_("Skriv hvorfor det tar så lang tid."),
            ),
            models.CheckConstraint(
                name="interim_reply_dropped_says_why",
                condition=Q(state="dropped", dropped_on__isnull=False) & ~Q(dropped_reason="")
                | ~Q(state="dropped") & Q(dropped_on__isnull=True, dropped_reason=""),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["case"], name="interim_reply_of_case"),
            models.Index(
                fields=["municipality", "case"], name="interim_reply_drafts",
                condition=Q(state="draft"),
            ),
        ]  # fmt: skip
        triggers: ClassVar = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            # What was promised stands as it was sent.
            pgtrigger.Protect(
                name="sent_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=["sent", "dropped"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("applications:interim_reply", args=[self.pk])

    @property
    def letter_source(self) -> str:
        """What its letters and the promised date are about."""
        return f"interim_reply:{self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT
