from django.urls import path

from applications.views import (
    applications,
    assessments,
    clock,
    information,
    inquiries,
    interim,
    registration,
)

app_name = "applications"

soknader = [
    path("soknader/", applications.application_list, name="list"),
    path("soknader/ny/", registration.register, name="register"),
    path("soknader/<int:pk>/", applications.detail, name="detail"),
    path("soknader/<int:pk>/rett/", applications.correct, name="correct"),
    path("soknader/<int:pk>/trekk/", applications.withdraw, name="withdraw"),
    path("soknader/<int:pk>/feilregistrert/", applications.register_in_error, name="error"),
    path("soknader/<int:pk>/vedlegg/", applications.attach, name="attach"),
    path("soknader/<int:pk>/fullmakt/", applications.authorise, name="authorise"),
    path("soknader/<int:pk>/bekreftelse/", applications.send_receipts, name="send_receipts"),
    path("soknader/<int:pk>/opplysninger/", information.ask, name="ask"),
]

henvendelser = [
    path("henvendelser/", inquiries.inquiry_list, name="inquiries"),
    path("henvendelser/ny/", inquiries.log, name="log_inquiry"),
    path("henvendelser/<int:pk>/", inquiries.detail, name="inquiry"),
    path("henvendelser/<int:pk>/oppfolging/", inquiries.follow_up, name="follow_up"),
    path("henvendelser/<int:pk>/sak/", inquiries.open_case, name="inquiry_case"),
    path(
        "henvendelser/<int:pk>/soknad/", inquiries.becomes_application, name="inquiry_application"
    ),
    path("henvendelser/<int:pk>/veiledning/", inquiries.guide, name="guide"),
    path("henvendelser/<int:pk>/trekk/", inquiries.withdraw, name="withdraw_inquiry"),
]

opplysninger = [
    path("opplysninger/<int:pk>/", information.detail, name="information"),
    path("opplysninger/<int:pk>/mottatt/", information.receive, name="receive_information"),
    path("opplysninger/<int:pk>/purring/", information.remind, name="remind"),
    path("opplysninger/<int:pk>/trekk/", information.withdraw, name="withdraw_request"),
    path("saker/<int:pk>/samtykke/", information.ask_consent, name="ask_consent"),
    path("samtykker/<int:pk>/", information.consent, name="consent"),
    path("samtykker/<int:pk>/svar/", information.answer_consent, name="answer_consent"),
    path("samtykker/<int:pk>/trekk/", information.withdraw_consent, name="withdraw_consent"),
    path("saker/<int:pk>/framlegging/", information.put_to_party, name="put_to_party"),
    path("framlegginger/<int:pk>/", information.comment, name="comment"),
    path("framlegginger/<int:pk>/svar/", information.answer_comment, name="answer_comment"),
]

kartlegginger = [
    path("saker/<int:pk>/kartlegging/start/", assessments.start, name="start_assessment"),
    path("kartlegginger/<int:pk>/", assessments.detail, name="assessment"),
    path("kartlegginger/<int:pk>/innkalling/", assessments.invite, name="invite"),
    path("kartlegginger/<int:pk>/ferdig/", assessments.finish, name="finish_assessment"),
    path("kartlegginger/<int:pk>/avbryt/", assessments.cancel, name="cancel_assessment"),
    path("kartlegginger/<int:pk>/<slug:slug>/", assessments.section, name="assessment_section"),
]

forelopige_svar = [
    path("soknader/<int:pk>/forelopig-svar/", interim.start, name="start_interim_reply"),
    path("soknader/<int:pk>/klokken/", clock.clock, name="clock"),
    path("forelopige-svar/<int:pk>/", interim.interim_reply, name="interim_reply"),
    path("forelopige-svar/<int:pk>/trengs-ikke/", interim.drop, name="drop_interim_reply"),
]

urlpatterns = [*soknader, *henvendelser, *opplysninger, *kartlegginger, *forelopige_svar]
