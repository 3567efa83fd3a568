"""From context and texts to the letter's title and HTML. Pure: the same in preview and when issued.

The templates in templates/letters/ hold structure; every sentence comes from `texts`, every heading
from texts/words.toml, everything else from the context.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from stottekontakt.letters import phrasing
from stottekontakt.letters.context import (
    DecisionContext,
    DecisionGrantedContext,
    DecisionRefusedContext,
    Form,
    LetterContext,
    Met,
    ReceiptContext,
    Service,
    Signatory,
)
from stottekontakt.letters.errors import CannotWriteLetter
from stottekontakt.letters.kinds import OTHER, PLACES, TEXT_KINDS, LetterKind, places_of
from stottekontakt.letters.markup import (
    Link,
    Value,
    blocks,
    inline,
    one_level_down,
    value_as_html,
    values_or_open,
)
from stottekontakt.letters.phrasing import Language
from stottekontakt.letters.texts import problems_of_text, title_of, words_of

CONTEXTS: Mapping[str, type[LetterContext]] = {
    LetterKind.RECEIPT: ReceiptContext,
    LetterKind.DECISION_GRANTED: DecisionGrantedContext,
    LetterKind.DECISION_REFUSED: DecisionRefusedContext,
}


@dataclass(frozen=True)
class ComposedLetter:
    """`title` names nobody: it becomes the title of the file and of the journal entry.

    `open_fields` are placeholders that were used but have no value; a letter with any is a preview.
    """

    title: str
    body: str
    open_fields: tuple[str, ...] = ()

    @property
    def body_for_screen(self) -> SafeString:
        """The letter inside a page that has its own h1: every heading one level down."""
        return one_level_down(self.body)


def compose(
    kind: str, *, context: LetterContext, texts: Mapping[str, str], language: Language
) -> ComposedLetter:
    expected = CONTEXTS[kind]
    if not isinstance(context, expected):
        raise TypeError(f"A letter of kind {kind} is made from {expected.__name__}.")
    writer = Writer(kind, context, texts, language)
    try:
        body = render_to_string(f"letters/{kind}.html", {"writer": writer, **writer.parts()})
    except (TemplateSyntaxError, TemplateDoesNotExist) as error:
        raise CannotWriteLetter(
            _("Brevet kan ikke lages fordi malen har en feil. Ingenting er lagret eller sendt. "
              "Si fra til den som drifter systemet.")
        ) from error  # fmt: skip
    return ComposedLetter(title_of(kind, language), body.strip(), tuple(sorted(writer.found_open)))


@dataclass(frozen=True)
class Row:
    """A line of the box that says what was decided."""

    label: SafeString
    value: SafeString
    begins_group: bool = False


class Writer:
    """What the templates ask: texts, headings and values in the letter's language and for its
    reader."""

    def __init__(
        self, kind: str, context: LetterContext, texts: Mapping[str, str], language: Language
    ) -> None:
        self.kind = kind
        self.context = context
        self.language = language
        self.found_open: set[str] = set()
        self._places = places_of(kind)
        self._texts = texts
        self._words = words_of(kind, language)
        self._values = _values(context, language)
        self._value = values_or_open(self._values, self.found_open)

    # ── Asked by the template tags ──────────────────────────────────────────────────────────────

    def text(self, place: str) -> SafeString:
        """A text as paragraphs and lists."""
        return blocks(self._raw(place), self._value)

    def line(self, place: str) -> SafeString:
        """A text inside a line; paragraphs run on."""
        return inline(" ".join(self._raw(place).split()), self._value)

    def lines(self, *places: str) -> SafeString:
        """Several texts after one another; those left empty are left out."""
        return mark_safe(" ".join(filter(None, map(self.line, places))))

    def word(self, key: str, **values: Value) -> SafeString:
        """A heading or label. A misspelt key is an error, not silence."""
        if not self.context.is_to_recipient and f"{key}{OTHER}" in self._words:
            key = f"{key}{OTHER}"
        return inline(self._words[key], lambda name: values.get(name) or self._value(name))

    # ── Made ready for the templates ────────────────────────────────────────────────────────────

    def parts(self) -> dict[str, Any]:
        context = self.context
        parts: dict[str, Any] = {
            "letter": context,
            "signatories": [self._signatory(signatory) for signatory in context.signatories],
            "attachments": "; ".join(context.attachments),
            "copies_to": phrasing.join(context.copies_to),
        }
        if isinstance(context, ReceiptContext):
            parts |= self._receipt(context)
        if isinstance(context, DecisionContext):
            parts |= self._decision(context)
        if isinstance(context, DecisionGrantedContext):
            parts |= self._granted(context)
        if isinstance(context, DecisionRefusedContext):
            parts |= self._refused(context)
        return parts

    def _signatory(self, signatory: Signatory) -> dict[str, Any]:
        return {"name": signatory.name, "title": signatory.title or self.word(signatory.role)}

    def _receipt(self, context: ReceiptContext) -> dict[str, Any]:
        return {
            "missing": [inline(thing) for thing in context.missing],
        }

    def _decision(self, context: DecisionContext) -> dict[str, Any]:
        complaint = ["complaint_in_time", "complaint_then", "complaint_help", "access"]
        if context.sender.complaint_url:
            complaint[0] = "complaint_in_time_online"
        if isinstance(context, DecisionGrantedContext):
            complaint.insert(2, "complaint_meanwhile")
        if context.is_detriment:
            complaint.insert(-2, "suspension")
        how = "complaint_how_online" if context.sender.complaint_url else "complaint_how"
        laws = [
            "complaint_law",
            *(["suspension_law"] if context.is_detriment else []),
            "access_law",
        ]
        role = context.applicant_role
        return {
            "facts": blocks(context.facts),
            "recipient_view": blocks(context.recipient_view),
            "applicant_view": blocks(context.applicant_view),
            "applicant_view_heading": self.word(f"view_of_{role.value if role else 'applicant'}"),
            "built_on": self._built_on(context),
            "rules": [
                {
                    "key": rule.key,
                    "valid_on": rule.valid_on.isoformat() if rule.valid_on else "",
                    "reference": inline(rule.reference),
                    "says": inline(rule.says),
                }
                for rule in context.rules
            ],
            "rule_says": self.word("rule_says"),
            "criteria": [
                {
                    "title": inline(criterion.title),
                    "appraisal": self._running(criterion.appraisal),
                    "met": self.word(f"met_{criterion.met}"),
                }
                for criterion in context.criteria
            ],
            "reasons": blocks(context.reasons),
            "view_weight": blocks(context.view_weight),
            "best_interests": blocks(context.best_interests) if context.is_minor else "",
            "alternatives": blocks(context.alternatives),
            "complaint": self._filled((how, *complaint)),
            "laws": self._filled(laws),
        }

    def _built_on(self, context: DecisionContext) -> SafeString:
        """Run together when a plain sentence was given, else with the list after a sentence."""
        given = context.built_on.strip()
        if not (context.received_on or given):
            return blocks("")
        is_list = given.startswith(("-", "•")) or "\n" in given
        sentences = []
        if context.received_on:
            received = phrasing.long_date(context.received_on)
            sentences.append(self._words["application_received"].replace("{mottatt}", received))
        if is_list:
            sentences.append(self._words["also_built_on" if sentences else "only_built_on"])
            return blocks(f"{' '.join(sentences)}\n{given}\n\n{self._words['tell_us']}")
        return blocks(" ".join(filter(None, [*sentences, given, self._words["tell_us"]])))

    def _granted(self, context: DecisionGrantedContext) -> dict[str, Any]:
        only_groups = all(service.form == Form.GROUP for service in context.services)
        start = (
            self._running(context.start)
            if context.start
            else self.line("start_group" if only_groups else "start")
        )
        expenses = ["expenses"]
        if not only_groups:
            paid = "paid" if context.contact_ticket_paid else "not_paid"
            expenses.append(f"expenses_contact_{paid}")
        practical = [(self.word("start"), start), (self.word("expenses"), self.lines(*expenses))]
        if context.travel_cap is not None:
            practical.append((self.word("travel"), self.line("travel")))
        practical += [
            (self.word("safety"), self.line("safety")),
            (self.word("changes"), self.line("changes")),
            *(
                (inline(offer.title), self._running(offer.text))
                for offer in context.extra_practical
            ),
        ]
        if context.evaluate_by:
            practical.append((self.word("evaluation"), self.line("evaluation")))
        practical.append((self.word("duration"), self.line(_duration(context.services))))
        return {
            "rows": list(self._outcome(context)),
            "lead": self.lines(
                "lead", *(["lead_refused_part"] if context.refused_part else []), "lead_end"
            ),
            "refused_reasons": blocks(context.refused_reasons),
            "practical": [(title, text) for title, text in practical if text],
            "companion_card": self.line("companion_card"),
        }

    def _outcome(self, context: DecisionGrantedContext) -> Iterable[Row]:
        for service in context.services:
            name = self.word(f"service_{service.form}")
            amount = phrasing.amount_in_digits(service.amount, self.language)
            yield Row(
                self.word("gets"),
                format_html("<strong>{}, {}</strong>", name, amount),
                begins_group=service is not context.services[0],
            )
            form = self.word(f"form_{service.form}")
            if service.detail:
                form = format_html("{}, {}", form, inline(service.detail))
            yield Row(self.word("form"), form)
            yield Row(self.word("period"), self._period(service))
            if service.goal:
                yield Row(self.word("goal"), self._running(service.goal))
        several = len(context.services) > 1
        if context.evaluate_by:
            by = self.word("by", dato=context.evaluate_by)
            yield Row(self.word("evaluation_by"), by, begins_group=several)
        if context.refused_part:
            yield Row(self.word("refused_part"), inline(context.refused_part), begins_group=several)

    def _period(self, service: Service) -> SafeString:
        start = service.starts_on or self._value("start")
        if service.ends_on:
            return self.word("period_from_to", start=start, slutt=service.ends_on)
        return self.word("period_from", start=start)

    def _refused(self, context: DecisionRefusedContext) -> dict[str, Any]:
        rows = [Row(self.word("result"), format_html("<strong>{}</strong>", self.word("refusal")))]
        if applied_for := self._values["søkt_om"]:
            rows.append(Row(self.word("applied_for"), value_as_html_safe(applied_for)))
        not_met = [criterion.title for criterion in context.criteria if criterion.met == Met.NO]
        if context.decisive:
            rows.append(Row(self.word("decisive"), self._running(context.decisive)))
        elif not_met:
            rows.append(Row(self.word("not_met"), self._running("\n".join(not_met))))
        if context.instead:
            rows.append(Row(self.word("instead"), self._running(context.instead)))
        return {
            "rows": rows,
            "lead": self.lines("lead", *(["lead_applied_for"] if applied_for else []), "lead_end"),
            "exception": blocks(context.exception),
            "guidance": blocks(context.guidance),
            "offers": [
                (inline(offer.title), self._running(offer.text)) for offer in context.offers
            ],
            "standard_offers": self._filled(["companion_card", "coordinator"]),
        }

    # ── Small parts ─────────────────────────────────────────────────────────────────────────────

    def _raw(self, place: str) -> str:
        if not self.context.is_to_recipient and f"{place}{OTHER}" in self._places:
            place = f"{place}{OTHER}"
        text_kind = next(kind for kind in TEXT_KINDS[self.kind] if place in PLACES[kind])
        if place not in self._texts:
            raise CannotWriteLetter(
                _("Teksten «%(place)s» mangler i dette brevet. Be en administrator legge den inn.")
                % {"place": self._places[place].label}
            )
        text = self._texts[place]
        if problems := problems_of_text(text_kind, place, text):
            label = self._places[place].label
            raise CannotWriteLetter([f"{label}: {problem}" for problem in problems])
        return text

    def _filled(self, places: Iterable[str]) -> list[SafeString]:
        return [line for line in map(self.line, places) if line]

    @staticmethod
    def _running(text: str) -> SafeString:
        """What a caseworker wrote, where there is no room for paragraphs."""
        return mark_safe("<br>".join(inline(line) for line in text.splitlines() if line.strip()))

    @staticmethod
    def _html(value: Value) -> SafeString:
        return value_as_html_safe(value)


def value_as_html_safe(value: Value) -> SafeString:
    return mark_safe(value_as_html(value))


def _duration(services: Sequence[Service]) -> str:
    """Which text tells how long the decision lasts."""
    ends = {service.ends_on for service in services}
    if len(ends) > 1:
        return "ends_differ"
    return "until_further_notice" if ends <= {None} else "ends"


def _values(context: LetterContext, language: Language) -> dict[str, Value | None]:
    """What each placeholder stands for; None where the context does not say."""
    sender = context.sender
    values: dict[str, Value | None] = {
        "kommune": sender.municipality,
        "enhet": sender.unit,
        "saksbehandler": context.contact.name,
        "telefon": context.contact.phone or sender.phone,
        "nettside": Link(sender.website) if sender.website else None,
        "statsforvalter": sender.county_governor,
        "navn": context.called,
        "navns": phrasing.genitive(context.called),
        "dato": context.dated_on,
    }
    if isinstance(context, ReceiptContext):
        values |= {
            "sak": context.case_number,
            "mottatt": context.received_on,
            "svar_innen": context.answer_by,
            "mangler_innen": context.missing_by,
            "søkt_om": context.applied_for,
        }
    if isinstance(context, DecisionContext):
        applied_for = context.applied_for_text or (
            phrasing.amount_in_words(context.applied_for, language) if context.applied_for else None
        )
        values |= {
            "mottatt": context.received_on,
            "søkt_om": applied_for,
            "klagefrist": phrasing.weeks(context.complaint.weeks, language),
            "eksempel_mottatt": _weekday(context.complaint.example_received_on, language),
            "eksempel_frist": _weekday(context.complaint.example_due_on, language),
            "klageadresse": ", ".join((sender.municipality, sender.unit, *sender.address_lines)),
            "klage_nettside": Link(sender.complaint_url) if sender.complaint_url else None,
        }
    if isinstance(context, DecisionGrantedContext):
        words = words_of(LetterKind.DECISION_GRANTED, language)
        services = [
            f"{words[f'service_{service.form}']} "
            f"{phrasing.amount_in_words(service.amount, language)}"
            for service in context.services
        ]
        starts = [service.starts_on for service in context.services if service.starts_on]
        ends = [service.ends_on for service in context.services if service.ends_on]
        values |= {
            "tjenester": phrasing.join(services),
            "start": min(starts) if starts else None,
            "slutt": min(ends) if ends else None,
            "evaluering": context.evaluate_by,
            "avslått_del": context.refused_part,
            "reisetak": (
                phrasing.decimal(context.travel_cap) if context.travel_cap is not None else None
            ),
        }
    return values


def _weekday(day: date | None, language: Language) -> str | None:
    return phrasing.date_with_weekday(day, language) if day else None
