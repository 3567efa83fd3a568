"""What each kind of letter gives its template, made ready: rows, lists and free text as HTML.

The template decides where a part stands; a part that is empty is left out there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from stottekontakt.letters import phrasing
from stottekontakt.letters.context import (
    AdvanceNoticeContext,
    CommentRequestContext,
    ConsentContext,
    DecisionChangedContext,
    DecisionContext,
    DecisionDismissedContext,
    DecisionGrantedContext,
    DecisionRefusedContext,
    DecisionTerminatedContext,
    Ended,
    Form,
    GuidanceContext,
    InformationRequestContext,
    InterimReplyContext,
    InvitationContext,
    Meeting,
    Met,
    Offer,
    ReceiptContext,
    Service,
)
from stottekontakt.letters.errors import CannotWriteLetter
from stottekontakt.letters.markup import Value, blocks, inline, value_as_html

if TYPE_CHECKING:
    from stottekontakt.letters.compose import Writer

Parts = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """A line of the box that says what was decided or agreed."""

    label: SafeString
    value: SafeString
    begins_group: bool = False


def parts_of(writer: Writer) -> Parts:
    context = writer.context
    parts: Parts = {
        "letter": context,
        "signatories": [
            {"name": one.name, "title": one.title or writer.word(one.role)}
            for one in context.signatories
        ],
        "attachments": "; ".join(context.attachments),
        "copies_to": phrasing.join(context.copies_to),
    }
    match context:
        case ReceiptContext():
            return parts | {"missing": [inline(thing) for thing in context.missing]}
        case InvitationContext():
            return parts | _invitation(writer, context)
        case InformationRequestContext():
            items = [inline(item) for item in context.items if item.strip()]
            return parts | {"items": items, "why": blocks(context.why)}
        case ConsentContext():
            sources = [inline(source) for source in context.sources if source.strip()]
            return parts | {"sources": sources, "about": blocks(context.about)}
        case CommentRequestContext():
            return parts | {"information": blocks(context.information)}
        case AdvanceNoticeContext():
            return parts | _advance_notice(writer, context)
        case InterimReplyContext():
            return parts | _interim_reply(writer, context)
        case GuidanceContext():
            return parts | {
                "asked_about": blocks(context.asked_about),
                "guidance": blocks(context.guidance),
                "apply_how": "apply_how_online" if context.sender.website else "apply_how",
            }
        case DecisionContext():
            parts |= _decision(writer, context)
    match context:
        case DecisionChangedContext():
            parts |= _granted(writer, context) | _changed(writer, context)
        case DecisionGrantedContext():
            parts |= _granted(writer, context)
        case DecisionRefusedContext():
            parts |= _refused(writer, context)
        case DecisionTerminatedContext():
            parts |= _terminated(writer, context)
        case DecisionDismissedContext():
            parts |= _dismissed(writer, context)
    return parts


# ── While the case is prepared ──────────────────────────────────────────────────────────────────


def _interim_reply(writer: Writer, context: InterimReplyContext) -> Parts:
    lead = "lead_complaint" if context.is_about_complaint else "lead"
    reason = writer.text(f"reason_{context.reason}") if context.reason else ""
    return {
        "lead": writer.line("lead_new" if context.promised_before else lead),
        "why": format_html("{}{}{}", reason, blocks(context.details), blocks(context.long_wait)),
        "missing": [inline(thing) for thing in context.missing if thing.strip()],
    }


def _invitation(writer: Writer, context: InvitationContext) -> Parts:
    rows = [Row(writer.word("when"), format_html("<strong>{}</strong>", writer.value("møtetid")))]
    match context.meeting:
        case Meeting.HOME_VISIT:
            where = writer.word("at_home")
        case Meeting.PHONE:
            where = writer.word("on_phone")
        case _:
            where = _html(writer.value("sted"))
    rows.append(Row(writer.word("where"), where))
    met = "with_phone" if context.meeting == Meeting.PHONE else "with"
    rows.append(Row(writer.word(met), inline(context.contact.name)))
    if context.interpreter:
        rows.append(Row(writer.word("interpreter"), inline(context.interpreter)))
    return {
        "rows": rows,
        "lead": writer.lines(
            f"lead_{context.meeting}", *(["received"] if context.received_on else [])
        ),
        "about": blocks(context.about),
    }


def _advance_notice(writer: Writer, context: AdvanceNoticeContext) -> Parts:
    rows = []
    if context.services_now:
        rows.append(Row(writer.word("services_now"), _services(writer, context.services_now)))
    rows.append(Row(writer.word("what"), _running(context.what) or _html("[…]")))
    if context.from_on:
        rows.append(Row(writer.word("from_on"), _html(context.from_on)))
    answer_by = format_html("<strong>{}</strong>", _html(writer.value("frist")))
    rows.append(Row(writer.word("answer_by"), answer_by))
    return {
        "rows": rows,
        "title": f"title_{context.planned}",
        "lead": writer.lines(f"lead_{context.planned}", "lead_end"),
        "why": blocks(context.why),
        "ground": blocks(context.ground),
    }


def _services(writer: Writer, services: Sequence[Service]) -> SafeString:
    """Each on a line: støttekontakt, 3 timer i uken"""
    return format_html_join(
        mark_safe("<br>"),
        "{}, {}",
        (
            (
                writer.word(f"service_{service.form}"),
                phrasing.amount_in_digits(service.amount, writer.language),
            )
            for service in services
        ),
    )


# ── Decisions ───────────────────────────────────────────────────────────────────────────────────


def _decision(writer: Writer, context: DecisionContext) -> Parts:
    online = "_online" if context.sender.complaint_url else ""
    does_harm = _does_harm(context)
    complaint = [
        f"complaint_how{online}",
        f"complaint_in_time{online}",
        "complaint_then",
        # What one has got stays while one asks for more; after a cut that would be a promise.
        *(
            ["complaint_meanwhile"]
            if isinstance(context, DecisionGrantedContext) and not does_harm
            else []
        ),
        "complaint_help",
        *(["suspension"] if does_harm else []),
        "access",
    ]
    role = context.applicant_role
    return {
        "facts": blocks(context.facts),
        "recipient_view": blocks(context.recipient_view),
        "applicant_view": blocks(context.applicant_view),
        "applicant_view_heading": writer.word(f"view_of_{role.value if role else 'applicant'}"),
        "built_on": _built_on(writer, context),
        "rules": [
            {
                "key": rule.key,
                "valid_on": rule.valid_on.isoformat() if rule.valid_on else "",
                "reference": inline(rule.reference),
                "says": inline(rule.says),
            }
            for rule in context.rules
        ],
        "rule_says": writer.word("rule_says") if context.rules else "",
        "criteria": [
            {
                "title": inline(criterion.title),
                "appraisal": _running(criterion.appraisal),
                "met": writer.word(f"met_{criterion.met}"),
            }
            for criterion in context.criteria
        ],
        "reasons": blocks(context.reasons),
        "view_weight": blocks(context.view_weight),
        "only_for_recipient": (
            blocks(context.only_for_recipient) if context.is_to_recipient else ""
        ),
        "best_interests": blocks(context.best_interests) if context.is_minor else "",
        "alternatives": blocks(context.alternatives),
        "complaint": writer.filled(complaint),
        "laws": writer.filled(_laws(context)),
    }


def _laws(context: DecisionContext) -> Iterator[str]:
    """The texts in small print that name the paragraphs."""
    if isinstance(context, DecisionDismissedContext):
        yield "dismissal_law"
    if _is_undone_to_detriment(context):
        yield "ground_law"
    yield "complaint_law"
    if _does_harm(context):
        yield "suspension_law"
    yield "access_law"


def _is_undone_to_detriment(context: DecisionContext) -> bool:
    return (
        isinstance(context, DecisionChangedContext | DecisionTerminatedContext)
        and context.to_detriment
    )


def _does_harm(context: DecisionContext) -> bool:
    """Whether the decision may be carried out to the party's harm (fvl. §§ 27 and 42)."""
    return context.is_detriment or _is_undone_to_detriment(context)


def _built_on(writer: Writer, context: DecisionContext) -> SafeString:
    """Run together when a plain sentence was given, else with the list after a sentence."""
    given = context.built_on.strip()
    if not (context.received_on or given):
        return blocks("")
    is_list = given.startswith(("-", "•")) or "\n" in given
    sentences = []
    if context.received_on:
        received = phrasing.long_date(context.received_on)
        sentences.append(writer.raw_word("application_received").replace("{mottatt}", received))
    tell_us = writer.raw_word("tell_us")
    if is_list:
        sentences.append(writer.raw_word("also_built_on" if sentences else "only_built_on"))
        return blocks(f"{' '.join(sentences)}\n{given}\n\n{tell_us}")
    return blocks(" ".join(filter(None, [*sentences, given, tell_us])))


def _granted(writer: Writer, context: DecisionGrantedContext) -> Parts:
    return {
        "rows": list(_outcome(writer, context)),
        "lead": writer.lines(
            "lead", *(["lead_refused_part"] if context.refused_part else []), "lead_end"
        ),
        "refused_reasons": blocks(context.refused_reasons),
        "practical": [(title, text) for title, text in _practical(writer, context) if text],
        "companion_card": writer.line("companion_card"),
    }


def _practical(
    writer: Writer, context: DecisionGrantedContext
) -> Iterator[tuple[SafeString, SafeString]]:
    only_groups = all(service.form == Form.GROUP for service in context.services)
    if context.start:
        yield writer.word("start"), _running(context.start)
    elif _begins(context):
        yield writer.word("start"), writer.line("start_group" if only_groups else "start")
    expenses = ["expenses"]
    if not only_groups:
        paid = "paid" if context.contact_ticket_paid else "not_paid"
        expenses.append(f"expenses_contact_{paid}")
    yield writer.word("expenses"), writer.lines(*expenses)
    if context.travel_cap is not None:
        yield writer.word("travel"), writer.line("travel")
    yield writer.word("safety"), writer.line("safety")
    yield from _from_now_on(writer, context)


def _begins(context: DecisionGrantedContext) -> bool:
    """Whether somebody or something new must be found, and not only other hours agreed."""
    before = context.services_before if isinstance(context, DecisionChangedContext) else ()
    return not {service.form for service in context.services} <= {one.form for one in before}


def _from_now_on(
    writer: Writer, context: DecisionGrantedContext
) -> Iterator[tuple[SafeString, SafeString]]:
    yield writer.word("changes"), writer.line("changes")
    for offer in context.extra_practical:
        yield inline(offer.title), _running(offer.text)
    if context.evaluate_by:
        yield writer.word("evaluation"), writer.line("evaluation")
    yield writer.word("duration"), writer.line(_duration(context.services))


def _outcome(writer: Writer, context: DecisionGrantedContext) -> Iterable[Row]:
    for service in context.services:
        name = writer.word(f"service_{service.form}")
        amount = phrasing.amount_in_digits(service.amount, writer.language)
        yield Row(
            writer.word("gets"),
            format_html("<strong>{}, {}</strong>", name, amount),
            begins_group=service is not context.services[0],
        )
        form = writer.word(f"form_{service.form}")
        if service.detail:
            form = format_html("{}, {}", form, inline(service.detail))
        yield Row(writer.word("form"), form)
        yield Row(writer.word("period"), _period(writer, service))
        if service.goal:
            yield Row(writer.word("goal"), _running(service.goal))
    several = len(context.services) > 1
    if context.evaluate_by:
        by = writer.word("by", dato=context.evaluate_by)
        yield Row(writer.word("evaluation_by"), by, begins_group=several)
    if context.refused_part:
        yield Row(writer.word("refused_part"), inline(context.refused_part), begins_group=several)


def _period(writer: Writer, service: Service) -> SafeString:
    start = service.starts_on or writer.value("start")
    if service.ends_on:
        return writer.word("period_from_to", start=start, slutt=service.ends_on)
    return writer.word("period_from", start=start)


def _duration(services: Sequence[Service]) -> str:
    """Which text tells how long the decision lasts."""
    ends = {service.ends_on for service in services}
    if len(ends) > 1:
        return "ends_differ"
    return "until_further_notice" if ends <= {None} else "ends"


def _refused(writer: Writer, context: DecisionRefusedContext) -> Parts:
    rows = [Row(writer.word("result"), format_html("<strong>{}</strong>", writer.word("refusal")))]
    if applied_for := writer.known("søkt_om"):
        rows.append(Row(writer.word("applied_for"), _html(applied_for)))
    not_met = [criterion.title for criterion in context.criteria if criterion.met == Met.NO]
    if context.decisive:
        rows.append(Row(writer.word("decisive"), _running(context.decisive)))
    elif not_met:
        rows.append(Row(writer.word("not_met"), _running("\n".join(not_met))))
    if context.instead:
        rows.append(Row(writer.word("instead"), _running(context.instead)))
    return {
        "rows": rows,
        "lead": writer.lines("lead", *(["lead_applied_for"] if applied_for else []), "lead_end"),
        "exception": blocks(context.exception),
        "guidance": blocks(context.guidance),
        "offers": _offers(context.offers),
        "standard_offers": writer.filled(["companion_card", "coordinator"]),
    }


def _changed(writer: Writer, context: DecisionChangedContext) -> Parts:
    if context.is_extension:
        same_end = len({service.ends_on for service in context.services}) == 1
        until = same_end and context.services[0].ends_on is not None
        lead = writer.lines("lead_extension" if until else "lead_extension_open", "lead_end")
        practical = list(_from_now_on(writer, context))
    else:
        lead = writer.lines(
            "lead",
            *(["lead_before"] if context.services_before else []),
            *(["lead_refused_part"] if context.refused_part else []),
            "lead_end",
        )
        practical = list(_practical(writer, context))
    return {
        "title": "title_extension" if context.is_extension else "title",
        "lead": lead,
        "practical": [(title, text) for title, text in practical if text],
        "companion_card": "" if context.is_extension else writer.line("companion_card"),
        "changes_made": [] if context.is_extension else list(_changes(writer, context)),
        "after": writer.word("after", start=writer.value("start")),
        "references": "; ".join(rule.reference for rule in context.rules),
        "ground": blocks(context.ground) if context.to_detriment else "",
        "comments": blocks(context.comments),
    }


def _changes(
    writer: Writer, context: DecisionChangedContext
) -> Iterator[tuple[SafeString, SafeString, SafeString]]:
    """A line for each service: its name, what was granted before, and what is granted now."""
    for form in Form:
        before = [service for service in context.services_before if service.form == form]
        after = [service for service in context.services if service.form == form]
        for old, new in zip_longest(before, after):
            yield (
                writer.word(f"service_{form}"),
                _extent(writer, old),
                _extent(writer, new),
            )


def _extent(writer: Writer, service: Service | None) -> SafeString:
    """3 timer i uken, til 14. mars 2028"""
    if service is None:
        return writer.word("not_granted")
    amount = phrasing.amount_in_digits(service.amount, writer.language)
    if service.ends_on is None:
        return inline(amount)
    return format_html("{}, {}", inline(amount), writer.word("until", slutt=service.ends_on))


def _terminated(writer: Writer, context: DecisionTerminatedContext) -> Parts:
    if context.reason_code == Ended.DEATH:
        if context.is_to_recipient:
            raise CannotWriteLetter(
                _("Mottakeren er registrert som død. Brevet må gå til de nærmeste eller til boet.")
            )
        return {
            "is_after_death": True,
            "title": "title_death",
            "lead": writer.line("lead_death"),
        }
    rows = [
        Row(writer.word("result"), format_html("<strong>{}</strong>", writer.word("terminated")))
    ]
    if context.services_before:
        rows.append(Row(writer.word("until_now"), _services(writer, context.services_before)))
    rows.append(Row(writer.word("last_day"), _html(writer.value("slutt"))))
    reason = ""
    if context.reason_code in list(Ended):
        rows.append(Row(writer.word("why_ended"), writer.word(f"ended_{context.reason_code}")))
        reason = writer.text(context.reason_code)
    return {
        "is_after_death": False,
        "title": "title",
        "rows": rows,
        "lead": writer.lines("lead", "lead_end"),
        "reason": reason,
        "guidance": blocks(context.guidance),
        "offers": _offers(context.offers),
        "ground": blocks(context.ground) if context.to_detriment else "",
        "comments": blocks(context.comments),
    }


def _dismissed(writer: Writer, context: DecisionDismissedContext) -> Parts:
    rows = [
        Row(writer.word("result"), format_html("<strong>{}</strong>", writer.word("dismissed")))
    ]
    if applied_for := writer.known("søkt_om"):
        rows.append(Row(writer.word("applied_for"), _html(applied_for)))
    return {
        "rows": rows,
        "lead": writer.lines("lead", "lead_end"),
        "why": blocks(context.why),
        "guidance": blocks(context.guidance),
        "offers": _offers(context.offers),
    }


# ── Small parts ─────────────────────────────────────────────────────────────────────────────────


def _offers(offers: Iterable[Offer]) -> list[tuple[SafeString, SafeString]]:
    return [(inline(offer.title), _running(offer.text)) for offer in offers]


def _running(text: str) -> SafeString:
    """What a caseworker wrote, where there is no room for paragraphs."""
    return mark_safe("<br>".join(inline(line) for line in text.splitlines() if line.strip()))


def _html(value: Value) -> SafeString:
    return mark_safe(value_as_html(value))
