"""Who may act for whom, and who gets a letter, with the reason in words. No database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from stottekontakt.cases.models import Person, Representative
from stottekontakt.cases.rules import (
    RECIPIENT,
    letter_addressees,
    standing_of,
    standing_of_recipient,
    standing_of_representative,
)

Kind = Representative.Kind
Responsibility = Representative.ParentalResponsibility
ON = date(2027, 3, 1)
DAY = timedelta(days=1)


def person(pk: int, name: str, **fields: Any) -> Person:
    return Person(pk=pk, name=name, **fields)


def aged(years: int, *, days_after_birthday: int = 0) -> Person:
    born = date(ON.year - years, ON.month, ON.day) - days_after_birthday * DAY
    return person(1, "Nora Prøvedal", birth_date=born)


MOTHER = person(2, "Mona Prøvedal")
FATHER = person(3, "Per Prøvedal")
GUARDIAN = person(4, "Vera Verge")
PROXY = person(5, "Frida Fullmektig")
OFFICE = person(6, "Barnevernstjenesten i Lyngvik")
TEACHER = person(7, "Lars Lærer")


def parent(who: Person = MOTHER, responsibility: str = Responsibility.SHARED, **fields: Any):
    return Representative(
        person=who, kind=Kind.PARENT, parental_responsibility=responsibility, **fields
    )


def guardian(*, personal: bool = True, **fields: Any) -> Representative:
    return Representative(
        person=GUARDIAN,
        kind=Kind.GUARDIAN,
        mandate="Personlige forhold" if personal else "Økonomi",
        mandate_covers_personal_matters=personal,
        **fields,
    )


def proxy(who: Person = PROXY, **fields: Any) -> Representative:
    written = {"document_id": 9, "written_on": date(2027, 1, 15), **fields}
    return Representative(person=who, kind=Kind.PROXY, **written)


def child_welfare(**fields: Any) -> Representative:
    taken_over = {"valid_from": date(2026, 1, 1), **fields}
    return Representative(person=OFFICE, kind=Kind.CHILD_WELFARE, **taken_over)


# ── Acting for somebody ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("recipient", "understands", "may", "words"),
    [
        (aged(40), False, True, "Søker for seg selv"),
        (aged(18), False, True, "Søker for seg selv"),
        (aged(18, days_after_birthday=-1), False, True, "har fylt 16 år og bestemmer selv"),
        (aged(16), False, True, "har fylt 16 år og bestemmer selv"),
        (aged(16, days_after_birthday=-1), False, False, "under 16 år"),
        (aged(16, days_after_birthday=-1), True, True, "forstår hva saken gjelder"),
        (aged(12), True, True, "forstår hva saken gjelder"),
        (aged(12), False, False, "under 16 år"),
        (aged(12, days_after_birthday=-1), True, False, "under 12 år"),
        (person(1, "Nora Prøvedal"), False, True, "Søker for seg selv"),
    ],
)
def test_applying_for_oneself(recipient, understands, may, words) -> None:
    standing = standing_of_recipient(recipient, ON, understands_the_case=understands)
    assert standing.may is may
    assert words in standing.reason


@pytest.mark.parametrize(
    ("representative", "recipient", "may", "words"),
    [
        (parent(), aged(11), True, "felles foreldreansvar"),
        (parent(responsibility=Responsibility.SOLE), aged(11), True, "foreldreansvar alene"),
        (parent(responsibility=Responsibility.NONE), aged(11), False, "Har ikke foreldreansvar"),
        (parent(lives_with_recipient=False), aged(11), True, "felles foreldreansvar"),
        (parent(), aged(16, days_after_birthday=-1), True, "felles foreldreansvar"),
        (parent(), aged(16), False, "har fylt 16 år og bestemmer selv. Foreldre kan bare"),
        (parent(), aged(18), False, "er myndig. Foreldre kan bare opptre med fullmakt"),
        (parent(), person(1, "Nora"), False, "Fødselsdatoen til Nora er ikke registrert"),
        (parent(valid_until=ON - DAY), aged(11), False, "til og med 28. februar 2027"),
        (parent(valid_until=ON), aged(11), True, "felles foreldreansvar"),
        (guardian(), aged(40), True, "mandatet dekker personlige forhold"),
        (guardian(personal=False), aged(40), False, "dekker ikke personlige forhold"),
        (guardian(valid_from=ON + DAY), aged(40), False, "Gjelder ikke før 2. mars 2027"),
        (guardian(valid_from=ON), aged(40), True, "mandatet dekker"),
        (proxy(), aged(40), True, "Har skriftlig fullmakt, datert 15. januar 2027"),
        (proxy(), aged(17), True, "Har skriftlig fullmakt"),
        (proxy(document_id=None), aged(40), False, "ikke lagt i saken"),
        (proxy(written_on=None), aged(40), False, "mangler dato"),
        (proxy(written_on=ON + DAY), aged(40), False, "datert fram i tid"),
        (proxy(valid_until=ON - DAY), aged(40), False, "til og med 28. februar 2027"),
        (child_welfare(), aged(11), True, "Barnevernstjenesten har overtatt omsorgen"),
        (child_welfare(), aged(16), False, "har fylt 16 år og bestemmer selv"),
        (child_welfare(), aged(18), False, "er myndig"),
        (child_welfare(valid_from=None), aged(11), False, "overtok omsorgen, er ikke registrert"),
        (child_welfare(valid_until=ON - DAY), aged(11), False, "til og med"),
        (
            Representative(person=FATHER, kind=Kind.NEXT_OF_KIN),
            aged(80),
            False,
            "Nærståendes representasjonsrett gjelder bare økonomi",
        ),
    ],
)
def test_acting_for_somebody(representative, recipient, may, words) -> None:
    standing = standing_of_representative(representative, recipient, ON)
    assert standing.may is may
    assert words in standing.reason


def test_a_mother_of_a_17_year_old_acts_with_a_fullmakt_only() -> None:
    young = aged(17)
    assert not standing_of(MOTHER, young, [parent()], ON).may
    assert standing_of(MOTHER, young, [parent(), proxy(MOTHER)], ON).may


def test_a_teacher_may_help_but_not_act() -> None:
    standing = standing_of(TEACHER, aged(40), [parent(), guardian()], ON)
    assert not standing.may
    assert standing.reason == (
        "Lars Lærer kan hjelpe til, men trenger fullmakt for å opptre for Nora."
    )


def test_a_child_who_understands_acts_alone_also_when_there_are_parents() -> None:
    child = aged(13)
    assert standing_of(child, child, [parent()], ON, understands_the_case=True).may
    assert not standing_of(child, child, [parent()], ON).may


# ── Letters ─────────────────────────────────────────────────────────────────────────────────────


def served(choices) -> list[str]:
    return [choice.person.name for choice in choices if choice.gets_letter]


def reason_for(choices, who: Person) -> str:
    (reason,) = {choice.reason for choice in choices if choice.person.pk == who.pk}
    return reason


NORA = "Nora Prøvedal"


@pytest.mark.parametrize(
    ("recipient", "representatives", "letters"),
    [
        (aged(40), [], [NORA]),
        (aged(40), [parent()], [NORA]),
        (aged(18), [parent(), parent(FATHER)], [NORA]),
        (aged(18, days_after_birthday=-1), [parent(), parent(FATHER)], [NORA]),
        (aged(16), [parent(), parent(FATHER)], [NORA]),
        (aged(16, days_after_birthday=-1), [parent(), parent(FATHER)], [NORA, MOTHER, FATHER]),
        (aged(15), [parent()], [NORA, MOTHER]),
        (aged(15, days_after_birthday=-1), [parent()], [MOTHER]),
        (aged(12), [parent()], [MOTHER]),
        (aged(5), [parent(), parent(FATHER)], [MOTHER, FATHER]),
        (aged(5), [parent(), parent(FATHER, Responsibility.NONE)], [MOTHER]),
        (aged(5), [parent(valid_until=ON - DAY), parent(FATHER)], [FATHER]),
        (aged(5), [parent(), child_welfare()], [OFFICE]),
        (aged(15), [parent(), child_welfare()], [NORA, OFFICE]),
        (aged(5), [parent(), child_welfare(valid_until=ON - DAY)], [MOTHER]),
        (aged(17), [parent(), child_welfare()], [NORA]),
        (aged(40), [guardian()], [NORA, GUARDIAN]),
        (aged(40), [guardian(personal=False)], [NORA]),
        (aged(40), [proxy()], [NORA, PROXY]),
        (aged(40), [proxy(document_id=None)], [NORA]),
        (aged(17), [parent(), proxy(MOTHER)], [NORA, MOTHER]),
        (aged(5), [], []),
        (person(1, NORA), [parent()], [NORA]),
    ],
)
def test_who_gets_a_letter(recipient, representatives, letters) -> None:
    names = [who if isinstance(who, str) else who.name for who in letters]
    assert served(letter_addressees(recipient, representatives, ON)) == names


def test_a_child_of_12_who_understands_gets_a_letter_besides_the_parents() -> None:
    choices = letter_addressees(aged(12), [parent()], ON, understands_the_case=True)
    assert served(choices) == [NORA, MOTHER.name]
    choices = letter_addressees(
        aged(12, days_after_birthday=-1), [parent()], ON, understands_the_case=True
    )
    assert served(choices) == [MOTHER.name]


def test_everyone_is_listed_with_a_reason() -> None:
    young = aged(17)
    choices = letter_addressees(young, [parent(), guardian(personal=False)], ON)
    assert [choice.role for choice in choices] == [RECIPIENT, Kind.PARENT, Kind.GUARDIAN]
    assert all(choice.reason for choice in choices)
    assert reason_for(choices, young) == "Nora har fylt 16 år og bestemmer selv."
    assert "Foreldre kan bare opptre med fullmakt" in reason_for(choices, MOTHER)


def test_after_care_is_taken_over_a_parent_gets_nothing_unweighed() -> None:
    choices = letter_addressees(aged(5), [parent(), child_welfare()], ON)
    assert "uten at du har vurdert det" in reason_for(choices, MOTHER)


def test_a_parent_who_must_not_know_gets_nothing() -> None:
    mother = parent(information_withheld="Barnet bor på et sted moren ikke skal kjenne.")
    choices = letter_addressees(aged(5), [mother, parent(FATHER)], ON)
    assert served(choices) == [FATHER.name]
    assert reason_for(choices, MOTHER).startswith("Tungtveiende hensyn")


def test_one_who_stands_twice_gets_one_letter() -> None:
    mother_as_guardian = guardian()
    mother_as_guardian.person = MOTHER
    choices = letter_addressees(aged(5), [parent(), mother_as_guardian], ON)
    assert served(choices) == [MOTHER.name]
    assert choices[-1].reason == "Får brevet allerede."


def test_the_dead_get_no_letters() -> None:
    dead = aged(80)
    dead.died_on = ON - DAY
    mother = parent(person(2, "Mona Prøvedal", died_on=ON - DAY))
    assert served(letter_addressees(dead, [], ON)) == []
    assert served(letter_addressees(aged(5), [mother, parent(FATHER)], ON)) == [FATHER.name]
