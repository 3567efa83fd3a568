"""The pages of decisions as their users meet them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse

from decisions.models import Decision, FormDraft
from decisions.rules import Section
from decisions.services import draft, issue
from stottekontakt.accounts.models import Unit
from stottekontakt.accounts.roles import Role
from stottekontakt.audit.models import AccessEntry
from stottekontakt.cases.impartiality import Answer, answer
from stottekontakt.cases.models import AddressProtection, Case, Person
from stottekontakt.cases.services import write_note
from stottekontakt.cases.views.common import ASKED
from stottekontakt.letters.models import Letter
from tests.accounts.factories import UnitFactory
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory, PersonFactory
from tests.decisions.conftest import make_application
from tests.decisions.factories import FACTS, REASONS, VIEW, whole_draft


@pytest.fixture
def siri(caseworker, client_for):
    return client_for(caseworker)


def text_of(response) -> str:
    return " ".join(unescape(response.content.decode()).split())


def section_of(decision, section: Section) -> str:
    return reverse("decisions:section", args=[decision.pk, section])


@pytest.fixture
def begun(application, criteria, caseworker):
    return draft(application.pk, by=caseworker)


# ── The list ────────────────────────────────────────────────────────────────────────────────────


def test_an_empty_list_says_what_to_do(siri):
    response = siri.get("/vedtak/")
    assert "Ingen vedtak ennå" in text_of(response)
    assert reverse("applications:list") in text_of(response)


def test_the_list_shows_the_next_step_on_drafts(siri, whole):
    page = text_of(siri.get("/vedtak/"))
    assert "Nora Blåklokke" in page
    assert "3 t" in page.replace("\u00a0", " ")
    assert "Fortsett" in page


@pytest.fixture
def three(make_case, criteria, caseworker):
    """A draft, a grant in one's own case, and a refusal."""
    drafted = whole_draft(make_application(make_case(recipient__name="Utkast Berg")), caseworker)
    own = make_case(recipient__name="Innvilget Dal", caseworker=caseworker.user)
    granted = whole_draft(make_application(own), caseworker)
    refused = whole_draft(
        make_application(make_case(recipient__name="Avslag Eng")), caseworker, outcome="refused"
    )
    issue(granted.pk, by=caseworker)
    issue(refused.pk, by=caseworker)
    return drafted, granted, refused


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Utkast Berg", "Innvilget Dal", "Avslag Eng"}),
        ("tilstand=draft", {"Utkast Berg"}),
        ("tilstand=issued&utfall=refused", {"Avslag Eng"}),
        ("mine=on", {"Innvilget Dal"}),
        ("utfall=granted", {"Utkast Berg", "Innvilget Dal"}),
        ("tilstand=tull", {"Utkast Berg", "Innvilget Dal", "Avslag Eng"}),
    ],
)
def test_filters_narrow_the_list(siri, three, query, shown):
    page = text_of(siri.get(f"/vedtak/?{query}"))
    assert {
        name for name in ("Utkast Berg", "Innvilget Dal", "Avslag Eng") if name in page
    } == shown


def test_filters_in_use_can_be_taken_away(siri, three):
    page = siri.get("/vedtak/?tilstand=issued&mine=on").content.decode()
    assert 'href="?mine=on"' in page
    assert 'href="?tilstand=issued"' in page


def test_fifty_a_page(siri, unit, caseworker):
    for number in range(51):
        case = CaseFactory(unit=unit, recipient__name=f"Person Nummer{number:02}")
        draft(ApplicationFactory(case=case).pk, by=caseworker)
    page = text_of(siri.get("/vedtak/?sorter=navn"))
    assert "Viser 1–50 av 51" in page
    assert "Person Nummer49" in page
    assert "Person Nummer50" not in page
    assert "Person Nummer50" in text_of(siri.get("/vedtak/?sorter=navn&side=2"))


def test_the_list_costs_the_same_whatever_its_length(
    siri, unit, caseworker, django_assert_max_num_queries
):
    for _number in range(12):
        whole_draft(ApplicationFactory(case=CaseFactory(unit=unit)), caseworker)
    siri.get("/vedtak/")
    with django_assert_max_num_queries(10):
        siri.get("/vedtak/")


# ── Beginning ───────────────────────────────────────────────────────────────────────────────────


def start(siri, application, method="post"):
    return getattr(siri, method)(f"/vedtak/ny/?soknad={application.pk}")


def test_beginning_leads_to_the_first_section(siri, application):
    assert "inhabil" in text_of(start(siri, application))
    assert not Decision.objects.exists()
    response = siri.post(f"/vedtak/ny/?soknad={application.pk}", {ASKED: "on", "impartial": "on"})
    decision = Decision.objects.get()
    assert response.url == decision.get_absolute_url()
    assert siri.get(response.url).url == section_of(decision, Section.OUTCOME)


def test_looking_at_the_address_begins_nothing(siri, application):
    assert start(siri, application, "get").status_code == 405
    assert not Decision.objects.exists()


@pytest.mark.parametrize("asked", ["", "x", "-1", "999999", "1" * 40])
def test_there_must_be_such_an_application(siri, asked):
    assert siri.post(f"/vedtak/ny/?soknad={asked}").status_code == 404


def test_a_decided_application_says_so(siri, case, caseworker):
    decided = make_application(case, decided=True)
    answer(case.pk, answer=Answer.IMPARTIAL, by=caseworker)
    page = siri.post(f"/vedtak/ny/?soknad={decided.pk}", follow=True)
    assert "ikke lenger til behandling (avgjort)" in text_of(page)


# ── Writing ─────────────────────────────────────────────────────────────────────────────────────

VALUES = {
    Section.OUTCOME: {"outcome": "granted", "applied_for": "støttekontakt tre timer i uken"},
    Section.FACTS: {"facts": "Nora bor med mor."},
    Section.VIEW: {
        "child_heard": "conversation", "child_heard_how": "Vi snakket med Nora hjemme.",
        "child_said": "", "recipient_view": "Vil svømme.", "view_weight": "Stor vekt.",
    },
    Section.BEST_INTERESTS: {"best_interests": "Trygghet."},
    Section.SCOPE: {
        "individual-hours": "2,5", "individual-unit": "week", "goal": "Svømmer hver uke.",
        "starts_on": "2026-12-01", "ends_on": "30.11.2027", "evaluation_on": "",
    },
    Section.REASONS: {"reasons": "Med følge kan Nora være med."},
}  # fmt: skip


def version_of(decision) -> int:
    return Decision.objects.get(pk=decision.pk).version


def post(siri, decision, section, follow=False, **values):
    data = {"version": version_of(decision), **VALUES.get(section, {}), **values}
    return siri.post(section_of(decision, section), data, follow=follow)


def test_the_whole_way_through_the_sections(siri, begun, criteria):
    scope = {"delivering_unit": begun.delivering_unit_id}
    for section in (Section.OUTCOME, Section.FACTS, Section.VIEW, Section.BEST_INTERESTS,
                    Section.REASONS):  # fmt: skip
        assert post(siri, begun, section).status_code == 302
    assert post(siri, begun, Section.SCOPE, **scope).status_code == 302
    answers = {}
    for criterion in criteria:
        answers |= {f"met-{criterion.pk}": "yes", f"text-{criterion.pk}": "Går ikke ut alene."}
    answers[f"exception-{criteria[1].pk}"] = "Mor er hjemme med små barn."
    post(siri, begun, Section.CRITERIA, **answers)
    decision = Decision.objects.get()
    assert decision.services.get().hours == Decimal("2.5")
    assert decision.ends_on == date(2027, 11, 30)
    assert decision.evaluation_on == date(2027, 3, 1)
    page = siri.get(section_of(decision, Section.SCOPE))
    # Three hours were applied for, two and a half are granted.
    assert "Velg «Delvis innvilget»" in text_of(page)
    post(siri, begun, Section.SCOPE, **scope, **{"individual-hours": "3 timer"})
    page = text_of(siri.get(section_of(decision, Section.SCOPE)))
    assert "Ingenting. Vedtaket kan fattes." in page
    assert "Fatt vedtak …" in page


@pytest.mark.parametrize("section", [one for one in Section if one != Section.CHANGE])
def test_every_section_shows_itself_among_the_others(
    siri, whole, section, django_assert_max_num_queries
):
    siri.get("/vedtak/")
    with django_assert_max_num_queries(26):
        response = siri.get(section_of(whole, section))
    page = text_of(response)
    assert response.status_code == 200
    assert "Skriv vedtak for Nora Blåklokke" in page
    assert page.count('aria-current="step"') == 1
    assert "Brevet til Hilde" in page
    assert "Nora får støttekontakt tre timer i uken" in page.replace("\u00a0", " ")


def test_what_is_missing_leads_to_its_field(siri, begun, criteria):
    page = siri.get(section_of(begun, Section.FACTS)).content.decode()
    for section, anchor in (
        (Section.OUTCOME, "id_outcome"),
        (Section.CRITERIA, f"kriterium-{criteria[0].pk}"),
        (Section.SCOPE, "id_starts_on"),
    ):
        assert f'href="{section_of(begun, section)}#{anchor}"' in page
        assert f'id="{anchor}"' in siri.get(section_of(begun, section)).content.decode()


def test_the_letter_follows_what_is_saved(siri, begun):
    assert "Velg utfall" in text_of(siri.get(section_of(begun, Section.FACTS)))
    post(siri, begun, Section.OUTCOME)
    page = text_of(post(siri, begun, Section.FACTS, follow=True, facts="Nora er glad i fugler."))
    letter = page[page.index("Brevet til Hilde") :]
    assert "Nora er glad i fugler." in letter
    assert "[dato]" in letter


def test_what_is_being_written_is_marked_in_the_letter(siri, begun):
    post(siri, begun, Section.OUTCOME)
    written = "Nora er glad i fugler & fisk.\n\n- svømmer hver uke"
    page = post(siri, begun, Section.FACTS, follow=True, facts=written).content.decode()
    assert "<mark>Nora er glad i fugler &amp; fisk.</mark>" in page
    assert "<li><mark>svømmer hver uke</mark></li>" in page
    elsewhere = siri.get(section_of(begun, Section.VIEW)).content.decode()
    assert "<mark>" not in elsewhere


def test_flag_and_known_facts_stand_under_the_criterion(siri, begun):
    page = text_of(siri.get(section_of(begun, Section.CRITERIA)))
    assert "11 år, fyller 12 i august 2027" in page
    assert "hos foreldre" in page
    assert "Ved 11 år er noen foreldre fortsatt med." in page
    assert "Skriv hvorfor foreldre ikke kan være med, eller hvorfor de kan." in page
    assert "0 av 4 vurdert" in page


def test_conversations_of_the_case_can_be_named_as_sources(siri, begun, caseworker):
    note = write_note(
        begun.case, by=caseworker, kind="meeting", happened_on=date(2026, 11, 16),
        with_whom="Nora og mor", text="Snakket.",
    )  # fmt: skip
    page = siri.get(section_of(begun, Section.FACTS))
    assert "Samtale med Nora og mor, 16. november 2026" in text_of(page)
    post(siri, begun, Section.FACTS, sources=[f"note-{note.pk}"])
    assert begun.sources.get().note == note


def test_a_source_of_another_case_is_not_taken(siri, begun, unit, caseworker):
    note = {"by": caseworker, "kind": "note", "happened_on": date(2026, 11, 16), "text": "x"}
    write_note(begun.case, **note)
    foreign = write_note(CaseFactory(unit=unit), **note)
    page = post(siri, begun, Section.FACTS, sources=[f"note-{foreign.pk}"])
    assert "En av kildene hører ikke til saken." in text_of(page)
    assert not begun.sources.exists()


def test_a_unit_that_is_not_in_the_list_is_not_taken(siri, begun, other_municipality):
    page = post(siri, begun, Section.SCOPE, delivering_unit="999999")
    assert "Velg en av enhetene i listen." in text_of(page)
    assert "Svømmer hver uke." in text_of(page)


@pytest.mark.parametrize(
    ("button", "leads_to"),
    [
        ({"videre": "her"}, "/opplysninger/"),
        ({"videre": "neste"}, "/kriterier/"),
        ({"videre": "fatt"}, "/fatt/"),
        ({"videre": "brev"}, "/brev/"),
        ({"lenke": "{base}omfang/#id_goal"}, "/omfang/#id_goal"),
        ({"lenke": "https://example.org/"}, "/opplysninger/"),
        ({"lenke": "//example.org/"}, "/opplysninger/"),
        ({"lenke": "/saker/"}, "/opplysninger/"),
    ],
)
def test_each_button_saves_and_leads_on(siri, begun, button, leads_to):
    button = {key: value.format(base=begun.get_absolute_url()) for key, value in button.items()}
    response = post(siri, begun, Section.FACTS, **button)
    assert leads_to in response.url
    assert response.url.startswith(begun.get_absolute_url())
    assert Decision.objects.get().facts == "Nora bor med mor."


# ── Bad input ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"individual-hours": "0"}, "Skriv minst 0,25 timer, eller la feltet stå tomt."),
        ({"individual-hours": "-3"}, "Skriv minst 0,25 timer"),
        ({"individual-hours": "170"}, "En uke har 168 timer. Skriv færre, eller velg «i måneden»."),
        ({"individual-hours": "700", "individual-unit": "month"}, "ikke flere enn 672 timer"),
        ({"individual-hours": "tre"}, "Skriv timene som et tall, for eksempel 3,5."),
        ({"individual-hours": "3,333"}, "Skriv høyst to desimaler"),
        ({"individual-hours": "", "individual-detail": "bare Nora"}, "Skriv antall timer"),
        ({"individual-unit": "year"}, "year"),
        ({"ends_on": "30.11.2026"}, "Sluttdatoen kan ikke være før startdatoen."),
        ({"starts_on": "31.11.2026"}, "Den datoen finnes ikke."),
        ({"starts_on": "snart"}, "Skriv datoen slik: 26.02.2027."),
        ({"starts_on": "1.1.27"}, "Skriv datoen slik"),
        ({"evaluation_on": "2026-11-30"}, "Evalueringen kan ikke være før startdatoen."),
        ({"evaluation_on": "2027-12-01"}, "Evalueringen kan ikke være etter sluttdatoen."),
    ],
    ids=lambda value: "-".join(value.values()) if isinstance(value, dict) else "",
)  # fmt: skip
def test_what_cannot_be_kept_is_said_and_kept_as_typed(siri, begun, typed, said):
    response = post(siri, begun, Section.SCOPE, **typed)
    page = text_of(response)
    assert response.status_code == 200
    assert said in page
    assert page.count("Rett én ting") == 1
    for value in typed.values():
        assert value in page
    assert "Svømmer hver uke." in page, "the rest of what was typed"
    decision = Decision.objects.get()
    assert decision.goal == ""
    assert not decision.services.exists()


def test_168_hours_a_week_is_a_whole_week(siri, begun):
    assert post(siri, begun, Section.SCOPE, **{"individual-hours": "168"}).status_code == 302
    monthly = {"individual-hours": "170", "individual-unit": "month"}
    assert post(siri, begun, Section.SCOPE, **monthly).status_code == 302
    assert begun.services.get().hours == 170


def test_other_help_needs_both_a_name_and_a_text(siri, begun):
    post(siri, begun, Section.OUTCOME, outcome="refused")
    page = text_of(post(siri, begun, Section.REASONS, **{"guidance-0-title": "Svømmeklubben"}))
    assert "Skriv hvem som gjør hva, og når." in page
    assert "Svømmeklubben" in page
    page = text_of(post(siri, begun, Section.REASONS, **{"guidance-1-text": "Ringer."}))
    assert "Skriv hva tilbudet heter." in page


def test_other_help_gets_a_new_empty_row(siri, begun):
    post(siri, begun, Section.OUTCOME, outcome="refused")
    rows = {}
    for number in range(3):
        rows |= {f"guidance-{number}-title": f"Tilbud {number}", f"guidance-{number}-text": "Ring."}
    post(siri, begun, Section.REASONS, **rows)
    assert len(Decision.objects.get().guidance) == 3
    page = siri.get(section_of(begun, Section.REASONS)).content.decode()
    assert 'name="guidance-3-title"' in page


def test_a_long_text_is_refused_with_its_limit(siri, begun):
    page = text_of(post(siri, begun, Section.FACTS, facts="x" * 20_001))
    assert "20000" in page.replace("\u00a0", "").replace(" ", "")
    assert Decision.objects.get().facts == ""


@pytest.mark.parametrize("slug", ["tull", "fattt", "kladd"])
def test_there_are_no_other_sections(siri, begun, slug):
    assert siri.get(f"/vedtak/{begun.pk}/{slug}/").status_code == 404


def test_a_refusal_has_no_hours_and_an_adult_no_childs_best_interests(
    siri, begun, make_case, caseworker
):
    post(siri, begun, Section.OUTCOME, outcome="refused")
    assert siri.get(section_of(begun, Section.SCOPE)).status_code == 404
    adult = draft(make_application(make_case(child=False)).pk, by=caseworker)
    assert siri.get(section_of(adult, Section.BEST_INTERESTS)).status_code == 404


# ── Two who write at once ───────────────────────────────────────────────────────────────────────


def test_both_texts_are_shown_and_nothing_is_lost(
    siri, begun, decision_maker, client_for, caseworker
):
    opened = begun.version
    other = client_for(decision_maker)
    post(other, begun, Section.FACTS, facts="Beslutterens tekst.")
    response = siri.post(
        section_of(begun, Section.FACTS), {"version": opened, "facts": "Min egen tekst."}
    )
    page = text_of(response)
    assert "Jon Testmo lagret denne delen kl. 10.4" in page
    assert "Lagret nå:</b> Beslutterens tekst." in page
    assert "Du skrev:</b> Min egen tekst." in page
    assert "Ikke lagret ennå" in page
    assert Decision.objects.get().facts == "Beslutterens tekst."
    # The form that came back may be sent again, over what is saved.
    again = response.context["form"].data["version"]
    siri.post(section_of(begun, Section.FACTS), {"version": again, "facts": "Begges tekst."})
    assert Decision.objects.get().facts == "Begges tekst."


def test_a_form_without_a_version_never_overwrites(siri, begun):
    post(siri, begun, Section.FACTS, facts="Først.")
    page = siri.post(section_of(begun, Section.FACTS), {"facts": "Uten versjon."})
    assert "Først." in text_of(page)
    assert Decision.objects.get().facts == "Først."


def test_writing_in_what_was_issued_meanwhile_says_so(siri, whole, decision_maker):
    opened = whole.version
    issue(whole.pk, by=decision_maker)
    page = siri.post(
        section_of(whole, Section.FACTS), {"version": opened, "facts": "For sent."}, follow=True
    )
    assert "Jon Testmo fattet vedtaket 23. november 2026 kl. 10.42" in text_of(page)


# ── What was typed and not saved ────────────────────────────────────────────────────────────────


def test_typed_text_is_kept_for_its_writer_alone(siri, begun, decision_maker, client_for):
    address = reverse("decisions:keep", args=[begun.pk, Section.SCOPE])
    typed = {"version": 1, "individual-hours": "tre eller fire", "goal": "Halvskrevet mål"}
    assert siri.post(address, typed).status_code == 200
    page = text_of(siri.get(section_of(begun, Section.SCOPE)))
    assert "Tekst som ikke var lagret" in page
    assert "Halvskrevet mål" in page
    assert "tre eller fire" in page, "restored although it cannot be saved"
    others = text_of(client_for(decision_maker).get(section_of(begun, Section.SCOPE)))
    assert "Halvskrevet" not in others


def test_saving_ends_what_was_kept(siri, begun):
    siri.post(reverse("decisions:keep", args=[begun.pk, Section.FACTS]), {"facts": "Halvt"})
    post(siri, begun, Section.FACTS)
    assert not FormDraft.objects.exists()


def test_one_may_go_back_to_what_is_saved(siri, begun):
    post(siri, begun, Section.FACTS, facts="Lagret tekst.")
    siri.post(reverse("decisions:keep", args=[begun.pk, Section.FACTS]), {"facts": "Halvt"})
    page = siri.post(section_of(begun, Section.FACTS), {"videre": "lagret"}, follow=True)
    assert "Lagret tekst." in text_of(page)
    assert "Tekst som ikke var lagret" not in text_of(page)


# ── Preview and issue ───────────────────────────────────────────────────────────────────────────


def test_each_addressees_letter_can_be_read_before(siri, whole):
    Person.objects.filter(name="Espen Dalvik").update(written_form="nn")
    father = Person.objects.get(name="Espen Dalvik")
    response = siri.get(reverse("decisions:letter", args=[whole.pk, father.pk]))
    page = text_of(response).replace("\u00a0", " ")
    assert "Brevet til Espen Dalvik" in page
    assert "tre timar i veka" in page
    assert 'lang="nn"' in page
    nobody = reverse("decisions:letter", args=[whole.pk, whole.drafted_by_id + 999_999])
    assert siri.get(nobody).status_code == 404


def test_the_page_before_issuing_tells_what_will_happen(siri, whole):
    Person.objects.filter(name="Hilde Blåklokke").update(
        address_protection=AddressProtection.CONFIDENTIAL
    )
    page = text_of(siri.get(f"/vedtak/{whole.pk}/fatt/")).replace("\u00a0", " ")
    for words in (
        "Fatt vedtak: Nora får støttekontakt 3 timer i uken",
        "2 brev blir laget",
        "mor, felles foreldreansvar",
        "For hånd. Adressen er sperret og står ikke i brevet",
        "På papir i posten",
        "Nora Blåklokke får ikke brev. Nora er under 15 år.",
        "Klage", "ca.", "28.12.2026",  # four working days in the post, then four weeks
        "Evaluering", "01.03.2027",
        "Ny vurdering", "01.10.2027", "To måneder før vedtaket går ut 30. november 2027.",
        "Kultur og fritid kan se vedtaket og begynne å finne noen til Nora.",
        "Vedtaket blir låst",
        "Til Hilde Blåklokke", "Til Espen Dalvik",
        "Fattes av Siri Lind mandag 23. november.",
        "Fatt vedtak og lag 2 brev",
    ):  # fmt: skip
        assert words in page, words
    assert Decision.objects.get().is_draft


def test_issuing_asks_that_the_letters_are_read(siri, whole):
    response = siri.post(f"/vedtak/{whole.pk}/fatt/")
    assert "Les brevene, og kryss av for at du har gjort det." in text_of(response)
    assert Decision.objects.get().is_draft


def test_issuing_makes_the_letters_and_says_what_comes_next(siri, whole):
    response = siri.post(f"/vedtak/{whole.pk}/fatt/", {"read": "on"}, follow=True)
    page = text_of(response)
    assert "Vedtaket er fattet, og 2 brev lages nå." in page
    assert Letter.objects.first().get_absolute_url() in page
    assert "Fattet 23. november 2026" in page
    assert Letter.objects.count() == 2
    assert "Hilde Blåklokke" in page
    assert "Evaluering" in page


def test_a_second_issue_from_another_tab_does_nothing_twice(siri, whole, decision_maker):
    issue_page = f"/vedtak/{whole.pk}/fatt/"
    siri.get(issue_page)
    siri.post(issue_page, {"read": "on"})
    response = siri.post(issue_page, {"read": "on"}, follow=True)
    assert "Vedtaket var allerede fattet av Siri Lind. Ingenting ble gjort på nytt." in text_of(
        response
    )
    assert Letter.objects.count() == 2
    assert siri.get(issue_page).status_code == 302


def test_what_is_missing_is_listed_and_cannot_be_skipped(siri, begun):
    page = siri.get(f"/vedtak/{begun.pk}/fatt/")
    assert "Dette mangler før vedtaket kan fattes" in text_of(page)
    assert "lag 2 brev" not in text_of(page)
    response = siri.post(f"/vedtak/{begun.pk}/fatt/", {"read": "on"}, follow=True)
    assert "Begrunnelse: skriv hvorfor" in text_of(response)
    assert Decision.objects.get().is_draft


def test_an_error_in_the_letters_template_leaves_the_draft_as_it_was(
    siri, whole, settings, tmp_path
):
    broken = tmp_path / "letters" / "decision_granted.html"
    broken.parent.mkdir()
    broken.write_text("<h1>{% load letters %}{% no_such_tag %}</h1>")
    templates = [{**settings.TEMPLATES[0]}]
    templates[0]["DIRS"] = [tmp_path, *templates[0]["DIRS"]]
    settings.TEMPLATES = templates
    for address in (section_of(whole, Section.REASONS), f"/vedtak/{whole.pk}/fatt/"):
        page = siri.get(address)
        assert page.status_code == 200
        assert "Brevet kan ikke lages fordi malen har en feil." in text_of(page)
    response = siri.post(f"/vedtak/{whole.pk}/fatt/", {"read": "on"}, follow=True)
    assert "Ingenting er lagret eller sendt." in text_of(response)
    assert Decision.objects.get().is_draft
    assert not Letter.objects.exists()


def test_a_draft_is_put_away_after_a_page_that_says_what_that_means(siri, begun):
    post(siri, begun, Section.FACTS)
    page = text_of(siri.get(f"/vedtak/{begun.pk}/forkast/"))
    assert "Skrevet så langt: Opplysninger." in page
    assert "Søknaden er fortsatt åpen." in page
    assert Decision.objects.get().is_draft
    response = siri.post(f"/vedtak/{begun.pk}/forkast/", follow=True)
    assert "Utkastet til vedtak er forkastet." in text_of(response)
    assert Decision.objects.get().state == "discarded"
    assert "Utkastet ble forkastet" in text_of(siri.get(begun.get_absolute_url()))


# ── A decision that is made ─────────────────────────────────────────────────────────────────────


@pytest.fixture
def issued(whole, siri):
    siri.post(f"/vedtak/{whole.pk}/fatt/", {"read": "on"})
    return Decision.objects.get(pk=whole.pk)


def test_an_issued_decision_can_only_be_read(siri, issued, django_assert_max_num_queries):
    siri.get("/vedtak/")
    with django_assert_max_num_queries(24):
        response = siri.get(issued.get_absolute_url())
    page = text_of(response).replace("\u00a0", " ")
    for words in (
        "Nora får støttekontakt 3 timer i uken",
        "fra 1. desember 2026 til 30. november 2027",
        "Mor har to små barn hjemme.",
        "Ved 11 år er noen foreldre fortsatt med.",
        "Grunnloven § 104",
        "Espen Dalvik",
    ):
        assert words in page, words
    main = response.content.decode().split("<main")[1]
    # Nothing of it is written in; what there is to press begins a draft of its own.
    assert re.findall(r'<form[^>]* action="([^"]*)"', main) == [
        f"/vedtak/ny/?vedtak={issued.pk}&amp;slag=forlengelse"
    ]
    assert main.count("<form") == 1
    assert "<textarea" not in main
    assert siri.get(section_of(issued, Section.FACTS)).url == issued.get_absolute_url()
    assert siri.get(f"/vedtak/{issued.pk}/forkast/").url == issued.get_absolute_url()


def test_its_letters_are_the_letters_themselves(siri, issued):
    letter = Letter.objects.get(addressee_name="Espen Dalvik")
    address = reverse("decisions:letter", args=[issued.pk, letter.addressee_id])
    assert siri.get(address).url == letter.get_absolute_url()


# ── Who may what ────────────────────────────────────────────────────────────────────────────────

WRITING = ["utfall/", "kriterier/", "omfang/", "forkast/", "fatt/"]


def test_a_leader_reads_and_does_not_write(leader, client_for, whole, application):
    reader = client_for(leader)
    page = reader.get(whole.get_absolute_url())
    assert page.status_code == 200
    assert "Utkast fra 23. november 2026" in text_of(page)
    assert "<form" not in page.content.decode().split("<main")[1]
    for path in WRITING:
        assert reader.get(f"{whole.get_absolute_url()}{path}").status_code == 403
    assert reader.post(f"/vedtak/ny/?soknad={application.pk}").status_code == 403
    assert reader.post(f"/vedtak/{whole.pk}/fatt/", {"read": "on"}).status_code == 403
    assert reader.post(f"{whole.get_absolute_url()}opplysninger/kladd/").status_code == 403
    assert AccessEntry.objects.filter(action="refused").exists()


def test_a_coordinator_sees_what_was_granted_and_nothing_before(
    coordinator, client_for, whole, issued, make_case, criteria, caseworker, culture_unit
):
    reader = client_for(coordinator)
    page = text_of(reader.get(issued.get_absolute_url())).replace("\u00a0", " ")
    assert "Nora får støttekontakt 3 timer i uken" in page
    assert "Nora svømmer sammen med andre barn hver uke." in page
    for of_the_file in (FACTS, VIEW, REASONS, "Mor har to små barn hjemme.", "Hilde Blåklokke"):
        assert of_the_file not in page
    assert not issued.appraisals.visible_to(coordinator).exists()
    assert issued.services.visible_to(coordinator).exists()
    again = draft(make_application(issued.case, received_on=date(2026, 11, 20)).pk, by=caseworker)
    assert reader.get(again.get_absolute_url()).status_code == 404
    assert reader.get(f"{issued.get_absolute_url()}fatt/").status_code == 403
    elsewhere = make_case(recipient__name="Annen Enhet")
    other = whole_draft(make_application(elsewhere), caseworker)
    issue(other.pk, by=caseworker)
    Case.objects.filter(pk=elsewhere.pk).update(
        delivering_unit=UnitFactory(municipality=culture_unit.municipality, kind="culture")
    )
    assert reader.get(other.get_absolute_url()).status_code == 404
    page = text_of(reader.get("/vedtak/"))
    assert "Nora Blåklokke" in page
    assert "Annen Enhet" not in page
    assert "Fortsett" not in page


@pytest.mark.parametrize("role", [Role.SUPPORT_CONTACT, Role.PAYROLL_CLERK, Role.ADMINISTRATOR])
def test_others_have_no_business_here(member, client_for, whole, role):
    reader = client_for(member(role))
    assert reader.get("/vedtak/").status_code == 403
    assert reader.get(whole.get_absolute_url()).status_code == 403


def addresses(decision):
    base = decision.get_absolute_url()
    person = decision.case.recipient_id
    return [base, *(f"{base}{path}" for path in [*WRITING, f"brev/{person}/"])]


def test_another_unit_finds_nothing(member, client_for, whole, caseworker):
    elsewhere = UnitFactory(municipality=caseworker.municipality, name="Barn og familie")
    reader = client_for(member(Role.CASEWORKER, unit=elsewhere))
    for address in addresses(whole):
        assert reader.get(address).status_code == 404, address
    assert reader.post(f"/vedtak/{whole.pk}/fatt/", {"read": "on"}).status_code == 404
    assert reader.post(section_of(whole, Section.FACTS), VALUES[Section.FACTS]).status_code == 404
    assert reader.post(f"{whole.get_absolute_url()}opplysninger/kladd/").status_code == 404
    assert "Nora" not in text_of(reader.get("/vedtak/"))


def test_another_municipality_finds_nothing(other_municipality, in_municipality, client_for, whole):
    with in_municipality(other_municipality):
        from tests.accounts.factories import MembershipFactory

        stranger = MembershipFactory(
            municipality=other_municipality, unit=Unit.objects.get(), role=Role.CASEWORKER
        )
    reader = client_for(stranger)
    for address in addresses(whole):
        assert reader.get(address).status_code == 404, address
    assert reader.post(f"/vedtak/ny/?soknad={whole.application_id}").status_code == 404
    assert reader.post(f"/vedtak/{whole.pk}/fatt/", {"read": "on"}).status_code == 404
    assert reader.post(f"/vedtak/{whole.pk}/forkast/").status_code == 404
    assert Decision.objects.get().is_draft


def test_a_strictly_protected_recipient_is_for_those_with_the_right(
    member, client_for, whole, caseworker
):
    Person.objects.filter(pk=whole.case.recipient_id).update(
        address_protection=AddressProtection.STRICT
    )
    reader = client_for(member(Role.CASEWORKER))
    for address in addresses(whole):
        assert reader.get(address).status_code == 404, address
    with_the_right = client_for(member(Role.CASEWORKER, sees_protected=True))
    page = text_of(with_the_right.get(section_of(whole, Section.FACTS)))
    assert "Strengt fortrolig adresse" in page


def test_reading_is_logged_with_its_ground(siri, whole, caseworker):
    Case.objects.filter(pk=whole.case_id).update(caseworker=caseworker.user)
    before = AccessEntry.objects.count()
    siri.get(section_of(whole, Section.FACTS))
    entry = AccessEntry.objects.latest("pk")
    assert AccessEntry.objects.count() == before + 1
    assert (entry.action, entry.ground, entry.case_id, entry.subject_id) == (
        "read", "caseworker", whole.case_id, whole.pk,
    )  # fmt: skip


def test_nothing_is_kept_by_browsers_and_proxies(siri, whole):
    for address in ("/vedtak/", section_of(whole, Section.FACTS), f"/vedtak/{whole.pk}/fatt/"):
        assert "no-store" in siri.get(address)["Cache-Control"]


def test_a_protected_address_is_in_no_page(siri, whole):
    Person.objects.filter(pk=whole.case.recipient_id).update(
        address_protection=AddressProtection.CONFIDENTIAL, address="Hemmeligveien 7"
    )
    PersonFactory(municipality=whole.municipality, name="Uten Sak")
    for address in addresses(whole)[:-1]:
        assert "Hemmeligveien" not in text_of(siri.get(address, follow=True))
