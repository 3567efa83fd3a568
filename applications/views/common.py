"""What several views of this app need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _

from stottekontakt.accounts.decorators import log_read
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.cases.attachments import CheckedFile
from stottekontakt.cases.models import Case
from stottekontakt.cases.uploads import Upload, content
from stottekontakt.errors import Refused
from stottekontakt.letters.models import Letter

PREVIEW = "forhandsvis"  # the button that shows the letter instead of making it

Row = TypeVar("Row", bound=models.Model)


def row_of(request: AuthenticatedHttpRequest, rows: models.QuerySet[Row], pk: int) -> Row:
    """404 for what is not the reader's; the reading is logged."""
    row = get_object_or_404(rows, pk=pk)
    case: Case | None = row.case  # type: ignore[attr-defined]
    log_read(
        request,
        row,
        case_id=case.pk if case else None,
        ground=case.reading_ground(request.membership) if case else "unit",
    )
    return row


def case_of(request: AuthenticatedHttpRequest, pk: int) -> Case:
    """The case as one may write in it."""
    cases = Case.objects.editable_by(request.membership).select_related(
        "recipient", "caseworker", "unit", "municipality"
    )
    case = get_object_or_404(cases, pk=pk)
    log_read(request, case, case_id=case.pk, ground=case.reading_ground(request.membership))
    return case


def files_of(request: AuthenticatedHttpRequest, uploads: Iterable[Upload]) -> Sequence[CheckedFile]:
    return [content(upload, request.membership) for upload in uploads]


def asked_for_preview(request: AuthenticatedHttpRequest) -> bool:
    return request.method == "POST" and PREVIEW in request.POST


def acted(form: Any, act: Callable[[], str | HttpResponse], to: Any) -> Any:
    """Act on a form that is in order: the way on, or None when the form is to be shown again.

    What a rule or a constraint refuses stands in the form, with what was typed.
    """
    try:
        done = act()
    except Refused as error:
        for problem in error.problems:
            form.add_error(None, problem)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
    else:
        return done if isinstance(done, HttpResponse) else redirect(to)
    return None


def tell_of_letters(request: AuthenticatedHttpRequest, letters: Iterable[Letter]) -> None:
    for letter in letters:
        messages.success(
            request,
            format_html(
                _('Brevet til <a href="{}">{}</a> lages nå. Send det når det er klart.'),
                letter.get_absolute_url(),
                letter.addressee_name,
            ),
        )


def page(
    request: AuthenticatedHttpRequest, template: str, case: Case | None, **context: Any
) -> HttpResponse:
    return render(request, template, {"case": case, **context})
