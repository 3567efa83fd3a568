"""The dates that watch over a case, each knowing which rule made it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stottekontakt.accounts.models import MunicipalityOwned
from stottekontakt.cases.models import Case, CaseOwnedQuerySet
from stottekontakt.deadlines.explanation import explain, short_reason


class DeadlineQuerySet(CaseOwnedQuerySet):
    def open(self) -> Self:
        return self.filter(met_on__isnull=True, cancelled_on__isnull=True)

    def ours(self) -> Self:
        """What the municipality must do; how long others may complain or comment is not."""
        return self.exclude(kind__in=[Deadline.Kind.COMPLAINT, Deadline.Kind.COMMENTS])

    def overdue(self, today: date) -> Self:
        return self.open().ours().filter(act_by__lt=today)

    def due_within(self, days: int, today: date) -> Self:
        return self.open().ours().filter(act_by__range=(today, today + timedelta(days=days)))

    def due_after(self, days: int, today: date) -> Self:
        return self.open().ours().filter(act_by__gt=today + timedelta(days=days))


# ── Law as dated data ───────────────────────────────────────────────────────────────────────────


class Provision(models.Model):
    """Where an act of administrative law says something, and from which day it is that act's turn.

    The day is empty while it is not set. Which act holds for a step is `law.law_on`; a date is set
    by `manage.py administrative_law`.
    """

    class Key(models.TextChoices):
        GUIDANCE = "guidance", _("veiledning")
        INTERIM_REPLY = "interim_reply", _("foreløpig svar")
        PROXY = "proxy", _("fullmektig")
        ADVANCE_NOTICE = "advance_notice", _("forhåndsvarsel")
        INFORMATION = "information", _("utredning og opplysninger til parten")
        ACCESS = "access", _("innsyn")
        CHILDREN = "children", _("barn")
        CONFIDENTIALITY = "confidentiality", _("taushetsplikt")
        REASONS = "reasons", _("skriftlighet og begrunnelse")
        NOTICE = "notice", _("hva underretningen skal si")
        NAMES = "names", _("navn på saksbehandler og ansvarlig")
        COMPLAINT_DEADLINE = "complaint_deadline", _("klagefrist")
        COMPLAINT_FORM = "complaint_form", _("klagens form og innhold")
        COMPLAINT_IN_TIME = "complaint_in_time", _("når en klage er i tide")
        LATE_COMPLAINT = "late_complaint", _("klage etter fristen")
        COMPLAINT_PREPARED = "complaint_prepared", _("underinstansens arbeid med klagen")
        REVERSAL = "reversal", _("omgjøring")
        COSTS = "costs", _("sakskostnader")
        SUSPENSION = "suspension", _("utsatt iverksetting")

    class Act(models.TextChoices):
        OF_1967 = "1967", _("forvaltningsloven fra 1967")
        OF_2025 = "2025", _("forvaltningsloven fra 2025")

    key = models.TextField(choices=Key)
    act = models.TextField(choices=Act)
    paragraph = models.TextField(blank=True)  # empty: the act asks for no such thing
    in_force_on = models.DateField(null=True, blank=True)

    shared_rows: ClassVar[bool] = True  # made by migrations, read by all
    grants: ClassVar[str] = "SELECT"

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("key", "act", name="provision_once_per_act"),
            models.UniqueConstraint("key", "in_force_on", name="provision_one_act_begins_on_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.act} {self.in_force_on}"


class ComplaintPeriod(models.Model):
    """How many weeks one may complain over a kind of decision, from a day on."""

    class Over(models.TextChoices):
        SERVICE = "service", _("helse- og omsorgstjenester")
        DISMISSED_COMPLAINT = "dismissed_complaint", _("avvist klage over tjenester")
        COSTS = "costs", _("sakskostnader")
        ACCESS = "access", _("nektet innsyn")
        CHILD_WELFARE = "child_welfare", _("barnevern")
        COMPANION_CARD = "companion_card", _("ledsagerbevis")

    over = models.TextField(choices=Over)
    weeks = models.PositiveSmallIntegerField()
    provision = models.TextField()
    valid_from = models.DateField()

    shared_rows: ClassVar[bool] = True  # made by migrations, read by all
    grants: ClassVar[str] = "SELECT"

    class Meta:
        ordering: ClassVar = ["over", "-valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint("over", "valid_from", name="complaint_period_one_per_day"),
            models.CheckConstraint(
                name="complaint_period_is_some_weeks", condition=Q(weeks__range=(1, 26))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.over} {self.weeks} {self.valid_from}"


# ── Deadlines ───────────────────────────────────────────────────────────────────────────────────


@pghistory.track()
class Deadline(MunicipalityOwned):
    """`due_on` is what the law or the decision says; `act_by` is the day we work to."""

    class Kind(models.TextChoices):
        ONE_MONTH = "one_month", _("Vedtak eller foreløpig svar")
        COMPLAINT = "complaint", _("Klagefrist")
        EVALUATION = "evaluation", _("Evaluering")
        END = "end", _("Vedtaket løper ut")
        PROMISED = "promised", _("Lovet svar")
        COMMENTS = "comments", _("Uttalelse til forhåndsvarsel")

    class Basis(models.TextChoices):
        """How the date was found; what each says stands in explanation.py."""

        ONE_MONTH = "one_month", _("Én måned fra søknaden kom")
        FOUR_WEEKS = "four_weeks", _("Fire uker fra brevet kom fram")
        WEEKS = "weeks", _("Et antall uker fra brevet kom fram")
        MONTHS = "months", _("Et antall måneder fra en dato")
        LAST_DAY = "last_day", _("Siste dag i vedtaket")
        IN_DECISION = "in_decision", _("Datoen står i vedtaket")
        PROMISED = "promised", _("Lovet i et foreløpig svar")
        STATED = "stated", _("Datoen står i brevet")

    case = models.ForeignKey(Case, models.PROTECT, related_name="deadlines")
    kind = models.TextField(_("frist"), choices=Kind)
    due_on = models.DateField(_("dato"))
    act_by = models.DateField(_("vår egen dato"))
    basis = models.TextField(_("regel"), choices=Basis)
    counted_from = models.DateField(null=True, blank=True)
    count = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.TextField()  # what the deadline is about: "application:12"
    met_on = models.DateField(_("holdt"), null=True, blank=True)
    met_by = models.TextField(blank=True)  # "letter:44"
    cancelled_on = models.DateField(_("falt bort"), null=True, blank=True)
    cancel_reason = models.TextField(_("hvorfor den falt bort"), blank=True)
    moved_from = models.DateField(_("flyttet fra"), null=True, blank=True)
    move_reason = models.TextField(_("hvorfor den ble flyttet"), blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["act_by", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("kind", "source", name="deadline_once_per_kind_and_source"),
            models.CheckConstraint(
                name="deadline_is_acted_on_before_it_is_due",
                condition=Q(act_by__lte=F("due_on")),
                violation_error_message=_("Vår egen dato kan ikke være etter fristen."),
            ),
            models.CheckConstraint(
                name="deadline_counted_has_a_start",
                condition=~Q(basis__in=["one_month", "four_weeks", "weeks", "months"])
                | Q(counted_from__isnull=False),
            ),
            models.CheckConstraint(
                name="deadline_months_are_counted",
                condition=~Q(basis__in=["months", "weeks"]) | Q(count__isnull=False, count__gt=0),
            ),
            models.CheckConstraint(
                name="deadline_met_on_and_by_go_together",
                condition=Q(met_on__isnull=True, met_by="")
                | (Q(met_on__isnull=False) & ~Q(met_by="")),
            ),
            models.CheckConstraint(
                name="deadline_cancelled_on_and_reason_go_together",
                condition=Q(cancelled_on__isnull=True, cancel_reason="")
                | (Q(cancelled_on__isnull=False) & ~Q(cancel_reason="")),
                violation_error_message=_("Skriv hvorfor fristen falt bort."),
            ),
            models.CheckConstraint(
                name="deadline_moved_from_and_reason_go_together",
                condition=Q(moved_from__isnull=True, move_reason="")
                | (Q(moved_from__isnull=False) & ~Q(move_reason="")),
                violation_error_message=_("Skriv hvorfor fristen flyttes."),
            ),
            models.CheckConstraint(
                name="deadline_is_not_both_met_and_cancelled",
                condition=Q(met_on__isnull=True) | Q(cancelled_on__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["municipality", "act_by", "id"],
                name="deadline_open_by_date",
                condition=Q(met_on__isnull=True, cancelled_on__isnull=True),
            ),
            # What others wait for is few among what we must do.
            models.Index(
                fields=["municipality", "act_by", "id"],
                name="deadline_complaint_by_date",
                condition=Q(kind="complaint", met_on__isnull=True, cancelled_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_on}"

    @property
    def is_open(self) -> bool:
        return self.met_on is None and self.cancelled_on is None

    @property
    def reason(self) -> str:
        """Why the date is there, to stand after it: "én måned fra 29. januar"."""
        return short_reason(self)

    @property
    def explanation(self) -> str:
        """How the date was found, in whole sentences."""
        return explain(self)
