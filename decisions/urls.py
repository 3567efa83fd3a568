from django.urls import path

from decisions.views import issuing, reading, writing

app_name = "decisions"

urlpatterns = [
    path("vedtak/", reading.decision_list, name="list"),
    path("vedtak/ny/", writing.start, name="start"),
    path("vedtak/<int:pk>/", reading.detail, name="detail"),
    path("vedtak/<int:pk>/brev/<int:person_pk>/", reading.letter, name="letter"),
    path("vedtak/<int:pk>/fatt/", issuing.issue, name="issue"),
    path("vedtak/<int:pk>/forkast/", writing.discard, name="discard"),
    path("vedtak/<int:pk>/<slug:slug>/", writing.section, name="section"),
    path("vedtak/<int:pk>/<slug:slug>/kladd/", writing.keep, name="keep"),
]
