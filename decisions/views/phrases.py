"""The phrase library: texts the office begins from when a decision is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from decisions.forms import TextField
from decisions.models import Phrase
from decisions.phrases import add_phrase, change_phrase, history_of
from decisions.readability import readability
from decisions.rules import Section
from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.models import User
from stottekontakt.accounts.roles import Permission
from stottekontakt.errors import Refused
from stottekontakt.ui.listing import page_of

# Where running text is written; the recipient's own view has nothing of the office's in it.
SECTIONS: dict[str, Any] = {
    Section.FACTS.value: gettext_lazy("Opplysninger"),
    Section.CRITERIA.value: gettext_lazy("Kriterier"),
    Section.BEST_INTERESTS.value: gettext_lazy("Barnets beste"),
    Section.SCOPE.value: gettext_lazy("Omfang og form"),
    Section.CHANGE.value: gettext_lazy("Endringen"),
    Section.REASONS.value: gettext_lazy("Begrunnelse"),
}


class PhraseForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    heading = forms.CharField(
        label=pgettext_lazy("frase", "Overskrift"),
        max_length=120,
        help_text=gettext_lazy(
            "Det kollegene velger etter, for eksempel «Åpne tilbud i nærmiljøet»."
        ),
    )
    text_nb = TextField(
        label=gettext_lazy("Tekst på bokmål"), required=True, rows=5, max_length=4000
    )
    text_nn = TextField(
        label=gettext_lazy("Tekst på nynorsk"),
        required=True,
        rows=5,
        max_length=4000,
        help_text=gettext_lazy("Brukes når mottakeren får brev på nynorsk."),
    )
    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Hvor passer den?"),
        choices=list(SECTIONS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Velg minst én del av vedtaket.")},
    )
    is_active = forms.BooleanField(
        label=gettext_lazy("I bruk"),
        required=False,
        help_text=gettext_lazy("Uten haken vises den ikke når noen skriver vedtak."),
    )


@dataclass(frozen=True, slots=True)
class Row:
    phrase: Phrase
    sections: str
    start: str


@require_safe
@requires(Permission.PHRASES_MANAGE)
def phrase_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Those in use first, by heading."""
    phrases = Phrase.objects.visible_to(request.membership).order_by("-is_active", "heading", "pk")
    page = page_of(request, phrases)
    rows = [Row(phrase, sections_in_words(phrase), phrase.text) for phrase in page]
    return render(request, "decisions/phrases.html", {"page": page, "rows": rows})


def sections_in_words(phrase: Phrase) -> str:
    return ", ".join(str(SECTIONS.get(one, one)) for one in phrase.sections)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PHRASES_MANAGE)
def new_phrase(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = PhraseForm(request.POST or None, initial={"is_active": True})
    if request.method == "POST" and form.is_valid():
        try:
            phrase = add_phrase(form.cleaned_data, by=request.membership)
        except Refused as error:
            form.add_error("heading", list(error.problems))
        else:
            messages.success(request, _saved(phrase))
            return redirect("decisions:phrases")
    return render(request, "decisions/phrase.html", {"form": form, "phrase": None})


def _saved(phrase: Phrase) -> str:
    return _("Frasen «%(heading)s» er lagret.") % {"heading": phrase.heading}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PHRASES_MANAGE)
def phrase(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Phrase.objects.visible_to(request.membership), pk=pk)
    stored = {name: getattr(found, name) for name in PhraseForm.base_fields}
    form = PhraseForm(request.POST or None, initial=stored)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            change_phrase(pk, values, version=values["version"] or 0, by=request.membership)
        except Refused as error:
            for problem in error.problems:
                form.add_error(None, problem)
            found.refresh_from_db()
            data = request.POST.copy()  # saved once more it is meant
            data["version"] = str(found.version)
            form.data = data
        else:
            found.refresh_from_db()
            messages.success(request, _saved(found))
            return redirect("decisions:phrases")
    for name in ("text_nb", "text_nn"):
        read = readability(str(form[name].value() or ""))
        if read is not None:
            form.fields[name].below = render_to_string(  # type: ignore[attr-defined]
                "decisions/_readability.html", {"readability": read}
            )
    return render(
        request,
        "decisions/phrase.html",
        {
            "form": form,
            "phrase": found,
            "history": _history(found),
        },
    )


@dataclass(frozen=True, slots=True)
class Version:
    at: datetime
    who: str
    heading: str
    text_nb: str
    text_nn: str
    sections: str
    is_active: bool


def _history(phrase: Phrase) -> list[Version]:
    events = history_of(phrase)
    people = {user for event in events if (user := _user_of(event))}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "name"))
    return [
        Version(
            at=event.pgh_created_at,
            who=names.get(_user_of(event) or 0, ""),
            heading=event.heading,
            text_nb=event.text_nb,
            text_nn=event.text_nn,
            sections=sections_in_words(event),
            is_active=event.is_active,
        )
        for event in events
    ]


def _user_of(event: Any) -> int | None:
    return event.pgh_context.metadata.get("user") if event.pgh_context else None
