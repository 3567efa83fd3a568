"""What somebody sends in a draft that is one no longer, or not for the moment: nothing is lost."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from decisions import services
from decisions.forms import FORMS
from decisions.models import Decision
from decisions.rules import Section
from decisions.services import dossier_of
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest

# Of the page, not of the decision.
MACHINERY = ("csrfmiddlewaretoken", "version", "videre", "lenke", "sett-inn")


def typed_too_late(
    request: AuthenticatedHttpRequest, decision: Decision, slug: str
) -> HttpResponse:
    """For a section's form sent to a decision that cannot be written in now."""
    if slug not in list(Section):
        return redirect(decision)
    part = Section(slug)
    if decision.is_submitted:
        services.keep_typed(decision, part, as_typed(request.POST), by=request.membership)
        messages.warning(
            request,
            services.with_decision_maker(decision)
            + " "
            + _("Teksten du skrev, er tatt vare på. Den står i feltene når du kan skrive igjen."),
        )
        return redirect(decision)
    said = services.no_longer_a_draft(decision)
    texts = _texts(request.POST, decision, part)
    if not texts:
        messages.error(request, said)
        return redirect(decision)
    return render(
        request,
        "decisions/too_late.html",
        {
            "decision": decision,
            "case": decision.case,
            "recipient": decision.case.recipient,
            "said": said,
            "texts": texts,
        },
    )


def as_typed(posted: QueryDict) -> str:
    """The form as the browser sent it, version and all, to be shown again."""
    typed = posted.copy()
    for name in MACHINERY:
        if name != "version":
            typed.pop(name, None)
    return typed.urlencode()


def _texts(posted: QueryDict, decision: Decision, part: Section) -> list[tuple[str, str]]:
    """(label, text) of what was typed in words and is not in the decision as it stands."""
    form = FORMS[part](posted, dossier=dossier_of(decision))
    texts = []
    for name, field in form.fields.items():
        typed = posted.get(name, "").strip()
        is_text = isinstance(field, forms.CharField) and not field.widget.is_hidden
        if is_text and typed and typed != str(form.initial.get(name, "") or "").strip():
            belongs_to = getattr(field, "belongs_to", "")
            texts.append(
                (f"{belongs_to}: {field.label}" if belongs_to else str(field.label), typed)
            )
    return texts
