"""What is asked of the municipality before anything is decided, and what it finds out."""

from applications.models.application import (
    HOURS_IN_MONTH,
    HOURS_IN_WEEK,
    Application,
    ApplicationPaper,
    ApplicationQuerySet,
    HoursUnit,
)
from applications.models.assessment import Assessment
from applications.models.information import (
    CommentRequest,
    Consent,
    InformationItem,
    InformationRequest,
)
from applications.models.inquiry import Inquiry
from applications.models.interim import InterimReply

__all__ = [
    "HOURS_IN_MONTH",
    "HOURS_IN_WEEK",
    "Application",
    "ApplicationPaper",
    "ApplicationQuerySet",
    "Assessment",
    "CommentRequest",
    "Consent",
    "HoursUnit",
    "InformationItem",
    "InformationRequest",
    "Inquiry",
    "InterimReply",
]
