"""Addresses of what is done in a case. They join the namespace `cases` in reports/urls.py."""

from __future__ import annotations

from django.urls import path

from stottekontakt.cases.views import casework, documents, persons, representatives, search

urlpatterns = [
    path("sok/", search.search, name="search"),
    path("sok/<str:token>/", search.results, name="results"),
    path("saker/<int:pk>/ta/", casework.take, name="take"),
    path("saker/<int:pk>/saksbehandler/", casework.assign, name="assign"),
    path("saker/<int:pk>/endre/", casework.edit, name="edit"),
    path("saker/<int:pk>/notat/", casework.note, name="note"),
    path("saker/<int:pk>/dokumenter/ny/", documents.add, name="add_document"),
    path("dokumenter/<int:pk>/", documents.document, name="document"),
    path("saker/<int:pk>/personer/ny/", representatives.choose, name="choose_representative"),
    path(
        "saker/<int:pk>/personer/ny/<str:kind>/",
        representatives.add,
        name="add_representative",
    ),
    path("representanter/<int:pk>/", representatives.edit, name="representative"),
    path("representanter/<int:pk>/avslutt/", representatives.end, name="end_representative"),
    path("personer/<int:pk>/", persons.person, name="person"),
]
