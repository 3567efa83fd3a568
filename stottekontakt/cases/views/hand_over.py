"""Whose case it is: taking it, and passing it from hand to hand."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stottekontakt.accounts.decorators import log_read, requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.models import Unit
from stottekontakt.accounts.roles import Permission
from stottekontakt.cases import hand_over, impartiality
from stottekontakt.cases.casework_forms import (
    LONG,
    ME,
    NOBODY,
    DeclineForm,
    HandOverForm,
    ImpartialForm,
)
from stottekontakt.cases.models import AddressProtection, Case, Disqualification, Ground, HandOver
from stottekontakt.cases.views.common import colleagues_in, editable_case, read_case
from stottekontakt.errors import Refused


def _tell(request: AuthenticatedHttpRequest, error: Refused) -> None:
    for problem in error.problems:
        messages.error(request, problem)


def _impartial_form(request: AuthenticatedHttpRequest, case: Case) -> ImpartialForm | None:
    """None when the member has answered for it in this case before."""
    if impartiality.has_answered(case.pk, request.membership):
        return None
    return ImpartialForm(request.POST if request.method == "POST" else None)


def _answer(request: AuthenticatedHttpRequest, case: Case) -> None:
    impartiality.answer(case.pk, answer=impartiality.Answer.IMPARTIAL, by=request.membership)


@requires(Permission.CASE_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Become the caseworker, and answer for one's impartiality with the same click."""
    case = editable_case(request, pk)
    if case.caseworker_id == request.membership.user_id:
        return redirect(case)
    if case.caseworker_id is not None:
        messages.error(
            request, _("%(name)s er allerede saksbehandler i saken.") % {"name": case.caseworker}
        )
        return redirect("cases:assign", case.pk)
    read_case(request, case)
    form = _impartial_form(request, case)
    if request.method == "POST" and (form is None or form.is_valid()):
        _answer(request, case)
        try:
            hand_over.take(case.pk, by=request.membership)
        except Refused as error:
            _tell(request, error)
        else:
            messages.success(request, _("Du er saksbehandler i sak %(case)s.") % {"case": case})
        return redirect(case)
    return _taking(request, case, form)


def _case_to_hand_over(request: AuthenticatedHttpRequest, pk: int) -> Case:
    """One's own unit's; a leader hands over also what is nobody's to write in."""
    membership = request.membership
    if not membership.may(Permission.CASE_LEAD):
        return editable_case(request, pk)
    cases = Case.objects.visible_to(membership).open().select_related("recipient", "caseworker")
    if membership.unit_id:
        cases = cases.filter(unit=membership.unit_id)
    return get_object_or_404(cases, pk=pk)


@requires(Permission.CASE_HAND_OVER)
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Take over, hand over, hand back; to a colleague or to another unit."""
    case = _case_to_hand_over(request, pk)
    membership = request.membership
    form = _hand_over_form(request, case)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["to"] == ME and not impartiality.has_answered(case.pk, membership):
            return _ask_before_taking_over(request, case, form.cleaned_data["message"])
        try:
            said = _hand_over(request, case, form)
        except Refused as error:
            for problem in error.problems:
                form.add_error(None, problem)
        else:
            messages.success(request, said)
            if Case.objects.visible_to(membership).filter(pk=case.pk).exists():
                return redirect(case)
            return redirect("cases:list")  # strictly protected: only the named caseworker sees it
    read_case(request, case)
    open_offer = (
        HandOver.objects.open().filter(case=case).select_related("to_user", "to_unit").first()
    )
    return render(
        request, "cases/assign.html", {"case": case, "form": form, "open_offer": open_offer}
    )


def _ask_before_taking_over(
    request: AuthenticatedHttpRequest, case: Case, message: str
) -> HttpResponse:
    """The tick, with what was typed taken along."""
    read_case(request, case)
    context = {"action": reverse("cases:take_over", args=[case.pk]), "message": message}
    return _taking(request, case, ImpartialForm(), **context)


def _taking(
    request: AuthenticatedHttpRequest, case: Case, form: ImpartialForm | None, **context: str
) -> HttpResponse:
    return render(
        request,
        "cases/take.html",
        {"case": case, "form": form, "grounds": Ground.labels, **context},
    )


def _hand_over_form(request: AuthenticatedHttpRequest, case: Case) -> HandOverForm:
    membership = request.membership
    writes = membership.may(Permission.CASE_WRITE)
    barred = set(
        Disqualification.objects.filter(case=case)
        .exclude(state=Disqualification.State.REJECTED)
        .values_list("user_id", flat=True)
    )
    return HandOverForm(
        request.POST if request.method == "POST" else None,
        me=request.membership.user,
        may_take_over=writes and case.caseworker_id not in (None, membership.user_id),
        may_hand_back=case.caseworker_id is not None,
        colleagues=[
            user
            for user in colleagues_in(case.unit_id, case.municipality_id, timezone.localdate())
            if user.pk not in {membership.user_id, case.caseworker_id, *barred}
        ],
        units=Unit.objects.filter(
            municipality=case.municipality_id, kind=Unit.Kind.ALLOCATION, closed_on=None
        ).exclude(pk=case.unit_id),
    )


def _hand_over(request: AuthenticatedHttpRequest, case: Case, form: HandOverForm) -> str:
    """What was done, in a sentence."""
    to, message = form.cleaned_data["to"], form.cleaned_data["message"]
    membership = request.membership
    if to == ME:
        hand_over.take_over(
            case.pk, from_user_id=case.caseworker_id, message=message, by=membership
        )
        return _("Du er saksbehandler i sak %(case)s.") % {"case": case}
    if to == NOBODY:
        hand_over.hand_back(case.pk, message=message, by=membership)
        return _("Sak %(case)s er ufordelt.") % {"case": case}
    user, unit = form.colleagues.get(to), form.units.get(to)
    made = hand_over.offer(
        case.pk, to_user=user, to_unit=unit or case.unit, message=message, by=membership
    )
    words = {"name": user or unit, "case": case}
    if made.state == HandOver.State.ACCEPTED:
        return _("%(name)s er saksbehandler i sak %(case)s.") % words
    return _("%(name)s er spurt om å ta sak %(case)s. Til de svarer, er alt som før.") % words


@requires(Permission.CASE_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Become the caseworker in a colleague's place."""
    case = editable_case(request, pk)
    if case.caseworker_id in (None, request.membership.user_id):
        return redirect("cases:take", case.pk)
    form = _impartial_form(request, case)
    if request.method == "POST" and (form is None or form.is_valid()):
        had_it = request.POST.get("had_it", "")
        _answer(request, case)
        try:
            hand_over.take_over(
                case.pk,
                from_user_id=int(had_it) if had_it.isdecimal() else None,
                message=request.POST.get("message", "")[:LONG],
                by=request.membership,
            )
        except Refused as error:
            _tell(request, error)
        else:
            messages.success(request, _("Du er saksbehandler i sak %(case)s.") % {"case": case})
        return redirect(case)
    read_case(request, case)
    return _taking(request, case, form, message=request.POST.get("message", ""))


# ── Offers ──────────────────────────────────────────────────────────────────────────────────────


@requires(Permission.CASE_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """A case that somebody asks one to take: yes, or no and why."""
    made = get_object_or_404(
        HandOver.objects.visible_to(request.membership).select_related(
            "case__recipient", "case__unit", "from_user", "from_unit", "offered_by", "answered_by"
        ),
        pk=pk,
    )
    case = made.case
    # Whoever is asked from another unit sees the case only after a yes.
    log_read(request, made, case_id=case.pk, ground="offered")
    may_answer = HandOver.objects.offered_to(request.membership).filter(pk=pk).exists()
    is_declining = request.POST.get("answer") == "no"
    form = _impartial_form(request, case) if not is_declining else None
    decline = DeclineForm(request.POST if is_declining else None)
    if request.method == "POST":
        try:
            if is_declining and decline.is_valid() and may_answer:
                hand_over.decline(pk, reason=decline.cleaned_data["reason"], by=request.membership)
                messages.success(request, _("Du har takket nei til saken."))
                return redirect("reports:worklist")
            if not is_declining and may_answer and (form is None or form.is_valid()):
                _answer(request, case)
                hand_over.accept(pk, by=request.membership)
                messages.success(request, _("Du er saksbehandler i sak %(case)s.") % {"case": case})
                return redirect(case)
            if not may_answer:
                messages.error(request, _("Overføringen er ikke lenger åpen."))
                return redirect("reports:worklist")
        except Refused as error:
            _tell(request, error)
            return redirect("reports:worklist")
    recipient = case.recipient
    is_strict = recipient.address_protection == AddressProtection.STRICT
    return render(
        request,
        "cases/offer.html",
        {
            "offer": made,
            "case": case,
            "form": form,
            "decline": decline,
            "may_answer": may_answer,
            "grounds": Ground.labels,
            # To say whether one is impartial one must know whom it is about.
            "shows_name": not is_strict or request.membership.sees_protected,
        },
    )


@requires(Permission.CASE_HAND_OVER)
@require_POST
def withdraw_offer(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    made = get_object_or_404(HandOver.objects.visible_to(request.membership), pk=pk)
    case = _case_to_hand_over(request, made.case_id)
    try:
        hand_over.withdraw(made.pk, by=request.membership)
    except Refused as error:
        _tell(request, error)
    else:
        messages.success(request, _("Overføringen er trukket tilbake."))
    return redirect(reverse("cases:detail", args=[case.pk]))
