"""One of everything in a case, for tests that ask who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from applications.models import (
    Application,
    Assessment,
    CommentRequest,
    Consent,
    InformationRequest,
    Inquiry,
    InterimReply,
)
from decisions.models import AdvanceNotice, Criterion, Decision, GrantedService, Phrase
from stottekontakt.accounts.models import Invitation, Membership, StandIn, Unit
from stottekontakt.accounts.roles import Role
from stottekontakt.archive.models import ExportJob
from stottekontakt.cases import services as case_services
from stottekontakt.cases.models import (
    AddressProtection,
    AgeReached,
    Case,
    CaseNote,
    Disqualification,
    Document,
    HandOver,
    InformationWish,
    JournalEntry,
    Person,
    Representative,
)
from stottekontakt.imports.models import ImportJob
from stottekontakt.letters.models import Letter, PrintBatch, PrintedLetter
from stottekontakt.letters.printing import path_of
from tests.accounts.factories import InvitationFactory, MembershipFactory
from tests.applications.factories import ApplicationFactory
from tests.archive.factories import decide, letter_of
from tests.cases.factories import CaseFactory, RepresentativeFactory
from tests.decisions.factories import CriterionFactory
from tests.letters.factories import issue as issue_sample_letter


@dataclass
class Rows:
    case: Case
    person: Person
    representative: Representative
    document: Document
    application: Application
    interim_reply: InterimReply
    inquiry: Inquiry
    consent: Consent
    information_request: InformationRequest
    comment: CommentRequest
    assessment: Assessment
    draft: Decision
    granted: Decision  # in force; and a draft that ends it, with its notice made and sent
    ending: Decision
    letter: Letter
    batch: PrintBatch
    membership: Membership
    invitation: Invitation
    decision_letter: Letter
    export: ExportJob
    spreadsheet: ImportJob
    phrase: Phrase
    unit: Unit
    criterion: Criterion
    note: CaseNote
    entry: JournalEntry
    offer: HandOver
    disqualification: Disqualification
    wish: InformationWish
    birthday: AgeReached
    stand_in: StandIn


def _asked(case: Case, application: Application, by: Membership) -> dict[str, Any]:
    """What is asked of the office about the case, and by it of others."""
    owned = {"municipality": case.municipality, "case": case}
    day = case.opened_on
    consent = Consent.objects.create(
        **owned,
        kind="school",
        name="Prøvelia skole",
        scope="Skolen",
        asked_on=day,
        asked_by=by.user,
    )
    return {
        "inquiry": Inquiry.objects.create(
            **owned, unit=case.unit, about=case.recipient, enquired_on=day, question="Om timene",
            registered_by=by.user,
        ),
        "consent": consent,
        "information_request": InformationRequest.objects.create(
            **owned, application=application, asked_on=day, asked_by=by.user,
            answer_by=day + timedelta(days=14),
        ),
        "comment": CommentRequest.objects.create(
            **owned, information="Er mye alene", given_by="naboen", registered_on=day,
            registered_by=by.user, comment_by=day + timedelta(days=14),
        ),
        "assessment": Assessment.objects.create(
            **owned, application=application, started_by=by.user, meeting="phone",
            starts_at=timezone.now() + timedelta(days=7),
        ),
    }  # fmt: skip


def make_rows(
    unit: Unit,
    by: Membership,
    *,
    delivering_unit: Unit | None = None,
    strict: bool = False,
    administrator: Membership | None = None,
) -> Rows:
    """A case of the unit, `by` being somebody who works there; not its caseworker.

    What belongs to one person alone is `administrator`'s, or somebody else's.
    """
    municipality = unit.municipality
    protection = AddressProtection.STRICT if strict else AddressProtection.NONE
    case = CaseFactory(
        unit=unit,
        delivering_unit=delivering_unit,
        recipient__address_protection=protection,
        recipient__name="Nora Blåklokke",
    )
    representative = RepresentativeFactory(case=case, mother=True, person__name="Hilde Blåklokke")
    entry = case_services.add_journal_entry(
        case,
        by=by,
        direction="incoming",
        title="Uttalelse fra skolen",
        dated_on=case.opened_on,
        received_on=case.opened_on,
    )
    document = case_services.add_document(
        entry,
        by=by,
        title="Uttalelse",
        filename="uttalelse.pdf",
        content_type="application/pdf",
        data=b"%PDF-1.7\n%%EOF\n",
    )
    application = ApplicationFactory(case=case, registered_by=by.user)
    criterion = CriterionFactory(municipality=municipality)
    draft = Decision.objects.create(
        municipality=municipality, case=case, application=application, drafted_by=by.user
    )
    granted, ending = _granted_and_ending(case, by)
    letter = issue_sample_letter(case, by=by, source=f"application:{application.pk}")
    letter.state, letter.document, letter.sha256 = "rendered", document, document.sha256
    letter.rendered_at = timezone.now()
    letter.save(update_fields=["state", "document", "sha256", "rendered_at"])
    batch = PrintBatch.objects.create(
        municipality=municipality, unit=unit, ordered_by=by.user, state="ready", done=1
    )
    PrintedLetter.objects.create(municipality=municipality, batch=batch, letter=letter, position=1)
    path_of(batch).parent.mkdir(parents=True, exist_ok=True)
    path_of(batch).write_bytes(b"%PDF-1.7\n%%EOF\n")
    owner = administrator or by
    absent = MembershipFactory(municipality=municipality, unit=unit, role=Role.PAYROLL_CLERK).user
    return Rows(
        case=case,
        person=case.recipient,
        representative=representative,
        document=document,
        application=application,
        interim_reply=InterimReply.objects.create(
            municipality=municipality,
            case=case,
            source=application.source,
            number=1,
            drafted_on=application.received_on,
            proposed=InterimReply.Reason.CASELOAD,
        ),
        **_asked(case, application, by),
        draft=draft,
        granted=granted,
        ending=ending,
        letter=letter,
        batch=batch,
        membership=MembershipFactory(municipality=municipality, unit=unit, role=Role.PAYROLL_CLERK),
        invitation=InvitationFactory(municipality=municipality, invited_by=by.user),
        decision_letter=letter_of(decide(case, by), by),
        spreadsheet=ImportJob.objects.create(
            municipality=municipality,
            sheet="mottakere",
            size=1,
            uploaded_by=owner.user,
            membership=owner,
            state=ImportJob.State.REFUSED,
            expires_at=timezone.now(),
        ),
        export=ExportJob.objects.create(
            municipality=municipality,
            requested_by=owner.user,
            membership=owner,
            purpose="inspection",
            explanation="Tilsyn",
            state=ExportJob.State.CANCELLED,
        ),
        phrase=Phrase.objects.create(
            municipality=municipality,
            heading=f"Åpne tilbud, {case.pk}",
            text_nb="Det finnes åpne tilbud.",
            text_nn="Det finst opne tilbod.",
            sections=["begrunnelse"],
        ),
        unit=unit,
        criterion=criterion,
        note=case_services.write_note(
            case, by=by, kind="note", happened_on=case.opened_on, text="Ringte skolen."
        ),
        entry=entry,
        offer=HandOver.objects.create(
            municipality=municipality,
            case=case,
            from_unit=unit,
            to_unit=unit,
            to_user=absent,
            offered_by=by.user,
        ),
        disqualification=Disqualification.objects.create(
            municipality=municipality,
            case=case,
            user=absent,
            ground="other",
            reason="Er nabo.",
            raised_by=by.user,
        ),
        wish=InformationWish.objects.create(
            municipality=municipality,
            case=case,
            kind="child_asked",
            said_on=case.opened_on,
            how="meeting",
            what="Vil ikke at mor skal vite om gruppa.",
            registered_by=by.user,
        ),
        birthday=AgeReached.objects.create(
            municipality=municipality, case=case, age=16, reached_on=case.opened_on
        ),
        stand_in=StandIn.objects.create(
            municipality=municipality,
            absent=absent,
            substitute=MembershipFactory(municipality=municipality, unit=unit).user,
            # Nobody's of the unit, where its rows are to be out of sight.
            unit=None if strict else unit,
            role=Role.PAYROLL_CLERK,
            starts_on=case.opened_on,
            ends_on=timezone.localdate(),
            set_by=absent,
        ),
    )


def _granted_and_ending(case: Case, by: Membership) -> tuple[Decision, Decision]:
    common = {"municipality": case.municipality, "case": case, "drafted_by": by.user}
    today = timezone.localdate()
    granted = Decision.objects.create(
        **common, outcome="granted", facts="x", recipient_view="x", reasons="x", goal="x",
        best_interests="x", child_heard="conversation", child_heard_how="x", starts_on=today,
        evaluation_on=today, delivering_unit=case.unit, legal_bases=[1],
    )  # fmt: skip
    GrantedService.objects.create(
        municipality=case.municipality, decision=granted, case=case, form="individual", hours=2,
        starts_on=today, in_force=True,
    )  # fmt: skip
    Decision.objects.filter(pk=granted.pk).update(
        state="issued", issued_at=timezone.now(), issued_by=by.user
    )
    granted.refresh_from_db()
    ending = Decision.objects.create(
        **common, kind="termination", replaces=granted, outcome="terminated"
    )
    notice = AdvanceNotice.objects.create(
        **common, decision=ending, what="x", why="x", planned="termination",
        comment_by=today + timedelta(days=14), issued_at=timezone.now(), issued_by=by.user,
    )  # fmt: skip
    AdvanceNotice.objects.filter(pk=notice.pk).update(sent_on=today)
    return granted, ending
