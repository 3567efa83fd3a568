"""The components: their markup, what they refuse, and that nothing slips through unescaped."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import timezone

from stottekontakt.ui.icons import UnknownIcon
from stottekontakt.ui.listing import page_of

EVIL = "<script>alert(1)</script>"


def draw(source: str, **context: object) -> str:
    path = context.pop("path", "/")
    request = RequestFactory().get(str(path))
    template = Template("{% load ui crispy_forms_tags %}" + source)
    return template.render(
        Context({"request": request, "csrf_token": "t", "evil": EVIL, **context})
    )


@pytest.mark.parametrize(
    "source",
    [
        "{% tag evil %}",
        "{% person evil protection=evil %}",
        "{% button evil about=evil name=evil value=evil %}",
        "{% link_button evil evil %}",
        "{% post_button evil evil name=evil value=evil about=evil %}",
        "{% page_heading evil meta=evil eyebrow=evil %}{{ evil }}{% endpage_heading %}",
        "{% breadcrumbs %}{% crumb evil evil %}{% crumb evil %}{% endbreadcrumbs %}",
        "{% subnav label=evil %}{% subnav_link evil evil %}{% endsubnav %}",
        "{% segments label=evil %}{% segment evil evil %}{% endsegments %}",
        "{% card heading=evil id=evil %}{{ evil }}{% endcard %}",
        "{% section heading=evil id=evil url=evil link=evil %}{{ evil }}{% endsection %}",
        "{% alert heading=evil %}{{ evil }}{% endalert %}",
        "{% empty heading=evil %}{{ evil }}{% endempty %}",
        "{% quote %}{{ evil }}{% endquote %}",
        "{% todo %}{% todo_item heading=evil %}{{ evil }}{% endtodo_item %}{% endtodo %}",
        "{% summary_list %}{% fact evil %}{{ evil }}{% endfact %}{% endsummary_list %}",
        "{% figure evil evil evil %}",
        "{% deadline today label=evil reason=evil %}",
        "{% timeline %}{% timeline_entry today note=evil %}{{ evil }}{% endtimeline_entry %}"
        "{% endtimeline %}",
        "{% track label=evil %}{% track_step evil %}{{ evil }}{% endtrack_step %}{% endtrack %}",
        "{% sections label=evil %}{% section_link evil evil mark='done' note=evil %}"
        "{% endsections %}",
        "{% missing problems %}",
        "{% table caption=evil %}{% column evil sort='a' %}{% row id=evil state=evil %}"
        "{% cell %}{{ evil }}{% endcell %}{% endrow %}{% endtable %}",
    ],
)
def test_nothing_gets_through_unescaped(source):
    html = draw(source, today=date(2027, 2, 23), problems=[EVIL, (EVIL, EVIL)])
    assert "<script" not in html
    assert "&lt;script" in html


def test_what_is_inside_a_component_is_escaped_once():
    for source in (
        "{% page_heading 'x' %}<b>{{ t }}</b>{% endpage_heading %}",
        "{% card %}<b>{{ t }}</b>{% endcard %}",
        "{% summary_list %}{% fact 'x' %}<b>{{ t }}</b>{% endfact %}{% endsummary_list %}",
        "{% table caption='x' %}{% column 'x' %}{% row %}{% cell %}<b>{{ t }}</b>{% endcell %}"
        "{% endrow %}{% endtable %}",
    ):
        assert "<b>Berg &amp; Dal</b>" in draw(source, t="Berg & Dal"), source


@pytest.mark.parametrize(
    "source",
    [
        "{% tag 'x' color='red' %}",
        "{% card variant='loud' %}{% endcard %}",
        "{% alert color='neutral' %}{% endalert %}",
        "{% button 'x' variant='huge' %}",
        "{% section_link 'x' '#' mark='maybe' note='x' %}",
        "{% timeline_entry today state='done' %}{% endtimeline_entry %}",
        "{% card heding='x' %}{% endcard %}",
    ],
)
def test_a_misspelt_argument_is_an_error(source):
    with pytest.raises(TemplateSyntaxError):
        draw(source, today=date(2027, 2, 23))


def test_an_unknown_icon_is_an_error():
    with pytest.raises(UnknownIcon):
        draw("{% icon 'no-such-drawing' %}")
    with pytest.raises(UnknownIcon):
        draw("{% icon '../../package' %}")


def test_an_icon_is_hidden_from_screen_readers():
    html = draw("{% icon 'checkmark-circle-fill' %}")
    assert html.startswith('<svg class="icon"')
    assert 'aria-hidden="true"' in html
    assert "currentColor" in html


def test_an_empty_fact_says_so():
    html = draw("{% fact 'Telefon' %}  {% endfact %}{% fact 'Fax' missing='ukjent' %}{% endfact %}")
    assert '<dt>Telefon</dt><dd><span class="absent">ikke oppgitt</span></dd>' in html
    assert "ukjent" in html


@pytest.mark.parametrize(
    ("days", "words", "color"),
    [
        (3, "om 3 dager", ""),
        (0, "i dag", "warning"),
        (-2, "2 dager over", "danger"),
    ],
)
def test_a_deadline_says_what_when_how_far_and_why(days, words, color):
    today = date(2027, 2, 23)
    html = draw(
        "{% deadline day label='Svar' reason='én måned fra 29. januar' today=today %}",
        day=today + timedelta(days=days),
        today=today,
    )
    text = re.sub(r"<[^>]+>", "", html)
    assert text.startswith("Svar innen ")
    assert f"({words}) – én måned fra 29. januar" in text
    assert (f'data-color="{color}"' in html) == bool(color)


class TestTable:
    SOURCE = (
        "{% table caption='Saker' %}{% column 'Navn' %}{% column 'Timer' numeric=True %}"
        "{% for name in names %}{% row %}{% cell header=True %}{{ name }}{% endcell %}"
        "{% cell %}3{% endcell %}{% endrow %}{% endfor %}"
        "{% foot %}{% row %}{% cell header=True %}Sum{% endcell %}{% cell %}6{% endcell %}"
        "{% endrow %}{% endtable %}"
    )

    def test_each_cell_knows_its_column(self):
        html = draw(self.SOURCE, names=["Nora", "Ali"])
        assert html.count('<td role="cell" class="n" data-label="Timer">') == 3
        assert html.count('<th role="rowheader" scope="row">') == 3
        assert '<th role="columnheader" scope="col" class="n">Timer</th>' in html
        assert html.count("<tbody") == html.count("</tbody>") == 1
        assert html.count("<tfoot") == html.count("</tfoot>") == 1
        assert html.index("</tbody>") < html.index("<tfoot")

    def test_two_tables_on_a_page_do_not_mix(self):
        html = draw(self.SOURCE * 2, names=["Nora"])
        assert html.count('scope="col"') == 4

    @pytest.mark.parametrize("cells", [0, 1, 3])
    def test_a_row_of_another_length_is_an_error(self, cells):
        row = "{% row %}" + "{% cell %}x{% endcell %}" * cells + "{% endrow %}"
        with pytest.raises(TemplateSyntaxError, match="columns"):
            draw("{% table caption='x' %}{% column 'a' %}{% column 'b' %}" + row + "{% endtable %}")

    def test_sorting_turns_round_and_keeps_the_filters(self):
        source = (
            "{% table caption='x' %}{% column 'Navn' sort='navn' %}{% column 'Nr' sort='nr' %}"
            "{% endtable %}"
        )
        html = draw(source, path="/saker/?enhet=2&side=3&sorter=navn")
        assert 'aria-sort="ascending"' in html
        assert 'href="?enhet=2&amp;sorter=-navn"' in html
        assert 'href="?enhet=2&amp;sorter=nr"' in html
        html = draw(source, default_sort="-nr")
        assert 'aria-sort="descending"' in html


class TestPagination:
    def page(self, path: str, count: int = 120):
        return page_of(RequestFactory().get(path), list(range(count)))

    def test_it_says_which_rows_of_how_many(self):
        html = draw("{% pagination page %}", page=self.page("/?side=2"), path="/?side=2&navn=x")
        assert "Viser 51–100 av 120" in html
        assert 'href="?side=3&amp;navn=x"' in html
        assert html.count('aria-current="page"') == 1

    def test_what_is_not_counted_is_said_to_be_more(self):
        page = self.page("/", count=1100)
        assert "Viser 1–50 av mer enn 1\xa0000" in draw(
            "{% pagination page %}", page=page, path="/"
        )

    def test_one_page_has_a_count_and_no_links(self):
        html = draw("{% pagination page %}", page=self.page("/", count=7))
        assert "7 treff" in html
        assert "<nav" not in html


class TestErrorSummary:
    class Form(forms.Form):
        name = forms.CharField(label="Navn")
        kind = forms.ChoiceField(
            label="Hvem søker?", choices=[("a", "A")], widget=forms.RadioSelect
        )
        read = forms.BooleanField(label="Jeg har lest brevet")

    def test_every_line_says_which_field_and_leads_to_it(self):
        form = self.Form({})
        form.add_error(None, "Noen andre har endret saken.")
        html = draw("{{ form|crispy }}", form=form)
        assert "Rett 4 ting for å gå videre" in html
        assert '<a href="#id_name">Fyll inn feltet «Navn».</a>' in html
        assert '<a href="#id_kind_0">Svar på «Hvem søker?».</a>' in html
        assert 'id="id_kind_0"' in html
        assert '<a href="#id_read">Kryss av for «Jeg har lest brevet».</a>' in html
        assert "<li>Noen andre har endret saken.</li>" in html
        assert "autofocus" in html

    def test_beside_the_field_it_is_said_plainly(self):
        html = draw("{{ form|crispy }}", form=self.Form({}))
        for words in ("Fyll inn dette feltet.", "Velg et svar.", "Kryss av her for å gå videre."):
            assert words in html
        assert 'aria-describedby="id_name_error"' in html
        assert 'id="id_name_error"' in html

    def test_there_is_none_without_errors(self):
        assert "ds-error-summary" not in draw("{{ form|crispy }}", form=self.Form())


class TestOptional:
    class Form(forms.Form):
        phone = forms.CharField(label="Telefon", required=False)
        unit = forms.ChoiceField(label="Enhet", choices=[("", "Hele kommunen")], required=False)

    def test_what_may_be_left_empty_is_marked_in_words(self):
        assert draw("{{ form|crispy }}", form=self.Form()).count("(valgfritt)") == 2

    def test_a_field_whose_empty_choice_is_an_answer_is_not(self):
        form = self.Form()
        form.fields["unit"].mark_optional = False
        assert draw("{{ form|crispy }}", form=form).count("(valgfritt)") == 1

    def test_nor_are_filters(self):
        form = self.Form()
        form.mark_optional = False
        assert "(valgfritt)" not in draw("{{ form|crispy }}", form=form)


def test_a_moment_in_the_timeline_has_its_time_of_day():
    at = timezone.make_aware(timezone.datetime(2027, 2, 16, 10, 42))
    html = draw("{% timeline_entry at state='us' %}Siri ringte{% endtimeline_entry %}", at=at)
    assert "kl. 10.42" in html
    assert 'data-state="us"' in html
