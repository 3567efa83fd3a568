"""Applications; the case is given. The applicant is the recipient unless told otherwise."""

from __future__ import annotations

from datetime import date

import factory

from applications.models import Application
from tests.accounts.factories import UserFactory


class ApplicationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Application

    class Params:
        withdrawn = factory.Trait(state="withdrawn", withdrawn_on=date(2026, 11, 20))
        decided = factory.Trait(state="decided", decided_on=date(2026, 11, 20))
        in_error = factory.Trait(state="registered_in_error", error_reason="Feil person")
        by_phone = factory.Trait(channel="phone")

    municipality = factory.SelfAttribute("case.municipality")
    channel = Application.Channel.PAPER
    received_on = date(2026, 11, 9)
    applicant = factory.SelfAttribute("case.recipient")
    applicant_is = Application.ApplicantIs.RECIPIENT
    wishes = "Vil gjerne ha følge på tur."
    registered_by = factory.SubFactory(UserFactory)
