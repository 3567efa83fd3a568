"""The work list: what must be done, why, for whom, by when, and one step on."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from decisions.models import Decision, GrantedService
from stottekontakt.accounts.models import Unit
from stottekontakt.accounts.roles import Role
from stottekontakt.audit.models import AccessEntry
from stottekontakt.letters.models import Letter
from stottekontakt.reports.worklist import MOST_COUNTED, Group, OneGroup, Whose, work_list
from tests.accounts.factories import MembershipFactory, UnitFactory
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory, PersonFactory
from tests.deadlines.factories import DeadlineFactory
from tests.letters.factories import issue
from tests.reports.conftest import OF_THE_CLIENT


@pytest.fixture
def browser(client_for, caseworker):
    return client_for(caseworker)


def groups(membership, whose=Whose.MINE) -> dict[str, list[str]]:
    found = work_list(membership, whose, timezone.localdate())
    return {
        section.group.value: [task.case.name for task in section.tasks]
        for section in found.sections
    }


def test_deadlines_stand_by_how_near_they_are(tuesday, due, caseworker):
    for days in (-40, -1, 0, 1, 5, 6, 60, 61):
        due(days, name=f"Om {days}")
    due(3, kind="complaint", name="Klage")
    due(-3, kind="complaint", name="Klage forbi")
    assert groups(caseworker) == {
        "forfalt": ["Om -40", "Om -1"],
        "i-dag": ["Om 0"],
        "denne-uken": ["Om 1", "Om 5"],
        "senere": ["Om 6", "Om 60"],
        "venter-pa-andre": ["Klage"],
    }


def test_at_the_weekend_the_week_is_the_next_one(due, caseworker):
    with time_machine.travel(timezone.make_aware(timezone.datetime(2026, 11, 28, 9)), tick=False):
        due(2, name="Mandag")
        due(8, name="Søndag")
        due(9, name="Mandagen etter")
        assert groups(caseworker) == {
            "denne-uken": ["Mandag", "Søndag"],
            "senere": ["Mandagen etter"],
        }


def test_what_is_done_or_fell_away_is_gone(tuesday, due, caseworker):
    met, cancelled = due(1), due(1)
    met.met_on, met.met_by = date(2026, 11, 23), "letter:1"
    met.save()
    cancelled.cancelled_on, cancelled.cancel_reason = date(2026, 11, 23), "Trukket"
    cancelled.save()
    closed = due(1).case
    closed.closed_on = date(2026, 11, 23)
    closed.save()
    assert groups(caseworker) == {}


def test_each_row_says_what_why_who_and_what_next(tuesday, due, browser):
    deadline = due(2, name="Nora Blåklokke")
    page = browser.get("/").content.decode()
    for words in (
        "Svar på søknaden",
        "Én måned fra 27. oktober.",
        "Om 2 dager",
        "Nora Blåklokke",
        str(deadline.case),
        "Skriv vedtak",
    ):
        assert words in page, words
    application = deadline.case.applications.get()
    assert f"{reverse('decisions:start')}?soknad={application.pk}" in page


def next_step(membership, whose=Whose.MINE):
    found = work_list(membership, whose, timezone.localdate())
    (task,) = [task for section in found.sections for task in section.tasks]
    return task


class TestNextStep:
    def test_is_the_draft_that_was_begun(self, tuesday, due, caseworker):
        case = due(2).case
        draft = Decision.objects.create(
            municipality=case.municipality,
            case=case,
            application=case.applications.get(),
            drafted_by=caseworker.user,
        )
        task = next_step(caseworker)
        assert task.what == "Fullfør vedtaket eller send foreløpig svar"
        assert task.action.url == reverse("decisions:detail", args=[draft.pk])

    def test_is_to_take_what_nobody_has(self, tuesday, due, caseworker):
        case = due(2, caseworker=None).case
        task = next_step(caseworker, Whose.UNASSIGNED)
        # A page, where one answers for one's impartiality with the same click.
        assert (task.action.url, task.action.is_post) == (
            reverse("cases:take", args=[case.pk]),
            False,
        )
        assert "Saken har ingen saksbehandler." in task.why

    @pytest.mark.parametrize(
        ("kind", "what", "leads_to"),
        [
            ("evaluation", "Evaluer vedtaket", "/vedtak/{pk}/"),
            (
                "end",
                "Avklar hva som skal skje når vedtaket løper ut",
                "/vedtak/ny/?vedtak={pk}&slag=forlengelse",
            ),
        ],
    )
    def test_is_the_decision_when_it_is_about_one(
        self, kind, what, leads_to, tuesday, due, caseworker
    ):
        case = due(2, kind=kind).case
        task = next_step(caseworker)
        assert task.what == what
        assert task.action.url == leads_to.format(pk=case.pk)

    def test_is_to_read_for_who_may_not_write(self, tuesday, due, leader):
        case = due(2).case
        task = next_step(leader, Whose.UNIT)
        assert (task.action.label, task.action.url) == ("Se saken", case.get_absolute_url())


class TestLetters:
    @pytest.fixture
    def letter(self, case, caseworker, django_capture_on_commit_callbacks) -> Letter:
        with django_capture_on_commit_callbacks(execute=True):
            letter = issue(case, by=caseworker)
        letter.refresh_from_db()
        assert letter.is_rendered
        return letter

    def test_that_wait_to_be_sent_are_for_today(self, letter, caseworker):
        task = next_step(caseworker)
        assert task.what == "Send brevet til Ali Havbris"
        assert task.action.url == letter.get_absolute_url()
        assert task.on == timezone.localdate()

    def test_are_overdue_the_day_after(self, letter, caseworker):
        tomorrow = timezone.localdate() + timedelta(days=1)
        assert work_list(caseworker, Whose.MINE, tomorrow).totals[Group.OVERDUE] == 1

    def test_that_left_are_done(self, letter, caseworker):
        Letter.objects.filter(pk=letter.pk).update(
            delivery="paper", sent_on=letter.dated_on, notified_on=letter.dated_on
        )
        assert groups(caseworker) == {}

    def test_that_failed_say_so(self, case, caseworker):
        letter = issue(case, by=caseworker)
        assert groups(caseworker) == {}, "being made: nobody need do anything"
        Letter.objects.filter(pk=letter.pk).update(state="failed", last_error="layout")
        assert next_step(caseworker).what == "Brevet til Ali Havbris ble ikke laget"

    def test_of_a_decision_are_told_by_its_deadline(self, tuesday, due, caseworker, letter):
        Letter.objects.filter(pk=letter.pk).update(
            delivery="paper", sent_on=letter.dated_on, notified_on=letter.dated_on
        )
        case = due(2, name="Nora Blåklokke").case
        decided = issue(case, by=caseworker, kind="decision_granted", source="decision:1")
        Letter.objects.filter(pk=decided.pk).update(
            state="rendered",
            rendered_at=timezone.now(),
            document=letter.document,
            sha256=letter.sha256,
        )
        task = next_step(caseworker)
        assert task.what == "Send vedtaket"
        assert task.action.url == decided.get_absolute_url()


def test_a_draft_that_no_deadline_speaks_of_has_no_date(case, caseworker, browser):
    Decision.objects.create(municipality=case.municipality, case=case, drafted_by=caseworker.user)
    assert groups(caseworker) == {"senere": ["Ali Havbris"]}
    assert "Uten frist" in browser.get("/").content.decode()


class TestWhose:
    def test_mine_the_units_and_nobodys(self, tuesday, due, caseworker, decision_maker):
        due(1, name="Min")
        due(2, name="Kollegas", caseworker=decision_maker.user)
        due(3, name="Ingens", caseworker=None)
        assert groups(caseworker, Whose.MINE) == {"denne-uken": ["Min"]}
        assert groups(caseworker, Whose.UNIT) == {"denne-uken": ["Min", "Kollegas", "Ingens"]}
        assert groups(caseworker, Whose.UNASSIGNED) == {"denne-uken": ["Ingens"]}
        assert work_list(caseworker, Whose.MINE, tuesday).unassigned == 1

    def test_not_another_units(self, tuesday, due, unit, caseworker):
        due(1, unit=UnitFactory(municipality=unit.municipality), caseworker=None)
        assert groups(caseworker, Whose.UNIT) == {}
        assert work_list(caseworker, Whose.UNIT, tuesday).unassigned == 0

    def test_not_what_the_unit_only_carries_out(self, tuesday, due, unit, caseworker):
        due(1, unit=UnitFactory(municipality=unit.municipality), delivering_unit=unit)
        assert groups(caseworker, Whose.UNIT) == {}

    def test_not_another_municipalitys(
        self, tuesday, due, caseworker, other_municipality, in_municipality
    ):
        due(1, name="Min")
        with in_municipality(other_municipality):
            home = Unit.objects.get()
            other = MembershipFactory(municipality=other_municipality, unit=home)
            foreign = CaseFactory(unit=home, caseworker=other.user)
            DeadlineFactory(case=foreign, due_on=tuesday)
            assert groups(other) == {"i-dag": [foreign.recipient.name]}
        assert groups(caseworker, Whose.UNIT) == {"denne-uken": ["Min"]}

    def test_a_strictly_protected_persons_only_for_the_caseworker(
        self, tuesday, due, unit, caseworker, decision_maker
    ):
        person = PersonFactory(municipality=unit.municipality, strict=True, name="Skjult")
        due(1, recipient=person)
        assert groups(caseworker, Whose.UNIT) == {"denne-uken": ["Skjult"]}
        assert groups(decision_maker, Whose.UNIT) == {}

    def test_the_whole_municipality_without_a_unit(self, tuesday, due, unit, member, client_for):
        due(1, name="Sør", unit=UnitFactory(municipality=unit.municipality), caseworker=None)
        everywhere = member(Role.LEADER, unit=None)
        assert groups(everywhere, Whose.UNIT) == {"denne-uken": ["Sør"]}
        assert "Kommunens" in client_for(everywhere).get("/").content.decode()

    def test_a_leader_begins_with_the_units(self, tuesday, due, leader, client_for):
        due(1, name="Min")
        page = client_for(leader).get("/").content.decode()
        assert "Min" in page
        assert "?hvem=mine" not in page


class TestPages:
    def test_only_the_first_of_many_are_shown(self, tuesday, due, browser):
        for number in range(12):
            due(1, name=f"Sak {number:02}")
        response = browser.get("/")
        (section,) = response.context["sections"]
        assert (len(section.tasks), section.total, section.others) == (10, 12, 2)
        assert "Vis de 2 andre" in response.content.decode()
        rest = browser.get("/?nar=denne-uken&hvem=mine")
        assert len(rest.context["page"].object_list) == 12

    def test_a_group_has_pages(self, tuesday, due, case, caseworker, browser):
        for number in range(52):
            due(-2, name=f"Sak {number:02}")
        letter = issue(case, by=caseworker, dated_on=tuesday - timedelta(days=1))
        Letter.objects.filter(pk=letter.pk).update(state="failed", last_error="layout")
        first = browser.get("/?nar=forfalt").context["page"]
        second = browser.get("/?nar=forfalt&side=2").context["page"]
        assert [len(first.object_list), len(second.object_list)] == [50, 3]
        names = [task.case.name for page in (first, second) for task in page.object_list]
        assert names[0] == "Ali Havbris", "a letter that waits stands first"
        assert len(set(names)) == 53

    def test_counting_stops_and_paging_does_not(self, tuesday, due, case, caseworker):
        DeadlineFactory.create_batch(MOST_COUNTED + 5, case=case, due_on=tuesday)
        found = work_list(caseworker, Whose.MINE, tuesday)
        assert found.sections[0].count == f"{MOST_COUNTED}+"
        assert len(OneGroup(caseworker, Whose.MINE, Group.TODAY, tuesday)) == MOST_COUNTED + 5

    @pytest.mark.parametrize(
        "address", ["/?nar=i-fjor", "/?hvem=alle", "/?nar=senere&side=99", "/?nar=senere&side=x"]
    )
    def test_an_address_nobody_could_have_clicked_on(self, address, browser):
        assert browser.get(address).status_code == 200

    def test_an_empty_list_says_what_to_do(self, browser, case):
        assert "Du har ingenting å gjøre de neste ukene" in browser.get("/").content.decode()
        ApplicationFactory(case=CaseFactory(unit=case.unit))
        page = browser.get("/").content.decode()
        assert "1 sak venter på at noen tar den." in page


def test_the_reading_is_logged(tuesday, due, browser, caseworker):
    due(1)
    browser.get("/")
    entry = AccessEntry.objects.get(view="reports:worklist")
    assert (entry.user_id, entry.ground, entry.data) == (caseworker.user_id, "unit", {"rows": 1})


@pytest.mark.parametrize(
    "address", ["/", "/?hvem=enhetens", "/?hvem=ufordelte", "/?nar=forfalt&hvem=enhetens"]
)
def test_as_many_queries_however_much_there_is(
    address, tuesday, due, browser, django_assert_max_num_queries
):
    for days in (-1, 0, 1, 20) * 15:
        due(days)
    due(3, kind="complaint")
    browser.get(address)
    with django_assert_max_num_queries(10 + OF_THE_CLIENT):
        browser.get(address)


@pytest.mark.parametrize(
    ("role", "begins_at"),
    [
        (Role.ADMINISTRATOR, "/administrasjon/"),
        (Role.COORDINATOR, "/saker/"),
        (Role.SUPPORT_CONTACT, "/min-side/"),
        (Role.PAYROLL_CLERK, "/min-side/"),
    ],
)
def test_who_has_no_work_list_begins_somewhere_else(role, begins_at, member, client_for):
    response = client_for(member(role)).get("/", follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[-1][0] == begins_at


# ── Between two persons ─────────────────────────────────────────────────────────────────────────


class TestDrafts:
    """What comes next with a draft, for whoever wrote it and for the decision maker."""

    @pytest.fixture
    def draft(self, tuesday, due, caseworker):
        deadline = due(3, name="Ali Havbris")
        application = deadline.case.applications.get()
        return Decision.objects.create(
            municipality=deadline.case.municipality,
            case=deadline.case,
            application=application,
            drafted_by=caseworker.user,
            outcome="granted",
        )

    def change(self, draft, **values):
        Decision.objects.filter(pk=draft.pk).update(**values)

    def row(self, membership, whose=Whose.MINE):
        [section] = work_list(membership, whose, date(2026, 11, 24)).sections
        [task] = section.tasks
        return section.group, task.what, task.why, task.action.label

    @pytest.mark.parametrize(
        ("policy", "outcome", "limit", "is_sent"),
        [
            ("none", "granted", None, False),
            ("none", "granted", 2, True),  # three hours are granted
            ("all", "granted", None, True),
            ("refusals", "granted", None, False),
            ("refusals", "refused", None, True),
            ("above_hours", "granted", None, True),
        ],
    )
    def test_what_lacks_nothing_is_issued_or_sent(
        self, draft, caseworker, policy, outcome, limit, is_sent
    ):
        caseworker.municipality.second_person = policy
        caseworker.municipality.second_person_above_hours = (
            Decimal("2.5") if policy == "above_hours" else None
        )
        caseworker.issues_up_to_hours = limit
        GrantedService.objects.create(
            municipality=draft.municipality, decision=draft, case=draft.case,
            form="individual", hours=12, hours_unit="month",
        )  # fmt: skip
        self.change(draft, is_whole=True, outcome=outcome)
        _group, what, _why, action = self.row(caseworker)
        if is_sent:
            assert (what, action) == ("Send vedtaket til beslutter", "Send til beslutter")
        else:
            assert (what, action) == ("Fatt vedtaket", "Fatt vedtaket")

    def test_what_lacks_something_is_gone_on_with(self, draft, caseworker):
        assert self.row(caseworker)[3] == "Fortsett vedtaket"

    def test_what_came_back_says_why(self, draft, caseworker, decision_maker):
        self.change(
            draft, returned_at=timezone.now(), returned_by=decision_maker.user,
            returned_reason="Skriv mer om skolen.", is_whole=True,
        )  # fmt: skip
        _group, what, why, action = self.row(caseworker)
        assert (what, action) == ("Skriv om vedtaket", "Fortsett vedtaket")
        assert why.endswith("Sendt tilbake: «Skriv mer om skolen.»")

    def test_what_is_sent_stands_with_the_decision_maker(
        self, draft, caseworker, decision_maker, member
    ):
        self.change(draft, submitted_at=timezone.now(), submitted_by=caseworker.user)
        assert self.row(caseworker)[1] == "Vedtaket er hos beslutter"
        group, what, why, action = self.row(decision_maker)
        assert (group, what, action) == (Group.WEEK, "Les og fatt vedtaket", "Les og fatt")
        assert why == "Siri Lind sendte det til beslutter."
        assert self.row(decision_maker, Whose.UNIT)[1] == "Les og fatt vedtaket"
        other = member(Role.CASEWORKER)
        assert work_list(other, Whose.MINE, date(2026, 11, 24)).sections == []

    def test_not_with_one_who_wrote_in_it(self, draft, caseworker, decision_maker):
        self.change(
            draft, submitted_at=timezone.now(), submitted_by=caseworker.user,
            last_written_by=decision_maker.user,
        )  # fmt: skip
        assert work_list(decision_maker, Whose.MINE, date(2026, 11, 24)).sections == []
