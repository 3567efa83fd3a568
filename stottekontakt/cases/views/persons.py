"""A person: what is known, and changing it."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from stottekontakt.accounts.decorators import log_read, requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.cases import services
from stottekontakt.cases.errors import Outdated
from stottekontakt.cases.forms import PersonForm
from stottekontakt.cases.models import Case, Person
from stottekontakt.cases.views.common import keep_what_was_typed


@requires(Permission.CASE_VIEW)
def person(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.membership), pk=pk)
    cases = list(
        Case.objects.visible_to(request.membership)
        .filter(Q(recipient=person) | Q(representatives__person=person))
        .select_related("recipient")
        .distinct()
        .order_by("-year", "-sequence")
    )
    log_read(
        request,
        person,
        case_id=cases[0].pk,
        ground=cases[0].reading_ground(request.membership),
    )
    context = {
        "person": person,
        "cases": cases,
        "shows_address": person.address_shown_to(request.membership),
    }
    editable = any(case.is_editable_by(request.membership) for case in cases)
    if not editable:
        if request.method == "POST":
            return redirect(request.path)
        return render(request, "cases/person.html", context)
    form = PersonForm(request.POST or None, person=person, reader=request.membership)
    context["form"] = form
    if request.method == "POST" and form.is_valid():
        try:
            services.update_person(
                person.pk,
                version=form.cleaned_data["version"],
                by=request.membership,
                **form.person_values(),
            )
        except Outdated as outdated:
            context["differences"] = keep_what_was_typed(form, outdated.current)
        else:
            return _saved(request, person, cases)
    return render(request, "cases/person.html", context)


def _saved(request: AuthenticatedHttpRequest, person: Person, cases: list[Case]) -> HttpResponse:
    visible = Case.objects.visible_to(request.membership)
    still = visible.filter(pk__in=[case.pk for case in cases]).first()
    if still is None:
        # A strict protection was just set, and only the named caseworker may see the case now.
        messages.success(
            request,
            _(
                "Adressen er nå strengt fortrolig. Saken vises bare for saksbehandleren og dem "
                "som har rett til å se slike adresser."
            ),
        )
        return redirect("cases:list")
    messages.success(
        request,
        format_html(
            _('Opplysningene om {} er lagret. <a href="{}">Se personen</a>'),
            person.name,
            reverse("cases:person", args=[person.pk]),
        ),
    )
    return redirect("cases:persons", still.pk)
