"""What a letter is made of: plain values, gathered by the app that wants a letter sent.

Free text is what a caseworker wrote: blank lines part paragraphs, lines that begin with "- " are
a list. It is escaped when it is set. Texts that exist in two forms of language (criteria, legal
bases) are given in the letter's own. Dates are None in a preview where they are not known yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Role(StrEnum):
    """As whom the addressee gets the letter."""

    RECIPIENT = "recipient"
    PARENT = "parent"
    GUARDIAN = "guardian"
    PROXY = "proxy"
    CHILD_WELFARE = "child_welfare"
    SOURCE = "source"  # a school, a doctor or Nav that is asked, with consent
    NEXT_OF_KIN = "next_of_kin"  # only after the recipient's death


class Per(StrEnum):
    WEEK = "week"
    MONTH = "month"


class Form(StrEnum):
    """How the service is given."""

    INDIVIDUAL = "individual"
    GROUP = "group"
    ORGANISATION = "organisation"
    ASSISTED_LEISURE = "assisted_leisure"


class Met(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_RELEVANT = "not_relevant"


class Meeting(StrEnum):
    """How the conversation we invite to is held."""

    CONVERSATION = "conversation"
    HOME_VISIT = "home_visit"
    PHONE = "phone"


class Planned(StrEnum):
    """What an advance notice tells that the municipality considers."""

    CHANGE = "change"
    TERMINATION = "termination"


class Ended(StrEnum):
    """Why a service ends. Another code may be given: then the reasons alone say why."""

    WISH = "wish"
    MOVED = "moved"
    INSTITUTION = "institution"
    NEED_ENDED = "need_ended"
    DEATH = "death"


class SignatoryRole(StrEnum):
    CASEWORKER = "caseworker"
    RESPONSIBLE = "responsible"


@dataclass(frozen=True, kw_only=True)
class Sender:
    """The municipality and the unit as they stand at the top of the sheet."""

    municipality: str
    unit: str
    address_lines: tuple[str, ...]  # where answers are posted, without the names above
    phone: str = ""
    email: str = ""
    website: str = ""
    county_governor: str = ""  # "Statsforvalteren i Vestland"
    complaint_url: str = ""  # empty where complaints cannot be sent electronically
    arms: str = ""  # what names the picture, see letters.pdf


@dataclass(frozen=True, kw_only=True)
class Contact:
    """The caseworker the reader may ask."""

    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Signatory:
    name: str
    role: SignatoryRole
    title: str = ""  # in the letter's language; empty: the usual word for the role


@dataclass(frozen=True, kw_only=True)
class Amount:
    hours: Decimal
    per: Per


@dataclass(frozen=True, kw_only=True)
class Service:
    """One service that is granted. `ends_on` None means until further notice."""

    form: Form
    amount: Amount
    starts_on: date | None  # None in a preview only
    ends_on: date | None = None
    goal: str = ""
    detail: str = ""  # e.g. "bare for Nora", "strikkekafeen på torsdager"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A legal basis or the municipality's own criteria, as it read on the day of the decision.

    `says` is neutral about the reader: "Den som trenger det, har rett til …".
    """

    reference: str
    says: str
    key: str = ""
    valid_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class AppraisedCriterion:
    title: str
    appraisal: str
    met: Met


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Other help: what, and who does what by when."""

    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ComplaintRight:
    """How long one may complain. The two dates are an example, made by the law's own rule."""

    weeks: int
    example_received_on: date | None = None
    example_due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class LetterContext:
    """What every letter knows."""

    sender: Sender
    contact: Contact
    role: Role
    called: str  # the recipient as the letter names them, mostly the first name
    is_minor: bool = False
    dated_on: date | None = None
    signatories: tuple[Signatory, ...]
    attachments: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()  # "Per Prøvedal, far til Nora"

    @property
    def is_to_recipient(self) -> bool:
        return self.role is Role.RECIPIENT


@dataclass(frozen=True, kw_only=True)
class ReceiptContext(LetterContext):
    received_on: date
    answer_by: date  # one month at the latest: an answer or an interim reply
    case_number: str
    applied_for: str = ""  # in words, e.g. "seks timer i uken"
    missing: tuple[str, ...] = ()  # each a thing to send us, e.g. "fullmakt fra Nora"
    missing_by: date | None = None


@dataclass(frozen=True, kw_only=True)
class InvitationContext(LetterContext):
    """To a conversation, a home visit or a talk on the phone (fvl. § 11 d)."""

    meeting: Meeting
    starts_at: datetime | None
    place: str = ""  # not for a home visit or the phone
    about: str = ""  # free text: what we want to talk about
    interpreter: str = ""  # the language an interpreter is ordered in, as it reads after "på"
    received_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class InformationRequestContext(LetterContext):
    """What we must know before we decide. It moves no deadline of ours (fvlf. §§ 38 and 39)."""

    items: tuple[str, ...]  # each a thing to send or tell us
    why: str
    answer_by: date | None
    received_on: date | None = None
    answer_within: date | None = None  # the month since the application came, not moved


@dataclass(frozen=True, kw_only=True)
class ConsentContext(LetterContext):
    """May we ask others? With a page to sign and send back."""

    sources: tuple[str, ...]  # "Prøvelia skole", "fastlegen din"
    about: str  # free text: what we want to ask them
    answer_by: date | None


@dataclass(frozen=True, kw_only=True)
class CommentRequestContext(LetterContext):
    """What others have told us, put to the party (fvl. § 17)."""

    information: str
    given_by: str  # as it reads after "fra"
    comment_by: date | None


@dataclass(frozen=True, kw_only=True)
class AdvanceNoticeContext(LetterContext):
    """Notice of a change or an end that we consider (fvl. § 16)."""

    planned: Planned
    what: str  # free text: what we consider
    why: str
    ground: str = ""  # why fvl. § 35 lets us, in plain words
    from_on: date | None = None  # the earliest day
    comment_by: date | None
    services_now: tuple[Service, ...] = ()


@dataclass(frozen=True, kw_only=True)
class InterimReplyContext(LetterContext):
    """The answer takes longer: why, and when it comes (fvl. § 11 a)."""

    received_on: date
    case_number: str
    expected_on: date | None  # None in a preview only
    reason: str = ""  # missing, waiting, assessment or caseload; empty: `details` alone says why
    details: str = ""
    long_wait: str = ""  # why it takes as long as it does
    missing: tuple[str, ...] = ()  # each a thing to send us
    promised_before: date | None = None  # the day we named the last time we wrote
    is_about_complaint: bool = False


@dataclass(frozen=True, kw_only=True)
class GuidanceContext(LetterContext):
    """A note of what we answered to one who asked (fvl. § 11)."""

    asked_about: str
    guidance: str
    enquired_on: date


@dataclass(frozen=True, kw_only=True)
class DecisionContext(LetterContext):
    """What all decisions have in common. Sections that are empty are left out."""

    received_on: date | None = None  # None: decided without an application
    applied_for: Amount | None = None
    applied_for_text: str = ""  # what was applied for beyond the hours
    facts: str
    built_on: str = ""  # whom we talked with, which papers, with dates
    recipient_view: str  # what the recipient says (for a child: the child)
    applicant_view: str = ""  # what parent, guardian or proxy says, when they differ
    applicant_role: Role | None = None  # who that was
    view_weight: str = ""  # how the views were weighed
    best_interests: str = ""  # under 18
    rules: tuple[Rule, ...]
    criteria: tuple[AppraisedCriterion, ...]
    reasons: str
    alternatives: str = ""  # what else was considered
    complaint: ComplaintRight
    is_detriment: bool = False  # may be carried out to the party's harm: fvl. § 42 is mentioned
    only_for_recipient: str = ""  # what no other letter may say; empty unless role is RECIPIENT


@dataclass(frozen=True, kw_only=True)
class DecisionGrantedContext(DecisionContext):
    services: tuple[Service, ...]
    evaluate_by: date | None = None
    refused_part: str = ""  # "3 av de 6 timene i uken" – when less is granted than applied for
    refused_reasons: str = ""
    start: str = ""  # instead of the usual text: what happens until a support contact is found
    contact_ticket_paid: bool = True  # the municipality pays the support contact's own tickets
    travel_cap: Decimal | None = None  # kroner a month of the support contact's driving
    extra_practical: tuple[Offer, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DecisionRefusedContext(DecisionContext):
    decisive: str = ""  # what decided, in one line; empty: the criteria that are not met
    exception: str = ""  # why the exception does not apply
    guidance: str = ""  # other help, in the caseworker's words
    offers: tuple[Offer, ...] = ()
    instead: str = ""  # one line for the outcome box: what is offered instead


@dataclass(frozen=True, kw_only=True)
class DecisionChangedContext(DecisionGrantedContext):
    """A running service changed or extended; `services` are those that hold from now on."""

    services_before: tuple[Service, ...] = ()
    to_detriment: bool = False
    ground: str = ""  # why fvl. § 35 lets us, when it is to the recipient's detriment
    comments: str = ""  # what was said to the advance notice, and how it was weighed
    is_extension: bool = False  # the same service for longer: a short letter


@dataclass(frozen=True, kw_only=True)
class DecisionTerminatedContext(DecisionContext):
    """A service that ends. After a death the letter goes to the next of kin and says little."""

    ended_on: date | None  # the last day with the service; None in a preview only
    reason_code: str  # one of Ended, or another
    to_detriment: bool = False
    ground: str = ""
    comments: str = ""
    services_before: tuple[Service, ...] = ()
    guidance: str = ""
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DecisionDismissedContext(DecisionContext):
    """An application or claim that is not tried (fvl. §§ 2 third paragraph and 28)."""

    why: str
    guidance: str = ""
    offers: tuple[Offer, ...] = ()
