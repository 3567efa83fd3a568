"""Oral enquiries: log one in half a minute, find it again, and end it rightly."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from applications.forms.inquiry import (
    BecomesApplicationForm,
    FollowUpForm,
    GuidanceForm,
    InquiryFilter,
    InquiryForm,
    PersonOfInquiryForm,
    WithdrawInquiryForm,
)
from applications.models import Inquiry
from applications.services import inquiry as verbs
from applications.services.writing import getting_letters, preview_to_party
from applications.views.common import acted, asked_for_preview, page, row_of, tell_of_letters
from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.models import Membership
from stottekontakt.accounts.roles import Permission
from stottekontakt.audit.access import log_access
from stottekontakt.audit.models import AccessEntry
from stottekontakt.cases.models import Case, Person, Representative
from stottekontakt.cases.phone import shown
from stottekontakt.cases.search import Kind, parse, search
from stottekontakt.letters.models import Letter
from stottekontakt.ui.listing import chips_of, ordering, page_of

ORDERS = {"dato": ("enquired_on", "pk"), "ringe": ("callback_on", "pk")}
NEWEST_FIRST = "-dato"
MOST_CANDIDATES = 8
RELATED = ("about", "caller", "case__recipient", "case__caseworker", "registered_by", "unit")


@requires(Permission.CASE_FILE)
@require_safe
def inquiry_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    filters = InquiryFilter(request.GET)
    rows = filters.narrow(Inquiry.objects.visible_to(request.membership), request.membership)
    rows = rows.select_related("about", "caller", "case", "registered_by")
    listed = page_of(request, rows.order_by(*ordering(request, ORDERS, default=NEWEST_FIRST)))
    log_access(
        AccessEntry.Action.READ,
        by=request.membership,
        view="applications:inquiries",
        data={"rows": len(listed.object_list)},
    )
    return render(
        request,
        "applications/inquiries.html",
        {
            "page": listed,
            "today": timezone.localdate(),
            "filters": filters,
            "chips": chips_of(request, filters),
            "default_sort": NEWEST_FIRST,
            "may_register": request.membership.may(Permission.APPLICATION_REGISTER),
        },
    )


# ── Logging ─────────────────────────────────────────────────────────────────────────────────────


@requires(Permission.APPLICATION_REGISTER)
@require_http_methods(["GET", "POST"])
def log(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Names are posted: an address must not hold them. The button "Finn" only looks."""
    membership = request.membership
    person = _asked_about(request)
    if request.method == "GET":
        return _blank(request, person)
    candidates = _candidates(request, person)
    chosen = next(
        (one for one in candidates if str(one.pk) == request.POST.get("about")),
        candidates[0] if candidates and (person or len(candidates) == 1) else None,
    )
    form = InquiryForm(
        request.POST,
        owner=membership,
        candidates=candidates,
        representatives=_representatives(chosen, membership),
    )
    if "finn" in request.POST:
        # Shown as typed, and not called wrong before it is finished.
        typed = InquiryForm(
            owner=membership,
            candidates=candidates,
            representatives=_representatives(chosen, membership),
            initial={
                **{name: request.POST.get(name, "") for name in form.fields},
                **({"about": candidates[0].pk} if len(candidates) == 1 else {}),
            },
        )
        return _form_page(request, typed, looked=True)
    if form.is_valid():
        unit = form.cleaned_data.get("unit") or membership.unit
        assert unit is not None

        def act() -> HttpResponse:
            inquiry = verbs.log(form.call(), unit=unit, by=membership)
            messages.success(
                request,
                format_html(
                    _('Henvendelsen er ført. <a href="{}">Før en til</a>'),
                    reverse("applications:log_inquiry"),
                ),
            )
            return redirect(inquiry)

        if done := acted(form, act, None):
            return done  # type: ignore[no-any-return]
    return _form_page(request, form)


def _blank(request: AuthenticatedHttpRequest, person: Person | None) -> HttpResponse:
    initial: dict[str, Any] = {"enquired_on": timezone.localdate()}
    if person:
        initial |= {"about_name": person.name, "about": person.pk}
    form = InquiryForm(
        owner=request.membership,
        initial=initial,
        candidates=[person] if person else [],
        representatives=_representatives(person, request.membership),
    )
    return _form_page(request, form)


def _form_page(
    request: AuthenticatedHttpRequest, form: InquiryForm, *, looked: bool = False
) -> HttpResponse:
    return page(
        request,
        "applications/log_inquiry.html",
        None,
        form=form,
        found_nobody=looked and not form.persons,
    )


def _asked_about(request: AuthenticatedHttpRequest) -> Person | None:
    """Whose case the enquiry is logged from (?sak=41)."""
    asked = request.GET.get("sak", "")
    if not asked:
        return None
    cases = Case.objects.visible_to(request.membership).select_related("recipient")
    return get_object_or_404(cases, pk=int(asked) if asked.isdecimal() else None).recipient


def _candidates(request: AuthenticatedHttpRequest, person: Person | None) -> list[Person]:
    """Those the reader may see, by what is typed; whoever was chosen before is kept."""
    found = {person.pk: person} if person else {}
    kept = request.POST.get("about", "")
    if kept.isdecimal():
        visible = Person.objects.visible_to(request.membership)
        found |= {one.pk: one for one in visible.filter(pk=int(kept))}
    if "finn" in request.POST:
        query = parse(request.POST.get("about_name", ""))
        if query.kind in (Kind.NAME, Kind.IDENTITY_NUMBER, Kind.BIRTH_DATE, Kind.CASE_NUMBER):
            hits = [] if query.problem else search(query, request.membership)[:MOST_CANDIDATES]
            log_access(
                AccessEntry.Action.SEARCH,
                by=request.membership,
                view="applications:log_inquiry",
                data={"kind": query.kind, "hits": len(hits)},
            )
            by_id = Person.objects.in_bulk([hit.person_id for hit in hits])
            found |= {hit.person_id: by_id[hit.person_id] for hit in hits}
    return list(found.values())


def _representatives(person: Person | None, reader: Membership) -> list[Representative]:
    if person is None:
        return []
    case = Case.objects.visible_to(reader).open().filter(recipient=person).first()
    if case is None:
        return []
    in_force = case.representatives.in_force(timezone.localdate())
    return list(in_force.select_related("person"))


# ── One of them ─────────────────────────────────────────────────────────────────────────────────


@requires(Permission.CASE_FILE)
@require_safe
def detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    inquiry = row_of(
        request,
        Inquiry.objects.visible_to(request.membership).select_related(
            *RELATED, "closed_by", "application"
        ),
        pk,
    )
    return page(
        request,
        "applications/inquiry.html",
        inquiry.case,
        inquiry=inquiry,
        today=timezone.localdate(),
        days=(timezone.localdate() - inquiry.enquired_on).days,
        phone=_phone(inquiry, request.membership),
        letters=list(Letter.objects.of_source(inquiry.source).select_related("document")),
        can_write=inquiry.is_open and request.membership.may(Permission.APPLICATION_REGISTER),
    )


def _phone(inquiry: Inquiry, reader: Membership) -> str:
    """A protected person's number says where he or she is."""
    if inquiry.caller and not inquiry.caller.address_shown_to(reader):
        return ""
    return shown(inquiry.caller_phone or (inquiry.caller.phone if inquiry.caller else ""))


def _open(request: AuthenticatedHttpRequest, pk: int) -> Inquiry:
    return row_of(
        request, Inquiry.objects.editable_by(request.membership).select_related(*RELATED), pk
    )


def _ended(request: AuthenticatedHttpRequest, inquiry: Inquiry) -> HttpResponse | None:
    if inquiry.is_open:
        return None
    messages.info(request, _("Henvendelsen er allerede avsluttet."))
    return redirect(inquiry)


def _back(inquiry: Inquiry) -> dict[str, Any]:
    return {"back": inquiry.get_absolute_url(), "back_label": _("Muntlig henvendelse")}


@requires(Permission.APPLICATION_REGISTER)
@require_http_methods(["GET", "POST"])
def follow_up(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    inquiry = _open(request, pk)
    if ended := _ended(request, inquiry):
        return ended
    phone = _phone(inquiry, request.membership)
    form = FollowUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            verbs.follow_up(inquiry.pk, by=request.membership, **form.cleaned_data)
            messages.success(request, _("Samtalen er ført på henvendelsen."))
            return ""

        if done := acted(form, act, inquiry):
            return done  # type: ignore[no-any-return]
    return page(
        request,
        "applications/act.html",
        inquiry.case,
        form=form,
        heading=_("Følg opp henvendelsen"),
        lead_heading=inquiry.question,
        lead=[
            line
            for line in (
                _("Ring %(name)s: %(phone)s")
                % {
                    "name": inquiry.caller_label,
                    "phone": phone or _("telefonen er ikke oppgitt"),
                },
            )
            if phone or inquiry.caller or inquiry.caller_name
        ],
        button=_("Legg til"),
        **_back(inquiry),
    )


@requires(Permission.APPLICATION_REGISTER)
@require_http_methods(["GET", "POST"])
def open_case(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Register the one it is about, so that a letter can be entered in a journal."""
    inquiry = _open(request, pk)
    if ended := _ended(request, inquiry):
        return ended
    if inquiry.case_id:
        return redirect("applications:guide", inquiry.pk)
    form = PersonOfInquiryForm(
        request.POST or None,
        initial={
            "name": inquiry.about_label if inquiry.about or inquiry.about_name else "",
            "written_form": request.membership.municipality.written_form,
        },
    )
    if request.method == "POST" and form.is_valid():

        def act() -> HttpResponse:
            values = form.person_values()
            case = verbs.open_case_for(
                inquiry.pk,
                identity_number=values.pop("identity_number"),
                by=request.membership,
                **values,
            )
            messages.success(
                request,
                _("%(name)s er registrert med sak %(case)s.")
                % {"name": case.recipient.name, "case": case},
            )
            return redirect("applications:guide", inquiry.pk)

        if done := acted(form, act, None):
            return done  # type: ignore[no-any-return]
    return page(
        request,
        "applications/act.html",
        None,
        form=form,
        heading=_("Registrer den det gjelder"),
        lead=[
            _("Personen blir registrert og får en sak, slik at brevet kan stå i journalen."),
            _("Saken er ingen søknad, og ingen frist begynner å løpe."),
        ],
        button=_("Registrer"),
        **_back(inquiry),
    )


@requires(Permission.APPLICATION_REGISTER)
@require_http_methods(["GET", "POST"])
def becomes_application(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """From which day it is a søknad decides when the month began; so it is asked."""
    inquiry = _open(request, pk)
    if ended := _ended(request, inquiry):
        return ended
    form = BecomesApplicationForm(request.POST or None, inquiry=inquiry)
    if request.method == "POST" and form.is_valid():
        return redirect(
            reverse(
                "applications:register",
                query={"henvendelse": inquiry.pk, "soknad": form.cleaned_data["counts"]},
            )
        )
    return page(
        request,
        "applications/act.html",
        inquiry.case,
        form=form,
        heading=_("Start søknad"),
        lead=[
            _(
                "Du kommer til registreringen med det som er ført her. Henvendelsen avsluttes når "
                "søknaden er registrert."
            )
        ],
        button=_("Gå til registreringen"),
        **_back(inquiry),
    )


@requires(Permission.APPLICATION_REGISTER, Permission.LETTER_SEND)
@require_http_methods(["GET", "POST"])
def guide(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    inquiry = _open(request, pk)
    if ended := _ended(request, inquiry):
        return ended
    today = timezone.localdate()
    choices = getting_letters(inquiry.case, today, understands=True) if inquiry.case else []
    initial: dict[str, Any] = {"guidance": inquiry.answer}
    if inquiry.caller_id in {choice.person.pk for choice in choices}:
        initial["addressees"] = [str(inquiry.caller_id)]
    form = GuidanceForm(request.POST or None, choices=choices, initial=initial)
    previews = []
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if asked_for_preview(request) and inquiry.case:
            previews = preview_to_party(
                verbs.guidance_plan(inquiry, values["guidance"]),
                case=inquiry.case,
                by=request.membership,
                understands=True,
                only=form.chosen,
            )
        else:

            def act() -> str:
                letters = verbs.guide(
                    inquiry.pk,
                    guidance=values["guidance"],
                    no_letter=values["no_letter"],
                    addressees=form.chosen,
                    note=values["note"],
                    by=request.membership,
                )
                messages.success(request, _("Henvendelsen er avsluttet: veiledning er gitt."))
                tell_of_letters(request, letters)
                return ""

            if done := acted(form, act, inquiry):
                return done  # type: ignore[no-any-return]
    lead = [
        _("Henvendelsen avsluttes som veiledning. Den som fikk den, kan søke når som helst, og "
          "får da et vedtak som kan påklages."),
    ]  # fmt: skip
    if not choices:
        lead.append(
            _("Brev kan bare sendes når den det gjelder, er registrert i en sak. Gå tilbake og "
              "velg «Registrer den det gjelder» hvis det skal sendes brev.")
        )  # fmt: skip
    return page(
        request,
        "applications/act.html",
        inquiry.case,
        form=form,
        heading=_("Veiledning er gitt"),
        lead=lead,
        button=_("Avslutt som veiledning"),
        previewable=bool(choices),
        previews=previews,
        **_back(inquiry),
    )


@requires(Permission.APPLICATION_REGISTER)
@require_http_methods(["GET", "POST"])
def withdraw(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    inquiry = _open(request, pk)
    if ended := _ended(request, inquiry):
        return ended
    form = WithdrawInquiryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            verbs.withdraw(inquiry.pk, by=request.membership, **form.cleaned_data)
            messages.success(request, _("Henvendelsen er avsluttet: den er trukket."))
            return ""

        if done := acted(form, act, inquiry):
            return done  # type: ignore[no-any-return]
    return page(
        request,
        "applications/act.html",
        inquiry.case,
        form=form,
        heading=_("Henvendelsen er trukket"),
        lead=[_("Henvendelsen avsluttes. Bruk dette bare når den som tok kontakt, ikke vil mer.")],
        button=_("Avslutt som trukket"),
        **_back(inquiry),
    )
