"""HTML to one file that is both PDF/A-2a (for the archive) and PDF/UA-1 (for everyone).

Nothing is fetched from the network, and from the disk only our own stylesheet, typeface and arms.
"""

from __future__ import annotations

import atexit
import mimetypes
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles import finders

from stottekontakt.letters import arms

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

VARIANT = "pdf/a-2a"
STYLESHEET = "css/letter.css"
ARMS = "arms/"
# Full files, not web subsets: a name may need any letter of Latin script.
WEIGHTS = {400: "Inter-Regular.woff2", 600: "Inter-SemiBold.woff2"}
FONTS = "vendor/inter-letter/"

# In a file of many letters: one bookmark for each.
BOOKMARKS = """
h1, h2, h3, h4 { bookmark-level: none }
main { bookmark-level: 1; bookmark-label: attr(data-reference) }
"""

# PDF/A-2a is WeasyPrint's to declare; that the file is PDF/UA-1 too must be said in the metadata,
# with the schema that PDF/A demands of any property it does not know. The three pdfa… prefixes are
# part of the standard: others fail.
PDF_UA = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""


class MissingFile(Exception):
    """The stylesheet, the typeface or the arms are not where they should be."""


def render_pdf(html: str) -> bytes:
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    try:
        fonts, styles = _fonts_and_styles()
        document = HTML(string=html, base_url="letter:", url_fetcher=_fetcher()).render(
            font_config=fonts, stylesheets=styles, pdf_variant=VARIANT
        )
    except FatalURLFetchingError as error:  # a BaseException: it would pass by whoever calls us
        raise MissingFile(str(error)) from error
    generate = document.metadata.generate_rdf_metadata

    def with_pdf_ua(*arguments: Any) -> bytes:
        return bytes(generate(*arguments).replace(b"</rdf:RDF>", PDF_UA))

    document.metadata.generate_rdf_metadata = with_pdf_ua
    return bytes(document.write_pdf(pdf_variant=VARIANT))


class Joined:
    """Several letters in one file for the printer: each with its own page numbers, a bookmark that
    names its document and no person, and, for both sides of the sheet, beginning on a new one.
    """

    def __init__(self, title: str, *, is_duplex: bool) -> None:
        self._title = title
        self._is_duplex = is_duplex
        self._documents: list[Any] = []
        self._pages: list[Any] = []

    def add(self, html: str) -> None:
        document = self._set(html)
        self._documents.append(document)
        self._pages += document.pages
        if self._is_duplex and len(document.pages) % 2:
            self._pages += _blank_pages()

    def write(self) -> bytes:
        document = self._documents[0].copy(self._pages)
        document.metadata.title = self._title
        document.metadata.description = None
        document.metadata.created = None
        return bytes(document.write_pdf())

    @staticmethod
    def _set(html: str) -> Any:
        from weasyprint import CSS, HTML
        from weasyprint.urls import FatalURLFetchingError

        try:
            fonts, styles = _fonts_and_styles()
            return HTML(string=html, base_url="letter:", url_fetcher=_fetcher()).render(
                font_config=fonts, stylesheets=[*styles, CSS(string=BOOKMARKS)]
            )
        except FatalURLFetchingError as error:
            raise MissingFile(str(error)) from error


def _blank_pages() -> list[Any]:
    """The back of a sheet: without the foot that letters have."""
    from weasyprint import HTML

    return list(HTML(string="<style>@page { size: A4 }</style>").render().pages)


def static_path(name: str) -> Path:
    """A static file of ours on disk: in the source, or where collectstatic put it."""
    found = finders.find(name)
    path = Path(found) if isinstance(found, str) else Path(settings.STATIC_ROOT) / name
    if not path.is_file():
        raise MissingFile(name)
    return path


def _path_of(name: str) -> Path:
    own = name.removeprefix(ARMS)
    return arms.path_of(own) if arms.is_own(own) else static_path(name)


@cache
def _fonts_and_styles() -> tuple[FontConfiguration, list[CSS]]:
    """Once per process: a quarter faster, and memory stays flat (reading a woff2 takes 0.2 s)."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    # Freed while the interpreter still stands, or it complains on its way out.
    atexit.register(_fonts_and_styles.cache_clear)
    fonts = FontConfiguration()
    faces = "".join(
        f"@font-face {{ font-family: Inter; font-weight: {weight}; "
        f'src: url("letter:{FONTS}{file}") format("woff2") }}\n'
        for weight, file in WEIGHTS.items()
    )
    for file in WEIGHTS.values():
        static_path(f"{FONTS}{file}")  # a missing face would silently become another one
    sheets = (faces, static_path(STYLESHEET).read_text(encoding="utf-8"))
    return fonts, [
        CSS(string=sheet, font_config=fonts, base_url="letter:", url_fetcher=_fetcher())
        for sheet in sheets
    ]


@cache
def _fetcher() -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class OurFilesOnly(URLFetcher):
        """Serves letter:arms/… and letter:vendor/inter-letter/…, and stops at anything else."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            name = url.removeprefix("letter:")
            allowed = name.startswith((ARMS, FONTS)) and ".." not in name
            if name == url or not allowed:
                # Not an ordinary error: WeasyPrint would go on without the picture.
                raise FatalURLFetchingError("A letter may only use our own files.")
            try:
                body = _path_of(name).read_bytes()
            except (MissingFile, FileNotFoundError, ValueError) as error:
                raise FatalURLFetchingError(f"{name} is missing.") from error
            return URLFetcherResponse(
                url, body, {"Content-Type": mimetypes.guess_type(name)[0] or "font/woff2"}
            )

    return OurFilesOnly()
