"""What is asked of the municipality before anything is decided, and what it finds out."""

from applications.models.application import (
    HOURS_IN_MONTH,
    HOURS_IN_WEEK,
    Application,
    ApplicationQuerySet,
    HoursUnit,
)

__all__ = [
    "HOURS_IN_MONTH",
    "HOURS_IN_WEEK",
    "Application",
    "ApplicationQuerySet",
    "HoursUnit",
]
