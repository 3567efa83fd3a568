"""From plain text to the few HTML elements a letter needs.

Blank lines part paragraphs and lines that begin with "- " are a list, in texts and in what
caseworkers write. Texts also know lists that begin with "1. ", **bold** and placeholders, {navn}.
Everything else is shown as typed. Values are put in last, escaped: they never become markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from stottekontakt.letters.phrasing import MONTHS, NO_BREAK_SPACE, long_date

PLACEHOLDER = re.compile(r"\{([a-zæøå_]+)\}")
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_BULLET = re.compile(r"^\s*[-•–]\s+(.*)$")
# "1. mai" begins a sentence, not a list; a caseworker's line may begin with a date.
_NUMBERED = re.compile(rf"^\s*\d{{1,2}}[.)]\s+(?!(?:{'|'.join(MONTHS)})\b)(.*)$")
# With its number, also where the number has a hyphen or a letter: § 2-1, § 11 a.
_SECTION = re.compile(r"(§{1,2}) (\d+(?:-\d+)?)(?: ([a-z])\b)?")
_NUMBERED_PART = re.compile(r"\b(nr\.|bokstav) (?=[\da-zæøå])")
# A no-break space after a hyphen does not hold the words together; a span does.
_HYPHENATED_PAIR = re.compile(r"\b([Pp]asient- og|[Hh]else- og)\b")
_LONG_DATE = re.compile(rf"\b(\d{{1,2}}\.) (?=(?:{'|'.join(MONTHS)})\b)")


@dataclass(frozen=True)
class Link:
    """An address on the web, shown without its scheme."""

    url: str


Value = str | date | Link


def typeset(escaped: str) -> str:
    """Keep together what the eye reads as one: §§ 2-1, nr. 6, pasient- og, 5. mars."""
    text = _SECTION.sub(_kept_together, escaped)
    text = _NUMBERED_PART.sub(rf"\1{NO_BREAK_SPACE}", text)
    text = _LONG_DATE.sub(rf"\1{NO_BREAK_SPACE}", text)
    return _HYPHENATED_PAIR.sub(r'<span class="keep">\1</span>', text)


def _kept_together(section: re.Match[str]) -> str:
    parts = NO_BREAK_SPACE.join(part for part in section.groups() if part)
    return f'<span class="keep">{parts}</span>'


def value_as_html(value: Value) -> str:
    if isinstance(value, date):
        return f'<time datetime="{value.isoformat()}">{escape(long_date(value))}</time>'
    if isinstance(value, Link):
        shown = re.sub(r"^https?://(www\.)?", "", value.url).rstrip("/")
        return f'<a href="{escape(value.url)}">{escape(shown)}</a>'
    return typeset(escape(value))


def inline(text: str, value: Callable[[str], Value] | None = None) -> SafeString:
    """A line of text with bold and, if `value` is given, placeholders."""
    html = typeset(escape(text.strip()))
    if value is not None:
        html = _BOLD.sub(r"<strong>\1</strong>", html)
        # Escaping leaves braces alone, and values come after the markup: they stay values.
        html = PLACEHOLDER.sub(lambda match: value_as_html(value(match[1])), html)
    return mark_safe(html)


def blocks(text: str, value: Callable[[str], Value] | None = None) -> SafeString:
    """Paragraphs and lists."""
    if not text.strip():
        return mark_safe("")
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    html = [piece for part in parts for piece in _pieces(part, value)]
    return mark_safe("\n".join(html))


def _pieces(part: str, value: Callable[[str], Value] | None) -> Iterator[str]:
    """Runs of lines of one sort: a paragraph, a list with bullets, a list with numbers."""
    sort_of_run = "p"
    run: list[str] = []
    for line in part.split("\n"):
        if match := _BULLET.match(line):
            sort = "ul"
        elif value is not None and (match := _NUMBERED.match(line)):
            sort = "ol"
        else:
            sort = "p"
        if run and sort != sort_of_run:
            yield _element(sort_of_run, run, value)
            run = []
        sort_of_run = sort
        if text := (match[1] if match else line).strip():
            run.append(text)
    if run:
        yield _element(sort_of_run, run, value)


def _element(sort: str, lines: list[str], value: Callable[[str], Value] | None) -> str:
    if sort == "p":
        return f"<p>{'<br>'.join(inline(line, value) for line in lines)}</p>"
    return f"<{sort}>{''.join(f'<li>{inline(line, value)}</li>' for line in lines)}</{sort}>"


def one_level_down(html: str) -> SafeString:
    """A letter inside a page that has its own h1."""
    return mark_safe(
        re.sub(r"<(/?)h([1-5])\b", lambda match: f"<{match[1]}h{int(match[2]) + 1}", html)
    )


# A date that is not known yet is shown as such, whichever it is.
DATES = frozenset(
    {"dato", "mottatt", "svar_innen", "mangler_innen", "start", "slutt", "evaluering",
     "eksempel_mottatt", "eksempel_frist", "frist", "henvendt"}
)  # fmt: skip


def values_or_open(
    values: Mapping[str, Value | None], found_open: set[str]
) -> Callable[[str], Value]:
    """Look a placeholder up; one that has no value yet is shown in brackets and noted."""

    def value(name: str) -> Value:
        known = values[name]
        if known is None or known == "":
            found_open.add(name)
            return "[dato]" if name in DATES else f"[{name.replace('_', ' ')}]"
        return known

    return value
