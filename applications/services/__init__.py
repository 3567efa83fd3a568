"""Verbs of this app; each module's are those of one thing. The søknad's own stand here too."""

from applications.services.application import (
    Content,
    Receipts,
    add_attachments,
    add_authorisation,
    correct,
    mark_decided,
    receive,
    register_in_error,
    send_receipts,
    withdraw,
)

__all__ = [
    "Content",
    "Receipts",
    "add_attachments",
    "add_authorisation",
    "correct",
    "mark_decided",
    "receive",
    "register_in_error",
    "send_receipts",
    "withdraw",
]
