"""What is registered about those who sign in, and whether they still need to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import DateTimeField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from stottekontakt.accounts import services as accounts
from stottekontakt.accounts.models import Membership, MembershipReview, User
from stottekontakt.accounts.services import EmailNotSent
from stottekontakt.administration.services.dated import CannotSave
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.deadlines.calendar import month_after

Event = AuditEntry.Event
Outcome = MembershipReview.Outcome
SALT = "administration.new_email"
LINK_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class Saved:
    user: User
    asks_for_confirmation: bool


@transaction.atomic
def change_user(
    user_id: int,
    *,
    name: str,
    email: str,
    phone: str,
    seen: Mapping[str, str],
    by: Membership,
    link: Callable[[str], str],
) -> Saved:
    """Change name and telephone at once; a new e-mail when the person has confirmed it.

    Both addresses are told. Only the person, signed in, can confirm: a link that went to a wrong
    address gives nobody the account. `seen` is what stood in the form when it was opened.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    now = {field: getattr(user, field) for field in seen}
    if now != dict(seen):
        raise CannotSave(
            _(
                "Opplysningene ble endret av en annen etter at du åpnet siden: %(name)s, "
                "%(email)s, %(phone)s. Det du skrev, står fortsatt i feltene. Lagre på nytt hvis "
                "ditt skal gjelde."
            )
            % {"name": user.name, "email": user.email, "phone": user.phone or _("ingen telefon")}
        )
    email = email.lower()
    new_email = email != user.email.lower()
    if new_email:
        _refuse_taken(email, user)
    changed = [field for field, value in (("name", name), ("phone", phone)) if now[field] != value]
    user.name, user.phone = name, phone
    if changed:
        user.save(update_fields=changed)
    if changed or new_email:
        record(
            Event.USER_CHANGED,
            user,
            by=by,
            data={"fields": [*changed, *(["email_asked_for"] if new_email else [])]},
            municipality_id=by.municipality_id,
        )
    if new_email:
        token = signing.dumps(
            {"user": user.pk, "old": user.email, "new": email}, salt=SALT, compress=True
        )
        _tell(user, [email], "new_email", by, url=link(token), new=email)
        _tell(user, [user.email], "old_email", by, new=email)
    return Saved(user=user, asks_for_confirmation=new_email)


def _refuse_taken(email: str, user: User) -> None:
    others = User.objects.exclude(pk=user.pk)
    if (
        others.filter(email__iexact=email).exists()
        or others.filter(username__iexact=email).exists()
    ):
        raise CannotSave(
            _("En annen bruker har denne e-posten. Bruk en adresse som bare er deres.")
        )


def _tell(user: User, to: list[str], what: str, by: Membership, **words: str) -> None:
    with translation.override(user.language or by.municipality.written_form):
        body = render_to_string(
            f"administration/email/{what}.txt",
            {"user": user, "by": by.user, "municipality": by.municipality, "days": LINK_DAYS}
            | words,
        )
        subject = _("Ny e-post for deg i Støttekontakt")
    try:
        send_mail(subject, body, None, to)
    except OSError as error:
        raise EmailNotSent(
            _("E-posten ble ikke sendt, så ingenting er endret. Prøv igjen om litt.")
        ) from error


@dataclass(frozen=True, kw_only=True)
class Asked:
    user_id: int
    old: str
    new: str


def read_link(token: str) -> Asked | None:
    """What a link asks for; None when it is broken or too old."""
    try:
        said = signing.loads(token, salt=SALT, max_age=LINK_DAYS * 86400)
    except signing.BadSignature:
        return None
    return Asked(user_id=said["user"], old=said["old"], new=said["new"])


@transaction.atomic
def confirm_email(asked: Asked, *, by: User, municipality_id: int) -> User:
    user = User.objects.select_for_update().get(pk=by.pk)
    if asked.user_id != user.pk:
        raise CannotSave(_("Lenken er til en annen bruker. Logg inn som den lenken er sendt til."))
    if user.email != asked.old:
        raise CannotSave(_("Lenken er brukt eller erstattet av en nyere."))
    _refuse_taken(asked.new, user)
    if user.username == user.email:  # invited people sign in with their e-mail
        user.username = asked.new
    user.email = asked.new
    user.save(update_fields=["email", "username"])
    EmailAddress.objects.filter(user=user).delete()  # a new password is sent to user.email
    record(
        Event.USER_CHANGED, user, by=user, data={"fields": ["email"]},
        municipality_id=municipality_id,
    )  # fmt: skip
    return user


# ── Review of accesses ──────────────────────────────────────────────────────────────────────────


def with_last_review(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    """Adds `reviewed_on`: the day somebody last looked at it; the day it began if nobody has."""
    newest = (
        MembershipReview.objects.filter(membership=OuterRef("pk"))
        .order_by("-reviewed_at")
        .values("reviewed_at")[:1]
    )
    return memberships.annotate(
        last_review=Subquery(newest, output_field=DateTimeField()),
        reviewed_on=Coalesce(TruncDate("last_review"), F("valid_from")),
    )


def due_for_review(by: Membership, today: date) -> list[Any]:
    """Accesses in force that nobody has looked at for as long as the municipality says."""
    months = by.municipality.access_review_months
    rows = with_last_review(Membership.objects.visible_to(by).valid_on(today))
    return [
        row
        for row in rows.select_related("user", "unit").order_by("user__name", "pk")
        if month_after(row.reviewed_on, months) <= today  # type: ignore[attr-defined]
    ]


@transaction.atomic
def review(answers: Mapping[int, str], *, by: Membership) -> dict[str, int]:
    """Record what was said of each access; those that end, end after today.

    All or nothing: if one cannot end (the last administrator), nothing is recorded.
    """
    today = timezone.localdate()
    counts = dict.fromkeys(Outcome.values, 0)
    rows = {
        row.pk: row
        for row in Membership.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("user")
        .filter(pk__in=answers)
        .order_by("pk")
    }
    for pk, row in rows.items():
        if not row.is_valid_on(today):
            continue  # ended by somebody else meanwhile: nothing left to say
        outcome = Outcome(answers[pk])
        if outcome == Outcome.ENDED:
            accounts.end(pk, last_day=today, by=by)
        made = MembershipReview.objects.create(
            municipality_id=by.municipality_id, membership=row, outcome=outcome, reviewed_by=by.user
        )
        record(Event.MEMBERSHIP_REVIEWED, made, by=by, data={"outcome": outcome.value})
        counts[outcome.value] += 1
    return counts
