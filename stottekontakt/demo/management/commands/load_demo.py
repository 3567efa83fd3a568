"""Load five invented municipalities into an empty trial."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from stottekontakt.accounts.models import Municipality
from stottekontakt.demo.load import load


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing, rather than complain, when there are municipalities already",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TRIAL:
            raise CommandError(
                "The demo data, with its open password, is only for a trial: set TRIAL=true."
            )
        if Municipality.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError(
                "There are municipalities here already. "
                "Name an empty folder with DATA_DIR, or an empty database."
            )
        began = time.monotonic()
        load()
        if options["verbosity"]:
            self.stdout.write(
                f"Five municipalities are loaded ({time.monotonic() - began:.1f} s). Sign in with "
                "the password demo as saksbehandler or another of those on the sign-in page."
            )
