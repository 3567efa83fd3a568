"""Addresses for monitors and load balancers."""

from django.urls import path

from stottekontakt.health import views

urlpatterns = [
    path("helse/live", views.live, name="health-live"),
    path("helse/klar", views.ready, name="health-ready"),
]
