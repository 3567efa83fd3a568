"""What a reminder says: case numbers, days and links. Nobody can tell from it whom a case is about,
or what the office helps with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stottekontakt.ui.formatting import time_left, weekday_date

MOST_LINES = 30


@dataclass(frozen=True, slots=True)
class Line:
    case_id: int
    case_number: str
    act_by: date


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    body: str


def words(lines: Sequence[Line], total: int, late: int, today: date) -> Words:
    """`lines` are the first of `total`, of which `late` have passed."""
    ahead = total - late
    counted = [
        ngettext("%(n)d er gått ut", "%(n)d er gått ut", late) % {"n": late} if late else "",
        ngettext("%(n)d kommer", "%(n)d kommer", ahead) % {"n": ahead} if ahead else "",
    ]
    subject = _("Frister: %(counted)s") % {"counted": ", ".join(filter(None, counted))}
    paragraphs = [_("Her er fristene som kommer, eller som er gått ut, i sakene dine.")]
    paragraphs += [_line(line, today) for line in lines]
    if total > len(lines):
        more = total - len(lines)
        paragraphs.append(ngettext("Og %(n)d til.", "Og %(n)d til.", more) % {"n": more})
    paragraphs.append(
        _("Alt står på arbeidslisten: %(url)s") % {"url": _url(reverse("reports:worklist"))}
    )
    paragraphs.append(
        _("Du velger selv hvordan du får beskjed: %(url)s")
        % {"url": _url(reverse("reminders:choice"))}
    )
    return Words(subject, "\n\n".join(paragraphs) + "\n")


def _line(line: Line, today: date) -> str:
    day = capfirst(weekday_date(line.act_by, today))
    return "\n".join(
        [
            _("Sak %(number)s: %(day)s, %(left)s")
            % {"number": line.case_number, "day": day[0].lower() + day[1:],
               "left": time_left(line.act_by, today)},
            _url(reverse("cases:detail", args=[line.case_id])),
        ]
    )  # fmt: skip


def _url(path: str) -> str:
    return f"{settings.BASE_URL}{path}"
