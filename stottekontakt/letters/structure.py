"""What a screen reader needs and a PDF validator does not see; checked before a letter is kept."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from stottekontakt.letters.errors import CannotWriteLetter
from stottekontakt.letters.phrasing import LANGUAGES

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Each makes the file fail as PDF/UA or PDF/A, or hides meaning from whoever cannot see it.
FORBIDDEN = ("svg", "script", "style", "iframe", "object", "embed", "form", "font", "center")


class BrokenStructure(CannotWriteLetter):
    """The letter's HTML would be read wrongly aloud; `details` tell a developer where."""

    def __init__(self, details: list[str]) -> None:
        self.details = details
        super().__init__(
            _("Brevet kan ikke lages fordi oppbygningen av det er feil. Ingenting er lagret eller "
              "sendt. Si fra til den som drifter systemet.")
        )  # fmt: skip


def check_structure(html: str) -> None:
    """Raise BrokenStructure with everything that is wrong."""
    from tinyhtml5 import parse  # type: ignore[import-untyped]

    root = parse(html, namespace_html_elements=False)
    details = [*_document(root), *_headings(root), *_tables(root), *_content(root)]
    if details:
        raise BrokenStructure(details)


def _words(element: Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def _document(root: Element) -> list[str]:
    problems = []
    if root.get("lang") not in LANGUAGES:
        problems.append("html has no lang, or one that is neither nb nor nn")
    if not (root.findtext("head/title") or "").strip():
        problems.append("the document has no title")
    if len(list(root.iter("main"))) != 1:
        problems.append("there is not exactly one main")
    return problems


def _headings(root: Element) -> list[str]:
    headings = [element for element in root.iter() if element.tag in HEADINGS]
    levels = [int(heading.tag[1]) for heading in headings]
    problems = [f"an empty {heading.tag}" for heading in headings if not _words(heading)]
    if levels.count(1) != 1 or levels[0] != 1:
        problems.append("there is not exactly one h1 before all other headings")
    for before, after, heading in zip(levels, levels[1:], headings[1:], strict=False):
        if after > before + 1:
            problems.append(f"h{before} is followed by h{after}: “{_words(heading)}”")
    return problems


def _tables(root: Element) -> list[str]:
    problems = []
    for header in root.iter("th"):
        if header.get("scope") not in {"row", "col", "rowgroup", "colgroup"}:
            problems.append(f"th without scope: “{_words(header)}”")
        if not _words(header):
            problems.append("an empty th")
    for number, table in enumerate(root.iter("table"), start=1):
        rows = list(table.iter("tr"))
        head_rows = list(table.findall("thead/tr"))
        if not rows:
            problems.append(f"table {number} has no rows")
        if any(cell.tag != "th" for row in head_rows for cell in row):
            problems.append(f"table {number} has a header cell that is not th")
        if len({_width(row) for row in rows}) > 1:
            problems.append(f"table {number} has rows of different length")
        for row in rows:
            if row in head_rows or len(row) == 0:
                continue
            if row[0].tag != "th":
                problems.append(f"table {number} has a row without th: “{_words(row)}”")
            if _is_all_bold(row[0]):
                problems.append(f"table {number} has a td that looks like th: “{_words(row)}”")
    return problems


def _width(row: Element) -> int:
    return sum(int(cell.get("colspan", "1")) for cell in row)


def _is_all_bold(cell: Element) -> bool:
    bold = cell.find("strong")
    return cell.tag == "td" and bold is not None and _words(cell) == _words(bold)


def _content(root: Element) -> list[str]:
    names = {str(element.tag).rpartition("}")[2] for element in root.iter()}
    problems = [f"{tag} does not belong in a letter" for tag in FORBIDDEN if tag in names]
    for image in root.iter("img"):
        if not (image.get("alt") or "").strip():
            problems.append("img without alt")
    for element in root.iter():
        if element.get("style") is not None:
            problems.append(f"{element.tag} with style of its own")
        if element.tag in {"ul", "ol"} and any(child.tag != "li" for child in element):
            problems.append(f"{element.tag} with something else than li")
        if element.tag in {"ul", "ol"} and len(element) == 0:
            problems.append(f"an empty {element.tag}")
        if element.tag in {"li", "p", "a"} and not _words(element):
            problems.append(f"an empty {element.tag}")
    return problems
