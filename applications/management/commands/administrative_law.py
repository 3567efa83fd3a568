"""Show which administrative act holds for what, and set the day the act of 2025 begins."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from applications.new_act import set_in_force
from stottekontakt.database.roles import as_owner
from stottekontakt.deadlines.law import law_on
from stottekontakt.deadlines.models import Provision


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--in-force", metavar="DAY", help="the day it begins: 2027-07-01")
        parser.add_argument("--not-set", action="store_true", help="take the day away again")
        parser.add_argument(
            "--provision", action="append", choices=Provision.Key.values, metavar="KEY",
            help="only this one; may be given several times. Default: all",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        if options["in_force"] and options["not_set"]:
            raise CommandError("Give either --in-force or --not-set.")
        if options["in_force"] or options["not_set"]:
            keys = options["provision"] or Provision.Key.values
            with as_owner():
                changed = set_in_force(keys, self._day(options["in_force"]))
            self.stdout.write(f"{len(changed.begun)} wordings of letters follow.")
            for text in changed.own:
                self.stdout.write(
                    f"Look at {text.municipality}'s own text: {text.kind}, {text.place}, "
                    f"{text.language}, from {text.valid_from}."
                )
        self._show()

    @staticmethod
    def _day(text: str | None) -> date | None:
        if text is None:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"{text} is not a day. Write it like this: 2027-07-01.") from error

    def _show(self) -> None:
        rows = list(Provision.objects.all())
        today = timezone.localdate()
        for key in Provision.Key.values:
            now = law_on(key, today, rows)
            new = next(one for one in rows if one.key == key and one.act == Provision.Act.OF_2025)
            self.stdout.write(
                f"{key:20} {now.act} {now.paragraph or '-':28} "
                f"2025: {new.paragraph} from {new.in_force_on or 'a day that is not set'}"
            )
