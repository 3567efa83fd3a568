"""Fill an empty trial: five invented municipalities, their people at work, and their cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from functools import partial
from random import Random
from typing import Any
from unittest import mock

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone, translation

from decisions.models import Decision
from decisions.phrases import add_phrase
from decisions.services import load_criteria
from decisions.submitting import submit
from stottekontakt.accounts.demo import PASSWORD
from stottekontakt.accounts.models import Membership, Municipality, SecondPerson, Unit, User
from stottekontakt.accounts.stand_ins import set_stand_in
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record, seal_logs
from stottekontakt.cases.identity_number import Gender
from stottekontakt.cases.models import Case, CaseNote, Person, Representative
from stottekontakt.cases.rules import MAJORITY_AGE, age_on
from stottekontakt.cases.services import (
    add_representative,
    open_case,
    register_person,
    write_note,
)
from stottekontakt.database.context import municipality_context
from stottekontakt.deadlines.calendar import previous_working_day
from stottekontakt.demo.clock import at_work_on
from stottekontakt.demo.data import MUNICIPALITIES, read
from stottekontakt.demo.earlier import Earlier, earlier_decisions
from stottekontakt.demo.enquiries import log_inquiries
from stottekontakt.demo.following import follow_up_decisions
from stottekontakt.demo.office import Office
from stottekontakt.demo.open_cases import day_received, register_open_case
from stottekontakt.demo.people import People
from stottekontakt.demo.tasks import post_letters
from stottekontakt.workflows.decision_taken_over import take_over_decision

Spec = Mapping[str, Any]

AT_WORK_SINCE = date(2014, 1, 1)
DAYS_SINCE_GOING_LIVE = 65
MORNING, EVENING = time(8, 15), time(19, 30)
WEEKS_TO_COMPLAIN = 5  # four, and some days for the letter to come
SHARE_OF_SOLE_PARENTS = 0.3
PARENTS_AGE = 32


def load() -> None:
    """All of it or nothing: half a demo could not be loaded again."""
    password = make_password(PASSWORD)  # made once: it is slow, and no secret here
    specs = [read(name) for name in MUNICIPALITIES]
    # Nobody has a namesake, in the next municipality either.
    names = {one["name"] for spec in specs for one in (*spec["staff"], *spec["case"])}
    # Each service sets a savepoint to go back to. Here nothing is saved by halves, and without
    # them there is half as much to say to the database.
    with mock.patch.object(connection.features, "uses_savepoints", False), transaction.atomic():
        for name in MUNICIPALITIES:
            _load_municipality(name, read(name), password, names)
    while seal_logs():
        pass


def _load_municipality(name: str, spec: Spec, password: str, names: set[str]) -> None:
    today = timezone.localdate()
    municipality = Municipality.objects.create(**spec["municipality"])
    language = municipality.written_form
    with municipality_context(municipality.pk), translation.override(language):
        load_criteria(municipality, spec["criteria"], valid_from=spec["criteria_from"])
        units = {
            kind: Unit.objects.create(municipality=municipality, kind=kind, **fields)
            for kind, fields in spec["units"].items()
        }
        office = Office(
            municipality=municipality,
            units=units,
            members={
                one["username"]: _hire(one, municipality, units, password) for one in spec["staff"]
            },
            people=People(
                random=Random(name),  # noqa: S311  invented people, the same each time
                today=today,
                written_form=language,
                places=spec["places"],
                names=names,
            ),
        )
        known = {}
        for earlier in earlier_decisions(spec, office):
            with at_work_on(_day_entered(earlier, today), EVENING):
                known[earlier.name] = _take_over(earlier, office).recipient
        for phrase in read("phrases")["phrase"]:
            add_phrase({**phrase, "is_active": True}, by=office.administrator)
        for case in sorted(spec["case"], key=lambda case: day_received(case["application"], today)):
            register_open_case(case, office, recipient=known.get(case["name"]))
        follow_up_decisions(spec, office)
        for one in spec.get("stand_in", ()):
            _stand_in(one, office)
        _demand_two_persons(spec, office)
        log_inquiries(spec.get("inquiry", ()), office)
        _post_letters(office)


def _demand_two_persons(spec: Spec, office: Office) -> None:
    """From now on; what was decided before was decided as it was then."""
    municipality = office.municipality
    municipality.second_person = spec.get("second_person", SecondPerson.NONE)
    municipality.save(update_fields=["second_person"])
    for case in spec["case"]:
        if case.get("draft", {}).get("submitted"):
            draft = Decision.objects.drafts().get(case__recipient__name=case["name"])
            submit(draft.pk, by=office.registering(case["caseworker"]))


def _stand_in(spec: Spec, office: Office) -> None:
    absent = office.members[spec["absent"]]
    starts_on = office.today - timedelta(days=spec["since"])
    with at_work_on(starts_on, MORNING):
        set_stand_in(
            absent,
            office.members[spec["substitute"]].user,
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=spec["days"]),
            by=absent,
        )


def _post_letters(office: Office) -> None:
    """After the worker has made the letters; they stand before this in its queue."""
    transaction.on_commit(
        partial(post_letters.delay, municipality_id=office.municipality.pk), robust=True
    )


def _hire(
    spec: Spec, municipality: Municipality, units: Mapping[str, Unit], password: str
) -> Membership:
    user = User.objects.create(
        username=spec["username"],
        name=spec["name"],
        email=f"{spec['username']}@{municipality.website}",
        password=password if spec.get("signs_in") else make_password(None),
    )
    membership = Membership.objects.create(
        municipality=municipality,
        user=user,
        unit=units[spec["unit"]] if "unit" in spec else None,
        role=spec["role"],
        sees_protected=spec.get("sees_protected", False),
        valid_from=AT_WORK_SINCE,
        valid_until=spec.get("until"),
    )
    record(AuditEntry.Event.MEMBERSHIP_GRANTED, membership, by=None, data={"role": spec["role"]})
    return membership


# ── What was decided before ─────────────────────────────────────────────────────────────────────


def _day_entered(earlier: Earlier, today: date) -> date:
    """When the system was new; what has been evaluated since was entered then."""
    went_live_on = previous_working_day(today - timedelta(days=DAYS_SINCE_GOING_LIVE))
    return max(went_live_on, earlier.decision.evaluated_on or went_live_on)


def _take_over(earlier: Earlier, office: Office) -> Case:
    recipient = _register(
        office, name=earlier.name, birth_date=earlier.birth_date, gender=earlier.gender
    )
    decision = earlier.decision
    caseworker = (
        office.members[earlier.caseworker]
        if earlier.caseworker
        else office.random.choice(office.caseworkers)
    )
    is_refused = decision.texts["outcome"] == Decision.Outcome.REFUSED
    case = open_case(
        recipient,
        unit=office.units["allocation"],
        by=office.administrator,
        opened_on=decision.received_on,
        caseworker=caseworker.user,
        housing=earlier.housing,
        closed_on=decision.decided_on + timedelta(weeks=WEEKS_TO_COMPLAIN) if is_refused else None,
    )
    if age_on(earlier.birth_date, office.today) < MAJORITY_AGE:
        _add_parents(case, office)
    take_over_decision(case, decision, by=office.administrator)
    if earlier.last_evaluation and decision.evaluated_on:
        write_note(
            case,
            by=office.registering(None),
            kind=CaseNote.Kind.MEETING,
            happened_on=decision.evaluated_on,
            text=earlier.last_evaluation,
        )
    return case


def _register(
    office: Office, *, name: str, birth_date: date, gender: Gender, **fields: Any
) -> Person:
    return register_person(
        by=office.administrator,
        identity_number=office.people.identity_number(birth_date, gender),
        **office.people.details(name=name, birth_date=birth_date, gender=gender, **fields),
    )


def _add_parents(case: Case, office: Office) -> None:
    """Living together, or the mother alone."""
    child, people = case.recipient, office.people
    surname = child.name.split()[-1]
    home = {name: getattr(child, name) for name in ("address", "postal_code", "city")}
    alone = office.random.random() < SHARE_OF_SOLE_PARENTS
    Responsibility = Representative.ParentalResponsibility
    for gender, relation in ((Gender.FEMALE, "mor"), (Gender.MALE, "far"))[: 1 if alone else 2]:
        parent = _register(
            office,
            name=people.name(gender, surname),
            birth_date=people.born(PARENTS_AGE + (child.age or 0), office.today),
            gender=gender,
            **home,
        )
        add_representative(
            case,
            parent,
            by=office.administrator,
            kind=Representative.Kind.PARENT,
            relation=relation,
            parental_responsibility=Responsibility.SOLE if alone else Responsibility.SHARED,
            lives_with_recipient=True,
        )
