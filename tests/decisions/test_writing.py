"""Beginning, saving and putting away a draft; and two who write at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from decisions.errors import CannotDiscard, CannotDraft, CannotSave, OlderVersion
from decisions.models import Decision, FormDraft, GrantedService, LegalBasis, Source
from decisions.rules import Section
from decisions.services import (
    discard,
    dossier_of,
    draft,
    issue,
    keep_typed,
    load_criteria,
    save_section,
)
from stottekontakt.accounts.models import Unit
from stottekontakt.audit.models import AuditEntry
from stottekontakt.cases.services import write_note
from tests.accounts.factories import UnitFactory
from tests.decisions.conftest import make_application
from tests.decisions.factories import services_of, write


def save(decision, section, by, *, version=None, **values):
    return save_section(decision.pk, section, values, version=version or decision.version, by=by)


# ── Begin ───────────────────────────────────────────────────────────────────────────────────────


def test_a_draft_knows_what_the_application_says(case, culture_unit, caseworker):
    application = make_application(case, hours=Decimal("2.5"), understands_the_case=True)
    decision = draft(application.pk, by=caseworker)
    assert decision.is_draft
    assert decision.applied_for == "støttekontakt to og en halv time i uken"
    assert decision.child_understands
    assert decision.delivering_unit == culture_unit
    assert decision.drafted_by == caseworker.user
    assert AuditEntry.objects.latest("pk").event == "decision_drafted"


def test_a_draft_in_nynorsk(make_case, caseworker):
    case = make_case(recipient__written_form="nn")
    decision = draft(make_application(case, hours=Decimal(6)).pk, by=caseworker)
    assert decision.applied_for == "støttekontakt seks timar i veka"


def test_which_of_two_units_delivers_is_for_a_person_to_say(application, caseworker):
    UnitFactory(municipality=caseworker.municipality, kind=Unit.Kind.CULTURE)
    assert draft(application.pk, by=caseworker).delivering_unit is None


def test_a_second_beginning_goes_on_with_the_first(application, caseworker, decision_maker):
    first = draft(application.pk, by=caseworker)
    assert draft(application.pk, by=decision_maker) == first
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("state", ["withdrawn", "decided", "in_error"])
def test_a_closed_application_gets_no_decision(case, caseworker, state):
    with pytest.raises(CannotDraft, match="ikke lenger til behandling"):
        draft(make_application(case, **{state: True}).pk, by=caseworker)


def test_a_closed_case_gets_no_decision(application, caseworker):
    application.case.closed_on = date(2026, 11, 20)
    application.case.save()
    with pytest.raises(CannotDraft, match="Saken er avsluttet"):
        draft(application.pk, by=caseworker)


# ── Save ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def begun(application, criteria, caseworker):
    return draft(application.pk, by=caseworker)


def test_each_save_is_a_version_with_its_moment(begun, caseworker):
    saved = save(begun, Section.FACTS, caseworker, facts="Nora bor med mor.", sources=())
    assert saved.version == 2
    assert saved.last_save(Section.FACTS) == {
        "version": 2,
        "at": saved.last_save(Section.FACTS)["at"],
        "by": caseworker.user_id,
    }
    assert saved.last_save(Section.VIEW) == {}


def test_services_are_added_changed_and_taken_away(begun, caseworker):
    scope = {"goal": "", "starts_on": None, "ends_on": None, "evaluation_on": None,
             "delivering_unit": None}  # fmt: skip
    write(begun, Section.SCOPE, caseworker, **scope,
          services=[services_of("3"), services_of("8", form="group", unit="month")])  # fmt: skip
    assert {(s.form, s.hours) for s in begun.services.all()} == {("individual", 3), ("group", 8)}
    kept = begun.services.get(form="individual").pk
    write(begun, Section.SCOPE, caseworker, **scope, services=[services_of("4.5")])
    service = GrantedService.objects.get()
    assert (service.pk, service.hours) == (kept, Decimal("4.5"))


def test_evaluation_is_set_when_it_is_left_open(begun, caseworker):
    scope = {"goal": "", "evaluation_on": None, "delivering_unit": None, "services": []}
    saved = write(
        begun, Section.SCOPE, caseworker, **scope, starts_on=date(2026, 12, 1), ends_on=None
    )
    assert saved.evaluation_on == date(2027, 3, 1)
    saved = write(begun, Section.SCOPE, caseworker, **scope, ends_on=date(2027, 1, 15))
    assert saved.evaluation_on == date(2027, 1, 15), "never after the end"


def test_sources_follow_their_place(begun, criteria, caseworker):
    note = write_note(
        begun.case, by=caseworker, kind="meeting", happened_on=date(2026, 11, 16),
        with_whom="Nora og mor", text="Snakket om svømming.",
    )  # fmt: skip
    key = f"note-{note.pk}"
    write(begun, Section.FACTS, caseworker, facts="x", sources=[key])
    write(begun, Section.CRITERIA, caseworker, appraisals=[
        {"criterion": criteria[0], "met": "yes", "text": "x", "exception": "", "sources": [key]}
    ])  # fmt: skip
    assert set(Source.objects.values_list("criterion", flat=True)) == {None, criteria[0].pk}
    write(begun, Section.FACTS, caseworker, facts="x", sources=[])
    assert list(Source.objects.values_list("criterion", flat=True)) == [criteria[0].pk]


def test_an_appraisal_moves_to_the_new_wording(begun, criteria, caseworker):
    answer = {"met": "yes", "text": "Går aldri ut.", "exception": "", "sources": ()}
    old = criteria[0]
    write(begun, Section.CRITERIA, caseworker, appraisals=[{"criterion": old, **answer}])
    new = old.__class__.objects.create(
        municipality=old.municipality, key=old.key, kind=old.kind, position=1,
        valid_from=date(2026, 11, 1), heading_nb="Ny", heading_nn="Ny", text_nb="Ny", text_nn="Ny",
    )  # fmt: skip
    assert dossier_of(begun).appraisal_of_former_wording(new).text == "Går aldri ut."
    write(begun, Section.CRITERIA, caseworker, appraisals=[{"criterion": new, **answer}])
    assert [one.criterion for one in begun.appraisals.all()] == [new]


def test_an_older_version_is_refused_and_nothing_is_written_over(begun, caseworker, decision_maker):
    opened = begun.version
    save(begun, Section.FACTS, decision_maker, version=opened, facts="Beslutterens", sources=())
    with pytest.raises(OlderVersion, match="Jon Testmo lagret denne delen kl. 10.4") as refusal:
        save(begun, Section.FACTS, caseworker, version=opened, facts="Mine", sources=())
    assert refusal.value.current.facts == "Beslutterens"
    assert Decision.objects.get().facts == "Beslutterens"
    newest = refusal.value.current.version
    save(begun, Section.FACTS, caseworker, version=newest, facts="Begges", sources=())
    assert Decision.objects.get().facts == "Begges"


def test_two_may_write_in_different_sections(begun, caseworker, decision_maker):
    opened = begun.version
    save(begun, Section.FACTS, decision_maker, version=opened, facts="Opplysninger", sources=())
    save(begun, Section.BEST_INTERESTS, caseworker, version=opened, best_interests="Trygghet")
    both = Decision.objects.get()
    assert (both.facts, both.best_interests) == ("Opplysninger", "Trygghet")


def test_what_is_issued_is_not_written_in(whole, caseworker):
    issue(whole.pk, by=caseworker)
    with pytest.raises(CannotSave, match="Siri Lind fattet vedtaket 23. november 2026"):
        save(whole, Section.FACTS, caseworker, facts="Etterpå", sources=())


# ── Put away ────────────────────────────────────────────────────────────────────────────────────


def test_a_discarded_draft_leaves_the_application_open(begun, caseworker):
    discard(begun.pk, by=caseworker)
    begun.refresh_from_db()
    assert begun.state == "discarded"
    assert begun.discarded_by == caseworker.user
    assert begun.application.is_open
    assert AuditEntry.objects.latest("pk").event == "decision_discarded"
    assert draft(begun.application_id, by=caseworker) != begun


def test_it_is_discarded_once(begun, caseworker):
    discard(begun.pk, by=caseworker)
    with pytest.raises(CannotDiscard, match="forkastet"):
        discard(begun.pk, by=caseworker)


def test_an_issued_decision_is_not_discarded(whole, caseworker):
    issue(whole.pk, by=caseworker)
    with pytest.raises(CannotDiscard, match="Det kan ikke endres"):
        discard(whole.pk, by=caseworker)


def test_ones_own_unsaved_text_goes_when_the_draft_does(whole, caseworker, decision_maker):
    """What a colleague has typed stays, for him or her to copy."""
    keep_typed(whole, Section.FACTS, "facts=Halvferdig", by=caseworker)
    keep_typed(whole, Section.FACTS, "facts=Mitt", by=decision_maker)
    issue(whole.pk, by=caseworker)
    assert FormDraft.objects.get().user == decision_maker.user


# ── Criteria and law ────────────────────────────────────────────────────────────────────────────


def test_a_set_of_criteria_may_be_loaded_again(municipality):
    first = load_criteria(municipality, "under_ten")
    assert load_criteria(municipality, "under_ten") == first
    assert LegalBasis.objects.filter(municipality=municipality).count() == 1


def test_the_municipalitys_own_words_for_its_criteria_come_before_the_common(municipality):
    load_criteria(municipality, "standard")
    bases = LegalBasis.objects.valid_on(date(2026, 11, 23), municipality.pk)
    assert bases[-1].citation_nb == "Kriteriene til Lyngvik kommune, gjelder fra 1. januar 2019"
    before = LegalBasis.objects.valid_on(date(2018, 12, 31), municipality.pk)
    assert before[-1].citation_nb == "Kommunens egne kriterier for støttekontakt"


@pytest.mark.parametrize(
    ("day", "cited"),
    [
        (date(2012, 1, 1), "§ 2-1 a andre ledd"),
        (date(2024, 5, 31), "§ 2-1 a andre ledd"),
        (date(2024, 6, 1), "§ 2-1 andre ledd"),
        (date(2026, 11, 23), "§ 2-1 andre ledd"),
    ],
)
def test_the_right_is_cited_as_it_stood_on_the_day(municipality, day, cited):
    right = LegalBasis.objects.valid_on(day, municipality.pk)[0]
    assert right.citation_nb == f"Pasient- og brukerrettighetsloven {cited}"
    assert right.citation_nn == f"Pasient- og brukarrettslova {cited}"


def test_the_law_names_what_every_decision_stands_on(municipality, make_case, caseworker):
    valid = LegalBasis.objects.valid_on(date(2026, 11, 23), municipality.pk)
    keys = [basis.key for basis in valid if basis.applies_at(11)]
    assert keys == ["right", "duty", "participation", "child", "procedure", "local_criteria"]
    adult = draft(make_application(make_case(child=False)).pk, by=caseworker)
    assert "child" not in [basis.key for basis in dossier_of(adult).legal_bases]
    child = draft(make_application(make_case()).pk, by=caseworker)
    assert "child" in [basis.key for basis in dossier_of(child).legal_bases]


def test_before_there_was_a_law_there_is_none(municipality):
    assert LegalBasis.objects.valid_on(date(2011, 12, 31), municipality.pk) == []


def test_an_issued_decision_is_read_by_the_law_of_its_day(whole, caseworker):
    issue(whole.pk, by=caseworker)
    later = LegalBasis.objects.create(
        municipality=whole.municipality, key="right", position=10, valid_from=date(2026, 11, 24),
        citation_nb="Ny lov", citation_nn="Ny lov", says_nb="x", says_nn="x",
    )  # fmt: skip
    whole = Decision.objects.get(pk=whole.pk)
    assert later.pk not in [basis.pk for basis in dossier_of(whole).legal_bases]
    assert dossier_of(whole).legal_bases[0].key == "right"


def test_one_form_draft_per_section_and_person(begun, caseworker):
    keep_typed(begun, Section.FACTS, "facts=En", by=caseworker)
    keep_typed(begun, Section.FACTS, "facts=To", by=caseworker)
    assert FormDraft.objects.get().typed == "facts=To"
    with (
        pytest.raises(IntegrityError, match="form_draft_one_per_section_and_person"),
        transaction.atomic(),
    ):
        FormDraft.objects.create(
            municipality_id=begun.municipality_id, decision=begun, section=Section.FACTS,
            user=caseworker.user, typed="facts=Tre",
        )  # fmt: skip
