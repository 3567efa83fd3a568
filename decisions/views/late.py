"""What somebody sends in a draft that is one no longer, or not for the moment: nothing is lost."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from decisions import services
from decisions.forms import FORMS
from decisions.models import Decision, FormDraft, FormDraftQuerySet
from decisions.rules import Section
from decisions.services import dossier_of
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest

# Of the page, not of the decision.
FORGET = "lagret"
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
    if request.POST.get("videre") == FORGET:
        services.forget_typed(decision, part, by=request.membership)
        return redirect(decision)
    texts = _texts(request.POST, decision, part)
    if not texts:
        messages.error(request, services.no_longer_a_draft(decision))
        return redirect(decision)
    return _too_late(request, decision, texts, is_kept=False)


def typed_before(request: AuthenticatedHttpRequest, decision: Decision, slug: str) -> HttpResponse:
    """What the reader had typed and not saved in a section when somebody else issued the rest."""
    kept = _kept(request, decision).filter(section=slug).first()
    if kept is None or slug not in list(Section) or decision.is_draft:
        return redirect(decision)
    texts = _texts(QueryDict(kept.typed), decision, Section(slug))
    return _too_late(request, decision, texts, is_kept=True)


def sections_left(request: AuthenticatedHttpRequest, decision: Decision) -> list[tuple[str, Any]]:
    """(section, when) of what the reader has typed in a decision that can be written in no more."""
    if decision.is_draft:
        return []
    return list(_kept(request, decision).order_by("section").values_list("section", "kept_at"))


def _kept(request: AuthenticatedHttpRequest, decision: Decision) -> FormDraftQuerySet:
    return FormDraft.objects.visible_to(request.membership).filter(decision=decision)


def _too_late(
    request: AuthenticatedHttpRequest,
    decision: Decision,
    texts: list[tuple[str, str]],
    *,
    is_kept: bool,
) -> HttpResponse:
    return render(
        request,
        "decisions/too_late.html",
        {
            "decision": decision,
            "case": decision.case,
            "recipient": decision.case.recipient,
            "said": services.no_longer_a_draft(decision),
            "texts": texts,
            "is_kept": is_kept,
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
