"""Municipalities, units and people at work. Everybody is invented."""

from __future__ import annotations

from datetime import date, timedelta

import factory
from django.utils import timezone

from stottekontakt.accounts.models import Invitation, Membership, Municipality, Unit, User
from stottekontakt.accounts.roles import Role


class MunicipalityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Municipality

    name = factory.Sequence(lambda n: f"Prøvevik {n} kommune")
    postal_address = "Postboks 1, 9999 Prøvevik"
    visiting_address = "Prøveveien 1, 9999 Prøvevik"
    phone = "00 00 00 00"
    email = "post@provevik.example"
    website = "provevik.example"
    county_governor = "Statsforvalteren i Prøveland"
    signatory_title = "leder for Tildelingskontoret"


class UnitFactory(factory.django.DjangoModelFactory):
    """Its municipality's context must be open (fixture `municipality`)."""

    class Meta:
        model = Unit

    municipality = factory.SubFactory(MunicipalityFactory)
    name = factory.Sequence(lambda n: f"Enhet {n}")
    kind = Unit.Kind.ALLOCATION
    phone = "00 00 00 01"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"ansatt{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@provevik.example")
    name = factory.Sequence(lambda n: f"Ansatt Nummer{n}")
    password = factory.django.Password("et-langt-passord")


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.CASEWORKER
    valid_from = date(2020, 1, 1)


class InvitationFactory(factory.django.DjangoModelFactory):
    """`municipality` and `invited_by` are given."""

    class Meta:
        model = Invitation

    email = factory.Sequence(lambda n: f"ny{n}@provevik.example")
    name = factory.Sequence(lambda n: f"Ny Medarbeider{n}")
    role = Role.CASEWORKER
    token_hash = factory.Sequence(lambda n: f"{n:064x}")
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
