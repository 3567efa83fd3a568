"""One invented municipality while its cases are being entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from stottekontakt.accounts.models import Membership, Municipality, Unit
from stottekontakt.accounts.roles import Role
from stottekontakt.demo.people import People


@dataclass(frozen=True)
class Office:
    municipality: Municipality
    units: Mapping[str, Unit]  # by kind
    members: Mapping[str, Membership]  # by username
    people: People

    @property
    def today(self) -> date:
        return self.people.today

    @property
    def random(self) -> Random:
        return self.people.random

    @property
    def caseworkers(self) -> list[Membership]:
        return [
            member
            for member in self.members.values()
            if member.role == Role.CASEWORKER and member.is_valid_on(self.today)
        ]

    def signed_by(self, day: date) -> Membership:
        """Who signed on that day, before this system was there: those who have left, first."""
        at_work = [
            member
            for member in self.members.values()
            if member.role == Role.CASEWORKER and member.is_valid_on(day)
        ]
        return min(at_work, key=lambda member: member.valid_until is None)

    @property
    def administrator(self) -> Membership:
        return next(one for one in self.members.values() if one.role == Role.ADMINISTRATOR)

    def registering(self, username: str | None) -> Membership:
        """The one who has the case; what nobody has taken was registered by the first one."""
        return self.members[username] if username else self.caseworkers[0]
