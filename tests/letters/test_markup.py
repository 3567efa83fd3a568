from __future__ import annotations

from datetime import date

import pytest

from stottekontakt.letters.markup import Link, blocks, inline, one_level_down, value_as_html

NBSP = "\u00a0"


def test_what_a_caseworker_writes_is_shown_as_typed():
    html = blocks("Første <b>avsnitt</b> & mer.\nNy linje.\n\nAndre avsnitt med {navn} og **.")
    assert html == (
        "<p>Første &lt;b&gt;avsnitt&lt;/b&gt; &amp; mer.<br>Ny linje.</p>\n"
        "<p>Andre avsnitt med {navn} og **.</p>"
    )


def test_lines_with_a_dash_become_a_list():
    assert blocks("Dette:\n- én ting\n- en til\nOg slutt.") == (
        "<p>Dette:</p>\n<ul><li>én ting</li><li>en til</li></ul>\n<p>Og slutt.</p>"
    )


def test_a_date_at_the_start_of_a_line_is_no_list():
    assert blocks("16. februar møtte vi deg.") == f"<p>16.{NBSP}februar møtte vi deg.</p>"
    assert blocks("1. mai er fri.", lambda name: name) == f"<p>1.{NBSP}mai er fri.</p>"


def test_only_texts_have_numbered_lists():
    assert blocks("1. Først\n2. Så", lambda name: name) == ("<ol><li>Først</li><li>Så</li></ol>")
    assert blocks("1. Først\n2. Så") == "<p>1. Først<br>2. Så</p>"


def test_windows_line_ends_and_empty_text():
    assert blocks("a\r\n\r\nb") == "<p>a</p>\n<p>b</p>"
    assert blocks(" \n ") == ""


@pytest.mark.parametrize(
    "value",
    ["<script>alert(1)</script>", "**fet**", "{telefon}", "</p><h1>x</h1>", "\"' & <"],
)
def test_a_value_never_becomes_markup(value):
    html = inline("Hei, {navn}!", lambda name: value)
    for tag in ("<script", "<strong", "<h1", "</p"):
        assert tag not in html
    if value == "{telefon}":
        assert html == "Hei, {telefon}!", "a value is not filled in again"


def test_bold_reaches_across_a_value():
    html = inline("**Fristen er {frist}.** Takk.", lambda name: "fire uker")
    assert html == "<strong>Fristen er fire uker.</strong> Takk."


def test_dates_and_links_know_themselves():
    assert value_as_html(date(2027, 3, 15)) == (
        f'<time datetime="2027-03-15">15.{NBSP}mars 2027</time>'
    )
    assert value_as_html(Link("https://www.lyngvik.example/klage/")) == (
        '<a href="https://www.lyngvik.example/klage/">lyngvik.example/klage</a>'
    )


def test_what_belongs_together_is_kept_together():
    html = inline("Pasient- og brukerrettighetsloven §§ 2-1 og 7, § 11 a, nr. 6 bokstav b, 5. mars")
    assert html == (
        '<span class="keep">Pasient- og</span> brukerrettighetsloven '
        f'<span class="keep">§§{NBSP}2-1</span> og 7, <span class="keep">§{NBSP}11{NBSP}a</span>, '
        f"nr.{NBSP}6 bokstav{NBSP}b, 5.{NBSP}mars"
    )


def test_headings_go_one_level_down_inside_a_page():
    assert one_level_down('<h1 class="x">a</h1><h2>b</h2><hr><p>h1</p>') == (
        '<h2 class="x">a</h2><h3>b</h3><hr><p>h1</p>'
    )
