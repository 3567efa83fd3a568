"""Our own pages by name `accounts:…`; allauth's by the names it reverses itself."""

from allauth.account import views as allauth_views
from django.urls import include, path, re_path

from stottekontakt.accounts import forms, views

own = [
    path("prov/", views.demo_sign_in, name="demo_sign_in"),
    path(
        "invitasjon/<int:municipality_id>/<str:token>/",
        views.accept_invitation,
        name="accept_invitation",
    ),
    path("min-side/", views.me, name="me"),
    path("min-side/rolle/<int:pk>/", views.choose_membership, name="choose_membership"),
    path("min-side/stedfortreder/", views.stand_ins, name="stand_ins"),
    path("min-side/stedfortreder/<int:pk>/avslutt/", views.end_stand_in, name="end_stand_in"),
    path("administrasjon/brukere/", views.users, name="users"),
    path("administrasjon/brukere/inviter/", views.invite, name="invite"),
    path("administrasjon/brukere/<int:pk>/", views.user, name="user"),
    path("administrasjon/brukere/<int:pk>/avslutt/", views.end_access, name="end_access"),
    path(
        "administrasjon/invitasjoner/<int:pk>/send/",
        views.send_invitation_again,
        name="send_invitation_again",
    ),
    path(
        "administrasjon/invitasjoner/<int:pk>/trekk/",
        views.withdraw_invitation,
        name="withdraw_invitation",
    ),
]

urlpatterns = [
    path("", include((own, "accounts"))),
    path("logg-inn/", views.SignInView.as_view(), name="account_login"),
    path("logg-ut/", allauth_views.logout, name="account_logout"),
    # Closed: this page tells how one becomes a user.
    path("ny-bruker/", allauth_views.signup, name="account_signup"),
    path("stengt-bruker/", allauth_views.account_inactive, name="account_inactive"),
    path(
        "min-side/passord/",
        allauth_views.PasswordChangeView.as_view(
            form_class=forms.ChangePasswordForm, success_url="/min-side/"
        ),
        name="account_change_password",
    ),
    path(
        "glemt-passord/",
        allauth_views.PasswordResetView.as_view(form_class=forms.ForgottenPasswordForm),
        name="account_reset_password",
    ),
    path(
        "glemt-passord/sendt/",
        allauth_views.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^glemt-passord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.PasswordResetFromKeyView.as_view(form_class=forms.NewPasswordForm),
        name="account_reset_password_from_key",
    ),
    path(
        "glemt-passord/ferdig/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
