"""Who a user is, more roles for one person, who may do what, and whether it is still needed."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from stottekontakt.accounts import services as accounts
from stottekontakt.accounts.decorators import any_member, requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.models import Membership, MembershipReview, User
from stottekontakt.accounts.roles import Permission, Role
from stottekontakt.administration import access, history
from stottekontakt.administration.forms.users import AnotherRoleForm, ReviewForm, UserForm
from stottekontakt.administration.services import users as services
from stottekontakt.administration.views.common import retype, tell
from stottekontakt.errors import Refused

Outcome = MembershipReview.Outcome


def _membership(request: AuthenticatedHttpRequest, pk: int) -> Membership:
    rows = Membership.objects.visible_to(request.membership).select_related("user", "unit")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.USERS_MANAGE)
def change_user(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The person behind one of the municipality's memberships."""
    shown = _membership(request, pk)
    form = UserForm(request.POST or None, user=shown.user)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("name", "email", "phone")}
        try:
            saved = services.change_user(
                shown.user_id, **values, seen=form.seen(), by=request.membership, link=_link
            )
        except Refused as error:
            tell(form, error)
            fresh = User.objects.get(pk=shown.user_id)
            retype(form, **{f"seen_{name}": getattr(fresh, name) for name in values})
        else:
            _tell_what_was_saved(request, saved, form.cleaned_data["email"])
            return redirect("accounts:user", shown.pk)
    return render(
        request,
        "administration/change_user.html",
        {
            "form": form,
            "access": shown,
            "changes": history.changes_of(
                User,
                {"pgh_obj_id": shown.user_id},
                fields=("name", "email", "phone"),
                name="UserEvent",
            ),
        },
    )


def _link(token: str) -> str:
    return f"{settings.BASE_URL}{reverse('administration:confirm_email', args=[token])}"


def _tell_what_was_saved(
    request: AuthenticatedHttpRequest, saved: services.Saved, email: str
) -> None:
    if saved.asks_for_confirmation:
        text = _(
            "Lagret. %(email)s blir e-posten til %(name)s når lenken vi har sendt dit, er "
            "bekreftet."
        )
    else:
        text = _("Opplysningene om %(name)s er lagret.")
    messages.success(request, text % {"name": saved.user.name, "email": email})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@any_member
def confirm_email(request: AuthenticatedHttpRequest, token: str) -> HttpResponse:
    """The page behind the link: opened by the person, signed in. Only a click changes anything."""
    asked = services.read_link(token)
    mine = (
        asked is not None and asked.user_id == request.user.pk and asked.old == request.user.email
    )
    if mine and request.method == "POST":
        assert asked is not None
        try:
            services.confirm_email(
                asked,
                by=request.membership.user,
                municipality_id=request.membership.municipality_id,
            )
        except Refused as error:
            for problem in error.problems:
                messages.error(request, problem)
        else:
            messages.success(request, _("E-posten din er nå %(email)s.") % {"email": asked.new})
        return redirect("accounts:me")
    return render(
        request,
        "administration/confirm_email.html",
        {"asked": asked, "mine": mine},
        status=200 if mine else 410,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.USERS_MANAGE)
def another_role(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    shown = _membership(request, pk)
    form = AnotherRoleForm(request.POST or None, by=request.membership)
    if request.method == "POST" and form.is_valid():
        try:
            given = accounts.grant(
                shown.user,
                access=form.access(),
                valid_from=form.cleaned_data["valid_from"],
                by=request.membership,
            )
        except Refused as error:
            tell(form, error)
        else:
            messages.success(
                request,
                _("%(name)s har fått rollen %(role)s.")
                % {"name": shown.user.name, "role": given.get_role_display().lower()},
            )
            return redirect("accounts:users")
    others = Membership.objects.visible_to(request.membership).filter(user=shown.user_id)
    return render(
        request,
        "administration/another_role.html",
        {
            "form": form,
            "access": shown,
            "roles": others.exclude(valid_until__lt=timezone.localdate()).select_related("unit"),
        },
    )


@require_safe
@requires(Permission.USERS_MANAGE)
def overview(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Who has access to what, to be printed and signed."""
    today = timezone.localdate()
    rows = list(
        services.with_last_review(Membership.objects.visible_to(request.membership).valid_on(today))
        .select_related("user", "unit")
        .order_by("user__name", "role", "pk")
    )
    used = {row.role for row in rows}
    return render(
        request,
        "administration/overview.html",
        {
            "rows": rows,
            "today": today,
            "roles": [(role, access.words_of(role)) for role in Role if role in used],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.USERS_MANAGE)
def review(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Go through the accesses that nobody has looked at for long."""
    today = timezone.localdate()
    due = services.due_for_review(request.membership, today)
    everything = request.GET.get("alle") == "ja"
    rows = due
    if everything:
        rows = list(
            services.with_last_review(
                Membership.objects.visible_to(request.membership).valid_on(today)
            )
            .select_related("user", "unit")
            .order_by("user__name", "pk")
        )
    form = ReviewForm(request.POST if request.method == "POST" else None, rows=rows)
    if request.method == "POST" and form.is_valid():
        try:
            counts = services.review(form.answers(), by=request.membership)
        except Refused as error:
            tell(form, error)
        else:
            messages.success(request, _said(counts))
            return redirect("administration:review")
    return render(
        request,
        "administration/review.html",
        {
            "form": form,
            "due": len(due),
            "everything": everything,
            "only_due": not everything,
            "months": request.membership.municipality.access_review_months,
            "latest": MembershipReview.objects.visible_to(request.membership).select_related(
                "membership__user", "reviewed_by"
            )[:20],
        },
    )


def _said(counts: dict[str, int]) -> str:
    kept, ended = counts[Outcome.KEPT], counts[Outcome.ENDED]
    words = ngettext(
        "%(count)d tilgang er gjennomgått", "%(count)d tilganger er gjennomgått", kept + ended
    ) % {"count": kept + ended}
    if ended:
        words += ngettext(
            ", og %(count)d tar slutt etter i dag", ", og %(count)d tar slutt etter i dag", ended
        ) % {"count": ended}
    return f"{words}."
