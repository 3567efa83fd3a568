"""The pages of a case: where it stands, what must be done, who is in it, what happened."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from applications.models import Application
from applications.services import Content, receive
from applications.services.information import ask_consent, ask_party
from decisions.models import Decision
from stottekontakt.accounts.roles import Role
from stottekontakt.audit.models import AccessEntry
from stottekontakt.cases import services
from stottekontakt.letters.models import Letter
from stottekontakt.workflows.decision_issued import issue_decision
from stottekontakt.workflows.letter_delivered import letter_sent
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory, PersonFactory, RepresentativeFactory
from tests.deadlines.factories import DeadlineFactory
from tests.decisions.factories import CriterionFactory, whole_draft
from tests.letters.factories import issue
from tests.reports.conftest import OF_THE_CLIENT
from tests.world import make_rows

TABS = ["detail", "persons", "applications", "decisions", "letters", "documents", "timeline"]


@pytest.fixture
def browser(client_for, caseworker):
    return client_for(caseworker)


def show(browser, case, tab: str = "detail") -> str:
    response = browser.get(reverse(f"cases:{tab}", args=[case.pk]))
    assert response.status_code == 200
    return response.content.decode()


def come_in(case, by, *, days_ago: int = 10, **changes) -> Application:
    """A søknad as it is registered, with its month."""
    fields = {
        "channel": "paper",
        "received_on": timezone.localdate() - timedelta(days=days_ago),
        "applicant_is": "recipient",
        "wishes": "Følge på kino.",
        **changes,
    }
    applicant = fields.pop("applicant", case.recipient)
    return receive(case, Content(**fields), applicant=applicant, files=[], form_key=None, by=by)


class TestHead:
    def test_says_who_it_is_about(self, browser, unit, caseworker):
        unit.municipality.children_first = True
        unit.municipality.save()
        today = timezone.localdate()
        child = PersonFactory(
            municipality=unit.municipality,
            name="Nora Blåklokke",
            birth_date=date(today.year - 11, 1, 1),
            confidential=True,
            interpreter_language="arabisk",
        )
        case = CaseFactory(
            unit=unit,
            recipient=child,
            caseworker=caseworker.user,
            housing="parents",
            priority_flag="Haster",
        )
        page = show(browser, case)
        for words in (
            "Nora Blåklokke, 11 år",
            f"Sak {case} · bokmål · tolk: arabisk · hos foreldre · saksbehandler Siri Lind",
            "Fortrolig adresse",
            "Barn og unge prioriteres",
            "Haster",
        ):
            assert words in page, words

    def test_offers_what_the_case_waits_for(self, browser, case, caseworker):
        page = show(browser, case)
        assert f"{reverse('applications:register')}?sak={case.pk}" in page
        assert "Skriv vedtak" not in page
        application = come_in(case, caseworker)
        page = show(browser, case)
        assert f"{reverse('decisions:start')}?soknad={application.pk}" in page
        draft = Decision.objects.create(
            municipality=case.municipality,
            case=case,
            application=application,
            drafted_by=caseworker.user,
        )
        page = show(browser, case)
        assert "Fortsett vedtaket" in page
        assert reverse("decisions:detail", args=[draft.pk]) in page

    def test_offers_nothing_to_who_only_reads(self, client_for, leader, case, caseworker):
        come_in(case, caseworker)
        page = show(client_for(leader), case)
        for words in ("Skriv vedtak", "Ta saken", ">Notat", "Registrer søknad"):
            assert words not in page, words

    def test_offers_nothing_in_a_closed_case(self, browser, unit):
        case = CaseFactory(unit=unit, closed_on=date(2026, 11, 20))
        page = show(browser, case)
        assert "Avsluttet" in page
        assert "Saken er avsluttet. Det er ingenting mer å gjøre." in page
        assert reverse("cases:note", args=[case.pk]) not in page


class TestNow:
    def test_an_answer_is_due_with_the_rule_that_says_so(self, browser, case, caseworker):
        come_in(case, caseworker, days_ago=5)
        page = show(browser, case)
        assert "Vedtak eller foreløpig svar må sendes innen" in page
        assert "Én måned fra" in page

    def test_what_is_late_is_red(self, browser, case, caseworker):
        come_in(case, caseworker, days_ago=60)
        page = show(browser, case)
        assert "dager over." in page
        assert 'data-color="danger"' in page

    def test_a_missing_fullmakt_can_be_put_in(self, browser, case, caseworker, unit):
        helper = PersonFactory(municipality=unit.municipality, name="Tor Heggli")
        application = come_in(case, caseworker, applicant=helper, applicant_is="other")
        page = show(browser, case)
        assert "Fullmakt mangler" in page
        assert "Vi kan ikke gi opplysninger til Tor Heggli før den er på plass." in page
        assert reverse("applications:authorise", args=[application.pk]) in page

    def test_a_missing_birth_date_and_parent_can_be_put_in(self, browser, unit, caseworker):
        nobody_knows = CaseFactory(
            unit=unit, recipient__birth_date=None, caseworker=caseworker.user
        )
        come_in(nobody_knows, caseworker)
        assert reverse("cases:person", args=[nobody_knows.recipient_id]) in show(
            browser, nobody_knows
        )
        child = CaseFactory(unit=unit, recipient__birth_date=timezone.localdate() - timedelta(4000))
        mother = RepresentativeFactory(case=child, mother=True)
        come_in(child, caseworker, applicant=mother.person, applicant_is="parent")
        assert reverse("cases:add_representative", args=[child.pk, "parent"]) in show(
            browser, child
        )

    def test_nobody_has_the_case(self, browser, unit, caseworker):
        case = CaseFactory(unit=unit)
        come_in(case, caseworker)
        page = show(browser, case)
        assert "Saken har ingen saksbehandler" in page
        assert reverse("cases:take", args=[case.pk]) in page

    def test_letters_that_failed_wait_or_are_being_made(
        self, browser, case, caseworker, django_capture_on_commit_callbacks
    ):
        letter = issue(case, by=caseworker)
        assert "Brevet til Ali Havbris lages nå" in show(browser, case)
        Letter.objects.filter(pk=letter.pk).update(state="failed", last_error="layout")
        assert "Brevet til Ali Havbris ble ikke laget" in show(browser, case)
        with django_capture_on_commit_callbacks(execute=True):
            issue(case, by=caseworker, source="application:2")
        assert "Bekreftelse på mottatt søknad til Ali Havbris må sendes" in show(browser, case)

    def test_a_letter_to_a_protected_address_goes_another_way(
        self, browser, unit, caseworker, django_capture_on_commit_callbacks
    ):
        case = CaseFactory(
            unit=unit, recipient=PersonFactory(municipality=unit.municipality, confidential=True)
        )
        with django_capture_on_commit_callbacks(execute=True):
            issue(case, by=caseworker)
        assert "Adressen er sperret. Brevet må leveres" in show(browser, case)

    @pytest.mark.parametrize(
        ("kind", "said"),
        [
            ("evaluation", "Vedtaket skal evalueres innen"),
            ("end", "hva som skal skje når vedtaket"),
        ],
    )
    def test_what_follows_a_decision_shows_when_it_is_near(self, kind, said, browser, case):
        day = timezone.localdate() + timedelta(days=50)
        deadline = DeadlineFactory(
            case=case, kind=kind, basis="last_day", source="decision:1", due_on=day
        )
        assert said in show(browser, case)
        deadline.due_on = deadline.act_by = day + timedelta(days=20)
        deadline.save()
        page = show(browser, case)
        assert said not in page
        assert "Ingenting må gjøres nå. Neste dato er" in page

    def test_what_others_have_not_answered_stands_with_the_way_to_it(
        self, browser, case, caseworker
    ):
        today = timezone.localdate()
        application = come_in(case, caseworker)
        with time_machine.travel(timezone.now() - timedelta(days=9)):
            asked, _letters = ask_party(
                application.pk,
                ["legeerklæring"],
                why="Vi må vite hva du trenger.",
                answer_by=today - timedelta(days=2),
                by=caseworker,
            )
        ask_consent(
            case, [("school", "Prøvelia skole")], scope="Friminutt", answer_by=None, by=caseworker
        )
        page = show(browser, case)
        assert "Opplysninger er ikke kommet" in page
        assert "2 dager over. Vi har spurt den som har søkt." in page
        assert asked.get_absolute_url() in page
        assert "Venter på samtykke" in page
        assert page.index("Opplysninger er ikke kommet") < page.index("Venter på samtykke")

    def test_a_draft_without_a_deadline_is_not_forgotten(self, browser, case, caseworker):
        Decision.objects.create(
            municipality=case.municipality, case=case, drafted_by=caseworker.user
        )
        assert "Et vedtak er påbegynt" in show(browser, case)

    def test_nothing_at_all(self, browser, case):
        assert "Ingenting må gjøres nå." in show(browser, case)


class TestTrack:
    def steps(self, browser, case) -> list[str]:
        response = browser.get(case.get_absolute_url())
        return [f"{step.heading}|{step.text}|{step.state}" for step in response.context["steps"]]

    def test_while_an_answer_is_due(self, tuesday, browser, case, caseworker):
        come_in(case, caseworker, days_ago=25)
        assert self.steps(browser, case) == [
            "Søknad mottatt|30. oktober, på papir|done",
            "Bekreftelse|ikke laget|",
            "I dag, dag 25|ingenting mangler|now",
            "Svar innen 30. november|om 6 dager – én måned fra 30. oktober|due",
            "Vedtak|ikke skrevet ennå|",
        ]

    def test_when_it_is_decided_and_sent(
        self, browser, case, caseworker, culture_unit, django_capture_on_commit_callbacks
    ):
        CriterionFactory(municipality=case.municipality)
        application = come_in(case, caseworker)
        draft = whole_draft(application, caseworker)
        with django_capture_on_commit_callbacks(execute=True):
            issued = issue_decision(draft.pk, by=caseworker)
        headings = [step.split("|")[0] for step in self.steps(browser, case)]
        assert headings == ["Søknad mottatt", "Bekreftelse", "Vedtak: innvilget", "Brev"]
        page = show(browser, case)
        assert "Vedtak: innvilget til Ali Havbris må sendes innen" in page
        assert "3 t i uken, én til én" in page.lower()
        for letter in issued.letters:
            letter_sent(letter.pk, on=timezone.localdate(), by=caseworker)
        headings = [step.split("|")[0] for step in self.steps(browser, case)]
        assert headings[-2] == "Brev sendt"
        assert headings[-1].startswith("Klagefrist")

    def test_withdrawn_or_wrong_has_no_track(self, browser, case):
        ApplicationFactory(case=case, withdrawn=True)
        assert self.steps(browser, case) == []


class TestPersons:
    def test_who_gets_letters_and_why(self, browser, unit):
        child = PersonFactory(
            municipality=unit.municipality,
            name="Nora Blåklokke",
            birth_date=timezone.localdate() - timedelta(days=11 * 366),
        )
        case = CaseFactory(unit=unit, recipient=child)
        RepresentativeFactory(
            case=case, mother=True, person__name="Hilde Blåklokke", lives_with_recipient=True
        )
        RepresentativeFactory(case=case, relation="kontaktlærer", person__name="Tor Heggli")
        page = show(browser, case, "persons")
        for words in (
            "Mor, felles foreldreansvar, bor sammen med mottakeren",
            "Har felles foreldreansvar, og barnet er under 16 år.",
            "Kontaktlærer",
            "Nora er 11 år",
            "De som har foreldreansvar, søker, får brev og klager for Nora.",
            "Dette endrer seg på 12-årsdagen",
        ):
            assert words in page, words

    @pytest.mark.parametrize(
        ("age", "said"),
        [
            (11, "De som har foreldreansvar, søker, får brev og klager"),
            (12, "kan søke, få brev og klage selv hvis"),
            (15, "skal ha sitt eget brev"),
            (16, "bestemmer selv"),
            (17, "Foreldrene trenger fullmakt"),
        ],
    )
    def test_each_age_is_put_in_words(self, age, said, browser, unit):
        born = timezone.localdate() - timedelta(days=age * 366)
        case = CaseFactory(unit=unit, recipient__birth_date=born)
        assert said in show(browser, case, "persons")

    def test_adults_have_no_such_words(self, browser, case):
        assert "Dette endrer seg på" not in show(browser, case, "persons")

    def test_an_unknown_age_is_asked_for(self, browser, unit):
        case = CaseFactory(unit=unit, recipient__birth_date=None)
        assert "Fødselsdatoen mangler" in show(browser, case, "persons")


class TestCoordinator:
    @pytest.fixture
    def rows(self, unit, culture_unit, caseworker):
        return make_rows(unit, caseworker, delivering_unit=culture_unit)

    @pytest.mark.parametrize("tab", ["detail", "persons", "decisions"])
    def test_sees_who_and_what(self, tab, rows, client_for, coordinator):
        page = show(client_for(coordinator), rows.case, tab)
        assert "Nora Blåklokke" in page
        assert "Vil gjerne ha følge på tur." not in page
        assert "Utkast" not in page

    @pytest.mark.parametrize("tab", ["applications", "letters", "documents", "timeline"])
    def test_does_not_read_the_file(self, tab, rows, client_for, coordinator):
        browser = client_for(coordinator)
        address = reverse(f"cases:{tab}", args=[rows.case.pk])
        assert browser.get(address).status_code == 403
        assert address not in show(browser, rows.case)


@pytest.mark.parametrize("tab", TABS)
class TestEveryTab:
    def test_says_so_when_it_is_empty(self, tab, browser, case):
        show(browser, case, tab)

    def test_shows_what_there_is(self, tab, browser, unit, caseworker):
        rows = make_rows(unit, caseworker)
        page = show(browser, rows.case, tab)
        expected = {
            "detail": "Vil gjerne ha følge på tur.",
            "persons": "Hilde Blåklokke",
            "applications": "Vil gjerne ha følge på tur.",
            "decisions": "Utkast",
            "letters": "Bekreftelse på mottatt søknad",
            "documents": "uttalelse.pdf",
            "timeline": "Dokument kom inn",
        }
        assert expected[tab] in page

    def test_logs_who_read_and_why(self, tab, browser, case, caseworker):
        show(browser, case, tab)
        entry = AccessEntry.objects.get(view=f"cases:{tab}")
        assert (entry.case_id, entry.user_id, entry.ground) == (
            case.pk,
            caseworker.user_id,
            "caseworker",
        )

    def test_asks_as_many_questions_however_much_there_is(
        self, tab, browser, case, caseworker, django_assert_max_num_queries
    ):
        for number in range(20):
            RepresentativeFactory(case=case, relation="tante")
            services.write_note(
                case, by=caseworker, kind="note", happened_on=timezone.localdate(), text="Merknad"
            )
            ApplicationFactory(case=case, withdrawn=True)
            DeadlineFactory(case=case)
            issue(case, by=caseworker, source=f"application:{number}")
            Decision.objects.create(
                municipality=case.municipality, case=case, drafted_by=caseworker.user
            )
        show(browser, case, tab)
        with django_assert_max_num_queries(15 + OF_THE_CLIENT):
            show(browser, case, tab)


class TestTimeline:
    def test_tells_what_happened_by_day_newest_first(self, browser, case, caseworker):
        come_in(case, caseworker)
        services.write_note(
            case,
            by=caseworker,
            kind="phone",
            happened_on=timezone.localdate(),
            text="Vi snakket om fritid.",
            with_whom="Mor",
        )
        page = show(browser, case, "timeline")
        for words in (
            "Telefonsamtale",
            "med Mor",
            "Vi snakket om fritid.",
            "kom på papir",
            "Frist satt",
            "Siri Lind",
        ):
            assert words in page, words
        assert page.index("Telefonsamtale") < page.index("kom på papir")

    def test_the_overview_has_the_newest_and_what_is_ahead(self, browser, case, caseworker):
        come_in(case, caseworker, days_ago=5)
        page = show(browser, case)
        assert "Vedtak eller foreløpig svar må være sendt" in page
        assert "les notatet" not in page

    def test_has_pages(self, browser, case, caseworker):
        for number in range(60):
            services.write_note(
                case,
                by=caseworker,
                kind="note",
                happened_on=timezone.localdate(),
                text=f"Merknad {number:02}",
            )
        assert "Merknad 59" in show(browser, case, "timeline")
        second = browser.get(reverse("cases:timeline", args=[case.pk]) + "?side=2")
        assert "Merknad 00" in second.content.decode()

    def test_names_are_read_today_not_kept_in_the_log(self, browser, case, caseworker):
        services.assign_case(case.pk, caseworker=None, by=caseworker)
        services.assign_case(case.pk, caseworker=caseworker.user, by=caseworker)
        page = show(browser, case, "timeline")
        assert "Siri Lind ble saksbehandler" in page
        assert "Saken ble ufordelt" in page


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PAYROLL_CLERK, Role.SUPPORT_CONTACT])
def test_others_are_refused_and_it_is_logged(tab, role, member, client_for, case):
    response = client_for(member(role)).get(reverse(f"cases:{tab}", args=[case.pk]))
    assert response.status_code == 403
    assert AccessEntry.objects.get(action="refused").view == f"cases:{tab}"
