from django.urls import path

from stottekontakt.reminders import views

app_name = "reminders"

urlpatterns = [
    path("min-side/paminnelser/", views.choice, name="choice"),
    path("utboks/", views.mailbox, name="mailbox"),
    path("paminnelser/", views.status, name="status"),
]
