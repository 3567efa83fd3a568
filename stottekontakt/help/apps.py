from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "stottekontakt.help"
    label = "help"
