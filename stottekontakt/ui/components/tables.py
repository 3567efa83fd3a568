"""Rows and columns.

A column's heading is said once; every cell under it gets it as the label it shows on a phone, and
the roles that a table loses when its rows are laid out as blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template import Context, TemplateSyntaxError
from django.utils.safestring import SafeString

from stottekontakt.ui import icons
from stottekontakt.ui.components.markup import EMPTY, attributes, escaped, html, register
from stottekontakt.ui.listing import SORT, address_with

TABLE = "_ui_table"
SORT_ICONS = {"ascending": "arrow-up", "descending": "arrow-down", "": "arrows-up-down"}


@dataclass(frozen=True)
class Column:
    """How a column's cells begin, as the cell that names its row and as any other."""

    header: str
    cell: str


@dataclass
class TableState:
    columns: list[Column] = field(default_factory=list)
    headings: str = ""
    next_cell: int = 0
    group: str = ""
    is_open: bool = True

    def begin(self, group: str) -> str:
        ends = f"</{self.group}>" if self.group else ""
        self.group = group
        return f'{ends}<{group} role="rowgroup">'


def _table(context: Context) -> TableState:
    state: TableState | None = context.get(TABLE)
    if state is None or not state.is_open:
        raise TemplateSyntaxError(
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
    right = ("class", "n" if numeric else "")
    on_phone = SafeString(" data-wide") if wide else attributes([("data-label", label)])
    state.columns.append(
        Column(
            header=html('<th role="rowheader" scope="row"{}>', attributes([right])),
            cell=html('<td role="cell"{}{}>', attributes([right]), on_phone),
        )
    )
    direction = _direction(context, sort)
    shown: Any = label
    if hidden:
        shown = html('<span class="ds-sr-only">{}</span>', label)
    elif sort:
        shown = _sort_link(context["request"], label, sort, direction)
    state.headings += html(
        '<th role="columnheader" scope="col"{}>{}</th>',
        attributes([right, ("aria-sort", direction)]),
        shown,
    )
    return EMPTY


def _direction(context: Context, sort: str) -> str:
    """Which way the list is sorted by this column now; empty when by another."""
    if not sort:
        return ""
    asked = context["request"].GET.get(SORT) or str(context.get("default_sort", ""))
    if asked.removeprefix("-") != sort:
        return ""
    return "descending" if asked.startswith("-") else "ascending"


def _sort_link(request: HttpRequest, label: Any, sort: str, direction: str) -> SafeString:
    other_way = f"-{sort}" if direction == "ascending" else sort
    return html(
        '<a class="sort" href="{}">{}{}</a>',
        address_with(request.GET, **{SORT: other_way}),
        label,
        icons.svg(SORT_ICONS[direction]),
    )


@register.simple_block_tag(takes_context=True)
def row(context: Context, content: str, *, state: str = "", id: str = "") -> SafeString:
    """A row of {% cell %}s, as many as there are columns."""
    table = _table(context)
    drawn, table.next_cell = table.next_cell, 0
    if drawn != len(table.columns):
        raise TemplateSyntaxError(
            f"the row has {drawn} cells, the table {len(table.columns)} columns"
        )
    begin = "" if table.group else table.begin("tbody")
    given = attributes([("data-state", state), ("id", id)])
    return SafeString(f'{begin}<tr role="row"{given}>{content}</tr>')


def drawn_rows(context: Context, rows: Iterable[Sequence[Any]]) -> SafeString:
    """Rows whose cells are made beforehand, the first of each naming its row; text is escaped.

    For the fullest lists: 250 cells by {% cell %} cost more than all the rest of a page.
    """
    table = _table(context)
    first, *others = table.columns
    drawn = [] if table.group else [table.begin("tbody")]
    for header, *cells in rows:
        if len(cells) != len(others):
            raise TemplateSyntaxError(
                f"the row has {len(cells) + 1} cells, the table {len(table.columns)} columns"
            )
        drawn.append(f'<tr role="row">{first.header}{escaped(header)}</th>')
        for column, content in zip(others, cells, strict=True):
            drawn.append(f"{column.cell}{escaped(content)}</td>")
        drawn.append("</tr>")
    return SafeString("".join(drawn))


@register.simple_tag(takes_context=True)
def foot(context: Context) -> SafeString:
    """The rows that follow are sums."""
    return SafeString(_table(context).begin("tfoot"))


@register.simple_block_tag(takes_context=True)
def cell(context: Context, content: str, *, header: bool = False) -> SafeString:
    """The next cell of the row; `header` where it names the row."""
    state = _table(context)
    if state.next_cell >= len(state.columns):
        raise TemplateSyntaxError("the row has more cells than the table has columns")
    column = state.columns[state.next_cell]
    state.next_cell += 1
    # The content was drawn by the template, which has escaped it.
    if header:
        return SafeString(f"{column.header}{content.strip()}</th>")
    return SafeString(f"{column.cell}{content.strip()}</td>")


@register.simple_block_tag(takes_context=True)
def table(context: Context, content: str, *, caption: Any, hide_caption: bool = True) -> SafeString:
    """Rows and columns; on a phone each row becomes a small list of its own."""
    state = _table(context)
    state.is_open = False
    return html(
        '<table role="table" class="table" data-stack><caption{}>{}</caption>'
        '<thead role="rowgroup"><tr role="row">{}</tr></thead>{}{}</table>',
        attributes([("class", "ds-sr-only" if hide_caption else "")]),
        caption,
        SafeString(state.headings),
        content,
        SafeString(f"</{state.group}>" if state.group else ""),
    )
