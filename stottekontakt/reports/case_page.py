"""The pages of one case, gathered from every app below: where it stands and what must be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils import dateformat
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Application
from applications.rules import Missing, Thing, missing_information
from decisions.models import Decision, GrantedService
from stottekontakt.accounts.models import Membership
from stottekontakt.accounts.roles import Permission
from stottekontakt.cases.models import Case, Representative, may_edit
from stottekontakt.cases.rules import (
    MAJORITY_AGE,
    AddresseeChoice,
    ParentsTold,
    has_parents_side,
    letter_addressees,
)
from stottekontakt.deadlines.models import Deadline
from stottekontakt.letters.kinds import LetterKind
from stottekontakt.letters.models import Letter
from stottekontakt.reports.asked import HELD, IN_CASE, MOST_IN_CASE, Asked, asked_of, in_words
from stottekontakt.reports.casework import CASEWORK, CaseWork, casework_of, casework_todos
from stottekontakt.reports.rows import name_and_age
from stottekontakt.reports.todo import Action, Todo
from stottekontakt.ui.formatting import number, relative_day, time_left, weekday_date

Kind = Deadline.Kind

# How far ahead an evaluation or the end of a decision is something to do now.
SOON_DAYS = 60
NEWEST_EVENTS = 8


# ── The head, the same on every page of the case ────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    is_current: bool
    count: int | None = None


@dataclass(frozen=True)
class Head:
    case: Case
    counts: Counts
    membership: Membership
    today: date
    current: str  # the tab

    @property
    def title(self) -> str:
        return name_and_age(self.case.recipient, self.today)

    @property
    def has_tags(self) -> bool:
        recipient = self.case.recipient
        return bool(
            recipient.is_protected
            or recipient.died_on
            or not self.case.is_open
            or self.case.imported_at
            or self.is_child_first
            or self.case.priority_flag
        )

    @property
    def age(self) -> int | None:
        return self.case.recipient.age_on(self.today)

    @property
    def reads_file(self) -> bool:
        return self.membership.may(Permission.CASE_FILE)

    @property
    def writes(self) -> bool:
        case = self.case
        may = may_edit(self.membership, unit_id=case.unit_id, is_open=case.is_open)
        return may and not self.counts.is_barred

    @property
    def hands_over(self) -> bool:
        """Whether the reader may give the case to somebody else; a leader need not write in it."""
        if not self.membership.may(Permission.CASE_LEAD):
            return self.writes
        return self.case.is_open and self.membership.unit_id in (None, self.case.unit_id)

    @property
    def is_minor(self) -> bool:
        return has_parents_side(self.case.recipient, self.today)

    @property
    def drafts(self) -> bool:
        return self.writes and self.membership.may(Permission.DECISION_DRAFT)

    @property
    def is_child_first(self) -> bool:
        return (
            self.membership.municipality.children_first
            and self.age is not None
            and self.age < MAJORITY_AGE
        )

    @property
    def meta(self) -> str:
        case, recipient = self.case, self.case.recipient
        parts = [_("Sak %(number)s") % {"number": case}, recipient.get_written_form_display()]
        if recipient.interpreter_language:
            parts.append(_("tolk: %(language)s") % {"language": recipient.interpreter_language})
        if case.housing != Case.Housing.UNKNOWN:
            parts.append(case.get_housing_display())
        parts.append(
            _("saksbehandler %(name)s") % {"name": case.caseworker}
            if case.caseworker
            else _("ingen saksbehandler ennå")
        )
        first, *rest = [str(part) for part in parts]
        return " · ".join([first, *(part[0].lower() + part[1:] for part in rest)])

    @property
    def primary(self) -> Action | None:
        """The one thing the case is waiting for."""
        counts = self.counts
        if self.drafts and counts.draft_id:
            url = reverse("decisions:detail", args=[counts.draft_id])
            return Action(_("Fortsett vedtaket"), url)
        if self.drafts and counts.open_application_id:
            return write_decision(counts.open_application_id)
        return None

    @property
    def actions(self) -> list[Action]:
        if not self.writes:
            return []
        actions = [
            Action(_("Notat"), reverse("cases:note", args=[self.case.pk]), icon="note-pencil")
        ]
        if not self.counts.open_application_id and self.membership.may(
            Permission.APPLICATION_REGISTER
        ):
            register = f"{reverse('applications:register')}?sak={self.case.pk}"
            actions.append(Action(_("Registrer søknad"), register))
        if self.case.caseworker_id is None:
            actions.append(Action(_("Ta saken"), reverse("cases:take", args=[self.case.pk])))
        return actions

    @property
    def tabs(self) -> list[Tab]:
        counts = self.counts
        tabs = [
            self._tab(_("Oversikt"), "detail"),
            self._tab(_("Personer"), "persons", counts.persons + 1),
        ]
        if self.reads_file:
            tabs.append(self._tab(_("Søknader"), "applications", counts.applications))
            tabs.append(self._tab(_("Kartlegging"), "assessments"))
        tabs.append(self._tab(_("Vedtak"), "decisions"))
        if self.reads_file:
            tabs += [
                self._tab(_("Brev"), "letters", counts.letters),
                self._tab(_("Dokumenter"), "documents", counts.documents),
                self._tab(_("Hendelser"), "timeline"),
            ]
        return tabs

    def _tab(self, label: str, name: str, count: int | None = None) -> Tab:
        return Tab(
            label, reverse(f"cases:{name}", args=[self.case.pk]), name == self.current, count
        )


def write_decision(application_id: int) -> Action:
    return Action(
        _("Skriv vedtak"), f"{reverse('decisions:start')}?soknad={application_id}", is_post=True
    )


COUNTS = """
SELECT (SELECT max(id) FROM applications_application
         WHERE case_id = %(case)s AND state = 'received'),
       (SELECT max(id) FROM decisions_decision WHERE case_id = %(case)s AND state = 'draft'),
       (SELECT count(*) FROM cases_representative
         WHERE case_id = %(case)s AND (valid_until IS NULL OR valid_until >= %(today)s)),
       (SELECT count(*) FROM applications_application WHERE case_id = %(case)s),
       (SELECT count(*) FROM letters_letter WHERE case_id = %(case)s),
       (SELECT count(*) FROM cases_journalentry WHERE case_id = %(case)s),
       (SELECT max(id) FROM applications_interimreply
         WHERE case_id = %(case)s AND state = 'draft'),
       EXISTS (SELECT FROM cases_disqualification
                WHERE case_id = %(case)s AND user_id = %(reader)s AND state <> 'rejected')
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """What the head tells of the case's rows; by hand, for it stands on every page of the case."""

    open_application_id: int | None
    draft_id: int | None
    persons: int  # besides the recipient
    applications: int
    letters: int
    documents: int
    interim_id: int | None  # the draft of an interim reply
    is_barred: bool  # the reader is, or may be, disqualified
    asked: Sequence[Asked]
    casework: CaseWork


COUNTED = 8  # columns of COUNTS


def counts_of(case: Case, today: date, reader: Membership) -> Counts:
    named: dict[str, Any] = {
        "case": case.pk, "today": today, "reader": reader.user_id, "most": MOST_IN_CASE,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(f"{COUNTS}, {IN_CASE}, {CASEWORK}", named)
        row = cursor.fetchone()
    *counted, asked = row[: COUNTED + 1]
    return Counts(*counted, asked=asked_of(asked), casework=casework_of(row[COUNTED + 1 :]))


# ── What must be done ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Facts:
    """Everything the overview is made of; each list is one query of the view."""

    head: Head
    representatives: Sequence[Representative]
    applications: Sequence[Application]
    decisions: Sequence[Decision]
    services: Sequence[GrantedService]
    letters: Sequence[Letter]
    deadlines: Sequence[Deadline]  # the open ones
    casework: CaseWork | None  # None: the reader has no use for it
    asked: Sequence[Asked] = ()

    @property
    def case(self) -> Case:
        return self.head.case

    @property
    def open_applications(self) -> list[Application]:
        return [application for application in self.applications if application.is_open]

    @property
    def latest_application(self) -> Application | None:
        """The one the case is about now; those registered in error are about nothing."""
        meant = [
            application
            for application in self.applications
            if application.state != Application.State.REGISTERED_IN_ERROR
        ]
        return meant[0] if meant else None

    @property
    def draft(self) -> Decision | None:
        return next((decision for decision in self.decisions if decision.is_draft), None)

    @property
    def understands_the_case(self) -> bool:
        return any(application.understands_the_case for application in self.open_applications)

    @property
    def addressees(self) -> list[AddresseeChoice]:
        return letter_addressees(
            self.case.recipient,
            self.representatives,
            self.head.today,
            understands_the_case=self.understands_the_case,
            parents=self.casework.parents if self.casework else ParentsTold.YES,
        )

    def deadline_of(self, application: Application) -> Deadline | None:
        return next(
            (
                deadline
                for deadline in self.deadlines
                if deadline.kind == Kind.ONE_MONTH and deadline.source == application.source
            ),
            None,
        )

    def letters_of(self, decision: Decision) -> list[Letter]:
        return [letter for letter in self.letters if letter.source == decision.source]

    def answered_by(self, letter: Letter) -> Deadline | None:
        """The month for an answer that ends when this letter leaves."""
        for decision in self.decisions:
            if decision.source == letter.source and decision.application_id:
                source = f"application:{decision.application_id}"
                return next(
                    (
                        deadline
                        for deadline in self.deadlines
                        if deadline.kind == Kind.ONE_MONTH and deadline.source == source
                    ),
                    None,
                )
        return None

    def missing_in(self, application: Application) -> list[Missing]:
        return missing_information(application, self.representatives, self.head.today)


def todos(facts: Facts) -> list[Todo]:
    """What must be done, why and by when; what burns first."""
    return [
        *(casework_todos(facts.head, facts.casework) if facts.casework else ()),
        *_failed_letters(facts),
        *_answers(facts),
        *_asked(facts, late=True),
        *_missing(facts),
        *_letters_to_send(facts),
        *_nobody_has_it(facts),
        *_loose_drafts(facts),
        *_followed_up(facts),
        *_asked(facts, late=False),
        *_letters_on_the_way(facts),
    ]


def _answers(facts: Facts) -> Iterator[Todo]:
    head = facts.head
    for application in facts.open_applications:
        deadline = facts.deadline_of(application)
        if deadline is None:
            continue
        yield Todo(
            _("Vedtak eller foreløpig svar må sendes innen %(day)s")
            % {"day": weekday_date(deadline.act_by, head.today)},
            f"{_left(deadline.act_by, head.today)} {deadline.explanation}",
            color=_urgency(deadline.act_by, head.today),
            actions=_ways_to_answer(head, application),
        )
    for deadline in facts.deadlines:
        if deadline.kind == Kind.PROMISED:
            about = facts.latest_application
            yield Todo(
                _("Svaret er lovet %(day)s") % {"day": weekday_date(deadline.act_by, head.today)},
                f"{_left(deadline.act_by, head.today)} {deadline.explanation}",
                color=_urgency(deadline.act_by, head.today),
                actions=_ways_to_answer(head, about) if about else [],
            )


def _ways_to_answer(head: Head, application: Application) -> list[Action]:
    """The decision, an interim reply, and how the days are counted."""
    actions = [head.primary] if head.primary else []
    if head.writes and head.membership.may(Permission.LETTER_SEND) and application.is_open:
        if draft_id := head.counts.interim_id:
            url = reverse("applications:interim_reply", args=[draft_id])
            actions.append(Action(_("Åpne utkastet til foreløpig svar"), url))
        else:
            url = reverse("applications:start_interim_reply", args=[application.pk])
            actions.append(Action(_("Skriv foreløpig svar"), url, is_post=True))
    clock = reverse("applications:clock", args=[application.pk])
    actions.append(Action(_("Slik er fristen regnet"), clock))
    return actions


def _left(day: date, today: date) -> str:
    return f"{capfirst(time_left(day, today))}."


def _urgency(day: date, today: date) -> str:
    return "danger" if day < today else "warning"


def _asked(facts: Facts, *, late: bool) -> Iterator[Todo]:
    """What somebody should have answered by now, or what the case still waits for."""
    today = facts.head.today
    for row in facts.asked:
        if (row.on is not None and row.on < today and row.state != HELD) != late:
            continue
        heading, why, action = in_words(row, today)
        if row.on is not None and row.state != HELD:
            why = f"{_left(row.on, today)} {why}".strip()
        yield Todo(
            heading,
            why,
            icon="clock" if late else "hourglass",
            color="danger" if late else "info",
            actions=[action] if facts.head.writes else [],
        )


def _missing(facts: Facts) -> Iterator[Todo]:
    for application in facts.open_applications:
        for missing in facts.missing_in(application):
            action = _mend(missing, application, facts.case) if facts.head.writes else None
            heading, _stop, rest = missing.sentence.partition(". ")
            yield Todo(
                heading.removesuffix("."),
                rest,
                icon="person-pencil",
                color="info" if missing.thing == Thing.WISHES else "warning",
                actions=[action] if action else [],
            )


def _mend(missing: Missing, application: Application, case: Case) -> Action:
    """Where what is missing is put in."""
    match missing.thing:
        case Thing.AUTHORISATION:
            authorise = reverse("applications:authorise", args=[application.pk])
            return Action(_("Registrer fullmakt"), authorise)
        case Thing.BIRTH_DATE:
            return Action(
                _("Skriv fødselsdatoen"), reverse("cases:person", args=[case.recipient_id])
            )
        case Thing.OTHER_PARENT:
            return Action(
                _("Legg til forelder"),
                reverse("cases:add_representative", args=[case.pk, Representative.Kind.PARENT]),
            )
        case Thing.WISHES:
            return Action(_("Se søknaden"), application.get_absolute_url())
    return Action(_("Se personene"), reverse("cases:persons", args=[case.pk]))


def _nobody_has_it(facts: Facts) -> Iterator[Todo]:
    case = facts.case
    if case.is_open and case.caseworker_id is None and facts.open_applications:
        actions = []
        if facts.head.writes:
            actions.append(Action(_("Ta saken"), reverse("cases:take", args=[case.pk])))
        if facts.head.hands_over:
            assign = reverse("cases:assign", args=[case.pk])
            actions.append(Action(_("Gi den til en annen"), assign))
        yield Todo(
            _("Saken har ingen saksbehandler"),
            _("Ingen følger med på den før noen har tatt den."),
            icon="person-plus",
            actions=actions,
        )


def _loose_drafts(facts: Facts) -> Iterator[Todo]:
    """Drafts that no deadline speaks of."""
    spoken_of = {
        application.pk for application in facts.open_applications if facts.deadline_of(application)
    }
    for decision in facts.decisions:
        if decision.is_draft and decision.application_id not in spoken_of:
            yield Todo(
                _("Et vedtak er påbegynt"),
                icon="file-text",
                color="info",
                actions=[Action(_("Åpne utkastet"), decision.get_absolute_url())],
            )


def _failed_letters(facts: Facts) -> Iterator[Todo]:
    for letter in facts.letters:
        if letter.state == Letter.State.FAILED:
            yield Todo(
                _("Brevet til %(name)s ble ikke laget") % {"name": letter.addressee_name},
                str(letter.get_last_error_display()),
                icon="exclamationmark-triangle",
                color="danger",
                actions=[Action(_("Se brevet"), letter.get_absolute_url())],
            )


def _letters_to_send(facts: Facts) -> Iterator[Todo]:
    for letter in facts.letters:
        if not letter.is_rendered or letter.left_on or letter.is_corrected:
            continue
        words = {"letter": letter.get_kind_display(), "name": letter.addressee_name}
        heading = _("%(letter)s til %(name)s må sendes") % words
        text = (
            _("Adressen er sperret. Brevet må leveres etter kommunens egen rutine.")
            if letter.manual_dispatch
            else _("PDF-en er klar. Registrer dagen brevet blir sendt.")
        )
        if deadline := facts.answered_by(letter):
            today = facts.head.today
            heading = _("%(letter)s til %(name)s må sendes innen %(day)s") % {
                **words,
                "day": weekday_date(deadline.act_by, today),
            }
            text = f"{_left(deadline.act_by, today)} {text}"
        yield Todo(
            heading,
            text,
            icon="paperplane",
            actions=[Action(_("Åpne brevet"), letter.get_absolute_url())],
        )


def _letters_on_the_way(facts: Facts) -> Iterator[Todo]:
    for letter in facts.letters:
        if letter.state == Letter.State.QUEUED:
            yield Todo(
                _("Brevet til %(name)s lages nå") % {"name": letter.addressee_name},
                f"{letter.get_kind_display()}. "
                + _("Det er klart om et øyeblikk. Du trenger ikke vente."),
                icon="hourglass",
                color="info",
                actions=[Action(_("Se brevet"), letter.get_absolute_url())],
            )


def _followed_up(facts: Facts) -> Iterator[Todo]:
    today = facts.head.today
    for deadline in facts.deadlines:
        if deadline.kind == Kind.COMMENTS:
            yield _heard(facts, deadline)
        if deadline.kind not in (Kind.EVALUATION, Kind.END):
            continue
        if (deadline.act_by - today).days > SOON_DAYS:
            continue
        if deadline.kind == Kind.EVALUATION:
            heading = _("Vedtaket skal evalueres innen %(day)s")
            actions = [_see_decision(deadline)]
        else:
            heading = _("Avklar innen %(day)s hva som skal skje når vedtaket løper ut")
            actions = _ways_on(facts, deadline)
        if deadline.kind == Kind.END and deadline.due_on < today:
            yield Todo(
                _("Vedtaket løp ut %(day)s uten at behovet er vurdert på nytt")
                % {"day": weekday_date(deadline.due_on, today)},
                _("Ingenting er innvilget etter den dagen."),
                color="danger",
                actions=actions,
            )
            continue
        yield Todo(
            heading % {"day": weekday_date(deadline.act_by, today)},
            f"{_left(deadline.act_by, today)} {deadline.explanation}",
            color="danger" if deadline.act_by < today else "info",
            actions=actions,
        )


def _heard(facts: Facts, deadline: Deadline) -> Todo:
    """The party has been told what is planned, and may comment until the day."""
    today, draft = facts.head.today, facts.draft
    is_over = deadline.due_on < today
    heading = (
        _("Fristen for å uttale seg til forhåndsvarselet gikk ut %(day)s")
        if is_over
        else _("Mottakeren kan uttale seg til forhåndsvarselet til og med %(day)s")
    )
    return Todo(
        heading % {"day": weekday_date(deadline.due_on, today)},
        _("Vedtaket kan fattes nå.") if is_over else _("Vedtaket kan ikke fattes før det."),
        color="warning" if is_over else "info",
        actions=[Action(_("Se varselet"), reverse("decisions:notice", args=[draft.pk]))]
        if draft
        else [],
    )


def _ways_on(facts: Facts, deadline: Deadline) -> list[Action]:
    """None runs out unassessed: extend it with one click, or say what else is to happen."""
    if not facts.head.drafts:
        return [_see_decision(deadline)]
    decision_id = deadline.source.partition(":")[2]
    begun = next((one for one in facts.decisions if one.is_draft), None)
    if begun is not None:
        return [Action(_("Fortsett vedtaket"), begun.get_absolute_url())]
    return [
        extend_decision(decision_id),
        Action(_("Endre eller avslutt"), reverse("decisions:follow_up", args=[decision_id])),
    ]


def extend_decision(decision_id: int | str) -> Action:
    url = f"{reverse('decisions:start')}?vedtak={decision_id}&slag=forlengelse"
    return Action(_("Forleng"), url, is_post=True)


def _see_decision(deadline: Deadline) -> Action:
    decision_id = deadline.source.partition(":")[2]
    return Action(_("Se vedtaket"), reverse("decisions:detail", args=[decision_id]))


@dataclass(frozen=True, slots=True)
class Coming:
    on: date
    text: str


def next_events(facts: Facts) -> list[Coming]:
    """What is ahead, the furthest first, to stand above what has happened."""
    says = {
        Kind.ONE_MONTH: _("Vedtak eller foreløpig svar må være sendt"),
        Kind.COMPLAINT: _("Klagefristen går ut"),
        Kind.EVALUATION: _("Vedtaket skal evalueres"),
        Kind.END: _("Det er avklart hva som skjer når vedtaket løper ut"),
        Kind.COMMENTS: _("Fristen for å uttale seg til forhåndsvarselet går ut"),
        Kind.PROMISED: _("Svaret er lovet"),
    }
    ahead = {
        (deadline.act_by, says.get(Kind(deadline.kind), str(deadline.get_kind_display())))
        for deadline in facts.deadlines
        if deadline.act_by >= facts.head.today
    }
    return [Coming(on, text) for on, text in sorted(ahead, reverse=True)]


@dataclass(frozen=True, slots=True)
class ComplaintPeriod:
    """How long one addressee may complain over what a letter says."""

    name: str
    letter: Letter
    deadline: Deadline
    is_last: bool  # the latest that is still open: until then the decision may be complained of


def complaint_periods(facts: Facts) -> list[ComplaintPeriod]:
    """Each person's own, the first to end first; those that have passed are over."""
    letters = {f"letter:{letter.pk}": letter for letter in facts.letters}
    running = sorted(
        (
            deadline
            for deadline in facts.deadlines
            if deadline.kind == Kind.COMPLAINT
            and deadline.source in letters
            and deadline.due_on >= facts.head.today
        ),
        key=lambda one: (one.due_on, one.pk),
    )
    return [
        ComplaintPeriod(
            letters[deadline.source].addressee_name,
            letters[deadline.source],
            deadline,
            deadline is running[-1],
        )
        for deadline in running
    ]


# ── Where it stands ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Step:
    heading: str
    text: str = ""
    state: str = ""


def track(facts: Facts) -> list[Step]:
    """From the day the latest application came to what is still ahead."""
    application = facts.latest_application
    if application is None or application.state == Application.State.WITHDRAWN:
        return []
    today = facts.head.today
    steps = [
        Step(
            _("Søknad mottatt"),
            f"{_day(application.received_on, today)}, "
            f"{str(application.get_channel_display()).lower()}",
            "done",
        ),
    ]
    decision = next(
        (one for one in facts.decisions if one.application_id == application.pk and one.is_issued),
        None,
    )
    if decision is None:
        return [*steps, _receipt(facts, application), *_ahead(facts, application)]
    if facts.letters_of(decision):
        steps.append(_receipt(facts, application))
    return [*steps, *_decided(facts, decision)]


def _day(day: date, today: date) -> str:
    return dateformat.format(day, "j. F" if day.year == today.year else "j. F Y")


def _receipt(facts: Facts, application: Application) -> Step:
    receipts = [
        letter
        for letter in facts.letters
        if letter.source == application.source and letter.kind == LetterKind.RECEIPT
    ]
    left = [letter.left_on for letter in receipts if letter.left_on]
    if left:
        return Step(_("Bekreftelse sendt"), _day(min(left), facts.head.today), "done")
    if receipts:
        return Step(_("Bekreftelse laget"), _("ikke sendt ennå"))
    return Step(_("Bekreftelse"), _("ikke laget"))


def _ahead(facts: Facts, application: Application) -> Iterator[Step]:
    today = facts.head.today
    missing = facts.missing_in(application)
    days = (today - application.received_on).days
    yield Step(
        _("I dag, dag %(number)s") % {"number": number(days)},
        _what_is_missing(missing),
        "now",
    )
    if deadline := facts.deadline_of(application):
        yield Step(
            _("Svar innen %(day)s") % {"day": _day(deadline.act_by, today)},
            f"{time_left(deadline.act_by, today)} – {deadline.reason}",
            "due",
        )
    yield Step(_("Vedtak"), _("påbegynt") if facts.draft else _("ikke skrevet ennå"))


SHORT = {
    Thing.AUTHORISATION: gettext_lazy("fullmakt mangler"),
    Thing.RIGHT_TO_APPLY: gettext_lazy("søkeren kan ikke søke alene"),
    Thing.BIRTH_DATE: gettext_lazy("fødselsdato mangler"),
    Thing.OTHER_PARENT: gettext_lazy("den andre forelderen mangler"),
    Thing.ADDRESSEE: gettext_lazy("ingen å sende brev til"),
    Thing.WISHES: gettext_lazy("hva det søkes om, mangler"),
}


def _what_is_missing(missing: Sequence[Missing]) -> str:
    if not missing:
        return _("ingenting mangler")
    first = str(SHORT[missing[0].thing])
    if len(missing) == 1:
        return first
    return _("%(thing)s, og mer") % {"thing": first}


def _decided(facts: Facts, decision: Decision) -> Iterator[Step]:
    today = facts.head.today
    assert decision.decided_on is not None
    yield Step(
        _("Vedtak: %(outcome)s") % {"outcome": str(decision.get_outcome_display()).lower()},
        _day(decision.decided_on, today),
        "done",
    )
    letters = facts.letters_of(decision)
    if not letters:  # taken over: its letters lie in the former system
        return
    left = [letter.left_on for letter in letters if letter.left_on]
    if len(left) == len(letters):
        yield Step(_("Brev sendt"), _day(max(left), today), "done")
    else:
        yield Step(_("Brev"), _("ikke sendt ennå"), "now")
    of_letters = {f"letter:{letter.pk}" for letter in letters}
    complaints = [
        deadline.due_on
        for deadline in facts.deadlines
        if deadline.kind == Kind.COMPLAINT and deadline.source in of_letters
    ]
    if complaints:
        last = max(complaints)
        yield Step(
            _("Klagefrist %(day)s") % {"day": _day(last, today)},
            relative_day(last, today),
            "now" if last >= today else "done",
        )
