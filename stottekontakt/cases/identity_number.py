"""Norwegian identity numbers: what a typed one is, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from random import Random

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import InvalidComponent
from stdnum.no.fodselsnummer import calc_check_digit1, calc_check_digit2, get_birth_date

LENGTH = 11
D_NUMBER_DAYS = 40  # added to the day in a D-number
HELPER_MONTHS = 40  # added to the month in an H-number, made by one institution for itself
SYNTHETIC_MONTHS = 80  # added to the month in the tax administration's invented persons
FIRST_FH_DAY = 80  # FH-numbers begin with 8 or 9 and hold no date of birth


class Kind(StrEnum):
    NATIONAL = "national"
    D_NUMBER = "d_number"


class Gender(StrEnum):
    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    # Never in a representation, which may end in a log.
    digits: str = field(repr=False)
    kind: Kind
    is_synthetic: bool
    birth_date: date
    gender: Gender

    def __str__(self) -> str:
        return spaced(self.digits)


def spaced(digits: str) -> str:
    """As people write it: the date, a space, and the rest."""
    return f"{digits[:6]} {digits[6:]}"


def parse(text: str, *, today: date) -> IdentityNumber:
    """The number that was typed; a ValidationError says what is wrong, in the reader's words."""
    digits = re.sub(r"[\s.:\-–]", "", text)
    if strange := re.search(r"[^0-9]", digits):
        raise ValidationError(
            _("Fødselsnummeret skal bare ha sifre. Her står det også «%(sign)s»."),
            code="not_digits",
            params={"sign": strange.group()},
        )
    if len(digits) != LENGTH:
        raise ValidationError(
            _("Fødselsnummeret har %(count)d siffer. Det skal ha 11."),
            code="length",
            params={"count": len(digits)},
        )
    day, month, year = int(digits[:2]), int(digits[2:4]), digits[4:6]
    if day >= FIRST_FH_DAY:
        raise ValidationError(
            _(
                "Nummer som begynner på 8 eller 9, er felles hjelpenummer (FH-nummer). "
                "Det kan ikke brukes her. La feltet stå tomt, og skriv fødselsdatoen i stedet."
            ),
            code="fh_number",
        )
    kind = Kind.NATIONAL
    if day > D_NUMBER_DAYS:
        kind, day = Kind.D_NUMBER, day - D_NUMBER_DAYS
    if HELPER_MONTHS < month <= HELPER_MONTHS + 12:
        raise ValidationError(
            _(
                "Dette er et hjelpenummer (H-nummer, med 40 lagt til måneden). Det gjelder bare "
                "der det er laget. La feltet stå tomt, og skriv fødselsdatoen i stedet."
            ),
            code="h_number",
        )
    is_synthetic = SYNTHETIC_MONTHS < month <= SYNTHETIC_MONTHS + 12
    if is_synthetic:
        month -= SYNTHETIC_MONTHS
    if not _some_year_has(day, month, int(year)):
        raise ValidationError(
            _("De seks første sifrene skal være en fødselsdato, men %(date)s finnes ikke."),
            code="date",
            params={"date": f"{day:02}.{month:02}.{year}"},
        )
    if digits[9] != calc_check_digit1(digits) or digits[10] != calc_check_digit2(digits):
        raise ValidationError(
            _(
                "Fødselsnummeret er ikke riktig: kontrollsifrene stemmer ikke. "
                "Se etter om et siffer er feil, eller om to har byttet plass."
            ),
            code="check_digits",
        )
    try:
        # The digits of a synthetic number as those of a common one; the package knows centuries.
        birth_date = get_birth_date(f"{day:02}{month:02}{year}{digits[6:]}")
    except InvalidComponent:
        raise ValidationError(
            _("Fødselsnummeret er ikke riktig: siffer 7–9 passer ikke med fødselsåret."),
            code="century",
        ) from None
    if birth_date > today:
        raise ValidationError(
            _("Fødselsdatoen i fødselsnummeret er fram i tid."), code="not_born_yet"
        )
    gender = Gender.MALE if int(digits[8]) % 2 else Gender.FEMALE
    return IdentityNumber(digits, kind, is_synthetic, birth_date, gender)


def _some_year_has(day: int, month: int, two_digits: int) -> bool:
    """Whether the date exists in any of the centuries the number may mean."""
    for century in (1800, 1900, 2000):
        try:
            date(century + two_digits, month, day)
        except ValueError:
            continue
        return True
    return False


def problem_with_series(number: IdentityNumber, *, synthetic_only: bool) -> ValidationError | None:
    """Invented persons belong in a trial and living ones do not, and the other way round."""
    if number.is_synthetic == synthetic_only:
        return None
    if synthetic_only:
        return ValidationError(
            _(
                "Dette er et ekte fødselsnummer. Her brukes bare oppdiktede personer, "
                "med syntetiske nummer der 80 er lagt til måneden."
            ),
            code="real_number",
        )
    return ValidationError(
        _(
            "Dette er et syntetisk nummer for testing, ikke et fødselsnummer. "
            "Skriv nummeret til personen det gjelder."
        ),
        code="synthetic_number",
    )


def clean(text: str) -> IdentityNumber:
    """The number as this installation takes it."""
    number = parse(text, today=timezone.localdate())
    if problem := problem_with_series(number, synthetic_only=settings.SYNTHETIC_IDENTITY_NUMBERS):
        raise problem
    return number


# ── Invented persons ────────────────────────────────────────────────────────────────────────────


def synthetic_numbers(
    birth_date: date, *, gender: Gender | None = None, d_number: bool = False
) -> Iterator[str]:
    """Every synthetic number such a person may have, none of them in the real series."""
    day = birth_date.day + (D_NUMBER_DAYS if d_number else 0)
    start = f"{day:02}{birth_date.month + SYNTHETIC_MONTHS:02}{birth_date.year % 100:02}"
    for individual in _individual_numbers(birth_date.year):
        if gender is not None and (individual % 2 == 1) != (gender is Gender.MALE):
            continue
        nine = f"{start}{individual:03}"
        first = calc_check_digit1(nine)
        second = calc_check_digit2(nine + first) if len(first) == 1 else ""
        if len(second) == 1:  # a check digit of 10 means that the number is not given out
            yield nine + first + second


def synthetic_number(
    birth_date: date, random: Random, *, gender: Gender | None = None, d_number: bool = False
) -> str:
    numbers = list(synthetic_numbers(birth_date, gender=gender, d_number=d_number))
    return random.choice(numbers)


def _individual_numbers(year: int) -> range:
    if 1900 <= year <= 1999:
        return range(499, -1, -1)
    if 2000 <= year <= 2039:
        return range(999, 499, -1)
    if 1854 <= year <= 1899:
        return range(749, 499, -1)
    raise ValueError(f"No identity number tells of a birth in {year}.")
