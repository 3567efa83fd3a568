"""Each rule broken in turn: what a screen reader would stumble over never gets into a letter."""

from __future__ import annotations

import pytest

from stottekontakt.letters.structure import BrokenStructure, check_structure
from tests.letters.samples import Sample, all_samples, granted

WHOLE = """<!doctype html><html lang="nb"><head><title>Vedtak, sak 2027/41</title></head><body>
<header><img src="letter:arms/x.svg" alt="Våpenet"></header>
<main><h1>Vedtak</h1><p>Du får.</p><h2>Regler</h2>
<table><thead><tr><th scope="col">Regel</th><th scope="col">Sier</th></tr></thead>
<tbody><tr><th scope="row">§ 1</th><td>Noe</td></tr></tbody></table>
<h3>Mer</h3><ul><li>Én</li></ul></main></body></html>"""


def details(html: str) -> list[str]:
    with pytest.raises(BrokenStructure) as broken:
        check_structure(html)
    assert broken.value.problems[0].startswith("Brevet kan ikke lages fordi oppbygningen")
    return broken.value.details


def test_a_whole_document_passes():
    check_structure(WHOLE)


@pytest.mark.parametrize("sample", list(all_samples()), ids=lambda sample: sample.name)
def test_every_letter_passes(sample):
    check_structure(sample.html())


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('<html lang="nb">', "<html>", "html has no lang"),
        ('<html lang="nb">', '<html lang="en">', "html has no lang"),
        ("<title>Vedtak, sak 2027/41</title>", "<title> </title>", "has no title"),
        ("<main>", "<div>", "exactly one main"),
        ("<h1>Vedtak</h1>", "", "not exactly one h1"),
        ("<h1>Vedtak</h1>", "<h1>Vedtak</h1><h1>To</h1>", "not exactly one h1"),
        ("<h1>Vedtak</h1>", "<h2>Før</h2><h1>Vedtak</h1>", "not exactly one h1"),
        ("<h1>Vedtak</h1>", "<h1> \u00a0 </h1>", "an empty h1"),
        ("<h2>Regler</h2>", "", "h1 is followed by h3"),
        ('<th scope="row">§ 1</th>', "<th>§ 1</th>", "th without scope"),
        ('<th scope="row">§ 1</th>', '<th scope="row"></th>', "an empty th"),
        ('<th scope="row">§ 1</th>', "<td>§ 1</td>", "a row without th"),
        ('<th scope="row">§ 1</th>', "<td><strong>§ 1</strong></td>", "looks like th"),
        ('<th scope="col">Regel</th>', "<td>Regel</td>", "header cell that is not th"),
        ("<td>Noe</td>", "", "rows of different length"),
        ('alt="Våpenet"', 'alt=""', "img without alt"),
        ("<p>Du får.</p>", "<p></p>", "an empty p"),
        ("<p>Du får.</p>", '<p style="color:red">Du</p>', "style of its own"),
        ("<p>Du får.</p>", "<p><svg></svg>Du</p>", "svg does not belong"),
        ("<li>Én</li>", "", "an empty ul"),
        ("<li>Én</li>", "<p>Én</p>", "something else than li"),
    ],
)
def test_what_is_wrong_is_found(right, wrong, said):
    assert right in WHOLE
    assert any(said in detail for detail in details(WHOLE.replace(right, wrong, 1)))


def test_free_text_cannot_break_the_structure():
    evil = "</p></main><h1>Nytt</h1><table><tr><td>x</td></tr></table><h6>y</h6>"
    check_structure(
        Sample("x", "decision_granted", "nb", granted(facts=evil, reasons=evil, called=evil)).html()
    )
