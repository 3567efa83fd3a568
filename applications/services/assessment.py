"""Verbs of the needs assessment: start, invite, write, finish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import rules
from applications.errors import CannotChange, OlderVersion
from applications.models import Application, Assessment
from applications.rules import FIELDS, Section
from applications.services.writing import Plan, write_to_party
from stottekontakt.accounts.models import Membership, User
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.cases.models import Case, CaseNote
from stottekontakt.cases.services import write_note
from stottekontakt.letters.context import InvitationContext, Meeting
from stottekontakt.letters.kinds import LetterKind
from stottekontakt.letters.models import Letter
from stottekontakt.ui.formatting import clock

Event = AuditEntry.Event
RELATED = ("case__recipient", "case__unit", "case__caseworker", "application", "held_by")


@transaction.atomic
def start(case: Case, *, application: Application | None, by: Membership) -> Assessment:
    """For a søknad, or (None) of what is granted already. One that is begun is gone on with."""
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    begun = Assessment.objects.open().filter(case=case, application=application).first()
    if begun:
        return begun
    if application is not None and (problems := rules.is_open_problem(application)):
        raise CannotChange(problems)
    assessment = Assessment.objects.create(
        municipality_id=case.municipality_id,
        case=case,
        application=application,
        interpreter_language=case.recipient.interpreter_language,
        started_by_id=by.user_id,
    )
    record(Event.ASSESSMENT_STARTED, assessment, by=by, case_id=case.pk)
    return assessment


@transaction.atomic
def save_section(
    assessment_id: int,
    section: Section,
    values: Mapping[str, Any],
    *,
    version: int,
    by: Membership,
) -> Assessment:
    """Keep what was written in one section; what is missing is asked for when it is finished.

    `version` is the assessment's when the section was opened. If somebody has saved the same
    section since, nothing is written and OlderVersion carries the text as it stands.
    """
    assessment = _open(assessment_id)
    last = assessment.last_save(section)
    if last and last["version"] > version:
        raise OlderVersion(_saved_by_another(last), assessment)
    for name in FIELDS[section]:
        if name in values:
            setattr(assessment, name, values[name])
    if section is Section.APPOINTMENT:
        if assessment.held_on is None:
            assessment.held_by = None
        elif assessment.held_by is None:
            assessment.held_by = by.user
    assessment.version += 1
    assessment.saves = {
        **assessment.saves,
        section.value: {
            "version": assessment.version,
            "at": timezone.now().isoformat(),
            "by": by.user_id,
        },
    }
    assessment.full_clean(exclude=["municipality", "case", "application", "started_by"])
    assessment.save(update_fields=[*FIELDS[section], "version", "saves"])
    return assessment


def _saved_by_another(save: Mapping[str, Any]) -> str:
    name = User.objects.filter(pk=save["by"]).values_list("name", flat=True).first()
    return _("%(name)s lagret denne delen %(at)s, etter at du åpnet den.") % {
        "name": name or _("Noen"),
        "at": clock(datetime.fromisoformat(save["at"])),
    }


def understands(assessment: Assessment) -> bool:
    """A child from 12 who applied alone is written to."""
    return assessment.application is not None and assessment.application.understands_the_case


def invitation_plan(assessment: Assessment, about: str) -> Plan:
    is_here = assessment.meeting == Assessment.Meeting.CONVERSATION
    has_interpreter = assessment.interpreter_ordered_on is not None
    application = assessment.application
    return Plan(
        LetterKind.INVITATION,
        InvitationContext,
        {
            "meeting": Meeting(assessment.meeting),
            "starts_at": timezone.localtime(assessment.starts_at) if assessment.starts_at else None,
            # Where somebody with a protected address lives stands in no letter.
            "place": assessment.place if is_here else "",
            "about": about,
            "interpreter": assessment.interpreter_language if has_interpreter else "",
            "received_on": application.received_on if application else None,
        },
    )


@transaction.atomic
def invite(assessment_id: int, *, about: str, by: Membership) -> Sequence[Letter]:
    """A letter with time and place to each who gets letters; again when the time is another."""
    assessment = _open(assessment_id)
    case = assessment.case
    if problems := rules.problems_before_inviting(assessment, timezone.now()):
        raise CannotChange(problems)
    assert assessment.starts_at is not None
    assessment.invitations += 1
    assessment.save(update_fields=["invitations"])
    letters = write_to_party(
        invitation_plan(assessment, about),
        case=case,
        source=assessment.source,
        by=by,
        understands=understands(assessment),
        version=assessment.invitations,
    )
    record(
        Event.ASSESSMENT_INVITED,
        assessment,
        by=by,
        case_id=case.pk,
        data={"on": timezone.localdate(assessment.starts_at)},
    )
    return letters


@transaction.atomic
def finish(assessment_id: int, *, by: Membership) -> Assessment:
    """It becomes a note in the case, which never changes and which decisions build on."""
    assessment = _open(assessment_id)
    today = timezone.localdate()
    age = assessment.case.recipient.age_on(today)
    if problems := rules.problems_before_finishing(assessment, age, today):
        raise CannotChange(text for _section, text in problems)
    assert assessment.held_on is not None
    assessment.note = write_note(
        assessment.case,
        by=by,
        kind=CaseNote.Kind.PHONE
        if assessment.meeting == Assessment.Meeting.PHONE
        else CaseNote.Kind.MEETING,
        happened_on=assessment.held_on,
        with_whom=assessment.held_with,
        text=rules.as_note(assessment),
    )
    if assessment.child_said:
        # What a child says alone is not the parents' before somebody has thought about it.
        write_note(
            assessment.case,
            by=by,
            kind=CaseNote.Kind.MEETING,
            happened_on=assessment.held_on,
            with_whom=assessment.case.recipient.name,
            text=assessment.child_said,
            not_for_parents=assessment.child_heard == Assessment.ChildHeard.ALONE,
        )
    assessment.state = Assessment.State.FINISHED
    assessment.finished_at, assessment.finished_by_id = timezone.now(), by.user_id
    assessment.version += 1
    assessment.save()
    record(Event.ASSESSMENT_FINISHED, assessment, by=by, case_id=assessment.case_id)
    return assessment


@transaction.atomic
def cancel(assessment_id: int, *, reason: str, by: Membership) -> Assessment:
    assessment = _open(assessment_id)
    if not reason.strip():
        raise CannotChange(_("Skriv hvorfor kartleggingen avbrytes."))
    assessment.state, assessment.cancelled_reason = Assessment.State.CANCELLED, reason
    assessment.save(update_fields=["state", "cancelled_reason"])
    record(Event.ASSESSMENT_CANCELLED, assessment, by=by, case_id=assessment.case_id)
    return assessment


def _open(assessment_id: int) -> Assessment:
    assessment = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related(*RELATED)
        .get(pk=assessment_id)
    )
    if assessment.is_finished:
        raise CannotChange(_("Kartleggingen er ferdig og kan ikke endres."))
    if not assessment.is_open:
        raise CannotChange(_("Kartleggingen er avbrutt og kan ikke endres."))
    return assessment
