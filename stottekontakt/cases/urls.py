"""Addresses of what is done in a case. They join the namespace `cases` in reports/urls.py."""

from __future__ import annotations

from django.urls import path

from stottekontakt.cases.views import (
    casework,
    documents,
    hand_over,
    impartiality,
    parents,
    persons,
    representatives,
    search,
)

urlpatterns = [
    path("sok/", search.search, name="search"),
    path("sok/<str:token>/", search.results, name="results"),
    path("saker/<int:pk>/ta/", hand_over.take, name="take"),
    path("saker/<int:pk>/ta-over/", hand_over.take_over, name="take_over"),
    path("saker/<int:pk>/saksbehandler/", hand_over.assign, name="assign"),
    path("overforinger/<int:pk>/", hand_over.offer, name="offer"),
    path("overforinger/<int:pk>/trekk/", hand_over.withdraw_offer, name="withdraw_offer"),
    path("saker/<int:pk>/habilitet/", impartiality.question, name="impartiality"),
    path("habilitet/<int:pk>/", impartiality.decide, name="decide_impartiality"),
    path("saker/<int:pk>/foreldre/", parents.assess, name="assess_parents"),
    path("saker/<int:pk>/foreldre/onske/", parents.wish, name="information_wish"),
    path("foreldre/onsker/<int:pk>/trekk/", parents.withdraw_wish, name="withdraw_wish"),
    path("notater/<int:pk>/foreldre/", parents.mark_note, name="mark_note"),
    path("journal/<int:pk>/foreldre/", parents.mark_entry, name="mark_entry"),
    path("fodselsdager/<int:pk>/", parents.age_reached, name="age_reached"),
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
