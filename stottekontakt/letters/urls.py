from django.urls import path

from stottekontakt.letters.views import correction, letter, letterhead, printing, texts

app_name = "letters"

urlpatterns = [
    path("brev/<int:pk>/", letter.detail, name="detail"),
    path("brev/<int:pk>/tilstand/", letter.state, name="state"),
    path("brev/<int:pk>/pdf/", letter.pdf, name="pdf"),
    path("brev/<int:pk>/send/", letter.send, name="send"),
    path("brev/<int:pk>/lag-pa-nytt/", letter.make_again, name="make_again"),
    path("brev/<int:pk>/rett/", correction.correction, name="correction"),
    path("utskrift/", printing.print_queue, name="print_queue"),
    path("utskrift/<int:pk>/", printing.print_batch, name="print_batch"),
    path("utskrift/<int:pk>/tilstand/", printing.print_state, name="print_state"),
    path("utskrift/<int:pk>/pdf/", printing.print_pdf, name="print_pdf"),
    path("utskrift/<int:pk>/lag-pa-nytt/", printing.print_again, name="print_again"),
    path("utskrift/<int:pk>/avbryt/", printing.print_discard, name="print_discard"),
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
