"""Deadlines; the case is given."""

from __future__ import annotations

from datetime import date

import factory

from stottekontakt.deadlines.models import Deadline


class DeadlineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Deadline

    class Params:
        met = factory.Trait(met_on=date(2026, 12, 1), met_by="letter:1")
        cancelled = factory.Trait(cancelled_on=date(2026, 12, 1), cancel_reason="Trukket")
        complaint = factory.Trait(kind="complaint", basis="four_weeks")

    municipality = factory.SelfAttribute("case.municipality")
    kind = Deadline.Kind.ONE_MONTH
    basis = Deadline.Basis.ONE_MONTH
    counted_from = date(2026, 11, 2)
    due_on = date(2026, 12, 2)
    act_by = factory.SelfAttribute("due_on")
    source = factory.Sequence(lambda n: f"application:{n}")
