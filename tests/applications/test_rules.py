"""What is missing in an application, and what may be done with it. No database."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from applications import rules
from applications.models import Application
from applications.rules import Thing
from stottekontakt.cases.models import Case, Person, Representative

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
ADULT = Person(pk=1, name="Ali Havbris", birth_date=date(1992, 3, 4))
CHILD = Person(pk=2, name="Nora Blåklokke", birth_date=date(2015, 8, 14))
YOUNG = Person(pk=3, name="Even Solbakk", birth_date=date(2013, 8, 14))
UNKNOWN = Person(pk=4, name="Uten Dato")
MOTHER = Person(pk=5, name="Mona Blåklokke")
FATHER = Person(pk=6, name="Per Blåklokke")
HELPER = Person(pk=7, name="Frida Fullmektig")


def application(recipient: Person = ADULT, applicant: Person | None = None, **fields: Any):
    given = {
        "applicant_is": "recipient",
        "wishes": "Tur",
        "received_on": date(2026, 11, 9),
        **fields,
    }
    return Application(case=Case(recipient=recipient), applicant=applicant or recipient, **given)


def parent(person: Person = MOTHER, responsibility: str = "shared", **fields: Any):
    return Representative(
        person=person, kind="parent", parental_responsibility=responsibility, **fields
    )


def proxy(**fields: Any) -> Representative:
    return Representative(person=HELPER, kind="proxy", **fields)


WRITTEN = {"document_id": 1, "written_on": date(2026, 11, 1)}


def things(application: Application, *representatives: Representative) -> list[Thing]:
    missing = rules.missing_information(application, representatives, TODAY)
    assert all(one.sentence for one in missing)
    return [one.thing for one in missing]


@pytest.mark.parametrize(
    ("given", "representatives", "expected"),
    [
        (application(), [], []),
        (application(wishes="", hours=Decimal(3)), [], []),
        (application(wishes=""), [], [Thing.WISHES]),
        (application(applicant=HELPER, applicant_is="other"), [], [Thing.AUTHORISATION]),
        (application(applicant=HELPER, applicant_is="proxy"), [proxy()], [Thing.AUTHORISATION]),
        (application(applicant=HELPER, applicant_is="proxy"), [proxy(**WRITTEN)], []),
        (
            application(applicant=HELPER, applicant_is="proxy"),
            [proxy(**WRITTEN, valid_until=TODAY - DAY)],
            [Thing.AUTHORISATION],
        ),
        (
            application(CHILD, MOTHER, applicant_is="parent"),
            [parent(responsibility="sole")],
            [],
        ),
        (
            application(CHILD, MOTHER, applicant_is="parent"),
            [parent()],
            [Thing.OTHER_PARENT],
        ),
        (application(CHILD, MOTHER, applicant_is="parent"), [parent(), parent(FATHER)], []),
        (
            application(CHILD, MOTHER, applicant_is="parent"),
            [parent(responsibility="none"), parent(FATHER, "sole")],
            [Thing.RIGHT_TO_APPLY],
        ),
        (application(CHILD), [parent(responsibility="sole")], [Thing.RIGHT_TO_APPLY]),
        (application(YOUNG, understands_the_case=True), [parent(responsibility="sole")], []),
        (application(YOUNG), [parent(responsibility="sole")], [Thing.RIGHT_TO_APPLY]),
        (application(CHILD), [], [Thing.RIGHT_TO_APPLY, Thing.ADDRESSEE]),
        (application(UNKNOWN), [], [Thing.BIRTH_DATE]),
        (application(ADULT, MOTHER, applicant_is="parent"), [parent()], [Thing.AUTHORISATION]),
    ],
)
def test_what_is_missing(given, representatives, expected) -> None:
    assert things(given, *representatives) == expected


def test_without_fullmakt_the_helper_is_told_nothing() -> None:
    given = application(applicant=HELPER, applicant_is="proxy")
    (missing,) = rules.missing_information(given, [proxy()], TODAY)
    assert missing.sentence == (
        "Fullmakt mangler. Fullmakten er ikke lagt i saken. Vi kan ikke gi opplysninger til "
        "Frida Fullmektig før den er på plass."
    )
    assert missing.asked_of_applicant
    choices = rules.addressees(given, [proxy()], TODAY)
    assert [choice.person for choice in choices if choice.gets_letter] == [ADULT]


@pytest.mark.parametrize(
    ("recipient", "applicant_is", "by_authorisation"),
    [
        (ADULT, "recipient", False),
        (ADULT, "other", True),
        (ADULT, "proxy", True),
        (ADULT, "guardian", False),
        (ADULT, "parent", True),
        (CHILD, "parent", False),
        (CHILD, "proxy", True),
        (CHILD, "child_welfare", False),
        (UNKNOWN, "parent", False),
    ],
)
def test_for_whom_a_fullmakt_is_what_counts(recipient, applicant_is, by_authorisation) -> None:
    given = application(recipient, HELPER, applicant_is=applicant_is)
    assert rules.acts_by_authorisation(given, TODAY) is by_authorisation


def test_only_what_an_applicant_can_send_is_asked_for_in_the_receipt() -> None:
    given = application(CHILD, MOTHER, applicant_is="parent", wishes="")
    missing = rules.missing_information(given, [parent()], TODAY)
    assert {one.thing: one.asked_of_applicant for one in missing} == {
        Thing.OTHER_PARENT: False,
        Thing.WISHES: True,
    }


@pytest.mark.parametrize(
    ("received_on", "posted_on", "problems"),
    [
        (TODAY, None, []),
        (TODAY, TODAY, []),
        (TODAY - DAY, TODAY - 3 * DAY, []),
        (TODAY + DAY, None, ["Søknaden kan ikke være mottatt fram i tid."]),
        (
            TODAY - DAY,
            TODAY,
            ["Søknaden kan ikke være postlagt etter at den ble mottatt."],
        ),
    ],
)
def test_dates(received_on, posted_on, problems) -> None:
    assert rules.problems_with_dates(received_on, posted_on, TODAY) == problems


CLOSED = [
    ("decided", "Søknaden er avgjort og kan ikke endres."),
    ("withdrawn", "Søknaden er allerede trukket."),
    ("registered_in_error", "Søknaden er markert som feilregistrert."),
]


@pytest.mark.parametrize(("state", "problem"), CLOSED)
def test_what_is_closed_stays_closed(state: str, problem: str) -> None:
    given = application(state=state)
    assert not rules.may_withdraw(given)
    assert rules.problems_before_withdrawing(given, TODAY, TODAY) == [problem]
    assert rules.problems_before_error(given, "Feil person") == [problem]
    assert rules.problems_before_receipt(given, TODAY) == [problem]


@pytest.mark.parametrize(
    ("on", "problems"),
    [
        (TODAY, []),
        (date(2026, 11, 9), []),
        (date(2026, 11, 8), ["Søknaden kan ikke være trukket før den ble mottatt."]),
        (TODAY + DAY, ["Datoen kan ikke være fram i tid."]),
    ],
)
def test_withdrawing(on: date, problems: list[str]) -> None:
    given = application()
    assert rules.may_withdraw(given)
    assert rules.problems_before_withdrawing(given, on, TODAY) == problems


def test_an_error_needs_a_reason() -> None:
    assert rules.problems_before_error(application(), "  ") == ["Skriv hva som var feil."]
    assert rules.problems_before_error(application(), "Feil person") == []


def test_no_receipt_promises_an_answer_on_a_day_that_is_gone() -> None:
    last_day = rules.one_month(date(2026, 11, 9)).act_by
    assert rules.problems_before_receipt(application(), last_day) == []
    (problem,) = rules.problems_before_receipt(application(), last_day + DAY)
    assert "mer enn én måned siden" in problem
