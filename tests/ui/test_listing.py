"""Paging, sorting and the chips of filters."""

from __future__ import annotations

import pytest
from django import forms
from django.test import RequestFactory

from stottekontakt.accounts.models import User
from stottekontakt.ui.listing import address_with, chips_of, ordering, page_of
from tests.accounts.factories import UserFactory

ORDERS = {"navn": ("name", "pk"), "nyest": ("-at", "pk")}


def get(query: str = ""):
    return RequestFactory().get(f"/saker/{query}")


@pytest.mark.parametrize(
    ("query", "first"), [("", 0), ("?side=2", 50), ("?side=99", 100), ("?side=x", 0)]
)
def test_an_impossible_page_is_the_nearest_one(query, first):
    assert page_of(get(query), list(range(120))).object_list[0] == first


@pytest.mark.parametrize(
    ("query", "counted", "has_more", "first"),
    [
        ("", 40, True, 1),
        ("?side=5", 48, True, 9),
        ("?side=7", 50, False, 13),
        ("?side=99", 50, False, 49),
    ],
)
def test_a_long_list_is_counted_some_pages_ahead(query, counted, has_more, first, db):
    for number in range(50):
        UserFactory(name=f"Nr. {number:02}")
    page = page_of(get(query), User.objects.order_by("name"), per_page=2)
    assert (page.paginator.count, page.paginator.has_more) == (counted, has_more)
    assert page.start_index() == first


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", ["name", "pk"]),
        ("?sorter=-navn", ["-name", "-pk"]),
        ("?sorter=nyest", ["-at", "pk"]),
        ("?sorter=-nyest", ["at", "-pk"]),
        ("?sorter=password", ["name", "pk"]),
        ("?sorter=--navn", ["name", "pk"]),
    ],
)
def test_only_the_orders_that_are_offered(query, keys):
    assert list(ordering(get(query), ORDERS, default="navn")) == keys


def test_an_address_keeps_what_is_not_changed():
    request = get("?enhet=1&side=4&sorter=navn")
    assert address_with(request.GET, sorter="-navn") == "?enhet=1&sorter=-navn"
    assert address_with(request.GET, sorter=None, enhet=None) == "?"


class Filters(forms.Form):
    state = forms.ChoiceField(
        label="Tilstand", choices=[("", "Alle"), ("open", "Åpen")], required=False
    )
    units = forms.MultipleChoiceField(
        label="Enhet", choices=[("1", "Nord"), ("2", "Sør")], required=False
    )
    ended = forms.BooleanField(label="Også avsluttede", required=False)


def test_a_chip_for_each_filter_and_its_way_out():
    request = get("?state=open&units=1&units=2&ended=on&side=3&sorter=navn")
    chips = {chip.text: chip.remove_url for chip in chips_of(request, Filters(request.GET))}
    assert chips == {
        "Tilstand: Åpen": "?units=1&units=2&ended=on&sorter=navn",
        "Enhet: Nord": "?state=open&units=2&ended=on&sorter=navn",
        "Enhet: Sør": "?state=open&units=1&ended=on&sorter=navn",
        "Også avsluttede": "?state=open&units=1&units=2&sorter=navn",
    }


def test_a_filter_that_makes_no_sense_has_no_chip():
    request = get("?state=sideways")
    assert chips_of(request, Filters(request.GET)) == []
