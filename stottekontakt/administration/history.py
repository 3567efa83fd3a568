"""Who changed what and when, read from the history tables and said in Norwegian."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from stottekontakt.accounts.models import User
from stottekontakt.ui.formatting import number, short_date

MOST = 300  # events looked through for one page


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing somebody did to a row."""

    at: datetime
    who: str
    heading: str
    fields: Sequence[FieldChange]


def event_model(model: type[models.Model], name: str = "") -> Any:
    """The table of a tracked model's history."""
    return apps.get_model(model._meta.app_label, name or f"{model.__name__}Event")


def changes_of(
    model: type[models.Model],
    where: Mapping[str, Any],
    *,
    fields: Sequence[str],
    labels: Mapping[str, str | Promise] | None = None,
    group: str = "pgh_obj_id",
    name: str = "",
    about: str = "",
) -> list[Change]:
    """The changes of the rows that `where` picks, newest first.

    Events are compared within `group`: the row itself, or the key whose rows follow each other.
    `about` is the field that names what the change is about, where several are shown together.
    """
    events = list(
        event_model(model, name)
        .objects.filter(**where)
        .select_related("pgh_context")
        .order_by("-pgh_id")[:MOST]
    )
    names = _names(events)
    stacks: dict[Any, list[Any]] = defaultdict(list)
    changes = []
    for event in reversed(events):
        stack = stacks[getattr(event, group)]
        if event.pgh_label == "delete":  # what came before holds again
            stack[:] = [other for other in stack if other.pgh_obj_id != event.pgh_obj_id]
            former = event
        else:
            former = stack[-1] if stack else None
            stack.append(event)
        changed = [
            FieldChange(
                label=_label(model, field, labels or {}),
                before=_said(model, former, field),
                after=_said(model, event, field),
            )
            for field in fields
            if former is not None and getattr(former, field) != getattr(event, field)
        ]
        if former is not None and not changed and event.pgh_label != "delete":
            continue
        changes.append(
            Change(
                at=event.pgh_created_at,
                who=names.get(_user(event), _("systemet")),
                heading=_heading(event, former, about),
                fields=changed,
            )
        )
    return changes[::-1]


def _heading(event: Any, former: Any, about: str) -> str:
    what = _("Endret") if former is not None else _("Lagt inn")
    if event.pgh_label == "delete":
        what = _("Trukket")
    elif getattr(event, "valid_from", None):
        words = (
            _("Skal ikke brukes fra %(day)s")
            if getattr(event, "is_active", True) is False
            else _("Ny utgave fra %(day)s")
            if former is not None
            else _("Lagt inn, gjelder fra %(day)s")
        )
        what = words % {"day": short_date(event.valid_from)}
    return f"{getattr(event, about)}: {what}" if about else what


def _label(model: type[models.Model], field: str, labels: Mapping[str, str | Promise]) -> str:
    return str(labels.get(field) or capfirst(model._meta.get_field(field).verbose_name))  # type: ignore[union-attr]


def _said(model: type[models.Model], event: Any, field: str) -> str:
    """A value as a reader would say it."""
    value = getattr(event, field)
    choices = dict(getattr(model._meta.get_field(field), "flatchoices", None) or ())
    if value is None or value == "" or value == []:
        return _("tomt")
    if isinstance(value, bool):
        return _("ja") if value else _("nei")
    if isinstance(value, list):
        base = getattr(model._meta.get_field(field), "base_field", None)
        words = dict(getattr(base, "flatchoices", None) or ())
        return ", ".join(str(words.get(each, each)) for each in value)
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, Decimal):
        return number(value)
    return str(choices.get(value, value))


@dataclass(frozen=True, kw_only=True)
class LastChange:
    at: datetime
    who: str


def last_changes(
    asked: Mapping[str, tuple[type[models.Model], Mapping[str, Any]]],
) -> dict[str, LastChange]:
    """For each name, who last changed any of the rows; one query a name and one for the people."""
    newest = {
        name: event_model(model)
        .objects.filter(**where)
        .select_related("pgh_context")
        .order_by("-pgh_id")
        .first()
        for name, (model, where) in asked.items()
    }
    names = _names(event for event in newest.values() if event)
    return {
        name: LastChange(at=event.pgh_created_at, who=names.get(_user(event), _("systemet")))
        for name, event in newest.items()
        if event
    }


def _user(event: Any) -> int | None:
    context = event.pgh_context
    return context.metadata.get("user") if context else None


def _names(events: Iterable[Any]) -> dict[int | None, str]:
    users = {user for event in events if (user := _user(event))}
    return dict(User.objects.filter(pk__in=users).values_list("pk", "name")) if users else {}
