"""Dates, hours, money and sizes as Norwegians write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# A sum or a date must not be broken over two lines.
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def as_date(moment: date) -> date:
    """The day in Norway on which a moment lies; a date is returned as it is."""
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment


def long_date(day: date) -> str:
    """26. februar 2027"""
    return dateformat.format(as_date(day), "j. F Y")


def short_date(day: date) -> str:
    """26.02.2027"""
    return f"{as_date(day):%d.%m.%Y}"


def weekday_date(day: date, today: date | None = None) -> str:
    """fredag 26. februar; with the year when it is not this year."""
    day = as_date(day)
    this_year = (today or timezone.localdate()).year
    return dateformat.format(day, "l j. F" if day.year == this_year else "l j. F Y")


def short_weekday_date(day: date) -> str:
    """fre. 26.02.2027"""
    return f"{dateformat.format(as_date(day), 'D')}. {short_date(day)}"


def moment(at: datetime) -> str:
    """26. februar 2027 kl. 10.42"""
    at = timezone.localtime(at) if timezone.is_aware(at) else at
    return dateformat.format(at, "j. F Y \\k\\l. H.i")


def clock(at: datetime) -> str:
    """kl. 10.42"""
    at = timezone.localtime(at) if timezone.is_aware(at) else at
    return dateformat.format(at, "\\k\\l. H.i")


def relative_day(day: date, today: date | None = None) -> str:
    """i dag, i morgen, om 3 dager, i går, for 3 dager siden"""
    days = (as_date(day) - (today or timezone.localdate())).days
    match days:
        case 0:
            return _("i dag")
        case 1:
            return _("i morgen")
        case -1:
            return _("i går")
    if days > 0:
        return ngettext("om %(count)d dag", "om %(count)d dager", days) % {"count": days}
    return ngettext("for %(count)d dag siden", "for %(count)d dager siden", -days) % {
        "count": -days
    }


def time_left(day: date, today: date | None = None) -> str:
    """As relative_day, but what is past is so many days over."""
    today = today or timezone.localdate()
    over = (today - as_date(day)).days
    if over > 0:
        return ngettext("%(count)d dag over", "%(count)d dager over", over) % {"count": over}
    return relative_day(day, today)


def number(value: Decimal | int | float, *, decimals: int | None = None) -> str:
    """1 234,5: comma, thin groups of three, and only the decimals that say something."""
    exact = Decimal(str(value))
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{exact:,f}".replace(",", NO_BREAK_SPACE).replace(".", ",")
    if decimals is None and "," in text:
        text = text.rstrip("0").rstrip(",")
    return text.replace("-", "\N{MINUS SIGN}")


def hours(value: Decimal | int | float) -> str:
    """3,5 t"""
    return f"{number(value)}{NO_BREAK_SPACE}t"


def money(value: Decimal | int | float) -> str:
    """2 669 700 kr; with øre only where there are any."""
    exact = Decimal(str(value)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    whole = exact == exact.to_integral_value()
    return f"{number(exact, decimals=0 if whole else 2)}{NO_BREAK_SPACE}kr"


def file_size(size: int) -> str:
    """640 kB, 1,2 MB"""
    if size < 1000:
        return ngettext("%(count)d byte", "%(count)d byte", size) % {"count": size}
    if size < 1_000_000:
        return f"{number(Decimal(size) / 1000, decimals=0)}{NO_BREAK_SPACE}kB"
    return f"{number(Decimal(size) / 1_000_000, decimals=1)}{NO_BREAK_SPACE}MB"
