"""The project package: what all apps stand on, and the workflows above them."""

from stottekontakt.celery import app as celery_app

__all__ = ["celery_app"]
