"""The front page, and every address of the namespace `cases`.

What is done in a case stands in stottekontakt/cases; the pages that show a case also show its
applications, decisions and letters, and so stand here, above them. To people it is one place.
"""

from __future__ import annotations

from django.urls import include, path

from stottekontakt.cases.urls import urlpatterns as in_cases
from stottekontakt.reports import kept_dates_views, views

pages = [
    path("saker/", views.case_list, name="list"),
    path("saker/<int:pk>/", views.case_detail, name="detail"),
    path("saker/<int:pk>/personer/", views.case_persons, name="persons"),
    path("saker/<int:pk>/soknader/", views.case_applications, name="applications"),
    path("saker/<int:pk>/kartlegging/", views.case_assessments, name="assessments"),
    path("saker/<int:pk>/vedtak/", views.case_decisions, name="decisions"),
    path("saker/<int:pk>/brev/", views.case_letters, name="letters"),
    path("saker/<int:pk>/dokumenter/", views.case_documents, name="documents"),
    path("saker/<int:pk>/hendelser/", views.case_timeline, name="timeline"),
]

front = [
    path("", views.worklist, name="worklist"),
    path("rapporter/frister/", kept_dates_views.kept, name="dates"),
    path("rapporter/frister/liste/", kept_dates_views.dates_list, name="dates_list"),
]

urlpatterns = [
    path("", include((front, "reports"))),
    path("", include(([*pages, *in_cases], "cases"))),
]
