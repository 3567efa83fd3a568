"""Foreløpig svar: the draft, the letter beside it, and the button that sends it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from applications.errors import CannotChange, CannotSendInterimReply, OlderVersion
from applications.forms.interim import DropForm, InterimReplyForm
from applications.models import Application, InterimReply
from applications.services.interim import (
    draft_interim_reply,
    drop_draft,
    preview_interim_reply,
    save_draft,
    send_interim_reply,
)
from stottekontakt.accounts.decorators import log_read, requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.deadlines.law import law_in_force
from stottekontakt.deadlines.models import Deadline, Provision
from stottekontakt.errors import Refused
from stottekontakt.letters.models import Letter

SEND, SAVE = "send", "lagre"
CASE = ("case__recipient", "case__caseworker", "case__unit", "case__municipality")


@requires(Permission.LETTER_SEND)
@require_POST
def start(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The draft of a søknad's interim reply, made if there is none."""
    application = get_object_or_404(Application.objects.editable_by(request.membership), pk=pk)
    reply = draft_interim_reply(application.source, by=request.membership)
    if reply is None:
        messages.info(request, _("Søknaden venter ikke lenger på svar."))
        return redirect(application)
    return redirect(reply)


def _reply(request: AuthenticatedHttpRequest, pk: int) -> InterimReply:
    replies = InterimReply.objects.visible_to(request.membership)
    reply = get_object_or_404(replies.select_related(*CASE, "sent_by", "drafted_by"), pk=pk)
    log_read(
        request, reply, case_id=reply.case_id, ground=reply.case.reading_ground(request.membership)
    )
    return reply


@never_cache
@requires(Permission.CASE_FILE)
@require_http_methods(["GET", "POST"])
def interim_reply(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    reply = _reply(request, pk)
    may_write = request.membership.may(Permission.LETTER_SEND) and reply.case.is_editable_by(
        request.membership
    )
    if not (reply.is_draft and may_write):
        if request.method == "POST":
            messages.info(request, _told(reply))
            return redirect(reply)
        return _as_it_is(request, reply)
    form = InterimReplyForm(request.POST or None, reply=reply)
    if (
        request.method == "POST"
        and form.is_valid()
        and (SEND in request.POST or SAVE in request.POST)
    ):
        try:
            done = _send(request, reply, form) if SEND in request.POST else _save(request, form, pk)
        except CannotSendInterimReply as error:
            for name, problem in error.by_field.items():
                form.add_error(name, problem)
        except OlderVersion as error:
            form.add_error(None, error.problems[0])
            reply = InterimReply.objects.select_related(*CASE).get(pk=pk)
            data = request.POST.copy()
            data["version"] = str(reply.version)
            form.data = data
            return _page(request, reply, form, saved=reply)
        except CannotChange as error:
            messages.info(request, error.problems[0])
            return redirect(reply)
        except Refused as error:
            for problem in error.problems:
                form.add_error(None, problem)
        else:
            return done
    return _page(request, reply, form)


def _save(request: AuthenticatedHttpRequest, form: InterimReplyForm, pk: int) -> HttpResponse:
    version = form.cleaned_data["version"]
    saved = save_draft(pk, version=version, content=form.content, by=request.membership)
    messages.success(request, _("Utkastet er lagret. Ingenting er sendt."))
    return redirect(saved)


def _send(
    request: AuthenticatedHttpRequest, reply: InterimReply, form: InterimReplyForm
) -> HttpResponse:
    sent = send_interim_reply(
        reply.pk,
        version=form.cleaned_data["version"],
        content=form.content,
        by=request.membership,
    )
    sentence = ngettext(
        "Det foreløpige svaret er skrevet, og %(count)d brev lages nå. Fristen på én måned er "
        "holdt når brevet er sendt.",
        "Det foreløpige svaret er skrevet, og %(count)d brev lages nå. Fristen på én måned er "
        "holdt når alle brevene er sendt.",
        len(sent.letters),
    ) % {"count": len(sent.letters)}
    first = sent.letters[0]
    link = _("Se brevet til %(name)s") % {"name": first.addressee_name}
    messages.success(
        request,
        format_html('{} <a href="{}">{}</a>', sentence, first.get_absolute_url(), link),
    )
    return redirect(reply)


def _told(reply: InterimReply) -> str:
    match reply.state:
        case InterimReply.State.SENT:
            return _("Det foreløpige svaret er allerede skrevet. Ingenting ble gjort på nytt.")
        case InterimReply.State.DROPPED:
            return _("Utkastet er falt bort. Ingenting ble gjort.")
    return _("Du kan ikke sende brev i denne saken.")


def _about(reply: InterimReply) -> dict[str, Any]:
    """Where the enquiry is read."""
    name, _colon, pk = reply.source.partition(":")
    url = reverse("applications:detail", args=[pk]) if name == "application" else ""
    return {"case": reply.case, "reply": reply, "enquiry_url": url}


def _page(
    request: AuthenticatedHttpRequest,
    reply: InterimReply,
    form: InterimReplyForm,
    saved: InterimReply | None = None,
) -> HttpResponse:
    if form.is_bound:
        form.is_valid()
    previews = preview_interim_reply(reply, form.content, by=request.membership)
    month = Deadline.objects.filter(kind=Deadline.Kind.ONE_MONTH, source=reply.source).first()
    law = law_in_force(Provision.Key.INTERIM_REPLY, reply.drafted_on)
    return render(
        request,
        "applications/interim_reply.html",
        {
            **_about(reply),
            "form": form,
            "previews": previews,
            "month": month,
            "law": law,
            "saved": saved,
            "broken": InterimReply.objects.sent().filter(source=reply.source).first(),
        },
    )


def _as_it_is(request: AuthenticatedHttpRequest, reply: InterimReply) -> HttpResponse:
    return render(
        request,
        "applications/interim_reply_sent.html",
        {
            **_about(reply),
            "letters": list(
                Letter.objects.of_source(reply.letter_source).select_related("document")
            ),
            "promise": Deadline.objects.filter(
                kind=Deadline.Kind.PROMISED, source=reply.letter_source
            ).first(),
        },
    )


@requires(Permission.LETTER_SEND)
@require_http_methods(["GET", "POST"])
def drop(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """A person says that no interim reply is needed."""
    reply = get_object_or_404(
        InterimReply.objects.editable_by(request.membership).select_related(*CASE), pk=pk
    )
    log_read(
        request, reply, case_id=reply.case_id, ground=reply.case.reading_ground(request.membership)
    )
    form = DropForm(request.POST or None)
    if not reply.is_draft:
        messages.info(request, _told(reply))
        return redirect(reply)
    if request.method == "POST" and form.is_valid():
        try:
            drop_draft(reply.pk, reason=form.cleaned_data["reason"], by=request.membership)
        except CannotChange as error:
            messages.info(request, error.problems[0])
            return redirect(reply)
        messages.success(request, _("Utkastet er tatt bort. Fristen på én måned løper som før."))
        return redirect(reply.case)
    return render(request, "applications/interim_reply_drop.html", {**_about(reply), "form": form})
