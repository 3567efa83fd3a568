"""Whose case it is: taking it, taking over, offering, saying yes or no, giving it back."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from stottekontakt.accounts.roles import Role
from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases import hand_over, impartiality
from stottekontakt.cases.errors import CannotHandOver, CannotTakeCase, Disqualified
from stottekontakt.cases.models import Case, HandOver, ImpartialityAnswer
from stottekontakt.database.context import municipality_context, set_context
from tests.accounts.factories import MembershipFactory, MunicipalityFactory, UnitFactory
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory, PersonFactory

TICK = {"impartial": "on"}


@pytest.fixture
def case(unit):
    return CaseFactory(unit=unit)


@pytest.fixture
def browser(client_for, caseworker):
    return client_for(caseworker)


@pytest.fixture
def south(unit):
    return UnitFactory(municipality=unit.municipality, name="Tildeling sør")


@pytest.fixture
def southerner(south, member):
    return member(Role.CASEWORKER, unit=south, user__name="Per Sør")


def address(name: str, case) -> str:
    return reverse(f"cases:{name}", args=[case.pk])


def caseworker_of(case):
    return Case.objects.get(pk=case.pk).caseworker


class TestTake:
    def test_an_unassigned_case_becomes_mine_with_one_tick(self, browser, case, caseworker):
        page = browser.get(address("take", case)).text
        assert "Jeg er ikke inhabil i denne saken" in page
        response = browser.post(address("take", case), TICK, follow=True)
        assert f"Du er saksbehandler i sak {case}." in response.text
        assert caseworker_of(case) == caseworker.user
        assert AuditEntry.objects.get(event="case_assigned").data == {
            "caseworker": caseworker.user_id
        }
        given = ImpartialityAnswer.objects.get()
        assert (given.answered_by, given.answer) == (caseworker.user, "impartial")

    def test_not_without_the_tick(self, browser, case):
        response = browser.post(address("take", case))
        assert "Kryss av hvis du ikke er inhabil" in response.text
        assert caseworker_of(case) is None
        assert not ImpartialityAnswer.objects.exists()

    def test_is_asked_once_in_each_case(self, browser, case, caseworker):
        browser.post(address("take", case), TICK)
        hand_over.hand_back(case.pk, message="", by=caseworker)
        assert "Jeg er ikke inhabil" not in browser.get(address("take", case)).text
        browser.post(address("take", case))
        assert caseworker_of(case) == caseworker.user
        assert ImpartialityAnswer.objects.count() == 1

    def test_twice_is_taken_once(self, browser, case):
        for _ in range(2):
            browser.post(address("take", case), TICK)
        assert AuditEntry.objects.filter(event="case_assigned").count() == 1

    def test_what_a_colleague_has_taken_stays_with_the_colleague(
        self, browser, case, decision_maker
    ):
        hand_over.take(case.pk, by=decision_maker)
        response = browser.post(address("take", case), TICK, follow=True)
        assert "Jon Testmo er allerede saksbehandler i saken." in response.text
        assert caseworker_of(case) == decision_maker.user

    @pytest.mark.django_db(transaction=True)
    def test_of_six_who_take_it_at_once_one_gets_it(self):
        case, outcomes = six_at_once(
            lambda case, membership: hand_over.take(case.pk, by=membership)
        )
        assert sorted(outcomes) == ["refused"] * 5 + ["taken"]
        set_context(None)


def six_at_once(verb, **fields):
    """What becomes of six colleagues who do the same to one case."""
    municipality = MunicipalityFactory()
    set_context(municipality.pk)
    unit = UnitFactory(municipality=municipality)
    members = [MembershipFactory(municipality=municipality, unit=unit) for _ in range(7)]
    if fields.pop("is_taken", False):
        fields["caseworker"] = members[6].user
    case = CaseFactory(unit=unit, **fields)
    together = Barrier(6)
    outcomes: list[str] = []

    def act(membership) -> None:
        try:
            with municipality_context(municipality.pk):
                together.wait()
                verb(case, membership)
            outcomes.append("taken")
        except (CannotTakeCase, CannotHandOver):
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=act, args=[membership]) for membership in members[:6]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return case, outcomes


class TestTakeOver:
    @pytest.fixture
    def taken(self, unit, decision_maker):
        return CaseFactory(unit=unit, caseworker=decision_maker.user)

    def test_from_a_colleague_with_what_was_typed(self, browser, taken, caseworker):
        asked = browser.post(address("assign", taken), {"to": "me", "message": "Jon er syk."}).text
        assert "Jeg er ikke inhabil i denne saken" in asked
        assert 'value="Jon er syk."' in asked
        had_it = str(taken.caseworker_id)
        response = browser.post(
            address("take_over", taken),
            {**TICK, "had_it": had_it, "message": "Jon er syk."},
            follow=True,
        )
        assert "Du er saksbehandler" in response.text
        assert caseworker_of(taken) == caseworker.user
        moved = HandOver.objects.get()
        assert (moved.from_user_id, moved.to_user_id) == (int(had_it), caseworker.user_id)
        assert moved.message == "Jon er syk."
        assert AuditEntry.objects.filter(event="case_taken_over").count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_of_six_who_take_over_at_once_one_gets_it(self):
        _case, outcomes = six_at_once(
            lambda case, membership: hand_over.take_over(
                case.pk, from_user_id=case.caseworker_id, by=membership
            ),
            is_taken=True,
        )
        assert sorted(outcomes) == ["refused"] * 5 + ["taken"]
        set_context(None)


class TestHandBack:
    def test_the_case_is_unassigned_again(self, browser, unit, caseworker):
        case = CaseFactory(unit=unit, caseworker=caseworker.user)
        response = browser.post(
            address("assign", case), {"to": "nobody", "message": "Slutter."}, follow=True
        )
        assert f"Sak {case} er ufordelt." in response.text
        assert caseworker_of(case) is None
        assert AuditEntry.objects.filter(event="case_handed_back").count() == 1


class TestOffer:
    def offered(self, browser, case, to, message="Du kjenner skolen."):
        return browser.post(address("assign", case), {"to": to, "message": message}, follow=True)

    def test_changes_nothing_before_the_colleague_says_yes(
        self, browser, client_for, case, decision_maker
    ):
        ApplicationFactory(case=case)
        response = self.offered(browser, case, f"user-{decision_maker.user_id}")
        assert "Jon Testmo er spurt om å ta sak" in response.text
        assert "Jon Testmo er spurt om å ta saken" in browser.get(case.get_absolute_url()).text
        assert caseworker_of(case) is None
        made = HandOver.objects.get()
        theirs = client_for(decision_maker)
        assert "Vil du ta saken?" in theirs.get("/").text
        page = theirs.get(reverse("cases:offer", args=[made.pk])).text
        assert "Du kjenner skolen." in page
        assert case.recipient.name in page
        theirs.post(reverse("cases:offer", args=[made.pk]), {"answer": "yes", **TICK})
        assert caseworker_of(case) == decision_maker.user
        assert "Vil du ta saken?" not in theirs.get("/").text

    def test_yes_needs_the_tick_and_no_needs_a_reason(
        self, browser, client_for, case, decision_maker
    ):
        self.offered(browser, case, f"user-{decision_maker.user_id}")
        url = reverse("cases:offer", args=[HandOver.objects.get().pk])
        theirs = client_for(decision_maker)
        assert "Kryss av hvis du ikke" in theirs.post(url, {"answer": "yes"}).text
        assert "Skriv hvorfor du ikke kan ta saken." in theirs.post(url, {"answer": "no"}).text
        theirs.post(url, {"answer": "no", "reason": "For mye å gjøre."})
        assert HandOver.objects.get().state == "declined"
        assert caseworker_of(case) is None

    def test_to_another_unit_the_case_moves_with_draft_and_deadlines(
        self, browser, client_for, case, southerner, south
    ):
        assert (
            "Skriv hvorfor den andre enheten"
            in self.offered(browser, case, f"unit-{south.pk}", message="").text
        )
        self.offered(browser, case, f"unit-{south.pk}", message="Lederen her er inhabil.")
        theirs = client_for(southerner)
        assert theirs.get(case.get_absolute_url()).status_code == 404
        made = HandOver.objects.get()
        theirs.post(reverse("cases:offer", args=[made.pk]), {"answer": "yes", **TICK})
        moved = Case.objects.get(pk=case.pk)
        assert (moved.unit, moved.caseworker) == (south, southerner.user)
        assert theirs.get(case.get_absolute_url()).status_code == 200
        assert browser.get(case.get_absolute_url()).status_code == 404

    def test_only_whoever_is_asked_answers(self, browser, client_for, case, decision_maker, member):
        self.offered(browser, case, f"user-{decision_maker.user_id}")
        url = reverse("cases:offer", args=[HandOver.objects.get().pk])
        assert "Bare de som er spurt, kan svare." in browser.get(url).text
        browser.post(url, {"answer": "yes", **TICK})
        assert HandOver.objects.get().state == "offered"

    def test_is_withdrawn_when_somebody_takes_the_case(
        self, browser, client_for, case, decision_maker
    ):
        self.offered(browser, case, f"user-{decision_maker.user_id}")
        browser.post(address("take", case), TICK)
        made = HandOver.objects.get()
        assert made.state == "withdrawn"
        response = client_for(decision_maker).post(
            reverse("cases:offer", args=[made.pk]), {"answer": "yes", **TICK}, follow=True
        )
        assert "Overføringen er ikke lenger åpen." in response.text

    def test_can_be_withdrawn(self, browser, case, decision_maker):
        self.offered(browser, case, f"user-{decision_maker.user_id}")
        browser.post(reverse("cases:withdraw_offer", args=[HandOver.objects.get().pk]))
        assert HandOver.objects.get().state == "withdrawn"

    def test_a_leader_distributes_without_asking(self, client_for, case, leader, caseworker):
        response = self.offered(client_for(leader), case, f"user-{caseworker.user_id}")
        assert "Siri Lind er saksbehandler i sak" in response.text
        assert caseworker_of(case) == caseworker.user

    def test_a_strictly_protected_person_is_named_after_the_yes(
        self, client_for, unit, caseworker, decision_maker
    ):
        person = PersonFactory(municipality=unit.municipality, strict=True, name="Skjult Person")
        case = CaseFactory(unit=unit, recipient=person, caseworker=caseworker.user)
        browser = client_for(caseworker)
        assert "kan du miste tilgangen" in browser.get(address("assign", case)).text
        self.offered(browser, case, f"user-{decision_maker.user_id}")
        theirs = client_for(decision_maker)
        assert "Skjult Person" not in theirs.get("/").text
        page = theirs.get(reverse("cases:offer", args=[HandOver.objects.get().pk])).text
        assert "Skjult Person" not in page
        theirs.post(
            reverse("cases:offer", args=[HandOver.objects.get().pk]), {"answer": "yes", **TICK}
        )
        assert "Skjult Person" in theirs.get(case.get_absolute_url()).text
        assert browser.get(case.get_absolute_url()).status_code == 404

    def test_only_who_can_work_in_it_is_offered(
        self, browser, case, decision_maker, coordinator, leader, member, south, southerner
    ):
        member(Role.CASEWORKER, valid_until=date(2021, 1, 1), user__name="Sluttet Person")
        member(Role.CASEWORKER, unit=None, user__name="Hele Kommunen")
        form = browser.get(address("assign", case)).context["form"]
        groups = dict(choice for choice in form.fields["to"].choices if choice[0])
        assert [name for _key, name in groups["Kolleger"]] == ["Hele Kommunen", "Jon Testmo"]
        assert [name for _key, name in groups["Andre enheter"]] == ["Tildeling sør"]

    @pytest.mark.parametrize("chosen", ["user-999999", "x", "-1", ""])
    def test_nobody_else_can_be_chosen(self, chosen, browser, case):
        response = browser.post(
            address("assign", case), {"to": chosen, "message": "Ta vare på denne."}
        )
        assert "to" in response.context["form"].errors
        assert "Ta vare på denne." in response.text
        assert not HandOver.objects.exists()

    def test_one_who_is_disqualified_is_neither_offered_nor_accepts(
        self, browser, case, caseworker, decision_maker
    ):
        made = hand_over.offer(
            case.pk, to_user=decision_maker.user, to_unit=case.unit, message="", by=caseworker
        )
        impartiality.raise_question(
            case.pk, user=decision_maker.user, ground="family", reason="Bror.", by=caseworker
        )
        assert "Jon Testmo" not in str(
            browser.get(address("assign", case)).context["form"].fields["to"].choices
        )
        with pytest.raises(Disqualified):
            hand_over.accept(made.pk, by=decision_maker)
        with pytest.raises(CannotHandOver, match="inhabil"):
            hand_over.offer(
                case.pk, to_user=decision_maker.user, to_unit=case.unit, message="", by=caseworker
            )


class TestDatabase:
    def make(self, case, by, **fields):
        values = {
            "municipality": case.municipality, "case": case, "from_unit": case.unit,
            "to_unit": case.unit, "offered_by": by.user, **fields,
        }  # fmt: skip
        return HandOver.objects.create(**values)

    def test_one_open_offer(self, case, caseworker):
        self.make(case, caseworker)
        with (
            pytest.raises(IntegrityError, match="hand_over_one_open_per_case"),
            transaction.atomic(),
        ):
            self.make(case, caseworker)

    def test_an_answer_is_somebodys(self, case, caseworker):
        with (
            pytest.raises(IntegrityError, match="hand_over_answered_at_and_by_go_together"),
            transaction.atomic(),
        ):
            self.make(case, caseworker, state="accepted")

    def test_a_no_has_a_reason(self, case, caseworker):
        with (
            pytest.raises(IntegrityError, match="hand_over_decline_has_a_reason"),
            transaction.atomic(),
        ):
            self.make(
                case, caseworker, state="declined", answered_at=timezone.now(),
                answered_by=caseworker.user,
            )  # fmt: skip
