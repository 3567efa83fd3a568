"""The clock of a søknad explained: each day that means something, by which rule, and who set it.

The month of the law and the municipality's own goal are two things: what the party is late with
moves the goal, never the month.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.interim_rules import draft_on
from applications.models import Application, InformationRequest, InterimReply
from applications.rules import OwnGoal, one_month
from stottekontakt.deadlines.law import Law
from stottekontakt.deadlines.models import Deadline
from stottekontakt.ui.formatting import long_date


@dataclass(frozen=True, slots=True)
class Row:
    on: date
    day: int  # since the søknad came
    what: str
    rule: str = ""
    by: str = ""
    until: date | None = None  # the last day, of a stretch
    color: str = ""  # of what must be kept
    is_ahead: bool = False


@dataclass(frozen=True)
class Clock:
    """Everything the page is made of."""

    application: Application
    law: Law  # on interim replies, the day the søknad came
    deadlines: Sequence[Deadline]  # the month, and what was promised
    replies: Sequence[InterimReply]
    requests: Sequence[InformationRequest]  # with their items
    goal: OwnGoal | None
    today: date

    @property
    def rows(self) -> list[Row]:
        """In the order of the days; on one day as they are found."""
        return sorted(self._found(), key=lambda row: row.on)

    @property
    def month(self) -> Deadline | None:
        return next((one for one in self.deadlines if one.kind == Deadline.Kind.ONE_MONTH), None)

    @property
    def promises(self) -> list[Deadline]:
        return [one for one in self.deadlines if one.kind == Deadline.Kind.PROMISED]

    @property
    def owed(self) -> list[InformationRequest]:
        """What the party, or others, have been asked for and not sent."""
        return [request for request in self.requests if request.is_open]

    @property
    def act(self) -> str:
        return _("forvaltningsloven %(paragraph)s") % {"paragraph": self.law.paragraph}

    def _row(self, on: date, what: str, **more: str | date | None) -> Row:
        days = (on - self.application.received_on).days
        return Row(on, days, what, is_ahead=on > self.today, **more)  # type: ignore[arg-type]

    def _found(self) -> Iterator[Row]:
        application = self.application
        yield self._row(
            application.received_on,
            _("Søknaden kom"),
            rule=_("Dagen den kom til kommunen. Herfra løper fristen."),
            by=application.registered_by.name,
        )
        yield from self._asked()
        yield from self._stood_still()
        yield from self._replies()
        yield from self._month()
        yield from self._promised()

    def _asked(self) -> Iterator[Row]:
        for request in self.requests:
            yield self._row(
                request.asked_on,
                _("Vi ba om opplysninger"),
                rule=_("Svar innen %(day)s. Måneden flyttes ikke av dette.")
                % {"day": long_date(request.answer_by)},
                by=request.asked_by.name,
            )
            if request.complete_on:
                yield self._row(request.complete_on, _("Opplysningene vi ba om, er kommet"))

    def _stood_still(self) -> Iterator[Row]:
        if self.goal is None:
            return
        for stretch in self.goal.stretches:
            for reason, who in stretch.reasons:
                yield self._row(
                    stretch.starts_on,
                    ngettext(
                        "Kommunens eget mål står stille i %(count)d dag",
                        "Kommunens eget mål står stille i %(count)d dager",
                        stretch.days,
                    )
                    % {"count": stretch.days},
                    until=stretch.last_on,
                    rule=f"{reason}.",
                    by=who,
                )
        yield self._row(
            self.goal.due_on,
            _("Kommunens eget mål for svar"),
            rule=self._goal_rule(self.goal),
            color="info",
        )

    @staticmethod
    def _goal_rule(goal: OwnGoal) -> str:
        rule = ngettext(
            "%(days)d dag som teller, fra dagen etter at søknaden kom.",
            "%(days)d dager som teller, fra dagen etter at søknaden kom.",
            goal.days,
        ) % {"days": goal.days}
        if goal.moved_days:
            rule += " " + ngettext(
                "Flyttet %(days)d dag fra %(day)s.", "Flyttet %(days)d dager fra %(day)s.",
                goal.moved_days,
            ) % {"days": goal.moved_days, "day": long_date(goal.unmoved_on)}  # fmt: skip
        return rule

    def _replies(self) -> Iterator[Row]:
        if not self.replies and self.application.is_open:
            yield self._row(
                draft_on(self.application.received_on),
                _("Utkast til foreløpig svar lages"),
                rule=_("Tre uker etter at søknaden kom, på en virkedag, når ingen har svart."),
                by=_("systemet"),
            )
        for reply in self.replies:
            drafted_by = reply.drafted_by.name if reply.drafted_by else _("systemet")
            yield self._row(
                reply.drafted_on, _("Utkast til foreløpig svar ble laget"), by=drafted_by
            )
            if reply.sent_on and reply.sent_by:
                yield self._row(
                    reply.sent_on,
                    _("Foreløpig svar ble skrevet"),
                    rule=str(reply.get_reason_display()) + ".",
                    by=reply.sent_by.name,
                )
            if reply.dropped_on:
                yield self._row(
                    reply.dropped_on,
                    _("Utkastet til foreløpig svar falt bort"),
                    rule=reply.dropped_reason,
                )

    def _month(self) -> Iterator[Row]:
        month, deadline = one_month(self.application.received_on), self.month
        if month.act_by != month.legal_point:
            yield self._row(
                month.act_by,
                _("Dagen vi arbeider mot"),
                rule=_("Siste virkedag på eller før måneden er gått."),
                color=self._color(deadline),
            )
        yield self._row(
            month.legal_point,
            _("Én måned er gått"),
            rule=_("Vedtak eller foreløpig svar skal være sendt (%(law)s).") % {"law": self.act},
            color=self._color(deadline, by_law=True),
        )
        if deadline is not None:
            yield from self._end(deadline, _("Måneden er holdt: svaret er sendt til alle"))

    def _promised(self) -> Iterator[Row]:
        who = {reply.letter_source: reply.sent_by for reply in self.replies}
        for promise in self.promises:
            writer = who.get(promise.source)
            yield self._row(
                promise.due_on,
                _("Dagen vi har lovet svar"),
                rule=_("Står i det foreløpige svaret."),
                by=writer.name if writer else "",
                color=self._color(promise, by_law=True),
            )
            yield from self._end(promise, _("Svaret er sendt som lovet"))

    def _end(self, deadline: Deadline, kept: str) -> Iterator[Row]:
        if deadline.met_on:
            late = deadline.met_on > deadline.due_on
            what = _("Svaret er sendt, etter dagen som gjaldt") if late else kept
            yield self._row(deadline.met_on, what, color="danger" if late else "success")
        if deadline.cancelled_on:
            yield self._row(
                deadline.cancelled_on, _("Fristen falt bort"), rule=deadline.cancel_reason
            )

    def _color(self, deadline: Deadline | None, *, by_law: bool = False) -> str:
        if deadline is None or deadline.cancelled_on:
            return ""
        if deadline.met_on:
            return "success" if deadline.met_on <= deadline.due_on else "danger"
        last = deadline.due_on if by_law else deadline.act_by
        return "danger" if last < self.today else "warning"
