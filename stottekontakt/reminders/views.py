"""One's own choice, the trial's mailbox, and the administrators' page on how sending goes."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stottekontakt.accounts.decorators import any_member, requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.reminders.forms import ChoiceForm
from stottekontakt.reminders.models import KeptMail
from stottekontakt.reminders.services import choice_of, choose, gathered
from stottekontakt.ui.listing import page_of


@any_member
@require_http_methods(["GET", "POST"])
def choice(request: AuthenticatedHttpRequest) -> HttpResponse:
    now = choice_of(request.membership)
    form = ChoiceForm(request.POST or None, initial={"how": now.how, "hour": now.hour})
    if request.method == "POST" and form.is_valid():
        choose(**form.cleaned_data, by=request.membership)
        messages.success(request, _("Valget er lagret. Det gjelder fra neste morgen."))
        return redirect("accounts:me")
    return render(request, "reminders/choice.html", {"form": form})


@any_member
@require_safe
def mailbox(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Only in a trial: elsewhere mails are sent and nobody's to read."""
    if not settings.TRIAL:
        raise Http404
    return render(
        request, "reminders/mailbox.html", {"page": page_of(request, KeptMail.objects.all())}
    )


@requires(Permission.ADMINISTRATION_VIEW)
@require_safe
def status(request: AuthenticatedHttpRequest) -> HttpResponse:
    return render(request, "reminders/status.html", gathered())
