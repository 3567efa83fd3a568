from django.urls import path

from stottekontakt.administration.views import criteria, index, references, settings, units, users

app_name = "administration"
urlpatterns = [
    path("administrasjon/", index.index, name="index"),
    # People
    path("administrasjon/brukere/oversikt/", users.overview, name="overview"),
    path("administrasjon/brukere/gjennomgang/", users.review, name="review"),
    path("administrasjon/brukere/<int:pk>/person/", users.change_user, name="change_user"),
    path("administrasjon/brukere/<int:pk>/rolle/", users.another_role, name="another_role"),
    path("ny-e-post/<str:token>/", users.confirm_email, name="confirm_email"),
    # Units
    path("administrasjon/enheter/", units.units, name="units"),
    path("administrasjon/enheter/ny/", units.add_unit, name="add_unit"),
    path("administrasjon/enheter/<int:pk>/", units.unit, name="unit"),
    path("administrasjon/enheter/<int:pk>/legg-ned/", units.close_unit, name="close_unit"),
    # Criteria
    path("administrasjon/kriterier/", criteria.criteria, name="criteria"),
    path("administrasjon/kriterier/ny/", criteria.add_criterion, name="add_criterion"),
    path("administrasjon/kriterier/prov/", criteria.try_criteria, name="try_criteria"),
    path("administrasjon/kriterier/<int:pk>/", criteria.criterion, name="criterion"),
    path(
        "administrasjon/kriterier/<int:pk>/endre/",
        criteria.change_criterion,
        name="change_criterion",
    ),
    path(
        "administrasjon/kriterier/<int:pk>/avslutt/", criteria.end_criterion, name="end_criterion"
    ),
    path(
        "administrasjon/kriterier/<int:pk>/trekk/",
        criteria.withdraw_criterion,
        name="withdraw_criterion",
    ),
    path(
        "administrasjon/kriterier/<int:pk>/flytt/", criteria.move_criterion, name="move_criterion"
    ),
    # Legal bases
    path("administrasjon/hjemler/", references.legal_bases, name="legal_bases"),
    path("administrasjon/hjemler/ny/", references.add_legal_basis, name="add_legal_basis"),
    path("administrasjon/hjemler/<int:pk>/", references.legal_basis, name="legal_basis"),
    path(
        "administrasjon/hjemler/<int:pk>/endre/",
        references.change_legal_basis,
        name="change_legal_basis",
    ),
    path(
        "administrasjon/hjemler/<int:pk>/avslutt/",
        references.end_legal_basis,
        name="end_legal_basis",
    ),
    path(
        "administrasjon/hjemler/<int:pk>/trekk/",
        references.withdraw_legal_basis,
        name="withdraw_legal_basis",
    ),
    # Kinds of documents
    path("administrasjon/dokumenttyper/", references.document_kinds, name="document_kinds"),
    path(
        "administrasjon/dokumenttyper/ny/", references.add_document_kind, name="add_document_kind"
    ),
    path("administrasjon/dokumenttyper/<int:pk>/", references.document_kind, name="document_kind"),
    path(
        "administrasjon/dokumenttyper/<int:pk>/endre/",
        references.change_document_kind,
        name="change_document_kind",
    ),
    path(
        "administrasjon/dokumenttyper/<int:pk>/avslutt/",
        references.end_document_kind,
        name="end_document_kind",
    ),
    path(
        "administrasjon/dokumenttyper/<int:pk>/trekk/",
        references.withdraw_document_kind,
        name="withdraw_document_kind",
    ),
    # The municipality
    path("administrasjon/kommunen/", settings.settings, name="settings"),
    path("administrasjon/kommunen/vapen/", settings.arms_picture, name="arms"),
    path("administrasjon/kommunen/<slug:slug>/", settings.settings_group, name="settings_group"),
]
