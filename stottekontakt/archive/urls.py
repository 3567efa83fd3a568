from __future__ import annotations

from django.urls import path

from stottekontakt.archive import views

app_name = "archive"
urlpatterns = [
    path("vedtak-pdf/", views.decision_list, name="list"),
    path("vedtak-pdf/<int:pk>/", views.pdf, name="pdf"),
    path("vedtak-pdf/zip/", views.gather, name="gather"),
    path("vedtak-pdf/zip/<int:pk>/tilstand/", views.state, name="state"),
    path("vedtak-pdf/zip/<int:pk>/last-ned/", views.download, name="download"),
    path("vedtak-pdf/zip/<int:pk>/stans/", views.cancel, name="cancel"),
]
