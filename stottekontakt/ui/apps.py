from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "stottekontakt.ui"
    label = "ui"
    verbose_name = "Skjermbilder"
