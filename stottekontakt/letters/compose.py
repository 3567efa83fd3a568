"""From context and texts to the letter's title and HTML. Pure: the same in preview and when issued.

The templates in templates/letters/ hold structure; every sentence comes from `texts`, every heading
from texts/words.toml, everything else from the context.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from stottekontakt.letters.context import (
    AdvanceNoticeContext,
    CommentRequestContext,
    ConsentContext,
    DecisionChangedContext,
    DecisionDismissedContext,
    DecisionGrantedContext,
    DecisionRefusedContext,
    DecisionTerminatedContext,
    GuidanceContext,
    InformationRequestContext,
    InterimReplyContext,
    InvitationContext,
    LetterContext,
    ReceiptContext,
)
from stottekontakt.letters.errors import CannotWriteLetter
from stottekontakt.letters.kinds import OTHER, PLACES, TEXT_KINDS, LetterKind, places_of
from stottekontakt.letters.markup import Value, blocks, inline, one_level_down, values_or_open
from stottekontakt.letters.parts import parts_of
from stottekontakt.letters.phrasing import Language
from stottekontakt.letters.texts import problems_of_text, title_of, words_of
from stottekontakt.letters.values import values_of

CONTEXTS: Mapping[str, type[LetterContext]] = {
    LetterKind.RECEIPT: ReceiptContext,
    LetterKind.INVITATION: InvitationContext,
    LetterKind.INFORMATION_REQUEST: InformationRequestContext,
    LetterKind.CONSENT: ConsentContext,
    LetterKind.COMMENT_REQUEST: CommentRequestContext,
    LetterKind.ADVANCE_NOTICE: AdvanceNoticeContext,
    LetterKind.GUIDANCE: GuidanceContext,
    LetterKind.INTERIM_REPLY: InterimReplyContext,
    LetterKind.DECISION_GRANTED: DecisionGrantedContext,
    LetterKind.DECISION_REFUSED: DecisionRefusedContext,
    LetterKind.DECISION_CHANGED: DecisionChangedContext,
    LetterKind.DECISION_TERMINATED: DecisionTerminatedContext,
    LetterKind.DECISION_DISMISSED: DecisionDismissedContext,
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
    kind: str,
    *,
    context: LetterContext,
    texts: Mapping[str, str],
    language: Language,
    mark: str = "",
) -> ComposedLetter:
    """`mark` is a place whose text is marked where it stands, for whoever writes the texts."""
    expected = CONTEXTS[kind]
    if not isinstance(context, expected):
        raise TypeError(f"A letter of kind {kind} is made from {expected.__name__}.")
    writer = Writer(kind, context, texts, language, mark)
    try:
        body = render_to_string(f"letters/{kind}.html", {"writer": writer, **parts_of(writer)})
    except (TemplateSyntaxError, TemplateDoesNotExist) as error:
        raise CannotWriteLetter(
            _("Brevet kan ikke lages fordi malen har en feil. Ingenting er lagret eller sendt. "
              "Si fra til den som drifter systemet.")
        ) from error  # fmt: skip
    return ComposedLetter(title_of(kind, language), body.strip(), tuple(sorted(writer.found_open)))


class Writer:
    """What the templates ask: texts, headings and values in the letter's language and for its
    reader."""

    def __init__(
        self,
        kind: str,
        context: LetterContext,
        texts: Mapping[str, str],
        language: Language,
        mark: str = "",
    ) -> None:
        self.kind = kind
        self.context = context
        self.language = language
        self.found_open: set[str] = set()
        self._places = places_of(kind)
        self._texts = texts
        self._mark = mark
        self._words = words_of(kind, language)
        self._values = values_of(context, language, self._words)
        self._value = values_or_open(self._values, self.found_open)

    # ── Asked by the template tags ──────────────────────────────────────────────────────────────

    def text(self, place: str) -> SafeString:
        """A text as paragraphs and lists."""
        html = blocks(self._raw(place), self._value)
        if self._is_marked(place) and html:
            return format_html('<div class="marked">{}</div>', html)
        return html

    def line(self, place: str) -> SafeString:
        """A text inside a line; paragraphs run on."""
        html = inline(" ".join(self._raw(place).split()), self._value)
        return format_html("<mark>{}</mark>", html) if self._is_marked(place) and html else html

    def lines(self, *places: str) -> SafeString:
        """Several texts after one another; those left empty are left out."""
        return mark_safe(" ".join(filter(None, map(self.line, places))))

    def word(self, key: str, **values: Value) -> SafeString:
        """A heading or label. A misspelt key is an error, not silence."""
        if not self.context.is_to_recipient and f"{key}{OTHER}" in self._words:
            key = f"{key}{OTHER}"
        return inline(self._words[key], lambda name: values.get(name) or self._value(name))

    def raw_word(self, key: str) -> str:
        return self._words[key]

    def filled(self, places: Iterable[str]) -> list[SafeString]:
        """The texts that are not left empty."""
        return [line for line in map(self.line, places) if line]

    def value(self, name: str) -> Value:
        """What a placeholder stands for; what is not known is shown as open."""
        return self._value(name)

    def known(self, name: str) -> Value | None:
        return self._values[name]

    def _place_for_reader(self, place: str) -> str:
        is_other = not self.context.is_to_recipient and f"{place}{OTHER}" in self._places
        return f"{place}{OTHER}" if is_other else place

    def _is_marked(self, place: str) -> bool:
        return bool(self._mark) and self._place_for_reader(place) == self._mark

    def _raw(self, place: str) -> str:
        place = self._place_for_reader(place)
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
