from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    name = "stottekontakt.database"

    def ready(self) -> None:
        from stottekontakt.database import checks  # noqa: F401  (registers the check)
