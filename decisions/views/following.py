"""From a decision that stands to one that changes, extends or ends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from decisions import rules, services
from decisions.models import REPLACING, Decision
from decisions.services import dossier_of
from decisions.views.common import visible_decision
from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.cases.views.common import ask_impartiality
from stottekontakt.errors import Refused

Kind = Decision.Kind

# As they stand in addresses.
SLUGS = {"forlengelse": Kind.EXTENSION, "endring": Kind.CHANGE, "opphor": Kind.TERMINATION}


@dataclass(frozen=True, slots=True)
class Way:
    """One of the ways on from a decision that stands."""

    label: Any
    about: Any
    url: str


LABELS = {
    "forlengelse": (
        gettext_lazy("Forleng"),
        gettext_lazy("Tjenesten fortsetter når vedtaket løper ut. Timer, mål og opplysninger tas "
                     "med, og behovet vurderes på nytt."),
    ),
    "endring": (
        gettext_lazy("Endre"),
        gettext_lazy("Timer, form eller periode blir annerledes fra en dag du velger. Blir noe "
                     "dårligere, må mottakeren varsles først."),
    ),
    "opphor": (
        gettext_lazy("Avslutt"),
        gettext_lazy("Tjenesten slutter: mottakeren ønsker det, har flyttet eller er død, eller "
                     "behovet er ikke der lenger."),
    ),
}  # fmt: skip


def ways_on(decision: Decision) -> list[Way]:
    """Each begins a draft when it is posted to."""
    start = reverse("decisions:start")
    return [
        Way(label, about, f"{start}?vedtak={decision.pk}&slag={slug}")
        for slug, (label, about) in LABELS.items()
        if slug != "forlengelse" or decision.ends_on is not None
    ]


def may_follow_up(request: AuthenticatedHttpRequest, decision: Decision) -> bool:
    """Nothing has taken its place, and the reader may write in the case."""
    membership = request.membership
    return (
        decision.is_issued
        and decision.is_grant
        and membership.may(Permission.DECISION_DRAFT)
        and decision.case.is_editable_by(membership)
        and not decision.follow_ups.issued().filter(outcome__in=REPLACING).exists()
    )


@never_cache
@require_safe
@requires(Permission.DECISION_DRAFT)
def follow_up(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The ways on, each with what it means; a draft that is begun already comes first."""
    decision = visible_decision(request, pk)
    if not may_follow_up(request, decision):
        return redirect(decision)
    dossier = dossier_of(decision)
    return render(
        request,
        "decisions/follow_up.html",
        {
            "decision": decision,
            "case": decision.case,
            "recipient": decision.case.recipient,
            "services": [rules.service_in_words(service) for service in dossier.services],
            "period": rules.period_in_words(decision),
            "ways": ways_on(decision),
            "begun": decision.follow_ups.drafts().first(),
        },
    )


def start_follow_up(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The part of writing.start that begins from a decision: ?vedtak=12&slag=forlengelse."""
    asked, kind = request.GET.get("vedtak", ""), SLUGS.get(request.GET.get("slag", ""))
    if not asked.isdecimal() or kind is None:
        raise Http404
    decision = visible_decision(request, int(asked))
    if not decision.case.is_editable_by(request.membership):
        raise Http404
    if question := ask_impartiality(request, decision.case):
        return question
    try:
        draft = services.draft_follow_up(decision.pk, kind, by=request.membership)
    except Refused as error:
        for problem in error.problems:
            messages.error(request, problem)
        return redirect(decision)
    if draft.kind != kind:
        messages.info(
            request,
            _("Det er allerede påbegynt et vedtak her (%(kind)s). Velg under Utfall hva slags "
              "vedtak det skal bli.")
            % {"kind": str(draft.get_kind_display()).lower()},
        )  # fmt: skip
        return redirect("decisions:section", pk=draft.pk, slug=rules.Section.OUTCOME)
    return redirect(draft)
