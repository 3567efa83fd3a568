"""The office's phrase library: saving, and what has been changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from decisions.models import Phrase
from stottekontakt.accounts.models import Membership
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.errors import Refused

FIELDS = ("heading", "text_nb", "text_nn", "sections", "is_active")


class CannotSavePhrase(Refused):
    """Another phrase in use has the heading, or somebody else has changed it meanwhile."""


@transaction.atomic
def add_phrase(values: Mapping[str, Any], *, by: Membership) -> Phrase:
    phrase = Phrase(municipality_id=by.municipality_id)
    return _save(phrase, values, by=by)


@transaction.atomic
def change_phrase(
    phrase_id: int, values: Mapping[str, Any], *, version: int, by: Membership
) -> Phrase:
    """`version` is the phrase's when the page was opened; an older one changes nothing."""
    phrase = Phrase.objects.visible_to(by).select_for_update().get(pk=phrase_id)
    if phrase.version != version:
        raise CannotSavePhrase(
            _("Noen andre har endret frasen etter at du åpnet den. Det du skrev, står i feltene. "
              "Se hva som er endret, og lagre på nytt.")
        )  # fmt: skip
    phrase.version += 1
    return _save(phrase, values, by=by)


def _save(phrase: Phrase, values: Mapping[str, Any], *, by: Membership) -> Phrase:
    for name in FIELDS:
        setattr(phrase, name, values[name])
    try:
        phrase.validate_constraints()
    except ValidationError as error:
        raise CannotSavePhrase(error.messages) from error
    phrase.save()
    record(AuditEntry.Event.PHRASE_SAVED, phrase, by=by)
    return phrase


def history_of(phrase: Phrase) -> list[Any]:
    """What it was, newest first; each row as it was left, with who and when."""
    events: Any = apps.get_model("decisions", "PhraseEvent").objects
    return list(
        events.filter(pgh_obj=phrase.pk).select_related("pgh_context").order_by("-pgh_id")[:50]
    )
