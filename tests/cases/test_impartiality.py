"""Who is impartial: answering for oneself, raising it, the leader's word, and what follows."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from decisions import services as decision_services
from decisions.errors import CannotDraft, CannotIssue
from decisions.models import Decision
from stottekontakt.accounts.roles import Role
from stottekontakt.cases import impartiality
from stottekontakt.cases.errors import CannotDecideImpartiality
from stottekontakt.cases.models import Case, Disqualification, ImpartialityAnswer
from tests.accounts.factories import UnitFactory
from tests.applications.factories import ApplicationFactory
from tests.cases.factories import CaseFactory
from tests.decisions.factories import whole_draft


@pytest.fixture
def case(unit, caseworker):
    return CaseFactory(unit=unit, caseworker=caseworker.user)


@pytest.fixture
def application(case):
    return ApplicationFactory(case=case)


def raised(case, who, by, **fields):
    return impartiality.raise_question(
        case.pk, user=who.user, ground="other", reason="Er gode venner.", by=by, **fields
    )


def upheld(case, who, by):
    question = raised(case, who, who)
    return impartiality.decide(
        question.pk, is_disqualified=True, may_read=False, reason="Nære venner.", by=by
    )


def sees(membership, case) -> bool:
    return Case.objects.visible_to(membership).filter(pk=case.pk).exists()


def writes(membership, case) -> bool:
    return Case.objects.editable_by(membership).filter(pk=case.pk).exists()


class TestWhatFollows:
    def test_one_in_doubt_reads_and_does_not_write(self, case, caseworker, decision_maker):
        raised(case, caseworker, caseworker)
        assert sees(caseworker, case)
        assert not writes(caseworker, case)
        assert not Case.objects.get(pk=case.pk).is_editable_by(caseworker)
        assert writes(decision_maker, case)

    def test_one_who_is_sure_loses_the_case_at_once(self, case, caseworker):
        raised(case, caseworker, caseworker, is_sure=True)
        assert not sees(caseworker, case)

    def test_nobody_is_sure_of_another(self, case, caseworker, decision_maker):
        question = raised(case, caseworker, decision_maker, is_sure=True)
        assert question.state == "raised"
        assert sees(caseworker, case)

    def test_the_leader_may_let_one_read(self, case, caseworker, leader):
        question = upheld(case, caseworker, leader)
        assert not sees(caseworker, case)
        impartiality.decide(
            question.pk, is_disqualified=True, may_read=True, reason="Overlevering.", by=leader
        )
        assert sees(caseworker, case)
        assert not writes(caseworker, case)

    def test_one_who_is_cleared_works_on(self, case, caseworker, leader):
        question = raised(case, caseworker, caseworker)
        impartiality.decide(
            question.pk, is_disqualified=False, may_read=False, reason="Bare naboer.", by=leader
        )
        assert writes(caseworker, case)

    def test_nobody_clears_oneself(self, case, leader):
        question = raised(case, leader, leader)
        with pytest.raises(CannotDecideImpartiality, match="din egen habilitet"):
            impartiality.decide(
                question.pk, is_disqualified=False, may_read=False, reason="Nei.", by=leader
            )

    def test_is_raised_once(self, case, caseworker, decision_maker):
        raised(case, caseworker, decision_maker)
        with pytest.raises(CannotDecideImpartiality, match="allerede reist"):
            raised(case, caseworker, decision_maker)


class TestDecisions:
    def test_one_disqualified_drafts_nothing(self, application, caseworker, case):
        raised(case, caseworker, caseworker)
        with pytest.raises(CannotDraft, match="ikke avgjort om du er inhabil"):
            decision_services.draft(application.pk, by=caseworker)

    def test_nor_does_the_database_let_it(self, case, application, caseworker):
        raised(case, caseworker, caseworker)
        with (
            pytest.raises(IntegrityError, match="decision_is_made_by_nobody_disqualified"),
            transaction.atomic(),
        ):
            Decision.objects.create(
                municipality=case.municipality,
                case=case,
                application=application,
                drafted_by=caseworker.user,
            )

    def test_one_disqualified_issues_nothing(self, case, application, caseworker, decision_maker):
        decision = whole_draft(application, caseworker)
        raised(case, decision_maker, caseworker)
        with pytest.raises(CannotIssue, match="ikke avgjort om du er inhabil"):
            decision_services.issue(decision.pk, by=decision_maker)
        with (
            pytest.raises(IntegrityError, match="decision_is_made_by_nobody_disqualified"),
            transaction.atomic(),
        ):
            issue_in_the_database(decision, decision_maker)

    def test_nobody_below_a_disqualified_leader_issues(
        self, case, application, caseworker, leader, client_for
    ):
        decision = whole_draft(application, caseworker)
        raised(case, leader, leader, is_sure=True)
        with pytest.raises(CannotIssue, match=r"Knut Fjellro er inhabil.*en annen enhet"):
            decision_services.issue(decision.pk, by=caseworker)
        with (
            pytest.raises(
                IntegrityError, match="decision_is_issued_by_nobody_below_a_disqualified_leader"
            ),
            transaction.atomic(),
        ):
            issue_in_the_database(decision, caseworker)
        # To prepare it is another matter (fvl. § 6 third ledd), and so is passing it on.
        page = client_for(caseworker).get(case.get_absolute_url()).text
        assert "Saken må avgjøres i en annen enhet" in page

    def test_another_unit_decides(self, case, application, caseworker, leader, member):
        raised(case, leader, leader, is_sure=True)
        case.unit = UnitFactory(municipality=case.municipality, name="Tildeling sør")
        case.save()
        assert impartiality.disqualified_leader(case.pk) is None

    def test_the_municipalitys_leader_is_the_units_where_it_has_none(self, case, member, unit):
        whole = member(Role.LEADER, unit=None, user__name="Rådmann Test")
        raised(case, whole, whole, is_sure=True)
        assert impartiality.disqualified_leader(case.pk) == whole.user
        member(Role.LEADER, unit=unit)
        assert impartiality.disqualified_leader(case.pk) is None


def issue_in_the_database(decision, by):
    decision.state = "issued"
    decision.issued_at, decision.issued_by = timezone.now(), by.user
    decision.save()


class TestPages:
    def test_one_in_doubt_says_so_and_the_leader_decides(
        self, case, caseworker, leader, client_for
    ):
        ApplicationFactory(case=case)
        theirs, leaders = client_for(caseworker), client_for(leader)
        url = reverse("cases:impartiality", args=[case.pk])
        response = theirs.post(
            url,
            {
                "who": str(caseworker.user_id),
                "sure": "doubt",
                "ground": "other",
                "reason": "Vi går på tur sammen.",
            },
            follow=True,
        )
        assert "Lederen avgjør om du er inhabil." in response.text
        assert "Avgjør om Siri Lind er inhabil" in leaders.get("/").text
        question = Disqualification.objects.get()
        decide = reverse("cases:decide_impartiality", args=[question.pk])
        assert "Vi går på tur sammen." in leaders.get(decide).text
        response = leaders.post(decide, {"verdict": "upheld", "reason": "Nære venner."})
        assert response["Location"] == reverse("cases:assign", args=[case.pk])
        assert "Gi saken til en annen saksbehandler" in leaders.get("/").text
        assert theirs.get(case.get_absolute_url()).status_code == 404

    def test_what_is_missing_is_said_and_what_was_typed_is_kept(self, case, caseworker, client_for):
        response = client_for(caseworker).post(
            reverse("cases:impartiality", args=[case.pk]),
            {"who": str(caseworker.user_id), "reason": "Min fetter."},
        )
        assert "Velg hva det gjelder." in response.text
        assert "Min fetter." in response.text
        assert not Disqualification.objects.exists()

    def test_the_first_who_drafts_is_asked_once(self, case, application, caseworker, client_for):
        browser = client_for(caseworker)
        url = reverse("decisions:start", query={"soknad": application.pk})
        asked = browser.post(url)
        assert "Jeg er ikke inhabil i denne saken" in asked.text
        assert not Decision.objects.exists()
        again = browser.post(url, {"impartiality_asked": "1"})
        assert "Kryss av hvis du ikke er inhabil" in again.text
        browser.post(url, {"impartiality_asked": "1", "impartial": "on"})
        assert Decision.objects.count() == 1
        browser.post(url)
        assert Decision.objects.count() == 1
        assert ImpartialityAnswer.objects.count() == 1


class TestDatabase:
    def make(self, case, who, by, **fields):
        return Disqualification.objects.create(
            municipality=case.municipality,
            case=case,
            user=who.user,
            raised_by=by.user,
            **{"ground": "other", "reason": "Nabo.", **fields},
        )

    @pytest.mark.parametrize(
        ("rule", "fields"),
        [
            ("disqualification_has_a_reason", {"reason": ""}),
            ("disqualification_decided_at_and_by_go_together", {"state": "upheld"}),
        ],
    )
    def test_a_question_is_whole(self, rule, fields, case, caseworker, leader):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            self.make(case, caseworker, leader, **fields)

    def test_one_open_question_about_each(self, case, caseworker, leader):
        self.make(case, caseworker, leader)
        with (
            pytest.raises(IntegrityError, match="disqualification_once_per_person"),
            transaction.atomic(),
        ):
            self.make(case, caseworker, leader)

    def test_the_leaders_word_has_a_reason(self, case, caseworker, leader):
        with (
            pytest.raises(IntegrityError, match="disqualification_decision_has_a_reason"),
            transaction.atomic(),
        ):
            self.make(
                case, caseworker, leader, state="rejected", decided_at=timezone.now(),
                decided_by=leader.user,
            )  # fmt: skip

    def test_nobody_clears_oneself(self, case, caseworker):
        with (
            pytest.raises(IntegrityError, match="disqualification_nobody_clears_oneself"),
            transaction.atomic(),
        ):
            self.make(
                case, caseworker, caseworker, state="rejected", decided_at=timezone.now(),
                decided_by=caseworker.user, decision_reason="Nei.",
            )  # fmt: skip

    def test_one_answer_in_each_case(self, case, caseworker):
        for _ in range(2):
            impartiality.answer(case.pk, answer="impartial", by=caseworker)
        with (
            pytest.raises(IntegrityError, match="impartiality_answered_once_per_case"),
            transaction.atomic(),
        ):
            ImpartialityAnswer.objects.create(
                municipality=case.municipality,
                case=case,
                answer="impartial",
                answered_by=caseworker.user,
            )
