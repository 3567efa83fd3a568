from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "stottekontakt.accounts"

    def ready(self) -> None:
        from stottekontakt.accounts import sign_in_log  # noqa: F401  (listens to sign-ins)
