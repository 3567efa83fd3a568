"""The letter's page in every state, the PDF, and noting that it left."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from decisions.rules import complaint_due
from decisions.services import draft
from stottekontakt.accounts.models import Unit
from stottekontakt.accounts.roles import Role
from stottekontakt.audit.models import AccessEntry
from stottekontakt.deadlines.calendar import working_days_after
from stottekontakt.deadlines.models import Deadline
from stottekontakt.deadlines.services import set_deadline
from stottekontakt.letters import tasks
from stottekontakt.letters.models import MAX_ATTEMPTS, Letter
from tests.accounts.factories import MembershipFactory
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory, PersonFactory
from tests.letters.factories import issue


@pytest.fixture
def web(client_for, caseworker):
    return client_for(caseworker)


def shown(web, letter) -> str:
    response = web.get(letter.get_absolute_url())
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def fail(letter, failure=Letter.Failure.STORAGE, attempts=1):
    Letter.objects.filter(pk=letter.pk).update(
        state=Letter.State.FAILED, last_error=failure, attempts=attempts
    )


def test_while_it_waits_the_page_says_so_and_how_to_look_again(web, letter):
    page = shown(web, letter)
    assert "PDF-en lages nå." in page
    assert f'href="{letter.get_absolute_url()}"' in page
    assert "Se om brevet er klart" in page
    assert "Registrer at brevet er sendt" not in page
    assert "<h2>Vi har fått søknaden din om støttekontakt</h2>" in page
    assert page.count("<h1") == 1
    assert '<article class="letter letter-page" lang="nb">' in page


def test_it_tells_how_far_it_has_come_and_nothing_else(web, letter):
    url = reverse("letters:state", args=[letter.pk])
    assert f'data-wait-url="{url}" data-wait-state="queued"' in shown(web, letter)
    before = AccessEntry.objects.count()
    response = web.get(url)
    assert response.text == "queued"
    assert response["Content-Type"] == "text/plain"
    assert AccessEntry.objects.count() == before


def test_when_it_is_made_it_can_be_opened_and_registered(web, rendered):
    page = shown(web, rendered)
    assert reverse("letters:pdf", args=[rendered.pk]) in page
    assert reverse("letters:send", args=[rendered.pk]) in page
    assert "Klart til å sendes" in page
    assert "Øvre Prøvevei 12<br>9999 LYNGVIK" in page


def test_when_it_failed_the_page_says_why_and_what_happens(web, letter):
    fail(letter)
    page = shown(web, letter)
    assert "PDF-en ble ikke laget." in page
    assert "Kanskje er disken full." in page
    assert "Vi prøver igjen av oss selv" in page
    assert reverse("letters:make_again", args=[letter.pk]) in page
    fail(letter, attempts=MAX_ATTEMPTS)
    assert "prøver ikke mer av oss selv" in shown(web, letter)


def test_a_click_tries_again(web, letter, django_capture_on_commit_callbacks):
    fail(letter, attempts=MAX_ATTEMPTS)
    with django_capture_on_commit_callbacks(execute=True):
        response = web.post(reverse("letters:make_again", args=[letter.pk]), follow=True)
    assert "Vi prøver å lage PDF-en igjen." in response.content.decode()
    assert Letter.objects.get(pk=letter.pk).is_rendered
    assert web.get(reverse("letters:make_again", args=[letter.pk])).status_code == 405


def test_a_leader_reads_and_a_click_is_not_offered(client_for, leader, letter, rendered):
    page = shown(client_for(leader), letter)
    assert "Registrer at brevet er sendt" not in page
    assert client_for(leader).get(reverse("letters:send", args=[letter.pk])).status_code == 403


def test_reading_and_opening_are_logged(web, rendered, caseworker):
    web.get(rendered.get_absolute_url())
    web.get(reverse("letters:pdf", args=[rendered.pk]))
    entries = AccessEntry.objects.filter(subject_type="letters.letter").order_by("pk")
    assert [(entry.action, entry.ground) for entry in entries] == [
        ("read", "caseworker"),
        ("download", "caseworker"),
    ]
    assert {entry.subject_id for entry in entries} == {rendered.pk}
    assert {entry.case_id for entry in entries} == {rendered.case_id}


def test_the_pdf_is_served_with_care(web, rendered):
    response = web.get(reverse("letters:pdf", args=[rendered.pk]))
    assert response.content.startswith(b"%PDF-1.7")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith('inline; filename="sak-')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_there_is_no_pdf_before_it_is_made(web, letter):
    assert web.get(reverse("letters:pdf", args=[letter.pk])).status_code == 404


@pytest.mark.parametrize("name", ["detail", "pdf", "send"])
def test_a_stranger_finds_nothing(
    client_for, coordinator, other_municipality, in_municipality, rendered, name
):
    address = reverse(f"letters:{name}", args=[rendered.pk])
    with in_municipality(other_municipality):
        foreigner = MembershipFactory(
            municipality=other_municipality, unit=Unit.objects.get(), role=Role.CASEWORKER
        )
    assert client_for(foreigner).get(address).status_code == 404
    assert client_for(coordinator).get(address).status_code in {403, 404}


def test_a_strictly_protected_recipients_letter_is_for_the_named_caseworker(
    client_for, member, unit, caseworker
):
    person = PersonFactory(municipality=unit.municipality, strict=True)
    case = CaseFactory(unit=unit, recipient=person, caseworker=caseworker.user)
    letter = issue(case, by=caseworker)
    page = shown(client_for(caseworker), letter)
    assert "Sperret. Den står ikke i brevet." in page
    assert "Det sendes aldri automatisk." in page
    assert "Øvre Prøvevei" not in page
    colleague = member(Role.CASEWORKER)
    assert client_for(colleague).get(letter.get_absolute_url()).status_code == 404


class TestSending:
    def send(self, web, letter, **data):
        today = timezone.localdate().isoformat()
        return web.post(
            reverse("letters:send", args=[letter.pk]),
            {"delivery": "paper", "on": today, "notified_on": "", **data},
            follow=True,
        )

    @pytest.mark.django_db(transaction=True)
    def test_the_post_takes_the_municipalitys_days(self, web, rendered):
        today = timezone.localdate()
        response = self.send(web, rendered)
        assert "Det er registrert at brevet er sendt." in response.content.decode()
        rendered.refresh_from_db()
        assert rendered.sent_on == today
        assert rendered.notified_on == working_days_after(today, 4)
        assert not Deadline.objects.filter(kind=Deadline.Kind.COMPLAINT).exists(), (
            "nobody complains of a receipt"
        )

    @pytest.mark.django_db(transaction=True)
    def test_a_decision_that_left_starts_the_right_to_complain(self, web, case, caseworker):
        application = ApplicationFactory(case=case)
        set_deadline(
            case, Deadline.Kind.ONE_MONTH, due_on=date(2026, 12, 9), source=application.source,
            basis=Deadline.Basis.ONE_MONTH, counted_from=application.received_on, by=caseworker,
        )  # fmt: skip
        decision = draft(application.pk, by=caseworker)
        letter = issue(
            case, by=caseworker, kind="decision_granted", source=f"decision:{decision.pk}"
        )
        tasks.render_letter(letter.pk, municipality_id=letter.municipality_id)
        today = timezone.localdate()
        self.send(web, letter, delivery="handed_over")
        letter.refresh_from_db()
        assert letter.handed_over_on == letter.notified_on == today
        deadline = Deadline.objects.get(kind=Deadline.Kind.COMPLAINT)
        assert deadline.source == f"letter:{letter.pk}"
        assert deadline.counted_from == today
        assert deadline.due_on == complaint_due(today)
        month = Deadline.objects.get(kind=Deadline.Kind.ONE_MONTH)
        assert month.met_on == today
        assert month.met_by == f"letter:{letter.pk}"

    def test_what_was_typed_is_kept_when_it_is_wrong(self, web, rendered):
        tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
        page = self.send(web, rendered, on="i går", notified_on=tomorrow).content.decode()
        assert 'value="i går"' in page
        assert f'value="{tomorrow}"' in page
        assert "Registrer at brevet er sendt" in page

    @pytest.mark.django_db(transaction=True)
    def test_a_day_to_come_is_refused_in_words(self, web, rendered):
        tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
        page = self.send(web, rendered, on=tomorrow).content.decode()
        assert "Datoen kan ikke være fram i tid." in page
        assert Letter.objects.get(pk=rendered.pk).delivery == ""

    def test_the_form_tells_how_the_day_is_counted(self, web, rendered):
        page = web.get(reverse("letters:send", args=[rendered.pk])).content.decode()
        assert "regner vi 4 virkedager i posten" in page
