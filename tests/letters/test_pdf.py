"""The file itself: both standards at once, readable text, our own files only."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from stottekontakt.letters import pdf
from stottekontakt.letters.pdf import MissingFile, render_pdf
from stottekontakt.letters.sheet import OPEN_DATE
from tests.letters import verapdf
from tests.letters.samples import SENDER, Sample, granted, paper_samples, receipt, refused

SAMPLES = list(paper_samples())


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Every sample as a file, made once."""
    folder = tmp_path_factory.mktemp("letters")
    for sample in SAMPLES:
        (folder / f"{sample.name}.pdf").write_bytes(render_pdf(sample.html()))
    return folder


@pytest.fixture(scope="module")
def pages(files):
    """The text of each page, by the sample's name."""
    return {
        path.stem: [page.extract_text().replace("\u00a0", " ") for page in PdfReader(path).pages]
        for path in files.iterdir()
    }


def reader(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def whole(pages: list[str]) -> str:
    return " ".join(" ".join(pages).split())


def test_every_letter_is_pdf_a_2a_and_pdf_ua_1(files):
    assert verapdf.what_is_missing() == ""
    verdicts = verapdf.validate(files, *verapdf.STANDARDS)
    assert {name for name, _standard in verdicts} == {f"{one.name}.pdf" for one in SAMPLES}
    assert len(verdicts) == 2 * len(SAMPLES)
    assert {key: verdict.broken for key, verdict in verdicts.items() if verdict.broken} == {}
    assert all(verdict.checks > 100 for verdict in verdicts.values())


def test_the_validator_says_no_to_a_file_that_is_neither(tmp_path):
    from weasyprint import HTML

    HTML(string="<p>Hei</p><h3>Uten tittel</h3>").write_pdf(tmp_path / "plain.pdf")
    verdicts = verapdf.validate(tmp_path, *verapdf.STANDARDS)
    assert all(verdicts["plain.pdf", standard].broken for standard in verapdf.STANDARDS)


def test_both_languages_and_all_roles_are_among_them():
    names = {one.name for one in SAMPLES}
    assert len(names) == len(SAMPLES)
    assert {one.language for one in SAMPLES} == {"nb", "nn"}


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("decision_granted-parent.nb", "Nora får støttekontakt tre timer i uken"),
        ("decision_granted-parent.nb", "Du kan klage og få se saken"),
        ("decision_granted-parent.nb", "Sak 2027/41, dokument 7"),
        ("decision_granted-parent.nb", "Unntatt offentlighet offl. § 13, jf. fvl. § 13"),
        ("decision_granted-parent.nb", "Lyngvik kommune · sak 2027/41, dokument 7 Side 2 av 3"),
        ("decision_refused-recipient.nn", "Du får ikkje støttekontakt no."),
        ("decision_refused-recipient.nn", "Saksbehandlar Anne Eksempelvik telefon 00 00 00 02"),
        ("receipt-recipient.nb", "Hanna Prøvedal Øvre Prøvevei 12 9999 LYNGVIK"),
        ("receipt-strange-name.nb", "Łukasz <b>Đặng & Sønn</b>"),
        ("receipt-strange-name.nb", "c/o Þórunn Žižek-Øyjordet"),
    ],
)
def test_the_text_can_be_read_out_of_the_file(pages, name, needed):
    assert needed in whole(pages[name])


@pytest.mark.parametrize("one", SAMPLES, ids=lambda one: one.name)
def test_title_and_metadata_name_nobody(files, one):
    file = PdfReader(files / f"{one.name}.pdf")
    assert file.metadata is not None
    assert re.fullmatch(r"[A-ZÅa-zåøæ ]+, sak 2027/41", file.metadata.title or "")
    said = " ".join(str(value) for value in file.metadata.values())
    for name in ("Nora", "Tor", "Hanna", "Prøvedal", "Siri", "Anne"):
        assert name not in said
    root = file.trailer["/Root"]
    assert root["/Lang"] == one.language
    assert root["/MarkInfo"]["/Marked"]


def test_all_fonts_are_embedded_and_ours(files):
    for path in files.iterdir():
        for page in PdfReader(path).pages:
            for font in page["/Resources"]["/Font"].values():
                descendant = font["/DescendantFonts"][0].get_object()
                assert "Inter" in descendant["/BaseFont"], path.name
                assert "/FontFile3" in descendant["/FontDescriptor"] or (
                    "/FontFile2" in descendant["/FontDescriptor"]
                )


PAGES = {
    "receipt-recipient.nb": 1,
    "receipt-recipient.nn": 1,
    "receipt-parent.nb": 1,
    "decision_granted-parent.nb": 3,
    "decision_granted-parent.nn": 3,
    "decision_refused-recipient.nb": 3,
    "decision_refused-recipient.nn": 3,
    "consent-recipient.nb": 2,
    "consent-parent.nn": 2,
    "comment_request-recipient.nb": 1,
    "guidance-recipient.nb": 1,
    "information_request-recipient.nb": 1,
    "advance_notice-recipient.nb": 2,
    "decision_changed-extension-recipient.nb": 2,
    "decision_terminated-parent.nn": 2,
    "decision_terminated-death.nb": 1,
    "decision_dismissed-recipient.nb": 2,
}


@pytest.mark.parametrize("name", PAGES)
def test_a_usual_letter_is_no_longer_than_it_must_be(pages, name):
    assert len(pages[name]) == PAGES[name]


HEADINGS = re.compile(
    r"(Reglene vi bruker|Reglane vi bruker|Vår vurdering|Vurderinga vår|Praktisk|Begrunnelse|"
    r"Grunngiving|Hvis du lurer på noe|Annen hjelp .* kan få|Dette skjer nå)"
)


def test_nothing_stands_alone(pages):
    """The signature goes with what is above it, and no heading ends a page."""
    for name, texts in pages.items():
        # The page to sign and send back comes after the letter.
        last = texts[-2] if name.startswith("consent") else texts[-1]
        greeting = re.search(r"(Vennlig hilsen|Vennleg helsing)", last)
        assert greeting, name
        above = re.sub(r".* · sak .*|Side \d+ av \d+", "", last[: greeting.start()])
        assert above.strip(), f"{name}: only the signature is left"
        for text in texts:
            lines = [
                line.strip()
                for line in text.splitlines()
                if line.strip() and not re.search(r" · sak |Side \d+ av \d+", line)
            ]
            assert not HEADINGS.fullmatch(lines[-1]), (name, lines[-1])


def test_only_the_address_stands_where_the_window_may_slide(files):
    """C5 window: nothing but the address within x 0–120 mm, y 30–79 mm of the first page."""
    mm = 72 / 25.4
    for path in files.iterdir():
        inside: list[tuple[float, float, str]] = []

        def visit(text, cm, tm, font, size, inside=inside):
            x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
            y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
            top = 297 - y / mm
            if text.strip() and x / mm < 120 and 30 < top < 79:
                inside.append((x / mm, top, text.strip()))

        PdfReader(path).pages[0].extract_text(visitor_text=visit)
        for x, top, text in inside:
            assert 29 <= x <= 101, (path.name, text)
            assert 44 <= top <= 66, (path.name, text)


def test_without_an_address_the_name_still_stands_in_the_window(pages):
    text = whole(pages["receipt-no-address.nb"])
    assert "Hanna Prøvedal" in text
    assert "9999 LYNGVIK" not in text


def test_an_open_date_is_shown_as_open(pages):
    assert OPEN_DATE in whole(pages["receipt-open-date.nb"])


class TestArms:
    def html(self, arms: str) -> str:
        return Sample("x", "receipt", "nb", receipt(sender=replace(SENDER["nb"], arms=arms))).html()

    def test_every_drawing_of_arms_stands_in_a_valid_file(self, tmp_path):
        drawings = sorted(pdf.static_path("arms/lyngvik.svg").parent.iterdir())
        assert drawings
        for drawing in drawings:
            data = render_pdf(self.html(f"arms/{drawing.name}"))
            (tmp_path / f"{drawing.stem}.pdf").write_bytes(data)
        verdicts = verapdf.validate(tmp_path, *verapdf.STANDARDS)
        assert len(verdicts) == 2 * len(drawings)
        assert {key: one.broken for key, one in verdicts.items() if one.broken} == {}

    def test_missing_arms_stop_the_letter(self):
        with pytest.raises(MissingFile, match="arms/gone.svg"):
            render_pdf(self.html("arms/gone.svg"))


class TestOnlyOurFiles:
    @pytest.mark.parametrize(
        "url",
        [
            "https://example.org/x.png",
            "http://127.0.0.1/x.png",
            "file:///etc/passwd",
            "ftp://example.org/x",
            "letter:../settings.py",
            "letter:arms/../../settings.py",
            "letter:css/app.css",
            "//example.org/x.png",
        ],
    )
    def test_anything_else_stops_the_letter(self, url):
        with pytest.raises(MissingFile, match="only use our own files"):
            render_pdf(f'<html lang="nb"><title>x</title><img src="{url}" alt="x">')

    def test_a_data_url_is_refused_too(self):
        with pytest.raises(MissingFile, match="only use our own files"):
            render_pdf('<img alt="x" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">')


def test_links_are_not_followed():
    html = Sample("x", "decision_refused", "nn", refused("nn")).html()
    assert "https://fjellvik.example/klage" in html
    annotations = [
        annotation.get_object()["/A"]["/URI"]
        for page in reader(render_pdf(html)).pages
        for annotation in page.get("/Annots", [])
    ]
    assert annotations == ["https://fjellvik.example/klage"]


def test_a_missing_stylesheet_is_said(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(pdf, "STYLESHEET", "css/gone.css")
    settings.STATIC_ROOT = tmp_path
    pdf._fonts_and_styles.cache_clear()
    try:
        with pytest.raises(MissingFile, match=r"css/gone\.css"):
            render_pdf(Sample("x", "decision_granted", "nb", granted()).html())
    finally:
        pdf._fonts_and_styles.cache_clear()


def test_collected_static_files_serve_as_well(monkeypatch, settings, tmp_path):
    """In production the files lie where collectstatic put them, and nowhere else."""
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "letter.css").write_text("p { color: black }")
    settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr(pdf.finders, "find", lambda name: None)
    assert pdf.static_path("css/letter.css") == tmp_path / "css" / "letter.css"


def test_fonts_and_styles_are_read_once():
    render_pdf(Sample("x", "receipt", "nb", receipt()).html())
    before = pdf._fonts_and_styles.cache_info()
    render_pdf(Sample("x", "receipt", "nn", receipt("nn")).html())
    after = pdf._fonts_and_styles.cache_info()
    assert (after.misses, after.hits) == (before.misses, before.hits + 1)
