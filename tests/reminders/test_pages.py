"""One's own choice, the trial's mailbox, the administrators' page, and the monitor's answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone

from stottekontakt.health import checks
from stottekontakt.reminders.models import KeptMail, ReminderChoice, ReminderMail, ReminderRun
from stottekontakt.reminders.services import choice_of

pytestmark = pytest.mark.django_db


class TestChoice:
    url = "/min-side/paminnelser/"

    def test_the_usual_is_a_digest_at_seven(self, client_for, caseworker) -> None:
        page = client_for(caseworker).get(self.url)
        assert 'value="digest"' in page.text
        assert (choice_of(caseworker).how, choice_of(caseworker).hour) == ("digest", 7)
        assert self.url in client_for(caseworker).get(reverse("accounts:me")).text

    def test_chosen_and_chosen_anew(self, client_for, caseworker) -> None:
        mine = client_for(caseworker)
        for how, hour in (("each", 9), ("overdue", 12)):
            page = mine.post(self.url, {"how": how, "hour": hour}, follow=True)
            assert "Valget er lagret" in page.text
            assert (choice_of(caseworker).how, choice_of(caseworker).hour) == (how, hour)
        assert ReminderChoice.objects.count() == 1

    @pytest.mark.parametrize("typed", [{"how": "never", "hour": "7"}, {"how": "each", "hour": "3"}])
    def test_nothing_else_can_be_chosen(self, client_for, caseworker, typed) -> None:
        page = client_for(caseworker).post(self.url, typed)
        assert page.status_code == 200
        assert "ds-error-summary" in page.text
        assert not ReminderChoice.objects.exists()


class TestMailbox:
    def test_a_trial_keeps_its_mails(self, client_for, caseworker, settings) -> None:
        settings.TRIAL = True
        settings.EMAIL_BACKEND = "stottekontakt.reminders.mailbox.MailboxBackend"
        send_mail("Frister: 1 kommer", "Sak 2026/4 <b>i dag</b>", None, ["siri@lyngvik.example"])
        page = client_for(caseworker).get("/utboks/")
        assert "Frister: 1 kommer" in page.text
        assert "siri@lyngvik.example" in page.text
        assert "&lt;b&gt;i dag" in page.text
        assert KeptMail.objects.count() == 1

    def test_empty(self, client_for, caseworker, settings) -> None:
        settings.TRIAL = True
        assert "Ingen e-post ennå" in client_for(caseworker).get("/utboks/").text

    def test_there_is_none_outside_a_trial(self, client_for, administrator, settings) -> None:
        settings.TRIAL = False
        assert client_for(administrator).get("/utboks/").status_code == 404

    def test_queries(self, client_for, caseworker, settings, django_assert_max_num_queries) -> None:
        settings.TRIAL = True
        KeptMail.objects.bulk_create(
            KeptMail(to="a@b.example", subject=str(n), body="x") for n in range(60)
        )
        mine = client_for(caseworker)
        with django_assert_max_num_queries(12):
            mine.get("/utboks/")


@pytest.fixture
def waiting(municipality, caseworker):
    def make(**fields) -> ReminderMail:
        now = timezone.now()
        return ReminderMail.objects.create(
            **{
                "municipality": municipality, "recipient": caseworker.user,
                "on": timezone.localdate(), "send_after": now - timedelta(hours=3), **fields,
            }
        )  # fmt: skip

    return make


class TestStatus:
    url = "/paminnelser/"

    def test_all_is_well(self, client_for, administrator, municipality) -> None:
        ReminderRun.objects.create(municipality=municipality, on=timezone.localdate(), reminders=7)
        page = client_for(administrator).get(self.url)
        assert "Ingen e-post har feilet." in page.text
        assert "7" in page.text

    def test_a_server_that_is_down_is_seen(self, client_for, administrator, waiting) -> None:
        waiting(attempts=4, last_attempt_at=timezone.now(), last_error="server")
        page = client_for(administrator).get(self.url)
        assert "E-postserveren svarer ikke." in page.text
        assert "Siri Lind" in page.text

    def test_the_monitor_is_told(self, waiting) -> None:
        assert checks.mail() == "ok"
        mail = waiting()
        assert checks.mail() == "late"
        mail.state = "dropped"
        mail.save()
        assert checks.mail() == "ok"
        waiting(send_after=timezone.now() + timedelta(hours=2), on=timezone.localdate() +
                timedelta(days=1))  # fmt: skip
        assert checks.mail() == "ok", "its hour has not come"
