"""What stands in the demo, seen as the lesser role behind the walls."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import phonenumbers
import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.db.models import Count, Q, Sum
from django.test import override_settings
from django.utils import timezone

from applications.models import Application
from applications.rules import Thing, missing_information
from decisions.models import AdvanceNotice, Criterion, Decision, GrantedService, Phrase
from decisions.rules import problems_before_issue
from decisions.services import dossier_of
from stottekontakt.accounts import demo as demo_sign_ins
from stottekontakt.accounts.models import Membership, Municipality, User
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import first_broken_link
from stottekontakt.cases.identity_number import Gender, parse
from stottekontakt.cases.models import Case, Document, JournalEntry, Person, Representative
from stottekontakt.cases.phone import to_e164
from stottekontakt.cases.storage import read as stored_file
from stottekontakt.database.context import municipality_context
from stottekontakt.deadlines.models import Deadline
from stottekontakt.letters.models import Letter

SLUGS = ["bjorkefjord", "eikevag", "solmarka", "fjellmo"]


def in_force_today():
    today = timezone.localdate()
    return GrantedService.objects.in_force().filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today
    )


# ── The first municipality's figures ────────────────────────────────────────────────────────────


def test_81_recipients_have_248_and_a_half_hours_a_week(lyngvik):
    assert set(in_force_today().values_list("hours_unit", flat=True)) == {"week"}
    sums = in_force_today().aggregate(
        hours=Sum("hours"), people=Count("case__recipient", distinct=True)
    )
    assert sums == {"hours": Decimal("248.5"), "people": 81}
    year = sums["hours"] * lyngvik.weeks_per_year
    assert year == Decimal("11679.5")
    assert round(year * lyngvik.hourly_rate, 2) == Decimal("2669700.11")


@pytest.mark.parametrize(
    ("year", "granted", "refused"), [(2019, 13, 0), (2020, 16, 1), (2021, 6, 0)]
)
def test_as_many_were_decided_each_year_as_the_source_says(lyngvik, year, granted, refused):
    decided = Decision.objects.issued().filter(issued_at__year=year)
    assert decided.filter(outcome=Decision.Outcome.GRANTED).count() == granted
    assert decided.filter(outcome=Decision.Outcome.REFUSED).count() == refused
    assert Application.objects.filter(received_on__year=year).count() == granted + refused


def test_some_have_a_group_some_a_person_and_some_both(lyngvik):
    forms = {}
    for case_id, form in in_force_today().values_list("case", "form"):
        forms.setdefault(case_id, set()).add(form)
    kinds = {frozenset(each) for each in forms.values()}
    assert kinds == {
        frozenset({"individual"}),
        frozenset({"group"}),
        frozenset({"individual", "group"}),
        frozenset({"organisation"}),
    }


def test_recipients_are_of_all_ages(lyngvik):
    ages = [person.age for person in Person.objects.filter(cases__services__in=in_force_today())]
    for youngest, oldest in [(12, 17), (18, 29), (30, 66), (67, 95)]:
        assert sum(youngest <= age <= oldest for age in ages) >= 6
    assert min(ages) >= 12
    assert max(ages) <= 95


def test_case_numbers_have_no_gaps(lyngvik):
    for year, count in Case.objects.values_list("year").annotate(Count("pk")):
        numbers = Case.objects.filter(year=year).order_by("sequence")
        assert list(numbers.values_list("sequence", flat=True)) == list(range(1, count + 1))


# ── People ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def everybody(demo):
    people = []
    for municipality in Municipality.objects.all():
        with municipality_context(municipality.pk):
            people += Person.objects.all()
    return people


def test_every_identity_number_is_synthetic_and_fits_its_person(everybody):
    today = timezone.localdate()
    numbered = [person for person in everybody if person.identity_number]
    assert len(numbered) > 200
    for person in numbered:
        number = parse(person.identity_number, today=today)
        assert number.is_synthetic
        assert number.birth_date == person.birth_date
        assert number.gender == Gender(person.gender)
    assert len({person.identity_number for person in numbered}) == len(numbered)


def test_no_recipient_has_a_namesake(demo):
    names = []
    for municipality in Municipality.objects.all():
        with municipality_context(municipality.pk):
            names += Person.objects.filter(cases__isnull=False).values_list("name", flat=True)
    assert len(set(names)) == len(names) == 163


def test_nobody_can_be_called_and_no_letter_would_arrive(everybody):
    for person in everybody:
        assert to_e164(person.phone) == person.phone
        assert not phonenumbers.is_valid_number(phonenumbers.parse(person.phone))
        assert person.postal_code >= "9992"  # the highest in use is 9991
    for municipality in Municipality.objects.all():
        assert municipality.website.endswith(".example")
        assert municipality.phone.startswith("00 00")


def test_no_text_has_an_open_place(demo):
    for municipality in Municipality.objects.all():
        with municipality_context(municipality.pk):
            for decision in Decision.objects.all():
                texts = [decision.facts, decision.recipient_view, decision.reasons, decision.goal]
                assert not any("{" in text or "}" in text for text in texts)


# ── Signing in, and the walls ───────────────────────────────────────────────────────────────────


@pytest.fixture
def argon2(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_each_role_has_a_sign_in_named_after_it(demo, argon2, rf):
    request = rf.post("/")
    assert len(demo_sign_ins.demo_users()) == 7
    for one in demo_sign_ins.demo_users():
        user = authenticate(request, username=one.username, password=demo_sign_ins.PASSWORD)
        assert user is not None, one.username
        assert [member.role for member in _memberships(user)] == [one.role]


def _memberships(user: User) -> list[Membership]:
    with municipality_context(None, user.pk):
        return list(Membership.objects.filter(user=user))


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("role", ["saksbehandler", "administrator"])
def test_the_other_municipalities_have_sign_ins_of_their_own(demo, argon2, rf, slug, role):
    user = authenticate(rf.post("/"), username=f"{role}-{slug}", password=demo_sign_ins.PASSWORD)
    assert user is not None


def test_colleagues_without_a_sign_in_cannot_get_in(demo):
    others = User.objects.exclude(password__startswith="argon2")
    assert others.filter(username="kari.maneskinn").exists()
    assert not any(user.has_usable_password() for user in others)


def test_each_municipality_sees_its_own_alone(demo):
    counts = []
    for municipality in Municipality.objects.all():
        with municipality_context(municipality.pk), connection.cursor() as cursor:
            for table in ("cases_case", "cases_person", "decisions_decision", "letters_letter"):
                cursor.execute(f"SELECT DISTINCT municipality_id FROM {table}")
                assert cursor.fetchall() == [(municipality.pk,)]
            counts.append(Case.objects.count())
    assert sorted(counts)[-1] == 104
    assert all(10 <= count <= 20 for count in sorted(counts)[:-1])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone() == (0,)


def test_a_protected_address_is_for_those_with_the_right(lyngvik, at_work):
    caseworker, decision_maker = at_work("saksbehandler"), at_work("beslutter")
    confidential = Case.objects.get(recipient__name="Frida Kveldsol")
    strict = Case.objects.get(recipient__name="Sander Nysnø")
    assert confidential in Case.objects.visible_to(caseworker)
    assert not confidential.recipient.address_shown_to(caseworker)
    assert confidential.recipient.address_shown_to(decision_maker)
    assert strict not in Case.objects.visible_to(caseworker)
    assert strict in Case.objects.visible_to(decision_maker)
    for letter in Letter.objects.filter(case__in=[confidential, strict]):
        assert letter.manual_dispatch
        assert letter.address_lines == []


# ── Open cases ──────────────────────────────────────────────────────────────────────────────────


def test_something_is_late_something_is_near_and_something_is_far(lyngvik, at_work):
    today = timezone.localdate()
    deadlines = Deadline.objects.visible_to(at_work("saksbehandler")).filter(
        kind=Deadline.Kind.ONE_MONTH
    )
    assert deadlines.overdue(today).count() >= 2
    assert deadlines.due_within(6, today).count() >= 4
    assert deadlines.open().filter(act_by__gt=today + timedelta(days=7)).count() >= 8
    for deadline in Deadline.objects.filter(kind=Deadline.Kind.ONE_MONTH):
        application = Application.objects.get(pk=deadline.source.partition(":")[2])
        assert deadline.counted_from == application.received_on


def test_one_runs_out_soon_one_is_being_changed_and_one_is_told_of(lyngvik):
    today = timezone.localdate()
    ends = Deadline.objects.filter(kind=Deadline.Kind.END).open()
    assert ends.filter(due_on=today + timedelta(days=45)).exists()
    begun = Decision.objects.drafts().exclude(replaces=None)
    assert begun.count() == 2
    told = AdvanceNotice.objects.get()
    assert told.decision.to_detriment
    letters = Letter.objects.of_source(told.source)
    assert {letter.kind for letter in letters} == {"advance_notice"}
    assert told.comment_by > today


def test_letters_and_log_are_of_the_day_the_application_was_registered(lyngvik):
    letters = list(Letter.objects.filter(kind="receipt").select_related("case"))
    assert len(letters) >= 20
    for letter in letters:
        application = Application.objects.get(pk=letter.source.partition(":")[2])
        assert application.received_on == letter.dated_on
        assert timezone.localdate(application.registered_at) == letter.dated_on
        assert letter.journal_entry.dated_on == letter.dated_on
    assert first_broken_link() is None


def test_one_decision_is_ready_and_others_are_begun(lyngvik, at_work):
    drafts = {
        draft.case.recipient.name: problems_before_issue(dossier_of(draft))
        for draft in Decision.objects.drafts()
        .filter(replaces=None)
        .select_related("case__recipient")
    }
    assert drafts.pop("Ali Havbris") == []
    assert len(drafts) == 2
    assert all(drafts.values())


@pytest.mark.parametrize(
    ("name", "thing"),
    [("Reidar Tangvik", Thing.AUTHORISATION), ("Vilde Stjernedryss", Thing.AUTHORISATION),
     ("Petter Gråstein", Thing.WISHES)],
)  # fmt: skip
def test_something_is_missing_in_some_applications(lyngvik, name, thing):
    application = Application.objects.open().get(case__recipient__name=name)
    representatives = list(application.case.representatives.select_related("person"))
    missing = missing_information(application, representatives, timezone.localdate())
    assert thing in [one.thing for one in missing]


def test_an_authorisation_that_came_lies_in_the_case(demo):
    with municipality_context(Municipality.objects.get(name="Solmarka kommune").pk):
        proxy = Representative.objects.get(kind="proxy", case__recipient__name="Halvor Snøklokke")
        assert proxy.document is not None
        data = stored_file(proxy.municipality_id, proxy.document.sha256)
        assert data.startswith(b"%PDF-1.4")
        assert b"%%EOF" in data
        assert Document.objects.filter(journal_entry__title="Fullmakt").exists()


def test_both_parents_of_a_divided_family_get_a_letter_each(lyngvik):
    addressees = Letter.objects.filter(case__recipient__name="Nora Blåklokke")
    assert sorted(addressees.values_list("addressee_name", flat=True)) == [
        "Hilde Blåklokke", "Per Sildrebekk",
    ]  # fmt: skip
    homes = {parent.person.address for parent in Representative.objects.filter(
        case__recipient__name="Nora Blåklokke")}  # fmt: skip
    assert len(homes) == 2


def test_one_reads_nynorsk_and_one_needs_an_interpreter(lyngvik):
    (letter,) = Letter.objects.filter(addressee_name="Åse Røsslyng")
    assert letter.language == "nn"
    assert Person.objects.get(name="Samira Havbris").interpreter_language == "arabisk"


def test_one_is_withdrawn_and_one_registered_in_error(lyngvik):
    states = Application.objects.exclude(state="received").exclude(state="decided")
    assert sorted(states.values_list("state", flat=True)) == ["registered_in_error", "withdrawn"]
    for application in states:
        deadline = Deadline.objects.get(source=application.source)
        assert not deadline.is_open


def test_a_refusal_and_a_grant_were_issued_here(lyngvik):
    refusal = Decision.objects.issued().get(case__recipient__name="Turid Bringebær")
    assert Letter.objects.get(source=refusal.source).kind == "decision_refused"
    other = Municipality.objects.get(name="Bjørkefjord kommune")
    with municipality_context(other.pk):
        letter = Letter.objects.get(kind="decision_granted")
        assert letter.language == "nn"
        assert letter.case.delivering_unit.name == "Kultur og oppvekst"


# ── Taken over ──────────────────────────────────────────────────────────────────────────────────


def test_what_was_taken_over_has_no_letter_and_says_so_in_the_journal(lyngvik):
    earlier = Decision.objects.issued().filter(issued_at__year__lt=2022).select_related("case")
    assert earlier.count() == 82
    sources = {decision.source for decision in earlier}
    assert not Letter.objects.filter(source__in=sources).exists()
    outgoing = JournalEntry.objects.filter(
        direction="outgoing", title__contains="tidligere fagsystemet"
    )
    assert outgoing.filter(case__in=[decision.case_id for decision in earlier]).count() == 82
    assert {decision.issued_by.name for decision in earlier} == {"Gerd Steinrøys"}


def test_the_page_of_a_case_that_was_taken_over_asks_for_no_letters(lyngvik, at_work, client_for):
    decision = Decision.objects.issued().filter(issued_at__year=2021).earliest("pk")
    page = client_for(at_work("saksbehandler")).get(decision.case.get_absolute_url())
    assert "ble lagt inn fra det tidligere fagsystemet" in page.text
    assert "ikke sendt ennå" not in page.text
    assert "ikke laget" not in page.text


def test_what_was_taken_over_was_entered_before_the_open_cases_came(lyngvik):
    entered = AuditEntry.objects.filter(event=AuditEntry.Event.DECISION_TAKEN_OVER)
    first_day = timezone.localdate() - timedelta(days=70)
    assert {timezone.localdate(entry.at) >= first_day for entry in entered} == {True}
    renewal = Case.objects.get(recipient__name="Leif Multemyr")
    events = AuditEntry.objects.filter(case_id=renewal.pk).order_by("at", "pk")
    assert [entry.event for entry in events][:2] == ["case_opened", "decision_taken_over"]


def test_the_next_evaluation_is_watched_over_and_few_are_late(lyngvik):
    today = timezone.localdate()
    evaluations = Deadline.objects.filter(kind=Deadline.Kind.EVALUATION).open()
    assert evaluations.count() >= 60
    assert evaluations.overdue(today).count() <= 8
    assert not evaluations.filter(act_by__gt=today + timedelta(days=372)).exists()
    ends = Deadline.objects.filter(kind=Deadline.Kind.END).open()
    assert ends.count() == in_force_today().exclude(ends_on=None).aggregate(
        n=Count("decision", distinct=True)
    )["n"]  # fmt: skip


def test_each_municipality_has_criteria_of_its_own(demo):
    keys = set()
    for municipality in Municipality.objects.all():
        with municipality_context(municipality.pk):
            found = Criterion.objects.filter(municipality=municipality).valid_on(
                timezone.localdate()
            )
            keys.add(tuple(found.values_list("key", flat=True)))
    assert len(keys) == 5


# ── Where it may be loaded ──────────────────────────────────────────────────────────────────────


def test_outside_a_trial_there_is_no_demo_and_no_open_sign_in(demo):
    with override_settings(TRIAL=False):
        assert demo_sign_ins.demo_users() == []


def test_one_municipality_wants_two_persons_and_has_a_draft_in_the_queue(demo):
    for municipality in Municipality.objects.all():
        with municipality_context(municipality.pk):
            waiting = list(Decision.objects.submitted())
            assert Phrase.objects.active().count() == 5
        assert bool(waiting) == (municipality.second_person != "none")
        assert all(draft.is_whole for draft in waiting)
    assert Municipality.objects.exclude(second_person="none").count() == 1
