"""Invented people: names that are words, synthetic identity numbers, telephones that never ring."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any

from stottekontakt.accounts.models import WrittenForm
from stottekontakt.cases.identity_number import Gender, synthetic_numbers
from stottekontakt.cases.rules import birthday_in
from stottekontakt.demo.data import read

# No Norwegian number begins with two zeros.
PHONE = "+470000{:04}"


@dataclass
class People:
    """The same people for the same municipality and day."""

    random: Random
    today: date
    written_form: str
    places: list[list[str]]
    names: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    phones: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.phones = self.random.sample(range(1000, 10000), 2000)

    def name(self, gender: Gender, surname: str = "") -> str:
        """Nobody has it yet."""
        lists = read("names")
        while True:
            first = self.random.choice(lists[gender.value])
            name = f"{first} {surname or self.random.choice(lists['surnames'])}"
            if name not in self.names:
                self.names.add(name)
                return name

    def born(self, age: int, on: date) -> date:
        """Somebody of this age on the day, with the birthday neither just past nor just ahead."""
        birthday = on - timedelta(days=self.random.randint(40, 300))
        return birthday_in(birthday, birthday.year - age)

    def identity_number(self, birth_date: date, gender: Gender) -> str:
        numbers = synthetic_numbers(birth_date, gender=gender)
        passed_by = self.random.randint(0, 50)  # a day has some hundred numbers
        number = next(one for one in islice(numbers, passed_by, None) if one not in self.numbers)
        self.numbers.add(number)
        return number

    def home(self) -> dict[str, str]:
        streets = "streets_nn" if self.written_form == WrittenForm.NYNORSK else "streets"
        postal_code, city = self.random.choice(self.places)
        street = self.random.choice(read("names")[streets])
        return {
            "address": f"{street} {self.random.randint(1, 60)}",
            "postal_code": postal_code,
            "city": city,
        }

    def phone(self) -> str:
        return PHONE.format(self.phones.pop())

    def details(
        self, *, name: str, birth_date: date, gender: Gender, **fields: Any
    ) -> dict[str, Any]:
        """The fields of a Person, all but the identity number."""
        self.names.add(name)
        return {
            "name": name,
            "birth_date": birth_date,
            "gender": gender.value,
            "written_form": self.written_form,
            "phone": self.phone(),
            **self.home(),
            **fields,
        }


def pronouns(gender: Gender, written_form: str) -> dict[str, str]:
    """For the texts of stories: {hun}, {henne}, {hennes}."""
    words = {
        ("female", "nb"): ("hun", "henne", "hennes"),
        ("male", "nb"): ("han", "ham", "hans"),
        ("female", "nn"): ("ho", "henne", "hennar"),
        ("male", "nn"): ("han", "han", "hans"),
    }[gender.value, written_form]
    return {"hun": words[0], "Hun": words[0].capitalize(), "henne": words[1], "hennes": words[2]}
