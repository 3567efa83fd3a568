"""Where a letter is put right by another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.letters.corrections import correct, issue_correction
from stottekontakt.letters.errors import CannotWriteLetter
from stottekontakt.letters.forms import CorrectionForm
from stottekontakt.letters.models import Letter


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.LETTER_SEND)
def correction(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    letter = get_object_or_404(
        Letter.objects.visible_to(request.membership).select_related(
            "case__municipality", "case__unit", "case__caseworker", "case__recipient",
            "addressee", "journal_entry",
        ),
        pk=pk,
    )  # fmt: skip
    if letter.is_corrected:
        messages.info(request, _("Brevet er allerede rettet. Her er brevet som gjelder."))
        return redirect(letter.correction)
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    preview = None
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data
        try:
            if "lag" in request.POST:
                new = issue_correction(
                    letter.pk,
                    by=request.membership,
                    explanation=answer["explanation"],
                    replacements=form.replacements,
                )
                messages.success(
                    request, _("Det rettede brevet er laget. Det gamle er merket som rettet.")
                )
                return redirect(new)
            preview = correct(
                letter, answer["explanation"], form.replacements, on=timezone.localdate()
            ).letter
        except CannotWriteLetter as error:
            for problem in error.problems:
                form.add_error(None, problem)
    return render(
        request,
        "letters/correction.html",
        {"letter": letter, "form": form, "preview": preview, "pairs": list(form.pairs())},
    )
