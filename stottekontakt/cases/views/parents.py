"""What parents are told, what is kept from them, and what changes on a birthday."""

from __future__ import annotations

import re

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.cases import birthdays, parents
from stottekontakt.cases.addressees import addressees_of, parents_told_in
from stottekontakt.cases.casework_forms import (
    AgeReachedForm,
    AssessParentsForm,
    InformationWishForm,
    WithdrawWishForm,
)
from stottekontakt.cases.models import (
    AgeReached,
    Case,
    CaseNote,
    InformationWish,
    JournalEntry,
    ParentInformationAssessment,
)
from stottekontakt.cases.rules import is_on_the_parents_side
from stottekontakt.cases.views.common import editable_case, read_case

# One letter's source may be weighed by itself; the page that links here says which.
SOURCE = "gjelder"


@requires(Permission.CASE_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    case = editable_case(request, pk)
    form = InformationWishForm(
        request.POST if request.method == "POST" else None,
        initial={
            "said_on": timezone.localdate(),
            "kind": InformationWish.Kind.CHILD_ASKED,
        },
    )
    if request.method == "POST" and form.is_valid():
        parents.register_wish(case, by=request.membership, **form.cleaned_data)
        messages.success(
            request,
            _("Det er registrert. Ingenting går til foreldrene før det er vurdert."),
        )
        return redirect("cases:assess_parents", pk)
    read_case(request, case)
    return render(request, "cases/information_wish.html", {"case": case, "form": form})


@requires(Permission.CASE_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_wish(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(
        InformationWish.objects.editable_by(request.membership).select_related("case__recipient"),
        pk=pk,
    )
    form = WithdrawWishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        parents.withdraw_wish(pk, reason=form.cleaned_data["reason"], by=request.membership)
        messages.success(request, _("Ønsket gjelder ikke lenger."))
        return redirect("cases:assess_parents", asked.case_id)
    read_case(request, asked.case)
    return render(
        request, "cases/withdraw_wish.html", {"case": asked.case, "form": form, "wish": asked}
    )


@requires(Permission.CASE_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Everything about what parents are told in the case, and the form that weighs it."""
    case = editable_case(request, pk)
    today = timezone.localdate()
    asked_about = request.GET.get(SOURCE, "")
    is_source = re.fullmatch(r"(decision|application):[0-9]{1,18}", asked_about) is not None
    form = AssessParentsForm(
        request.POST if request.method == "POST" else None,
        sources=[(asked_about, _("Bare brevene du kom fra"))] if is_source else [],
        initial={"source": ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            parents.assess(case, by=request.membership, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("Vurderingen er lagret."))
            return redirect("cases:persons", pk)
    read_case(request, case)
    representatives = list(case.representatives.select_related("person").order_by("pk"))
    return render(
        request,
        "cases/assess_parents.html",
        {
            "case": case,
            "form": form,
            "told": parents_told_in(case),
            "wishes": InformationWish.objects.filter(case=case).select_related("registered_by"),
            "assessments": ParentInformationAssessment.objects.filter(case=case).select_related(
                "assessed_by"
            ),
            "parents": [
                choice
                for choice in addressees_of(case, today, representatives=representatives)
                if is_on_the_parents_side(choice.person.pk, case.recipient, representatives, today)
            ],
            "notes": CaseNote.objects.filter(case=case, not_for_parents=True),
            "entries": JournalEntry.objects.filter(case=case, not_for_parents=True),
        },
    )


# ── Marked as not for the parents ───────────────────────────────────────────────────────────────


def _mark(request: AuthenticatedHttpRequest, row: CaseNote | JournalEntry) -> None:
    is_marked = request.POST.get("merket") == "ja"
    parents.mark_not_for_parents(row, is_marked=is_marked, by=request.membership)
    messages.success(
        request,
        _("Det er merket og nevnes ikke i nye brev til foreldrene.")
        if is_marked
        else _("Merket er tatt bort."),
    )


@requires(Permission.CASE_WRITE)
@require_POST
def mark_note(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    note = get_object_or_404(CaseNote.objects.editable_by(request.membership), pk=pk)
    _mark(request, note)
    return redirect("cases:assess_parents", note.case_id)


@requires(Permission.CASE_WRITE)
@require_POST
def mark_entry(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(JournalEntry.objects.editable_by(request.membership), pk=pk)
    _mark(request, entry)
    return redirect("cases:documents", entry.case_id)


# ── Birthdays ───────────────────────────────────────────────────────────────────────────────────


@requires(Permission.CASE_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def age_reached(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Go through who is written to after somebody turned 16 or 18."""
    reached = get_object_or_404(
        AgeReached.objects.editable_by(request.membership).select_related("case__recipient"), pk=pk
    )
    case: Case = reached.case
    if reached.checked_at is not None:
        messages.info(request, _("Dette er allerede gjennomgått."))
        return redirect("cases:persons", case.pk)
    form = AgeReachedForm(
        request.POST if request.method == "POST" else None, ended=birthdays.ended_by(reached)
    )
    if request.method == "POST" and form.is_valid():
        birthdays.check(pk, next_of_kin=form.chosen, by=request.membership)
        messages.success(request, _("Det er gjennomgått hvem som får brev nå."))
        return redirect("cases:persons", case.pk)
    read_case(request, case)
    return render(
        request,
        "cases/age_reached.html",
        {
            "case": case,
            "form": form,
            "reached": reached,
            "addressees": addressees_of(case, timezone.localdate()),
        },
    )
