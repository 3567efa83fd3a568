"""The work list, the list of cases and the pages of a case: they read and never write."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from applications.models import (
    Application,
    Assessment,
    CommentRequest,
    Consent,
    InformationRequest,
    Inquiry,
)
from applications.rules import goal_of
from decisions.models import Decision, GrantedService
from stottekontakt.accounts.decorators import log_read, requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission
from stottekontakt.accounts.stand_ins import absent_colleagues
from stottekontakt.audit.access import log_access
from stottekontakt.audit.models import AccessEntry
from stottekontakt.cases.addressees import addressees_of
from stottekontakt.cases.age_gates import age_gates
from stottekontakt.cases.models import (
    Case,
    CaseNote,
    Document,
    JournalEntry,
    Person,
    Representative,
)
from stottekontakt.cases.rules import ParentsTold, letter_addressees
from stottekontakt.cases.timeline import by_day, entries_of, newest_of, subjects_of
from stottekontakt.deadlines.models import Deadline
from stottekontakt.letters.models import Letter
from stottekontakt.reports.case_list import NEWEST, ORDERS, CaseFilter
from stottekontakt.reports.case_page import (
    NEWEST_EVENTS,
    Facts,
    Head,
    complaint_periods,
    counts_of,
    next_events,
    todos,
    track,
)
from stottekontakt.reports.rows import ground_of_list, hours_in_words, listed_cases
from stottekontakt.reports.worklist import (
    HEADINGS,
    LATER_DAYS,
    Group,
    OneGroup,
    Whose,
    WorkList,
    counted,
    default_whose,
    owner_query,
    segments_by_owner,
    segments_by_time,
    work_list,
)
from stottekontakt.ui.listing import chips_of, ordering, page_of
from stottekontakt.ui.menu import start_page


def _log_list(request: AuthenticatedHttpRequest, shown: int) -> None:
    log_access(
        AccessEntry.Action.READ,
        by=request.membership,
        view=request.resolver_match.view_name if request.resolver_match else "",
        ground=ground_of_list(request.membership),
        data={"rows": shown},
    )


# ── Work list ───────────────────────────────────────────────────────────────────────────────────


@start_page
@requires(Permission.WORK_LIST)
@require_safe
def worklist(request: AuthenticatedHttpRequest) -> HttpResponse:
    today = timezone.localdate()
    membership = request.membership
    absent = absent_colleagues(membership, today)
    whose = _one_of(Whose, request.GET.get("hvem", "")) or default_whose(membership)
    of = None
    if whose == Whose.STAND_IN:
        asked_for = request.GET.get("for", "")
        of = next((user.pk for user in absent if str(user.pk) == asked_for), None)
        if of is None:  # no longer, or never: back to one's own
            whose = default_whose(membership)
    group = _one_of(Group, request.GET.get("nar", ""))
    found: WorkList | OneGroup
    context: dict[str, Any] = {}
    if group is None:
        found = work_list(membership, whose, today, of)
        context["sections"] = found.sections
        shown = sum(len(section.tasks) for section in found.sections)
    else:
        found = OneGroup(membership, whose, group, today, of)
        context["page"] = page = page_of(request, found)
        context["heading"] = HEADINGS[group]
        shown = len(page.object_list)
    _log_list(request, shown)
    return render(
        request,
        "reports/worklist.html",
        {
            **context,
            "today": today,
            "overdue": found.totals[Group.OVERDUE],
            "shown_overdue": counted(found.totals[Group.OVERDUE]),
            "due_today": counted(found.totals[Group.TODAY]),
            "unassigned": found.unassigned,
            "whose": whose,
            "owner": owner_query(whose, of),
            "by_time": segments_by_time(found.totals, owner_query(whose, of), group),
            "by_owner": segments_by_owner(
                membership, found.unassigned, whose, absent=absent, of=of
            ),
            "later_days": LATER_DAYS,
            "may_register": membership.may(Permission.APPLICATION_REGISTER),
        },
    )


Choice = TypeVar("Choice", Whose, Group)


def _one_of(kind: type[Choice], asked: str) -> Choice | None:
    try:
        return kind(asked)
    except ValueError:
        return None


# ── Cases ───────────────────────────────────────────────────────────────────────────────────────


@requires(Permission.CASE_VIEW)
@require_safe
def case_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    today = timezone.localdate()
    filters = CaseFilter(request.GET or None, membership=request.membership)
    cases = filters.narrow(Case.objects.visible_to(request.membership), today)
    order = ordering(request, ORDERS, default=NEWEST)
    page = page_of(request, cases.order_by(*order).values_list("pk", flat=True))
    page.object_list = listed_cases(list(page.object_list), today)
    _log_list(request, len(page.object_list))
    return render(
        request,
        "reports/case_list.html",
        {
            "page": page,
            "filters": filters,
            "chips": chips_of(request, filters),
            "default_sort": NEWEST,
            "may_register": request.membership.may(Permission.APPLICATION_REGISTER),
        },
    )


# ── One case ────────────────────────────────────────────────────────────────────────────────────


def _head(request: AuthenticatedHttpRequest, pk: int, tab: str) -> Head:
    """The case as its pages show it; the reading is logged."""
    today = timezone.localdate()
    cases = Case.objects.visible_to(request.membership).select_related("recipient", "caseworker")
    case = get_object_or_404(cases, pk=pk)
    log_read(request, case, case_id=case.pk, ground=case.reading_ground(request.membership))
    return Head(case, counts_of(case, today, request.membership), request.membership, today, tab)


def _page(request: HttpRequest, head: Head, **context: Any) -> HttpResponse:
    return render(
        request,
        f"reports/case/{head.current}.html",
        {"head": head, "case": head.case, "today": head.today, **context},
    )


@requires(Permission.CASE_VIEW)
@require_safe
def case_detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    head = _head(request, pk, "detail")
    facts = _facts(head)
    representatives = [
        one for one in facts.representatives if not one.valid_until or one.valid_until >= head.today
    ]
    events: list[Any] = []
    if head.reads_file:
        subjects = subjects_of(
            *facts.representatives,
            *(one.person for one in facts.representatives),
            head.case.recipient,
            *facts.letters,
        )
        events = by_day(newest_of(head.case.pk, NEWEST_EVENTS), subjects)
    return _page(
        request,
        head,
        facts=facts,
        application=facts.latest_application,
        steps=track(facts) if head.reads_file else [],
        todos=todos(facts),
        complaint_periods=complaint_periods(facts) if head.reads_file else [],
        addressees=letter_addressees(
            head.case.recipient,
            representatives,
            head.today,
            understands_the_case=facts.understands_the_case,
            parents=facts.casework.parents if facts.casework else ParentsTold.YES,
        ),
        services=[
            {
                "words": capfirst(hours_in_words(one.hours, one.hours_unit, one.form)),
                "starts_on": one.starts_on,
                "ends_on": one.ends_on,
            }
            for one in facts.services
            if one.ends_on is None or one.ends_on >= head.today
        ],
        events=events,
        coming=next_events(facts),
        gates=age_gates(head.case.recipient, head.today),
    )


# Plain questions of the page that is opened most: put together by the ORM each costs three times
# as much. The case itself came from `visible_to`.
LETTERS = """
SELECT id, municipality_id, case_id, kind, source, addressee_id, addressee_name, role,
       manual_dispatch, dated_on, journal_entry_id, state, last_error, delivery, sent_on,
       handed_over_on
  FROM letters_letter WHERE case_id = %s ORDER BY id DESC"""
DECISIONS = """
SELECT id, municipality_id, case_id, application_id, state, outcome, starts_on, ends_on, drafted_at,
       issued_at
  FROM decisions_decision WHERE case_id = %s ORDER BY id DESC"""
SERVICES = """
SELECT * FROM decisions_grantedservice WHERE case_id = %s AND in_force ORDER BY id"""
DEADLINES = """
SELECT * FROM deadlines_deadline
 WHERE case_id = %s AND met_on IS NULL AND cancelled_on IS NULL ORDER BY act_by, id"""


def _facts(head: Head) -> Facts:
    case = head.case
    applications: list[Application] = []
    letters: list[Letter] = []
    if head.reads_file:
        applications = list(Application.objects.filter(case=case).select_related("applicant"))
        for application in applications:
            application.case = case
        letters = list(Letter.objects.raw(LETTERS, [case.pk]))
        decisions = list(Decision.objects.raw(DECISIONS, [case.pk]))
    else:  # a coordinator sees what was granted
        decisions = list(Decision.objects.visible_to(head.membership).filter(case=case))
    return Facts(
        head=head,
        representatives=list(_representatives(case)),
        applications=applications,
        decisions=decisions,
        services=list(GrantedService.objects.raw(SERVICES, [case.pk])),
        letters=letters,
        deadlines=list(Deadline.objects.raw(DEADLINES, [case.pk])),
        casework=head.counts.casework if head.reads_file else None,
        asked=head.counts.asked if head.reads_file else (),
    )


def _representatives(case: Case) -> Any:
    return (
        Representative.objects.filter(case=case)
        .select_related("person")
        .order_by("valid_until", "pk")
    )


@requires(Permission.CASE_VIEW)
@require_safe
def case_persons(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    head = _head(request, pk, "persons")
    everybody = list(_representatives(head.case))
    ended = [one for one in everybody if one.valid_until and one.valid_until < head.today]
    understands = Application.objects.open().filter(case=head.case, understands_the_case=True)
    return _page(
        request,
        head,
        addressees=addressees_of(
            head.case,
            head.today,
            understands_the_case=understands.exists(),
            representatives=[one for one in everybody if one not in ended],
        ),
        ended=ended,
        gates=age_gates(head.case.recipient, head.today),
        shows_address=head.case.recipient.address_shown_to(head.membership),
        sees_protected=head.membership.sees_protected,
    )


@requires(Permission.CASE_VIEW, Permission.CASE_FILE)
@require_safe
def case_applications(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    head = _head(request, pk, "applications")
    rows = Application.objects.filter(case=head.case).select_related("applicant")
    return _page(request, head, page=page_of(request, rows))


@requires(Permission.CASE_VIEW, Permission.CASE_FILE)
@require_safe
def case_assessments(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """What is found out, what is asked of others, and the municipality's own goal meanwhile."""
    head = _head(request, pk, "assessments")
    case = head.case
    applications = list(Application.objects.open().filter(case=case))
    requests = list(
        InformationRequest.objects.filter(case=case)
        .select_related("consent", "asked_by")
        .prefetch_related("items")
    )
    return _page(
        request,
        head,
        applications=applications,
        assessments=list(Assessment.objects.filter(case=case).select_related("held_by")),
        requests=requests,
        consents=list(Consent.objects.filter(case=case)),
        comments=list(CommentRequest.objects.filter(case=case)),
        inquiries=list(
            Inquiry.objects.visible_to(head.membership)
            .filter(case=case)
            .select_related("caller", "about")
        ),
        notes=list(CaseNote.objects.filter(case=case, kind=CaseNote.Kind.ORAL)),
        goals=[
            goal
            for application in applications
            if (
                goal := goal_of(
                    application,
                    [one for one in requests if one.application_id == application.pk],
                    head.membership.municipality,
                    head.today,
                )
            )
        ],
    )


@requires(Permission.CASE_VIEW)
@require_safe
def case_decisions(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    head = _head(request, pk, "decisions")
    rows = (
        Decision.objects.visible_to(head.membership)
        .filter(case=head.case)
        .exclude(state=Decision.State.DISCARDED)
        .select_related("issued_by", "drafted_by")
        .prefetch_related("services")
    )
    return _page(request, head, page=page_of(request, rows))


@requires(Permission.CASE_VIEW, Permission.CASE_FILE)
@require_safe
def case_letters(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    head = _head(request, pk, "letters")
    rows = Letter.objects.filter(case=head.case).defer("body", "sender", "contact")
    return _page(request, head, page=page_of(request, rows))


@requires(Permission.CASE_VIEW, Permission.CASE_FILE)
@require_safe
def case_documents(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    head = _head(request, pk, "documents")
    rows = (
        JournalEntry.objects.filter(case=head.case)
        .select_related("letter", "kind")
        .prefetch_related(Prefetch("documents", Document.objects.order_by("pk")))
    )
    return _page(request, head, page=page_of(request, rows))


@requires(Permission.CASE_VIEW, Permission.CASE_FILE)
@require_safe
def case_timeline(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    head = _head(request, pk, "timeline")
    page = page_of(request, entries_of(head.case.pk))
    entries = list(page.object_list)
    return _page(request, head, page=page, events=by_day(entries, _subjects(entries)))


# Rows that the entries of a timeline tell of, and what is needed to tell it.
TOLD = {
    "cases.casenote": CaseNote.objects.all(),
    "cases.document": Document.objects.all(),
    "cases.person": Person.objects.only("name"),
    "cases.representative": Representative.objects.select_related("person"),
    "letters.letter": Letter.objects.defer("body", "sender", "contact"),
}


def _subjects(entries: list[Any]) -> dict[tuple[str, int], Any]:
    """One query for each kind of row on the page."""
    found: dict[tuple[str, int], Any] = {}
    for kind, rows in TOLD.items():
        ids = {entry.subject_id for entry in entries if entry.subject_type == kind}
        if ids:
            found |= subjects_of(*rows.filter(pk__in=ids))
    return found
