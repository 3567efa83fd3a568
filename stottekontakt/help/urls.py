from django.urls import path

from stottekontakt.help import views

app_name = "help"
urlpatterns = [
    path("hjelp/", views.index, name="index"),
    path("hjelp/forste-dag/", views.first_day, name="first_day"),
    path("hjelp/forste-dag/<slug:role>/", views.first_day_of, name="first_day_of"),
    path("hjelp/<slug:topic>/", views.topic, name="topic"),
]
