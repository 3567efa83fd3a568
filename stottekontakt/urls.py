"""Every address of the product, by Norwegian nouns that people can guess."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

handler400 = "stottekontakt.ui.views.bad_request"

urlpatterns: list[URLPattern | URLResolver] = []
for prefix, module in [
    ("", "stottekontakt.health.urls"),
    ("", "stottekontakt.ui.urls"),
    ("", "stottekontakt.accounts.urls"),
    ("", "stottekontakt.reports.urls"),  # with those of cases
    ("", "stottekontakt.deadlines.urls"),
    ("", "stottekontakt.letters.urls"),
    ("", "applications.urls"),
    ("", "decisions.urls"),
]:
    try:
        found = find_spec(module)
    except ModuleNotFoundError:
        found = None
    if found:
        urlpatterns.append(path(prefix, include(module)))
