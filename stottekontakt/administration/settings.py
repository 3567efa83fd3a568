"""The municipality's settings, grouped and explained: what each means for letters and dates.

A column of Municipality stands in exactly one group; tests/administration/test_settings.py holds
that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.rules import complaint_due, evaluation_due, presumed_notified
from stottekontakt.ui.formatting import long_date, money, number, weekday_date

Words = Any  # a text, or one that is translated when it is shown
Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Setting:
    name: str
    help: Words


@dataclass(frozen=True, kw_only=True)
class Group:
    """Settings that are saved together. `effect` says what they lead to, with an example."""

    slug: str
    title: Words
    purpose: Words
    settings: Sequence[Setting]
    effect: Callable[[Values, date], list[str]] = field(default=lambda values, today: [])

    @property
    def names(self) -> list[str]:
        return [setting.name for setting in self.settings]


def _delivery(values: Values, today: date) -> list[str]:
    days = values["paper_delivery_days"]
    known = presumed_notified(today, days)
    return [
        _(
            "Et vedtak som sendes i posten i dag, regnes som kommet fram %(known)s. Siste dag for "
            "å klage blir da %(due)s."
        )
        % {"known": weekday_date(known), "due": weekday_date(complaint_due(known))},
        _("Brev som alt er sendt, beholder datoene de fikk."),
    ]


def _evaluation(values: Values, today: date) -> list[str]:
    return [
        _("For et vedtak som begynner i dag, foreslås første evaluering %(day)s.")
        % {"day": long_date(evaluation_due(today, values["evaluation_months"]))}
    ]


def _deadlines(values: Values, today: date) -> list[str]:
    return [*_delivery(values, today), *_evaluation(values, today)]


def _money(values: Values, today: date) -> list[str]:
    weeks, rate = values["weeks_per_year"], values["hourly_rate"]
    hours = Decimal(3) * weeks
    lines = [
        _("Et vedtak på 3 timer i uken regnes som %(hours)s timer i året.")
        % {"hours": number(hours)}
    ]
    if rate is not None:
        lines.append(
            _("Med %(rate)s i timen blir det %(sum)s i året.")
            % {"rate": money(rate), "sum": money(hours * rate)}
        )
    return lines


def _access(values: Values, today: date) -> list[str]:
    return [
        _("En tilgang som blir gjennomgått i dag, skal ses på igjen om %(months)d måneder.")
        % {"months": values["access_review_months"]}
    ]


GROUPS: Sequence[Group] = (
    Group(
        slug="brevhode",
        title=gettext_lazy("Brevhode og underskrift"),
        purpose=gettext_lazy(
            "Det som står øverst og nederst i alle brev. Brev som alt er laget, blir ikke endret."
        ),
        settings=(
            Setting(
                name="name",
                help=gettext_lazy("Slik navnet skal stå i brev, for eksempel «Lyngvik kommune»."),
            ),
            Setting(
                name="postal_address",
                help=gettext_lazy(
                    "Dit folk sender svar, klager og vedlegg. Gateadresse eller postboks på én "
                    "linje, postnummer og sted på neste."
                ),
            ),
            Setting(
                name="visiting_address",
                help=gettext_lazy("Der folk kan møte opp. La feltet stå tomt om den er den samme."),
            ),
            Setting(
                name="phone",
                help=gettext_lazy("Brukes i brev fra enheter som ikke har eget nummer."),
            ),
            Setting(
                name="email",
                help=gettext_lazy("Står i brev. Bruk en felles postkasse som blir lest hver dag."),
            ),
            Setting(name="website", help=gettext_lazy("Står i brev, for eksempel lyngvik.no.")),
            Setting(
                name="signatory_title",
                help=gettext_lazy(
                    "Tittelen til den som står ansvarlig, for eksempel «leder for "
                    "tildelingskontoret»."
                ),
            ),
            Setting(
                name="arms",
                help=gettext_lazy(
                    "PNG eller JPEG på høyst 2 MB, helst minst 400 bildepunkter høyt. "
                    "Gjennomsiktige deler blir hvite. I brevet er det 16 mm høyt."
                ),
            ),
        ),
    ),
    Group(
        slug="sprak",
        title=gettext_lazy("Språk og klageinstans"),
        purpose=gettext_lazy("Målformen kommunen bruker, og hvem som behandler klager."),
        settings=(
            Setting(
                name="written_form",
                help=gettext_lazy(
                    "Brukes på skjermen for dem som ikke har valgt selv, og foreslås for nye "
                    "personer. Brev følger målformen til den som får brevet."
                ),
            ),
            Setting(
                name="county_governor",
                help=gettext_lazy(
                    "Står i vedtaksbrev som den som avgjør klagen hvis kommunen ikke gir medhold."
                ),
            ),
        ),
    ),
    Group(
        slug="frister",
        title=gettext_lazy("Frister og evaluering"),
        purpose=gettext_lazy(
            "Endrer datoer i brev og arbeidslister fra nå av. Lovens egne frister kan ikke endres."
        ),
        settings=(
            Setting(
                name="paper_delivery_days",
                help=gettext_lazy(
                    "Klagefristen løper fra brevet er kommet fram. Regn heller med en dag for mye "
                    "enn en for lite."
                ),
            ),
            Setting(
                name="own_goal_days",
                help=gettext_lazy(
                    "Kommunens eget mål for hvor fort folk skal få svar. Lovens én måned gjelder "
                    "uansett. La feltet stå tomt hvis kommunen ikke har et eget mål."
                ),
            ),
            Setting(
                name="evaluation_months",
                help=gettext_lazy(
                    "Foreslås når et vedtak skrives. Saksbehandleren kan velge en annen dag."
                ),
            ),
        ),
        effect=_deadlines,
    ),
    Group(
        slug="to-personer",
        title=gettext_lazy("Når to skal se på vedtaket"),
        purpose=gettext_lazy(
            "Hvilke vedtak den som skriver, ikke kan fatte selv. De legger seg hos beslutteren."
        ),
        settings=(
            Setting(
                name="second_person",
                help=gettext_lazy(
                    "Gjelder også utkast som alt er begynt. Vedtak som er fattet, blir stående."
                ),
            ),
            Setting(
                name="second_person_above_hours",
                help=gettext_lazy(
                    "Fylles ut bare når du har valgt «vedtak over et antall timer i uken»."
                ),
            ),
        ),
    ),
    Group(
        slug="tjenesten",
        title=gettext_lazy("Tjenesten og pengene"),
        purpose=gettext_lazy("Det beregninger og vedtaksbrev bygger på."),
        settings=(
            Setting(
                name="weeks_per_year",
                help=gettext_lazy(
                    "Hvor mange uker i året tjenesten går, når ferier og fravær er trukket fra."
                ),
            ),
            Setting(
                name="hourly_rate", help=gettext_lazy("Det en time koster kommunen, i kroner.")
            ),
            Setting(
                name="travel_cap_per_month",
                help=gettext_lazy(
                    "Det meste kommunen dekker av kjøring i måneden, i kroner. Står i "
                    "vedtaksbrevet. Tomt betyr at kommunen ikke har noe tak."
                ),
            ),
            Setting(
                name="contact_ticket_paid_by_municipality",
                help=gettext_lazy(
                    "Kryss av hvis kommunen betaler billetter og inngangspenger for "
                    "støttekontakten. Står i vedtaksbrevet."
                ),
            ),
            Setting(
                name="children_first",
                help=gettext_lazy(
                    "Saker om barn og unge merkes i listene. Det er aldri en grunn til å avslå "
                    "andre."
                ),
            ),
        ),
        effect=_money,
    ),
    Group(
        slug="tilganger",
        title=gettext_lazy("Gjennomgang av tilganger"),
        purpose=gettext_lazy("Loven krever at tilganger er tidsbegrenset og blir vurdert på nytt."),
        settings=(
            Setting(
                name="access_review_months",
                help=gettext_lazy(
                    "Når det er gått så lang tid, ber systemet om at noen ser på tilgangen igjen."
                ),
            ),
        ),
        effect=_access,
    ),
)

BY_SLUG: Mapping[str, Group] = {group.slug: group for group in GROUPS}
