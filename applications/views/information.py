"""Consents, requests for information, and what is put to the party."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from applications import rules
from applications.forms.information import (
    AskConsentForm,
    AskForm,
    CommentAnswerForm,
    CommentForm,
    ConsentAnswerForm,
    ReasonForm,
    ReceivedForm,
    RemindForm,
    WithdrawConsentForm,
)
from applications.models import Application, CommentRequest, Consent, InformationRequest
from applications.services import information as verbs
from applications.services.writing import preview_to_party
from applications.views.common import (
    acted,
    asked_for_preview,
    case_of,
    files_of,
    page,
    row_of,
    tell_of_letters,
)
from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.cases.models import Case, CaseNote
from stottekontakt.letters.models import Letter
from stottekontakt.ui.formatting import weekday_date

WRITES = (Permission.APPLICATION_REGISTER, Permission.LETTER_SEND)
NEWEST_NOTES = 20
CASE = ("case__recipient", "case__caseworker", "case__unit", "case__municipality")


# ── Requests for information ────────────────────────────────────────────────────────────────────


@requires(*WRITES)
@require_http_methods(["GET", "POST"])
def ask(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    application = row_of(
        request,
        Application.objects.editable_by(request.membership).select_related(*CASE, "applicant"),
        pk,
    )
    case, today = application.case, timezone.localdate()
    if problems := rules.is_open_problem(application):
        messages.info(request, problems[0])
        return redirect(application)
    form = AskForm(
        request.POST or None, consents=list(Consent.objects.in_force(today).filter(case=case))
    )
    previews = []
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if asked_for_preview(request) and form.consent is None:
            previews = preview_to_party(
                verbs.information_plan(
                    application, values["items"], values["why"], values["answer_by"]
                ),
                case=case,
                by=request.membership,
                understands=application.understands_the_case,
            )
        elif not asked_for_preview(request):

            def act() -> HttpResponse:
                said: dict[str, Any] = {"why": values["why"], "answer_by": values["answer_by"]}
                if form.consent:
                    asked, letters = verbs.ask_source(
                        application.pk,
                        values["items"],
                        consent_id=form.consent.pk,
                        addressee=form.addressee(),
                        by=request.membership,
                        **said,
                    )
                else:
                    asked, letters = verbs.ask_party(
                        application.pk, values["items"], by=request.membership, **said
                    )
                tell_of_letters(request, letters)
                return redirect(asked)

            if done := acted(form, act, None):
                return done  # type: ignore[no-any-return]
    return page(
        request,
        "applications/act.html",
        case,
        form=form,
        heading=_("Be om opplysninger"),
        lead=[
            _("Svarfristen %(day)s flytter seg ikke. Er vedtaket ikke klart da, må det sendes "
              "foreløpig svar.")
            % {"day": weekday_date(rules.one_month(application.received_on).act_by, today)},
            *(
                []
                if form.consents
                else [_("Skal du spørre skole, lege eller Nav, må du først be om samtykke.")]
            ),
        ],
        button=_("Lag brevet"),
        previewable=True,
        previews=previews,
        back=application.get_absolute_url(),
        back_label=_("Søknad"),
    )  # fmt: skip


def _request(request: AuthenticatedHttpRequest, pk: int, *, to_write: bool) -> InformationRequest:
    rows = InformationRequest.objects.select_related(
        *CASE, "application__applicant", "consent", "addressee", "asked_by"
    ).prefetch_related("items__journal_entry__documents")
    membership = request.membership
    return row_of(
        request, rows.editable_by(membership) if to_write else rows.visible_to(membership), pk
    )


@requires(Permission.CASE_FILE)
@require_safe
def detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    asked = _request(request, pk, to_write=False)
    today = timezone.localdate()
    return page(
        request,
        "applications/information.html",
        asked.case,
        asked=asked,
        today=today,
        is_overdue=asked.is_open and asked.waits_until < today,
        standing_still=rules.standing_still([asked]),
        letters=list(Letter.objects.of_source(asked.source).select_related("document")),
        can_write=asked.is_open and asked.case.is_editable_by(request.membership),
    )


@requires(*WRITES)
@require_http_methods(["GET", "POST"])
def receive(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    asked = _request(request, pk, to_write=True)
    form = ReceivedForm(
        request.POST or None, request.FILES or None, request=asked, owner=request.membership
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data

        def act() -> str:
            received = verbs.receive_information(
                asked.pk,
                [int(one) for one in values["items"]],
                on=values["on"],
                note=values["note"],
                files=files_of(request, values["documents"]),
                by=request.membership,
            )
            messages.success(
                request,
                _("Nå er alt vi ba om, mottatt.")
                if received.complete_on
                else _("Det er registrert. Noe mangler fortsatt."),
            )
            return ""

        if done := acted(form, act, asked):
            return done  # type: ignore[no-any-return]
    return page(
        request,
        "applications/act.html",
        asked.case,
        form=form,
        heading=_("Registrer det som kom"),
        button=_("Registrer"),
        back=asked.get_absolute_url(),
        back_label=_("Opplysninger vi har bedt om"),
    )


@requires(*WRITES)
@require_http_methods(["GET", "POST"])
def remind(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    asked = _request(request, pk, to_write=True)
    form = RemindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            _asked, letters = verbs.remind(
                asked.pk, answer_by=form.cleaned_data["answer_by"], by=request.membership
            )
            tell_of_letters(request, letters)
            return ""

        if done := acted(form, act, asked):
            return done  # type: ignore[no-any-return]
    return page(
        request,
        "applications/act.html",
        asked.case,
        form=form,
        heading=_("Send purring"),
        lead=[
            _("Det lages et nytt brev med det som fortsatt mangler, og den nye fristen."),
            _("Svarfristen for søknaden flytter seg ikke."),
        ],
        button=_("Lag purring"),
        back=asked.get_absolute_url(),
        back_label=_("Opplysninger vi har bedt om"),
    )


@requires(*WRITES)
@require_http_methods(["GET", "POST"])
def withdraw(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    asked = _request(request, pk, to_write=True)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            verbs.withdraw_request(asked.pk, by=request.membership, **form.cleaned_data)
            messages.success(request, _("Vi venter ikke lenger på opplysningene."))
            return ""

        if done := acted(form, act, asked):
            return done  # type: ignore[no-any-return]
    return page(
        request,
        "applications/act.html",
        asked.case,
        form=form,
        heading=_("Vent ikke lenger på opplysningene"),
        lead=[_("Saken avgjøres med det vi vet. Kommunens eget mål begynner å løpe igjen.")],
        button=_("Slutt å vente"),
        back=asked.get_absolute_url(),
        back_label=_("Opplysninger vi har bedt om"),
    )


def _back(case: Case) -> dict[str, Any]:
    return {"back": reverse("cases:assessments", args=[case.pk]), "back_label": _("Kartlegging")}


# ── Consent ─────────────────────────────────────────────────────────────────────────────────────


@requires(*WRITES)
@require_http_methods(["GET", "POST"])
def ask_consent(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    case = case_of(request, pk)
    form = AskConsentForm(request.POST or None)
    previews = []
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        answer_by = values["answer_by"] if values["how"] == form.LETTER else None
        if asked_for_preview(request):
            if answer_by:
                previews = preview_to_party(
                    verbs.consent_plan(
                        [name for _kind, name in form.sources()], values["scope"], answer_by
                    ),
                    case=case,
                    by=request.membership,
                    understands=verbs.understands(case),
                )
        else:

            def act() -> HttpResponse:
                consents = verbs.ask_consent(
                    case,
                    form.sources(),
                    scope=values["scope"],
                    answer_by=answer_by,
                    by=request.membership,
                )
                letters = Letter.objects.of_source(consents[0].letter_source or "-")
                tell_of_letters(request, letters)
                messages.success(request, _("Registrer svaret når det kommer."))
                return redirect("cases:assessments", case.pk)

            if done := acted(form, act, None):
                return done  # type: ignore[no-any-return]
    return page(
        request,
        "applications/act.html",
        case,
        form=form,
        heading=_("Be om samtykke"),
        lead=[_("Ingen blir spurt før samtykket er gitt. Det er frivillig, og kan trekkes.")],
        button=_("Be om samtykke"),
        previewable=True,
        previews=previews,
        **_back(case),
    )


def _consent(request: AuthenticatedHttpRequest, pk: int, *, to_write: bool) -> Consent:
    rows = Consent.objects.select_related(*CASE, "asked_by", "journal_entry")
    membership = request.membership
    return row_of(
        request, rows.editable_by(membership) if to_write else rows.visible_to(membership), pk
    )


@requires(Permission.CASE_FILE)
@require_safe
def consent(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    asked = _consent(request, pk, to_write=False)
    # "-" is no letter's source: asked in a conversation.
    letters = list(Letter.objects.of_source(asked.letter_source or "-"))
    return page(
        request,
        "applications/consent.html",
        asked.case,
        consent=asked,
        is_in_force=asked.is_in_force(timezone.localdate()),
        documents=list(asked.journal_entry.documents.all()) if asked.journal_entry else [],
        letters=letters,
        requests=list(asked.requests.all()),
        can_write=asked.case.is_editable_by(request.membership),
    )


@requires(*WRITES)
@require_http_methods(["GET", "POST"])
def answer_consent(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    asked = _consent(request, pk, to_write=True)
    form = ConsentAnswerForm(
        request.POST or None, request.FILES or None, consent=asked, owner=request.membership
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data

        def act() -> str:
            if values["given"] == form.NO:
                verbs.decline_consent(
                    asked.pk, on=values["on"], note=values["note"], by=request.membership
                )
                messages.success(request, _("Det er registrert at samtykket ikke ble gitt."))
                return ""
            files = files_of(request, values["documents"])
            verbs.give_consent(
                asked.pk,
                given_on=values["on"],
                given_how=values["given"],
                given_by=values["given_by"],
                scope=values["scope"],
                note=values["note"],
                valid_until=values["valid_until"],
                file=files[0] if files else None,
                by=request.membership,
            )
            messages.success(
                request,
                _("Samtykket er registrert. Nå kan du spørre %(name)s.") % {"name": asked.name},
            )
            return ""

        if done := acted(form, act, asked):
            return done  # type: ignore[no-any-return]
    return page(
        request,
        "applications/act.html",
        asked.case,
        form=form,
        heading=_("Registrer svaret på samtykket"),
        button=_("Registrer svaret"),
        back=asked.get_absolute_url(),
        back_label=_("Samtykke"),
    )


@requires(*WRITES)
@require_http_methods(["GET", "POST"])
def withdraw_consent(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    asked = _consent(request, pk, to_write=True)
    form = WithdrawConsentForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            verbs.withdraw_consent(asked.pk, by=request.membership, **form.cleaned_data)
            messages.success(request, _("Samtykket er trukket. Vi spør ikke mer."))
            return ""

        if done := acted(form, act, asked):
            return done  # type: ignore[no-any-return]
    return page(
        request,
        "applications/act.html",
        asked.case,
        form=form,
        heading=_("Samtykket er trukket"),
        lead=[
            _("Det kan ikke bes om mer med dette samtykket. Det som alt er kommet, blir liggende.")
        ],
        button=_("Registrer at det er trukket"),
        back=asked.get_absolute_url(),
        back_label=_("Samtykke"),
    )


# ── Put to the party ────────────────────────────────────────────────────────────────────────────


@requires(*WRITES)
@require_http_methods(["GET", "POST"])
def put_to_party(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    case = case_of(request, pk)
    notes = list(CaseNote.objects.filter(case=case)[:NEWEST_NOTES])
    form = CommentForm(request.POST or None, notes=notes, initial=_of_note(request, notes))
    previews = []
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        said: dict[str, Any] = {
            "information": values["information"],
            "given_by": values["given_by"],
        }
        if asked_for_preview(request):
            if form.is_sent:
                previews = preview_to_party(
                    verbs.comment_plan(**said, comment_by=values["comment_by"]),
                    case=case,
                    by=request.membership,
                    understands=verbs.understands(case),
                )
        else:

            def act() -> HttpResponse:
                if form.is_sent:
                    comment, letters = verbs.put_to_party(
                        case,
                        **said,
                        comment_by=values["comment_by"],
                        note=form.chosen_note,
                        by=request.membership,
                    )
                    tell_of_letters(request, letters)
                else:
                    comment = verbs.leave_out_of_hearing(
                        case,
                        **said,
                        omitted=values["how"],
                        omitted_reason=values["omitted_reason"],
                        note=form.chosen_note,
                        by=request.membership,
                    )
                    messages.success(request, _("Grunnen er skrevet ned i saken."))
                return redirect(comment)

            if done := acted(form, act, None):
                return done  # type: ignore[no-any-return]
    return page(
        request,
        "applications/act.html",
        case,
        form=form,
        heading=_("Legg fram opplysninger"),
        lead_heading=_("Når andre har gitt opplysninger"),
        lead=[
            _("Opplysninger om parten som kommer fra andre, skal parten få uttale seg om "
              "(forvaltningsloven § 17). Legges de ikke fram, skal grunnen stå i saken.")
        ],
        button=_("Lagre"),
        previewable=True,
        previews=previews,
        **_back(case),
    )  # fmt: skip


def _of_note(request: AuthenticatedHttpRequest, notes: list[CaseNote]) -> dict[str, Any]:
    """What the note says, when one comes from it (?notat=12)."""
    asked = request.GET.get("notat", "")
    for note in notes:
        if str(note.pk) == asked:
            return {"note": asked, "given_by": note.with_whom, "information": note.text}
    return {}


@requires(Permission.CASE_FILE)
@require_safe
def comment(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    rows = CommentRequest.objects.visible_to(request.membership)
    put = row_of(request, rows.select_related(*CASE, "registered_by", "note", "journal_entry"), pk)
    return page(
        request,
        "applications/comment.html",
        put.case,
        comment=put,
        today=timezone.localdate(),
        letters=list(Letter.objects.of_source(put.source)),
        documents=list(put.journal_entry.documents.all()) if put.journal_entry else [],
        can_write=put.is_open and put.case.is_editable_by(request.membership),
    )


@requires(*WRITES)
@require_http_methods(["GET", "POST"])
def answer_comment(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    rows = CommentRequest.objects.editable_by(request.membership).select_related(*CASE)
    put = row_of(request, rows, pk)
    form = CommentAnswerForm(request.POST or None, request.FILES or None, owner=request.membership)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data

        def act() -> str:
            verbs.receive_comment(
                put.pk,
                on=values["on"],
                answer=values["answer"],
                files=files_of(request, values["documents"]),
                by=request.membership,
            )
            messages.success(request, _("Uttalelsen er registrert. Ta den med i vurderingen."))
            return ""

        if done := acted(form, act, put):
            return done  # type: ignore[no-any-return]
    return page(
        request,
        "applications/act.html",
        put.case,
        form=form,
        heading=_("Registrer uttalelsen"),
        button=_("Registrer"),
        back=put.get_absolute_url(),
        back_label=_("Opplysninger fra andre"),
    )
