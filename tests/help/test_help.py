"""Every page has its help, in both forms of Norwegian, with links that lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import get_resolver, reverse

from stottekontakt.accounts.roles import Role
from stottekontakt.help.topics import BY_SLUG, FIRST_DAY, PAGES
from tests.test_conventions import url_patterns
from tests.test_permissions import MATRIX

TEXTS = Path(settings.BASE_DIR) / "templates" / "help"

# Pages of the matrix without a help text of their own, each with the reason.
WITHOUT_HELP = {
    "help:index": "is the help",
    "help:first_day": "is the help",
    "help:first_day_of": "is the help",
    "help:topic": "is the help",
}
# Answers that are no pages: a state, a file, a part of a page.
NO_PAGES = re.compile(r":(state|keep|pdf|download|letterhead_pdf|.*_state|.*_file|template)$")


def test_every_page_has_its_help():
    pages = {address.name for address in MATRIX if not address.post}
    lacking = {name for name in pages - set(PAGES) - set(WITHOUT_HELP) if not NO_PAGES.search(name)}
    assert lacking == set(), "name the topic of each in stottekontakt/help/topics.py"


def test_help_is_about_pages_that_are_there():
    names = {name for name, _pattern in url_patterns(get_resolver())}
    assert set(PAGES) - names == set()
    assert set(WITHOUT_HELP) - names == set()


def test_no_page_has_two_helps():
    pages = [page for topic in BY_SLUG.values() for page in topic.pages]
    assert len(pages) == len(set(pages))


def texts(language: str) -> set[str]:
    return {path.stem for path in (TEXTS / language).glob("*.html")}


def test_there_is_a_text_for_each_topic_and_role_and_no_other():
    wanted = set(BY_SLUG) | {f"first_day_{role.value}" for role in Role}
    assert texts("nb") == wanted
    assert texts("nn") == wanted
    assert set(FIRST_DAY) == set(Role)


@pytest.mark.parametrize("name", sorted(texts("nb")))
def test_both_forms_say_the_same(name):
    """As many steps and headings, and links to the same pages."""

    def shape(language: str) -> tuple[list[str], list[str]]:
        text = (TEXTS / language / f"{name}.html").read_text()
        return re.findall(r"<(h2|ol|ul|li|p)\b", text), re.findall(
            r'{% (?:page|topic) "(.*?)"', text
        )

    assert shape("nb") == shape("nn")


# Words that are one form's and not the other's.
BOKMAL = re.compile(
    r"\b(ikke|hvem|hvordan|siden|noe|jeg|fra|blir det ikke|enheten|saksbehandleren)\b"
)
NYNORSK = re.compile(r"\b(ikkje|kven|korleis|noko|eg|frå|eininga|saksbehandlaren)\b")


@pytest.mark.parametrize("name", sorted(texts("nb")))
def test_each_text_is_in_its_own_form(name):
    def words(language: str) -> str:
        text = (TEXTS / language / f"{name}.html").read_text()
        return re.sub(r"{%.*?%}|<[^>]+>", " ", text).lower()

    assert NYNORSK.findall(words("nb")) == []
    assert BOKMAL.findall(words("nn")) == []


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_text_opens(member, client_for, language):
    membership = member(Role.ADMINISTRATOR, user__language=language)
    browser = client_for(membership)
    for slug in BY_SLUG:
        response = browser.get(reverse("help:topic", args=[slug]))
        assert response.status_code == 200
        assert f'<html lang="{language}"' in response.text
    assert browser.get("/hjelp/finnes-ikke/").status_code == 404
    assert browser.get("/hjelp/forste-dag/finnes-ikke/").status_code == 404


@pytest.mark.parametrize("role", Role)
def test_the_first_day_links_to_nothing_but_pages_one_may_open(role, member, client_for):
    browser = client_for(member(role))
    response = browser.get("/hjelp/forste-dag/", follow=True)
    assert response.redirect_chain[-1][0] == reverse(
        "help:first_day_of", args=[FIRST_DAY[role].slug]
    )
    text = response.text[response.text.index('class="help-text"') :]
    for address in re.findall(r'href="(/[^"]*)"', text):
        assert browser.get(address).status_code in {200, 302}, address


def test_anothers_first_day_can_be_read_without_dead_ends(member, client_for):
    browser = client_for(member(Role.SUPPORT_CONTACT))
    response = browser.get("/hjelp/forste-dag/administrator/")
    assert "Dette er ikke rollen du arbeider i nå." in response.text
    assert 'href="/administrasjon/' not in response.text
    assert "<b>enhetene</b>" in response.text


def test_a_page_leads_to_its_own_help(administrator, client_for):
    browser = client_for(administrator)
    assert 'href="/hjelp/enheter/"' in browser.get("/administrasjon/enheter/").text
    assert 'href="/hjelp/min-side/"' in browser.get("/min-side/").text
    assert 'href="/hjelp/"' in browser.get("/hjelp/enheter/").text


def test_a_stranger_is_sent_to_sign_in(client, db):
    assert client.get("/hjelp/").status_code == 302
    assert "/hjelp/" not in client.get("/tilgjengelighet/").text
