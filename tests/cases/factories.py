"""Persons and cases. Everybody is invented; identity numbers are synthetic (month + 80)."""

from __future__ import annotations

from datetime import date

import factory

from stottekontakt.cases.models import AddressProtection, Case, Person, Representative


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    class Params:
        confidential = factory.Trait(address_protection=AddressProtection.CONFIDENTIAL)
        strict = factory.Trait(address_protection=AddressProtection.STRICT)
        child = factory.Trait(name="Nora Blåklokke", birth_date=date(2015, 8, 14))

    name = factory.Sequence(lambda n: f"Ali Havbris{n}")
    birth_date = date(1992, 3, 4)
    written_form = "nb"
    address = "Øvre Prøvevei 12"
    postal_code = "9999"
    city = "Lyngvik"


class CaseFactory(factory.django.DjangoModelFactory):
    """`unit` is given; the municipality follows from it."""

    class Meta:
        model = Case

    municipality = factory.SelfAttribute("unit.municipality")
    recipient = factory.SubFactory(
        PersonFactory, municipality=factory.SelfAttribute("..municipality")
    )
    year = 2026
    sequence = factory.Sequence(lambda n: n + 1)
    opened_on = date(2026, 11, 2)


class RepresentativeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Representative

    class Params:
        mother = factory.Trait(kind="parent", relation="mor", parental_responsibility="shared")
        guardian = factory.Trait(
            kind="guardian", mandate="personlige forhold", mandate_covers_personal_matters=True
        )
        proxy = factory.Trait(kind="proxy", written_on=date(2026, 10, 1), mandate="hele saken")

    municipality = factory.SelfAttribute("case.municipality")
    person = factory.SubFactory(PersonFactory, municipality=factory.SelfAttribute("..municipality"))
    kind = "next_of_kin"
