"""How a søknad's days are counted, told day by day."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from applications import jobs
from applications.interim_rules import Content
from applications.models import InformationItem, InformationRequest, InterimReply
from applications.services.interim import send_interim_reply
from stottekontakt.deadlines.models import Deadline
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory
from tests.deadlines.factories import DeadlineFactory

pytestmark = pytest.mark.django_db


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def at(day: str):
    return time_machine.travel(f"{day}T09:00:00+01:00")


@pytest.fixture
def application(unit, caseworker):
    case = CaseFactory(unit=unit, caseworker=caseworker.user, opened_on=date(2027, 1, 29))
    application = ApplicationFactory(
        case=case, received_on=date(2027, 1, 29), registered_by=caseworker.user
    )
    DeadlineFactory(
        case=case, source=application.source, counted_from=date(2027, 1, 29),
        due_on=date(2027, 2, 28), act_by=date(2027, 2, 26),
    )  # fmt: skip
    return application


def page_of(client_for, member, application, day: str) -> str:
    with at(day):
        url = reverse("applications:clock", args=[application.pk])
        return text_of(client_for(member).get(url).text)


def test_the_month_and_the_day_we_work_to(client_for, caseworker, application) -> None:
    text = page_of(client_for, caseworker, application, "2027-02-10")
    assert "Én måned fra 29. januar er søndag 28. februar, så siste virkedag før gjelder." in text
    assert "26.02.2027 28 Dagen vi arbeider mot kommer Siste virkedag på eller før" in text
    assert "(forvaltningsloven § 11 a)" in text
    assert "29.01.2027 0 Søknaden kom" in text
    assert "19.02.2027 21 Utkast til foreløpig svar lages" in text
    assert "Ingen skylder oss noe nå." in text
    assert "ikke satt seg et eget mål" in text


def test_what_stands_still_and_why_and_who_set_it(
    client_for, caseworker, application, municipality
) -> None:
    municipality.own_goal_days = 20
    municipality.save()
    asked = InformationRequest.objects.create(
        municipality=municipality, case=application.case, application=application,
        asked_on=date(2027, 2, 1), asked_by=caseworker.user, answer_by=date(2027, 2, 8),
    )  # fmt: skip
    InformationItem.objects.create(
        municipality=municipality, request=asked, position=1, text="uttalelse fra skolen"
    )
    text = page_of(client_for, caseworker, application, "2027-02-12")
    assert re.search(r"09\.02\.2027 ?– ?12\.02\.2027", text)
    assert "Kommunens eget mål står stille i 4 dager" in text
    assert "Det vi ba om, var ikke kommet innen 8. februar 2027." in text
    assert "Flyttet 4 dager fra 18. februar 2027." in text
    assert "står stille nå" in text
    assert "uttalelse fra skolen" in text
    # The month has not moved.
    assert Deadline.objects.get().due_on == date(2027, 2, 28)


def test_promises_and_who_made_them(client_for, caseworker, application) -> None:
    with at("2027-02-19"):
        jobs.draft_interim_replies()
        reply = InterimReply.objects.get()
        send_interim_reply(
            reply.pk,
            version=1,
            content=Content(reason="caseload", expected_on=date(2027, 3, 19)),
            by=caseworker,
        )
    text = page_of(client_for, caseworker, application, "2027-03-01")
    assert "Utkast til foreløpig svar ble laget systemet" in text
    assert "Foreløpig svar ble skrevet Vi har mange saker til behandling. Siri Lind" in text
    assert "19.03.2027 49 Dagen vi har lovet svar kommer Står i det foreløpige svaret." in text
    assert "28.02.2027 30 Én måned er gått ikke holdt" in text, "the letter has not left"


def test_queries(client_for, caseworker, application, django_assert_max_num_queries) -> None:
    mine = client_for(caseworker)
    with at("2027-02-10"), django_assert_max_num_queries(18):
        mine.get(reverse("applications:clock", args=[application.pk]))
