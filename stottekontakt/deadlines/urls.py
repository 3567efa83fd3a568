from django.urls import path

from stottekontakt.deadlines import views

app_name = "deadlines"

urlpatterns = [
    path("frister/", views.deadline_list, name="list"),
]
