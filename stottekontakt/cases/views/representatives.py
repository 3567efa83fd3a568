"""Who may act in a case: adding somebody, changing what the role says, ending it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stottekontakt.accounts.decorators import log_read, requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.cases import services
from stottekontakt.cases.attachments import CheckedFile
from stottekontakt.cases.errors import Outdated
from stottekontakt.cases.forms import (
    EndRepresentativeForm,
    RepresentativeForm,
    RoleForm,
)
from stottekontakt.cases.identity_number import clean
from stottekontakt.cases.models import Case, Person, Representative
from stottekontakt.cases.search import persons_named
from stottekontakt.cases.uploads import content
from stottekontakt.cases.views.common import editable_case, keep_what_was_typed

Kind = Representative.Kind

# What each role is, for whoever must choose.
KINDS = {
    Kind.PARENT: gettext_lazy(
        "Har foreldreansvar for et barn under 18 år. Opptrer for barnet til det fyller 16."
    ),
    Kind.GUARDIAN: gettext_lazy(
        "Er oppnevnt av statsforvalteren. Mandatet sier hva vergen kan gjøre."
    ),
    Kind.PROXY: gettext_lazy(
        "Har fått skriftlig fullmakt av den det gjelder, eller av forelderen."
    ),
    Kind.CHILD_WELFARE: gettext_lazy("Har overtatt omsorgen for barnet."),
    Kind.NEXT_OF_KIN: gettext_lazy(
        "Kan hjelpe til, men har ikke rett til brev eller til å klage uten fullmakt."
    ),
}
ALIKE = 0.75  # how alike two names are before it is asked whether they are one person's


@requires(Permission.CASE_WRITE)
def choose(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    case = editable_case(request, pk)
    log_read(request, case, case_id=case.pk, ground=case.reading_ground(request.membership))
    return render(
        request,
        "cases/choose_representative.html",
        {"case": case, "kinds": [(kind, kind.label, says) for kind, says in KINDS.items()]},
    )


@requires(Permission.CASE_WRITE)
def add(request: AuthenticatedHttpRequest, pk: int, kind: str) -> HttpResponse:
    case = editable_case(request, pk)
    if kind not in Kind.values:
        raise Http404
    log_read(request, case, case_id=case.pk, ground=case.reading_ground(request.membership))
    form = RepresentativeForm(
        request.POST or None,
        request.FILES or None,
        kind=kind,
        owner=request.membership,
        initial={"written_form": case.recipient.written_form},
        candidates=_candidates(request, case) if request.method == "POST" else [],
    )
    if request.method == "POST" and form.is_valid():
        try:
            representative = services.register_representative(
                case,
                by=request.membership,
                person=form.chosen,
                person_fields=form.person_values(),
                kind=kind,
                file=_authorisation(request, form),
                **form.role_values(),
            )
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(
                request,
                _("%(name)s er lagt til som %(role)s.")
                % {
                    "name": representative.person.name,
                    "role": str(representative.get_kind_display()).lower(),
                },
            )
            return redirect("cases:persons", case.pk)
    return render(
        request,
        "cases/representative_form.html",
        {"case": case, "form": form, "kind": Kind(kind)},
    )


def _authorisation(
    request: AuthenticatedHttpRequest, form: RepresentativeForm | RoleForm
) -> CheckedFile | None:
    return content(form.authorisation, request.membership) if form.authorisation else None


def _candidates(request: AuthenticatedHttpRequest, case: Case) -> list[Person]:
    """Who it may be among those already known. A number points at one, seen before or not."""
    if digits := request.POST.get("identity_number", ""):
        try:
            known = services.find_by_identity_number(clean(digits).digits)
        except ValidationError:
            return []  # the form says what is wrong with the number
        return [known] if known else []
    name = request.POST.get("name", "")
    alike = [pk for pk, likeness in persons_named(name, 20).items() if likeness >= ALIKE]
    return list(
        Person.objects.visible_to(request.membership)
        .filter(pk__in=alike)
        .exclude(pk=case.recipient_id)
        .order_by("sort_name")[:10]
    )


def _representative(request: AuthenticatedHttpRequest, pk: int) -> Representative:
    representative = get_object_or_404(
        Representative.objects.editable_by(request.membership).select_related(
            "person", "case__recipient", "document"
        ),
        pk=pk,
    )
    log_read(
        request,
        representative,
        case_id=representative.case_id,
        ground=representative.case.reading_ground(request.membership),
    )
    return representative


@requires(Permission.CASE_WRITE)
def edit(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    representative = _representative(request, pk)
    form = RoleForm(
        request.POST or None,
        request.FILES or None,
        representative=representative,
        owner=request.membership,
    )
    context = {"case": representative.case, "representative": representative, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            services.update_representative(
                representative.pk,
                version=form.cleaned_data["version"],
                by=request.membership,
                file=_authorisation(request, form),
                **form.role_values(),
            )
        except Outdated as outdated:
            context["differences"] = keep_what_was_typed(form, outdated.current)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(
                request,
                _("Opplysningene om %(name)s er lagret.") % {"name": representative.person.name},
            )
            return redirect("cases:persons", representative.case_id)
    return render(request, "cases/representative_form.html", context)


@requires(Permission.CASE_WRITE)
def end(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    representative = _representative(request, pk)
    if representative.valid_until and representative.end_reason:
        messages.info(
            request,
            _("Rollen til %(name)s er allerede avsluttet.") % {"name": representative.person.name},
        )
        return redirect("cases:persons", representative.case_id)
    form = EndRepresentativeForm(
        request.POST or None,
        representative=representative,
        initial={"on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        services.end_representative(
            representative.pk,
            by=request.membership,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
        )
        messages.success(
            request,
            _("Rollen til %(name)s er avsluttet.") % {"name": representative.person.name},
        )
        return redirect("cases:persons", representative.case_id)
    return render(
        request,
        "cases/end_representative.html",
        {"case": representative.case, "representative": representative, "form": form},
    )
