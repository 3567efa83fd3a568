"""The front page of administration: what each page is for, who was there last, what needs care."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from decisions.models import Criterion, LegalBasis
from stottekontakt.accounts.models import Invitation, Membership, Municipality, Unit
from stottekontakt.accounts.roles import Permission
from stottekontakt.administration.history import LastChange, last_changes
from stottekontakt.administration.services.users import due_for_review
from stottekontakt.cases.models import DocumentKind
from stottekontakt.letters.models import LetterText
from stottekontakt.ui.formatting import long_date

SOON = 30  # days before an access ends that it is told
LAST_DAYS = 2  # days before a link dies that it is told

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Page:
    """One entry. Pages of other apps are named by address; one that is not there is left out."""

    url_name: str
    title: Words
    purpose: Words
    model: type[models.Model] | None = None
    by_pk: bool = False  # the row is the municipality itself
    attention: Callable[[Membership, date], list[str]] = field(default=lambda by, today: [])


@dataclass(frozen=True, kw_only=True)
class Group:
    title: Words
    pages: Sequence[Page]


@dataclass(frozen=True, kw_only=True)
class Card:
    title: Words
    purpose: Words
    url: str
    last: LastChange | None
    attention: list[str]


def _users(by: Membership, today: date) -> list[str]:
    lines = []
    now = timezone.now()
    waiting = Invitation.objects.visible_to(by).filter(accepted_at=None, withdrawn_at=None)
    soon = dead = 0
    for expires_at in waiting.filter(expires_at__gt=now - timedelta(days=SOON)).values_list(
        "expires_at", flat=True
    ):
        soon += now < expires_at <= now + timedelta(days=LAST_DAYS)
        dead += expires_at <= now
    if soon:
        lines.append(
            ngettext(
                "%(count)d invitasjon går ut de nærmeste dagene",
                "%(count)d invitasjoner går ut de nærmeste dagene",
                soon,
            )
            % {"count": soon}
        )
    if dead:
        lines.append(
            ngettext(
                "%(count)d invitasjon gikk ut uten svar",
                "%(count)d invitasjoner gikk ut uten svar",
                dead,
            )
            % {"count": dead}
        )
    ending = (
        Membership.objects.visible_to(by)
        .filter(valid_until__gte=today, valid_until__lte=today + timedelta(days=SOON))
        .count()
    )
    if ending:
        lines.append(
            ngettext(
                "%(count)d tilgang tar slutt innen 30 dager",
                "%(count)d tilganger tar slutt innen 30 dager",
                ending,
            )
            % {"count": ending}
        )
    return lines


def _review(by: Membership, today: date) -> list[str]:
    if not by.may(Permission.USERS_MANAGE):
        return []
    due = len(due_for_review(by, today))
    if not due:
        return []
    return [
        ngettext("%(count)d tilgang skal gjennomgås", "%(count)d tilganger skal gjennomgås", due)
        % {"count": due}
    ]


def _planned(model: Any) -> Callable[[Membership, date], list[str]]:
    def told(by: Membership, today: date) -> list[str]:
        days = (
            model.objects.filter(municipality=by.municipality_id, valid_from__gt=today)
            .order_by("valid_from")
            .values_list("valid_from", flat=True)
        )
        days = list(days[:100])
        if not days:
            return []
        return [
            ngettext(
                "%(count)d endring er planlagt, fra %(day)s",
                "%(count)d endringer er planlagt, den første fra %(day)s",
                len(days),
            )
            % {"count": len(days), "day": long_date(days[0])}
        ]

    return told


def _no_criteria(by: Membership, today: date) -> list[str]:
    lines = _planned(Criterion)(by, today)
    if not Criterion.objects.filter(municipality=by.municipality_id).exists():
        lines.append(_("Kommunen har ingen kriterier ennå"))
    return lines


GROUPS: Sequence[Group] = (
    Group(
        title=gettext_lazy("Folk og enheter"),
        pages=(
            Page(
                url_name="accounts:users",
                title=gettext_lazy("Brukere"),
                purpose=gettext_lazy(
                    "Inviter kolleger, gi roller, sett sluttdato og avslutt tilganger."
                ),
                model=Membership,
                attention=_users,
            ),
            Page(
                url_name="administration:review",
                title=gettext_lazy("Gjennomgang av tilganger"),
                purpose=gettext_lazy("Gå gjennom hvem som fortsatt trenger tilgangen sin."),
                attention=_review,
            ),
            Page(
                url_name="administration:overview",
                title=gettext_lazy("Hvem har tilgang til hva"),
                purpose=gettext_lazy("En oversikt til å skrive ut og legge i arkivet."),
            ),
            Page(
                url_name="administration:units",
                title=gettext_lazy("Enheter"),
                purpose=gettext_lazy(
                    "Kontorene som behandler og setter i verk. Opprett, endre og legg ned."
                ),
                model=Unit,
            ),
        ),
    ),
    Group(
        title=gettext_lazy("Det vedtakene bygger på"),
        pages=(
            Page(
                url_name="administration:criteria",
                title=gettext_lazy("Kriterier"),
                purpose=gettext_lazy(
                    "Kommunens egne kriterier for tildeling: ordlyd, grenser og rekkefølge."
                ),
                model=Criterion,
                attention=_no_criteria,
            ),
            Page(
                url_name="administration:legal_bases",
                title=gettext_lazy("Hjemler"),
                purpose=gettext_lazy("Lovbestemmelsene som står i vedtaksbrevene."),
                model=LegalBasis,
                attention=_planned(LegalBasis),
            ),
        ),
    ),
    Group(
        title=gettext_lazy("Brev og dokumenter"),
        pages=(
            Page(
                url_name="letters:texts",
                title=gettext_lazy("Tekster"),
                purpose=gettext_lazy("Setningene i brevene, på bokmål og nynorsk."),
                model=LetterText,
                attention=_planned(LetterText),
            ),
            Page(
                url_name="decisions:phrases",
                title=gettext_lazy("Fraser"),
                purpose=gettext_lazy("Formuleringer kontoret bruker om igjen i vedtak."),
            ),
            Page(
                url_name="administration:document_kinds",
                title=gettext_lazy("Dokumenttyper"),
                purpose=gettext_lazy(
                    "Hva dokumentene heter, hvor lenge de bevares, og hvordan de skjermes."
                ),
                model=DocumentKind,
                attention=_planned(DocumentKind),
            ),
        ),
    ),
    Group(
        title=gettext_lazy("Kommunen"),
        pages=(
            Page(
                url_name="administration:settings",
                title=gettext_lazy("Kommunens oppsett"),
                purpose=gettext_lazy("Brevhode, våpen, frister, satser og regler for vedtak."),
                model=Municipality,
                by_pk=True,
            ),
            Page(
                url_name="reminders:status",
                title=gettext_lazy("Påminnelser"),
                purpose=gettext_lazy("Se om e-postene om frister er sendt, og om noe har stoppet."),
            ),
            Page(
                url_name="archive:list",
                title=gettext_lazy("Vedtak som PDF"),
                purpose=gettext_lazy("Finn fattede vedtak og hent dem, ett og ett eller samlet."),
            ),
            Page(
                url_name="imports:list",
                title=gettext_lazy("Import fra regneark"),
                purpose=gettext_lazy("Ta inn saker som løper fra før, fra Excel."),
            ),
        ),
    ),
)


def may_open(membership: Membership, url_name: str) -> str:
    """The address of a page the member may open; empty when it is not there or not theirs."""
    try:
        url = reverse(url_name)
    except NoReverseMatch:
        return ""
    needed = getattr(resolve(url).func, "required_permissions", ())
    return url if all(membership.may(permission) for permission in needed) else ""


def cards_for(by: Membership, today: date) -> list[tuple[Words, list[Card]]]:
    """The groups with the pages the member may open."""
    open_to = {
        page.url_name: url
        for group in GROUPS
        for page in group.pages
        if (url := may_open(by, page.url_name))
    }
    asked: dict[str, tuple[type[models.Model], Mapping[str, Any]]] = {
        page.url_name: (
            page.model,
            {"pgh_obj_id": by.municipality_id}
            if page.by_pk
            else {"municipality_id": by.municipality_id},
        )
        for group in GROUPS
        for page in group.pages
        if page.model and page.url_name in open_to
    }
    last = last_changes(asked)
    shown = [
        (
            group.title,
            [
                Card(
                    title=page.title,
                    purpose=page.purpose,
                    url=open_to[page.url_name],
                    last=last.get(page.url_name),
                    attention=page.attention(by, today),
                )
                for page in group.pages
                if page.url_name in open_to
            ],
        )
        for group in GROUPS
    ]
    return [(title, cards) for title, cards in shown if cards]
