"""The municipality's criteria: read, reworded from a day on, put in order, tried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from decisions.models import Criterion, Decision
from decisions.rules import Flag, flag
from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.administration import history
from stottekontakt.administration.forms.common import EndForm
from stottekontakt.administration.forms.criteria import CriterionForm, TryOutForm
from stottekontakt.administration.services import criteria as services
from stottekontakt.administration.services.dated import newest_of
from stottekontakt.administration.views.common import (
    by_key,
    seen_now,
    tell,
    tell_on_page,
    wants_preview,
)
from stottekontakt.cases.models import Case
from stottekontakt.errors import Refused
from stottekontakt.letters.phrasing import join
from stottekontakt.ui.formatting import long_date

HISTORY = (
    "heading_nb", "text_nb", "ask_nb", "heading_nn", "text_nn", "ask_nn", "norm", "min_age",
    "parents_age", "max_age", "housing", "tasks",
)  # fmt: skip
LABELS = {
    "heading_nb": gettext_lazy("Overskrift på bokmål"),
    "heading_nn": gettext_lazy("Overskrift på nynorsk"),
    "text_nb": gettext_lazy("Tekst på bokmål"),
    "text_nn": gettext_lazy("Tekst på nynorsk"),
    "ask_nb": gettext_lazy("Spørsmål på bokmål"),
    "ask_nn": gettext_lazy("Spørsmål på nynorsk"),
    "norm": gettext_lazy("Hvor fast grensen er"),
    "min_age": gettext_lazy("Laveste alder"),
    "parents_age": gettext_lazy("Alder der foreldre ikke lenger følger med"),
    "max_age": gettext_lazy("Prioritet til og med alderen"),
    "housing": gettext_lazy("Boformer"),
    "tasks": gettext_lazy("Ord"),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A criterion in the list: what holds today (or held last) and what comes."""

    current: Criterion
    planned: Criterion | None
    limits: list[str]

    @property
    def in_use(self) -> bool:
        return self.current.is_active


def limits_of(criterion: Criterion) -> list[str]:
    """When it raises its flag, in words."""
    lines = []
    norm = str(criterion.get_norm_display())
    if criterion.min_age is not None:
        lines.append(
            _("Varsler under %(age)d år (%(norm)s)") % {"age": criterion.min_age, "norm": norm}
        )
    if criterion.parents_age is not None:
        lines.append(
            _("Spør om fritid uten foreldre under %(age)d år") % {"age": criterion.parents_age}
        )
    if criterion.housing:
        homes = [str(Case.Housing(home).label).lower() for home in criterion.housing]
        lines.append(_("Varsler ved %(homes)s (%(norm)s)") % {"homes": join(homes), "norm": norm})
    if criterion.tasks:
        words = join([f"«{task}»" for task in criterion.tasks])
        lines.append(_("Varsler når søknaden nevner %(words)s") % {"words": words})
    if criterion.max_age is not None:
        lines.append(_("Prioritet til og med %(age)d år") % {"age": criterion.max_age})
    return lines


@require_safe
@requires(Permission.ADMINISTRATION_VIEW)
def criteria(request: AuthenticatedHttpRequest) -> HttpResponse:
    today = timezone.localdate()
    lines = []
    for rows in by_key(_rows(request)).values():
        held = [row for row in rows if row.valid_from <= today]
        planned = next((row for row in reversed(rows) if row.valid_from > today), None)
        current = held[0] if held else planned
        assert current is not None
        lines.append(
            Line(
                current=current,
                planned=planned if held else None,
                limits=limits_of(current),
            )
        )
    lines.sort(key=lambda line: (line.current.position, line.current.pk))
    return render(
        request,
        "administration/criteria.html",
        {
            "lines": [line for line in lines if line.in_use],
            "out_of_use": [line for line in lines if not line.in_use],
            "today": today,
            "may_change": request.membership.may(Permission.CRITERIA_MANAGE),
        },
    )


@require_safe
@requires(Permission.ADMINISTRATION_VIEW)
def criterion(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """All wordings of one criterion, what comes, and who did what."""
    row = _criterion(request, pk)
    today = timezone.localdate()
    wordings = list(_rows(request).filter(key=row.key).order_by("-valid_from"))
    current = next((one for one in wordings if one.valid_from <= today), wordings[0])
    return render(
        request,
        "administration/criterion.html",
        {
            "criterion": current,
            "limits": limits_of(current),
            "planned": [one for one in wordings if one.valid_from > today],
            "former": [one for one in wordings if one.valid_from <= today and one != current],
            "newest": wordings[0],
            "is_to_come": current.valid_from > today,
            "today": today,
            "may_change": request.membership.may(Permission.CRITERIA_MANAGE),
            "changes": history.changes_of(
                Criterion,
                {"municipality_id": row.municipality_id, "key": row.key},
                fields=HISTORY,
                labels=LABELS,
                group="key",
            ),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CRITERIA_MANAGE)
def add_criterion(request: AuthenticatedHttpRequest) -> HttpResponse:
    return _write(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CRITERIA_MANAGE)
def change_criterion(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    row = _criterion(request, pk)
    return _write(request, newest_of(Criterion, row.key, row.municipality_id))


def _write(request: AuthenticatedHttpRequest, newest: Criterion | None) -> HttpResponse:
    form = CriterionForm(request.POST or None, criterion=newest, newest=newest)
    preview: Criterion | None = None
    theirs = None
    if request.method == "POST" and form.is_valid():
        if wants_preview(request):
            kind = newest.kind if newest else form.cleaned_data["kind"]
            preview = Criterion(**(form.values() | {"kind": kind}))
        else:
            try:
                saved = services.save_wording(
                    form.values(),
                    newest=newest,
                    valid_from=form.cleaned_data["valid_from"],
                    seen=form.cleaned_data["seen"],
                    by=request.membership,
                )
            except Refused as error:
                tell(form, error)
                theirs = seen_now(form, error)
            else:
                messages.success(
                    request,
                    _("«%(heading)s» gjelder fra %(day)s.")
                    % {"heading": saved.heading, "day": long_date(saved.valid_from)},
                )
                return redirect("administration:criterion", saved.pk)
    return render(
        request,
        "administration/criterion_form.html",
        {
            "form": form,
            "criterion": newest,
            "title": newest.heading if newest else _("Nytt kriterium"),
            "preview": preview,
            "limits": limits_of(preview) if preview else [],
            "theirs": theirs,
            "drafts": Decision.objects.drafts()
            .filter(municipality=request.membership.municipality_id)
            .count(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CRITERIA_MANAGE)
def end_criterion(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    row = _criterion(request, pk)
    newest = newest_of(Criterion, row.key, row.municipality_id)
    form = EndForm(request.POST or None, newest=newest)
    if request.method == "POST" and form.is_valid():
        try:
            ended = services.end(
                newest,
                valid_from=form.cleaned_data["valid_from"],
                seen=form.cleaned_data["seen"],
                by=request.membership,
            )
        except Refused as error:
            tell(form, error)
            seen_now(form, error)
        else:
            messages.success(
                request,
                _("«%(heading)s» skal ikke brukes fra %(day)s.")
                % {"heading": ended.heading, "day": long_date(ended.valid_from)},
            )
            return redirect("administration:criterion", ended.pk)
    return render(request, "administration/end_criterion.html", {"form": form, "criterion": newest})


@require_POST
@requires(Permission.CRITERIA_MANAGE)
def withdraw_criterion(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    row = _criterion(request, pk)
    try:
        services.withdraw(row.pk, by=request.membership)
    except Refused as error:
        tell_on_page(request, error)
    else:
        messages.success(
            request,
            _("Endringen som skulle gjelde fra %(day)s, er trukket.")
            % {"day": long_date(row.valid_from)},
        )
    return redirect("administration:criteria")


@require_POST
@requires(Permission.CRITERIA_MANAGE)
def move_criterion(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    row = _criterion(request, pk)
    services.move(row.pk, up=request.POST.get("vei") != "ned", by=request.membership)
    return redirect("administration:criteria")


@require_safe
@requires(Permission.ADMINISTRATION_VIEW)
def try_criteria(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Which flags an imagined person would raise; nothing is kept."""
    form = TryOutForm(request.GET or None)
    answers: list[tuple[Criterion, Flag | None]] | None = None
    day = timezone.localdate()
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        day = asked["day"] or day
        housing = Case.Housing(asked["housing"] or Case.Housing.UNKNOWN)
        answers = [
            (one, flag(one, age=asked["age"], housing=housing, wishes=asked["wishes"]))
            for one in _rows(request).valid_on(day)
        ]
    return render(
        request,
        "administration/try_criteria.html",
        {"form": form, "answers": answers, "day": day},
    )


def _rows(request: AuthenticatedHttpRequest) -> Any:
    return Criterion.objects.filter(municipality=request.membership.municipality_id)


def _criterion(request: AuthenticatedHttpRequest, pk: int) -> Criterion:
    found: Criterion = get_object_or_404(_rows(request), pk=pk)
    return found
