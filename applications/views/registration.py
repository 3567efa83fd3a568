"""Registering a søknad: first whom it is about, then the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.errors import CannotRegister
from applications.forms.application import (
    REGISTERED,
    ApplicantForm,
    Candidate,
    ContentForm,
    FindForm,
    KeepForm,
    RecipientForm,
    typed_in_words,
)
from applications.forms.inquiry import BecomesApplicationForm
from applications.models import Application, Inquiry
from applications.rules import one_month
from stottekontakt.accounts.decorators import log_read, requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.models import Membership
from stottekontakt.accounts.roles import Permission
from stottekontakt.audit.access import log_access
from stottekontakt.audit.models import AccessEntry
from stottekontakt.cases.errors import Outdated
from stottekontakt.cases.identity_number import clean
from stottekontakt.cases.models import Case, Person, Representative
from stottekontakt.cases.search import Kind, Query, case_numbered, parse, persons_named, search
from stottekontakt.cases.services import find_by_identity_number
from stottekontakt.cases.uploads import content
from stottekontakt.ui.formatting import weekday_date
from stottekontakt.workflows.application_received import (
    KnownPerson,
    NewPerson,
    Registered,
    Registration,
    Representation,
    register_application,
)

ApplicantIs = Application.ApplicantIs

SALT = "applications.recipient"
SECONDS = 12 * 3600
ALIKE = 0.75  # how alike two names are before it is asked whether they are one person's
MOST_CANDIDATES = 10
MOST_LOOKED_AT = 50


@requires(Permission.APPLICATION_REGISTER)
@require_http_methods(["GET", "POST"])
def register(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Names and numbers are posted from step to step: an address must not hold them."""
    if request.method == "GET":
        if inquiry := _asked_inquiry(request.GET.get("henvendelse", ""), request.membership):
            return _from_inquiry(request, inquiry)
        if case_id := request.GET.get("sak", ""):
            cases = Case.objects.editable_by(request.membership)
            case = get_object_or_404(cases, pk=int(case_id) if case_id.isdecimal() else None)
            return _blank(request, Recipient.known(case.recipient, request.membership))
        return render(request, "applications/find.html", {"form": FindForm()})
    if "find" in request.POST:
        return _find(request)
    if "choose" in request.POST:
        if recipient := Recipient.of_token(request.POST["choose"], request.membership):
            return _blank(request, recipient)
        return _blank(request, None, text=request.POST.get("q", ""))
    return _register(request)


# ── Whom it is about ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Recipient:
    """A registered person the søknad is about, as far as the reader may know."""

    person: Person
    case: Case | None  # the open one
    is_visible: bool
    token: str

    @classmethod
    def known(cls, person: Person, reader: Membership) -> Recipient:
        case = Case.objects.open().filter(recipient=person).first()
        token = signing.dumps([reader.municipality_id, reader.user_id, person.pk], salt=SALT)
        return cls(person, case, _is_visible(person, reader), token)

    @classmethod
    def of_token(cls, token: str, reader: Membership) -> Recipient | None:
        try:
            municipality_id, user_id, pk = signing.loads(token, salt=SALT, max_age=SECONDS)
        except signing.BadSignature:
            return None
        if (municipality_id, user_id) != (reader.municipality_id, reader.user_id):
            return None
        person = Person.objects.filter(pk=pk).first()
        return cls.known(person, reader) if person else None

    @property
    def representatives(self) -> list[Representative]:
        if self.case is None or not self.is_visible:
            return []
        in_force = self.case.representatives.filter(valid_until__isnull=True)
        return list(in_force.select_related("person"))


def _is_visible(person: Person, reader: Membership) -> bool:
    """Also one without any case: a parent who now applies for himself, for instance."""
    if Case.objects.filter(recipient=person).exists():
        return Person.objects.visible_to(reader).filter(pk=person.pk).exists()
    return not person.is_protected or reader.sees_protected


def _find(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = FindForm(request.POST)
    if not form.is_valid():
        return render(request, "applications/find.html", {"form": form})
    query = parse(form.cleaned_data["q"])
    if query.problem or query.kind == Kind.TOO_SHORT:
        form.add_error("q", query.problem or _("Skriv minst to bokstaver."))
        return render(request, "applications/find.html", {"form": form})
    if query.kind == Kind.IDENTITY_NUMBER:
        person = find_by_identity_number(query.text)
        _log_search(request, query, hits=1 if person else 0)
        if person:
            return _blank(request, Recipient.known(person, request.membership))
        return _blank(request, None, text=query.text)
    if query.kind == Kind.CASE_NUMBER:
        case_id = case_numbered(query, request.membership)
        persons = list(Person.objects.filter(cases=case_id)) if case_id else []
    else:
        found = search(query, request.membership)[:MOST_LOOKED_AT]
        by_id = Person.objects.in_bulk([hit.person_id for hit in found])
        persons = list({hit.person_id: by_id[hit.person_id] for hit in found}.values())
    _log_search(request, query, hits=len(persons))
    return render(
        request,
        "applications/find.html",
        {
            "form": form,
            "q": query.text,
            "hits": [
                Recipient.known(person, request.membership) for person in persons[:MOST_CANDIDATES]
            ],
            "more": max(len(persons) - MOST_CANDIDATES, 0),
        },
    )


def _log_search(request: AuthenticatedHttpRequest, query: Query, *, hits: int) -> None:
    log_access(
        AccessEntry.Action.SEARCH,
        by=request.membership,
        view="applications:register",
        data={"kind": query.kind, "hits": hits},
    )


# ── The form ────────────────────────────────────────────────────────────────────────────────────


def _asked_inquiry(asked: str, reader: Membership) -> Inquiry | None:
    """The open enquiry that a søknad begins with; 404 for what is not the reader's."""
    if not asked:
        return None
    rows = Inquiry.objects.editable_by(reader).select_related("about", "caller")
    return get_object_or_404(rows.open(), pk=int(asked) if asked.isdecimal() else None)


def _from_inquiry(request: AuthenticatedHttpRequest, inquiry: Inquiry) -> HttpResponse:
    """Everything that was said is carried over; the day only if it was a søknad already then."""
    content: dict[str, Any] = {
        "channel": inquiry.channel,
        "wishes": inquiry.question,
    }
    if request.GET.get("soknad") == BecomesApplicationForm.YES:
        content["received_on"] = inquiry.enquired_on
    recipient = Recipient.known(inquiry.about, request.membership) if inquiry.about else None
    applicant: dict[str, Any] = {}
    if inquiry.caller_id and inquiry.caller_id == inquiry.about_id:
        applicant["applicant"] = ApplicantIs.RECIPIENT.value
    elif inquiry.caller_id or inquiry.caller_name or inquiry.caller_phone:
        known = {
            representative.person_id: f"{REGISTERED}{representative.pk}"
            for representative in (recipient.representatives if recipient else [])
        }
        applicant = {
            "applicant": known.get(inquiry.caller_id or 0, ""),
            "name": inquiry.caller.name if inquiry.caller else inquiry.caller_name,
            "relation": inquiry.caller_relation,
            "phone": inquiry.caller_phone,
        }
    log_read(request, inquiry, case_id=inquiry.case_id, ground="unit")
    return _blank(
        request,
        recipient,
        text="" if recipient else inquiry.about_name,
        inquiry=inquiry,
        applicant=applicant,
        content=content,
    )


def _blank(
    request: AuthenticatedHttpRequest,
    recipient: Recipient | None,
    *,
    text: str = "",
    inquiry: Inquiry | None = None,
    applicant: Mapping[str, Any] | None = None,
    content: Mapping[str, Any] | None = None,
) -> HttpResponse:
    membership = request.membership
    case = recipient.case if recipient else None
    written_form = membership.municipality.written_form
    typed: dict[str, Any] = {}
    if recipient is None and text:
        query = parse(text)
        if query.kind == Kind.IDENTITY_NUMBER and not query.problem:
            typed = {
                "identity_number": query.text,
                "birth_date": clean(query.text).birth_date,
            }
        elif query.kind == Kind.NAME:
            typed = {"name": query.text}
    forms = Forms(
        recipient=None
        if recipient
        else RecipientForm(initial={"written_form": written_form, **typed}),
        applicant=ApplicantForm(
            owner=membership,
            initial={"written_form": written_form, **(applicant or {})},
            **_about(recipient),
        ),
        content=ContentForm(owner=membership, case=case, initial=dict(content or {})),
    )
    return _page(request, forms, recipient, inquiry)


@dataclass(frozen=True)
class Forms:
    recipient: RecipientForm | None  # None: a registered person was chosen
    applicant: ApplicantForm
    content: ContentForm
    # What shall hold of a registered person, when what was typed says otherwise.
    keep: Sequence[KeepForm] = ()

    @property
    def all(self) -> list[Any]:
        forms = (self.recipient, *self.keep, self.applicant, self.content)
        return [form for form in forms if form is not None]

    def are_valid(self) -> bool:
        valid = [form.is_valid() for form in self.all]  # every form tells what is wrong with it
        return all(valid)


def _about(recipient: Recipient | None) -> dict[str, Any]:
    if recipient is None or not recipient.is_visible:
        return {}
    return {"recipient": recipient.person, "representatives": recipient.representatives}


def _page(
    request: AuthenticatedHttpRequest,
    forms: Forms,
    recipient: Recipient | None,
    inquiry: Inquiry | None = None,
) -> HttpResponse:
    if recipient and recipient.is_visible and recipient.case:
        case = recipient.case
        log_read(request, case, case_id=case.pk, ground=case.reading_ground(request.membership))
    return render(
        request,
        "applications/register.html",
        {
            "forms": forms,
            # Which one the page's title asks whether anything is wrong.
            "form": next((form for form in forms.all if form.errors), forms.content),
            "recipient": recipient,
            "inquiry": inquiry,
        },
    )


def _register(request: AuthenticatedHttpRequest) -> HttpResponse:
    membership = request.membership
    recipient = Recipient.of_token(request.POST.get("recipient", ""), membership)
    recipient_form = None
    if recipient is None:
        recipient_form = RecipientForm(request.POST, candidates=_candidates(request))
    forms = Forms(
        recipient=recipient_form,
        applicant=ApplicantForm(request.POST, request.FILES, owner=membership, **_about(recipient)),
        content=ContentForm(
            request.POST,
            request.FILES,
            owner=membership,
            case=recipient.case if recipient else None,
        ),
    )
    inquiry = None
    if request.POST.get("henvendelse"):
        rows = Inquiry.objects.editable_by(membership).open()
        inquiry = rows.filter(pk=_number(request.POST["henvendelse"])).first()
    # Every form tells what is wrong with it; then where what was typed differs from the register.
    valid = forms.are_valid()
    forms = replace(forms, keep=_differing(request, forms))
    valid_choices = [form.is_valid() for form in forms.keep]
    if not (valid and all(valid_choices)):
        return _page(request, forms, recipient, inquiry)
    try:
        registered = register_application(
            _registration(forms, recipient, membership, inquiry), by=membership
        )
    except (CannotRegister, Outdated) as error:
        for problem in error.problems:
            forms.content.add_error(None, problem)
        inquiry = inquiry and Inquiry.objects.open().filter(pk=inquiry.pk).first()
    except ValidationError as error:
        forms.content.add_error(None, ValidationError(error.messages))
    else:
        return _done(request, registered)
    return _page(request, forms, recipient, inquiry)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _differing(request: AuthenticatedHttpRequest, forms: Forms) -> list[KeepForm]:
    """One form for each registered person of whom something else was typed."""
    found = []
    for form, person in (
        (forms.recipient, forms.recipient.visible_one if forms.recipient else None),
        (forms.applicant, _known_applicant(forms.applicant, request.membership)),
    ):
        if form is None or person is None:
            continue
        sent = f"{form.prefix}-keep"
        asked = any(name.startswith(f"{sent}-") for name in request.POST)
        keep = KeepForm(
            request.POST if asked else None,
            person=person,
            typed=form.cleaned_data,
            reader=request.membership,
            prefix=sent,
        )
        if keep.fields:
            found.append(keep)
    return found


def _known_applicant(form: ApplicantForm, reader: Membership) -> Person | None:
    """The one who has the typed identity number, if the reader may see who it is."""
    digits = form.cleaned_data.get("identity_number") if "identity_number" in form.used else ""
    person = find_by_identity_number(digits) if digits else None
    return person if person and _is_visible(person, reader) else None


def _candidates(request: AuthenticatedHttpRequest) -> list[Candidate]:
    """Who it may be among those registered: the number's owner, or same name and birth date."""
    typed = RecipientForm(request.POST)
    typed.full_clean()
    values = typed.cleaned_data
    if digits := values.get("identity_number"):
        person = find_by_identity_number(digits)
        return [Candidate(person, _is_visible(person, request.membership))] if person else []
    if not values.get("name") or not values.get("birth_date"):
        return []
    alike = [pk for pk, likeness in persons_named(values["name"], 50).items() if likeness >= ALIKE]
    persons = Person.objects.visible_to(request.membership).filter(
        pk__in=alike, birth_date=values["birth_date"]
    )
    return [Candidate(person) for person in persons.order_by("sort_name")[:MOST_CANDIDATES]]


def _registration(
    forms: Forms,
    recipient: Recipient | None,
    membership: Membership,
    inquiry: Inquiry | None = None,
) -> Registration:
    chosen = recipient.person if recipient else forms.recipient and forms.recipient.chosen
    values = forms.content.cleaned_data
    unit = values.get("unit")
    return Registration(
        recipient=_kept(chosen, forms) if chosen else _new(forms.recipient),
        applicant=_applicant(forms),
        representation=_representation(forms.applicant, membership),
        content=forms.content.content(forms.applicant),
        files=[content(upload, membership) for upload in values["documents"]],
        housing=values["housing"],
        unit_id=unit.pk if unit else None,
        takes_the_case=values["takes_the_case"],
        sends_receipts=values["sends_receipts"],
        form_key=values["form_key"],
        inquiry_id=inquiry.pk if inquiry else None,
        told_of_hidden=_told_of_hidden(forms, membership),
    )


def _told_of_hidden(forms: Forms, reader: Membership) -> str:
    """What is typed of somebody whose case the reader may not see cannot be compared; those who
    have the case get it as a note."""
    told: list[str] = []
    form = forms.recipient
    if form is not None and form.chosen and not form.visible_one:
        told += typed_in_words(form)
    applicant = forms.applicant
    digits = applicant.cleaned_data.get("identity_number")
    if "identity_number" in applicant.used and digits:
        person = find_by_identity_number(digits)
        if person and not _is_visible(person, reader):
            told += typed_in_words(applicant)
    if not told:
        return ""
    return "\n".join([_("Oppgitt da søknaden ble registrert, ikke lagret på personen:"), *told])


def _kept(person: Person, forms: Forms) -> int | KnownPerson:
    """With what was chosen to hold from now on."""
    for keep in forms.keep:
        if keep.person.pk == person.pk and keep.changes:
            return KnownPerson(
                person_id=person.pk, version=keep.person.version, changes=keep.changes
            )
    return person.pk


def _new(form: RecipientForm | ApplicantForm | None) -> NewPerson:
    assert form is not None
    details = form.person_values()
    identity_number = details.pop("identity_number")
    if identity_number:
        details["gender"] = clean(identity_number).gender.value
    return NewPerson(identity_number=identity_number, details=details)


def _applicant(forms: Forms) -> int | NewPerson | KnownPerson | None:
    form = forms.applicant
    if form.representative:
        return form.representative.person_id
    if form.applicant_is == ApplicantIs.RECIPIENT:
        return None
    for keep in forms.keep:
        if keep.prefix == f"{form.prefix}-keep":
            return _kept(keep.person, forms)
    return _new(form)


def _representation(form: ApplicantForm, membership: Membership) -> Representation:
    values = form.values_of_role()
    uploads = values.pop("authorisation", [])
    return Representation(
        authorisation=content(uploads[0], membership) if uploads else None, **values
    )


def _done(request: AuthenticatedHttpRequest, registered: Registered) -> HttpResponse:
    application = registered.application
    answer_by = weekday_date(one_month(application.received_on).act_by)
    if registered.was_there_already:
        messages.info(request, _("Søknaden var allerede registrert."))
    elif not Application.objects.visible_to(request.membership).filter(pk=application.pk).exists():
        messages.success(
            request,
            _(
                "Søknaden er registrert i en sak du ikke har tilgang til. De som har saken, ser "
                "den i arbeidslisten. Svar innen %(day)s."
            )
            % {"day": answer_by},
        )
        return redirect("applications:list")
    else:
        messages.success(
            request,
            format_html(
                _('Søknaden er registrert i sak <a href="{}">{}</a>. Svar innen {}.'),
                application.case.get_absolute_url(),
                application.case,
                answer_by,
            ),
        )
    for problem in registered.receipts.problems:
        messages.warning(request, _("Bekreftelse: %(problem)s") % {"problem": problem})
    return redirect(application)
