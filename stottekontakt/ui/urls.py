from django.urls import path

from stottekontakt.ui import views

app_name = "ui"
urlpatterns = [
    path("tilgjengelighet/", views.accessibility, name="accessibility"),
    path("personvern/", views.privacy, name="privacy"),
    path("komponenter/", views.gallery, name="components"),
]
