"""The list of søknader, one of them, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications import rules, services
from applications.errors import CannotChange
from applications.forms.application import (
    AttachmentsForm,
    AuthorisationForm,
    CorrectionForm,
    ErrorForm,
    ListFilter,
    WithdrawForm,
)
from applications.models import Application
from applications.rules import Missing, Thing
from applications.views.common import page
from stottekontakt.accounts.decorators import log_read, requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.audit.access import log_access
from stottekontakt.audit.models import AccessEntry
from stottekontakt.cases.addressees import parents_told_in
from stottekontakt.cases.errors import Outdated
from stottekontakt.cases.models import JournalEntry
from stottekontakt.cases.phone import shown
from stottekontakt.cases.uploads import content
from stottekontakt.cases.views.common import keep_what_was_typed
from stottekontakt.deadlines.models import Deadline
from stottekontakt.letters.models import Letter
from stottekontakt.ui.listing import chips_of, ordering, page_of

ORDERS = {
    "mottatt": ("received_on", "pk"),
    "navn": ("case__recipient__sort_name", "pk"),
    "sak": ("case__year", "case__sequence", "pk"),
}
NEWEST_FIRST = "-mottatt"


# What a row shows; above all not the identity numbers, which would be decrypted for nothing.
SHOWN = (
    "state", "received_on", "applicant_is", "applicant_relation", "applicant__name",
    "case__year", "case__sequence", "case__number", "case__caseworker__name",
    "case__recipient__name", "case__recipient__birth_date", "case__recipient__address_protection",
)  # fmt: skip


@requires(Permission.WORK_LIST)
@require_safe
def application_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    filters = ListFilter(request.GET)
    rows = filters.narrow(Application.objects.visible_to(request.membership), request.membership)
    order = ordering(request, ORDERS, default=NEWEST_FIRST)
    # First which ones, then all about these: the many are counted and sorted without the rest.
    page = page_of(request, rows.order_by(*order).values_list("pk", flat=True))
    page.object_list = list(
        Application.objects.filter(pk__in=list(page.object_list))
        .select_related("case__recipient", "case__caseworker", "applicant")
        .only(*SHOWN)
        .order_by(*order)
    )
    answer_by = dict(
        Deadline.objects.open()
        .filter(kind=Deadline.Kind.ONE_MONTH, source__in=[one.source for one in page])
        .values_list("source", "act_by")
    )
    log_access(
        AccessEntry.Action.READ,
        by=request.membership,
        view="applications:list",
        data={"rows": len(page.object_list)},
    )
    return render(
        request,
        "applications/list.html",
        {
            "page": page,
            "rows": [(one, answer_by.get(one.source)) for one in page],
            "filters": filters,
            "chips": chips_of(request, filters),
            "default_sort": NEWEST_FIRST,
            "may_register": request.membership.may(Permission.APPLICATION_REGISTER),
        },
    )


@requires(Permission.CASE_FILE)
@require_safe
def detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    application = get_object_or_404(
        Application.objects.visible_to(request.membership).select_related(
            "case__recipient", "case__caseworker", "applicant", "journal_entry", "registered_by"
        ),
        pk=pk,
    )
    case, today = application.case, timezone.localdate()
    log_read(request, application, case_id=case.pk, ground=case.reading_ground(request.membership))
    representatives = list(case.representatives.select_related("person"))
    missing = (
        rules.missing_information(application, representatives, today)
        if application.is_open
        else []
    )
    requests = list(
        application.information_requests.select_related("consent", "asked_by").prefetch_related(
            "items"
        )
    )
    letters = list(Letter.objects.of_source(application.source).select_related("document"))
    choices = rules.addressees(
        application,
        representatives,
        today,
        parents=parents_told_in(case, application.source),
    )
    has_letter = {letter.addressee_id for letter in letters}
    can_write = case.is_editable_by(request.membership)
    return render(
        request,
        "applications/detail.html",
        {
            "application": application,
            "case": case,
            "deadline": Deadline.objects.filter(
                kind=Deadline.Kind.ONE_MONTH, source=application.source
            ).first(),
            "missing": [(one, *_remedy(one, application)) for one in missing],
            "entries": _entries(application),
            "goal": rules.goal_of(application, requests, request.membership.municipality, today),
            "requests": requests,
            "letters": letters,
            "addressees": choices,
            "lacks_receipt": [
                choice
                for choice in choices
                if choice.gets_letter and choice.person.pk not in has_letter
            ],
            "phone": shown(application.applicant.phone)
            if application.applicant.address_shown_to(request.membership)
            else "",
            "can_write": can_write,
            "can_authorise": rules.acts_by_authorisation(application, today),
            "can_decide": can_write and request.membership.may(Permission.DECISION_DRAFT),
        },
    )


def _entries(application: Application) -> list[JournalEntry]:
    """The søknad's own papers and those that came later, in the order they came."""
    wanted = Q(pk=application.journal_entry_id) | Q(
        pk__in=application.papers.values("journal_entry")
    )
    return list(
        JournalEntry.objects.filter(wanted).prefetch_related("documents").order_by("number")
    )


def _remedy(missing: Missing, application: Application) -> tuple[str, str]:
    """Where what is missing is put right, and what the link says."""
    case_id = application.case_id
    match missing.thing:
        case Thing.AUTHORISATION:
            url = reverse("applications:authorise", args=[application.pk])
            return url, _("Legg inn fullmakten")
        case Thing.BIRTH_DATE:
            url = reverse("cases:person", args=[application.case.recipient_id])
            return url, _("Skriv fødselsdatoen")
        case Thing.OTHER_PARENT:
            url = reverse("cases:add_representative", args=[case_id, "parent"])
            return url, _("Legg til den andre forelderen")
        case Thing.ADDRESSEE | Thing.RIGHT_TO_APPLY:
            url = reverse("cases:choose_representative", args=[case_id])
            return url, _("Legg til en representant")
    return "", ""


def _editable(request: AuthenticatedHttpRequest, pk: int) -> Application:
    application = get_object_or_404(
        Application.objects.editable_by(request.membership).select_related(
            "case__recipient", "case__caseworker", "applicant"
        ),
        pk=pk,
    )
    log_read(
        request,
        application,
        case_id=application.case_id,
        ground=application.case.reading_ground(request.membership),
    )
    return application


def _done_or_asked_again(
    request: AuthenticatedHttpRequest,
    application: Application,
    form: Any,
    act: Callable[[dict[str, Any]], str],
    template: str,
) -> HttpResponse:
    """Act on a form that is in order and go back; else show it again with what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            message = act(form.cleaned_data)
        except CannotChange as error:
            for problem in error.problems:
                form.add_error(None, problem)
        else:
            messages.success(request, message)
            return redirect(application)
    context = {"application": application, "case": application.case, "form": form}
    return render(request, template, context)


@requires(Permission.APPLICATION_REGISTER)
@require_http_methods(["GET", "POST"])
def correct(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Put right what was registered wrongly; another day of receipt counts the month anew."""
    application = _editable(request, pk)
    if problems := rules.is_open_problem(application):
        messages.info(request, problems[0])
        return redirect(application)
    form = CorrectionForm(request.POST or None, application=application)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            services.correct(
                application.pk,
                form.values(),
                version=form.cleaned_data["version"],
                received_reason=form.cleaned_data["received_reason"],
                by=request.membership,
            )
        except Outdated as outdated:
            context["differences"] = keep_what_was_typed(form, outdated.current)
        except CannotChange as error:
            for problem in error.problems:
                form.add_error(None, problem)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("Søknaden er rettet. Historikken viser hvordan den var."))
            return redirect(application)
    return page(
        request, "applications/correct.html", application.case, application=application, **context
    )


@requires(Permission.APPLICATION_REGISTER)
@require_http_methods(["GET", "POST"])
def withdraw(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    application = _editable(request, pk)
    form = WithdrawForm(request.POST or None, initial={"on": timezone.localdate()})

    def act(values: dict[str, Any]) -> str:
        services.withdraw(application.pk, by=request.membership, **values)
        return _("Søknaden er trukket. Fristen for svar er falt bort.")

    return _done_or_asked_again(request, application, form, act, "applications/withdraw.html")


@requires(Permission.APPLICATION_REGISTER)
@require_http_methods(["GET", "POST"])
def register_in_error(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    application = _editable(request, pk)
    form = ErrorForm(request.POST or None)

    def act(values: dict[str, Any]) -> str:
        services.register_in_error(application.pk, by=request.membership, **values)
        return _("Søknaden er markert som feilregistrert. Fristen for svar er falt bort.")

    return _done_or_asked_again(request, application, form, act, "applications/error.html")


@requires(Permission.APPLICATION_REGISTER)
@require_http_methods(["GET", "POST"])
def attach(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    application = _editable(request, pk)
    form = AttachmentsForm(
        request.POST or None,
        request.FILES or None,
        owner=request.membership,
        initial={"received_on": timezone.localdate()},
    )

    def act(values: dict[str, Any]) -> str:
        files = [content(upload, request.membership) for upload in values.pop("documents")]
        entry = services.add_attachments(application.pk, files, by=request.membership, **values)
        return _("«%(title)s» ligger i saken som dokument %(number)s.") % {
            "title": entry.title,
            "number": entry.number,
        }

    return _done_or_asked_again(request, application, form, act, "applications/attach.html")


@requires(Permission.APPLICATION_REGISTER)
@require_http_methods(["GET", "POST"])
def authorise(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The fullmakt has come."""
    application = _editable(request, pk)
    if not rules.acts_by_authorisation(application, timezone.localdate()):
        messages.info(request, _("Søkeren trenger ingen fullmakt."))
        return redirect(application)
    form = AuthorisationForm(
        request.POST or None,
        request.FILES or None,
        owner=request.membership,
        initial={"received_on": timezone.localdate()},
    )

    def act(values: dict[str, Any]) -> str:
        (upload,) = values.pop("documents")
        file = content(upload, request.membership)
        services.add_authorisation(application.pk, file, by=request.membership, **values)
        return _("Fullmakten ligger i saken. Nå kan %(name)s få brev.") % {
            "name": application.applicant.name
        }

    return _done_or_asked_again(request, application, form, act, "applications/authorise.html")


@requires(Permission.LETTER_SEND)
@require_POST
def send_receipts(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    application = _editable(request, pk)
    receipts = services.send_receipts(application.pk, by=request.membership)
    for letter in receipts.letters:
        messages.success(
            request,
            format_html(
                _('Bekreftelsen til <a href="{}">{}</a> er på vei.'),
                letter.get_absolute_url(),
                letter.addressee_name,
            ),
        )
    for problem in receipts.problems:
        messages.warning(request, problem)
    if not receipts.letters and not receipts.problems:
        messages.info(request, _("Alle som skal ha bekreftelse, har fått den."))
    return redirect(application)
