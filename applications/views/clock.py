"""The page that explains how a søknad's days are counted."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications import rules
from applications.clock import Clock
from applications.models import Application, InterimReply
from stottekontakt.accounts.decorators import log_read, requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.deadlines.law import law_in_force
from stottekontakt.deadlines.models import Deadline, Provision


@requires(Permission.CASE_FILE)
@require_safe
def clock(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    application = get_object_or_404(
        Application.objects.visible_to(request.membership).select_related(
            "case__recipient", "case__municipality", "registered_by"
        ),
        pk=pk,
    )
    case, today = application.case, timezone.localdate()
    log_read(request, application, case_id=case.pk, ground=case.reading_ground(request.membership))
    replies = list(
        InterimReply.objects.filter(source=application.source)
        .select_related("drafted_by", "sent_by")
        .order_by("number")
    )
    sources = [application.source, *(reply.letter_source for reply in replies)]
    requests = list(
        application.information_requests.select_related("asked_by", "consent").prefetch_related(
            "items"
        )
    )
    days = case.municipality.own_goal_days
    shown = Clock(
        application=application,
        law=law_in_force(Provision.Key.INTERIM_REPLY, application.received_on),
        deadlines=list(Deadline.objects.filter(source__in=sources).order_by("pk")),
        replies=replies,
        requests=requests,
        goal=rules.own_goal(application.received_on, days, rules.standing_still(requests), today)
        if days
        else None,
        today=today,
    )
    return render(
        request,
        "applications/clock.html",
        {"application": application, "case": case, "clock": shown, "today": today},
    )
