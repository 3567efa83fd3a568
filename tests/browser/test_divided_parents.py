"""A child of 14 whose parents live apart: four letters, each in its own words and to its own home.

Nora has told something that her parents are not to read. It stands in her letter alone.
"""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pypdf
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from decisions.rules import Section
from decisions.services import load_criteria
from stottekontakt.cases import parents, services
from stottekontakt.cases.rules import birthday_in
from stottekontakt.letters.models import Letter
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory
from tests.decisions.factories import services_of, whole_draft, write

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "Gruppa på torsdager er for unge som har det vanskelig hjemme."


@pytest.fixture
def draft(unit, culture_unit, caseworker):
    """Nora's decision, whole, with what she does not want her parents to know."""
    load_criteria(unit.municipality, "school_age")
    municipality, today = unit.municipality, timezone.localdate()
    nora = PersonFactory(
        municipality=municipality,
        name="Nora Blåklokke",
        birth_date=birthday_in(today, today.year - 14) - timedelta(days=40),
        address="Barneveien 1",
    )
    case = CaseFactory(
        unit=unit, recipient=nora, caseworker=caseworker.user, housing="parents",
        opened_on=today - timedelta(days=20),
    )  # fmt: skip
    people = {
        "mother": PersonFactory(
            municipality=municipality, name="Hilde Blåklokke", birth_date=date(1985, 2, 3),
            address="Morsveien 2",
        ),
        "father": PersonFactory(
            municipality=municipality, name="Espen Dalvik", birth_date=date(1984, 2, 3),
            address="Farsvegen 3", written_form="nn",
        ),
        "proxy": PersonFactory(
            municipality=municipality, name="Liv Tyttebær", birth_date=date(1970, 2, 3),
            address="Fullmaktsgata 4",
        ),
    }  # fmt: skip
    for who, relation in (("mother", "mor"), ("father", "far")):
        RepresentativeFactory(
            case=case, person=people[who], mother=True, relation=relation,
            lives_with_recipient=who == "mother",
        )  # fmt: skip
    entry = services.add_journal_entry(
        case, by=caseworker, direction="incoming", title="Fullmakt", dated_on=today,
        received_on=today,
    )  # fmt: skip
    authorisation = services.add_document(
        entry, by=caseworker, title="Fullmakt", filename="fullmakt.pdf",
        content_type="application/pdf", data=b"%PDF-1.7\n%%EOF\n",
    )  # fmt: skip
    RepresentativeFactory(
        case=case, person=people["proxy"], kind="proxy", mandate="hele saken",
        written_on=today - timedelta(days=5), document=authorisation, relation="tante",
    )  # fmt: skip
    marked = services.write_note(
        case, by=caseworker, kind="meeting", happened_on=today, text="Nora fortalte.",
        with_whom="helsesykepleieren", not_for_parents=True,
    )  # fmt: skip
    known = services.write_note(
        case, by=caseworker, kind="meeting", happened_on=today, text="Om skolen.",
        with_whom="læreren",
    )  # fmt: skip
    application = ApplicationFactory(
        case=case, received_on=today - timedelta(days=10), hours=3, hours_unit="week",
        wishes="Svømming og strikkekafé.", understands_the_case=True,
    )  # fmt: skip
    decision = whole_draft(application, caseworker)
    starts_on = today + timedelta(days=14)
    write(
        decision, Section.SCOPE, caseworker, goal="Nora svømmer hver uke.", starts_on=starts_on,
        ends_on=starts_on + timedelta(days=360), evaluation_on=starts_on + timedelta(days=90),
        services=[services_of()], delivering_unit=culture_unit,
    )  # fmt: skip
    write(
        decision, Section.FACTS, caseworker, facts="Nora bor hos mor og er hos far i helgene.",
        sources=[f"note-{marked.pk}", f"note-{known.pk}"],
    )  # fmt: skip
    write(
        decision, Section.VIEW, caseworker, child_heard="conversation",
        child_heard_how="Vi snakket med Nora alene.", child_said="", child_understands=True,
        recipient_view="Nora vil svømme.", applicant_view="", view_weight="Stor vekt.",
        only_for_recipient=SECRET,
    )  # fmt: skip
    return decision


def pdf_of(page: Page, base: str, letter: Letter) -> tuple[str, str]:
    """The text of the letter, and all that a file tells besides: metadata and bookmarks."""
    file = page.request.get(f"{base}/brev/{letter.pk}/pdf/")
    assert file.headers["content-type"] == "application/pdf", letter.addressee_name
    reader = pypdf.PdfReader(io.BytesIO(file.body()))
    text = " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())
    besides = f"{reader.metadata} {reader.outline} {reader.xmp_metadata and file.body()[:9000]!r}"
    return text.replace("\u00a0", " "), besides


def test_four_letters(
    page: Page, live_server, draft, caseworker, sign_in, assert_accessible, picture
):
    sign_in(caseworker)
    case = draft.case
    page.set_viewport_size({"width": 1280, "height": 900})

    # While the wish that the parents are not told is not assessed, nothing is decided.
    parents.register_wish(
        case, by=caseworker, kind="child_asked", said_on=timezone.localdate(), how="meeting",
        what="Ikke om gruppa.",
    )  # fmt: skip
    page.goto(f"{live_server.url}{case.get_absolute_url()}")
    expect(page.get_by_text("Vurder hva foreldrene til Nora skal få vite")).to_be_visible()
    page.get_by_role("link", name="Vurder", exact=True).click()
    assert_accessible()
    picture("foreldre-vurder")
    page.get_by_label("Foreldrene får brev uten det som er merket").check()
    page.get_by_label("Begrunnelse").fill("Nora er trygg på grunnene sine.")
    page.get_by_role("button", name="Lagre vurderingen").click()
    expect(page.get_by_text("Vurderingen er lagret.")).to_be_visible()
    assert_accessible()

    page.goto(f"{live_server.url}/vedtak/{draft.pk}/fatt/")
    page.get_by_label(re.compile("Jeg har lest")).check()
    page.get_by_role("button", name=re.compile("^Fatt vedtak og lag")).click()
    expect(page.get_by_text(re.compile("Vedtaket er fattet"))).to_be_visible()

    letters = {letter.addressee_name: letter for letter in Letter.objects.of_source(draft.source)}
    assert {
        name: (letter.role, letter.language, letter.address_lines[0])
        for name, letter in letters.items()
    } == {
        "Nora Blåklokke": ("recipient", "nb", "Barneveien 1"),
        "Hilde Blåklokke": ("parent", "nb", "Morsveien 2"),
        "Espen Dalvik": ("parent", "nn", "Farsvegen 3"),
        "Liv Tyttebær": ("proxy", "nb", "Fullmaktsgata 4"),
    }
    files = {name: pdf_of(page, live_server.url, letter) for name, letter in letters.items()}
    text = {name: words for name, (words, _besides) in files.items()}
    assert "Du får støttekontakt" in text["Nora Blåklokke"]
    assert "Nora får støttekontakt" in text["Hilde Blåklokke"]
    assert "Nora får støttekontakt tre timar i veka" in text["Espen Dalvik"]
    assert "Vedtak om støttekontakt" in text["Liv Tyttebær"]
    own, besides = files.pop("Nora Blåklokke")
    for hers in ("helsesykepleieren", SECRET, "Bare til deg"):
        assert hers in own
    for name, (words, besides) in files.items():
        assert "læreren" in words, name
        for hidden in ("helsesykepleieren", "torsdager", "Bare til deg", "Berre til deg"):
            assert hidden not in words, name
            assert hidden not in besides, name
