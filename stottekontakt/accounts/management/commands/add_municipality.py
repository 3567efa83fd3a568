"""Take a municipality into the installation, with its first office and its first administrator."""

from __future__ import annotations

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from stottekontakt.accounts.models import Membership, Municipality, Unit, User, WrittenForm
from stottekontakt.accounts.roles import Role
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.database.context import municipality_context


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="as in letters: 'Lyngvik kommune'")
        parser.add_argument("--postal-address", required=True, help="'Postboks 1, 1234 Lyngvik'")
        parser.add_argument("--phone", required=True)
        parser.add_argument("--county-governor", required=True, help="'Statsforvalteren i …'")
        parser.add_argument("--written-form", choices=WrittenForm.values, default="nb")
        parser.add_argument("--unit", required=True, help="the office that decides applications")
        parser.add_argument("--administrator", required=True, help="the person's name")
        parser.add_argument("--email", required=True, help="which the administrator signs in with")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].lower()
        if Municipality.objects.filter(name=options["name"]).exists():
            raise CommandError(f"{options['name']} is here already.")
        known = User.objects.filter(email__iexact=email).first()
        user = known or User(username=email, email=email, name=options["administrator"])
        password = "" if known else self._ask_password(user)
        with transaction.atomic():
            self._add(user, password, options)
        self.stdout.write(
            f"{options['name']} is here. {user.name} signs in with {email} and invites the others."
        )

    def _ask_password(self, user: User) -> str:
        password = getpass(f"Password for {user.name}: ")
        if password != getpass("The same again: "):
            raise CommandError("The two passwords differ; nothing was made.")
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(f"{' '.join(error.messages)} Nothing was made.") from None
        return password

    def _add(self, user: User, password: str, options: dict[str, Any]) -> None:
        municipality = Municipality(
            name=options["name"],
            written_form=options["written_form"],
            postal_address=options["postal_address"],
            phone=options["phone"],
            county_governor=options["county_governor"],
        )
        municipality.save()
        if user._state.adding:
            user.set_password(password)
            user.save()
        with municipality_context(municipality.pk, user.pk):
            Unit.objects.create(
                municipality=municipality, name=options["unit"], kind=Unit.Kind.ALLOCATION
            )
            membership = Membership.objects.create(
                municipality=municipality,
                user=user,
                role=Role.ADMINISTRATOR,
                valid_from=timezone.localdate(),
            )
            record(
                AuditEntry.Event.MEMBERSHIP_GRANTED,
                membership,
                by=None,
                data={"role": Role.ADMINISTRATOR},
            )
