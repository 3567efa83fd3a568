from django.urls import path

from decisions.views import (
    approval,
    following,
    issuing,
    notices,
    phrases,
    reading,
    writing,
    writing_help,
)

app_name = "decisions"

urlpatterns = [
    path("vedtak/", reading.decision_list, name="list"),
    path("vedtak/ny/", writing.start, name="start"),
    path("administrasjon/fraser/", phrases.phrase_list, name="phrases"),
    path("administrasjon/fraser/ny/", phrases.new_phrase, name="new_phrase"),
    path("administrasjon/fraser/<int:pk>/", phrases.phrase, name="phrase"),
    path("vedtak/til-beslutning/", approval.queue, name="queue"),
    path("vedtak/<int:pk>/", reading.detail, name="detail"),
    path("vedtak/<int:pk>/brev/<int:person_pk>/", reading.letter, name="letter"),
    path("vedtak/<int:pk>/fatt/", issuing.issue, name="issue"),
    path("vedtak/<int:pk>/send/", approval.submit, name="submit"),
    path("vedtak/<int:pk>/kall-tilbake/", approval.call_back, name="call_back"),
    path("vedtak/<int:pk>/send-tilbake/", approval.send_back, name="send_back"),
    path("vedtak/<int:pk>/revurder/", following.follow_up, name="follow_up"),
    path("vedtak/<int:pk>/varsel/", notices.notice, name="notice"),
    path("vedtak/<int:pk>/varsel/lag/", notices.make, name="make_notice"),
    path("vedtak/<int:pk>/varsel/uttalelse/", notices.comment, name="notice_comment"),
    path("vedtak/<int:pk>/varsel/alle/", notices.close, name="close_notice"),
    path("vedtak/<int:pk>/forkast/", writing.discard, name="discard"),
    path("vedtak/<int:pk>/<slug:slug>/", writing.section, name="section"),
    path("vedtak/<int:pk>/<slug:slug>/kladd/", writing.keep, name="keep"),
    path("vedtak/<int:pk>/<slug:slug>/sett-inn/", writing_help.put_in, name="put_in"),
]
