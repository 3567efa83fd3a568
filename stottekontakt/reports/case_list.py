"""The list of cases: filters that can stand in an address, and rows with what comes next."""

from __future__ import annotations

from calendar import isleap
from datetime import date
from typing import Any

from django import forms
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms.utils import flatatt
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from decisions.models import GrantedService
from stottekontakt.accounts.models import Membership
from stottekontakt.accounts.roles import ROLES, Permission
from stottekontakt.cases.models import Case
from stottekontakt.cases.rules import MAJORITY_AGE, PARTY_RIGHTS_AGE
from stottekontakt.deadlines.models import Deadline
from stottekontakt.ui.components.markup import escaped, html

ORDERS = {"nummer": ("year", "sequence"), "navn": ("recipient__sort_name", "pk")}
NEWEST = "-nummer"

WRITERS = [role for role, permissions in ROLES.items() if Permission.CASE_WRITE in permissions]


class QuickSelect(forms.Select):
    """The same markup without a template for each option: an office may have hundreds of people."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chosen = str(value or "")
        options = "".join(
            f'<option value="{escaped(key)}"{" selected" if str(key) == chosen else ""}>'
            f"{escaped(label)}</option>"
            for key, label in self.choices
        )
        attributes = flatatt({**self.attrs, **(attrs or {}), "name": name})
        return html("<select{}>{}</select>", attributes, SafeString(options))


class CaseFilter(forms.Form):
    """Nothing here names a recipient: the address may be kept and sent."""

    mark_optional = False

    status = forms.ChoiceField(
        label=_("Saker"),
        required=False,
        widget=QuickSelect,
        choices=[
            ("", _("Åpne")),
            ("avsluttet", _("Avsluttede")),
            ("alle", _("Åpne og avsluttede")),
        ],
    )
    saksbehandler = forms.ChoiceField(label=_("Saksbehandler"), required=False, widget=QuickSelect)
    alder = forms.ChoiceField(
        label=_("Alder"),
        required=False,
        widget=QuickSelect,
        choices=[
            ("", _("Alle")),
            ("barn", _("Barn, 0–11 år")),
            ("unge", _("Unge, 12–17 år")),
            ("voksne", _("Voksne")),
        ],
    )
    naa = forms.ChoiceField(
        label=_("Situasjon"),
        required=False,
        widget=QuickSelect,
        choices=[
            ("", _("Alle")),
            ("soknad", _("Søknad til behandling")),
            ("frist", _("Frist forfalt")),
            ("vedtak", _("Har vedtak som gjelder")),
        ],
    )

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership
        self.fields["saksbehandler"].choices = [  # type: ignore[attr-defined]
            ("", _("Alle")),
            *([("meg", _("Meg"))] if membership.may(Permission.CASE_WRITE) else []),
            ("ingen", _("Ufordelt")),
            *((str(pk), name) for pk, name in _caseworkers(membership) if pk != membership.user_id),
        ]

    def narrow(self, cases: QuerySet[Case], today: date) -> QuerySet[Case]:
        """The cases that are asked for; an address nobody could have chosen narrows nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        cases = self._by_status(cases, asked.get("status", ""))
        cases = self._by_caseworker(cases, asked.get("saksbehandler", ""))
        cases = self._by_age(cases, asked.get("alder", ""), today)
        return self._by_situation(cases, asked.get("naa", ""), today)

    def _by_status(self, cases: QuerySet[Case], status: str) -> QuerySet[Case]:
        if status == "alle":
            return cases
        return cases.filter(closed_on__isnull=status != "avsluttet")

    def _by_caseworker(self, cases: QuerySet[Case], caseworker: str) -> QuerySet[Case]:
        match caseworker:
            case "":
                return cases
            case "ingen":
                return cases.filter(caseworker=None)
            case "meg":
                return cases.filter(caseworker=self.membership.user_id)
        return cases.filter(caseworker=int(caseworker))

    def _by_age(self, cases: QuerySet[Case], group: str, today: date) -> QuerySet[Case]:
        child, adult = turned(PARTY_RIGHTS_AGE, today), turned(MAJORITY_AGE, today)
        match group:
            case "barn":
                return cases.filter(recipient__birth_date__gt=child)
            case "unge":
                return cases.filter(
                    recipient__birth_date__gt=adult, recipient__birth_date__lte=child
                )
            case "voksne":
                return cases.filter(recipient__birth_date__lte=adult)
        return cases

    def _by_situation(self, cases: QuerySet[Case], situation: str, today: date) -> QuerySet[Case]:
        of_case = Q(case=OuterRef("pk"))
        match situation:
            case "soknad":
                return cases.filter(Exists(Application.objects.open().filter(of_case)))
            case "frist":
                return cases.filter(Exists(Deadline.objects.overdue(today).filter(of_case)))
            case "vedtak":
                return cases.filter(Exists(_in_force(today).filter(of_case)))
        return cases


CASEWORKERS = """
SELECT id, name FROM accounts_user u
 WHERE EXISTS (SELECT FROM accounts_membership m
                WHERE m.user_id = u.id AND m.municipality_id = %(municipality)s
                  AND m.role = ANY(%(roles)s)
                  AND (%(unit)s::bigint IS NULL OR m.unit_id IS NULL OR m.unit_id = %(unit)s))
 ORDER BY name, id"""


def _caseworkers(membership: Membership) -> list[tuple[int, str]]:
    """Whoever has, or once had, cases where the reader works."""
    with connection.cursor() as cursor:
        cursor.execute(
            CASEWORKERS,
            {
                "municipality": membership.municipality_id,
                "roles": [str(role.value) for role in WRITERS],
                "unit": membership.unit_id,
            },
        )
        return list(cursor.fetchall())


def turned(age: int, today: date) -> date:
    """The latest birth date of those who have turned `age`."""
    year = today.year - age
    if (today.month, today.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    if (today.month, today.day) == (2, 28) and isleap(year) and not isleap(today.year):
        return date(year, 2, 29)  # who was born on 29 February turns a year older on the 28th
    return today.replace(year=year)


def _in_force(today: date) -> QuerySet[GrantedService]:
    return GrantedService.objects.in_force().filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today
    )
