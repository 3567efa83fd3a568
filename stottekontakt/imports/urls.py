from __future__ import annotations

from django.urls import path

from stottekontakt.imports import views

app_name = "imports"
urlpatterns = [
    path("administrasjon/import/", views.import_list, name="list"),
    path("administrasjon/import/mal/<slug:sheet>/", views.download_template, name="template"),
    path("administrasjon/import/<int:pk>/", views.detail, name="detail"),
    path("administrasjon/import/<int:pk>/tilstand/", views.state, name="state"),
    path("administrasjon/import/<int:pk>/rettes/", views.answer, name="answer"),
    path("administrasjon/import/<int:pk>/importer/", views.start, name="start"),
    path("administrasjon/import/<int:pk>/igjen/", views.try_again, name="try_again"),
    path("administrasjon/import/<int:pk>/forkast/", views.discard, name="discard"),
]
