"""The sample sheet: what stands where, and that a long address fits the window."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from stottekontakt.letters.letterhead import ADDRESS, ADDRESSEE, sample_pdf, sample_sheet

MM = 72 / 25.4


@pytest.fixture
def on():
    return timezone.localdate()


def test_values_can_be_tried_before_they_are_saved(municipality, unit, on):
    html = sample_sheet(
        municipality, unit, "nb", on=on, phone="99 99 99 99", signatory_title="rådgiver"
    )
    assert "99 99 99 99" in html
    assert "rådgiver" in html
    assert municipality.name in html
    assert unit.name in html


def test_the_longest_address_stands_whole_in_the_window(municipality, unit, on):
    """What always shows of a C5 window: x 15–101, y 44–65.5 mm; nothing else may slide in."""
    page = PdfReader(io.BytesIO(sample_pdf(municipality, unit, "nn", on=on))).pages[0]
    inside: list[tuple[float, float]] = []
    lines: list[str] = []

    def visit(text, cm, tm, font, size):
        x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
        y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
        top = 297 - y / MM
        if text.strip() and x / MM < 120 and 30 < top < 79:
            inside.append((x / MM, top))
            lines.append(text.strip())

    page.extract_text(visitor_text=visit)
    shown = " ".join(" ".join(lines).split())
    for line in (ADDRESSEE, *ADDRESS):
        assert line in shown.replace("- ", "-")  # a long name may be parted at its hyphen
    assert all(29 <= x <= 101 and 44 <= top <= 66 for x, top in inside)


def test_the_page_shows_every_office_and_opens_the_sheet(
    client_for, administrator, unit, culture_unit
):
    web = client_for(administrator)
    page = web.get(reverse("letters:letterhead")).content.decode()
    assert unit.name in page
    assert culture_unit.name in page
    response = web.get(reverse("letters:letterhead_pdf", args=[unit.pk, "nn"]))
    assert response.content.startswith(b"%PDF")
    assert 'filename="brevark-nn.pdf"' in response["Content-Disposition"]


def test_arms_that_are_gone_are_said_in_words(client_for, administrator, municipality, unit):
    municipality.arms = "gone.svg"
    municipality.save(update_fields=["arms"])
    response = client_for(administrator).get(
        reverse("letters:letterhead_pdf", args=[unit.pk, "nb"])
    )
    assert response.status_code == 409
    assert "kommunevåpenet ikke finnes" in response.content.decode()


def test_another_municipalitys_office_is_not_found(
    client_for, administrator, other_municipality, in_municipality
):
    from stottekontakt.accounts.models import Unit

    with in_municipality(other_municipality):
        theirs = Unit.objects.get()
    url = reverse("letters:letterhead_pdf", args=[theirs.pk, "nb"])
    assert client_for(administrator).get(url).status_code == 404
