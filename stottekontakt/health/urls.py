"""Addresses for monitors and load balancers."""

from django.urls import path

from stottekontakt.health import views

app_name = "health"
urlpatterns = [
    path("helse/live", views.live, name="live"),
    path("helse/klar", views.ready, name="ready"),
]
