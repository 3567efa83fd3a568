from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "stottekontakt.administration"
    label = "administration"
