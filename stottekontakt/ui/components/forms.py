"""Parts of forms, used by the templates in templates/ds/."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stottekontakt.ui.components.markup import register

DJANGOS_REQUIRED = forms.Field.default_error_messages["required"]


@register.simple_tag
def widget(bound: BoundField) -> SafeString:
    """The control itself, with the design system's class."""
    control = bound.field.widget
    if not bound.is_hidden:
        classes = control.attrs.get("class", "").split()
        if "ds-input" not in classes:
            control.attrs["class"] = " ".join([*classes, "ds-input"])
    return SafeString(str(bound))


@register.simple_tag
def widget_choices(bound: BoundField) -> Any:
    """The single radios or checkboxes of a field, with the design system's class."""
    bound.field.widget.attrs.setdefault("class", "ds-input")
    return bound.subwidgets


@register.simple_tag
def below(bound: BoundField) -> Any:
    """What a page has put under the field: `field.below`, as markup."""
    return getattr(bound.field, "below", "")


@register.filter
def control_kind(bound: BoundField) -> str:
    """choices (a fieldset of radios or checkboxes), checkbox, or field."""
    control = bound.field.widget
    if isinstance(control, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(control, forms.CheckboxInput):
        return "checkbox"
    return "field"


@register.filter
def is_optional(bound: BoundField) -> bool:
    """Whether the label says "(valgfritt)".

    `mark_optional = False` on a field whose empty choice is an answer, or on a form of filters.
    """
    marked = all(getattr(each, "mark_optional", True) for each in (bound.field, bound.form))
    return marked and not bound.field.required


@register.filter
def field_errors(bound: BoundField) -> list[str]:
    """The errors of a field as they stand beside it."""
    kind = control_kind(bound)
    empty = {
        "choices": _("Velg et svar."),
        "checkbox": _("Kryss av her for å gå videre."),
    }.get(kind, _("Fyll inn dette feltet."))
    return [empty if error == DJANGOS_REQUIRED else str(error) for error in bound.errors]


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms_: forms.BaseForm | Sequence[forms.BaseForm]) -> dict[str, Any]:
    """All that is wrong in one or more forms, each line a link to where it is."""
    lines: list[tuple[str, str]] = []
    for form in chain.from_iterable(one if isinstance(one, list) else [one] for one in forms_):
        for name, errors in form.errors.items():
            if name == NON_FIELD_ERRORS:
                lines.extend(("", str(error)) for error in errors)
                continue
            bound = form[name]
            lines.extend((f"#{_first_control(bound)}", _in_summary(bound, e)) for e in errors)
    return {"lines": lines, "count": len(lines)}


def _in_summary(bound: BoundField, error: Any) -> str:
    """Away from its field, "this field is required" must say which."""
    if error != DJANGOS_REQUIRED:
        return str(error)
    words = {
        "choices": _("Svar på «%(label)s»."),
        "checkbox": _("Kryss av for «%(label)s»."),
    }.get(control_kind(bound), _("Fyll inn feltet «%(label)s»."))
    return words % {"label": bound.label}


def _first_control(bound: BoundField) -> str:
    if control_kind(bound) == "choices":
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id
