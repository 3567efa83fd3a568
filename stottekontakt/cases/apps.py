from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "stottekontakt.cases"
