"""In words: which rule made a deadline, and why it fell on just that day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils import dateformat
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stottekontakt.deadlines.calendar import holiday_name, month_after, weeks_after
from stottekontakt.ui.formatting import long_date

if TYPE_CHECKING:
    from stottekontakt.deadlines.models import Deadline

COMPLAINT_WEEKS = 4

# The calendar's own names, in the reader's form of language and in the middle of a sentence.
HOLIDAYS = {
    "Første nyttårsdag": gettext_lazy("første nyttårsdag"),
    "Skjærtorsdag": gettext_lazy("skjærtorsdag"),
    "Langfredag": gettext_lazy("langfredag"),
    "Første påskedag": gettext_lazy("første påskedag"),
    "Andre påskedag": gettext_lazy("andre påskedag"),
    "Arbeidernes dag": gettext_lazy("1. mai"),
    "Kristi himmelfartsdag": gettext_lazy("Kristi himmelfartsdag"),
    "Første pinsedag": gettext_lazy("første pinsedag"),
    "Andre pinsedag": gettext_lazy("andre pinsedag"),
    "Grunnlovsdag": gettext_lazy("grunnlovsdagen"),
    "Første juledag": gettext_lazy("første juledag"),
    "Andre juledag": gettext_lazy("andre juledag"),
}


def explain(deadline: Deadline) -> str:
    sentences = [_counted(deadline)]
    if deadline.moved_from:
        sentences.append(
            _("Fristen er flyttet fra %(day)s: %(reason)s")
            % {"day": long_date(deadline.moved_from), "reason": _whole(deadline.move_reason)}
        )
    if deadline.cancelled_on:
        sentences.append(
            _("Fristen falt bort %(day)s: %(reason)s")
            % {"day": long_date(deadline.cancelled_on), "reason": _whole(deadline.cancel_reason)}
        )
    return " ".join(sentences)


def short_reason(deadline: Deadline) -> str:
    if deadline.moved_from:
        return _("flyttet fra %(day)s") % {"day": _day(deadline.moved_from, deadline.due_on)}
    start = deadline.counted_from
    words = {"start": _day(start, deadline.due_on) if start else ""}
    match deadline.basis:
        case "one_month":
            return _("én måned fra %(start)s") % words
        case "four_weeks":
            return _("fire uker fra %(start)s") % words
        case "weeks":
            return _("%(weeks)s fra %(start)s") % {**words, "weeks": _weeks(deadline.count)}
        case "months":
            return _("%(months)s fra %(start)s") % {**words, "months": _months(deadline.count)}
        case "in_decision":
            return _("datoen står i vedtaket")
        case "promised":
            return _("lovet i et foreløpig svar")
        case "stated":
            return _("datoen står i brevet")
    return _("siste dag i vedtaket")


def _counted(deadline: Deadline) -> str:
    start = deadline.counted_from
    match deadline.basis:
        case "one_month" if start:
            sentence = _("Én måned fra %(start)s er %(end)s")
            return _from_day_to_day(sentence, start, month_after(start), deadline)
        case "four_weeks" if start:
            sentence = _("Fire uker fra %(start)s er %(end)s")
            return _from_day_to_day(sentence, start, weeks_after(start, COMPLAINT_WEEKS), deadline)
        case "weeks" if start:
            sentence = _("%(weeks)s fra %(start)s er %(end)s")
            end = weeks_after(start, deadline.count or 0)
            return capfirst(_from_day_to_day(sentence, start, end, deadline))
        case "months" if start:
            sentence = _("%(months)s fra %(start)s er %(end)s")
            end = month_after(start, deadline.count or 0)
            return _from_day_to_day(sentence, start, end, deadline)
        case "in_decision":
            return _("Datoen står i vedtaket.")
        case "promised":
            return _("Datoen er lovet i et foreløpig svar.")
        case "stated":
            return _("Datoen står i brevet.")
    words = _("Vedtaket gjelder til og med %(day)s.") % {"day": long_date(deadline.due_on)}
    if deadline.act_by < deadline.due_on:
        words += " " + _("Ta det opp senest %(day)s.") % {"day": long_date(deadline.act_by)}
    return words


def _from_day_to_day(sentence: str, start: date, end: date, deadline: Deadline) -> str:
    words = sentence % {
        "start": _day(start, end),
        "end": _weekday(end, start),
        "months": _months(deadline.count),
        "weeks": _weeks(deadline.count),
    }
    if deadline.moved_from:
        return f"{words}."
    if deadline.due_on > end:
        return words + _(", så neste virkedag gjelder.")
    if deadline.act_by < end:
        return words + _(", så siste virkedag før gjelder.")
    return f"{words}."


def _weekday(day: date, seen_from: date) -> str:
    """søndag 28. februar; with the feast it is."""
    words = dateformat.format(day, "l j. F" if day.year == seen_from.year else "l j. F Y")
    names = [str(HOLIDAYS[name]) for name in (holiday_name(day) or "").split("; ") if name]
    feasts = [name for name in names if name not in words]
    return f"{words} ({_listed(feasts)})" if feasts else words


def _listed(words: list[str]) -> str:
    return f" {_('og')} ".join(words)


def _day(day: date, seen_from: date) -> str:
    return dateformat.format(day, "j. F" if day.year == seen_from.year else "j. F Y")


def _months(count: int | None) -> str:
    return ngettext("%(count)d måned", "%(count)d måneder", count or 0) % {"count": count or 0}


def _weeks(count: int | None) -> str:
    words = {1: _("én uke"), 2: _("to uker"), 3: _("tre uker"), 4: _("fire uker")}
    return words.get(count or 0) or ngettext("%(count)d uke", "%(count)d uker", count or 0) % {
        "count": count or 0
    }


def _whole(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
