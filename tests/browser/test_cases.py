"""The work list, the list of cases, a case and what is done in it, in a browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from applications.services import Content, receive
from stottekontakt.cases import services
from stottekontakt.cases.models import AddressProtection
from stottekontakt.deadlines.models import Deadline
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory
from tests.cases.files import PDF
from tests.deadlines.factories import DeadlineFactory
from tests.letters.factories import issue

PAPER = {"name": "uttalelse.pdf", "mimeType": "application/pdf", "buffer": PDF}


@pytest.fixture
def nora(unit, caseworker):
    """Nora, 11 years old, for whom a teacher has asked; the mother's fullmakt is missing."""
    today = timezone.localdate()
    unit.municipality.children_first = True
    unit.municipality.save()
    recipient = PersonFactory(
        municipality=unit.municipality,
        name="Nora Blåklokke",
        birth_date=today - timedelta(days=11 * 366),
        address_protection=AddressProtection.CONFIDENTIAL,
    )
    case = CaseFactory(
        unit=unit, recipient=recipient, caseworker=caseworker.user, housing="parents", year=2027
    )
    RepresentativeFactory(
        case=case, mother=True, person__name="Hilde Blåklokke", lives_with_recipient=True,
        parental_responsibility="sole",
    )  # fmt: skip
    teacher = PersonFactory(municipality=unit.municipality, name="Tor Heggli")
    application = receive(
        case,
        Content(
            channel="paper",
            received_on=today - timedelta(days=25),
            applicant_is="other",
            applicant_relation="kontaktlærer",
            wishes="En voksen å gå i svømmehallen og på strikkekafé med. Helst kvinne.",
            hours=3,
            hours_unit="week",
            reasons="Få venner etter flytting. Trenger hjelp til å komme i gang.",
            own_words="Jeg vil ha noen å være sammen med som ikke er lærer.",
        ),
        applicant=teacher,
        files=[],
        form_key=None,
        by=caseworker,
    )
    issue(case, by=caseworker, source=application.source)
    services.write_note(
        case,
        by=caseworker,
        kind="phone",
        happened_on=today,
        with_whom="Hilde Blåklokke",
        text="Mor sier at hun sender fullmakten denne uken.\n\nHun er glad for at skolen søkte.",
    )
    return case


@pytest.fixture
def busy(unit, caseworker, nora):
    """Deadlines of every group besides Nora's."""
    today = timezone.localdate()
    names = ["Jonas Furuly", "Ali Havbris", "Per Lyngmo", "Ingrid Tangvik", "Leif Myrdal"]
    for name, days in zip(names, [-1, 0, 1, 9, 20], strict=True):
        case = CaseFactory(unit=unit, recipient__name=name, caseworker=caseworker.user)
        kind = Deadline.Kind.ONE_MONTH if days < 9 else Deadline.Kind.EVALUATION
        source = f"application:{case.pk}" if days < 9 else f"decision:{case.pk}"
        day = today + timedelta(days=days)
        DeadlineFactory(
            case=case, kind=kind, source=source, due_on=day, act_by=day,
            basis="one_month" if days < 9 else "months", count=None if days < 9 else 3,
            counted_from=today - timedelta(days=30 - days),
        )  # fmt: skip
    for number in range(14):
        case = CaseFactory(unit=unit, caseworker=caseworker.user)
        DeadlineFactory(
            case=case, kind="end", basis="last_day", source=f"decision:{case.pk}",
            counted_from=None, due_on=today + timedelta(days=90 + number),
            act_by=today + timedelta(days=30 + number),
        )  # fmt: skip
    loose = CaseFactory(unit=unit, recipient__name="Sunniva Heiberg")
    DeadlineFactory(case=loose, source=f"application:{loose.pk}")
    return nora


def test_the_work_list(
    page, screen, live_server, sign_in, caseworker, busy, assert_accessible, picture
):
    sign_in(caseworker)
    expect(page.get_by_role("heading", name="Arbeidsliste", level=1)).to_be_visible()
    assert_accessible()
    picture("arbeidsliste")
    page.get_by_role("link", name="Vis de").first.click()
    expect(page.get_by_role("heading", name="Senere")).to_be_visible()
    assert_accessible()
    picture("arbeidsliste-senere")
    page.get_by_role("link", name="Ufordelte").click()
    expect(page.get_by_text("Sunniva Heiberg", exact=True)).to_be_visible()
    assert_accessible()


def test_an_empty_work_list(
    page, screen, live_server, sign_in, caseworker, assert_accessible, picture
):
    sign_in(caseworker)
    expect(page.get_by_text("Du har ingenting å gjøre de neste ukene")).to_be_visible()
    assert_accessible()
    picture("arbeidsliste-tom")
    page.goto(f"{live_server.url}/saker/")
    expect(page.get_by_text("Ingen saker ennå")).to_be_visible()
    assert_accessible()


def test_the_list_of_cases(
    page, screen, live_server, sign_in, caseworker, busy, assert_accessible, picture
):
    sign_in(caseworker)
    page.goto(f"{live_server.url}/saker/")
    assert_accessible()
    picture("saker")
    page.get_by_label("Alder").select_option("barn")
    page.get_by_role("button", name="Vis treff").click()
    expect(page.get_by_role("link", name="Fjern Alder: Barn")).to_be_visible()
    expect(page.get_by_text("1 treff")).to_be_visible()
    assert_accessible()
    picture("saker-barn")
    page.get_by_role("link", name="Fjern Alder: Barn").click()
    expect(page).to_have_url(f"{live_server.url}/saker/?status=&saksbehandler=&naa=")


def test_the_pages_of_a_case(
    page, screen, live_server, sign_in, caseworker, busy, assert_accessible, picture
):
    sign_in(caseworker)
    page.goto(f"{live_server.url}{busy.get_absolute_url()}")
    expect(page.get_by_role("heading", name="Nora Blåklokke, 11 år")).to_be_visible()
    assert_accessible()
    picture("sak")
    page.emulate_media(color_scheme="dark")
    picture("sak-dark")
    page.emulate_media(color_scheme="light")
    for tab in ["Personer", "Søknader", "Vedtak", "Brev", "Dokumenter", "Hendelser"]:
        page.get_by_role("navigation", name="I saken").get_by_role("link", name=tab).click()
        expect(
            page.get_by_role("link", name=tab).and_(page.locator("[aria-current=page]"))
        ).to_be_visible()
        assert_accessible()
        picture(f"sak-{tab.lower()}")


def test_search(page, screen, live_server, sign_in, caseworker, busy, assert_accessible, picture):
    sign_in(caseworker)

    def search(text: str) -> None:
        page.get_by_role("search").first.get_by_role("searchbox").fill(text)
        page.keyboard.press("Enter")

    search("Hilde Blaklokke")
    expect(page.get_by_role("cell", name="Mor til Nora Blåklokke")).to_be_visible()
    assert "Hilde" not in page.url
    assert_accessible()
    picture("sok")
    search("Ingen Slik")
    expect(page.get_by_role("heading", name="Ingen treff")).to_be_visible()
    assert_accessible()
    search(str(busy))
    expect(page.get_by_role("heading", name="Nora Blåklokke, 11 år")).to_be_visible()


def test_what_is_done_in_a_case(
    page, screen, live_server, sign_in, caseworker, busy, assert_accessible, picture
):
    sign_in(caseworker)
    case = f"{live_server.url}{busy.get_absolute_url()}"
    page.goto(f"{case}notat/")
    page.get_by_label("Møte eller besøk").check()
    page.get_by_role("button", name="Lagre notatet").click()
    expect(page.locator(".ds-error-summary")).to_be_focused()
    assert_accessible()
    picture("notat-feil")
    page.get_by_label("Hvem du snakket med").fill("Nora og mor")
    page.get_by_label("Hva det gjaldt").fill("Nora vil svømme.")
    page.get_by_role("button", name="Lagre notatet").click()
    expect(page.get_by_text("Nora vil svømme.")).to_be_visible()

    page.goto(f"{case}dokumenter/ny/")
    assert_accessible()
    picture("dokument-nytt")
    page.get_by_label("Tittel").fill("Uttalelse fra skolen")
    page.get_by_label("Avsender").fill("Åsen skole")
    page.get_by_label("Datoen på dokumentet").fill(timezone.localdate().isoformat())
    page.get_by_label("Filer").set_input_files([PAPER])
    page.get_by_role("button", name="Legg i saken").click()
    expect(page.get_by_role("link", name="uttalelse.pdf")).to_be_visible()

    page.goto(f"{case}personer/ny/")
    assert_accessible()
    picture("person-velg-rolle")
    page.get_by_role("link", name="Forelder").click()
    assert_accessible()
    picture("person-ny-forelder")
    page.get_by_role("textbox", name="Navn").fill("Jonas Furuly")
    page.get_by_label("Forhold til mottakeren").fill("far")
    page.get_by_label("Felles foreldreansvar").check()
    page.get_by_role("button", name="Legg til").click()
    expect(page.get_by_role("group", name="Er det en av disse?")).to_be_visible()
    assert_accessible()
    picture("person-kjent")
    page.get_by_label("Nei, registrer en ny person").check()
    page.get_by_role("button", name="Legg til").click()
    expect(page.get_by_text("Jonas Furuly er lagt til som forelder.")).to_be_visible()
    picture("sak-personer-etter")

    for path, name in {
        f"/personer/{busy.recipient_id}/": "person",
        f"{busy.get_absolute_url()}endre/": "sak-endre",
        f"{busy.get_absolute_url()}saksbehandler/": "sak-saksbehandler",
        f"/representanter/{busy.representatives.first().pk}/": "rolle",
        f"/representanter/{busy.representatives.first().pk}/avslutt/": "rolle-avslutt",
    }.items():
        page.goto(f"{live_server.url}{path}")
        assert_accessible()
        picture(name)
