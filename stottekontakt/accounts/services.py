"""Give, change and end people's access; invite those who have none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from stottekontakt.accounts.models import Invitation, Membership, Unit, User, token_hash
from stottekontakt.accounts.roles import ROLES, Permission, Role
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.errors import Refused


class CannotGiveAccess(Refused):
    pass


class CannotAcceptInvitation(Refused):
    pass


class EmailNotSent(Refused):
    pass


@dataclass(frozen=True, kw_only=True)
class Access:
    """What somebody is given: a role, where, and until when."""

    role: Role
    unit: Unit | None
    sees_protected: bool
    valid_until: date | None


@transaction.atomic
def invite(
    *, email: str, name: str, access: Access, by: Membership, link: Callable[[int, str], str]
) -> Invitation | Membership:
    """Send a link to become a user. Somebody who already works here is given the role at once.

    `link(municipality_id, token)` is the whole address. The e-mail is sent last, so that nothing
    is kept when it cannot be sent.
    """
    email = email.lower()
    today = timezone.localdate()
    here = Membership.objects.filter(
        municipality_id=by.municipality_id, user__email__iexact=email
    ).select_related("user")
    if colleague := here.first():
        return grant(colleague.user, access=access, valid_from=today, by=by)
    Invitation.objects.filter(municipality_id=by.municipality_id, email=email).open().update(
        withdrawn_at=timezone.now(), withdrawn_by=by.user
    )
    token = Invitation.new_token()
    invitation = Invitation.objects.create(
        municipality_id=by.municipality_id,
        email=email,
        name=name,
        unit=access.unit,
        role=access.role,
        sees_protected=access.sees_protected,
        valid_until=access.valid_until,
        token_hash=token_hash(token),
        invited_by=by.user,
        expires_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS),
    )
    record(AuditEntry.Event.INVITATION_SENT, invitation, by=by, data={"role": access.role})
    _send(invitation, link(by.municipality_id, token), by)
    return invitation


def _send(invitation: Invitation, url: str, by: Membership) -> None:
    municipality = by.municipality
    with translation.override(municipality.written_form):
        body = render_to_string(
            "accounts/email/invitation.txt",
            {"invitation": invitation, "url": url, "municipality": municipality, "by": by.user},
        )
        subject = _("Invitasjon til Støttekontakt i %(municipality)s") % {
            "municipality": municipality.name
        }
    try:
        send_mail(subject, body, None, [invitation.email])
    except OSError as error:
        raise EmailNotSent(
            _("E-posten ble ikke sendt, så invitasjonen er ikke laget. Prøv igjen om litt.")
        ) from error


@transaction.atomic
def send_again(
    invitation_id: int, *, by: Membership, link: Callable[[int, str], str]
) -> Invitation | Membership:
    """A new link to the same person; the former one no longer works."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
    if invitation.accepted_at:
        raise CannotGiveAccess(_("Invitasjonen er allerede tatt imot."))
    return invite(
        email=invitation.email,
        name=invitation.name,
        access=Access(
            role=Role(invitation.role),
            unit=invitation.unit,
            sees_protected=invitation.sees_protected,
            valid_until=invitation.valid_until,
        ),
        by=by,
        link=link,
    )


@transaction.atomic
def withdraw(invitation_id: int, *, by: Membership) -> Invitation:
    invitation = Invitation.objects.select_for_update().get(pk=invitation_id)
    if invitation.accepted_at:
        raise CannotGiveAccess(_("Invitasjonen er allerede tatt imot."))
    if not invitation.withdrawn_at:
        invitation.withdrawn_at = timezone.now()
        invitation.withdrawn_by = by.user
        invitation.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return invitation


def open_invitation(token: str) -> Invitation | None:
    """The invitation of a link that still works. Its municipality's context must be open."""
    return (
        Invitation.objects.open()
        .filter(token_hash=token_hash(token))
        .select_related("municipality", "unit")
        .first()
    )


@transaction.atomic
def accept_as_new_user(token: str, *, name: str, password: str) -> Membership:
    """Become a user. The link was sent to the address, so the address is theirs."""
    invitation = _lock(token)
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise CannotAcceptInvitation(
            _("Det finnes allerede en bruker med denne e-posten. Logg inn og åpne lenken igjen.")
        )
    user = User(username=invitation.email, email=invitation.email, name=name)
    user.set_password(password)
    user.save()
    return _accept(invitation, user)


@transaction.atomic
def accept(token: str, *, user: User) -> Membership:
    """Take on a role as the user one already is."""
    invitation = _lock(token)
    if user.email.lower() != invitation.email:
        raise CannotAcceptInvitation(
            _("Invitasjonen er til %(email)s. Logg inn som den brukeren.")
            % {"email": invitation.email}
        )
    return _accept(invitation, user)


def _lock(token: str) -> Invitation:
    invitation = (
        Invitation.objects.open()
        .select_for_update(of=("self",))
        .filter(token_hash=token_hash(token))
        .first()
    )
    if invitation is None:
        raise CannotAcceptInvitation(
            _("Lenken er brukt, trukket tilbake eller for gammel. Be om en ny.")
        )
    return invitation


def _accept(invitation: Invitation, user: User) -> Membership:
    invitation.accepted_at = timezone.now()
    invitation.accepted_by = user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    membership = Membership.objects.create(
        municipality_id=invitation.municipality_id,
        user=user,
        unit=invitation.unit,
        role=invitation.role,
        sees_protected=invitation.sees_protected,
        valid_from=timezone.localdate(),
        valid_until=invitation.valid_until,
    )
    record(
        AuditEntry.Event.MEMBERSHIP_GRANTED,
        membership,
        by=user,
        data={"role": invitation.role, "invitation": invitation.pk},
    )
    return membership


@transaction.atomic
def grant(user: User, *, access: Access, valid_from: date, by: Membership) -> Membership:
    """Give a role to somebody who is a user already."""
    same = Membership.objects.filter(
        municipality_id=by.municipality_id, user=user, role=access.role, unit=access.unit
    ).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=valid_from))
    if same.exists():
        raise CannotGiveAccess(_("%(name)s har allerede denne rollen her.") % {"name": user.name})
    membership = Membership.objects.create(
        municipality_id=by.municipality_id,
        user=user,
        unit=access.unit,
        role=access.role,
        sees_protected=access.sees_protected,
        valid_from=valid_from,
        valid_until=access.valid_until,
    )
    record(AuditEntry.Event.MEMBERSHIP_GRANTED, membership, by=by, data={"role": access.role})
    return membership


@transaction.atomic
def change(
    membership_id: int,
    *,
    unit: Unit | None,
    sees_protected: bool,
    valid_until: date | None,
    by: Membership,
) -> Membership:
    """Change where, how much and how long; another role is a membership of its own."""
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership_id)
    if valid_until is not None:
        _keep_an_administrator(membership, valid_until)
    membership.unit = unit
    membership.sees_protected = sees_protected
    membership.valid_until = valid_until
    membership.save(update_fields=["unit", "sees_protected", "valid_until"])
    record(
        AuditEntry.Event.MEMBERSHIP_CHANGED,
        membership,
        by=by,
        data={"sees_protected": sees_protected, "valid_until": valid_until},
    )
    return membership


@transaction.atomic
def end(membership_id: int, *, last_day: date, by: Membership) -> Membership:
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership_id)
    _keep_an_administrator(membership, last_day)
    membership.valid_until = last_day
    membership.save(update_fields=["valid_until"])
    record(AuditEntry.Event.MEMBERSHIP_ENDED, membership, by=by, data={"valid_until": last_day})
    return membership


def _keep_an_administrator(membership: Membership, last_day: date) -> None:
    """A municipality without anyone to give access could never get anyone again."""
    managers = [role for role, may in ROLES.items() if Permission.USERS_MANAGE in may]
    if membership.role not in managers:
        return
    others = (
        Membership.objects.filter(municipality_id=membership.municipality_id, role__in=managers)
        .exclude(pk=membership.pk)
        .filter(user__is_active=True)
        .valid_on(last_day + timedelta(days=1))
    )
    if not others.exists():
        raise CannotGiveAccess(
            _("Gi først en annen rollen som administrator. Ellers kan ingen gi tilgang lenger.")
        )
