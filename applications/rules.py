"""What is asked of an application, what may be done with it, and which dates follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from applications.models import (
    Application,
    Assessment,
    CommentRequest,
    Consent,
    InformationItem,
    InformationRequest,
    Inquiry,
)
from stottekontakt.accounts.models import Municipality
from stottekontakt.cases.models import Case, Representative
from stottekontakt.cases.rules import (
    MAJORITY_AGE,
    AddresseeChoice,
    ParentsTold,
    letter_addressees,
    parents_act,
    standing_of,
)
from stottekontakt.deadlines.calendar import (
    month_after,
    next_working_day,
    previous_working_day,
    weeks_after,
)
from stottekontakt.ui.formatting import long_date

ApplicantIs = Application.ApplicantIs


@dataclass(frozen=True, slots=True)
class OneMonth:
    """The answer a case is owed within a month of the day it came in."""

    legal_point: date
    act_by: date


def one_month(received_on: date) -> OneMonth:
    # fvl. § 11 a: a decision or an interim reply within one month after the enquiry came in. That
    # the month may be stretched past a holiday is not certain, so we work to the last working day
    # on or before it.
    legal_point = month_after(received_on)
    return OneMonth(legal_point, act_by=previous_working_day(legal_point))


# ── The municipality's own goal ─────────────────────────────────────────────────────────────────

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StandingStill:
    """Days that do not count against the municipality's own goal: `starts_on` to `last_on`."""

    starts_on: date
    last_on: date | None  # None: it still stands still
    reason: str
    set_by: str

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.last_on is None or day <= self.last_on)


def standing_still(requests: Iterable[InformationRequest]) -> list[StandingStill]:
    """When the own goal stands still: from the day after a deadline that passed unanswered, until
    what we asked for came or we no longer wait for it (that day counts again).

    fvlf. §§ 38 and 39 stop a deadline that a law sets for the whole case, while a party delays it.
    The month of fvl. § 11 a is none: it and the interim reply never move (§ 38 second paragraph,
    § 39 third paragraph), so nothing here is asked about them. Consents and asked_by are read.
    """
    spans = []
    for request in sorted(requests, key=lambda one: (one.answer_by, one.pk or 0)):
        starts_on = request.answer_by + ONE_DAY
        if request.ended_on is not None and request.ended_on <= starts_on:
            continue  # it came in time, or before a whole day was lost
        reason = (
            _("%(name)s svarte ikke innen %(day)s")
            % {"name": request.consent.name, "day": long_date(request.answer_by)}
            if request.consent
            else _("Det vi ba om, var ikke kommet innen %(day)s")
            % {"day": long_date(request.answer_by)}
        )
        last_on = request.ended_on - ONE_DAY if request.ended_on else None
        spans.append(StandingStill(starts_on, last_on, reason, request.asked_by.name))
    return spans


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of one kind in a row, as the page explains them."""

    starts_on: date
    last_on: date
    days: int
    counts: bool
    counted: int  # of the goal, when the stretch has passed
    reasons: tuple[tuple[str, str], ...] = ()  # why it stood still, and who asked


@dataclass(frozen=True, slots=True)
class OwnGoal:
    """The day the municipality has set itself for an answer; never instead of the law's month."""

    days: int
    unmoved_on: date
    due_on: date  # the earliest, while it stands still
    stands_still: bool
    stretches: tuple[Stretch, ...]

    @property
    def moved_days(self) -> int:
        return (self.due_on - self.unmoved_on).days


def own_goal(received_on: date, days: int, spans: Sequence[StandingStill], today: date) -> OwnGoal:
    """Day by day from the day after it came (fvlf. § 36), without the days that stood still.

    A span without an end is counted as if it ended today.
    """
    closed = [
        StandingStill(
            span.starts_on,
            span.last_on if span.last_on is not None else max(today, span.starts_on - ONE_DAY),
            span.reason,
            span.set_by,
        )
        for span in spans
    ]
    stretches: list[Stretch] = []
    day, counted = received_on, 0
    while counted < days:
        day += ONE_DAY
        covering = tuple((one.reason, one.set_by) for one in closed if one.covers(day))
        counts = not covering
        counted += counts
        last = stretches[-1] if stretches else None
        if last and last.counts == counts and last.reasons == covering:
            stretches[-1] = Stretch(last.starts_on, day, last.days + 1, counts, counted, covering)
        else:
            stretches.append(Stretch(day, day, 1, counts, counted, covering))
    return OwnGoal(
        days=days,
        unmoved_on=received_on + timedelta(days=days),
        due_on=day,
        stands_still=any(span.last_on is None and span.starts_on <= today < day for span in spans),
        stretches=tuple(stretches),
    )


def goal_of(
    application: Application,
    requests: Iterable[InformationRequest],
    municipality: Municipality,
    today: date,
) -> OwnGoal | None:
    """None where the municipality has set itself no goal, or nothing is to be answered."""
    if municipality.own_goal_days is None or not application.is_open:
        return None
    return own_goal(
        application.received_on, municipality.own_goal_days, standing_still(requests), today
    )


# ── What is missing ─────────────────────────────────────────────────────────────────────────────


class Thing(StrEnum):
    AUTHORISATION = "authorisation"
    RIGHT_TO_APPLY = "right_to_apply"
    BIRTH_DATE = "birth_date"
    WISHES = "wishes"
    OTHER_PARENT = "other_parent"
    ADDRESSEE = "addressee"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something we still need. It never stops the registration, nor the clock."""

    thing: Thing
    sentence: str
    asked_of_applicant: bool = False  # whether the receipt asks for it


def missing_information(
    application: Application, representatives: Sequence[Representative], on: date
) -> list[Missing]:
    recipient, applicant = application.case.recipient, application.applicant
    missing: list[Missing] = []
    standing = standing_of(
        applicant,
        recipient,
        representatives,
        on,
        understands_the_case=application.understands_the_case,
    )
    if not standing.may:
        if acts_by_authorisation(application, on):
            # fvl. § 12 and the duty of confidentiality: without it the helper is told nothing.
            sentence = _(
                "Fullmakt mangler. %(reason)s Vi kan ikke gi opplysninger til %(name)s før den er "
                "på plass."
            ) % {"reason": standing.reason, "name": applicant.name}
            missing.append(Missing(Thing.AUTHORISATION, sentence, asked_of_applicant=True))
        else:
            missing.append(Missing(Thing.RIGHT_TO_APPLY, standing.reason))
    if recipient.birth_date is None:
        sentence = _("Fødselsdatoen til %(name)s mangler.") % {"name": recipient.first_name}
        missing.append(Missing(Thing.BIRTH_DATE, sentence))
    elif parents_act(recipient.birth_date, on) and _one_of_two_parents(representatives):
        sentence = _(
            "%(name)s har foreldre med felles foreldreansvar, men bare én er registrert. Legg til "
            "den andre, som også skal ha brev."
        ) % {"name": recipient.first_name}
        missing.append(Missing(Thing.OTHER_PARENT, sentence))
    if not application.wishes and application.hours is None:
        sentence = _("Det står ikke hva det søkes om.")
        missing.append(Missing(Thing.WISHES, sentence, asked_of_applicant=True))
    if not any(choice.gets_letter for choice in addressees(application, representatives, on)):
        sentence = _("Ingen kan få brev ennå. Legg til den som skal opptre for %(name)s.") % {
            "name": recipient.first_name
        }
        missing.append(Missing(Thing.ADDRESSEE, sentence))
    return missing


def acts_by_authorisation(application: Application, on: date) -> bool:
    """Whether a fullmakt is what would make it right: for helpers, and for parents of the grown."""
    if application.applicant_is == ApplicantIs.PARENT:
        born_on = application.case.recipient.birth_date
        return born_on is not None and not parents_act(born_on, on)
    return application.applicant_is in (ApplicantIs.PROXY, ApplicantIs.OTHER)


def _one_of_two_parents(representatives: Sequence[Representative]) -> bool:
    shared = [
        representative
        for representative in representatives
        if representative.kind == Representative.Kind.PARENT
        and representative.parental_responsibility == Representative.ParentalResponsibility.SHARED
        and representative.valid_until is None
    ]
    return len(shared) == 1


def addressees(
    application: Application,
    representatives: Sequence[Representative],
    on: date,
    *,
    parents: ParentsTold = ParentsTold.YES,
) -> list[AddresseeChoice]:
    """Who gets letters about the application, and who does not, each with the reason."""
    return letter_addressees(
        application.case.recipient,
        representatives,
        on,
        understands_the_case=application.understands_the_case,
        parents=parents,
    )


# ── What may be done ────────────────────────────────────────────────────────────────────────────


def problems_with_dates(received_on: date, posted_on: date | None, today: date) -> list[str]:
    problems = []
    if received_on > today:
        problems.append(_("Søknaden kan ikke være mottatt fram i tid."))
    if posted_on and posted_on > received_on:
        problems.append(_("Søknaden kan ikke være postlagt etter at den ble mottatt."))
    return problems


def is_open_problem(application: Application) -> list[str]:
    """Why nothing more can be done with it; empty while it is open."""
    match application.state:
        case Application.State.DECIDED:
            return [_("Søknaden er avgjort og kan ikke endres.")]
        case Application.State.WITHDRAWN:
            return [_("Søknaden er allerede trukket.")]
        case Application.State.REGISTERED_IN_ERROR:
            return [_("Søknaden er markert som feilregistrert.")]
    return []


def may_withdraw(application: Application) -> bool:
    return application.is_open


def problems_before_withdrawing(application: Application, on: date, today: date) -> list[str]:
    if problems := is_open_problem(application):
        return problems
    if on > today:
        return [_("Datoen kan ikke være fram i tid.")]
    if on < application.received_on:
        return [_("Søknaden kan ikke være trukket før den ble mottatt.")]
    return []


def problems_before_error(application: Application, reason: str) -> list[str]:
    if problems := is_open_problem(application):
        return problems
    return [] if reason.strip() else [_("Skriv hva som var feil.")]


def problems_before_receipt(application: Application, today: date) -> list[str]:
    if problems := is_open_problem(application):
        return problems
    if one_month(application.received_on).act_by < today:
        return [
            _(
                "Det er mer enn én måned siden søknaden kom. En bekreftelse ville love svar på en "
                "dag som er gått. Ta kontakt med søkeren på en annen måte."
            )
        ]
    return []


def problems_before_correcting(
    application: Application,
    received_on: date,
    posted_on: date | None,
    received_reason: str,
    today: date,
) -> list[str]:
    if problems := is_open_problem(application):
        return problems
    problems = problems_with_dates(received_on, posted_on, today)
    if received_on != application.received_on and not received_reason.strip():
        problems.append(_("Skriv hvorfor datoen den kom, er en annen."))
    return problems


# ── Enquiries ───────────────────────────────────────────────────────────────────────────────────


def problems_before_closing(inquiry: Inquiry) -> list[str]:
    """Why nothing more can be done with it; empty while it is open."""
    if inquiry.is_open:
        return []
    return [
        _("Henvendelsen er allerede avsluttet (%(state)s).")
        % {"state": str(inquiry.get_state_display()).lower()}
    ]


# ── What is asked of others ─────────────────────────────────────────────────────────────────────

WEEKS_TO_ANSWER = 2


def answer_by(asked_on: date) -> date:
    """A reasonable time for whoever is asked: two weeks, and then to a working day."""
    return next_working_day(weeks_after(asked_on, WEEKS_TO_ANSWER))


def problems_with_deadline(on: date, today: date) -> list[str]:
    return [] if on > today else [_("Fristen må være etter i dag.")]


def problems_before_asking(
    case: Case,
    application: Application,
    items: Sequence[str],
    deadline: date,
    consent: Consent | None,
    today: date,
) -> list[str]:
    if problems := is_open_problem(application):
        return problems
    problems = problems_with_deadline(deadline, today)
    if application.case_id != case.pk:
        problems.append(_("Søknaden hører til en annen sak."))
    if not items:
        problems.append(_("Skriv hva vi trenger."))
    if consent and not consent.is_in_force(today):
        problems.append(
            _("Det er ikke samtykke til å spørre %(name)s. Be om samtykke først.")
            % {"name": consent.name}
        )
    return problems


def problems_with_open_request(request: InformationRequest) -> list[str]:
    if request.complete_on:
        return [_("Alt vi ba om, er allerede registrert som mottatt.")]
    if request.withdrawn_on:
        return [_("Spørsmålet er trukket tilbake.")]
    return []


def problems_before_receiving(
    request: InformationRequest, items: Sequence[InformationItem], on: date, today: date
) -> list[str]:
    if problems := problems_with_open_request(request):
        return problems
    if on > today:
        return [_("Datoen kan ikke være fram i tid.")]
    if on < request.asked_on:
        return [_("Det kan ikke ha kommet før vi spurte.")]
    if not items:
        return [_("Kryss av for det som kom.")]
    return [
        _("«%(what)s» er allerede registrert som mottatt.") % {"what": item.text}
        for item in items
        if item.received_on
    ]


def problems_before_reminding(request: InformationRequest, new_day: date, today: date) -> list[str]:
    if problems := problems_with_open_request(request):
        return problems
    if request.waits_until >= today:
        return [_("Fristen er ikke gått ut ennå. Vent med å purre til den har gått ut.")]
    return problems_with_deadline(new_day, today)


def problems_with_open_comment(comment: CommentRequest) -> list[str]:
    if comment.omitted:
        return [_("Opplysningene er ikke lagt fram, så det er ikke noe å svare på.")]
    if comment.answered_on:
        return [_("Uttalelsen er allerede registrert.")]
    return []


# ── The needs assessment ────────────────────────────────────────────────────────────────────────


class Section(StrEnum):
    """The parts an assessment is written in; the values stand in addresses."""

    APPOINTMENT = "avtale"
    MOMENTS = "situasjon"
    WISHES = "onsker"
    SAFETY = "trygghet"
    CHILD = "barnet"


FIELDS: dict[Section, tuple[str, ...]] = {
    Section.APPOINTMENT: (
        "meeting", "starts_at", "place", "interpreter_language", "interpreter_ordered_on",
        "interpreter_is_qualified", "interpreter_reason", "held_on", "held_by", "held_with",
    ),
    # What the national guidance says is to be looked at.
    Section.MOMENTS: ("function", "family", "network", "activities", "substances", "other"),
    Section.WISHES: (
        "wishes", "goals", "interests", "wanted_days", "must_haves", "contact_gender",
        "contact_gender_reason",
    ),
    Section.SAFETY: ("safety",),
    Section.CHILD: ("child_heard", "child_said", "child_not_heard"),
}  # fmt: skip


def sections_of(assessment: Assessment, age: int | None) -> list[Section]:
    """An adult's has no conversation with the child."""
    is_child = age is None or age < MAJORITY_AGE
    return [one for one in Section if one is not Section.CHILD or is_child]


def section_title(section: Section) -> str:
    return {
        Section.APPOINTMENT: _("Avtale og gjennomføring"),
        Section.MOMENTS: _("Situasjonen i dag"),
        Section.WISHES: _("Ønsker og mål"),
        Section.SAFETY: _("Trygghet"),
        Section.CHILD: _("Samtale med barnet"),
    }[section]


def is_written(assessment: Assessment, section: Section) -> bool:
    return any(getattr(assessment, name) not in ("", None) for name in FIELDS[section])


def problems_before_inviting(assessment: Assessment, now: datetime) -> list[str]:
    if not assessment.meeting or assessment.starts_at is None:
        return [_("Skriv hvordan og når samtalen skal være, før du kaller inn.")]
    if assessment.starts_at <= now:
        return [_("Tidspunktet er gått. Avtal et nytt før du kaller inn.")]
    if assessment.meeting == Assessment.Meeting.CONVERSATION and not assessment.place:
        return [_("Skriv hvor samtalen skal være, før du kaller inn.")]
    return []


def problems_before_finishing(
    assessment: Assessment, age: int | None, today: date
) -> list[tuple[Section | None, str]]:
    """What is missing, each with the section that mends it."""
    if not assessment.is_open:
        return [(None, _("Kartleggingen er ikke lenger i arbeid."))]
    problems: list[tuple[Section | None, str]] = []
    if assessment.held_on is None:
        problems.append((Section.APPOINTMENT, _("Skriv når samtalen ble holdt.")))
    elif assessment.held_on > today:
        problems.append((Section.APPOINTMENT, _("Samtalen kan ikke være holdt fram i tid.")))
    if assessment.held_on and not assessment.held_with:
        problems.append((Section.APPOINTMENT, _("Skriv hvem som var med i samtalen.")))
    if not is_written(assessment, Section.MOMENTS):
        problems.append((Section.MOMENTS, _("Skriv hva dere fant ut om situasjonen i dag.")))
    if not assessment.wishes:
        problems.append((Section.WISHES, _("Skriv hva den det gjelder, ønsker.")))
    if age is not None and age < MAJORITY_AGE:
        # fvl. § 17, pbrl. § 3-1: a child who can form a view is heard, or it is said why not.
        if not assessment.child_heard:
            problems.append((Section.CHILD, _("Skriv om barnet er hørt, eller hvorfor ikke.")))
        elif assessment.child_heard != Assessment.ChildHeard.NO and not assessment.child_said:
            problems.append((Section.CHILD, _("Skriv hva barnet sa.")))
    return problems


# What becomes text of a decision, and in which order; the headings are the fields' own names.
FACTS = ("function", "family", "network", "activities", "substances", "other")
VIEW = ("wishes", "goals", "interests", "wanted_days", "must_haves")


def as_facts(assessment: Assessment) -> str:
    """What the decision's facts may begin with."""
    return _paragraphs(assessment, FACTS)


def as_view(assessment: Assessment) -> str:
    """What the recipient says. What a child said alone is the child's, and stands elsewhere."""
    return _paragraphs(assessment, VIEW)


def _paragraphs(assessment: Assessment, names: Iterable[str]) -> str:
    return "\n\n".join(text for name in names if (text := getattr(assessment, name).strip()))


def as_note(assessment: Assessment) -> str:
    """It as one note of the case, each text under its heading; the child's words have their own."""
    names = [
        name
        for section in (Section.MOMENTS, Section.WISHES, Section.SAFETY)
        for name in FIELDS[section]
        if name != "contact_gender"
    ]
    if assessment.child_not_heard:
        names.append("child_not_heard")
    parts = []
    if assessment.contact_gender:
        parts.append(str(assessment.get_contact_gender_display()))
    for name in names:
        if text := getattr(assessment, name).strip():
            heading = str(Assessment._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            parts.append(f"{heading[:1].upper()}{heading[1:]}:\n{text}")
    return "\n\n".join(parts)
