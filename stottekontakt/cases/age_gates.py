"""What a young person's age means in the case, in words (cases/rules.py holds the gates)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from stottekontakt.cases.models import Person
from stottekontakt.cases.rules import (
    DECIDES_ALONE_AGE,
    MAJORITY_AGE,
    OWN_COPY_AGE,
    PARTY_RIGHTS_AGE,
    age_on,
    birthday_in,
)

GATES = (PARTY_RIGHTS_AGE, OWN_COPY_AGE, DECIDES_ALONE_AGE, MAJORITY_AGE)


@dataclass(frozen=True, slots=True)
class AgeGates:
    """What holds now, and the birthday on which it changes."""

    sentences: list[str]
    next_age: int
    next_on: date


def age_gates(person: Person, on: date) -> AgeGates | None:
    """None for adults, and while the birth date is not known."""
    if person.birth_date is None:
        return None
    age = age_on(person.birth_date, on)
    if age >= MAJORITY_AGE:
        return None
    next_age = next(gate for gate in GATES if age < gate)
    return AgeGates(
        [sentence % {"name": person.first_name} for sentence in _sentences(age)],
        next_age,
        birthday_in(person.birth_date, person.birth_date.year + next_age),
    )


def _sentences(age: int) -> list[str]:
    heard = _(
        "%(name)s skal bli hørt, og få vite om saken på en måte som passer alder og modenhet."
    )
    if age < PARTY_RIGHTS_AGE:
        return [_("De som har foreldreansvar, søker, får brev og klager for %(name)s."), heard]
    if age < OWN_COPY_AGE:
        return [
            _(
                "%(name)s kan søke, få brev og klage selv hvis %(name)s forstår hva saken gjelder. "
                "Ellers gjør de som har foreldreansvar, det."
            ),
            _(
                "Vil ikke %(name)s at foreldrene skal få vite noe, av grunner som bør respekteres, "
                "skal de ikke få vite det."
            ),
            heard,
        ]
    if age < DECIDES_ALONE_AGE:
        return [
            _("%(name)s skal ha sitt eget brev, i tillegg til dem som har foreldreansvar."),
            _("%(name)s kan søke og klage selv hvis %(name)s forstår hva saken gjelder."),
            heard,
        ]
    return [
        _("%(name)s bestemmer selv: søker, får brev og klager."),
        _(
            "Foreldrene trenger fullmakt for å opptre for %(name)s, og får bare vite det de må "
            "vite for å ivareta foreldreansvaret."
        ),
        heard,
    ]
