"""Check the chain of seals over both logs; exit status 1 if a link is broken."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from stottekontakt.audit import services


class Command(BaseCommand):
    help = "Check that no sealed entry of the two logs was changed or removed."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = services.first_broken_link()
        if broken is not None:
            raise CommandError(f"Link {broken} does not fit: the logs were changed after sealing.")
        head = services.chain_head()
        self.stdout.write(
            f"{head[0]} links, all whole; head {head[1]}." if head else "Nothing is sealed yet."
        )
