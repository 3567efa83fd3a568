"""What may be decided, what is missing before it can be, and which dates follow. Pure: no queries.

What the rules look at is gathered once, in a `Dossier` (services.dossier_of).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application
from decisions.models import (
    Appraisal,
    Criterion,
    Decision,
    GrantedService,
    LegalBasis,
    Source,
)
from stottekontakt.accounts.models import Municipality
from stottekontakt.cases.models import Case, Person
from stottekontakt.cases.rules import (
    MAJORITY_AGE,
    OWN_COPY_AGE,
    PARTY_RIGHTS_AGE,
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
    in_force: Sequence[GrantedService]  # of the case's other decisions
    addressees: Sequence[AddresseeChoice]

    @property
    def age(self) -> int | None:
        if self.decision.is_issued:
            return self.decision.recipient_age
        return self.recipient.age_on(self.day)

    @property
    def is_child(self) -> bool:
        return self.age is not None and self.age < MAJORITY_AGE

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

    def flag_of(self, criterion: Criterion) -> Flag | None:
        return flag(
            criterion, age=self.age, housing=Case.Housing(self.case.housing), wishes=self.wishes
        )


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
    """A refusal has no hours, and an adult's decision no child's best interests."""
    left_out = set()
    if not dossier.is_child:
        left_out.add(Section.BEST_INTERESTS)
    if dossier.decision.outcome == Outcome.REFUSED:
        left_out.add(Section.SCOPE)
    return [section for section in Section if section not in left_out]


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
        case Section.REASONS:
            return _("Begrunnelse")


def problems_before_issue(dossier: Dossier) -> list[Problem]:
    """Everything that stands in the way, in the order one meets it."""
    problems = [*_problems_of_the_case(dossier)]
    for section in sections_of(dossier):
        problems.extend(problems_of(section, dossier))
    return problems


def problems_of(section: Section, dossier: Dossier) -> list[Problem]:
    found = {
        Section.OUTCOME: _problems_of_outcome,
        Section.FACTS: _problems_of_facts,
        Section.CRITERIA: _problems_of_criteria,
        Section.VIEW: _problems_of_view,
        Section.BEST_INTERESTS: _problems_of_best_interests,
        Section.SCOPE: _problems_of_scope,
        Section.REASONS: _problems_of_reasons,
    }[section](dossier)
    return [Problem(section, text, anchor) for text, anchor in found]


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
    if dossier.recipient.died_on:
        yield Problem(None, _("%(name)s er registrert som død.") % {"name": name})
    if not dossier.legal_bases:
        yield Problem(
            None,
            _("Det finnes ingen lovhjemmel som gjaldt %(day)s.") % {"day": long_date(dossier.day)},
        )
    if not dossier.getting_letters:
        yield Problem(
            None,
            _("Ingen kan få brevet. Legg til den som har foreldreansvar eller er verge, i saken."),
        )


def _problems_of_outcome(dossier: Dossier) -> Found:
    decision = dossier.decision
    if not decision.outcome:
        yield _("Utfall: velg innvilget, delvis innvilget eller avslått"), "id_outcome"
    if decision.outcome in {Outcome.REFUSED, Outcome.PARTLY_GRANTED} and not decision.applied_for:
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
        if appraisal.met == Met.NOT_RELEVANT and (demands_answer or not criterion.is_limit):
            yield _("%(heading)s: velg ja, delvis eller nei") % {"heading": heading}, anchor
        elif appraisal.met != Met.NOT_RELEVANT and not appraisal.text:
            yield _("%(heading)s: skriv vurderingen med egne ord") % {"heading": heading}, anchor
        elif appraisal.text and _plain(appraisal.text) in _standard_texts(criterion):
            yield (
                _("%(heading)s: vurderingen er kommunens standardtekst, skriv om %(name)s")
                % {"heading": heading, "name": dossier.recipient.first_name},
                anchor,
            )
        if demands_answer and not appraisal.exception:
            yield _("%(heading)s: svar på det som er flagget") % {"heading": heading}, anchor
        elif appraisal.exception and _plain(appraisal.exception) in _standard_texts(criterion):
            yield (
                _("%(heading)s: svaret er kommunens standardtekst, skriv om %(name)s")
                % {"heading": heading, "name": dossier.recipient.first_name},
                anchor,
            )


def _standard_texts(criterion: Criterion) -> set[str]:
    return {
        _plain(criterion.text_in(field, language))
        for field in ("heading", "text", "ask")
        for language in ("nb", "nn")
        if criterion.text_in(field, language)
    }


def _problems_of_view(dossier: Dossier) -> Found:
    decision, name = dossier.decision, dossier.recipient.first_name
    title = section_title(Section.VIEW, dossier)
    if not decision.recipient_view:
        yield (
            _("%(title)s: skriv hva %(name)s mener") % {"title": title, "name": name},
            "id_recipient_view",
        )
    # Where the answer is no, how the view was weighed is what the reader asks first.
    if decision.outcome in {Outcome.REFUSED, Outcome.PARTLY_GRANTED} and not decision.view_weight:
        yield (
            _("%(title)s: skriv hvordan du har lagt vekt på det") % {"title": title},
            "id_view_weight",
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
        if starts_on > day + timedelta(days=LONGEST_WAIT_FOR_START):
            yield _("Omfang og form: startdatoen er mer enn ett år fram i tid"), "id_starts_on"
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
            "Velg en annen periode eller form"
        ) % {**values, "end": long_date(other.ends_on)}
    return (
        _(
            "Omfang og form: %(name)s har allerede %(what)s fra %(start)s, inntil videre. "
            "Velg en annen form"
        )
        % values
    )


def _problems_of_reasons(dossier: Dossier) -> Found:
    decision = dossier.decision
    if not decision.reasons:
        yield _("Begrunnelse: skriv hvorfor"), "id_reasons"
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


# ── How far a section has come ──────────────────────────────────────────────────────────────────


class Mark(StrEnum):
    DONE = "done"
    TODO = "todo"
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
    mark = Mark.DONE if not problems else Mark.TODO if begun else Mark.EMPTY
    if section == Section.CRITERIA:
        note = _appraised_in_words(dossier)
    elif section == Section.OUTCOME and dossier.decision.outcome:
        note = str(dossier.decision.get_outcome_display())
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
            return bool(decision.recipient_view or decision.applicant_view or decision.view_weight)
        case Section.BEST_INTERESTS:
            return bool(decision.best_interests)
        case Section.SCOPE:
            return bool(dossier.services or decision.starts_on or decision.goal)
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


def headline(dossier: Dossier) -> str:
    """Nora får støttekontakt 3 timer i uken"""
    name = dossier.recipient.first_name
    is_plain = [service.form for service in dossier.services] == [GrantedService.Form.INDIVIDUAL]
    in_words = hours_in_words if is_plain else service_in_words
    what = join([in_words(service) for service in dossier.services])
    match dossier.decision.outcome:
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
