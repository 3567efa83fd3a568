"""The open cases, registered by the product's own workflows, each on the day it came."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from applications.models import Application
from applications.rules import one_month
from applications.services import Content, register_in_error, send_receipts, withdraw
from decisions import services as decision_services
from decisions.models import Criterion
from decisions.rules import Section
from stottekontakt.accounts.models import Membership
from stottekontakt.cases.attachments import CheckedFile
from stottekontakt.cases.identity_number import Gender
from stottekontakt.cases.models import Case, InformationWish, Person, Representative
from stottekontakt.cases.parents import register_wish
from stottekontakt.cases.rules import birthday_in
from stottekontakt.cases.services import add_representative, register_person, write_note
from stottekontakt.deadlines.calendar import is_working_day, month_after, previous_working_day
from stottekontakt.demo.clock import at_work_on
from stottekontakt.demo.enquiries import find_out
from stottekontakt.demo.office import Office
from stottekontakt.demo.papers import scanned
from stottekontakt.workflows.application_received import (
    NewPerson,
    Registered,
    Registration,
    Representation,
    register_application,
)
from stottekontakt.workflows.decision_issued import issue_decision

# The workflows begin transactions of their own; here they are part of the whole load's.
_register = inspect.unwrap(register_application)
_issue = inspect.unwrap(issue_decision)

LONGEST_SINCE = 60  # days
MORNING, NOON, AFTERNOON = time(9, 20), time(11, 45), time(14, 10)
Spec = Mapping[str, Any]
Kind = Representative.Kind


def register_open_case(spec: Spec, office: Office, *, recipient: Person | None) -> Case:
    by = office.registering(spec.get("caseworker"))
    received_on = day_received(spec["application"], office.today)
    with at_work_on(received_on, MORNING):
        application = _application(spec, received_on, office, recipient=recipient, by=by)
        case = application.case
        for other in spec.get("representative", ()):
            if not other.get("applicant"):
                _add_representative(case, other, spec, office, by=by)
        if what := spec["application"].get("parents_not_told"):
            # Said before anything was written, so that nothing has gone to a parent.
            register_wish(
                case,
                kind=InformationWish.Kind.CHILD_ASKED,
                said_on=received_on,
                how=InformationWish.How.OTHERS,
                what=what,
                by=by,
            )
        send_receipts(application.pk, by=by)
    notes = [_note(case, note, received_on, office, by=by) for note in spec.get("note", ())]
    find_out(application, spec, office, by=by)
    _finish(application, spec["application"], office, by=by)
    if "draft" in spec:
        _write_decision(application, spec["draft"], notes, office, by=by)
    return case


# ── Dates ───────────────────────────────────────────────────────────────────────────────────────


def day_received(spec: Spec, today: date) -> date:
    """The day that comes nearest to an answer being due in so many days; late is late."""
    wanted = today + timedelta(days=spec["answer_in"])
    days = (today - timedelta(days=back) for back in range(LONGEST_SINCE))
    fitting = [day for day in days if (one_month(day).act_by < today) == (spec["answer_in"] < 0)]
    working_days = [day for day in fitting if is_working_day(day)]
    return min(working_days, key=lambda day: abs(one_month(day).act_by - wanted))


def _working_day(day: date, *, earliest: date, latest: date) -> date:
    return max(earliest, min(previous_working_day(day), latest))


# ── People ──────────────────────────────────────────────────────────────────────────────────────


def _new_person(spec: Spec, office: Office, *, age: int, home: Spec | None = None) -> NewPerson:
    people = office.people
    gender = Gender(spec["gender"])
    birth_date = people.born(age, people.today)
    if "birthday_in" in spec:
        birthday = people.today + timedelta(days=spec["birthday_in"])
        birth_date = birthday_in(birthday, birthday.year - age - 1)
    details = people.details(
        name=spec["name"],
        birth_date=birth_date,
        gender=gender,
        address_protection=spec.get("protection", "none"),
        interpreter_language=spec.get("interpreter", ""),
        **({"written_form": spec["written_form"]} if "written_form" in spec else {}),
    )
    if home:
        details.update({name: home[name] for name in ("address", "postal_code", "city")})
    has_number = spec.get("number") != "none"
    number = people.identity_number(birth_date, gender) if has_number else None
    return NewPerson(identity_number=number, details=details)


def _representing(spec: Spec, recipient_spec: Spec, home: Spec, office: Office) -> NewPerson:
    if spec["kind"] == Kind.CHILD_WELFARE:
        return NewPerson(
            details={
                "name": spec["name"],
                "phone": office.people.phone(),
                "written_form": office.people.written_form,
                **office.people.home(),
            }
        )
    age = {
        Kind.PARENT: recipient_spec["age"] + 31,
        Kind.PROXY: abs(recipient_spec["age"] - 29) + 1,
    }.get(Kind(spec["kind"]), 57)
    return _new_person(spec, office, age=age, home=home if spec.get("lives_with") else None)


def _add_representative(
    case: Case, spec: Spec, recipient_spec: Spec, office: Office, *, by: Membership
) -> None:
    home = vars(case.recipient)
    new = _representing(spec, recipient_spec, home, office)
    person = register_person(by=by, identity_number=new.identity_number, **new.details)
    add_representative(
        case,
        person,
        by=by,
        kind=spec["kind"],
        relation=spec.get("relation", ""),
        parental_responsibility=spec.get("responsibility", ""),
        lives_with_recipient=spec.get("lives_with", False),
        mandate=spec.get("mandate", ""),
        mandate_covers_personal_matters=spec.get("personal", False),
    )


# ── The application ─────────────────────────────────────────────────────────────────────────────


def _application(
    spec: Spec, received_on: date, office: Office, *, recipient: Person | None, by: Membership
) -> Application:
    content = spec["application"]
    new = _new_person(spec, office, age=spec["age"])
    home = vars(recipient) if recipient else new.details
    applicant, applicant_is, relation = None, "recipient", ""
    representation = Representation()
    if helper := content.get("helper"):
        applicant = _new_person(helper, office, age=41)
        applicant_is, relation = "other", helper["relation"]
    for other in spec.get("representative", ()):
        if other.get("applicant"):
            applicant = _representing(other, spec, home, office)
            applicant_is, relation = other["kind"], other.get("relation", "")
            representation = _representation(other, spec["name"], received_on)
    posted_on = None
    if "posted_days_before" in content:
        posted_on = received_on - timedelta(days=content["posted_days_before"])
    registered: Registered = _register(
        Registration(
            recipient=recipient.pk if recipient else new,
            applicant=applicant,
            representation=representation,
            content=Content(
                channel=content["channel"],
                received_on=received_on,
                posted_on=posted_on,
                applicant_is=applicant_is,
                applicant_relation=relation,
                wishes=content.get("wishes", ""),
                hours=Decimal(content["hours"]) if "hours" in content else None,
                hours_unit="week" if "hours" in content else "",
                reasons=content.get("reasons", ""),
                own_words=content.get("own_words", ""),
            ),
            files=[_form(spec, content)] if content["channel"] == "paper" else [],
            housing=spec["housing"],
            takes_the_case=bool(spec.get("caseworker")),
            sends_receipts=False,
        ),
        by=by,
    )
    return registered.application


def _representation(spec: Spec, recipient: str, received_on: date) -> Representation:
    written_on = authorisation = valid_from = None
    if spec.get("document"):
        written_on = received_on - timedelta(days=spec["written_days_before"])
        authorisation = _authorisation(spec, recipient)
    if "cared_for_months" in spec:
        valid_from = month_after(received_on, -spec["cared_for_months"])
    return Representation(
        parental_responsibility=spec.get("responsibility", ""),
        lives_with_recipient=spec.get("lives_with", False),
        mandate=spec.get("mandate", ""),
        mandate_covers_personal_matters=spec.get("personal", False),
        written_on=written_on,
        authorisation=authorisation,
        valid_from=valid_from,
    )


def _form(spec: Spec, content: Spec) -> CheckedFile:
    lines = ["SØKNAD OM STØTTEKONTAKT", "", f"Gjelder: {spec['name']}", ""]
    for heading, key in (
        ("Hva søker du om?", "wishes"),
        ("Hvorfor?", "reasons"),
        ("Er det noe mer vi bør vite?", "own_words"),
    ):
        if text := content.get(key):
            lines += [heading, *textwrap.wrap(text, 66), ""]
    return CheckedFile("soknad.pdf", "application/pdf", scanned([*lines, "", "(underskrift)"]))


def _authorisation(spec: Spec, recipient: str) -> CheckedFile:
    lines = ["FULLMAKT", "", f"Jeg, {recipient}, gir {spec['name']}", f"fullmakt til å opptre for "
             f"meg i {spec['mandate']}.", "", "(underskrift)"]  # fmt: skip
    return CheckedFile("fullmakt.pdf", "application/pdf", scanned(lines))


# ── What happened then ──────────────────────────────────────────────────────────────────────────


def _note(case: Case, spec: Spec, received_on: date, office: Office, *, by: Membership) -> str:
    """The key by which a decision names the note as its source."""
    day = _working_day(
        received_on + timedelta(days=spec["after"]), earliest=received_on, latest=office.today
    )
    with at_work_on(day, AFTERNOON):
        note = write_note(
            case,
            by=by,
            kind=spec["kind"],
            happened_on=day,
            with_whom=spec.get("with", ""),
            text=spec["text"],
        )
    return f"note-{note.pk}"


def _finish(application: Application, spec: Spec, office: Office, *, by: Membership) -> None:
    if ended := spec.get("withdrawn"):
        day = _working_day(
            office.today - timedelta(days=ended["days_ago"]),
            earliest=application.received_on,
            latest=office.today,
        )
        with at_work_on(day, NOON):
            withdraw(application.pk, on=day, reason=ended["reason"], by=by)
    if reason := spec.get("error"):
        with at_work_on(application.received_on, NOON):
            register_in_error(application.pk, reason=reason, by=by)


def _write_decision(
    application: Application, spec: Spec, notes: list[str], office: Office, *, by: Membership
) -> None:
    day = _working_day(
        office.today - timedelta(days=spec.get("issued_days_ago", 1)),
        earliest=application.received_on,
        latest=office.today,
    )
    with at_work_on(day, NOON):
        decision = decision_services.draft(application.pk, by=by)
        for section, values in _sections(application, spec, notes, day):
            decision = decision_services.save_section(
                decision.pk, section, values, version=decision.version, by=by
            )
    if "issued_days_ago" in spec:
        with at_work_on(day, AFTERNOON):
            _issue(decision.pk, by=by)


def _sections(
    application: Application, spec: Spec, notes: list[str], day: date
) -> list[tuple[Section, dict[str, Any]]]:
    """Those parts of the draft that somebody has written in."""

    def texts(*names: str) -> dict[str, Any]:
        return {name: spec[name].strip() for name in names if name in spec}

    sections: list[tuple[Section, dict[str, Any]]] = []
    if "outcome" in spec:
        sections.append((Section.OUTCOME, texts("outcome", "applied_for")))
    sections.append((Section.FACTS, {**texts("facts"), "sources": notes}))
    if "appraisals" in spec:
        criteria = Criterion.objects.filter(municipality=application.municipality_id).valid_on(day)
        appraisals = [
            {"criterion": criterion, "exception": "", **spec["appraisals"][criterion.key]}
            for criterion in criteria
            if criterion.key in spec["appraisals"]
        ]
        sections.append((Section.CRITERIA, {"appraisals": appraisals}))
    if "view" in spec:
        values = texts("applicant_view", "view_weight")
        sections.append((Section.VIEW, {"recipient_view": spec["view"], **values}))
    if "services" in spec:
        starts_on = day + timedelta(days=spec["starts_in"])
        scope = {
            "services": [
                {"hours_unit": "week", **service, "hours": Decimal(service["hours"])}
                for service in spec["services"]
            ],
            "starts_on": starts_on,
            "ends_on": month_after(starts_on, spec["months"]) - timedelta(days=1),
            **texts("goal"),
        }
        sections.append((Section.SCOPE, scope))
    if "reasons" in spec:
        values = texts("reasons", "alternatives", "decisive")
        if "guidance" in spec:
            values["guidance"] = spec["guidance"]
        sections.append((Section.REASONS, values))
    return sections
