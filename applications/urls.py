from django.urls import path

from applications.views import applications, registration

app_name = "applications"

urlpatterns = [
    path("soknader/", applications.application_list, name="list"),
    path("soknader/ny/", registration.register, name="register"),
    path("soknader/<int:pk>/", applications.detail, name="detail"),
    path("soknader/<int:pk>/trekk/", applications.withdraw, name="withdraw"),
    path("soknader/<int:pk>/feilregistrert/", applications.register_in_error, name="error"),
    path("soknader/<int:pk>/vedlegg/", applications.attach, name="attach"),
    path("soknader/<int:pk>/fullmakt/", applications.authorise, name="authorise"),
    path("soknader/<int:pk>/kvittering/", applications.send_receipts, name="send_receipts"),
]
