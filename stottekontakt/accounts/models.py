"""Municipalities, their units, the people who work there, and in which role until when."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date
from typing import Any, ClassVar, Self

import pghistory
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stottekontakt.accounts.roles import ROLES, Permission, Role


class WrittenForm(models.TextChoices):
    """The two official written forms of Norwegian (målform)."""

    BOKMAL = "nb", _("Bokmål")
    NYNORSK = "nn", _("Nynorsk")


class SecondPerson(models.TextChoices):
    """Which decisions must be made by somebody else than the one who wrote them."""

    NONE = "none", _("ingen")
    ALL = "all", _("alle vedtak")
    REFUSALS_AND_REDUCTIONS = "refusals", _("avslag og reduksjoner")
    ABOVE_HOURS = "above_hours", _("vedtak over et antall timer i uken")


@pghistory.track()
class Municipality(models.Model):
    """The outer wall: no row of one municipality is seen from another. Settings stand here too."""

    name = models.TextField(_("navn"), unique=True)
    written_form = models.TextField(
        _("målform"), choices=WrittenForm, default=WrittenForm.BOKMAL, db_default="nb"
    )
    postal_address = models.TextField(_("postadresse"))
    visiting_address = models.TextField(_("besøksadresse"), blank=True)
    phone = models.TextField(_("telefon"))
    email = models.TextField(_("e-post"), blank=True)
    website = models.TextField(_("nettsted"), blank=True)
    arms = models.TextField(_("kommunevåpen"), blank=True)  # a file in static/arms/
    county_governor = models.TextField(_("statsforvalter"))
    signatory_title = models.TextField(_("tittel i underskriften"), blank=True)
    paper_delivery_days = models.PositiveSmallIntegerField(
        _("virkedager et brev er i posten"), default=4, db_default=4
    )
    evaluation_months = models.PositiveSmallIntegerField(
        _("måneder til første evaluering"), default=3, db_default=3
    )
    # The municipality's own goal for an answer, in days; None: no goal but the law's one month.
    own_goal_days = models.PositiveSmallIntegerField(
        _("eget mål for svar, dager"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    weeks_per_year = models.PositiveSmallIntegerField(
        _("uker per år"),
        default=47,
        db_default=47,
        validators=[MinValueValidator(1), MaxValueValidator(53)],
    )
    travel_cap_per_month = models.DecimalField(
        _("reisetak per måned"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    hourly_rate = models.DecimalField(
        _("timesats"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    children_first = models.BooleanField(
        _("barn og unge prioriteres"), default=False, db_default=False
    )
    contact_ticket_paid_by_municipality = models.BooleanField(
        _("kommunen dekker støttekontaktens utgifter"), default=True, db_default=True
    )
    # How often somebody must say that each access is still needed (pasientjournalforskriften § 13).
    access_review_months = models.PositiveSmallIntegerField(
        _("måneder mellom hver gjennomgang av tilganger"),
        default=6,
        db_default=6,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
    )
    second_person = models.TextField(
        _("vedtak som skal fattes av en annen enn den som har skrevet dem"),
        choices=SecondPerson,
        default=SecondPerson.NONE,
        db_default="none",
    )
    second_person_above_hours = models.DecimalField(
        _("timer i uken før en annen må fatte vedtaket"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
    )

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="municipality_second_person_above_hours_has_hours",
                condition=Q(
                    second_person="above_hours",
                    second_person_above_hours__isnull=False,
                    second_person_above_hours__gt=0,
                )
                | ~Q(second_person="above_hours") & Q(second_person_above_hours__isnull=True),
                violation_error_message=_(
                    "Skriv hvor mange timer i uken som krever en annen person, og bare da."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name


class MunicipalityOwned(models.Model):
    """A row behind the wall. Row-level security and composite keys follow from this field alone."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class UnitQuerySet(models.QuerySet["Unit"]):
    def open(self) -> Self:
        """Those that still do their work; a closed one keeps its name on what it did."""
        return self.filter(closed_on__isnull=True)


@pghistory.track()
class Unit(MunicipalityOwned):
    """An office of the municipality. One that is closed stays, for what it has done."""

    class Kind(models.TextChoices):
        ALLOCATION = "allocation", _("tildeler tjenester")
        CULTURE = "culture", _("setter i verk")
        PAYROLL = "payroll", _("lønn")
        STAFF = "staff", _("ledelse og støtte")

    name = models.TextField(_("navn"))
    kind = models.TextField(_("oppgave"), choices=Kind)
    phone = models.TextField(_("telefon"), blank=True)
    # In its letters instead of the municipality's own, where the office has its own.
    email = models.TextField(_("e-post"), blank=True)
    postal_address = models.TextField(_("postadresse"), blank=True)
    closed_on = models.DateField(_("lagt ned"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "municipality",
                "name",
                name="unit_name_unique_in_municipality",
                violation_error_message=_("Kommunen har allerede en enhet med dette navnet."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(fields=["name", "email", "phone"], model_name="UserEvent")
class User(AbstractUser):
    """Someone who can sign in. What he or she may do follows from memberships alone."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.TextField(_("navn"))
    email = models.EmailField(_("e-post"), unique=True)
    phone = models.TextField(_("telefon"), blank=True)
    language = models.TextField(_("språk på skjermen"), choices=WrittenForm, blank=True)

    REQUIRED_FIELDS: ClassVar = ["email", "name"]

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid_on(self, day: date) -> Self:
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day
        )

    def visible_to(self, membership: Membership) -> Self:
        if not membership.may(Permission.USERS_MANAGE):
            return self.none()
        return self.filter(municipality_id=membership.municipality_id)


@pghistory.track()
class Membership(MunicipalityOwned):
    """A person's role in a municipality for a time; one is active at a time.

    Authorisations are specific, documented and time-limited (pasientjournalforskriften § 13).
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="memberships"
    )  # empty: the whole municipality
    role = models.TextField(_("rolle"), choices=Role)
    sees_protected = models.BooleanField(
        _("kan se beskyttede adresser"), default=False, db_default=False
    )
    # Delegation: empty is no other limit than the role's own.
    issues_up_to_hours = models.DecimalField(
        _("fatter vedtak på opptil så mange timer i uken"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
    )
    valid_from = models.DateField(_("fra og med"))
    valid_until = models.DateField(_("til og med"), null=True, blank=True)

    visible_to_own_user: ClassVar[bool] = True
    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["user__name", "role"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_(
                    "Sluttdatoen må være samme dag som startdatoen eller senere."
                ),
            ),
            models.CheckConstraint(
                name="membership_issues_up_to_some_hours",
                condition=Q(issues_up_to_hours__isnull=True) | Q(issues_up_to_hours__gt=0),
                violation_error_message=_(
                    "Skriv et tall over 0, eller la feltet stå tomt når det ikke er noen grense."
                ),
            ),
            models.UniqueConstraint(
                "user",
                "municipality",
                "unit",
                "role",
                condition=Q(valid_until__isnull=True),
                nulls_distinct=False,
                name="membership_one_open_per_role_and_unit",
                violation_error_message=_("Personen har allerede denne rollen i enheten."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}"

    def may(self, permission: Permission) -> bool:
        return permission in ROLES[Role(self.role)]

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class MembershipReviewQuerySet(models.QuerySet["MembershipReview"]):
    def visible_to(self, membership: Membership) -> Self:
        if not membership.may(Permission.USERS_MANAGE):
            return self.none()
        return self.filter(municipality_id=membership.municipality_id)


class MembershipReview(MunicipalityOwned):
    """Somebody has looked at an access and said whether it is still needed."""

    class Outcome(models.TextChoices):
        KEPT = "kept", _("Beholdes")
        ENDED = "ended", _("Avsluttet")

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="reviews")
    outcome = models.TextField(choices=Outcome)
    reviewed_at = models.DateTimeField(default=timezone.now)
    reviewed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    append_only: ClassVar[bool] = True
    objects = MembershipReviewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-reviewed_at"]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.outcome}"


class StandInQuerySet(models.QuerySet["StandIn"]):
    def in_force(self, day: date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def visible_to(self, membership: Membership) -> Self:
        """One's own, from either side; a leader sees those of the unit."""
        rows = self.filter(municipality_id=membership.municipality_id)
        own = Q(absent=membership.user_id) | Q(substitute=membership.user_id)
        if not membership.may(Permission.CASE_LEAD):
            return rows.filter(own)
        return rows.filter(own | Q(unit=membership.unit_id)) if membership.unit_id else rows


@pghistory.track()
class StandIn(MunicipalityOwned):
    """Who does the work of somebody who is away, from a day to a day.

    Only for one of the same unit and the same role: it shows work, and opens nothing that the
    substitute's own membership does not open.
    """

    absent = models.ForeignKey(User, models.PROTECT, related_name="+")
    substitute = models.ForeignKey(User, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    role = models.TextField(choices=Role)
    starts_on = models.DateField(_("fra og med"))
    ends_on = models.DateField(_("til og med"))
    set_at = models.DateTimeField(default=timezone.now)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = StandInQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-starts_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="stand_in_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_(
                    "Siste dag må være samme dag som første dag eller senere."
                ),
            ),
            models.CheckConstraint(
                name="stand_in_is_somebody_else", condition=~Q(absent=F("substitute"))
            ),
            ExclusionConstraint(
                name="stand_in_one_at_a_time",
                expressions=[
                    ("absent", RangeOperators.EQUAL),
                    ("municipality", RangeOperators.EQUAL),
                    (
                        Func("starts_on", "ends_on", Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Det er allerede en stedfortreder i noen av dagene."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} for {self.absent}"


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())

    def visible_to(self, membership: Membership) -> Self:
        if not membership.may(Permission.USERS_MANAGE):
            return self.none()
        return self.filter(municipality_id=membership.municipality_id)


@pghistory.track(exclude=["token_hash"])
class Invitation(MunicipalityOwned):
    """A link by e-mail to become a user in a role; it is used once and dies after some days.

    Only a hash of the link's token is kept. Whoever opens the link is not signed in, so the link
    also names the municipality (`municipality_context` is set from it before the row is read).
    """

    email = models.EmailField(_("e-post"))
    name = models.TextField(_("navn"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    role = models.TextField(_("rolle"), choices=Role)
    sees_protected = models.BooleanField(default=False, db_default=False)
    valid_until = models.DateField(_("tilgang til og med"), null=True, blank=True)
    token_hash = models.TextField(unique=True)
    invited_at = models.DateTimeField(default=timezone.now)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-invited_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="invitation_accepted_at_and_by_go_together",
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_withdrawn_at_and_by_go_together",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} – {self.get_role_display()}"

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(32)


def active_membership(user: Any, membership_id: int | None, today: date) -> Membership | None:
    """The membership the user works in now: the chosen one if it is still valid, else the first."""
    valid = list(
        Membership.objects.filter(user=user)
        .valid_on(today)
        .select_related("municipality", "unit", "user")
        .order_by("valid_from", "pk")
    )
    chosen = [membership for membership in valid if membership.pk == membership_id]
    return chosen[0] if chosen else (valid[0] if valid else None)
