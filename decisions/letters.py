"""What the letters about a decision say, to each addressee in that person's form of language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from applications.models import Application
from decisions.models import AdvanceNotice, Appraisal, Decision, GrantedService, LegalBasis, Source
from decisions.rules import COMPLAINT_WEEKS, HAS_SAID_SOMETHING, Dossier, complaint_example
from stottekontakt.accounts.models import User
from stottekontakt.cases.models import CaseNote
from stottekontakt.cases.rules import AddresseeChoice, is_on_the_parents_side
from stottekontakt.letters.context import (
    AdvanceNoticeContext,
    Amount,
    AppraisedCriterion,
    ComplaintRight,
    DecisionChangedContext,
    DecisionContext,
    DecisionDismissedContext,
    DecisionGrantedContext,
    DecisionRefusedContext,
    DecisionTerminatedContext,
    Ended,
    Form,
    Met,
    Offer,
    Per,
    Planned,
    Role,
    Rule,
    Service,
    Signatory,
    SignatoryRole,
)
from stottekontakt.letters.kinds import LetterKind
from stottekontakt.letters.phrasing import Language, long_date
from stottekontakt.letters.services import contact_of, language_of, sender_of

# In the addressee's form of language, whatever the screen's is.
CONVERSATION: dict[str, dict[Language, str]] = {
    CaseNote.Kind.PHONE: {
        "nb": "Telefonsamtale med {whom} {day}",
        "nn": "Telefonsamtale med {whom} {day}",
    },
    CaseNote.Kind.MEETING: {"nb": "Samtale med {whom} {day}", "nn": "Samtale med {whom} {day}"},
    CaseNote.Kind.NOTE: {"nb": "Notat om {whom} {day}", "nn": "Notat om {whom} {day}"},
    CaseNote.Kind.ORAL: {
        "nb": "Muntlige opplysninger fra {whom} {day}",
        "nn": "Munnlege opplysningar frå {whom} {day}",
    },
}
CONVERSATION_WITH_NOBODY_NAMED: dict[str, dict[Language, str]] = {
    CaseNote.Kind.PHONE: {"nb": "Telefonsamtale {day}", "nn": "Telefonsamtale {day}"},
    CaseNote.Kind.MEETING: {"nb": "Samtale {day}", "nn": "Samtale {day}"},
    CaseNote.Kind.NOTE: {"nb": "Notat i saken {day}", "nn": "Notat i saka {day}"},
    CaseNote.Kind.ORAL: {
        "nb": "Muntlige opplysninger {day}",
        "nn": "Munnlege opplysningar {day}",
    },
}
CAME_IN: dict[Language, str] = {"nb": "{title}, kom {day}", "nn": "{title}, kom {day}"}
WHO: dict[str, dict[Language, str]] = {
    Role.PARENT: {"nb": "{name}, forelder til {called}", "nn": "{name}, forelder til {called}"},
    Role.GUARDIAN: {"nb": "{name}, verge for {called}", "nn": "{name}, verje for {called}"},
    Role.PROXY: {"nb": "{name}, fullmektig for {called}", "nn": "{name}, fullmektig for {called}"},
    Role.CHILD_WELFARE: {
        "nb": "{name}, barnevernstjenesten",
        "nn": "{name}, barnevernstenesta",
    },
    Role.NEXT_OF_KIN: {
        "nb": "{name}, pårørende til {called}",
        "nn": "{name}, pårørande til {called}",
    },
}
# Where a child wants nothing of what it said in the letter; to the child, and to others.
SPOKEN: dict[Language, tuple[str, str]] = {
    "nb": (
        "Du har fått si hva du mener, og vi har tatt det med i vurderingen.",
        "{called} har fått si sin mening, og vi har tatt den med i vurderingen.",
    ),
    "nn": (
        "Du har fått seie kva du meiner, og vi har teke det med i vurderinga.",
        "{called} har fått seie si meining, og vi har teke henne med i vurderinga.",
    ),
}
ASKED: dict[Language, tuple[str, str]] = {
    "nb": (
        "Vi spurte hva du mener, og du ville ikke si noe om det.",
        "Vi spurte hva {called} mener. {called} ville ikke si noe om det.",
    ),
    "nn": (
        "Vi spurde kva du meiner, og du ville ikkje seie noko om det.",
        "Vi spurde kva {called} meiner. {called} ville ikkje seie noko om det.",
    ),
}
NOT_ASKED: dict[Language, tuple[str, str]] = {
    "nb": (
        "Vi har ikke fått snakket med deg om saken.",
        "Vi har ikke fått snakket med {called} om saken.",
    ),
    "nn": (
        "Vi har ikkje fått snakka med deg om saka.",
        "Vi har ikkje fått snakka med {called} om saka.",
    ),
}
RESERVATION: dict[Language, str] = {"nb": "Forbehold", "nn": "Atterhald"}
APPLICANT_ROLES = {
    Application.ApplicantIs.PARENT: Role.PARENT,
    Application.ApplicantIs.GUARDIAN: Role.GUARDIAN,
    Application.ApplicantIs.PROXY: Role.PROXY,
    Application.ApplicantIs.CHILD_WELFARE: Role.CHILD_WELFARE,
}


def kind(decision: Decision) -> LetterKind:
    match decision.outcome:
        case Decision.Outcome.REFUSED:
            return LetterKind.DECISION_REFUSED
        case Decision.Outcome.DISMISSED:
            return LetterKind.DECISION_DISMISSED
        case Decision.Outcome.TERMINATED:
            return LetterKind.DECISION_TERMINATED
    if decision.kind != Decision.Kind.FIRST:
        return LetterKind.DECISION_CHANGED
    return LetterKind.DECISION_GRANTED


def context(
    dossier: Dossier,
    choice: AddresseeChoice,
    *,
    signed_by: User | None,
    dated_on: date | None,
    language: Language | None = None,
) -> DecisionContext:
    """The letter to one addressee. Without `dated_on` it is a preview: dates stand open."""
    language = language or language_of(choice.person)
    common = _common(dossier, choice, language, signed_by=signed_by, dated_on=dated_on)
    decision = dossier.decision
    match kind(decision):
        case LetterKind.DECISION_REFUSED:
            return DecisionRefusedContext(
                **common,
                decisive=decision.decisive,
                exception=_why_no_exception(dossier, language),
                offers=_offers(decision),
            )
        case LetterKind.DECISION_DISMISSED:
            return DecisionDismissedContext(
                **common, why=decision.decisive, offers=_offers(decision)
            )
        case LetterKind.DECISION_TERMINATED:
            return DecisionTerminatedContext(
                **common,
                ended_on=decision.ends_on,
                reason_code=ENDED.get(decision.termination_reason, decision.termination_reason),
                offers=_offers(decision),
                **_about_the_earlier(dossier, language),
            )
    is_partial = decision.outcome == Decision.Outcome.PARTLY_GRANTED
    municipality = dossier.municipality
    granted: dict[str, Any] = {
        **common,
        "services": tuple(_services(dossier)),
        "evaluate_by": decision.evaluation_on,
        "refused_part": decision.refused_part if is_partial else "",
        "refused_reasons": decision.refused_reasons if is_partial else "",
        "contact_ticket_paid": municipality.contact_ticket_paid_by_municipality,
        "travel_cap": municipality.travel_cap_per_month,
        "extra_practical": (
            (Offer(title=RESERVATION[language], text=decision.reservation),)
            if decision.reservation
            else ()
        ),
    }
    if decision.kind == Decision.Kind.FIRST:
        return DecisionGrantedContext(**granted)
    return DecisionChangedContext(
        **granted,
        # One that gives less than before is no mere extension: the reader must see what changes.
        is_extension=decision.kind == Decision.Kind.EXTENSION and not decision.to_detriment,
        **_about_the_earlier(dossier, language),
    )


ENDED = {Decision.TerminationReason.DIED.value: Ended.DEATH.value}


def _offers(decision: Decision) -> tuple[Offer, ...]:
    return tuple(Offer(title=offer["title"], text=offer["text"]) for offer in decision.guidance)


def _about_the_earlier(dossier: Dossier, language: Language) -> dict[str, Any]:
    decision = dossier.decision
    return {
        "services_before": tuple(_services_before(dossier)),
        "to_detriment": bool(decision.to_detriment),
        "ground": ground_in_words(decision, dossier.legal_bases, language),
        "comments": decision.comments_answer,
    }


def ground_in_words(
    decision: Decision, legal_bases: Sequence[LegalBasis], language: Language
) -> str:
    """What the law says, and why it is so here; empty where no ground is needed."""
    says = [
        basis.text_in("says", language)
        for basis in legal_bases
        if basis.use == LegalBasis.Use.REVERSAL
    ]
    return " ".join([*says, decision.ground_reasons]).strip() if says else ""


def notice_context(
    notice: AdvanceNotice,
    dossier: Dossier,
    choice: AddresseeChoice,
    *,
    signed_by: User | None,
    dated_on: date | None,
    comment_by: date | None,
) -> AdvanceNoticeContext:
    """The notice to one addressee. Without `dated_on` it is a preview: dates stand open."""
    language = language_of(choice.person)
    decision = dossier.decision
    return AdvanceNoticeContext(
        sender=sender_of(dossier.case, language),
        contact=contact_of(dossier.case),
        role=Role(choice.role),
        called=dossier.recipient.first_name,
        is_minor=dossier.is_child,
        dated_on=dated_on,
        signatories=tuple(_signatories(dossier, signed_by)),
        copies_to=tuple(
            _named(other, dossier, language)
            for other in dossier.getting_letters
            if other.person.pk != choice.person.pk
        ),
        planned=Planned.TERMINATION if decision.is_termination else Planned.CHANGE,
        what=notice.what,
        why=notice.why,
        ground=ground_in_words(decision, dossier.legal_bases, language),
        from_on=notice.from_on,
        comment_by=comment_by,
        services_now=tuple(_services_before(dossier)),
    )


def _common(
    dossier: Dossier,
    choice: AddresseeChoice,
    language: Language,
    *,
    signed_by: User | None,
    dated_on: date | None,
) -> dict[str, Any]:
    decision, application = dossier.decision, dossier.application
    received_on, due_on = complaint_example(dated_on) if dated_on else (None, None)
    return {
        "sender": sender_of(dossier.case, language),
        "contact": contact_of(dossier.case),
        "role": Role(choice.role),
        "called": dossier.recipient.first_name,
        "is_minor": dossier.is_child,
        "dated_on": dated_on,
        "signatories": tuple(_signatories(dossier, signed_by)),
        "copies_to": tuple(
            _named(other, dossier, language)
            for other in dossier.getting_letters
            if other.person.pk != choice.person.pk
        ),
        "received_on": application.received_on if application else None,
        "applied_for": _amount_applied_for(application),
        "applied_for_text": decision.applied_for.strip().rstrip("."),
        "facts": decision.facts,
        "built_on": _built_on(dossier, choice, language),
        "recipient_view": _recipient_view(dossier, choice, language),
        "applicant_view": decision.applicant_view,
        "applicant_role": _applicant_role(dossier),
        "view_weight": decision.view_weight,
        "best_interests": decision.best_interests if dossier.is_child else "",
        "rules": tuple(_rules(dossier, language, dated_on)),
        "criteria": tuple(_criteria(dossier, language)),
        "reasons": decision.reasons,
        "alternatives": decision.alternatives,
        "only_for_recipient": (
            decision.only_for_recipient if choice.role == Role.RECIPIENT else ""
        ),
        "is_detriment": bool(decision.to_detriment),
        "complaint": ComplaintRight(
            weeks=COMPLAINT_WEEKS, example_received_on=received_on, example_due_on=due_on
        ),
    }


def _recipient_view(dossier: Dossier, choice: AddresseeChoice, language: Language) -> str:
    """What was said; of a child's words only what the child wants to stand here."""
    decision = dossier.decision
    if decision.recipient_view or not dossier.is_child or not decision.child_heard:
        return decision.recipient_view
    words = NOT_ASKED
    if decision.child_heard in HAS_SAID_SOMETHING:
        words = SPOKEN
    elif decision.child_heard == Decision.Heard.DECLINED:
        words = ASKED
    to_the_child, to_others = words[language]
    text = to_the_child if choice.role == Role.RECIPIENT else to_others
    return text.format(called=dossier.recipient.first_name)


def _signatories(dossier: Dossier, signed_by: User | None) -> Iterator[Signatory]:
    """Who wrote it, and who is responsible where that is another (fvl25 § 59 names both)."""
    author = dossier.decision.drafted_by
    yield Signatory(name=author.name, role=SignatoryRole.CASEWORKER)
    if signed_by is not None and signed_by.pk != author.pk:
        yield Signatory(
            name=signed_by.name,
            role=SignatoryRole.RESPONSIBLE,
            title=dossier.municipality.signatory_title,
        )


def _named(choice: AddresseeChoice, dossier: Dossier, language: Language) -> str:
    """Per Prøvedal, far til Nora"""
    name, called = choice.person.name, dossier.recipient.first_name
    if choice.representative is None:
        return name
    if choice.role == Role.PARENT and choice.representative.relation:
        return f"{name}, {choice.representative.relation} til {called}"
    return WHO[choice.role][language].format(name=name, called=called)


def _amount_applied_for(application: Application | None) -> Amount | None:
    if application is None or application.hours is None:
        return None
    return Amount(hours=application.hours, per=Per(application.hours_unit))


def _applicant_role(dossier: Dossier) -> Role | None:
    """Whose view stands beside the recipient's own."""
    application = dossier.application
    if application is not None and application.applicant_is in APPLICANT_ROLES:
        return APPLICANT_ROLES[Application.ApplicantIs(application.applicant_is)]
    return Role.PARENT if dossier.is_child else None


def _built_on(dossier: Dossier, choice: AddresseeChoice, language: Language) -> str:
    """A list of conversations and documents, each once, by day; to a parent without what is marked
    as not for the parents (pbrl. § 3-4)."""
    sources = dossier.sources
    if _is_on_the_parents_side(dossier, choice):
        sources = [source for source in sources if not source.not_for_parents]
    found = {_day_of(source): _source_in_words(source, language) for source in sources}
    lines = [found[key] for key in sorted(found)]
    return "\n".join(f"- {line}" for line in lines)


def _is_on_the_parents_side(dossier: Dossier, choice: AddresseeChoice) -> bool:
    representatives = [one.representative for one in dossier.addressees if one.representative]
    return is_on_the_parents_side(choice.person.pk, dossier.recipient, representatives, dossier.day)


def _day_of(source: Source) -> tuple[date, str]:
    if source.note is not None:
        return source.note.happened_on, f"note-{source.note_id}"
    entry = source.journal_entry
    assert entry is not None
    return entry.received_on or entry.dated_on, f"journal-{entry.pk}"


def _source_in_words(source: Source, language: Language) -> str:
    day, _key = _day_of(source)
    if source.note is not None:
        note = source.note
        words = CONVERSATION if note.with_whom else CONVERSATION_WITH_NOBODY_NAMED
        return words[note.kind][language].format(whom=note.with_whom, day=long_date(day))
    assert source.journal_entry is not None
    return CAME_IN[language].format(title=source.journal_entry.title, day=long_date(day))


def _rules(dossier: Dossier, language: Language, dated_on: date | None) -> Iterator[Rule]:
    for basis in dossier.legal_bases:
        yield Rule(
            reference=basis.text_in("citation", language),
            says=basis.text_in("says", language),
            key=basis.key,
            valid_on=dated_on,
        )


def _criteria(dossier: Dossier, language: Language) -> Iterator[AppraisedCriterion]:
    """What was appraised, in the municipality's order. A limit that was not touched is left out."""
    for criterion in dossier.criteria:
        appraisal = dossier.appraisal_of(criterion)
        if appraisal is None or not appraisal.met:
            continue
        paragraphs = [appraisal.text]
        if not _is_a_refused_exception(dossier.decision, appraisal):
            paragraphs.append(appraisal.exception)
        text = "\n".join(filter(None, paragraphs))
        if text or appraisal.met != Appraisal.Met.NOT_RELEVANT:
            yield AppraisedCriterion(
                title=criterion.text_in("heading", language),
                appraisal=text,
                met=Met(appraisal.met),
            )


def _is_a_refused_exception(decision: Decision, appraisal: Appraisal) -> bool:
    """Then it stands under a heading of its own: why the exception does not apply."""
    return (
        decision.outcome == Decision.Outcome.REFUSED
        and appraisal.met == Appraisal.Met.NO
        and bool(appraisal.exception)
    )


def _why_no_exception(dossier: Dossier, language: Language) -> str:
    refused = [
        (criterion.text_in("heading", language), appraisal.exception)
        for criterion in dossier.criteria
        if (appraisal := dossier.appraisal_of(criterion))
        and _is_a_refused_exception(dossier.decision, appraisal)
    ]
    if len(refused) == 1:
        return refused[0][1]
    return "\n\n".join(f"{heading}: {text}" for heading, text in refused)


def _services(dossier: Dossier) -> Iterator[Service]:
    """The goal is the decision's: it stands with the last service, once."""
    decision = dossier.decision
    for number, service in enumerate(dossier.services, start=1):
        yield _service(
            service,
            decision,
            goal=decision.goal if number == len(dossier.services) else "",
        )


def _services_before(dossier: Dossier) -> Iterator[Service]:
    """As they were granted, not as they turned out."""
    if dossier.replaces is not None:
        for service in dossier.before:
            yield _service(service, dossier.replaces)


def _service(service: GrantedService, decision: Decision, *, goal: str = "") -> Service:
    return Service(
        form=Form(service.form),
        amount=Amount(hours=service.hours, per=Per(service.hours_unit)),
        starts_on=decision.starts_on,
        ends_on=decision.ends_on,
        goal=goal,
        detail=service.detail,
    )
