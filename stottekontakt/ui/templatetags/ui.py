"""Our components. The page /komponenter/ shows every one of them in use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stottekontakt.ui import formatting, icons
from stottekontakt.ui.listing import PAGE, SORT, Chip, address_with

register = template.Library()

COLORS = {"accent", "neutral", "info", "success", "warning", "danger"}
VARIANTS = {"primary", "secondary", "tertiary"}
EMPTY = SafeString("")
DJANGOS_REQUIRED = forms.Field.default_error_messages["required"]

# ── Formats ─────────────────────────────────────────────────────────────────────────────────────


def _filter(name: str) -> None:
    """A formatting function as a filter; nothing in, nothing out."""
    function = getattr(formatting, name)

    def apply(value: Any) -> str:
        return "" if value is None or value == "" else function(value)

    register.filter(name, apply)


for _name in (
    "long_date", "short_date", "weekday_date", "short_weekday_date", "moment", "clock",
    "relative_day", "time_left", "number", "hours", "money", "file_size",
):  # fmt: skip
    _filter(_name)


@register.simple_tag
def day(value: date | None, style: str = "short") -> SafeString:
    """A date marked up as one: short 26.02.2027, long 26. februar 2027, weekday fredag 26. …"""
    if value is None:
        return EMPTY
    text = {
        "short": formatting.short_date,
        "long": formatting.long_date,
        "weekday": formatting.weekday_date,
        "short_weekday": formatting.short_weekday_date,
    }[style](value)
    return format_html('<time datetime="{}">{}</time>', formatting.as_date(value).isoformat(), text)


# ── Small things ────────────────────────────────────────────────────────────────────────────────


def _checked(value: str, allowed: set[str], what: str) -> str:
    if value not in allowed:
        raise template.TemplateSyntaxError(f"{what} is {value!r}; use one of {sorted(allowed)}")
    return value


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside words that say the same."""
    return icons.svg(name)


@register.simple_tag
def tag(text: Any, *, color: str = "neutral", icon: str = "") -> SafeString:
    """A short label for a state."""
    return format_html(
        '<span class="ds-tag" data-color="{}">{}{}</span>',
        _checked(color, COLORS, "color"),
        icons.svg(icon) if icon else EMPTY,
        text,
    )


@register.simple_tag
def count(number: int, *, color: str = "") -> SafeString:
    """A figure in a bubble, after the word it counts."""
    if color:
        return format_html(
            '<span class="count" data-color="{}">{}</span>',
            _checked(color, COLORS, "color"),
            formatting.number(number),
        )
    return format_html('<span class="count">{}</span>', formatting.number(number))


@register.simple_tag
def person(name: str, *, age: int | None = None, protection: Any = "") -> SafeString:
    """Nora Blåklokke, 11 år – with a red tag where the address is protected."""
    years = (
        ngettext(", %(count)d år", ", %(count)d år", age) % {"count": age}
        if age is not None
        else ""
    )
    shield = tag(protection, color="danger", icon="shield-lock") if protection else EMPTY
    return format_html('<span class="person"><b>{}</b>{}</span> {}', name, years, shield)


# ── Buttons ─────────────────────────────────────────────────────────────────────────────────────


def _button_attrs(variant: str, size: str, color: str) -> SafeString:
    _checked(variant, VARIANTS, "variant")
    attrs = [("data-variant", variant)] if variant != "primary" else []
    if size:
        attrs.append((f"data-{_checked(size, {'small', 'big'}, 'size')}", "true"))
    if color:
        attrs.append(("data-color", _checked(color, COLORS, "color")))
    return format_html_join("", ' {}="{}"', attrs)


def _about(about: Any) -> SafeString:
    return format_html('<span class="ds-sr-only"> {}</span>', about) if about else EMPTY


@register.simple_tag
def button(
    text: Any, *, variant: str = "primary", size: str = "", icon: str = "", color: str = "",
    about: Any = "", name: str = "", value: str = "", form: str = "",
) -> SafeString:  # fmt: skip
    """The button that submits a form. `about` is for screen readers: "som Siri Lind"."""
    attrs = [(key, val) for key, val in (("name", name), ("value", value), ("form", form)) if val]
    return format_html(
        '<button class="ds-button" type="submit"{}{}>{}{}{}</button>',
        _button_attrs(variant, size, color),
        format_html_join("", ' {}="{}"', attrs),
        icons.svg(icon) if icon else EMPTY,
        text,
        _about(about),
    )


@register.simple_tag
def link_button(
    text: Any, url: str, *, variant: str = "primary", size: str = "", icon: str = "",
    about: Any = "",
) -> SafeString:  # fmt: skip
    """A link that looks like a button: it leads somewhere and changes nothing."""
    return format_html(
        '<a class="ds-button" href="{}"{}>{}{}{}</a>',
        url,
        _button_attrs(variant, size, ""),
        icons.svg(icon) if icon else EMPTY,
        text,
        _about(about),
    )


@register.simple_tag(takes_context=True)
def post_button(
    context: Context, text: Any, url: str, *, variant: str = "secondary", size: str = "",
    icon: str = "", color: str = "", about: Any = "", name: str = "", value: str = "",
) -> SafeString:  # fmt: skip
    """A form with nothing but one button."""
    return format_html(
        '<form method="post" action="{}" class="post-button">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">{}</form>',
        url,
        get_token(context["request"]),
        button(text, variant=variant, size=size, icon=icon, color=color, about=about,
               name=name, value=value),
    )  # fmt: skip


@register.simple_block_tag
def actions(content: str) -> SafeString:
    """Buttons in a row."""
    return format_html('<div class="actions">{}</div>', content)


# ── Head of a page ──────────────────────────────────────────────────────────────────────────────


@register.simple_block_tag
def page_heading(content: str, title: Any, *, meta: Any = "", eyebrow: Any = "") -> SafeString:
    """The h1, what explains it in one line, and (inside) tags and actions."""
    return mark_safe(
        render_to_string(
            "components/page_heading.html",
            {"content": content, "title": title, "meta": meta, "eyebrow": eyebrow},
        )
    )


@register.simple_block_tag
def breadcrumbs(content: str) -> SafeString:
    """Where one is: the {% crumb %}s from the top down."""
    return format_html(
        '<nav class="crumbs" aria-label="{}"><ol class="plain">{}</ol></nav>',
        _("Brødsmuler"),
        content,
    )


@register.simple_tag
def crumb(text: Any, url: str = "") -> SafeString:
    """One step; the last has no address."""
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, text)
    return format_html('<li aria-current="page">{}</li>', text)


@register.simple_block_tag
def subnav(content: str, *, label: Any) -> SafeString:
    """The pages of one thing, as {% subnav_link %}s."""
    return format_html(
        '<nav class="subnav" aria-label="{}"><ul class="plain">{}</ul></nav>', label, content
    )


@register.simple_tag
def subnav_link(
    text: Any, url: str, *, current: bool = False, count: int | None = None
) -> SafeString:
    return _nav_link(text, url, "page" if current else "", count, "")


@register.simple_block_tag
def segments(content: str, *, label: Any) -> SafeString:
    """A choice of which rows to show, as {% segment %}s."""
    return format_html('<nav aria-label="{}"><ul class="segments">{}</ul></nav>', label, content)


@register.simple_tag
def segment(
    text: Any, url: str, *, current: bool = False, count: int | None = None, color: str = ""
) -> SafeString:
    return _nav_link(text, url, "true" if current else "", count, color)


def _nav_link(text: Any, url: str, current: str, number: int | None, color: str) -> SafeString:
    return format_html(
        '<li><a href="{}"{}>{}{}</a></li>',
        url,
        format_html(' aria-current="{}"', current) if current else EMPTY,
        text,
        EMPTY if number is None else format_html(" {}", count(number, color=color)),
    )


# ── Boxes ───────────────────────────────────────────────────────────────────────────────────────


@register.simple_block_tag
def card(
    content: str, *, heading: Any = "", level: int = 2, variant: str = "line", id: str = ""
) -> SafeString:
    """A section of its own: a line around it, or ("tint") a warm ground."""
    tint = variant == "tint"
    _checked(variant, {"line", "tint"}, "variant")
    return _section(content, "card", heading, level, id, ' data-variant="tint"' if tint else "")


@register.simple_block_tag
def section(
    content: str, *, heading: Any, level: int = 2, id: str = "", link: Any = "", url: str = ""
) -> SafeString:
    """A heading, to its right a link to all of it, and what follows."""
    head = format_html("<h{}{}>{}</h{}>", level, _id(id), heading, level)
    if url:
        head = format_html(
            '<div class="pane-head">{}<a href="{}">{}</a></div>', head, url, link or _("Vis alle")
        )
    labelled = format_html(' aria-labelledby="{}"', id) if id else EMPTY
    return format_html("<section{}>{}{}</section>", labelled, head, content)


def _id(id: str) -> SafeString:
    return format_html(' id="{}"', id) if id else EMPTY


def _section(
    content: str, class_: str, heading: Any, level: int, id: str, attrs: str
) -> SafeString:
    head = format_html("<h{}{}>{}</h{}>", level, _id(id), heading, level) if heading else EMPTY
    labelled = format_html(' aria-labelledby="{}"', id) if id and heading else EMPTY
    element = "section" if heading else "div"
    return format_html(
        '<{} class="{}"{}{}>{}{}</{}>',
        element,
        class_,
        mark_safe(attrs),
        labelled,
        head,
        content,
        element,
    )


@register.simple_block_tag
def alert(
    content: str, *, color: str = "info", heading: Any = "", level: int = 2, role: str = ""
) -> SafeString:
    """Something the reader must see: info, success, warning, danger."""
    _checked(color, {"info", "success", "warning", "danger"}, "color")
    return format_html(
        '<div class="ds-alert" data-color="{}"{}>{}{}</div>',
        color,
        format_html(' role="{}"', role) if role else EMPTY,
        format_html("<h{}>{}</h{}>", level, heading, level) if heading else EMPTY,
        content,
    )


@register.simple_block_tag
def empty(content: str, *, heading: Any, level: int = 2) -> SafeString:
    """What stands where a list would, and says what to do."""
    return format_html('<div class="empty"><h{}>{}</h{}>{}</div>', level, heading, level, content)


@register.simple_block_tag
def quote(content: str) -> SafeString:
    """Somebody else's words: the municipality's text, the recipient's view."""
    return format_html('<blockquote class="quote">{}</blockquote>', content)


@register.simple_block_tag
def todo(content: str) -> SafeString:
    """What must be done now, as {% todo_item %}s."""
    return format_html('<ul class="todo">{}</ul>', content)


@register.simple_block_tag
def todo_item(
    content: str, *, heading: Any, icon: str = "clock", color: str = "warning", level: int = 3
) -> SafeString:
    return format_html(
        '<li><span data-color="{}">{}</span><div><h{}>{}</h{}>{}</div></li>',
        _checked(color, COLORS, "color"),
        icons.svg(icon),
        level,
        heading,
        level,
        content,
    )


@register.inclusion_tag("components/missing.html")
def missing(problems: Iterable[Any]) -> dict[str, Any]:
    """What is missing: sentences, or pairs of a sentence and the address where it is mended."""
    return {
        "problems": [
            problem if isinstance(problem, tuple) else (problem, "") for problem in problems
        ]
    }


# ── Facts ───────────────────────────────────────────────────────────────────────────────────────


@register.simple_block_tag
def summary_list(content: str) -> SafeString:
    """What is known, as {% fact %}s."""
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_block_tag
def fact(content: str, label: Any, *, missing: Any = None) -> SafeString:
    """A label and its value; an empty value says so."""
    value: Any = content.strip() and SafeString(content.strip())
    if not value:
        absent = _("ikke oppgitt") if missing is None else missing
        value = format_html('<span class="absent">{}</span>', absent)
    return format_html("<dt>{}</dt><dd>{}</dd>", label, value)


@register.simple_tag
def figure(label: Any, value: Any, unit: Any = "") -> SafeString:
    """One number that matters, inside <dl class="figures">."""
    small = format_html(" <small>{}</small>", unit) if unit else EMPTY
    return format_html("<div><dt>{}</dt><dd>{}{}</dd></div>", label, value, small)


# ── Time ────────────────────────────────────────────────────────────────────────────────────────


@register.simple_tag
def deadline(
    due_on: date, *, label: Any = "", reason: Any = "", today: date | None = None
) -> SafeString:
    """Svar innen fredag 26. februar (om 3 dager) – én måned fra 29. januar."""
    today = today or timezone.localdate()
    words = _("%(what)s innen") % {"what": label} if label else _("Innen")
    why = format_html(" – {}", reason) if reason else EMPTY
    return format_html(
        '<span class="deadline"{}>{} <time datetime="{}">{}</time> (<b>{}</b>){}</span>',
        _urgency(due_on, today),
        words,
        due_on.isoformat(),
        formatting.weekday_date(due_on, today),
        formatting.time_left(due_on, today),
        why,
    )


@register.simple_tag
def due(due_on: date, *, today: date | None = None, warn_days: int = 0) -> SafeString:
    """How long is left, over the date itself: the first column of a list of deadlines."""
    today = today or timezone.localdate()
    return format_html(
        '<p class="when"{}><strong>{}</strong> <span class="meta">'
        '<time datetime="{}">{}</time></span></p>',
        _urgency(due_on, today, warn_days),
        capfirst(formatting.time_left(due_on, today)),
        due_on.isoformat(),
        formatting.short_weekday_date(due_on),
    )


def _urgency(due_on: date, today: date, warn_days: int = 0) -> SafeString:
    days = (due_on - today).days
    if days < 0:
        return SafeString(' data-color="danger"')
    if days <= warn_days:
        return SafeString(' data-color="warning"')
    return EMPTY


@register.simple_block_tag
def timeline(content: str) -> SafeString:
    """What happened, newest first, as {% timeline_entry %}s."""
    return format_html('<ol class="timeline">{}</ol>', content)


@register.simple_block_tag
def timeline_entry(content: str, at: date, *, state: str = "", note: Any = "") -> SafeString:
    """`state`: us (we did it), next (it is to come), or nothing (others did it)."""
    _checked(state, {"", "us", "next"}, "state")
    on = formatting.as_date(at)
    clock = formatting.clock(at) if isinstance(at, datetime) else ""
    after = " · ".join(str(part) for part in (clock, note) if part)
    return format_html(
        '<li{}><time datetime="{}">{}{}</time>{}</li>',
        format_html(' data-state="{}"', state) if state else EMPTY,
        at.isoformat(),
        formatting.weekday_date(on),
        f" · {after}" if after else "",
        content,
    )


@register.simple_block_tag
def track(content: str, *, label: Any) -> SafeString:
    """How far something has come, as {% track_step %}s from left to right."""
    return format_html('<ol class="track" aria-label="{}">{}</ol>', label, content)


@register.simple_block_tag
def track_step(content: str, heading: Any, *, state: str = "") -> SafeString:
    """`state`: done, now, due, or nothing (still to come)."""
    _checked(state, {"", "done", "now", "due"}, "state")
    attribute = {"": EMPTY, "now": SafeString(' aria-current="step"')}.get(
        state, format_html(' data-state="{}"', state)
    )
    return format_html("<li{}><b>{}</b>{}</li>", attribute, heading, content)


@register.simple_block_tag
def sections(content: str, *, label: Any) -> SafeString:
    """The parts of a long form, as {% section_link %}s."""
    return format_html(
        '<nav class="sections" aria-label="{}"><ul class="plain">{}</ul></nav>', label, content
    )


MARKS = {
    "done": "checkmark-circle-fill",
    "todo": "circle-broken",
    "empty": "circle",
}


@register.simple_tag
def section_link(text: Any, url: str, *, mark: str, note: Any, current: bool = False) -> SafeString:
    """`mark`: done, todo (begun, something is missing), empty; `note` says it in words."""
    return format_html(
        '<li><a href="{}" data-mark="{}"{}>{}<span>{}<small>{}</small></span></a></li>',
        url,
        mark,
        SafeString(' aria-current="step"') if current else EMPTY,
        icons.svg(MARKS[_checked(mark, set(MARKS), "mark")]),
        text,
        note,
    )


# ── Tables ──────────────────────────────────────────────────────────────────────────────────────
# A column's heading is said once; every cell under it gets it as the label it shows on a phone,
# and the roles that a table loses when its rows are laid out as blocks.


@dataclass
class Column:
    label: str
    numeric: bool
    wide: bool


@dataclass
class TableState:
    columns: list[Column] = field(default_factory=list)
    headers: list[SafeString] = field(default_factory=list)
    next_cell: int = 0
    group: str = ""
    is_open: bool = True


TABLE = "_ui_table"
SORT_ICONS = {"ascending": "arrow-up", "descending": "arrow-down", "": "arrows-up-down"}


def _table(context: Context) -> TableState:
    state: TableState | None = context.get(TABLE)
    if state is None or not state.is_open:
        raise template.TemplateSyntaxError(
            "{% column %} must come first in {% table %}, and cells inside it"
        )
    return state


@register.simple_tag(takes_context=True)
def column(
    context: Context, label: Any, *, numeric: bool = False, wide: bool = False, sort: str = "",
    hidden: bool = False,
) -> SafeString:  # fmt: skip
    """A column's heading. `wide`: no label beside its cells on a phone. `sort`: name in ordering().

    Written before the rows, in order; draws nothing itself.
    """
    state = context.get(TABLE)
    if state is None or not state.is_open:
        state = TableState()
        context.dicts[0][TABLE] = state
    state.columns.append(Column(str(label), numeric, wide))
    state.headers.append(_header(context, label, numeric, sort, hidden))
    return EMPTY


def _header(context: Context, label: Any, numeric: bool, sort: str, hidden: bool) -> SafeString:
    direction = ""
    shown: Any = format_html('<span class="ds-sr-only">{}</span>', label) if hidden else label
    if sort:
        request: HttpRequest = context["request"]
        now = request.GET.get(SORT) or str(context.get("default_sort", ""))
        if now.removeprefix("-") == sort:
            direction = "descending" if now.startswith("-") else "ascending"
        shown = format_html(
            '<a class="sort" href="{}">{}{}</a>',
            address_with(request.GET, **{SORT: f"-{sort}" if direction == "ascending" else sort}),
            label,
            icons.svg(SORT_ICONS[direction]),
        )
    return format_html(
        '<th role="columnheader" scope="col"{}{}>{}</th>',
        SafeString(' class="n"') if numeric else EMPTY,
        format_html(' aria-sort="{}"', direction) if direction else EMPTY,
        shown,
    )


@register.simple_block_tag(takes_context=True)
def row(context: Context, content: str, *, state: str = "", id: str = "") -> SafeString:
    """A row of {% cell %}s, as many as there are columns."""
    table_state = _table(context)
    drawn, table_state.next_cell = table_state.next_cell, 0
    if drawn != len(table_state.columns):
        raise template.TemplateSyntaxError(
            f"the row has {drawn} cells, the table {len(table_state.columns)} columns"
        )
    return format_html(
        '{}<tr role="row"{}{}>{}</tr>',
        _begin(table_state, "tbody") if not table_state.group else EMPTY,
        format_html(' data-state="{}"', state) if state else EMPTY,
        _id(id),
        content,
    )


def _begin(state: TableState, group: str) -> SafeString:
    ends = format_html("</{}>", state.group) if state.group else EMPTY
    state.group = group
    return format_html('{}<{} role="rowgroup">', ends, group)


@register.simple_tag(takes_context=True)
def foot(context: Context) -> SafeString:
    """The rows that follow are sums."""
    return _begin(_table(context), "tfoot")


@register.simple_block_tag(takes_context=True)
def cell(context: Context, content: str, *, header: bool = False) -> SafeString:
    """The next cell of the row; `header` where it names the row."""
    state = _table(context)
    if state.next_cell >= len(state.columns):
        raise template.TemplateSyntaxError("the row has more cells than the table has columns")
    column = state.columns[state.next_cell]
    state.next_cell += 1
    classes = SafeString(' class="n"') if column.numeric else EMPTY
    content = SafeString(content.strip())
    if header:
        return format_html('<th role="rowheader" scope="row"{}>{}</th>', classes, content)
    return format_html(
        '<td role="cell"{}{}>{}</td>',
        classes,
        SafeString(" data-wide") if column.wide else format_html(' data-label="{}"', column.label),
        content,
    )


@register.simple_block_tag(takes_context=True)
def table(context: Context, content: str, *, caption: Any, hide_caption: bool = True) -> SafeString:
    """Rows and columns; on a phone each row becomes a small list of its own."""
    state = _table(context)
    state.is_open = False
    return format_html(
        '<table role="table" class="table" data-stack><caption{}>{}</caption>'
        '<thead role="rowgroup"><tr role="row">{}</tr></thead>{}{}</table>',
        SafeString(' class="ds-sr-only"') if hide_caption else EMPTY,
        caption,
        format_html_join("", "{}", ((header,) for header in state.headers)),
        content,
        format_html("</{}>", state.group) if state.group else EMPTY,
    )


# ── Lists ───────────────────────────────────────────────────────────────────────────────────────


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Which rows these are of how many, and the way to the others."""
    request: HttpRequest = context["request"]
    numbers: list[tuple[Any, str]] = []
    if page.paginator.num_pages > 1:
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
            is_gap = not isinstance(number, int)
            numbers.append((number, "" if is_gap else _page_url(request, int(number))))
    return {
        "page": page,
        "numbers": numbers,
        "previous": page.has_previous() and _page_url(request, page.number - 1),
        "next": page.has_next() and _page_url(request, page.number + 1),
        "first": formatting.number(page.start_index()),
        "last": formatting.number(page.end_index()),
        "total": formatting.number(page.paginator.count),
    }


def _page_url(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query[PAGE] = str(number)
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/filter_bar.html", takes_context=True)
def filter_bar(context: Context, form: forms.Form, chips: list[Chip]) -> dict[str, Any]:
    """The filters of a list, and as chips those in use."""
    request: HttpRequest = context["request"]
    kept = [
        (key, value)
        for key, values in request.GET.lists()
        if key not in {form.add_prefix(name) for name in form.fields} | {PAGE}
        for value in values
    ]
    return {"form": form, "chips": chips, "kept": kept, "clear_url": request.path}


# ── Forms (used by the templates in templates/ds/) ──────────────────────────────────────────────


@register.simple_tag
def widget(bound: BoundField) -> SafeString:
    """The control itself, with the design system's class."""
    control = bound.field.widget
    if not bound.is_hidden:
        classes = control.attrs.get("class", "").split()
        if "ds-input" not in classes:
            control.attrs["class"] = " ".join([*classes, "ds-input"])
    return mark_safe(str(bound))


@register.simple_tag
def widget_choices(bound: BoundField) -> Any:
    """The single radios or checkboxes of a field, with the design system's class."""
    bound.field.widget.attrs.setdefault("class", "ds-input")
    return bound.subwidgets


@register.filter
def control_kind(bound: BoundField) -> str:
    """choices (a fieldset of radios or checkboxes), checkbox, file, or field."""
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
def error_summary(*forms_: forms.BaseForm) -> dict[str, Any]:
    """All that is wrong in one or more forms, each line a link to where it is."""
    lines: list[tuple[str, str]] = []
    for form in forms_:
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
    if control_kind(bound) == "field":
        return _("Fyll inn feltet «%(label)s».") % {"label": bound.label}
    return _("Svar på «%(label)s».") % {"label": bound.label}


def _first_control(bound: BoundField) -> str:
    if control_kind(bound) == "choices":
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id
