from django.urls import path

from stottekontakt.letters import views

app_name = "letters"

urlpatterns = [
    path("brev/<int:pk>/", views.detail, name="detail"),
    path("brev/<int:pk>/tilstand/", views.state, name="state"),
    path("brev/<int:pk>/pdf/", views.pdf, name="pdf"),
    path("brev/<int:pk>/send/", views.send, name="send"),
    path("brev/<int:pk>/lag-pa-nytt/", views.make_again, name="make_again"),
]
