"""The pages that belong to no app, and those shown when something fails."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from stottekontakt.accounts.roles import Role
from stottekontakt.ui import icons

TEMPLATES = Path(django_settings.BASE_DIR) / "templates"


@login_not_required
def breaks(request):
    raise RuntimeError


@login_not_required
def refuses(request):
    raise PermissionDenied


@login_not_required
def takes_posts(request):
    return HttpResponse("ok")


handler400 = "stottekontakt.ui.views.bad_request"
urlpatterns = [
    path("", include("stottekontakt.urls")),
    path("breaks/", breaks),
    path("refuses/", refuses),
    path("takes-posts/", takes_posts),
]


def test_the_components_are_for_developers_only(client, db, settings):
    assert client.get("/komponenter/").status_code == 404
    settings.DEBUG = True
    assert client.get("/komponenter/").status_code == 200


def test_the_address_of_a_button_explains_itself(member, client_for):
    response = client_for(member(Role.CASEWORKER)).get("/sok/")
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert "Ingenting er lagret. Gå tilbake" in response.text
    assert 'href="/"' in response.text


@pytest.mark.parametrize("address", ["/tilgjengelighet/", "/personvern/"])
def test_the_statements_are_for_everyone(client, db, address):
    response = client.get(address)
    assert response.status_code == 200
    assert client.post(address).status_code == 405


def test_every_page_carries_the_headers_that_protect_it(client, db):
    headers = client.get("/personvern/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "camera=()" in headers["Permissions-Policy"]


class TestWhenSomethingFails:
    @pytest.fixture(autouse=True)
    def urls(self, settings):
        settings.ROOT_URLCONF = __name__

    def test_a_page_that_is_not_there(self, client, caseworker, client_for):
        response = client_for(caseworker).get("/finnes-ikke/")
        assert response.status_code == 404
        assert "Siden finnes ikke" in response.text

    def test_a_refusal_says_what_role_one_has(self, caseworker, client_for):
        response = client_for(caseworker).get("/refuses/")
        assert response.status_code == 403
        assert "Rollen din som saksbehandler" in response.text

    def test_a_form_that_is_too_old(self, db):
        response = Client(enforce_csrf_checks=True).post("/takes-posts/", {"a": "b"})
        assert response.status_code == 403
        assert "Skjemaet var for gammelt" in response.text

    def test_a_mistake_of_ours(self, client, db):
        client.raise_request_exception = False
        response = client.get("/breaks/")
        assert response.status_code == 500
        assert "Noe gikk galt hos oss" in response.text

    def test_a_request_we_do_not_understand(self, client, db):
        with override_settings(DEBUG=False, ALLOWED_HOSTS=["localhost"]):
            response = client.get("/personvern/", headers={"host": "evil.example"})
        assert response.status_code == 400
        assert "Vi forsto ikke" in response.text


def test_every_icon_that_a_template_names_is_there():
    named = set()
    for template in TEMPLATES.rglob("*.html"):
        text = template.read_text()
        named |= set(re.findall(r"""\{%\s*icon\s+["']([^"']+)["']""", text))
        named |= set(re.findall(r"""\bicon=["']([^"']+)["']""", text))
    assert len(named) > 5
    for name in sorted(named):
        assert icons.svg(name)


def test_no_template_has_inline_style_or_script():
    """The Content-Security-Policy refuses both; better to hear of it here than in a browser."""
    found = [
        str(template.relative_to(TEMPLATES))
        for template in TEMPLATES.rglob("*.html")
        if "letters" not in template.parts
        # A page that lies in the ZIP beside the letters, and is opened from a disk.
        and template.relative_to(TEMPLATES) != Path("archive/index.html")
        and re.search(
            r"""<style|<script(?![^>]*\bsrc=)|\sstyle=["']|\son[a-z]+=["']""", template.read_text()
        )
    ]
    assert found == []
