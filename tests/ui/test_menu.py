"""Nobody sees a menu entry that leads to a refusal."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from stottekontakt.accounts.roles import Role
from stottekontakt.ui.menu import ENTRIES

MENU = re.compile(r'<nav class="mainnav".*?</nav>', re.S)


@pytest.mark.parametrize("role", Role)
def test_every_entry_opens(role, member, client_for):
    browser = client_for(member(role))
    menu = MENU.search(browser.get("/min-side/").text)[0]
    addresses = re.findall(r'href="([^"]+)"', menu)
    assert reverse("accounts:me") in addresses
    for address in addresses:
        assert browser.get(address).status_code == 200, address


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.url_name)
def test_every_entry_is_a_page(entry):
    assert reverse(entry.url_name).endswith("/")


def test_the_menu_marks_where_one_is(administrator, client_for):
    browser = client_for(administrator)
    assert 'href="/administrasjon/" aria-current="page"' in browser.get("/administrasjon/").text
    assert 'href="/administrasjon/" aria-current="true"' in (
        browser.get("/administrasjon/brukere/inviter/").text
    )


def test_whoever_has_no_work_list_begins_elsewhere(administrator, client_for):
    assert client_for(administrator).get("/").url == "/administrasjon/"


@pytest.mark.parametrize("role", [Role.SUPPORT_CONTACT, Role.PAYROLL_CLERK])
def test_a_role_without_pages_begins_on_the_page_about_oneself(role, member, client_for):
    browser = client_for(member(role))
    response = browser.get("/", follow=True)
    assert response.request["PATH_INFO"] == "/min-side/"
    assert "ingen egne sider ennå" in response.text


def test_the_search_box_is_for_those_who_may_search(administrator, caseworker, client_for):
    box = 'class="topbar-search"'
    assert box not in client_for(administrator).get("/min-side/").text
    assert box in client_for(caseworker).get("/min-side/").text
