"""Pages of legal bases and of kinds of documents: two tables that are kept alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from decisions.models import Decision, LegalBasis
from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.administration import history
from stottekontakt.administration.forms.common import EndForm
from stottekontakt.administration.forms.document_kinds import DocumentKindForm
from stottekontakt.administration.forms.legal_bases import LegalBasisForm
from stottekontakt.administration.services import references as services
from stottekontakt.administration.services.dated import newest_of
from stottekontakt.administration.views.common import (
    by_key,
    seen_now,
    tell,
    tell_on_page,
    wants_preview,
)
from stottekontakt.cases.models import DocumentKind
from stottekontakt.errors import Refused
from stottekontakt.ui.formatting import long_date


@dataclass(frozen=True, kw_only=True)
class Pages:
    """What differs between the two."""

    model: services.Model
    form: Callable[..., Any]
    row_name: str  # the form's argument, and the word in addresses and templates
    plural: str
    fields: Sequence[str]
    labels: Mapping[str, str | Promise]
    manage: Permission

    def name(self, page: str) -> str:
        return f"administration:{page}"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One key as it stands today (or comes first), and what is planned."""

    current: Any
    planned: Any

    @property
    def is_own(self) -> bool:
        return self.current.municipality_id is not None


LEGAL_BASES = Pages(
    model=LegalBasis,
    form=LegalBasisForm,
    row_name="basis",
    plural="legal_bases",
    fields=("citation_nb", "says_nb", "citation_nn", "says_nn", "use"),
    labels={
        "citation_nb": gettext_lazy("Henvisning på bokmål"),
        "citation_nn": gettext_lazy("Henvisning på nynorsk"),
        "says_nb": gettext_lazy("Hva den sier, på bokmål"),
        "says_nn": gettext_lazy("Hva den sier, på nynorsk"),
        "use": gettext_lazy("Brukes i"),
    },
    manage=Permission.LEGAL_BASES_MANAGE,
)
DOCUMENT_KINDS = Pages(
    model=DocumentKind,
    form=DocumentKindForm,
    row_name="kind",
    plural="document_kinds",
    fields=(
        "name_nb", "name_nn", "direction", "retention", "retention_ground", "shielding",
        "parents_may_see",
    ),
    labels={},
    manage=Permission.DOCUMENT_KINDS_MANAGE,
)  # fmt: skip


def _rows(request: AuthenticatedHttpRequest, pages: Pages) -> Any:
    return pages.model.objects.filter(
        Q(municipality=request.membership.municipality_id) | Q(municipality__isnull=True)
    )


def _lines(request: AuthenticatedHttpRequest, pages: Pages) -> list[Line]:
    """The municipality's own row stands before the default, whichever is newer."""
    today = timezone.localdate()
    lines = []
    for rows in by_key(_rows(request, pages)).values():
        own = [row for row in rows if row.municipality_id is not None]
        held = [row for row in own if row.valid_from <= today] or [
            row for row in rows if row.municipality_id is None and row.valid_from <= today
        ]
        comes = [row for row in own or rows if row.valid_from > today]
        if not held and not comes:
            continue
        first = held[0] if held else comes[-1]
        planned = comes[-1] if held and comes else None
        lines.append(Line(current=first, planned=planned))
    return sorted(lines, key=lambda line: (line.current.position, line.current.key))


def _list(request: AuthenticatedHttpRequest, pages: Pages) -> HttpResponse:
    lines = _lines(request, pages)
    return render(
        request,
        f"administration/{pages.plural}.html",
        {
            "lines": [line for line in lines if line.current.is_active],
            "out_of_use": [line for line in lines if not line.current.is_active],
            "today": timezone.localdate(),
            "may_change": request.membership.may(pages.manage),
        },
    )


def _row(request: AuthenticatedHttpRequest, pages: Pages, pk: int) -> Any:
    return get_object_or_404(_rows(request, pages), pk=pk)


def _detail(request: AuthenticatedHttpRequest, pages: Pages, pk: int, page: str) -> HttpResponse:
    row = _row(request, pages, pk)
    today = timezone.localdate()
    versions = list(_rows(request, pages).filter(key=row.key).order_by("-valid_from"))
    line = next(line for line in _lines(request, pages) if line.current.key == row.key)
    changes = history.changes_of(
        pages.model,
        {"municipality_id": request.membership.municipality_id, "key": row.key},
        fields=pages.fields,
        labels=pages.labels,
        group="key",
    )
    return render(
        request,
        f"administration/{page}.html",
        {
            pages.row_name: line.current,
            "line": line,
            "planned": [
                each for each in versions if each.valid_from > today and each.municipality_id
            ],
            "former": [
                each for each in versions if each != line.current and each.valid_from <= today
            ],
            "today": today,
            "may_change": request.membership.may(pages.manage),
            "changes": changes,
        },
    )


def _write(request: AuthenticatedHttpRequest, pages: Pages, row: Any, page: str) -> HttpResponse:
    """A form, a preview of it, and the new row; `row` is what it begins from, or None."""
    municipality_id = request.membership.municipality_id
    newest = newest_of(pages.model, row.key, municipality_id) if row else None
    begin = newest or row
    form = pages.form(request.POST or None, newest=newest, **{pages.row_name: begin})
    preview = theirs = None
    if request.method == "POST" and form.is_valid():
        if wants_preview(request):
            preview = pages.model(**form.values())
        else:
            try:
                saved = services.save(
                    pages.model,
                    form.values(),
                    key=row.key if row else None,
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
                    _("Lagret. Det gjelder fra %(day)s.") % {"day": long_date(saved.valid_from)},
                )
                return redirect(pages.name(page), saved.pk)
    return render(
        request,
        f"administration/{page}_form.html",
        {
            "form": form,
            pages.row_name: begin,
            "is_new": begin is None,
            "preview": preview,
            "theirs": theirs,
            "drafts": Decision.objects.drafts().filter(municipality=municipality_id).count(),
        },
    )


def _end(request: AuthenticatedHttpRequest, pages: Pages, pk: int, page: str) -> HttpResponse:
    row = _row(request, pages, pk)
    newest = newest_of(pages.model, row.key, request.membership.municipality_id)
    form = EndForm(request.POST or None, newest=newest)
    if request.method == "POST" and form.is_valid():
        try:
            ended = services.end(
                newest or row,
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
                _("Skal ikke brukes fra %(day)s.") % {"day": long_date(ended.valid_from)},
            )
            return redirect(pages.name(page), ended.pk)
    return render(
        request,
        f"administration/end_{page}.html",
        {"form": form, pages.row_name: newest or row},
    )


def _withdraw(request: AuthenticatedHttpRequest, pages: Pages, pk: int) -> HttpResponse:
    row = get_object_or_404(
        _rows(request, pages), pk=pk, municipality=request.membership.municipality_id
    )
    try:
        services.withdraw(row, by=request.membership)
    except Refused as error:
        tell_on_page(request, error)
    else:
        messages.success(
            request,
            _("Endringen som skulle gjelde fra %(day)s, er trukket.")
            % {"day": long_date(row.valid_from)},
        )
    return redirect(pages.name(pages.plural))


WRITES = require_http_methods(["GET", "HEAD", "POST"])
READ = requires(Permission.ADMINISTRATION_VIEW)
MANAGE_BASES = requires(Permission.LEGAL_BASES_MANAGE)
MANAGE_KINDS = requires(Permission.DOCUMENT_KINDS_MANAGE)


@require_safe
@READ
def legal_bases(request: AuthenticatedHttpRequest) -> HttpResponse:
    return _list(request, LEGAL_BASES)


@require_safe
@READ
def legal_basis(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    return _detail(request, LEGAL_BASES, pk, "legal_basis")


@WRITES
@MANAGE_BASES
def add_legal_basis(request: AuthenticatedHttpRequest) -> HttpResponse:
    return _write(request, LEGAL_BASES, None, "legal_basis")


@WRITES
@MANAGE_BASES
def change_legal_basis(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    return _write(request, LEGAL_BASES, _row(request, LEGAL_BASES, pk), "legal_basis")


@WRITES
@MANAGE_BASES
def end_legal_basis(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    return _end(request, LEGAL_BASES, pk, "legal_basis")


@require_POST
@MANAGE_BASES
def withdraw_legal_basis(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    return _withdraw(request, LEGAL_BASES, pk)


@require_safe
@READ
def document_kinds(request: AuthenticatedHttpRequest) -> HttpResponse:
    return _list(request, DOCUMENT_KINDS)


@require_safe
@READ
def document_kind(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    return _detail(request, DOCUMENT_KINDS, pk, "document_kind")


@WRITES
@MANAGE_KINDS
def add_document_kind(request: AuthenticatedHttpRequest) -> HttpResponse:
    return _write(request, DOCUMENT_KINDS, None, "document_kind")


@WRITES
@MANAGE_KINDS
def change_document_kind(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    return _write(request, DOCUMENT_KINDS, _row(request, DOCUMENT_KINDS, pk), "document_kind")


@WRITES
@MANAGE_KINDS
def end_document_kind(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    return _end(request, DOCUMENT_KINDS, pk, "document_kind")


@require_POST
@MANAGE_KINDS
def withdraw_document_kind(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    return _withdraw(request, DOCUMENT_KINDS, pk)
