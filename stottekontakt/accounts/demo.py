"""The demo sign-ins of a trial: one per role, in the first municipality. Production has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from stottekontakt.accounts.models import User
from stottekontakt.accounts.roles import Role

PASSWORD = "demo"  # noqa: S105  said aloud on the sign-in page


@dataclass(frozen=True)
class DemoUser:
    username: str
    role: Role
    does: Any
    name: str = ""

    @property
    def as_whom(self) -> str:
        return _("som %(name)s") % {"name": self.name}

    @property
    def initials(self) -> str:
        words = self.name.split()
        return (words[0][:1] + words[-1][:1]).upper() if words else ""


ROLES = (
    DemoUser("saksbehandler", Role.CASEWORKER, _("arbeidsliste, saker, søknader og vedtak")),
    DemoUser("beslutter", Role.DECISION_MAKER, _("leser og fatter vedtak")),
    DemoUser("koordinator", Role.COORDINATOR, _("setter i verk det som er innvilget")),
    DemoUser("stottekontakt", Role.SUPPORT_CONTACT, _("er sammen med den som får tjenesten")),
    DemoUser("lonn", Role.PAYROLL_CLERK, _("lønn og satser")),
    DemoUser("leder", Role.LEADER, _("har oversikten og fristene")),
    DemoUser("administrator", Role.ADMINISTRATOR, _("gir brukere tilgang")),
)


def demo_users() -> list[DemoUser]:
    """The demo sign-ins that exist; none outside a trial."""
    if not settings.TRIAL:
        return []
    usernames = [role.username for role in ROLES]
    names = dict(User.objects.filter(username__in=usernames).values_list("username", "name"))
    return [
        DemoUser(role.username, role.role, role.does, names[role.username])
        for role in ROLES
        if role.username in names
    ]
