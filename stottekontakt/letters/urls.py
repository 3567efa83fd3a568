from django.urls import path

from stottekontakt.letters.views import letter, letterhead, texts

app_name = "letters"

urlpatterns = [
    path("brev/<int:pk>/", letter.detail, name="detail"),
    path("brev/<int:pk>/tilstand/", letter.state, name="state"),
    path("brev/<int:pk>/pdf/", letter.pdf, name="pdf"),
    path("brev/<int:pk>/send/", letter.send, name="send"),
    path("brev/<int:pk>/lag-pa-nytt/", letter.make_again, name="make_again"),
    path("administrasjon/tekster/", texts.texts, name="texts"),
    path("administrasjon/tekster/brevark/", letterhead.letterhead, name="letterhead"),
    path(
        "administrasjon/tekster/brevark/<int:pk>/<slug:language>/",
        letterhead.letterhead_pdf,
        name="letterhead_pdf",
    ),
    path("administrasjon/tekster/trekk/<int:pk>/", texts.withdraw_text, name="withdraw_text"),
    path("administrasjon/tekster/<slug:kind>/", texts.texts_of_kind, name="texts_of_kind"),
    path("administrasjon/tekster/<slug:kind>/<slug:place>/", texts.text, name="text"),
]
