"""Verbs of decisions. Each is one transaction; what crosses apps stands in the workflows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.models import Application
from applications.rules import as_facts, as_view
from decisions import approval, rules
from decisions.criteria import read_set
from decisions.errors import (
    AlreadyIssued,
    CannotDiscard,
    CannotDraft,
    CannotIssue,
    CannotSave,
    OlderVersion,
    WithDecisionMaker,
)
from decisions.models import (
    REPLACING,
    AdvanceNotice,
    Appraisal,
    Criterion,
    Decision,
    FormDraft,
    GrantedService,
    LegalBasis,
    Source,
)
from decisions.rules import Dossier, Section
from stottekontakt.accounts.models import Membership, Municipality, Unit, User
from stottekontakt.audit.models import AuditEntry
from stottekontakt.audit.services import record
from stottekontakt.cases.addressees import addressees_of
from stottekontakt.cases.impartiality import why_not_decide, why_not_prepare
from stottekontakt.cases.models import Case
from stottekontakt.cases.rules import AddresseeChoice
from stottekontakt.deadlines.models import Deadline
from stottekontakt.deadlines.services import cancel
from stottekontakt.letters.context import Amount, Per
from stottekontakt.letters.phrasing import Language, amount_in_words
from stottekontakt.letters.services import language_of
from stottekontakt.ui.formatting import clock, long_date, moment

Event = AuditEntry.Event
Kind = Deadline.Kind

RELATED = (
    "case__recipient",
    "case__unit",
    "case__municipality",
    "case__caseworker",
    "case__delivering_unit",
    "application__applicant",
    "replaces",
    "letter_to__person",
    "delivering_unit",
    "drafted_by",
    "submitted_by",
    "returned_by",
    "issued_by",
    "discarded_by",
)


# ── Gathering ───────────────────────────────────────────────────────────────────────────────────


def dossier_of(decision: Decision, *, day: date | None = None) -> Dossier:
    """Everything rules, letters and pages ask about a decision, in a fixed number of queries.

    An issued decision is read as it was on its own day.
    """
    day = day or decision.decided_on or timezone.localdate()
    case = decision.case
    appraisals = list(decision.appraisals.select_related("criterion"))
    if decision.is_issued:
        criteria = sorted((one.criterion for one in appraisals), key=lambda row: row.position)
        legal_bases = sorted(
            LegalBasis.objects.filter(pk__in=decision.legal_bases), key=lambda row: row.position
        )
    else:
        criteria = list(
            Criterion.objects.filter(municipality=decision.municipality_id).valid_on(day)
        )
        age, ground = case.recipient.age_on(day), rules.ground_key(decision)
        legal_bases = [
            basis
            for basis in LegalBasis.objects.valid_on(day, decision.municipality_id)
            if basis.applies_at(age) or basis.key == ground
        ]
    chain, is_replaced_by_another = _chain_of(decision)
    in_force = list(GrantedService.objects.in_force().filter(case=case).exclude(decision=decision))
    before = list(decision.replaces.services.all()) if decision.replaces else []
    notice = None
    if decision.replaces_id is not None:
        notice = AdvanceNotice.objects.filter(decision=decision).first()
    return Dossier(
        decision=decision,
        day=day,
        municipality=case.municipality,
        case=case,
        recipient=case.recipient,
        application=decision.application,
        services=list(decision.services.all()),
        criteria=criteria,
        appraisals=appraisals,
        sources=list(decision.sources.select_related("note", "journal_entry")),
        legal_bases=legal_bases,
        # A refusal ends nothing: whatever there was runs on beside it.
        in_force=[service for service in in_force if service.decision_id not in chain],
        chain=chain,
        running=[service for service in in_force if service.decision_id in chain],
        before=before,
        is_replaced_by_another=is_replaced_by_another,
        notice=notice,
        comments=list(notice.comments.all()) if notice else (),
        addressees=_addressees_of(decision, day),
        phrases=_phrases_of(decision) if decision.is_draft else (),
    )


def _chain_of(decision: Decision) -> tuple[frozenset[int], bool]:
    """What the decision replaces, with all before and after it; and whether another did already."""
    if decision.replaces_id is None:
        return frozenset(), False
    links = list(
        Decision.objects.issued()
        .filter(case=decision.case_id, outcome__in=REPLACING)
        .exclude(pk=decision.pk)
        .values_list("pk", "replaces")
    )
    another = any(replaces == decision.replaces_id for _pk, replaces in links)
    return rules.chain_of(decision.replaces_id, links), another


def _addressees_of(decision: Decision, day: date) -> list[AddresseeChoice]:
    if decision.is_after_death:
        representatives = list(decision.case.representatives.select_related("person"))
        return rules.addressees_after_death(
            decision.case.recipient, representatives, chosen=decision.letter_to_id
        )
    return addressees_of(
        decision.case,
        day,
        understands_the_case=decision.child_understands,
        source=decision.source,
    )


def _phrases_of(decision: Decision) -> list[str]:
    """The municipality's phrases as they are and have been: a draft may hold an older wording."""
    kept: Any = apps.get_model("decisions", "PhraseEvent").objects
    texts = kept.filter(municipality=decision.municipality_id).values_list("text_nb", "text_nn")
    return sorted({text for both in texts for text in both})


# ── Drafting ────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def draft(application_id: int, *, by: Membership) -> Decision:
    """Begin a decision on the application, or go on with the one that is begun."""
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("case__recipient")
        .get(pk=application_id)
    )
    case = application.case
    if begun := Decision.objects.drafts().filter(application=application).first():
        return begun
    if not application.is_open:
        raise CannotDraft(
            _("Søknaden er ikke lenger til behandling (%(state)s).")
            % {"state": application.get_state_display().lower()}
        )
    if not case.is_open:
        raise CannotDraft(_("Saken er avsluttet. Åpne den før du skriver vedtak."))
    if why_not := why_not_prepare(case.pk, by):
        raise CannotDraft(why_not)
    decision = Decision.objects.create(
        municipality_id=application.municipality_id,
        case=case,
        application=application,
        applied_for=_applied_for(application, language_of(case.recipient)),
        child_understands=application.understands_the_case,
        **_found_out(application),
        delivering_unit=case.delivering_unit or _only_unit_that_delivers(case.municipality_id),
        drafted_by_id=by.user_id,
    )
    record(Event.DECISION_DRAFTED, decision, by=by, case_id=case.pk)
    return decision


def _found_out(application: Application) -> dict[str, str]:
    """What the needs assessment found, to write on; empty when it is not finished."""
    assessment = application.assessments.finished().first()
    if assessment is None:
        return {}
    return {
        "facts": as_facts(assessment),
        "recipient_view": as_view(assessment),
        "child_said": assessment.child_said,
    }


def _applied_for(application: Application, language: Language) -> str:
    if application.hours is None:
        return ""
    amount = Amount(hours=application.hours, per=Per(application.hours_unit))
    return f"støttekontakt {amount_in_words(amount, language)}"


def _only_unit_that_delivers(municipality_id: int) -> Unit | None:
    units = Unit.objects.open().filter(municipality=municipality_id, kind=Unit.Kind.CULTURE)[:2]
    return units[0] if len(units) == 1 else None


# What a decision about another begins with. What is assessed is asked for anew.
CARRIED_OVER = ("facts", "goal", "reservation", "delivering_unit", "child_understands")


@transaction.atomic
def draft_follow_up(decision_id: int, kind: Decision.Kind, *, by: Membership) -> Decision:
    """Begin to change, extend or end a decision that stands; or go on with what is begun."""
    earlier = locked(decision_id)
    case = earlier.case
    own = Decision.objects.drafts().filter(replaces=earlier, application=None)
    if begun := own.first():
        return begun
    if not earlier.is_issued or not earlier.is_grant:
        raise CannotDraft(_("Bare et vedtak som gir noe, kan endres, forlenges eller avsluttes."))
    later = Decision.objects.issued().filter(replaces=earlier, outcome__in=REPLACING).first()
    if later is not None:
        raise CannotDraft(
            _("Vedtaket er allerede fulgt opp av vedtaket fra %(day)s. Gå ut fra det i stedet.")
            % {"day": long_date(later.decided_on) if later.decided_on else ""}
        )
    if not case.is_open:
        raise CannotDraft(_("Saken er avsluttet. Åpne den før du skriver vedtak."))
    if why_not := why_not_prepare(case.pk, by):
        raise CannotDraft(why_not)
    decision = Decision(
        municipality_id=earlier.municipality_id,
        case=case,
        kind=kind,
        replaces=earlier,
        drafted_by_id=by.user_id,
        **{name: getattr(earlier, name) for name in CARRIED_OVER},
    )
    _begin_period(decision)
    decision.save()
    for service in earlier.services.all():
        GrantedService.objects.create(
            municipality_id=decision.municipality_id,
            decision=decision,
            case=case,
            form=service.form,
            hours=service.hours,
            hours_unit=service.hours_unit,
            detail=service.detail,
        )
    _settle(decision)
    decision.save(update_fields=SETTLED)
    record(Event.DECISION_DRAFTED, decision, by=by, case_id=case.pk, data={"kind": kind})
    return decision


FIELDS: Mapping[Section, tuple[str, ...]] = {
    Section.OUTCOME: ("kind", "replaces", "outcome", "applied_for"),
    Section.FACTS: ("facts",),
    Section.CRITERIA: (),
    Section.VIEW: (
        "child_heard",
        "child_heard_how",
        "child_said",
        "recipient_view",
        "applicant_view",
        "view_weight",
        "child_understands",
        "only_for_recipient",
    ),
    Section.BEST_INTERESTS: ("best_interests",),
    Section.SCOPE: (
        "goal",
        "starts_on",
        "ends_on",
        "reservation",
        "evaluation_on",
        "delivering_unit",
    ),
    Section.CHANGE: (
        "initiative",
        "to_detriment",
        "termination_reason",
        "ends_on",
        "letter_to",
        "ground",
        "ground_reasons",
        "notice_omitted",
        "notice_omitted_why",
        "comments_answer",
    ),
    Section.REASONS: (
        "reasons",
        "alternatives",
        "refused_part",
        "refused_reasons",
        "decisive",
        "guidance",
    ),
}


# What follows from the rest, and is settled anew with each save.
SETTLED = (
    "outcome",
    "initiative",
    "to_detriment",
    "termination_reason",
    "letter_to",
    "starts_on",
    "ends_on",
    "evaluation_on",
)


@transaction.atomic
def save_section(
    decision_id: int, section: Section, values: Mapping[str, Any], *, version: int, by: Membership
) -> Decision:
    """Keep what was written in one section; what is missing is asked for later.

    `version` is the draft's when the section was opened. If somebody has saved the same section
    since, nothing is written and OlderVersion carries the text as it stands.
    """
    decision = locked(decision_id)
    if not decision.is_draft:
        raise CannotSave(no_longer_a_draft(decision))
    if decision.is_submitted:
        raise WithDecisionMaker(with_decision_maker(decision))
    if why_not := why_not_prepare(decision.case_id, by):
        raise CannotSave(why_not)
    last = decision.last_save(section)
    if last and last["version"] > version:
        raise OlderVersion(_saved_by_another(last), decision)
    was = (decision.kind, decision.replaces_id)
    for name in FIELDS[section]:
        if name in values:
            setattr(decision, name, values[name])
    if (decision.kind, decision.replaces_id) != was:
        _begin_period(decision)
    if section is Section.FACTS:
        _set_sources(decision, None, values.get("sources", ()))
    if section is Section.CRITERIA:
        for appraisal in values["appraisals"]:
            _set_appraisal(decision, **appraisal)
    if section is Section.SCOPE:
        _set_services(decision, values["services"])
        if decision.starts_on and decision.evaluation_on is None:
            decision.evaluation_on = _usual_evaluation(decision)
    _settle(decision)
    decision.is_whole = not rules.problems_before_issue(dossier_of(decision))
    decision.last_written_by_id = by.user_id
    decision.version += 1
    decision.saves = {
        **decision.saves,
        section.value: {
            "version": decision.version,
            "at": timezone.now().isoformat(),
            "by": by.user_id,
        },
    }
    saved = {*FIELDS[section], *SETTLED, "version", "saves", "is_whole", "last_written_by"}
    decision.save(update_fields=sorted(saved))
    forget_typed(decision, section, by=by)
    return decision


# Asked every quarter of a minute by everybody who writes: what was kept before is kept again by one
# statement. The row is the person's own, made when the draft was open to him or her, and what one
# types oneself gives nothing away. It does not wait for the disk: should the database itself fall
# within the second, the text still stands in the browser, and is kept again.
KEEP_AGAIN = """
SELECT set_config('synchronous_commit', 'off', true);
UPDATE decisions_formdraft SET typed = %s, kept_at = %s
 WHERE decision_id = %s AND section = %s AND user_id = %s
   AND EXISTS (SELECT FROM decisions_decision d WHERE d.id = decision_id AND d.state = 'draft')
"""
KEEP = """
INSERT INTO decisions_formdraft (municipality_id, decision_id, section, user_id, typed, kept_at)
SELECT drafts.municipality_id, drafts.id, %s, %s, %s, %s FROM ({drafts}) drafts
ON CONFLICT (decision_id, section, user_id)
    DO UPDATE SET typed = EXCLUDED.typed, kept_at = EXCLUDED.kept_at
"""


def keep_again(decision_id: int, section: Section, typed: str, *, by: Membership) -> bool:
    """False if nothing of the section is kept yet, or it is a draft no longer."""
    with connection.cursor() as cursor:
        cursor.execute(KEEP_AGAIN, [typed, timezone.now(), decision_id, section.value, by.user_id])
        while cursor.nextset():
            pass  # to the last statement's own count
        return bool(cursor.rowcount)


def keep_typed(
    decision: Decision | QuerySet[Decision], section: Section, typed: str, *, by: Membership
) -> bool:
    """Remember what is in the form right now, whatever it is; False if there is no such draft.

    A query set names at most one decision.
    """
    if isinstance(decision, Decision):
        decision = Decision.objects.filter(pk=decision.pk)
    drafts, parameters = decision.order_by().values("id", "municipality_id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            KEEP.format(drafts=drafts),
            [section.value, by.user_id, typed, timezone.now(), *parameters],
        )
        return bool(cursor.rowcount)


def forget_typed(decision: Decision, section: Section, *, by: Membership) -> None:
    FormDraft.objects.filter(decision=decision, section=section, user=by.user_id).delete()


def forget_all_typed(decision: Decision, *, by: Membership) -> None:
    """What colleagues have typed and not saved stays theirs, to be copied: views/late.py."""
    FormDraft.objects.filter(decision=decision, user=by.user_id).delete()


def _settle(decision: Decision) -> None:
    """What the kind and the reason decide; nobody is asked for it."""
    if decision.is_termination:
        decision.outcome = Decision.Outcome.TERMINATED
        decision.starts_on = decision.evaluation_on = None
    else:
        decision.termination_reason = ""
        if decision.kind != Decision.Kind.FIRST and decision.application_id is None:
            decision.outcome = Decision.Outcome.GRANTED
        elif decision.outcome == Decision.Outcome.TERMINATED:
            decision.outcome = ""
    if not decision.is_after_death:
        decision.letter_to = None
    if decision.kind == Decision.Kind.FIRST:
        decision.initiative = ""
    elif decision.application_id is not None:
        decision.initiative = Decision.Initiative.PERSON
    before = list(decision.replaces.services.all()) if decision.replaces else []
    decision.to_detriment = rules.detriment_of(decision, before, list(decision.services.all()))


def _begin_period(decision: Decision) -> None:
    """The days that follow from what the decision does to the one before it."""
    earlier = decision.replaces
    if earlier is None or (decision.application_id is not None and decision.starts_on is not None):
        return
    decision.starts_on = decision.ends_on = decision.evaluation_on = None
    if decision.kind == Decision.Kind.CHANGE:
        decision.ends_on = earlier.ends_on
    if decision.kind == Decision.Kind.EXTENSION and earlier.starts_on and earlier.ends_on:
        decision.starts_on, decision.ends_on = rules.next_period(earlier.starts_on, earlier.ends_on)
        decision.evaluation_on = _usual_evaluation(decision)


def locked(decision_id: int) -> Decision:
    """The row is locked and read anew: an instance from a page may be stale."""
    return (
        Decision.objects.select_for_update(of=("self",))
        .select_related(*RELATED)
        .get(pk=decision_id)
    )


def no_longer_a_draft(decision: Decision) -> str:
    if decision.issued_at and decision.issued_by:
        return _("%(name)s fattet vedtaket %(at)s. Det kan ikke endres.") % {
            "name": decision.issued_by.name,
            "at": moment(decision.issued_at),
        }
    return _("Utkastet er forkastet og kan ikke endres.")


def with_decision_maker(decision: Decision) -> str:
    assert decision.submitted_at is not None
    assert decision.submitted_by is not None
    return _(
        "%(name)s sendte vedtaket til beslutter %(at)s. Kall det tilbake for å skrive mer."
    ) % {
        "name": decision.submitted_by.name,
        "at": moment(decision.submitted_at),
    }


def _saved_by_another(save: Mapping[str, Any]) -> str:
    name = User.objects.filter(pk=save["by"]).values_list("name", flat=True).first()
    return _("%(name)s lagret denne delen %(at)s, etter at du åpnet den.") % {
        "name": name or _("Noen"),
        "at": clock(datetime.fromisoformat(save["at"])),
    }


def _usual_evaluation(decision: Decision) -> date | None:
    assert decision.starts_on is not None
    usual = rules.evaluation_due(decision.starts_on, decision.case.municipality.evaluation_months)
    return min(usual, decision.ends_on) if decision.ends_on else usual


def _set_appraisal(
    decision: Decision,
    criterion: Criterion,
    met: str,
    text: str,
    exception: str,
    sources: Iterable[str] = (),
) -> None:
    # Appraisals of a wording that no longer holds were shown and are now carried over.
    decision.appraisals.filter(criterion__key=criterion.key).exclude(criterion=criterion).delete()
    Appraisal.objects.update_or_create(
        decision=decision,
        criterion=criterion,
        defaults={"met": met, "text": text, "exception": exception},
        create_defaults={
            "municipality_id": decision.municipality_id,
            "met": met,
            "text": text,
            "exception": exception,
        },
    )
    _set_sources(decision, criterion, sources)


def _set_sources(decision: Decision, criterion: Criterion | None, keys: Iterable[str]) -> None:
    """`keys` are "note-12" and "journal-7"; what is no longer among them is taken away."""
    wanted = set(keys)
    for source in decision.sources.filter(criterion=criterion):
        if source.key in wanted:
            wanted.remove(source.key)
        else:
            source.delete()
    for key in sorted(wanted):
        what, _dash, pk = key.partition("-")
        Source.objects.create(
            municipality_id=decision.municipality_id,
            decision=decision,
            case_id=decision.case_id,
            criterion=criterion,
            note_id=int(pk) if what == "note" else None,
            journal_entry_id=int(pk) if what == "journal" else None,
        )


def _set_services(decision: Decision, services: Iterable[Mapping[str, Any]]) -> None:
    kept = []
    for service in services:
        GrantedService.objects.update_or_create(
            decision=decision,
            form=service["form"],
            defaults={
                "municipality_id": decision.municipality_id,
                "case_id": decision.case_id,
                "hours": service["hours"],
                "hours_unit": service["hours_unit"],
                "detail": service["detail"],
            },
        )
        kept.append(service["form"])
    decision.services.exclude(form__in=kept).delete()


@transaction.atomic
def discard(decision_id: int, *, by: Membership) -> Decision:
    """Put the draft away. It stays readable in the case; the application is open as before."""
    decision = locked(decision_id)
    if not rules.may_become(decision, Decision.State.DISCARDED):
        raise CannotDiscard(no_longer_a_draft(decision))
    if decision.is_submitted:
        raise CannotDiscard(with_decision_maker(decision))
    decision.state = Decision.State.DISCARDED
    decision.discarded_at = timezone.now()
    decision.discarded_by_id = by.user_id
    decision.save(update_fields=["state", "discarded_at", "discarded_by"])
    forget_all_typed(decision, by=by)
    if notice := AdvanceNotice.objects.filter(decision=decision, sent_on__isnull=False).first():
        reason = _("Utkastet til vedtak er forkastet.")
        cancel(Kind.COMMENTS, notice.source, on=timezone.localdate(), reason=reason, by=by)
    record(Event.DECISION_DISCARDED, decision, by=by, case_id=decision.case_id)
    return decision


# ── Issuing ─────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def issue(
    decision_id: int, *, by: Membership, at: datetime | None = None, version: int | None = None
) -> Dossier:
    """Make the draft a decision. Takes an id and locks the rows itself.

    `at` is now, but for decisions that are entered from before. `version` is what was read: where
    the draft has been written in since, nothing is issued.
    """
    decision = locked(decision_id)
    if not rules.may_become(decision, Decision.State.ISSUED):
        problem = no_longer_a_draft(decision)
        raise AlreadyIssued(problem) if decision.is_issued else CannotIssue(problem)
    if version is not None and version != decision.version:
        raise CannotIssue(
            _(
                "Vedtaket er endret etter at du åpnet siden. Les det på nytt før du fatter det: "
                "slik det er nå, står det her."
            )
        )
    # One at a time in a case: two decisions must not grant the same form for the same days.
    Case.objects.select_for_update().only("pk").get(pk=decision.case_id)
    if why_not := why_not_decide(decision.case_id, by):
        raise CannotIssue(why_not)
    at = at or timezone.now()
    day = timezone.localdate(at)
    dossier = dossier_of(decision, day=day)
    if problems := rules.problems_before_issue(dossier):
        raise CannotIssue(problem.text for problem in problems)
    if barred := approval.problems_before_issue_by(dossier, by):
        raise CannotIssue(barred)
    _end_earlier(dossier)
    _freeze_parts(dossier)
    forget_all_typed(decision, by=by)
    decision.recipient_age = dossier.age
    decision.legal_bases = [basis.pk for basis in dossier.legal_bases]
    decision.state = Decision.State.ISSUED
    decision.issued_at = at
    decision.issued_by_id = by.user_id
    decision.save(update_fields=["state", "issued_at", "issued_by", "recipient_age", "legal_bases"])
    decision.issued_by = by.user
    record(
        Event.DECISION_ISSUED,
        decision,
        by=by,
        case_id=decision.case_id,
        data={
            "outcome": decision.outcome,
            "kind": decision.kind,
            "starts_on": decision.starts_on if decision.is_grant else None,
            "ends_on": decision.ends_on if decision.is_grant or decision.is_termination else None,
        },
    )
    return dossier_of(decision, day=day)


def _end_earlier(dossier: Dossier) -> None:
    """What the decision replaces runs until the day before, and no longer."""
    for ending in rules.endings(dossier):
        changes: dict[str, Any] = {"ended_through": dossier.decision}
        if ending.last_day is None:
            changes["in_force"] = False
        else:
            changes["ends_on"] = ending.last_day
        GrantedService.objects.filter(pk=ending.service.pk).update(**changes)


def _freeze_parts(dossier: Dossier) -> None:
    """Bring services and appraisals into the shape they keep; after this nothing can be changed."""
    decision = dossier.decision
    if decision.is_grant:
        decision.services.update(
            starts_on=decision.starts_on, ends_on=decision.ends_on, in_force=True
        )
    else:
        decision.services.all().delete()
    decision.appraisals.exclude(criterion__in=dossier.criteria).delete()
    for criterion in dossier.criteria:
        raised = dossier.flag_of(criterion)
        appraisal = dossier.appraisal_of(criterion)
        if raised and raised.demands_answer and appraisal:
            appraisal.flag = str(raised)
            appraisal.save(update_fields=["flag"])


# ── Criteria ────────────────────────────────────────────────────────────────────────────────────

LOCAL_CRITERIA = "local_criteria"


@transaction.atomic
def load_criteria(
    municipality: Municipality, set_name: str, *, valid_from: date = date(2019, 1, 1)
) -> list[Criterion]:
    """Give the municipality a set of criteria from a day on, and the words that cite them.

    May run again: what is there from that day is left as it is.
    """
    criteria = []
    for position, fields in enumerate(read_set(set_name), start=1):
        criterion, _created = Criterion.objects.get_or_create(
            municipality=municipality,
            key=fields["key"],
            valid_from=valid_from,
            defaults={**fields, "position": position * 10},
        )
        criteria.append(criterion)
    shared = LegalBasis.objects.filter(municipality=None, key=LOCAL_CRITERIA).latest("valid_from")
    day = long_date(valid_from)
    LegalBasis.objects.get_or_create(
        municipality=municipality,
        key=LOCAL_CRITERIA,
        valid_from=valid_from,
        defaults={
            "use": shared.use,
            "position": shared.position,
            "citation_nb": f"Kriteriene til {municipality.name}, gjelder fra {day}",
            "citation_nn": f"Kriteria til {municipality.name}, gjeld frå {day}",
            "says_nb": shared.says_nb,
            "says_nn": shared.says_nn,
        },
    )
    return criteria
