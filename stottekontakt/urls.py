"""Every address of the product, by Norwegian nouns that people can guess."""

from __future__ import annotations

from django.urls import include, path

handler400 = "stottekontakt.ui.views.bad_request"

urlpatterns = [
    path("", include("stottekontakt.health.urls")),
    path("", include("stottekontakt.ui.urls")),
    path("", include("stottekontakt.administration.urls")),
    path("", include("stottekontakt.help.urls")),
    path("", include("stottekontakt.accounts.urls")),
    path("", include("stottekontakt.reports.urls")),  # with those of cases
    path("", include("stottekontakt.deadlines.urls")),
    path("", include("stottekontakt.letters.urls")),
    path("", include("stottekontakt.reminders.urls")),
    path("", include("applications.urls")),
    path("", include("decisions.urls")),
    path("", include("stottekontakt.archive.urls")),
    path("", include("stottekontakt.imports.urls")),
]
