"""The rows of the two fullest lists, drawn in one go.

Fifty rows of a dozen tags and conditions each cost a template more than the questions to the
database; the markup is that of the components all the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stottekontakt.reports.rows import ListedCase
from stottekontakt.reports.worklist import Task
from stottekontakt.ui.components.buttons import link_button, post_button
from stottekontakt.ui.components.markup import EMPTY, html
from stottekontakt.ui.components.small import person, tag
from stottekontakt.ui.components.tables import drawn_rows
from stottekontakt.ui.components.time import due
from stottekontakt.ui.formatting import short_date

register = template.Library()
NONE = "–"


@register.simple_tag(takes_context=True)
def case_rows(context: Context, rows: Iterable[ListedCase]) -> SafeString:
    """Name, case, what is granted, the next deadline, the caseworker."""
    return drawn_rows(context, [_case(row) for row in rows])


def _case(row: ListedCase) -> tuple[Any, ...]:
    case = row.case
    return (
        html('<a href="{}">{}</a>{}', case.url, row.name, _shield(case.protection)),
        case.number if case.is_open else html(
            '{}<span class="sub">{}</span>', case.number, _("avsluttet")
        ),
        row.granted or NONE,
        _next(row),
        case.caseworker or tag(_("Ufordelt"), color="warning"),
    )  # fmt: skip


def _shield(protection: Any) -> SafeString:
    if not protection:
        return EMPTY
    return html(" {}", tag(protection, color="danger", icon="shield-lock"))


def _next(row: ListedCase) -> Any:
    if row.next_on is None:
        return NONE
    late = html(" {}", tag(_("Forfalt"), color="danger")) if row.is_overdue else EMPTY
    return html('{}{}<span class="sub">{}</span>', short_date(row.next_on), late, row.next_kind)


@register.simple_tag(takes_context=True)
def task_rows(context: Context, tasks: Iterable[Task], *, today: date, whose: str) -> SafeString:
    """When, what and why, who, and the one step on."""
    return SafeString("".join(_task(context, task, today, whose) for task in tasks))


def _task(context: Context, task: Task, today: date, whose: str) -> str:
    case, action = task.case, task.action
    about = _("for %(name)s") % {"name": case.name}
    if action.is_post:
        step = post_button(context, action.label, action.url, size="small", about=about)
    else:
        step = link_button(action.label, action.url, variant="secondary", size="small", about=about)
    owner: Any = EMPTY
    if whose != "mine":
        owner = html('<span class="owner"> · {}</span>', case.caseworker or _("ufordelt"))
    shield = tag(case.protection, color="danger", icon="shield-lock") if case.protection else ""
    return html(
        '<li><div class="what"><h3>{}</h3><p class="meta">{}</p></div>{}'
        '<div class="who"><p>{} <span class="meta"><a href="{}">{}</a>{}</span></p>{}</div>{}</li>',
        task.what,
        task.why,
        due(task.on, today=today) if task.on else _without_date(),
        person(case.name, age=task.age),
        task.url,
        case.number,
        owner,
        html('<p class="tags">{}</p>', shield) if shield else EMPTY,
        step,
    )


def _without_date() -> SafeString:
    return html('<p class="when"><strong>{}</strong></p>', _("Uten frist"))
