"""The vedtak: legal bases, the municipality's criteria, the decision and what it grants."""

from __future__ import annotations

from typing import ClassVar, Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models import Application, HoursUnit
from stottekontakt.accounts.models import Municipality, MunicipalityOwned, User
from stottekontakt.cases.models import Case, CaseOwnedQuerySet


@pghistory.track()
class LegalBasis(models.Model):
    """A provision as it was from a day on. Rows without municipality hold for all.

    Law is dated data: a new wording is a new row, and old letters keep theirs (domain: the right
    itself moved from pbrl. § 2-1 a to § 2-1 second paragraph).
    """

    class Use(models.TextChoices):
        ALWAYS = "always", _("alle vedtak")
        CHILD = "child", _("vedtak for barn")

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+"
    )
    key = models.TextField()
    use = models.TextField(choices=Use, default=Use.ALWAYS)
    position = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    citation_nb = models.TextField()
    citation_nn = models.TextField()
    says_nb = models.TextField()
    says_nn = models.TextField()

    shared_rows: ClassVar[bool] = True

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "municipality", "key", "valid_from", nulls_distinct=False,
                name="legal_basis_one_wording_per_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.valid_from}"


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def valid_on(self, day) -> Self:
        """The wording of each criterion that holds on the day, in the municipality's order."""
        newest = (
            Criterion.objects.filter(
                municipality=models.OuterRef("municipality"),
                key=models.OuterRef("key"),
                valid_from__lte=day,
            )
            .order_by("-valid_from")
            .values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(newest), is_active=True).order_by("position")


@pghistory.track()
class Criterion(MunicipalityOwned):
    """One of the municipality's own criteria, from a day on.

    It raises a flag and asks for a reason; it never refuses by itself: the right is individual
    (pbrl. § 2-1), and an age limit without exception would be unlawful.
    """

    class Kind(models.TextChoices):
        NEED = "need", _("Behov for hjelp til fritid")
        NETWORK = "network", _("Nettverk")
        AGE_FLOOR = "age_floor", _("Alder")
        HOUSING = "housing", _("Boform")
        EXCLUDED_TASKS = "excluded_tasks", _("Oppgaver som ikke inngår")
        TARGET_GROUP = "target_group", _("Målgruppe")
        OTHER = "other", _("Annet")

    key = models.TextField()
    kind = models.TextField(choices=Kind)
    position = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    is_active = models.BooleanField(default=True, db_default=True)
    heading_nb = models.TextField()
    heading_nn = models.TextField()
    text_nb = models.TextField()
    text_nn = models.TextField()
    # What the flag asks the caseworker to answer for when it is raised.
    ask_nb = models.TextField(blank=True)
    ask_nn = models.TextField(blank=True)
    min_age = models.PositiveSmallIntegerField(null=True, blank=True)
    housing = ArrayField(models.TextField(choices=Case.Housing), default=list, blank=True)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "municipality", "key", "valid_from", name="criterion_one_wording_per_day"
            ),
            models.CheckConstraint(
                name="criterion_age_floor_has_age",
                condition=~Q(kind="age_floor") | Q(min_age__isnull=False),
            ),
            models.CheckConstraint(
                name="criterion_housing_names_kinds",
                condition=~Q(kind="housing") | Q(housing__len__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.valid_from}"


class DecisionQuerySet(CaseOwnedQuerySet):
    def issued(self) -> Self:
        return self.filter(state=Decision.State.ISSUED)

    def drafts(self) -> Self:
        return self.filter(state=Decision.State.DRAFT)


@pghistory.track()
class Decision(MunicipalityOwned):
    """A vedtak: first a draft that may be incomplete, then issued and never changed."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Utkast")
        ISSUED = "issued", _("Fattet")
        DISCARDED = "discarded", _("Forkastet")

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("Innvilget")
        REFUSED = "refused", _("Avslått")

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    state = models.TextField(choices=State, default=State.DRAFT)
    outcome = models.TextField(_("utfall"), choices=Outcome, blank=True)
    applied_for = models.TextField(_("hva det ble søkt om"), blank=True)
    facts = models.TextField(_("opplysninger i saken"), blank=True)
    recipient_view = models.TextField(_("brukerens syn"), blank=True)
    child_view = models.TextField(_("hva barnet mener"), blank=True)
    best_interests = models.TextField(_("barnets beste"), blank=True)
    reasons = models.TextField(_("begrunnelse"), blank=True)
    guidance = models.TextField(_("veiledning om andre tilbud"), blank=True)
    goal = models.TextField(_("mål"), blank=True)
    starts_on = models.DateField(_("fra og med"), null=True, blank=True)
    ends_on = models.DateField(_("til og med"), null=True, blank=True)
    evaluation_on = models.DateField(_("evaluering senest"), null=True, blank=True)
    drafted_at = models.DateTimeField(default=timezone.now, db_default=Now())
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    discarded_at = models.DateTimeField(null=True, blank=True)
    discarded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="decision_issued_at_and_by_follow_state",
                condition=Q(state="issued", issued_at__isnull=False, issued_by__isnull=False)
                | ~Q(state="issued") & Q(issued_at__isnull=True, issued_by__isnull=True),
            ),
            models.CheckConstraint(
                name="decision_discarded_at_and_by_follow_state",
                condition=Q(state="discarded", discarded_at__isnull=False, discarded_by__isnull=False)
                | ~Q(state="discarded") & Q(discarded_at__isnull=True, discarded_by__isnull=True),
            ),
            models.CheckConstraint(
                name="decision_issued_is_complete",
                condition=~Q(state="issued") | ~Q(outcome="") & ~Q(facts="") & ~Q(reasons=""),
            ),
            models.CheckConstraint(
                name="decision_grant_has_start",
                condition=~Q(state="issued", outcome="granted") | Q(starts_on__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_ends_after_it_starts",
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Sluttdatoen må være samme dag som startdatoen eller senere."),
            ),
            models.UniqueConstraint(
                "application", condition=Q(state="issued"),
                name="decision_one_issued_per_application",
                violation_error_message=_("Søknaden er allerede avgjort."),
            ),
            models.UniqueConstraint(
                "application", condition=Q(state="draft"),
                name="decision_one_draft_per_application",
                violation_error_message=_("Det finnes allerede et utkast til vedtak for søknaden."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("decisions:detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_grant(self) -> bool:
        return self.outcome == self.Outcome.GRANTED


@pghistory.track()
class GrantedService(MunicipalityOwned):
    """Hours of one form that a decision grants. At most one in force per case, form and day."""

    class Form(models.TextChoices):
        INDIVIDUAL = "individual", _("én til én")
        GROUP = "group", _("aktivitetsgruppe")
        ORGANISATION = "organisation", _("individuelt med en frivillig organisasjon")
        ASSISTED_LEISURE = "assisted_leisure", _("Fritid med bistand")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="services")
    case = models.ForeignKey(Case, models.PROTECT, related_name="services")
    form = models.TextField(_("form"), choices=Form)
    hours = models.DecimalField(_("timer"), max_digits=5, decimal_places=2)
    hours_unit = models.TextField(_("per"), choices=HoursUnit, default=HoursUnit.WEEK)
    starts_on = models.DateField(_("fra og med"), null=True, blank=True)
    ends_on = models.DateField(_("til og med"), null=True, blank=True)
    in_force = models.BooleanField(default=False, db_default=False)

    objects = CaseOwnedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="granted_service_hours_fit_in_a_week",
                condition=Q(hours__gt=0)
                & (Q(hours_unit="week", hours__lte=168) | Q(hours_unit="month", hours__lte=672)),
                violation_error_message=_(
                    "Timene må være flere enn 0 og høyst 168 i uken (672 i måneden)."
                ),
            ),
            models.CheckConstraint(
                name="granted_service_in_force_has_start",
                condition=Q(in_force=False) | Q(starts_on__isnull=False),
            ),
            models.CheckConstraint(
                name="granted_service_ends_after_it_starts",
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
            ),
            ExclusionConstraint(
                name="granted_service_one_in_force_per_form_and_day",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    ("form", RangeOperators.EQUAL),
                    (
                        Func("starts_on", "ends_on", Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(in_force=True),
                violation_error_message=_(
                    "Mottakeren har allerede et vedtak om denne formen i perioden."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hours} {self.get_hours_unit_display()}, {self.get_form_display()}"


@pghistory.track()
class Appraisal(MunicipalityOwned):
    """The caseworker's own assessment of one criterion in one decision."""

    class Met(models.TextChoices):
        YES = "yes", _("Ja")
        PARTLY = "partly", _("Delvis")
        NO = "no", _("Nei")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="appraisals")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    met = models.TextField(_("oppfylt"), choices=Met, blank=True)
    text = models.TextField(_("vurdering med egne ord"), blank=True)

    class Meta:
        ordering: ClassVar = ["criterion__position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "decision", "criterion", name="appraisal_once_per_criterion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.met}"
