"""Where the office writes the texts of its letters, and sees them in a whole letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.letters.errors import CannotUseText
from stottekontakt.letters.forms import DefaultForm, WordingForm
from stottekontakt.letters.kinds import PLACEHOLDERS, PLACES, Place, TextKind
from stottekontakt.letters.models import LetterText
from stottekontakt.letters.phrasing import LANGUAGES, Language
from stottekontakt.letters.texts import problems_of_text
from stottekontakt.letters.wordings import (
    first_day,
    newest_own,
    return_to_default,
    save_wording,
    shown_in_letter,
    withdraw_wording,
)

SHOWN_OF_TEXT = 160  # characters in a list


@dataclass
class Line:
    """A place in the list."""

    kind: TextKind
    place: str
    label: Any
    text: str
    is_own: bool = False
    planned_from: date | None = None

    @property
    def url(self) -> str:
        return reverse("letters:text", args=[self.kind.value, self.place])


def _lines(municipality_id: int, kinds: Iterable[TextKind]) -> list[Line]:
    """Every place of the kinds, with the text that holds today in bokmål and how it stands."""
    kinds = list(kinds)
    today = timezone.localdate()
    rows = LetterText.objects.filter(kind__in=kinds)
    holding = {
        (row.kind, row.place, row.language): row for row in rows.holding(municipality_id, on=today)
    }
    planned: dict[tuple[str, str], date] = {}
    for kind, place, day in (
        rows.own(municipality_id)
        .filter(valid_from__gt=today)
        .order_by("-valid_from")
        .values_list("kind", "place", "valid_from")
    ):
        planned[kind, place] = day  # the next one is read last
    return [
        Line(
            kind=kind,
            place=place,
            label=rules.label,
            text=" / ".join(
                row.text for language in LANGUAGES if (row := holding.get((kind, place, language)))
            ),
            is_own=any(
                row.municipality_id
                for language in LANGUAGES
                if (row := holding.get((kind, place, language)))
            ),
            planned_from=planned.get((kind, place)),
        )
        for kind in kinds
        for place, rules in PLACES[kind].items()
    ]


@never_cache
@require_safe
@requires(Permission.TEXTS_MANAGE)
def texts(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The kinds of letters; with a question, every text that holds the words."""
    lines = _lines(request.membership.municipality_id, TextKind)
    query = " ".join(request.GET.get("q", "")[:100].split())
    found = (
        [
            line
            for line in lines
            if query.lower() in f"{line.kind.label} {line.label} {line.text}".lower()
        ]
        if query
        else []
    )
    kinds = [
        {
            "label": kind.label,
            "url": reverse("letters:texts_of_kind", args=[kind.value]),
            "count": sum(line.kind == kind for line in lines),
            "own": sum(line.kind == kind and line.is_own for line in lines),
            "planned": sum(line.kind == kind and line.planned_from is not None for line in lines),
        }
        for kind in TextKind
    ]
    return render(request, "letters/texts.html", {"kinds": kinds, "query": query, "found": found})


@never_cache
@require_safe
@requires(Permission.TEXTS_MANAGE)
def texts_of_kind(request: AuthenticatedHttpRequest, kind: str) -> HttpResponse:
    text_kind = _kind(kind)
    lines = _lines(request.membership.municipality_id, [text_kind])
    return render(request, "letters/texts_of_kind.html", {"kind": text_kind, "lines": lines})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.TEXTS_MANAGE)
def text(request: AuthenticatedHttpRequest, kind: str, place: str) -> HttpResponse:
    """One place in both forms of language, with the letter it stands in."""
    text_kind, rules = _place(kind, place)
    municipality_id = request.membership.municipality_id
    today = timezone.localdate()
    rows = LetterText.objects.filter(kind=kind, place=place)
    holding = {row.language: row for row in rows.holding(municipality_id, on=today)}
    begins = first_day(kind, place, municipality_id)
    newest = newest_own(kind, place, municipality_id)
    # What is planned is what one goes on writing from.
    starting = {row.language: row.text for row in rows.holding(municipality_id, on=begins)}
    initial = {
        **{f"text_{language}": starting.get(language, "") for language in LANGUAGES},
        "valid_from": begins,
        "seen": newest.pk if newest else None,
    }
    back = request.method == "POST" and "standard" in request.POST
    wording = WordingForm(
        request.POST if request.method == "POST" and not back else None,
        initial=initial, is_optional=rules.is_optional,
    )  # fmt: skip
    default = DefaultForm(request.POST if back else None, initial=initial, prefix="standard")
    if request.method == "POST" and (saved := _save(request, kind, place, wording, default, back)):
        return saved
    typed = {language: str(wording[f"text_{language}"].value() or "") for language in LANGUAGES}
    history = list(
        rows.own(municipality_id).select_related("saved_by").order_by("-valid_from", "language")
    )
    return render(
        request,
        "letters/text.html",
        {
            "kind": text_kind,
            "place": place,
            "rules": rules,
            "form": wording,
            "default_form": default,
            "is_own": any(row.municipality_id for row in holding.values()),
            "may_return": any(not row.is_default_again for row in history[:1]),
            "placeholders": [(name, PLACEHOLDERS[name]) for name in rules.placeholders],
            "previews": [_preview(request, kind, place, one, typed[one]) for one in LANGUAGES],
            "defaults": rows.filter(municipality=None).order_by("language"),
            "history": history,
            "today": today,
        },
    )


def _save(
    request: AuthenticatedHttpRequest,
    kind: str,
    place: str,
    wording: WordingForm,
    default: DefaultForm,
    back: bool,
) -> HttpResponseRedirect | None:
    """Where to go when it was saved; None to show the page with what was typed and what is wrong.

    A preview saves nothing.
    """
    form = default if back else wording
    if not form.is_valid():
        return None
    answer = form.cleaned_data
    common: dict[str, Any] = {
        "valid_from": answer["valid_from"],
        "seen": answer["seen"],
        "by": request.membership,
    }
    try:
        if back:
            return_to_default(kind, place, **common)
            messages.success(request, _("Standardteksten gjelder igjen fra dagen du valgte."))
        elif "forhandsvis" in request.POST:
            for language in LANGUAGES:
                for problem in problems_of_text(kind, place, answer[f"text_{language}"]):
                    wording.add_error(f"text_{language}", problem)
            return None
        else:
            given = {language: answer[f"text_{language}"] for language in LANGUAGES}
            save_wording(kind, place, given, **common)
            messages.success(request, _("Teksten er lagret. Brev som alt er laget, er som før."))
    except CannotUseText as error:
        newest = newest_own(kind, place, request.membership.municipality_id)
        form.tell(error, kind, place, newest.pk if newest else None)
        return None
    return redirect("letters:text", kind, place)


def _preview(
    request: AuthenticatedHttpRequest, kind: str, place: str, language: Language, typed: str
) -> dict[str, Any]:
    """The text in a letter; nothing while it cannot stand there."""
    problems = problems_of_text(kind, place, typed)
    shown = (
        None
        if problems
        else shown_in_letter(
            kind, place, typed, language, municipality=request.membership.municipality
        )
    )
    return {"language": language, "shown": shown, "has_problems": bool(problems)}


@require_POST
@requires(Permission.TEXTS_MANAGE)
def withdraw_text(request: AuthenticatedHttpRequest, pk: int) -> HttpResponseRedirect:
    """Take back a planned wording."""
    try:
        row = withdraw_wording(pk, by=request.membership)
    except CannotUseText as error:
        for problem in error.problems:
            messages.error(request, problem)
        known = LetterText.objects.own(request.membership.municipality_id).filter(pk=pk).first()
        return (
            redirect("letters:text", known.kind, known.place)
            if known
            else redirect("letters:texts")
        )
    messages.success(request, _("Den planlagte teksten er trukket."))
    return redirect("letters:text", row.kind, row.place)


def _kind(kind: str) -> TextKind:
    if kind not in TextKind.values:
        raise Http404
    return TextKind(kind)


def _place(kind: str, place: str) -> tuple[TextKind, Place]:
    text_kind = _kind(kind)
    if place not in PLACES[text_kind]:
        raise Http404
    return text_kind, PLACES[text_kind][place]
