"""What joins several apps and only reads."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "stottekontakt.reports"
