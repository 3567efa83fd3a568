"""Sign-in, one's own page, invitations, and who has access in the municipality."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account import views as allauth_views
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stottekontakt.accounts import demo, forms, services
from stottekontakt.accounts import stand_ins as stand_in_services
from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import MEMBERSHIP, MUNICIPALITY, AuthenticatedHttpRequest
from stottekontakt.accounts.models import Invitation, Membership, StandIn, User
from stottekontakt.accounts.roles import Permission
from stottekontakt.database.context import municipality_context
from stottekontakt.errors import Refused
from stottekontakt.ui.listing import chips_of, ordering, page_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

# ── Sign-in ─────────────────────────────────────────────────────────────────────────────────────


class SignInView(allauth_views.LoginView):
    form_class = forms.SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = demo.demo_users()
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["demo_users"] = people
        context["demo_usernames"] = ", ".join(person.username for person in people)
        return context


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One click on a demo user; there is no such page outside a trial."""
    if not settings.TRIAL:
        raise Http404
    username = request.POST.get("username", "")
    known = {each.username for each in demo.ROLES}
    user = (
        authenticate(request, username=username, password=demo.PASSWORD)
        if username in known
        else None
    )
    if user is None:
        messages.error(request, _("Denne brukeren kan ikke prøves. Last inn siden på nytt."))
        return redirect("account_login")
    login(request, user, backend=BACKEND)
    return redirect(settings.LOGIN_REDIRECT_URL)


# ── Invitations ─────────────────────────────────────────────────────────────────────────────────


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, municipality_id: int, token: str) -> HttpResponse:
    """The page behind the link. Only a click on it uses the link up, never the opening of it."""
    with municipality_context(municipality_id, request.user.pk):
        invited = services.open_invitation(token)
        if invited is None:
            return render(request, "accounts/invitation_gone.html", status=410)
        is_user = User.objects.filter(email__iexact=invited.email).exists()
        if is_user:
            return _invitation_to_user(request, invited, token)
        return _invitation_to_stranger(request, invited, token)


def _invitation_to_user(request: HttpRequest, invited: Invitation, token: str) -> HttpResponse:
    if request.method == "POST" and request.user.is_authenticated:
        try:
            membership = services.accept(token, user=request.user)
        except Refused as error:
            for problem in error.problems:
                messages.error(request, problem)
        else:
            return _start_work(request, membership)
    return render(
        request,
        "accounts/invitation_user.html",
        {
            "invitation": invited,
            "is_theirs": request.user.is_authenticated
            and request.user.email.lower() == invited.email,
        },
    )


def _invitation_to_stranger(request: HttpRequest, invited: Invitation, token: str) -> HttpResponse:
    form = forms.InvitationForm(
        request.POST or None, email=invited.email, initial={"name": invited.name}
    )
    if request.method == "POST" and form.is_valid():
        try:
            membership = services.accept_as_new_user(
                token, name=form.cleaned_data["name"], password=form.cleaned_data["password1"]
            )
        except Refused as error:
            for problem in error.problems:
                form.add_error(None, problem)
        else:
            login(request, membership.user, backend=BACKEND)
            return _start_work(request, membership)
    return render(request, "accounts/invitation.html", {"invitation": invited, "form": form})


def _start_work(request: HttpRequest, membership: Membership) -> HttpResponse:
    _activate(request, membership)
    messages.success(
        request,
        _("Velkommen! Du har nå tilgang i %(municipality)s.")
        % {"municipality": membership.municipality.name},
    )
    return redirect(settings.LOGIN_REDIRECT_URL)


# ── One's own page ──────────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = forms.ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Endringene er lagret."))
        return redirect("accounts:me")
    membership = request.membership
    return render(
        request,
        "accounts/me.html",
        {
            "form": form,
            "memberships": _own_memberships(request),
            "may_stand_in": membership is not None and membership.may(Permission.CASE_HAND_OVER),
        },
    )


@require_POST
def choose_membership(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Go to work in another role or another municipality."""
    chosen = [each for each in _own_memberships(request) if each.pk == pk]
    if not chosen:
        raise Http404
    _activate(request, chosen[0])
    return redirect(settings.LOGIN_REDIRECT_URL)


def _own_memberships(request: HttpRequest) -> list[Membership]:
    """All of them, in every municipality: everyone may see their own."""
    return list(
        Membership.objects.filter(user=request.user)
        .valid_on(timezone.localdate())
        .select_related("municipality")
        .order_by("municipality__name", "role")
    )


def _activate(request: HttpRequest, membership: Membership) -> None:
    request.session[MEMBERSHIP] = membership.pk
    request.session[MUNICIPALITY] = membership.municipality_id


# ── Stand-ins ───────────────────────────────────────────────────────────────────────────────────


@requires(Permission.CASE_HAND_OVER)
@require_http_methods(["GET", "HEAD", "POST"])
def stand_ins(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Who does whose work: set by the one who is away, or by the leader."""
    today, membership = timezone.localdate(), request.membership
    away = stand_in_services.may_be_away(membership, today)
    colleagues = {
        one.user_id: one
        for absent in away
        for one in stand_in_services.may_stand_in_for(absent, today)
    }
    form = forms.StandInForm(
        request.POST if request.method == "POST" else None,
        away=away,
        colleagues=sorted(colleagues.values(), key=lambda one: one.user.name),
        initial={"starts_on": today},
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = stand_in_services.set_stand_in(
                form.away[values["absent"]],
                form.colleagues[values["substitute"]].user,
                starts_on=values["starts_on"],
                ends_on=values["ends_on"],
                by=membership,
            )
        except (Refused, ValidationError) as error:
            told = error.problems if isinstance(error, Refused) else error.messages
            form.add_error(None, ValidationError(list(told)))
        else:
            messages.success(
                request,
                _("%(substitute)s er stedfortreder for %(absent)s.")
                % {"substitute": made.substitute.name, "absent": made.absent.name},
            )
            return redirect("accounts:stand_ins")
    return render(
        request,
        "accounts/stand_ins.html",
        {
            "form": form,
            "colleagues": colleagues,
            "today": today,
            "stand_ins": stand_in_services.stand_ins_of(membership, today),
            "may_end": {one.user_id for one in away},
        },
    )


@require_POST
@requires(Permission.CASE_HAND_OVER)
def end_stand_in(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    rows = StandIn.objects.visible_to(request.membership).select_related("absent")
    row = get_object_or_404(rows, pk=pk)
    away = stand_in_services.may_be_away(request.membership, timezone.localdate())
    if row.absent_id not in {one.user_id for one in away}:
        messages.error(
            request,
            _("Bare %(name)s eller lederen kan avslutte det.") % {"name": row.absent.name},
        )
        return redirect("accounts:stand_ins")
    stand_in_services.end(row.pk, by=request.membership)
    messages.success(
        request, _("%(name)s har ikke lenger stedfortreder.") % {"name": row.absent.name}
    )
    return redirect("accounts:stand_ins")


# ── Who has access ──────────────────────────────────────────────────────────────────────────────


@require_safe
@requires(Permission.USERS_MANAGE)
def users(request: AuthenticatedHttpRequest) -> HttpResponse:
    today = timezone.localdate()
    filters = forms.UserFilter(request.GET or None, by=request.membership)
    rows = Membership.objects.visible_to(request.membership).select_related("user", "unit")
    asked = filters.cleaned_data if filters.is_valid() else {}
    if not asked.get("ended"):
        rows = rows.exclude(valid_until__lt=today)
    if asked.get("role"):
        rows = rows.filter(role=asked["role"])
    if asked.get("unit"):
        rows = rows.filter(unit=asked["unit"])
    orders = {
        "navn": ("user__name", "role", "pk"),
        "rolle": ("role", "user__name", "pk"),
        "til": ("valid_until", "user__name", "pk"),
    }
    rows = rows.order_by(*ordering(request, orders, default="navn"))
    return render(
        request,
        "accounts/users.html",
        {
            "page": page_of(request, rows),
            "filters": filters,
            "chips": chips_of(request, filters),
            "default_sort": "navn",
            "today": today,
            "invitations": Invitation.objects.visible_to(request.membership)
            .open()
            .select_related("unit"),
        },
    )


def _link(municipality_id: int, token: str) -> str:
    path = reverse("accounts:accept_invitation", args=[municipality_id, token])
    return f"{settings.BASE_URL}{path}"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.USERS_MANAGE)
def invite(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = forms.InviteForm(request.POST or None, by=request.membership)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.invite(
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                access=form.access(),
                by=request.membership,
                link=_link,
            )
        except Refused as error:
            for problem in error.problems:
                form.add_error(None, problem)
        else:
            _tell_of(request, made)
            return redirect("accounts:users")
    return render(request, "accounts/invite.html", {"form": form})


def _tell_of(request: HttpRequest, made: Invitation | Membership) -> None:
    if isinstance(made, Invitation):
        text = _("Invitasjonen er sendt til %(email)s. Lenken virker i %(days)d dager.") % {
            "email": made.email,
            "days": settings.INVITATION_DAYS,
        }
    else:
        text = _("%(name)s er bruker fra før og har fått rollen %(role)s.") % {
            "name": made.user.name,
            "role": made.get_role_display().lower(),
        }
    messages.success(request, text)


@require_POST
@requires(Permission.USERS_MANAGE)
def send_invitation_again(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    invited = get_object_or_404(Invitation.objects.visible_to(request.membership), pk=pk)
    try:
        _tell_of(request, services.send_again(invited.pk, by=request.membership, link=_link))
    except Refused as error:
        for problem in error.problems:
            messages.error(request, problem)
    return redirect("accounts:users")


@require_POST
@requires(Permission.USERS_MANAGE)
def withdraw_invitation(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    invited = get_object_or_404(Invitation.objects.visible_to(request.membership), pk=pk)
    try:
        services.withdraw(invited.pk, by=request.membership)
    except Refused as error:
        for problem in error.problems:
            messages.error(request, problem)
    else:
        messages.success(
            request, _("Invitasjonen til %(email)s er trukket.") % {"email": invited.email}
        )
    return redirect("accounts:users")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.USERS_MANAGE)
def user(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """One person's access in one role: change it here, end it on a page of its own."""
    access = _membership(request, pk)
    form = forms.AccessForm(
        request.POST or None,
        by=request.membership,
        initial={
            "unit": access.unit_id,
            "valid_until": access.valid_until,
            "sees_protected": access.sees_protected,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change(access.pk, by=request.membership, **form.cleaned_data)
        except Refused as error:
            for problem in error.problems:
                form.add_error(None, problem)
        else:
            messages.success(
                request, _("Tilgangen til %(name)s er endret.") % {"name": access.user.name}
            )
            return redirect("accounts:users")
    return render(request, "accounts/user.html", {"form": form, "access": access})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.USERS_MANAGE)
def end_access(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    access = _membership(request, pk)
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    form = forms.EndForm(request.POST or None, membership=access, initial={"last_day": today})
    if request.method == "POST" and form.is_valid():
        try:
            ended = services.end(
                access.pk, last_day=form.cleaned_data["last_day"], by=request.membership
            )
        except Refused as error:
            for problem in error.problems:
                form.add_error(None, problem)
        else:
            messages.success(request, _when_ended(ended))
            return redirect("accounts:users")
    return render(
        request,
        "accounts/end_access.html",
        {
            "form": form,
            "access": access,
            "at_once": yesterday if access.valid_from <= yesterday else None,
        },
    )


def _when_ended(ended: Membership) -> str:
    assert ended.valid_until is not None
    if ended.valid_until < timezone.localdate():
        return _("Tilgangen til %(name)s er stengt.") % {"name": ended.user.name}
    return _("Tilgangen til %(name)s tar slutt etter %(day)s.") % {
        "name": ended.user.name,
        "day": ended.valid_until.strftime("%d.%m.%Y"),
    }


def _membership(request: AuthenticatedHttpRequest, pk: int) -> Membership:
    rows = Membership.objects.visible_to(request.membership).select_related("user", "unit")
    return get_object_or_404(rows, pk=pk)
