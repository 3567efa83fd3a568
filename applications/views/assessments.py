"""The needs assessment: begin, invite, write part by part, and finish."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications import rules
from applications.errors import CannotChange, OlderVersion
from applications.forms.assessment import FORMS, InviteForm, differences
from applications.forms.information import ReasonForm
from applications.models import Application, Assessment
from applications.rules import FIELDS, Section
from applications.services import assessment as verbs
from applications.services.writing import preview_to_party
from applications.views.common import (
    acted,
    asked_for_preview,
    case_of,
    page,
    row_of,
    tell_of_letters,
)
from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.models import User
from stottekontakt.accounts.roles import Permission
from stottekontakt.letters.models import Letter
from stottekontakt.ui.formatting import moment

ONWARDS = "neste"
CASE = ("case__recipient", "case__caseworker", "case__unit", "case__municipality")
RELATED = (*CASE, "application", "held_by", "started_by")


@requires(Permission.APPLICATION_REGISTER)
@require_POST
def start(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """For the søknad that is named (?soknad=), or of what is granted already."""
    case = case_of(request, pk)
    application = None
    if asked := request.GET.get("soknad", ""):
        application = get_object_or_404(
            Application, case=case, pk=int(asked) if asked.isdecimal() else None
        )
    try:
        assessment = verbs.start(case, application=application, by=request.membership)
    except CannotChange as error:
        messages.error(request, error.problems[0])
        return redirect("cases:assessments", case.pk)
    return redirect(assessment)


def _assessment(request: AuthenticatedHttpRequest, pk: int, *, to_write: bool) -> Assessment:
    rows = Assessment.objects.select_related(*RELATED, "finished_by", "note")
    membership = request.membership
    return row_of(
        request, rows.editable_by(membership) if to_write else rows.visible_to(membership), pk
    )


@requires(Permission.CASE_FILE)
@require_safe
def detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    assessment = _assessment(request, pk, to_write=False)
    today = timezone.localdate()
    age = assessment.case.recipient.age_on(today)
    can_write = assessment.is_open and assessment.case.is_editable_by(request.membership)
    return page(
        request,
        "applications/assessment.html",
        assessment.case,
        assessment=assessment,
        parts=[_part(assessment, one, can_write=can_write)
               for one in rules.sections_of(assessment, age)],
        problems=_problems(assessment, age) if can_write else [],
        letters=list(Letter.objects.of_source(assessment.source).select_related("document")),
        can_write=can_write,
    )  # fmt: skip


def _part(assessment: Assessment, section: Section, *, can_write: bool) -> dict[str, Any]:
    """A section as it is read: each text under its name."""
    facts = []
    for name in FIELDS[section]:
        value = getattr(assessment, name)
        if name in ("held_by", "contact_gender_reason") or value in ("", None):
            continue
        field = Assessment._meta.get_field(name)
        words = getattr(assessment, f"get_{name}_display", lambda shown=value: shown)()
        if name == "contact_gender":
            words = f"{words}: {assessment.contact_gender_reason}"
        facts.append((field.verbose_name, words))  # type: ignore[union-attr]
    return {
        "title": rules.section_title(section),
        "url": reverse("applications:assessment_section", args=[assessment.pk, section])
        if can_write
        else "",
        "facts": facts,
    }


def _problems(assessment: Assessment, age: int | None) -> list[tuple[str, str]]:
    return [
        (
            text,
            reverse("applications:assessment_section", args=[assessment.pk, section])
            if section
            else assessment.get_absolute_url(),
        )
        for section, text in rules.problems_before_finishing(assessment, age, timezone.localdate())
    ]


@never_cache
@requires(Permission.APPLICATION_REGISTER)
@require_http_methods(["GET", "POST"])
def section(request: AuthenticatedHttpRequest, pk: int, slug: str) -> HttpResponse:
    assessment = _assessment(request, pk, to_write=True)
    age = assessment.case.recipient.age_on(timezone.localdate())
    parts = rules.sections_of(assessment, age)
    if slug not in parts:
        raise Http404
    part = Section(slug)
    if not assessment.is_open:
        messages.error(request, _("Kartleggingen er ikke lenger i arbeid."))
        return redirect(assessment)
    form = FORMS[part](request.POST if request.method == "POST" else None, assessment=assessment)
    differing, saved_meanwhile = None, ""
    if request.method == "POST" and form.is_valid():
        try:
            verbs.save_section(
                pk, part, form.values(), version=form.opened_version, by=request.membership
            )
        except OlderVersion as older:
            differing = differences(form, older.current)
            saved_meanwhile = older.problems[0]
        except CannotChange as error:
            for problem in error.problems:
                form.add_error(None, problem)
        else:
            messages.success(
                request, _("«%(part)s» er lagret.") % {"part": rules.section_title(part)}
            )
            following = parts[parts.index(part) + 1 :]
            if request.POST.get("videre") == ONWARDS and following:
                return redirect("applications:assessment_section", pk, following[0])
            return (
                redirect("applications:assessment_section", pk, part)
                if (request.POST.get("videre") != ONWARDS)
                else redirect(assessment)
            )
    following = parts[parts.index(part) + 1 :]
    return page(
        request,
        "applications/assessment_section.html",
        assessment.case,
        assessment=assessment,
        form=form,
        part=part,
        title=rules.section_title(part),
        links=[
            (
                rules.section_title(one),
                reverse("applications:assessment_section", args=[pk, one]),
                "done" if rules.is_written(assessment, one) else "empty",
                one == part,
            )
            for one in parts
        ],
        next_title=rules.section_title(following[0]) if following else "",
        problems=_problems(assessment, age),
        differences=differing,
        saved_meanwhile=saved_meanwhile,
        **_saved(request, assessment, part),
    )


def _saved(
    request: AuthenticatedHttpRequest, assessment: Assessment, part: Section
) -> dict[str, Any]:
    """When the section was saved; by whom, if that was somebody else."""
    save = assessment.last_save(part)
    if not save:
        return {"saved_at": None, "saved_by": ""}
    by = ""
    if save["by"] != request.membership.user_id:
        by = User.objects.filter(pk=save["by"]).values_list("name", flat=True).first() or ""
    return {"saved_at": datetime.fromisoformat(save["at"]), "saved_by": by}


@requires(Permission.APPLICATION_REGISTER, Permission.LETTER_SEND)
@require_http_methods(["GET", "POST"])
def invite(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    assessment = _assessment(request, pk, to_write=True)
    if problems := rules.problems_before_inviting(assessment, timezone.now()):
        for problem in problems:
            messages.error(request, problem)
        return redirect("applications:assessment_section", pk, Section.APPOINTMENT)
    name = assessment.case.recipient.first_name
    usual = _("Vi vil gjerne vite hva %(name)s liker, hva som er vanskelig, og hva en "
              "støttekontakt kan hjelpe med.") % {"name": name}  # fmt: skip
    form = InviteForm(request.POST or None, initial={"about": usual})
    previews = []
    if request.method == "POST" and form.is_valid():
        about = form.cleaned_data["about"]
        if asked_for_preview(request):
            previews = preview_to_party(
                verbs.invitation_plan(assessment, about),
                case=assessment.case,
                by=request.membership,
                understands=verbs.understands(assessment),
            )
        else:

            def act() -> str:
                tell_of_letters(
                    request, verbs.invite(assessment.pk, about=about, by=request.membership)
                )
                return ""

            if done := acted(form, act, assessment):
                return done  # type: ignore[no-any-return]
    lead = []
    if assessment.starts_at:
        lead.append(
            f"{assessment.get_meeting_display()}, {moment(assessment.starts_at)}. "
            f"{assessment.place if assessment.meeting == Assessment.Meeting.CONVERSATION else ''}"
        )
    if assessment.interpreter_language and assessment.interpreter_ordered_on is None:
        lead.append(
            _("Tolk på %(language)s er ikke bestilt, og nevnes ikke i brevet.")
            % {"language": assessment.interpreter_language}
        )
    return page(
        request,
        "applications/act.html",
        assessment.case,
        form=form,
        heading=_("Kall inn til samtale"),
        lead_heading=_("Avtalen i brevet"),
        lead=lead,
        button=_("Lag innkallingen"),
        previewable=True,
        previews=previews,
        back=assessment.get_absolute_url(),
        back_label=_("Kartlegging"),
    )


@requires(Permission.APPLICATION_REGISTER)
@require_http_methods(["GET", "POST"])
def finish(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """What will lie in the case as a note, and the button that puts it there."""
    assessment = _assessment(request, pk, to_write=True)
    age = assessment.case.recipient.age_on(timezone.localdate())
    if request.method == "POST":
        try:
            verbs.finish(assessment.pk, by=request.membership)
        except CannotChange as error:
            for problem in error.problems:
                messages.error(request, problem)
        else:
            messages.success(
                request, _("Kartleggingen er ferdig. Den kan brukes som kilde i vedtaket.")
            )
        return redirect(assessment)
    if not assessment.is_open:
        return redirect(assessment)
    return page(
        request,
        "applications/finish_assessment.html",
        assessment.case,
        assessment=assessment,
        problems=_problems(assessment, age),
        note=rules.as_note(assessment),
    )


@requires(Permission.APPLICATION_REGISTER)
@require_http_methods(["GET", "POST"])
def cancel(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    assessment = _assessment(request, pk, to_write=True)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> HttpResponse:
            verbs.cancel(assessment.pk, reason=form.cleaned_data["note"], by=request.membership)
            messages.success(request, _("Kartleggingen er avbrutt."))
            return redirect("cases:assessments", assessment.case_id)

        if done := acted(form, act, None):
            return done  # type: ignore[no-any-return]
    return page(
        request,
        "applications/act.html",
        assessment.case,
        form=form,
        heading=_("Avbryt kartleggingen"),
        lead=[_("Det som er skrevet, blir liggende i saken, men kan ikke endres.")],
        button=_("Avbryt kartleggingen"),
        back=assessment.get_absolute_url(),
        back_label=_("Kartlegging"),
    )
