"""Oral enquiries, and what is being found out in the open cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from applications.models import Application, Assessment
from applications.rules import Section
from applications.services import assessment as assessments
from applications.services import information
from applications.services import inquiry as inquiries
from applications.services.inquiry import Call
from stottekontakt.accounts.models import Membership
from stottekontakt.deadlines.calendar import (
    next_working_day,
    previous_working_day,
    working_days_after,
)
from stottekontakt.demo.clock import at_work_on
from stottekontakt.demo.office import Office

AT_THE_TELEPHONE, AFTERNOON = time(10, 5), time(13, 30)
TEN = time(10)
Spec = Mapping[str, Any]


def log_inquiries(specs: Iterable[Spec], office: Office) -> None:
    by = office.registering(None)
    for spec in specs:
        day = previous_working_day(office.today - timedelta(days=spec["days_ago"]))
        callback_on = None
        if "callback_in" in spec:
            callback_on = working_days_after(day, spec["callback_in"])
        with at_work_on(day, AT_THE_TELEPHONE):
            inquiry = inquiries.log(
                Call(
                    channel=spec.get("channel", "phone"),
                    enquired_on=day,
                    caller_name=spec.get("caller", ""),
                    caller_phone=spec.get("phone", ""),
                    caller_relation=spec.get("relation", ""),
                    about_name=spec.get("about", ""),
                    question=spec["question"],
                    answer=spec.get("answer", ""),
                    callback_on=callback_on,
                ),
                unit=office.units["allocation"],
                by=by,
            )
            if guidance := spec.get("guidance"):
                inquiries.guide(inquiry.pk, guidance=guidance, no_letter=spec["no_letter"], by=by)
            if note := spec.get("withdrawn"):
                inquiries.withdraw(inquiry.pk, note=note, by=by)


def find_out(application: Application, spec: Spec, office: Office, *, by: Membership) -> None:
    """What the case's own table says is asked for, agreed upon and consented to."""
    if asked := spec.get("asked"):
        _ask(application, asked, office, by=by)
    if consent := spec.get("consent"):
        with at_work_on(_after(application, consent, office), AFTERNOON):
            information.ask_consent(
                application.case,
                [(one["kind"], one["name"]) for one in consent["sources"]],
                scope=consent["scope"],
                answer_by=next_working_day(office.today + timedelta(days=consent["answer_in"])),
                by=by,
            )
    if assessment := spec.get("assessment"):
        _assess(application, assessment, office, by=by)


def _after(application: Application, spec: Spec, office: Office) -> Any:
    day = previous_working_day(application.received_on + timedelta(days=spec["after"]))
    return max(application.received_on, min(day, office.today))


def _ask(application: Application, spec: Spec, office: Office, *, by: Membership) -> None:
    day = _after(application, spec, office)
    with at_work_on(day, AFTERNOON):
        information.ask_party(
            application.pk,
            spec["items"],
            why=spec["why"],
            answer_by=next_working_day(day + timedelta(days=spec["days"])),
            by=by,
        )


def _assess(application: Application, spec: Spec, office: Office, *, by: Membership) -> None:
    day = _after(application, spec, office)
    with at_work_on(day, AFTERNOON):
        assessment = assessments.start(application.case, application=application, by=by)
        if "in" in spec:
            held_on = working_days_after(office.today, spec["in"])
            assessment = assessments.save_section(
                assessment.pk,
                Section.APPOINTMENT,
                {
                    "meeting": Assessment.Meeting(spec["meeting"]),
                    "starts_at": timezone.make_aware(datetime.combine(held_on, TEN)),
                    "place": spec.get("place", ""),
                },
                version=assessment.version,
                by=by,
            )
            assessments.invite(assessment.pk, about=spec["about"], by=by)
