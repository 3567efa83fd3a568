"""How long it takes to keep what is typed in a draft, as a share of a request that does nothing."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from stottekontakt.bench import empty

ROUNDS = 150
TYPED = "Nora bor med mor og en lillebror. Hun liker å svømme og strikke. " * 30  # 2 KB


@dataclass(frozen=True)
class Autosave:
    seconds: float
    empty_seconds: float
    queries: int

    @property
    def ratio(self) -> float:
        return self.seconds / self.empty_seconds


def time_autosave(client: Client, address: str) -> Autosave:
    """`address` keeps a section of facts. The quickest of each, taken by turns."""
    with override_settings(ROOT_URLCONF=empty.__name__):
        for number in range(3):
            answer = client.post(address, {"facts": f"{number} {TYPED}", "version": "1"})
            if answer.status_code != 200:
                raise RuntimeError(f"{address} answered {answer.status_code}")
        with CaptureQueriesContext(connection) as captured:
            client.post(address, {"facts": TYPED, "version": "1"})
        queries = len(captured)  # the next request begins the count anew
        kept, nothing = [], []
        for number in range(ROUNDS):
            began = time.perf_counter()
            client.post(empty.ADDRESS, {"facts": f"{number} {TYPED}", "version": "1"})
            nothing.append(time.perf_counter() - began)
            began = time.perf_counter()
            client.post(address, {"facts": f"{number} {TYPED}", "version": "1"})
            kept.append(time.perf_counter() - began)
    return Autosave(min(kept), min(nothing), queries)
