"""What stands under the fields of a draft: how it reads, and texts to begin from."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Field
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from decisions import rules, services
from decisions.forms import FORMS, SectionForm, TextField
from decisions.models import Decision
from decisions.readability import Level, Readability, readability
from decisions.reuse import offers_of, put_after
from decisions.rules import COPIED, Dossier, Section
from decisions.services import RELATED, dossier_of
from decisions.standard_text import is_marked
from decisions.views.common import address_of, may_write, section_named
from decisions.views.late import as_typed, typed_too_late
from stottekontakt.accounts.decorators import requires
from stottekontakt.accounts.middleware import AuthenticatedHttpRequest
from stottekontakt.accounts.roles import Permission


def add_help(request: AuthenticatedHttpRequest, form: SectionForm, dossier: Dossier) -> None:
    """For `{% below field %}`: under each field that takes running text."""
    names = texts_in(form)
    offers = offers_of(form.section, dossier, names, request.membership)
    address = reverse("decisions:put_in", args=[dossier.decision.pk, form.section])
    for name in names:
        field, text = form.fields[name], str(form[name].value() or "")
        field.below = render_to_string(  # type: ignore[attr-defined]
            "decisions/_under_field.html",
            {
                "name": name,
                "label": field.label,
                "person": dossier.recipient.first_name,
                "readability": readability(text),
                "is_marked": is_marked(text),
                "is_standard": dossier.standard_texts.are_all_of(text),
                "offers": offers.get(name, ()),
                "address": address,
            },
        )


def texts_in(form: SectionForm) -> list[str]:
    """Fields of running text. What other help there is has rows of its own, and no phrases."""
    return [
        name
        for name, field in form.fields.items()
        if isinstance(field, TextField) and not name.startswith("guidance-")
    ]


@require_POST
@requires(Permission.DECISION_DRAFT)
def put_in(request: AuthenticatedHttpRequest, pk: int, slug: str) -> HttpResponse:
    """Keep the form as it is typed, with a chosen text after what stands in one of its fields."""
    decision = get_object_or_404(
        Decision.objects.visible_to(request.membership).select_related(*RELATED), pk=pk
    )
    if not may_write(request, decision):
        return typed_too_late(request, decision, slug)
    dossier = dossier_of(decision)
    part = section_named(slug, dossier)
    name, _colon, key = request.POST.get("sett-inn", "").partition(":")
    form = FORMS[part](None, dossier=dossier)
    offers = offers_of(part, dossier, texts_in(form), request.membership).get(name, ())
    offer = next((one for one in offers if one.key == key), None)
    typed = request.POST.copy()
    if offer is None:
        messages.error(request, _("Teksten finnes ikke lenger. Det du har skrevet, står her."))
    else:
        typed[name] = put_after(typed.get(name, ""), offer)
        label = {"heading": offer.heading, "label": str(form.fields[name].label)}
        messages.info(
            request,
            _("«%(heading)s» er satt inn nederst i «%(label)s». Det er ikke lagret ennå.") % label,
        )
    services.keep_typed(decision, part, as_typed(typed), by=request.membership)
    address = reverse("decisions:section", args=[pk, part])
    return redirect(f"{address}?felt={name}#id_{name}" if offer else address)


# ── On the preview of the letter ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Reading:
    """A text of the draft that is heavy somewhere, and where it is mended."""

    title: str
    url: str
    readability: Readability


def heavy_texts(dossier: Dossier) -> list[Reading]:
    """Those with long sentences, or heavy as a whole, in the order of the sections."""
    found = []
    for section in rules.sections_of(dossier):
        for text, title, anchor in _texts_of(section, dossier):
            read = readability(text)
            if read is not None and (read.level != Level.EASY or read.long_sentences):
                place = rules.Problem(section, "", anchor)
                found.append(Reading(title, address_of(place, dossier), read))
    return found


def _texts_of(section: Section, dossier: Dossier) -> list[tuple[str, str, str]]:
    decision = dossier.decision
    if section is Section.CRITERIA:
        return [
            (appraisal.text, criterion.heading, rules.anchor_of(criterion))
            for criterion in dossier.criteria
            if (appraisal := dossier.appraisal_of(criterion))
        ]
    title = rules.section_title(section, dossier)
    several = len(COPIED.get(section, ())) > 1
    return [
        (
            getattr(decision, name),
            f"{title}: {_name_of(name)}" if several else title,
            f"id_{name}",
        )
        for name in COPIED.get(section, ())
    ]


def _name_of(name: str) -> str:
    field = Decision._meta.get_field(name)
    assert isinstance(field, Field)
    return str(field.verbose_name)
