"""Who does whose work while somebody is away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from stottekontakt.accounts import stand_ins
from stottekontakt.accounts.models import StandIn
from stottekontakt.accounts.roles import Role
from stottekontakt.accounts.stand_ins import CannotStandIn
from stottekontakt.audit.models import AuditEntry
from tests.accounts.factories import UnitFactory
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory

TODAY = timezone.localdate()
WEEK = timedelta(days=7)


@pytest.fixture
def kari(member):
    return member(Role.CASEWORKER, user__name="Kari Måneskinn")


def set_for(absent, substitute, by, **days):
    return stand_ins.set_stand_in(
        absent,
        substitute.user,
        by=by,
        **{"starts_on": TODAY, "ends_on": TODAY + WEEK, **days},
    )


def test_whoever_is_away_sets_it(kari, caseworker):
    set_for(kari, caseworker, kari)
    assert stand_ins.absent_colleagues(caseworker, TODAY) == [kari.user]
    assert stand_ins.absent_colleagues(caseworker, TODAY + 2 * WEEK) == []
    assert stand_ins.absent_colleagues(kari, TODAY) == []
    assert AuditEntry.objects.get(event="stand_in_set").data["absent"] == kari.user_id


def test_the_leader_sets_it_for_others_and_nobody_else_does(kari, caseworker, leader):
    with pytest.raises(CannotStandIn, match="Bare lederen"):
        set_for(kari, caseworker, caseworker)
    assert set_for(kari, caseworker, leader).set_by == leader.user


def test_only_for_one_of_the_same_unit_and_role(kari, decision_maker, member, unit):
    elsewhere = member(Role.CASEWORKER, unit=UnitFactory(municipality=unit.municipality))
    for other in (decision_maker, elsewhere):
        with pytest.raises(CannotStandIn, match="samme rolle i samme enhet"):
            set_for(kari, other, kari)


def test_back_at_work(kari, caseworker):
    running = set_for(kari, caseworker, kari, starts_on=TODAY - WEEK)
    stand_ins.end(running.pk, by=kari)
    assert stand_ins.absent_colleagues(caseworker, TODAY) == []
    assert StandIn.objects.get().ends_on == TODAY - timedelta(days=1)
    later = set_for(kari, caseworker, kari, starts_on=TODAY + WEEK, ends_on=TODAY + 2 * WEEK)
    assert stand_ins.end(later.pk, by=kari) is None
    assert StandIn.objects.count() == 1


class TestPages:
    def test_the_work_list_has_a_segment_for_each_who_is_away(
        self, client_for, kari, caseworker, unit
    ):
        case = CaseFactory(unit=unit, caseworker=kari.user, recipient__name="Ali Havbris")
        application = ApplicationFactory(case=case, applicant_is="proxy")
        assert application.is_open
        browser = client_for(caseworker)
        assert "Stedfortreder for" not in browser.get("/").text
        client_for(kari).post(
            reverse("accounts:stand_ins"),
            {
                "absent": str(kari.pk),
                "substitute": str(caseworker.user_id),
                "starts_on": TODAY.isoformat(),
                "ends_on": (TODAY + WEEK).isoformat(),
            },
        )
        page = browser.get("/").text
        assert "Stedfortreder for Kari" in page
        assert "Ali Havbris" not in page
        theirs = browser.get(f"/?hvem=stedfortreder&for={kari.user_id}").text
        assert "Ali Havbris" in theirs
        assert "Venter på fullmakt" in theirs

    def test_a_segment_that_is_not_ones_own_shows_ones_own(self, client_for, kari, caseworker):
        page = client_for(caseworker).get(f"/?hvem=stedfortreder&for={kari.user_id}")
        assert page.context["whose"] == "mine"

    def test_bad_input_is_said_and_kept(self, client_for, kari, caseworker):
        response = client_for(kari).post(
            reverse("accounts:stand_ins"),
            {
                "absent": str(kari.pk),
                "substitute": str(caseworker.user_id),
                "starts_on": "10.12.2099",
                "ends_on": "01.12.2099",
            },
        )
        assert "Siste dag må være samme dag som første dag eller senere." in response.text
        assert not StandIn.objects.exists()

    def test_two_in_the_same_days_are_refused_in_words(self, client_for, kari, caseworker, member):
        other = member(Role.CASEWORKER, user__name="Omar Test")
        set_for(kari, caseworker, kari)
        response = client_for(kari).post(
            reverse("accounts:stand_ins"),
            {
                "absent": str(kari.pk),
                "substitute": str(other.user_id),
                "starts_on": TODAY.isoformat(),
                "ends_on": TODAY.isoformat(),
            },
        )
        assert "Det er allerede en stedfortreder i noen av dagene." in response.text

    def test_ended_by_a_click(self, client_for, kari, caseworker):
        row = set_for(kari, caseworker, kari)
        client_for(caseworker).post(reverse("accounts:end_stand_in", args=[row.pk]))
        assert StandIn.objects.exists()
        client_for(kari).post(reverse("accounts:end_stand_in", args=[row.pk]))
        assert not StandIn.objects.exists()


class TestDatabase:
    def make(self, kari, caseworker, **fields):
        values = {
            "municipality": kari.municipality, "absent": kari.user,
            "substitute": caseworker.user, "unit": kari.unit, "role": kari.role,
            "starts_on": date(2026, 12, 1), "ends_on": date(2026, 12, 9), "set_by": kari.user,
            **fields,
        }  # fmt: skip
        return StandIn.objects.create(**values)

    @pytest.mark.parametrize(
        ("rule", "fields"),
        [
            ("stand_in_ends_after_it_starts", {"ends_on": date(2026, 11, 1)}),
            ("stand_in_is_somebody_else", {"substitute": None}),
        ],
    )
    def test_a_row_makes_sense(self, rule, fields, kari, caseworker):
        if "substitute" in fields:
            fields = {"substitute": kari.user}
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            self.make(kari, caseworker, **fields)

    def test_one_at_a_time(self, kari, caseworker):
        self.make(kari, caseworker)
        with pytest.raises(IntegrityError, match="stand_in_one_at_a_time"), transaction.atomic():
            self.make(kari, caseworker, starts_on=date(2026, 12, 9))
