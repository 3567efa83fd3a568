"""How long pages take, and how many questions they ask the database."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stottekontakt.accounts.models import User

ROUNDS = 25
EMPTY = "empty signed-in page"


@dataclass(frozen=True)
class Timing:
    seconds: float
    queries: int


def signed_in(user: User) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    client.get("/")  # chooses the municipality
    return client


def address_of_search(client: Client, text: str) -> str:
    """The page of results: names are posted, and stay out of the address."""
    address: str = client.post("/sok/", {"q": text})["Location"]
    return address


def time_pages(client: Client, addresses: Mapping[str, str]) -> dict[str, Timing]:
    """The quickest of each page: what else the machine does only adds. The pages take turns."""
    queries = {}
    for name, address in addresses.items():
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{name} ({address}) answered {response.status_code}")
        queries[name] = len(captured)
    taken: dict[str, list[float]] = {name: [] for name in addresses}
    for _round in range(ROUNDS):
        for name, address in addresses.items():
            began = time.perf_counter()
            client.get(address)
            taken[name].append(time.perf_counter() - began)
    return {name: Timing(min(taken[name]), queries[name]) for name in addresses}
