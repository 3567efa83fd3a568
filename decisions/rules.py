"""What may be decided, what is missing before it can be, and which dates follow. Pure: no queries.

What the rules look at is gathered once, in a `Dossier` (services.dossier_of).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application, HoursUnit
from decisions import reasons_check
from decisions.models import (
    AdvanceNotice,
    Appraisal,
    Criterion,
    Decision,
    GrantedService,
    LegalBasis,
    NoticeComment,
    Source,
)
from decisions.standard_text import StandardTexts, is_marked
from stottekontakt.accounts.models import Municipality
from stottekontakt.cases.models import Case, Person, Representative
from stottekontakt.cases.rules import (
    MAJORITY_AGE,
    OWN_COPY_AGE,
    PARTY_RIGHTS_AGE,
    RECIPIENT,
    AddresseeChoice,
    birthday_in,
)
from stottekontakt.deadlines.calendar import (
    month_after,
    next_working_day,
    previous_working_day,
    weeks_after,
    working_days_after,
)
from stottekontakt.letters.phrasing import genitive, join
from stottekontakt.ui.formatting import long_date, number

State = Decision.State
Outcome = Decision.Outcome
DecisionKind = Decision.Kind
Reason = Decision.TerminationReason
Ground = Decision.Ground
Heard = Decision.Heard
Kind = Criterion.Kind
Norm = Criterion.Norm
Met = Appraisal.Met

TRANSITIONS: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.ISSUED, State.DISCARDED}),
    State.ISSUED: frozenset(),
    State.DISCARDED: frozenset(),
}

HOURS_IN_A_WEEK = 168
LONGEST_WAIT_FOR_START = 366  # days
LONGEST_PERIOD_YEARS = 10
MONTHS_BETWEEN_EVALUATIONS = 12
WEEKS_IN_A_MONTH = 4  # as the national statistics count: 24 hours a month are 6 a week
DAYS_TO_COMMENT = 14  # fvl. § 16: in good time, and with a set time to comment
# From seven a child is always asked; from twelve what it means has great weight (pbrl. § 3-1).
ASKED_AGE = 7
WEIGHTY_VIEW_AGE = 12

# The municipality's own wish to end it, which the recipient may be against.
ENDED_BY_MUNICIPALITY = frozenset({Reason.NEED_ENDED, Reason.OTHER})
# The recipient is told and heard beforehand: also where nothing stops before it would anyway.
TOLD_BEFOREHAND = ENDED_BY_MUNICIPALITY | {Reason.EXPIRES}


def may_become(decision: Decision, state: State) -> bool:
    return state in TRANSITIONS[State(decision.state)]


# ── Dates ───────────────────────────────────────────────────────────────────────────────────────

COMPLAINT_WEEKS = 4
END_NOTICE_DAYS = 60


def complaint_due(notified_on: date) -> date:
    # pbrl. § 7-5: four weeks from the day the party was notified. fvl. § 30 with domstolloven
    # §§ 148 and 149: same weekday, moved on when it is a Saturday or a holiday.
    return next_working_day(weeks_after(notified_on, COMPLAINT_WEEKS))


def presumed_notified(sent_on: date, delivery_days: int) -> date:
    """When a letter sent by post is taken to have come: so many working days later."""
    return working_days_after(sent_on, delivery_days)


def complaint_example(dated_on: date) -> tuple[date, date]:
    """A day the letter may come, and the last day to complain if it does."""
    received_on = next_working_day(dated_on + timedelta(days=6))
    return received_on, complaint_due(received_on)


def evaluation_due(starts_on: date, months: int) -> date:
    return next_working_day(month_after(starts_on, months))


def evaluation_act_by(evaluation_on: date, starts_on: date) -> date:
    """The day we work to: a meeting is not held on a Sunday."""
    return max(previous_working_day(evaluation_on), min(starts_on, evaluation_on))


def next_period(starts_on: date, ends_on: date) -> tuple[date, date]:
    """As long again, from the day after: whole months stay whole months."""
    start = ends_on + timedelta(days=1)
    months = (start.year - starts_on.year) * 12 + start.month - starts_on.month
    if months > 0 and month_after(starts_on, months) == start:
        return start, month_after(start, months) - timedelta(days=1)
    return start, start + (ends_on - starts_on)


def end_act_by(ends_on: date, starts_on: date) -> date:
    """When the need must be looked at anew, before the decision runs out."""
    return max(previous_working_day(ends_on - timedelta(days=END_NOTICE_DAYS)),
               min(starts_on, ends_on))  # fmt: skip


# ── What a decision is made of ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """Everything about one decision as it is on a day."""

    decision: Decision
    day: date
    municipality: Municipality
    case: Case
    recipient: Person
    application: Application | None
    services: Sequence[GrantedService]
    criteria: Sequence[Criterion]  # as they read on the day
    appraisals: Sequence[Appraisal]
    sources: Sequence[Source]
    legal_bases: Sequence[LegalBasis]
    in_force: Sequence[GrantedService]  # of other decisions, that run on beside this one
    addressees: Sequence[AddresseeChoice]
    # The decision that is replaced with those before and after it, and what it granted.
    chain: frozenset[int] = frozenset()
    running: Sequence[GrantedService] = ()  # in force through one of the chain
    before: Sequence[GrantedService] = ()  # what the replaced decision granted
    is_replaced_by_another: bool = False
    notice: AdvanceNotice | None = None
    comments: Sequence[NoticeComment] = ()
    phrases: Sequence[str] = ()  # the office's own, as they are and have been; of drafts

    @property
    def age(self) -> int | None:
        if self.decision.is_issued:
            return self.decision.recipient_age
        return self.recipient.age_on(self.day)

    @property
    def is_child(self) -> bool:
        return self.age is not None and self.age < MAJORITY_AGE

    @property
    def replaces(self) -> Decision | None:
        return self.decision.replaces

    @property
    def asks_whether_child_understands(self) -> bool:
        return self.age is not None and PARTY_RIGHTS_AGE <= self.age < OWN_COPY_AGE

    @property
    def wishes(self) -> str:
        if self.application is None:
            return ""
        parts = (self.application.wishes, self.application.reasons, self.application.own_words)
        return "\n".join(part for part in parts if part)

    @property
    def getting_letters(self) -> list[AddresseeChoice]:
        return [choice for choice in self.addressees if choice.gets_letter]

    def appraisal_of(self, criterion: Criterion) -> Appraisal | None:
        for appraisal in self.appraisals:
            if appraisal.criterion_id == criterion.pk:
                return appraisal
        return None

    def appraisal_of_former_wording(self, criterion: Criterion) -> Appraisal | None:
        current = {valid.pk for valid in self.criteria}
        for appraisal in self.appraisals:
            if appraisal.criterion_id not in current and appraisal.criterion.key == criterion.key:
                return appraisal
        return None

    @cached_property
    def standard_texts(self) -> StandardTexts:
        return reasons_check.standard_texts(self)

    def flag_of(self, criterion: Criterion) -> Flag | None:
        return flag(
            criterion, age=self.age, housing=Case.Housing(self.case.housing), wishes=self.wishes
        )


# ── After a death ───────────────────────────────────────────────────────────────────────────────


def addressees_after_death(
    recipient: Person, representatives: Iterable[Representative], *, chosen: int | None
) -> list[AddresseeChoice]:
    """Nobody acts for the dead: only who is chosen, for the estate or the family, gets a letter."""
    choices = [AddresseeChoice(recipient, RECIPIENT, False, _("Er død."))]
    for representative in representatives:
        role = Representative.Kind.NEXT_OF_KIN.value
        gets_letter = representative.pk == chosen and not representative.person.died_on
        reason = (
            _("Er valgt til å få brevet etter dødsfallet.")
            if gets_letter
            else _("Er ikke valgt til å få brevet etter dødsfallet.")
        )
        choices.append(
            AddresseeChoice(representative.person, role, gets_letter, reason, representative)
        )
    return choices


# ── Flags ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at under a criterion. It asks for a reason and never refuses."""

    text: str
    demands_answer: bool
    ask: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.text, self.ask) if part)


def flag(
    criterion: Criterion, *, age: int | None, housing: Case.Housing, wishes: str = ""
) -> Flag | None:
    match criterion.kind:
        case Kind.AGE_FLOOR:
            return _age_flag(criterion, age)
        case Kind.HOUSING:
            return _housing_flag(criterion, housing)
        case Kind.EXCLUDED_TASKS:
            return _tasks_flag(criterion, wishes)
        case Kind.PRIORITY:
            if age is not None and age <= (criterion.max_age or 0):
                return Flag(
                    _("Barn og unge har prioritet. Det er aldri en grunn til å avslå andre."),
                    demands_answer=False,
                )
    return None


def _age_flag(criterion: Criterion, age: int | None) -> Flag | None:
    if age is None:
        return Flag(
            _("Fødselsdatoen er ikke registrert, så alderen er ikke kjent."), demands_answer=False
        )
    floor = criterion.min_age or 0
    if age < floor:
        wording = (
            _("Alderen er %(age)d år. Kommunen gir bare unntaksvis støttekontakt før %(floor)d år.")
            if criterion.norm == Norm.EXCEPTIONALLY
            else _(
                "Alderen er %(age)d år. Kommunen gir normalt ikke støttekontakt før %(floor)d år."
            )
        )
        return Flag(wording % {"age": age, "floor": floor}, True, criterion.ask)
    if criterion.parents_age and age < criterion.parents_age:
        return Flag(
            _("Ved %(age)d år er noen foreldre fortsatt med.") % {"age": age}, True, criterion.ask
        )
    return None


def _housing_flag(criterion: Criterion, housing: Case.Housing) -> Flag | None:
    if housing == Case.Housing.UNKNOWN:
        return Flag(_("Det er ikke registrert i saken hvordan mottakeren bor."), False)
    if housing not in criterion.housing:
        return None
    home = str(housing.label)
    match criterion.norm:
        case Norm.OUTSIDE:
            wording = _(
                "Boform: %(home)s. Kommunen regner dem som bor slik, som utenfor målgruppen. "
                "Retten vurderes likevel for hver enkelt."
            )
        case Norm.EXCEPTIONALLY:
            wording = _("Boform: %(home)s. Da gir kommunen støttekontakt bare unntaksvis.")
        case _other:
            wording = _("Boform: %(home)s. Da gir kommunen normalt ikke støttekontakt.")
    return Flag(wording % {"home": home[:1].lower() + home[1:]}, True, criterion.ask)


def _tasks_flag(criterion: Criterion, wishes: str) -> Flag | None:
    found: list[str] = []
    for task in criterion.tasks:
        for word in re.findall(rf"\b{re.escape(task)}\w*", wishes, re.IGNORECASE):
            if word.lower() not in found:
                found.append(word.lower())
    if not found:
        return None
    words = join([f"«{word}»" for word in found])
    return Flag(
        _("Søknaden nevner %(words)s, som kan være noe annet enn støttekontakt.")
        % {"words": words},
        True,
        criterion.ask,
    )


def known_facts(dossier: Dossier) -> list[tuple[str, str]]:
    """What the case already tells about age and home, to be read beside a criterion."""
    return [(_("Alder"), age_in_words(dossier)), (_("Bor"), home_in_words(dossier.case))]


def age_in_words(dossier: Dossier) -> str:
    """11 år, fyller 12 i august"""
    born_on, day, age = dossier.recipient.birth_date, dossier.day, dossier.age
    if born_on is None or age is None:
        return _("ikke kjent")
    years = ngettext("%(age)d år", "%(age)d år", age) % {"age": age}
    if age >= MAJORITY_AGE:
        return years
    birthday = birthday_in(born_on, day.year)
    if birthday <= day:
        birthday = birthday_in(born_on, day.year + 1)
    month = dateformat.format(birthday, "F" if birthday.year == day.year else "F Y")
    return _("%(years)s, fyller %(next)d i %(month)s") % {
        "years": years,
        "next": age + 1,
        "month": month,
    }


def home_in_words(case: Case) -> str:
    home = str(case.get_housing_display())
    return home[:1].lower() + home[1:]


# ── What is missing ─────────────────────────────────────────────────────────────────────────────


class Section(StrEnum):
    """The parts a decision is written in; the values stand in addresses."""

    OUTCOME = "utfall"
    FACTS = "opplysninger"
    CRITERIA = "kriterier"
    VIEW = "syn"
    BEST_INTERESTS = "barnets-beste"
    SCOPE = "omfang"
    CHANGE = "endring"
    REASONS = "begrunnelse"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the decision cannot be issued yet; `anchor` is the field that mends it.

    Without a section it is mended outside the draft: in the case.
    """

    section: Section | None
    text: str
    anchor: str = ""


def sections_of(dossier: Dossier) -> list[Section]:
    """Those that belong to what is decided: a refusal has no hours, an adult no best interests."""
    decision = dossier.decision
    left_out = set()
    if decision.outcome == Outcome.DISMISSED:
        left_out |= {Section.CRITERIA, Section.VIEW, Section.SCOPE}
    if decision.is_formal or not dossier.is_child:
        left_out.add(Section.BEST_INTERESTS)
    if decision.outcome == Outcome.REFUSED:
        left_out.add(Section.SCOPE)
    if decision.is_termination:
        left_out.add(Section.SCOPE)
        if decision.termination_reason not in {"", *TOLD_BEFOREHAND}:
            left_out.add(Section.CRITERIA)
        if decision.is_formal:
            left_out.add(Section.VIEW)
    if not _tells_of_the_change(dossier):
        left_out.add(Section.CHANGE)
    return [section for section in Section if section not in left_out]


def _tells_of_the_change(dossier: Dossier) -> bool:
    decision = dossier.decision
    if decision.outcome in {Outcome.REFUSED, Outcome.DISMISSED}:
        return bool(dossier.comments)
    match decision.kind:
        case DecisionKind.CHANGE | DecisionKind.TERMINATION:
            return True
        case DecisionKind.EXTENSION:
            return needs_notice(dossier) or dossier.notice is not None
    return False


def section_title(section: Section, dossier: Dossier) -> str:
    match section:
        case Section.OUTCOME:
            return _("Utfall")
        case Section.FACTS:
            return _("Opplysninger")
        case Section.CRITERIA:
            return _("Kriterier")
        case Section.VIEW:
            return _("%(whose)s eget syn") % {"whose": genitive(dossier.recipient.first_name)}
        case Section.BEST_INTERESTS:
            return _("Barnets beste")
        case Section.SCOPE:
            return _("Omfang og form")
        case Section.CHANGE:
            if dossier.decision.is_termination:
                return _("Opphøret")
            if dossier.decision.kind == DecisionKind.EXTENSION:
                return _("Færre timer enn før")
            return _("Endringen")
        case Section.REASONS:
            return _("Begrunnelse")


def problems_before_issue(dossier: Dossier) -> list[Problem]:
    """Everything that stands in the way, in the order one meets it."""
    problems = [*_problems_of_the_case(dossier)]
    for section in sections_of(dossier):
        problems.extend(problems_of(section, dossier))
    return problems


# What a section takes over from the recipient's last decision, when asked to (decisions/reuse.py).
COPIED: dict[Section, tuple[str, ...]] = {
    Section.OUTCOME: (),
    Section.FACTS: ("facts",),
    Section.CRITERIA: (),  # the appraisals
    Section.VIEW: ("recipient_view", "applicant_view", "view_weight"),
    Section.BEST_INTERESTS: ("best_interests",),
    Section.SCOPE: ("goal",),
    Section.REASONS: ("reasons", "alternatives", "refused_reasons"),
}


def problems_of(section: Section, dossier: Dossier) -> list[Problem]:
    found = {
        Section.OUTCOME: _problems_of_outcome,
        Section.FACTS: _problems_of_facts,
        Section.CRITERIA: _problems_of_criteria,
        Section.VIEW: _problems_of_view,
        Section.BEST_INTERESTS: _problems_of_best_interests,
        Section.SCOPE: _problems_of_scope,
        Section.CHANGE: _problems_of_change,
        Section.REASONS: _problems_of_reasons,
    }[section](dossier)
    return [
        Problem(section, text, anchor)
        for text, anchor in (*found, *_problems_of_copies(section, dossier))
    ]


Found = Iterator[tuple[str, str]]


def _problems_of_the_case(dossier: Dossier) -> Iterator[Problem]:
    name = dossier.recipient.first_name
    if not dossier.case.is_open:
        yield Problem(None, _("Saken er avsluttet. Åpne den før du fatter vedtak."))
    if dossier.application is not None and not dossier.application.is_open:
        state = dossier.application.get_state_display().lower()
        yield Problem(
            None, _("Søknaden er ikke lenger til behandling (%(state)s).") % {"state": state}
        )
    ends_nothing = dossier.decision.outcome in {Outcome.REFUSED, Outcome.DISMISSED}
    if dossier.is_replaced_by_another and not ends_nothing:
        yield Problem(
            None,
            _("Vedtaket det gjelder, er allerede endret, forlenget eller avsluttet av et annet."),
        )
    if dossier.decision.is_after_death:
        if dossier.recipient.died_on is None:
            yield Problem(None, _("Registrer i saken hvilken dag %(name)s døde.") % {"name": name})
    elif dossier.recipient.died_on:
        yield Problem(None, _("%(name)s er registrert som død.") % {"name": name})
    if not dossier.legal_bases:
        yield Problem(
            None,
            _("Det finnes ingen lovhjemmel som gjaldt %(day)s.") % {"day": long_date(dossier.day)},
        )
    if any(choice.awaits_assessment for choice in dossier.addressees):
        # pbrl. § 3-4: a decision that some would be told of, and others not, before anybody has
        # weighed it, must not be.
        yield Problem(
            None,
            _(
                "Det er registrert at foreldrene ikke bør få vite det. Vurder hva de skal få vite, "
                "før du fatter vedtaket."
            ),
        )
    awaits_assessment = any(choice.awaits_assessment for choice in dossier.addressees)
    if not (dossier.getting_letters or awaits_assessment or dossier.decision.is_after_death):
        yield Problem(
            None,
            _("Ingen kan få brevet. Legg til den som har foreldreansvar eller er verge, i saken."),
        )


def _problems_of_outcome(dossier: Dossier) -> Found:
    decision = dossier.decision
    if not decision.outcome:
        yield _("Utfall: velg innvilget, delvis innvilget, avslått eller avvist"), "id_outcome"
    answers = {Outcome.REFUSED, Outcome.PARTLY_GRANTED, Outcome.DISMISSED}
    if decision.outcome in answers and not decision.applied_for:
        yield _("Utfall: skriv hva det ble søkt om"), "id_applied_for"
    if decision.outcome == Outcome.GRANTED and (less := _less_than_applied_for(dossier)):
        applied_for, granted = less
        yield (
            _(
                "Utfall: søknaden gjelder %(applied_for)s timer, og du innvilger %(granted)s. "
                "Velg «Delvis innvilget», så får mottakeren vite hvorfor"
            )
            % {"applied_for": number(applied_for), "granted": number(granted)},
            "id_outcome",
        )


def _less_than_applied_for(dossier: Dossier) -> tuple[Decimal, Decimal] | None:
    """Hours applied for and granted, when both are counted alike and the second is smaller."""
    application = dossier.application
    if application is None or application.hours is None or not dossier.services:
        return None
    if any(service.hours_unit != application.hours_unit for service in dossier.services):
        return None
    granted = sum((service.hours for service in dossier.services), Decimal(0))
    return (application.hours, granted) if granted < application.hours else None


def _problems_of_facts(dossier: Dossier) -> Found:
    if not dossier.decision.facts:
        yield _("Opplysninger: skriv hva vedtaket bygger på"), "id_facts"


def _problems_of_copies(section: Section, dossier: Dossier) -> Found:
    """What was true of the last decision is not known to be true of this one."""
    marked = _("%(title)s: se over teksten som er merket «Må vurderes på nytt», og fjern merket")
    title = {"title": section_title(section, dossier)}
    for name in COPIED.get(section, ()):
        if is_marked(getattr(dossier.decision, name)):
            yield marked % title, f"id_{name}"
    if section == Section.CRITERIA:
        for appraisal in dossier.appraisals:
            if is_marked(appraisal.text) or is_marked(appraisal.exception):
                heading = {"title": appraisal.criterion.heading}
                yield marked % heading, anchor_of(appraisal.criterion)


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def anchor_of(criterion: Criterion) -> str:
    """The box of a criterion on the page."""
    return f"kriterium-{criterion.pk}"


def _problems_of_criteria(dossier: Dossier) -> Found:
    for criterion in dossier.criteria:
        heading = criterion.heading
        anchor = anchor_of(criterion)
        raised = dossier.flag_of(criterion)
        demands_answer = raised is not None and raised.demands_answer
        appraisal = dossier.appraisal_of(criterion)
        if appraisal is None or not appraisal.met:
            if dossier.appraisal_of_former_wording(criterion):
                yield (
                    _("%(heading)s: teksten er ny, se over vurderingen") % {"heading": heading},
                    anchor,
                )
            else:
                yield _("%(heading)s: ikke vurdert") % {"heading": heading}, anchor
            continue
        strictly = reasons_check.is_asked_of(dossier, appraisal)
        if appraisal.met == Met.NOT_RELEVANT and (demands_answer or not criterion.is_limit):
            yield _("%(heading)s: velg ja, delvis eller nei") % {"heading": heading}, anchor
        elif appraisal.met != Met.NOT_RELEVANT and not appraisal.text:
            yield _("%(heading)s: skriv vurderingen med egne ord") % {"heading": heading}, anchor
        elif strictly:
            for text in reasons_check.problems_of_criterion(
                dossier, criterion, appraisal, dossier.standard_texts
            ):
                yield text, anchor
        elif appraisal.text and _plain(appraisal.text) in _standard_texts(criterion):
            yield (
                _("%(heading)s: vurderingen er kommunens standardtekst, skriv om %(name)s")
                % {"heading": heading, "name": dossier.recipient.first_name},
                anchor,
            )
        if demands_answer and not appraisal.exception:
            yield _("%(heading)s: svar på det som er flagget") % {"heading": heading}, anchor
        elif strictly:
            pass
        elif appraisal.exception and _plain(appraisal.exception) in _standard_texts(criterion):
            yield (
                _("%(heading)s: svaret er kommunens standardtekst, skriv om %(name)s")
                % {"heading": heading, "name": dossier.recipient.first_name},
                anchor,
            )


def _standard_texts(criterion: Criterion) -> set[str]:
    return {_plain(text) for text in reasons_check.texts_of(criterion)}


def _problems_of_view(dossier: Dossier) -> Found:
    decision, name = dossier.decision, dossier.recipient.first_name
    title = section_title(Section.VIEW, dossier)
    if dossier.is_child:
        yield from _problems_of_child_heard(dossier, title)
    elif not decision.recipient_view:
        yield (
            _("%(title)s: skriv hva %(name)s mener") % {"title": title, "name": name},
            "id_recipient_view",
        )
    # Where the answer is no, how the view was weighed is what the reader asks first.
    is_no = decision.outcome in {Outcome.REFUSED, Outcome.PARTLY_GRANTED} or decision.to_detriment
    if (is_no or _has_a_weighty_view(dossier)) and not decision.view_weight:
        yield (
            _("%(title)s: skriv hvordan du har lagt vekt på det") % {"title": title},
            "id_view_weight",
        )


def _problems_of_child_heard(dossier: Dossier, title: str) -> Found:
    decision, name = dossier.decision, dossier.recipient.first_name
    values = {"title": title, "name": name}
    if not decision.child_heard:
        yield _("%(title)s: velg hvordan %(name)s er hørt") % values, "id_child_heard"
    if not decision.child_heard_how:
        words = (
            _("%(title)s: skriv hvorfor %(name)s ikke er hørt")
            if decision.child_heard == Heard.NOT_POSSIBLE
            else _("%(title)s: skriv hvordan %(name)s fikk si hva barnet mener")
        )
        yield words % values, "id_child_heard_how"
    if decision.child_heard in HAS_SAID_SOMETHING and not (
        decision.child_said or decision.recipient_view
    ):
        yield _("%(title)s: skriv hva %(name)s sa") % values, "id_child_said"


HAS_SAID_SOMETHING = frozenset({Heard.CONVERSATION, Heard.IN_WRITING, Heard.THROUGH_OTHERS})


def _has_a_weighty_view(dossier: Dossier) -> bool:
    return (
        dossier.is_child
        and (dossier.age or 0) >= WEIGHTY_VIEW_AGE
        and dossier.decision.child_heard in HAS_SAID_SOMETHING
    )


def _problems_of_best_interests(dossier: Dossier) -> Found:
    # Grunnloven § 104; the lack of it is what complaints about children's cases are won on.
    if not dossier.decision.best_interests:
        yield _("Barnets beste: mangler vurdering"), "id_best_interests"


def _problems_of_scope(dossier: Dossier) -> Found:
    decision = dossier.decision
    if not dossier.services:
        yield _("Omfang og form: skriv timer for minst én form"), "id_individual-hours"
    yield from _problems_of_period(dossier)
    for service in dossier.services:
        for other in dossier.in_force:
            if service.form == other.form and _overlap(decision, other):
                yield _already_in_force(dossier, other), "id_starts_on"
    if not decision.goal:
        yield _("Omfang og form: skriv målet"), "id_goal"
    if decision.delivering_unit_id is None:
        yield _("Omfang og form: velg enheten som setter i verk"), "id_delivering_unit"


def _problems_of_period(dossier: Dossier) -> Found:
    decision, day = dossier.decision, dossier.day
    starts_on, ends_on, evaluation_on = decision.starts_on, decision.ends_on, decision.evaluation_on
    if starts_on is None:
        yield _("Omfang og form: velg startdato"), "id_starts_on"
    else:
        if dossier.application is not None and starts_on < dossier.application.received_on:
            yield _("Omfang og form: startdatoen er før søknaden kom"), "id_starts_on"
        if starts_on > max(day + timedelta(days=LONGEST_WAIT_FOR_START), _day_after(dossier)):
            yield _("Omfang og form: startdatoen er mer enn ett år fram i tid"), "id_starts_on"
        yield from _problems_of_following_start(dossier, starts_on)
        if ends_on is not None and ends_on < starts_on:
            yield _("Omfang og form: sluttdatoen er før startdatoen"), "id_ends_on"
        if ends_on is not None and ends_on > month_after(starts_on, 12 * LONGEST_PERIOD_YEARS):
            yield _("Omfang og form: perioden er lengre enn ti år"), "id_ends_on"
    if ends_on is not None and ends_on <= day:
        yield _("Omfang og form: sluttdatoen er passert"), "id_ends_on"
    if evaluation_on is None:
        yield _("Omfang og form: velg dato for evaluering"), "id_evaluation_on"
        return
    if evaluation_on <= day:
        yield _("Omfang og form: evalueringsdatoen er passert"), "id_evaluation_on"
    if starts_on is not None and evaluation_on < starts_on:
        yield _("Omfang og form: evalueringen er før startdatoen"), "id_evaluation_on"
    elif starts_on is not None and evaluation_on > next_working_day(
        month_after(max(starts_on, day), MONTHS_BETWEEN_EVALUATIONS)
    ):
        yield _("Omfang og form: evaluer senest ett år etter startdatoen"), "id_evaluation_on"
    if ends_on is not None and evaluation_on > ends_on:
        yield _("Omfang og form: evalueringen er etter sluttdatoen"), "id_evaluation_on"


def _day_after(dossier: Dossier) -> date:
    """When what stands has run out: an extension begins no sooner, however far ahead that is."""
    earlier = dossier.replaces
    if dossier.decision.kind != DecisionKind.EXTENSION or earlier is None or not earlier.ends_on:
        return dossier.day
    return earlier.ends_on + timedelta(days=1)


def _problems_of_following_start(dossier: Dossier, starts_on: date) -> Found:
    """What was granted before cannot be taken back for days that have passed."""
    decision, earlier = dossier.decision, dossier.replaces
    if earlier is None or earlier.starts_on is None:
        return
    begun_on = _runs_from(dossier)
    if begun_on is not None and starts_on <= begun_on <= dossier.day:
        yield (
            _("Omfang og form: startdatoen er før vedtaket som gjelder nå, begynte %(day)s")
            % {"day": long_date(begun_on)},
            "id_starts_on",
        )
    elif decision.kind == DecisionKind.EXTENSION and starts_on <= earlier.starts_on:
        yield (
            _(
                "Omfang og form: vedtaket som forlenges, begynner %(day)s. "
                "Velg en senere startdato, eller skriv en endring i stedet"
            )
            % {"day": long_date(earlier.starts_on)},
            "id_starts_on",
        )
    elif decision.to_detriment and starts_on < dossier.day:
        yield (
            _("Omfang og form: en endring til ulempe kan ikke gjelde dager som har gått"),
            "id_starts_on",
        )


def _runs_from(dossier: Dossier) -> date | None:
    """When what is given on the day began; before anything has begun, when the first will.

    The decision that is replaced may lie ahead, and the one before it be what runs.
    """
    starts = [service.starts_on for service in dossier.running if service.starts_on]
    begun = [day for day in starts if day <= dossier.day]
    if begun:
        return max(begun)
    if starts:
        return min(starts)
    return dossier.replaces.starts_on if dossier.replaces else None


def _overlap(decision: Decision, other: GrantedService) -> bool:
    if decision.starts_on is None or other.starts_on is None:
        return False
    return (other.ends_on is None or decision.starts_on <= other.ends_on) and (
        decision.ends_on is None or other.starts_on <= decision.ends_on
    )


def _already_in_force(dossier: Dossier, other: GrantedService) -> str:
    values = {
        "name": dossier.recipient.first_name,
        "what": service_in_words(other),
        "start": long_date(other.starts_on) if other.starts_on else "",
    }
    if other.ends_on:
        return _(
            "Omfang og form: %(name)s har allerede %(what)s fra %(start)s til %(end)s. "
            "Velg en annen periode eller form, eller at vedtaket endrer det som gjelder"
        ) % {**values, "end": long_date(other.ends_on)}
    return (
        _(
            "Omfang og form: %(name)s har allerede %(what)s fra %(start)s, inntil videre. "
            "Velg en annen form, eller at vedtaket endrer det som gjelder"
        )
        % values
    )


# ── What happens to the decision before ─────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Ending:
    """A service in force that ends earlier than it would have; without a last day it never was.

    A decision before the replaced one may be among them, ended once already: a change that has
    not begun yet is itself changed, from a day before it would have begun.
    """

    service: GrantedService
    last_day: date | None


def chain_of(decision_id: int, links: Sequence[tuple[int, int | None]]) -> frozenset[int]:
    """The decision with all it replaces and is replaced by; `links` are (pk, replaces)."""
    chain = {decision_id}
    grown = True
    while grown:
        linked = {
            pk
            for link in links
            if link[1] is not None and (link[0] in chain or link[1] in chain)
            for pk in link
            if pk is not None
        }
        grown = not linked <= chain
        chain |= linked
    return frozenset(chain)


def first_day_without(decision: Decision) -> date | None:
    """From when what was granted before no longer runs; None when it runs on."""
    if decision.replaces_id is None:
        return None
    if decision.is_termination:
        return decision.ends_on + timedelta(days=1) if decision.ends_on else None
    return decision.starts_on if decision.is_grant else None


def endings(dossier: Dossier) -> list[Ending]:
    day = first_day_without(dossier.decision)
    if day is None:
        return []
    found = []
    for service in dossier.running:
        if service.starts_on is None or service.starts_on >= day:
            found.append(Ending(service, None))
        elif service.ends_on is None or service.ends_on >= day:
            found.append(Ending(service, day - timedelta(days=1)))
    return found


def hours_a_week(service: GrantedService) -> Decimal:
    return (
        service.hours / WEEKS_IN_A_MONTH if service.hours_unit == HoursUnit.MONTH else service.hours
    )


def reduces(before: Sequence[GrantedService], after: Sequence[GrantedService]) -> bool:
    """Fewer hours in some form than before; more of another does not make up for it unasked."""
    now = {service.form: hours_a_week(service) for service in after}
    return any(hours_a_week(service) > now.get(service.form, 0) for service in before)


def detriment_of(
    decision: Decision, before: Sequence[GrantedService], after: Sequence[GrantedService]
) -> bool | None:
    """Whether the recipient loses by it, as far as it follows by itself; else what was answered."""
    match decision.kind:
        case DecisionKind.TERMINATION:
            if not decision.termination_reason:
                return None
            return decision.termination_reason in ENDED_BY_MUNICIPALITY
        case DecisionKind.EXTENSION:
            return decision.application_id is None and reduces(before, after)
        case DecisionKind.CHANGE:
            return decision.to_detriment if decision.is_grant else False
    return None


def needs_notice(dossier: Dossier) -> bool:
    """Whether the party is told and heard before the decision is made (fvl. § 16)."""
    decision = dossier.decision
    return bool(decision.to_detriment) or (
        decision.is_termination and decision.termination_reason in TOLD_BEFOREHAND
    )


def needs_ground(decision: Decision) -> bool:
    """fvl. § 35: the decision that stands is changed to the recipient's harm."""
    return bool(decision.to_detriment) and decision.kind != DecisionKind.EXTENSION


def ground_key(decision: Decision) -> str:
    """The key of the LegalBasis that is the ground; empty where none is needed."""
    return f"reversal_{decision.ground}" if needs_ground(decision) and decision.ground else ""


def comment_by(sent_on: date) -> date:
    """The last day to comment on a notice that leaves on the day."""
    return next_working_day(sent_on + timedelta(days=DAYS_TO_COMMENT))


def problems_before_notice(decision: Decision, notice: AdvanceNotice | None) -> list[str]:
    """What the party must be told before it can comment."""
    problems = []
    if notice is None or not notice.what:
        problems.append(_("Skriv hva kommunen vurderer å gjøre."))
    if notice is None or not notice.why:
        problems.append(_("Skriv hvorfor kommunen vurderer det."))
    if decision.is_termination and not decision.termination_reason:
        problems.append(_("Velg under «Opphøret» hvorfor tjenesten opphører."))
    if needs_ground(decision) and not decision.ground:
        problems.append(_("Velg grunnlaget i forvaltningsloven § 35 før du varsler."))
    return problems


def problems_with_comment(notice: AdvanceNotice, received_on: date, today: date) -> list[str]:
    problems = []
    if received_on > today:
        problems.append(_("Datoen kan ikke være fram i tid."))
    if notice.sent_on is not None and received_on < notice.sent_on:
        problems.append(_("Uttalelsen kan ikke ha kommet før varselet ble sendt."))
    return problems


def _problems_of_change(dossier: Dossier) -> Found:
    decision = dossier.decision
    title = section_title(Section.CHANGE, dossier)
    if decision.is_termination:
        found = _problems_of_termination(dossier)
    elif decision.kind == DecisionKind.CHANGE and decision.is_grant:
        found = _problems_of_detriment(dossier)
    else:
        found = iter(())
    for text, anchor in (*found, *_problems_of_ground(dossier), *_problems_of_notice(dossier)):
        yield f"{title}: {text}", anchor


def _given_up(dossier: Dossier) -> list[GrantedService]:
    """What the replaced decision granted; and the one before it, where that ends sooner too."""
    return [*dossier.before, *(ending.service for ending in endings(dossier))]


def _problems_of_detriment(dossier: Dossier) -> Found:
    decision, name = dossier.decision, dossier.recipient.first_name
    if dossier.application is None and not decision.initiative:
        yield _("velg hvem som tok det opp"), "id_initiative"
    is_asked_for = dossier.application is None and decision.initiative == Decision.Initiative.PERSON
    if decision.to_detriment is None:
        yield _("svar på om den er til ulempe for %(name)s") % {"name": name}, "id_to_detriment"
    elif (
        not decision.to_detriment
        and not is_asked_for
        and reduces(_given_up(dossier), dossier.services)
    ):
        yield (
            _("%(name)s får færre timer enn før, så den er til ulempe") % {"name": name},
            "id_to_detriment",
        )


def _problems_of_termination(dossier: Dossier) -> Found:
    decision, earlier, day = dossier.decision, dossier.replaces, dossier.day
    assert earlier is not None
    reason, last_day = decision.termination_reason, decision.ends_on
    if not reason:
        yield _("velg hvorfor tjenesten opphører"), "id_termination_reason"
    if last_day is None:
        yield _("velg siste dag"), "id_ends_on"
        return
    begun_on = _runs_from(dossier)
    if begun_on and last_day < begun_on - timedelta(days=1):
        yield (
            _("siste dag er før vedtaket begynte %(day)s") % {"day": long_date(begun_on)},
            "id_ends_on",
        )
    if earlier.ends_on and last_day > earlier.ends_on:
        yield (
            _("vedtaket løper ut %(day)s, så siste dag kan ikke være senere")
            % {"day": long_date(earlier.ends_on)},
            "id_ends_on",
        )
    if reason == Reason.EXPIRES and last_day != earlier.ends_on:
        yield _("siste dag må være den dagen vedtaket løper ut"), "id_ends_on"
    if reason in ENDED_BY_MUNICIPALITY and last_day < day:
        yield _("et opphør til ulempe kan ikke gjelde dager som har gått"), "id_ends_on"


def _problems_of_ground(dossier: Dossier) -> Found:
    decision, earlier = dossier.decision, dossier.replaces
    if not needs_ground(decision) or earlier is None:
        return
    if not decision.ground:
        yield _("velg hvilket grunnlag forvaltningsloven § 35 gir"), "id_ground"
        return
    if decision.ground == Ground.NEW_ASSESSMENT and earlier.ends_on is not None:
        yield (
            _("vedtaket er tidsbegrenset og binder kommunen til %(day)s. Velg et annet grunnlag")
            % {"day": long_date(earlier.ends_on)},
            "id_ground",
        )
    if (
        decision.ground == Ground.RESERVATION
        and not earlier.reservation
        and not earlier.is_taken_over
    ):
        yield _("vedtaket har ikke noe forbehold. Velg et annet grunnlag"), "id_ground"
    if not decision.ground_reasons:
        yield _("skriv hvorfor grunnlaget gjelder her"), "id_ground_reasons"


def _problems_of_notice(dossier: Dossier) -> Found:
    decision, notice = dossier.decision, dossier.notice
    if decision.notice_omitted and not decision.notice_omitted_why:
        yield _("skriv hvorfor det ikke er varslet"), "id_notice_omitted_why"
    if dossier.comments and not decision.comments_answer:
        yield _("svar på det som ble sagt til varselet"), "id_comments_answer"
    if not needs_notice(dossier) or decision.notice_omitted:
        return
    if notice is None or notice.is_draft:
        yield _("send forhåndsvarsel, eller skriv hvorfor det ikke trengs"), "varsel"
    elif notice.sent_on is None:
        yield _("registrer at brevene med forhåndsvarsel er sendt"), "varsel"
    elif not notice.may_be_decided_on(dossier.day) and notice.comment_by is not None:
        yield (
            _("fristen for å uttale seg er %(day)s. Vent til den er ute eller alle har uttalt seg")
            % {"day": long_date(notice.comment_by)},
            "varsel",
        )


def _problems_of_reasons(dossier: Dossier) -> Found:
    decision = dossier.decision
    if not decision.reasons:
        yield _("Begrunnelse: skriv hvorfor"), "id_reasons"
    if decision.outcome == Outcome.DISMISSED:
        if not decision.decisive:
            yield (
                _("Begrunnelse: skriv i én setning hvorfor søknaden ikke kan avgjøres"),
                ("id_decisive"),
            )
        if not decision.guidance:
            yield _("Begrunnelse: skriv hvordan søkeren kan komme videre"), "id_guidance-0-title"
    if decision.outcome == Outcome.PARTLY_GRANTED:
        if not decision.refused_part:
            yield _("Begrunnelse: skriv hva som er avslått"), "id_refused_part"
        if not decision.refused_reasons:
            yield _("Begrunnelse: skriv hvorfor en del er avslått"), "id_refused_reasons"
    if decision.outcome == Outcome.REFUSED:
        if not decision.decisive:
            yield _("Begrunnelse: skriv i én setning hva som avgjorde"), "id_decisive"
        if not decision.guidance:
            yield _("Begrunnelse: skriv hvilken annen hjelp som finnes"), "id_guidance-0-title"
    for text, field in reasons_check.problems_of_reasons(dossier, dossier.standard_texts):
        yield text, f"id_{field}"


# ── How far a section has come ──────────────────────────────────────────────────────────────────


class Mark(StrEnum):
    DONE = "done"
    BEGUN = "begun"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class SectionState:
    section: Section
    title: str
    mark: Mark
    note: str


def section_states(dossier: Dossier) -> list[SectionState]:
    return [_state_of(section, dossier) for section in sections_of(dossier)]


def _state_of(section: Section, dossier: Dossier) -> SectionState:
    problems = problems_of(section, dossier)
    begun = _has_begun(section, dossier)
    mark = Mark.DONE if not problems else Mark.BEGUN if begun else Mark.EMPTY
    if section == Section.CRITERIA:
        note = _appraised_in_words(dossier)
    elif section == Section.OUTCOME and dossier.decision.outcome:
        note = outcome_in_words(dossier.decision)
    elif mark == Mark.DONE:
        note = _("Ferdig")
    elif mark == Mark.EMPTY:
        note = _("Ikke begynt")
    else:
        note = ngettext("%(count)d ting mangler", "%(count)d ting mangler", len(problems)) % {
            "count": len(problems)
        }
    return SectionState(section, section_title(section, dossier), mark, note)


def _has_begun(section: Section, dossier: Dossier) -> bool:
    decision = dossier.decision
    match section:
        case Section.OUTCOME:
            return bool(decision.outcome)
        case Section.FACTS:
            return bool(decision.facts)
        case Section.CRITERIA:
            return any(appraisal.met or appraisal.text for appraisal in dossier.appraisals)
        case Section.VIEW:
            return bool(
                decision.recipient_view
                or decision.child_heard
                or decision.child_said
                or decision.applicant_view
                or decision.view_weight
            )
        case Section.BEST_INTERESTS:
            return bool(decision.best_interests)
        case Section.SCOPE:
            return bool(dossier.services or decision.starts_on or decision.goal)
        case Section.CHANGE:
            return bool(
                decision.termination_reason
                or decision.initiative
                or decision.ground
                or decision.notice_omitted
                or dossier.notice
            )
        case Section.REASONS:
            return bool(decision.reasons or decision.decisive or decision.guidance)


def _appraised_in_words(dossier: Dossier) -> str:
    if not dossier.criteria:
        return _("Kommunen har ingen egne")
    anchors = {anchor for _text, anchor in _problems_of_criteria(dossier)}
    done = len(dossier.criteria) - len(anchors)
    return _("%(done)d av %(all)d vurdert") % {"done": done, "all": len(dossier.criteria)}


# ── The decision in words, for the screen ───────────────────────────────────────────────────────


def hours_in_words(service: GrantedService) -> str:
    """3,5 timer i uken"""
    if service.hours == 1:
        return _("1 time %(per)s") % {"per": service.get_hours_unit_display()}
    return _("%(count)s timer %(per)s") % {
        "count": number(service.hours),
        "per": service.get_hours_unit_display(),
    }


def service_in_words(service: GrantedService) -> str:
    """3 timer i uken (én til én)"""
    return f"{hours_in_words(service)} ({service.get_form_display()})"


def outcome_in_words(decision: Decision) -> str:
    """Innvilget; for a decision about another, what it does: Endring, Forlengelse, Opphør."""
    follows = decision.kind != DecisionKind.FIRST
    if follows and decision.outcome in {Outcome.GRANTED, Outcome.TERMINATED}:
        return str(decision.get_kind_display())
    if follows and decision.outcome:
        return f"{decision.get_kind_display()}: {str(decision.get_outcome_display()).lower()}"
    return str(decision.get_outcome_display())


def headline(dossier: Dossier) -> str:
    """Nora får støttekontakt 3 timer i uken"""
    name = dossier.recipient.first_name
    is_plain = [service.form for service in dossier.services] == [GrantedService.Form.INDIVIDUAL]
    in_words = hours_in_words if is_plain else service_in_words
    what = join([in_words(service) for service in dossier.services])
    match dossier.decision.outcome:
        case Outcome.TERMINATED:
            return _("Støttekontakten til %(name)s opphører") % {"name": name}
        case Outcome.DISMISSED:
            return _("Søknaden om støttekontakt for %(name)s blir avvist") % {"name": name}
        case Outcome.GRANTED if what and dossier.decision.kind == DecisionKind.EXTENSION:
            return _("%(name)s får fortsatt støttekontakt %(what)s") % {"name": name, "what": what}
        case Outcome.GRANTED if what and dossier.decision.kind == DecisionKind.CHANGE:
            return _("%(name)s får støttekontakt %(what)s, endret fra før") % {
                "name": name,
                "what": what,
            }
        case Outcome.REFUSED:
            return _("%(name)s får avslag på støttekontakt") % {"name": name}
        case Outcome.PARTLY_GRANTED if what:
            return _("%(name)s får støttekontakt %(what)s, og avslag på resten") % {
                "name": name,
                "what": what,
            }
        case Outcome.GRANTED if what:
            return _("%(name)s får støttekontakt %(what)s") % {"name": name, "what": what}
    return _("Vedtak om støttekontakt for %(name)s") % {"name": name}


def period_in_words(decision: Decision) -> str:
    """fra 1. mars 2027 til 29. februar 2028"""
    if decision.starts_on is None:
        return ""
    start = long_date(decision.starts_on)
    if decision.ends_on:
        return _("fra %(start)s til %(end)s") % {"start": start, "end": long_date(decision.ends_on)}
    return _("fra %(start)s, inntil videre") % {"start": start}
