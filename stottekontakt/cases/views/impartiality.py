"""Who is impartial in a case: asking, and the leader's answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.models import Membership, User
from stottekontakt.accounts.roles import Permission, Role
from stottekontakt.cases import impartiality
from stottekontakt.cases.casework_forms import (
    MAY_READ,
    REJECTED,
    DecideImpartialityForm,
    DisqualificationForm,
)
from stottekontakt.cases.models import Case, Disqualification, ImpartialityAnswer
from stottekontakt.cases.views.common import colleagues_in, read_case
from stottekontakt.errors import Refused


@requires(Permission.CASE_FILE)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Say that oneself or a colleague may be disqualified; what has been said before."""
    case = get_object_or_404(
        Case.objects.visible_to(request.membership).select_related("recipient"), pk=pk
    )
    membership = request.membership
    form = DisqualificationForm(
        request.POST if request.method == "POST" else None,
        me=request.membership.user,
        colleagues=_others(case),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = impartiality.raise_question(
                case.pk,
                user=form.chosen,
                ground=form.cleaned_data["ground"],
                reason=form.cleaned_data["reason"],
                is_sure=form.is_sure,
                by=membership,
            )
        except Refused as error:
            for problem in error.problems:
                form.add_error(None, problem)
        else:
            messages.success(request, _what_now(made, membership))
            if Case.objects.visible_to(membership).filter(pk=pk).exists():
                return redirect("cases:impartiality", pk)
            return redirect("reports:worklist")
    read_case(request, case)
    answers = ImpartialityAnswer.objects.filter(case=case).select_related("answered_by")
    return render(
        request,
        "cases/impartiality.html",
        {
            "case": case,
            "form": form,
            "answers": answers.order_by("answered_at"),
            "questions": Disqualification.objects.filter(case=case)
            .select_related("user", "raised_by", "decided_by")
            .order_by("-pk"),
            "leads": membership.may(Permission.CASE_LEAD),
        },
    )


def _others(case: Case) -> list[User]:
    """Those who may work in the case, and the leaders above them."""
    today = timezone.localdate()
    leaders = Membership.objects.valid_on(today).filter(
        municipality_id=case.municipality_id, role=Role.LEADER
    )
    leaders = leaders.filter(unit=case.unit_id) | leaders.filter(unit__isnull=True)
    users = User.objects.filter(memberships__in=leaders, is_active=True).distinct()
    found = {user.pk: user for user in colleagues_in(case.unit_id, case.municipality_id, today)}
    found |= {user.pk: user for user in users}
    return sorted(found.values(), key=lambda user: user.name)


def _what_now(made: Disqualification, by: Membership) -> str:
    if made.state == Disqualification.State.UPHELD:
        return _("Du er registrert som inhabil. Lederen får beskjed om å gi saken til en annen.")
    if made.user_id == by.user_id:
        return _(
            "Lederen avgjør om du er inhabil. Til da kan du lese saken, men ikke skrive i den."
        )
    return _(
        "Lederen avgjør om %(name)s er inhabil. Til da kan %(name)s lese saken, men ikke skrive i "
        "den."
    ) % {"name": made.user.name}


@requires(Permission.CASE_LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(
        Disqualification.objects.visible_to(request.membership).select_related(
            "user", "raised_by", "decided_by", "case__recipient", "case__caseworker"
        ),
        pk=pk,
    )
    case = asked.case
    form = DecideImpartialityForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        verdict = form.cleaned_data["verdict"]
        try:
            decided = impartiality.decide(
                pk,
                is_disqualified=verdict != REJECTED,
                may_read=verdict == MAY_READ,
                reason=form.cleaned_data["reason"],
                by=request.membership,
            )
        except Refused as error:
            for problem in error.problems:
                form.add_error(None, problem)
        else:
            messages.success(request, _said(decided))
            if decided.state == decided.State.UPHELD and case.caseworker_id == decided.user_id:
                return redirect("cases:assign", case.pk)  # what comes next
            return redirect(case)
    read_case(request, case)
    return render(
        request, "cases/decide_impartiality.html", {"case": case, "form": form, "asked": asked}
    )


def _said(decided: Disqualification) -> str:
    name = {"name": decided.user.name}
    if decided.state == Disqualification.State.REJECTED:
        return _("%(name)s er ikke inhabil og kan arbeide med saken.") % name
    return _("%(name)s er inhabil i saken.") % name
